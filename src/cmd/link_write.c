/* What `atrama link` leaves: clusters, pairs, the model, JSON, and words for people at a terminal. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/link.h"
#include "link/model_file.h"

/* Files: written beside and renamed, so that a broken run leaves none that is half -------------------------------------------------- */

struct writer {
	struct cx *cx;
	const char *path, *beside;
	FILE *to;
	bool failed;
};

static int writer_open(struct writer *w, struct cx *cx, const char *path) {
	*w = (struct writer){.cx = cx, .path = path, .beside = arena_printf(cx->arena, "%s.part", path)};
	w->to = fopen(w->beside, "we");
	return w->to == NULL ? err_say(cx, ERR_IO, NULL, N_("The file could not be written."), path) : 0;
}

static int writer_close(struct writer *w) {
	bool failed = ferror(w->to) != 0;
	failed |= fclose(w->to) != 0;
	if (failed || rename(w->beside, w->path) != 0) {
		remove(w->beside);
		return err_say(w->cx, ERR_IO, NULL, N_("The file could not be written."), w->path);
	}
	return 0;
}

static bool is_plain(const char *s, size_t n) {
	bool plain = true;
	for (size_t i = 0; i < n; i++)
		plain &= s[i] != '"' && s[i] != ',' && s[i] != '\n' && s[i] != '\r';
	return plain;
}

/* One cell of a CSV. These files are this thread's alone: nothing is locked for a cell. */
static void cell(FILE *to, const char *s, size_t n) {
	if (is_plain(s, n)) {
		fwrite_unlocked(s, 1, n, to);
		return;
	}
	putc('"', to);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			putc('"', to);
		putc(s[i], to);
	}
	putc('"', to);
}

static void record_cell(const struct link_job *job, FILE *to, uint32_t record) {
	char number[16];
	size_t n;
	const char *name = link_record_name(job, record, number, &n);
	cell(to, name, n);
}

static void number_cell(FILE *to, uint32_t x) {
	char digits[12], *at = digits + sizeof digits;
	do
		*--at = (char)('0' + x % 10), x /= 10;
	while (x > 0);
	fwrite_unlocked(at, 1, (size_t)(digits + sizeof digits - at), to);
}

static bool has_source(const struct link_job *job) {
	return job->file_of != NULL || job->source_column >= 0;
}

static void source_cell(const struct link_job *job, FILE *to, uint32_t record) {
	const struct link_column *c = job->source_column < 0 ? NULL : &job->table.column[job->source_column];
	size_t n = 0;
	const char *name = c == NULL ? job->name[job->file_of[record] - 1] : c->id[record] == 0 ? "" : link_value(c, c->id[record], &n);
	cell(to, name, c == NULL ? strlen(name) : n);
}

int link_clusters_write(const struct link_job *job) {
	const struct link_engine *e = job->engine;
	struct writer w;
	if (job->out == NULL)
		return 0;
	uint32_t *number = link_alloc(job->memory, e->rows.records, sizeof *number), n = 0; /* before there is a file that would be left half */
	int rc = writer_open(&w, job->cx, job->out);
	if (rc != 0)
		return rc;
	fputs(has_source(job) ? "id,cluster,source\n" : "id,cluster\n", w.to);
	for (uint32_t i = 0; i < e->rows.records; i++) {
		uint32_t *of = &number[e->cluster[i]];
		if (*of == 0)
			*of = ++n;
		record_cell(job, w.to, i);
		putc_unlocked(',', w.to);
		number_cell(w.to, *of);
		if (has_source(job)) {
			putc_unlocked(',', w.to);
			source_cell(job, w.to, i);
		}
		putc_unlocked('\n', w.to);
	}
	link_free(job->memory, number);
	return writer_close(&w);
}

static const char *part_name(const struct link_job *job, const struct link_comparison *c) {
	const char *column = job->heading[c->column[0]];
	return c->measure > MEASURE_SURNAME ? column
		: arena_printf(job->cx->arena, "%s", c->measure == MEASURE_NAME ? "names" : c->measure == MEASURE_GIVEN ? "given name alone"
			: "family name alone");
}

