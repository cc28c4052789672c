#include "cmd/link_html.h"

#include <math.h>
#include <string.h>

#include "cmd/link_picture.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/template.h"

static const char head[] =
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<style>\n"
	"body{margin:0;color:#16232b;background:#fff;font:1rem/1.55 \"Noto Sans\",\"Segoe UI\",Arial,sans-serif}\n"
	"main{max-width:52rem;margin:0 auto;padding:2rem 1.25rem 4rem;border-top:.6rem solid #0b5d6b}\n"
	"h1{color:#0b5d6b;line-height:1.2}h2{border-bottom:2px solid #0b5d6b;padding-bottom:.3rem;margin-top:2.5rem}h3{margin-bottom:.2rem}\n"
	".verdict{font-size:1.25rem;background:#f6f1e7;padding:1rem 1.25rem;border-left:.4rem solid #0b5d6b}.quiet{color:#505a5f;font-size:.9rem}\n"
	"table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #d5dde0;"
	"vertical-align:top;overflow-wrap:anywhere}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}"
	"tbody th{min-width:7rem}td:not(.n){min-width:5rem}mark{background:#fde3a7}summary{cursor:pointer;padding:.3rem 0}svg{max-width:none}\n"
	".scroll{overflow-x:auto}@media print{main{max-width:none;padding:0}h2{break-after:avoid}svg,tr{break-inside:avoid}}\n</style>\n";

static void put(struct buf *to, const char *open, const char *text, const char *close) {
	buf_str(to, open);
	html_escape(to, text != NULL ? text : "", strlen(text != NULL ? text : ""));
	buf_str(to, close);
}

