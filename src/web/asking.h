/*
 * asking.h - a form that is asked page by page: what was answered so far, and which page comes next.
 *
 * The answers travel in a draft (kept sealed for their writer, a week), never in an address; the address says which page
 * is open. Where an organisation may never read answers again, nothing is kept on the way: they go from page to page in
 * the form itself, and are gone with it. A form is read anew for every page; whatever a browser sends, form/answers.h decides what is relevant, what
 * is missing and what cannot be. Pages of the sign itself and of the name are left out: she has both in her file.
 */
#pragma once
#include "form/answers.h"
#include "web/page.h"

struct asking {
	struct page *page;
	const char *form;      /* code of the set of questions, as in the address */
	int instrument;
	const json_t *person;  /* of person_read */
	const char *hers;      /* her language */
	const char *kept;      /* the draft that holds the answers; "" before the first */
	int64_t until;         /* the draft goes on that day; NONE */
	bool carries;          /* no draft: the answers stand in the page's own form, asking_carried */
	struct answers *answers;
	struct answers_page *pages;
	size_t pages_n;
	size_t at;             /* the page asked for; pages_n: the last, where answers are looked over */
};

#define ASKING_CHECK "check" /* ?at= of the last page */

/* Who it is about, the form, and the answers so far: those of the draft the address or the posted form names. ERR_NOTFOUND:
 * there is no such set of questions, or no such draft (any more). */
MUST_CHECK int asking_open(struct page *page, struct asking *ret);

/* Which pages there are now; keeps `at` on the page of that path, or on the one nearest behind it. */
MUST_CHECK int asking_pages(struct asking *a, const char *path);

/* Take the posted answers of the page that is open. What breaks a rule is kept and put among page->errors: ERR_INVALID. */
MUST_CHECK int asking_take(struct asking *a);

/* Keep the answers; a->kept names the draft from then on. Where they are carried nothing is kept. */
MUST_CHECK int asking_keep(struct asking *a);

/* The answers so far, for the form of the next page, where they are carried; else null. */
json_t *asking_carried(struct asking *a);

/* What stands above the open page, or null. */
json_t *asking_heading(struct asking *a);

/* The questions of the open page, for the partials of ask.h, and what to do after the answers before it. */
json_t *asking_questions(struct asking *a);
json_t *asking_next_steps(struct asking *a);

/* Everything that was asked: {"question", "said", "href", "at", "wrong"}. */
json_t *asking_said(struct asking *a);

/* The first page that is not right yet, or NULL. */
const char *asking_fault(struct asking *a);

/* Address of a page of this form: of its path, or ASKING_CHECK. */
const char *asking_path(const struct asking *a, const char *at);
