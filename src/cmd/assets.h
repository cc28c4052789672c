/*
 * assets.h - what the demonstration imports, built in: demo/imports, made by tools/fakeland.
 */
#pragma once
#include "base/asset.h"

extern const struct assets cmd_assets;
