/*
 * xpath_inside.h - compiled expressions, and what their evaluation stands on; for the files of this storey only.
 *
 * Whatever fails sets e->rc and gives an empty value; callers go on to their end, loops ask e->rc. So a value is always
 * sound, and an expression that failed is found out once, by xpath_evaluate.
 */
#pragma once
#include "form/map.h"
#include "form/xform.h"

enum part_kind { PART_NUMBER, PART_STRING, PART_PATH, PART_CALL, PART_CHAIN, PART_MINUS };
enum axis { AXIS_CHILD, AXIS_SELF, AXIS_PARENT, AXIS_ATTRIBUTE, AXIS_DEEP, AXIS_BEFORE, AXIS_AFTER, AXIS_ABOVE };
enum operator {
	OP_NONE, OP_OR, OP_AND, OP_EQUAL, OP_UNEQUAL, OP_LESS, OP_LESS_EQUAL, OP_MORE, OP_MORE_EQUAL, OP_PLUS, OP_LESS_BY,
	OP_TIMES, OP_DIV, OP_MOD, OP_UNION
};
enum path_start { FROM_ROOT, FROM_HERE, FROM_VALUE };

struct part;

struct step {
	enum axis axis;
	const char *name;          /* NULL: any */
	const struct part *first;  /* conditions */
	const struct step *next;
};

struct part {
	enum part_kind kind;
	enum operator before;      /* in a chain: what stands before it */
	double number;
	const char *text;          /* of a string */
	enum path_start start;
	const struct part *value;  /* FROM_VALUE: what the path begins with; PART_MINUS: of what */
	const struct part *conditions; /* of that value */
	const struct step *steps;
	const struct function *function;
	void *pattern;             /* of regex: compiled, where it is written out */
	const struct part *first;  /* of a chain, the parts; of a call, its arguments */
	const struct part *next;
};

struct xpath {
	const char *text, *place;
	const struct part *root;
};

struct eval {
	struct xpath_context *at;
	const struct xpath *x;
	struct node *node;         /* where this part stands */
	size_t position, size;     /* in the list a condition is asked of */
	int rc;
};

struct function {
	const char *name;
	int least, most;           /* arguments; most -1: any number */
	struct xpath_value (*run)(struct eval *e, const struct part *call);
	const char *refused;       /* message id: why we do not have it; NULL */
};

extern const struct function xpath_functions[];

struct xpath_value xpath_part(struct eval *e, const struct part *p);
struct xpath_value xpath_path_value(struct eval *e, const struct part *p);
bool xpath_compare(struct eval *e, enum operator how, const struct xpath_value *a, const struct xpath_value *b);

/* Takes n from the work that is left; false where none is. */
bool xpath_tick(struct eval *e, size_t n);
void *xpath_memory(struct eval *e, size_t n); /* NULL where none is left */
int xpath_fail(struct eval *e, const char *rule, const char *value);

/* A list of nodes in the making. */
struct xpath_list {
	struct node **at;
	size_t n, room;
};
void xpath_list_add(struct eval *e, struct xpath_list *list, struct node *n);
struct xpath_value xpath_list_value(const struct xpath_list *list);

/* Arguments. The first is number 0. */
const struct part *xpath_argument(const struct part *call, size_t i); /* NULL past the last */
struct xpath_value xpath_value_of(struct eval *e, const struct part *call, size_t i);
const char *xpath_string_of(struct eval *e, const struct part *call, size_t i);
double xpath_number_of(struct eval *e, const struct part *call, size_t i);
bool xpath_boolean_of(struct eval *e, const struct part *call, size_t i);

struct xpath_value xpath_from_string(const char *s);
struct xpath_value xpath_from_number(double n);
struct xpath_value xpath_from_boolean(bool b);

const char *xpath_copy(struct eval *e, const char *s, size_t n); /* "" where no memory is left */
const char *xpath_number_text(struct eval *e, double n);
double xpath_text_number(const char *text); /* a number, a day or an instant; else NaN */
double xpath_node_number(const struct node *n);

/* "2026-03-01", "2026-03-01T10:00:00.000+02:00": days since 1970-01-01 by the registry's clock. */
bool xpath_parse_day(const char *text, double *ret_days);
bool xpath_parse_instant(const char *text, int64_t *ret_instant);

