/*
 * Papers for the person, and what personal data is processed for.
 *
 * Making a paper is an act of its own and leaves an entry in the log, so each is a POST; what comes back is a file with a
 * name that says nothing. Its words are in the person's language, whatever the worker's is.
 */
#include "base/str.h"
#include "io/bundle.h"
#include "op/processing.h"
#include "text/catalogue.h"
#include "view/letter.h"
#include "view/processing.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/figures.h"
#include "web/route.h"
#include "web/when.h"

/* Of a choice only what `keep` says. */
static json_t *only(json_t *ask, bool (*keep)(const struct page *, const char *), const struct page *page) {
	json_t *kept = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		if (keep(page, json_text(one, "code")))
			json_array_append(kept, one);
	json_object_set_new(ask, "options", kept);
	return ask;
}

static bool is_spoken(const struct page *page, const char *code) {
	(void)page;
	return text_lang(code) != NULL;
}

/* Whether she marked that way as safe, by the newest word of the list; what is given into her hand is safe by itself. */
static bool is_safe(json_t *rows, const char *channel) {
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, "channel"), channel))
			return json_is_true(json_object_get(row, "is_safe"));
	return str_equal(channel, "hand");
}

static json_t *ask_channel(const struct page *page, json_t *rows) {
	json_t *ask = ask_choice(page, F_CHANNEL, N_("How does it reach the person?"),
	                         N_("Only ways she marked as safe are on offer."));
	json_t *kept = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		if (is_safe(rows, json_text(one, "code")))
			json_array_append(kept, one);
	json_object_set_new(ask, "options", kept);
	return ask;
}

enum paper { PAPER_CONSENT, PAPER_WHO, PAPER_COPY, PAPER_CLOCK };

static const struct {
	const char *name;
	enum op_id op;
} papers[] = {
	[PAPER_CONSENT] = {"consent", OP_consent_letter},
	[PAPER_WHO] = {"who", OP_who_letter},
	[PAPER_COPY] = {"copy", OP_person_copy},
	[PAPER_CLOCK] = {"clock", OP_clock_letter},
};

static struct document *draw(struct page *page, enum paper paper, const json_t *answer) {
	struct cx *cx = page->cx;
	return paper == PAPER_CONSENT ? letter_consent(cx, answer) : paper == PAPER_CLOCK ? letter_clock(cx, answer) : paper == PAPER_WHO ? letter_who(cx, cx->profile, answer)
		: letter_copy(cx, cx->profile, answer);
}

/* What a stranger checks: the answer itself, told apart from any other file. */
static struct blob proof_file(json_t *answer) {
	json_object_set_new(answer, "format", json_string("atrama-who-1"));
	const char *text = json_dumps(answer, JSON_INDENT(1));
	return text == NULL ? (struct blob){0} : (struct blob){text, strlen(text)};
}

static int bundle(struct page *page, enum paper paper, json_t *answer, struct document *d, struct buf *out) {
	struct cx *cx = page->cx;
	struct buf html = buf_new(cx->arena, HTTP_ANSWER_MAX), pdf = buf_new(cx->arena, HTTP_ANSWER_MAX);
	document_html(d, &html);
	int rc = document_pdf(d, &pdf);
	struct blob proof = paper == PAPER_WHO ? proof_file(answer) : (struct blob){0};
	const struct bundled files[] = {{"paper.pdf", {pdf.at, pdf.n}}, {"paper.html", {html.at, html.n}}, {"proof.json", proof}};
	if (rc == ERR_OK && bug_if(cx, paper == PAPER_WHO && proof.at == NULL))
		rc = ERR_BUG;
	return rc == ERR_OK ? bundle_write(cx, files, paper == PAPER_WHO ? 3 : 2, out) : rc;
}

/* The paper as a file, in her language: the page's own is put back. */
static int give(struct page *page, enum paper paper, json_t *answer) {
	struct cx *cx = page->cx;
	const char *reader = cx->lang, *format = page_field(page, "format");
	bool zip = str_equal(format, "zip"), html = str_equal(format, "html");
	struct buf out = buf_new(cx->arena, HTTP_ANSWER_MAX);
	int rc = ERR_OK;
	cx->lang = text_lang(page_field(page, "language"));
	struct document *d = draw(page, paper, answer);
	if (zip)
		rc = bundle(page, paper, answer, d, &out);
	else if (html)
		document_html(d, &out);
	else
		rc = document_pdf(d, &out);
	cx->lang = reader;
	if (rc == ERR_OK)
		figures_attach(page, zip ? "application/zip" : html ? "text/html; charset=utf-8" : "application/pdf",
			zip ? "paper.zip" : html ? "paper.html" : "paper.pdf", &out);
	return rc;
}

