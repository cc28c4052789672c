/* Help given to a person, with what it cost and which grant paid; and the grants of one's own organisation. */
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "op/register.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/csv.h"
#include "web/figures.h"
#include "web/route.h"

enum { YEARS_OFFERED = 6 };

/* Money as people write it, in cents; it stays as it is where it is no money, for the keeper to refuse. */
static json_t *cost_of(struct page *page) {
	const struct cell_field money = {.code = fields[F_COST].name, .type = CELL_MONEY, .max = fields[F_COST].max};
	const char *typed = page_field(page, fields[F_COST].name);
	struct cell cell;
	if (typed[0] == 0)
		return NULL;
	struct err was = page->cx->err;
	int rc = cell_parse(page->cx, &money, typed, &cell);
	page->cx->err = was;
	return rc == 0 ? json_pack("{s:I}", fields[F_COST].name, (json_int_t)cell.amount) : NULL;
}

/* The grants of this year and the one before: help is often written down late. */
static json_t *grants_ask(const struct page *page, json_t *now, json_t *before) {
	json_t *rows = json_array();
	json_array_extend(rows, now);
	json_array_extend(rows, before);
	return json_array_size(rows) == 0 ? json_null() : ask_rows(page, F_GRANT_NUMBER, N_("Which grant paid for it?"),
		N_("Leave it open if no grant paid."), rows, fields[F_GRANT_NUMBER].name, fields[F_GRANT_NUMBER].name);
}

static json_t *year_in(int64_t year) {
	return json_pack("{s:I}", fields[F_YEAR].name, (json_int_t)year);
}

static int service_page(struct page *page) {
	const char *path = arena_printf(page->cx->arena, "/person/%s", page_param(page, "person"));
	json_t *about = json_pack("{s:s}", "person", page_param(page, "person"));
	json_t *more = page_posted(page) ? cost_of(page) : NULL, *all = json_copy(about);
	int rc;
	if (more != NULL)
		json_object_update(all, more);
	if (ask_recorded(page, OP_service_record, all, arena_printf(page->cx->arena, "%s?done=service", path), &rc))
		return rc;
	int64_t today = day_of(page->cx->now);
	size_t read = page_add(page, OP_person_read, about), orgs = page_try(page, OP_org_list, NULL);
	size_t now = page_try(page, OP_grant_list, year_in(day_year((int32_t)today)));
	size_t before = page_try(page, OP_grant_list, year_in(day_year((int32_t)today) - 1));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *provider = ask_rows(page, F_PROVIDER, N_("Who helped?"), NULL, page_rows(page, orgs), "org", "org_name");
	json_object_set_new(provider, "nothing", json_string(N_("My organisation")));
	return page_render(page, "service", json_pack("{s:s, s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Help given"), "back", path, "base", path, "person", page_answer(page, read),
		"need", ask_choice(page, F_NEED, N_("What help was given?"), NULL),
		"happened", ask_day(page, F_HAPPENED, N_("On which day?"), NULL, today),
		"ends", ask_day(page, F_ENDS, N_("Until which day?"), N_("Leave it open for help of one day."), NONE),
		"provider", provider,
		"cost", ask_text(page, F_COST, N_("What did it cost?"), N_("For example 125.50. Leave it open if nobody knows.")),
		"grants", grants_ask(page, page_rows(page, now), page_rows(page, before))));
}

/* Grants ----------------------------------------------------------------------------------------------------------- */

static const char *money(const struct page *page, int64_t cents) {
	const struct cx *cx = page->cx;
	const char *sign = profile_currency(cx->profile, "sign");
	return arena_printf(cx->arena, "%s %s", text_decimal(cx->arena, cx->lang, (double)cents / 100, 2),
		sign == NULL ? "" : sign);
}

static int64_t whole(const json_t *row, enum field_id field) {
	return json_integer_value(json_object_get(row, fields[field].name));
}

static int64_t year_of(struct page *page) {
	return figures_year(page_query(page, "year"), day_year(day_of(page->cx->now)));
}

