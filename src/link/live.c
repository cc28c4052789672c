#include "link/live.h"

#include <math.h>
#include <string.h>

#include "link/hash.h"
#include "link/spell.h"

enum { SPARE = 4096, ENOUGH = 5000 /* records with a value, from which how rare it is counts for half */ };

static struct link_memory *memory_of(const struct link_live *l) {
	return l->engine->rows.memory;
}

static bool grow(struct link_memory *m, void *array, size_t n, size_t size) {
	void **at = array, *wider = link_try(m, *at, n, size);
	if (wider != NULL)
		*at = wider;
	return wider != NULL;
}

static bool is_date(int form) {
	return form >= FORM_DATE && form <= FORM_DAYSWAP;
}

/* Values ------------------------------------------------------------------------------------------------------------------------ */

static size_t length_of(const struct link_slot *s, uint32_t id) {
	return s->at[id + 1] - s->at[id];
}

static void words_put(struct link_words *w, const struct link_slot *s, uint32_t id) {
	uint32_t at = (uint32_t)link_hash(s->text + s->at[id], length_of(s, id)) & w->mask;
	while (w->at[at] != 0)
		at = (at + 1) & w->mask;
	w->at[at] = id;
}

static bool words_widen(struct link_memory *m, struct link_words *w, const struct link_slot *s) {
	uint32_t mask = w->mask == 0 ? 1023 : w->mask;
	while (mask / 2 < s->values + SPARE && mask < UINT32_MAX / 2)
		mask = mask * 2 + 1;
	if (!grow(m, &w->at, (size_t)mask + 1, sizeof *w->at))
		return false;
	memset(w->at, 0, ((size_t)mask + 1) * sizeof *w->at);
	w->mask = mask;
	for (uint32_t id = 1; id <= s->values; id++)
		words_put(w, s, id);
	return true;
}

static uint32_t words_find(const struct link_words *w, const struct link_slot *s, const char *text, size_t n) {
	uint32_t at = (uint32_t)link_hash(text, n) & w->mask;
	for (; w->at[at] != 0; at = (at + 1) & w->mask)
		if (length_of(s, w->at[at]) == n && memcmp(s->text + s->at[w->at[at]], text, n) == 0)
			return w->at[at];
	return 0;
}

/* How rare values are is hardly known from a few records: it counts by how many there are. Sets what a value of one record weighs. */
static void temper(const struct link_slot *s, struct link_words *w) {
	double all = 0;
	for (uint32_t i = 1; i <= s->values; i++)
		all += s->count[i];
	double known = all / (all + ENOUGH), bits = s->same > 0 ? log2(s->same * (all + 1)) : 0;
	for (uint32_t i = 1; i <= s->values; i++)
		s->rarity[i] = (int32_t)lrint(s->rarity[i] * known);
	w->once = (int32_t)lrint(fmin(fmax(bits, -8), 8) * known * LINK_BIT);
}

static bool slot_widen(struct link_memory *m, struct link_words *w, struct link_slot *s, size_t text) {
	if (s->values + 2 >= w->room) {
		w->room = s->values + s->values / 4 + SPARE;
		if (!grow(m, &s->at, (size_t)w->room + 2, sizeof *s->at) || !grow(m, &s->count, (size_t)w->room + 2, sizeof *s->count)
			|| !grow(m, &s->rarity, (size_t)w->room + 2, sizeof *s->rarity)
			|| (s->groups != NULL && !grow(m, &s->groups, (size_t)w->room + 2, sizeof *s->groups))
			|| (s->day != NULL && !grow(m, &s->day, (size_t)w->room + 2, sizeof *s->day))
			|| (s->glance != NULL && !grow(m, &s->glance, (size_t)w->room + 2, sizeof *s->glance))
			|| (s->amount != NULL && !grow(m, &s->amount, (size_t)w->room + 2, sizeof *s->amount)))
			return false;
	}
	size_t used = s->at[s->values + 1];
	if (used + text > w->text_room) {
		size_t room = used + used / 4 + text + 16 * SPARE;
		if (room > UINT32_MAX || !grow(m, &s->text, room, 1))
			return false;
		w->text_room = (uint32_t)room;
	}
	return s->values + SPARE / 2 < w->mask / 2 || words_widen(m, w, s);
}

