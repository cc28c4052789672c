/*
 * assets.h - the country profiles, built in: profiles/.../x.json.
 */
#pragma once
#include "base/asset.h"

extern const struct assets op_assets;
