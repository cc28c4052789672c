/* Tables in files: what is read of sound ones, and what is said of the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "package.h"
#include "io/table.h"

static struct cx cx;
static struct buf seen; /* "line:cell|cell\n" for every row */

static int set_up(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(256 << 20), .lang = "en"};
	seen = buf_new(cx.arena, 32 << 20);
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

static int note(struct cx *in, const struct table_row *row, void *arg) {
	(void)in, (void)arg;
	buf_printf(&seen, "%lld:", (long long)row->line);
	for (size_t i = 0; i < row->n; i++)
		buf_printf(&seen, "%s%s", i == 0 ? "" : "|", row->cells[i]);
	buf_char(&seen, '\n');
	return 0;
}

static int read_bytes(const void *at, size_t n) {
	char *copy = malloc(n + 1); /* exactly as long: a reader one byte too far is caught */
	memcpy(copy, at, n);
	seen.n = 0;
	seen.at = seen.at == NULL ? buf_room(&seen, 1) : seen.at;
	seen.at[0] = 0;
	cx.err = (struct err){0};
	int rc = table_read_bytes(&cx, (struct blob){copy, n}, note, NULL);
	free(copy);
	return rc;
}

static void reads_n(const char *at, size_t n, const char *expected) {
	assert_int_equal(read_bytes(at, n), 0);
	assert_string_equal(seen.at, expected);
}

static void reads(const char *csv, const char *expected) {
	reads_n(csv, strlen(csv), expected);
}

static void refused_n(const char *at, size_t n, int code, const char *part_of_rule, const char *line) {
	assert_int_equal(read_bytes(at, n), code);
	assert_int_equal(cx.err.code, code);
	assert_non_null(cx.err.rule);
	assert_non_null(strstr(cx.err.rule, part_of_rule));
	if (line == NULL)
		return;
	assert_string_equal(cx.err.field, "row");
	assert_string_equal(cx.err.value, line);
}

static void refused(const char *csv, int code, const char *part_of_rule, const char *line) {
	refused_n(csv, strlen(csv), code, part_of_rule, line);
}

/* CSV -------------------------------------------------------------------------------------------------------------- */

static void separates_as_the_first_line_does(void **state) {
	(void)state;
	reads("a,b,c\n1,2,3\n", "1:a|b|c\n2:1|2|3\n");
	reads("a;b;c\n1,5;2;3\n", "1:a|b|c\n2:1,5|2|3\n");
	reads("a\tb\tc\n1;5\t2\t3\n", "1:a|b|c\n2:1;5|2|3\n");
	reads("a|b|c\n1;5|2|3\n", "1:a|b|c\n2:1;5|2|3\n");
	reads("\"a,a,a\";b;c\n1;2;3", "1:a,a,a|b|c\n2:1|2|3\n");
	reads("sep=;\na,b;c\n1;2\n", "2:a,b|c\n3:1|2\n");
	reads("alone\nx\n", "1:alone\n2:x\n");
}

static void takes_line_ends_of_every_kind_and_counts_empty_rows(void **state) {
	(void)state;
	reads("a,b\r\n1,2\r\n\r\n3,4", "1:a|b\n2:1|2\n4:3|4\n");
	reads("a,b\r1,2\r\r3,4\r", "1:a|b\n2:1|2\n4:3|4\n");
	reads("a,b\n\n\n,\n3,4\n", "1:a|b\n5:3|4\n");
	reads("a,b\n\"x\r\ny\",2\n3,4\n", "1:a|b\n2:x\r\ny|2\n3:3|4\n");
}

static void takes_quotes_and_blanks_off(void **state) {
	(void)state;
	reads("a,b\n\"UAB \"\"Vėtra\"\", x\",  2  \n", "1:a|b\n2:UAB \"Vėtra\", x|2\n");
	reads("a,b\n\"  x \",\xc2\xa0y\xc2\xa0\n", "1:a|b\n2:x|y\n");
	reads("a,b,c\n1,,\n,,3\n", "1:a|b|c\n2:1\n3:||3\n");
}

