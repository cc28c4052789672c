/*
 * result.h - what answers come to, in words; never a number.
 */
#pragma once
#include "web/page.h"

/* After screening_record, whose answer is `recorded`, with the set of that code: on to /person/REF/result. An organisation
 * that may write answers down and never read them again reads it now, and only now: nothing of it stands in an address. */
MUST_CHECK int result_told(struct page *page, const json_t *recorded, const char *set);