static struct link_day day_of(uint32_t date) {
	struct link_day day = {0, 0};
	uint32_t rest = date, m = date / 100 % 100, d = date % 100;
	for (int shift = 0; shift < 32; shift += 4, rest /= 10)
		day.digits |= rest % 10 << shift;
	day.number = (int32_t)(date / 10000 * 365 + (m > 0 ? m - 1 : 6) * 30 + d);
	return day;
}

/* The number of a value, a new one where nobody had it; 0: no memory. */
static uint32_t value_of(struct link_live *l, int slot, const char *text, size_t n, const char *cell) {
	struct link_slot *s = &l->engine->rows.slot[slot];
	struct link_words *w = &l->words[slot];
	uint32_t id = words_find(w, s, text, n);
	if (id != 0 || !slot_widen(memory_of(l), w, s, n))
		return id;
	id = ++s->values;
	memcpy(s->text + s->at[id], text, n);
	s->at[id + 1] = s->at[id] + (uint32_t)n;
	s->count[id] = 1;
	s->rarity[id] = w->once;
	if (s->groups != NULL)
		s->groups[id] = name_groups(cell, strlen(cell));
	if (s->glance != NULL)
		s->glance[id] = link_glance(text, n);
	if (s->amount != NULL)
		s->amount[id] = 0; /* models with amounts are refused */
	if (s->day != NULL) {
		uint32_t date;
		memcpy(&date, text, sizeof date);
		s->day[id] = day_of(date);
	}
	words_put(w, s, id);
	return id;
}

static uint32_t short_hash(const char *s, size_t n) {
	uint32_t h = (uint32_t)(link_hash(s, n) >> 32);
	return h == 0 ? 1 : h;
}

static uint32_t stem_hash(const char *cell) {
	char out[SPELL_MOST];
	size_t n = *cell == 0 ? 0 : link_spell(FORM_STEM, 0, cell, strlen(cell), out);
	return n == 0 ? 0 : short_hash(out, n);
}

static uint32_t either(uint32_t a, uint32_t b) {
	if (a == 0 || b == 0)
		return 0;
	uint32_t h = (uint32_t)link_mix(a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a);
	return h == 0 ? 1 : h;
}

/* What a record holds in a slot. False: no memory. */
static bool cell_take(struct link_live *l, int slot, const char *const *cells, uint32_t *ret) {
	const struct link_slot *s = &l->engine->rows.slot[slot];
	const char *cell = cells[s->term.column];
	char out[SPELL_MOST];
	*ret = 0;
	if (s->term.form == FORM_EITHER) {
		*ret = either(stem_hash(cell), stem_hash(cells[s->term.other]));
		return true;
	}
	if (*cell == 0)
		return true;
	if (is_date(s->term.form)) {
		int32_t date = link_date(cell, strlen(cell), l->engine->model.day_first[s->term.column] != 0);
		uint32_t x = link_date_form((enum link_form)s->term.form, date);
		*ret = x == 0 || !s->dense ? x : value_of(l, slot, (const char *)&x, sizeof x, cell);
		return x == 0 || *ret != 0;
	}
	size_t n = link_spell((enum link_form)s->term.form, s->term.n, cell, strlen(cell), out);
	*ret = n == 0 ? 0 : s->dense ? value_of(l, slot, out, n, cell) : short_hash(out, n);
	return n == 0 || *ret != 0;
}

/* Records by key ----------------------------------------------------------------------------------------------------------------- */

static void chain_put(struct link_live *l, int rule, uint32_t record) {
	struct link_chain *c = &l->chain[rule];
	uint64_t key = link_blocks_key(&l->engine->blocks, rule, link_row(&l->engine->rows, record));
	c->next[record] = 0;
	if (key == 0)
		return;
	uint32_t at = (uint32_t)(key >> 1) & c->mask;
	c->next[record] = c->head[at];
	c->head[at] = record + 1;
}

