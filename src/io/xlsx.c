/* An XLSX: which parts matter, in which order. Texts and styles are held, the sheet streams by. */
#include "io/xlsx.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

struct xlsx *xlsx_new(struct arena *arena, const char *sheet) {
	struct xlsx *x = arena_alloc(arena, sizeof *x);
	x->wanted = sheet;
	x->arena = x->shared.arena = arena;
	return x;
}

void xlsx_dispose(struct xlsx *x) {
	if (x != NULL)
		package_dispose(&x->package);
}

struct book {
	struct xlsx *x;
	bool found, visible;
	char id[PART_NAME]; /* of the sheet wanted; else of the first that is shown, else of the first */
};

static void on_book(void *arg, const char *name, const char **attributes) {
	struct book *b = arg;
	if (is_named(name, "workbookPr")) {
		const char *from = attribute(attributes, "date1904");
		b->x->from_1904 = from != NULL && (str_equal(from, "1") || str_equal(from, "true") || str_equal(from, "on"));
	}
	if (!is_named(name, "sheet") || b->visible)
		return;
	const char *id = NULL, *state = attribute(attributes, "state"), *called = attribute(attributes, "name");
	if (b->x->wanted != NULL && (called == NULL || strcasecmp(called, b->x->wanted) != 0))
		return;
	for (size_t i = 0; attributes[i] != NULL; i += 2) /* r:id, beside an attribute named sheetId */
		if (strchr(attributes[i], ':') != NULL && is_named(attributes[i], "id"))
			id = attributes[i + 1];
	bool visible = b->x->wanted != NULL || state == NULL || str_equal(state, "visible");
	if (id == NULL || strlen(id) >= sizeof b->id || (b->found && !visible))
		return;
	memcpy(b->id, id, strlen(id) + 1);
	b->found = true;
	b->visible = visible;
}

static void on_nothing(void *arg, const char *name) {
	(void)arg, (void)name;
}

static int missing(struct xlsx *x, const char *part) {
	return err_say(x->package.cx, ERR_INVALID, NULL, N_("A part of this spreadsheet is missing."), part);
}

/* A part that may be missing is not read, and nobody says so. */
static int read_if(struct xlsx *x, const char *book, const char *type, int (*reader)(struct xlsx *, const char *)) {
	char part[PART_NAME];
	int rc = package_related(&x->package, book, NULL, type, part);
	if (rc == 0)
		rc = reader(x, part);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int sheet_find(struct xlsx *x, const char *book, char sheet[PART_NAME]) {
	struct book found = {.x = x};
	int rc = package_parse(&x->package, book, &(struct part_handler){.start = on_book, .end = on_nothing,
		.arg = &found});
	if (rc == ERR_NOTFOUND)
		return err_say(x->package.cx, ERR_INVALID, NULL,
			N_("There is no workbook in this file: it is no XLSX spreadsheet."), NULL);
	if (rc == 0 && !found.found)
		return x->wanted != NULL ? ERR_NOTFOUND : missing(x, "sheet");
	if (rc != 0)
		return rc;
	rc = package_related(&x->package, book, found.id, NULL, sheet);
	return rc == ERR_NOTFOUND ? missing(x, "sheet") : rc;
}

int xlsx_read(struct xlsx *x, const struct file *f, struct row *row) {
	char book[PART_NAME] = "", sheet[PART_NAME];
	int rc = package_open(&x->package, row->cx, f);
	if (rc != 0)
		return rc;
	rc = package_related(&x->package, "", NULL, "/officeDocument", book);
	if (rc == ERR_NOTFOUND) {
		memcpy(book, "xl/workbook.xml", sizeof "xl/workbook.xml");
		rc = 0;
	}
	if (rc == 0)
		rc = sheet_find(x, book, sheet);
	if (rc != 0)
		return rc;
	rc = read_if(x, book, "/sharedStrings", xlsx_shared_read);
	if (rc == 0)
		rc = read_if(x, book, "/styles", xlsx_styles_read);
	if (rc == 0)
		rc = xlsx_sheet_read(x, sheet, row);
	return rc == ERR_NOTFOUND ? missing(x, "sheet") : rc;
}
