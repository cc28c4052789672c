#include "view/processing.h"

#include "base/str.h"
#include "text/catalogue.h"
#include "text/format.h"

enum { TEXT_MAX = 64 << 10 };

const char *processing_texts(struct cx *cx, const json_t *list) {
	struct buf b = buf_new(cx->arena, TEXT_MAX);
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		buf_printf(&b, "%s%s", i == 0 ? "" : "; ", profile_say(one, cx->lang));
	return b.n == 0 ? "" : b.at;
}

const char *processing_basis_text(struct cx *cx, const json_t *of, const char *unverified) {
	struct buf b = buf_new(cx->arena, TEXT_MAX);
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)json_object_get(of, "basis"), i, one) {
		buf_printf(&b, "%s%s, %s", i == 0 ? "" : "; ", json_string_value(json_object_get(one, "cite")),
			profile_say(json_object_get(one, "say"), cx->lang));
		if (!json_is_true(json_object_get(one, "verified")))
			buf_printf(&b, " (%s)", unverified);
	}
	return b.n == 0 ? "" : b.at;
}

const char *processing_retention_text(struct cx *cx, const json_t *of, const char *unverified) {
	const json_t *retention = json_object_get(of, "retention"), *years = json_object_get(retention, "years");
	const char *say = profile_say(json_object_get(retention, "say"), cx->lang);
	const char *mark = json_is_true(json_object_get(retention, "verified")) ? "" : arena_printf(cx->arena, " (%s)", unverified);
	if (!json_is_integer(years))
		return arena_printf(cx->arena, "%s%s", say, mark);
	int64_t n = json_integer_value(years);
	const struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, n)}, {0}};
	return arena_printf(cx->arena, "%s: %s%s", text_fill(cx->arena, text_say_n(cx->lang, "%{n} year", "%{n} years", n),
		fills), say, mark);
}

static const char *regime(struct cx *cx, const json_t *of) {
	return str_equal(json_string_value(json_object_get(of, "regime")), "police")
		? _("Law enforcement (the police directive)") : _("General (GDPR)");
}

static const char *operations(struct cx *cx, const json_t *purpose) {
	struct buf b = buf_new(cx->arena, TEXT_MAX);
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)json_object_get(purpose, "operations"), i, one) {
		int op = op_find(json_string_value(one));
		if (op >= 0)
			buf_printf(&b, "%s%s", i == 0 ? "" : "; ", text_say(cx->lang, ops[op].title));
	}
	return b.n == 0 ? "" : b.at;
}

static void purpose_put(struct document *d, const struct profile *p, const json_t *purpose) {
	struct cx *cx = d->cx;
	const json_t *of = processing_of(p, json_string_value(json_object_get(purpose, "code")));
	const char *unverified = _("not verified");
	document_heading(d, 2, profile_say(json_object_get(purpose, "say"), cx->lang));
	document_fact(d, _("Controller"), profile_say(json_object_get(of, "controller"), cx->lang));
	document_fact(d, _("Regime"), regime(cx, of));
	document_fact(d, _("Legal basis"), processing_basis_text(cx, of, unverified));
	document_fact(d, _("Which data"), processing_texts(cx, json_object_get(purpose, "categories")));
	document_fact(d, _("Who may receive it"), processing_texts(cx, json_object_get(of, "recipients")));
	document_fact(d, _("For how long"), processing_retention_text(cx, of, unverified));
	document_fact(d, _("How it is guarded"), processing_texts(cx, json_object_get(purpose, "security")));
	document_fact(d, _("What is done"), operations(cx, purpose));
}

static void record_put(struct document *d, const struct profile *p) {
	struct cx *cx = d->cx;
	const json_t *purpose;
	size_t i;
	document_text(d, DOCUMENT_PLAIN, _("Every operation about a person belongs to exactly one of these purposes; the program "
		"does not start with one that belongs to none."));
	document_fact(d, _("Who hears complaints"), profile_say(processing_supervisor(p), cx->lang));
	json_array_foreach((json_t *)processing_purposes(p), i, purpose)
		purpose_put(d, p, purpose);
}

