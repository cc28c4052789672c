#include "core/submission.h"

#include "base/str.h"
#include "core/closed.h"
#include "core/job.h"
#include "crypt/text64.h"
#include "crypt/token.h"
#include "db/queries.h"

#define WAITS (30 * 24 * HOUR)
#define DAY_BYTES INT64_C(209715200) /* 200 MiB of an account in 24 hours */

/* Coming in ------------------------------------------------------------------------------------------------------- */

static int quota_check(struct cx *cx, int64_t bytes_n) {
	struct row_submission_quota quota;
	int rc = q_submission_quota(cx, cx->actor.user, cx->now - 24 * HOUR, cx->now, &quota);
	if (rc == ERR_OK && quota.n > DAY_BYTES - bytes_n)
		return err_say(cx, ERR_LIMIT, fields[F_FILE_N].name, N_("You have sent 200 MiB within a day. Go on tomorrow."), NULL);
	return rc;
}

/* One sweep a day is enough for everybody's. */
static int sweep_ask(struct cx *cx) {
	struct row_past_job_has has;
	int64_t due = cx->now + WAITS;
	int rc = q_past_job_has(cx, JOB_PAST, due, due + 24 * HOUR, &has);
	return rc == ERR_OK && has.n == 0 ? q_past_job_add(cx, JOB_PAST, due + 24 * HOUR, cx->act) : rc;
}

int submission_forget(struct cx *cx) {
	return q_submission_past(cx, cx->now - WAITS, SUBMISSION_RECEIVED, N_("Not all of it came within thirty days."));
}

static int name_add(struct cx *cx, const struct submission_row *s, const struct key *key, int place, const char *name,
	int64_t bytes_n) {
	uint8_t token[HASH_SIZE];
	struct blob sealed;
	if (place >= SUBMISSION_FILES)
		return err_say(cx, ERR_LIMIT, fields[F_FILE_NAME].name, N_("Too many files go with these answers."), NULL);
	int rc = submission_token(cx, s->id, name, token);
	if (rc == ERR_OK)
		rc = submission_name_seal(cx, s, key, place, name, &sealed);
	return rc == ERR_OK ? q_submission_file_add(cx, s->id, place, BLOB(token, sizeof token), sealed, bytes_n) : rc;
}

/* A row of it, and a place for every file that is said to come; the answers themselves have the first. */
static int begin(struct cx *cx, const struct in *in, struct blob instance, struct blob hash, struct submission_row *s,
	struct key **ret_key) {
	struct row_submission_next next;
	size_t files = in_count(in, F_WANTED);
	int rc = q_submission_next(cx, &next);
	if (rc == ERR_OK)
		rc = sweep_ask(cx);
	if (rc != ERR_OK)
		return rc;
	*s = (struct submission_row){.id = next.id, .account = cx->actor.user, .turner = NONE, .person = NONE,
		.state = SUBMISSION_WAITING, .ref = ref_new(cx), .form = in_text(in, F_FORM_ID),
		.version = in_has(in, F_FORM_VERSION) ? in_text(in, F_FORM_VERSION) : "", .hash = hash};
	rc = submission_key_new(cx, s->id, &s->ref, &s->key, &s->kept, ret_key);
	if (rc == ERR_OK)
		rc = q_submission_add(cx, s->id, ref_blob(&s->ref), cx->actor.org, cx->actor.user, s->form, s->version, instance,
			hash, s->state, cx->now, s->key, s->kept, cx->act);
	if (rc == ERR_OK)
		rc = name_add(cx, s, *ret_key, 0, in_text(in, F_ANSWERS_NAME), NONE);
	for (size_t i = 0; rc == ERR_OK && i < files; i++)
		rc = name_add(cx, s, *ret_key, (int)i + 1, in_at(in, F_WANTED, i)->text, NONE);
	return rc;
}

static int found(struct cx *cx, const struct row_submission_by_instance *row, struct blob hash, struct submission_row *s) {
	struct ref ref;
	int rc = ref_of_blob(cx, row->ref, &ref);
	if (rc != ERR_OK)
		return rc;
	*s = (struct submission_row){.id = row->id, .account = row->account, .turner = row->turner, .person = row->person,
		.state = row->state, .ref = ref, .form = row->form, .version = row->version, .hash = row->hash, .key = row->key,
		.kept = row->kept};
	return row->hash.n == hash.n && crypt_equal(row->hash.at, hash.at, hash.n) ? ERR_OK
		: err_say(cx, ERR_CONFLICT, fields[F_INSTANCE].name, N_("Other answers were sent under this instance id."), NULL);
}

