#include "op/clock.h"

#include "base/str.h"
#include "base/time.h"
#include "op/fault.h"

static const char *const units[] = {[CLOCK_DAYS] = "days", [CLOCK_WORKING] = "working_days", [CLOCK_MONTHS] = "months"};
static const char *const events[EVENT__MAX] = {
	[EVENT_REFERRAL] = "referral",
	[EVENT_REASONABLE] = "reasonable",
	[EVENT_REASONABLE_POSITIVE] = "reasonable_positive",
	[EVENT_REASONABLE_NEGATIVE] = "reasonable_negative",
	[EVENT_FORMAL] = "formal",
	[EVENT_FORMAL_POSITIVE] = "formal_positive",
	[EVENT_FORMAL_NEGATIVE] = "formal_negative",
	[EVENT_DISQUALIFIED] = "disqualified",
	[EVENT_REVIEW] = "review",
	[EVENT_REVIEW_ANSWER] = "review_answer",
};
static const char *const tells[] = {"writer", "supports", "decider"}; /* bits of enum clock_tell, in their order */

/* Reading --------------------------------------------------------------------------------------------------------- */

static struct clock_length length_of(const json_t *step) {
	for (size_t u = 0; u < sizeof units / sizeof *units; u++)
		if (json_is_integer(json_object_get(step, units[u])))
			return (struct clock_length){(enum clock_unit)u, (int)json_integer_value(json_object_get(step, units[u]))};
	return (struct clock_length){0};
}

static unsigned bits_of(const json_t *names, const char *const *known, size_t n) {
	unsigned bits = 0;
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)names, i, one)
		for (size_t k = 0; k < n; k++)
			if (str_equal(json_string_value(one), known[k]))
				bits |= 1U << k;
	return bits;
}

static unsigned codes_of(const struct profile *p, const json_t *names, enum list list) {
	unsigned bits = 0;
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)names, i, one)
		bits |= json_is_string(one) ? 1U << code_find(p, list, json_string_value(one)) : 0;
	return bits & ~1U;
}

static struct clock clock_of(const struct profile *p, const json_t *d) {
	const json_t *longer = json_object_get(d, "extend"), *warn;
	size_t i;
	struct clock c = {
		.number = (int)json_integer_value(json_object_get(d, "number")),
		.definition = d,
		.length = json_object_get(d, "length"),
		.deadline = str_equal(json_string_value(json_object_get(d, "sort")), "deadline"),
		.at_least = json_is_true(json_object_get(d, "at_least")),
		.first_counts = json_is_true(json_object_get(d, "first_day")),
		.law_now = str_equal(json_string_value(json_object_get(d, "law")), "now"),
		.rolls = json_is_true(json_object_get(d, "rolls")),
		.by_hand = json_is_true(json_object_get(d, "by_hand")),
		.stops = codes_of(p, json_object_get(d, "stops"), L_STOPS),
		.tells = bits_of(json_object_get(d, "tells"), tells, 3),
		.starts_on = bits_of(json_object_get(d, "starts_on"), events, EVENT__MAX),
		.met_by = bits_of(json_object_get(d, "met_by"), events, EVENT__MAX),
		.ended_by = bits_of(json_object_get(d, "ended_by"), events, EVENT__MAX),
		.pause = codes_of(p, json_object_get(d, "pause"), L_CLOCK_WHY),
		.extend = codes_of(p, json_object_get(longer, "why"), L_CLOCK_WHY),
		.end = codes_of(p, json_object_get(d, "end"), L_CLOCK_WHY),
		.longer = length_of(longer),
		.longer_times = (int)json_integer_value(json_object_get(longer, "times")),
	};
	json_array_foreach((json_t *)json_object_get(d, "warn"), i, warn)
		if (c.warn_n < CLOCK_WARNINGS)
			c.warn[c.warn_n++] = (int)json_integer_value(warn);
	return c;
}

