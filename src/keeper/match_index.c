#include "keeper/match_inside.h"

#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "link/hash.h"
#include "link/model_file.h"
#include "op/assets.h"
#include "op/op.h"

enum { GROW = 4096, DOCUMENT_COLUMN = 3 };
#define MODEL_PATH "profiles/models/" MATCH_MODEL ".json"

struct match_index *match_index_new(size_t limit) {
	struct match_index *x = calloc(1, sizeof *x);
	if (x == NULL)
		return NULL;
	x->limit = limit;
	x->memory = link_memory_new(limit);
	link_table_init(&x->table, x->memory, MATCH_COLUMNS, match_columns);
	return x;
}

/* Texts as they were written down are needed until there are rows of numbers, and never after. */
static void table_wipe(struct match_index *x) {
	for (int i = 0; i < x->table.columns; i++) {
		struct link_column *c = &x->table.column[i];
		if (c->text != NULL)
			explicit_bzero(c->text, c->text_n);
		link_free(x->memory, c->text);
		link_free(x->memory, c->at);
		link_free(x->memory, c->count);
		link_free(x->memory, c->id);
		c->text = NULL;
		c->at = c->count = c->id = NULL;
	}
}

void match_index_free(struct match_index *x) {
	if (x == NULL)
		return;
	table_wipe(x);
	for (int i = 0; i < x->engine.rows.slots; i++) {
		struct link_slot *s = &x->engine.rows.slot[i];
		if (s->text != NULL && s->at != NULL)
			explicit_bzero(s->text, s->at[s->values + 1]);
	}
	link_memory_free(x->memory);
	free(x);
}

int64_t match_index_newest(const struct match_index *x) {
	return x->newest;
}

int64_t match_index_records(const struct match_index *x) {
	return x->records;
}

size_t match_index_bytes(const struct match_index *x) {
	return x->limit - link_memory_left(x->memory);
}

/* Records ------------------------------------------------------------------------------------------------------------------------ */

static bool widen(struct match_index *x, void *array, size_t n, size_t size) {
	void **at = array, *wider = link_try(x->memory, *at, n, size);
	if (wider != NULL)
		*at = wider;
	return wider != NULL;
}

static bool room_for(struct match_index *x, int64_t identity) {
	if (x->records == x->room) {
		uint32_t room = x->room + x->room / 4 + GROW;
		if (!widen(x, &x->person, room, sizeof *x->person) || !widen(x, &x->org, room, sizeof *x->org)
			|| !widen(x, &x->daily, room, sizeof *x->daily))
			return false;
		x->room = room;
	}
	if (identity >= x->of_room) {
		int64_t room = identity + identity / 8 + GROW;
		if (!widen(x, &x->of, (size_t)room, sizeof *x->of))
			return false;
		memset(x->of + x->of_room, 0, (size_t)(room - x->of_room) * sizeof *x->of);
		x->of_room = room;
	}
	return true;
}

static uint32_t record_of(const struct match_index *x, int64_t identity) {
	return identity <= 0 || identity >= x->of_room ? 0 : x->of[identity];
}

bool match_index_add(struct match_index *x, const struct match_row *row) {
	uint32_t was = record_of(x, row->supersedes), record;
	if (!room_for(x, row->identity))
		return false;
	if (was != 0) { /* before the index is made the person goes, and nothing is found of nobody */
		if (x->made)
			link_live_drop(&x->live, was - 1);
		x->person[was - 1] = 0;
		x->of[row->supersedes] = 0;
	}
	x->newest = row->identity > x->newest ? row->identity : x->newest;
	if (row->bare)
		return true;
	record = x->records;
	if (x->made ? !link_live_add(&x->live, row->cells, &record) : !link_table_add(&x->table, MATCH_COLUMNS, row->cells))
		return false;
	x->records++;
	x->person[record] = row->person;
	x->org[record] = (int32_t)row->org;
	x->daily[record] = strlen(row->cells[2]) == sizeof "2000-01-01" - 1;
	x->of[row->identity] = record + 1;
	return true;
}

