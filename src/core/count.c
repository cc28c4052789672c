/* count.c - one pass over the records of a family, in the order of their days. */
#include "core/count.h"

#include "core/fact.h"
#include "core/grow.h"
#include "db/queries.h"

enum { STREAMS = 2, SERVICES = 0 };

static const struct family_rule {
	int stages[STREAMS]; /* of its decisions; SERVICES: help given */
	size_t n;
	bool ever; /* a person counts once for ever, else once a year */
} rules[FAMILY__MAX] = {
	[FAMILY_IDENTIFIED] = {{STAGE_FORMAL}, 1, true},
	[FAMILY_PRESUMED] = {{STAGE_PRESUMED}, 1, false},
	[FAMILY_SUPPORTED] = {{SERVICES}, 1, false},
	[FAMILY_REGISTERED] = {{STAGE_PRESUMED, STAGE_FORMAL}, 2, true},
};

/* Streams: the records of one stage, or help given ----------------------------------------------------------------- */

struct stream {
	struct rows rows;
	int stage;
	bool full, more; /* reads everything; `record` holds the next one */
	int rc;
	struct record record;
};

static bool decision_next(struct stream *s) {
	struct row_figure_decisions d;
	if (!q_figure_decisions_next(&s->rows, &d))
		return false;
	s->record = (struct record){.id = d.id, .person = d.person, .org = d.org, .happened = d.happened, .stage = s->stage,
		.form = d.form, .outcome = OUTCOME_POSITIVE, .age = d.age == NONE ? 0 : (int)d.age};
	return true;
}

static bool decision_record_next(struct cx *cx, struct stream *s) {
	struct row_figure_decision_records d;
	if (!q_figure_decision_records_next(&s->rows, &d))
		return false;
	s->record = (struct record){.id = d.id, .person = d.person, .org = d.org, .happened = d.happened, .stage = s->stage,
		.form = d.form, .outcome = d.outcome, .age = d.age == NONE ? 0 : (int)d.age, .precision = d.precision,
		.at = d.at};
	s->rc = ref_of_blob(cx, d.ref, &s->record.ref);
	return s->rc == 0;
}

static bool service_next(struct stream *s) {
	struct row_figure_services f;
	if (!q_figure_services_next(&s->rows, &f))
		return false;
	s->record = (struct record){.id = f.id, .person = f.person, .org = f.org, .happened = f.happened,
		.outcome = OUTCOME_POSITIVE};
	return true;
}

static bool service_record_next(struct cx *cx, struct stream *s) {
	struct row_figure_service_records f;
	if (!q_figure_service_records_next(&s->rows, &f))
		return false;
	s->record = (struct record){.id = f.id, .person = f.person, .org = f.org, .happened = f.happened,
		.outcome = OUTCOME_POSITIVE, .precision = f.precision, .at = f.at};
	s->rc = ref_of_blob(cx, f.ref, &s->record.ref);
	return s->rc == 0;
}

static void stream_next(struct cx *cx, struct stream *s) {
	if (s->stage == SERVICES)
		s->more = s->full ? service_record_next(cx, s) : service_next(s);
	else
		s->more = s->full ? decision_record_next(cx, s) : decision_next(s);
}

static int stream_open(const struct pass *p, int stage, bool full, struct stream *ret_stream) {
	struct cx *cx = p->cx;
	struct stream s = {.stage = stage, .full = full};
	int32_t from = rules[p->family].ever ? DAY_MIN : year_first(p->from), to = year_last(p->to);
	int rc;
	if (stage == SERVICES)
		rc = full ? q_figure_service_records(cx, p->act, &s.rows) : q_figure_services(cx, from, to, p->act, &s.rows);
	else
		rc = full ? q_figure_decision_records(cx, stage, p->act, &s.rows)
			: q_figure_decisions(cx, stage, OUTCOME_POSITIVE, from, to, p->act, &s.rows);
	*ret_stream = s;
	if (rc == 0)
		stream_next(cx, ret_stream);
	return rc;
}

static bool comes_before(const struct record *x, const struct record *y) {
	if (x->happened != y->happened)
		return x->happened < y->happened;
	return x->org != y->org ? x->org < y->org : x->id < y->id;
}