bool clock_read(const struct profile *p, int number, struct clock *ret_clock) {
	const json_t *d = profile_entry(p, L_CLOCK, number);
	if (d != NULL)
		*ret_clock = clock_of(p, d);
	return d != NULL;
}

/* Counting -------------------------------------------------------------------------------------------------------- */

static int32_t roll(const struct clock *c, struct calendar *calendar, int32_t day) {
	return c->rolls ? calendar_next(calendar, day) : day;
}

/* The last day of a length that begins on `first`, be it a working day or not. */
static int32_t count_from(const struct clock *c, struct calendar *calendar, int32_t first, struct clock_length l) {
	bool cut = false;
	int32_t end;
	switch (l.unit) {
	case CLOCK_WORKING:
		return calendar_after(calendar, c->first_counts ? first - 1 : first, l.n);
	case CLOCK_MONTHS:
		end = calendar_months(first, l.n, &cut);
		return c->first_counts && !cut ? end - 1 : end;
	default:
		return c->first_counts ? first + l.n - 1 : first + l.n;
	}
}

/* Days from..to, both counted, as the time counts them: working days or all. */
static int days_between(enum clock_unit unit, struct calendar *calendar, int32_t from, int32_t to) {
	return to < from ? 0 : unit == CLOCK_WORKING ? calendar_count(calendar, from, to) : to - from + 1;
}

/* What is left of a time on the day it stops runs on from another day. */
static int32_t run_on(enum clock_unit unit, struct calendar *calendar, int32_t paused, int32_t ends, int32_t again) {
	int left = days_between(unit, calendar, paused, ends);
	return unit == CLOCK_WORKING ? calendar_after(calendar, again - 1, left) : again - 1 + left;
}

struct law {
	int32_t from;
	struct clock_length length;
};

static bool law_at(const struct clock *c, size_t i, struct law *ret_law) {
	const json_t *step = json_array_get(c->length, i);
	const char *from = json_string_value(json_object_get(step, "from"));
	ret_law->length = length_of(step);
	return from != NULL && day_parse(from, &ret_law->from);
}

/* Where the changes lead a time that the law alone would end on `ends`. */
struct course {
	int32_t ends, over;  /* over: the day it was ended or met; 0 where it was not */
	int32_t paused;      /* since when it stands still; 0: it runs */
	int what, extended;
};

/* The first day that is counted. */
static int32_t counted_from(const struct clock *c, int32_t first) {
	return c->first_counts ? first : first + 1;
}

static int32_t later(int32_t a, int32_t b) {
	return a > b ? a : b;
}

static struct course follow(const struct clock *c, struct calendar *calendar, int32_t first, enum clock_unit unit,
	int32_t ends, const struct clock_step *steps, size_t n) {
	int32_t one = counted_from(c, first);
	struct course k = {.ends = ends};
	for (size_t i = 0; i < n; i++) {
		const struct clock_step *s = &steps[i];
		if (s->what != CHANGE_PAUSE && s->what != CHANGE_EXTEND && k.paused != 0) {
			k.ends = run_on(unit, calendar, later(k.paused, one), k.ends, later(s->on, one));
			k.paused = 0;
		}
		if (s->what == CHANGE_PAUSE) {
			k.paused = s->on;
		} else if (s->what == CHANGE_EXTEND) {
			k.ends = later(s->ends, k.ends);
			k.extended++;
		} else if (s->what == CHANGE_END || s->what == CHANGE_MET) {
			k.what = s->what;
			k.over = s->on;
		}
	}
	k.ends = roll(c, calendar, k.ends);
	if (k.what == CHANGE_END && (k.over < k.ends || c->at_least))
		k.ends = k.over;
	if (k.what == CHANGE_MET && c->at_least)
		k.ends = later(k.over, k.ends);
	return k;
}

