/* The table of `atrama estimate`: histories with a count, or one row a person. Every row is checked before anything
   is counted. */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/estimate.h"
#include "io/table.h"
#include "text/catalogue.h"

#define MOST INT64_C(1000000000000) /* people in all: far below what a sum could overflow at */

enum { COLUMNS = TABLE_COLUMNS };

struct reading {
	struct cx *cx;
	const char *strata;        /* names of the columns, or NULL */
	struct estimate_input *in;
	size_t columns;
	enum { AS_LIST, AS_COUNT, AS_STRATUM, AS_SENT } as[COLUMNS];
	unsigned bit[COLUMNS];     /* of a list; of AS_SENT, the list that was sent the person */
	const char *heading[COLUMNS];
	bool counted;              /* there is a column of counts */
	int64_t total;
	bool sent;                 /* there is a column that says who was sent */
	int64_t n[MSE_CELLS], own[MSE_CELLS], by_stratum[MSE_STRATA][MSE_CELLS];
	int lists;
};

static const char *place(const struct reading *r, int64_t line, size_t column) {
	return arena_printf(r->cx->arena, "row %" PRId64 ", column %.60s", line, r->heading[column]);
}

static bool named(const char *names, const char *heading) {
	size_t n = strlen(heading);
	for (const char *at = names; at != NULL && *at != 0; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
		if (strcspn(at, ",") == n && strncmp(at, heading, n) == 0)
			return true;
	return false;
}

/* Every name asked for is there. */
static int strata_there(const struct reading *r) {
	struct cx *cx = r->cx;
	for (const char *at = r->strata; at != NULL && *at != 0; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ',')) {
		bool found = false;
		for (size_t i = 0; i < r->columns; i++)
			found = found || (strlen(r->heading[i]) == strcspn(at, ",") && strncmp(at, r->heading[i], strcspn(at, ",")) == 0);
		if (!found)
			return err_say(cx, ERR_INVALID, "--strata", N_("The table has no column of that name."),
				arena_strndup(cx->arena, at, strcspn(at, ",")));
	}
	return 0;
}

/* "POLICE_referred" beside the list "POLICE": the place of that list's column, or the number of columns. */
static size_t sent_to(const struct reading *r, size_t column) {
	static const char ending[] = "_referred";
	size_t n = strlen(r->heading[column]), end = sizeof ending - 1, i = 0;
	if (n <= end || strcasecmp(r->heading[column] + n - end, ending) != 0)
		return r->columns;
	while (i < r->columns && !(strlen(r->heading[i]) == n - end && strncmp(r->heading[i], r->heading[column],
		n - end) == 0)) i++;
	return i;
}

static int heading(struct reading *r, const struct table_row *row) {
	struct cx *cx = r->cx;
	r->columns = row->n;
	for (size_t i = 0; i < row->n; i++) {
		r->heading[i] = arena_strdup(cx->arena, row->cells[i]);
		if (row->cells[i][0] == 0)
			return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "row 1, column %zu", i + 1),
				N_("Every column needs a heading: the name of a list, or `count`."), NULL);
		for (size_t j = 0; j < i; j++)
			if (str_equal(r->heading[j], r->heading[i]))
				return err_say(cx, ERR_INVALID, "row 1", N_("Two columns have the same heading."), r->heading[i]);
	}
	for (size_t i = 0; i < row->n; i++) {
		bool stratum = named(r->strata, r->heading[i]);
		r->as[i] = stratum ? AS_STRATUM : strcasecmp(r->heading[i], "count") == 0 ? AS_COUNT : AS_LIST;
		r->counted = r->counted || r->as[i] == AS_COUNT;
		if (r->as[i] == AS_LIST && sent_to(r, i) < r->columns) {
			r->as[i] = AS_SENT;
			r->sent = true;
		}
		if (r->as[i] != AS_LIST)
			continue;
		if (r->lists == MSE_LISTS)
			return err_say(cx, ERR_INVALID, "row 1", N_("A table may have 8 lists at most. Name columns that are no lists with "
				"--strata, or leave them out."), r->heading[i]);
		r->bit[i] = 1U << r->lists;
		r->in->names[r->lists++] = r->heading[i];
	}
	for (size_t i = 0; i < row->n; i++)
		if (r->as[i] == AS_SENT)
			r->bit[i] = r->bit[sent_to(r, i)];
	if (r->lists < 2)
		return err_say(cx, ERR_INVALID, "row 1",
			N_("One list says nothing about people on no list: two are needed to compare, three "
			"to estimate."), NULL);
	return strata_there(r);
}

