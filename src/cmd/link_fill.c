/* A linkage as the plain arrays its report is drawn from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/link.h"
#include "cmd/link_html.h"
#include "link/model_file.h"
#include "text/catalogue.h"

enum { COUNTED = 2000000, SHOWN = 10, HTML = 64 << 20, BINS = 160 };

static const char *kind_say(struct cx *cx, enum link_kind kind) {
	static const char *const say[LINK_KIND__MAX] = {
		[KIND_IGNORE] = N_("not compared"), [KIND_GIVEN] = N_("given name"), [KIND_SURNAME] = N_("family name"), [KIND_FULL] = N_("whole name"),
		[KIND_MIDDLE] = N_("middle name"), [KIND_DATE] = N_("date"), [KIND_YEAR] = N_("year or age"), [KIND_CATEGORY] = N_("one of a few"),
		[KIND_PLACE] = N_("place"), [KIND_ADDRESS] = N_("address"), [KIND_POSTCODE] = N_("postcode"), [KIND_PHONE] = N_("telephone"),
		[KIND_EMAIL] = N_("mail address"), [KIND_CODE] = N_("number of a document"), [KIND_NUMBER] = N_("number"), [KIND_TEXT] = N_("text"),
		[KIND_LATITUDE] = N_("latitude"), [KIND_LONGITUDE] = N_("longitude"), [KIND_POINT] = N_("coordinates"), [KIND_LIST] = N_("several values"),
	};
	return _(say[kind]);
}

static const char *comparison_name(const struct link_job *job, const struct link_comparison *c) {
	struct cx *cx = job->cx;
	const char *one = job->heading[c->column[0]], *two = c->column[1] < 0 ? NULL : job->heading[c->column[1]];
	if (c->measure == MEASURE_GIVEN)
		return arena_printf(cx->arena, _("%s, where %s is missing"), one, two);
	if (c->measure == MEASURE_SURNAME)
		return arena_printf(cx->arena, _("%s, where %s is missing"), two, one);
	return two == NULL ? one : arena_printf(cx->arena, "%s + %s", one, two);
}

static void fill_columns(const struct link_job *job, struct link_report *r) {
	const struct link_model *m = &job->engine->model;
	struct link_report_column *c = arena_array(job->cx->arena, (size_t)job->table.columns, sizeof *c);
	for (int i = 0; i < job->table.columns; i++) {
		const struct link_column *from = &job->table.column[i];
		bool blocking = false, compared = false;
		for (int k = 0; k < m->rules; k++)
			for (int t = 0; t < m->rule[k].terms; t++)
				blocking |= m->rule[k].term[t].column == i || m->rule[k].term[t].other == i;
		for (int k = 0; k < m->comparisons; k++)
			compared |= m->comparison[k].column[0] == i || m->comparison[k].column[1] == i;
		c[i] = (struct link_report_column){.name = job->heading[i], .kind = kind_say(job->cx, (enum link_kind)m->kind[i]),
			.filled = (double)from->filled / job->table.records, .distinct = from->values, .use = compared && blocking ? LINK_USE_BOTH
			: compared ? LINK_USE_COMPARED : blocking ? LINK_USE_BLOCKING : LINK_USE_NONE};
	}
	r->column = c;
	r->columns = (uint32_t)job->table.columns;
}

static void fill_rules(const struct link_job *job, struct link_report *r) {
	const struct link_model *m = &job->engine->model;
	struct link_report_rule *rules = arena_array(job->cx->arena, (size_t)m->rules + 1, sizeof *rules);
	for (int i = 0; i < m->rules; i++) {
		struct buf b = buf_new(job->cx->arena, 1 << 20);
		link_rule_print(&b, &m->rule[i], job->heading);
		rules[i] = (struct link_report_rule){.name = b.at, .pairs = m->rule[i].pairs, .more = job->engine->scores.more[i], .truth = NAN};
	}
	r->rule = rules;
	r->rules = (uint32_t)m->rules;
}

/* Levels with how many of the kept pairs stand on each. */
static void fill_comparisons(const struct link_job *job, struct link_report *r) {
	const struct link_engine *e = job->engine;
	uint64_t counted[LINK_COMPARISONS][16];
	struct link_report_comparison *c = arena_array(job->cx->arena, LINK_COMPARISONS, sizeof *c);
	struct cx *cx = job->cx;
	memset(counted, 0, sizeof counted);
	for (size_t i = 0; i < e->scores.edges && i < COUNTED; i++) {
		uint64_t pattern = link_pattern(&e->comparer, e->scores.edge[i].left, e->scores.edge[i].right, e->seen);
		for (int k = 0; k < e->model.comparisons; k++)
			counted[k][link_level(pattern, k)]++;
	}
	for (int i = 0; i < e->model.comparisons; i++) {
		const struct link_comparison *from = &e->model.comparison[i];
		const struct link_measure_info *info = &link_measures[from->measure];
		struct link_report_level *level = arena_array(cx->arena, LINK_LEVELS + 1, sizeof *level);
		for (int k = info->levels - 1, n = 0; k >= 0; k--)
			level[n++] = (struct link_report_level){.name = _(info->say[k]), .m = from->m[k], .u = from->u[k],
				.weight = (double)from->weight[k] / LINK_BIT, .pairs = counted[i][k], .trained = from->trained[k]};
		level[info->levels] = (struct link_report_level){.name = _("missing on one side"), .pairs = counted[i][LINK_NULL], .missing = true,
			.trained = true};
		c[i] = (struct link_report_comparison){comparison_name(job, from), level, (uint32_t)info->levels + 1};
	}
	r->comparison = c;
	r->comparisons = (uint32_t)e->model.comparisons;
}

