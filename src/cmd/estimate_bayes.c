/* Averages over models, as programs and people read them: decomposable graphs, log-linear models, latent classes. */
#include <math.h>

#include "cmd/estimate.h"
#include "text/catalogue.h"
#include "text/format.h"

static json_t *pair(double a, double b) {
	return json_pack("[f, f]", a, b);
}

static void put(struct cx *cx, const struct estimate *e, json_t *results, const char *method, double estimate,
	const double limit[4], json_t *model, json_t *diagnostics, uint32_t warnings) {
	bool shown = e->panel.verdict != VERDICT_REFUSAL;
	json_t *r = json_pack("{s:s, s:o, s:o, s:o, s:O, s:O, s:o}", "method", method, "estimate", shown ? json_real(estimate)
		: json_null(),
		"ci80", shown ? pair(limit[1], limit[2]) : json_pack("[n, n]"), "ci95", shown ? pair(limit[0], limit[3])
		: json_pack("[n, n]"),
		"model", shown ? model : json_null(), "diagnostics", shown ? diagnostics : json_null(), "warnings",
		estimate_warnings(cx, warnings | e->panel.warnings));
	json_decref(model);
	json_decref(diagnostics);
	json_array_append_new(results, r);
}

static void graphs_json(struct cx *cx, const struct estimate *e, json_t *results) {
	const struct mse_graphs *g = &e->panel.graphs, *even = &e->panel.graphs_even;
	int lists = e->panel.table.lists;
	json_t *pairs = json_object(), *top = json_array();
	char text[128];
	for (int j = 1; j < lists; j++)
		for (int i = 0; i < j; i++) {
			snprintf(text, sizeof text, "%d%d", i + 1, j + 1);
			json_object_set_new(pairs, text, json_real(g->edges[i][j]));
		}
	for (size_t i = 0; i < g->top_n; i++) {
		mse_graph_write(g->top[i].edges, lists, text, sizeof text);
		json_array_append_new(top, json_pack("{s:s, s:f, s:f}", "graph", text, "weight", g->top[i].weight, "mean",
			g->top[i].mean));
	}
	mse_graph_write(g->top[0].edges, lists, text, sizeof text);
	json_t *d = json_pack("{s:I, s:f, s:I, s:f, s:f, s:f, s:f, s:o, s:o}", "graphs", (json_int_t)g->graphs, "delta",
		g->delta,
		"largest_dark_figure", (json_int_t)g->most, "mean", g->mean, "mode", g->mode, "tail", g->tail, "complete_graph",
		g->complete,
		"pairs", pairs, "heaviest", top);
	json_object_set_new(d, "other_prior", json_pack("{s:f, s:f, s:o}", "delta", even->delta, "median", even->median,
		"ci95", pair(even->limit[0], even->limit[3])));
	put(cx, e, results, "graphs", g->median, g->limit, json_string(text), d, 0);
}

static void average_json(struct cx *cx, const struct estimate *e, json_t *results) {
	const struct mse_average *a = &e->panel.average, *unit = &e->panel.average_unit;
	json_t *terms = json_object(), *top = json_array();
	char text[700];
	for (unsigned s = 3; s < mse_cells(&e->panel.table); s++) {
		char name[MSE_LISTS + 1];
		int n = 0;
		for (int j = 0; j < e->panel.table.lists; j++)
			if ((s >> j & 1) != 0)
				name[n++] = (char)('1' + j);
		name[n] = 0;
		if (n > 1 && n <= a->order)
			json_object_set_new(terms, name, json_real(a->terms[s]));
	}
	for (size_t i = 0; i < a->top_n; i++) {
		mse_model_write(&a->top[i].model, text, sizeof text);
		json_array_append_new(top, json_pack("{s:s, s:f, s:f}", "model", text, "weight", a->top[i].weight, "mean",
			a->top[i].mean));
	}
	mse_model_write(&a->top[0].model, text, sizeof text);
	json_t *d = json_pack("{s:i, s:I, s:I, s:I, s:f, s:f, s:f, s:I, s:f, s:f, s:o, s:o}", "order", a->order, "models",
		(json_int_t)a->models,
		"without_fit", (json_int_t)a->failed, "summed", (json_int_t)a->summed, "covered", a->covered, "effective_models",
		a->effective,
		"laplace_gap", a->gap, "largest_dark_figure", (json_int_t)a->most, "mean", a->mean, "tail", a->tail, "terms", terms,
		"heaviest", top);
	json_object_set_new(d, "other_prior", json_pack("{s:s, s:f, s:o}", "variance", "1", "median", unit->median, "ci95",
		pair(unit->limit[0], unit->limit[3])));
	put(cx, e, results, "averaging", a->median, a->limit, json_string(text), d, 0);
}

static void lcm_json(struct cx *cx, const struct estimate *e, json_t *results) {
	const struct mse_lcm *l = &e->panel.lcm;
	json_t *chains = json_array();
	for (int i = 0; i < l->chains; i++)
		json_array_append_new(chains, json_real(l->chain[i]));
	json_t *d = json_pack("{s:i, s:I, s:I, s:f, s:o, s:f, s:f, s:b, s:o}", "classes", l->classes, "samples",
		(json_int_t)l->samples,
		"largest_dark_figure", (json_int_t)l->most, "mean", l->mean, "rhat", isfinite(l->rhat) ? json_real(l->rhat)
		: json_null(), "ess", l->ess, "pressed", l->pressed, "mixed", l->mixed, "chains", chains);
	put(cx, e, results, "lcm", l->median, l->limit, json_null(), d, 0);
}

