/* atrama demo DIR: a registry in which nobody is real, made by the same operations as a real one. */
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "cmd/lists.h"
#include "cmd/store.h"
#include "cmd/story.h"
#include "core/registry.h"
#include "db/db.h"
#include "keeper/keeper.h"
#include "op/assets.h"
#include "op/op.h"
#include "op/profile.h"
#include "text/format.h"

#define DEMO "profiles/lt/demo.json"

enum { HELD_DAYS = 365 };

struct maker {
	struct cx *cx;
	struct lent lent;
	const json_t *demo;
	json_t *names; /* what scenes kept: "olena" -> reference */
};

static json_t *demo_json(void) {
	const struct asset *asset = asset_find(&op_assets, DEMO);
	return asset == NULL ? NULL : json_loadb((const char *)asset->at, asset->n, JSON_REJECT_DUPLICATES, NULL);
}

void demo_print_signins(FILE *to) {
	json_t *demo = demo_json();
	const json_t *account;
	size_t i;
	fprintf(to, "\nNobody here is real. Sign in with the password  %s  as\n\n",
	        json_string_value(json_object_get(demo, "password")));
	json_array_foreach(json_object_get(demo, "accounts"), i, account)
		fprintf(to, "  %-7s %s\n", json_string_value(json_object_get(account, "login")),
		        json_string_value(json_object_get(json_object_get(account, "says"), "en")));
	fputc('\n', to);
	json_decref(demo);
}

/* "@olena" becomes what an earlier scene kept under that name. */
static json_t *fill_in(const struct maker *m, json_t *value) {
	const char *key, *text = json_string_value(value);
	json_t *each;
	if (text != NULL && *text == '@')
		return json_incref(json_object_get(m->names, text + 1));
	if (!json_is_object(value))
		return json_incref(value);
	json_t *copy = json_object();
	json_object_foreach(value, key, each)
		json_object_set_new(copy, key, fill_in(m, each));
	return copy;
}

/* What is wrong with the demonstration is our fault; the operation and its rule are named, no value. */
static int failed(struct maker *m, const json_t *calls, size_t i, const json_t *error) {
	const char *op = json_string_value(json_object_get(json_array_get(calls, i), "op"));
	const char *field = json_string_value(json_object_get(error, "field"));
	const char *rule = json_string_value(json_object_get(error, "rule"));
	return err_say(m->cx, ERR_BUG, NULL, arena_printf(m->cx->arena,
		"The demonstration stumbles at call %zu, %s, field %s: %s", i, op, field == NULL ? "-" : field, rule == NULL ?
		"" : rule), NULL);
}

static json_t *without(const json_t *row, const char *key) {
	json_t *copy = json_copy((json_t *)row);
	json_object_del(copy, key);
	return copy;
}

/* Whether call i ended as it had to: a scene may also tell of somebody who is refused. */
static bool as_told(const json_t *calls, const json_t *answers, size_t i) {
	bool refused = json_is_true(json_object_get(json_array_get(calls, i), "refused"));
	return (json_object_get(json_array_get(answers, i), "ok") == NULL) == refused;
}

/* Asks for `calls` (taken over) and keeps what `keep` names. */
static int play(struct maker *m, const char *as, int64_t at, json_t *calls, const json_t *keep) {
	json_t *answers = NULL, *answer;
	const char *name;
	size_t i;
	json_t *asked = json_array();
	json_array_foreach(calls, i, answer)
		json_array_append_new(asked, without(answer, "refused")); /* that is between the story and us */
	int rc = lend_ask(m->cx, &m->lent, as, at, asked, &answers);
	if (rc == 0 && json_array_size(answers) != json_array_size(calls))
		rc = failed(m, calls, 0, NULL);
	json_array_foreach(answers, i, answer)
		if (rc == 0 && !as_told(calls, answers, i))
			rc = failed(m, calls, i, json_object_get(answer, "error"));
	json_object_foreach((json_t *)keep, name, answer) {
		const char *where = json_string_value(answer), *dot = strchr(where, '.');
		json_t *ok = json_object_get(json_array_get(answers, (size_t)strtol(where, NULL, 10)), "ok");
		if (rc == 0)
			json_object_set(m->names, name, json_object_get(ok, dot + 1));
	}
	json_decref(answers);
	json_decref(calls);
	return rc;
}