static const char *number(struct cx *cx, uint64_t n) {
	return text_number(cx->arena, cx->lang, n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

/* "" for what is not known. */
static const char *decimal(struct cx *cx, double x, int places) {
	return isfinite(x) ? text_decimal(cx->arena, cx->lang, x, places) : "";
}

static const char *percent(struct cx *cx, double share) {
	return isfinite(share) ? arena_printf(cx->arena, "%s %%", text_decimal(cx->arena, cx->lang, 100 * share, 1)) : "";
}

/* m and u go down to one in a million: three digits that count, not places. */
static const char *rate(struct cx *cx, double x) {
	return !isfinite(x) ? "" : arena_printf(cx->arena, "%.3g", x);
}

static const char *fill(struct cx *cx, const char *message, const char *n, const char *m) {
	return text_fill(cx->arena, message, (const struct text_fill[]){{"n", n}, {"m", m}, {0}});
}

/* A table's head: names ended by NULL; one that begins with "#" stands over numbers. */
static void table(struct buf *to, const char *const names[]) {
	buf_str(to, "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
	for (size_t i = 0; names[i] != NULL; i++)
		put(to, *names[i] == '#' ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">", names[i] + (*names[i] == '#'), "</th>");
	buf_str(to, "</tr></thead>\n<tbody>\n");
}

static void end_table(struct buf *to) {
	buf_str(to, "</tbody></table></div>\n");
}

static const char *heading(struct cx *cx, const char *name) {
	return arena_printf(cx->arena, "#%s", name);
}

static void verdict(struct cx *cx, const struct link_report *r, struct buf *to) {
	put(to, "<p class=\"verdict\">", fill(cx, _("%{n} records are %{m} people, as far as these files can tell."), number(cx, r->records),
		number(cx, r->people)), "</p>\n<ul>\n");
	for (uint32_t i = 0; i < r->files; i++)
		put(to, "<li><code>", r->file[i], "</code></li>\n");
	put(to, "<li>", fill(cx, _("%{n} pairs of records were compared; pairs of weight %{m} or more are taken for one person."),
		number(cx, r->pairs), decimal(cx, r->threshold, 1)), "</li>\n");
	put(to, "<li>", fill(cx, _("It took %{n} seconds and %{m} MiB of memory."), decimal(cx, r->seconds, 2), decimal(cx, r->peak_mib, 0)), "</li>\n");
	put(to, "<li>", r->model != NULL ? r->model : _("The weights were learnt from these files; nobody told the program who is who."), "</li>\n");
	buf_str(to, "</ul>\n");
	put(to, "<p class=\"quiet\">", _("No weight decides about a person. Links near the threshold want a human eye before anything is done "
		"about them."), "</p>\n");
	for (uint32_t i = 0; i < r->said_n; i++)
		put(to, "<p>", r->said[i], "</p>\n");
}

static void columns(struct cx *cx, const struct link_report *r, struct buf *to) {
	const char *const uses[] = {_("not used"), _("compared"), _("finds pairs"), _("compared, finds pairs")};
	put(to, "<h2>", _("What the files hold"), "</h2>\n");
	table(to, (const char *const[]){_("Column"), _("Read as"), heading(cx, _("Filled")), "", heading(cx, _("Different values")), _("Use"), NULL});
	for (uint32_t i = 0; i < r->columns; i++) {
		const struct link_report_column *c = &r->column[i];
		put(to, "<tr><th scope=\"row\">", c->name, "</th>");
		put(to, "<td>", c->kind, "</td>");
		put(to, "<td class=\"n\">", percent(cx, c->filled), "</td><td>");
		link_picture_share(to, c->filled);
		put(to, "</td><td class=\"n\">", number(cx, c->distinct), "</td>");
		put(to, "<td>", uses[c->use], "</td></tr>\n");
	}
	end_table(to);
}

static void rules(struct cx *cx, const struct link_report *r, struct buf *to) {
	bool known = false; /* how much each rule adds to the truth */
	for (uint32_t i = 0; i < r->rules; i++)
		known = known || (r->truth && isfinite(r->rule[i].truth));
	put(to, "<h2>", _("Which pairs were looked at"), "</h2>\n");
	put(to, "<p>", _("Comparing everybody with everybody would take too long. Two records are compared when at least one of these rules holds; a pair "
		"that no rule finds is never seen, whatever its weight would be."), "</p>\n");
	table(to, (const char *const[]){_("Both have the same"), heading(cx, _("Pairs")), heading(cx, _("New pairs")),
		known ? heading(cx, _("True pairs found so far")) : NULL, NULL});
	for (uint32_t i = 0; i < r->rules; i++) {
		put(to, "<tr><th scope=\"row\">", r->rule[i].name, "</th>");
		put(to, "<td class=\"n\">", number(cx, r->rule[i].pairs), "</td>");
		put(to, "<td class=\"n\">", number(cx, r->rule[i].more), "</td>");
		if (known)
			put(to, "<td class=\"n\">", percent(cx, r->rule[i].truth), "</td>");
		buf_str(to, "</tr>\n");
	}
	end_table(to);
	if (r->truth && isfinite(r->blocking_recall))
		put(to, "<p>", fill(cx, _("Of all true pairs %{n} were looked at."), percent(cx, r->blocking_recall), ""), "</p>\n");
}

static double largest(const struct link_report *r) {
	double most = 1;
	for (uint32_t i = 0; i < r->comparisons; i++)
		for (uint32_t k = 0; k < r->comparison[i].levels; k++)
			if (isfinite(r->comparison[i].level[k].weight))
				most = fmax(most, fabs(r->comparison[i].level[k].weight));
	return most;
}

static void weights(struct cx *cx, const struct link_report *r, struct buf *to) {
	double most = largest(r);
	uint32_t untrained = 0;
	put(to, "<h2>", _("What speaks for one person, and what against"), "</h2>\n");
	put(to, "<p>", _("A weight of +1 makes it twice as likely that two records are one person, +2 four times, -1 half as likely. It comes "
		"from how often records of one person agree like that, and how often records of two people do. Rare values weigh more than the table "
		"says."), "</p>\n");
	for (uint32_t i = 0; i < r->comparisons; i++) {
		const struct link_report_comparison *c = &r->comparison[i];
		put(to, "<h3>", c->name, "</h3>\n");
		table(to, (const char *const[]){_("The two records"), heading(cx, _("Weight")), "", heading(cx, _("One person")),
			heading(cx, _("Two people")), heading(cx, _("Pairs")), NULL});
		for (uint32_t k = 0; k < c->levels; k++) {
			const struct link_report_level *l = &c->level[k];
			put(to, "<tr><th scope=\"row\">", l->name, !l->trained && !l->missing ? " <strong>*</strong></th>" : "</th>");
			put(to, "<td class=\"n\">", l->missing ? "0" : decimal(cx, l->weight, 1), "</td><td>");
			link_picture_weight(to, l->missing ? 0 : l->weight, most);
			put(to, "</td><td class=\"n\">", l->missing ? "" : rate(cx, l->m), "</td>");
			put(to, "<td class=\"n\">", l->missing ? "" : rate(cx, l->u), "</td>");
			put(to, "<td class=\"n\">", number(cx, l->pairs), "</td></tr>\n");
			untrained += !l->trained && !l->missing;
		}
		end_table(to);
	}
	if (untrained > 0)
		put(to, "<p><strong>*</strong> ", _("Too few pairs of the training were like this: the weight is set by rule, not learnt."), "</p>\n");
}

static void pairs(struct cx *cx, const struct link_report *r, struct buf *to) {
	put(to, "<h2>", _("How the weights lie"), "</h2>\n");
	put(to, "<p>", r->truth
		? _("Bars show how many pairs have each weight; blue are those known to be one person, orange the others. The dashed line is the threshold.")
		: _("Bars show how many pairs have each weight. A good model leaves a valley between two hills; the dashed line is the threshold."),
		"</p>\n");
	link_picture_weights(cx, r, to);
	put(to, "<details><summary>", _("The numbers"), "</summary>\n");
	table(to, (const char *const[]){heading(cx, _("Weight from")), heading(cx, _("to")), heading(cx, _("Pairs")),
		r->truth ? heading(cx, _("known to be one person")) : NULL, NULL});
	for (uint32_t i = 0; i < r->bins; i++) {
		put(to, "<tr><td class=\"n\">", decimal(cx, r->bin[i].from, 1), "</td>");
		put(to, "<td class=\"n\">", decimal(cx, r->bin[i].to, 1), "</td>");
		put(to, "<td class=\"n\">", number(cx, r->bin[i].pairs), "</td>");
		if (r->truth)
			put(to, "<td class=\"n\">", number(cx, r->bin[i].same), "</td>");
		buf_str(to, "</tr>\n");
	}
	end_table(to);
	buf_str(to, "</details>\n");
}

static void points(struct cx *cx, const struct link_report_point *p, uint32_t n, struct buf *to) {
	put(to, "<details><summary>", _("The numbers"), "</summary>\n");
	table(to, (const char *const[]){heading(cx, _("Threshold")), heading(cx, _("Pairs")), heading(cx, _("Precision")), heading(cx, _("Recall")), "#F1",
		NULL});
	for (uint32_t i = 0; i < n; i++) {
		put(to, "<tr><td class=\"n\">", decimal(cx, p[i].threshold, 1), "</td>");
		put(to, "<td class=\"n\">", number(cx, p[i].pairs), "</td>");
		put(to, "<td class=\"n\">", decimal(cx, p[i].precision, 4), "</td>");
		put(to, "<td class=\"n\">", decimal(cx, p[i].recall, 4), "</td>");
		put(to, "<td class=\"n\">", decimal(cx, p[i].f1, 4), "</td></tr>\n");
	}
	end_table(to);
	buf_str(to, "</details>\n");
}

static void truth(struct cx *cx, const struct link_report *r, struct buf *to) {
	put(to, "<h2>", _("How right it is"), "</h2>\n");
	put(to, "<p>", _("Precision: of the pairs taken for one person, how many are. Recall: of the pairs that are one person, how many were found, those "
		"no rule looked at included."), "</p>\n");
	put(to, "<h3>", _("Pairs"), "</h3>\n");
	put(to, "<p>", fill(cx, _("Best F1 %{n}, at weight %{m}."), decimal(cx, r->pair_best.f1, 4), decimal(cx, r->pair_best.threshold, 1)), "</p>\n");
	link_picture_curve(cx, r->pair_curve, r->pair_points, r->threshold, _("Pairs: precision, recall and F1 by threshold"), to);
	points(cx, r->pair_curve, r->pair_points, to);
	put(to, "<h3>", _("People"), "</h3>\n");
	put(to, "<p>", fill(cx, _("F1 %{n} at the threshold of this run, %{m}."), decimal(cx, r->cluster_now.f1, 4),
		decimal(cx, r->cluster_now.threshold, 1)), "</p>\n");
	if (r->cluster_points > 1) {
		link_picture_curve(cx, r->cluster_curve, r->cluster_points, r->threshold, _("People: precision, recall and F1 by threshold"), to);
		points(cx, r->cluster_curve, r->cluster_points, to);
	}
}

static void sizes(struct cx *cx, const struct link_report *r, struct buf *to) {
	put(to, "<h2>", _("Records a person"), "</h2>\n");
	link_picture_sizes(cx, r, to);
	put(to, "<details><summary>", _("The numbers"), "</summary>\n");
	table(to, (const char *const[]){heading(cx, _("Records")), heading(cx, _("People")), NULL});
	for (uint32_t i = 0; i < r->sizes; i++) {
		put(to, "<tr><td class=\"n\">", number(cx, r->size[i].size), "</td>");
		put(to, "<td class=\"n\">", number(cx, r->size[i].clusters), "</td></tr>\n");
	}
	end_table(to);
	buf_str(to, "</details>\n");
}

/* A cell with what differs from the other one marked: all between their common beginning and end. */
static void cell(struct buf *to, const char *mine, const char *other) {
	mine = mine != NULL ? mine : "";
	other = other != NULL ? other : "";
	size_t n = strlen(mine), m = strlen(other), from = 0, end = 0;
	while (from < n && from < m && mine[from] == other[from])
		from++;
	while (from > 0 && (mine[from] & 0xc0) == 0x80)
		from--;
	while (end < n - from && end < m - from && mine[n - 1 - end] == other[m - 1 - end])
		end++;
	while (end > 0 && (mine[n - end] & 0xc0) == 0x80)
		end--;
	buf_str(to, "<td>");
	html_escape(to, mine, from);
	if (n > from + end && m > 0) {
		buf_str(to, "<mark>");
		html_escape(to, mine + from, n - from - end);
		buf_str(to, "</mark>");
	} else
		html_escape(to, mine + from, n - from - end);
	html_escape(to, mine + n - end, end);
	buf_str(to, "</td>");
}

static void waterfalls(struct cx *cx, const struct link_report *r, struct buf *to) {
	put(to, "<h2>", _("Pairs, one by one"), "</h2>\n");
	put(to, "<p>", _("The sum begins with how rare it is that two records taken blindly are one person, and each comparison adds to it or takes away."),
		"</p>\n");
	for (uint32_t i = 0; i < r->pairs_shown; i++) {
		const struct link_report_pair *p = &r->pair[i];
		buf_str(to, i == 0 ? "<details open><summary>" : "<details><summary>");
		put(to, "<strong>", decimal(cx, p->weight, 1), "</strong> &#183; ");
		put(to, "<code>", p->left, "</code> &#183; ");
		put(to, "<code>", p->right, "</code>");
		if (p->why != NULL)
			put(to, " &#183; ", p->why, "");
		if (p->truth >= 0)
			put(to, " &#183; ", p->truth == 1 ? _("known to be one person") : _("known to be two people"), "");
		buf_str(to, "</summary>\n");
		link_picture_waterfall(cx, r, p, to);
		table(to, (const char *const[]){"", p->left, p->right, _("They are"), heading(cx, _("Weight")), NULL});
		for (uint32_t k = 0; k < p->parts; k++) {
			put(to, "<tr><th scope=\"row\">", p->part[k].name, "</th>");
			cell(to, p->part[k].left, p->part[k].right);
			cell(to, p->part[k].right, p->part[k].left);
			put(to, "<td>", p->part[k].level, "</td>");
			put(to, "<td class=\"n\">", decimal(cx, p->part[k].weight, 1), "</td></tr>\n");
		}
		end_table(to);
		buf_str(to, "</details>\n");
	}
}

void link_html(struct cx *cx, const struct link_report *r, struct buf *to) {
	buf_printf(to, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", cx->lang);
	put(to, "<title>", _("Records of one person"), "</title>\n");
	buf_str(to, head);
	put(to, "</head>\n<body>\n<main>\n<h1>", _("Records of one person"), "</h1>\n");
	verdict(cx, r, to);
	if (r->columns > 0)
		columns(cx, r, to);
	if (r->rules > 0)
		rules(cx, r, to);
	if (r->comparisons > 0)
		weights(cx, r, to);
	if (r->bins > 0)
		pairs(cx, r, to);
	if (r->truth)
		truth(cx, r, to);
	if (r->sizes > 0)
		sizes(cx, r, to);
	if (r->pairs_shown > 0)
		waterfalls(cx, r, to);
	if (r->bins == 0 && r->pairs_shown == 0)
		put(to, "<p>", _("No two records had anything in common: there was nothing to compare."), "</p>\n");
	buf_str(to, "</main>\n</body>\n</html>\n");
}
