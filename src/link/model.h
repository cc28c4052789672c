/*
 * model.h - what a linkage goes by: kinds of columns, blocking rules, comparisons with their levels and chances.
 *
 * A model is a file (model_file.h) that can be read, kept and signed; the same records and model give the same answer on any machine and
 * with any number of threads. Levels of a comparison go from 0 (they differ) up to the likest; LINK_NULL: one side has nothing. m and u
 * are the chances of a level among pairs of one person and of two; a weight is log2(m/u), here in whole thousandths of a bit.
 * Fellegi & Sunter 1969; EM on counts of patterns; u from pairs drawn at random; frequencies of values as in Winkler 1989.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
	LINK_COMPARISONS = 16, LINK_LEVELS = 12, LINK_NULL = 15, LINK_RULES = 32, LINK_TERMS = 4, LINK_PARTS = 4,
	LINK_BIT = 1000 /* parts of a bit in which weights are counted */
};

/* What a column holds. */
enum link_kind {
	KIND_IGNORE, KIND_GIVEN, KIND_SURNAME, KIND_FULL, KIND_MIDDLE, KIND_DATE, KIND_YEAR, KIND_CATEGORY, KIND_PLACE, KIND_ADDRESS,
	KIND_POSTCODE, KIND_PHONE, KIND_EMAIL, KIND_CODE, KIND_NUMBER, KIND_TEXT,
	KIND_LATITUDE, KIND_LONGITUDE, KIND_POINT, /* degrees; the last: both in one cell */
	KIND_LIST, /* several values in one cell */
	LINK_KIND__MAX
};
extern const char *const link_kind_names[LINK_KIND__MAX];

/* A form of a column's values under which two records may be called equal. */
enum link_form {
	FORM_PLAIN,   /* small Latin letters and digits */
	FORM_SOUND,   /* what spellings agree on */
	FORM_GIVEN,   /* the same, of a given name */
	FORM_STEM,    /* the same, of a family name, without its ending */
	FORM_PREFIX,  /* the first `n` letters of FORM_SOUND */
	FORM_DIGITS,  /* the last `n` digits (0: all) */
	FORM_COMPACT, /* letters and digits without blanks */
	FORM_HEAD,    /* the first `n` of FORM_COMPACT */
	FORM_DATE, FORM_YEAR, FORM_YEARMONTH, FORM_MONTHDAY, FORM_DAYSWAP, /* the last: day and month in either order */
	FORM_LOCAL,   /* of a mail address what stands before the @ */
	FORM_WORDS,   /* words by sound, sorted */
	FORM_RARE,    /* its rarest word; FORM_RARE2: the second rarest */
	FORM_RARE2,
	FORM_EITHER,  /* two columns by sound, in either order */
	FORM_NUMBER,  /* a number without what its writer's country adds */
	FORM_LATITUDE, FORM_LONGITUDE, /* degrees, to `n` places (0: six); of a cell with both, the one */
	FORM_LIST,    /* the values of a list, sorted, each once */
	LINK_FORM__MAX
};
extern const char *const link_form_names[LINK_FORM__MAX];

struct link_term {
	int16_t column, other; /* other: the second one of FORM_EITHER, else -1 */
	uint8_t form, n;
};

struct link_rule {
	int terms;
	struct link_term term[LINK_TERMS];
	uint64_t pairs; /* that it alone gives, counted */
};

enum link_measure {
	MEASURE_NAME,    /* given and family name together */
	MEASURE_GIVEN,   /* where nothing else of the name can be compared */
	MEASURE_SURNAME,
	MEASURE_WORDS,   /* several words in any order */
	MEASURE_DATE, MEASURE_YEAR, MEASURE_CATEGORY, MEASURE_TEXT, MEASURE_CODE, MEASURE_EMAIL, MEASURE_NUMBER,
	MEASURE_POINT,   /* a place on the earth, of one column or of two */
	MEASURE_LIST,    /* what two lists have in common */
	LINK_MEASURE__MAX
};

struct link_measure_info {
	const char *name;
	int levels;
	const char *say[LINK_LEVELS];    /* message ids */
	double m[LINK_LEVELS];           /* what is believed before anything was seen */
};
extern const struct link_measure_info link_measures[LINK_MEASURE__MAX];

struct link_comparison {
	enum link_measure measure;
	int16_t column[2];      /* the second of MEASURE_NAME and its two parts, of MEASURE_POINT where it has two; else -1 */
	double m[LINK_LEVELS], u[LINK_LEVELS];
	bool trained[LINK_LEVELS];   /* seen while learning, not only believed */
	int32_t weight[LINK_LEVELS]; /* of m and u */
	bool frequency;         /* rare values weigh more */
	bool residence;         /* says where somebody lives, as others of the model do: who moves differs in all of them at once */
};

struct link_model {
	int columns;
	uint8_t kind[400];      /* of each column: enum link_kind */
	uint8_t day_first[400]; /* of a column of dates: 12/03 is the twelfth of March */
	int comparisons;
	struct link_comparison comparison[LINK_COMPARISONS];
	int rules;
	struct link_rule rule[LINK_RULES];
	double lambda;          /* chance that two records drawn at random are one person */
	int32_t prior;          /* its weight */
	double threshold;       /* weight in bits from which records are joined; NAN: not set */
	uint64_t seed;
	bool as_written;        /* names are compared as they were written (written.h), not across scripts, spellings and endings */
};

/* Comparisons of residence, one bit each; none where there is only one. */
unsigned link_residence(const struct link_model *m);

/* Weights from m, u and lambda. */
void link_model_weigh(struct link_model *m);

/* The same of what was learned: it is rounded to what a file keeps of it. */
void link_model_settle(struct link_model *m);

/* Levels as believed, u not known yet. */
void link_comparison_init(struct link_comparison *c, enum link_measure measure, int column, int second);
