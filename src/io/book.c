#include "io/book.h"

#include <zip.h>

#include "base/utf8.h"

/* The parts that are the same in every workbook. Styles: see enum style. */
static const char types_head[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/docProps/core.xml\" "
	"ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
	"<Override PartName=\"/xl/workbook.xml\" "
	"ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
	"<Override PartName=\"/xl/styles.xml\" "
	"ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>";
static const char package[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" "
	"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
	"Target=\"xl/workbook.xml\"/>"
	"<Relationship Id=\"rId2\" "
	"Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
	"Target=\"docProps/core.xml\"/></Relationships>";
static const char styles[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	"<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
	"<fonts count=\"4\"><font><sz val=\"11\"/><color rgb=\"FF16232B\"/><name val=\"Noto Sans\"/><family "
	"val=\"2\"/></font>"
	"<font><b/><sz val=\"11\"/><color rgb=\"FF16232B\"/><name val=\"Noto Sans\"/><family val=\"2\"/></font>"
	"<font><b/><sz val=\"15\"/><color rgb=\"FF0B5D6B\"/><name val=\"Noto Sans\"/><family val=\"2\"/></font>"
	"<font><sz val=\"11\"/><color rgb=\"FF505A5F\"/><name val=\"Noto Sans\"/><family val=\"2\"/></font></fonts>"
	"<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
	"patternType=\"gray125\"/></fill>"
	"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF6F1E7\"/><bgColor "
	"indexed=\"64\"/></patternFill></fill></fills>"
	"<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
	"<border><left/><right/><top/><bottom style=\"medium\"><color "
	"rgb=\"FF0B5D6B\"/></bottom><diagonal/></border></borders>"
	"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	"<cellXfs count=\"%d\">%s</cellXfs>"
	"<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

/* What a cell refers to: enum book_style, the same quoted, then numbers. */
enum style { STYLE_QUOTED = BOOK_STYLES, STYLE_NUMBER = 2 * BOOK_STYLES, STYLE_GROUPED, STYLE__MAX };
static const struct {
	int font, fill, border, format;
	bool wrap;
} looks[BOOK_STYLES] = {
	[BOOK_PLAIN] = {.wrap = true},
	[BOOK_HEAD] = {.font = 1, .fill = 2, .border = 1, .wrap = true},
	[BOOK_TITLE] = {.font = 2},
	[BOOK_STRONG] = {.font = 1, .wrap = true},
	[BOOK_QUIET] = {.font = 3, .wrap = true},
};

struct sheet {
	const char *name;
	struct buf xml;   /* what stands between <sheetData> and </sheetData> */
	struct buf columns;
	int rows, cells;  /* cells of the row at hand */
	int heading, wide; /* row number of the heading, 0 if none; its cells */
};

struct book {
	struct arena *arena;
	const char *title;
	struct sheet sheets[BOOK_SHEETS];
	size_t n;
};

static bool is_hex(char c) {
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x0041_" is how the format spells a letter: what looks so by itself has its first sign spelt. */
static bool is_spelt(const char *s, size_t n) {
	return n >= 7 && s[0] == '_' && (s[1] == 'x' || s[1] == 'X') && is_hex(s[2]) && is_hex(s[3]) && is_hex(s[4]) &&
		is_hex(s[5]) && s[6] == '_';
}

static void xml_put(struct buf *b, const char *text) {
	size_t n = strlen(text), chars = 0;
	for (size_t i = 0; i < n && chars < BOOK_CELL; i++) {
		unsigned char c = (unsigned char)text[i];
		chars += (c & 0xc0) != 0x80 ? c >= 0xf0 ? 2 : 1 : 0; /* it counts as the format does, in UTF-16 */
		if (c == '&')
			buf_str(b, "&amp;");
		else if (c == '<')
			buf_str(b, "&lt;");
		else if (c == '>')
			buf_str(b, "&gt;");
		else if (c == '"')
			buf_str(b, "&quot;");
		else if (c == '_' && is_spelt(text + i, n - i))
			buf_str(b, "_x005F_");
		else if (c < 0x20 && c != '\t' && c != '\n')
			buf_str(b, "\xef\xbf\xbd");
		else if (c == 0xef && i + 2 < n && memcmp(text + i, "\xef\xbf\xbe", 2) == 0 &&
			(unsigned char)text[i + 2] >= 0xbe)
			i += 2; /* two code points that no XML may hold */
		else
			buf_char(b, (char)c);
	}
}

struct book *book_new(struct arena *a, const char *title) {
	struct book *b = arena_alloc(a, sizeof *b);
	*b = (struct book){.arena = a, .title = title};
	return b;
}

static struct sheet *last(struct book *b) {
	return &b->sheets[b->n - 1];
}

/* At most 31 letters, and none of those the format keeps for itself. */
static const char *sheet_name(struct arena *a, const char *name) {
	struct buf b = buf_new(a, 4096);
	size_t chars = 0;
	for (; *name != 0; name++) {
		chars += ((unsigned char)*name & 0xc0) != 0x80;
		if (chars > 31)
			break;
		buf_char(&b, strchr("[]:*?/\\'", *name) != NULL ? ' ' : *name);
	}
	return b.at;
}

void book_sheet(struct book *b, const char *name, const double *widths, size_t columns) {
	if (b->n == BOOK_SHEETS || columns > BOOK_COLUMNS)
		abort(); /* a program's own mistake */
	struct sheet *s = &b->sheets[b->n++];
	*s = (struct sheet){.name = sheet_name(b->arena, name), .xml = buf_new(b->arena, BOOK_PART),
		.columns = buf_new(b->arena, 8192)};
	for (size_t i = 0; i < columns; i++)
		buf_printf(&s->columns, "<col min=\"%zu\" max=\"%zu\" width=\"%.1f\" customWidth=\"1\"/>", i + 1, i + 1,
			widths[i]);
}

void book_row(struct book *b) {
	struct sheet *s = last(b);
	if (s->rows > 0)
		buf_str(&s->xml, "</row>\n");
	buf_printf(&s->xml, "<row r=\"%d\">", ++s->rows);
	s->cells = 0;
}

void book_heading(struct book *b) {
	last(b)->heading = last(b)->rows;
	last(b)->wide = last(b)->cells;
}

static void cell_begin(struct book *b, int style) {
	struct sheet *s = last(b);
	if (s->rows == 0 || s->cells >= BOOK_COLUMNS)
		abort();
	buf_printf(&s->xml, "<c r=\"%c%d\" s=\"%d\"", 'A' + s->cells++, s->rows, style);
}

void book_text(struct book *b, enum book_style style, const char *text) {
	bool quoted = *text != 0 && strchr("=+-@\t\r'", *text) != NULL;
	cell_begin(b, quoted ? (int)style + STYLE_QUOTED : (int)style);
	buf_str(&last(b)->xml, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
	xml_put(&last(b)->xml, text);
	buf_str(&last(b)->xml, "</t></is></c>");
}

void book_number(struct book *b, int64_t n) {
	cell_begin(b, STYLE_NUMBER);
	buf_printf(&last(b)->xml, "><v>%lld</v></c>", (long long)n);
}

/* At most 15 digits, which is what a spreadsheet keeps. */
static bool is_number(const char *text) {
	size_t whole = strspn(text, "0123456789"), n = whole;
	if (text[whole] == '.')
		n += 1 + strspn(text + whole + 1, "0123456789");
	return whole > 0 && n <= 15 && text[n] == 0 && text[n - 1] != '.' && (whole == 1 || text[0] != '0');
}

void book_figure(struct book *b, const char *text) {
	if (!is_number(text)) {
		book_text(b, BOOK_QUIET, text);
		return;
	}
	cell_begin(b, strchr(text, '.') == NULL ? STYLE_GROUPED : STYLE_NUMBER);
	buf_printf(&last(b)->xml, "><v>%s</v></c>", text);
}

void book_skip(struct book *b) {
	last(b)->cells++;
}

struct part {
	const char *path;
	struct buf text;
};

static struct buf part_new(struct part *parts, size_t *n, struct arena *a, const char *path) {
	parts[(*n)++].path = path;
	return buf_new(a, BOOK_PART + (1 << 20));
}

static void sheet_part(const struct sheet *s, bool first, struct buf *x) {
	buf_str(x, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	           "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
	           "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"");
	buf_str(x, first ? " tabSelected=\"1\">" : ">");
	if (s->heading > 0)
		buf_printf(x, "<pane ySplit=\"%d\" topLeftCell=\"A%d\" activePane=\"bottomLeft\" state=\"frozen\"/>",
			s->heading,
		           s->heading + 1);
	buf_str(x, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
	if (s->columns.n > 0)
		buf_printf(x, "<cols>%s</cols>", s->columns.at);
	buf_str(x, "<sheetData>\n");
	buf_add(x, s->xml.at, s->xml.n);
	buf_str(x, s->rows > 0 ? "</row>\n</sheetData>" : "</sheetData>");
	if (s->heading > 0 && s->rows > s->heading)
		buf_printf(x, "<autoFilter ref=\"A%d:%c%d\"/>", s->heading, 'A' + s->wide - 1, s->rows);
	buf_str(x, "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
	           "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>");
}

static void styles_part(struct arena *a, struct buf *x) {
	struct buf list = buf_new(a, 8192);
	for (int i = 0; i < 2 * BOOK_STYLES; i++) {
		int k = i % BOOK_STYLES;
		buf_printf(&list,
			"<xf numFmtId=\"49\" fontId=\"%d\" fillId=\"%d\" borderId=\"%d\" xfId=\"0\" applyNumberFormat=\"1\" "
		           "applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"%s><alignment "
		           "vertical=\"top\"%s/></xf>",
		           looks[k].font, looks[k].fill, looks[k].border, i < BOOK_STYLES ? "" : " quotePrefix=\"1\"",
		           looks[k].wrap ? " wrapText=\"1\"" : "");
	}
	buf_str(&list, "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\">"
	               "<alignment vertical=\"top\"/></xf>"
	               "<xf numFmtId=\"3\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
	               "applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>");
	buf_printf(x, styles, STYLE__MAX, list.at);
}

static size_t make_parts(struct book *b, struct part *parts) {
	struct arena *a = b->arena;
	size_t n = 0;
	struct buf types = part_new(parts, &n, a, "[Content_Types].xml"), rels = part_new(parts, &n, a, "_rels/.rels"),
		core = part_new(parts, &n, a, "docProps/core.xml"), book = part_new(parts, &n, a, "xl/workbook.xml"),
		book_rels = part_new(parts, &n, a, "xl/_rels/workbook.xml.rels"), look = part_new(parts, &n, a,
		"xl/styles.xml");
	buf_str(&types, types_head);
	buf_str(&rels, package);
	buf_str(&core, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
	               "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
	               "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
	xml_put(&core, b->title);
	buf_str(&core, "</dc:title><dc:creator>Atrama</dc:creator></cp:coreProperties>");
	buf_str(&book, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook "
	               "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
	               "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>");
	buf_str(&book_rels, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
	styles_part(a, &look);
	for (size_t i = 0; i < b->n; i++) {
		int id = (int)i + 1;
		buf_printf(&types, "<Override PartName=\"/xl/worksheets/sheet%d.xml\" "
		           "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>", id);
		buf_printf(&book, "<sheet name=\"");
		xml_put(&book, b->sheets[i].name);
		buf_printf(&book, "\" sheetId=\"%d\" r:id=\"rId%d\"/>", id, id);
		buf_printf(&book_rels, "<Relationship Id=\"rId%d\" "
		           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
		           "Target=\"worksheets/sheet%d.xml\"/>", id, id);
		size_t at = n;
		struct buf sheet = part_new(parts, &n, a, arena_printf(a, "xl/worksheets/sheet%d.xml", id));
		sheet_part(&b->sheets[i], i == 0, &sheet);
		parts[at].text = sheet;
	}
	buf_str(&types, "</Types>");
	buf_str(&book, "</sheets></workbook>");
	buf_printf(&book_rels, "<Relationship Id=\"rId%zu\" "
	           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
	           "Target=\"styles.xml\"/>"
	           "</Relationships>", b->n + 1);
	const struct buf fixed[] = {types, rels, core, book, book_rels, look};
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		parts[i].text = fixed[i];
	return n;
}

/* Nothing in here takes from the arena, so that no jump leaves an archive behind. Takes `source` over. */
static bool pack(const struct part *parts, size_t n, zip_source_t *source) {
	enum { FIRST_DAY = 1 << 5 | 1 }; /* 1 January 1980: the least the format can say */
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	if (zip == NULL) {
		zip_source_free(source);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		zip_source_t *part = zip_source_buffer(zip, parts[i].text.at, parts[i].text.n, 0);
		zip_int64_t at = part == NULL ? -1 : zip_file_add(zip, parts[i].path, part, ZIP_FL_ENC_UTF_8);
		if (at < 0) {
			zip_source_free(part);
			zip_discard(zip);
			return false;
		}
		zip_file_set_dostime(zip, (zip_uint64_t)at, 0, FIRST_DAY, 0);
	}
	if (zip_close(zip) == 0)
		return true;
	zip_discard(zip);
	return false;
}

/* What the archive holds, into the room made for it. */
static bool unload(zip_source_t *source, char *to, size_t room, size_t *ret_n) {
	zip_stat_t what;
	bool got = zip_source_stat(source, &what) == 0 && (what.valid & ZIP_STAT_SIZE) != 0 && what.size <= room &&
		zip_source_open(source) == 0;
	if (!got)
		return false;
	got = zip_source_read(source, to, what.size) == (zip_int64_t)what.size;
	zip_source_close(source);
	*ret_n = what.size;
	return got;
}

int book_end(struct cx *cx, struct book *b, struct buf *out) {
	struct part parts[6 + BOOK_SHEETS];
	if (bug_if(cx, b->n == 0))
		return ERR_BUG;
	size_t n = make_parts(b, parts), bound = 0, got = 0;
	for (size_t i = 0; i < n; i++)
		/* packed it is never longer, with both its headings */
		bound += parts[i].text.n + parts[i].text.n / 1000 + 1024;
	char *to = buf_room(out, bound);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	if (source == NULL)
		return bug_if(cx, "no memory for an archive");
	zip_source_keep(source);
	bool done = pack(parts, n, source) && unload(source, to, bound, &got);
	zip_source_free(source);
	if (bug_if(cx, !done))
		return ERR_BUG;
	out->n += got;
	out->at[out->n] = 0;
	return ERR_OK;
}
