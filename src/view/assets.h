/*
 * assets.h - web/templates and web/static, as tools/mkasset built them into the program.
 */
#pragma once
#include "base/asset.h"

extern const struct assets view_assets;
