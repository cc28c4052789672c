/*
 * ledger.h - the records of registers, as they stood after one act.
 *
 * Each register is read once an answer, in the order of its records' days, and within a day of their organisations:
 * what is counted does not depend on whose list was brought in first. Rows that only take another back are left out.
 * Values are read of what stands. Everything lives in cx->arena; cost and memory are linear in the register.
 */
#pragma once
#include "op/register.h"

enum { LEDGERS = REGISTERS };

struct ledger_value { /* in the order of fields and ranks */
	int field;
	struct cell cell;
};

struct ledger_row {
	int64_t id, org;
	int32_t happened;
	int reason; /* 0: it stands; else REASON_CORRECTED or REASON_VOID */
	const char *number;
	size_t first, n; /* of its values */
	const struct ledger_value *values; /* n of them */
};

struct ledger_source { /* what an explanation needs of a record that is made */
	struct ref ref;
	int64_t at;
	int precision;
};

struct judged;
struct thing;

struct scratch { /* what one figure after the other is measured in, so that a hundred of them need no more than one */
	struct judged *rows;
	struct thing *things;
	int64_t *numbers;
	size_t things_room, numbers_room;
};

struct ledger {
	struct scratch scratch;
	int reg; /* as register_find takes it */
	struct ledger_source *sources; /* by row; NULL for a register */
	struct ledger_row *rows;
	size_t n;
	bool has_values;
	struct ledger_value *values;
	size_t values_n;
	size_t *by_number; /* of the rows that stand; NULL until somebody looks for one */
	size_t numbers_n;
};

struct made;

struct ledgers {
	struct cx *cx;
	int64_t act;     /* as recorded up to this act */
	int64_t entries; /* the highest row number */
	struct made *made; /* NULL where nothing is counted but registers */
	struct ledger *at[LEDGERS];
};

/* The rows of a register; with ledger_read their values too. */
MUST_CHECK int ledger_rows(struct ledgers *ls, int reg, struct ledger **ret_ledger);
MUST_CHECK int ledger_read(struct ledgers *ls, int reg, struct ledger **ret_ledger);

/* The first value of a field in a row at or after *i of its values, which moves on; NULL if there is none. */
const struct cell *ledger_next(const struct ledger *l, const struct ledger_row *row, int field, size_t *i);
const struct cell *ledger_value(const struct ledger *l, const struct ledger_row *row, int field);

/* The standing row of that number: of that organisation, else the one whose organisation comes first; or NULL. */
const struct ledger_row *ledger_find(struct ledgers *ls, struct ledger *l, const char *number, int64_t org);
