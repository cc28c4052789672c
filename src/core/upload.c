#include "core/upload.h"

#include "base/str.h"
#include "core/attachment.h"
#include "core/job.h"
#include "core/media.h"
#include "crypt/text64.h"
#include "db/queries.h"

enum { UPLOADS_MAX = 4 }; /* of an account at a time */
#define UNFINISHED (24 * HOUR)
#define DAY_BYTES INT64_C(209715200) /* 200 MiB of an account in 24 hours */

struct upload {
	int64_t id;
	struct ref ref;
	int media, parts;
	int64_t bytes_n, done_n;
	const char *title;
};

static int64_t piece_of(const struct upload *u, int place) {
	return u->id * UPLOAD_PARTS + place;
}

/* Beginning and going on ------------------------------------------------------------------------------------------ */

static int quota_check(struct cx *cx, int64_t bytes_n) {
	struct row_upload_quota quota;
	int rc = q_upload_quota(cx, cx->actor.user, cx->now - 24 * HOUR, cx->now, &quota);
	if (rc == 0 && quota.n > DAY_BYTES - bytes_n)
		return err_say(cx, ERR_LIMIT, fields[F_BYTES_N].name,
			N_("You have brought 200 MiB within a day. Go on tomorrow, or ask a colleague to."), NULL);
	return rc;
}

static int begin(struct cx *cx, const struct in *in, struct blob part, struct upload *u) {
	struct row_upload_next next;
	struct blob title;
	u->ref = ref_new(cx);
	if (!media_begins(u->media, part))
		return err_say(cx, ERR_INVALID, fields[F_MEDIA].name, N_("The file is of another kind than you said."), NULL);
	int rc = quota_check(cx, u->bytes_n);
	if (rc != 0 || (int64_t)part.n == u->bytes_n) /* it is all there: nothing is kept on the way */
		return rc;
	rc = q_upload_trim_parts(cx, cx->actor.user, UPLOADS_MAX - 1);
	if (rc == 0)
		rc = q_upload_trim(cx, cx->actor.user, UPLOADS_MAX - 1);
	if (rc == 0)
		rc = q_upload_next(cx, &next);
	if (rc == 0)
		rc = person_seal(cx, in->person, C_NARR, "upload", "title", next.id, u->title, &title);
	if (rc != 0)
		return rc;
	u->id = next.id;
	rc = q_upload_add(cx, u->id, ref_blob(&u->ref), in->person, cx->actor.user, u->media, u->bytes_n,
		cx->now + UNFINISHED, title);
	return rc == 0 ? q_past_job_add(cx, JOB_PAST, cx->now + UNFINISHED, cx->act) : rc;
}

static int go_on(struct cx *cx, const struct in *in, struct upload *u) {
	struct row_upload_get row;
	struct row_upload_part_count parts;
	u->ref = *in_ref(in, F_ATTACHMENT);
	int rc = q_upload_get(cx, ref_blob(&u->ref), in->person, cx->actor.user, cx->now, &row);
	if (rc == 0)
		rc = q_upload_part_count(cx, row.id, &parts);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[F_ATTACHMENT].name, N_("There is no such record."), NULL);
	if (rc != 0)
		return rc;
	rc = bad_if(cx, row.bytes_n != u->bytes_n, fields[F_BYTES_N].name, N_("This piece is of another file."), NULL);
	if (rc == 0)
		rc = bad_if(cx, row.media != u->media, fields[F_MEDIA].name, N_("This piece is of another file."), NULL);
	if (rc == 0)
		rc = bad_if(cx, parts.n >= UPLOAD_PARTS, fields[F_BYTES].name, N_("The file comes in too many pieces."), NULL);
	u->id = row.id;
	u->done_n = row.done_n;
	u->parts = (int)parts.n;
	return rc == 0 ? person_unseal(cx, in->person, C_NARR, "upload", "title", row.id, row.title, &u->title) : rc;
}

static int keep(struct cx *cx, const struct in *in, const struct upload *u, struct blob part) {
	struct blob sealed;
	int rc = person_seal(cx, in->person, C_NARR, "upload_part", "sealed", piece_of(u, u->parts), base64_put(cx, part),
		&sealed);
	if (rc == 0)
		rc = q_upload_part_add(cx, u->id, u->parts, sealed);
	return rc == 0 ? q_upload_done(cx, u->id, u->done_n) : rc;
}

