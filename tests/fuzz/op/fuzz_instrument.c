/*
 * Answers to a set of questions. The first byte picks the set, every line is an answer; one that begins with ! is told in
 * words, and a first line that begins with { is a definition, which is sound or whose fault is a sentence. What is taken,
 * spelt again, is taken as the same; and what answers come to is never less for a child.
 */
#include <jansson.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "op/instrument.h"
#include "op/profile.h"

static struct profile *profile;

static void forget(void) {
	profile_free(profile); /* it lies in an arena, where the search for leaks does not look */
}

static bool take(struct cx *cx, int instrument, const char *line, struct said *said) {
	bool words = line[0] == '!';
	enum field_id field = words ? F_TOLD : F_ANSWER;
	int rc = instrument_parse(cx, instrument, field, line + words, said);
	if (rc != 0) {
		MUST(rc == ERR_INVALID && cx->err.rule != NULL && str_equal(cx->err.field, fields[field].name));
		return false;
	}
	const char *spelt = instrument_spell(cx, instrument, said);
	struct question q = instrument_question(profile, instrument, (size_t)said->question);
	struct said again;
	MUST(spelt != NULL);
	MUST(instrument_parse(cx, instrument, field, arena_printf(cx->arena, "%s:%s", q.code, spelt), &again) == 0);
	MUST(again.question == said->question && again.answer == said->answer && again.value == said->value);
	MUST(str_equal(again.text, said->text));
	return true;
}

static void judged(int instrument, const struct said *said, size_t n) {
	struct judged adult, child;
	instrument_judge(profile, instrument, said, n, false, &adult);
	instrument_judge(profile, instrument, said, n, true, &child);
	MUST(adult.result >= RESULT_PRESENT && adult.result <= RESULT_NONE && child.result <= adult.result);
	MUST(adult.triggers_n == 0 || adult.result == RESULT_PRESENT);
	MUST(n > 0 || adult.result == RESULT_UNCLEAR); /* silence is no sign, and no answer either */
}

static void definition_check(struct cx *cx, const char *text) {
	json_t *definition = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (definition != NULL) {
		const char *fault = instrument_fault(cx, profile, definition);
		MUST(fault == NULL || (*fault != 0 && utf8_valid(fault, strlen(fault))));
	}
	json_decref(definition);
}

FUZZ(cx, at, n) {
	if (profile == NULL) {
		static struct cx once;
		once = (struct cx){.arena = arena_new(64 << 20), .rng = fuzz_rng, .lang = "en"};
		MUST(profile_load(&once, "lt", &profile) == ERR_OK && atexit(forget) == 0);
	}
	cx->profile = profile;
	size_t sets = 0, answers = 0;
	while (profile_number(profile, L_INSTRUMENT, sets) != 0)
		sets++;
	int instrument = profile_number(profile, L_INSTRUMENT, fuzz_take(&at, &n) % sets);
	struct said said[INSTRUMENT_SAID];
	char *text = fuzz_text(at, n), *rest = text, *line;
	if (text[0] == '{')
		definition_check(cx, strsep(&rest, "\n"));
	for (line = strsep(&rest, "\n"); line != NULL && answers < INSTRUMENT_SAID; line = strsep(&rest, "\n"))
		answers += take(cx, instrument, line, &said[answers]);
	judged(instrument, said, answers);
	free(text);
}
