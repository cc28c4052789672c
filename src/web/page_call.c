/* The hotline: who answers now, calls as they come, and what became of each. */
#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"

static const struct ask_way done[] = {
	{"call", N_("The call is written down, and counted in its register.")},
	{"changed", N_("It is written down what became of the call.")},
	{"sign", N_("The sign is recorded, and stands beside the call.")},
	{"duty", N_("Your time is written down.")},
	{0},
};

static const struct ask_way yes_no[] = {{"yes", N_("Yes")}, {"no", N_("No")}, {0}};

/* The clock on the wall -------------------------------------------------------------------------------------------- */

/* One line of the form that is no field of an operation: a clock. */
static json_t *ask_clock(const struct page *page, const char *name, const char *label, const char *hint) {
	json_t *ask = ask_text(page, F_LABEL, label, hint);
	json_object_set_new(ask, "id", json_string(name));
	json_object_set_new(ask, "name", json_string(name));
	json_object_set_new(ask, "value", json_string(page_field(page, name)));
	json_object_set_new(ask, "short", json_true());
	size_t i;
	json_t *error;
	json_array_foreach(page->errors, i, error) {
		if (!str_equal(json_text(error, "field"), name))
			continue;
		json_object_set_new(error, "question_label", json_string(label));
		json_object_set(ask, "wrong", json_object_get(error, "text"));
	}
	json_object_set_new(ask, "told", json_string(hint == NULL ? "" : arena_printf(page->cx->arena, "%s-hint", name)));
	return ask;
}

/* "3:05", "03.05", "0305" as minutes of the day; -1: no clock shows that. */
static int minutes_of(const char *text) {
	int digits[4] = {0}, n = 0;
	for (; *text != 0; text++) {
		if (*text == ':' || *text == '.')
			continue;
		if (*text < '0' || *text > '9' || n == 4)
			return -1;
		digits[n++] = *text - '0';
	}
	int hours = n == 3 ? digits[0] : digits[0] * 10 + digits[1];
	int minutes = n == 3 ? digits[1] * 10 + digits[2] : digits[2] * 10 + digits[3];
	return (n == 3 || n == 4) && hours < 24 && minutes < 60 ? hours * 60 + minutes : -1;
}

/* The instant at which the clock shows what stands in the field `name`, that day. In autumn one hour comes twice: `second`
 * says whether it is the second time, or is "" where nobody asked; then *ret_twice is set. */
static int clock_read(struct page *page, const char *name, int32_t day, const char *second, bool *ret_twice,
	int64_t *ret_at) {
	struct cx *cx = page->cx;
	int64_t at[2];
	int minutes = minutes_of(page_field(page, name));
	if (minutes < 0)
		return err_say(cx, ERR_INVALID, name, N_("Write the time as 15:05."), NULL);
	int n = instant_at(day, minutes, at);
	if (n == 0)
		return err_say(cx, ERR_INVALID, name, N_("The clock was put forward that night: that time did not come."), NULL);
	if (n == 2 && second[0] == 0) {
		*ret_twice = true;
		return err_say(cx, ERR_INVALID, name, N_("The clock was put back that night: that time came twice. Say which."), NULL);
	}
	*ret_at = n == 2 && str_equal(second, "yes") ? at[1] : at[0];
	return ERR_OK;
}

/* "25 October 2026, 03:30 (UTC+02:00)": as the clock on the wall showed it. How far it was before UTC is said only
 * where the registry's own clock shows that time twice, or another one. */
static const char *wall(const struct page *page, const json_t *row) {
	struct cx *cx = page->cx;
	int64_t at, twice[2], east = json_integer_value(json_object_get(row, "east"));
	if (!instant_parse(json_text(row, "began"), &at))
		return "";
	int64_t minutes = at / MINUTE + east, far = east < 0 ? -east : east, day = minutes / (24 * 60);
	int minute = (int)(minutes % (24 * 60));
	if (minute < 0) {
		minute += 24 * 60;
		day--;
	}
	const char *text = arena_printf(cx->arena, "%s, %02d:%02d", text_day(cx->arena, cx->lang, day), minute / 60,
		minute % 60);
	if (east == instant_east(at) && instant_at((int32_t)day, minute, twice) == 1)
		return text;
	return arena_printf(cx->arena, "%s (UTC%c%02d:%02d)", text, east < 0 ? '-' : '+', (int)(far / 60), (int)(far % 60));
}

