/* The report: one HTML file, nothing loaded, no script. A minister and a survivor can read its first screen. */
#include <math.h>
#include <string.h>

#include "cmd/estimate.h"
#include "text/catalogue.h"
#include "view/chart.h"
#include "view/template.h"

static const char head[] =
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" "
	"content=\"noindex\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<style>\n"
	"body{margin:0;color:#16232b;background:#fff;font:1rem/1.55 \"Noto Sans\",\"Segoe UI\",Arial,sans-serif}\n"
	"main{max-width:46rem;margin:0 auto;padding:2rem 1.25rem 4rem;border-top:.6rem solid #0b5d6b}\n"
	"h1{color:#0b5d6b;line-height:1.2}h2{border-bottom:2px solid #0b5d6b;padding-bottom:.3rem;margin-top:2.5rem}\n"
	".verdict{font-size:1.25rem;background:#f6f1e7;padding:1rem 1.25rem;border-left:.4rem solid #0b5d6b}\n"
	"figure{margin:1.5rem "
	"0;max-width:32rem}figcaption{font-weight:700;margin-bottom:.5rem}\n"
	".chart-source,.chart-note,.quiet{color:#505a5f;font-size:.9rem}\n"
	"table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;padding:.3rem "
	".5rem;border-bottom:1px solid #d5dde0;"
	"vertical-align:top}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
	".scroll td:last-child{min-width:15rem}code{overflow-wrap:anywhere}\n"
	".govuk-visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
	".scroll,.chart-scroll{overflow-x:auto}@media "
	"print{main{max-width:none;padding:0}details{display:none}h2{break-after:avoid}"
	"figure,tr{break-inside:avoid}}\n</style>\n";

static void put(struct buf *out, const char *open, const char *text, const char *close) {
	buf_str(out, open);
	html_escape(out, text, strlen(text));
	buf_str(out, close);
}

static json_t *people(double x) {
	return isnan(x) || x > 9e15 ? json_null() : json_integer((json_int_t)(x + 0.5));
}

static int overlap(struct cx *cx, const struct estimate *e, struct buf *out) {
	const struct mse_table *t = &e->in.table;
	json_t *sets = json_array(), *rows = json_array();
	for (int j = 0; j < t->lists; j++)
		json_array_append_new(sets, json_string(e->in.names[j]));
	for (unsigned w = 1; w < mse_cells(t); w++) {
		json_t *in = json_array();
		for (int j = 0; j < t->lists; j++)
			if ((w >> j & 1) != 0)
				json_array_append_new(in, json_integer(j));
		if (t->n[w] > 0)
			json_array_append_new(rows, json_pack("{s:o, s:I}", "in", in, "value", (json_int_t)t->n[w]));
		else
			json_decref(in);
	}
	json_t *chart = json_pack("{s:s, s:s, s:s, s:o, s:o}", "kind", "upset", "title", _("Who is on which lists"), "source",
		e->file, "sets", sets, "rows", rows);
	int rc = chart_draw(cx, chart, out);
	json_decref(chart);
	return rc;
}

/* One row of the picture; takes over nothing. */
static void row(json_t *rows, const char *label, double value, double from, double to) {
	if (json_array_size(rows) < CHART_POINTS)
		json_array_append_new(rows, json_pack("{s:s, s:o, s:o, s:o}", "label", label, "value", people(value), "from",
			people(from), "to", people(to)));
}

/* Steals `rows`. */
static int intervals(struct cx *cx, const struct estimate *e, const char *title, json_t *rows, struct buf *out) {
	json_t *chart = json_pack("{s:s, s:s, s:s, s:o}", "kind", "intervals", "title", title, "source", e->file, "rows",
		rows);
	int rc = json_array_size(rows) == 0 ? 0 : chart_draw(cx, chart, out);
	json_decref(chart);
	return rc;
}