static int member(const struct reading *r, const struct table_row *row, size_t i, unsigned *w) {
	const char *cell = i < row->n ? row->cells[i] : "";
	bool no = str_equal(cell, "0") || strcasecmp(cell, "FALSE") == 0 || (!r->counted && cell[0] == 0);
	bool yes = str_equal(cell, "1") || strcasecmp(cell, "TRUE") == 0 || !r->counted;
	if (!no && !yes)
		return err_say(r->cx, ERR_INVALID, place(r, row->line, i), N_("A list's column holds 1 for on the list, 0 for not."),
			cell);
	*w |= no ? 0 : r->bit[i];
	return 0;
}

static int count_of(struct reading *r, const struct table_row *row, size_t i, int64_t *ret_count) {
	const char *cell = i < row->n ? row->cells[i] : "";
	if (!int_parse(cell, ret_count) || *ret_count < 0)
		return err_say(r->cx, ERR_INVALID, place(r, row->line, i), N_("A count is a whole number from 0 up."), cell);
	if (*ret_count > MOST - r->total)
		return err_say(r->cx, ERR_INVALID, place(r, row->line, i), N_("More than 10^12 people are no count of people."),
			cell);
	return 0;
}

static int stratum_of(struct reading *r, const struct table_row *row, size_t *ret_at) {
	struct buf name = buf_new(r->cx->arena, TABLE_ROW + 4096);
	for (size_t i = 0; i < r->columns; i++)
		if (r->as[i] == AS_STRATUM) {
			const char *cell = i < row->n ? row->cells[i] : "";
			buf_printf(&name, "%s%s", name.n > 0 ? " / " : "", cell[0] == 0 ? "?" : cell);
		}
	struct estimate_input *in = r->in;
	size_t at = 0;
	while (at < in->strata_n && !str_equal(in->strata_names[at], name.at))
		at++;
	if (at == MSE_STRATA)
		return err_say(r->cx, ERR_INVALID, arena_printf(r->cx->arena, "row %" PRId64, row->line),
			N_("There may be 64 strata at most."), name.at);
	if (at == in->strata_n)
		in->strata_names[in->strata_n++] = name.at;
	*ret_at = at;
	return 0;
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct reading *r = arg;
	unsigned w = 0, sent = 0;
	int64_t count = 1;
	size_t at = 0;
	int rc = 0;
	if (r->columns == 0)
		return heading(r, row);
	if (row->n > r->columns)
		return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "row %" PRId64, row->line),
			N_("This row has more cells than the heading has columns."), row->cells[r->columns]);
	for (size_t i = 0; rc == 0 && i < r->columns; i++) {
		if (r->as[i] == AS_LIST)
			rc = member(r, row, i, &w);
		else if (r->as[i] == AS_SENT)
			rc = member(r, row, i, &sent);
		else if (r->as[i] == AS_COUNT)
			rc = count_of(r, row, i, &count);
	}
	if (rc != 0)
		return rc;
	if (w == 0)
		return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "row %" PRId64, row->line),
			N_("This row is on no list. How many people are on none is what is asked: nobody can have counted them."), NULL);
	if ((w & ~sent) == 0 || (sent & ~w) != 0)
		return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "row %" PRId64, row->line), (w & ~sent) == 0
			? N_("Every list was sent this person. Some list must have found her itself.")
			: N_("A list is said to have been sent a person it does not have."), NULL);
	if (r->total >= MOST)
		return err_say(cx, ERR_LIMIT, NULL, N_("More than 10^12 people are no count of people."), NULL);
	if (r->strata != NULL) {
		rc = stratum_of(r, row, &at);
		r->by_stratum[at][w] += rc == 0 ? count : 0;
	}
	r->total += count;
	r->n[w] += count;
	r->own[w & ~sent] += count;
	r->in->sent += count * __builtin_popcount(sent);
	return rc;
}