void estimate_bayes_json(struct cx *cx, const struct estimate *e, json_t *results) {
	if (e->panel.graphed)
		graphs_json(cx, e, results);
	if (e->panel.averaged)
		average_json(cx, e, results);
	if (e->panel.classed)
		lcm_json(cx, e, results);
}

/* "0.87": shares are read with two digits. */
static const char *share(struct cx *cx, double x) {
	return arena_printf(cx->arena, "%.2f", x);
}

static const char *graphs_say(struct cx *cx, const struct estimate *e) {
	const struct mse_graphs *g = &e->panel.graphs, *even = &e->panel.graphs_even;
	const struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, (int64_t)g->graphs)},
		{"other", estimate_number(cx, even->median)}, {"from", estimate_number(cx, even->limit[0])},
		{"to", estimate_number(cx, even->limit[3])}, {"share", share(cx, g->complete)}, {0}};
	return text_fill(cx->arena, _("%{n} graphs. With another prior (half a person a cell): %{other}, 95 %: %{from} - "
		"%{to}. The graph that says "
		"nothing of the unseen has weight %{share}."), fills);
}

static const char *average_say(struct cx *cx, const struct estimate *e) {
	const struct mse_average *a = &e->panel.average, *unit = &e->panel.average_unit;
	const struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, (int64_t)a->models)},
		{"speak", estimate_number(cx, a->effective)}, {"other", estimate_number(cx, unit->median)},
		{"from", estimate_number(cx, unit->limit[0])}, {"to", estimate_number(cx, unit->limit[3])}, {0}};
	return text_fill(cx->arena, _("%{n} models, of which about %{speak} have a say. With another prior (effects of "
		"variance 1): %{other}, "
		"95 %: %{from} - %{to}."), fills);
}

static const char *lcm_say(struct cx *cx, const struct estimate *e) {
	const struct mse_lcm *l = &e->panel.lcm;
	struct buf chains = buf_new(cx->arena, 1 << 12);
	for (int i = 0; i < l->chains; i++)
		buf_printf(&chains, "%s%s", i == 0 ? "" : ", ", estimate_number(cx, l->chain[i]));
	const struct text_fill fills[] = {{"chains", chains.at}, {"rhat", share(cx, l->rhat)},
		{"ess", text_number(cx->arena, cx->lang, (int64_t)l->ess)}, {"most", estimate_number(cx, (double)l->most)}, {0}};
	return text_fill(cx->arena, l->mixed ? _("Chains agree: %{chains} (R-hat %{rhat}, %{ess} independent draws). At most "
		"%{most} unseen were considered.")
		: _("Chains do not agree: %{chains} (R-hat %{rhat}). At most %{most} unseen were considered."), fills);
}

static void line(struct cx *cx, FILE *to, const char *name, double median, const double limit[4], const char *more) {
	fprintf(to, "  %s\n    %s\n    %s: 80 %%: %s - %s", name, estimate_number(cx, median), _("interval"),
		estimate_number(cx, limit[1]), estimate_number(cx, limit[2]));
	fprintf(to, "   95 %%: %s - %s\n    %s\n", estimate_number(cx, limit[0]), estimate_number(cx, limit[3]), more);
}

void estimate_bayes_print(struct cx *cx, const struct estimate *e, FILE *to) {
	const struct mse_panel *p = &e->panel;
	if (p->graphed)
		line(cx, to, _("average over graphs"), p->graphs.median, p->graphs.limit, graphs_say(cx, e));
	if (p->averaged)
		line(cx, to, _("average over log-linear models"), p->average.median, p->average.limit, average_say(cx, e));
	if (p->classed)
		line(cx, to, _("latent classes"), p->lcm.median, p->lcm.limit, lcm_say(cx, e));
}

static void row(struct cx *cx, struct buf *out, const char *name, double median, const double limit[4],
	const char *more) {
	buf_printf(out, "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td>", name, estimate_number(cx, median));
	for (int k = 1; k >= 0; k--)
		buf_printf(out, "<td class=\"n\">%s&#8239;&#8211;&#8239;%s</td>", estimate_number(cx, limit[k]), estimate_number(cx,
			limit[3 - k]));
	buf_printf(out, "<td>%s</td></tr>\n", more); /* numbers and words of the program's own: nothing to escape */
}

void estimate_bayes_html(struct cx *cx, const struct estimate *e, struct buf *out) {
	const struct mse_panel *p = &e->panel;
	if (p->graphed)
		row(cx, out, _("average over graphs"), p->graphs.median, p->graphs.limit, graphs_say(cx, e));
	if (p->averaged)
		row(cx, out, _("average over log-linear models"), p->average.median, p->average.limit, average_say(cx, e));
	if (p->classed)
		row(cx, out, _("latent classes"), p->lcm.median, p->lcm.limit, lcm_say(cx, e));
}
