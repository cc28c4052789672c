#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "op/profile.h"
#include "text/format.h"
#include "view/picture.h"
#include "view/report.h"
#include "web/page.h"
#include "web/sandbox.h"

static struct profile *profile;

static const char answer_text[] =
	"{\"report\": \"tip\", \"as_of\": \"2023-03-01\", \"rows\": [{\"year\": 2022, \"indicator\": \"investigations\", "
	"\"breakdown\": \"total\", \"figure\": \"12\", \"value_status\": \"value\", \"unit_of\": \"cases\", \"version\": 1, "
	""
	/* letters the faces have not, too */
	"\"bodies\": 2, \"delivered\": 2, \"quoted\": \"\u0105\u017e\u0457\u0416 \u0639 \u4e2d\"}]}";
static const char svg[] =
	"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\"><rect width=\"100\" height=\"50\" "
	"fill=\"#0072b2\"/>"
	"<text x=\"5\" y=\"20\" font-size=\"12\">\u0104\u017euolas \u0416\u0457 \u0639</text></svg>";

/* As a worker: nothing was printed before its sandbox closed. Gives 0, or which step failed. */
static int print_inside(void) {
	struct cx cx = {.arena = arena_new(64 << 20), .lang = "lt", .profile = profile};
	page_memory(cx.arena);
	json_t *answer = json_loads(answer_text, 0, NULL);
	if (answer == NULL || web_sandbox(&cx) != 0)
		return 1;
	if (open("/usr/share/fonts", O_RDONLY | O_CLOEXEC) >= 0 || errno != EACCES)
		return 2;
	for (int f = 0; f < REPORT_FORMATS; f++) {
		struct buf out = buf_new(cx.arena, 8 << 20);
		if (report_render(&cx, answer, (enum report_format)f, &out) != 0 || out.n < 50)
			return 10 + f;
	}
	struct buf png = buf_new(cx.arena, 8 << 20);
	if (picture_png(&cx, (struct blob){svg, sizeof svg - 1}, 600, &png) != 0 || memcmp(png.at, "\x89PNG", 4) != 0)
		return 20;
	return 0;
}

static void a_worker_prints_every_format_inside_its_sandbox(void **state) {
	(void)state;
	int status = 0;
	pid_t pid = fork();
	if (pid == 0)
		_exit(print_inside());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		print_message("# ended by signal %d\n", WTERMSIG(status));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int setup(void **state) {
	(void)state;
	struct cx cx = {.arena = arena_new(ARENA_DEFAULT), .lang = "lt"};
	text_warm();
	int rc = profile_load(&cx, "lt", &profile);
	arena_free(cx.arena);
	return rc;
}

static int teardown(void **state) {
	(void)state;
	profile_free(profile);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_prints_every_format_inside_its_sandbox),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