static int methods(struct cx *cx, const struct estimate *e, struct buf *out) {
	json_t *rows = json_array();
	for (size_t i = 0; i < e->panel.methods_n; i++) {
		const struct mse_method_result *r = &e->panel.methods[i];
		row(rows, estimate_method_say(cx, r->method), r->estimate.total, r->interval.limit[0], r->interval.limit[3]);
	}
	if (e->panel.graphed)
		row(rows, _("average over graphs"), e->panel.graphs.median, e->panel.graphs.limit[0], e->panel.graphs.limit[3]);
	if (e->panel.averaged)
		row(rows, _("average over log-linear models"), e->panel.average.median, e->panel.average.limit[0],
			e->panel.average.limit[3]);
	if (e->panel.classed)
		row(rows, _("latent classes"), e->panel.lcm.median, e->panel.lcm.limit[0], e->panel.lcm.limit[3]);
	if (e->panel.parted)
		row(rows, _("without overlaps made by referral"), e->panel.own.estimate.total, e->panel.own.interval.limit[0],
			e->panel.own.interval.limit[3]);
	return intervals(cx, e, _("Each method with its 95 % interval"), rows, out);
}

static int lists(struct cx *cx, const struct estimate *e, struct buf *out) {
	const struct mse_panel *p = &e->panel;
	json_t *without = json_array(), *thresholds = json_array(), *models = json_array(), *strata = json_array();
	for (int i = 0; i < p->table.lists; i++)
		row(without, e->in.names[i], p->without[i], NAN, NAN);
	for (int i = 0; i < PANEL_THRESHOLDS; i++) {
		char label[32];
		snprintf(label, sizeof label, "p < %g", p->thresholds[i]);
		row(thresholds, label, p->trajectory[i], NAN, NAN);
	}
	for (size_t i = 0; i < p->models_n && i < 20; i++)
		row(models, estimate_model_say(cx, e, &p->models[i].model), (double)p->table.observed + p->models[i].dark, NAN, NAN);
	for (size_t i = 0; i < p->strata.n; i++)
		row(strata, e->in.strata_names[i], p->strata.total[i], NAN, NAN);
	if (p->strata.n > 0) {
		row(strata, p->strata.missing > 0 ? _("sum, a lower bound") : _("sum"), p->strata.sum, p->strata.interval.limit[0],
			p->strata.interval.limit[3]);
		row(strata, _("not in strata"), p->methods[p->main].estimate.total, p->methods[p->main].interval.limit[0],
			p->methods[p->main].interval.limit[3]);
	}
	int rc = intervals(cx, e, _("What the answer is without one list"), without, out);
	int next = intervals(cx, e, _("What it is when pairs of lists enter the model sooner or later"), thresholds, out);
	rc = rc == 0 ? next : rc;
	next = intervals(cx, e, _("Models that fit nearly as well, and what they say"), models, out);
	rc = rc == 0 ? next : rc;
	next = intervals(cx, e, _("By stratum"), strata, out);
	return rc == 0 ? next : rc;
}

static void meaning(struct cx *cx, const struct estimate *e, struct buf *out) {
	const struct mse_panel *p = &e->panel;
	put(out, "<h2>", _("What it means"), "</h2>\n");
	put(out, "<p>", p->verdict == VERDICT_REFUSAL
		? _("Agencies keep lists of people they met. If the same people turn up on several lists, one can say how many were "
		"met by nobody. Here "
			"too few do, or they do so in a way that says nothing. That does not mean that there is nobody else. It means that "
			"these lists cannot "
			"tell, and that whoever gives a number from them is guessing.")
		: _("Agencies keep lists of people they met. If people on one list often turn up on another, the lists hold most of "
		"those there are; "
			"if they rarely do, many more were met by nobody. This is a calculation from those overlaps, not a count: behind "
			"it stand people who "
			"asked nobody for help, or whom nobody asked. It says how many there may be, never who or where."), "</p>\n");
	for (int i = 0; i < WARN__MAX; i++)
		if ((p->warnings >> i & 1) != 0)
			put(out, "<p><strong>&#9888;</strong> ", estimate_warning_say(cx, i), "</p>\n");
	for (size_t i = 0; i < e->in.dropped_n; i++)
		put(out, "<p>", e->in.dropped[i], "</p>\n");
}

