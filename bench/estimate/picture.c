/*
 * picture <TABLE >PICTURE.svg: draws what `coverage` printed. One row a world, one column a method: a bar as long as
 * the share of 95 % intervals that held the truth, with a mark at 95 %; then how many of the speaking method's failures
 * were warned of. Lines that are no row of that table are passed over; a table without rows is an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	METHODS = 7, COLUMNS = 13, ROWS = 32, TEXT = 512,
	FIRST = 2, WARNED = 12,                         /* columns of the table */
	LEFT = 250, STEP = 96, BAR = 80, HIGH = 30, TOP = 92, LAST = 190, SIDE = 16 /* of the picture */
};

static const char *const methods[METHODS] = {"independent", "stepwise", "BIC", "AIC", "graphs", "averaging", "classes"};

struct row {
	char name[TEXT];
	int share[METHODS];
	int warned, failed;
};

/* Cuts a line at its bars; the number of cells. */
static int cut(char *line, char **cells) {
	int n = 0;
	for (char *at = strchr(line, '|'); at != NULL && n < COLUMNS; n++) {
		char *end = strchr(at + 1, '|');
		if (end == NULL)
			break;
		*end = 0;
		cells[n] = at + 1 + strspn(at + 1, " ");
		for (size_t k = strlen(cells[n]); k > 0 && cells[n][k - 1] == ' '; k--)
			cells[n][k - 1] = 0;
		at = end;
	}
	return n;
}

static int read_row(char *line, struct row *ret_row) {
	char *cells[COLUMNS];
	struct row r = {0};
	if (cut(line, cells) != COLUMNS || sscanf(cells[WARNED], "%d of %d", &r.warned, &r.failed) != 2)
		return 0;
	for (int m = 0; m < METHODS; m++)
		if (sscanf(cells[FIRST + m], "%d %%", &r.share[m]) != 1)
			return 0;
	snprintf(r.name, sizeof r.name, "%s", cells[0]);
	*ret_row = r;
	return 1;
}

static const char *colour(int share) {
	return share >= 90 ? "#2f6f8f" : share >= 75 ? "#c98a1b" : "#b23a2e";
}

static void text(int x, int y, const char *style, const char *say) {
	printf("<text x=\"%d\" y=\"%d\"%s>%s</text>\n", x, y, style, say);
}

static void head(int tables, int wide, int high) {
	char say[TEXT];
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
		"font-family=\"sans-serif\" font-size=\"13\" fill=\"#1d2733\">\n<title>How often 95 %% intervals hold the truth, by "
		"method and kind of world</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", wide, high, wide, high);
	snprintf(say, sizeof say, "How often a 95 %% interval held the truth, of %d tables a row", tables);
	text(SIDE, 28, " font-size=\"17\" font-weight=\"bold\"", say);
	text(SIDE, 50, " fill=\"#566270\"", "The thin line is 95 %. Blue: 90 % and more; ochre: 75 % and more; red: less. "
		"Right: tables where the method that speaks was wrong.");
	for (int m = 0; m < METHODS; m++)
		text(LEFT + m * STEP, TOP - 12, " font-weight=\"bold\"", methods[m]);
	text(LEFT + METHODS * STEP, TOP - 12, " font-weight=\"bold\"", "wrong: warned, not warned");
}

static void draw(const struct row *r, int tables, int y) {
	char say[TEXT];
	text(SIDE, y + 18, "", r->name);
	for (int m = 0; m < METHODS; m++) {
		int x = LEFT + m * STEP, wide = r->share[m] * BAR / 100;
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"#e9edf1\"/>\n", x, y + 4, BAR);
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"%s\"/>\n", x, y + 4, wide, colour(r->share[m]));
		printf("<rect x=\"%d\" y=\"%d\" width=\"1\" height=\"24\" fill=\"#1d2733\"/>\n", x + 95 * BAR / 100, y + 2);
		snprintf(say, sizeof say, "%d", r->share[m]);
		text(r->share[m] >= 40 ? x + 6 : x + wide + 4, y + 18, r->share[m] >= 40 ? " fill=\"#fff\"" : "", say);
	}
	int x = LEFT + METHODS * STEP, room = LAST - 70;
	int warned = r->warned * room / tables, failed = r->failed * room / tables;
	printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"#2f6f8f\"/>\n", x, y + 4, warned);
	printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"#b23a2e\"/>\n", x + warned, y + 4, failed - warned);
	snprintf(say, sizeof say, "%d, %d", r->warned, r->failed - r->warned);
	text(x + failed + 6, y + 18, "", r->failed == 0 ? "none" : say);
}

int main(void) {
	static struct row rows[ROWS];
	char line[4096];
	int n = 0, tables = 0;
	while (n < ROWS && fgets(line, sizeof line, stdin) != NULL) {
		if (tables == 0)
			tables = (int)strtol(line, NULL, 10); /* "40 tables each, ..." */
		n += read_row(line, &rows[n]);
	}
	if (n == 0 || tables < 1) {
		fprintf(stderr, "picture: this is not what coverage prints\n");
		return 1;
	}
	head(tables, LEFT + METHODS * STEP + LAST + SIDE, TOP + n * HIGH + SIDE);
	for (int i = 0; i < n; i++)
		draw(&rows[i], tables, TOP + i * HIGH);
	printf("</svg>\n");
	return 0;
}