/* The piece goes behind what is there; what is there already is not put twice. */
static int put_piece(struct cx *cx, const struct in *in, const struct submission_row *s, const struct key *key,
	struct blob bytes) {
	struct row_submission_file_get f;
	struct row_submission_file_count count;
	uint8_t token[HASH_SIZE];
	const char *name = in_text(in, F_FILE_NAME);
	int64_t from = in_number(in, F_FROM_N), bytes_n = in_number(in, F_FILE_N);
	int rc = submission_token(cx, s->id, name, token);
	if (rc == ERR_OK)
		rc = q_submission_file_get(cx, s->id, BLOB(token, sizeof token), &f);
	if (rc == ERR_NOTFOUND) {
		rc = q_submission_file_count(cx, s->id, &count);
		f = (struct row_submission_file_get){.place = (int)count.n, .bytes_n = NONE};
		if (rc == ERR_OK)
			rc = name_add(cx, s, key, f.place, name, NONE);
	}
	if (rc != ERR_OK)
		return rc;
	rc = bad_if(cx, f.bytes_n != NONE && f.bytes_n != bytes_n, fields[F_FILE_N].name, N_("This piece is of another file."),
		NULL);
	if (rc != ERR_OK || (f.bytes_n != NONE && from < f.done_n))
		return rc;
	rc = bad_if(cx, from != f.done_n, fields[F_FROM_N].name, N_("A piece before this one is missing."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, (int64_t)bytes.n > bytes_n - from, fields[F_BYTES].name,
			N_("More came than the file was said to have."), NULL);
	if (rc == ERR_OK)
		rc = q_submission_file_count(cx, s->id, &count);
	if (rc == ERR_OK && count.bytes + (int64_t)bytes.n > SUBMISSION_BYTES)
		rc = err_say(cx, ERR_LIMIT, fields[F_FILE_N].name, N_("All files of one set of answers may have 32 MiB together."), NULL);
	if (rc == ERR_OK)
		rc = quota_check(cx, (int64_t)bytes.n);
	if (rc == ERR_OK)
		rc = submission_part_put(cx, s, key, f.place, (int)f.parts, bytes);
	return rc == ERR_OK ? q_submission_file_set(cx, s->id, f.place, bytes_n, from + (int64_t)bytes.n) : rc;
}

/* What is closed takes no more files: whoever sends one that is not there is told so, and keeps it. */
static int known_file(struct cx *cx, const struct in *in, const struct submission_row *s) {
	struct row_submission_file_get f;
	uint8_t token[HASH_SIZE];
	int rc = submission_token(cx, s->id, in_text(in, F_FILE_NAME), token);
	if (rc == ERR_OK)
		rc = q_submission_file_get(cx, s->id, BLOB(token, sizeof token), &f);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && f.bytes_n != in_number(in, F_FILE_N)))
		return err_say(cx, ERR_CONFLICT, fields[F_FILE_NAME].name,
			N_("These answers are closed and take no more files. Hand this one over by another way."), NULL);
	return rc;
}

/* Once nothing is missing it is whole; what stays as it came is then closed to the registry's own key. */
static int settle(struct cx *cx, struct submission_row *s, int64_t *ret_files) {
	struct row_submission_file_count count;
	int rc = q_submission_file_count(cx, s->id, &count);
	*ret_files = rc == ERR_OK ? count.n : 0;
	if (rc != ERR_OK || count.missing > 0)
		return rc;
	if (s->state == SUBMISSION_RECEIVED)
		return q_submission_shut(cx, s->id);
	if (s->state != SUBMISSION_WAITING)
		return ERR_OK;
	s->state = SUBMISSION_WHOLE;
	return q_submission_state_set(cx, s->id, s->state);
}

/* A person who closed her file to the reader is not told of. */
static int person_out(struct cx *cx, const struct submission_row *s, struct out *out) {
	enum audit_verdict verdict = AUDIT_ALLOWED;
	struct ref person;
	if (s->person == NONE)
		return ERR_OK;
	int rc = closed_to(cx, s->person, &verdict);
	if (rc == ERR_OK && verdict == AUDIT_ALLOWED)
		rc = person_ref(cx, s->person, &person);
	if (rc == ERR_OK && verdict == AUDIT_ALLOWED)
		out_ref(out, F_PERSON, &person);
	return rc;
}

