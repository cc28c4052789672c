#include "core/made.h"

#include "core/fact.h"
#include "core/grow.h"
#include "db/queries.h"
#include "op/profile.h"

enum { VALUES = 64 }; /* of a record, to begin with */

/* Lives ------------------------------------------------------------------------------------------------------------ */

static struct life *life_of(struct made *made, int64_t person) {
	return &made->lives[who_place(made->who, person)];
}

/* Of two days the earlier one, of one day the sign with the lower number: the order of rows changes nothing. */
static bool is_first(const struct life *l, const struct row_made_signals *s) {
	return s->happened < l->day || (s->happened == l->day && s->id < l->sign);
}

static void sign_note(struct made *made, const struct row_made_signals *s) {
	struct life *l = life_of(made, s->person);
	if (is_first(l, s)) {
		l->day = s->happened;
		l->org = (int32_t)s->org;
		l->person = s->person;
		l->sign = s->id;
		l->municipality = (int16_t)s->municipality;
	}
	if (s->age != AGE_UNKNOWN && (s->happened < l->age_day || (s->happened == l->age_day && s->age < l->age))) {
		l->age = (uint8_t)s->age;
		l->age_day = s->happened;
	}
	if (s->sex != SEX_UNKNOWN && (s->happened < l->sex_day || (s->happened == l->sex_day && s->sex < l->sex))) {
		l->sex = (uint8_t)s->sex;
		l->sex_day = s->happened;
	}
}

static int signs_read(struct made *made) {
	struct rows rows;
	struct row_made_signals s;
	int rc = q_made_signals(made->cx, made->act, &rows);
	while (rc == 0 && q_made_signals_next(&rows, &s))
		sign_note(made, &s);
	return rows_end(&rows);
}

/* The first citizenship that anybody knew. */
static int countries_read(struct made *made) {
	int unknown = profile_code(made->cx->profile, L_COUNTRY, "unknown");
	struct rows rows;
	struct row_made_traits t;
	int rc = q_made_traits(made->cx, TRAIT_CITIZENSHIP, made->act, &rows);
	while (rc == 0 && q_made_traits_next(&rows, &t)) {
		struct life *l = life_of(made, t.person);
		if (t.value == unknown || t.happened > l->country_day)
			continue;
		if (t.happened < l->country_day || t.value < l->country)
			l->country = (int16_t)t.value;
		l->country_day = t.happened;
	}
	return rows_end(&rows);
}

/* A decision in her favour stands before everything else, and one that she is no victim before a presumption. What is still open changes nothing. */
static int status_after(int status, const struct row_made_decisions *d) {
	bool favour = d->outcome == OUTCOME_POSITIVE;
	if (status == STANDS_IDENTIFIED || (favour && d->stage == STAGE_FORMAL))
		return STANDS_IDENTIFIED;
	if (status == STANDS_NOT_IDENTIFIED || (d->outcome == OUTCOME_NEGATIVE && d->stage == STAGE_FORMAL))
		return STANDS_NOT_IDENTIFIED;
	return favour || status == STANDS_PRESUMED ? STANDS_PRESUMED : STANDS_AT_RISK;
}

static int statuses_read(struct made *made) {
	struct rows rows;
	struct row_made_decisions d;
	int rc = q_made_decisions(made->cx, made->act, &rows);
	while (rc == 0 && q_made_decisions_next(&rows, &d)) {
		struct life *l = life_of(made, d.person);
		l->status = (uint8_t)status_after(l->status, &d);
		if (d.outcome != OUTCOME_POSITIVE || d.happened > l->form_day)
			continue;
		if (d.happened < l->form_day || d.form < l->form)
			l->form = (uint8_t)d.form;
		l->form_day = d.happened;
	}
	return rows_end(&rows);
}

int made_lives(struct made *made) {
	struct row_made_act_at act = {0};
	if (made->lives != NULL)
		return 0;
	made->lives_n = (size_t)made->who->persons + 2;
	made->lives = arena_array(made->cx->arena, made->lives_n, sizeof *made->lives);
	for (size_t i = 0; i < made->lives_n; i++)
		made->lives[i] = (struct life){.day = DAY_MAX, .age_day = DAY_MAX, .sex_day = DAY_MAX, .country_day = DAY_MAX,
			.form_day = DAY_MAX, .age = AGE_UNKNOWN, .sex = SEX_UNKNOWN, .status = STANDS_AT_RISK};
	int rc = q_made_act_at(made->cx, made->act, &act);
	made->now = act.at;
	if (rc == ERR_NOTFOUND) /* nothing was recorded yet */
		rc = 0;
	if (rc == 0)
		rc = signs_read(made);
	if (rc == 0)
		rc = countries_read(made);
	return rc == 0 ? statuses_read(made) : rc;
}

const struct life *made_life(struct made *made, int64_t person) {
	return life_of(made, person);
}

/* Records ---------------------------------------------------------------------------------------------------------- */

int32_t made_first(const struct made *made) {
	return year_first(made->from);
}

int32_t made_last(const struct made *made) {
	return year_last(made->to);
}