static int model_read(struct match_index *x, struct cx *cx) {
	const struct asset *asset = asset_find(&op_assets, MODEL_PATH);
	if (asset == NULL)
		return err_bug(cx, "the model is not built in", __FILE__, __LINE__);
	int rc = link_model_read(cx, (const char *)asset->at, asset->n, MATCH_COLUMNS, match_columns, &x->engine.model);
	return rc == ERR_OK ? ERR_OK : err_bug(cx, "the model cannot be read", __FILE__, __LINE__);
}

bool match_index_make(struct match_index *x, struct cx *cx) {
	static const bool own[MATCH_COLUMNS] = {false};
	struct link_options o = {.threads = 1, .model_given = true, .method = CLUSTER_COMPONENTS, .threshold = NAN};
	jmp_buf trap;
	if (model_read(x, cx) != ERR_OK || !link_table_close(&x->table))
		return false;
	if (setjmp(trap) != 0)
		return false;
	link_memory_trap(x->memory, &trap);
	bool made = link_prepare(cx, &x->engine, &x->table, &o, own) == ERR_OK && link_learn(cx, &x->engine) == ERR_OK
		&& link_live_make(&x->live, &x->engine);
	link_memory_trap(x->memory, NULL);
	table_wipe(x);
	x->made = made;
	for (uint32_t i = 0; made && i < x->records; i++)
		if (x->person[i] == 0)
			link_live_drop(&x->live, i);
	return made;
}

/* What was found, in the registry's codes ------------------------------------------------------------------------------------------ */

static const uint8_t names_say[LINK_LEVELS] = {AGREE_DIFFERENT, AGREE_PART, AGREE_PART, AGREE_PART, AGREE_NEAR, AGREE_NEAR, AGREE_NEAR,
	AGREE_SWAPPED, AGREE_FORM, AGREE_SPELLING, AGREE_EXACT};
static const uint8_t dates_say[LINK_LEVELS] = {AGREE_DIFFERENT, AGREE_DIFFERENT, AGREE_PART, AGREE_PART, AGREE_PART, AGREE_SWAPPED,
	AGREE_NEAR, AGREE_EXACT};
static const uint8_t codes_say[LINK_LEVELS] = {AGREE_DIFFERENT, AGREE_PART, AGREE_PART, AGREE_NEAR, AGREE_NEAR, AGREE_EXACT};

static int said(const struct link_comparison *c, int level) {
	switch (c->measure) {
	case MEASURE_NAME: return names_say[level];
	case MEASURE_GIVEN:
	case MEASURE_SURNAME: return level == 0 ? AGREE_DIFFERENT : AGREE_PART;
	case MEASURE_DATE: return dates_say[level];
	default: return codes_say[level];
	}
}

static int compared(const struct link_comparison *c) {
	if (c->measure <= MEASURE_SURNAME)
		return COMPARED_NAME;
	return c->measure == MEASURE_DATE ? COMPARED_BORN : c->column[0] == DOCUMENT_COLUMN ? COMPARED_DOCUMENT : COMPARED_PHONE;
}

/* Thousandths of a bit as whole bits. */
static int whole(int32_t weight) {
	return (int)lrint(weight / (double)LINK_BIT);
}

static struct match_pair pair_of(struct match_index *x, struct link_edge edge) {
	const struct link_comparer *c = &x->engine.comparer;
	uint64_t pattern = link_pattern(c, edge.left, edge.right, x->engine.seen);
	struct match_pair p = {.person = x->person[edge.left], .other = x->person[edge.right], .weight = whole(edge.weight)};
	int32_t weight[MATCH_PARTS] = {0}, all = c->model->prior;
	bool names = false, birth = false;
	for (int i = 0; i < c->views; i++) {
		const struct link_comparison *k = &x->engine.model.comparison[i];
		int level = link_level(pattern, i), at = compared(k) - 1;
		if (level == LINK_NULL) {
			if (p.part[at].agree == 0)
				p.part[at] = (struct match_part){compared(k), AGREE_MISSING, 0};
			continue;
		}
		p.part[at].compared = compared(k);
		p.part[at].agree = said(k, level);
		weight[at] += k->weight[level]; /* without what a rare value adds: two files of one's own would tell whether there is a third */
		all += k->weight[level];
		p.part[at].bits = whole(weight[at]);
		names |= k->measure == MEASURE_NAME && (level >= 9 || level == 7);
		birth |= k->measure == MEASURE_DATE && level == 7;
	}
	p.bits = whole(all);
	p.full = names && birth && x->daily[edge.left] != 0 && x->daily[edge.right] != 0
		&& p.part[COMPARED_DOCUMENT - 1].agree != AGREE_DIFFERENT;
	return p;
}

