/* The verdict first, then what it rests on, for people at a terminal. */
#include <math.h>

#include "cmd/estimate.h"
#include "text/catalogue.h"
#include "text/format.h"

static void interval(struct cx *cx, FILE *to, const char *what, const double limit[BCA_LIMITS]) {
	fprintf(to, "    %s: 80 %%: %s - %s", what, estimate_number(cx, limit[1]), estimate_number(cx, limit[2]));
	fprintf(to, "   95 %%: %s - %s\n", estimate_number(cx, limit[0]), estimate_number(cx, limit[3]));
}

static void method(struct cx *cx, const struct estimate *e, const struct mse_method_result *r, FILE *to) {
	fprintf(to, "  %s\n", estimate_method_say(cx, r->method));
	if (isnan(r->estimate.total)) {
		fprintf(to, "    %s\n", _("no estimate"));
		return;
	}
	fprintf(to, "    %s", estimate_number(cx, r->estimate.total));
	if (r->estimate.model.lists > 0)
		fprintf(to, "   %s: %s", _("terms"), estimate_model_say(cx, e, &r->estimate.model));
	fputc('\n', to);
	interval(cx, to, _("interval"), r->interval.limit);
	interval(cx, to, _("plain percentiles"), r->interval.percentile);
}

static void others(struct cx *cx, const struct estimate *e, FILE *to) {
	const struct mse_panel *p = &e->panel;
	fprintf(to, "\n%s\n", _("Without one list"));
	for (int i = 0; i < p->table.lists; i++)
		fprintf(to, "  %s: %s\n", e->in.names[i], estimate_number(cx, p->without[i]));
	fprintf(to, "%s\n", _("What the other lists say of a list whose size is known"));
	for (int i = 0; i < p->table.lists; i++)
		fprintf(to, "  %s: %s / %s\n", e->in.names[i], estimate_number(cx, p->predicted[i]), estimate_number(cx,
			(double)p->size[i]));
	if (p->models_n > 0)
		fprintf(to, "%s %zu, %s - %s\n", _("Models within 10 BIC of the best:"), p->models_n, estimate_number(cx, p->lowest),
			estimate_number(cx, p->highest));
	for (int i = HETERO_CHAO; i < HETERO__MAX; i++)
		if (p->unlike_behind[i] < PANEL_WINDOW)
			fprintf(to, "%s %s\n", i == HETERO_CHAO ? _("If people differ in how easily they are seen, at least:")
				: _("If people differ in how easily they are seen:"), estimate_number(cx, p->unlike[i]));
	if (p->parted) {
		fprintf(to, "%s\n    %s\n", _("Without the overlaps that referrals made"), estimate_number(cx,
			p->own.estimate.total));
		interval(cx, to, _("interval"), p->own.interval.limit);
	}
	if (p->linked) {
		fprintf(to, "%s\n", _("With the missed links put back"));
		fprintf(to, "    %s\n", estimate_number(cx, p->linkage.middle));
		interval(cx, to, _("links"), p->linkage.links);
		interval(cx, to, _("links and resampling"), p->linkage.both);
	}
	if (p->strata.n > 0) {
		fprintf(to, "%s\n", _("By stratum: estimate / known"));
		for (size_t i = 0; i < p->strata.n; i++)
			fprintf(to, "  %s: %s / %s\n", e->in.strata_names[i], estimate_number(cx, p->strata.total[i]),
				estimate_number(cx, (double)p->strata.observed[i]));
		fprintf(to, "  %s: %s\n", p->strata.missing > 0 ? _("sum, a lower bound") : _("sum"), estimate_number(cx,
			p->strata.sum));
		interval(cx, to, _("interval"), p->strata.interval.limit);
	}
}

void estimate_print(struct cx *cx, const struct estimate *e, FILE *to) {
	const struct mse_panel *p = &e->panel;
	fprintf(to, "%s\n", estimate_verdict_say(cx, e));
	for (size_t i = 0; i < e->in.dropped_n; i++)
		fprintf(to, "%s\n", e->in.dropped[i]);
	if (p->warnings != 0)
		fprintf(to, "\n%s\n", _("Warnings"));
	for (int i = 0; i < WARN__MAX; i++)
		if ((p->warnings >> i & 1) != 0)
			fprintf(to, "  - %s\n", estimate_warning_say(cx, i));
	if (p->verdict != VERDICT_REFUSAL) { /* a refusal shows no numbers at all */
		fprintf(to, "\n%s\n", _("Methods"));
		for (size_t i = 0; i < p->methods_n; i++)
			method(cx, e, &p->methods[i], to);
		estimate_bayes_print(cx, e, to);
		others(cx, e, to);
	}
	fprintf(to, "\n%s\n", _("It is assumed that no interaction of all lists together is at work, which cannot be "
		"tested."));
	fprintf(to, "%s %s\n%s %s\n", _("Token:"), e->token, _("Again:"), e->rerun);
}