int submission_put(struct cx *cx, const struct in *in, struct out *out) {
	struct row_submission_by_instance row;
	struct submission_row s;
	struct key *key = NULL;
	struct blob bytes;
	int64_t files = 0;
	uint8_t instance[HASH_SIZE], hash[HASH_SIZE];
	int rc = base64_get(cx, fields[F_BYTES].name, in_text(in, F_BYTES), &bytes);
	if (rc == ERR_OK)
		rc = token_mark(cx, "submission instance 1", BLOB_STR(in_text(in, F_INSTANCE)), instance);
	if (rc == ERR_OK)
		rc = token_mark(cx, "submission answers 1", BLOB_STR(in_text(in, F_FILE_HASH)), hash);
	if (rc == ERR_OK)
		rc = q_submission_by_instance(cx, cx->actor.org, BLOB(instance, sizeof instance), &row);
	if (rc == ERR_OK)
		rc = found(cx, &row, BLOB(hash, sizeof hash), &s);
	else if (rc == ERR_NOTFOUND)
		rc = begin(cx, in, BLOB(instance, sizeof instance), BLOB(hash, sizeof hash), &s, &key);
	bool open = rc == ERR_OK && s.kept.at != NULL;
	if (open && key == NULL)
		rc = submission_key(cx, &s, &key);
	if (rc == ERR_OK && !open && s.state < SUBMISSION_DONE)
		rc = known_file(cx, in, &s);
	if (rc == ERR_OK && open)
		rc = put_piece(cx, in, &s, key, bytes);
	if (rc == ERR_OK && open)
		rc = settle(cx, &s, &files);
	key_close(key);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_SUBMISSION, &s.ref);
	out_code(out, F_SUBMISSION_STATE, s.state);
	out_number(out, F_COUNT, files);
	return person_out(cx, &s, out);
}

/* What becomes of it ---------------------------------------------------------------------------------------------- */

int submission_of(struct cx *cx, const struct in *in, struct submission_row *ret_row) {
	struct row_submission_by_ref row;
	struct ref ref = *in_ref(in, F_SUBMISSION);
	enum audit_verdict verdict = AUDIT_ALLOWED;
	int rc = q_submission_by_ref(cx, cx->actor.org, ref_blob(&ref), &row);
	if (rc == ERR_OK && cx->actor.keyed && row.account != cx->actor.user)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK && row.person != NONE)
		rc = closed_to(cx, row.person, &verdict);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && verdict != AUDIT_ALLOWED))
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		*ret_row = (struct submission_row){.id = row.id, .account = row.account, .turner = row.turner, .person = row.person,
			.state = row.state, .ref = ref, .form = row.form, .version = row.version, .hash = row.hash, .key = row.key,
			.kept = row.kept};
	return rc;
}

static int over(struct cx *cx) {
	return err_say(cx, ERR_CONFLICT, NULL, N_("These answers have become records, or somebody is making them."), NULL);
}

/* With the key that is at hand: the registry's own until it is closed, then the vault's. */
static int names_out(struct cx *cx, const struct submission_row *s, struct out *out) {
	struct submission_name *names;
	struct key *key = NULL;
	const char *all[SUBMISSION_FILES];
	size_t n = 0;
	int rc = s->kept.at != NULL ? submission_key(cx, s, &key) : submission_key_by_vault(cx, s, &key);
	if (rc == ERR_OK)
		rc = submission_files(cx, s, key, &names, &n);
	for (size_t i = 0; i < n; i++)
		all[i] = names[i].name;
	if (rc == ERR_OK && n > 0)
		out_texts(out, F_WANTED, all, n);
	key_close(key);
	return rc;
}

int submission_turn(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	int rc = submission_of(cx, in, &s);
	if (rc != ERR_OK)
		return rc;
	bool mine = s.turner == NONE || s.turner == cx->actor.user;
	if (s.state >= SUBMISSION_DONE || (s.state == SUBMISSION_TURNING && !mine))
		return over(cx);
	rc = q_submission_turner_set(cx, s.id, SUBMISSION_TURNING, cx->actor.user);
	return rc == ERR_OK ? names_out(cx, &s, out) : rc;
}

