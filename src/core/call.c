#include "core/call.h"

#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/register.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

/* Time ---------------------------------------------------------------------------------------------------------- */

/* A call begins now or a while ago: not later, and not before there was a registry. */
static int began(struct cx *cx, const struct in *in, int64_t *ret_at) {
	*ret_at = in_has(in, F_BEGAN) ? in_number(in, F_BEGAN) : cx->now;
	if (*ret_at > cx->now + MINUTE)
		return err_say(cx, ERR_INVALID, fields[F_BEGAN].name, N_("That time has not come yet."), NULL);
	return bad_if(cx, *ret_at < day_start(day_from_ymd(1990, 1, 1)), fields[F_BEGAN].name,
		N_("The registry begins in 1990."), NULL);
}

/* The police is told after the call began; where it says nothing else, now. */
static int police(struct cx *cx, const struct in *in, int64_t at, int64_t *ret_police) {
	bool told = in_has(in, F_CALL_OUTCOME) && in_code(in, F_CALL_OUTCOME) == CALL_POLICE;
	*ret_police = in_has(in, F_POLICE_AT) ? in_number(in, F_POLICE_AT) : told ? cx->now : NONE;
	if (*ret_police != NONE && *ret_police < at)
		return err_say(cx, ERR_INVALID, fields[F_POLICE_AT].name, N_("The call had not begun then."), NULL);
	return bad_if(cx, *ret_police != NONE && *ret_police > cx->now + MINUTE, fields[F_POLICE_AT].name,
		N_("That time has not come yet."), NULL);
}

/* The register ---------------------------------------------------------------------------------------------------- */

static void cell_add(struct cx *cx, json_t *cells, const char *field, const char *value) {
	json_array_append_new(cells, json_string(arena_printf(cx->arena, "%s=%s", field, value)));
}

int call_kept(struct cx *cx) {
	int reg = profile_code(cx->profile, L_REGISTER, "call");
	if (reg != 0 && register_writes(cx->profile, reg, cx->actor.org_kind))
		return ERR_OK;
	return err_say(cx, ERR_DENIED, fields[F_REGISTER].name, N_("Your organisation does not keep this register."), NULL);
}

/* Writes the record, or corrects that of the number. */
static int record_put(struct cx *cx, json_t *cells, const char *number, int64_t at, struct entry_put *ret_put) {
	struct in in;
	json_t *input = json_pack("{s:s, s:s, s:o}", "register", "call", "happened", day_text(cx->arena, day_of(at)), "cell",
		cells);
	if (number != NULL)
		json_object_set_new(input, "number", json_string(number));
	int rc = in_parse(cx, &ops[OP_entry_record], input, &in);
	if (rc == ERR_OK)
		rc = entry_put(cx, &in, ret_put);
	json_decref(input);
	return rc;
}

/* What the register has of a call: the program's number of a code, 0 where it says nothing. */
enum { INVESTIGATIONS = 16 };

struct counted {
	int related, speech, outcome;
	size_t investigations_n;
	const char *investigations[INVESTIGATIONS];
};

static int counted_take(struct cx *cx, const struct cell_field *f, const char *text, struct counted *c) {
	if (str_equal(f->code, "related"))
		c->related = code_find(cx->profile, L_RELATED, text);
	else if (str_equal(f->code, "language"))
		c->speech = code_find(cx->profile, L_SPEECH, text);
	else if (str_equal(f->code, "outcome"))
		c->outcome = code_find(cx->profile, L_CALL_OUTCOME, text);
	else if (str_equal(f->code, "investigation") && c->investigations_n < INVESTIGATIONS)
		c->investigations[c->investigations_n++] = text;
	return ERR_OK;
}

