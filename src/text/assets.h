/*
 * assets.h - the message catalogues ("po/lt.mo"), as tools/mkasset built them into the program.
 */
#pragma once
#include "base/asset.h"

extern const struct assets text_assets;
