#include "core/import_row.h"

#include "base/str.h"
#include "base/utf8.h"
#include "core/import_mark.h"
#include "core/operations.h"
#include "core/register.h"
#include "core/write.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"

/* What a row may call --------------------------------------------------------------------------------------------- */

struct caller {
	enum op_id op;
	int fact; /* enum FACT_*; 0: a later call of the same number corrects by itself */
	enum import_kind kind;
	fact_write *write;
};

static const struct caller callers[] = {
	{OP_signal_record, FACT_SIGNAL, KIND_PERSONS, signal_write},
	{OP_identity_record, FACT_IDENTITY, KIND_PERSONS, identity_write},
	{OP_presumption_record, FACT_PRESUMPTION, KIND_PERSONS, presumption_write},
	{OP_decision_record, FACT_DECISION, KIND_PERSONS, decision_write},
	{OP_trait_record, FACT_TRAIT, KIND_PERSONS, trait_write},
	{OP_consent_record, FACT_CONSENT, KIND_PERSONS, consent_write},
	{OP_service_record, FACT_SERVICE, KIND_SERVICES, service_write},
	{OP_link_record, FACT_LINK, KIND_LINKS, NULL},
	{OP_return_record, 0, KIND_RETURNS, NULL},
	{OP_entry_record, 0, KIND_ENTRIES, NULL},
};

static const struct caller *caller_find(enum import_kind kind, const char *name) {
	for (size_t i = 0; name != NULL && i < sizeof callers / sizeof *callers; i++)
		if (callers[i].kind == kind && str_equal(ops[callers[i].op].name, name))
			return &callers[i];
	return NULL;
}

bool import_kind_find(const struct profile *p, const char *name, enum import_kind *ret_kind) {
	static const char *const names[] = {[KIND_PERSONS] = "persons", [KIND_SERVICES] = "services", [KIND_LINKS] = "links",
		[KIND_RETURNS] = "returns"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal(names[i], name)) {
			*ret_kind = (enum import_kind)i;
			return true;
		}
	*ret_kind = KIND_ENTRIES;
	return code_find(p, L_REGISTER, name) != 0;
}

static bool is_number(const json_t *text) {
	const char *s = json_string_value(text);
	size_t n = json_string_length(text);
	return text == NULL || json_is_null(text)
		|| (s != NULL && n > 0 && utf8_valid(s, n) && utf8_count(s, n) <= NUMBER_MAX);
}

static bool call_sound(enum import_kind kind, size_t place, const json_t *call) {
	const struct caller *c = caller_find(kind, json_string_value(json_array_get(call, 0)));
	bool first = place == 0 || kind != KIND_PERSONS; /* only persons have calls that may be left out */
	if (json_is_null(call))
		return !first;
	return json_array_size(call) == 2 && c != NULL && json_is_object(json_array_get(call, 1))
		&& (kind != KIND_PERSONS || (place == 0) == (c->op == OP_signal_record));
}

/* Whether a row has the form of intake/row.h. */
static bool row_sound(enum import_kind kind, const json_t *row) {
	static const char *const known[] = {"line", "number", "about", "other", "calls"};
	const json_t *calls = json_object_get(row, "calls"), *call;
	const char *key;
	json_t *value;
	size_t i, n = 0;
	for (i = 0; i < sizeof known / sizeof *known; i++)
		n += json_object_get(row, known[i]) != NULL;
	json_object_foreach((json_t *)row, key, value)
		n--;
	if (n != 0 || json_integer_value(json_object_get(row, "line")) < 1 || json_array_size(calls) > CALLS_MAX
		|| json_array_size(calls) < 1 || (kind != KIND_PERSONS && json_array_size(calls) != 1))
		return false;
	json_array_foreach((json_t *)calls, i, call)
		if (!call_sound(kind, i, call))
			return false;
	return is_number(json_object_get(row, "number")) && is_number(json_object_get(row, "about"))
		&& is_number(json_object_get(row, "other"));
}

/* Persons --------------------------------------------------------------------------------------------------------- */

struct person {
	int64_t id;
	struct ref ref;
	bool fresh; /* made by this row */
};

static const char *text_of(const json_t *row, const char *name) {
	return json_string_value(json_object_get(row, name));
}

