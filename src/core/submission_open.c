/* submission_open.c - opening what was sent in: encrypted on a telephone, or sealed here. */
#include "core/submission.h"

#include "base/str.h"
#include "core/form.h"
#include "core/upload.h"
#include "crypt/odk.h"
#include "db/queries.h"

static const char *const tail = ".enc";

/* "photo.jpg" of "photo.jpg.enc". */
static const char *clear_name(struct cx *cx, const char *name) {
	size_t n = strlen(name), tail_n = strlen(tail);
	return str_ends(name, tail) && n > tail_n ? arena_strndup(cx->arena, name, n - tail_n) : name;
}

static const struct submission_name *find_name(const struct submission_name *names, size_t n, const char *name) {
	for (size_t i = 0; i < n; i++)
		if (str_equal(names[i].name, name))
			return &names[i];
	return NULL;
}

/* The letter in the manifest's order: pictures as they were named there, the answers behind them. */
static int letter_of(struct cx *cx, const struct in *in, const struct submission_row *s, const struct key *key,
	const struct submission_name *names, size_t names_n, struct odk_letter *ret_letter) {
	size_t media = in_count(in, F_WANTED), n = media + 1;
	struct odk_file *files = arena_array(cx->arena, n, sizeof *files);
	if (!in_has(in, F_INSTANCE))
		return err_say(cx, ERR_INVALID, fields[F_INSTANCE].name, N_("This is needed."), NULL);
	if (n > ODK_FILES)
		return err_say(cx, ERR_LIMIT, fields[F_WANTED].name, N_("Too many files go with these answers."), NULL);
	for (size_t i = 0; i < n; i++) {
		const char *name = i < media ? in_at(in, F_WANTED, i)->text : in_text(in, F_ANSWERS_NAME);
		const struct submission_name *file = find_name(names, names_n, name);
		int rc = bad_if(cx, file == NULL || file->bytes_n == NONE || file->done_n < file->bytes_n, fields[F_WANTED].name,
			N_("A file that belongs to these answers has not come yet."), NULL);
		if (rc == ERR_OK)
			rc = submission_file_get(cx, s, key, file, &files[i].sealed);
		if (rc != ERR_OK)
			return rc;
		files[i].name = clear_name(cx, name);
	}
	*ret_letter = (struct odk_letter){.form = s->form, .version = s->version, .instance = in_text(in, F_INSTANCE),
		.key = in_text(in, F_SEALED_KEY), .signature = in_has(in, F_SEALED_SUM) ? in_text(in, F_SEALED_SUM) : "", .n = n,
		.files = files};
	return ERR_OK;
}

/* In the place of each encrypted file stands its clear text, sealed as everything here is. */
static int put_clear(struct cx *cx, const struct submission_row *s, const struct key *key, int place,
	const struct odk_file *file) {
	uint8_t token[HASH_SIZE];
	struct blob name;
	int part = 0;
	int rc = q_submission_part_drop(cx, s->id, place);
	if (rc == ERR_OK)
		rc = submission_token(cx, s->id, file->name, token);
	if (rc == ERR_OK)
		rc = submission_name_seal(cx, s, key, place, file->name, &name);
	if (rc == ERR_OK)
		rc = q_submission_file_rename(cx, s->id, place, BLOB(token, sizeof token), name);
	for (size_t at = 0; rc == ERR_OK && at < file->clear.n; at += UPLOAD_PART, part++) {
		size_t n = file->clear.n - at < UPLOAD_PART ? file->clear.n - at : UPLOAD_PART;
		rc = submission_part_put(cx, s, key, place, part, BLOB((const char *)file->clear.at + at, n));
	}
	return rc == ERR_OK ? q_submission_file_set(cx, s->id, place, (int64_t)file->clear.n, (int64_t)file->clear.n) : rc;
}

