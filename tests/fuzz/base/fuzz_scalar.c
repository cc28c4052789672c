/* Days, instants, numbers and references as text: what is taken comes back the same when it is written again. */
#include "base/time.h"
#include "fuzz/fuzz.h"

FUZZ(cx, at, n) {
	char *text = fuzz_text(at, n);
	int32_t day, day2;
	if (day_parse(text, &day)) {
		MUST(day >= DAY_MIN && day <= DAY_MAX);
		MUST(str_equal(day_text(cx->arena, day), text)); /* one way to write a day, and no other is taken */
		int64_t start = day_start(day);
		MUST(day_of(start) == day && day_of(start - 1) == day - 1);
	}
	int64_t instant, instant2;
	if (instant_parse(text, &instant)) {
		day = day_of(instant);
		MUST(day >= DAY_MIN - 1 && day <= DAY_MAX + 1); /* an offset may reach past the edge */
		const char *again = instant_text(cx->arena, instant);
		if (day_parse(arena_strndup(cx->arena, again, 10), &day2)) {
			MUST(instant_parse(again, &instant2));
			MUST(instant2 <= instant && instant - instant2 < SECOND);
		}
		MUST(strlen(instant_clock(cx->arena, instant)) == 5);
	}
	int64_t number, number2;
	if (int_parse(text, &number))
		MUST(int_parse(arena_printf(cx->arena, "%lld", (long long)number), &number2) && number == number2);
	struct ref ref, ref2;
	if (ref_parse(text, &ref))
		MUST(ref_parse(ref_text(cx->arena, &ref), &ref2) && ref_equal(&ref, &ref2));
	free(text);
}
