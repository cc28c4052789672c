#include "cmd/story.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/op.h"

static struct scene *scene_new(struct cx *cx, struct story *story, int64_t at, const char *as) {
	if (story->n == story->room) {
		size_t room = story->room == 0 ? 256 : story->room * 2;
		story->scenes = arena_grow(cx->arena, story->scenes, story->room * sizeof *story->scenes,
		                           room * sizeof *story->scenes);
		story->room = room;
	}
	struct scene *scene = &story->scenes[story->n++];
	*scene = (struct scene){.at = at, .as = as, .calls = json_array()};
	return scene;
}

static void call(struct scene *scene, enum op_id op, json_t *in) {
	json_array_append_new(scene->calls, json_pack("{s:s, s:o}", "op", ops[op].name, "in", in));
}

/* The newest 12 March that is past. */
static int32_t last_march(int32_t today) {
	int32_t day = day_from_ymd(day_year(today), 3, 12);
	return day < today ? day : day_from_ymd(day_year(today) - 1, 3, 12);
}

/* "-20d", "march" and "today" as day numbers; `there` is the day of the scene. False for any other text. */
static bool day_word(const char *text, int32_t today, int32_t there, int32_t *ret_day) {
	char *end = NULL;
	if (strcmp(text, "today") == 0) {
		*ret_day = there;
	} else if (strcmp(text, "march") == 0) {
		*ret_day = last_march(today);
	} else if (*text == '-') {
		long n = strtol(text, &end, 10);
		if (strcmp(end, "d") != 0)
			return false;
		*ret_day = today + (int32_t)n;
	} else {
		return false;
	}
	return true;
}

/* "-20d 11:30", "march 14:05" or "-3h" as an instant. */
static bool moment(struct cx *cx, const char *text, int64_t *ret_at) {
	int32_t today = day_of(cx->now), day = 0;
	char *end = NULL;
	if (str_ends(text, "h")) {
		long n = strtol(text, &end, 10);
		*ret_at = cx->now + n * HOUR;
		return strcmp(end, "h") == 0;
	}
	const char *clock = strchr(text, ' ');
	if (clock == NULL || strlen(clock) != 6 || !day_word(arena_strndup(cx->arena, text, (size_t)(clock - text)), today, today, &day))
		return false;
	long hour = strtol(clock + 1, NULL, 10), minute = strtol(clock + 4, NULL, 10);
	*ret_at = day_start(day) + hour * HOUR + minute * MINUTE;
	return true;
}

static json_t *told_days(struct cx *cx, const json_t *value, int32_t there) {
	const char *key;
	json_t *each;
	int32_t day = 0;
	const char *text = json_string_value(value);
	if (text != NULL)
		return day_word(text, day_of(cx->now), there, &day) ? json_string(day_text(cx->arena, day)) : json_string(text);
	if (!json_is_object(value))
		return json_deep_copy(value);
	json_t *copy = json_object();
	json_object_foreach((json_t *)value, key, each)
		json_object_set_new(copy, key, told_days(cx, each, there));
	return copy;
}

static int living(struct cx *cx, const json_t *demo, struct story *story) {
	const json_t *scenes = json_object_get(demo, "scenes"), *told, *one;
	size_t i, k;
	json_array_foreach((json_t *)scenes, i, told) {
		int64_t at = 0;
		const char *when = json_string_value(json_object_get(told, "at"));
		if (when == NULL || !moment(cx, when, &at))
			return err_say(cx, ERR_INVALID, "at", N_("A scene of the demonstration has no time."), when);
		struct scene *scene = scene_new(cx, story, at, json_string_value(json_object_get(told, "as")));
		scene->keep = json_incref(json_object_get(told, "keep"));
		json_array_foreach(json_object_get(told, "calls"), k, one)
			json_array_append_new(scene->calls, json_pack("{s:O, s:o}", "op", json_object_get(one, "op"), "in",
				told_days(cx, json_object_get(one, "in"), day_of(at))));
	}
	return 0;
}

/* One person of an earlier year. */
struct somebody {
	const char *decided, *presumed; /* forms; NULL where no such record */
	int year;
	size_t i, of; /* the i-th of so many: spreads them over the year */
};

static const char *pick(const char *const *words, size_t n, size_t i, size_t salt) {
	return words[(i * 2654435761U + salt * 40503U) / 7 % n];
}

#define PICK(words, i, salt) pick((words), sizeof(words) / sizeof *(words), (i), (salt))

static json_t *sign_of(struct cx *cx, const struct somebody *s, int32_t day) {
	static const char *const towns[] = {"vilnius-city", "kaunas-city", "klaipeda-city", "panevezys-city", "siauliai-city", "utena",
	                                    "telsiai", "marijampole", "jonava", "trakai", "silute", "rokiskis"};
	static const char *const ages[] = {"18_24", "25_39", "25_39", "40_up", "18_24", "12_17"};
	static const char *const speech[] = {"lt", "ru", "uk", "lt", "be", "lt", "vi"};
	bool labour = str_starts(s->decided != NULL ? s->decided : s->presumed, "labour");
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "municipality", PICK(towns, s->i, 1), "source", "import", "age",
		PICK(ages, s->i, 2), "sex", labour == (s->i % 7 != 0) ? "male" : "female", "language", PICK(speech, s->i, 3),
		"happened", day_text(cx->arena, day));
}

static json_t *agrees(const char *person, const char *org, const char *purpose) {
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "person", person, "org", org, "purpose", purpose, "consent_state",
		"given", "language", "lt", "read_aloud", "yes");
}

static json_t *refers(const char *person, const char *org, const char *purpose, const char *need) {
	return json_pack("{s:s, s:s, s:s, s:[s]}", "person", person, "org", org, "purpose", purpose, "need", need);
}

