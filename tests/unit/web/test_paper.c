/* Forms of an agency's own for a pen: what stands on the sheet, as pdftotext reads it back. */
#include <unistd.h>

#include "unit/form/made.h"

#include "text/format.h"
#include "web/form_paper.h"

/* One that may be long is no table: three of them in one another. */
static const char *repeat(const char *path, const char *label, const char *inner) {
	return arena_printf(cx.arena, "<group ref='/data/%s'><label>%s</label><repeat nodeset='/data/%s'>"
		"<input ref='/data/%s/say' appearance='multiline'><label>%s say</label></input>%s</repeat></group>", path, label, path, path,
		label, inner);
}

static const char *printed(struct xform *form) {
	char path[] = "/tmp/atrama-paper-XXXXXX", line[1000];
	struct buf pdf = buf_new(cx.arena, 8 << 20), text = buf_new(cx.arena, 1 << 20);
	const struct own_form_found found = {.id = "nested", .version = "1", .title = "Nested", .name = "nested", .form = form};
	assert_int_equal(form_paper(&cx, &found, "", &pdf), 0);
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.at, pdf.n), (ssize_t)pdf.n);
	close(fd);
	FILE *from = popen(arena_printf(cx.arena, "pdftotext -layout %s -", path), "r");
	assert_non_null(from);
	while (fgets(line, sizeof line, from) != NULL)
		buf_str(&text, line);
	assert_int_equal(pclose(from), 0);
	unlink(path);
	return text.at;
}

static int count(const char *text, const char *what) {
	int n = 0;
	for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
		n++;
	return n;
}

static void entries_in_entries_are_told_apart_and_none_is_lost(void **state) {
	(void)state;
	struct xform *form = form_read(made("<a><say/><b><say/><c><say/><d><say/></d></c></b></a>", "",
		repeat("a", "First", repeat("a/b", "Second", repeat("a/b/c", "Third", repeat("a/b/c/d", "Fourth", ""))))));
	const char *text = printed(form);
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(count(text, arena_printf(cx.arena, "Entry %d\n", i)), 1);
		for (int k = 1; k <= 2; k++) {
			assert_int_equal(count(text, arena_printf(cx.arena, "Entry %d.%d\n", i, k)), 1);
			assert_int_equal(count(text, arena_printf(cx.arena, "Entry %d.%d.1.1\n", i, k)), 1);
		}
	}
	assert_int_equal(count(text, "Second say"), 4);
	assert_int_equal(count(text, "Fourth say"), 4); /* once in each: copies of copies do not multiply for ever */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(entries_in_entries_are_told_apart_and_none_is_lost, set_up, tear_down),
	};
	text_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
