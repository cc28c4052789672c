/* Refer with consent: the meeting, whom the person lets you ask and what they may learn, and what is needed. */
#include "form/writer.h"

const char *xform_referral_version(struct cx *cx, const struct profile *p) {
	(void)p;
	return arena_printf(cx->arena, "1.%d", XFORM_WRITER);
}

static void organisations(struct writer *w, void *arg) {
	(void)arg;
	writer_itemset(w, "instance('organisations')/root/item", "org", "name");
}

static void consent(struct writer *w) {
	const char *given = "/data/consent_record/consent_state = 'given'", *child = "/data/shown/child = 'yes'";
	writer_open(w, "consent_record");
	writer_page(w, N_("What the person agrees to"));
	writer_ask(w, &(struct question_ask){.name = "purpose", .control = "select1", .type = "string",
		.label = N_("What for?"), .list = L_PURPOSE, .without = "request", .value = "support", .required = "true()"});
	writer_ask(w, &(struct question_ask){.name = "org", .control = "select1", .type = "string",
		.label = N_("Whom may I tell?"), .hint = N_("One at a time. Ask for the next one afterwards."),
		.required = "true()", .choices = organisations, .appearance = "minimal autocomplete"});
	writer_ask(w, &(struct question_ask){.name = "read_aloud", .control = "select1", .type = "string",
		.label = N_("Have you read it out in the person's language?"), .required = "true()", .choices = writer_yes_no});
	writer_ask(w, &(struct question_ask){.name = "consent_state", .control = "select1", .type = "string",
		.label = N_("What does the person say?"), .list = L_CONSENT, .without = "withdrawn", .required = "true()"});
	writer_ask(w, &(struct question_ask){.name = "consent_by", .control = "select1", .type = "string",
		.label = N_("Who agrees?"),
		.hint = N_("For a child a parent or guardian agrees too. Never somebody who may be part of the harm."),
		.list = L_CONSENT_BY, .required = child, .relevant = child});
	writer_ask(w, &(struct question_ask){.name = "scope", .control = "select", .type = "string",
		.label = N_("What may they learn?"), .hint = N_("Ask for each. What is not chosen stays closed to them."),
		.list = L_SCOPE, .relevant = given});
	writer_page_end(w);
	writer_hidden(w, "language", "string", "/data/signal_record/language", "");
	writer_open(w, "shown");
	writer_note(w, "refused", writer_say(w,
		N_("Nobody is told. Say that the person can come back at any time, and leave the number of the hotline.")),
		"/data/consent_record/consent_state = 'refused'");
}

static void referral(struct writer *w) {
	const char *given = "/data/consent_record/consent_state = 'given'";
	writer_open(w, "referral_send");
	writer_page(w, N_("What is needed"));
	writer_ask(w, &(struct question_ask){.name = "need", .control = "select", .type = "string",
		.label = N_("What does the person need?"),
		.hint = N_("Choose all that is needed. This, the age band and the language are all they see before they accept."),
		.list = L_NEED, .required = given, .relevant = given});
	writer_open(w, "shown");
	const char *near = "join(', ', instance('services')/root/item[municipality = /data/signal_record/municipality and "
		"selected(/data/referral_send/need, need)]/name)";
	writer_hidden(w, "near", "string", near, "");
	writer_ask(w, &(struct question_ask){.name = "near-note", .control = "input", .type = "string",
		.label_id = writer_say_output(w, N_("Who gives this where you are:"), "/data/shown/near"), .readonly = "true()",
		.relevant = "/data/shown/near != ''"});
	writer_open(w, "referral_send");
	writer_ask(w, &(struct question_ask){.name = "danger", .control = "select1", .type = "string",
		.label = N_("Is somebody in danger now?"),
		.hint = N_("Then ring 112 now: this form may only be sent in later."), .required = given, .relevant = given,
		.choices = writer_yes_no});
	writer_ask(w, &(struct question_ask){.name = "note", .control = "input", .type = "string",
		.label = N_("What else should they know?"), .hint = N_("Without a name. You may leave it empty."),
		.relevant = given,
		.appearance = "multiline"});
	writer_page_end(w);
	writer_hidden(w, "org", "string",
		"if(/data/consent_record/consent_state = 'given', /data/consent_record/org, '')", "");
	writer_hidden(w, "purpose", "string",
		"if(/data/consent_record/consent_state = 'given', /data/consent_record/purpose, '')", "");
}

int xform_of_referral(struct cx *cx, const struct profile *p, const char *public_key, struct blob *ret_xml) {
	struct writer *w = writer_new(cx, p, XFORM_REFERRAL, xform_referral_version(cx, p));
	writer_outside(w, "organisations");
	writer_outside(w, "services");
	writer_sign(w, false);
	consent(w);
	referral(w);
	writer_identity(w);
	*ret_xml = writer_end(w, text_say(cx->lang, N_("Refer with consent")), public_key);
	return 0;
}
