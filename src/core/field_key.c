#include "core/field_key.h"

#include <ctype.h>

#include "base/str.h"
#include "core/fact.h"
#include "core/form.h"
#include "crypt/text64.h"
#include "crypt/token.h"
#include "db/queries.h"

enum { KEYS_MOST = 5, NAME_BYTES = 5, SECRET_BYTES = 20, DAYS_USUAL = 90, DAYS_MOST = 366 };

static int mark_of(struct cx *cx, const char *name, const char *secret, uint8_t ret_mark[HASH_SIZE]) {
	return token_mark(cx, "field key 1", BLOB_STR(arena_printf(cx->arena, "%s\n%s", name, secret)), ret_mark);
}

int field_key_check(struct cx *cx, const char *name, const char *secret, struct field_key *ret_key) {
	static const uint8_t nothing[HASH_SIZE];
	struct row_field_key_find row = {.secret = BLOB(nothing, HASH_SIZE)};
	uint8_t mark[HASH_SIZE];
	int found = q_field_key_find(cx, name, cx->now, &row);
	int rc = found == ERR_NOTFOUND ? ERR_OK : found;
	if (rc == ERR_OK)
		rc = mark_of(cx, name, secret, mark); /* a name that is not there costs the same */
	if (rc != ERR_OK)
		return rc;
	if (row.secret.n != HASH_SIZE || !crypt_equal(row.secret.at, mark, HASH_SIZE) || found != ERR_OK)
		return ERR_NOTFOUND;
	struct field_key key = {.id = row.id, .account = row.account, .used = row.used};
	rc = ref_of_blob(cx, row.ref, &key.ref);
	if (rc == ERR_OK)
		*ret_key = key;
	return rc;
}

int field_key_used(struct cx *cx, int64_t id) {
	return q_field_key_use(cx, id, cx->now);
}

int field_key_forget(struct cx *cx, int64_t account) {
	return q_field_key_end_all(cx, account, cx->now);
}

/* Random letters and digits that can be typed: base32, small. */
static const char *random_word(struct cx *cx, size_t bytes) {
	uint8_t random[SECRET_BYTES];
	cx->rng(random, bytes);
	char *word = arena_strdup(cx->arena, base32_put(cx, BLOB(random, bytes)));
	for (char *c = word; *c != 0; c++)
		*c = (char)tolower((unsigned char)*c);
	crypt_wipe(random, sizeof random);
	return word;
}

static struct seal_at label_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "field_key", .column = "label", .row = id, .subject = *ref, .c = C_META};
}

/* Its last day is given, or three months away. */
static int until_of(struct cx *cx, const struct in *in, int64_t *ret_until) {
	int32_t today = day_of(cx->now), last = in_has(in, F_EXPIRES) ? in_day(in, F_EXPIRES) : today + DAYS_USUAL;
	const char *field = fields[F_EXPIRES].name;
	int rc = bad_if(cx, last < today, field, N_("That day is over already."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, last > today + DAYS_MOST, field, N_("A telephone's key lasts a year at most."), NULL);
	*ret_until = day_start(last + 1);
	return rc;
}

int field_key_make(struct cx *cx, const struct in *in, struct out *out) {
	struct row_field_key_count has;
	struct row_field_key_next next;
	struct ref ref = ref_new(cx);
	struct blob label;
	uint8_t mark[HASH_SIZE];
	int64_t until;
	if (cx->actor.user == 0)
		return err_say(cx, ERR_DENIED, NULL, N_("Only who is signed in can do this, not an operator."), NULL);
	int rc = until_of(cx, in, &until);
	if (rc == ERR_OK)
		rc = q_field_key_count(cx, cx->actor.user, cx->now, &has);
	if (rc == ERR_OK && has.n >= KEYS_MOST)
		rc = err_say(cx, ERR_CONFLICT, NULL, N_("You have five telephones already. End one first."), NULL);
	if (rc == ERR_OK)
		rc = form_pair_make(cx);
	if (rc == ERR_OK)
		rc = q_field_key_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	const struct seal_at at = label_at(next.id, &ref);
	const char *name = arena_printf(cx->arena, "tel-%s", random_word(cx, NAME_BYTES));
	const char *secret = random_word(cx, SECRET_BYTES);
	rc = seal_meta(cx, &at, in_text(in, F_LABEL), &label);
	if (rc == ERR_OK)
		rc = mark_of(cx, name, secret, mark);
	if (rc == ERR_OK)
		rc = q_field_key_add(cx, next.id, ref_blob(&ref), cx->actor.user, name, BLOB(mark, sizeof mark), label, cx->now,
			until);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_FIELD_KEY, &ref);
	out_text(out, F_KEY_NAME, name);
	out_text(out, F_KEY_SECRET, secret);
	out_number(out, F_UNTIL, until);
	return ERR_OK;
}

int field_key_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_field_key_own k;
	struct ref ref;
	(void)in;
	int rc = q_field_key_own(cx, cx->actor.user, cx->now, &rows);
	while (rc == ERR_OK && q_field_key_own_next(&rows, &k)) {
		const char *label = NULL;
		rc = ref_of_blob(cx, k.ref, &ref);
		if (rc == ERR_OK) {
			const struct seal_at at = label_at(k.id, &ref);
			rc = unseal_meta(cx, &at, k.label, &label);
		}
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_ref(out, F_FIELD_KEY, &ref);
		out_text(out, F_KEY_NAME, k.name);
		out_text(out, F_LABEL, label);
		out_number(out, F_AT, k.made);
		out_number(out, F_UNTIL, k.until);
		if (k.used != NONE)
			out_number(out, F_USED, k.used);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int field_key_end(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	int rc = q_field_key_end(cx, ref_blob(in_ref(in, F_FIELD_KEY)), cx->actor.user, cx->now);
	return rc == ERR_OK && db_changed(cx) == 0 ? err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL) : rc;
}