static struct stream *stream_first(struct stream *streams, size_t n) {
	struct stream *first = NULL;
	for (size_t i = 0; i < n; i++)
		if (streams[i].more && (first == NULL || comes_before(&streams[i].record, &first->record)))
			first = &streams[i];
	return first;
}

/* What stands ------------------------------------------------------------------------------------------------------ */

static void superseding_note(struct standing *s, int64_t id, int64_t supersedes, int voided) {
	bits_set(voided != 0 ? &s->voided : &s->corrected, supersedes);
	if (voided != 0)
		bits_set(&s->retracts, id);
}

static int superseding_read(struct pass *p, const struct extent *extent) {
	bool services = rules[p->family].stages[0] == SERVICES;
	struct row_figure_decisions_superseding d;
	struct row_figure_services_superseding s;
	struct rows rows;
	struct standing *stands = p->standing;
	int64_t records = services ? extent->services : extent->decisions;
	if (stands->corrected.at != NULL)
		return 0;
	stands->corrected = bits_new(p->cx, records);
	stands->voided = bits_new(p->cx, records);
	stands->retracts = bits_new(p->cx, records);
	int rc = services ? q_figure_services_superseding(p->cx, p->act, &rows)
		: q_figure_decisions_superseding(p->cx, p->act, &rows);
	while (rc == 0 && services && q_figure_services_superseding_next(&rows, &s))
		superseding_note(stands, s.id, s.supersedes, s.voided);
	while (rc == 0 && !services && q_figure_decisions_superseding_next(&rows, &d))
		superseding_note(stands, d.id, d.supersedes, d.voided);
	return rows_end(&rows);
}

/* Judging ---------------------------------------------------------------------------------------------------------- */

/* Begin the year of that day: who was counted before is remembered, if that matters, and the page is clean. */
static void year_turn(struct pass *p, int32_t day) {
	for (size_t k = 0; k < p->n; k++) {
		struct counter *c = p->counters[k];
		for (size_t i = 0; rules[p->family].ever && i <= c->seen.n / 64; i++)
			c->earlier.at[i] |= c->seen.at[i];
		memset(c->seen.at, 0, (c->seen.n / 64 + 1) * sizeof(uint64_t));
	}
	p->year = day_year(day);
	p->year_end = year_last(p->year);
}

static int counter_judge(const struct pass *p, struct counter *c, const struct record *r) {
	if (!allowed_has(&c->allowed, p->bodies, r->org, p->year))
		return REASON_OTHER_BODY;
	if (r->outcome != OUTCOME_POSITIVE)
		return REASON_NEGATIVE;
	int64_t person = who_is(p->who, r->person);
	if (bits_get(&c->earlier, person))
		return REASON_EARLIER_YEAR;
	if (bits_get(&c->seen, person))
		return REASON_SAME_PERSON;
	bits_set(&c->seen, person);
	return REASON_COUNTED;
}

/* REASON_CORRECTED, REASON_VOID, or 0: it stands. */
static int standing(const struct pass *p, const struct record *r) {
	const struct standing *s = p->standing;
	return bits_get(&s->voided, r->id) ? REASON_VOID : bits_get(&s->corrected, r->id) ? REASON_CORRECTED : 0;
}

struct hit hit_of(const struct record *r, uint32_t place, int year) {
	return (struct hit){.place = place, .happened = r->happened, .org = (int32_t)r->org, .year = (int16_t)year,
		.stage = (uint8_t)r->stage, .form = (uint8_t)r->form, .age = (uint8_t)r->age};
}

static void hit_add(struct pass *p, struct counter *c, const struct record *r) {
	c->total[p->year - YEAR_MIN]++;
	if (!bits_get(&c->kept, p->year - YEAR_MIN))
		return;
	c->hits = grow(p->cx->arena, c->hits, c->n, sizeof *c->hits);
	c->hits[c->n++] = hit_of(r, who_place(p->who, r->person), p->year);
}

static void record_count(struct pass *p, const struct record *r) {
	if (r->happened > p->year_end)
		year_turn(p, r->happened);
	if (bits_get(&p->standing->retracts, r->id) || standing(p, r) != 0)
		return;
	struct bits *present = &p->present[p->year - YEAR_MIN];
	if (present->at == NULL)
		*present = bits_new(p->cx, (int64_t)p->bodies->n);
	bits_set(present, r->org);
	for (size_t k = 0; k < p->n; k++)
		if (counter_judge(p, p->counters[k], r) == REASON_COUNTED)
			hit_add(p, p->counters[k], r);
}

