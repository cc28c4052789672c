#include "web/sheets.h"

#include <string.h>

#include "base/str.h"
#include "op/profile.h"
#include "op/sheet.h"
#include "web/about.h"
#include "web/when.h"

enum { SAYS_MOST = 64, WORDS_MOST = 3 };

static const struct {
	const char *code, *say;
} groups[] = {
	{"support", N_("Support")},
	{"safety", N_("Safety")},
	{"law", N_("Rights and proceedings")},
	{"home", N_("The way home")},
	{"after", N_("After support")},
};

static const json_t *definition(const struct page *page, int sheet) {
	return profile_entry(page->cx->profile, L_SHEET, sheet);
}

const char *sheets_text(const struct page *page, int sheet, const char *what) {
	const json_t *text = json_object_get(definition(page, sheet), what);
	return text == NULL ? "" : profile_say(text, page->cx->lang);
}

struct cells sheets_cells(const struct page *page, int sheet) {
	return (struct cells){.definition = definition(page, sheet), .sheet = sheet};
}

int sheets_ask_bodies(struct page *page, const struct cells *c) {
	for (size_t i = 0; i < cell_fields(c->definition); i++) {
		struct cell_field f = cell_field_at(page->cx->profile, c->definition, i);
		if (f.type != CELL_ORG && f.type != CELL_UNIT)
			continue;
		int call = (int)page_try(page, OP_org_list, NULL);
		page_try(page, OP_unit_list, NULL);
		return call;
	}
	return -1;
}

void sheets_take_bodies(const struct page *page, struct cells *c, int call) {
	if (call < 0)
		return;
	c->orgs = page_rows(page, (size_t)call);
	c->units = page_rows(page, (size_t)call + 1);
}

static int kind_of(const struct page *page) {
	return code_find(page->cx->profile, L_ORG_KIND, json_text(page->who, "org_kind"));
}

bool sheets_may_write(const struct page *page, int sheet) {
	uint32_t roles = 0;
	size_t i;
	json_t *role;
	json_array_foreach(json_object_get(page->who, "roles"), i, role)
		roles |= 1U << code_find(page->cx->profile, L_ROLE, json_string_value(role));
	return sheet_writes(page->cx->profile, sheet, kind_of(page), role_capabilities(roles));
}

bool sheets_may_read(const struct page *page, int sheet) {
	return sheet_reads(page->cx->profile, sheet, kind_of(page));
}

static bool is_open(const struct page *page, int sheet, const json_t *says) {
	const char *texts[SAYS_MOST];
	size_t n = 0, i;
	json_t *one;
	json_array_foreach((json_t *)says, i, one)
		if (n < SAYS_MOST && json_is_string(one))
			texts[n++] = json_string_value(one);
	return sheet_says_open(page->cx->profile, sheet, texts, n);
}

/* The first fields in words, with a middle dot between them; NULL where nothing is said that may be read. */
static const char *words_of(const struct page *page, const json_t *said) {
	const char *all = NULL;
	size_t i, k, n = 0;
	json_t *field, *word;
	json_array_foreach((json_t *)said, i, field) {
		if (json_is_true(json_object_get(field, "body"))) /* a list names no organisations: that is two calls more */
			continue;
		if (n++ == WORDS_MOST)
			break;
		const char *one = NULL;
		json_array_foreach(json_object_get(field, "values"), k, word)
			one = one == NULL ? json_string_value(word)
			                  : arena_printf(page->cx->arena, "%s, %s", one, json_string_value(word));
		all = all == NULL ? one : arena_printf(page->cx->arena, "%s · %s", all, one);
	}
	return all;
}

void sheets_say(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		int sheet = profile_code(page->cx->profile, L_SHEET, json_text(row, "sheet"));
		const struct cells c = sheets_cells(page, sheet);
		const json_t *says = json_object_get(row, "says");
		const char *words = words_of(page, cells_say(page, &c, says));
		json_object_set_new(row, "what", json_string(sheets_text(page, sheet, "say")));
		json_object_set_new(row, "words", words == NULL ? json_null() : json_string(words));
		json_object_set_new(row, "open", json_boolean(is_open(page, sheet, says)));
		json_object_set_new(row, "rival", json_boolean(json_text(row, "beside")[0] != 0));
		json_object_set_new(row, "href", json_string(about_path(page, arena_printf(page->cx->arena, "/sheet/%s/%s%s",
			json_text(row, "sheet"), json_text(row, "sheet_id"), json_text(row, "beside")[0] != 0 ? "/beside" : ""))));
	}
}

/* Of one group: what two people wrote at once, then what is open, then the rest, each in the order it came. */
static json_t *of_group(const struct page *page, json_t *rows, const char *code) {
	json_t *list[3] = {json_array(), json_array(), json_array()}, *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		int sheet = profile_code(page->cx->profile, L_SHEET, json_text(row, "sheet"));
		if (sheet != 0 && str_equal(sheet_group(page->cx->profile, sheet), code))
			json_array_append(list[json_is_true(json_object_get(row, "rival")) ? 0 :
				json_is_true(json_object_get(row, "open")) ? 1 : 2], row);
	}
	json_array_extend(list[0], list[1]);
	json_array_extend(list[0], list[2]);
	return list[0];
}

json_t *sheets_groups(const struct page *page, json_t *rows, size_t most) {
	json_t *all = json_array();
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		json_t *found = of_group(page, rows, groups[g].code), *some = json_array();
		size_t n = json_array_size(found);
		for (size_t i = 0; i < n && i < most; i++)
			json_array_append(some, json_array_get(found, i));
		if (n > 0)
			json_array_append_new(all, json_pack("{s:s, s:s, s:o, s:I}", "group_code", groups[g].code, "group",
				groups[g].say, "rows", some, "more", (json_int_t)(n > most ? n - most : 0)));
	}
	return all;
}

json_t *sheets_offers(const struct page *page, bool aside) {
	const struct profile *p = page->cx->profile;
	json_t *all = json_array();
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		json_t *rows = json_array();
		for (size_t i = 0; profile_number(p, L_SHEET, i) != 0; i++) {
			int sheet = profile_number(p, L_SHEET, i);
			bool may = sheets_may_write(page, sheet), apart = sheet_is_aside(p, sheet);
			if (!str_equal(sheet_group(p, sheet), groups[g].code) || apart != aside ||
			    !(may || (aside && sheets_may_read(page, sheet))))
				continue;
			const char *code = json_text(definition(page, sheet), "code");
			json_array_append_new(rows, json_pack("{s:s, s:s, s:s}", "href", about_path(page, arena_printf(page->cx->arena,
				aside ? "/sheet/%s" : "/sheet/%s/new", code)), "what", sheets_text(page, sheet, "say"), "about",
				sheets_text(page, sheet, "about")));
		}
		if (json_array_size(rows) > 0)
			json_array_append_new(all, json_pack("{s:s, s:s, s:o}", "group_code", groups[g].code, "group", groups[g].say,
				"rows", rows));
	}
	return all;
}
