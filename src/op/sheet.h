/*
 * sheet.h - sheets: the records of a person's file that the country's profile defines (profiles/README.md, "A sheet").
 *
 * A sheet is a definition like a register (op/register.h): typed fields, who writes and reads, what is due. It differs in
 * three things. It is about a person, so it stands behind the gate of her file. Its texts are sealed for the organisation
 * that wrote them: they may name people, and nobody else ever gets them. And what is coded leaves the organisation only as
 * far as she agreed to share it: "share" names the part of her consent (enum SHARE_*); without it nothing does.
 *
 * `sheet` is a number of L_SHEET everywhere.
 */
#pragma once
#include <jansson.h>

#include "op/register.h"

enum { SHEET_TEXT = 2000 }; /* characters a text may have */

/* How many fields a sheet has, and the i-th; the field of that code or number, false if there is none. */
size_t sheet_fields(const struct profile *p, int sheet);
struct cell_field sheet_field(const struct profile *p, int sheet, size_t i);
bool sheet_find(const struct profile *p, int sheet, const char *code, struct cell_field *ret_field);
bool sheet_find_number(const struct profile *p, int sheet, int number, struct cell_field *ret_field);

/* Check "field=value" as people write it: field and cell. ERR_INVALID names field and rule. Whether the organisation or
   unit of a code exists is core's to say. */
MUST_CHECK int sheet_parse_pair(struct cx *cx, int sheet, const char *pair, struct cell_field *ret_field,
	struct cell *ret_cell);

/* Whether accounts of an organisation of that kind with these capabilities (role_capabilities) may write it. */
bool sheet_writes(const struct profile *p, int sheet, int org_kind, uint32_t capabilities);

/* Whether an organisation of that kind may read what others wrote in it, where the person agreed to share it. */
bool sheet_reads(const struct profile *p, int sheet, int org_kind);

/* Shown only where it is asked for by name, never among the others; organisations outside "read" do not see it even if
   they wrote it. */
bool sheet_is_aside(const struct profile *p, int sheet);

/* The part of her consent that opens it to another organisation: enum SHARE_*; 0: it never leaves the organisation. */
int sheet_share(const struct profile *p, int sheet);

/* "support", "safety", "law", "home" or "after". */
const char *sheet_group(const struct profile *p, int sheet);

/* The field that names the organisation that never sees it, and the one that names the unit of it that alone does not;
   false without one. */
bool sheet_unseen(const struct profile *p, int sheet, struct cell_field *ret_field);
bool sheet_unseen_unit(const struct profile *p, int sheet, struct cell_field *ret_field);

/* Whether a record that says this ("field=value" each, as the wire has it) still waits for something: "open". */
bool sheet_says_open(const struct profile *p, int sheet, const char *const *says, size_t n);

/* Whether it says that somebody is in danger now: all of "urgent" holds. */
bool sheet_says_urgent(const struct profile *p, int sheet, const char *const *says, size_t n);

/* Check one definition, as register_fault does. */
const char *sheet_fault(struct cx *cx, const struct profile *p, const json_t *definition);
