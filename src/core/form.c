#include "core/form.h"

#include "base/md5.h"
#include "base/str.h"
#include "core/fact.h"
#include "crypt/odk.h"
#include "crypt/text64.h"
#include "db/queries.h"

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

/* Names of the forms the program brings along (form/write.h): two forms of one name would be told apart by nobody. */
static bool is_taken(const char *name) {
	return str_equal(name, "refer-with-consent") || str_starts(name, "instrument.");
}

int form_add(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get was;
	struct blob text;
	char hash[MD5_TEXT];
	const char *name = in_text(in, F_FORM_ID), *version = in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "";
	int rc = bad_if(cx, is_taken(name), fields[F_FORM_ID].name,
		N_("A form of the program itself has this name. Give yours another."), name);
	if (rc == ERR_OK)
		rc = base64_get(cx, fields[F_XFORM].name, in_text(in, F_XFORM), &text);
	if (rc != ERR_OK)
		return rc;
	md5_text(text.at, text.n, hash);
	rc = q_form_get(cx, name, version, &was);
	if (rc == ERR_OK && !str_equal(was.hash, hash))
		return err_say(cx, ERR_CONFLICT, fields[F_FORM_VERSION].name,
			N_("There is another form of that name and version. Give the new one a new version."), version);
	if (rc == ERR_OK && was.ended != NONE)
		return err_say(cx, ERR_CONFLICT, fields[F_FORM_VERSION].name,
			N_("This version was taken back. Give the new one a new version."), version);
	if (rc == ERR_NOTFOUND)
		rc = q_form_put(cx, name, version, in_text(in, F_FORM_TITLE), hash, in_text(in, F_XFORM), cx->act);
	if (rc == ERR_OK)
		out_text(out, F_FORM_HASH, hash);
	return rc;
}

int form_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_form_all f;
	bool past = in_has(in, F_PAST) && in_number(in, F_PAST) != 0;
	int rc = q_form_all(cx, &rows);
	while (rc == ERR_OK && q_form_all_next(&rows, &f)) {
		bool stands = f.ended == NONE && f.newest == 1;
		if (!stands && !past)
			continue;
		out_row(out);
		out_text(out, F_FORM_ID, f.name);
		if (f.version[0] != 0)
			out_text(out, F_FORM_VERSION, f.version);
		out_text(out, F_FORM_TITLE, f.title);
		out_text(out, F_FORM_HASH, f.hash);
		out_number(out, F_AT, f.at);
		out_number(out, F_PAST, !stands);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static int missing(struct cx *cx) {
	return err_say(cx, ERR_NOTFOUND, fields[F_FORM_ID].name, N_("There is no such form."), NULL);
}

int form_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get f;
	struct row_form_newest n;
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
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? missing(cx) : rc;
	if (f.version[0] != 0)
		out_text(out, F_FORM_VERSION, f.version);
	out_text(out, F_FORM_TITLE, f.title);
	out_text(out, F_FORM_HASH, f.hash);
	out_text(out, F_XFORM, f.xform);
	return ERR_OK;
}

int form_end(struct cx *cx, const struct in *in, struct out *out) {
	struct row_form_get f;
	(void)out;
	int rc = q_form_get(cx, in_text(in, F_FORM_ID), in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "", &f);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? missing(cx) : rc;
	rc = q_form_end(cx, f.id, cx->act);
	return rc == ERR_OK && db_changed(cx) == 0 ? missing(cx) : rc;
}
