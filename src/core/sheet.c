/* A record of a person's file as it is written: values checked, what stood before superseded, settled or kept beside. */
#include "core/sheet.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/given.h"
#include "core/sheet_book.h"
#include "core/task.h"
#include "core/write.h"
#include "op/profile.h"
#include "op/sheet.h"

struct sheet_draft { /* a row before it is written */
	int kind;
	struct fact fact;
	struct given given;
	struct sheet_row row;
	struct ref ref;
	int64_t unseen_of; /* whose unit row.unseen_unit is */
};

/* Reading --------------------------------------------------------------------------------------------------------- */

/* The code of an organisation or unit becomes its row number beside its words. */
static int look_up(struct cx *cx, const struct cell_field *f, struct cell *cell, int64_t *ret_org) {
	struct row_org_by_code org = {0};
	struct row_unit_by_code unit = {0};
	int rc = f->type == CELL_ORG ? q_org_by_code(cx, cell->words, &org) : q_unit_by_code(cx, cell->words, &unit);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, f->code, f->type == CELL_ORG ? N_("There is no organisation with that code.")
			: N_("There is no unit with that code."), cell->words);
	cell->amount = f->type == CELL_ORG ? org.id : unit.id;
	*ret_org = f->type == CELL_ORG ? org.id : unit.org;
	return rc;
}

static int value_take(struct cx *cx, const char *pair, struct sheet_draft *d) {
	struct cell_field f, unseen, unit;
	struct cell cell;
	int64_t org = NONE;
	int rc = sheet_parse_pair(cx, d->kind, pair, &f, &cell);
	bool body = rc == 0 && (f.type == CELL_ORG || f.type == CELL_UNIT);
	if (body)
		rc = look_up(cx, &f, &cell, &org);
	if (rc == 0 && body && sheet_unseen(cx->profile, d->kind, &unseen) && unseen.number == f.number)
		d->row.unseen_org = org;
	if (rc == 0 && body && sheet_unseen_unit(cx->profile, d->kind, &unit) && unit.number == f.number) {
		d->row.unseen_unit = cell.amount;
		d->unseen_of = org;
	}
	return rc == 0 ? given_add(cx, &d->given, &f, &cell) : rc;
}

static int day_take(struct cx *cx, const struct in *in, const json_t *definition, struct fact *f) {
	int32_t day = in_day(in, F_HAPPENED);
	fact_precision(in, f);
	if (!json_is_true(json_object_get(definition, "ahead")) || day <= day_of(cx->now))
		return fact_day(cx, in, F_HAPPENED, f);
	f->happened = day;
	return 0;
}

/* Whom it is about never sees it: a unit where one is named, else the whole organisation. */
static int unseen_check(struct cx *cx, const struct sheet_draft *d) {
	struct cell_field unit;
	if (d->row.unseen_unit != NONE && d->unseen_of != d->row.unseen_org && sheet_unseen_unit(cx->profile, d->kind, &unit))
		return err_say(cx, ERR_INVALID, unit.code, N_("That unit belongs to another organisation."), NULL);
	return sheet_shown(cx, &d->row, 0) ? 0 : err_say(cx, ERR_INVALID, NULL,
		N_("This is about your own house, which never sees it: somebody else has to write it down."), NULL);
}

static int draft_take(struct cx *cx, const struct in *in, struct sheet_draft *d) {
	const json_t *definition = profile_entry(cx->profile, L_SHEET, d->kind);
	d->fact = fact_new(cx, in);
	d->ref = ref_new(cx);
	d->row = (struct sheet_row){d->kind, cx->actor.org, NONE, NONE};
	if (!sheet_writes(cx->profile, d->kind, cx->actor.org_kind, role_capabilities(cx->actor.roles)))
		return err_say(cx, ERR_DENIED, fields[F_SHEET].name, N_("Somebody with another task writes this record."), NULL);
	int rc = day_take(cx, in, definition, &d->fact);
	for (size_t i = 0; rc == 0 && i < in_count(in, F_SAYS); i++)
		rc = value_take(cx, in_at(in, F_SAYS, i)->text, d);
	if (rc == 0)
		rc = given_required(cx, &d->given, definition);
	return rc == 0 ? unseen_check(cx, d) : rc;
}

/* What it takes the place of -------------------------------------------------------------------------------------- */

struct taken { /* rows that stand and that it names, the first superseded and the others settled */
	size_t n;
	struct sheet_line *at[GIVEN_MAX];
	const struct sheet_line *rest;   /* newest that stands beside them; NULL: nothing does */
	const struct sheet_line *newest; /* of the record, where nothing of what it names stands */
};

/* A row of the caller's own organisation, of the same sheet; any other is as if it were not there. */
static int named_find(struct cx *cx, const struct in *in, size_t i, const struct sheet_book *b,
	struct sheet_line **ret_line) {
	struct row_sheet_by_ref row;
	int rc = q_sheet_by_ref(cx, ref_blob(&in_at(in, F_SUPERSEDES, i)->ref), in->person, &row);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	struct sheet_line *line = rc == 0 ? sheet_book_find(b, row.id) : NULL;
	if (line == NULL || line->row.org != cx->actor.org || !sheet_line_shown(cx, line, 0))
		return supersedes_say(cx, ERR_NOTFOUND, 0, 0);
	*ret_line = line;
	return 0;
}