static void fill_bins(const struct link_job *job, struct link_report *r) {
	const struct link_scores *s = &job->engine->scores;
	int per = LINK_BIN_OF_A_BIT, n = (LINK_BINS - 1) / per, low = n, high = 0;
	struct link_report_bin *bin = arena_array(job->cx->arena, (size_t)n, sizeof *bin);
	for (int i = 0; i < n; i++) {
		bin[i] = (struct link_report_bin){.from = LINK_BIN_FROM + i, .to = LINK_BIN_FROM + i + 1};
		for (int k = 0; k < per; k++) {
			bin[i].pairs += s->bin[i * per + k];
			bin[i].same += s->same[i * per + k][0] + s->same[i * per + k][1];
		}
		low = bin[i].pairs > 0 && i < low ? i : low;
		high = bin[i].pairs > 0 ? i : high;
	}
	r->bin = low > high ? bin : bin + low;
	r->bins = low > high ? 0 : (uint32_t)(high - low + 1);
}

static void fill_sizes(const struct link_job *job, struct link_report *r) {
	const struct link_engine *e = job->engine;
	uint32_t *size = link_alloc(job->memory, e->rows.records, sizeof *size), *of = link_alloc(job->memory, (size_t)e->rows.records + 1,
		sizeof *of);
	size_t kinds = 0;
	for (uint32_t i = 0; i < e->rows.records; i++)
		size[e->cluster[i]]++;
	for (uint32_t i = 0; i < e->rows.records; i++)
		if (size[i] > 0)
			kinds += of[size[i]]++ == 0;
	struct link_report_size *s = arena_array(job->cx->arena, kinds, sizeof *s);
	size_t n = 0;
	for (uint32_t i = 1; i <= e->rows.records; i++)
		if (of[i] > 0)
			s[n++] = (struct link_report_size){i, of[i]};
	link_free(job->memory, size);
	link_free(job->memory, of);
	r->size = s;
	r->sizes = (uint32_t)n;
}

static struct link_report_point point(const struct link_quality *q, double threshold, uint64_t pairs) {
	return (struct link_report_point){threshold, q->precision, q->recall, q->f1, pairs};
}

