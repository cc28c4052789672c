/*
 * attachment.h - documents and pictures in a person's file.
 *
 * They come in pieces; once all are there, what a picture tells of its place and camera is taken out, and the rest is
 * sealed like a note (core/fact.h): half the person's key, half the vault of the organisation that brought it. Nobody
 * else reads it. Until then the pieces are sealed with the person's key; what is not finished within a day goes.
 */
#pragma once
#include "core/fact.h"

struct vault;

/* The title of attachment `id`, for the organisation of cx->actor, whose vault is opened at the first that needs it; the
   caller closes it. NULL once it was erased. ERR_DENIED, with what to do, where the session cannot open it. */
MUST_CHECK int attachment_title(struct cx *cx, struct vault *vault, int64_t person, int64_t id, struct blob sealed,
	const char **ret_title);

/* The job of a day: what was not finished goes. */
MUST_CHECK int upload_forget(struct cx *cx);
