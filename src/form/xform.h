/*
 * xform.h - a form as ODK's XForms describe it: what is kept (fields), what is asked (controls), and the rules of both.
 *
 * xform_read takes the text of a stranger. It is refused, with the place, the rule and the value named, where it has a
 * document type, wrong namespaces, a rule that cannot be read or that uses a function we do not have, a bind or a
 * question of no field, rules that depend on themselves in a circle, or more of anything than the ceilings below. What is
 * taken is whole: every expression is compiled, every question leads to a field, and `order` lists the rules so that
 * each stands behind all it needs. A form is never changed after it was read, and lives in cx->arena.
 */
#pragma once
#include "form/xml.h"
#include "form/xpath.h"

enum {
	XFORM_BYTES = 6 << 20,
	XFORM_ELEMENTS = 80000,
	XFORM_DEPTH = 100,      /* elements in one another */
	XFORM_FIELDS = 5000,
	XFORM_LANGUAGES = 40,
	XFORM_INSTANCES = 100,  /* lists beside the answers */
	XFORM_TEXT = 64 << 10,  /* bytes of one answer */
	XFORM_REPEATS = 2000,   /* of one repeat in its parent */
	XFORM_NODES = 50000,    /* fields of one set of answers, repeats counted */
};

#define XFORMS_NS "http://www.w3.org/2002/xforms"
#define XHTML_NS "http://www.w3.org/1999/xhtml"
#define JAVAROSA_NS "http://openrosa.org/javarosa"
#define OPENROSA_NS "http://openrosa.org/xforms"
#define ODK_NS "http://www.opendatakit.org/xforms"

enum xform_type {
	TYPE_STRING, TYPE_INT, TYPE_DECIMAL, TYPE_BOOLEAN, TYPE_DATE, TYPE_TIME, TYPE_DATETIME,
	TYPE_GEOPOINT, TYPE_GEOTRACE, TYPE_GEOSHAPE, TYPE_BINARY, TYPE_BARCODE, TYPE__MAX
};

/* Words for people: pieces of text and of answers, in one or several languages. */
struct xform_piece {
	const char *text;            /* NULL: the value of `output` */
	const struct xpath *output;
	const struct xform_piece *next;
};

enum words_form { WORDS_LONG, WORDS_SHORT, WORDS_GUIDANCE, WORDS_IMAGE, WORDS_AUDIO, WORDS_VIDEO, WORDS__MAX };

struct xform_text { /* an entry of <itext>; forms[language][enum words_form], NULL where there is none */
	const char *id;
	const struct xform_piece **forms[]; /* by language; NULL: none */
};

struct xform_words {
	const struct xform_piece *plain;  /* written where they stand; NULL: from itext */
	const struct xform_text *text;
	const struct xpath *id;           /* an itext id that is itself worked out; NULL: `text` */
};

struct xform_action { /* setvalue */
	const struct xform_field *field;  /* that gets the value */
	const struct xform_field *where;  /* odk-new-repeat: of this repeat; value-changed: of this field */
	const struct xpath *ref, *value;  /* value NULL: `text` */
	const char *text;
	bool first_load, new_repeat, changed;
	const struct xform_action *next;
};

struct xform_field { /* an element of the answers */
	size_t number;                    /* place in form->fields */
	const char *ns, *name, *path;     /* path: "/data/group/question" */
	const struct xform_field *parent, *first, *last, *next;
	const struct node *at;            /* in the form's first instance: the first values stand there */
	const struct node *seen;          /* while the form is read: in which element the last of it stood */
	bool several;                     /* the first instance has more than one of it in one element */
	bool repeat;                      /* it and what is in it may stand there several times */
	const struct node *model;         /* of a repeat: what a new one is made from */
	enum xform_type type;
	bool bound;                       /* has a bind */
	const struct xpath *relevant, *required, *readonly, *constraint, *calculate, *count;
	const struct xform_words *constraint_say, *required_say; /* NULL: none of its own */
	const char *preload, *preload_params;
	const struct xform_control *control; /* the first that asks for it; NULL: nobody does */
};

enum control_kind {
	CONTROL_GROUP, CONTROL_REPEAT, CONTROL_INPUT, CONTROL_SELECT, CONTROL_SELECT1, CONTROL_RANK, CONTROL_RANGE,
	CONTROL_UPLOAD, CONTROL_TRIGGER, CONTROL_SECRET
};

struct xform_choice {
	const char *value;
	const struct xform_words *label;
	const struct xform_choice *next;
};

struct xform_control {
	enum control_kind kind;
	const struct xform_field *field;  /* NULL: a group that only stands on the page */
	const struct xform_words *label, *hint;
	unsigned number;                  /* of a question, on paper and where it is keyed in: from 1; 0: nobody answers it */
	const char *appearance;           /* words with blanks between; "" */
	const char *mediatype;            /* of an upload: "image/ *"; "" */
	const struct xform_choice *choices;
	const struct xpath *itemset;      /* choices from a list; then: */
	const struct xpath *item_value, *item_label;
	bool fixed;                       /* repeat: nobody adds or takes away */
	double start, end, step;          /* of a range */
	const struct xform_control *parent, *first, *next;
};

struct xform_instance { /* a list beside the answers */
	const char *id, *source;          /* source: "jr://file/services.csv", or NULL where it stands in the form */
	struct node *root;                /* NULL until xform_feed gave it */
	struct xform_instance *next;
};

enum rule_kind { RULE_RELEVANT, RULE_COUNT, RULE_CALCULATE };

struct xform_rule {
	enum rule_kind kind;
	const struct xform_field *field;
};

struct xform {
	const char *id, *version, *title; /* version "" where none is said */
	const char *submission_url, *submission_key; /* base64RsaPublicKey; NULL */
	const char *style;                /* class of the body; "" */
	const struct node *document;
	const struct xform_field *root;
	struct xform_field **fields;
	size_t fields_n;
	const char **languages;           /* as the form names them: "lt", "Lietuvių (lt)" */
	size_t languages_n, language;     /* language: the default */
	const struct xform_control *body; /* the first control */
	struct xform_instance *instances;
	const struct xform_action *actions;
	const struct xform_rule *order;
	size_t order_n;
	const char *loose;                /* the first path in a rule that leads to no field: it is empty for ever; NULL */
	struct map *texts, *paths;        /* itext by id, fields by path */
};

MUST_CHECK int xform_read(struct cx *cx, struct blob bytes, struct xform **ret_form);

/* The language that the form has for "lt": "lt", "lt-LT", "Lietuvių (lt)"; else its default. */
size_t xform_language(const struct xform *form, const char *lang);
bool xform_has_language(const struct xform *form, const char *lang);

/* The field at that path; NULL. */
const struct xform_field *xform_field_at(const struct xform *form, const char *path);

/* The rows of a CSV with headings become the list of that id, which the form has from outside. ERR_NOTFOUND: no such
   list; ERR_INVALID, ERR_LIMIT as io/table.h. */
MUST_CHECK int xform_feed(struct cx *cx, struct xform *form, const char *id, struct blob csv);

/* The control that comes after c in the order of the form; into: also what is in it. NULL after the last. */
const struct xform_control *xform_next(const struct xform_control *c, bool into);

/* How many questions of c somebody answers: 1 or 0 of a question, those in it of a group. */
size_t xform_asked(const struct xform_control *c);

/* Whether `appearance` has that word. */
bool xform_appears(const struct xform_control *control, const char *word);

extern const char *const xform_type_names[TYPE__MAX];
