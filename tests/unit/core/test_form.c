/* Forms of the registry's own: a telephone's list says the sum of what it will get, however many and long they are. */
#include "fixture.h"

#include "base/md5.h"
#include "crypt/text64.h"
#include "op/form_key.h"

enum { FORMS = 6, PIECE = 600000, ALL = 2 * PIECE };

/* One form in two pieces, the model's end in the second. */
static struct blob form_of(struct fixture *f, int i) {
	char *text = arena_alloc(f->cx.arena, ALL + 1);
	memset(text, ' ', ALL);
	int n = snprintf(text, 100, "<h:html xmlns='http://www.w3.org/2002/xforms'><model id='%d'>", i);
	text[n] = ' ';
	memcpy(text + ALL - 17, "</model></h:html>", 17);
	return (struct blob){text, ALL};
}

static void add(struct fixture *f, int i, struct blob text) {
	for (int from = 0; from < ALL; from += PIECE)
		DO(f, form_add, "{'form_id': 'own-%d', 'form_version': '1', 'form_title': 'Own', 'xform': '%s', 'from_n': %d, 'file_n': %d}",
			i, base64_put(&f->cx, (struct blob){(const char *)text.at + from, PIECE}), from, ALL);
}

static void sums_what_a_telephone_gets_one_form_at_a_time(void **state) {
	struct fixture *f = *state;
	char sums[FORMS][MD5_TEXT];
	fixture_as(f, ONA);
	DO(f, field_key_make, "{'label': 'tel'}");
	DO(f, form_key, "{}");
	const char *key = fixture_get(f, "form_key");
	fixture_as(f, ADMIN);
	for (int i = 0; i < FORMS; i++) {
		struct blob text = form_of(f, i);
		add(f, i, text);
		text = form_key_put(f->cx.arena, text, key);
		md5_text(text.at, text.n, sums[i]);
	}
	fixture_as(f, ONA);
	f->cx.actor.keyed = true;
	size_t before = arena_used(f->cx.arena);
	DO(f, form_list, "{}");
	assert_true(arena_used(f->cx.arena) - before < PIECE); /* less than one of them */
	assert_int_equal(fixture_rows(f), FORMS);
	for (int i = 0; i < FORMS; i++)
		assert_string_equal(fixture_row(f, (size_t)i, "form_hash"), sums[i]);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(sums_what_a_telephone_gets_one_form_at_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
