/*
 * bind.h - which function stands behind which operation.
 *
 * The keeper knows operations by number and calls them through this table, so tests run it with operations of
 * their own.
 */
#pragma once
#include "core/import.h"
#include "core/operations.h"

struct binding {
	operation *run[OP__MAX];

	/* Do what is due by cx->now, in the caller's transaction and act; how much was done. */
	int (*jobs_run)(struct cx *cx, int64_t *ret_ran);

	/* When the next thing is due; NONE if nothing ever is. */
	int (*jobs_next)(struct cx *cx, int64_t *ret_instant);

	/* Work through some of the lists that are being brought in, in the caller's transaction. */
	int (*slice_run)(struct cx *cx, const struct import_pace *pace, struct import_told *ret_told);
};

extern const struct binding binding_core;