/* Place for more records, in the rows and in every list. */
static bool widen(struct link_live *l) {
	struct link_rows *r = &l->engine->rows;
	struct link_memory *m = memory_of(l);
	size_t room = (size_t)r->records + r->records / 8 + SPARE;
	if (room > LINK_VALUES || !grow(m, &r->row, room * (size_t)r->slots, sizeof *r->row)
		|| !grow(m, &l->gone, room / 64 + 1, sizeof *l->gone))
		return false;
	for (size_t i = ((size_t)l->room + 63) / 64; i < room / 64 + 1; i++)
		l->gone[i] = 0;
	for (int rule = 0; rule < l->engine->model.rules; rule++)
		if (!grow(m, &l->chain[rule].next, room, sizeof *l->chain[rule].next))
			return false;
	l->room = (uint32_t)room;
	return true;
}

static bool chains_make(struct link_live *l) {
	struct link_memory *m = memory_of(l);
	uint32_t mask = 4095;
	while (mask < l->room && mask < UINT32_MAX / 2)
		mask = mask * 2 + 1;
	for (int rule = 0; rule < l->engine->model.rules; rule++) {
		struct link_chain *c = &l->chain[rule];
		c->mask = mask;
		if (!grow(m, &c->head, (size_t)mask + 1, sizeof *c->head))
			return false;
		memset(c->head, 0, ((size_t)mask + 1) * sizeof *c->head);
		for (uint32_t i = 0; i < l->engine->rows.records; i++)
			chain_put(l, rule, i);
	}
	return true;
}

bool link_live_make(struct link_live *l, struct link_engine *e) {
	*l = (struct link_live){.engine = e};
	if (e->model.as_written)
		return false;
	for (int i = 0; i < e->rows.slots; i++) {
		struct link_slot *s = &e->rows.slot[i];
		if (s->term.form == FORM_RARE || s->term.form == FORM_RARE2 || s->counted)
			return false;
		if (!s->dense)
			continue;
		if (!words_widen(memory_of(l), &l->words[i], s) || !slot_widen(memory_of(l), &l->words[i], s, 0))
			return false;
		temper(s, &l->words[i]);
	}
	l->asked = link_try(memory_of(l), NULL, 1, sizeof *l->asked);
	return l->asked != NULL && widen(l) && chains_make(l);
}

bool link_live_add(struct link_live *l, const char *const *cells, uint32_t *ret_record) {
	struct link_rows *r = &l->engine->rows;
	uint32_t row[LINK_SLOTS];
	if (r->records + 1 >= l->room && !widen(l))
		return false;
	for (int i = 0; i < r->slots; i++)
		if (!cell_take(l, i, cells, &row[i]))
			return false;
	uint32_t record = r->records++;
	memcpy(r->row + (size_t)record * (size_t)r->slots, row, (size_t)r->slots * sizeof *row);
	for (int rule = 0; rule < l->engine->model.rules; rule++)
		chain_put(l, rule, record);
	*ret_record = record;
	return true;
}

void link_live_drop(struct link_live *l, uint32_t record) {
	if (record < l->engine->rows.records)
		l->gone[record / 64] |= UINT64_C(1) << record % 64;
}

/* Looking up --------------------------------------------------------------------------------------------------------------------- */

static bool is_gone(const struct link_live *l, uint32_t record) {
	return (l->gone[record / 64] >> record % 64 & 1) != 0;
}

static bool is_before(struct link_edge a, struct link_edge b) {
	return a.weight != b.weight ? a.weight > b.weight : a.right < b.right;
}

static void keep(struct link_edge found[LINK_FOUND], int *n, struct link_edge edge) {
	int at = *n;
	if (at == LINK_FOUND && !is_before(edge, found[--at]))
		return;
	*n += *n < LINK_FOUND;
	for (; at > 0 && is_before(edge, found[at - 1]); at--)
		found[at] = found[at - 1];
	found[at] = edge;
}

