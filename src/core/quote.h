/*
 * quote.h - values published by others: records of the register "quoted", never mixed with what is counted.
 */
#pragma once
#include "core/figure.h"

/* The newest whole number that `source` published for a breakdown and year; NONE if there is none. */
MUST_CHECK int quote_value(struct figures *f, int indicator, const char *breakdown, int year, const char *source,
	int64_t *ret_value);
