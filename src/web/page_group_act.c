/*
 * One thing for many people of a group: ask an organisation to help them, record help, or record what each agreed to.
 *
 * First the people are chosen, then one form says what is done for all. It is done a few dozen at a time: each page tells
 * how far it is and sends the next part, so that nothing takes longer than a page may. The key of every record is made
 * of the form's and of the person's reference, so that a part sent twice records nothing twice. Whoever could not be
 * recorded is named at the end with the reason, by sex and age, with a way to the file.
 */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/peer.h"
#include "web/route.h"
#include "web/when.h"

enum {
	PART = 60,     /* people of one page */
	MESSAGE = 20,  /* calls of one message */
	FAILED_BYTES = 384 << 10, /* for ten thousand people, and the page that carries them is within what a form may hold */
};

static const struct act {
	const char *code;
	enum op_id op;
	const char *title, *button;
} acts[] = {
	{"refer", OP_referral_send, N_("Ask an organisation to help them"), N_("Send the referrals")},
	{"help", OP_service_record, N_("Record help given to them"), N_("Record it for all")},
	{"consent", OP_consent_record, N_("Record what each of them agreed to"), N_("Write down the answers")},
};

static const struct act *act_of(const struct page *page) {
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (str_equal(acts[i].code, page_field(page, "act")))
			return &acts[i];
	return NULL;
}

/* Who is chosen: references that stand in the group. */
static json_t *chosen_of(const struct page *page, json_t *members) {
	json_t *all = json_array(), *row;
	size_t i, k;
	json_array_foreach(members, i, row)
		for (k = 0; k < page->posted.n; k++)
			if (str_equal(page->posted.fields[k].name, "person") &&
				str_equal(page->posted.fields[k].value, json_text(row, "person"))) {
				json_array_append(all, row);
				break;
			}
	return all;
}

/* Asking ---------------------------------------------------------------------------------------------------------- */

/* Organisations that help, or that decide where the purpose is a decision; the operation says which may be asked. */
static json_t *bodies(const struct page *page, json_t *orgs) {
	static const char *const kinds[] = {"ngo", "municipality", "child", "police", "prosecution", "health"};
	const char *own = json_text(page->who, "org");
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(orgs, i, row) {
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
			if (str_equal(json_text(row, "org_kind"), kinds[k]) && !str_equal(json_text(row, "org"), own))
				json_array_append(list, row);
	}
	return list;
}

static json_t *ask_yes(const struct page *page, const char *label) {
	static const struct ask_way ways[] = {{"yes", N_("Yes, to each of them")}, {"no", N_("No")}, {0}};
	return ask_ways(page, F_READ_ALOUD, label, NULL, ways);
}

/* The list of people was posted to come here: the day is still to be asked, and begins with today. */
static json_t *ask_today(const struct page *page) {
	json_t *ask = ask_day(page, F_HAPPENED, N_("On which day?"), NULL, NONE);
	int year, month, day;
	if (page_field(page, "go")[0] != 0)
		return ask;
	day_to_ymd(day_of(page->cx->now), &year, &month, &day);
	json_object_set_new(ask, "year", json_string(arena_printf(page->cx->arena, "%d", year)));
	json_object_set_new(ask, "month", json_string(arena_printf(page->cx->arena, "%d", month)));
	json_object_set_new(ask, "day", json_string(arena_printf(page->cx->arena, "%d", day)));
	return ask;
}

static void add_question(json_t *list, const char *kind, json_t *ask) {
	json_t *one = json_pack("{s:n, s:n, s:n, s:n, s:n, s:n, s:n}", "radios", "checks", "select", "text", "area", "day",
		"several");
	json_object_set_new(one, kind, ask);
	json_array_append_new(list, one);
}

/* The questions of one act, for part_questions. */
static json_t *questions(const struct page *page, const struct act *act, json_t *orgs) {
	json_t *list = json_array();
	if (act->op == OP_service_record) {
		add_question(list, "radios", ask_choice(page, F_NEED, N_("What help was given?"), NULL));
		add_question(list, "day", ask_today(page));
		return list;
	}
	json_t *whom = ask_rows(page, F_ORG, N_("Which organisation?"), NULL, bodies(page, orgs), "org", "org_name");
	add_question(list, "select", whom);
	add_question(list, "radios", ask_start(ask_choice(page, F_PURPOSE, N_("What for?"), NULL), "support"));
	if (act->op == OP_referral_send) {
		add_question(list, "checks", ask_choice(page, F_NEED, N_("What do they need?"), NULL));
		add_question(list, "area", ask_text(page, F_NOTE, N_("What else should they know?"),
			N_("The same for all of them. Without a name. You may leave it empty.")));
		return list;
	}
	add_question(list, "radios", ask_without(ask_choice(page, F_CONSENT_STATE, N_("What did each of them say?"),
		N_("Choose only those who said the same. Nobody agrees for somebody else.")), "withdrawn"));
	add_question(list, "checks", ask_choice(page, F_SCOPE, N_("What may they learn?"),
		N_("Ask for each. What is not chosen stays closed to them.")));
	add_question(list, "radios", ask_yes(page, N_("Was it read aloud in the person's language?")));
	return list;
}

