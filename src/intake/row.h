/*
 * row.h - rows of an import as they go to the keeper: field F_ROWS of import_add.
 *
 * A JSON list of at most IMPORT_ROWS objects:
 *
 *	{"line": 17,                 number of the row in its file
 *	 "number": "P-0017",         the record's own number in the organisation; left out: the row is known by its content
 *	 "about": "P-0017",          the person's own number, where the calls are about a person; in the kind "persons" the
 * same
 *	 "other": "P-0018",          the other person's, in the kind "links"
 *	 "calls": [["signal_record", {"municipality": "rokiskis", ...}], ["identity_record", {...}]]}
 *
 * The calls are operations with their input as the API takes it, without "person" (and for link_record without
 * "other"): the keeper puts in whom it knows under that number, and for "persons" the person whom the first call,
 * signal_record, makes. Only these may stand there:
 *
 *	persons    signal_record, then any of identity_record, presumption_record, decision_record, trait_record,
 * consent_record
 *	services   service_record
 *	links      link_record
 *	returns    return_record
 *	REGISTER   entry_record
 *
 * The same row again adds nothing. A changed row corrects: each call that differs supersedes the fact that the call of
 * the same place made, a call that is gone takes its fact back. The calls stand in a fixed order for a kind, so that
 * places keep their meaning: a call that has nothing to say is null.
 */
#pragma once

enum { IMPORT_ROWS = 500 };
