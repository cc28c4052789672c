/* fakeland_sheet.c - files to import: columns of each kind, rows, numbers, days, and the manifest. */
#include "fakeland.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct kind {
	const char *code;
	const char *columns[COLUMNS];
};

static const struct kind kinds[] = {
	{"persons", {"number", "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship",
		"prs_IdentityNumber", "prs_PrimaryLanguage", "vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg",
		"vic_TypeOfExploitation", "vic_MethodsOfControl", "signal_date", "decision_date", "municipality", "disability",
		"cooperates", "exploited_in", "recruited_in", "migrant"}},
	{"services", {"number", "person", "need", "date"}},
	{"links", {"person", "other", "like", "why_same"}},
	{"returns", {"item", "year", "month", "return_state"}},
	{"investigation", {"number", "happened", "led", "article", "form", "ended", "outcome", "reason", "partner",
		"official",
		"municipality"}},
	{"accused", {"number", "happened", "investigation", "sex", "age", "citizenship", "official", "legal_person",
		"form"}},
	{"prosecution", {"number", "happened", "accused", "investigation", "article", "decision", "official"}},
	{"verdict", {"number", "happened", "accused", "outcome", "article", "instance", "final", "sanction",
		"prison_months",
		"fine", "confiscated", "official", "restitution"}},
	{"surrender", {"number", "happened", "accused", "direction", "country", "state"}},
	{"payment", {"number", "happened", "step", "damage", "amount", "payer", "verdict"}},
	{"call", {"number", "happened", "related", "language", "investigation", "outcome"}},
	{"inspection", {"number", "happened", "trafficking", "with_police", "sector", "municipality", "target", "found",
		"workers"}},
	{"agency", {"number", "happened", "ended", "name"}},
	{"agency_report", {"number", "happened", "agency", "workers", "foreign", "assignments_short"}},
	{"facility", {"number", "happened", "ended", "kind", "serves", "dedicated", "topic", "municipality", "places"}},
	{"grant", {"number", "happened", "recipient", "purpose", "amount", "spent", "funder"}},
	{"plan_budget", {"number", "happened", "line", "purpose", "amount", "spent"}},
	{"aggregate", {"number", "happened", "about", "amount", "state"}},
	{"quoted", {"number", "happened", "indicator", "breakdown", "of_year", "value", "from", "title", "fictitious"}},
	{"training", {"number", "happened", "topic", "provider", "joint", "hours", "mode", "valid_to"}},
	{"attendance", {"number", "happened", "training", "profession", "persons", "passed"}},
	{"publication", {"number", "happened", "title", "kind", "publisher", "language", "audience", "until"}},
	{"awareness", {"number", "happened", "theme", "target", "reach", "cost"}},
	{"post", {"number", "happened", "until", "kind", "state", "country", "trained", "citizenship"}},
	{"unit", {"number", "happened", "until", "kind", "specialised", "municipality"}},
	{"assessment", {"number", "happened", "source", "of_year", "result", "title"}},
};

/* Who sends lists, what their numbers begin with, and what their program separates cells with. */
static const struct {
	const char *org, *prefix;
	char separator;
} senders[] = {
	{"police-bureau", "PB", ','}, {"police-vilnius", "PV", ','}, {"police-panevezys", "PP", ','},
	{"prosecution", "GP", ','},
	{"courts", "TM", ';'}, {"border", "VS", ','}, {"migration", "MD", ','}, {"labour-inspection", "DI", ';'},
	{"child-protection", "VT", ','}, {"social-ministry", "SM", ';'}, {"interior-ministry", "VM", ','},
	{"silto-vejo", "SV", ','}, {"saules-slenkstis", "SS", ';'}, {"kranto-ziburys", "KZ", ','},
		{"commission", "KK", ','},
	{"rapporteur", "NP", ','}, {"education-agency", "SA", ','}, {"coordination-vilnius", "KV", ','},
	{"coordination-panevezys", "KP", ','},
};

enum { SENDERS = sizeof senders / sizeof *senders, SHEET_MAX = 16 << 20 };

static size_t sender_of(const char *org) {
	for (size_t i = 0; i < SENDERS; i++)
		if (strcmp(senders[i].org, org) == 0)
			return i;
	die("no such sender: %s", org);
}

static const struct kind *kind_of(const char *code) {
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].code, code) == 0)
			return &kinds[i];
	die("no such kind: %s", code);
}

const char *number_new(struct land *l, const char *org, int year) {
	return arena_printf(l->arena, "%s-%d-%05d", senders[sender_of(org)].prefix, year, ++l->numbers);
}

/* A list goes out between the 9th and the 27th of the January after its year, a correction in March: each body and kind
 * on a day of its own. Help and links come after the people they are about. */
static int day_sent(size_t sender, const struct kind *kind, int year, enum wave wave) {
	int spread = (int)((sender * 5 + (size_t)(kind - kinds) * 3) % 13);
	if (wave == CORRECTED)
		return day_of(year + 1, 3, 4) + spread;
	int after = strcmp(kind->code, "services") == 0 || strcmp(kind->code, "links") == 0 ? 15 : 0;
	return day_of(year + 1, 1, 9) + (strcmp(kind->code, "returns") == 0 ? 19 : after > 0 ? after : spread);
}

static void text_add(struct sheet *s, const char *cell) {
	if (strpbrk(cell, ",;\"\n") == NULL) {
		buf_str(&s->text, cell);
		return;
	}
	buf_char(&s->text, '"');
	for (; *cell != 0; cell++) {
		if (*cell == '"')
			buf_char(&s->text, '"');
		buf_char(&s->text, *cell);
	}
	buf_char(&s->text, '"');
}

