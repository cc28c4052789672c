/* Filters and points against answers worked out by other means (tests/vectors/veil/make), and what alike values share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "crypt/group.h"
#include "text/fold.h"
#include "veil/filter.h"

enum { LINE = 4096, PARTS = 8 };

static struct cx cx;
static uint8_t secret[KEYED_KEY];

static int fresh(void **state) {
	(void)state;
	arena_reset(cx.arena);
	cx.err = (struct err){0};
	return 0;
}

/* The parts of a line between bars, in place. */
static int cut(char *line, char sign, char *part[PARTS]) {
	int n = 0;
	line[strcspn(line, "\n")] = 0;
	for (char *at = line; at != NULL && n < PARTS; n++) {
		part[n] = at;
		at = strchr(at, sign);
		if (at != NULL)
			*at++ = 0;
	}
	return n;
}

static void plan_of(struct veil_plan *plan, unsigned bits, const char *harden, const char *fields) {
	*plan = veil_plan_usual();
	plan->bits = bits;
	assert_int_equal(veil_steps_read(&cx, NULL, harden, plan), 0);
	for (int i = 0; i < VEIL__MAX; i++) {
		char *name = arena_printf(cx.arena, ";%s=", veil_kind_names[i]);
		plan->weight[i] = strstr(arena_printf(cx.arena, ";%s", fields), name) == NULL ? 0 : veil_kind_weights[i];
	}
}

static bool encode(const struct veil_plan *plan, const char *fields, uint64_t *filter) {
	struct veil_encoder *e = NULL;
	char *field[PARTS];
	assert_int_equal(veil_encoder_new(&cx, plan, secret, false, &e), 0);
	int n = cut(arena_strdup(cx.arena, fields), ';', field);
	veil_record_begin(e);
	for (int i = 0; i < n; i++) {
		const char *equals = strchr(field[i], '=');
		veil_record_add(e, veil_kind_find(field[i], (size_t)(equals - field[i])), equals + 1, strlen(equals + 1));
	}
	bool told = veil_record_end(e, filter);
	veil_encoder_free(e);
	return told;
}

static void one_filter(char *part[PARTS]) {
	uint64_t filter[VEIL_WORDS_MOST];
	char hex[VEIL_BITS_MOST / 4 + 1];
	struct veil_plan plan;
	plan_of(&plan, (unsigned)strtoul(part[1], NULL, 10), part[2], part[4]);
	assert_int_equal(veil_round_read(&cx, NULL, part[3], &plan), 0);
	assert_true(encode(&plan, part[4], filter));
	assert_string_equal(hex_put(hex, filter, plan.bits / 8), part[5]);
}

static void one_point(char *part[PARTS]) {
	char *text[PARTS], hex[2 * GROUP_POINT + 1];
	uint8_t scalar[GROUP_SCALAR], point[GROUP_POINT];
	struct blob parts[PARTS];
	int n = cut(part[1], ';', text);
	for (int i = 0; i < n; i++)
		parts[i] = BLOB_STR(text[i]);
	group_point(point, "atrama meet 1 key", parts, (size_t)n);
	assert_string_equal(hex_put(hex, point, sizeof point), part[3]);
	assert_true(hex_get(scalar, sizeof scalar, part[2]));
	assert_true(group_scalar_is(scalar));
	assert_true(group_raise(point, scalar, point));
	assert_string_equal(hex_put(hex, point, sizeof point), part[4]);
}

static void agrees_with_answers_from_elsewhere(void **state) {
	char line[LINE], path[600], hex[2 * VEIL_MARK + 1], *part[PARTS];
	uint8_t mark[VEIL_MARK];
	const char *root = getenv("ROOT");
	int filters = 0, points = 0;
	(void)state;
	snprintf(path, sizeof path, "%.300s/tests/vectors/veil/vectors.txt", root == NULL ? "." : root);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof line, f));
	line[strcspn(line, "\n")] = 0;
	veil_mark(secret, mark);
	assert_string_equal(hex_put(hex, mark, sizeof mark), line + strlen("mark "));
	while (fgets(line, sizeof line, f) != NULL) {
		bool filter = cut(line, '|', part) == 6;
		filter ? one_filter(part) : one_point(part);
		filters += filter;
		points += !filter;
	}
	fclose(f);
	assert_int_equal(filters, 8);
	assert_int_equal(points, 3);
}

static double dice(const char *one, const char *two, const char *harden) {
	uint64_t a[VEIL_WORDS_MOST], b[VEIL_WORDS_MOST], both[VEIL_WORDS_MOST];
	struct veil_plan plan;
	plan_of(&plan, 1024, harden, one);
	assert_true(encode(&plan, one, a));
	assert_true(encode(&plan, two, b));
	for (int i = 0; i < 16; i++)
		both[i] = a[i] & b[i];
	return 2.0 * veil_count(both, 16) / (veil_count(a, 16) + veil_count(b, 16));
}