/* The list ------------------------------------------------------------------------------------------------------ */

static json_t *picture(const struct page *page, json_t *calls) {
	const struct cx *cx = page->cx;
	json_t *rows = json_array(), *row;
	if (json_array_size(calls) == 0)
		return json_null();
	for (size_t i = 0; code_at(cx->profile, L_RELATED, i) != 0; i++) {
		const char *code = code_name(cx->profile, L_RELATED, code_at(cx->profile, L_RELATED, i));
		size_t n = 0, k;
		json_array_foreach(calls, k, row)
			n += str_equal(json_text(row, "related"), code);
		json_array_append_new(rows, json_pack("{s:s, s:I}", "label", page_label(page, L_RELATED, code), "value", (json_int_t)n));
	}
	return json_pack("{s:s, s:s, s:o}", "kind", "bars", "title", text_say(cx->lang, N_("What the newest calls were about")),
		"rows", rows);
}

static void calls_dress(const struct page *page, json_t *calls) {
	json_t *row;
	size_t i;
	json_array_foreach(calls, i, row) {
		json_object_set_new(row, "wall", json_string(wall(page, row)));
		json_object_set_new(row, "href", json_string(arena_printf(page->cx->arena, "/calls/%s", json_text(row, "call"))));
	}
}

/* An hour of the same day needs no day said twice. */
static void duties_dress(const struct page *page, json_t *duties) {
	struct arena *a = page->cx->arena;
	json_t *row;
	size_t i;
	json_array_foreach(duties, i, row) {
		int64_t began, until;
		bool same = instant_parse(json_text(row, "began"), &began) && instant_parse(json_text(row, "until"), &until)
			&& day_of(began) == day_of(until);
		json_object_set_new(row, "until_clock", same ? json_string(instant_clock(a, until)) : json_null());
	}
}

/* The registry's own languages that nobody on duty now speaks, as the words of one sentence; "" where there is none. */
static const char *missing(const struct page *page, json_t *duties) {
	struct buf words = buf_new(page->cx->arena, 1000);
	json_t *row, *one;
	buf_str(&words, "");
	for (size_t l = 0; l < TEXT_LANGS; l++) {
		bool spoken = false;
		size_t i, k;
		json_array_foreach(duties, i, row)
			if (json_is_true(json_object_get(row, "current")))
				json_array_foreach(json_object_get(row, "language"), k, one)
					spoken = spoken || str_equal(json_string_value(one), text_langs[l]);
		if (!spoken)
			buf_printf(&words, "%s%s", words.n == 0 ? "" : ", ", page_label(page, L_SPEECH, text_langs[l]));
	}
	return words.at;
}

/* From the clock to the clock: what ends before it begins ends tomorrow. */
static int duty_do(struct page *page) {
	struct cx *cx = page->cx;
	json_t *in = page_form(page, OP_duty_record);
	int32_t today = day_of(cx->now);
	int64_t from = 0, until = 0;
	bool twice = false;
	int rc = clock_read(page, "from_clock", today, "no", &twice, &from);
	if (rc == 0)
		rc = clock_read(page, "until_clock", today, "yes", &twice, &until);
	if (rc == 0 && until <= from)
		rc = clock_read(page, "until_clock", today + 1, "yes", &twice, &until);
	if (rc != 0)
		return rc;
	json_object_set_new(in, "began", json_string(instant_text(cx->arena, from)));
	json_object_set_new(in, "until", json_string(instant_text(cx->arena, until)));
	if (json_object_get(in, "language") == NULL)
		return err_say(cx, ERR_INVALID, "language", N_("This is needed."), NULL);
	page_add(page, OP_duty_record, in);
	return page_run(page);
}

