#include "op/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "op/assets.h"
#include "op/each.h"
#include "op/processing.h"
#include "op/profile_check.h"

enum { LISTS = L__MAX - L_MUNICIPALITY, CODE_MAX = 1000, PROHIBITIONS = 32, ORG_KINDS = 32 };

struct profile {
	char name[8];
	json_t *root;      /* profile.json: rules, forms, what belongs to the country as a whole */
	json_t *parameters; /* parameters.json: what changes with the years */
	json_t *consent;   /* consent.json: the words read aloud before somebody agrees */
	json_t *papers;    /* papers.json, of every country: what stands on a paper for the person */
	json_t *holidays;  /* holidays.json: tables of public holidays, by region */
	json_t *purposes, *processing; /* purposes.json, of every country, and what this one says of them */
	json_t *lists[LISTS];
	const json_t **by_number[LISTS]; /* CODE_MAX entries each */
	json_t *by_code[LISTS];          /* {"code": entry} */
	struct prohibition {
		const json_t *reason;
		uint32_t kinds;                 /* bits 1 << enum ORG_* */
		uint64_t ops[OP__MAX / 64 + 1]; /* bits of enum op_id */
		const json_t *withholds;        /* {operation: [fields of its answer]}, or NULL */
	} prohibitions[PROHIBITIONS];
	size_t prohibitions_n;
	uint32_t roles[ORG_KINDS]; /* bits 1 << enum ROLE_*, by enum ORG_* */
};

/* Of the country; a name without an ending is a folder, whose files hold one entry or a list of them each. */
static const char *const files[LISTS] = {"municipalities.json", "regions.json", "/instruments", "indicators",
	"registers", "obligations.json", "reports", "statutes.json", "/countries.json", "/sheets", "clocks.json", "/families.json"};
static const char *const languages[] = {"lt", "en", "uk", "ru"};

/* Which file breaks which rule goes to the log; the caller only learns that the profile is not usable. */
static int refuse(struct cx *cx, const char *file, const char *rule) {
	log_error("profile.bad", L_STR("file", file), L_STR("rule", rule));
	return err_say(cx, ERR_INVALID, NULL, N_("The country profile breaks its own form."), NULL);
}

/* Of one country, or of all where `file` begins with a slash. */
static const char *path_of(char path[64], const char *name, const char *file) {
	if (*file == '/')
		snprintf(path, 64, "profiles%s", file);
	else
		snprintf(path, 64, "profiles/%s/%s", name, file);
	return path;
}