/* What can happen to the people in the registry, and what the program does about it; whether that is enough, people say. */
static const struct {
	const char *risk, *measure;
} risks[] = {
	{N_("Somebody who knows the person looks where she is or what she said."),
	 N_("Whoever opens a file says what for and that the person is a stranger; own people are declared beforehand; whom the "
	    "person shuts out sees nothing, with any right.")},
	{N_("An officer sells what he sees, or tries names one after another."),
	 N_("A question about a person always has the same answer; questions are counted; every look stands in a log that "
	    "cannot be changed without being found out, and rules look through it.")},
	{N_("What was said when asking for help is used against the person."),
	 N_("Organisations that fine or remove people cannot read it, whatever anybody grants them.")},
	{N_("An address of a safe place becomes known."),
	 N_("Only those who run the place can open it; the registry's own key cannot.")},
	{N_("Help depends on cooperation, or silence is taken as consent."),
	 N_("A referral needs a recorded yes, in her language, for one purpose and one recipient; a no ends it at once.")},
	{N_("A letter or a call reaches the person when somebody else is there."),
	 N_("Nothing leaves but by a way she marked as safe, and papers have a heading that says nothing.")},
	{N_("A figure lets a small group be recognised."),
	 N_("Figures name nobody and are published only by people who answer for them.")},
	{N_("Machine, disk or backup is stolen."),
	 N_("Names, birth, documents, addresses and notes are encrypted with a key of each person's own; erasing destroys it.")},
};

static void impact_put(struct document *d, const struct profile *p) {
	static const struct document_column purposes[] = {{.title = N_("Purpose"), .width = 30, .role = COLUMN_MAIN},
		{.title = N_("Risk to the person"), .width = 14}, {.title = N_("Legal basis"), .width = 28},
		{.title = N_("Necessary? Could less do?"), .width = 28}};
	static const struct document_column columns[] = {{.title = N_("What can happen"), .width = 28, .role = COLUMN_MAIN},
		{.title = N_("What the program does"), .width = 44}, {.title = N_("What remains, and who accepts it"), .width = 28}};
	struct cx *cx = d->cx;
	struct document_column *own = arena_array(cx->arena, 7, sizeof *own);
	for (int i = 0; i < 7; i++) {
		own[i] = i < 4 ? purposes[i] : columns[i - 4];
		own[i].title = text_say(cx->lang, own[i].title);
	}
	const json_t *purpose;
	size_t i;
	document_text(d, DOCUMENT_PLAIN, _("A frame to be filled in by the controller before the registry is used: what the "
		"program knows stands here already."));
	document_heading(d, 2, _("1. What is done, and why"));
	document_table(d, _("Purposes"), own, 4);
	json_array_foreach((json_t *)processing_purposes(p), i, purpose) {
		const char *risk = json_string_value(json_object_get(purpose, "risk"));
		document_row(d);
		document_cell(d, DOCUMENT_PLAIN, profile_say(json_object_get(purpose, "say"), cx->lang));
		document_cell(d, DOCUMENT_PLAIN, str_equal(risk, "high") ? _("high") : str_equal(risk, "low") ? _("low") : _("medium"));
		document_cell(d, DOCUMENT_PLAIN, processing_basis_text(cx, processing_of(p,
			json_string_value(json_object_get(purpose, "code"))), _("not verified")));
		document_cell(d, DOCUMENT_MISSING, _("to be filled in"));
	}
	document_heading(d, 2, _("2. What can happen to the people concerned"));
	document_table(d, _("Risks"), own + 4, 3);
	for (i = 0; i < sizeof risks / sizeof *risks; i++) {
		document_row(d);
		document_cell(d, DOCUMENT_PLAIN, text_say(cx->lang, risks[i].risk));
		document_cell(d, DOCUMENT_PLAIN, text_say(cx->lang, risks[i].measure));
		document_cell(d, DOCUMENT_MISSING, _("to be filled in"));
	}
	document_heading(d, 2, _("3. Who was asked"));
	document_text(d, DOCUMENT_PLAIN, _("People who were helped, organisations that help, the data protection officer, the "
		"supervisory authority: when, what they said, what was changed."));
	document_heading(d, 2, _("4. What is decided"));
	document_fact(d, _("Decided by"), _("to be filled in"));
	document_fact(d, _("On"), _("to be filled in"));
	document_fact(d, _("To be looked at again on"), _("to be filled in"));
}

struct document *processing_document(struct cx *cx, const struct profile *p, enum processing_what what, const char *day) {
	bool record = what == PROCESSING_RECORD;
	struct document *d = document_new(cx, record ? _("Record of processing") : _("Impact assessment"),
		record ? _("What personal data is processed for, by whom and by which law") : _("What could happen to people, and what "
		"is done about it"), arena_printf(cx->arena, "Atrama · %s · %s", profile_name(p), day), day);
	if (record)
		record_put(d, p);
	else
		impact_put(d, p);
	return d;
}
