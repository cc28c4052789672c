/*
 * ask.h - one question of a form, as the partials part_text, part_area, part_radios, part_checks, part_select and
 * part_day draw it, so that every form looks and fails the same way.
 *
 *	page_render(page, "sign", json_pack("{s:s, s:o, s:o}", "title", N_("A sign"),
 *		"sex", ask_choice(page, F_SEX, N_("Who is it?"), NULL),
 *		"day", ask_day(page, F_HAPPENED, N_("When did you meet?"), NULL, day_of(page->cx->now))));
 *
 *	{{#sex}}{{>part_radios}}{{/sex}}
 *	{{#day}}{{>part_day}}{{/day}}
 *
 * `label` and `hint` are message ids (N_), translated by the template; `hint` may be NULL. What was typed (in a GET
 * form: what stands in the address) is kept, but never a T_SECRET; what is to be mended stands at the question itself.
 * A question may be changed by these keys, set with json_object_set_new:
 *   heading  true: the question is the page's h1          small, inline  true: smaller or side by side
 *   nothing  message id of the empty entry of a select    groups  [{group, options}] of a select instead of options
 *   id       where two forms of a page ask the same question
 */
#pragma once
#include "web/page.h"

/* A line or lines of text; the kind of keyboard follows from the field. */
json_t *ask_text(const struct page *page, enum field_id field, const char *label, const char *hint);

/* One or several of the field's code list, in its order. */
json_t *ask_choice(const struct page *page, enum field_id field, const char *label, const char *hint);

/* One or several of the rows of an answer: `code` and `shown` name their fields. */
json_t *ask_rows(const struct page *page, enum field_id field, const char *label, const char *hint, json_t *rows,
                 const char *code, const char *shown);

/* One of a few ways that stand in the program itself, in their order; ended by {0}. Labels are message ids. */
struct ask_way {
	const char *code, *label;
};
json_t *ask_ways(const struct page *page, enum field_id field, const char *label, const char *hint,
                 const struct ask_way *ways);

/* What was just done, by the word in ?done=: a message id for part_told, or null. */
json_t *ask_told(const struct page *page, const struct ask_way *all);

/* The options of a choice without that one. Gives `ask`. */
json_t *ask_without(json_t *ask, const char *code);

/* A day in three boxes; `day` (or NONE) stands there at first. */
json_t *ask_day(const struct page *page, enum field_id field, const char *label, const char *hint, int64_t day);

/* Choose `code` in a choice where nothing was chosen yet; put `value` into a text that is empty. Gives `ask`. */
json_t *ask_start(json_t *ask, const char *value);

/* Whether `in` has every field that `op` cannot do without; what is missing is marked to be mended, all of it at once
 * (the keeper would name the first only). 0 or ERR_INVALID; then render the form again. */
MUST_CHECK int ask_complete(struct page *page, enum op_id op, const json_t *in);

/* Do `op` with the posted form, and with what `more` (taken over; may be NULL) sets beside it; then go to `to`. False when
 * the form is to be drawn (again); else all is answered, as *ret_rc says. */
MUST_CHECK bool ask_recorded(struct page *page, enum op_id op, json_t *more, const char *to, int *ret_rc);