static bool is_of(const struct sheet_line *line, const struct sheet_line *const *named, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (named[i]->root == line->root)
			return true;
	return false;
}

static int taken_find(struct cx *cx, const struct in *in, const struct sheet_book *b, struct taken *ret_taken) {
	const struct sheet_line *named[GIVEN_MAX];
	struct taken t = {0};
	size_t n = in_count(in, F_SUPERSEDES);
	int rc = bug_if(cx, n > GIVEN_MAX);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct sheet_line *line = NULL;
		rc = named_find(cx, in, i, b, &line);
		if (rc != 0)
			break;
		named[i] = line;
		if (line->stands)
			t.at[t.n++] = line;
		line->stands = false; /* from now on */
	}
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		const struct sheet_line *line = &b->at[i];
		if (!is_of(line, named, n))
			continue;
		if (line->stands && t.rest == NULL)
			t.rest = line;
		if (t.n == 0 && t.newest == NULL)
			t.newest = line;
	}
	if (rc == 0)
		*ret_taken = t;
	return rc;
}

/* Writing --------------------------------------------------------------------------------------------------------- */

/* The texts of a row as JSON by field, each a list; NULL where it has none. */
static const char *texts_of(struct cx *cx, const struct given *g) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	int last = 0;
	for (size_t i = 0; i < g->n; i++) {
		const struct given_value *v = &g->at[i];
		if (!v->field.sealed)
			continue;
		if (v->field.number != last) {
			buf_str(&b, last == 0 ? "{" : "],");
			json_put(&b, v->field.code);
			buf_str(&b, ":[");
		} else {
			buf_str(&b, ",");
		}
		last = v->field.number;
		json_put(&b, v->cell.words);
	}
	if (last == 0)
		return NULL;
	buf_str(&b, "]}");
	return b.at;
}

static int64_t or_none(int64_t id) {
	return id == 0 ? NONE : id;
}

static int row_write(struct cx *cx, const struct sheet_draft *d, int64_t beside, int64_t *ret_id) {
	struct row_sheet_add row;
	int rc = q_sheet_add(cx, FACT_HEAD(&d->fact), ref_blob(&d->ref), d->kind, or_none(cx->actor.unit),
		or_none(cx->actor.user), beside, d->row.unseen_org, d->row.unseen_unit, &row);
	for (size_t i = 0; rc == 0 && i < d->given.n; i++) {
		const struct given_value *v = &d->given.at[i];
		if (!v->field.sealed)
			rc = q_sheet_value_add(cx, row.id, v->field.number, v->rank, v->cell.amount, v->cell.words);
	}
	if (rc == 0)
		rc = note_add(cx, &d->fact, 0, FACT_SHEET, row.id, texts_of(cx, &d->given));
	if (rc == 0)
		*ret_id = row.id;
	return rc;
}

/* What stood is done with; who has to put rivals together is told once. */
static int rivals_tell(struct cx *cx, const struct sheet_book *b, size_t root, int64_t id, const struct sheet_line *rest,
	int64_t person) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		if (b->at[i].root == root)
			rc = q_sheet_task_done(cx, b->at[i].row.id, TASK_RIVAL);
	if (rc != 0 || rest == NULL)
		return rc;
	struct task t = TASK_NEW(.org = cx->actor.org, .kind = TASK_RIVAL, .person = person, .sheet = id);
	t.due_at = cx->now + 24 * HOUR;
	if (rest->row.unseen_unit != NONE) /* the unit that never sees it does not hear of it either */
		t.account = cx->actor.user;
	return task_add(cx, &t);
}

static int taken_settle(struct cx *cx, const struct sheet_book *b, const struct taken *t, const struct sheet_draft *d,
	int64_t id) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < t->n; i++) {
		if (i > 0)
			rc = q_sheet_settle(cx, t->at[i]->row.id, id, cx->act);
		if (rc == 0) /* looking how she is stays to be done */
			rc = q_sheet_task_done(cx, t->at[i]->row.id, TASK_SHEET);
		if (rc == 0)
			rc = rivals_tell(cx, b, t->at[i]->root, id, NULL, d->fact.person);
	}
	if (rc == 0 && t->rest != NULL)
		rc = rivals_tell(cx, b, t->rest->root, id, t->rest, d->fact.person);
	return rc;
}

/* Whoever looked how she is has nothing left to do: the sheets whose "follow" is answered "by" this one. */
static int follow_close(struct cx *cx, const struct sheet_draft *d) {
	const char *code = code_name(cx->profile, L_SHEET, d->kind);
	int rc = 0;
	for (size_t i = 0; rc == 0 && profile_number(cx->profile, L_SHEET, i) != 0; i++) {
		int kind = profile_number(cx->profile, L_SHEET, i);
		const json_t *follow = json_object_get(profile_entry(cx->profile, L_SHEET, kind), "follow");
		if (str_equal(json_string_value(json_object_get(follow, "by")), code))
			rc = q_sheet_follow_done(cx, d->fact.person, d->fact.org, kind);
	}
	return rc;
}

