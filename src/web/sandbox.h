/*
 * sandbox.h - what a web worker keeps: two sockets and its memory.
 *
 * Afterwards no file can be opened (EACCES), and any call a worker does not need ends it; a new one takes its place.
 */
#pragma once
#include "base/cx.h"

/* Close the calling process in, for good. ERR_IO where the machine cannot. */
MUST_CHECK int web_sandbox(struct cx *cx);