/* The law of the first day; where a later one holds for what runs, the last that found it running. */
static bool course_of(const struct clock *c, struct calendar *calendar, int32_t first, const struct clock_step *steps,
	size_t n, struct course *ret_course, enum clock_unit *ret_unit) {
	struct law law;
	bool any = false;
	for (size_t i = 0; law_at(c, i, &law); i++) {
		bool newer = law.from > first;
		const struct course *k = ret_course;
		if (newer && (!any || !c->law_now || (k->over != 0 && k->over < law.from) ||
		              (k->paused == 0 && k->ends < law.from)))
			break;
		int32_t ends = count_from(c, calendar, first, law.length);
		if (newer) /* nobody's time was over before the law that shortens it */
			ends = later(ends, law.from);
		*ret_course = follow(c, calendar, first, law.length.unit, ends, steps, n);
		*ret_unit = law.length.unit;
		any = true;
	}
	return any;
}

bool clock_ends(const struct clock *c, struct calendar *calendar, int32_t first, int32_t *ret_ends) {
	struct course k;
	enum clock_unit unit;
	if (!course_of(c, calendar, first, NULL, 0, &k, &unit))
		return false;
	*ret_ends = k.ends;
	return true;
}

static int state_of(const struct clock *c, const struct course *k, int32_t today) {
	if (k->what == CHANGE_END)
		return CLOCK_ENDED;
	if (k->what == CHANGE_MET && c->deadline)
		return CLOCK_MET;
	if (k->paused != 0)
		return CLOCK_PAUSED;
	return today <= k->ends || (c->at_least && k->what != CHANGE_MET) ? CLOCK_RUNS : CLOCK_OVER;
}

struct clock_stand clock_stand(const struct clock *c, struct calendar *calendar, int32_t first,
	const struct clock_step *steps, size_t n, int32_t today) {
	struct course k = {.ends = first};
	enum clock_unit unit = CLOCK_DAYS;
	(void)course_of(c, calendar, first, steps, n, &k, &unit);
	struct clock_stand s = {.started = first, .ends = k.ends, .state = state_of(c, &k, today), .extended = k.extended};
	s.open = s.state == CLOCK_RUNS && today > s.ends;
	bool over = k.over != 0 && (c->deadline || k.what == CHANGE_END);
	int32_t at = k.paused != 0 ? later(k.paused, counted_from(c, first)) - 1 : over ? k.over : today;
	s.left = at <= s.ends ? days_between(unit, calendar, at + 1, s.ends) : -days_between(unit, calendar, s.ends + 1, at);
	if (s.open)
		s.left = 0;
	int32_t one = counted_from(c, first);
	s.of = days_between(unit, calendar, one, s.ends);
	s.day = days_between(unit, calendar, one, at < s.ends ? at : s.ends);
	return s;
}

int32_t clock_longest(const struct clock *c, struct calendar *calendar, int32_t ends) {
	switch (c->longer.unit) {
	case CLOCK_WORKING:
		return calendar_after(calendar, ends, c->longer.n);
	case CLOCK_MONTHS:
		return roll(c, calendar, calendar_months(ends, c->longer.n, NULL));
	default:
		return roll(c, calendar, ends + c->longer.n);
	}
}

/* The check ------------------------------------------------------------------------------------------------------- */

static bool is_event(const struct fault *f, const char *text) {
	(void)f;
	for (size_t i = 0; i < EVENT__MAX; i++)
		if (str_equal(events[i], text))
			return true;
	return false;
}

static bool is_tell(const struct fault *f, const char *text) {
	(void)f;
	return word_among("writer supports decider", text);
}

static bool is_why(const struct fault *f, const char *text) {
	return code_find(f->p, L_CLOCK_WHY, text) != 0;
}

static bool is_stop(const struct fault *f, const char *text) {
	return code_find(f->p, L_STOPS, text) != 0;
}

