/* Documents and pictures: piece by piece, without place and camera, and opened by who brought them alone. */
#include "fixture.h"

#include "core/job.h"
#include "core/media.h"
#include "crypt/text64.h"

/* Bytes ----------------------------------------------------------------------------------------------------------- */

static void segment(struct buf *b, int marker, const void *body, size_t n) {
	const uint8_t head[] = {0xff, (uint8_t)marker, (uint8_t)((n + 2) >> 8), (uint8_t)(n + 2)};
	buf_add(b, head, sizeof head);
	buf_add(b, body, n);
}

#define SEGMENT(b, marker, text) segment((b), (marker), (text), sizeof(text) - 1)

/* Held sideways (6), with a place, a camera and a comment; a film behind its end. Little or big end first. */
static struct blob photo(struct fixture *f, bool big) {
	struct buf b = buf_new(f->cx.arena, 10000);
	buf_add(&b, "\xff\xd8", 2);
	SEGMENT(&b, 0xe0, "JFIF\0\1\1\1\0H\0H\1\1\x99\x99\x99");
	if (big)
		SEGMENT(&b, 0xe1, "Exif\0\0MM\0*\0\0\0\x08\0\2\x01\x0f\0\2\0\0\0\4CAME\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0GPS 54.69N 25.28E");
	else
		SEGMENT(&b, 0xe1, "Exif\0\0II*\0\x08\0\0\0\1\0\x12\x01\3\0\1\0\0\0\6\0\0\0\0\0\0\0GPS 54.69N 25.28E");
	SEGMENT(&b, 0xe1, "http://ns.adobe.com/xap/1.0/\0<xmp>place</xmp>");
	SEGMENT(&b, 0xe2, "ICC_PROFILE camera");
	SEGMENT(&b, 0xed, "Photoshop 3.0 caption");
	SEGMENT(&b, 0xfe, "comment");
	SEGMENT(&b, 0xdb, "tables");
	SEGMENT(&b, 0xc2, "frame");
	SEGMENT(&b, 0xc4, "huffman");
	SEGMENT(&b, 0xda, "scan");
	buf_add(&b, "drawn\xff\x00\xff\xd3more", 13);
	SEGMENT(&b, 0xc4, "huffman again");
	SEGMENT(&b, 0xda, "second scan");
	buf_add(&b, "drawn\xff\xff\xd9" "film of a place", 23);
	return (struct blob){b.at, b.n};
}

static void chunk(struct buf *b, const char *type, const void *body, size_t n) {
	const uint8_t head[] = {0, 0, (uint8_t)(n >> 8), (uint8_t)n};
	buf_add(b, head, sizeof head);
	buf_add(b, type, 4);
	buf_add(b, body, n);
	buf_add(b, "sum!", 4);
}

static struct blob drawing(struct fixture *f) {
	struct buf b = buf_new(f->cx.arena, 10000);
	buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
	chunk(&b, "IHDR", "0123456789abc", 13);
	chunk(&b, "eXIf", "MM place", 8);
	chunk(&b, "tEXt", "Author\0camera", 13);
	chunk(&b, "IDAT", "drawn", 5);
	chunk(&b, "iTXt", "comment", 7);
	chunk(&b, "IEND", "", 0);
	buf_str(&b, "film");
	return (struct blob){b.at, b.n};
}

static bool holds(struct blob bytes, const char *text) {
	return memmem(bytes.at, bytes.n, text, strlen(text)) != NULL;
}