static int calls_page(struct page *page) {
	if (page_posted(page)) {
		int rc = duty_do(page);
		if (rc == 0)
			return page_redirect(page, "/calls?done=duty");
		if (!page_mend(page, rc))
			return rc;
	}
	size_t list = page_add(page, OP_call_list, NULL), duties = page_add(page, OP_duty_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *calls = page_rows(page, list), *people = page_rows(page, duties);
	calls_dress(page, calls);
	duties_dress(page, people);
	return page_render(page, "calls", json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "title", N_("Calls"), "back",
		"/leads", "told", ask_told(page, done), "calls", when_some(calls), "duties", when_some(people), "missing",
		missing(page, people), "picture", picture(page, calls), "from",
		ask_clock(page, "from_clock", N_("From"), N_("For example 20:00.")), "until", ask_clock(page, "until_clock", N_("Until"), NULL), "speech",
		ask_choice(page, F_SPEECH, N_("In which languages do you answer?"), NULL)));
}

/* A call -------------------------------------------------------------------------------------------------------- */

/* When it began: now, unless a clock was written. */
static int began_read(struct page *page, json_t *in, bool *ret_twice) {
	int32_t day = day_of(page->cx->now);
	int64_t at;
	const char *typed = json_string_value(json_object_get(page_form(page, OP_lead_record), "happened"));
	if (page_field(page, "clock")[0] == 0)
		return ERR_OK;
	if (typed != NULL && !day_parse(typed, &day))
		return err_say(page->cx, ERR_INVALID, "happened", N_("There is no such day."), typed);
	int rc = clock_read(page, "clock", day, page_field(page, "second"), ret_twice, &at);
	if (rc == 0)
		json_object_set_new(in, "began", json_string(instant_text(page->cx->arena, at)));
	return rc;
}

static int call_do(struct page *page, bool *ret_twice, size_t *ret_i) {
	json_t *in = page_form(page, OP_call_record);
	int rc = began_read(page, in, ret_twice);
	if (rc == 0)
		rc = ask_complete(page, OP_call_record, in);
	if (rc != 0)
		return rc;
	*ret_i = page_add(page, OP_call_record, in);
	return page_run(page);
}

static json_t *ask_twice(const struct page *page) {
	static const struct ask_way ways[] = {{"no", N_("The first time, before the clock was put back")},
		{"yes", N_("The second time, after it")}, {0}};
	json_t *ask = ask_ways(page, F_CURRENT, N_("Which of the two?"), NULL, ways), *one;
	size_t i;
	json_object_set_new(ask, "name", json_string("second"));
	json_object_set_new(ask, "id", json_string("second"));
	json_array_foreach(json_object_get(ask, "options"), i, one)
		json_object_set_new(one, "id", json_string(i == 0 ? "second" : "second-2"));
	return ask;
}

static int new_page(struct page *page) {
	bool twice = false;
	if (page_posted(page)) {
		size_t i = 0;
		int rc = call_do(page, &twice, &i);
		if (rc == 0)
			return page_redirect(page, "/calls/%s?done=call", page_text(page, i, "call"));
		if (page->errors == NULL && !page_mend(page, rc))
			return rc;
	}
	size_t list = page_add(page, OP_call_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *calls = page_rows(page, list);
	calls_dress(page, calls);
	while (json_array_size(calls) > 30)
		json_array_remove(calls, json_array_size(calls) - 1);
	json_t *earlier = ask_rows(page, F_EARLIER, N_("Did somebody call about this before?"), NULL, calls, "call", "wall");
	json_object_set_new(earlier, "nothing", json_string(N_("No, or not known")));
	const char *lead = page_posted(page) ? page_field(page, "lead") : page_query(page, "lead");
	return page_render(page, "call_new", json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Write down a call"), "back", "/calls", "lead", lead, "danger",
		ask_ways(page, F_DANGER, N_("Is somebody in danger now?"), NULL, yes_no),
		"related", ask_choice(page, F_RELATED, N_("What is it about?"), NULL), "caller", ask_choice(page, F_CALLER, N_("Who calls?"),
			NULL), "speech", ask_choice(page, F_SPEECH, N_("In which language?"), NULL), "outcome",
		ask_choice(page, F_CALL_OUTCOME, N_("What came of it?"), NULL), "earlier", earlier, "clock",
		ask_clock(page, "clock", N_("When did it begin?"), N_("Leave it empty if it is now. Else for example 3:05.")), "day",
		ask_day(page, F_HAPPENED, N_("On which day?"), N_("If a time is written above."), day_of(page->cx->now)), "twice",
		twice || page_field(page, "second")[0] != 0 ? ask_twice(page) : json_null()));
}