/* The manifest's own place is taken by nothing: it opened what it had to open. */
static int decrypt(struct cx *cx, const struct in *in, const struct submission_row *s, const struct key *key,
	const struct submission_name *names, size_t n) {
	struct odk_letter letter = {0};
	const char *secret = NULL;
	int rc = form_pair_secret(cx, &secret);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "key", N_("This was not encrypted to this registry's key. Get the form anew."), NULL);
	if (rc == ERR_OK)
		rc = letter_of(cx, in, s, key, names, n, &letter);
	if (rc == ERR_OK)
		rc = odk_open(cx, secret, &letter);
	for (size_t i = 0; rc == ERR_OK && i < letter.n; i++) {
		const char *was = i + 1 < letter.n ? in_at(in, F_WANTED, i)->text : in_text(in, F_ANSWERS_NAME);
		rc = put_clear(cx, s, key, find_name(names, n, was)->place, &letter.files[i]);
	}
	return rc;
}

static int give(struct cx *cx, const struct submission_row *s, const struct key *key, const char *name, struct out *out) {
	struct submission_name *names;
	const struct submission_name *file = NULL;
	struct blob bytes;
	size_t n;
	int rc = submission_files(cx, s, key, &names, &n);
	if (rc == ERR_OK)
		file = find_name(names, n, name);
	if (rc == ERR_OK && file == NULL)
		return err_say(cx, ERR_INVALID, fields[F_FILE_NAME].name, N_("There is no such file."), NULL);
	if (rc == ERR_OK)
		rc = submission_file_get(cx, s, key, file, &bytes);
	if (rc == ERR_OK)
		submission_bytes_out(cx, out, bytes);
	return rc;
}

int submission_open(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	struct submission_name *names;
	struct key *key = NULL;
	size_t n;
	int rc = submission_of(cx, in, &s);
	if (rc == ERR_OK)
		rc = submission_key(cx, &s, &key);
	if (rc == ERR_OK)
		rc = submission_files(cx, &s, key, &names, &n);
	if (rc == ERR_OK && in_has(in, F_SEALED_KEY)) {
		/* Sent again after it was opened: the clear files stand there already. */
		bool opened = find_name(names, n, in_text(in, F_ANSWERS_NAME)) == NULL
			&& find_name(names, n, clear_name(cx, in_text(in, F_ANSWERS_NAME))) != NULL;
		rc = opened ? ERR_OK : decrypt(cx, in, &s, key, names, n);
	}
	if (rc == ERR_OK)
		rc = give(cx, &s, key, clear_name(cx, in_has(in, F_FILE_NAME) ? in_text(in, F_FILE_NAME)
			: in_text(in, F_ANSWERS_NAME)), out);
	key_close(key);
	return rc;
}

int submission_view(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	struct submission_name *names;
	struct key *key = NULL;
	const char *all[SUBMISSION_FILES];
	size_t n = 0;
	int rc = submission_of(cx, in, &s);
	if (rc != ERR_OK)
		return rc;
	rc = submission_key_by_vault(cx, &s, &key);
	if (rc == ERR_NOTFOUND && s.key.at == NULL)
		rc = err_say(cx, ERR_CONFLICT, NULL, N_("Nothing of these answers is left to read."), NULL);
	if (rc == ERR_OK)
		rc = submission_files(cx, &s, key, &names, &n);
	if (rc != ERR_OK)
		goto out;
	for (size_t i = 0; i < n; i++)
		all[i] = names[i].name;
	out_text(out, F_FORM_ID, s.form);
	if (s.version[0] != 0)
		out_text(out, F_FORM_VERSION, s.version);
	out_code(out, F_SUBMISSION_STATE, s.state);
	out_texts(out, F_WANTED, all, n);
	rc = give(cx, &s, key, in_has(in, F_FILE_NAME) ? in_text(in, F_FILE_NAME) : n > 0 ? all[0] : "", out);
out:
	key_close(key);
	return rc;
}