/* The plain path of a part, standing on the path `at`: "/data/a/b"; NULL where it has none. ret_apart as xpath_paths. */
const char *xpath_plain(struct arena *a, const struct part *p, const char *at, bool *ret_apart);

/* Functions, by file. */
#define XPATH_FUNCTION(name) struct xpath_value name(struct eval *e, const struct part *call)
XPATH_FUNCTION(fn_if); XPATH_FUNCTION(fn_coalesce); XPATH_FUNCTION(fn_once); XPATH_FUNCTION(fn_not);
XPATH_FUNCTION(fn_true); XPATH_FUNCTION(fn_false); XPATH_FUNCTION(fn_boolean); XPATH_FUNCTION(fn_boolean_text);
XPATH_FUNCTION(fn_string); XPATH_FUNCTION(fn_uuid); XPATH_FUNCTION(fn_checklist); XPATH_FUNCTION(fn_weighted);
XPATH_FUNCTION(fn_property); XPATH_FUNCTION(fn_version);

XPATH_FUNCTION(fn_position); XPATH_FUNCTION(fn_last); XPATH_FUNCTION(fn_count); XPATH_FUNCTION(fn_count_filled);
XPATH_FUNCTION(fn_sum); XPATH_FUNCTION(fn_max); XPATH_FUNCTION(fn_min); XPATH_FUNCTION(fn_instance);
XPATH_FUNCTION(fn_current); XPATH_FUNCTION(fn_indexed); XPATH_FUNCTION(fn_randomize); XPATH_FUNCTION(fn_name);
XPATH_FUNCTION(fn_join);

XPATH_FUNCTION(fn_selected); XPATH_FUNCTION(fn_selected_at); XPATH_FUNCTION(fn_count_selected);
XPATH_FUNCTION(fn_choice_name); XPATH_FUNCTION(fn_itext);

XPATH_FUNCTION(fn_concat); XPATH_FUNCTION(fn_contains); XPATH_FUNCTION(fn_starts); XPATH_FUNCTION(fn_ends);
XPATH_FUNCTION(fn_substr); XPATH_FUNCTION(fn_substring); XPATH_FUNCTION(fn_before); XPATH_FUNCTION(fn_after);
XPATH_FUNCTION(fn_translate); XPATH_FUNCTION(fn_length); XPATH_FUNCTION(fn_normalize); XPATH_FUNCTION(fn_regex);
XPATH_FUNCTION(fn_upper); XPATH_FUNCTION(fn_lower);

XPATH_FUNCTION(fn_number); XPATH_FUNCTION(fn_int); XPATH_FUNCTION(fn_round); XPATH_FUNCTION(fn_floor);
XPATH_FUNCTION(fn_ceiling); XPATH_FUNCTION(fn_pow); XPATH_FUNCTION(fn_log); XPATH_FUNCTION(fn_log10);
XPATH_FUNCTION(fn_abs); XPATH_FUNCTION(fn_sin); XPATH_FUNCTION(fn_cos); XPATH_FUNCTION(fn_tan);
XPATH_FUNCTION(fn_asin); XPATH_FUNCTION(fn_acos); XPATH_FUNCTION(fn_atan); XPATH_FUNCTION(fn_atan2);
XPATH_FUNCTION(fn_sqrt); XPATH_FUNCTION(fn_exp); XPATH_FUNCTION(fn_exp10); XPATH_FUNCTION(fn_pi);
XPATH_FUNCTION(fn_random);

XPATH_FUNCTION(fn_today); XPATH_FUNCTION(fn_now); XPATH_FUNCTION(fn_date); XPATH_FUNCTION(fn_date_time);
XPATH_FUNCTION(fn_decimal_date); XPATH_FUNCTION(fn_decimal_time); XPATH_FUNCTION(fn_format_date);

XPATH_FUNCTION(fn_area); XPATH_FUNCTION(fn_distance);

/* Compile the pattern of a regex(); NULL, with what is wrong, where it cannot be. */
void *xpath_pattern(struct arena *a, const char *text, const char **ret_fault);