void made_begin(struct making *m, const struct ledger_row *row, struct blob ref, int64_t at, int precision) {
	struct ledger *l = m->ledger;
	struct arena *a = m->made->cx->arena;
	struct ledger_source source = {.at = at, .precision = precision};
	if (ref.n == REF_SIZE)
		memcpy(source.ref.at, ref.at, REF_SIZE);
	l->sources = grow(a, l->sources, l->n, sizeof *l->sources);
	l->sources[l->n] = source;
	l->rows = grow(a, l->rows, l->n, sizeof *l->rows);
	l->rows[l->n++] = *row;
	m->n = 0;
}

void made_begin_path(struct making *m, const struct ledger_row *row) {
	made_begin(m, row, (struct blob){0}, 0, 0);
}

int made_source(struct ledgers *ls, const struct ledger *l, size_t i, struct ledger_source *ret_source) {
	struct row_made_sign sign;
	*ret_source = l->sources[i];
	if (ret_source->precision != 0)
		return 0;
	int rc = q_made_sign(ls->cx, l->rows[i].id, &sign);
	if (rc == 0)
		rc = ref_of_blob(ls->cx, sign.ref, &ret_source->ref);
	if (rc == 0) {
		ret_source->at = sign.at;
		ret_source->precision = sign.precision;
	}
	return rc;
}

static void add(struct making *m, int field, struct cell cell) {
	if (m->n == m->room) {
		m->values = arena_grow(m->made->cx->arena, m->values, m->room * sizeof *m->values,
			(m->room + VALUES) * sizeof *m->values);
		m->room += VALUES;
	}
	m->values[m->n++] = (struct ledger_value){field, cell};
}

void made_add(struct making *m, int field, int64_t amount) {
	if (amount != NONE)
		add(m, field, (struct cell){amount, NULL});
}

void made_words(struct making *m, int field, const char *words) {
	if (words != NULL)
		add(m, field, (struct cell){NONE, words});
}

void made_yes(struct making *m, int field, bool yes) {
	made_add(m, field, yes ? MADE_YES : MADE_NO);
}

/* A municipality that does not say what it is like is neither countryside nor city. */
static void municipality_add(struct making *m, int municipality) {
	const json_t *entry = profile_entry(m->made->cx->profile, L_MUNICIPALITY, municipality);
	const json_t *rural = json_object_get(entry, "rural"), *region = json_object_get(entry, "region");
	if (entry == NULL)
		return;
	made_add(m, PERSON_MUNICIPALITY, municipality);
	if (json_is_integer(region))
		made_add(m, PERSON_REGION, json_integer_value(region));
	if (json_is_boolean(rural))
		made_add(m, PERSON_RURAL, json_is_true(rural) ? MADE_RURAL : MADE_URBAN);
}

void made_end(struct making *m, int64_t person) {
	const struct life *l = made_life(m->made, person);
	made_end_seen(m, person, &(struct made_seen){l->municipality, l->age, l->sex});
}

static void row_close(struct making *m) {
	struct ledger_row *row = &m->ledger->rows[m->ledger->n - 1];
	struct ledger_value *values = arena_array(m->made->cx->arena, m->n, sizeof *values);
	memcpy(values, m->values, m->n * sizeof *values);
	row->values = values;
	row->n = m->n;
}

static void org_kind_add(struct making *m) {
	made_add(m, PERSON_ORG_KIND, body_of(m->made->bodies, m->ledger->rows[m->ledger->n - 1].org)->kind);
}

void made_end_of_nobody(struct making *m, int municipality) {
	municipality_add(m, municipality);
	org_kind_add(m);
	row_close(m);
}

void made_end_seen(struct making *m, int64_t person, const struct made_seen *seen) {
	const struct life *l = made_life(m->made, person);
	made_add(m, PERSON_PERSON, who_is(m->made->who, person));
	municipality_add(m, seen->municipality);
	made_add(m, PERSON_AGE, seen->age);
	made_add(m, PERSON_SEX, seen->sex);
	if (l->country != 0)
		made_add(m, PERSON_CITIZENSHIP, l->country);
	made_add(m, PERSON_STATUS, l->status);
	org_kind_add(m);
	if (l->form != 0)
		made_add(m, PERSON_FORM, l->form);
	row_close(m);
}

/* Families --------------------------------------------------------------------------------------------------------- */

int made_read(struct ledgers *ls, struct ledger *l) {
	static const struct {
		const char *name;
		int (*make)(struct making *m);
	} families[] = {{"referrals", made_referrals}, {"paths", made_paths}, {"services", made_services},
		{"clocks", made_clocks}, {"screenings", made_screenings}, {"arrivals", made_arrivals},
		{"leads", made_leads}};
	struct making m = {.ls = ls, .made = ls->made, .ledger = l};
	if (bug_if(ls->cx, ls->made == NULL))
		return ERR_BUG;
	int rc = made_lives(ls->made);
	if (rc != 0)
		return rc;
	if (l->reg >= REGISTER_SHEET)
		return made_sheets(&m, l->reg - REGISTER_SHEET);
	const char *name = register_code(ls->cx->profile, l->reg);
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (strcmp(families[i].name, name) == 0)
			return families[i].make(&m);
	return err_bug(ls->cx, "a family that nobody makes", __FILE__, __LINE__);
}