static const uint8_t nothing[HASH_SIZE]; /* the digest of a row that was mentioned and has not come */

/* Whoever said that this unit may never see her file is not written about either. */
static int person_open(struct cx *cx, int64_t id, struct person *ret) {
	struct row_block_has block;
	*ret = (struct person){.id = id};
	int rc = q_block_has(cx, id, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_OK && block.n > 0)
		rc = err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	return rc == ERR_OK ? person_ref(cx, id, &ret->ref) : rc;
}

/* The person the organisation knows under that number, from now on if it has not come yet. */
static int person_of_number(struct cx *cx, const char *field, const char *number, struct person *ret) {
	struct row_source_get source;
	struct row_source_put made;
	uint8_t mark[HASH_SIZE];
	int rc = bad_if(cx, number == NULL, field, N_("This is needed."), NULL);
	if (rc == ERR_OK)
		rc = import_mark_of_number(cx, "persons", number, mark);
	if (rc == ERR_OK)
		rc = q_source_get(cx, cx->actor.org, "persons", BLOB(mark, HASH_SIZE), &source);
	if (rc == ERR_OK && source.person != NONE)
		return person_open(cx, source.person, ret);
	if (rc != ERR_NOTFOUND)
		return rc == ERR_OK ? bug_if(cx, "a person's row without a person") : rc;
	ret->fresh = true;
	rc = person_new(cx, &ret->ref, &ret->id);
	if (rc == ERR_OK)
		rc = q_source_put(cx, cx->actor.org, "persons", BLOB(mark, HASH_SIZE), BLOB(nothing, HASH_SIZE), ret->id, &made);
	return rc;
}

/* Calls ----------------------------------------------------------------------------------------------------------- */

struct made { /* what the call of a place made earlier */
	bool there;
	int kind;
	int64_t fact;
	uint8_t digest[HASH_SIZE];
};

struct row {
	struct import_work *w;
	json_t *json;
	int64_t source;
	struct person person, other;
	struct made made[CALLS_MAX];
	unsigned stands; /* WRITTEN_*, to be projected when all calls are written */
	bool wrote;    /* something differs from what stood */
	bool corrects; /* a record that another way of recording had made */
	bool of_birth; /* a sign or a name was written: the age at a decision may be another */
};

static int may_call(struct cx *cx, const struct import_work *w, enum op_id id) {
	const json_t *why = profile_prohibits(cx->profile, cx->actor.org_kind, id);
	if (why != NULL)
		return err_say(cx, ERR_DENIED, NULL, profile_say(why, "en"), NULL);
	if (id == OP_decision_record && !profile_decides(cx->profile, cx->actor.org_kind))
		return err_say(cx, ERR_DENIED, fields[F_OUTCOME].name,
			N_("An organisation of this kind does not decide on victim status."), NULL);
	if (!w->records && (w->may >> ops[id].capability & 1) == 0)
		return err_say(cx, ERR_DENIED, NULL, err_kinds[ERR_DENIED].say, NULL);
	return ERR_OK;
}

static int facts_read(struct cx *cx, struct row *r) {
	struct rows rows;
	struct row_source_facts each;
	int rc = q_source_facts(cx, r->source, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_source_facts_next(&rows, &each)) {
		if (each.place < 0 || each.place >= CALLS_MAX || each.digest.n != HASH_SIZE)
			continue;
		struct made *m = &r->made[each.place];
		*m = (struct made){.there = true, .kind = each.kind, .fact = each.fact};
		memcpy(m->digest, each.digest.at, HASH_SIZE);
	}
	return rows_end(&rows);
}

static int call_gone(struct cx *cx, struct row *r, size_t place) {
	struct made *m = &r->made[place];
	if (!m->there)
		return ERR_OK;
	m->there = false;
	r->wrote = true;
	int rc = m->kind == 0 ? ERR_OK : fact_retract(cx, m->kind, m->fact);
	return rc == ERR_OK ? q_source_fact_drop(cx, r->source, (int)place) : rc;
}