int link_pairs_write(const struct link_job *job) {
	const struct link_engine *e = job->engine;
	struct writer w;
	if (job->pairs == NULL)
		return 0;
	int rc = writer_open(&w, job->cx, job->pairs);
	if (rc != 0)
		return rc;
	fputs("left,right,weight,probability,same_cluster", w.to);
	for (int i = 0; i < e->model.comparisons; i++) {
		putc(',', w.to);
		const char *name = part_name(job, &e->model.comparison[i]);
		cell(w.to, name, strlen(name));
	}
	putc('\n', w.to);
	for (size_t i = 0; i < e->scores.edges && e->scores.edge[i].weight >= (int32_t)lrint(e->threshold * LINK_BIT); i++) {
		const struct link_edge *edge = &e->scores.edge[i];
		double bits = (double)edge->weight / LINK_BIT;
		uint64_t pattern = link_pattern(&e->comparer, edge->left, edge->right, e->seen);
		record_cell(job, w.to, edge->left);
		putc(',', w.to);
		record_cell(job, w.to, edge->right);
		fprintf(w.to, ",%.3f,%.6f,%d", bits, 1 / (1 + exp2(-bits)), e->cluster[edge->left] == e->cluster[edge->right]);
		for (int k = 0; k < e->model.comparisons; k++)
			fprintf(w.to, ",%.3f", (double)link_part(&e->comparer, k, pattern, edge->left, edge->right) / LINK_BIT);
		putc('\n', w.to);
	}
	return writer_close(&w);
}

int link_model_write(const struct link_job *job) {
	struct writer w;
	if (job->model_out == NULL)
		return 0;
	struct buf b = buf_new(job->cx->arena, LINK_OUT);
	struct link_model m = job->engine->model;
	m.threshold = job->engine->threshold;
	link_model_print(&b, &m, job->heading);
	int rc = writer_open(&w, job->cx, job->model_out);
	if (rc != 0)
		return rc;
	fwrite(b.at, 1, b.n, w.to);
	return writer_close(&w);
}

/* JSON ------------------------------------------------------------------------------------------------------------------------------ */

