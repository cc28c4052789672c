/*
 * XLSX from strangers. The first byte says what the rest is: a whole archive, or one part of an archive that is sound
 * but for it (the sheet, the texts, the styles, the workbook, its relations), which is packed here.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "io/table.h"
#include "unit/io/package.h"

static int look(struct cx *cx, const struct table_row *row, void *arg) {
	int64_t *line = arg;
	(void)cx;
	MUST(row->line > *line && row->n > 0 && row->n <= TABLE_COLUMNS);
	*line = row->line;
	for (size_t i = 0; i < row->n; i++)
		MUST(strlen(row->cells[i]) <= TABLE_CELL && utf8_valid(row->cells[i], strlen(row->cells[i])));
	return 0;
}

static const char sheet[] =
	MADE_HEAD "<worksheet " MADE_MAIN "><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>44621</v></c>"
	"<c s=\"2\"><v>44621.5</v></c><c t=\"b\"><v>1</v></c></row></sheetData></worksheet>";
static const char texts[] = MADE_HEAD "<sst><si><t>a</t></si></sst>";
static const char styles[] =
	MADE_HEAD "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";

static struct blob packed(uint8_t which, const uint8_t *at, size_t n) {
	struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/worksheets/sheet1.xml", sheet, 0},
		{"xl/sharedStrings.xml", texts, 0}, {"xl/styles.xml", styles, 0}};
	static const size_t place[] = {3, 4, 5, 1, 2, 0};
	struct made_part *part = &parts[place[which % 6]];
	part->text = n == 0 ? "" : (const char *)at;
	part->n = n;
	return made_archive(parts, 6);
}

FUZZ(cx, at, n) {
	uint8_t which = fuzz_take(&at, &n);
	struct blob file = {NULL, n};
	int64_t line = 0;
	if (which % 7 == 6) {
		char *bytes = malloc(n + 4);
		MUST(bytes != NULL);
		memcpy(bytes, at, n);
		if (n >= 4)
			memcpy(bytes, "PK\3\4", 4);
		file.at = bytes;
	} else {
		file = packed(which % 7, at, n);
	}
	int rc = table_read_bytes(cx, file, look, &line);
	free((void *)file.at);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	MUST(rc == 0 || (cx->err.code == rc && cx->err.rule != NULL));
}
