/* What `atrama estimate` says in words: one sentence a warning, what it means and what to do. */
#include <math.h>

#include "cmd/estimate.h"
#include "text/catalogue.h"
#include "text/format.h"

static const struct {
	const char *name, *say;
} warnings[WARN__MAX] = {
	[WARN_FEW_LISTS] = {"few_lists", N_("There are only two lists. Whether being on one changes the chance of being on "
		"the other cannot be "
		"tested with two. Find a third list.")},
	[WARN_NO_OVERLAP] = {"no_overlap", N_("Nobody is on two lists, so the lists say nothing about who is on none. Check "
	"the linkage first.")},
	[WARN_NO_ESTIMATE] = {"no_estimate", N_("The overlaps are too few to fix any number: every answer would fit them as "
	"well. More lists or a "
		"longer period may help.")},
	[WARN_SATURATED] = {"saturated", N_("The model has as many terms as the table has facts. Nothing is left to test it "
	"with.")},
	[WARN_ISLAND] = {"island", N_("One list shares nobody with any other. It may speak of other people, or its links may "
	"have been missed. "
		"Leave it out and say so, or check its links.")},
	[WARN_EMPTY_PAIR] = {"empty_pair", N_("Two lists share nobody. Either their people avoid each other, or links "
	"between the two were missed. "
		"Check those links by hand.")},
	[WARN_THIN_OVERLAP] = {"thin_overlap", N_("Fewer than 30 people, or fewer than 5 in 100, are on two lists or more. A "
	"handful of links decides "
		"the answer: check each of them by hand.")},
	[WARN_SMALL_LIST] = {"small_list", N_("One list has fewer than 10 people. See what the answer is without it.")},
	[WARN_ONE_PERSON] = {"one_person", N_("One person more or less moves the estimate by more than 5 in 100. Check the "
	"smallest overlaps by hand.")},
	[WARN_CLOSE_RIVAL] = {"close_rival", N_("Another model fits as well and gives another number. Neither is better "
	"known.")},
	[WARN_MANY_ANSWERS] = {"many_answers", N_("Models that fit nearly as well give answers more than twice as far apart. "
	"No single number can be "
		"defended: publish the range.")},
	[WARN_WIDE] = {"wide", N_("The upper limit is more than three times the estimate, or there is none. Only a lower "
	"limit is known.")},
	[WARN_THIN_TAIL] = {"thin_tail", N_("A limit of the interval rests on fewer than 20 resamples. Ask for more with "
	"--boot.")},
	[WARN_ONE_SIDED] = {"one_sided", N_("The estimate lies far from the middle of its own resamples: the choice of the "
	"model leans to one side. "
		"Read both intervals.")},
	[WARN_LOST_REPLICATES] = {"lost_resamples",
	N_("More than 1 in 100 resamples gave no estimate. The interval is narrower than it should be.")},
	[WARN_LEAVE_ONE] = {"leave_one", N_("Without one of the lists the answer changes by more than a half. The number is "
	"that list's number: say which.")}, [WARN_INCONSISTENT] = {"inconsistent",
	N_("The lists cannot foretell each other's size, which is known. Why should they foretell what is not?")},
	[WARN_POOR_FIT] = {"poor_fit", N_("The model does not describe the overlaps that were seen. Try terms of three lists "
	"(--order 3) or strata.")}, [WARN_LINKAGE] = {"linkage",
	N_("It is taken for granted that every person on two lists was recognised. Give the share of missed links "
		"with --missed.")},
	[WARN_STRATA] = {"strata", N_("One stratum has no estimate, so the sum over the strata is a lower bound: there only "
	"people who were seen "
		"are counted.")},
	[WARN_REFERRAL] = {"referral", N_("Overlaps that referrals made move the answer by more than a quarter, or without "
	"them there is none: a list "
		"that is sent people does not find them. Quote both.")},
	[WARN_PRIOR] = {"prior", N_("An average over models changes by more than half with what is assumed before the lists "
	"are read. It is no "
		"ground to stand on here.")},
	[WARN_CHAINS] = {"chains", N_("The latent classes have more than one answer, and the search does not get from one to "
	"the other. Read the "
		"answers of its chains; do not quote one of them.")},
	[WARN_OTHER_WAY] = {"other_way", N_("An average over many models gives an interval in which this number does not "
	"lie.")},
};

const char *estimate_warning_name(int warning) {
	return warnings[warning].name;
}

const char *estimate_warning_say(struct cx *cx, int warning) {
	return text_say(cx->lang, warnings[warning].say);
}

const char *estimate_verdict_name(enum mse_verdict verdict) {
	static const char *const names[] = {"number", "range", "refusal"};
	return names[verdict];
}

const char *estimate_number(struct cx *cx, double x) {
	if (isnan(x))
		return _("no estimate");
	return x > 9e15 ? _("no limit") : text_number(cx->arena, cx->lang, (int64_t)(x + 0.5));
}

/* The first warning that stands in the way of a number. */
static const char *reason(struct cx *cx, const struct mse_panel *p) {
	static const int order[] = {WARN_FEW_LISTS, WARN_NO_OVERLAP, WARN_NO_ESTIMATE, WARN_ISLAND};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if ((p->warnings >> order[i] & 1) != 0 && !(order[i] == WARN_FEW_LISTS && p->despite_two))
			return estimate_warning_say(cx, order[i]);
	return "";
}

const char *estimate_verdict_say(struct cx *cx, const struct estimate *e) {
	const struct mse_panel *p = &e->panel;
	const struct text_fill fills[] = {{"number", estimate_number(cx, p->number)}, {"from", estimate_number(cx, p->from)},
		{"to", estimate_number(cx, p->to)}, {"seen", estimate_number(cx, (double)p->table.observed)}, {"why", reason(cx, p)},
		{0}};
	const char *text = p->verdict == VERDICT_NUMBER
		? _("About %{number} people in all, between %{from} and %{to} with 95 % confidence if the assumptions hold. %{seen} "
		"of them are known; "
			"no agency recorded the rest.")
		: p->verdict == VERDICT_RANGE && isfinite(p->to)
		? _("Somewhere between %{from} and %{to} people in all; these lists do not allow one number. %{seen} are known.")
		: p->verdict == VERDICT_RANGE
		? _("At least %{from} people in all; these lists give no upper limit. %{seen} are known.")
		: _("No number can be given. %{seen} people are known. %{why}");
	return text_fill(cx->arena, text, fills);
}

const char *estimate_method_say(struct cx *cx, enum mse_method method) {
	static const char *const names[METHOD__MAX] = {N_("lists independent"), N_("stepwise, pairs by surprise"),
		N_("best model by BIC"), N_("best model by AIC"), N_("Chao's lower bound"), N_("the model given")};
	return text_say(cx->lang, names[method]);
}

const char *estimate_model_say(struct cx *cx, const struct estimate *e, const struct mse_model *m) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	for (int i = 0; i < m->n; i++) {
		unsigned s = m->terms[i];
		bool generator = __builtin_popcount(s) > 1;
		for (int j = 0; j < m->n; j++)
			generator = generator && (j == i || (m->terms[j] & s) != s);
		if (!generator)
			continue;
		buf_str(&b, b.n > 0 ? ", " : "");
		for (int j = 0, said = 0; j < m->lists; j++)
			if ((s >> j & 1) != 0)
				buf_printf(&b, "%s%s", said++ > 0 ? "+" : "", e->in.names[j]);
	}
	return b.n == 0 ? "-" : b.at;
}
