#include "link/rows.h"

#include <math.h>
#include <string.h>

#include "link/hash.h"
#include "link/number.h"
#include "link/parallel.h"
#include "link/spell.h"
#include "link/written.h"

enum { PIECE = 1 << 14 };

int link_rows_slot(struct link_rows *r, struct link_term term, bool dense) {
	for (int i = 0; i < r->slots; i++) {
		struct link_term *t = &r->slot[i].term;
		if (t->column == term.column && t->other == term.other && t->form == term.form && t->n == term.n) {
			r->slot[i].dense |= dense;
			return i;
		}
	}
	if (r->slots == LINK_SLOTS)
		return -1;
	r->slot[r->slots] = (struct link_slot){.term = term, .dense = dense};
	return r->slots++;
}

/* Values of a slot ------------------------------------------------------------------------------------------------------------ */

struct build {
	struct link_rows *rows;
	const struct link_table *table;
	const struct link_model *model;
	int order[LINK_SLOTS];
};

struct dictionary {
	uint64_t *table;
	uint32_t mask, room;
	size_t text_n, text_room;
};

static bool is_date(int form) {
	return form >= FORM_DATE && form <= FORM_DAYSWAP;
}

static uint32_t short_hash(const char *s, size_t n) {
	uint32_t h = (uint32_t)(link_hash(s, n) >> 32);
	return h == 0 ? 1 : h;
}

/* Room for one value a value of the column, which is the most there can be. */
static bool dictionary_init(struct link_memory *m, struct dictionary *d, struct link_slot *s, uint32_t most) {
	*d = (struct dictionary){.mask = 255, .room = most};
	while (d->mask < most * 2ULL && d->mask < UINT32_MAX / 2)
		d->mask = d->mask * 2 + 1;
	d->table = link_try(m, NULL, (size_t)d->mask + 1, sizeof *d->table);
	s->at = link_try(m, NULL, (size_t)most + 2, sizeof *s->at);
	s->count = link_try(m, NULL, (size_t)most + 2, sizeof *s->count);
	if (d->table == NULL || s->at == NULL || s->count == NULL)
		return false;
	memset(d->table, 0, ((size_t)d->mask + 1) * sizeof *d->table);
	s->at[0] = s->at[1] = 0;
	return true;
}

static uint32_t intern(struct link_memory *m, struct dictionary *d, struct link_slot *s, const char *text, size_t n, uint32_t count) {
	uint64_t hash = link_hash(text, n);
	uint32_t high = (uint32_t)(hash >> 32) | 1, at = high & d->mask;
	for (; d->table[at] != 0; at = (at + 1) & d->mask) {
		uint32_t id = (uint32_t)d->table[at];
		if (d->table[at] >> 32 == high && s->at[id + 1] - s->at[id] == n && memcmp(s->text + s->at[id], text, n) == 0) {
			s->count[id] += count;
			return id;
		}
	}
	if (d->text_n + n > d->text_room) {
		d->text_room = (d->text_room + n) * 3 / 2 + 4096;
		char *wider = d->text_room > UINT32_MAX ? NULL : link_try(m, s->text, d->text_room, 1);
		if (wider == NULL)
			return 0;
		s->text = wider;
	}
	uint32_t id = ++s->values;
	memcpy(s->text + d->text_n, text, n);
	d->text_n += n;
	s->at[id + 1] = (uint32_t)d->text_n;
	s->count[id] = count;
	d->table[at] = (uint64_t)high << 32 | id;
	return id;
}

/* How much more than usual it tells that two records share a value, from how many have it. */
static bool weigh_values(struct link_memory *m, struct link_slot *s) {
	double all = 0, same = 0;
	s->rarity = link_try(m, NULL, (size_t)s->values + 1, sizeof *s->rarity);
	if (s->rarity == NULL)
		return false;
	for (uint32_t i = 1; i <= s->values; i++) {
		all += s->count[i];
		same += (double)s->count[i] * (s->count[i] - 1.0);
	}
	double chance = all < 2 || same <= 0 ? 1 / (all * all + 1) : same / (all * (all - 1));
	s->rarity[0] = 0;
	s->same = chance;
	for (uint32_t i = 1; i <= s->values; i++) {
		double bits = log2(chance / (s->count[i] / all));
		s->rarity[i] = (int32_t)lrint(fmin(fmax(bits, -8), 8) * LINK_BIT);
	}
	return true;
}

