/*
 * compartment.h - what is kept apart from what: each compartment is sealed under keys of its own.
 *
 * The numbers are part of the stored format.
 */
#pragma once

enum compartment {
	C_META = 0,  /* no identity of a helped person; sealed texts of the registry itself, such as names of staff */
	C_IDENT = 1, /* names, birth, documents, telephones */
	C_PLACE = 2, /* where a shelter is */
	C_NARR = 3,  /* what was told */
	C_HEALTH = 4,
	C_INTEL = 5,
	C__MAX
};