static void fill_truth(const struct link_job *job, struct link_report *r) {
	const struct link_engine *e = job->engine;
	enum { POINTS = 41 };
	r->truth = true;
	r->blocking_recall = e->blocking_recall;
	struct link_report_point *pair = arena_array(job->cx->arena, POINTS, sizeof *pair), *cluster = arena_array(job->cx->arena,
		LINK_BARS, sizeof *cluster);
	for (int i = 0; i < POINTS; i++) {
		uint64_t pairs = 0;
		int from = link_bin((i - 15) * LINK_BIT);
		for (int bin = from; bin < LINK_BINS; bin++)
			pairs += e->scores.bin[bin];
		struct link_quality q = link_pair_quality(&e->scores, e->true_pairs, from, 2);
		pair[i] = point(&q, i - 15, pairs);
	}
	for (int i = 0; i < e->bars; i++)
		cluster[i] = point(&e->bar[i].all, e->bar[i].all.threshold, 0);
	r->pair_curve = pair;
	r->pair_points = POINTS;
	r->cluster_curve = cluster;
	r->cluster_points = (uint32_t)e->bars;
	r->pair_best = point(&e->pair, e->pair.threshold, 0);
	r->cluster_now = point(&e->clusters, e->threshold, 0);
}

/* Pairs worth a look ----------------------------------------------------------------------------------------------------------------- */

static const char *cell_of(const struct link_job *job, int column, uint32_t record) {
	const struct link_column *c = &job->table.column[column];
	size_t n;
	if (c->id[record] == 0)
		return "";
	const char *s = link_value(c, c->id[record], &n);
	return arena_strndup(job->cx->arena, s, n < 200 ? n : 200);
}

static const char *cells_of(const struct link_job *job, const struct link_comparison *c, uint32_t record) {
	const char *one = cell_of(job, c->column[0], record);
	if (c->measure == MEASURE_NAME || (c->measure == MEASURE_POINT && c->column[1] >= 0))
		return arena_printf(job->cx->arena, "%s %s", one, cell_of(job, c->column[1], record));
	return c->measure == MEASURE_SURNAME ? cell_of(job, c->column[1], record) : one;
}

static const char *name_of(const struct link_job *job, uint32_t record) {
	char number[16];
	size_t n;
	const char *name = link_record_name(job, record, number, &n);
	return arena_strndup(job->cx->arena, name, n);
}

static void fill_pair(const struct link_job *job, const struct link_edge *edge, const char *why, struct link_report_pair *p) {
	const struct link_engine *e = job->engine;
	struct cx *cx = job->cx;
	const uint32_t *truth = e->options.truth;
	uint64_t pattern = link_pattern(&e->comparer, edge->left, edge->right, e->seen);
	struct link_report_part *part = arena_array(cx->arena, LINK_COMPARISONS, sizeof *part);
	uint32_t n = 0;
	for (int i = 0; i < e->model.comparisons; i++) {
		const struct link_comparison *c = &e->model.comparison[i];
		int level = link_level(pattern, i);
		if (level == LINK_NULL && (c->measure == MEASURE_GIVEN || c->measure == MEASURE_SURNAME))
			continue;
		part[n++] = (struct link_report_part){.name = comparison_name(job, c), .left = cells_of(job, c, edge->left),
			.right = cells_of(job, c, edge->right), .level = level == LINK_NULL ? _("missing on one side") : _(link_measures[c->measure].say[level]),
			.weight = (double)link_part(&e->comparer, i, pattern, edge->left, edge->right) / LINK_BIT};
	}
	*p = (struct link_report_pair){.left = name_of(job, edge->left), .right = name_of(job, edge->right), .part = part, .parts = n,
		.prior = (double)e->model.prior / LINK_BIT, .weight = (double)edge->weight / LINK_BIT, .why = why, .truth = truth == NULL
		|| truth[edge->left] == 0 || truth[edge->right] == 0 ? -1 : truth[edge->left] == truth[edge->right]};
}

