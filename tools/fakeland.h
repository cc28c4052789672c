/*
 * fakeland.h - the parts of fakeland: lists as agencies would send them, of people and cases nobody ever met, out of
 * which exactly the figures of a given table must come.
 *
 * A table of figures is what a report says of one or more years. Every figure becomes records of the bodies that would
 * have kept them, amid others that must not count: decisions that said no, one person in three lists, judgments under
 * another article, payments of the second of January. A figure 0 becomes a return that says so, not_reported becomes
 * silence. The same seed and tables give the same files to the byte. Memory is one arena for the life of the program.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* Figures --------------------------------------------------------------------------------------------------------- */

enum { ABSENT = -3, NOT_APPLICABLE = -2, NOT_REPORTED = -1 }; /* instead of a value */

struct figure {
	const char *file;
	int line, year;
	const char *indicator, *breakdown, *unit, *text;
	int64_t value; /* months where the unit is years of prison */
};

struct figures {
	struct arena *arena;
	struct figure *rows;
	size_t n, room;
	int first, last; /* years */
};

/* A row the report has: what its figure may be called, and whose word makes nothing a zero. */
struct known {
	const char *indicator, *breakdown, *unit, *item;
	int offset; /* years from the report's own */
};
extern const struct known known_rows[];
extern const size_t known_n;

/* Reads the rows of one table; ends the program with a line when one is not well formed or not known. */
void figures_read(struct figures *f, const char *path);

/* Ends the program with the row and the rule when the figures cannot all be true at once. */
void figures_check(const struct figures *f);

/* The value, or one of those above. `unit` NULL: whatever it is. */
int64_t figure(const struct figures *f, int year, const char *indicator, const char *breakdown, const char *unit);
const struct figure *figure_row(const struct figures *f, int year, const char *indicator, const char *breakdown,
                                const char *unit);

/* Writes a table of random figures that are consistent, for the year 2022, on standard output. */
void figures_random(uint64_t seed);

/* EUR in USD as the report gives them: at 0.936 EUR for one USD, to the nearest ten. */
int64_t usd_of(int64_t eur);

_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Chance ---------------------------------------------------------------------------------------------------------- */

struct chance {
	uint64_t state;
};
uint64_t chance_next(struct chance *c);
int64_t between(struct chance *c, int64_t low, int64_t high); /* both ends can come */
bool one_in(struct chance *c, int n);
void shuffle(struct chance *c, int *at, size_t n);

/* Days ------------------------------------------------------------------------------------------------------------ */

int day_of(int year, int month, int day); /* days since 1970 */
const char *day_words(struct arena *a, int day);
int year_of(int day);
int years_between(int from, int to); /* whole ones: an age */

/* Sheets ---------------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 24 };

enum wave { FIRST, CORRECTED }; /* in the January after the year, and in its March */

struct sheet { /* a file to import, being written */
	const char *name, *org, *kind;
	int day; /* when it is imported */
	const char *const *columns;
	const char *cells[COLUMNS];
	char separator;
	struct buf text;
	size_t rows;
};

struct helped { /* a person in the list of an NGO */
	const struct human *who;
	const char *org, *number;
	int since; /* day */
};

struct land {
	struct arena *arena;
	struct chance chance;
	const struct figures *figures;
	int first, last; /* years with records */
	bool together;   /* a sheet holds all years of its body and kind */
	struct sheet **sheets;
	size_t sheet_n, sheet_room;
	struct helped *helped;
	size_t helped_n, helped_room;
	const char **inquiries; /* numbers of investigations */
	size_t inquiry_n;
	int numbers; /* given out so far */
};

/* The sheet of that year, body, kind and wave; begun when there is none yet. */
struct sheet *sheet_of(struct land *l, int year, const char *org, const char *kind, enum wave wave);
void set(struct sheet *s, const char *column, const char *value);
void set_day(struct sheet *s, const char *column, int day);
void set_number(struct sheet *s, const char *column, int64_t value);
void set_money(struct sheet *s, const char *column, int64_t cents);
void row_end(struct sheet *s);

/* A number nobody else has, as bodies give them: "PB-2022-00017". */
const char *number_new(struct land *l, const char *org, int year);

/* Writes every sheet and the manifest imports.csv, in the order of their days, into `dir`; or all into one file. */
void sheets_write(struct land *l, const char *dir);
void sheets_write_one(struct land *l, const char *path);

/* People ---------------------------------------------------------------------------------------------------------- */

struct human {
	const char *given, *family, *document, *citizenship, *language;
	int born; /* day; 0: not known */
	bool woman;
};

const struct human *human_new(struct land *l, const char *group, bool child, int on);
bool human_is_child(const struct human *h, int on);

/* What one part of the country recorded in all years --------------------------------------------------------------- */

void people(struct land *l);    /* identified, presumed, helped, and the grants that pay for help */
void cases(struct land *l);     /* investigations, accused, verdicts, payments, surrenders */
void offices(struct land *l);   /* everything else that is counted */
void published(struct land *l); /* figures of earlier years as others published them */
void returns(struct land *l);   /* who says what of its records */

/* Values of victims identified in the years that the row "fewest" looks at: year -> value; ABSENT: nobody ever said. */
int64_t fewest_value(const struct land *l, int year);