/* What a list is left out for, or NULL. */
static const char *fault_of(struct cx *cx, const struct reading *r, int j, int *ret_twin) {
	int64_t on = 0;
	bool twin;
	for (unsigned w = 1; w < 1U << r->lists; w++)
		on += (w >> j & 1) != 0 ? r->n[w] : 0;
	if (on == 0)
		return _("Nobody is on the list %{list}: it was left out.");
	if (on == r->total)
		return _("Everybody is on the list %{list}: it cannot tell who was missed, and was left out.");
	for (*ret_twin = 0; *ret_twin < j; ++*ret_twin) {
		twin = true;
		for (unsigned w = 1; twin && w < 1U << r->lists; w++)
			twin = r->n[w] == 0 || (w >> j & 1) == (w >> *ret_twin & 1);
		if (twin)
			return _("The list %{list} has the same people as another one: it was left out.");
	}
	return NULL;
}

/* Lists that say nothing go; what is left is numbered anew. */
static void finish(struct cx *cx, struct reading *r) {
	struct estimate_input *in = r->in;
	int kept[MSE_LISTS], n = 0, twin;
	const char *names[MSE_LISTS];
	for (int j = 0; j < r->lists; j++) {
		const char *fault = fault_of(cx, r, j, &twin);
		if (fault != NULL) {
			in->dropped[in->dropped_n++] = text_fill(cx->arena, fault,
				(const struct text_fill[]){{"list", in->names[j]}, {0}});
			continue;
		}
		names[n] = in->names[j];
		kept[n++] = j;
	}
	memcpy(in->names, names, sizeof names);
	in->table.lists = in->own.lists = n;
	for (size_t s = 0; s < in->strata_n; s++)
		in->strata[s].lists = n;
	for (unsigned w = 1; w < 1U << r->lists; w++) {
		unsigned now = 0;
		for (int j = 0; j < n; j++)
			now |= (w >> kept[j] & 1) << j;
		in->table.n[now] += r->n[w];
		in->own.n[now] += r->own[w];
		for (size_t s = 0; s < in->strata_n; s++)
			in->strata[s].n[now] += r->by_stratum[s][w];
	}
	in->own.n[0] = 0; /* on a list alone that was left out */
	mse_table_close(&in->table);
	mse_table_close(&in->own);
	in->referral = r->sent;
	for (size_t s = 0; s < in->strata_n; s++)
		mse_table_close(&in->strata[s]);
}

int estimate_table_read(struct cx *cx, const char *path, const char *strata, struct estimate_input *ret_input) {
	struct reading *r = arena_alloc(cx->arena, sizeof *r);
	*r = (struct reading){.cx = cx, .strata = strata, .in = ret_input};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	int rc = table_read(cx, fd, take, r);
	close(fd);
	if (rc != 0)
		return rc;
	if (r->total == 0)
		return err_say(cx, ERR_INVALID, NULL, N_("There is nobody in this table."), path);
	finish(cx, r);
	if (ret_input->table.lists < 2)
		return err_say(cx, ERR_INVALID, NULL, ret_input->dropped_n > 0
			? N_("Lists that say nothing were left out, and fewer than two are left: an empty one, one with everybody on it, "
			"or one twice.")
			: N_("One list says nothing about people on no list."), ret_input->dropped_n > 0 ? ret_input->dropped[0] : NULL);
	return 0;
}
