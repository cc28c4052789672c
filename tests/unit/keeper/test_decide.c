/*
 * The decision, tried in every combination of what can be known, against a second telling of the rules: a list of
 * reasons to refuse, written so that nothing is shared with decide.c but the enums.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "keeper/decide.h"

#define HAS(bits, bit) (((bits) >> (bit) & 1) != 0)

#define LATE ((enum gate_step)(GATE_PASSED + 1)) /* no reason found yet */

/* Whoever may: nobody's and everybody's rights by level, the others by role. */
static enum gate_step caller_refused(const struct facts *f) {
	static const struct {
		enum level level;
		enum capability capability;
	} open[] = {
		{LEVEL_NOBODY, CAN_ENTER}, {LEVEL_HALF, CAN_ENTER}, {LEVEL_FULL, CAN_ENTER}, {LEVEL_MACHINE, CAN_ENTER},
		{LEVEL_KEY, CAN_ENTER}, {LEVEL_HALF, CAN_ENROL}, {LEVEL_FULL, CAN_ENROL}, {LEVEL_HALF, CAN_FINISH}, {LEVEL_FULL, CAN_BE},
	};
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (open[i].level == f->level && open[i].capability == f->capability)
			return LATE;
	if (f->level == LEVEL_MACHINE) {
		bool role = f->capability == CAN_BE || f->capability == CAN_ENROL || f->capability == CAN_FINISH
			|| f->capability == CAN_SEND;
		if (!f->machine)
			return GATE_LEVEL;
		return !f->org || role || HAS(f->can, f->capability) ? LATE : GATE_ROLE;
	}
	if (f->level == LEVEL_KEY) { /* a telephone: what is marked for it, and then as anybody of that role */
		if (!f->keyed)
			return GATE_LEVEL;
		if (f->capability == CAN_BE || f->capability == CAN_ENROL || f->capability == CAN_FINISH || f->capability == CAN_SEND)
			return LATE;
	} else if (f->level != LEVEL_FULL || f->capability == CAN_FINISH || f->capability == CAN_SEND) {
		return GATE_LEVEL;
	}
	if (!HAS(f->can, f->capability))
		return GATE_ROLE;
	return HAS(f->can_here, f->capability) ? LATE : GATE_KIND;
}

static enum gate_step thing_refused(const struct facts *f) {
	if (!f->found)
		return GATE_THING;
	if (!f->admitted)
		return GATE_CLOSED;
	if (!f->impartial)
		return GATE_CONFLICT;
	return (f->held & f->relations) == 0 ? GATE_RELATION : LATE;
}

static enum gate_step expected(const struct facts *f) {
	enum gate_step step = caller_refused(f);
	if (step != LATE)
		return step;
	if (f->scope == SCOPE_ORG && !f->org)
		return GATE_ORG;
	if (!f->permitted)
		return GATE_PROHIBITION;
	if (f->asks_fresh && !f->fresh)
		return GATE_FRESH;
	if (f->scope == SCOPE_THING) {
		step = thing_refused(f);
		if (step != LATE)
			return step;
	}
	if (!f->asks_opened)
		return GATE_PASSED;
	bool emergency = f->use == USE_EMERGENCY;
	bool by_glass = HAS(f->relations, 13) && HAS(f->held, 13); /* REL_GLASS */
	return f->use == 0 || (emergency && !by_glass) ? GATE_OPENED : GATE_PASSED;
}

static const enum capability capabilities[] = {CAN_ENTER, CAN_BE, CAN_ENROL, CAN_FINISH, CAN_SEND, CAN_WORK};
static const enum scope scopes[] = {SCOPE_THING, SCOPE_NOTHING, SCOPE_ORG, SCOPE_NATIONAL};
static const unsigned relations[] = {0, REL_MET, REL_GLASS, REL_MET | REL_GLASS, REL_OFFERED};
static const int uses[] = {0, USE_SUPPORT, USE_EMERGENCY};

#define N(list) (sizeof list / sizeof *list)

/* Takes a digit of a number in mixed base: every combination has a number. */
static size_t digit(size_t *number, size_t base) {
	size_t d = *number % base;
	*number /= base;
	return d;
}

