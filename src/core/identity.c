#include "core/identity.h"

#include "base/str.h"
#include "core/adult.h"
#include "core/consent.h"
#include "core/likeness.h"
#include "core/opening.h"
#include "core/write.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/name.h"

enum { SEALED_MAX = 16 << 10 };

static void text_put(struct buf *b, const char *name, const char *text) {
	if (text != NULL) {
		buf_printf(b, "%s\"%s\":", b->n > 1 ? "," : "", name);
		json_put(b, text);
	}
}

static void number_put(struct buf *b, const char *name, int64_t n) {
	if (n != NONE)
		buf_printf(b, "%s\"%s\":%lld", b->n > 1 ? "," : "", name, (long long)n);
}

static const char *identity_text(struct cx *cx, const struct identity *who) {
	struct buf b = buf_new(cx->arena, SEALED_MAX);
	buf_char(&b, '{');
	text_put(&b, "given", who->given);
	text_put(&b, "family", who->family);
	number_put(&b, "born", who->born);
	number_put(&b, "birth", who->birth);
	text_put(&b, "document", who->document);
	text_put(&b, "phone", who->phone);
	text_put(&b, "safe", who->safe);
	buf_char(&b, '}');
	return b.at;
}

static const char *text_of(struct cx *cx, const json_t *json, const char *name) {
	const char *text = json_string_value(json_object_get(json, name));
	return text == NULL ? NULL : arena_strdup(cx->arena, text);
}

static int64_t number_of(const json_t *json, const char *name) {
	const json_t *n = json_object_get(json, name);
	return json_is_integer(n) ? json_integer_value(n) : NONE;
}

static int identity_parse(struct cx *cx, const char *text, struct identity *ret_identity) {
	json_t *json = json_loads(text, 0, NULL);
	int rc = bug_if(cx, !json_is_object(json));
	if (rc == ERR_OK)
		*ret_identity = (struct identity){
			.given = text_of(cx, json, "given"),
			.family = text_of(cx, json, "family"),
			.document = text_of(cx, json, "document"),
			.phone = text_of(cx, json, "phone"),
			.safe = text_of(cx, json, "safe"),
			.born = number_of(json, "born"),
			.birth = number_of(json, "birth"),
		};
	json_decref(json);
	return rc;
}

static int identity_open(struct cx *cx, int64_t person, int64_t id, struct blob sealed, struct identity *ret_identity) {
	const char *text;
	int rc = person_unseal(cx, person, C_IDENT, "identity", "sealed", id, sealed, &text);
	if (rc == ERR_OK && text == NULL) /* erased */
		return ERR_NOTFOUND;
	return rc == ERR_OK ? identity_parse(cx, text, ret_identity) : rc;
}

int identity_unseal(struct cx *cx, int64_t person, int64_t id, struct blob sealed, struct identity *ret_identity) {
	return identity_open(cx, person, id, sealed, ret_identity);
}

int identity_newest(struct cx *cx, int64_t person, struct identity *ret_identity) {
	struct row_identity_newest any;
	int rc = q_identity_newest(cx, person, &any);
	return rc == ERR_OK ? identity_open(cx, person, any.id, any.sealed, ret_identity) : rc;
}

int identity_of(struct cx *cx, int64_t id, struct identity *ret_identity) {
	struct row_identity_get row;
	int rc = q_identity_get(cx, id, &row);
	return rc == ERR_OK ? identity_open(cx, row.person, id, row.sealed, ret_identity) : rc;
}

int identity_get(struct cx *cx, int64_t person, struct identity *ret_identity) {
	struct row_identity_newest_of own;
	unsigned shares = 0;
	int rc = q_identity_newest_of(cx, person, cx->actor.org, &own);
	if (rc == ERR_OK)
		return identity_open(cx, person, own.id, own.sealed, ret_identity);
	if (rc == ERR_NOTFOUND)
		rc = consent_reads(cx, person, &shares, NULL); /* what she agreed to bounds what others wrote down */
	if (rc == ERR_OK && (shares >> SHARE_IDENTITY & 1) == 0)
		return ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = identity_newest(cx, person, ret_identity);
	if (rc == ERR_OK && (shares >> SHARE_CONTACT & 1) == 0)
		ret_identity->phone = ret_identity->safe = NULL;
	return rc;
}

void identity_put(const struct identity *who, struct out *out) {
	if (who->given != NULL)
		out_text(out, F_GIVEN, who->given);
	if (who->family != NULL)
		out_text(out, F_FAMILY, who->family);
	if (who->born != NONE)
		out_number(out, F_BORN, who->born);
	if (who->birth != NONE)
		out_number(out, F_BIRTH, who->birth);
}

static const char *name_key_of(struct cx *cx, const char *given, const char *family) {
	return name_key_sorted(cx->arena, arena_printf(cx->arena, "%s %s", given, family));
}