/* What was typed, to be carried from part to part: every field of the act's own. */
static json_t *carried(const struct page *page) {
	static const char *const own[] = {"csrf", "key", "person", "act", "go", "done", "failed", "more"};
	json_t *list = json_array();
	for (size_t i = 0; i < page->posted.n; i++) {
		const struct form_field *f = &page->posted.fields[i];
		bool keep = f->file == NULL && f->value[0] != 0;
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			keep = keep && !str_equal(f->name, own[k]);
		if (keep)
			json_array_append_new(list, json_pack("{s:s, s:s}", "name", f->name, "value", f->value));
	}
	return list;
}

static json_t *act_view(const struct page *page, const struct act *act, json_t *chosen) {
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:O, s:I}", "title", N_("One thing for many people"), "back",
		arena_printf(page->cx->arena, "/groups/%s", page_param(page, "group")), "act", act->code, "heading", act->title,
		"button", act->button, "chosen", chosen, "count", (json_int_t)json_array_size(chosen));
}

/* The input of the act for everybody; marks what is missing. */
static int input(struct page *page, const struct act *act, json_t **ret_in) {
	json_t *in = page_form(page, act->op);
	json_object_set_new(in, "person", json_string("")); /* each of them in turn */
	if (act->op == OP_consent_record)
		json_object_set_new(in, "language", json_string(""));
	int rc = ask_complete(page, act->op, in);
	*ret_in = in;
	return rc;
}

/* Doing ----------------------------------------------------------------------------------------------------------- */

/* The form's key and the person's reference, mixed. */
static const char *key_of(const struct page *page, const char *person) {
	struct ref key, ref;
	if (!ref_parse(page_field(page, "key"), &key) || !ref_parse(person, &ref))
		return NULL;
	for (size_t i = 0; i < REF_SIZE; i++)
		key.at[i] = (uint8_t)(key.at[i] ^ ref.at[i]);
	return ref_text(page->cx->arena, &key);
}

static json_t *call_of(const struct page *page, const struct act *act, const json_t *in, const json_t *member) {
	const char *person = json_text(member, "person"), *key = key_of(page, person);
	json_t *one = json_copy((json_t *)in);
	json_object_set_new(one, "person", json_string(person));
	if (act->op == OP_consent_record)
		json_object_set_new(one, "language", json_string(json_text(member, "language")));
	json_t *call = json_pack("{s:s, s:o}", "op", ops[act->op].name, "in", one);
	if (key != NULL)
		json_object_set_new(call, "key", json_string(key));
	return call;
}

/* For whom it was not done, {rule: [reference ...]}, as it is carried from part to part: lines "rule<TAB>reference ...". */
static json_t *failed_read(const struct page *page, const char *text) {
	struct arena *a = page->cx->arena;
	json_t *failed = json_object();
	while (*text != 0) {
		size_t n = strcspn(text, "\n"), tab = strcspn(text, "\t");
		json_t *refs = json_array();
		for (size_t at = tab + 1; tab < n && at < n; at++) {
			size_t word = strcspn(text + at, " \n");
			json_array_append_new(refs, json_string(arena_strndup(a, text + at, word)));
			at += word;
		}
		if (tab > 0 && tab < n)
			json_object_set(failed, arena_strndup(a, text, tab), refs);
		json_decref(refs);
		text += n + (text[n] == '\n');
	}
	return failed;
}

static void failed_add(json_t *failed, const char *rule, const char *person) {
	json_t *refs = json_object_get(failed, rule);
	if (refs == NULL) {
		refs = json_array();
		json_object_set_new(failed, rule, refs);
	}
	json_array_append_new(refs, json_string(person));
}

/* *ret_more: how many did not find room; they are counted, and named no more. */
static const char *failed_text(const struct page *page, json_t *failed, int64_t *ret_more) {
	struct buf b = buf_new(page->cx->arena, 2 * FAILED_BYTES);
	const char *rule;
	json_t *refs, *ref;
	size_t i;
	json_object_foreach(failed, rule, refs) {
		bool room = b.n + strlen(rule) < FAILED_BYTES;
		if (room)
			buf_printf(&b, "%s\t", rule);
		json_array_foreach(refs, i, ref) {
			bool fits = room && b.n + REF_TEXT < FAILED_BYTES;
			if (fits)
				buf_printf(&b, "%s ", json_string_value(ref));
			*ret_more += !fits;
		}
		if (room)
			buf_char(&b, '\n');
	}
	return b.n == 0 ? "" : b.at;
}

/* Send calls for members[*next..to), and set *next to the first who was not tried: a message stops at what fails, and
   whoever comes after that needs another. Who fails is added to `failed`. */