static void presumed_by(struct cx *cx, struct scene *scene, const char *person, const char *form, int32_t day) {
	const char *text = day_text(cx->arena, day);
	call(scene, OP_presumption_record, json_pack("{s:s, s:[s], s:s}", "person", person, "form", form, "happened", text));
	call(scene, OP_service_record, json_pack("{s:s, s:s, s:s}", "person", person, "need", "counselling", "happened", text));
}

/* An officer meets her; the bureau decides eight days later; in between an NGO may help and presume, too. */
static void decided_one(struct cx *cx, struct story *story, const struct somebody *s, int32_t day) {
	const char *me = arena_printf(cx->arena, "@%d-%zu", s->year, s->i);
	int64_t at = day_start(day) + 9 * HOUR + (int64_t)s->i * MINUTE;
	struct scene *scene = scene_new(cx, story, at, s->i % 2 == 0 ? "rita" : "tomas");
	call(scene, OP_signal_record, sign_of(cx, s, day));
	call(scene, OP_consent_record, agrees("$0.person", "police-bureau", "decision"));
	call(scene, OP_referral_send, refers("$0.person", "police-bureau", "decision", "decision"));
	json_t *keep = json_pack("{s:s, s:s}", me + 1, "0.person", arena_printf(cx->arena, "%s-b", me + 1), "2.referral");
	if (s->presumed != NULL) {
		call(scene, OP_consent_record, agrees("$0.person", "saules-slenkstis", "support"));
		call(scene, OP_referral_send, refers("$0.person", "saules-slenkstis", "support", "counselling"));
		json_object_set_new(keep, arena_printf(cx->arena, "%s-a", me + 1), json_string("4.referral"));
	}
	scene->keep = keep;
	if (s->presumed != NULL) {
		scene = scene_new(cx, story, at + 5 * HOUR, "milda");
		call(scene, OP_referral_accept, json_pack("{s:s}", "referral", arena_printf(cx->arena, "%s-a", me)));
		presumed_by(cx, scene, me, s->presumed, day);
	}
	scene = scene_new(cx, story, at + 6 * HOUR, "daiva");
	call(scene, OP_referral_accept, json_pack("{s:s}", "referral", arena_printf(cx->arena, "%s-b", me)));
	scene = scene_new(cx, story, at + 8 * 24 * HOUR, "daiva");
	call(scene, OP_decision_record, json_pack("{s:s, s:s, s:[s], s:s}", "person", me, "outcome", "identified", "form",
		s->decided, "decided_on", day_text(cx->arena, day + 8)));
}

static void presumed_one(struct cx *cx, struct story *story, const struct somebody *s, int32_t day) {
	int64_t at = day_start(day) + 13 * HOUR + (int64_t)s->i * MINUTE;
	struct scene *scene = scene_new(cx, story, at, s->i % 3 == 0 ? "lina" : "milda");
	call(scene, OP_signal_record, sign_of(cx, s, day));
	presumed_by(cx, scene, "$0.person", s->presumed, day);
}

/* The next form of `left` ({"form": count}) of which some are left, `wanted` first; takes one. NULL when none are. */
static const char *take(json_t *left, const char *wanted) {
	const char *form = wanted != NULL && json_integer_value(json_object_get(left, wanted)) > 0 ? wanted : NULL, *key;
	json_t *count;
	if (form == NULL)
		json_object_foreach(left, key, count)
			if (form == NULL && json_integer_value(count) > 0)
				form = key;
	if (form != NULL)
		json_integer_set(json_object_get(left, form), json_integer_value(json_object_get(left, form)) - 1);
	return form;
}

static json_int_t sum(const json_t *counts) {
	json_int_t n = 0;
	const char *key;
	json_t *count;
	json_object_foreach((json_t *)counts, key, count)
		n += json_integer_value(count);
	return n;
}

static void earlier_year(struct cx *cx, const json_t *year, struct story *story) {
	json_t *decided = json_deep_copy(json_object_get(year, "authorities"));
	json_t *presumed = json_deep_copy(json_object_get(year, "ngos"));
	json_int_t both = json_integer_value(json_object_get(year, "both"));
	struct somebody s = {.year = (int)json_integer_value(json_object_get(year, "year"))};
	s.of = (size_t)(sum(decided) + sum(presumed) - both);
	int32_t first = day_from_ymd(s.year, 1, 3);
	for (; s.i < s.of; s.i++) {
		int32_t day = first + (int32_t)(s.i * 335 / s.of);
		s.decided = take(decided, NULL);
		s.presumed = s.decided == NULL || both-- > 0 ? take(presumed, s.decided) : NULL;
		if (s.decided != NULL)
			decided_one(cx, story, &s, day);
		else
			presumed_one(cx, story, &s, day);
	}
	json_decref(decided);
	json_decref(presumed);
}

static int by_time(const void *a, const void *b) {
	const struct scene *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

int story_read(struct cx *cx, const json_t *demo, struct story *ret_story) {
	struct story story = {0};
	const json_t *year;
	size_t i;
	json_array_foreach((json_t *)json_object_get(demo, "years"), i, year)
		earlier_year(cx, year, &story);
	int rc = living(cx, demo, &story);
	if (rc != 0) {
		story_free(&story);
		return rc;
	}
	qsort(story.scenes, story.n, sizeof *story.scenes, by_time);
	*ret_story = story;
	return 0;
}

void story_free(struct story *story) {
	for (size_t i = 0; i < story->n; i++) {
		json_decref(story->scenes[i].calls);
		json_decref(story->scenes[i].keep);
	}
	story->n = 0;
}