/* NULL where there is no key. */
static const char *name_value(struct cx *cx, const char *key, const char *when) {
	return *key == 0 ? NULL : arena_printf(cx->arena, "%s|%s", key, when);
}

const char *identity_name_value(struct cx *cx, const char *given, const char *family, const char *when) {
	return name_value(cx, name_key_of(cx, given, family), when);
}

/* NULL and "" make no token. */
static int token_put(struct cx *cx, struct identity_tokens *t, enum token_family family, const char *value) {
	if (value == NULL || *value == 0)
		return ERR_OK;
	t->at[t->n].family = family;
	return token_make(cx, family, value, &t->at[t->n++].token);
}

int identity_tokens_make(struct cx *cx, const struct identity *who, struct identity_tokens *ret_tokens) {
	struct identity_tokens t = {0};
	const char *country = arena_printf(cx->arena, "%d", (int)profile_rule(cx->profile, "calling_code"));
	int rc = ERR_OK;
	if (who->document != NULL) {
		const char *value = document_canonical(cx->arena, who->document);
		rc = bad_if(cx, *value == 0, "document", N_("Write the number as it stands on the document."), NULL);
		if (rc == ERR_OK)
			rc = token_put(cx, &t, TOKEN_DOCUMENT, value);
	}
	if (rc == ERR_OK && who->phone != NULL) {
		const char *value = phone_canonical(cx->arena, who->phone, country);
		rc = bad_if(cx, *value == 0, "phone", N_("A telephone number has 6 to 15 digits."), NULL);
		if (rc == ERR_OK)
			rc = token_put(cx, &t, TOKEN_PHONE, value);
	}
	const char *key = who->given == NULL || who->family == NULL ? "" : name_key_of(cx, who->given, who->family);
	if (rc == ERR_OK && who->birth != NONE)
		rc = token_put(cx, &t, TOKEN_NAME_BIRTH, name_value(cx, key, day_text(cx->arena, (int32_t)who->birth)));
	if (rc == ERR_OK && who->born != NONE)
		rc = token_put(cx, &t, TOKEN_NAME_YEAR, name_value(cx, key, arena_printf(cx->arena, "%d", (int)who->born)));
	if (rc == ERR_OK)
		*ret_tokens = t;
	return rc;
}

/* Other persons whose records carry that token; *ret_any says whether there are any. */
static int matches_note(struct cx *cx, int64_t person, enum token_family family, const struct token *token,
	bool *ret_any) {
	struct rows rows;
	struct row_identity_matches each;
	enum { COMMON = 20 }; /* so many records with one telephone are a shelter's telephone, not one person */
	int64_t others[COMMON];
	size_t n = 0;
	int rc = q_identity_matches(cx, person, (int)family, BLOB(token->at, sizeof token->at), &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < COMMON && q_identity_matches_next(&rows, &each))
		others[n++] = each.other;
	rc = rows_end(&rows);
	*ret_any = *ret_any || n > 0;
	for (size_t i = 0; rc == ERR_OK && n < COMMON && i < n; i++)
		rc = likeness_note(cx, person, others[i]);
	return rc;
}

/* *ret_alike says whether somebody else has one of them. */
static int tokens_keep(struct cx *cx, const struct identity_tokens *t, int64_t identity, int64_t person, bool *ret_alike) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < t->n; i++) {
		rc = q_identity_token_add(cx, (int)t->at[i].family, BLOB(t->at[i].token.at, sizeof t->at[i].token.at), identity,
			person);
		if (rc == ERR_OK)
			rc = matches_note(cx, person, t->at[i].family, &t->at[i].token, ret_alike);
	}
	return rc;
}

static bool has_field(const struct op *op, enum field_id id) {
	for (const uint16_t *f = op->in; *f != 0; f++)
		if ((*f & FIELD_ID) == id)
			return true;
	return false;
}