static int paper_post(struct page *page, enum paper paper, bool *ret_complete) {
	enum op_id op = papers[paper].op;
	json_t *in = page_form(page, op);
	json_object_set_new(in, "person", json_string(page_param(page, "person")));
	*ret_complete = ask_complete(page, op, in) == 0;
	if (!*ret_complete)
		return ERR_INVALID;
	size_t call = page_add(page, op, in);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	if (page->json) {
		page_put_json(page->response, 200, page_answer(page, call));
		return 0;
	}
	return give(page, paper, page_answer(page, call));
}

/* The questions before a paper: which way, which language, and for consent about what. */
static int paper_page(struct page *page, enum paper paper) {
	bool complete = false;
	int rc;
	if (paper == PAPER_COPY && !page_proved(page, &rc))
		return rc;
	if (page_posted(page)) {
		rc = paper_post(page, paper, &complete);
		if (rc == 0 || (complete && !page_mend(page, rc)))
			return rc;
	}
	size_t read = page_add(page, OP_person_read, about_person(page));
	size_t list = page_add(page, OP_channel_list, about_person(page));
	size_t orgs = page_add(page, OP_org_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("A paper for the person"), "/papers");
	json_object_set_new(view, paper == PAPER_WHO ? "who_paper" : papers[paper].name, json_true());
	json_object_set_new(view, "paper", json_string(papers[paper].name));
	json_object_set_new(view, "channel", ask_channel(page, page_rows(page, list)));
	const char *hers = about_language(page, page_answer(page, read));
	json_object_set_new(view, "language", ask_start(only(ask_choice(page, F_SPEECH, N_("Which language does she read?"), NULL),
		is_spoken, page), text_lang(hers) == NULL ? page->cx->lang : hers));
	json_object_set_new(view, "clock_id", json_string(page_posted(page) ? page_field(page, "clock_id") : page_query(page, "clock_id")));
	if (paper == PAPER_CONSENT) {
		json_object_set_new(view, "purpose", ask_start(ask_choice(page, F_PURPOSE, N_("What is it about?"), NULL),
			page_query(page, "purpose")));
		json_object_set_new(view, "org", ask_start(ask_rows(page, F_ORG, N_("Who would be told?"),
			N_("Only the first letter of the name stands on the paper."), page_rows(page, orgs), "org", "org_name"),
			page_query(page, "org")));
	}
	return page_render(page, "paper", view);
}

static int consent_page(struct page *page) {
	return paper_page(page, PAPER_CONSENT);
}

static int who_page(struct page *page) {
	return paper_page(page, PAPER_WHO);
}

static int clock_page(struct page *page) {
	return paper_page(page, PAPER_CLOCK);
}

static int copy_page(struct page *page) {
	return paper_page(page, PAPER_COPY);
}

/* Which papers there are. Behind the same door as the name. */
static int papers_page(struct page *page) {
	size_t list = page_add(page, OP_channel_list, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("Papers for the person"), ""), *safe = json_array();
	json_t *ask = ask_channel(page, page_rows(page, list)), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		json_array_append(safe, json_object_get(one, "label"));
	json_object_set_new(view, "safe", when_some(safe));
	return page_render(page, "papers", view);
}

static json_t *purpose_view(struct page *page, const json_t *purpose) {
	struct cx *cx = page->cx;
	const json_t *of = processing_of(cx->profile, json_text(purpose, "code"));
	const char *unverified = _("not verified");
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "say", profile_say(json_object_get(purpose, "say"), cx->lang),
		"controller", profile_say(json_object_get(of, "controller"), cx->lang), "basis",
		processing_basis_text(cx, of, unverified), "categories", processing_texts(cx, json_object_get(purpose, "categories")),
		"recipients", processing_texts(cx, json_object_get(of, "recipients")), "retention",
		processing_retention_text(cx, of, unverified), "security", processing_texts(cx, json_object_get(purpose, "security")));
}

static int processing_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	json_t *all = json_array();
	const json_t *purpose;
	size_t i;
	json_array_foreach((json_t *)processing_purposes(page->cx->profile), i, purpose)
		json_array_append_new(all, purpose_view(page, purpose));
	return page_render(page, "processing", json_pack("{s:s, s:o, s:s}", "title", N_("What data is used for"), "purposes", all,
		"supervisor", profile_say(processing_supervisor(page->cx->profile), page->cx->lang)));
}

const struct route routes_paper[] = {
	{"/person/:person/papers", papers_page, 0},
	{"/person/:person/papers/consent", consent_page, ROUTE_POST},
	{"/person/:person/papers/who", who_page, ROUTE_POST},
	{"/person/:person/papers/copy", copy_page, ROUTE_POST},
	{"/person/:person/papers/clock", clock_page, ROUTE_POST},
	{"/processing", processing_page, ROUTE_PUBLIC},
	{0},
};
