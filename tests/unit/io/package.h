/*
 * package.h - XLSX files made by hand, sound or not, for tests: parts as texts, packed by libzip into memory.
 */
#pragma once
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/cx.h"

struct made_part {
	const char *name;
	const char *text;
	size_t n; /* 0: strlen */
};

#define MADE_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MADE_MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define MADE_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define MADE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MADE_RELATIONS "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

#define MADE_TOP {"_rels/.rels", MADE_HEAD "<Relationships " MADE_RELATIONS "><Relationship Id=\"a\" Type=\"" MADE_RELATION \
	"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>", 0}
#define MADE_BOOK {"xl/workbook.xml", MADE_HEAD "<workbook " MADE_MAIN " " MADE_R \
	"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>", 0}
#define MADE_LINKS {"xl/_rels/workbook.xml.rels", MADE_HEAD "<Relationships " MADE_RELATIONS "><Relationship Id=\"rId1\" Type=\"" \
	MADE_RELATION "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" MADE_RELATION \
	"/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"" MADE_RELATION \
	"/styles\" Target=\"/xl/styles.xml\"/></Relationships>", 0}
#define MADE_SHEET(rows) {"xl/worksheets/sheet1.xml", MADE_HEAD "<worksheet " MADE_MAIN "><sheetData>" rows \
	"</sheetData></worksheet>", 0}

/* The archive; `at` is freed by the caller. */
static inline struct blob made_archive(const struct made_part *parts, size_t n) {
	zip_error_t error;
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_source_keep(to);
	zip_t *zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *from = zip_source_buffer(zip, parts[i].text, parts[i].n > 0 ? parts[i].n : strlen(parts[i].text),
			0);
		if (zip_file_add(zip, parts[i].name, from, ZIP_FL_ENC_UTF_8) < 0)
			abort();
	}
	if (zip_close(zip) != 0)
		abort();
	zip_stat_t stat;
	if (zip_source_stat(to, &stat) != 0 || zip_source_open(to) != 0)
		abort();
	char *bytes = malloc(stat.size);
	if (zip_source_read(to, bytes, stat.size) != (zip_int64_t)stat.size)
		abort();
	zip_source_close(to);
	zip_source_free(to);
	return (struct blob){bytes, stat.size};
}