static void a_picture_loses_its_place_and_camera_and_stays_a_picture(void **state) {
	struct fixture *f = *state;
	struct blob clean;
	static const char *const lost[] = {"GPS", "CAME", "xmp", "place", "camera", "caption", "comment", "film", "\x99\x99"};
	static const char *const kept[] = {"tables", "frame", "huffman again", "second scan", "more", "JFIF"};
	for (int big = 0; big < 2; big++) {
		assert_int_equal(media_clean(&f->cx, MEDIA_JPEG, photo(f, big == 1), &clean), 0);
		for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
			assert_false(holds(clean, lost[i]));
		for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
			assert_true(holds(clean, kept[i]));
		assert_memory_equal((const char *)clean.at + clean.n - 2, "\xff\xd9", 2);
		assert_non_null(memmem(clean.at, clean.n, "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 32)); /* which way up */
		struct blob again;
		assert_int_equal(media_clean(&f->cx, MEDIA_JPEG, clean, &again), 0);
		assert_int_equal(again.n, clean.n);
		assert_memory_equal(again.at, clean.at, clean.n);
	}
	assert_int_equal(media_clean(&f->cx, MEDIA_PNG, drawing(f), &clean), 0);
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
		assert_false(holds(clean, lost[i]));
	assert_true(holds(clean, "IDATdrawn") && holds(clean, "IHDR0123456789abc") && holds(clean, "IEND"));
}

/* However a picture is cut short or spoilt, nothing is read behind its end: the sanitizers would say so. */
static void a_damaged_picture_is_refused(void **state) {
	struct fixture *f = *state;
	const struct blob whole[] = {photo(f, true), photo(f, false), drawing(f)};
	const int media[] = {MEDIA_JPEG, MEDIA_JPEG, MEDIA_PNG};
	struct blob clean;
	for (size_t k = 0; k < 3; k++) {
		for (size_t n = 0; n + 20 < whole[k].n; n++) {
			uint8_t *cut = malloc(n == 0 ? 1 : n);
			memcpy(cut, whole[k].at, n);
			assert_int_equal(media_clean(&f->cx, media[k], (struct blob){cut, n}, &clean), ERR_INVALID);
			free(cut);
		}
		for (size_t at = 0; at < whole[k].n; at++) {
			uint8_t *spoilt = malloc(whole[k].n);
			memcpy(spoilt, whole[k].at, whole[k].n);
			spoilt[at] = 0xff;
			int rc = media_clean(&f->cx, media[k], (struct blob){spoilt, whole[k].n}, &clean);
			assert_true(rc == 0 || rc == ERR_INVALID);
			free(spoilt);
		}
	}
	assert_int_equal(media_clean(&f->cx, MEDIA_PDF, whole[0], &clean), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "media");
}

/* Bringing them --------------------------------------------------------------------------------------------------- */

static int bring(struct fixture *f, const char *p, const char *media, int64_t whole, struct blob part, const char *id) {
	return CALL(f, attachment_add, "{'person': '%s', 'media': '%s', 'title': 'A burn on the left arm', 'bytes_n': %lld, "
		"'bytes': '%s'%s}", p, media, (long long)whole, base64_put(&f->cx, part),
		id == NULL ? "" : arena_printf(f->cx.arena, ", 'attachment': '%s'", id));
}

static struct blob part_of(struct blob bytes, size_t from, size_t n) {
	return (struct blob){(const char *)bytes.at + from, n};
}

/* What is kept of it, as it is opened. */
static struct blob opened(struct fixture *f, const char *p, const char *id) {
	struct buf b = buf_new(f->cx.arena, 16 << 20);
	DO(f, attachment_read, "{'person': '%s', 'attachment': '%s'}", p, id);
	for (size_t i = 0; i < fixture_rows(f); i++) {
		struct blob bytes;
		assert_int_equal(base64_get(&f->cx, "bytes", fixture_row(f, i, "bytes"), &bytes), 0);
		buf_add(&b, bytes.at, bytes.n);
	}
	assert_int_equal(json_integer_value(json_object_get(f->answer, "bytes_n")), b.n);
	return (struct blob){b.at, b.n};
}

static size_t listed(struct fixture *f, const char *p) {
	DO(f, attachment_list, "{'person': '%s'}", p);
	return fixture_rows(f);
}

static void comes_in_pieces_and_is_opened_by_who_brought_it(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *p = fixture_sign(f);
	struct blob bytes = photo(f, true);
	int64_t n = (int64_t)bytes.n;
	assert_int_equal(bring(f, p, "jpeg", n, part_of(bytes, 0, 100), NULL), 0);
	const char *id = fixture_get(f, "attachment");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "done_n")), 100);
	assert_int_equal(listed(f, p), 0);
	assert_int_equal(bring(f, p, "png", n, part_of(bytes, 100, 10), id), ERR_INVALID);
	assert_int_equal(bring(f, p, "jpeg", n + 1, part_of(bytes, 100, 10), id), ERR_INVALID);
	assert_int_equal(bring(f, p, "jpeg", n, bytes, id), ERR_INVALID); /* more than the rest */
	assert_int_equal(bring(f, p, "jpeg", n, part_of(bytes, 100, 50), id), 0);
	fixture_as(f, LAIMA);
	assert_int_equal(bring(f, p, "jpeg", n, part_of(bytes, 150, bytes.n - 150), id), ERR_INVALID); /* another's */
	fixture_as(f, ONA);
	assert_int_equal(bring(f, p, "jpeg", n, part_of(bytes, 150, bytes.n - 150), id), 0);
	assert_int_equal(bring(f, p, "jpeg", n, part_of(bytes, 150, 10), id), ERR_INVALID); /* finished */
	struct blob clean;
	assert_int_equal(media_clean(&f->cx, MEDIA_JPEG, bytes, &clean), 0);
	struct blob kept = opened(f, p, id);
	assert_int_equal(kept.n, clean.n);
	assert_memory_equal(kept.at, clean.at, clean.n);
	fixture_as(f, LAIMA); /* of the same house */
	assert_int_equal(listed(f, p), 1);
	assert_string_equal(fixture_row(f, 0, "title"), "A burn on the left arm");
	assert_string_equal(fixture_row(f, 0, "media"), "jpeg");
	fixture_as(f, VIDA);
	assert_int_equal(listed(f, p), 0);
	assert_int_equal(CALL(f, attachment_read, "{'person': '%s', 'attachment': '%s'}", p, id), ERR_INVALID);
	DO(f, person_timeline, "{'person': '%s'}", p);
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, ONA);
	DO(f, person_timeline, "{'person': '%s'}", p);
	assert_string_equal(fixture_row(f, 0, "fact"), "attachment");
}

