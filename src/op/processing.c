#include "op/processing.h"

#include "base/str.h"
#include "op/fault.h"

/* Fields that tell of one person, or of several. */
static const enum field_id concerning[] = {F_PERSON, F_OTHER, F_REFERRAL, F_LIKENESS, F_GLASS, F_GIVEN, F_FAMILY, F_DOCUMENT,
	F_TOKEN, F_PLACEMENT, F_COMPLAINT, F_ROWS};

static bool is_concerning(enum field_id id) {
	for (size_t i = 0; i < sizeof concerning / sizeof *concerning; i++)
		if (concerning[i] == id)
			return true;
	return false;
}

static bool any_concerning(const uint16_t *list) {
	for (; *list != 0; list++)
		if (is_concerning((enum field_id)(*list & FIELD_ID)))
			return true;
	return false;
}

bool processing_concerns(const struct op *op) {
	return any_concerning(op->in) || any_concerning(op->out);
}

static size_t count_of(const json_t *purpose, const char *op) {
	const json_t *one;
	size_t i, n = 0;
	json_array_foreach((json_t *)json_object_get(purpose, "operations"), i, one)
		n += str_equal(json_string_value(one), op);
	return n;
}

const json_t *processing_purpose(const struct profile *p, const struct op *op) {
	const json_t *purpose;
	size_t i;
	json_array_foreach((json_t *)processing_purposes(p), i, purpose)
		if (count_of(purpose, op->name) > 0)
			return purpose;
	return NULL;
}

/* Checks ----------------------------------------------------------------------------------------------------------- */

static bool is_operation(const struct fault *f, const char *text) {
	(void)f;
	return op_find(text) >= 0;
}

static bool texts_check(struct fault *f, const json_t *object, const char *key) {
	const json_t *list = json_object_get(object, key), *one;
	size_t i;
	if (json_array_size(list) == 0)
		return fault_say(f, "\"%s\" is a list of texts", key);
	json_array_foreach((json_t *)list, i, one) {
		json_t *wrapped = json_pack("{s:O}", key, one);
		bool sound = fault_says(f, wrapped, key, false);
		json_decref(wrapped);
		if (!sound)
			return false;
	}
	return true;
}

static bool basis_check(struct fault *f, const json_t *of) {
	const json_t *list = json_object_get(of, "basis"), *one;
	size_t i;
	if (json_array_size(list) == 0)
		return fault_say(f, "\"basis\" is a list that is not empty");
	json_array_foreach((json_t *)list, i, one)
		if (!fault_keys(f, one, "cite verified say") || !fault_says(f, one, "say", false)
			|| (json_string_value(json_object_get(one, "cite")) == NULL && !fault_say(f, "a basis has a \"cite\""))
			|| (!json_is_boolean(json_object_get(one, "verified"))
				&& !fault_say(f, "a basis says whether it is \"verified\"")))
			return false;
	return true;
}

static bool retention_check(struct fault *f, const json_t *of) {
	const json_t *retention = json_object_get(of, "retention"), *years = json_object_get(retention, "years");
	return fault_keys(f, retention, "years verified say") && fault_says(f, retention, "say", false)
		&& (json_is_null(years) || fault_number(f, retention, "years", 0, 200, false))
		&& (json_is_boolean(json_object_get(retention, "verified"))
			|| fault_say(f, "\"retention\" says whether it is \"verified\""));
}

static bool country_check(struct fault *f, const char *code) {
	const json_t *of = processing_of(f->p, code);
	return fault_keys(f, of, "controller regime basis recipients retention") && fault_says(f, of, "controller", false)
		&& fault_word(f, of, "regime", "gdpr police", false) && basis_check(f, of) && texts_check(f, of, "recipients")
		&& retention_check(f, of);
}

static bool purpose_check(struct fault *f, const json_t *purpose) {
	const char *code = json_string_value(json_object_get(purpose, "code"));
	fault_at(f, "purpose", code);
	return fault_keys(f, purpose, "number code say risk categories security operations")
		&& fault_number(f, purpose, "number", 1, 99, false) && (fault_is_code(code) || fault_say(f, "its code is a word"))
		&& fault_says(f, purpose, "say", false) && fault_word(f, purpose, "risk", "high medium low", false)
		&& texts_check(f, purpose, "categories") && texts_check(f, purpose, "security")
		&& fault_list(f, purpose, "operations", is_operation, false) && country_check(f, code);
}