/* What became of it, or a sign of somebody it was about. */
static int change_do(struct page *page, const char *ref, bool sign) {
	json_t *in = page_form(page, OP_call_change);
	json_object_set_new(in, "call", json_string(ref));
	if (sign) {
		json_t *of = page_form(page, OP_signal_record);
		json_object_set_new(of, "source", json_string("call"));
		json_object_set_new(of, "happened", json_string(day_text(page->cx->arena, day_of(page->cx->now))));
		int rc = ask_complete(page, OP_signal_record, of);
		if (rc != 0)
			return rc;
		page_add(page, OP_signal_record, of);
		in = json_pack("{s:s, s:s, s:[s]}", "call", ref, "call_outcome", "signal", "helped", "$0.person");
	}
	page_add(page, OP_call_change, in);
	return page_run(page);
}

static void investigations_split(const struct page *page, json_t *view, const json_t *call) {
	struct buf all = buf_new(page->cx->arena, 4096);
	json_t *one;
	size_t i;
	json_array_foreach(json_object_get(call, "investigation"), i, one)
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ", json_string_value(one));
	json_object_set_new(view, "investigations", all.n == 0 ? json_null() : json_string(all.at));
}

static int call_page(struct page *page) {
	const char *ref = page_param(page, "call");
	bool sign = str_equal(page_field(page, "act"), "sign");
	if (page_posted(page)) {
		int rc = change_do(page, ref, sign);
		if (rc == 0 && sign)
			return page_redirect(page, "/person/%s", page_text(page, 0, "person"));
		if (rc == 0)
			return page_redirect(page, "/calls/%s?done=changed", ref);
		if (page->errors == NULL && !page_mend(page, rc))
			return rc;
	}
	size_t list = page_add(page, OP_call_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *calls = page_rows(page, list);
	calls_dress(page, calls);
	json_t *call = json_array_get(when_pick(calls, "call", ref, NULL), 0);
	if (call == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	json_t *view = json_pack("{s:s, s:s, s:o, s:O, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title", N_("A call"), "back", "/calls",
		"told", ask_told(page, done), "item", call, "related", ask_start(ask_choice(page, F_RELATED, N_("What is it about?"), NULL),
			json_text(call, "related")), "outcome", ask_start(ask_choice(page, F_CALL_OUTCOME, N_("What came of it?"), NULL),
			json_text(call, "call_outcome")), "investigation", ask_text(page, F_INVESTIGATION, N_("An investigation it led to"),
			N_("Its number in the register of investigations.")), "where", where_municipality(page, N_("Where?")), "age",
		ask_choice(page, F_AGE, N_("How old, as it seems?"), N_("In doubt, treat the person as a child.")), "sex",
		ask_choice(page, F_SEX, N_("Who is it?"), NULL), "speech", ask_start(ask_choice(page, F_SPEECH,
			N_("Which language does the person speak?"), NULL), json_text(call, "language")), "note",
		ask_text(page, F_NOTE, N_("What did you notice?"),
			N_("A few words, no names. Only your own organisation reads this. You may leave it empty.")));
	investigations_split(page, view, call);
	return page_render(page, "call", view);
}

const struct route routes_call[] = {
	{"/calls", calls_page, ROUTE_POST},
	{"/calls/new", new_page, ROUTE_POST},
	{"/calls/:call", call_page, ROUTE_POST},
	{0},
};