static int counted_read(struct cx *cx, int64_t org, const char *number, struct counted *ret) {
	struct row_entry_newest row;
	struct row_entry_values each;
	struct rows rows;
	int reg = profile_code(cx->profile, L_REGISTER, "call");
	struct counted c = {0};
	int rc = q_entry_newest(cx, reg, org, number, &row);
	if (rc == ERR_OK)
		rc = q_entry_values(cx, row.id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_entry_values_next(&rows, &each)) {
		struct cell_field f;
		const struct cell cell = {each.amount, each.words};
		const char *text = register_find_number(cx->profile, reg, each.field, &f) ? cell_text(cx, &f, &cell) : NULL;
		if (text != NULL)
			rc = counted_take(cx, &f, text, &c);
	}
	int end = rows_end(&rows);
	*ret = c;
	return rc == ERR_OK ? end : rc;
}

/* Writing ------------------------------------------------------------------------------------------------------- */

/* Whom the caller's organisation works with; anybody else is as if not there. */
static int person_add(struct cx *cx, int64_t call, const struct ref *ref) {
	struct row_on_person person;
	struct row_relation_kinds relation = {0};
	int rc = q_on_person(cx, ref_blob(ref), &person);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, person.id, cx->actor.org, &relation);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && (relation.kinds & REL_WORKS) == 0))
		return err_say(cx, ERR_INVALID, fields[F_HELPED].name, N_("Your organisation recorded no sign of that person."), NULL);
	return rc == ERR_OK ? q_call_person_add(cx, call, person.id) : rc;
}

static int people_add(struct cx *cx, const struct in *in, int64_t call) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_HELPED); i++)
		rc = person_add(cx, call, &in_at(in, F_HELPED, i)->ref);
	return rc;
}

/* An earlier call, and a signal, of the same organisation. */
static int links_find(struct cx *cx, const struct in *in, int64_t *ret_earlier, int64_t *ret_lead) {
	struct row_on_call call = {.id = NONE};
	struct row_on_lead lead = {.id = NONE};
	int rc = in_has(in, F_EARLIER) ? q_on_call(cx, ref_blob(in_ref(in, F_EARLIER)), &call) : ERR_OK;
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && call.id != NONE && call.org != cx->actor.org))
		return err_say(cx, ERR_INVALID, fields[F_EARLIER].name, N_("There is no such call."), NULL);
	if (rc == ERR_OK && in_has(in, F_LEAD))
		rc = q_on_lead(cx, ref_blob(in_ref(in, F_LEAD)), &lead);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && lead.id != NONE && lead.desk != cx->actor.org))
		return err_say(cx, ERR_INVALID, fields[F_LEAD].name, N_("There is no such signal."), NULL);
	*ret_earlier = call.id;
	*ret_lead = lead.id;
	return rc;
}

int call_record(struct cx *cx, const struct in *in, struct out *out) {
	struct entry_put put;
	struct row_call_add row;
	struct ref ref = ref_new(cx);
	int64_t at = 0, told = NONE, earlier = NONE, lead = NONE;
	int rc = call_kept(cx);
	if (rc == ERR_OK)
		rc = began(cx, in, &at);
	if (rc == ERR_OK)
		rc = police(cx, in, at, &told);
	if (rc == ERR_OK)
		rc = links_find(cx, in, &earlier, &lead);
	if (rc != ERR_OK)
		return rc;
	json_t *cells = json_array();
	cell_add(cx, cells, "related", code_name(cx->profile, L_RELATED, in_code(in, F_RELATED)));
	cell_add(cx, cells, "language", code_name(cx->profile, L_SPEECH, in_code(in, F_SPEECH)));
	cell_add(cx, cells, "outcome", code_name(cx->profile, L_CALL_OUTCOME, in_code(in, F_CALL_OUTCOME)));
	rc = record_put(cx, cells, NULL, at, &put);
	if (rc == ERR_OK)
		rc = q_call_add(cx, ref_blob(&ref), cx->actor.org, cx->actor.user == 0 ? NONE : cx->actor.user, put.number, at,
			instant_east(at), in_code(in, F_CALLER), in_has(in, F_DANGER) && in_number(in, F_DANGER) != 0, told, earlier, lead,
			cx->act, &row);
	if (rc == ERR_OK)
		rc = people_add(cx, in, row.id);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_CALL, &ref);
	out_text(out, F_NUMBER, put.number);
	return ERR_OK;
}

