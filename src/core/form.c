#include "core/form.h"

#include "base/md5.h"
#include "base/str.h"
#include "core/fact.h"
#include "crypt/odk.h"
#include "crypt/text64.h"
#include "db/queries.h"
#include "op/form_key.h"

enum {
	FORM_BYTES = 4 << 20, /* of a form's text: what a telephone still opens, and a page reads within its memory */
	FORM_PIECE = 600000,  /* bytes of it in one answer's row */
};

static struct seal_at pair_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "form_pair", .column = "secret", .row = id, .subject = *ref, .c = C_META};
}

int form_pair_make(struct cx *cx) {
	struct row_form_pair_get row;
	const char *public, *secret;
	struct row_form_pair_next next;
	struct blob sealed;
	int rc = q_form_pair_get(cx, cx->actor.org, &row);
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = q_form_pair_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct ref ref = ref_new(cx);
	const struct seal_at at = pair_at(next.id, &ref);
	rc = odk_pair(cx, &public, &secret);
	if (rc == ERR_OK)
		rc = seal_meta(cx, &at, secret, &sealed);
	return rc == ERR_OK ? q_form_pair_add(cx, next.id, ref_blob(&ref), cx->actor.org, cx->now, public, sealed) : rc;
}

int form_pair_secret(struct cx *cx, const char **ret_secret) {
	struct row_form_pair_get row;
	struct ref ref;
	int rc = q_form_pair_get(cx, cx->actor.org, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc != ERR_OK)
		return rc;
	const struct seal_at at = pair_at(row.id, &ref);
	return unseal_meta(cx, &at, row.secret, ret_secret);
}

int form_key(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_pair_get row;
	(void)in;
	int rc = q_form_pair_get(cx, cx->actor.org, &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("No telephone has been given a key yet."), NULL);
	if (rc == ERR_OK)
		out_text(out, F_FORM_KEY, row.public);
	return rc;
}

/* The text --------------------------------------------------------------------------------------------------------- */

static int missing(struct cx *cx) {
	return err_say(cx, ERR_NOTFOUND, fields[F_FORM_ID].name, N_("There is no such form."), NULL);
}

static int piece_add(struct cx *cx, struct buf *to, const char *text) {
	struct blob bytes;
	int rc = base64_get(cx, fields[F_XFORM].name, text, &bytes);
	if (rc == ERR_OK)
		buf_add(to, bytes.at, bytes.n);
	return rc;
}