static void made(struct cx *cx, const struct estimate *e, struct buf *out) {
	const char *const assumptions[] = {
		_("During the time the lists cover nobody comes or goes: all could have been met by each agency."),
		_("Every person who is on two lists was recognised as the same."),
		_("Everyone has some chance of being on at least some list."),
		_("There is no interaction of all lists together. Nothing in the lists can test this."),
		_("All lists mean the same by a victim."),
		_("Nobody is on a list who should not be there."),
	};
	put(out, "<h2>", _("How it was made"), "</h2>\n");
	put(out, "<p>", _("A log-linear model of the overlaps is chosen by each method from the data; the choice is repeated "
		"in every resample and in "
		"every step of the jackknife, so that the intervals (BCa) hold the uncertainty of choosing. An overlap that is "
		"empty is taken as "
		"impossible where the model has a term for it. Whether a model has an estimate at all is decided in whole numbers. "
		"The verdict's limits "
		"(twice, three times, one and a half) are choices of this program."), "</p>\n");
	put(out, "<p>", _("It assumes:"), "</p>\n<ul>\n");
	for (size_t i = 0; i < sizeof assumptions / sizeof *assumptions; i++)
		put(out, "<li>", assumptions[i], "</li>\n");
	put(out, "</ul>\n<p>", _("The same table and command give the same numbers, whatever the machine and however many "
		"threads:"), "</p>\n");
	put(out, "<p><code>", e->rerun, "</code></p>\n");
	put(out, "<p class=\"quiet\">", _("Token:"), " <code>");
	put(out, "", e->token, "</code></p>\n");
}

static void table(struct cx *cx, const struct estimate *e, struct buf *out) {
	const struct mse_panel *p = &e->panel;
	put(out, "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">", _("Method"), "</th>");
	put(out, "<th scope=\"col\">", _("Estimate"), "</th>");
	put(out, "<th scope=\"col\">", _("80 % interval"), "</th>");
	put(out, "<th scope=\"col\">", _("95 % interval"), "</th>");
	put(out, "<th scope=\"col\">", _("Terms"), "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < p->methods_n; i++) {
		const struct mse_method_result *r = &p->methods[i];
		bool sound = !isnan(r->estimate.total);
		put(out, "<tr><th scope=\"row\">", estimate_method_say(cx, r->method), "</th><td class=\"n\">");
		put(out, "", estimate_number(cx, r->estimate.total), "</td><td class=\"n\">");
		for (int k = 1; sound && k >= 0; k--) {
			put(out, "", estimate_number(cx, r->interval.limit[k]), "&#8239;&#8211;&#8239;");
			put(out, "", estimate_number(cx, r->interval.limit[3 - k]), k > 0 ? "</td><td class=\"n\">" : "</td><td>");
		}
		buf_str(out, sound ? "" : "</td><td></td><td>");
		put(out, "", sound && r->estimate.model.lists > 0 ? estimate_model_say(cx, e, &r->estimate.model) : "",
			"</td></tr>\n");
	}
	estimate_bayes_html(cx, e, out);
	buf_str(out, "</tbody></table></div>\n");
}

int estimate_html(struct cx *cx, const struct estimate *e, struct buf *out) {
	bool shown = e->panel.verdict != VERDICT_REFUSAL;
	buf_printf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", cx->lang);
	put(out, "<title>", _("People no agency recorded"), "</title>\n");
	buf_str(out, head);
	put(out, "</head>\n<body>\n<main>\n<h1>", _("People no agency recorded"), "</h1>\n");
	put(out, "<p class=\"verdict\">", estimate_verdict_say(cx, e), "</p>\n");
	meaning(cx, e, out);
	put(out, "<h2>", _("What was seen"), "</h2>\n");
	int rc = overlap(cx, e, out);
	if (rc == 0 && shown) {
		put(out, "<h2>", _("What the methods say"), "</h2>\n");
		rc = methods(cx, e, out);
		table(cx, e, out);
	}
	if (rc == 0 && shown) {
		put(out, "<h2>", _("How firm it is"), "</h2>\n");
		rc = lists(cx, e, out);
	}
	made(cx, e, out);
	buf_str(out, "</main>\n</body>\n</html>\n");
	return rc;
}
