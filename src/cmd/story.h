/*
 * story.h - the demonstration as a list of scenes in the order of time.
 *
 * A scene is somebody doing something at some moment: one request to the keeper. The scenes of the living part stand in
 * profiles/lt/demo.json and are placed relative to the day the demonstration is made; of the years before, only lists
 * are left (lists.h). Everybody is invented.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

struct scene {
	int64_t at;
	const char *as;    /* sign-in name */
	json_t *keep;      /* {"olena": "0.person"}: what later scenes call "@olena"; NULL */
	json_t *calls;     /* [{"op", "in", "refused"}]: refused, where the registry has to say no */
};

struct story {
	size_t n, room;
	struct scene *scenes;
};

/* All scenes, sorted by time, none after cx->now. Lives in cx->arena; the JSON it makes is freed by story_free. */
MUST_CHECK int story_read(struct cx *cx, const json_t *demo, struct story *ret_story);
void story_free(struct story *story);