/* What was given over what the organisation wrote before. */
int identity_take(struct cx *cx, const struct in *in, struct identity *who) {
	bool any = false;
	for (const uint16_t *f = in->op->in; *f != 0; f++)
		any |= (*f & FIELD_OPT) != 0 && in_has(in, (enum field_id)(*f & FIELD_ID));
	int rc = bad_if(cx, !any, "given",
		N_("Write at least one thing: a name, a year, a number or a safe way to reach the person."), NULL);
	if (rc != ERR_OK)
		return rc;
	who->given = in_has(in, F_GIVEN) ? in_text(in, F_GIVEN) : who->given;
	who->family = in_has(in, F_FAMILY) ? in_text(in, F_FAMILY) : who->family;
	who->document = in_has(in, F_DOCUMENT) ? in_text(in, F_DOCUMENT) : who->document;
	who->phone = in_has(in, F_PHONE) ? in_text(in, F_PHONE) : who->phone;
	if (has_field(in->op, F_SAFE))
		who->safe = in_has(in, F_SAFE) ? in_text(in, F_SAFE) : who->safe;
	if (in_has(in, F_BORN)) {
		who->born = in_number(in, F_BORN);
		if (who->birth != NONE && day_year((int32_t)who->birth) != who->born)
			who->birth = NONE; /* an older day of birth that the new year contradicts */
	}
	if (in_has(in, F_BIRTH)) {
		int32_t birth = in_day(in, F_BIRTH);
		rc = bad_if(cx, birth > day_of(cx->now), "birth", N_("That day has not come yet."), NULL);
		if (rc == ERR_OK)
			rc = bad_if(cx, in_has(in, F_BORN) && day_year(birth) != in_number(in, F_BORN), "birth",
				N_("This day is not in the year of birth."), NULL);
		who->birth = birth;
		who->born = day_year(birth);
	}
	if (rc == ERR_OK)
		rc = bad_if(cx, who->born != NONE && who->born > day_year(day_of(cx->now)), "born",
			N_("That year has not come yet."), NULL);
	return rc;
}

static bool is_same(const char *a, const char *b) {
	return a != NULL && b != NULL && str_equal(a, b);
}

/* What a list said earlier and nobody has changed since is said again or it goes. */
static int identity_drop(struct cx *cx, int64_t earlier, struct identity *who) {
	struct identity was;
	int rc = identity_of(cx, earlier, &was);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	who->given = is_same(who->given, was.given) ? NULL : who->given;
	who->family = is_same(who->family, was.family) ? NULL : who->family;
	who->document = is_same(who->document, was.document) ? NULL : who->document;
	who->phone = is_same(who->phone, was.phone) ? NULL : who->phone;
	who->safe = is_same(who->safe, was.safe) ? NULL : who->safe;
	who->born = who->born == was.born ? NONE : who->born;
	who->birth = who->birth == was.birth ? NONE : who->birth;
	return ERR_OK;
}

/* An organisation has one record of a person: the newest is superseded, whatever `corrects` names. */
int identity_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct identity who = {.born = NONE, .birth = NONE};
	struct row_identity_newest_of last;
	struct row_identity_next next;
	struct ref ref = ref_new(cx);
	struct identity_tokens tokens;
	struct blob sealed;
	bool alike = false;

	int rc = q_identity_newest_of(cx, f.person, f.org, &last);
	if (rc == ERR_OK) {
		f.supersedes = last.id;
		rc = identity_open(cx, f.person, last.id, last.sealed, &who);
	}
	if (rc == ERR_OK && corrects != NONE)
		rc = identity_drop(cx, corrects, &who);
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = identity_take(cx, in, &who);
	if (rc == ERR_OK)
		rc = identity_tokens_make(cx, &who, &tokens);
	if (rc == ERR_OK)
		rc = q_identity_next(cx, &next);
	if (rc == ERR_OK)
		rc = person_seal(cx, f.person, C_IDENT, "identity", "sealed", next.id, identity_text(cx, &who), &sealed);
	if (rc == ERR_OK)
		rc = q_identity_add(cx, next.id, FACT_HEAD(&f), ref_blob(&ref), sealed);
	if (rc == ERR_OK)
		rc = tokens_keep(cx, &tokens, next.id, f.person, &alike);
	if (rc == ERR_OK && (alike || f.supersedes != NONE)) {
		rc = likeness_documents(cx, f.person, f.supersedes != NONE);
		if (rc == ERR_OK)
			rc = likeness_tell(cx, f.person);
	}
	if (rc == ERR_OK)
		*ret_written = (struct written){.id = next.id, .ref = ref};
	return rc;
}

int identity_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	struct identity who;
	int rc = identity_write(cx, in, NONE, &w);
	if (rc == ERR_OK)
		rc = identity_of(cx, w.id, &who);
	if (rc == ERR_OK) /* of people in lists nobody is asked anything */
		rc = adult_watch(cx, in->person, &who);
	if (rc == ERR_OK)
		rc = opening_by_recorder(cx, in->person);
	if (rc == ERR_OK)
		out_ref(out, F_IDENTITY, &w.ref);
	return rc;
}

int identity_read(struct cx *cx, const struct in *in, struct out *out) {
	struct identity who;
	int rc = identity_get(cx, in->person, &who);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("No name was written down."), NULL);
	if (rc != ERR_OK)
		return rc;
	identity_put(&who, out);
	if (who.document != NULL)
		out_text(out, F_DOCUMENT, who.document);
	if (who.phone != NULL)
		out_text(out, F_PHONE, who.phone);
	if (who.safe != NULL)
		out_text(out, F_SAFE, who.safe);
	return ERR_OK;
}