static bool is_false(const struct link_engine *e, size_t i, bool same) {
	const uint32_t *truth = e->options.truth;
	const struct link_edge *edge = &e->scores.edge[i];
	return truth != NULL && truth[edge->left] != 0 && truth[edge->right] != 0 && (truth[edge->left] == truth[edge->right]) == same;
}

static void fill_pairs(const struct link_job *job, struct link_report *r) {
	const struct link_engine *e = job->engine;
	struct cx *cx = job->cx;
	size_t edges = e->scores.edges, at = 0, wrong = 0, missed;
	struct link_report_pair *pair = arena_array(cx->arena, SHOWN, sizeof *pair);
	uint32_t n = 0;
	while (at < edges && e->scores.edge[at].weight >= (int32_t)lrint(e->threshold * LINK_BIT))
		at++;
	if (edges > 0)
		fill_pair(job, &e->scores.edge[0], _("the strongest of all"), &pair[n++]);
	if (at > 2)
		fill_pair(job, &e->scores.edge[at / 2], _("in the middle of those above the threshold"), &pair[n++]);
	for (size_t i = at < 2 ? 0 : at - 2; i < at && i > 0; i++)
		fill_pair(job, &e->scores.edge[i], _("just above the threshold"), &pair[n++]);
	for (size_t i = at; i < edges && i < at + 2; i++)
		fill_pair(job, &e->scores.edge[i], _("just below the threshold"), &pair[n++]);
	while (wrong < at && !is_false(e, wrong, false))
		wrong++;
	if (wrong < at)
		fill_pair(job, &e->scores.edge[wrong], _("the strongest that is wrong"), &pair[n++]);
	for (missed = edges; missed > at && !is_false(e, missed - 1, true); missed--)
		;
	if (missed > at)
		fill_pair(job, &e->scores.edge[missed - 1], _("the weakest that is right"), &pair[n++]);
	r->pair = pair;
	r->pairs_shown = n;
}

int link_report_write(const struct link_job *job) {
	const struct link_engine *e = job->engine;
	struct cx *cx = job->cx;
	struct link_report r = {.file = job->name, .files = (uint32_t)job->files, .records = e->rows.records, .pairs = e->scores.pairs,
		.people = e->sizes.clusters, .threshold = e->threshold, .seconds = job->seconds.total, .peak_mib = job->peak_mib, .model = job->model};
	const char **said = arena_array(cx->arena, 6 + LINK_COLUMNS, sizeof *said);
	for (int i = 0; i < job->table.columns; i++)
		if (e->guess[i].why != NULL)
			said[r.said_n++] = arena_printf(cx->arena, _("Column %s is not compared. %s"), job->heading[i], _(e->guess[i].why));
	if (e->by_truth && e->options.truth == NULL)
		said[r.said_n++] = _("One half of the labels taught the model and set the threshold; the figures are of the other half.");
	else if (e->by_truth)
		said[r.said_n++] = _("The threshold was set on half of the people whose truth is known; the figures are of the other half.");
	if (e->comparer.residence != 0)
		said[r.said_n++] = _("Columns of where somebody lives hang together: of those that speak against, only the strongest counts, and of those that "
			"speak for, the strongest in full and the others half.");
	if (job->same_ids > 0)
		said[r.said_n++] = _("Some records share their id with another.");
	r.said = said;
	fill_columns(job, &r);
	fill_rules(job, &r);
	fill_comparisons(job, &r);
	fill_bins(job, &r);
	fill_sizes(job, &r);
	fill_pairs(job, &r);
	if (e->options.truth != NULL)
		fill_truth(job, &r);
	struct buf out = buf_new(cx->arena, HTML);
	link_html(cx, &r, &out);
	FILE *f = fopen(job->report, "we");
	bool written = f != NULL && fwrite(out.at, 1, out.n, f) == out.n;
	if (f != NULL && fclose(f) != 0)
		written = false;
	return written ? 0 : err_say(cx, ERR_IO, NULL, N_("The report could not be written."), job->report);
}
