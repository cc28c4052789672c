/*
 * centre.h - the centres an organisation runs, as its records of the register "centre" say.
 *
 * A coordinator is a desk and a telephone, never a name. A country whose profile has no such register has none.
 */
#pragma once
#include "base/cx.h"

struct centre {
	const char *name, *desk; /* NULL: not said */
	int64_t municipality, ring, until;
};

/* The centres of an organisation that are open today; in cx->arena. */
MUST_CHECK int centre_all(struct cx *cx, int64_t org, struct centre **ret_centres, size_t *ret_n);

/* Whom to ring of an organisation about somebody registered in that municipality: there, else at any centre of it that
   says so. False: nobody is named. */
MUST_CHECK int centre_coordinator(struct cx *cx, int64_t org, int64_t municipality, struct centre *ret_centre, bool *ret_is);