/* How many records have each word, by its hash. */
struct word_counts {
	uint64_t *table; /* hash, count */
	uint32_t mask;
};

static void count_word(struct word_counts *c, uint32_t hash, uint32_t count) {
	uint32_t at = hash & c->mask;
	for (; c->table[at] != 0 && (uint32_t)(c->table[at] >> 32) != hash; at = (at + 1) & c->mask)
		;
	uint64_t n = (c->table[at] & UINT32_MAX) + count;
	c->table[at] = (uint64_t)hash << 32 | (n > UINT32_MAX ? UINT32_MAX : n);
}

static uint32_t word_count(const struct word_counts *c, uint32_t hash) {
	uint32_t at = hash & c->mask;
	while ((uint32_t)(c->table[at] >> 32) != hash && c->table[at] != 0)
		at = (at + 1) & c->mask;
	return (uint32_t)c->table[at];
}

/* The rarest word that another record may have, too, or the second rarest. */
static bool rare_words(const struct build *b, struct link_slot *s, const struct link_column *c) {
	struct word_counts counts = {.mask = 1023};
	char out[SPELL_MOST];
	const char *word[24];
	size_t length[24];
	while (counts.mask < c->values * 8ULL && counts.mask < UINT32_MAX / 2)
		counts.mask = counts.mask * 2 + 1;
	counts.table = link_try(b->rows->memory, NULL, (size_t)counts.mask + 1, sizeof *counts.table);
	if (counts.table == NULL)
		return false;
	memset(counts.table, 0, ((size_t)counts.mask + 1) * sizeof *counts.table);
	uint32_t kinds = 0;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 1; i <= c->values; i++) {
			size_t n, k, words;
			const char *text = link_value(c, i, &n);
			uint32_t best[2] = {0}, rank[2] = {UINT32_MAX, UINT32_MAX};
			k = link_is_written(b->model, s->term.column) ? link_written(FORM_WORDS, 0, text, n, out)
				: link_spell(b->model->kind[s->term.column] == KIND_LIST ? FORM_LIST : FORM_WORDS, 0, text, n, out);
			words = link_words(out, k, word, length);
			for (size_t w = 0; w < words; w++) {
				uint32_t h = short_hash(word[w], length[w]), f;
				if (pass == 0 && kinds < counts.mask / 2) {
					kinds += word_count(&counts, h) == 0;
					count_word(&counts, h, c->count[i]);
				}
				f = pass == 1 ? word_count(&counts, h) : 0;
				if (f < 2 || h == best[0] || h == best[1])
					continue;
				if (f < rank[0] || (f == rank[0] && h < best[0]))
					rank[1] = rank[0], best[1] = best[0], rank[0] = f, best[0] = h;
				else if (f < rank[1] || (f == rank[1] && h < best[1]))
					rank[1] = f, best[1] = h;
			}
			s->map[i] = best[s->term.form == FORM_RARE2];
		}
	link_free(b->rows->memory, counts.table);
	return true;
}

static bool map_texts(const struct build *b, struct link_slot *s, const struct link_column *c, uint32_t *map, struct dictionary *d) {
	char out[SPELL_MOST];
	int form = s->term.form == FORM_EITHER ? FORM_STEM : s->term.form;
	bool written = link_is_written(b->model, s->term.column);
	for (uint32_t i = 1; i <= c->values; i++) {
		size_t n, k;
		const char *text = link_value(c, i, &n);
		k = written ? link_written((enum link_form)form, s->term.n, text, n, out) : link_spell((enum link_form)form, s->term.n, text, n, out);
		map[i] = k == 0 ? 0 : d == NULL ? short_hash(out, k) : intern(b->rows->memory, d, s, out, k, c->count[i]);
		if (k > 0 && map[i] == 0)
			return false;
		if (d != NULL && s->groups != NULL && !written && map[i] != 0 && s->count[map[i]] == c->count[i])
			s->groups[map[i]] = name_groups(text, n);
	}
	return true;
}

