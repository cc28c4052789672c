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

/* The newest 12 March that is past. */
static int32_t last_march(int32_t today) {
	int32_t day = day_from_ymd(day_year(today), 3, 12);
	return day < today ? day : day_from_ymd(day_year(today) - 1, 3, 12);
}

/* "-20d", "+20d", "2023-02-01", "march" and "today" as day numbers; `there` is the day of the scene. False for any
   other text. */
static bool day_word(const char *text, int32_t today, int32_t there, int32_t *ret_day) {
	char *end = NULL;
	if (strcmp(text, "today") == 0) {
		*ret_day = there;
	} else if (strcmp(text, "march") == 0) {
		*ret_day = last_march(today);
	} else if (*text == '-' || *text == '+') {
		long n = strtol(text, &end, 10);
		if (strcmp(end, "d") != 0)
			return false;
		*ret_day = today + (int32_t)n;
	} else {
		return day_parse(text, ret_day);
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
	if (clock == NULL || strlen(clock) != 6 || !day_word(arena_strndup(cx->arena, text, (size_t)(clock - text)), today,
		today, &day))
		return false;
	long hour = strtol(clock + 1, NULL, 10), minute = strtol(clock + 4, NULL, 10);
	*ret_at = day_start(day) + hour * HOUR + minute * MINUTE;
	return true;
}

/* "-20d", "due=+20d" of a register, and "at -1d 21:00" as an instant. */
static json_t *told_text(struct cx *cx, const char *text, int32_t there) {
	int32_t day = 0;
	int64_t at = 0;
	if (str_starts(text, "at ") && moment(cx, text + 3, &at))
		return json_string(instant_text(cx->arena, at));
	const char *equals = strchr(text, '='), *word = equals == NULL ? text : equals + 1;
	if (!day_word(word, day_of(cx->now), there, &day))
		return json_string(text);
	return json_string(arena_printf(cx->arena, "%.*s%s", (int)(word - text), text, day_text(cx->arena, day)));
}

static json_t *told_days(struct cx *cx, const json_t *value, int32_t there) {
	const char *key;
	json_t *each;
	size_t i;
	if (json_is_string(value))
		return told_text(cx, json_string_value(value), there);
	if (!json_is_object(value) && !json_is_array(value))
		return json_deep_copy(value);
	json_t *copy = json_is_object(value) ? json_object() : json_array();
	json_object_foreach((json_t *)value, key, each)
		json_object_set_new(copy, key, told_days(cx, each, there));
	json_array_foreach((json_t *)value, i, each)
		json_array_append_new(copy, told_days(cx, each, there));
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
			json_array_append_new(scene->calls, json_pack("{s:O, s:o, s:b}", "op", json_object_get(one, "op"), "in",
				told_days(cx, json_object_get(one, "in"), day_of(at)), "refused",
				json_is_true(json_object_get(one, "refused"))));
	}
	return 0;
}

static int by_time(const void *a, const void *b) {
	const struct scene *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

int story_read(struct cx *cx, const json_t *demo, struct story *ret_story) {
	struct story story = {0};
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