static struct facts tuple(size_t n) {
	struct facts f = {.capability = capabilities[digit(&n, N(capabilities))]};
	f.scope = scopes[digit(&n, N(scopes))];
	f.relations = relations[digit(&n, N(relations))];
	f.held = relations[digit(&n, N(relations))];
	f.level = (enum level)digit(&n, 4);
	f.use = uses[digit(&n, N(uses))];
	size_t can = digit(&n, 3); /* without the right; with it; with it, of a role such an organisation may not hold */
	f.can = can == 0 ? ~(1U << f.capability) : 1U << f.capability;
	f.can_here = can == 1 ? 1U << f.capability : ~(1U << f.capability);
	f.asks_fresh = digit(&n, 2) != 0;
	f.asks_opened = digit(&n, 2) != 0;
	f.machine = digit(&n, 2) != 0;
	f.org = digit(&n, 2) != 0;
	f.permitted = digit(&n, 2) != 0;
	f.fresh = digit(&n, 2) != 0;
	f.found = digit(&n, 2) != 0;
	f.admitted = digit(&n, 2) != 0;
	f.impartial = digit(&n, 2) != 0;
	return f;
}

static const size_t tuples = N(capabilities) * N(scopes) * N(relations) * N(relations) * 4 * N(uses) * 3 << 9;

static void decides_every_combination_as_the_rules_say(void **state) {
	(void)state;
	size_t passed = 0, seen[GATE_PASSED + 1] = {0};
	for (size_t n = 0; n < tuples; n++) {
		struct facts f = tuple(n);
		enum gate_step said = decide(&f);
		if (said != expected(&f))
			fail_msg("tuple %zu: %d, not %d", n, (int)said, (int)expected(&f));
		seen[said]++;
		passed += said == GATE_PASSED;
	}
	for (int step = 0; step <= GATE_PASSED; step++)
		assert_true(seen[step] > 0); /* every question refuses somebody */
	print_message("%zu combinations, %zu pass\n", tuples, passed);
}

/* Every ninety-seventh of the same combinations: of one whose only sign-in is a telephone's key. */
static void lets_a_telephone_reach_only_what_is_marked_for_it(void **state) {
	(void)state;
	size_t passed = 0;
	for (size_t n = 0; n < tuples; n += 97) {
		struct facts f = tuple(n);
		f.level = LEVEL_KEY;
		assert_int_equal(decide(&f), f.capability == CAN_ENTER ? expected(&f) : GATE_LEVEL);
		f.keyed = true;
		if (decide(&f) != expected(&f))
			fail_msg("tuple %zu: %d, not %d", n, (int)decide(&f), (int)expected(&f));
		passed += decide(&f) == GATE_PASSED;
	}
	assert_true(passed > 0);
}

static void allows_nothing_that_nobody_looked_up(void **state) {
	(void)state;
	struct facts none = {0};
	for (int c = 0; c < CAN__MAX; c++) {
		none.capability = (enum capability)c;
		assert_int_not_equal(decide(&none), GATE_PASSED);
	}
}

/* Prohibition, a closed file and a conflict stand whatever else is granted. */
static void nothing_lifts_what_nothing_lifts(void **state) {
	(void)state;
	struct facts all = {.capability = CAN_WORK, .scope = SCOPE_THING, .relations = ~0U, .asks_fresh = true, .asks_opened = true,
		.level = LEVEL_FULL, .machine = true, .org = true, .can = ~0U, .can_here = ~0U, .permitted = true, .fresh = true,
		.found = true, .admitted = true, .impartial = true, .held = ~0U, .use = USE_SUPPORT};
	assert_int_equal(decide(&all), GATE_PASSED);
	struct facts f = all;
	f.permitted = false;
	assert_int_equal(decide(&f), GATE_PROHIBITION);
	f = all;
	f.admitted = false;
	assert_int_equal(decide(&f), GATE_CLOSED);
	f = all;
	f.impartial = false;
	assert_int_equal(decide(&f), GATE_CONFLICT);
	f = all;
	f.held = REL_OFFERED;
	f.relations = REL_WORKS;
	assert_int_equal(decide(&f), GATE_RELATION);
}

/* An emergency lends no right but the one it is for. */
static void what_an_emergency_opened_is_open_for_an_emergency_alone(void **state) {
	(void)state;
	struct facts f = {.capability = CAN_WORK, .scope = SCOPE_THING, .relations = REL_WORKS, .asks_opened = true,
		.level = LEVEL_FULL, .can = 1U << CAN_WORK, .can_here = 1U << CAN_WORK, .permitted = true, .found = true,
		.admitted = true, .impartial = true, .held = REL_MET | REL_GLASS, .use = USE_EMERGENCY};
	assert_int_equal(decide(&f), GATE_OPENED);
	f.relations |= REL_GLASS;
	assert_int_equal(decide(&f), GATE_PASSED);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decides_every_combination_as_the_rules_say),
		cmocka_unit_test(lets_a_telephone_reach_only_what_is_marked_for_it),
		cmocka_unit_test(allows_nothing_that_nobody_looked_up),
		cmocka_unit_test(nothing_lifts_what_nothing_lifts),
		cmocka_unit_test(what_an_emergency_opened_is_open_for_an_emergency_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
