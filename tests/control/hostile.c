/*
 * hostile.c - files nobody should send: `hostile make DIR` writes them, `hostile feed BYTES` writes a long CSV to
 * standard output, `hostile read MIB` reads a table from standard input and fails when it held more memory than that.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/io/package.h"
#include "io/table.h"

static const char *folder;

static FILE *make(const char *name) {
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");
	if (f == NULL) {
		perror(path);
		exit(1);
	}
	return f;
}

static void whole(const char *name, const void *at, size_t n) {
	FILE *f = make(name);
	if (fwrite(at, 1, n, f) != n || fclose(f) != 0)
		exit(1);
}

static void text(const char *name, const char *s) {
	whole(name, s, strlen(s));
}

/* An XLSX of which one part is given; `spoil` may change its bytes. */
static void xlsx(const char *name, const char *part, const char *s, size_t n, void (*spoil)(unsigned char *,
	size_t *)) {
	struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, MADE_SHEET("<row><c><v>1</v></c></row>"),
		{part, s, n}};
	size_t count = 5, replaced = 4;
	for (size_t i = 0; i < 4; i++)
		if (strcmp(parts[i].name, part) == 0) {
			parts[i] = parts[4];
			replaced = i;
			count = 4;
		}
	if (s == NULL) { /* left out */
		parts[replaced] = parts[3];
		count = 3;
	}
	struct blob archive = made_archive(parts, count);
	unsigned char *bytes = malloc(archive.n);
	size_t size = archive.n;
	memcpy(bytes, archive.at, archive.n);
	if (spoil != NULL)
		spoil(bytes, &size);
	whole(name, bytes, size);
	free(bytes);
	free((void *)archive.at);
}

/* Whatever the archive says of a length is a lie: what is unpacked is said to be of 100 bytes. */
static void lie(unsigned char *at, size_t *n) {
	for (size_t i = 0; i + 46 < *n; i++) {
		unsigned char *size = memcmp(at + i, "PK\1\2", 4) == 0 ? at + i + 24 : memcmp(at + i, "PK\3\4", 4) == 0 ? at +
			i + 22 : NULL;
		if (size != NULL)
			memcpy(size, "\x64\0\0\0", 4);
	}
}

static void lock(unsigned char *at, size_t *n) {
	for (size_t i = 0; i + 46 < *n; i++) {
		if (memcmp(at + i, "PK\1\2", 4) == 0)
			at[i + 8] |= 1;
		if (memcmp(at + i, "PK\3\4", 4) == 0)
			at[i + 6] |= 1;
	}
}

static void cut(unsigned char *at, size_t *n) {
	(void)at;
	*n /= 2;
}

static void many_parts(unsigned char *at, size_t *n) {
	for (size_t i = 0; i + 22 <= *n; i++)
		if (memcmp(at + i, "PK\5\6", 4) == 0)
			memcpy(at + i + 8, "\xff\xff\xff\xff\xff\xff\xff\x7f", 8);
}

#define SHEET "xl/worksheets/sheet1.xml"
#define HEADINGS "signal_date,municipality,note\n"

