/*
 * draft.h - a form that is not finished: kept for its writer alone, and gone on with.
 *
 * A form whose button has the name "keep" and a code of L_DRAFT as value is not recorded but kept, sealed, at the
 * keeper; the draft's page leads back to the form's address with ?draft=, where its questions hold what was typed. When
 * the form is recorded at last, its draft goes. The router asks this file, so that no handler needs to know of drafts;
 * a template says only <button name="keep" value="referral">. Nothing of a draft stands in an address.
 */
#pragma once
#include "web/page.h"

/* Whether the posted form was sent to be kept; then it is kept, and the answer is as *ret_rc says. */
MUST_CHECK bool draft_kept(struct page *page, int *ret_rc);

/* Whether the reader's organisation may keep a draft of that kind (L_DRAFT); after the keeper was asked. */
bool draft_may(const struct page *page, int kind);

/* Put what was kept into page->resumed where the address names a draft. ERR_NOTFOUND: it is not one's own, or no more. */
MUST_CHECK int draft_resume(struct page *page);

/* After the handler: the draft of a form that led on is dropped. */
void draft_done(struct page *page);

/* Where a draft is gone on with, and what it holds; `text` is what draft_read gave. NULL if it is no draft of ours. */
const char *draft_path(const char *text);

/* Add "going" to every row of draft_list: whether it goes within two days. */
void drafts_warn(const struct page *page, json_t *rows);