/* Finishing ------------------------------------------------------------------------------------------------------- */

/* The pieces that were kept, and the last one behind them. */
static int together(struct cx *cx, const struct in *in, const struct upload *u, struct blob last, struct blob *ret_whole) {
	struct rows rows;
	struct row_upload_part_list part;
	size_t n = 0;
	if (u->id == 0) {
		*ret_whole = last;
		return 0;
	}
	char *to = arena_alloc(cx->arena, (size_t)u->bytes_n);
	int rc = q_upload_part_list(cx, u->id, &rows);
	while (rc == 0 && q_upload_part_list_next(&rows, &part)) {
		const char *text = NULL;
		struct blob bytes = {0};
		rc = person_unseal(cx, in->person, C_NARR, "upload_part", "sealed", piece_of(u, part.place), part.sealed,
			&text);
		if (rc == 0 && text == NULL)
			rc = ERR_NOTFOUND; /* erased in the meantime */
		if (rc == 0)
			rc = base64_get(cx, fields[F_BYTES].name, text, &bytes);
		if (rc == 0)
			rc = bug_if(cx, bytes.n > (size_t)u->bytes_n - n);
		if (rc != 0)
			break;
		memcpy(to + n, bytes.at, bytes.n);
		n += bytes.n;
	}
	int end = rows_end(&rows);
	rc = rc != 0 ? rc : end;
	if (rc == 0)
		rc = bug_if(cx, n + last.n != (size_t)u->bytes_n);
	if (rc != 0)
		return rc;
	memcpy(to + n, last.at, last.n);
	*ret_whole = (struct blob){to, (size_t)u->bytes_n};
	return 0;
}

static int finish(struct cx *cx, const struct in *in, const struct upload *u, struct blob last) {
	const struct fact f = fact_new(cx, in);
	struct upload_whole whole = {.ref = u->ref, .media = u->media, .title = u->title};
	struct blob bytes;
	int rc = together(cx, in, u, last, &bytes);
	if (rc == 0)
		rc = media_clean(cx, u->media, bytes, &whole.bytes);
	if (rc == 0)
		rc = attachment_seal(cx, &f, &whole);
	if (rc == 0 && u->id != 0)
		rc = q_upload_parts_remove(cx, u->id);
	if (rc == 0 && u->id != 0)
		rc = q_upload_remove(cx, u->id);
	cx->wipe = cx->wipe || (rc == 0 && u->id != 0); /* the pieces tell of place and camera, and her key alone opens them */
	return rc;
}

int attachment_add(struct cx *cx, const struct in *in, struct out *out) {
	struct upload u = {.media = in_code(in, F_MEDIA), .bytes_n = in_number(in, F_BYTES_N)};
	struct blob part;
	u.title = in_text(in, F_TITLE);
	int rc = base64_get(cx, fields[F_BYTES].name, in_text(in, F_BYTES), &part);
	if (rc == 0)
		rc = in_has(in, F_ATTACHMENT) ? go_on(cx, in, &u) : begin(cx, in, part, &u);
	if (rc == 0)
		rc = bad_if(cx, u.title == NULL, fields[F_TITLE].name, N_("Who this person is was erased."), NULL);
	if (rc == 0)
		rc = bad_if(cx, (int64_t)part.n > u.bytes_n - u.done_n, fields[F_BYTES].name,
			N_("More came than the file was said to have."), NULL);
	if (rc != 0)
		return rc;
	u.done_n += (int64_t)part.n;
	rc = u.done_n == u.bytes_n ? finish(cx, in, &u, part) : keep(cx, in, &u, part);
	if (rc != 0)
		return rc;
	out_ref(out, F_ATTACHMENT, &u.ref);
	out_number(out, F_DONE_N, u.done_n);
	return 0;
}

int upload_forget(struct cx *cx) {
	int rc = q_upload_past_parts(cx, cx->now);
	return rc == 0 ? q_upload_past(cx, cx->now) : rc;
}
