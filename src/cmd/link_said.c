/* What people said of pairs, from files: decisions, which always hold, and labels, from which the model learns and by which it is judged. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/link.h"
#include "io/table.h"
#include "link/hash.h"

struct sayings {
	struct link_job *job;
	const char *what;    /* "decisions" or "labels", for messages */
	struct entry {
		uint64_t hash;
		uint32_t record;
	} *entry;            /* by hash of the id */
	size_t room;
	size_t left, right, score; /* cells of a row */
};

static int by_hash(const void *a, const void *b) {
	const struct entry *x = a, *y = b;
	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->record > y->record) - (x->record < y->record);
}

/* The record of this id; UINT32_MAX: none. */
static uint32_t record_find(const struct sayings *d, const char *id) {
	struct entry key = {.hash = link_hash(id, strlen(id))};
	uint32_t n = d->job->table.records, low = 0, high = n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (d->entry[middle].hash < key.hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && d->entry[low].hash == key.hash; low++) {
		char number[16];
		size_t length;
		const char *name = link_record_name(d->job, d->entry[low].record, number, &length);
		if (length == strlen(id) && memcmp(name, id, length) == 0)
			return d->entry[low].record;
	}
	return UINT32_MAX;
}

static int pair_find(struct cx *cx, const struct sayings *d, const char *place, const char *left, const char *right, uint32_t *l, uint32_t *r) {
	*l = record_find(d, left);
	*r = record_find(d, right);
	if (*l == UINT32_MAX || *r == UINT32_MAX)
		return err_say(cx, ERR_INVALID, place, N_("No record has this id."), *l == UINT32_MAX ? left : right);
	return *l == *r ? err_say(cx, ERR_INVALID, place, N_("A record is always the same as itself."), left) : 0;
}

static int take_decision(struct cx *cx, const struct table_row *row, void *arg) {
	struct sayings *d = arg;
	struct link_job *job = d->job;
	const char *place = arena_printf(cx->arena, "decisions, row %lld", (long long)row->line);
	struct link_said s = {0};
	if (row->line == 1)
		return 0;
	if (row->n != 3)
		return err_say(cx, ERR_INVALID, place, N_("A decision is three cells: id, id, and same or different."), NULL);
	int rc = pair_find(cx, d, place, row->cells[0], row->cells[1], &s.left, &s.right);
	if (rc != 0)
		return rc;
	s.same = str_equal(row->cells[2], "same");
	if (!s.same && !str_equal(row->cells[2], "different"))
		return err_say(cx, ERR_INVALID, place, N_("A decision is three cells: id, id, and same or different."), row->cells[2]);
	if (job->said_n == d->room) {
		d->room = d->room * 2 + 256;
		job->said = link_grow(job->memory, job->said, d->room, sizeof *job->said);
	}
	job->said[job->said_n++] = s;
	return 0;
}

/* Labels ------------------------------------------------------------------------------------------------------------------------- */

/* Two ids and a score: headings that end in _l and _r and one that speaks of a score, or else the first two cells and the last. */
static void label_heading(struct sayings *d, const struct table_row *row) {
	bool left = false, right = false;
	d->left = 0;
	d->right = 1;
	d->score = row->n - 1;
	for (size_t i = 0; i < row->n; i++) {
		bool id = strcasestr(row->cells[i], "id") != NULL;
		if (!left && id && str_ends(row->cells[i], "_l")) {
			d->left = i;
			left = true;
		} else if (!right && id && str_ends(row->cells[i], "_r")) {
			d->right = i;
			right = true;
		} else if (strcasestr(row->cells[i], "score") != NULL || strcasestr(row->cells[i], "label") != NULL) {
			d->score = i;
		}
	}
}

/* A chance from 0 to 1, or a word. */
static bool score_read(const char *s, double *ret) {
	static const struct {
		const char *word;
		double score;
	} words[] = {{"same", 1}, {"match", 1}, {"yes", 1}, {"true", 1}, {"different", 0}, {"no", 0}, {"false", 0}, {"unsure", 0.5}};
	char *end;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i].word) == 0) {
			*ret = words[i].score;
			return true;
		}
	double x = strtod(s, &end);
	if (end == s || *end != 0 || !(x >= 0 && x <= 1))
		return false;
	*ret = x;
	return true;
}

static int take_label(struct cx *cx, const struct table_row *row, void *arg) {
	struct sayings *d = arg;
	struct link_job *job = d->job;
	const char *place = arena_printf(cx->arena, "labels, row %lld", (long long)row->line);
	struct link_label label = {0};
	if (row->line == 1 && row->n >= 3) {
		label_heading(d, row);
		return 0;
	}
	if (row->n <= d->left || row->n <= d->right || row->n <= d->score || row->n < 3)
		return err_say(cx, ERR_INVALID, place, N_("A label is at least three cells: id, id, and how sure it is that they are one person."), NULL);
	int rc = pair_find(cx, d, place, row->cells[d->left], row->cells[d->right], &label.left, &label.right);
	if (rc != 0)
		return rc;
	if (!score_read(row->cells[d->score], &label.score))
		return err_say(cx, ERR_INVALID, place, N_("A label ends with a number from 0 to 1, or with same or different."), row->cells[d->score]);
	if (label.left > label.right) {
		uint32_t t = label.left;
		label.left = label.right;
		label.right = t;
	}
	if (job->labels_n == d->room) {
		d->room = d->room * 2 + 256;
		job->label = link_grow(job->memory, job->label, d->room, sizeof *job->label);
	}
	job->label[job->labels_n++] = label;
	return 0;
}

static int sayings_read(struct link_job *job, const char *path, int (*take)(struct cx *cx, const struct table_row *row, void *arg)) {
	struct sayings d = {.job = job};
	struct cx *cx = job->cx;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	d.entry = link_alloc(job->memory, job->table.records, sizeof *d.entry);
	for (uint32_t i = 0; i < job->table.records; i++) {
		char number[16];
		size_t n;
		const char *name = link_record_name(job, i, number, &n);
		d.entry[i] = (struct entry){link_hash(name, n), i};
	}
	qsort(d.entry, job->table.records, sizeof *d.entry, by_hash);
	int rc = table_read_rows(cx, fd, LINK_RECORDS, take, &d);
	close(fd);
	link_free(job->memory, d.entry);
	return rc;
}

int link_said_read(struct link_job *job) {
	int rc = job->decisions == NULL ? 0 : sayings_read(job, job->decisions, take_decision);
	return rc != 0 || job->labels == NULL ? rc : sayings_read(job, job->labels, take_label);
}
