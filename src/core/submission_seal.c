/* submission_seal.c - the sealed side of a submission: its key, its files, their pieces. */
#include "core/submission.h"

#include "core/upload.h"
#include "core/vault.h"
#include "crypt/text64.h"
#include "crypt/token.h"
#include "db/queries.h"

static struct box_use kept_use(int64_t org, int64_t id) {
	return (struct box_use){.what = "submission", .org = org, .row = id, .version = 1};
}

static struct seal_at at_of(const char *table, const char *column, int64_t row, const struct ref *ref) {
	return (struct seal_at){.table = table, .column = column, .row = row, .subject = *ref, .c = C_NARR};
}

static int64_t name_row(int64_t id, int place) {
	return id * SUBMISSION_FILES + place;
}

static int64_t part_row(int64_t id, int place, int part) {
	return name_row(id, place) * SUBMISSION_PARTS + part;
}

int submission_key_new(struct cx *cx, int64_t id, const struct ref *ref, struct blob *ret_key, struct blob *ret_kept,
	struct key **ret_open) {
	const struct box_use use = kept_use(cx->actor.org, id);
	uint8_t bytes[BOX_KEY];
	cx->rng(bytes, sizeof bytes);
	int rc = vault_seal(cx, cx->actor.org, "submission", id, bytes, ret_key);
	if (rc == ERR_OK)
		rc = box_keep(cx, &use, bytes, ret_kept);
	if (rc == ERR_OK)
		rc = key_from(cx, C_NARR, ref, bytes, ret_open);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

int submission_key(struct cx *cx, const struct submission_row *s, struct key **ret_key) {
	const struct box_use use = kept_use(cx->actor.org, s->id);
	uint8_t bytes[BOX_KEY] = {0};
	if (s->kept.at == NULL)
		return err_say(cx, ERR_CONFLICT, NULL, N_("These answers are closed: only your organisation's own people can open them."),
			NULL);
	int rc = box_kept(cx, &use, s->kept, bytes);
	if (rc == ERR_OK)
		rc = key_from(cx, C_NARR, &s->ref, bytes, ret_key);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

int submission_key_by_vault(struct cx *cx, const struct submission_row *s, struct key **ret_key) {
	struct vault vault = {0};
	uint8_t bytes[BOX_KEY] = {0};
	int rc = s->key.at == NULL ? ERR_NOTFOUND : vault_open_for(cx, cx->actor.org, &vault);
	if (rc == ERR_OK)
		rc = vault_unseal(cx, &vault, "submission", s->id, s->key, bytes);
	if (rc == ERR_OK)
		rc = key_from(cx, C_NARR, &s->ref, bytes, ret_key);
	vault_close(&vault);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

int submission_token(struct cx *cx, int64_t id, const char *name, uint8_t ret_token[HASH_SIZE]) {
	return token_mark(cx, "submission file 1", BLOB_STR(arena_printf(cx->arena, "%lld\n%s", (long long)id, name)),
		ret_token);
}

int submission_name_seal(struct cx *cx, const struct submission_row *s, const struct key *key, int place, const char *name,
	struct blob *ret_sealed) {
	const struct seal_at at = at_of("submission_file", "name", name_row(s->id, place), &s->ref);
	return seal(cx, key, &at, name, ret_sealed);
}

int submission_files(struct cx *cx, const struct submission_row *s, const struct key *key,
	struct submission_name **ret_names, size_t *ret_n) {
	struct submission_name *names = arena_array(cx->arena, SUBMISSION_FILES, sizeof *names);
	struct row_submission_file_list f;
	struct rows rows;
	size_t n = 0;
	int rc = q_submission_file_list(cx, s->id, &rows);
	while (rc == ERR_OK && n < SUBMISSION_FILES && q_submission_file_list_next(&rows, &f)) {
		const struct seal_at at = at_of("submission_file", "name", name_row(s->id, f.place), &s->ref);
		names[n] = (struct submission_name){.place = f.place, .bytes_n = f.bytes_n, .done_n = f.done_n};
		rc = unseal(cx, key, &at, f.name, &names[n++].name);
	}
	int end = rows_end(&rows);
	*ret_names = names;
	*ret_n = n;
	return rc == ERR_OK ? end : rc;
}

int submission_part_put(struct cx *cx, const struct submission_row *s, const struct key *key, int place, int part,
	struct blob bytes) {
	const struct seal_at at = at_of("submission_part", "sealed", part_row(s->id, place, part), &s->ref);
	struct blob sealed;
	if (part >= SUBMISSION_PARTS)
		return err_say(cx, ERR_LIMIT, fields[F_BYTES].name, N_("The file comes in too many pieces."), NULL);
	int rc = seal(cx, key, &at, base64_put(cx, bytes), &sealed);
	return rc == ERR_OK ? q_submission_part_add(cx, s->id, place, part, sealed) : rc;
}

int submission_file_get(struct cx *cx, const struct submission_row *s, const struct key *key,
	const struct submission_name *file, struct blob *ret_bytes) {
	struct rows rows;
	struct row_submission_part_list p;
	size_t size = file->bytes_n == NONE ? 0 : (size_t)file->bytes_n, n = 0;
	char *to = arena_alloc(cx->arena, size + 1);
	int rc = bug_if(cx, size > SUBMISSION_BYTES);
	if (rc == ERR_OK)
		rc = q_submission_part_list(cx, s->id, file->place, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_submission_part_list_next(&rows, &p)) {
		const struct seal_at at = at_of("submission_part", "sealed", part_row(s->id, file->place, p.part), &s->ref);
		const char *text = NULL;
		struct blob bytes = {0};
		rc = unseal(cx, key, &at, p.sealed, &text);
		if (rc == ERR_OK)
			rc = base64_get(cx, fields[F_BYTES].name, text, &bytes);
		if (rc == ERR_OK)
			rc = bug_if(cx, bytes.n > size - n);
		if (rc != ERR_OK)
			break;
		memcpy(to + n, bytes.at, bytes.n);
		n += bytes.n;
	}
	int end = rows_end(&rows);
	to[n] = 0;
	*ret_bytes = BLOB(to, n);
	return rc == ERR_OK ? end : rc;
}

void submission_bytes_out(struct cx *cx, struct out *out, struct blob bytes) {
	for (size_t at = 0; at < bytes.n; at += UPLOAD_PART) {
		size_t n = bytes.n - at < UPLOAD_PART ? bytes.n - at : UPLOAD_PART;
		out_row(out);
		out_text(out, F_BYTES, base64_put(cx, BLOB((const char *)bytes.at + at, n)));
	}
}
