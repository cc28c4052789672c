/*
 * measure.h - what the records of a register come to in one year, and why each record is counted or not.
 *
 * The one place where a record of a register is judged, for figures and for their explanations. A record has one
 * reason: it is counted; it was corrected or taken back; it belongs to another year; it is another body's; a field says
 * no; it does not say what is measured; or the same thing is counted already by another record. Whole numbers
 * throughout: money is cents.
 */
#pragma once
#include "core/bodies.h"
#include "core/define.h"

struct amount { /* n / per; what is counted comes whole */
	bool there;   /* false: there is nothing to take the lowest, highest or newest of */
	int status;   /* enum VALUE_* where the newest record says that it has no value; else 0 */
	int64_t n, per;
	bool exact;   /* printed with up to two decimals; else rounded to whole units */
	bool middle;  /* taken from the middle of others: nought is a value as any other */
	int64_t of;   /* how many records or things it rests on */
	int64_t silent; /* how many that are meant do not say what is measured */
};

struct judged { /* a row of the ledger */
	int reason;
	const char *detail; /* the field that said no, or NULL */
	const struct cell *measured; /* what was added up or compared, or NULL */
};

struct measured {
	struct amount amount;
	const struct ledger *ledger;
	struct judged *rows; /* by row of the ledger; until something else of it is measured */
	struct cell_field of; /* of the value measured; code is NULL if none is */
};

/* Judge every record of the definition's register for a year. ERR_BUG if the profile's definition breaks its form;
   ERR_LIMIT if a sum is too large. */
MUST_CHECK int measure(struct ledgers *ls, const struct bodies *b, const struct definition *d, int year,
	struct measured *ret_measured);

/* n / per to so many decimals, half up. */
int64_t amount_round(int64_t n, int64_t per, int64_t scale);

/* "16", "1.5", "56000". */
const char *amount_text(struct arena *a, const struct amount *amount);