static bool length_check(struct fault *f, const json_t *step, const char *keys) {
	int n = 0;
	for (size_t u = 0; u < sizeof units / sizeof *units; u++)
		n += json_object_get(step, units[u]) != NULL;
	return fault_keys(f, step, keys) && fault_number(f, step, "days", 1, 3660, true) &&
		fault_number(f, step, "working_days", 1, 1000, true) && fault_number(f, step, "months", 1, 120, true) &&
		(n == 1 || fault_say(f, "a length has one of \"days\", \"working_days\" and \"months\""));
}

static bool lengths_check(struct fault *f, const json_t *d) {
	const json_t *list = json_object_get(d, "length"), *step;
	int32_t before = DAY_MIN, from;
	size_t i;
	if (json_array_size(list) == 0)
		return fault_say(f, "\"length\" is a list that is not empty");
	json_array_foreach((json_t *)list, i, step) {
		const char *text = json_string_value(json_object_get(step, "from"));
		if (!length_check(f, step, "from days working_days months"))
			return false;
		if (text == NULL || !day_parse(text, &from) || (i > 0 && from <= before))
			return fault_say(f, "every length says \"from\" which day, the oldest first");
		before = from;
	}
	return true;
}

static bool warn_check(struct fault *f, const json_t *d) {
	const json_t *one;
	size_t i;
	if (json_array_size(json_object_get(d, "warn")) > CLOCK_WARNINGS)
		return fault_say(f, "\"warn\" holds at most %d numbers", CLOCK_WARNINGS);
	json_array_foreach((json_t *)json_object_get(d, "warn"), i, one)
		if (!json_is_integer(one) || json_integer_value(one) < 0 || json_integer_value(one) > 366)
			return fault_say(f, "\"warn\" is a list of days before the last one, 0 to 366");
	return true;
}

static bool extend_check(struct fault *f, const json_t *d) {
	const json_t *longer = json_object_get(d, "extend");
	return longer == NULL || (length_check(f, longer, "days working_days months times why") &&
		fault_number(f, longer, "times", 1, CLOCK_TIMES, true) && fault_list(f, longer, "why", is_why, false));
}

static bool flag_check(struct fault *f, const json_t *d, const char *key) {
	const json_t *flag = json_object_get(d, key);
	return flag == NULL || json_is_boolean(flag) || fault_say(f, "\"%s\" is true or false", key);
}

const char *clock_fault(struct cx *cx, const struct profile *p, const json_t *d) {
	struct fault f = {.cx = cx, .p = p};
	fault_at(&f, "clock", json_string_value(json_object_get(d, "code")));
	(void)(fault_keys(&f, d, "number code say about sort length first_day law at_least rolls by_hand stops tells warn "
			"starts_on met_by ended_by pause extend end") &&
		fault_says(&f, d, "about", false) && fault_word(&f, d, "sort", "period deadline", false) &&
		fault_word(&f, d, "law", "start now", false) && lengths_check(&f, d) && warn_check(&f, d) && extend_check(&f, d) &&
		flag_check(&f, d, "first_day") && flag_check(&f, d, "at_least") && flag_check(&f, d, "rolls") &&
		flag_check(&f, d, "by_hand") && fault_list(&f, d, "stops", is_stop, true) &&
		fault_list(&f, d, "tells", is_tell, false) &&
		fault_list(&f, d, "starts_on", is_event, true) && fault_list(&f, d, "met_by", is_event, true) &&
		fault_list(&f, d, "ended_by", is_event, true) && fault_list(&f, d, "pause", is_why, true) &&
		fault_list(&f, d, "end", is_why, true));
	if (f.say == NULL) {
		struct clock c = clock_of(p, d);
		if (!c.by_hand && c.starts_on == 0)
			(void)fault_say(&f, "nothing starts it: neither \"by_hand\" nor \"starts_on\"");
		else if ((c.deadline || c.at_least) && c.met_by == 0)
			(void)fault_say(&f, "it waits for something: \"met_by\" says for what");
		else if (c.deadline && c.at_least)
			(void)fault_say(&f, "\"at_least\" is said of a period");
	}
	return f.say;
}
