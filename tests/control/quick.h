/* quick.h - whether passwords cost what they do outside of tests; not, unless a test says so. */
#pragma once
#include <stdbool.h>

extern bool passwords_cost;