/* Somebody is in danger: what is to be done for her comes first from now on. */
static int danger_tell(struct cx *cx, const struct sheet_draft *d, int64_t id) {
	const char *says[SHEET_VALUES];
	size_t n = 0;
	int rc = sheet_values(cx, d->kind, id, says, &n);
	return rc == 0 && sheet_says_urgent(cx->profile, d->kind, says, n) ? task_urge(cx, d->fact.person) : rc;
}

int sheet_record(struct cx *cx, const struct in *in, struct out *out) {
	struct sheet_draft *d = arena_alloc(cx->arena, sizeof *d);
	struct sheet_book b = {0};
	struct taken t = {0};
	struct ref beside;
	int64_t id = NONE;
	*d = (struct sheet_draft){.kind = in_code(in, F_SHEET)};
	int rc = draft_take(cx, in, d);
	if (rc == 0 && in_count(in, F_SUPERSEDES) > 0)
		rc = sheet_book_read(cx, in->person, d->kind, &b);
	if (rc == 0 && in_count(in, F_SUPERSEDES) > 0)
		rc = taken_find(cx, in, &b, &t);
	if (rc != 0)
		return rc;
	const struct sheet_line *by = t.rest != NULL ? t.rest : t.newest;
	d->fact.supersedes = t.n > 0 ? t.at[0]->row.id : NONE;
	rc = row_write(cx, d, by == NULL ? NONE : by->row.id, &id);
	if (rc == 0)
		rc = taken_settle(cx, &b, &t, d, id);
	if (rc == 0)
		rc = follow_close(cx, d);
	if (rc == 0)
		rc = sheet_due_ask(cx, d->kind, id);
	if (rc == 0)
		rc = danger_tell(cx, d, id);
	if (rc == 0 && t.rest != NULL)
		rc = ref_of_blob(cx, t.rest->row.ref, &beside);
	if (rc != 0)
		return rc;
	out_ref(out, F_SHEET_ID, &d->ref);
	if (t.rest != NULL)
		out_ref(out, F_BESIDE, &beside);
	return 0;
}

/* Taking back ----------------------------------------------------------------------------------------------------- */

/* The row that stands in place of `line`, over corrections and settlements; itself where nothing came after. */
static struct sheet_line *standing(const struct sheet_book *b, struct sheet_line *line) {
	for (size_t i = b->n; i-- > 0 && !line->stands;) { /* oldest first: what comes after has a higher number */
		struct sheet_line *next = &b->at[i];
		if (next->row.supersedes == line->row.id || line->row.settler == next->row.id)
			line = next;
	}
	return line;
}

int sheet_void(struct cx *cx, const struct in *in, struct out *out) {
	struct sheet_draft *d = arena_alloc(cx->arena, sizeof *d);
	struct row_sheet_by_ref row;
	struct sheet_book b = {0};
	int64_t id = NONE;
	(void)out;
	int rc = q_sheet_by_ref(cx, ref_blob(in_ref(in, F_SHEET_ID)), in->person, &row);
	if (rc == 0)
		rc = sheet_book_read(cx, in->person, row.kind, &b);
	if (rc != 0)
		return rc == ERR_NOTFOUND ? sheet_missing(cx) : rc;
	struct sheet_line *line = sheet_book_find(&b, row.id);
	if (line == NULL || line->row.org != cx->actor.org || !sheet_line_shown(cx, line, 0))
		return sheet_missing(cx);
	if (!sheet_writes(cx->profile, row.kind, cx->actor.org_kind, role_capabilities(cx->actor.roles)))
		return err_say(cx, ERR_DENIED, NULL, N_("Somebody with another task writes this record."), NULL);
	line = standing(&b, line);
	if (!line->stands)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This record was taken back already."), NULL);
	*d = (struct sheet_draft){.kind = row.kind, .fact = fact_new(cx, in), .ref = ref_new(cx)};
	d->row = (struct sheet_row){row.kind, line->row.org, line->row.unseen_org, line->row.unseen_unit};
	d->fact.happened = line->row.happened;
	d->fact.precision = line->row.precision;
	d->fact.voided = 1;
	d->fact.supersedes = line->row.id;
	rc = row_write(cx, d, NONE, &id);
	const struct sheet_line *rest = sheet_book_rival(&b, line);
	line->stands = false;
	for (size_t i = 0; rc == 0 && i < b.n; i++) /* also what waits for a row it had taken the place of */
		if (b.at[i].root == line->root && !standing(&b, &b.at[i])->stands)
			rc = task_close_sheet(cx, b.at[i].row.id);
	bool still = rest != NULL && sheet_book_rival(&b, rest) != NULL; /* of three, two are left */
	id = rest == NULL ? id : rest->row.id;
	return rc == 0 ? rivals_tell(cx, &b, line->root, id, still ? rest : NULL, in->person) : rc;
}