static void line_add(struct sheet *s, const char *const *cells) {
	for (size_t i = 0; i < COLUMNS && s->columns[i] != NULL; i++) {
		if (i > 0)
			buf_char(&s->text, s->separator);
		if (cells[i] != NULL)
			text_add(s, cells[i]);
	}
	buf_char(&s->text, '\n');
}

struct sheet *sheet_of(struct land *l, int year, const char *org, const char *kind_code, enum wave wave) {
	const struct kind *kind = kind_of(kind_code);
	size_t sender = sender_of(org);
	year = l->together ? l->last : year;
	const char *name = arena_printf(l->arena, "%d-%s-%s%s.csv", year, org, kind_code, wave == FIRST ? "" :
		"-corrected");
	for (size_t i = 0; i < l->sheet_n; i++)
		if (strcmp(l->sheets[i]->name, name) == 0)
			return l->sheets[i];
	if (l->sheet_n == l->sheet_room) {
		size_t room = l->sheet_room == 0 ? 128 : 2 * l->sheet_room;
		l->sheets = arena_grow(l->arena, l->sheets, l->sheet_room * sizeof *l->sheets, room * sizeof *l->sheets);
		l->sheet_room = room;
	}
	struct sheet *s = arena_alloc(l->arena, sizeof *s);
	*s = (struct sheet){.name = name, .org = senders[sender].org, .kind = kind->code, .columns = kind->columns,
		.day = day_sent(sender, kind, year, wave), .separator = senders[sender].separator,
		.text = buf_new(l->arena, SHEET_MAX)};
	if (s->separator == ';') /* as spreadsheets here save them */
		buf_str(&s->text, "\xef\xbb\xbf");
	line_add(s, kind->columns);
	l->sheets[l->sheet_n++] = s;
	return s;
}

void set(struct sheet *s, const char *column, const char *value) {
	for (size_t i = 0; i < COLUMNS && s->columns[i] != NULL; i++)
		if (strcmp(s->columns[i], column) == 0) {
			s->cells[i] = value;
			return;
		}
	die("no column %s in %s", column, s->kind);
}

void set_day(struct sheet *s, const char *column, int day) {
	set(s, column, day_words(s->text.arena, day));
}

void set_number(struct sheet *s, const char *column, int64_t value) {
	set(s, column, arena_printf(s->text.arena, "%jd", (intmax_t)value));
}

/* "1234.50", or "1 234,50" where the program writes numbers as here. */
void set_money(struct sheet *s, const char *column, int64_t cents) {
	struct arena *a = s->text.arena;
	intmax_t whole = cents / 100, part = cents % 100;
	const char *text;
	if (s->separator == ',')
		text = arena_printf(a, part == 0 ? "%jd" : "%jd.%02jd", whole, part);
	else if (whole < 1000)
		text = arena_printf(a, "%jd,%02jd", whole, part);
	else if (whole < 1000000)
		text = arena_printf(a, "%jd %03jd,%02jd", whole / 1000, whole % 1000, part);
	else
		text = arena_printf(a, "%jd %03jd %03jd,%02jd", whole / 1000000, whole / 1000 % 1000, whole % 1000, part);
	set(s, column, text);
}

void row_end(struct sheet *s) {
	line_add(s, s->cells);
	memset(s->cells, 0, sizeof s->cells);
	s->rows++;
}

/* A list before the lists about its rows, else by day and name. */
static int sheet_rank(const struct sheet *s) {
	return strcmp(s->kind, "persons") == 0 ? 0 : strcmp(s->kind, "returns") == 0 ? 2 : 1;
}

static int sheet_order(const void *a, const void *b) {
	const struct sheet *x = *(struct sheet *const *)a, *y = *(struct sheet *const *)b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (sheet_rank(x) != sheet_rank(y))
		return sheet_rank(x) - sheet_rank(y);
	return strcmp(x->name, y->name);
}

static FILE *open_to(const char *path) {
	FILE *out = fopen(path, "w");
	if (out == NULL)
		die("%s: %s", path, strerror(errno));
	return out;
}

static void close_it(FILE *out, const char *path) {
	if (fclose(out) != 0)
		die("%s: %s", path, strerror(errno));
}

static void manifest_line(FILE *out, const struct sheet *s) {
	fprintf(out, "%s,%s,%s,%s", day_words(s->text.arena, s->day), s->org, s->kind, s->name);
}

void sheets_write(struct land *l, const char *dir) {
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		die("%s: %s", dir, strerror(errno));
	qsort(l->sheets, l->sheet_n, sizeof(struct sheet *), sheet_order);
	const char *path = arena_printf(l->arena, "%s/imports.csv", dir);
	FILE *manifest = open_to(path);
	fputs("day,org,kind,file\n", manifest);
	for (size_t i = 0; i < l->sheet_n; i++) {
		const struct sheet *s = l->sheets[i];
		const char *name = arena_printf(l->arena, "%s/%s", dir, s->name);
		FILE *out = open_to(name);
		fwrite(s->text.at, 1, s->text.n, out);
		close_it(out, name);
		manifest_line(manifest, s);
		fputc('\n', manifest);
	}
	close_it(manifest, path);
}

void sheets_write_one(struct land *l, const char *path) {
	FILE *out = open_to(path);
	qsort(l->sheets, l->sheet_n, sizeof(struct sheet *), sheet_order);
	for (size_t i = 0; i < l->sheet_n; i++) {
		const struct sheet *s = l->sheets[i];
		manifest_line(out, s);
		fprintf(out, ",%zu\n", s->text.n);
		fwrite(s->text.at, 1, s->text.n, out);
	}
	close_it(out, path);
}