/* Those that share a rule's key; LINK_GROUP + 1: too many. */
static uint32_t group_of(const struct link_live *l, int rule, uint32_t record, const uint32_t *row, uint32_t group[LINK_GROUP]) {
	const struct link_engine *e = l->engine;
	const struct link_chain *c = &l->chain[rule];
	uint64_t key = link_blocks_key(&e->blocks, rule, row);
	uint32_t n = 0;
	if (key == 0 || !link_blocks_has(&e->blocks, rule, row, row))
		return 0;
	for (uint32_t at = c->head[(uint32_t)(key >> 1) & c->mask]; at != 0; at = c->next[at - 1]) {
		uint32_t other = at - 1;
		if (other == record || !link_blocks_has(&e->blocks, rule, row, link_row(&e->rows, other)))
			continue;
		if (n == LINK_GROUP)
			return LINK_GROUP + 1;
		group[n++] = other;
	}
	return n;
}

/* Each that shares a rule's key with `record` goes to `take` once, with the pattern of the two. */
static void each_alike(const struct link_live *l, uint32_t record, struct link_seen *seen,
	void (*take)(void *arg, uint32_t record, uint64_t pattern), void *arg) {
	const struct link_engine *e = l->engine;
	const uint32_t *row = link_row(&e->rows, record);
	uint32_t group[LINK_GROUP];
	bool passed[LINK_RULES] = {false};
	for (int rule = 0; rule < e->model.rules; rule++) {
		uint32_t k = group_of(l, rule, record, row, group);
		passed[rule] = k > LINK_GROUP;
		for (uint32_t i = 0; !passed[rule] && i < k; i++) {
			bool before = is_gone(l, group[i]);
			for (int p = 0; p < rule && !before; p++)
				before = !passed[p] && link_blocks_has(&e->blocks, p, row, link_row(&e->rows, group[i]));
			if (!before)
				take(arg, group[i], link_pattern(&e->comparer, record, group[i], seen));
		}
	}
}

struct finding {
	const struct link_comparer *comparer;
	uint32_t record, weighed;
	int32_t floor;
	struct link_edge *found;
	int n;
};

static void find_take(void *arg, uint32_t other, uint64_t pattern) {
	struct finding *f = arg;
	int32_t w = link_weight(f->comparer, pattern, f->record, other);
	f->weighed++;
	if (w >= f->floor)
		keep(f->found, &f->n, (struct link_edge){f->record, other, w});
}

int link_live_find(const struct link_live *l, uint32_t record, int32_t floor, struct link_edge found[LINK_FOUND], uint32_t *ret_weighed) {
	struct finding f = {&l->engine->comparer, record, 0, floor, found, 0};
	each_alike(l, record, l->engine->seen, find_take, &f);
	*ret_weighed = f.weighed;
	return f.n;
}

/* Values a question brought along go again, the last first: nothing stands behind them in the table of words. */
static void values_drop(struct link_live *l, const uint32_t *before) {
	for (int i = 0; i < l->engine->rows.slots; i++) {
		struct link_slot *s = &l->engine->rows.slot[i];
		struct link_words *w = &l->words[i];
		if (!s->dense)
			continue;
		for (; s->values > before[i]; s->values--) {
			uint32_t at = (uint32_t)link_hash(s->text + s->at[s->values], length_of(s, s->values)) & w->mask;
			while (w->at[at] != s->values)
				at = (at + 1) & w->mask;
			w->at[at] = 0;
			explicit_bzero(s->text + s->at[s->values], length_of(s, s->values));
		}
	}
}

bool link_live_ask(struct link_live *l, const char *const *cells, void (*take)(void *arg, uint32_t record, uint64_t pattern), void *arg) {
	struct link_rows *r = &l->engine->rows;
	uint32_t before[LINK_SLOTS];
	if (r->records + 1 >= l->room && !widen(l))
		return false;
	for (int i = 0; i < r->slots; i++)
		before[i] = r->slot[i].values;
	uint32_t *row = r->row + (size_t)r->records * (size_t)r->slots;
	bool good = true;
	for (int i = 0; good && i < r->slots; i++)
		good = cell_take(l, i, cells, &row[i]);
	if (good) {
		memset(l->asked, 0, sizeof *l->asked); /* numbers of values are given again to others */
		each_alike(l, r->records, l->asked, take, arg);
	}
	explicit_bzero(row, (size_t)r->slots * sizeof *row);
	values_drop(l, before);
	return good;
}
