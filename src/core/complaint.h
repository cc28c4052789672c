/*
 * complaint.h - what somebody says went wrong, heard by a rapporteur or an auditor.
 *
 * Nobody of the organisation it is about can read it, change it or answer it, or is told of it. The rapporteur gets a
 * task; where it is about the rapporteur itself, an oversight body. The words are sealed by the registry. Who
 * complained sees her own, and nobody else of her organisation does.
 */
#pragma once
#include "base/cx.h"

/* REL_HEARS, REL_ASKER or 0: what the caller's account is to a complaint. */
MUST_CHECK int complaint_relation(struct cx *cx, int64_t id, unsigned *ret_held);
