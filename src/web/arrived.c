#include "web/arrived.h"

#include "base/str.h"
#include "base/time.h"
#include "web/ask.h"
#include "web/where.h"

enum { SHORT_NUMBER = 99999 }; /* up to here a number is rung as it stands; a longer one begins with a country's code */

static json_t *compact(json_t *ask) {
	json_object_set_new(ask, "small", json_true());
	json_object_set_new(ask, "inline", json_true());
	return ask;
}

/* What is written down already, in a form that nobody has sent yet. */
static json_t *begin(const struct page *page, json_t *ask, const json_t *was, enum field_id id) {
	const char *value = was == NULL || page_posted(page) ? "" : json_text(was, fields[id].name);
	return value[0] == 0 ? ask : ask_start(ask, value);
}

static int64_t day_of_row(const json_t *was, enum field_id id, int64_t other) {
	int64_t day = was == NULL ? NONE : page_day(was, fields[id].name);
	return day == NONE ? other : day;
}

static bool wishes(const struct page *page, const json_t *was) {
	return page_posted(page) || was == NULL ? str_equal(page_field(page, "wish"), "true")
		: json_is_true(json_object_get(was, "wish"));
}

void arrived_ask(const struct page *page, json_t *view, const json_t *was, const json_t *who) {
	json_t *where = where_municipality(page, N_("Where is the centre?"));
	if (was != NULL && !page_posted(page))
		where_start(where, json_text(was, "municipality"));
	json_object_set_new(view, "where", where);
	json_object_set_new(view, "given", begin(page, ask_text(page, F_GIVEN, N_("Given name"),
		N_("As the person writes it, in any alphabet.")), who, F_GIVEN));
	json_object_set_new(view, "family", begin(page, ask_text(page, F_FAMILY, N_("Family name"), NULL), who, F_FAMILY));
	json_object_set_new(view, "birth", ask_day(page, F_BIRTH, N_("Day of birth"), NULL, day_of_row(who, F_BIRTH, NONE)));
	json_object_set_new(view, "age", compact(begin(page, ask_choice(page, F_AGE,
		N_("How old, if the day of birth is not known?"), NULL), was, F_AGE)));
	json_object_set_new(view, "sex", compact(begin(page, ask_choice(page, F_SEX, N_("Who is it?"), NULL), was, F_SEX)));
	json_object_set_new(view, "speech", begin(page, ask_choice(page, F_SPEECH, N_("Language"), NULL), was, F_SPEECH));
	json_object_set_new(view, "citizenship", ask_choice(page, F_CITIZENSHIP, N_("Citizenship"), NULL));
	json_object_set_new(view, "with", compact(begin(page, ask_choice(page, F_ACCOMPANIED, N_("Who is with the child?"),
		N_("For a child, or somebody who may be one. Alone or with no relative: child protection is told at once.")), was,
		F_ACCOMPANIED)));
	json_object_set_new(view, "leaflet", begin(page, ask_choice(page, F_LEAFLET, N_("Leaflet given, in which language?"),
		N_("How to stay safe, whom to ring, and that help costs nothing.")), was, F_LEAFLET));
	json_object_set_new(view, "country", begin(page, ask_choice(page, F_COUNTRY, N_("From which country?"), NULL), was,
		F_COUNTRY));
	json_object_set_new(view, "route", begin(page, ask_choice(page, F_ROUTE, N_("How did the person come in?"), NULL), was,
		F_ROUTE));
	json_object_set_new(view, "day", ask_day(page, F_HAPPENED, N_("When?"), NULL, day_of_row(was, F_HAPPENED,
		day_of(page->cx->now))));
	json_object_set_new(view, "wishes", json_boolean(wishes(page, was)));
}

void arrived_where(const struct page *page, json_t *view, json_t *centres) {
	if (!page_posted(page) && json_array_size(centres) == 1)
		where_start(json_object_get(view, "where"), json_text(json_array_get(centres, 0), "municipality"));
}

json_t *arrived_in(const struct page *page, enum op_id op) {
	json_t *in = page_form(page, op);
	if (json_object_get(in, "wish") == NULL)
		json_object_set_new(in, "wish", json_false());
	return in;
}

void arrived_ring(const struct page *page, json_t *row) {
	int64_t ring = json_integer_value(json_object_get(row, "ring"));
	if (ring > 0)
		json_object_set_new(row, "digits", json_string(arena_printf(page->cx->arena, "%s%lld", ring > SHORT_NUMBER ? "+" : "",
			(long long)ring)));
}