static void one_person_in_two_scripts_is_alike(void **state) {
	(void)state;
	static const char latin[] = "given=Olena;surname=Kovalenko;birth=1987-03-12", cyrillic[] = "given=Олена;surname=Коваленко;birth=12.03.1987",
		other[] = "given=Mantas;surname=Butkus;birth=1954-11-30";
	assert_true(dice(latin, cyrillic, "none") > 0.9);
	assert_true(dice(latin, other, "none") < 0.5);
	assert_true(dice(latin, cyrillic, "fold") > 0.8);
	assert_true(dice(latin, other, "fold") < 0.65);
	assert_true(dice(latin, latin, "fold,noise:100") > 0.999); /* the same filter is turned over the same way */
	assert_true(dice("surname=Kazlauskas;birth=1990-01-05", "surname=Kazlauskienė;birth=1990-05-01", "none") > 0.6);
}

static void another_secret_or_round_has_nothing_in_common(void **state) {
	uint64_t a[16], b[16], c[16];
	struct veil_plan plan, round;
	(void)state;
	static const char one[] = "surname=Kovalenko;birth=1987-03-12";
	plan_of(&plan, 1024, "none", one);
	round = plan;
	assert_int_equal(veil_round_read(&cx, NULL, "two", &round), 0);
	assert_true(encode(&plan, one, a));
	assert_true(encode(&round, one, b));
	secret[0] ^= 1;
	assert_true(encode(&plan, one, c));
	secret[0] ^= 1;
	unsigned ab = 0, ac = 0, whole = veil_count(a, 16);
	for (int i = 0; i < 16; i++) {
		ab += (unsigned)__builtin_popcountll(a[i] & b[i]);
		ac += (unsigned)__builtin_popcountll(a[i] & c[i]);
	}
	assert_true(ab < whole * 6 / 10 && ac < whole * 6 / 10);
}

static void a_record_without_anything_has_no_filter(void **state) {
	uint64_t a[16];
	struct veil_plan plan;
	(void)state;
	plan_of(&plan, 1024, "balance,fold,noise:10", "birth=x");
	assert_false(encode(&plan, "birth=", a));
	assert_false(encode(&plan, "birth=unknown", a));
	assert_true(encode(&plan, "birth=29-1q-1983", a)); /* a slip in one digit leaves the rest */
}

static void balanced_filters_have_as_many_bits(void **state) {
	uint64_t a[16];
	struct veil_plan plan;
	(void)state;
	plan_of(&plan, 1024, "balance", "place=x");
	assert_true(encode(&plan, "place=Vilnius", a));
	assert_int_equal(veil_count(a, 16), 512);
	assert_true(encode(&plan, "place=Ar", a));
	assert_int_equal(veil_count(a, 16), 512);
}

static void plans_that_do_not_fit_are_refused(void **state) {
	struct veil_plan plan = veil_plan_usual();
	unsigned raw;
	(void)state;
	static const char *const bad[] = {"", "fold,", "fold:2", "mix", "mix:1", "mix:17", "noise:0", "noise:301", "noise:9999999999",
		"none,fold", "fold,fold,fold,fold,fold,fold,fold", "Fold"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(veil_steps_read(&cx, "harden", bad[i], &plan), ERR_INVALID);
	static const char *const fields[] = {"", "given", "given 0", "given 101", "given 4,surname 4", "given 4, given 4", "given 4, ", "nobody 3"};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		assert_int_equal(veil_fields_read(&cx, "fields", fields[i], &plan), ERR_INVALID);
	assert_int_equal(veil_steps_read(&cx, NULL, "fold,fold,fold,fold,fold", &plan), 0);
	assert_int_equal(veil_plan_check(&cx, NULL, &plan, &raw), ERR_INVALID);
	plan = veil_plan_usual();
	plan.bits = 1000;
	assert_int_equal(veil_plan_check(&cx, NULL, &plan, &raw), ERR_INVALID);
}

/* RFC 9496 A.3: bytes that are no point; and the neutral one. */
static void only_points_are_raised(void **state) {
	static const char *const bad[] = {
		"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "0100000000000000000000000000000000000000000000000000000000000000",
		"26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371", "0000000000000000000000000000000000000000000000000000000000000000",
	};
	uint8_t scalar[GROUP_SCALAR] = {5}, point[GROUP_POINT], zero[GROUP_SCALAR] = {0}, all[GROUP_SCALAR];
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_true(hex_get(point, sizeof point, bad[i]));
		assert_false(group_raise(point, scalar, point));
	}
	memset(all, 255, sizeof all);
	assert_true(group_scalar_is(scalar));
	assert_false(group_scalar_is(zero));
	assert_false(group_scalar_is(all));
}

int main(void) {
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(agrees_with_answers_from_elsewhere, fresh),
		cmocka_unit_test_setup(one_person_in_two_scripts_is_alike, fresh),
		cmocka_unit_test_setup(another_secret_or_round_has_nothing_in_common, fresh),
		cmocka_unit_test_setup(a_record_without_anything_has_no_filter, fresh),
		cmocka_unit_test_setup(balanced_filters_have_as_many_bits, fresh),
		cmocka_unit_test_setup(plans_that_do_not_fit_are_refused, fresh),
		cmocka_unit_test_setup(only_points_are_raised, fresh),
	};
	cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = crypt_random, .lang = "en"};
	for (size_t i = 0; i < sizeof secret; i++)
		secret[i] = (uint8_t)i;
	fold_warm();
	return crypt_init() != 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
