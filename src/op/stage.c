#include "op/stage.h"

#include "base/str.h"
#include "op/fault.h"

static const json_t *stage_of(const struct profile *p, int stage) {
	const char *name = code_name(p, L_STAGE, stage);
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)profile_part(p, "stages"), i, one)
		if (name != NULL && str_equal(json_string_value(json_object_get(one, "stage")), name))
			return one;
	return NULL;
}

static bool names(const json_t *list, const char *name) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (name != NULL && str_equal(json_string_value(one), name))
			return true;
	return false;
}

bool stage_has(const struct profile *p, int stage) {
	return stage_of(p, stage) != NULL;
}

bool stage_decides(const struct profile *p, int stage, int org_kind) {
	return names(json_object_get(stage_of(p, stage), "kinds"), code_name(p, L_ORG_KIND, org_kind));
}

bool stage_allows(const struct profile *p, int stage, int outcome) {
	return names(json_object_get(stage_of(p, stage), "outcomes"), code_name(p, L_OUTCOME, outcome));
}

int stage_after(const struct profile *p, int stage) {
	const char *after = json_string_value(json_object_get(stage_of(p, stage), "after"));
	return after == NULL ? 0 : code_find(p, L_STAGE, after);
}

static bool is_outcome(const struct fault *f, const char *text) {
	return code_find(f->p, L_OUTCOME, text) != 0;
}

static bool is_kind(const struct fault *f, const char *text) {
	return code_find(f->p, L_ORG_KIND, text) != 0;
}

const char *stage_fault(struct cx *cx, const struct profile *p) {
	struct fault f = {.cx = cx, .p = p, .where = "profile.json, stages"};
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)profile_part(p, "stages"), i, one)
		if (!fault_keys(&f, one, "stage kinds outcomes after") || !fault_word(&f, one, "stage", "formal reasonable", false) ||
		    !fault_word(&f, one, "after", "reasonable", true) || !fault_list(&f, one, "kinds", is_kind, false) ||
		    !fault_list(&f, one, "outcomes", is_outcome, false))
			return f.say;
	if (!stage_has(p, STAGE_FORMAL))
		(void)fault_say(&f, "says who makes the formal decision");
	for (int stage = STAGE_PRESUMED; stage <= STAGE_REASONABLE; stage++)
		if (stage_after(p, stage) != 0 && !stage_has(p, stage_after(p, stage)))
			(void)fault_say(&f, "\"after\" names a stage that stands there");
	return f.say;
}