/* A row in which nothing is quoted is read without the parser: it has to come out as if all of it were. */
static void reads_rows_without_quotes_as_those_with(void **state) {
	static const char *const pieces[] = {"a", "Ona", " ", "\t", "\xc2\xa0", "\xc5\xbe", "12", ".", "'"}, *const ends[] = {"\n", "\r\n", "\r"};
	uint32_t random = 7;
	(void)state;
	struct buf plain = buf_new(cx.arena, 1 << 20), quoted = buf_new(cx.arena, 1 << 20);
	for (int i = 0; i < 3000; i++) {
		uint32_t cells = (random = random * 1664525 + 1013904223) >> 24 & 3;
		for (uint32_t k = 0; k < cells; k++) {
			if (k > 0)
				buf_char(&plain, ','), buf_char(&quoted, ',');
			buf_char(&quoted, '"');
			if (cells == 1)
				buf_char(&plain, 'x'), buf_char(&quoted, 'x');
			for (uint32_t n = (random = random * 1664525 + 1013904223) >> 24 & 3; n > 0; n--) {
				const char *piece = pieces[((random = random * 1664525 + 1013904223) >> 16) % 9];
				buf_add(&plain, piece, strlen(piece));
				buf_add(&quoted, piece, strlen(piece));
			}
			buf_char(&quoted, '"');
		}
		const char *end = ends[((random = random * 1664525 + 1013904223) >> 16) % 3];
		buf_add(&plain, end, strlen(end));
		buf_add(&quoted, end, strlen(end));
	}
	assert_int_equal(read_bytes(quoted.at, quoted.n), 0);
	char *expected = arena_strdup(cx.arena, seen.at);
	assert_true(strlen(expected) > 10000);
	reads_n(plain.at, plain.n, expected);
}

static void reads_utf_8_and_utf_16_with_a_mark(void **state) {
	(void)state;
	static const char little[] = "\xff\xfe" "a\0;\0\x16\x04\n\0\x3d\xd8\x00\xde;\0\x01\x01\n";
	static const char big[] = "\xfe\xff\0a\0;\x04\x16\0\n\xd8\x3d\xde\x00\0;\x01\x01\0\n";
	reads("\xef\xbb\xbfvardas;b\nŽ;2\n", "1:vardas|b\n2:Ž|2\n");
	reads_n(little, sizeof little, "1:a|Ж\n2:😀|ā\n");
	reads_n(big, sizeof big - 1, "1:a|Ж\n2:😀|ā\n");
}

static void names_the_row_that_is_no_text(void **state) {
	(void)state;
	refused_n("a,b\n1,2\n3,\0x\n", 12, ERR_INVALID, "byte of zero", "3");
	refused("a,b\n1,2\nx,\xe8\n4,5\n", ERR_INVALID, "not in UTF-8", "3");
	refused("a,b\n1,\xc3", ERR_INVALID, "not in UTF-8", "2");
	refused("a,b\n1,\xed\xa0\x80\n", ERR_INVALID, "not in UTF-8", "2");
	refused_n("\xff\xfe" "a\0\n\0\x3d\xd8x\0\n\0", 12, ERR_INVALID, "not in UTF-16", "2");
	refused_n("\xff\xfe" "a\0\n\0x", 7, ERR_INVALID, "not in UTF-16", "2");
	refused("", ERR_INVALID, "empty", NULL);
	refused("\n\n , \n", ERR_INVALID, "empty", NULL);
}

static void names_the_row_of_a_quotation_mark_out_of_place(void **state) {
	(void)state;
	refused("a,b\n1,2\n\"3,4\n5,6\n", ERR_INVALID, "never closes", "3");
	refused("a,b\n1,\"x\"y\n", ERR_INVALID, "inside a cell", "2");
	struct buf b = buf_new(cx.arena, 4 << 20);
	buf_str(&b, "a,b\n1,2\n3,\"");
	for (int i = 0; i < 100000; i++)
		buf_str(&b, "5,6\n");
	refused_n(b.at, b.n, ERR_LIMIT, "never closes", "3");
}

