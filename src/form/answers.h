/*
 * answers.h - one form as it is being filled in, or as it was sent in.
 *
 * A tree of nodes (form/xml.h) shaped by the form's fields. After answers_update every node knows whether it is
 * relevant (its own condition and its parents'), required, read-only, and whether its value breaks its type or its
 * constraint; what is worked out has been, each rule once and in order; repeats that are counted have their number.
 * Nothing here decides: an answer that breaks a rule is kept, and said so. One set of answers belongs to one thread; it
 * and all that is made from it live in the arena of the cx it was made with.
 */
#pragma once
#include "form/xform.h"

struct answers {
	struct cx *cx;
	const struct xform *form;
	struct node *root;
	size_t nodes;
	size_t bytes;          /* of all values, ever set */
	int64_t steps;         /* of work left in this go */
	char *scratch;
	size_t language;       /* of the form's, for rules that work texts out; answers_language sets it */
	size_t *counts;        /* by field: places in `index`, one more at the end */
	struct node **index;
	bool received;         /* was sent in: what is worked out is not worked out again */
	bool pen;              /* nobody answers here but on paper: what texts quote of answers is left open */
	const char *device;    /* what preloads of a device give: "" */
	const char *instance;  /* instanceID, where the form has no field for it */
	uint32_t seed;         /* of lists in random order: the same all along */
};

/* Empty answers with their first values. Then answers_update was called. */
MUST_CHECK int answers_new(struct cx *cx, const struct xform *form, struct answers **ret_answers);

/* What somebody sent in, for that very form: ERR_INVALID where it is another form's or version's, or has an element
   that the form does not have. Values are taken as they are; answers_update was called. */
MUST_CHECK int answers_read(struct cx *cx, const struct xform *form, struct blob xml, struct answers **ret_answers);

/* The same, to go on with: what is worked out is worked out again. */
MUST_CHECK int answers_resume(struct cx *cx, const struct xform *form, struct blob xml, struct answers **ret_answers);

/* Rules that work texts out use this language ("lt") from the next answers_update on. */
void answers_language(struct answers *a, const char *lang);

/* Work out every rule. ERR_LIMIT: the rules are too much work, or make too much; ERR_INVALID: one cannot be worked
   out. */
MUST_CHECK int answers_update(struct answers *a);

/* "/data/person[2]/name" and back; a repeat without a number is its first. NULL where there is no such node now. */
const char *answers_path(struct answers *a, const struct node *n);
struct node *answers_at(const struct answers *a, const char *path);

/* The value of a field, "" where it is not there or not relevant: of the first where it stands in a repeat. */
const char *answers_get(const struct answers *a, const char *path);

/* Set a value (then call answers_update). A select's are its codes with blanks between. ERR_INVALID: it is read-only or
   holds fields itself, or is no UTF-8 that XML can hold; ERR_LIMIT: too long. What breaks the field's type or
   constraint is kept and said in the node. */
MUST_CHECK int answers_set(struct answers *a, struct node *n, const char *value);

/* One more of a repeat, after the last of its kind in `parent`, with its first values; one less. ERR_INVALID where
   nobody may; ERR_LIMIT. Then call answers_update. */
MUST_CHECK int answers_add(struct answers *a, struct node *parent, const struct xform_field *repeat,
	struct node **ret_node);
MUST_CHECK int answers_remove(struct answers *a, struct node *repeat);

/* All of the field that there are now, in order, NULL at the end. */
struct node **answers_all(struct answers *a, const struct xform_field *field);

/* What is asked, one page after the other: a question, or all of a group that appears as "field-list"; and after each
   repeat somebody may add to, the question whether there is one more. Only what is relevant now. */
struct answers_page {
	const struct xform_control *control; /* a question, a group of them, or CONTROL_REPEAT: add one more? */
	struct node *at;                     /* the question's node; of a group its node or the nearest around it; of
	                                        CONTROL_REPEAT the parent, in which it is added */
	const char *path;                    /* tells pages apart: answers_path of the first question; of one more that of the
	                                        repeat without a number, "+" before it */
};

/* The node of a field as seen from `at`: in the same repeats, else in the first. NULL. */
struct node *answers_from_field(const struct answers *a, struct node *at, const struct xform_field *field);

/* Whether one more of a repeat may be added in `parent` now. */
bool answers_may_grow(struct answers *a, const struct xform_control *repeat, struct node *parent);

/* The pages now; *ret_n of them. ERR_LIMIT. */
MUST_CHECK int answers_pages(struct answers *a, struct answers_page **ret_pages, size_t *ret_n);

/* The questions of a page, relevant ones only: itself, or those of the group, in order. */
struct answers_page *answers_questions(struct answers *a, const struct answers_page *page, size_t *ret_n);

/* The headings of the groups around a page, the outermost first, NULL at the end. */
const char **answers_headings(struct answers *a, const struct answers_page *page, const char *lang);

/* Words in a language of the form ("lt"), with answers in their place; "" where there are none. NULL words give "". */
const char *answers_say(struct answers *a, struct node *at, const struct xform_words *words, const char *lang);
const char *answers_say_form(struct answers *a, struct node *at, const struct xform_words *words, const char *lang,
	enum words_form form);

struct answers_choice {
	const char *value, *label, *image; /* image: "jr://images/a.png", or "" */
	bool chosen;
};

/* What may be chosen now. ERR_LIMIT, ERR_INVALID. */
MUST_CHECK int answers_choices(struct answers *a, const struct xform_control *control, struct node *at,
	const char *lang, struct answers_choice **ret_choices, size_t *ret_n);

/* A value as people read it: the labels of choices, days by language. */
const char *answers_shown(struct answers *a, const struct node *n, const char *lang);

/* What is wrong with a relevant node: required and empty, the type, the constraint. In words of the form where it has
   them, else a message of ours (an id for the catalogue: *ret_ours true). NULL: nothing. */
const char *answers_fault(struct answers *a, struct node *n, const char *lang, bool *ret_ours);

/* The first relevant node after `after` (NULL: from the start) that has a fault; NULL: none. */
struct node *answers_first_fault(struct answers *a, struct node *after);

/* The XML that is sent in: what is relevant, with the form's id and version, and an instanceID. What notes when a form
   was finished (jr:preload) notes it now. */
struct blob answers_write(struct answers *a);
/* The XML to go on with later: everything, relevant or not. */
struct blob answers_save(struct answers *a);

/* "uuid:..." of the answers. */
const char *answers_instance(const struct answers *a);

/* What a submission says of itself, before its form is known. Strings are "" where it says nothing. */
struct submission {
	const char *form, *version, *instance, *deprecated;
	bool encrypted;
	const char *key, *xml, *signature;  /* base64EncryptedKey, encryptedXmlFile, base64EncryptedElementSignature */
	const char **media;                 /* files named, NULL at the end */
	const struct node *root;
};

MUST_CHECK int submission_read(struct cx *cx, struct blob xml, struct submission *ret_submission);