static void only_what_was_announced_is_taken(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *p = fixture_sign(f);
	struct blob bytes = photo(f, true), pdf = BLOB_STR("%PDF-1.7 a letter");
	assert_int_equal(bring(f, p, "pdf", (int64_t)bytes.n, bytes, NULL), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "media");
	assert_int_equal(bring(f, p, "jpeg", 20, part_of(bytes, 0, 20), NULL), ERR_INVALID); /* it has no end */
	assert_int_equal(bring(f, p, "jpeg", 8388609, part_of(bytes, 0, 20), NULL), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "bytes_n");
	assert_int_equal(CALL(f, attachment_add, "{'person': '%s', 'media': 'pdf', 'title': 'x', 'bytes_n': 9, 'bytes': 'no base64!'}", p),
		ERR_INVALID);
	assert_string_equal(f->cx.err.field, "bytes");
	assert_null(f->cx.err.value);
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), 0);
	struct blob kept = opened(f, p, fixture_get(f, "attachment"));
	assert_memory_equal(kept.at, pdf.at, pdf.n);
	assert_int_equal(bring(f, p, "pdf", 8 << 20, pdf, NULL), 0); /* cut into crumbs */
	const char *id = fixture_get(f, "attachment");
	for (int i = 1; i < 64; i++)
		assert_int_equal(bring(f, p, "pdf", 8 << 20, pdf, id), 0);
	assert_int_equal(bring(f, p, "pdf", 8 << 20, pdf, id), ERR_INVALID);
}