static void cells_join(struct cx *cx, const struct in *in, const struct counted *was, json_t *cells) {
	int related = in_has(in, F_RELATED) ? in_code(in, F_RELATED) : was->related;
	int outcome = in_has(in, F_CALL_OUTCOME) ? in_code(in, F_CALL_OUTCOME) : was->outcome;
	if (related != 0)
		cell_add(cx, cells, "related", code_name(cx->profile, L_RELATED, related));
	if (was->speech != 0)
		cell_add(cx, cells, "language", code_name(cx->profile, L_SPEECH, was->speech));
	if (outcome != 0)
		cell_add(cx, cells, "outcome", code_name(cx->profile, L_CALL_OUTCOME, outcome));
	if (in_count(in, F_INVESTIGATION) == 0)
		for (size_t i = 0; i < was->investigations_n; i++)
			cell_add(cx, cells, "investigation", was->investigations[i]);
	for (size_t i = 0; i < in_count(in, F_INVESTIGATION); i++)
		cell_add(cx, cells, "investigation", in_at(in, F_INVESTIGATION, i)->text);
}

int call_change(struct cx *cx, const struct in *in, struct out *out) {
	struct row_call_get row;
	struct counted was;
	struct entry_put put;
	(void)out;
	int rc = call_kept(cx);
	if (rc == ERR_OK)
		rc = q_call_get(cx, in->object, &row);
	if (rc == ERR_OK)
		rc = counted_read(cx, row.org, row.number, &was);
	if (rc != ERR_OK)
		return rc;
	json_t *cells = json_array();
	cells_join(cx, in, &was, cells);
	rc = record_put(cx, cells, row.number, row.at, &put);
	return rc == ERR_OK ? people_add(cx, in, in->object) : rc;
}

/* Reading ------------------------------------------------------------------------------------------------------- */

int call_name_put(struct cx *cx, int64_t account, struct out *out) {
	struct row_account_get row;
	const char *name = NULL;
	if (account == NONE)
		return ERR_OK;
	int rc = q_account_get(cx, account, &row);
	if (rc == ERR_OK)
		rc = account_name_open(cx, account, row.ref, row.name, &name);
	if (rc == ERR_OK)
		out_text(out, F_STAFF_NAME, name);
	return rc;
}

static int call_put(struct cx *cx, const struct row_call_all *c, const struct counted *counted, struct out *out) {
	out_row(out);
	out_blob_ref(out, F_CALL, c->ref);
	out_text(out, F_NUMBER, c->number);
	out_number(out, F_BEGAN, c->at);
	out_number(out, F_EAST, c->east);
	out_code(out, F_CALLER, c->caller);
	out_code(out, F_RELATED, counted->related);
	if (counted->speech != 0)
		out_code(out, F_SPEECH, counted->speech);
	if (counted->outcome != 0)
		out_code(out, F_CALL_OUTCOME, counted->outcome);
	out_number(out, F_DANGER, c->danger);
	if (c->police_at != NONE)
		out_number(out, F_POLICE_AT, c->police_at);
	if (c->earlier.at != NULL)
		out_blob_ref(out, F_EARLIER, c->earlier);
	if (c->lead.at != NULL)
		out_blob_ref(out, F_LEAD, c->lead);
	out_number(out, F_PEOPLE, c->people);
	if (counted->investigations_n > 0)
		out_texts(out, F_INVESTIGATION, counted->investigations, counted->investigations_n);
	return call_name_put(cx, c->account, out);
}

int call_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_call_all c;
	int64_t until = in_has(in, F_UNTIL) ? in_number(in, F_UNTIL) : INT64_MAX;
	int rc = q_call_all(cx, cx->actor.org, until, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_call_all_next(&rows, &c)) {
		struct counted counted;
		rc = counted_read(cx, cx->actor.org, c.number, &counted);
		if (rc == ERR_OK && counted.related != 0) /* else its record was taken back in the register */
			rc = call_put(cx, &c, &counted, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
