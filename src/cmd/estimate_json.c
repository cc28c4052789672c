/* The same for programs. A number that is none is null; no result leaves without the warnings of the verdict. */
#include <math.h>

#include "cmd/estimate.h"

static json_t *number(double x) {
	return isfinite(x) ? json_real(x) : json_null();
}

static json_t *pair(double a, double b) {
	return json_pack("[o, o]", number(a), number(b));
}

json_t *estimate_warnings(struct cx *cx, uint32_t bits) {
	json_t *list = json_array();
	for (int i = 0; i < WARN__MAX; i++)
		if ((bits >> i & 1) != 0)
			json_array_append_new(list, json_pack("{s:s, s:s}", "code", estimate_warning_name(i), "text",
				estimate_warning_say(cx, i)));
	return list;
}

static json_t *model_of(const struct mse_model *m) {
	char text[700];
	if (m->lists == 0)
		return json_null();
	mse_model_write(m, text, sizeof text);
	return json_string(text);
}

static json_t *diagnostics(const struct mse_method_result *r) {
	const struct bca *b = &r->interval;
	json_t *d = json_pack("{s:o, s:o, s:o, s:i, s:i, s:o, s:i, s:o}", "deviance", number(r->estimate.fit.deviance), "aic",
		number(r->estimate.fit.aic), "bic", number(r->estimate.fit.bic), "parameters", r->estimate.fit.params, "freedom",
		r->freedom,
		"fit_p", number(r->fit_p), "exist", r->estimate.exist, "one_person", number(r->one_person));
	json_object_set_new(d, "resamples", json_integer((json_int_t)b->replicates));
	json_object_set_new(d, "failed", json_integer((json_int_t)b->failed));
	json_object_set_new(d, "z0", number(b->z0));
	json_object_set_new(d, "acceleration", number(b->acceleration));
	json_object_set_new(d, "rests_on", json_pack("[o, o, o, o]", number(b->at[0]), number(b->at[1]), number(b->at[2]),
		number(b->at[3])));
	json_object_set_new(d, "percentile80", pair(b->percentile[1], b->percentile[2]));
	json_object_set_new(d, "percentile95", pair(b->percentile[0], b->percentile[3]));
	json_object_set_new(d, "profile95", pair(r->profile.low[0], r->profile.high[0]));
	return d;
}

static json_t *result(struct cx *cx, const struct mse_panel *p, const struct mse_method_result *r) {
	bool sound = !isnan(r->estimate.total) && p->verdict != VERDICT_REFUSAL; /* what is refused is not there to be
		   quoted */
	struct mse_method_result none = {.method = r->method, .estimate.model.lists = 0, .estimate.exist = r->estimate.exist,
		.one_person = NAN, .fit_p = NAN, .profile = {NAN, {NAN, NAN}, {NAN, NAN}}, .estimate.fit = {.deviance = NAN,
		.aic = NAN, .bic = NAN}};
	none.interval = (struct bca){.z0 = NAN, .acceleration = NAN, .limit = {NAN, NAN, NAN, NAN}, .at = {NAN, NAN, NAN, NAN},
		.percentile = {NAN, NAN, NAN, NAN}};
	const struct mse_method_result *said = sound ? r : &none;
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "method", mse_method_name(r->method), "estimate",
		sound ? number(r->estimate.total) : json_null(), "ci80", pair(said->interval.limit[1], said->interval.limit[2]),
		"ci95", pair(said->interval.limit[0], said->interval.limit[3]), "model", model_of(&said->estimate.model),
		"diagnostics", diagnostics(said), "warnings", estimate_warnings(cx, r->warnings | p->warnings));
}