static json_t *read_asset(const struct asset *asset) {
	json_error_t error;
	json_t *json = json_loadb((const char *)asset->at, asset->n, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		log_error("profile.json", L_STR("file", asset->path), L_INT("line", error.line), L_STR("what", error.text));
	return json;
}

static json_t *read_json(const char *name, const char *file) {
	char path[64];
	const struct asset *asset = asset_find(&op_assets, path_of(path, name, file));
	return asset == NULL ? NULL : read_asset(asset);
}

/* All files of a folder as one list; NULL if one cannot be read. */
static json_t *read_folder(const char *name, const char *folder) {
	char path[64];
	json_t *list = json_array();
	size_t n = strlen(path_of(path, name, folder));
	for (size_t i = 0; i < op_assets.n && list != NULL; i++) {
		const struct asset *asset = &op_assets.at[i];
		if (strncmp(asset->path, path, n) != 0 || asset->path[n] != '/')
			continue;
		json_t *read = read_asset(asset);
		bool whole = json_is_array(read) ? json_array_extend(list, read) == 0 : json_array_append(list, read) == 0;
		json_decref(read);
		if (read == NULL || !whole) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

static bool says(const json_t *texts) {
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		const char *text = json_string_value(json_object_get(texts, languages[i]));
		if (text == NULL || *text == 0)
			return false;
	}
	return true;
}

/* Without the entries that are for other countries: "only": ["uk"]. */
static void drop_others(json_t *list, const char *name) {
	for (size_t i = json_array_size(list); i-- > 0;) {
		const json_t *only = json_object_get(json_array_get(list, i), "only"), *one;
		bool ours = only == NULL;
		size_t k;
		json_array_foreach((json_t *)only, k, one)
			ours = ours || str_equal(json_string_value(one), name);
		if (!ours)
			json_array_remove(list, i);
	}
}

static int read_list(struct cx *cx, struct profile *p, size_t which) {
	bool folder = strchr(files[which], '.') == NULL;
	json_t *list = folder ? read_folder(p->name, files[which]) : read_json(p->name, files[which]), *entry;
	size_t i;
	p->lists[which] = list;
	p->by_code[which] = json_object();
	p->by_number[which] = calloc(CODE_MAX, sizeof(json_t *));
	if (p->by_number[which] == NULL)
		abort();
	if (!json_is_array(list))
		return refuse(cx, files[which], "is a list");
	if (files[which][0] == '/')
		drop_others(list, p->name);
	json_array_foreach(list, i, entry) {
		json_int_t n = json_integer_value(json_object_get(entry, "number"));
		if (n < 1 || n >= CODE_MAX || p->by_number[which][n] != NULL)
			return refuse(cx, files[which], "numbers stand once, from 1");
		const char *code = json_string_value(json_object_get(entry, "code"));
		if (code == NULL || !says(json_object_get(entry, "say")))
			return refuse(cx, files[which], "every entry has a code and says itself in four languages");
		if (json_object_get(p->by_code[which], code) != NULL)
			return refuse(cx, files[which], "codes stand once");
		if (which == L_INDICATOR - L_MUNICIPALITY && !each_breakdowns(p, entry))
			return refuse(cx, files[which], "each is of municipality or region");
		if (which == L_REPORT - L_MUNICIPALITY)
			each_rows(p, entry);
		p->by_number[which][n] = entry;
		json_object_set(p->by_code[which], code, entry);
	}
	return 0;
}

/* Words that one country has in three languages only would be a consent that one person in four cannot give. */
static int read_consent(struct cx *cx, struct profile *p) {
	static const char *const lists[] = {"before", "shared", "block"};
	p->consent = read_json(p->name, "consent.json");
	bool sound = p->consent != NULL;
	for (size_t i = 0; i < sizeof lists / sizeof *lists && sound; i++) {
		const json_t *list = json_object_get(p->consent, lists[i]), *one;
		size_t k;
		sound = json_array_size(list) > 0;
		json_array_foreach((json_t *)list, k, one)
			sound = sound && says(one);
	}
	for (size_t i = 0; code_at(p, L_PURPOSE, i) != 0 && sound; i++)
		sound = says(json_object_get(json_object_get(p->consent, "ask"),
			code_name(p, L_PURPOSE, code_at(p, L_PURPOSE, i))));
	return sound ? 0 : refuse(cx, "consent.json", "says everything in four languages, and asks for every purpose");
}

/* Fields that an operation's answer may leave out, or give none of. */
static bool withholds_sound(const json_t *withholds) {
	const char *name;
	const json_t *list, *one;
	size_t i;
	json_object_foreach((json_t *)withholds, name, list) {
		int op = op_find(name);
		json_array_foreach((json_t *)list, i, one) {
			const char *word = json_string_value(one);
			enum field_id id = word == NULL ? F__NONE : field_find(word);
			const uint16_t *f = op < 0 || id == F__NONE ? NULL : ops[op].out;
			while (f != NULL && *f != 0 && (*f & FIELD_ID) != id)
				f++;
			if (f == NULL || (*f & FIELD_OPT) == 0)
				return false;
		}
		if (json_array_size(list) == 0)
			return false;
	}
	return true;
}

static bool read_prohibition(const struct profile *p, const json_t *rule, struct prohibition *ret) {
	const json_t *kinds = json_object_get(rule, "org_kinds"), *names = json_object_get(rule, "operations"), *one;
	struct prohibition read = {.reason = json_object_get(rule, "reason"), .withholds = json_object_get(rule, "withholds")};
	size_t i;
	json_array_foreach((json_t *)kinds, i, one) {
		const char *name = json_string_value(one);
		int kind = name == NULL ? 0 : code_find(p, L_ORG_KIND, name);
		if (kind <= 0 || kind >= 32)
			return false;
		read.kinds |= UINT32_C(1) << kind;
	}
	json_array_foreach((json_t *)names, i, one) {
		const char *name = json_string_value(one);
		int op = name == NULL ? -1 : op_find(name);
		if (op < 0)
			return false;
		read.ops[op / 64] |= UINT64_C(1) << op % 64;
	}
	*ret = read;
	return says(read.reason) && json_array_size(kinds) > 0 && json_array_size(names) > 0 && withholds_sound(read.withholds);
}

/* A misspelt prohibition would forbid nothing, so a profile that has one is not used at all. */
static int read_prohibitions(struct cx *cx, struct profile *p) {
	const json_t *rules = json_object_get(p->root, "prohibitions"), *rule;
	size_t i;
	if (!json_is_array(rules) || json_array_size(rules) > PROHIBITIONS)
		return refuse(cx, "profile.json", "says what no right can lift: a list of prohibitions, which may be empty");
	json_array_foreach((json_t *)rules, i, rule)
		if (!read_prohibition(p, rule, &p->prohibitions[i]))
			return refuse(cx, "profile.json",
				"a prohibition says why in four languages, for which organisations, what, and which fields");
	p->prohibitions_n = json_array_size(rules);
	return 0;
}

/* Every role stands there, so that a misspelt one gives nobody a right and is not overlooked. */
static int read_roles(struct cx *cx, struct profile *p) {
	const json_t *roles = json_object_get(p->root, "roles"), *kinds, *one;
	size_t i, n = 0;
	for (; code_at(p, L_ROLE, n) != 0; n++) {
		int role = code_at(p, L_ROLE, n);
		kinds = json_object_get(roles, code_name(p, L_ROLE, role));
		if (json_array_size(kinds) == 0)
			return refuse(cx, "profile.json", "roles: says for every role which kinds of organisation may hold it");
		json_array_foreach((json_t *)kinds, i, one) {
			const char *name = json_string_value(one);
			int kind = name == NULL ? 0 : code_find(p, L_ORG_KIND, name);
			if (kind <= 0 || kind >= ORG_KINDS)
				return refuse(cx, "profile.json", "roles: names a kind of organisation there is not");
			p->roles[kind] |= UINT32_C(1) << role;
		}
	}
	return json_object_size(roles) == n ? 0 : refuse(cx, "profile.json", "roles: names a role there is not");
}

static int read_zone(struct cx *cx, const struct profile *p) {
	const char *zone = json_string_value(json_object_get(p->root, "zone"));
	return zone != NULL && time_zone_set(zone) ? 0 : refuse(cx, "profile.json",
		"names a time zone this machine has (tzdata)");
}

static int check_exit(struct cx *cx, const struct profile *p) {
	const char *exit = profile_exit(p);
	return exit != NULL && str_starts(exit, "https://") ? 0 :
		refuse(cx, "profile.json", "names the page to go to when a page is hidden: exit, over https");
}

/* What definitions say, and say of each other: only now all of them are read. */
static int check_all(struct cx *cx, const struct profile *p) {
	const char *fault = profile_fault(cx, p);
	return fault == NULL ? 0 : refuse(cx, p->name, fault);
}

int profile_load(struct cx *cx, const char *name, struct profile **ret_profile) {
	int rc = 0;
	struct profile *p = calloc(1, sizeof *p);
	if (p == NULL)
		abort();
	if (strlen(name) >= sizeof p->name) {
		rc = ERR_NOTFOUND;
		goto out;
	}
	memcpy(p->name, name, strlen(name));
	p->root = read_json(name, "profile.json");
	if (p->root == NULL) {
		rc = err_say(cx, ERR_NOTFOUND, "profile", N_("There is no such country profile."), name);
		goto out;
	}
	for (size_t i = 0; i < LISTS && rc == 0; i++)
		rc = read_list(cx, p, i);
	p->parameters = read_json(name, "parameters.json");
	p->papers = read_json(name, "/papers.json");
	p->holidays = read_json(name, "holidays.json");
	p->purposes = read_json(name, "/purposes.json");
	p->processing = read_json(name, "processing.json");
	if (rc == 0)
		rc = read_consent(cx, p);
	if (rc == 0)
		rc = read_prohibitions(cx, p);
	if (rc == 0)
		rc = read_roles(cx, p);
	if (rc == 0)
		rc = read_zone(cx, p);
	if (rc == 0)
		rc = check_exit(cx, p);
	if (rc == 0)
		rc = check_all(cx, p);
out:
	if (rc != 0)
		profile_free(p);
	else
		*ret_profile = p;
	return rc;
}

void profile_free(struct profile *p) {
	if (p == NULL)
		return;
	for (size_t i = 0; i < LISTS; i++) {
		json_decref(p->by_code[i]);
		json_decref(p->lists[i]);
		free(p->by_number[i]);
	}
	json_decref(p->processing);
	json_decref(p->purposes);
	json_decref(p->papers);
	json_decref(p->holidays);
	json_decref(p->consent);
	json_decref(p->parameters);
	json_decref(p->root);
	free(p);
}

const char *profile_name(const struct profile *p) {
	return p->name;
}

int64_t profile_rule(const struct profile *p, const char *rule) {
	const json_t *value = json_object_get(json_object_get(p->root, "rules"), rule);
	if (!json_is_integer(value)) {
		log_error("profile.rule", L_STR("rule", rule));
		abort();
	}
	return json_integer_value(value);
}

bool profile_decides(const struct profile *p, int org_kind) {
	const json_t *kinds = json_object_get(json_object_get(p->root, "rules"), "deciding_kinds"), *kind;
	size_t i;
	json_array_foreach((json_t *)kinds, i, kind) {
		const char *name = json_string_value(kind);
		if (name != NULL && code_find(p, L_ORG_KIND, name) == org_kind)
			return true;
	}
	return false;
}

/* Days are written as text, and as text they stand in order. */
int64_t profile_parameter(const struct profile *p, const char *name, const char *day) {
	const json_t *steps = json_object_get(p->parameters, name), *step;
	int64_t value = NONE;
	const char *newest = "";
	size_t i;
	json_array_foreach((json_t *)steps, i, step) {
		const char *from = json_string_value(json_object_get(step, "from"));
		if (from != NULL && strcmp(from, day) <= 0 && strcmp(from, newest) >= 0) {
			newest = from;
			value = json_is_integer(json_object_get(step, "value")) ?
				json_integer_value(json_object_get(step, "value")) : NONE;
		}
	}
	return value;
}

bool profile_has_parameter(const struct profile *p, const char *name) {
	return json_array_size(json_object_get(p->parameters, name)) > 0;
}

const char *profile_currency(const struct profile *p, const char *part) {
	return json_string_value(json_object_get(json_object_get(p->root, "currency"), part));
}

const json_t *profile_part(const struct profile *p, const char *part) {
	return json_object_get(p->root, part);
}

const char *profile_exit(const struct profile *p) {
	return json_string_value(json_object_get(p->root, "exit"));
}

const json_t *profile_entry(const struct profile *p, enum list list, int number) {
	return number < 1 || number >= CODE_MAX ? NULL : p->by_number[list - L_MUNICIPALITY][number];
}

int profile_number(const struct profile *p, enum list list, size_t i) {
	const json_t *entry = json_array_get(p->lists[list - L_MUNICIPALITY], i);
	return (int)json_integer_value(json_object_get(entry, "number"));
}

int profile_code(const struct profile *p, enum list list, const char *name) {
	return (int)json_integer_value(json_object_get(json_object_get(p->by_code[list - L_MUNICIPALITY], name), "number"));
}

const json_t *profile_consent(const struct profile *p) {
	return p->consent;
}

const json_t *profile_papers(const struct profile *p) {
	return p->papers;
}

const json_t *profile_holidays(const struct profile *p) {
	return p->holidays;
}

const json_t *processing_purposes(const struct profile *p) {
	return p->purposes;
}

const json_t *processing_of(const struct profile *p, const char *purpose) {
	return json_object_get(json_object_get(p->processing, "purposes"), purpose);
}

const json_t *processing_supervisor(const struct profile *p) {
	return json_object_get(p->processing, "supervisor");
}

const json_t *profile_prohibits(const struct profile *p, int org_kind, enum op_id op) {
	for (size_t i = 0; i < p->prohibitions_n && org_kind > 0; i++)
		if ((p->prohibitions[i].kinds >> org_kind & 1) != 0 && (p->prohibitions[i].ops[op / 64] >> op % 64 & 1) != 0)
			return p->prohibitions[i].reason;
	return NULL;
}

const json_t *profile_prohibits_draft(const struct profile *p, int org_kind, int draft) {
	static const struct {
		int draft;
		enum op_id read;
	} what[] = {{DRAFT_SHEET, OP_sheet_read}, {DRAFT_SCREENING, OP_screening_latest}, {DRAFT_FORM, OP_submission_view}};
	for (size_t i = 0; i < sizeof what / sizeof *what; i++)
		if (what[i].draft == draft)
			return profile_prohibits(p, org_kind, what[i].read);
	return NULL;
}

uint32_t profile_roles(const struct profile *p, int org_kind) {
	return org_kind > 0 && org_kind < ORG_KINDS ? p->roles[org_kind] : 0;
}

bool profile_holds(const struct profile *p, int role, int org_kind) {
	return profile_roles(p, org_kind) >> role & 1;
}

bool profile_withholds(const struct profile *p, int org_kind, enum op_id op, enum field_id field) {
	for (size_t i = 0; i < p->prohibitions_n && org_kind > 0; i++) {
		const json_t *list = json_object_get(p->prohibitions[i].withholds, ops[op].name), *one;
		size_t k;
		if ((p->prohibitions[i].kinds >> org_kind & 1) == 0)
			continue;
		json_array_foreach((json_t *)list, k, one)
			if (str_equal(json_string_value(one), fields[field].name))
				return true;
	}
	return false;
}

const json_t *profile_reason(const struct profile *p, const char *english) {
	for (size_t i = 0; i < p->prohibitions_n; i++)
		if (str_equal(profile_say(p->prohibitions[i].reason, "en"), english))
			return p->prohibitions[i].reason;
	return NULL;
}

const char *profile_say(const json_t *texts, const char *lang) {
	const char *text = json_string_value(json_object_get(texts, lang));
	return text != NULL ? text : json_string_value(json_object_get(texts, "en"));
}

int profile_group(const struct profile *p, int form) {
	const char *name = code_name(p, L_FORM, form);
	const char *group = name == NULL ? NULL : json_string_value(json_object_get(json_object_get(p->root, "groups"),
		name));
	int number = group == NULL ? 0 : code_find(p, L_GROUP, group);
	return number != 0 ? number : GROUP_UNSPECIFIED;
}
