#include "base/asset.h"

#include <stdlib.h>
#include <string.h>

static int compare_path(const void *path, const void *asset) {
	return strcmp(path, ((const struct asset *)asset)->path);
}

const struct asset *asset_find(const struct assets *assets, const char *path) {
	return bsearch(path, assets->at, assets->n, sizeof *assets->at, compare_path);
}