/* Whether a decision that says the same would now say another age. */
static int age_differs(struct cx *cx, const struct caller *c, const struct in *in, const struct made *m,
	bool *ret_differs) {
	struct row_decision_age was;
	int64_t newest = 0;
	bool voided = false;
	int age = 0;
	int rc = decision_age(cx, in, in_day(in, c->op == OP_decision_record ? F_DECIDED_ON : F_HAPPENED), &age);
	if (rc == ERR_OK)
		rc = fact_newest(cx, m->kind, m->fact, &newest, &voided);
	if (rc == ERR_OK)
		rc = q_decision_age(cx, newest, &was);
	*ret_differs = rc == ERR_OK && !voided && was.age != age;
	return rc;
}

/* The same words as stood there already add nothing. */
static int entry_write(struct cx *cx, struct row *r, const struct in *in, struct written *ret) {
	struct entry_put put;
	int rc = entry_put(cx, in, &put);
	if (rc != ERR_OK)
		return rc;
	r->wrote = r->wrote || put.changed;
	r->corrects = r->corrects || put.corrected;
	ret->id = put.id;
	return ERR_OK;
}

/* The fact the call says, in the place of the one it said before. */
static int call_write(struct cx *cx, struct row *r, const struct caller *c, const struct in *in, const struct made *m,
	struct written *ret) {
	int64_t corrects = m->there ? m->fact : NONE;
	bool voided;
	int rc = ERR_OK;
	if (c->op == OP_return_record) {
		struct out out = out_new(cx, &ops[c->op]);
		r->wrote = true;
		return return_record(cx, in, &out);
	}
	if (c->op == OP_entry_record)
		return entry_write(cx, r, in, ret);
	if (m->there && (m->kind != c->fact || c->fact == FACT_LINK)) {
		rc = fact_retract(cx, m->kind, m->fact);
		corrects = NONE;
	}
	if (rc == ERR_OK && c->fact == FACT_LINK)
		return link_write(cx, r->person.id, r->other.id, in_code(in, F_LIKE), in_code(in, F_WHY_SAME), &ret->id);
	if (rc == ERR_OK && corrects != NONE && c->fact != FACT_IDENTITY && c->fact != FACT_CONSENT)
		rc = fact_newest(cx, m->kind, corrects, &corrects, &voided);
	return rc == ERR_OK ? c->write(cx, in, corrects, ret) : rc;
}

static void ref_put(json_t *object, enum field_id field, const struct ref *ref) {
	char text[REF_TEXT];
	json_object_set_new(object, fields[field].name, json_string(hex_put(text, ref->at, REF_SIZE)));
}

static int call_run(struct cx *cx, struct row *r, size_t place, const json_t *call) {
	const struct caller *c = caller_find(r->w->kind, json_string_value(json_array_get(call, 0)));
	json_t *object = json_array_get(call, 1);
	struct made *m = &r->made[place];
	struct in in;
	struct written w = {0};
	uint8_t digest[HASH_SIZE];
	bool differs = true;
	int rc = bug_if(cx, c == NULL); /* row_sound has seen it */
	if (rc != ERR_OK)
		return rc;
	if (ops[c->op].on.scope == SCOPE_THING)
		ref_put(object, F_PERSON, &r->person.ref);
	if (c->op == OP_link_record)
		ref_put(object, F_OTHER, &r->other.ref);
	rc = may_call(cx, r->w, c->op);
	if (rc == ERR_OK)
		rc = in_parse(cx, &ops[c->op], object, &in);
	json_object_del(object, fields[F_PERSON].name); /* the row stays as it came: it may be tried again */
	json_object_del(object, fields[F_OTHER].name);
	if (rc == ERR_OK)
		rc = token_digest(cx, ops[c->op].name, in_bytes(cx, &in), digest);
	if (rc != ERR_OK)
		return rc;
	in.person = r->person.id;
	if (m->there && m->kind == c->fact && crypt_equal(m->digest, digest, HASH_SIZE)) {
		differs = false;
		if (r->of_birth && (c->fact == FACT_DECISION || c->fact == FACT_PRESUMPTION))
			rc = age_differs(cx, c, &in, m, &differs);
	}
	if (rc != ERR_OK || !differs)
		return rc;
	rc = call_write(cx, r, c, &in, m, &w);
	if (rc == ERR_OK)
		rc = q_source_fact_put(cx, r->source, (int)place, c->fact, w.id, BLOB(digest, HASH_SIZE));
	r->wrote = r->wrote || c->fact != 0;
	r->stands |= w.stands;
	r->of_birth = r->of_birth || c->fact == FACT_SIGNAL || c->fact == FACT_IDENTITY;
	return rc;
}