static void spreadsheets(void) {
	size_t n = (size_t)300 << 20;
	char *blanks = malloc(n);
	memset(blanks, ' ', n);
	memcpy(blanks, "<worksheet><sheetData>", 22);
	xlsx("bomb.xlsx", SHEET, blanks, n, NULL);
	memcpy(blanks, "<sst>                 ", 22);
	xlsx("texts.xlsx", "xl/sharedStrings.xml", blanks, n, NULL);
	memcpy(blanks, "<worksheet><sheetData>", 22);
	xlsx("lying.xlsx", SHEET, blanks, 64 << 20, lie);
	free(blanks);
	xlsx("entities.xlsx", SHEET,
		"<!DOCTYPE w [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
		"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>", 0, NULL);
	xlsx("outside.xlsx", SHEET,
		"<!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c><v>&a;</v></c></row>"
		"</sheetData></worksheet>", 0, NULL);
	xlsx("formula.xlsx", SHEET, "<worksheet><sheetData><row><c><f>1+1</f></c></row></sheetData></worksheet>", 0, NULL);
	xlsx("broken.xlsx", SHEET, "<worksheet><sheetData><row>", 0, NULL);
	xlsx("nothing.xlsx", SHEET, NULL, 0, NULL);
	xlsx("locked.xlsx", "xl/styles.xml", "<styleSheet/>", 0, lock);
	xlsx("cut.xlsx", "xl/styles.xml", "<styleSheet/>", 0, cut);
	xlsx("parts.xlsx", "xl/styles.xml", "<styleSheet/>", 0, many_parts);
	whole("old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0", 16);
	struct blob other = made_archive(&(struct made_part){"../../../etc/passwd", "no spreadsheet", 0}, 1);
	whole("other.xlsx", other.at, other.n);
	free((void *)other.at);
}

static void texts(void) {
	whole("nul.csv", HEADINGS "2022-03-01,rokiskis,a\0b\n", sizeof HEADINGS + 24);
	text("latin.csv", HEADINGS "2022-03-01,rokiskis,R\xfbta\n");
	text("quote.csv", HEADINGS "2022-03-01,rokiskis,\"never\n");
	text("inside.csv", HEADINGS "2022-03-01,rokiskis,\"UAB \"A\"\"\n");
	text("empty.csv", "");
	text("unknown.csv", "shoe,size\n1,2\n");
	whole("cut16.csv", "\xff\xfe" "a\0,", 5);
	FILE *columns = make("columns.csv"), *bomb = make("bomb.csv"), *cell = make("cell.csv"), *huge = make("huge.csv");
	for (int i = 0; i < 10000; i++)
		fprintf(columns, "column %d,", i);
	fprintf(columns, "\n");
	fprintf(bomb, HEADINGS "2022-03-01,rokiskis,\"");
	for (int i = 0; i < 8000000; i++)
		fputs("1,\n", bomb);
	fprintf(cell, HEADINGS "2022-03-01,rokiskis,");
	for (int i = 0; i < (16 << 20); i++)
		putc('x', cell);
	fprintf(huge, HEADINGS "2022-03-01,rokiskis,x\n");
	fflush(huge);
	bool made = ftruncate(fileno(huge), (off_t)2 << 30) == 0;
	if (fclose(columns) != 0 || fclose(bomb) != 0 || fclose(cell) != 0 || fclose(huge) != 0 || !made)
		exit(1);
}

static int feed(long long bytes) {
	char note[2001];
	memset(note, 'x', 2000);
	note[2000] = 0;
	printf(HEADINGS);
	for (long long n = 0; n < bytes && !ferror(stdout); n += 2022)
		printf("2022-03-01,rokiskis,%s\n", note);
	return ferror(stdout) != 0;
}

static int count(struct cx *cx, const struct table_row *row, void *arg) {
	(void)cx, (void)row;
	++*(long long *)arg;
	return 0;
}

static long memory_held(void) {
	char line[200];
	long kib = -1;
	FILE *f = fopen("/proc/self/status", "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

static int read_all(long most) {
	struct cx cx = {.arena = arena_new(16 << 20), .lang = "en"};
	long long rows = 0;
	int rc = table_read(&cx, 0, count, &rows);
	long held = memory_held() >> 10;
	printf("%s, %lld rows, %ld MiB held\n", rc == 0 ? "read" : cx.err.rule, rows, held);
	arena_free(cx.arena);
	return held < 0 || held > most;
}

int main(int argc, char **argv) {
	if (argc == 3 && strcmp(argv[1], "feed") == 0)
		return feed(atoll(argv[2]));
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return read_all(atol(argv[2]));
	if (argc != 3 || strcmp(argv[1], "make") != 0)
		return 1;
	folder = argv[2];
	spreadsheets();
	texts();
	return 0;
}
