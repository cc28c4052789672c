#include "web/route.h"

#include <string.h>

#include "base/str.h"

/* Whether `pattern` takes `path`; *ret_literal counts the parts that are the same word in both. */
static bool takes(struct arena *a, const char *pattern, const char *path, struct page_params *ret_params,
                  size_t *ret_literal) {
	struct page_params params = {0};
	size_t literal = 0;
	while (*pattern == '/' && *path == '/') {
		pattern++, path++;
		size_t pattern_n = strcspn(pattern, "/"), path_n = strcspn(path, "/");
		if (*pattern == ':') {
			if (path_n == 0 || params.n == PAGE_PARAMS)
				return false;
			params.at[params.n].name = pattern + 1;
			params.at[params.n++].value = arena_strndup(a, path, path_n);
		} else if (pattern_n == path_n && memcmp(pattern, path, path_n) == 0) {
			literal++;
		} else {
			return false;
		}
		pattern += pattern_n;
		path += path_n;
	}
	if (*pattern != 0 || *path != 0)
		return false;
	for (size_t i = 0; i < params.n; i++) /* a name ends where its part of the pattern ends */
		params.at[i].name = arena_strndup(a, params.at[i].name, strcspn(params.at[i].name, "/"));
	*ret_params = params;
	*ret_literal = literal;
	return true;
}

const struct route *route_match(struct arena *a, const struct route *routes, const char *path,
                                struct page_params *ret_params, size_t *ret_literal) {
	const struct route *best = NULL;
	size_t best_literal = 0, literal;
	struct page_params params;
	for (const struct route *r = routes; r->pattern != NULL; r++) {
		if (!takes(a, r->pattern, path, &params, &literal) || (best != NULL && literal <= best_literal))
			continue;
		best = r;
		best_literal = literal;
		*ret_params = params;
	}
	if (best != NULL)
		*ret_literal = best_literal;
	return best;
}
