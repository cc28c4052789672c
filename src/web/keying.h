/*
 * keying.h - a form filled in at a page: typed from paper, or asked then and there.
 *
 * All its questions stand on one page, with the numbers they have on paper (view/blank.h); a long form is cut into a few,
 * always at the same places. Whatever a browser sends, form/answers.h decides what is asked, what is missing and what cannot
 * be, anew at each pressing of a button. The answers travel in a draft (kept sealed for their writer, a week), never in an
 * address. Files are given at the end and go with the answers.
 */
#pragma once
#include "web/own_forms.h"

enum { KEYING_SHEET = 40 /* questions of one page, about */, KEYING_ASKED = 1500 };

#define KEYING_CHECK "check" /* ?at= of the page where answers are looked over */

struct keying_ask { /* a question that is asked now */
	const struct xform_control *control;
	struct node *at;
	const char *name; /* of its field in the browser: "q12", "q12c2" in the second copy of a repeat */
};

struct keying {
	struct page *page;
	struct own_form_found form;
	const char *lang;      /* of the form's */
	const char *kept;      /* the draft that holds the answers; "" before the first */
	int64_t until;         /* the draft goes on that day; NONE */
	struct answers *answers;
	const struct xform_control **units; /* what stands on pages, in order, */
	size_t *sheet_of, units_n, sheets;  /* each on its page */
	size_t sheet;          /* the page asked for; `sheets`: the last, where answers are looked over */
	struct keying_ask *asked; /* by keying_items: the questions of the last page drawn */
	size_t asked_n;
};

/* The form, and the answers so far: those of the draft the address or the posted form names. ERR_NOTFOUND. */
MUST_CHECK int keying_open(struct page *page, struct keying *ret);

/* What stands on a page, for the partials of ask.h: one key each item, "heading", "say", "open", "close", "more", "less",
 * "radios" and so on; fills k->asked. ERR_LIMIT: more questions than KEYING_ASKED. */
MUST_CHECK int keying_items(struct keying *k, size_t sheet, json_t **ret_items);

/* Whether anything stands on that page now. */
bool keying_has(struct keying *k, size_t sheet);

/* Take what was posted for the page that is open (after keying_items); `ret_new`: the name of a question it brought up there,
 * NULL for none. What breaks a rule is kept and put among page->errors: ERR_INVALID. */
MUST_CHECK int keying_take(struct keying *k, const char **ret_new);

/* One copy more or less of a repeat, by the path a button had; ERR_INVALID where nobody may. */
MUST_CHECK int keying_change(struct keying *k, const char *what, const char *path);

/* Keep the answers; k->kept names the draft from then on. */
MUST_CHECK int keying_keep(struct keying *k);

/* Everything that was asked, page by page: {"question", "said", "href", "wrong"} or {"part"}; and the files that are asked
 * for: {"id", "name", "label", "hint", "wrong", "accept"}. */
MUST_CHECK int keying_said(struct keying *k, json_t **ret_said, json_t **ret_files);

/* Address of a page of it: its number, or KEYING_CHECK. */
const char *keying_path(const struct keying *k, size_t sheet);

/* What is wrong with an answer, in the reader's language; NULL: nothing. A file is only asked for at the end. */
const char *keying_fault(struct keying *k, const struct keying_ask *q, bool files);

/* How a question is drawn: the key of its item; "place", "moment" and "order" are drawn as several. */
const char *keying_drawn(struct keying *k, const struct keying_ask *q);