/* A new operation about a person has to say what it is for. */
static bool operations_check(struct fault *f) {
	const json_t *purpose;
	size_t i;
	for (int op = 0; op < OP__MAX; op++) {
		size_t n = 0;
		json_array_foreach((json_t *)processing_purposes(f->p), i, purpose)
			n += count_of(purpose, ops[op].name);
		f->where = arena_printf(f->cx->arena, "operation %s", ops[op].name);
		if (n > 1)
			return fault_say(f, "stands in one purpose of purposes.json only");
		if (n == 0 && processing_concerns(&ops[op]))
			return fault_say(f, "is about a person and stands in no purpose of purposes.json");
	}
	return true;
}

/* Every text below is said in four languages. */
static bool says_all(struct fault *f, const json_t *at, const char *where) {
	const char *key;
	json_t *value;
	size_t i;
	if (json_is_array(at)) {
		json_array_foreach((json_t *)at, i, value)
			if (!says_all(f, value, where))
				return false;
		return json_array_size(at) > 0 || fault_say(f, "\"%s\" is empty", where);
	}
	if (!json_is_object(at))
		return fault_say(f, "\"%s\" is a text in four languages", where);
	if (json_object_get(at, "en") != NULL) {
		json_t *wrapped = json_pack("{s:O}", where, at);
		bool sound = fault_says(f, wrapped, where, false);
		json_decref(wrapped);
		return sound;
	}
	json_object_foreach((json_t *)at, key, value)
		if (!says_all(f, value, key))
			return false;
	return true;
}

static bool codes_check(struct fault *f, const json_t *object, enum list list) {
	for (size_t i = 0; code_at(f->p, list, i) != 0; i++) {
		const char *name = code_name(f->p, list, code_at(f->p, list, i));
		if (json_object_get(object, name) == NULL)
			return fault_say(f, "lacks \"%s\"", name);
	}
	return true;
}

static bool papers_check(struct fault *f) {
	static const char *const needed[][2] = {
		{"consent", "title named answer scope_title scope_less change_title change"},
		{"who", "title about columns refused itself none wrong_title wrong proof_title proof token head key"},
		{"copy", "title about columns sections sealed purposes_title facts unverified"},
	};
	const json_t *papers = profile_papers(f->p), *consent = json_object_get(papers, "consent");
	f->where = "papers.json";
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		const json_t *paper = json_object_get(papers, needed[i][0]);
		for (const char *at = needed[i][1]; *at != 0; at += *at == ' ') {
			size_t n = strcspn(at, " ");
			const char *key = arena_strndup(f->cx->arena, at, n);
			if (json_object_get(paper, key) == NULL)
				return fault_say(f, "\"%s\" lacks \"%s\"", needed[i][0], key);
			at += n;
		}
	}
	return says_all(f, papers, "papers") && codes_check(f, json_object_get(consent, "ask"), L_PURPOSE)
		&& codes_check(f, json_object_get(consent, "scope"), L_SCOPE);
}

const char *processing_fault(struct cx *cx, const struct profile *p) {
	struct fault f = {.cx = cx, .p = p, .where = "purposes.json"};
	const json_t *purposes = processing_purposes(p), *purpose;
	size_t i;
	if (json_array_size(purposes) == 0)
		fault_say(&f, "is a list of purposes");
	json_array_foreach((json_t *)purposes, i, purpose)
		if (f.say == NULL)
			(void)purpose_check(&f, purpose);
	json_t *wrapped = json_pack("{s:O?}", "supervisor", processing_supervisor(p));
	if (f.say == NULL) {
		f.where = "processing.json";
		(void)(fault_says(&f, wrapped, "supervisor", false) && operations_check(&f) && papers_check(&f));
	}
	json_decref(wrapped);
	return f.say;
}