static json_t *sensitivity(const struct estimate *e) {
	const struct mse_panel *p = &e->panel;
	json_t *s = json_object(), *without = json_object(), *merged = json_object(), *trajectory = json_array(),
		*own = json_object();
	json_t *empty = json_object(), *missed = json_array(), *models = json_array();
	for (int i = 0; i < p->table.lists; i++) {
		json_object_set_new(without, e->in.names[i], number(p->without[i]));
		json_object_set_new(own, e->in.names[i], json_pack("{s:I, s:o}", "size", (json_int_t)p->size[i], "estimate",
			number(p->predicted[i])));
		for (int j = i + 1; j < p->table.lists; j++) {
			char name[2 * 300 + 2];
			snprintf(name, sizeof name, "%.300s+%.300s", e->in.names[i], e->in.names[j]);
			json_object_set_new(merged, name, number(p->merged[i][j]));
			if (!isnan(p->empty[i][j]))
				json_object_set_new(empty, name, number(p->empty[i][j]));
		}
	}
	for (int i = 0; i < PANEL_THRESHOLDS; i++)
		json_array_append_new(trajectory, json_pack("{s:f, s:o}", "threshold", p->thresholds[i], "estimate",
			number(p->trajectory[i])));
	for (int i = 0; i < PANEL_MISSED; i++)
		json_array_append_new(missed, json_pack("{s:f, s:o}", "missed", p->missed[i], "estimate", number(p->with_missed[i])));
	for (size_t i = 0; i < p->models_n; i++)
		json_array_append_new(models, json_pack("{s:o, s:f, s:f}", "model", model_of(&p->models[i].model), "bic_behind",
			p->models[i].criterion - p->models[0].criterion, "estimate", (double)p->table.observed + p->models[i].dark));
	static const char *const kinds[HETERO__MAX] = {NULL, "chao", "poisson", "darroch", "gamma"};
	json_t *unlike = json_array();
	for (int i = HETERO_CHAO; i < HETERO__MAX; i++)
		if (!isnan(p->unlike[i]))
			json_array_append_new(unlike, json_pack("{s:s, s:o, s:o}", "kind", kinds[i], "bic_behind",
				number(p->unlike_behind[i]),
				"estimate", number(p->unlike[i])));
	json_object_set_new(s, "people_seen_unlike", unlike);
	json_object_set_new(s, "without_list", without);
	json_object_set_new(s, "merged", merged);
	json_object_set_new(s, "thresholds", trajectory);
	json_object_set_new(s, "internal_consistency", own);
	json_object_set_new(s, "consistency_score", number(p->score));
	json_object_set_new(s, "chance_of_empty_overlap", empty);
	json_object_set_new(s, "more_links_missed", missed);
	json_object_set_new(s, "models_within_10_bic", models);
	return s;
}

static json_t *strata(const struct estimate *e) {
	const struct mse_strata *s = &e->panel.strata;
	json_t *list = json_array();
	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:I, s:o}", "stratum", e->in.strata_names[i], "observed",
			(json_int_t)s->observed[i], "estimate", number(s->total[i])));
	return json_pack("{s:o, s:o, s:b, s:o, s:o}", "strata", list, "sum", number(s->sum), "lower_bound", s->missing > 0,
		"ci80", pair(s->interval.limit[1], s->interval.limit[2]), "ci95", pair(s->interval.limit[0], s->interval.limit[3]));
}

static json_t *linkage(const struct mse_linkage_result *l) {
	return json_pack("{s:o, s:o, s:o, s:I}", "estimate", number(l->middle), "links95", pair(l->links[0], l->links[3]),
		"both95", pair(l->both[0], l->both[3]), "failed", (json_int_t)l->failed);
}

json_t *estimate_json(struct cx *cx, const struct estimate *e) {
	const struct mse_panel *p = &e->panel;
	json_t *results = json_array(), *lists = json_array(), *dropped = json_array();
	for (size_t i = 0; i < p->methods_n; i++)
		json_array_append_new(results, result(cx, p, &p->methods[i]));
	estimate_bayes_json(cx, e, results);
	for (int i = 0; i < p->table.lists; i++)
		json_array_append_new(lists, json_string(e->in.names[i]));
	for (size_t i = 0; i < e->in.dropped_n; i++)
		json_array_append_new(dropped, json_string(e->in.dropped[i]));
	json_t *all = json_pack("{s:I, s:o, s:o, s:o}", "observed", (json_int_t)p->table.observed, "lists", lists, "dropped",
		dropped,
		"results", results);
	json_object_set_new(all, "verdict", json_pack("{s:s, s:s, s:s?, s:o, s:o, s:o, s:o}", "kind",
		estimate_verdict_name(p->verdict),
		"text", estimate_verdict_say(cx, e), "method", p->main < 0 ? NULL : mse_method_name(p->methods[p->main].method),
		"number", number(p->number), "from", number(p->from), "to", number(p->to), "warnings", estimate_warnings(cx,
		p->warnings)));
	if (p->main >= 0 && p->verdict != VERDICT_REFUSAL) {
		json_object_set_new(all, "sensitivity", sensitivity(e));
		if (p->strata.n > 0)
			json_object_set_new(all, "stratified", strata(e));
		if (p->parted)
			json_object_set_new(all, "referral", json_pack("{s:I, s:o, s:o, s:o, s:o}", "places_made", (json_int_t)e->in.sent,
				"with", number(p->methods[p->main].estimate.total), "without", number(p->own.estimate.total), "ci80",
				pair(p->own.interval.limit[1], p->own.interval.limit[2]), "ci95", pair(p->own.interval.limit[0],
				p->own.interval.limit[3])));
		if (p->linked)
			json_object_set_new(all, "linkage", linkage(&p->linkage));
	}
	json_object_set_new(all, "seconds", json_real(e->seconds));
	json_object_set_new(all, "token", json_string(e->token));
	json_object_set_new(all, "rerun", json_string(e->rerun));
	return all;
}