static void holds_the_bounds_of_rows(void **state) {
	(void)state;
	struct buf b = buf_new(cx.arena, 4 << 20);
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "column %d,", i);
	refused_n(b.at, b.n, ERR_LIMIT, "400 columns", "1");
	b.n = 0;
	buf_str(&b, "a,b\n1,");
	memset(buf_room(&b, 33 << 10), 'x', 33 << 10);
	b.n += 33 << 10;
	refused_n(b.at, b.n, ERR_LIMIT, "32 KiB", "2");
	b.n = 0;
	buf_str(&b, "a,b\n");
	for (int i = 0; i < 20; i++) {
		memset(buf_room(&b, 30 << 10), 'x', 30 << 10);
		b.n += 30 << 10;
		buf_char(&b, ',');
	}
	refused_n(b.at, b.n, ERR_LIMIT, "512 KiB", "2");
}

static int count(struct cx *in, const struct table_row *row, void *arg) {
	(void)in, (void)row;
	++*(int64_t *)arg;
	return 0;
}

static void reads_from_a_descriptor_in_pieces(void **state) {
	(void)state;
	int fd = memfd_create("table", MFD_CLOEXEC);
	FILE *f = fdopen(dup(fd), "w");
	fprintf(f, "number;text\n");
	for (int i = 0; i < 200000; i++)
		fprintf(f, "%d;ąčęėįšųūž «Ґ» %d\n", i, i);
	fclose(f);
	lseek(fd, 0, SEEK_SET);
	int64_t n = 0;
	assert_int_equal(table_read(&cx, fd, count, &n), 0);
	assert_int_equal(n, 200001);
	close(fd);
}

static int stop_at_two(struct cx *in, const struct table_row *row, void *arg) {
	(void)arg;
	return row->line == 2 ? err_say(in, ERR_BUSY, NULL, "enough", NULL) : 0;
}

static void ends_when_the_taker_leaves(void **state) {
	(void)state;
	assert_int_equal(table_read_bytes(&cx, (struct blob){"a\n1\n2\n", 6}, stop_at_two, NULL), ERR_BUSY);
}

static int take_too_much(struct cx *in, const struct table_row *row, void *arg) {
	(void)row, (void)arg;
	arena_alloc(in->arena, 512 << 20);
	return 0;
}

/* The sanitizer tells whether the libraries' memory was let go. */
static void lets_everything_go_when_the_taker_passes_its_ceiling(void **state) {
	(void)state;
	static const struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, MADE_SHEET("<row><c><v>1</v></c></row>")};
	struct blob archive = made_archive(parts, 4);
	static const char csv[] = "\"a\",b\n1,2";
	for (int i = 0; i < 2; i++) {
		jmp_buf trap, *was = arena_trap(cx.arena, &trap);
		volatile bool sprung = false;
		if (setjmp(trap) != 0)
			sprung = true;
		else
			assert_int_equal(-1, table_read_bytes(&cx, i == 0 ? archive : (struct blob){csv, sizeof csv - 1},
				take_too_much, NULL));
		arena_trap(cx.arena, was);
		assert_true(sprung);
	}
	free((void *)archive.at);
}

/* XLSX ------------------------------------------------------------------------------------------------------------- */

static void reads_parts(const struct made_part *parts, size_t n, const char *expected) {
	struct blob archive = made_archive(parts, n);
	int rc = read_bytes(archive.at, archive.n);
	free((void *)archive.at);
	if (rc != 0)
		print_error("%s\n", cx.err.rule);
	assert_int_equal(rc, 0);
	assert_string_equal(seen.at, expected);
}

