/*
 * out.h - the answer of an operation: only what its row declares can be put in.
 *
 * Fields before the first row belong to the answer itself; after out_row they belong to that row. Putting a field
 * that the row of ops.def does not declare there, twice, or of another type, is a bug and ends the process; leaving out
 * one that is not OPT is found by the next out_row or by out_end. The answer is JSON text:
 * {"person": "...", "rows": [{...}]}.
 */
#pragma once
#include "base/buf.h"
#include "op/op.h"

enum { OUT_CEILING = 32 << 20 };

struct out {
	struct cx *cx;
	const struct op *op;
	struct buf text;
	uint64_t seen; /* bit per declared field of the part being written */
	bool in_rows;
	size_t rows;
};

struct out out_new(struct cx *cx, const struct op *op);
void out_row(struct out *out); /* begin the next row */
void out_number(struct out *out, enum field_id id, int64_t n); /* T_INT, T_DAY, T_INSTANT, T_BOOL */
void out_code(struct out *out, enum field_id id, int code);
void out_codes(struct out *out, enum field_id id, const int *codes, size_t n); /* MANY */
void out_text(struct out *out, enum field_id id, const char *text);
void out_texts(struct out *out, enum field_id id, const char *const *texts, size_t n); /* MANY */
void out_ref(struct out *out, enum field_id id, const struct ref *ref);
void out_refs(struct out *out, enum field_id id, const struct ref *refs, size_t n); /* MANY */
void out_blob_ref(struct out *out, enum field_id id, struct blob ref); /* a reference as the store gives it */

/* Close the answer. ERR_BUG if a required field is missing. */
MUST_CHECK int out_end(struct out *out);

/* Text as a JSON string, quotes included. */
void json_put(struct buf *b, const char *text);
