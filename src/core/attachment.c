/* attachment.c - finished documents and pictures: sealed, listed, opened. upload.c brings them. */
#include "core/attachment.h"

#include "core/upload.h"
#include "core/vault.h"
#include "crypt/text64.h"
#include "db/queries.h"

static struct seal_at at_of(const char *table, const char *column, int64_t row, const struct ref *person) {
	return (struct seal_at){.table = table, .column = column, .row = row, .subject = *person, .c = C_NARR};
}

/* A piece's place in the seal: which attachment, which piece of it. */
static int64_t piece_of(int64_t id, int place) {
	return id * UPLOAD_PARTS + place;
}

/* Sealing --------------------------------------------------------------------------------------------------------- */

static int pieces_put(struct cx *cx, const struct key *key, const struct ref *person, int64_t id, struct blob bytes) {
	int rc = ERR_OK, place = 0;
	for (size_t from = 0; rc == ERR_OK && from < bytes.n; from += UPLOAD_PART, place++) {
		const struct seal_at at = at_of("attachment_part", "sealed", piece_of(id, place), person);
		size_t n = bytes.n - from < UPLOAD_PART ? bytes.n - from : UPLOAD_PART;
		struct blob sealed;
		rc = seal(cx, key, &at, base64_put(cx, (struct blob){(const uint8_t *)bytes.at + from, n}), &sealed);
		if (rc == ERR_OK)
			rc = q_attachment_part_add(cx, id, place, sealed);
	}
	return rc;
}

int attachment_seal(struct cx *cx, const struct fact *f, const struct upload_whole *whole) {
	struct row_attachment_next next;
	struct ref person;
	struct key *own = NULL, *key = NULL;
	struct blob title, half;
	uint8_t bytes[BOX_KEY];
	int rc = q_attachment_next(cx, &next);
	if (rc == ERR_OK)
		rc = person_ref(cx, f->person, &person);
	if (rc == ERR_OK)
		rc = person_key_get(cx, f->person, C_NARR, true, &own);
	cx->rng(bytes, sizeof bytes);
	if (rc == ERR_OK)
		rc = key_mixed(cx, own, bytes, &key);
	if (rc == ERR_OK) {
		const struct seal_at at = at_of("attachment", "title", next.id, &person);
		rc = seal(cx, key, &at, whole->title, &title);
	}
	if (rc == ERR_OK)
		rc = q_attachment_put(cx, next.id, FACT_HEAD(f), ref_blob(&whole->ref), whole->media, (int64_t)whole->bytes.n,
			title);
	if (rc == ERR_OK)
		rc = vault_seal(cx, f->org, "attachment", next.id, bytes, &half);
	if (rc == ERR_OK)
		rc = q_attachment_key_add(cx, next.id, f->org, half);
	if (rc == ERR_OK)
		rc = pieces_put(cx, key, &person, next.id, whole->bytes);
	key_close(own);
	key_close(key);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

/* Opening --------------------------------------------------------------------------------------------------------- */

/* The key of one; ERR_NOTFOUND where the person's half was destroyed, or nobody holds the other. */
static int key_get(struct cx *cx, struct vault *vault, int64_t person, int64_t id, struct key **ret_key) {
	struct row_attachment_key_of row;
	struct key *own = NULL;
	uint8_t half[BOX_KEY] = {0};
	int rc = person_key_get(cx, person, C_NARR, false, &own);
	if (rc == ERR_OK)
		rc = q_attachment_key_of(cx, id, cx->actor.org, &row);
	if (rc == ERR_OK && vault->version == 0)
		rc = vault_open_for(cx, cx->actor.org, vault);
	if (rc == ERR_OK)
		rc = vault_unseal(cx, vault, "attachment", id, row.sealed, half);
	if (rc == ERR_OK)
		rc = key_mixed(cx, own, half, ret_key);
	key_close(own);
	crypt_wipe(half, sizeof half);
	return rc;
}

int attachment_title(struct cx *cx, struct vault *vault, int64_t person, int64_t id, struct blob sealed,
	const char **ret_title) {
	struct key *key = NULL;
	struct ref ref;
	int rc = key_get(cx, vault, person, id, &key);
	if (rc == ERR_NOTFOUND) {
		cx->err = (struct err){0};
		*ret_title = NULL;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = person_ref(cx, person, &ref);
	if (rc == ERR_OK) {
		const struct seal_at at = at_of("attachment", "title", id, &ref);
		rc = unseal(cx, key, &at, sealed, ret_title);
	}
	key_close(key);
	return rc;
}

int attachment_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_attachment_own a;
	struct vault vault = {0};
	int rc = q_attachment_own(cx, in->person, cx->actor.org, &rows);
	while (rc == ERR_OK && q_attachment_own_next(&rows, &a)) {
		const char *title = NULL;
		rc = attachment_title(cx, &vault, in->person, a.id, a.title, &title);
		if (rc != ERR_OK || title == NULL)
			continue;
		out_row(out);
		out_blob_ref(out, F_ATTACHMENT, a.ref);
		out_code(out, F_MEDIA, a.media);
		out_text(out, F_TITLE, title);
		out_number(out, F_BYTES_N, a.bytes_n);
		out_number(out, F_HAPPENED, a.happened);
	}
	vault_close(&vault);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static int pieces_out(struct cx *cx, const struct key *key, const struct ref *person, int64_t id, struct out *out) {
	struct rows rows;
	struct row_attachment_part_list part;
	int rc = q_attachment_part_list(cx, id, &rows);
	while (rc == ERR_OK && q_attachment_part_list_next(&rows, &part)) {
		const struct seal_at at = at_of("attachment_part", "sealed", piece_of(id, part.place), person);
		const char *text = NULL;
		rc = unseal(cx, key, &at, part.sealed, &text);
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_text(out, F_BYTES, text);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int attachment_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_attachment_get a;
	struct vault vault = {0};
	struct key *key = NULL;
	struct ref person;
	const char *title = NULL;
	int rc = q_attachment_get(cx, ref_blob(in_ref(in, F_ATTACHMENT)), in->person, cx->actor.org, &a);
	if (rc == ERR_OK)
		rc = person_ref(cx, in->person, &person);
	if (rc == ERR_OK)
		rc = key_get(cx, &vault, in->person, a.id, &key);
	if (rc == ERR_OK) {
		const struct seal_at at = at_of("attachment", "title", a.id, &person);
		rc = unseal(cx, key, &at, a.title, &title);
	}
	if (rc == ERR_OK) {
		out_code(out, F_MEDIA, a.media);
		out_text(out, F_TITLE, title);
		out_number(out, F_BYTES_N, a.bytes_n);
		rc = pieces_out(cx, key, &person, a.id, out);
	}
	key_close(key);
	vault_close(&vault);
	if (rc == ERR_NOTFOUND) /* another's, or who she is was erased */
		rc = err_say(cx, ERR_INVALID, fields[F_ATTACHMENT].name, N_("There is no such record."), NULL);
	return rc;
}
