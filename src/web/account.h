/*
 * account.h - what the sign-in page shares with the pages of one's own account.
 */
#pragma once
#include "web/page.h"

/* The posted sign-in, with what this browser showed when it was last used. */
json_t *account_open_form(const struct page *page);

/* Half signed in: to the step that is missing. */
MUST_CHECK int account_go_on(struct page *page);

/* Takes session and device out of answer i; then goes to what is still needed, or to where the visitor wanted to go. */
MUST_CHECK int account_signed_in(struct page *page, size_t i);
