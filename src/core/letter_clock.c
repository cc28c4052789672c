/*
 * letter_clock.c - a confirmation that a time runs, for whoever might act against it.
 *
 * It may be found by somebody who must not know: neither a name, nor an office, nor why the time runs stands in it. She
 * writes her name onto it herself when she has to show it. It says everything twice, in her language and in the country's,
 * for whoever reads it at a border.
 */
#include "base/str.h"
#include "core/clock.h"
#include "core/letter.h"
#include "text/catalogue.h"
#include "text/format.h"

static void line(struct out *out, const char *section, const char *text) {
	out_row(out);
	out_text(out, F_SECTION, section);
	out_text(out, F_LINE, text);
}

static const char *days_say(struct cx *cx, const struct paper *p, const struct clock_row *row) {
	const struct text_fill fills[] = {{"from", text_day(cx->arena, p->lang, row->stand.started)},
		{"to", text_day(cx->arena, p->lang, row->stand.ends)}, {0}};
	return text_fill(cx->arena, paper_say(p, row->clock.at_least ? "at_least" : "runs"), fills);
}

static void say(struct cx *cx, const struct paper *p, const struct clock_row *row, struct out *out) {
	line(out, "runs", days_say(cx, p, row));
	for (int code = 1; code < 32; code++)
		if ((row->clock.stops >> code & 1) != 0)
			line(out, "stops", paper_say(p, code_name(cx->profile, L_STOPS, code)));
	line(out, "law", paper_say(p, "law"));
	line(out, "holder", paper_say(p, "holder"));
	line(out, "doubt", paper_say(p, "doubt"));
}

int clock_letter(struct cx *cx, const struct in *in, struct out *out) {
	struct paper p;
	struct clock_row *row = NULL;
	const char *country = json_string_value(profile_part(cx->profile, "language"));
	int rc = paper_begin(cx, in, "clock", &p);
	if (rc == ERR_OK)
		rc = clock_all(cx, in->person, &row);
	if (rc != ERR_OK)
		return rc;
	while (row != NULL && !ref_equal(&row->ref, in_ref(in, F_CLOCK_ID)))
		row = row->next;
	if (row == NULL)
		return err_say(cx, ERR_NOTFOUND, fields[F_CLOCK_ID].name, err_kinds[ERR_NOTFOUND].say, NULL);
	if (row->stand.state != CLOCK_RUNS || row->clock.stops == 0)
		return err_say(cx, ERR_CONFLICT, fields[F_CLOCK_ID].name,
			N_("There is a paper only about a time that runs and keeps others from something."), NULL);
	line(out, "title", paper_say(&p, "title"));
	say(cx, &p, row, out);
	if (country != NULL && !str_equal(country, p.lang)) {
		struct paper second = {.lang = country, .text = p.text};
		line(out, "second", paper_say(&second, "title"));
		say(cx, &second, row, out);
	}
	line(out, "number", paper_fill(cx, paper_say(&p, "number"), "number", ref_text(cx->arena, &row->ref)));
	return ERR_OK;
}