static void refuses_parts(const struct made_part *parts, size_t n, int code, const char *part_of_rule,
	const char *line) {
	struct blob archive = made_archive(parts, n);
	refused_n(archive.at, archive.n, code, part_of_rule, line);
	free((void *)archive.at);
}

static const char styles[] = MADE_HEAD "<styleSheet " MADE_MAIN "><numFmts count=\"3\">"
	"<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd;@\"/><numFmt numFmtId=\"165\" "
	"formatCode=\"[$-427]#,##0.00&quot;d&quot;\"/>"
	"<numFmt numFmtId=\"166\" formatCode=\"h:mm:ss\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf "
	"numFmtId=\"166\"/></cellXfs>"
	"</styleSheet>";
static const char texts[] = MADE_HEAD "<sst " MADE_MAIN "><si><t>vardas</t></si>"
	"<si><r><t>Ž</t></r><r><t xml:space=\"preserve\">iema </t></r><rPh><t>no</t></rPh></si><si><t/></si></sst>";

static void reads_cells_of_every_kind(void **state) {
	(void)state;
	const struct made_part parts[] = {
		MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/sharedStrings.xml", texts, 0}, {"xl/styles.xml", styles, 0},
		MADE_SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" "
		"t=\"inlineStr\"><is><t>x</t><rPh><t>no</t></rPh></is></c></row>"
		           "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>1</v></c><c r=\"B4\"><v>17</v></c><c r=\"C4\" "
		           "t=\"b\"><v>1</v></c>"
		           "<c r=\"D4\" t=\"str\"><f>A1</f><v>made</v></c><c r=\"E4\" t=\"e\"><v>#N/A</v></c><c "
		           "t=\"s\"><v>2</v></c></row>"
		           "<row/><row><c><v>3.8001011234E10</v></c><c><v>1234.5599999999999</v></c><c><v>0.10000000000000001</v></c></row>"),
	};
	reads_parts(parts, 6, "1:vardas||x\n4:Žiema|17|TRUE|made|#N/A\n6:38001011234|1234.56|0.1\n");
}

static void a_row_that_no_sheet_has_is_the_next_one(void **state) {
	(void)state;
	const struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS,
		MADE_SHEET("<row r=\"9223372036854775807\"><c><v>5</v></c></row><row><c><v>6</v></c></row>")};
	reads_parts(parts, 4, "1:5\n2:6\n");
}

static void knows_days_by_their_style(void **state) {
	(void)state;
	struct made_part parts[] = {
		MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/styles.xml", styles, 0},
		MADE_SHEET("<row><c s=\"1\"><v>44621</v></c><c s=\"2\"><v>44621.75</v></c><c s=\"3\"><v>44621</v></c>"
		           "<c s=\"4\"><v>0.5</v></c><c s=\"0\"><v>44621</v></c><c t=\"d\"><v>2022-03-01T00:00:00</v></c></row>"
		           "<row><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c><c "
		           "s=\"1\"><v>61</v></c>"
		           "<c s=\"1\"><v>-5</v></c><c s=\"1\"><v>99999999</v></c><c s=\"99\"><v>44621</v></c></row>"),
	};
	reads_parts(parts, 5, "1:2022-03-01|2022-03-01|44621|0.5|44621|2022-03-01\n"
		"2:1900-01-01|1900-02-28|60|1900-03-01|-5|99999999|44621\n");
	parts[1].text = MADE_HEAD "<workbook " MADE_MAIN " " MADE_R "><workbookPr date1904=\"1\"/><sheets>"
		"<sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
	parts[4] = (struct made_part)MADE_SHEET("<row><c s=\"1\"><v>43159</v></c><c s=\"1\"><v>0</v></c></row>");
	reads_parts(parts, 5, "1:2022-03-01|1904-01-01\n");
}