/* A record of another year is of another year, whatever else could be said of it; but it may be the one that counts
   there. */
static int record_reason(struct pass *p, const struct record *r, int year) {
	if (r->happened > p->year_end)
		year_turn(p, r->happened);
	int reason = standing(p, r);
	if (reason == 0)
		reason = counter_judge(p, p->counters[0], r);
	return p->year != year ? REASON_OTHER_YEAR : reason;
}

/* Passes ----------------------------------------------------------------------------------------------------------- */

struct pass *pass_new(enum family family, int64_t act, struct who *who, const struct bodies *bodies,
	struct standings *standings) {
	struct pass *p = arena_alloc(who->cx->arena, sizeof *p);
	*p = (struct pass){.cx = who->cx, .family = family, .act = act, .who = who, .bodies = bodies, .from = INT16_MAX,
		.year_end = INT32_MIN};
	p->standing = rules[family].stages[0] == SERVICES ? &standings->services : &standings->decisions;
	return p;
}

int pass_counter(struct pass *p, struct ledgers *ls, const json_t *orgs, struct counter **ret_counter) {
	for (size_t i = 0; i < p->n; i++)
		if (p->counters[i]->allowed.orgs == orgs || json_equal(p->counters[i]->allowed.orgs, orgs)) {
			*ret_counter = p->counters[i];
			return 0;
		}
	struct counter *c = arena_alloc(p->cx->arena, sizeof *c);
	c->earlier = bits_new(p->cx, p->who->persons);
	c->seen = bits_new(p->cx, p->who->persons);
	c->kept = bits_new(p->cx, YEARS);
	p->counters = arena_grow(p->cx->arena, p->counters, p->n * sizeof c, (p->n + 1) * sizeof c);
	p->counters[p->n++] = c;
	*ret_counter = c;
	return allowed_begin(ls, p->bodies, orgs, &c->allowed);
}

void pass_want(struct pass *p, struct counter *c, int year, bool keep) {
	p->from = year < p->from ? year : p->from;
	p->to = year > p->to ? year : p->to;
	if (keep)
		bits_set(&c->kept, year - YEAR_MIN);
}

static int streams_open(struct pass *p, const struct extent *extent, bool full, struct stream *streams, size_t *ret_n) {
	const struct family_rule *rule = &rules[p->family];
	int rc = superseding_read(p, extent);
	*ret_n = 0;
	for (size_t i = 0; rc == 0 && i < rule->n; i++) {
		rc = stream_open(p, rule->stages[i], full, &streams[i]);
		*ret_n = i + 1;
	}
	return rc;
}

static int streams_close(struct stream *streams, size_t n, int rc) {
	for (size_t i = 0; i < n; i++) {
		int end = rows_end(&streams[i].rows);
		rc = rc != 0 ? rc : streams[i].rc != 0 ? streams[i].rc : end;
	}
	return rc;
}

int pass_run(struct pass *p, const struct extent *extent) {
	struct stream streams[STREAMS] = {0}, *s;
	size_t n;
	if (p->n == 0)
		return 0;
	int rc = streams_open(p, extent, false, streams, &n);
	for (s = stream_first(streams, n); rc == 0 && s != NULL; s = stream_first(streams, n)) {
		record_count(p, &s->record);
		stream_next(p->cx, s);
	}
	return streams_close(streams, n, rc);
}

int pass_walk(struct pass *p, const struct extent *extent, bool full, int year, pass_tell *tell, void *arg) {
	struct stream streams[STREAMS] = {0}, *s;
	size_t n;
	int rc = streams_open(p, extent, full, streams, &n);
	for (s = stream_first(streams, n); rc == 0 && s != NULL; s = stream_first(streams, n)) {
		if (!bits_get(&p->standing->retracts, s->record.id))
			rc = tell(arg, &s->record, record_reason(p, &s->record, year));
		stream_next(p->cx, s);
	}
	return streams_close(streams, n, rc);
}
