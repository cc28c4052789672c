/*
 * register.h - the registers of the country's profile: what is counted and names no helped person.
 *
 * A register is a definition (profiles/README.md says how it is written): typed fields, who writes and reads, what is
 * due. One form, list, import, count and reminder serve them all. A cell is one value of one field; on the wire it is
 * "field=value", in the store a number (codes, whole numbers, days, cents) or words (texts, and numbers of other
 * entries). No text of a register may look like a telephone, an e-mail address or a personal code.
 */
#pragma once
#include <jansson.h>

#include "op/op.h"

struct profile;

enum cell_type {
	CELL_CODE,    /* an entry of `list`, or of the field's own "codes" */
	CELL_INT,     /* a whole number, min..max */
	CELL_MONEY,   /* cents inside; "1234.50", "1 234,50" and "1234" outside */
	CELL_DAY,     /* a day number inside */
	CELL_TEXT,    /* one line, at most max characters */
	CELL_LINK,    /* the number of an entry of the register `to`; it may come later */
	CELL_ORG,     /* the code of an organisation, and of a unit: only in sheets (op/sheet.h); core looks it up */
	CELL_UNIT,
};

struct cell_field {
	const char *code;      /* borrowed from the profile */
	int number;            /* in its register, from 1; stored */
	enum cell_type type;
	enum list list;        /* of CELL_CODE; L_NONE: the field's own "codes" */
	int64_t min, max;
	int to;                /* of CELL_LINK: register number */
	bool many, required;
	bool sealed;           /* a text that may name people, of several lines: only in sheets */
	const json_t *json;    /* the definition: "say", "codes", "aliases" */
};

struct cell { /* a value as the store holds it */
	int64_t amount;    /* NONE for words */
	const char *words; /* NULL for an amount */
};

enum { REGISTER_FIELDS = 32 };

/* Past the numbers of registers: records that are made of facts about persons as if they stood in a register
   (profiles/families.json), and those of the file. Only figures read them, by register_find. All of them also have the
   fields of the family "person". */
enum { REGISTER_FAMILY = 1000, REGISTER_SHEET = 2000, REGISTERS = 3000 };

/* One field as its definition says it; what the definition leaves out is as wide as the type allows. */
struct cell_field cell_field_read(const struct profile *p, const json_t *definition);

/* The "fields" of a definition: how many, the i-th, the one of that code or number (false if there is none). */
size_t cell_fields(const json_t *definition);
struct cell_field cell_field_at(const struct profile *p, const json_t *definition, size_t i);
bool cell_field_find(const struct profile *p, const json_t *definition, const char *code, struct cell_field *ret_field);
bool cell_field_find_number(const struct profile *p, const json_t *definition, int number, struct cell_field *ret_field);

/* Whether the list of kinds of organisations under `key` has that kind, or "*". */
bool cell_kind_listed(const struct profile *p, const json_t *definition, const char *key, int org_kind);

/* The number by which register_find knows the records that a figure's family counts: of the register or the sheet of that
   name (NULL: none), or of a family of records that are made; 0 if there are none. */
int register_of_family(const struct profile *p, const char *family, const char *reg, const char *sheet);

/* What to call it in a sentence about a definition. */
const char *register_code(const struct profile *p, int reg);

/* How many fields a register has, and the i-th; `reg` is a number of L_REGISTER. */
size_t register_fields(const struct profile *p, int reg);
struct cell_field register_field(const struct profile *p, int reg, size_t i);

/* The field of that code or number; false if there is none. */
bool register_find(const struct profile *p, int reg, const char *code, struct cell_field *ret_field);
bool register_find_number(const struct profile *p, int reg, int number, struct cell_field *ret_field);

/* Check one value as people write it: codes also by their label in any language, whatever the case (of the program's
   own lists: in English), amounts as "1 234,50" too. ERR_INVALID names field, value and rule. */
MUST_CHECK int cell_parse(struct cx *cx, const struct cell_field *f, const char *text, struct cell *ret_cell);

/* The same of "field=value" in a register: field and cell. */
MUST_CHECK int cell_parse_pair(struct cx *cx, int reg, const char *pair, struct cell_field *ret_field,
	struct cell *ret_cell);

/* The number a record has in its organisation, or one that points to it: one line that could name nobody. */
MUST_CHECK int register_number_check(struct cx *cx, const char *field, const char *text);

/* The value as the wire has it ("convicted", "2022-03-01", "1234.50"); NULL for a code that is no longer there. For
   people view/cell.h says it. */
const char *cell_text(struct cx *cx, const struct cell_field *f, const struct cell *cell);

/* The number of a code by its wire name, and its name by its number: of the field's list, or of its own codes. */
int cell_code_find(const struct profile *p, const struct cell_field *f, const char *name);
const char *cell_code_name(const struct profile *p, const struct cell_field *f, int code);

/* The i-th code on offer, 0 past the end. */
int cell_code_at(const struct profile *p, const struct cell_field *f, size_t i);

/* A code's label; *ret_translated as code_label has it. */
const char *cell_code_label(const struct profile *p, const struct cell_field *f, int code, const char *lang,
	bool *ret_translated);

/* Whether an organisation of that kind keeps a register, or reads all of it; who only keeps it reads its own
   records. */
bool register_writes(const struct profile *p, int reg, int org_kind);
bool register_reads(const struct profile *p, int reg, int org_kind);

/* Check one definition, or every definition of a profile: types, lists, links, texts in four languages. The first fault
   as a sentence in English, NULL if there is none. profile_load refuses a profile with one (profile_check.h). */
const char *register_fault(struct cx *cx, const struct profile *p, const json_t *definition);
const char *registers_fault(struct cx *cx, const struct profile *p);