/* By stem, which another slot may have made of the same column already. */
static bool map_stems(const struct build *b, struct link_slot *s, int column, uint32_t *map) {
	const struct link_column *c = &b->table->column[column];
	const struct link_slot *same = NULL;
	for (int i = 0; i < b->rows->slots && same == NULL; i++) {
		const struct link_slot *o = &b->rows->slot[i];
		same = o->term.column == column && o->term.form == FORM_STEM && o->dense ? o : NULL;
	}
	if (same == NULL)
		return map_texts(b, s, c, map, NULL);
	for (uint32_t i = 1; i <= c->values; i++) {
		uint32_t x = same->map[i];
		map[i] = x == 0 ? 0 : short_hash(same->text + same->at[x], same->at[x + 1] - same->at[x]);
	}
	return true;
}

static struct link_day day_of(uint32_t date) {
	struct link_day day = {0, 0};
	uint32_t rest = date, m = date / 100 % 100, d = date % 100;
	for (int shift = 0; shift < 32; shift += 4, rest /= 10)
		day.digits |= rest % 10 << shift;
	day.number = (int32_t)(date / 10000 * 365 + (m > 0 ? m - 1 : 6) * 30 + d);
	return day;
}

static bool map_dates(const struct build *b, struct link_slot *s, const struct link_column *c, struct dictionary *d) {
	bool day_first = b->model->day_first[s->term.column] != 0;
	for (uint32_t i = 1; i <= c->values; i++) {
		size_t n;
		const char *text = link_value(c, i, &n);
		int32_t date = link_date(text, n, day_first);
		uint32_t x = link_date_form((enum link_form)s->term.form, date);
		s->map[i] = x == 0 || d == NULL ? x : intern(b->rows->memory, d, s, (const char *)&x, sizeof x, c->count[i]);
		if (x != 0 && s->map[i] == 0)
			return false;
	}
	if (d == NULL)
		return true;
	s->day = link_try(b->rows->memory, NULL, (size_t)s->values + 1, sizeof *s->day);
	for (uint32_t i = 1; s->day != NULL && i <= s->values; i++) {
		uint32_t date;
		memcpy(&date, s->text + s->at[i], sizeof date);
		s->day[i] = day_of(date);
	}
	return s->day != NULL;
}

/* What is no number counts by the digits it begins with. */
static double amount_of(const char *s, size_t n) {
	double x = 0;
	if (link_number(s, n, &x))
		return x;
	for (size_t i = 0; i < n && s[i] >= '0' && s[i] <= '9' && i < 15; i++)
		x = x * 10 + (s[i] - '0');
	return x;
}

static bool look_at_values(struct link_memory *m, struct link_slot *s) {
	if (s->glanced)
		s->glance = link_try(m, NULL, (size_t)s->values + 1, sizeof *s->glance);
	if (s->counted)
		s->amount = link_try(m, NULL, (size_t)s->values + 1, sizeof *s->amount);
	if ((s->glanced && s->glance == NULL) || (s->counted && s->amount == NULL))
		return false;
	for (uint32_t i = 0; i <= s->values; i++) {
		const char *text = i == 0 ? "" : s->text + s->at[i];
		size_t n = i == 0 ? 0 : s->at[i + 1] - s->at[i];
		if (s->glanced)
			s->glance[i] = link_glance(text, n);
		if (s->counted)
			s->amount[i] = amount_of(text, n);
	}
	return true;
}