static int calls_run(struct cx *cx, struct row *r) {
	const json_t *calls = json_object_get(r->json, "calls");
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < CALLS_MAX; i++) {
		const json_t *call = json_array_get(calls, i);
		rc = json_is_array(call) ? call_run(cx, r, i, call) : call_gone(cx, r, i);
	}
	return rc;
}

/* A row ----------------------------------------------------------------------------------------------------------- */

/* Whom the row is about. */
static int persons_find(struct cx *cx, struct row *r, int64_t known) {
	enum import_kind kind = r->w->kind;
	int rc = ERR_OK;
	if (kind == KIND_PERSONS) {
		r->person.fresh = known == NONE;
		return known != NONE ? person_open(cx, known, &r->person) : person_new(cx, &r->person.ref, &r->person.id);
	}
	if (kind == KIND_SERVICES || kind == KIND_LINKS)
		rc = person_of_number(cx, fields[F_PERSON].name, text_of(r->json, "about"), &r->person);
	if (rc == ERR_OK && kind == KIND_LINKS)
		rc = person_of_number(cx, fields[F_OTHER].name, text_of(r->json, "other"), &r->other);
	return rc;
}

/* A row that is about somebody else now: what it made before is taken back, whole. */
static int moved(struct cx *cx, struct row *r) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < CALLS_MAX; i++)
		rc = call_gone(cx, r, i);
	return rc;
}

int import_row(struct cx *cx, struct import_work *w, json_t *row, enum row_result *ret_result) {
	struct row r = {.w = w, .json = row};
	struct row_source_get was;
	struct row_source_put made;
	uint8_t digest[HASH_SIZE], mark[HASH_SIZE];

	int rc = bad_if(cx, !row_sound(w->kind, row), NULL, N_("This is no row of a list of this kind."), NULL);
	if (rc == ERR_OK)
		rc = import_digest(cx, row, digest);
	if (rc == ERR_OK)
		rc = import_mark(cx, w, row, digest, mark);
	if (rc == ERR_OK) {
		uint8_t both[2 * HASH_SIZE];
		memcpy(both, w->seen, HASH_SIZE);
		memcpy(both + HASH_SIZE, digest, HASH_SIZE);
		rc = token_digest(cx, "import slice", BLOB(both, sizeof both), w->seen);
	}
	if (rc == ERR_OK)
		rc = q_source_get(cx, cx->actor.org, w->name, BLOB(mark, HASH_SIZE), &was);
	bool known = rc == ERR_OK;
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	if (known && was.digest.n == HASH_SIZE && memcmp(was.digest.at, digest, HASH_SIZE) == 0) {
		*ret_result = ROW_SAME;
		return ERR_OK;
	}
	bool first = !known || (was.digest.n == HASH_SIZE && memcmp(was.digest.at, nothing, HASH_SIZE) == 0);
	rc = persons_find(cx, &r, known ? was.person : NONE);
	int64_t person = r.person.id == 0 ? NONE : r.person.id;
	if (rc == ERR_OK && known) {
		r.source = was.id;
		rc = facts_read(cx, &r);
		if (rc == ERR_OK && was.person != person)
			rc = moved(cx, &r);
	} else if (rc == ERR_OK) {
		rc = q_source_put(cx, cx->actor.org, w->name, BLOB(mark, HASH_SIZE), BLOB(digest, HASH_SIZE), person, &made);
		r.source = made.id;
	}
	if (rc == ERR_OK)
		rc = calls_run(cx, &r);
	if (rc == ERR_OK)
		rc = written_project(cx, r.person.id, r.stands);
	if (rc == ERR_OK && known)
		rc = q_source_set(cx, r.source, BLOB(digest, HASH_SIZE), person);
	*ret_result = !r.wrote ? ROW_SAME : first && !r.corrects ? ROW_ADDED : ROW_CHANGED;
	return rc;
}