static int send(struct page *page, const struct act *act, const json_t *in, json_t *members, size_t *next, size_t to,
                json_t *failed, size_t *ret_done) {
	size_t from = *next;
	json_t *calls = json_array(), *answer = NULL;
	for (size_t i = from; i < to; i++)
		json_array_append_new(calls, call_of(page, act, in, json_array_get(members, i)));
	json_t *request = json_pack("{s:s, s:s, s:o, s:s, s:s}", "lang", page->cx->lang, "face", "page", "calls", calls,
		"session", page->session, "csrf", page_field(page, "csrf"));
	peer_tell(page->cx, request, page->request);
	int rc = page_ask(page->cx, page->wire, request, &answer);
	const json_t *error = NULL;
	while (rc == 0 && error == NULL && *next < to) {
		error = json_object_get(json_array_get(json_object_get(answer, "answers"), *next - from), "error");
		*ret_done += error == NULL;
		++*next;
	}
	if (error == NULL)
		return rc;
	const char *rule = json_string_value(json_object_get(error, "rule"));
	int code = page_say_error(page->cx, error);
	failed_add(failed, rule == NULL ? err_kinds[code].say : rule, json_text(json_array_get(members, *next - 1), "person"));
	return rc;
}

/* As rows: who it is, and why not. */
static json_t *failed_rows(const struct page *page, json_t *failed, json_t *members) {
	json_t *rows = json_array(), *places = json_object(), *refs, *ref, *row;
	const char *rule;
	size_t i;
	json_array_foreach(members, i, row)
		json_object_set_new(places, json_text(row, "person"), json_integer((json_int_t)i));
	json_object_foreach(failed, rule, refs)
		json_array_foreach(refs, i, ref) {
			const json_t *place = json_object_get(places, json_string_value(ref));
			json_int_t at = json_integer_value(place);
			if (place != NULL)
				json_array_append_new(rows, json_pack("{s:O, s:s, s:I, s:s}", "person", ref, "somebody",
					json_text(json_array_get(members, (size_t)at), "somebody"), "n", at + 1, "why",
					text_say(page->cx->lang, rule)));
		}
	json_decref(places);
	return rows;
}

/* A number the form carries. */
static int64_t carried_number(const struct page *page, const char *name) {
	int64_t n = 0;
	return !int_parse(page_field(page, name), &n) || n < 0 || n > 10000 ? 0 : n;
}

/* One part; then either the next is offered, or all is told. */
static int go(struct page *page, const struct act *act, const json_t *in, json_t *members, json_t *chosen) {
	size_t n = json_array_size(chosen), to = n < PART ? n : PART, recorded = 0;
	int64_t done = carried_number(page, "done"), more = carried_number(page, "more");
	json_t *failed = failed_read(page, page_field(page, "failed"));
	for (size_t i = 0; i < to;) {
		int rc = send(page, act, in, chosen, &i, i + MESSAGE < to ? i + MESSAGE : to, failed, &recorded);
		if (rc != 0) {
			json_decref(failed);
			return rc;
		}
	}
	done += (int64_t)recorded;
	json_t *left = json_array();
	for (size_t i = to; i < n; i++)
		json_array_append(left, json_array_get(chosen, i));
	const char *text = failed_text(page, failed, &more);
	json_t *named = failed_read(page, text), *rows = failed_rows(page, named, members), *view = act_view(page, act, left);
	json_decref(named);
	json_decref(failed);
	int64_t bad = (int64_t)json_array_size(rows) + more, all = done + bad + (int64_t)(n - to);
	json_object_set_new(view, "carried", carried(page));
	json_object_set_new(view, "key_kept", json_string(page_field(page, "key")));
	json_object_set_new(view, "failed_text", json_string(text));
	json_object_set_new(view, "more_n", more > 0 ? json_integer(more) : json_null());
	json_object_set_new(view, "done_n", json_integer(done));
	json_object_set_new(view, "far", json_integer(all - (int64_t)(n - to)));
	json_object_set_new(view, "all", json_integer(all));
	json_object_set_new(view, "failed", when_some(rows));
	json_object_set_new(view, "failed_n", json_integer(bad));
	return page_render(page, json_array_size(left) > 0 ? "group_going" : "group_done", view);
}

static int act_page(struct page *page) {
	const struct act *act = act_of(page);
	const char *back = arena_printf(page->cx->arena, "/groups/%s", page_param(page, "group"));
	if (!page_posted(page) || act == NULL)
		return page_redirect(page, "%s", back);
	size_t read = page_add(page, OP_group_read, json_pack("{s:s}", "group_id", page_param(page, "group")));
	size_t orgs = page_add(page, OP_org_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	json_t *members = page_rows(page, read), *chosen = chosen_of(page, members), *in = NULL;
	if (json_array_size(chosen) == 0)
		return page_redirect(page, "%s?done=nobody", back);
	if (page_field(page, "go")[0] != 0 && input(page, act, &in) == 0)
		return go(page, act, in, members, chosen);
	json_t *view = act_view(page, act, chosen);
	json_object_set_new(view, "questions", questions(page, act, page_rows(page, orgs)));
	return page_render(page, "group_act", view);
}

const struct route routes_group_act[] = {
	{"/groups/:group/act", act_page, ROUTE_POST},
	{0},
};