static bool slot_fill(const struct build *b, struct link_slot *s) {
	struct link_memory *m = b->rows->memory;
	const struct link_column *c = &b->table->column[s->term.column];
	struct dictionary d, *dense = s->dense ? &d : NULL;
	s->map = link_try(m, NULL, (size_t)c->values + 1, sizeof *s->map);
	if (s->map == NULL)
		return false;
	s->map[0] = 0;
	if (s->term.form == FORM_RARE || s->term.form == FORM_RARE2)
		return rare_words(b, s, c);
	if (s->term.form == FORM_EITHER) {
		const struct link_column *o = &b->table->column[s->term.other];
		s->map2 = link_try(m, NULL, (size_t)o->values + 1, sizeof *s->map2);
		if (s->map2 == NULL)
			return false;
		s->map2[0] = 0;
		return map_stems(b, s, s->term.column, s->map) && map_stems(b, s, s->term.other, s->map2);
	}
	if (s->dense && !dictionary_init(m, &d, s, c->values))
		return false;
	if (s->dense && s->term.form == FORM_GIVEN) {
		s->groups = link_try(m, NULL, (size_t)c->values + 1, sizeof *s->groups);
		if (s->groups == NULL)
			return false;
		memset(s->groups, 0, ((size_t)c->values + 1) * sizeof *s->groups);
	}
	bool done = is_date(s->term.form) ? map_dates(b, s, c, dense) : map_texts(b, s, c, s->map, dense);
	if (s->dense)
		link_free(m, d.table);
	return done && (!s->dense || (weigh_values(m, s) && look_at_values(m, s)));
}

static void slot_work(void *arg, size_t piece, int thread) {
	struct build *b = arg;
	struct link_slot *s = &b->rows->slot[b->order[piece]];
	(void)thread;
	s->failed = !slot_fill(b, s);
}

static uint64_t cost(const struct build *b, int slot) {
	const struct link_term *t = &b->rows->slot[slot].term;
	return (uint64_t)b->table->column[t->column].values + (t->other >= 0 ? b->table->column[t->other].values : 0);
}

/* Slots of one column, or of two; those that cost most at the beginning. */
static bool fill_slots(struct build *b, bool of_two, int threads) {
	int n = 0;
	bool failed = false;
	for (int i = 0; i < b->rows->slots; i++) {
		int at = n;
		if ((b->rows->slot[i].term.form == FORM_EITHER) != of_two)
			continue;
		for (; at > 0 && cost(b, b->order[at - 1]) < cost(b, i); at--)
			b->order[at] = b->order[at - 1];
		b->order[at] = i;
		n++;
	}
	link_parallel((size_t)n, threads, slot_work, b);
	for (int i = 0; i < n; i++)
		failed |= b->rows->slot[b->order[i]].failed;
	return !failed;
}

/* Rows ------------------------------------------------------------------------------------------------------------------------- */

static uint32_t either(uint32_t a, uint32_t b) {
	if (a == 0 || b == 0)
		return 0;
	uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
	uint32_t h = (uint32_t)link_mix(pair);
	return h == 0 ? 1 : h;
}

static void rows_work(void *arg, size_t piece, int thread) {
	struct build *b = arg;
	struct link_rows *r = b->rows;
	uint32_t from = (uint32_t)piece * PIECE, to = from + PIECE < r->records ? from + PIECE : r->records;
	(void)thread;
	for (int i = 0; i < r->slots; i++) {
		const struct link_slot *s = &r->slot[i];
		const uint32_t *id = b->table->column[s->term.column].id;
		const uint32_t *id2 = s->map2 == NULL ? NULL : b->table->column[s->term.other].id;
		uint32_t *row = r->row + (size_t)from * (size_t)r->slots + (size_t)i;
		for (uint32_t n = from; n < to; n++, row += r->slots)
			*row = id2 == NULL ? s->map[id[n]] : either(s->map[id[n]], s->map2[id2[n]]);
	}
}

bool link_rows_make(struct link_rows *r, const struct link_table *t, const struct link_model *m, int threads) {
	struct build b = {.rows = r, .table = t, .model = m};
	r->records = t->records;
	r->row = link_grow(r->memory, NULL, (size_t)r->records * (size_t)r->slots, sizeof *r->row);
	bool done = fill_slots(&b, false, threads) && fill_slots(&b, true, threads); /* the latter look at the former */
	if (done)
		link_parallel(((size_t)r->records + PIECE - 1) / PIECE, threads, rows_work, &b);
	for (int i = 0; i < r->slots; i++) {
		link_free(r->memory, r->slot[i].map);
		link_free(r->memory, r->slot[i].map2);
		r->slot[i].map = r->slot[i].map2 = NULL;
	}
	return done;
}
