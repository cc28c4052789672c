/*
 * ask.h - a question to whoever answers for a person: kept sealed, so many an hour and a day.
 */
#pragma once
#include "base/cx.h"

struct ask {
	const char *given, *family;
	int64_t born; /* year; 0: not known */
	const char *why;
};

/* ERR_LIMIT where the account has asked many times. */
MUST_CHECK int ask_quota(struct cx *cx);

/* Seals and keeps a question of cx->actor; its row number. */
MUST_CHECK int ask_keep(struct cx *cx, const struct ask *ask, int64_t *ret_question);
