/* What an independent hand encrypted (odk.h), opened; and every way in which it can be wrong, refused by its rule. */
#include "world.h"

#include "crypt/odk.h"
#include "crypt/text64.h"
#include "odk.h"

static struct blob bytes_of(struct cx *cx, const char *text) {
	struct blob bytes;
	char *clean = arena_strdup(cx->arena, text), *to = clean;
	for (const char *c = text; *c != 0; c++)
		if (*c != '=')
			*to++ = *c == '+' ? '-' : *c == '/' ? '_' : *c;
	*to = 0;
	assert_int_equal(base64_get(cx, "x", clean, &bytes), 0);
	return bytes;
}

static struct odk_letter letter_of(struct cx *cx) {
	struct odk_file *files = arena_array(cx->arena, 2, sizeof *files);
	files[0] = (struct odk_file){.name = "photo.jpg", .sealed = bytes_of(cx, ODK_PHOTO)};
	files[1] = (struct odk_file){.name = "submission.xml", .sealed = bytes_of(cx, ODK_ANSWERS)};
	return (struct odk_letter){.form = "own", .version = "3", .instance = "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed",
		.key = ODK_KEY, .signature = ODK_SIGNATURE, .n = 2, .files = files};
}

static void opens_what_another_program_sealed(void **state) {
	struct world *w = *state;
	struct odk_letter l = letter_of(&w->cx);
	assert_int_equal(odk_open(&w->cx, ODK_SECRET, &l), 0);
	assert_int_equal(l.files[0].clear.n, 10);
	assert_memory_equal(l.files[0].clear.at, "\xff\xd8\xffpicture", 10);
	assert_string_equal(l.files[1].clear.at, "<data id=\"own\" version=\"3\"><q>Kaunas \xc5\xbd" "emaitija</q></data>");
}

static void refused(struct world *w, struct odk_letter *l, const char *field) {
	assert_int_equal(odk_open(&w->cx, ODK_SECRET, l), ERR_INVALID);
	assert_string_equal(w->cx.err.field, field);
}

static void refuses_a_key_of_another_registry(void **state) {
	struct world *w = *state;
	struct odk_letter l = letter_of(&w->cx);
	const char *public, *secret;
	assert_int_equal(odk_pair(&w->cx, &public, &secret), 0);
	assert_int_equal(odk_open(&w->cx, secret, &l), ERR_INVALID);
	assert_string_equal(w->cx.err.field, "key");
	char *changed = arena_strdup(w->cx.arena, ODK_KEY);
	changed[40] = changed[40] == 'A' ? 'B' : 'A';
	l.key = changed;
	refused(w, &l, "key");
	l.key = "";
	refused(w, &l, "key");
	l.key = "no base64 !";
	refused(w, &l, "key");
}

static void refuses_a_file_that_was_cut(void **state) {
	struct world *w = *state;
	struct odk_letter l = letter_of(&w->cx);
	for (size_t n = 0; n < l.files[1].sealed.n; n++) {
		struct odk_letter cut = letter_of(&w->cx);
		cut.files[1].sealed.n = n;
		refused(w, &cut, "signature"); /* the same answer whether the padding was right by chance or not */
	}
}

static void refuses_every_changed_byte(void **state) {
	struct world *w = *state;
	for (size_t i = 0; i < 2; i++)
		for (size_t at = 0; at < letter_of(&w->cx).files[i].sealed.n; at += 5) {
			arena_reset(w->cx.arena);
			struct odk_letter l = letter_of(&w->cx);
			uint8_t *bytes = arena_alloc(w->cx.arena, l.files[i].sealed.n);
			memcpy(bytes, l.files[i].sealed.at, l.files[i].sealed.n);
			bytes[at] ^= 0x10;
			l.files[i].sealed.at = bytes;
			refused(w, &l, "signature");
		}
}

static void refuses_exchanged_files_names_and_ids(void **state) {
	struct world *w = *state;
	struct odk_letter l = letter_of(&w->cx);
	struct blob was = l.files[0].sealed;
	l.files[0].sealed = l.files[1].sealed;
	l.files[1].sealed = was;
	assert_int_equal(odk_open(&w->cx, ODK_SECRET, &l), ERR_INVALID);
	l = letter_of(&w->cx);
	l.files[0].name = "other.jpg";
	refused(w, &l, "signature");
	l = letter_of(&w->cx);
	l.form = "another";
	refused(w, &l, "signature");
	l = letter_of(&w->cx);
	l.version = "";
	refused(w, &l, "signature");
	l = letter_of(&w->cx);
	l.instance = "uuid:5b9cf8d1-106f-4004-844f-c072d76762ee";
	assert_int_equal(odk_open(&w->cx, ODK_SECRET, &l), ERR_INVALID);
	l = letter_of(&w->cx);
	l.n = 1;
	refused(w, &l, "signature");
	l = letter_of(&w->cx);
	l.signature = ODK_KEY;
	refused(w, &l, "signature");
	l.signature = "";
	refused(w, &l, "signature");
}

#define WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		WORLD(opens_what_another_program_sealed),
		WORLD(refuses_a_key_of_another_registry),
		WORLD(refuses_a_file_that_was_cut),
		WORLD(refuses_every_changed_byte),
		WORLD(refuses_exchanged_files_names_and_ids),
	};
	return cmocka_run_group_tests_name("odk", tests, NULL, NULL);
}