static void takes_the_first_sheet_that_is_shown_and_names_with_prefixes(void **state) {
	(void)state;
	const struct made_part parts[] = {
		MADE_TOP, MADE_LINKS,
		{"xl/workbook.xml", MADE_HEAD "<x:workbook xmlns:x=\"m\" " MADE_R "><x:sheets>"
		 "<x:sheet name=\"h\" sheetId=\"2\" state=\"hidden\" r:id=\"rId9\"/><x:sheet name=\"s\" sheetId=\"1\" "
		 "r:id=\"rId1\"/>"
		 "<x:sheet name=\"t\" sheetId=\"3\" r:id=\"rId8\"/></x:sheets></x:workbook>", 0},
		{"xl/worksheets/sheet1.xml",
			MADE_HEAD "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row>"
		 "</x:sheetData></x:worksheet>", 0},
	};
	reads_parts(parts, 4, "1:5\n");
}

static void says_what_is_missing(void **state) {
	(void)state;
	const struct made_part none[] = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0}};
	const struct made_part sheetless[] = {MADE_TOP, MADE_BOOK, MADE_LINKS};
	const struct made_part textless[] = {MADE_TOP, MADE_BOOK, MADE_LINKS,
		MADE_SHEET("<row><c><v>1</v></c></row><row><c t=\"s\"><v>7</v></c></row>")};
	const struct made_part formula[] = {MADE_TOP, MADE_BOOK, MADE_LINKS,
		MADE_SHEET("<row><c><v>1</v></c></row><row><c><f>A1</f></c></row>")};
	const struct made_part empty[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, MADE_SHEET("")};
	refuses_parts(none, 1, ERR_INVALID, "no workbook", NULL);
	refuses_parts(sheetless, 3, ERR_INVALID, "missing", NULL);
	refuses_parts(textless, 4, ERR_INVALID, "names a text", "2");
	refuses_parts(formula, 4, ERR_INVALID, "formula", "2");
	refuses_parts(empty, 4, ERR_INVALID, "empty", NULL);
	refused_n("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", 12, ERR_INVALID, "password", NULL);
	refused_n("PK\3\4and then nothing", 20, ERR_INVALID, "damaged", NULL);
}

