/*
 * letter.c - what papers for the person share, and the one about what she agrees to.
 *
 * The paper about consent is an empty form: whoever makes it need not have opened her file, and it tells nothing of it. It
 * may be found by somebody who must not know: it names no office, only the first letter of a name that was read to her
 * aloud, and no word of what happened to her.
 */
#include "core/letter.h"

#include "base/str.h"
#include "base/utf8.h"
#include "core/channel.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/catalogue.h"

int paper_begin(struct cx *cx, const struct in *in, const char *which, struct paper *ret_paper) {
	const char *lang = text_lang(code_name(cx->profile, L_SPEECH, in_code(in, F_SPEECH)));
	int rc = bad_if(cx, lang == NULL, fields[F_SPEECH].name,
		N_("There is no paper in that language. Choose Lithuanian, English, Ukrainian or Russian."), NULL);
	if (rc == ERR_OK)
		rc = channel_safe(cx, in->person, in_code(in, F_CHANNEL));
	if (rc == ERR_OK)
		*ret_paper = (struct paper){lang, json_object_get(profile_papers(cx->profile), which)};
	return rc;
}

static const char *say(const struct paper *p, const json_t *texts) {
	const char *text = profile_say(texts, p->lang);
	return text == NULL ? "" : text;
}

const char *paper_say(const struct paper *p, const char *key) {
	return say(p, json_object_get(p->text, key));
}

const char *paper_fill(struct cx *cx, const char *words, const char *name, const char *value) {
	const struct text_fill fills[] = {{name, value}, {0}};
	return text_fill(cx->arena, words, fills);
}

const char *paper_label(struct cx *cx, const struct paper *p, enum list list, int code) {
	bool translated = false;
	const char *label = code_label(cx->profile, list, code, p->lang, &translated);
	return label == NULL ? "" : translated ? label : text_say(p->lang, label);
}

static void line(struct out *out, const char *section, const char *text) {
	out_row(out);
	out_text(out, F_SECTION, section);
	out_text(out, F_LINE, text);
}

static void lines(const struct paper *p, const char *section, struct out *out) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)json_object_get(p->text, section), i, one)
		line(out, section, say(p, one));
}

/* "S." for "Silas": enough for her to tell two papers apart, and nothing to whoever finds one. */
static const char *first_letter(struct cx *cx, const char *name) {
	for (size_t n; *name != 0; name += n) {
		uint32_t c = utf8_at(name, &n);
		bool mark = c < 0x30 || (c > 0x39 && c < 0x41) || c == 0xab || c == 0xbb || (c >= 0x2010 && c <= 0x205e);
		if (!mark)
			return arena_printf(cx->arena, "%.*s.", (int)n, name);
	}
	return "?";
}

int consent_letter(struct cx *cx, const struct in *in, struct out *out) {
	struct paper p;
	struct row_org_by_code org;
	int rc = paper_begin(cx, in, "consent", &p);
	if (rc == ERR_OK)
		rc = q_org_by_code(cx, in_text(in, F_ORG), &org);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[F_ORG].name, N_("There is no organisation with that code."),
			in_text(in, F_ORG));
	if (rc != ERR_OK)
		return rc;
	const char *name = first_letter(cx, org.name);
	const json_t *ask = json_object_get(json_object_get(p.text, "ask"),
		code_name(cx->profile, L_PURPOSE, in_code(in, F_PURPOSE)));
	line(out, "title", paper_say(&p, "title"));
	line(out, "ask", paper_fill(cx, say(&p, ask), "org", name));
	line(out, "named", paper_fill(cx, paper_say(&p, "named"), "org", name));
	line(out, "answer", paper_say(&p, "answer"));
	line(out, "scope_title", paper_say(&p, "scope_title"));
	for (size_t i = 0; code_at(cx->profile, L_SCOPE, i) != 0; i++)
		line(out, "scope", say(&p, json_object_get(json_object_get(p.text, "scope"),
			code_name(cx->profile, L_SCOPE, code_at(cx->profile, L_SCOPE, i)))));
	line(out, "scope_less", paper_say(&p, "scope_less"));
	line(out, "change_title", paper_say(&p, "change_title"));
	lines(&p, "change", out);
	return ERR_OK;
}
