/*
 * plan.h - what parties that encode their lists have to agree on.
 *
 * Kinds of fields with their weights, the length of a filter, the steps that harden it, a name for this round. Files of
 * one linkage have one plan, one secret and one way of folding texts; everything of it but the secret stands in their
 * heads, as the lines veil_plan_print writes, and is no secret.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

enum veil_kind {
	VEIL_GIVEN, VEIL_SURNAME, VEIL_NAME, VEIL_BIRTH, VEIL_YEAR, VEIL_SEX, VEIL_CATEGORY, VEIL_PLACE, VEIL_ADDRESS,
	VEIL_POSTCODE, VEIL_PHONE, VEIL_EMAIL, VEIL_DOCUMENT, VEIL_NUMBER, VEIL_TEXT,
	VEIL__MAX
};

extern const char *const veil_kind_names[VEIL__MAX];
extern const unsigned char veil_kind_weights[VEIL__MAX]; /* where nobody says another */

enum veil_step {
	STEP_FOLD,    /* one half of the filter over the other, by exclusive or, in an order only the secret gives */
	STEP_BALANCE, /* the filter and its opposite, shuffled by the secret: every record has as many bits set */
	STEP_RULE90,  /* each bit is the exclusive or of its neighbours */
	STEP_MIX,     /* each bit is the exclusive or of `amount` bits the secret chooses */
	STEP_NOISE,   /* each bit is turned over with a chance of `amount` in a thousand; the same for the same filter */
	STEP__MAX
};

enum { VEIL_STEPS = 6, VEIL_BITS_LEAST = 512, VEIL_BITS_MOST = 4096, VEIL_RAW_MOST = 1 << 14, VEIL_ROUND = 61,
	VEIL_WEIGHT_MOST = 100, VEIL_PLAN_LINE = 400 };

struct veil_plan {
	unsigned weight[VEIL__MAX]; /* 0: the field is not there */
	unsigned bits;              /* of a finished filter: a power of two */
	int steps;
	struct veil_hardening {
		enum veil_step step;
		unsigned amount;
	} step[VEIL_STEPS];
	char round[VEIL_ROUND];     /* printable; filters of two rounds have nothing in common */
};

/* Folded, 1024 bits, no field yet. */
struct veil_plan veil_plan_usual(void);

/* "fold,noise:20" or "none". ERR_INVALID. */
MUST_CHECK int veil_steps_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan);

/* "given 4, surname 4, birth 5". ERR_INVALID. */
MUST_CHECK int veil_fields_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan);

MUST_CHECK int veil_round_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan);

/* Bits and steps fit each other: ERR_INVALID. Then *ret_raw is how many bits a filter has before its steps. */
MUST_CHECK int veil_plan_check(struct cx *cx, const char *field, const struct veil_plan *plan, unsigned *ret_raw);

/* As the two readers above take them. */
void veil_steps_print(struct buf *b, const struct veil_plan *plan);
void veil_fields_print(struct buf *b, const struct veil_plan *plan);

/* The kind of that name; VEIL__MAX: none. */
enum veil_kind veil_kind_find(const char *name, size_t n);