static int64_t uploads(struct fixture *f) {
	int64_t n = 0;
	struct row_upload_next next;
	assert_int_equal(q_upload_next(&f->cx, &next), 0);
	for (int64_t id = 1; id < next.id; id++) {
		struct row_upload_part_count parts;
		assert_int_equal(q_upload_part_count(&f->cx, id, &parts), 0);
		n += parts.n > 0;
	}
	return n;
}

static void what_is_not_finished_goes(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	int64_t ran;
	fixture_as(f, ONA);
	const char *p = fixture_sign(f);
	const struct blob pdf = BLOB_STR("%PDF-1.7 a letter");
	for (int i = 0; i < 6; i++)
		assert_int_equal(bring(f, p, "pdf", 100000, pdf, NULL), 0);
	const char *id = fixture_get(f, "attachment");
	assert_int_equal(uploads(f), 4); /* of an account at a time */
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(bring(f, p, "pdf", 100000, pdf, id), ERR_INVALID);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(uploads(f), 0);
}

static void several_pieces_fit_together_and_nobody_opens_it_once_she_is_erased(void **state) {
	struct fixture *f = *state;
	enum { N = 2 << 20, PART = 450000 };
	fixture_as(f, ONA);
	const char *p = fixture_sign(f);
	uint8_t *bytes = arena_alloc(f->cx.arena, N);
	for (size_t i = 0; i < N; i++)
		bytes[i] = (uint8_t)(i * 2654435761u >> 13);
	memcpy(bytes, "%PDF-", 5);
	const char *id = NULL;
	for (size_t from = 0; from < N; from += PART) {
		assert_int_equal(bring(f, p, "pdf", N, (struct blob){bytes + from, N - from < PART ? N - from : PART}, id), 0);
		id = fixture_get(f, "attachment");
	}
	assert_int_equal(uploads(f), 0);
	struct blob kept = opened(f, p, id);
	assert_int_equal(kept.n, N);
	assert_memory_equal(kept.at, bytes, N);
	DO(f, person_erase, "{'person': '%s', 'words': 'She asked us to, in writing, today.'}", p);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(listed(f, p), 0);
	assert_int_equal(CALL(f, attachment_read, "{'person': '%s', 'attachment': '%s'}", p, id), ERR_INVALID);
}

static void nobody_fills_the_store_in_a_day(void **state) {
	struct fixture *f = *state;
	struct cx *cx = &f->cx;
	const struct blob pdf = BLOB_STR("%PDF-1.7 a letter");
	struct row_upload_next next;
	struct ref ref;
	struct row_on_person person;
	fixture_as(f, ONA);
	const char *p = fixture_sign(f);
	assert_true(ref_parse(p, &ref));
	assert_int_equal(q_on_person(cx, ref_blob(&ref), &person), 0);
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), 0); /* these count too */
	assert_int_equal(q_upload_next(cx, &next), 0);
	assert_int_equal(db_begin(cx), 0);
	ref = ref_new(cx);
	assert_int_equal(q_upload_add(cx, next.id, ref_blob(&ref), person.id, cx->actor.user, MEDIA_PDF,
		(200 << 20) - 2 * (int64_t)pdf.n, cx->now + 24 * HOUR, pdf), 0);
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n + 1, pdf, NULL), ERR_LIMIT);
	assert_string_equal(f->cx.err.field, "bytes_n");
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), 0);
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), ERR_LIMIT);
	fixture_as(f, LAIMA); /* each account by itself */
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), 0);
	fixture_as(f, ONA);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(bring(f, p, "pdf", (int64_t)pdf.n, pdf, NULL), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_picture_loses_its_place_and_camera_and_stays_a_picture),
		TEST(a_damaged_picture_is_refused),
		TEST(comes_in_pieces_and_is_opened_by_who_brought_it),
		TEST(only_what_was_announced_is_taken),
		TEST(what_is_not_finished_goes),
		TEST(several_pieces_fit_together_and_nobody_opens_it_once_she_is_erased),
		TEST(nobody_fills_the_store_in_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