static bool is_there(const struct match_pair *found, size_t n, int64_t other) {
	for (size_t i = 0; i < n; i++)
		if (found[i].other == other)
			return true;
	return false;
}

size_t match_index_find(struct match_index *x, int64_t identity, int bits, struct match_pair found[MATCH_FOUND]) {
	struct link_edge edge[LINK_FOUND];
	uint32_t record = record_of(x, identity), weighed;
	size_t n = 0;
	if (record == 0 || !x->made)
		return 0;
	int k = link_live_find(&x->live, record - 1, bits * LINK_BIT, edge, &weighed);
	for (int i = 0; i < k && n < MATCH_FOUND; i++) {
		int64_t other = x->person[edge[i].right];
		if (other != 0 && other != x->person[record - 1] && !is_there(found, n, other))
			found[n++] = pair_of(x, edge[i]);
	}
	return n;
}

/* Pairs of persons that were given already. */
struct given {
	uint64_t *at;
	size_t mask;
};

static bool give_once(struct given *g, int64_t a, int64_t b) {
	uint64_t key = a < b ? (uint64_t)a << 32 | (uint64_t)b : (uint64_t)b << 32 | (uint64_t)a;
	size_t at = (size_t)link_mix(key) & g->mask;
	for (; g->at[at] != 0; at = (at + 1) & g->mask)
		if (g->at[at] == key)
			return false;
	g->at[at] = key;
	return true;
}

static bool give_all(struct match_index *x, int bits, bool (*take)(void *, const struct match_pair *), void *arg, int64_t *ret_pairs) {
	const struct link_scores *s = &x->engine.scores;
	struct given g = {.mask = 1023};
	while (g.mask < s->edges * 2)
		g.mask = g.mask * 2 + 1;
	g.at = link_try(x->memory, NULL, g.mask + 1, sizeof *g.at);
	bool goes = g.at != NULL;
	if (goes)
		memset(g.at, 0, (g.mask + 1) * sizeof *g.at);
	*ret_pairs = 0;
	for (size_t i = 0; goes && i < s->edges && s->edge[i].weight >= bits * LINK_BIT; i++) {
		int64_t a = x->person[s->edge[i].left], b = x->person[s->edge[i].right];
		if (a == 0 || b == 0 || a == b || !give_once(&g, a, b))
			continue;
		struct match_pair p = pair_of(x, s->edge[i]);
		++*ret_pairs;
		goes = take(arg, &p);
	}
	link_free(x->memory, g.at);
	return goes;
}

bool match_index_all(struct match_index *x, int bits, bool (*go_on)(void *arg, int done, int parts),
	bool (*take)(void *arg, const struct match_pair *pair), void *arg, int64_t *ret_pairs) {
	struct cx cx = {0};
	jmp_buf trap;
	x->engine.options.go_on = go_on;
	x->engine.options.arg = arg;
	x->engine.options.threshold = bits;
	if (setjmp(trap) != 0)
		return false;
	link_memory_trap(x->memory, &trap);
	bool done = link_weigh(&cx, &x->engine) == ERR_OK;
	link_memory_trap(x->memory, NULL);
	done = done && go_on(arg, 1, 1) && give_all(x, bits, take, arg, ret_pairs);
	link_free(x->memory, x->engine.scores.edge);
	x->engine.scores = (struct link_scores){0};
	return done;
}