/* What was granted and what of it was spent, one below the other, in whole units. */
static json_t *grants_chart(const struct page *page, json_t *rows, int64_t year) {
	const struct cx *cx = page->cx;
	json_t *bars = json_array(), *row;
	int64_t granted = 0, spent = 0;
	size_t i;
	json_array_foreach(rows, i, row) {
		struct text_fill fills[] = {{"number", json_text(row, fields[F_GRANT_NUMBER].name)}, {0}};
		granted += whole(row, F_ALLOCATED);
		spent += whole(row, F_SPENT);
		json_array_append_new(bars, json_pack("{s:s, s:I}", "label", text_fill(cx->arena, _("%{number}: granted"), fills),
			"value", (json_int_t)(whole(row, F_ALLOCATED) / 100)));
		json_array_append_new(bars, json_pack("{s:s, s:I}", "label", text_fill(cx->arena, _("%{number}: spent"), fills),
			"value", (json_int_t)(whole(row, F_SPENT) / 100)));
	}
	struct text_fill fills[] = {{"year", arena_printf(cx->arena, "%d", (int)year)}, {"spent", money(page, spent)},
		{"granted", money(page, granted)}, {0}};
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "kind", "bars", "id", "grants", "title",
		text_fill(cx->arena, _("%{year}: %{spent} of %{granted} is spent"), fills), "source",
		_("Source: the register of grants, and help that names the grant it was paid from"), "rows", bars, "head",
		json_pack("[s, s]", _("Grant"), profile_currency(cx->profile, "code") == NULL ? "" :
			profile_currency(cx->profile, "code")));
}

static void rows_say(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		int64_t left = whole(row, F_ALLOCATED) - whole(row, F_SPENT);
		json_object_set_new(row, "allocated_say", json_string(money(page, whole(row, F_ALLOCATED))));
		json_object_set_new(row, "spent_say", json_string(money(page, whole(row, F_SPENT))));
		json_object_set_new(row, "left_say", json_string(money(page, left < 0 ? -left : left)));
		json_object_set_new(row, "over", json_boolean(left < 0));
	}
}

static int grants_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	int64_t year = year_of(page);
	size_t call = page_add(page, OP_grant_list, year_in(year));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, call);
	rows_say(page, rows);
	return page_render(page, "grants", json_pack("{s:s, s:I, s:o, s:o, s:O, s:b}", "title", N_("Grants"), "year",
		(json_int_t)year, "years", figures_years(page, year, YEARS_OFFERED, ""), "chart",
		json_array_size(rows) == 0 ? json_null() : grants_chart(page, rows, year), "grants", rows, "any",
		json_array_size(rows) > 0));
}

static const char *plain(const struct page *page, int64_t cents) {
	return arena_printf(page->cx->arena, "%s%lld.%02d", cents < 0 ? "-" : "", (long long)(cents < 0 ? -cents : cents) / 100,
		(int)((cents < 0 ? -cents : cents) % 100));
}

/* A row a contract. What was spent beyond it is a number below nought, and no formula. */
static int grants_csv(struct page *page) {
	struct buf out = buf_new(page->cx->arena, HTTP_ANSWER_MAX);
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	int64_t year = year_of(page);
	size_t call = page_add(page, OP_grant_list, year_in(year)), i;
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row;
	buf_str(&out, "year,grant_number,allocated,spent,left,services,people\r\n");
	json_array_foreach(page_rows(page, call), i, row) {
		csv_put(&out, arena_printf(page->cx->arena, "%d", (int)year), true);
		csv_put(&out, json_text(row, fields[F_GRANT_NUMBER].name), false);
		buf_printf(&out, ",%s,%s,%s,%lld,%lld\r\n", plain(page, whole(row, F_ALLOCATED)), plain(page, whole(row, F_SPENT)),
			plain(page, whole(row, F_ALLOCATED) - whole(row, F_SPENT)), (long long)whole(row, F_COUNT),
			(long long)whole(row, F_PEOPLE));
	}
	figures_attach(page, "text/csv; charset=utf-8", arena_printf(page->cx->arena, "grants-%d.csv", (int)year), &out);
	return 0;
}

const struct route routes_service[] = {
	{"/person/:person/service", service_page, ROUTE_POST},
	{"/grants", grants_page, 0},
	{"/grants/csv", grants_csv, 0},
	{0},
};