/* The person's row; NONE where none was given. The caller's organisation works with her, or nobody is there. */
static int person_of(struct cx *cx, const struct in *in, int64_t *ret_person) {
	struct row_on_person person;
	struct row_relation_kinds relation = {0};
	*ret_person = NONE;
	if (!in_has(in, F_PERSON))
		return ERR_OK;
	int rc = q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, person.id, cx->actor.org, &relation);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && relation.kinds == 0))
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		*ret_person = person.id;
	return rc;
}

int submission_note(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	int64_t person, files;
	(void)out;
	int rc = submission_of(cx, in, &s);
	if (rc == ERR_OK && s.state >= SUBMISSION_DONE)
		rc = over(cx);
	if (rc == ERR_OK)
		rc = person_of(cx, in, &person);
	if (rc == ERR_OK)
		rc = q_submission_why_set(cx, s.id, SUBMISSION_RECEIVED, person == NONE ? s.person : person, in_text(in, F_RULE),
			in_has(in, F_COLUMN) ? in_text(in, F_COLUMN) : NULL);
	s.state = SUBMISSION_RECEIVED;
	return rc == ERR_OK ? settle(cx, &s, &files) : rc;
}

/* Nothing is left to read: neither pieces nor names nor keys. */
static int empty(struct cx *cx, const struct submission_row *s, int state, int64_t person) {
	int rc = q_submission_parts_drop(cx, s->id);
	if (rc == ERR_OK)
		rc = q_submission_files_drop(cx, s->id);
	if (rc == ERR_OK)
		rc = q_submission_end(cx, s->id, state, person);
	cx->wipe = cx->wipe || rc == ERR_OK;
	return rc;
}

int submission_done(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	int64_t person;
	(void)out;
	int rc = submission_of(cx, in, &s);
	if (rc == ERR_OK && s.state >= SUBMISSION_DONE)
		rc = over(cx);
	if (rc == ERR_OK)
		rc = person_of(cx, in, &person);
	return rc == ERR_OK ? empty(cx, &s, SUBMISSION_DONE, person) : rc;
}

/* Only what nobody has begun to make records of, by whoever sent it. */
int submission_drop(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	(void)out;
	int rc = submission_of(cx, in, &s);
	if (rc == ERR_OK && (s.state > SUBMISSION_WHOLE || s.account != cx->actor.user))
		rc = over(cx);
	if (rc == ERR_OK)
		rc = empty(cx, &s, s.state, NONE);
	return rc == ERR_OK ? q_submission_remove(cx, s.id) : rc;
}

int submission_finish(struct cx *cx, const struct in *in, struct out *out) {
	struct submission_row s;
	int64_t person;
	(void)out;
	int rc = submission_of(cx, in, &s);
	if (rc == ERR_OK && s.state >= SUBMISSION_DONE)
		rc = over(cx);
	if (rc == ERR_OK)
		rc = person_of(cx, in, &person);
	return rc == ERR_OK ? empty(cx, &s, SUBMISSION_FINISHED, person == NONE ? s.person : person) : rc;
}

int submission_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_submission_own s;
	(void)in;
	int rc = q_submission_own(cx, cx->actor.org, INT64_MAX, &rows);
	while (rc == ERR_OK && q_submission_own_next(&rows, &s)) {
		enum audit_verdict verdict = AUDIT_ALLOWED;
		struct submission_row row = {.person = s.person};
		rc = s.person == NONE ? ERR_OK : closed_to(cx, s.person, &verdict);
		if (rc != ERR_OK || verdict != AUDIT_ALLOWED)
			continue;
		out_row(out);
		out_blob_ref(out, F_SUBMISSION, s.ref);
		out_text(out, F_FORM_ID, s.form);
		if (s.version[0] != 0)
			out_text(out, F_FORM_VERSION, s.version);
		out_code(out, F_SUBMISSION_STATE, s.state);
		out_number(out, F_AT, s.at);
		if (s.why != NULL)
			out_text(out, F_RULE, s.why);
		if (s.why_field != NULL)
			out_text(out, F_COLUMN, s.why_field);
		rc = person_out(cx, &row, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int submission_count(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_submission_counts c;
	(void)in;
	int rc = q_submission_counts(cx, cx->actor.org, &rows);
	while (rc == ERR_OK && q_submission_counts_next(&rows, &c)) {
		out_row(out);
		out_text(out, F_FORM_ID, c.form);
		if (c.version[0] != 0)
			out_text(out, F_FORM_VERSION, c.version);
		out_number(out, F_COUNT, c.n);
		out_number(out, F_WAITING, c.waiting);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