/* All of it that has come; *ret_parts pieces behind the first. */
static int text_of(struct cx *cx, int64_t id, const char *first, struct buf *to, int64_t *ret_parts) {
	struct row_form_part_list p;
	struct rows rows;
	*ret_parts = 0;
	int rc = piece_add(cx, to, first);
	if (rc == ERR_OK)
		rc = q_form_part_list(cx, id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_form_part_list_next(&rows, &p)) {
		rc = piece_add(cx, to, p.xform);
		*ret_parts = p.part;
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

/* As its reader gets it: a telephone with the key of its organisation in it. */
static int text_for(struct cx *cx, int64_t id, const char *first, struct blob *ret_text) {
	struct buf text = buf_new(cx->arena, 2 * FORM_BYTES);
	struct row_form_pair_get pair;
	int64_t parts;
	int rc = text_of(cx, id, first, &text, &parts);
	if (rc != ERR_OK)
		return rc;
	*ret_text = BLOB(text.at, text.n);
	rc = cx->actor.keyed ? q_form_pair_get(cx, cx->actor.org, &pair) : ERR_NOTFOUND;
	if (rc == ERR_OK)
		*ret_text = form_key_put(cx->arena, *ret_text, pair.public);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* Adding ----------------------------------------------------------------------------------------------------------- */

/* Names of the forms the program brings along (form/write.h): two forms of one name would be told apart by nobody. */
static bool is_taken(const char *name) {
	return str_equal(name, "refer-with-consent") || str_starts(name, "instrument.");
}

/* What stands already stays; the same once more is no fault, piece by piece. */
static int again(struct cx *cx, const struct row_form_get *was, struct blob piece, int64_t from, int64_t all) {
	struct buf text = buf_new(cx->arena, 2 * FORM_BYTES);
	int64_t parts;
	int rc = text_of(cx, was->id, was->xform, &text, &parts);
	if (rc != ERR_OK)
		return rc;
	bool same = (int64_t)text.n == all && from <= all - (int64_t)piece.n && memcmp(text.at + from, piece.at, piece.n) == 0;
	if (!same)
		return err_say(cx, ERR_CONFLICT, fields[F_FORM_VERSION].name,
			N_("There is another form of that name and version. Give the new one a new version."), was->version);
	return was->ended == NONE ? ERR_OK : err_say(cx, ERR_CONFLICT, fields[F_FORM_VERSION].name,
		N_("This version was taken back. Give the new one a new version."), was->version);
}

/* The first piece begins it, also anew; what follows goes behind what is there. */
static int piece_put(struct cx *cx, const struct in *in, struct row_form_get *was, bool new, int64_t from,
	struct buf *ret_text) {
	const char *name = in_text(in, F_FORM_ID), *version = in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "";
	const char *title = in_text(in, F_FORM_TITLE), *piece = in_text(in, F_XFORM);
	int64_t parts = 0;
	int rc = ERR_OK;
	if (from == 0) {
		rc = new ? q_form_put(cx, name, version, title, "", piece, cx->act) : q_form_parts_drop(cx, was->id);
		if (rc == ERR_OK && !new)
			rc = q_form_set(cx, was->id, title, "", piece, cx->act);
		if (rc == ERR_OK)
			rc = q_form_get(cx, name, version, was);
		return rc == ERR_OK ? piece_add(cx, ret_text, piece) : rc;
	}
	rc = new ? ERR_OK : text_of(cx, was->id, was->xform, ret_text, &parts);
	if (rc == ERR_OK)
		rc = bad_if(cx, new || (int64_t)ret_text->n != from, fields[F_FROM_N].name,
			N_("A piece before this one is missing."), NULL);
	if (rc == ERR_OK)
		rc = piece_add(cx, ret_text, piece);
	return rc == ERR_OK ? q_form_part_add(cx, was->id, (int)parts + 1, piece) : rc;
}

int form_add(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get was;
	struct buf text = buf_new(cx->arena, 2 * FORM_BYTES);
	struct blob piece;
	char hash[MD5_TEXT] = "";
	const char *name = in_text(in, F_FORM_ID), *version = in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "";
	int rc = bad_if(cx, is_taken(name), fields[F_FORM_ID].name,
		N_("A form of the program itself has this name. Give yours another."), name);
	if (rc == ERR_OK)
		rc = base64_get(cx, fields[F_XFORM].name, in_text(in, F_XFORM), &piece);
	if (rc != ERR_OK)
		return rc;
	int64_t from = in_has(in, F_FROM_N) ? in_number(in, F_FROM_N) : 0;
	int64_t all = in_has(in, F_FILE_N) ? in_number(in, F_FILE_N) : from + (int64_t)piece.n;
	if (all > FORM_BYTES)
		return err_say(cx, ERR_LIMIT, fields[F_XFORM].name, N_("A form may have at most 4 MiB."), NULL);
	rc = bad_if(cx, from + (int64_t)piece.n > all, fields[F_XFORM].name,
		N_("More came than the file was said to have."), NULL);
	if (rc == ERR_OK)
		rc = q_form_get(cx, name, version, &was);
	bool new = rc == ERR_NOTFOUND;
	if (rc == ERR_OK && was.hash[0] != 0) {
		out_text(out, F_FORM_HASH, was.hash);
		return again(cx, &was, piece, from, all);
	}
	if (rc == ERR_OK || new)
		rc = piece_put(cx, in, &was, new, from, &text);
	if (rc != ERR_OK || (int64_t)text.n < all)
		return rc;
	md5_text(text.at, text.n, hash);
	out_text(out, F_FORM_HASH, hash);
	return q_form_set(cx, was.id, in_text(in, F_FORM_TITLE), hash, was.xform, cx->act);
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

/* What a telephone gets has another sum than what was added: the key of its organisation stands in it. The text is forgotten
   once it is summed: a registry may have many forms. */
static int hash_for(struct cx *cx, const struct row_form_all *f, char to[MD5_TEXT]) {
	struct row_form_get whole;
	struct blob text;
	if (!cx->actor.keyed) {
		memcpy(to, f->hash, strlen(f->hash) + 1);
		return ERR_OK;
	}
	const struct arena_mark before = arena_here(cx->arena);
	int rc = q_form_get(cx, f->name, f->version, &whole);
	if (rc == ERR_OK)
		rc = text_for(cx, whole.id, whole.xform, &text);
	if (rc != ERR_OK)
		return rc;
	md5_text(text.at, text.n, to);
	arena_back(cx->arena, before);
	return ERR_OK;
}

int form_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_form_all f;
	bool past = in_has(in, F_PAST) && in_number(in, F_PAST) != 0;
	int rc = q_form_all(cx, &rows);
	while (rc == ERR_OK && q_form_all_next(&rows, &f)) {
		bool stands = f.ended == NONE && f.newest == 1;
		char hash[MD5_TEXT];
		if (!stands && !past)
			continue;
		rc = hash_for(cx, &f, hash);
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_text(out, F_FORM_ID, f.name);
		if (f.version[0] != 0)
			out_text(out, F_FORM_VERSION, f.version);
		out_text(out, F_FORM_TITLE, f.title);
		out_text(out, F_FORM_HASH, hash);
		out_number(out, F_AT, f.at);
		out_number(out, F_PAST, !stands);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int form_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get f;
	struct row_form_newest n;
	struct blob text;
	const char *name = in_text(in, F_FORM_ID);
	int rc;
	if (in_has(in, F_FORM_VERSION)) {
		rc = q_form_get(cx, name, in_text(in, F_FORM_VERSION), &f);
	} else {
		rc = q_form_newest(cx, name, &n);
		if (rc == ERR_OK)
			f = (struct row_form_get){.id = n.id, .version = n.version, .title = n.title, .hash = n.hash, .xform = n.xform};
		if (rc == ERR_NOTFOUND)
			rc = q_form_get(cx, name, "", &f);
	}
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && f.hash[0] == 0))
		return missing(cx);
	if (rc == ERR_OK)
		rc = text_for(cx, f.id, f.xform, &text);
	if (rc != ERR_OK)
		return rc;
	if (f.version[0] != 0)
		out_text(out, F_FORM_VERSION, f.version);
	out_text(out, F_FORM_TITLE, f.title);
	out_text(out, F_FORM_HASH, f.hash);
	for (size_t at = 0; at < text.n; at += FORM_PIECE) {
		size_t part = text.n - at < FORM_PIECE ? text.n - at : FORM_PIECE;
		out_row(out);
		out_text(out, F_XFORM, base64_put(cx, BLOB((const char *)text.at + at, part)));
	}
	return ERR_OK;
}

int form_end(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get f;
	(void)out;
	int rc = q_form_get(cx, in_text(in, F_FORM_ID), in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "", &f);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && f.hash[0] == 0)) /* or has not come whole: there is nothing to end */
		return missing(cx);
	if (rc != ERR_OK)
		return rc;
	rc = q_form_end(cx, f.id, cx->act);
	return rc == ERR_OK && db_changed(cx) == 0 ? missing(cx) : rc;
}