static void refuses_entities_and_broken_markup(void **state) {
	(void)state;
	struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/worksheets/sheet1.xml", "", 0}};
	parts[3].text = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
		"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>";
	refuses_parts(parts, 4, ERR_INVALID, "document type", NULL);
	parts[3].text = "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><worksheet/>";
	refuses_parts(parts, 4, ERR_INVALID, "document type", NULL);
	parts[3].text = "<worksheet><sheetData><row><c><v>1</c></row></sheetData></worksheet>";
	refuses_parts(parts, 4, ERR_INVALID, "well-formed", NULL);
	parts[3].text = "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>";
	refuses_parts(parts, 4, ERR_INVALID, "well-formed", NULL);
	struct buf deep = buf_new(cx.arena, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_str(&deep, "<a>");
	parts[3].text = deep.at;
	refuses_parts(parts, 4, ERR_INVALID, "well-formed", NULL);
}

static void refuses_what_unpacks_to_far_more_than_its_size(void **state) {
	(void)state;
	size_t n = 80 << 20;
	char *blanks = malloc(n);
	memset(blanks, ' ', n);
	memcpy(blanks, "<worksheet><sheetData>", 22);
	struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/worksheets/sheet1.xml", blanks, n}};
	refuses_parts(parts, 4, ERR_LIMIT, "far more", NULL);
	memcpy(blanks, "<!--                  ", 22); /* one token: the parser would hold it all */
	refuses_parts(parts, 4, ERR_LIMIT, "well-formed", NULL);
	free(blanks);
}

static void holds_a_bound_of_shared_texts_however_short(void **state) {
	(void)state;
	struct buf many = buf_new(cx.arena, 64 << 20);
	uint32_t z = 1;
	buf_str(&many, "<sst>");
	for (int i = 0; i < 8000000; i++)
		buf_str(&many, "<si/>");
	for (int i = 0; i < 60000; i++) { /* something that cannot be packed well, or the bound before it would be met */
		z = z * 1664525U + 1013904223U;
		buf_printf(&many, "<si><t>%x%x</t></si>", z, z * 2654435761U);
	}
	buf_str(&many, "</sst>");
	const struct made_part shared[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, {"xl/sharedStrings.xml", many.at, many.n},
		MADE_SHEET("<row><c><v>1</v></c></row>")};
	refuses_parts(shared, 5, ERR_LIMIT, "64 MiB", NULL);
}

static void does_not_believe_the_archive(void **state) {
	(void)state;
	const struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, MADE_SHEET("<row><c><v>1</v></c></row>")};
	struct blob archive = made_archive(parts, 4);
	unsigned char *bytes = malloc(archive.n);
	size_t reached = 0;
	for (size_t i = 0; i < archive.n; i++) { /* every byte turned over: read, or refused in a sentence */
		memcpy(bytes, archive.at, archive.n);
		bytes[i] ^= 0xff;
		int rc = read_bytes(bytes, archive.n);
		assert_true(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
		assert_true(rc == 0 || cx.err.rule != NULL);
		reached += rc != 0;
	}
	assert_true(reached > 100);
	memcpy(bytes, archive.at, archive.n);
	for (size_t i = archive.n - 22; i + 4 < archive.n; i++)
		if (memcmp(bytes + i, "PK\5\6", 4) == 0)
			bytes[i + 10] = bytes[i + 11] = 0xff;
	refused_n((char *)bytes, archive.n, ERR_LIMIT, "too many parts", NULL);
	for (size_t i = 0; i < archive.n; i += 7) {
		int rc = read_bytes(archive.at, i);
		assert_true(rc == ERR_INVALID || rc == ERR_LIMIT);
	}
	free(bytes);
	free((void *)archive.at);
}

static void refuses_a_password_and_a_pipe(void **state) {
	(void)state;
	const struct made_part parts[] = {MADE_TOP, MADE_BOOK, MADE_LINKS, MADE_SHEET("<row><c><v>1</v></c></row>")};
	struct blob archive = made_archive(parts, 4);
	unsigned char *bytes = malloc(archive.n);
	memcpy(bytes, archive.at, archive.n);
	for (size_t i = 0; i + 46 < archive.n; i++) { /* bit 0 of the flags, in both places */
		if (memcmp(bytes + i, "PK\1\2", 4) == 0)
			bytes[i + 8] |= 1;
		if (memcmp(bytes + i, "PK\3\4", 4) == 0)
			bytes[i + 6] |= 1;
	}
	refused_n((char *)bytes, archive.n, ERR_INVALID, "password", NULL);
	free(bytes);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], archive.at, archive.n), (ssize_t)archive.n);
	close(ends[1]);
	cx.err = (struct err){0};
	assert_int_equal(table_read(&cx, ends[0], note, NULL), ERR_INVALID);
	assert_non_null(strstr(cx.err.rule, "pipe"));
	close(ends[0]);
	free((void *)archive.at);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(separates_as_the_first_line_does, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_line_ends_of_every_kind_and_counts_empty_rows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_quotes_and_blanks_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_rows_without_quotes_as_those_with, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_utf_8_and_utf_16_with_a_mark, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_the_row_that_is_no_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_the_row_of_a_quotation_mark_out_of_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(holds_the_bounds_of_rows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_from_a_descriptor_in_pieces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_when_the_taker_leaves, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lets_everything_go_when_the_taker_passes_its_ceiling, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_cells_of_every_kind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_row_that_no_sheet_has_is_the_next_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(knows_days_by_their_style, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_the_first_sheet_that_is_shown_and_names_with_prefixes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_what_is_missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_entities_and_broken_markup, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_what_unpacks_to_far_more_than_its_size, set_up, tear_down),
		cmocka_unit_test_setup_teardown(holds_a_bound_of_shared_texts_however_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(does_not_believe_the_archive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_a_password_and_a_pipe, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
