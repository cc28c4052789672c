/*
 * map.h - texts to things, in an arena. Strangers choose the texts: the seed keeps them from choosing where these lie.
 */
#pragma once
#include "base/cx.h"

struct map;

struct map *map_new(struct cx *cx);

/* The thing at that text; NULL. */
void *map_get(const struct map *m, const char *key);
void *map_get_n(const struct map *m, const char *key, size_t n);

/* Put a thing there, in place of what was; `key` is kept, not copied. */
void map_put(struct map *m, const char *key, void *thing);
size_t map_count(const struct map *m);
