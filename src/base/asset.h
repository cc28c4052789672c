/*
 * asset.h - files that were built into the program: templates, styles, fonts, translations, profiles.
 *
 * tools/mkasset makes one table a storey (view/assets.h, op/assets.h); it is sorted by path, never changes and
 * is never freed. The bytes are followed by a NUL that `n` does not count, so a text file can be read as a string.
 * Paths are those of the source tree, "web/static/atrama.css", with '/' between the parts and no leading one.
 */
#pragma once
#include <stddef.h>

struct asset {
	const char *path;
	const char *hash; /* 16 hex digits of the content: a cache key, not a signature */
	const unsigned char *at;
	size_t n;
};

struct assets {
	const struct asset *at;
	size_t n;
};

/* The file of that path, or NULL: any other spelling of it, "./x" or "a//b", is another path. */
const struct asset *asset_find(const struct assets *assets, const char *path);
