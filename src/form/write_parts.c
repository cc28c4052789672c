/* What every form of ours begins and ends with. */
#include "form/writer.h"

void writer_yes_no(struct writer *w, void *arg) {
	(void)arg;
	writer_choice(w, "yes", writer_say(w, N_("Yes")));
	writer_choice(w, "no", writer_say(w, N_("No")));
}

void writer_sign(struct writer *w, bool child) {
	writer_open(w, "signal_record");
	writer_page(w, N_("The meeting"));
	writer_ask(w, &(struct question_ask){.name = "municipality", .control = "select1", .type = "string",
		.label = N_("Where did you meet?"), .list = L_MUNICIPALITY, .required = "true()",
		.appearance = "minimal autocomplete"});
	writer_ask(w, &(struct question_ask){.name = "happened", .control = "input", .type = "date",
		.label = N_("When was it?"), .required = "true()", .constraint = ". <= today()",
		.constraint_say = N_("That day has not come yet.")});
	writer_today(w, "happened");
	writer_ask(w, &(struct question_ask){.name = "source", .control = "select1", .type = "string",
		.label = N_("How did you learn of the person?"), .list = L_SOURCE, .without = "import", .required = "true()",
		.value = "met"});
	writer_page_end(w);
	writer_page(w, N_("The person"));
	writer_ask(w, &(struct question_ask){.name = "age", .control = "select1", .type = "string",
		.label = N_("How old, as it seems?"), .hint = N_("In doubt, treat the person as a child."), .list = L_AGE,
		.required = "true()"});
	writer_ask(w, &(struct question_ask){.name = "sex", .control = "select1", .type = "string",
		.label = N_("Who is it?"), .list = L_SEX, .required = "true()"});
	writer_ask(w, &(struct question_ask){.name = "language", .control = "select1", .type = "string",
		.label = N_("Which language does the person speak?"),
		.hint = N_("Change the language of this form, so that the person can read along."), .list = L_SPEECH,
		.required = "true()"});
	writer_page_end(w);
	writer_ask(w, &(struct question_ask){.name = "note", .control = "input", .type = "string",
		.label = N_("What did you notice?"),
		.hint = N_("A few words, no names. Only your own organisation reads this. You may leave it empty."),
		.appearance = "multiline"});
	writer_open(w, "shown");
	writer_hidden(w, "child", "string", child ? "'yes'" : "if(/data/signal_record/age = 'under_12' or "
		"/data/signal_record/age = '12_17' or /data/signal_record/age = 'unknown', 'yes', 'no')", "");
}

void writer_identity(struct writer *w) {
	const char *relevant = "/data/named/agreed = 'yes'";
	writer_open(w, "named");
	writer_ask(w, &(struct question_ask){.name = "agreed", .control = "select1", .type = "string",
		.label = N_("Does the person want the name to be written down?"),
		.hint = N_("Help does not depend on it. Say who reads it: your own organisation, and whom the person agrees to."),
		.required = "true()", .choices = writer_yes_no});
	writer_open(w, "identity_record");
	writer_page(w, N_("The name, if the person wants"));
	writer_ask(w, &(struct question_ask){.name = "given", .control = "input", .type = "string",
		.label = N_("Given name"), .hint = N_("As the person says or writes it, in any alphabet."),
		.relevant = relevant});
	writer_ask(w, &(struct question_ask){.name = "family", .control = "input", .type = "string",
		.label = N_("Family name"), .relevant = relevant});
	writer_ask(w, &(struct question_ask){.name = "born", .control = "input", .type = "int",
		.label = N_("Year of birth"), .relevant = relevant,
		.constraint = ". >= 1900 and . <= number(format-date(today(), '%Y'))",
		.constraint_say = N_("Give a year, as in 1998.")});
	writer_ask(w, &(struct question_ask){.name = "phone", .control = "input", .type = "string",
		.label = N_("Telephone"), .hint = N_("Only if it is safe to ring."), .relevant = relevant});
	writer_ask(w, &(struct question_ask){.name = "safe", .control = "input", .type = "string",
		.label = N_("A safe way to reach the person"),
		.hint = N_("In the person's own words: which telephone, at what hour, whom never to ask."),
		.relevant = relevant});
	writer_page_end(w);
}
