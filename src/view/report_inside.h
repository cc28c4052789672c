/*
 * report_inside.h - a report as its formats see it; for the report_*.c of this storey only.
 *
 * Built once from the answer of an operation and the profile. Everything lives in cx->arena or the profile. Texts
 * are in cx->lang.
 */
#pragma once
#include "view/document.h"
#include "view/report.h"

struct report_definition {
	const char *code, *say, *text, *source;
	const char *group;      /* code of the group of figures it stands in */
	const char *answers;    /* what is owed for it, in words; NULL where nothing is */
	const json_t *json;     /* the profile's definition; NULL: it has none of that code any more */
	int64_t version, today; /* counted by; the profile's */
};

struct report_cell {
	size_t n;                      /* number of the row, from 1, as in the CSV */
	int64_t year, bodies, delivered;
	const char *indicator, *breakdown, *figure, *unit, *quoted; /* as the answer has them; quoted may be NULL */
	const char *part_say, *figure_say, *unit_say;
	bool missing;                  /* not reported */
	struct report_definition *definition;
};

struct report {
	const char *code, *say, *about;
	const char *as_of;             /* "2023-03-01", and in words */
	const char *as_of_say;
	int64_t year, edition;         /* edition 0: none */
	const char *hash, *frozen_say;
	bool unchanged;
	size_t n, missing, definitions_n;
	struct report_cell *cells;
	struct report_definition **definitions; /* each once, in the order of the figures */
};

struct report_group {
	const char *code, *say; /* `say` a message id */
};
extern const struct report_group report_groups[];
enum { REPORT_GROUPS = 11 };

MUST_CHECK int report_model(struct cx *cx, const json_t *answer, struct report *ret_report);

/* The definition of an indicator at that version, and a breakdown's label. */
struct report_definition *report_define(struct cx *cx, const char *indicator, int64_t version);
const char *report_part_say(struct cx *cx, const struct report_definition *d, const char *part);

/* "2 of 3"; "–" where nobody has to report. */
const char *report_delivered_say(struct cx *cx, int64_t bodies, int64_t delivered);
const char *report_day_say(struct cx *cx, const char *day);

/* What goes with every figure, for a document. */
void report_rules(struct document *d);
void report_define_in(struct document *d, const struct report_definition *what);

/* What a definition says, with its eleven keys; and an answer with it, as JSON text. The definition is taken over. */
json_t *report_definition_json(const struct report_definition *d);
MUST_CHECK int report_json_put(struct cx *cx, json_t *definition, const json_t *answer, struct buf *out);

/* The sheet that says how figures were made: facts and texts of a document. */
struct book;
void report_sheet_made(struct book *b, const struct document *d);

/* The eleven keys of a definition, in order; the last is NULL. */
extern const char *const report_keys[12];

/* One field of a CSV, quoted where it must be; a text that a spreadsheet would take for a formula gets a mark before
   it. */
void report_csv_cell(struct buf *out, const char *text);