static bool seconded(const json_t *account) {
	const json_t *role;
	size_t i;
	json_array_foreach((json_t *)json_object_get(account, "role"), i, role)
		if (str_equal(json_string_value(role), "liaison"))
			return true;
	return false;
}

/* Organisations, units, accounts and places, as they were before the first scene. */
static int people_of_the_house(struct maker *m, const json_t *demo, int64_t at) {
	json_t *calls = json_array();
	const json_t *row;
	size_t i;
	json_array_foreach(json_object_get(demo, "orgs"), i, row)
		json_array_append_new(calls, json_pack("{s:s, s:O}", "op", "org_create", "in", row));
	json_array_foreach(json_object_get(demo, "units"), i, row)
		json_array_append_new(calls, json_pack("{s:s, s:O}", "op", "unit_create", "in", row));
	json_array_foreach(json_object_get(demo, "accounts"), i, row) {
		json_t *in = without(row, "says");
		json_object_set(in, "password", json_object_get(demo, "password"));
		const char *until = day_text(m->cx->arena, day_of(m->cx->now) + HELD_DAYS); /* vetted and trained, beyond the visit */
		json_object_set_new(in, "held", json_pack("[s, s]", arena_printf(m->cx->arena, "vetting:%s", until),
			arena_printf(m->cx->arena, "training:%s", until)));
		if (seconded(row))
			json_object_set_new(in, fields[F_EXPIRES].name, json_string(until));
		json_array_append_new(calls, json_pack("{s:s, s:o}", "op", "user_create", "in", in));
	}
	int rc = play(m, NULL, at, calls, NULL);
	json_array_foreach(json_object_get(demo, "places"), i, row) {
		json_t *keep = json_pack("{s:s}", arena_printf(m->cx->arena, "place%zu", i), "0.place");
		if (rc == 0)
			rc = play(m, json_string_value(json_object_get(row, "as")), at, json_pack("[{s:s, s:O}]", "op",
				"place_create", "in", json_object_get(row, "in")), keep);
		json_decref(keep);
	}
	return rc;
}

static int scene_play(struct maker *m, const struct scene *scene) {
	json_t *calls = json_array(), *one;
	size_t k;
	json_array_foreach(scene->calls, k, one)
		json_array_append_new(calls, json_pack("{s:O, s:o, s:O}", "op", json_object_get(one, "op"), "in",
			fill_in(m, json_object_get(one, "in")), "refused", json_object_get(one, "refused")));
	return play(m, scene->as, scene->at, calls, scene->keep);
}

static int kind_of_org(const struct maker *m, const char *code) {
	const json_t *org;
	size_t i;
	json_array_foreach((json_t *)json_object_get(m->demo, "orgs"), i, org)
		if (str_equal(json_string_value(json_object_get(org, "org")), code))
			return code_find(m->cx->profile, L_ORG_KIND, json_string_value(json_object_get(org, "org_kind")));
	return 0;
}