static void text(FILE *to, const char *s) {
	putc('"', to);
	for (; *s != 0; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			fprintf(to, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(to, "\\u%04x", c);
		else
			putc(c, to);
	}
	putc('"', to);
}

static void quality(FILE *to, const struct link_quality *q) {
	fprintf(to, "\"precision\": %.6f, \"recall\": %.6f, \"f1\": %.6f", q->precision, q->recall, q->f1);
}

static void curves(const struct link_job *job, FILE *to) {
	const struct link_engine *e = job->engine;
	fputs(",\n \"pair_thresholds\": [", to);
	bool first = true;
	for (int bits = -10; bits <= 20; bits++) {
		struct link_quality q = link_pair_quality(&e->scores, e->true_pairs, link_bin(bits * LINK_BIT), 2);
		fprintf(to, "%s\n  {\"threshold\": %d, ", first ? "" : ",", bits);
		quality(to, &q);
		putc('}', to);
		first = false;
	}
	fputs("],\n \"cluster_thresholds\": [", to);
	for (int i = 0; i < e->bars; i++) {
		fprintf(to, "%s\n  {\"threshold\": %.2f, ", i > 0 ? "," : "", e->bar[i].all.threshold);
		quality(to, &e->bar[i].all);
		fprintf(to, ", \"largest\": %u}", e->bar[i].largest);
	}
	fprintf(to, "],\n \"judged_on\": \"%s\"", e->by_truth ? "half of the people; thresholds were set on the other half" : "all");
}

void link_json(const struct link_job *job, FILE *to) {
	const struct link_engine *e = job->engine;
	const struct link_seconds *s = &job->seconds;
	bool truth = e->options.truth != NULL;
	fprintf(to, "{\"records\": %u, \"pairs\": %llu,\n \"seconds\": {\"load\": %.4f, \"train\": %.4f, \"score\": %.4f, \"cluster\": %.4f, "
		"\"total\": %.4f, \"judging\": %.4f},\n \"peak_mib\": %.1f, \"spilled_mib\": %.1f,\n \"threshold\": %.2f, \"clusters\": %u, \"largest\": %u,\n", e->rows.records,
		(unsigned long long)e->scores.pairs, s->load, s->train, s->score, s->cluster, s->total, s->choose, job->peak_mib, job->spilled_mib, e->threshold,
		e->sizes.clusters, e->sizes.largest);
	if (link_is_judged(&e->options)) {
		fprintf(to, " \"blocking_recall\": %.6f,\n \"pair\": {\"threshold\": %.2f, ", e->blocking_recall, e->pair.threshold);
		quality(to, &e->pair);
		fprintf(to, "},\n \"cluster\": {\"threshold\": %.2f, ", e->threshold);
		quality(to, &e->clusters);
		fprintf(to, ", \"largest\": %u},\n", e->sizes.largest);
	} else {
		fputs(" \"blocking_recall\": null, \"pair\": null, \"cluster\": null,\n", to);
	}
	fputs(" \"columns\": [", to);
	for (int i = 0; i < job->table.columns; i++) {
		const struct link_column *c = &job->table.column[i];
		fputs(i > 0 ? ",\n  {\"name\": " : "\n  {\"name\": ", to);
		text(to, job->heading[i]);
		fprintf(to, ", \"kind\": \"%s\", \"by\": \"%s\", \"filled\": %u, \"values\": %u", link_kind_names[e->model.kind[i]],
			e->guess[i].by_heading ? "heading" : "content", c->filled, c->values);
		if (e->guess[i].why != NULL) {
			fputs(", \"why\": ", to);
			text(to, e->guess[i].why);
		}
		putc('}', to);
	}
	fputs("],\n \"rules\": [", to);
	for (int i = 0; i < e->model.rules; i++) {
		struct buf b = buf_new(job->cx->arena, 1 << 20);
		link_rule_print(&b, &e->model.rule[i], job->heading);
		fputs(i > 0 ? ",\n  {\"rule\": " : "\n  {\"rule\": ", to);
		text(to, b.at);
		fprintf(to, ", \"pairs\": %llu, \"pairs_in_full\": %llu, \"largest_group\": %u}", (unsigned long long)e->model.rule[i].pairs,
			(unsigned long long)e->blocks.whole[i], e->blocks.largest[i]);
	}
	fprintf(to, "],\n \"lambda\": %.3e, \"duplicate_ids\": %u, \"kept_pairs\": %zu, \"kept_from\": %.3f", e->model.lambda, job->same_ids,
		e->scores.edges, (double)e->scores.floor / LINK_BIT);
	if (job->labels_n > 0)
		fprintf(to, ",\n \"labels\": %zu", job->labels_n);
	if (truth)
		curves(job, to);
	else if (job->labels_n > 0)
		fprintf(to, ",\n \"judged_on\": \"%s\"", e->options.model_given ? "all labels" : "half of the labels; the other half taught");
	fputs("}\n", to);
}

/* Words --------------------------------------------------------------------------------------------------------------------------- */

void link_say(const struct link_job *job, FILE *to) {
	const struct link_engine *e = job->engine;
	fprintf(to, "%u records, %u people. The largest group has %u records.\n", e->rows.records, e->sizes.clusters, e->sizes.largest);
	fprintf(to, "%llu pairs were compared; records are joined from a mean weight of %.1f bits.\n\n", (unsigned long long)e->scores.pairs,
		e->threshold);
	for (int i = 0; i < job->table.columns; i++)
		fprintf(to, "  %-24s %-12s %s\n", job->heading[i], link_kind_names[e->model.kind[i]], e->guess[i].why == NULL ? "" : e->guess[i].why);
	fputs("\nPairs came from these rules:\n", to);
	for (int i = 0; i < e->model.rules; i++) {
		struct buf b = buf_new(job->cx->arena, 1 << 20);
		link_rule_print(&b, &e->model.rule[i], job->heading);
		fprintf(to, "  %10llu  %s\n", (unsigned long long)e->model.rule[i].pairs, b.at);
		if (e->blocks.largest[i] > LINK_GROUP)
			fprintf(to, "              %u records share one key of this rule. Of so many, each is paired with those most like it, not with all "
				"(that would be %llu pairs).\n", e->blocks.largest[i], (unsigned long long)e->blocks.whole[i]);
	}
	if (job->same_ids > 0)
		fprintf(to, "\n%u records share their id with another.\n", job->same_ids);
	if (link_is_judged(&e->options))
		fprintf(to, "\nAgainst the %s%s: the rules find %.4f of the pairs.\n  pairs:    precision %.4f, recall %.4f, F1 %.4f\n"
			"  clusters: precision %.4f, recall %.4f, F1 %.4f\n", e->options.truth != NULL ? "truth" : "labels",
			e->by_truth ? " of one half (thresholds were set on the other)" : "",
			e->blocking_recall, e->pair.precision, e->pair.recall, e->pair.f1, e->clusters.precision, e->clusters.recall, e->clusters.f1);
	fprintf(to, "\n%.2f s: load %.2f, train %.2f, score %.2f, cluster %.2f; %.0f MiB.\n", job->seconds.total, job->seconds.load,
		job->seconds.train, job->seconds.score, job->seconds.cluster, job->peak_mib);
	if (job->spilled_mib > 0)
		fprintf(to, "What did not fit into memory, %.0f MiB, stood in a file in %s meanwhile.\n", job->spilled_mib, job->spill_folder);
}