/* Every row must have gone in: these lists are right, or the demonstration is not. */
static int list_check(struct maker *m, const struct sent_list *list, const char *as) {
	json_t *answers = NULL;
	json_t *calls = json_pack("[{s:s, s:{s:O}}]", "op", "import_read", "in", "import", json_object_get(m->names,
		"list"));
	int rc = lend_ask(m->cx, &m->lent, as, list->at, calls, &answers);
	const json_t *ok = json_object_get(json_array_get(answers, 0), "ok");
	const json_t *row = json_array_get(json_object_get(ok, "rows"), 0);
	const char *state = json_string_value(json_object_get(ok, fields[F_IMPORT_STATE].name));
	if (rc == 0 && !str_equal(state, "done"))
		rc = err_say(m->cx, ERR_BUG, NULL, arena_printf(m->cx->arena,
			"The demonstration's list %s is %s: row %lld, %s, %s", list->name, state == NULL ? "not there" : state,
			(long long)json_integer_value(json_object_get(row, "row")),
			json_string_value(json_object_get(row, "column")), json_string_value(json_object_get(row, "rule"))), NULL);
	json_decref(answers);
	return rc;
}

static int list_bring(struct maker *m, const struct sent_list *list) {
	const char *as = arena_printf(m->cx->arena, "org:%s", list->org);
	json_t *calls = NULL, *keep = json_pack("{s:s}", "list", "0.import");
	int rc = list_calls(m->cx, list, kind_of_org(m, list->org), &calls);
	if (rc == 0)
		rc = play(m, as, list->at, calls, keep);
	if (rc == 0)
		rc = list_check(m, list, as);
	json_decref(keep);
	return rc;
}

/* Lists and scenes, each at its time. */
static int tell(struct maker *m, const struct story *story, const struct lists *lists) {
	bool line = isatty(STDERR_FILENO);
	size_t all = story->n + lists->n;
	int rc = 0;
	for (size_t s = 0, l = 0; rc == 0 && s + l < all;) {
		bool list = l < lists->n && (s == story->n || lists->at[l].at <= story->scenes[s].at);
		rc = list ? list_bring(m, &lists->at[l]) : scene_play(m, &story->scenes[s]);
		list ? l++ : s++;
		if (line && ((s + l) % 16 == 0 || s + l == all))
			fprintf(stderr, "\r  %zu of %zu lists and scenes%s", s + l, all, s + l == all ? "\n" : "");
	}
	return rc;
}

static int64_t first_of(const struct cx *cx, const struct story *story, const struct lists *lists) {
	int64_t first = story->n > 0 ? story->scenes[0].at : cx->now;
	return lists->n > 0 && lists->at[0].at < first ? lists->at[0].at : first;
}

/* From here on the clock is the machine's. The keeper has ended; the store is ours. */
static int finish(struct cx *cx, const char *dir) {
	int lock = -1;
	int rc = store_open(cx, dir, &lock);
	if (rc != 0)
		return rc;
	rc = db_begin(cx);
	if (rc == 0)
		rc = registry_built(cx);
	if (rc == 0)
		rc = db_commit(cx);
	store_close(cx, lock);
	return rc;
}

int cmd_demo(struct cx *cx, int argc, char **argv) {
	struct maker m = {.cx = cx, .names = json_object()};
	struct profile *profile = NULL;
	struct story story = {0};
	struct lists lists = {0};
	if (argc != 2)
		return ERR_INVALID;
	const char *dir = argv[1];
	json_t *demo = demo_json();
	m.demo = demo;
	text_warm();
	int rc = keeper_create(cx, dir, "lt", true);
	if (rc == 0)
		rc = profile_load(cx, "lt", &profile);
	cx->profile = profile;
	if (rc == 0)
		rc = story_read(cx, demo, &story);
	if (rc == 0)
		rc = lists_read(cx, &lists);
	if (rc == 0)
		rc = lend_open(cx, dir, &m.lent);
	if (rc == 0) {
		rc = people_of_the_house(&m, demo, first_of(cx, &story, &lists) - 24 * HOUR);
		if (rc == 0)
			rc = tell(&m, &story, &lists);
		int end = lend_close(cx, &m.lent);
		rc = rc != 0 ? rc : end;
	}
	if (rc == 0)
		rc = finish(cx, dir);
	cx->profile = NULL;
	profile_free(profile);
	story_free(&story);
	json_decref(m.names);
	json_decref(demo);
	return rc;
}
