#include "link/propose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/hash.h"
#include "link/spell.h"
#include "link/written.h"

enum { ATOMS = 40, SAMPLE = 12000, TRIALS = 4000, RULES = 1500, TERMS = 3, WORD_KEYS = 1 << 18 };

/* Comparisons ----------------------------------------------------------------------------------------------------------------- */

static int column_of(const struct link_model *m, enum link_kind kind) {
	for (int i = 0; i < m->columns; i++)
		if (m->kind[i] == kind)
			return i;
	return -1;
}

static void compare_by(struct link_model *m, enum link_measure measure, int column, int second) {
	if (m->comparisons < LINK_COMPARISONS)
		link_comparison_init(&m->comparison[m->comparisons++], measure, column, second);
}

static enum link_measure measure_of(enum link_kind kind, const struct link_guess *g) {
	switch (kind) {
	case KIND_FULL:
		return MEASURE_WORDS;
	case KIND_DATE:
		return MEASURE_DATE;
	case KIND_YEAR:
		return MEASURE_YEAR;
	case KIND_CATEGORY:
		return MEASURE_CATEGORY;
	case KIND_POSTCODE:
	case KIND_PHONE:
	case KIND_CODE:
		return MEASURE_CODE;
	case KIND_EMAIL:
		return MEASURE_EMAIL;
	case KIND_NUMBER:
		return MEASURE_NUMBER;
	case KIND_LATITUDE:
	case KIND_LONGITUDE:
	case KIND_POINT:
		return MEASURE_POINT;
	case KIND_LIST:
		return MEASURE_LIST;
	default:
		return g->words > 2.2 ? MEASURE_WORDS : MEASURE_TEXT;
	}
}

static bool is_residence(const struct link_table *t, const struct link_model *m, const struct link_comparison *c) {
	switch (m->kind[c->column[0]]) {
	case KIND_ADDRESS:
	case KIND_POSTCODE:
	case KIND_PLACE:
	case KIND_POINT:
	case KIND_LATITUDE:
		return !link_guess_birth(t->column[c->column[0]].name);
	default:
		return false;
	}
}

void link_propose_comparisons(const struct link_table *t, const struct link_guess *guess, struct link_model *m) {
	int given = column_of(m, KIND_GIVEN), surname = column_of(m, KIND_SURNAME);
	bool taken[LINK_COLUMNS] = {false};
	m->comparisons = 0;
	if (given >= 0 && surname >= 0) {
		compare_by(m, MEASURE_NAME, given, surname);
		compare_by(m, MEASURE_GIVEN, given, surname);
		compare_by(m, MEASURE_SURNAME, given, surname);
		taken[given] = taken[surname] = true;
	}
	for (int rest = m->columns; rest > 0; rest--) { /* what tells most first */
		int best = -1;
		double most = -1;
		for (int i = 0; i < m->columns; i++) {
			const struct link_column *c = &t->column[i];
			double tells = log2(c->values + 1.0) * c->filled;
			if (!taken[i] && m->kind[i] != KIND_IGNORE && tells > most) {
				most = tells;
				best = i;
			}
		}
		if (best < 0)
			break;
		taken[best] = true;
		int other = m->kind[best] == KIND_LATITUDE ? column_of(m, KIND_LONGITUDE) : m->kind[best] == KIND_LONGITUDE ? column_of(m, KIND_LATITUDE)
			: -1;
		bool alone = (m->kind[best] == KIND_LATITUDE || m->kind[best] == KIND_LONGITUDE) && (other < 0 || taken[other]);
		if (alone) /* half of a place is none */
			continue;
		if (other >= 0)
			taken[other] = true;
		bool east = m->kind[best] == KIND_LONGITUDE;
		compare_by(m, measure_of((enum link_kind)m->kind[best], &guess[best]), east ? other : best, east ? best : other);
	}
	for (int i = 0; i < m->comparisons; i++)
		m->comparison[i].residence = is_residence(t, m, &m->comparison[i]);
}

/* Atoms: a column in a form, and how often two records of one person agree in it ------------------------------------------------- */

struct atom {
	struct link_term term;
	double agree;        /* where both have a value */
	uint64_t columns[7]; /* of LINK_COLUMNS bits */
};

struct chooser {
	const struct link_table *t;
	struct link_model *m;
	int atoms;
	struct atom atom[ATOMS];
	uint32_t sample;
	uint32_t *key;       /* sample * atoms */
	uint64_t *trial;     /* bits: atoms that agree */
	uint64_t *sorted;    /* of the sample, for counting */
	uint64_t *words;     /* of the sample: key and count of each word of a column */
	struct candidate {
		uint64_t bits;
		double pairs;
	} *candidate;
	int candidates;
	double budget;
};

static void atom_add(struct chooser *c, int column, int other, enum link_form form, int n, double agree) {
	if (c->atoms == ATOMS)
		return;
	struct atom *a = &c->atom[c->atoms++];
	*a = (struct atom){.term = {(int16_t)column, (int16_t)other, (uint8_t)form, (uint8_t)n}, .agree = agree};
	a->columns[column / 64] |= 1ULL << (column % 64);
	if (other >= 0)
		a->columns[other / 64] |= 1ULL << (other % 64);
}

static const struct {
	enum link_kind kind;
	enum link_form form;
	int n;
	double agree;
} usual[] = { /* of a column, what the others contain first */
	{KIND_GIVEN, FORM_GIVEN, 0, 0.75}, {KIND_GIVEN, FORM_PREFIX, 3, 0.83}, {KIND_SURNAME, FORM_STEM, 0, 0.72},
	{KIND_SURNAME, FORM_PREFIX, 3, 0.82}, {KIND_FULL, FORM_WORDS, 0, 0.5}, {KIND_FULL, FORM_RARE, 0, 0.65},
	{KIND_FULL, FORM_RARE2, 0, 0.62}, {KIND_DATE, FORM_DATE, 0, 0.74}, {KIND_DATE, FORM_MONTHDAY, 0, 0.80},
	{KIND_DATE, FORM_YEARMONTH, 0, 0.81}, {KIND_DATE, FORM_YEAR, 0, 0.86}, {KIND_DATE, FORM_DAYSWAP, 0, 0.79},
	{KIND_YEAR, FORM_PLAIN, 0, 0.75}, {KIND_CATEGORY, FORM_PLAIN, 0, 0.88}, {KIND_PLACE, FORM_SOUND, 0, 0.68},
	{KIND_ADDRESS, FORM_SOUND, 0, 0.5}, {KIND_ADDRESS, FORM_RARE, 0, 0.6}, {KIND_POSTCODE, FORM_COMPACT, 0, 0.62},
	{KIND_POSTCODE, FORM_HEAD, 3, 0.7}, {KIND_PHONE, FORM_DIGITS, 7, 0.75}, {KIND_EMAIL, FORM_PLAIN, 0, 0.65},
	{KIND_EMAIL, FORM_LOCAL, 0, 0.72}, {KIND_CODE, FORM_COMPACT, 0, 0.75}, {KIND_NUMBER, FORM_PLAIN, 0, 0.72}, {KIND_NUMBER, FORM_HEAD, 2, 0.85},
	{KIND_LATITUDE, FORM_LATITUDE, 1, 0.7}, {KIND_LONGITUDE, FORM_LONGITUDE, 1, 0.7}, {KIND_POINT, FORM_LATITUDE, 2, 0.6},
	{KIND_POINT, FORM_LONGITUDE, 2, 0.6}, {KIND_LIST, FORM_LIST, 0, 0.35}, {KIND_LIST, FORM_RARE, 0, 0.6}, {KIND_LIST, FORM_RARE2, 0, 0.5},
	{KIND_TEXT, FORM_SOUND, 0, 0.65}, {KIND_TEXT, FORM_PREFIX, 4, 0.7}, {KIND_MIDDLE, FORM_SOUND, 0, 0.65},
};

/* Of several words in any order, what columns of names have anyway. */
static void atoms_of_words(struct chooser *c, int column) {
	static const struct {
		enum link_form form;
		double agree;
	} more[] = {{FORM_WORDS, 0.5}, {FORM_RARE, 0.6}, {FORM_RARE2, 0.57}};
	for (size_t k = 0; k < sizeof more / sizeof *more; k++) {
		bool there = false;
		for (int a = 0; a < c->atoms; a++)
			there |= c->atom[a].term.column == column && c->atom[a].term.form == more[k].form;
		if (!there)
			atom_add(c, column, -1, more[k].form, 0, more[k].agree);
	}
}

static void atoms(struct chooser *c) {
	int given = column_of(c->m, KIND_GIVEN), surname = column_of(c->m, KIND_SURNAME);
	for (int i = 0; i < c->m->comparisons; i++) { /* in the order of what they tell */
		int both[2] = {c->m->comparison[i].column[0], c->m->comparison[i].column[1]};
		if (i > 0 && c->m->comparison[i].measure <= MEASURE_SURNAME)
			continue;
		for (int j = 0; j < 2 && both[j] >= 0; j++)
			for (size_t k = 0; k < sizeof usual / sizeof *usual; k++)
				if (usual[k].kind == c->m->kind[both[j]])
					atom_add(c, both[j], -1, usual[k].form, usual[k].n, usual[k].agree);
		if (c->m->comparison[i].measure == MEASURE_WORDS)
			atoms_of_words(c, both[0]);
	}
	if (given >= 0 && surname >= 0)
		atom_add(c, given, surname, FORM_EITHER, 0, 0.6);
}

/* Keys of the sample -------------------------------------------------------------------------------------------------------------- */

static uint32_t record_of(const struct chooser *c, uint32_t i) {
	return (uint32_t)((uint64_t)i * c->t->records / c->sample);
}

static uint32_t word_key(const char *word, size_t n) {
	return (uint32_t)(link_hash(word, n) >> 32) | 1;
}

/* Where the sample's count of a word stands, or would. */
static uint64_t *word_at(const struct chooser *c, uint32_t key) {
	uint32_t at = key & (WORD_KEYS - 1);
	while (c->words[at] != 0 && c->words[at] >> 32 != key)
		at = (at + 1) & (WORD_KEYS - 1);
	return &c->words[at];
}

/* The word fewest of the sample have, or the one next to it; of equally rare ones the longer. */
static uint32_t rare_key(const struct chooser *c, const char *text, size_t n, bool second) {
	const char *word[24];
	size_t length[24], words = link_words(text, n, word, length), best = words;
	for (int round = 0; round <= second; round++) {
		size_t before = best, longest = 0;
		uint32_t fewest = UINT32_MAX;
		best = words;
		for (size_t i = 0; i < words; i++) {
			uint32_t count = (uint32_t)*word_at(c, word_key(word[i], length[i]));
			bool alone = count < 2 && c->sample == c->t->records; /* nobody else has it: the engine takes another, too */
			if (alone || (round > 0 && i == before) || count > fewest || (count == fewest && length[i] <= longest))
				continue;
			fewest = count;
			longest = length[i];
			best = i;
		}
	}
	return best == words ? 0 : word_key(word[best], length[best]);
}

static void count_words(const struct chooser *c, const char *text, size_t n, uint32_t *kinds) {
	const char *word[24];
	size_t length[24], words = link_words(text, n, word, length);
	for (size_t i = 0; i < words; i++) {
		uint32_t key = word_key(word[i], length[i]);
		uint64_t *at = word_at(c, key);
		if (*at == 0 && *kinds >= WORD_KEYS / 2)
			continue;
		*kinds += *at == 0;
		*at = (uint64_t)key << 32 | ((*at & UINT32_MAX) + 1);
	}
}

static bool is_rare(const struct link_term *term) {
	return term->form == FORM_RARE || term->form == FORM_RARE2;
}

static size_t spelt(const struct chooser *c, const struct link_term *term, int column, uint32_t id, char out[SPELL_MOST]) {
	size_t n;
	const char *s = link_value(&c->t->column[column], id, &n);
	bool list = is_rare(term) && c->m->kind[column] == KIND_LIST;
	if (link_is_written(c->m, column))
		return link_written((enum link_form)term->form, term->n, s, n, out);
	return link_spell(term->form == FORM_EITHER ? FORM_STEM : list ? FORM_LIST : (enum link_form)term->form, term->n, s, n, out);
}

static uint32_t key_of(const struct chooser *c, const struct link_term *term, int column, uint32_t record) {
	const struct link_column *col = &c->t->column[column];
	char out[SPELL_MOST];
	uint32_t id = col->id[record];
	if (id == 0)
		return 0;
	if (term->form >= FORM_DATE && term->form <= FORM_DAYSWAP) {
		size_t n;
		const char *s = link_value(col, id, &n);
		return link_date_form((enum link_form)term->form, link_date(s, n, c->m->day_first[column] != 0));
	}
	size_t k = spelt(c, term, column, id, out);
	return k == 0 ? 0 : is_rare(term) ? rare_key(c, out, k, term->form == FORM_RARE2) : word_key(out, k);
}

/* How many of the sample have each word of a column. */
static void count_column(const struct chooser *c, const struct link_term *term) {
	char out[SPELL_MOST];
	uint32_t kinds = 0;
	memset(c->words, 0, WORD_KEYS * sizeof *c->words);
	for (uint32_t i = 0; i < c->sample; i++) {
		uint32_t id = c->t->column[term->column].id[record_of(c, i)];
		if (id != 0)
			count_words(c, out, spelt(c, term, term->column, id, out), &kinds);
	}
}

static void keys(struct chooser *c) {
	for (int a = 0; a < c->atoms; a++) {
		const struct link_term *term = &c->atom[a].term;
		if (is_rare(term))
			count_column(c, term);
		for (uint32_t i = 0; i < c->sample; i++) {
			uint32_t x = key_of(c, term, term->column, record_of(c, i));
			if (term->other >= 0) {
				uint32_t y = key_of(c, term, term->other, record_of(c, i));
				x = x == 0 || y == 0 ? 0 : (uint32_t)(link_mix(x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x) >> 32) | 1;
			}
			c->key[(size_t)i * (size_t)c->atoms + (size_t)a] = x;
		}
	}
}

/* Pairs among all records that agree in these atoms, from the sample. */
static double pairs_of(const struct chooser *c, uint64_t bits) {
	uint32_t mask = 1;
	uint64_t pairs = 0;
	while (mask < c->sample * 2)
		mask = mask * 2 + 1;
	memset(c->sorted, 0, ((size_t)mask + 1) * sizeof *c->sorted);
	for (uint32_t i = 0; i < c->sample; i++) {
		const uint32_t *k = c->key + (size_t)i * (size_t)c->atoms;
		uint64_t h = 1;
		bool all = true;
		for (uint64_t rest = bits; rest != 0; rest &= rest - 1) {
			uint32_t x = k[__builtin_ctzll(rest)];
			all &= x != 0;
			h = link_mix(h ^ x);
		}
		if (!all)
			continue;
		uint64_t high = h >> 32 | 1;
		uint32_t at = (uint32_t)h & mask;
		while (c->sorted[at] != 0 && c->sorted[at] >> 32 != high)
			at = (at + 1) & mask;
		pairs += c->sorted[at] & UINT32_MAX;
		c->sorted[at] = high << 32 | ((c->sorted[at] & UINT32_MAX) + 1);
	}
	double scale = (double)c->t->records / c->sample;
	return ((double)pairs + 0.3) * scale * scale;
}

/* Trials: in what made-up pairs of one person agree -------------------------------------------------------------------------------- */

static double unit(uint64_t *state) {
	*state += 0x9e3779b97f4a7c15ULL;
	return (double)(link_mix(*state) >> 11) * 0x1p-53;
}

static void trials(struct chooser *c) {
	uint64_t state = c->m->seed + 77;
	for (int i = 0; i < TRIALS; i++) {
		uint32_t one = (uint32_t)(unit(&state) * c->sample), two = (uint32_t)(unit(&state) * c->sample);
		const uint32_t *x = c->key + (size_t)one * (size_t)c->atoms, *y = c->key + (size_t)two * (size_t)c->atoms;
		uint64_t agree = 0;
		double base = 0;
		bool first_agrees = false;
		for (int a = 0; a < c->atoms; a++) {
			const struct atom *atom = &c->atom[a];
			bool there = x[a] != 0 && y[a] != 0, same = a > 0 && c->atom[a - 1].term.column == atom->term.column && atom->term.other < 0;
			if (atom->term.other >= 0) { /* both names agree, or changed places */
				uint64_t both = 0;
				for (int k = 0; k < a; k++)
					if (c->atom[k].term.form == FORM_GIVEN || c->atom[k].term.form == FORM_STEM)
						both += agree >> k & 1;
				if (there && (both == 2 || unit(&state) < 0.05))
					agree |= 1ULL << a;
				continue;
			}
			bool this;
			if (!same) { /* of each column, first what the others follow from */
				this = first_agrees = unit(&state) < atom->agree;
				base = atom->agree;
			} else {
				this = first_agrees || unit(&state) < (atom->agree - base) / (1 - base);
			}
			if (there && this)
				agree |= 1ULL << a;
		}
		c->trial[i] = agree;
	}
}

/* Candidates and choice -------------------------------------------------------------------------------------------------------------- */

static bool overlaps(const struct atom *a, const struct atom *b) {
	for (size_t i = 0; i < sizeof a->columns / sizeof *a->columns; i++)
		if ((a->columns[i] & b->columns[i]) != 0)
			return true;
	return false;
}

static bool contains_one(const struct chooser *c, uint64_t bits) {
	for (int i = 0; i < c->candidates; i++)
		if ((bits & c->candidate[i].bits) == c->candidate[i].bits)
			return true;
	return false;
}

/* All that agree in `bits`, and further atoms from `from` on, until few enough pairs are left. */
static void extend(struct chooser *c, uint64_t bits, int from, int terms, double most, int depth) {
	for (int a = from; a < c->atoms; a++) {
		bool clash = false;
		for (uint64_t rest = bits; rest != 0; rest &= rest - 1)
			clash |= overlaps(&c->atom[a], &c->atom[__builtin_ctzll(rest)]);
		uint64_t more = bits | 1ULL << a;
		if (clash || c->candidates == RULES || contains_one(c, more))
			continue;
		if (terms + 1 < depth) {
			extend(c, more, a + 1, terms + 1, most, depth);
			continue;
		}
		double pairs = pairs_of(c, more);
		if (pairs <= most)
			c->candidate[c->candidates++] = (struct candidate){more, pairs};
	}
}

static void choose(struct chooser *c, int most_rules) {
	double spent = 0, fixed = 0.01 * c->budget + 1;
	bool done[TRIALS] = {false};
	c->m->rules = 0;
	while (c->m->rules < most_rules) {
		int best = -1, found = 0;
		double score = 0;
		for (int i = 0; i < c->candidates; i++) {
			int gain = 0;
			if (c->candidate[i].pairs + spent > c->budget)
				continue;
			for (int k = 0; k < TRIALS; k++)
				gain += !done[k] && (c->trial[k] & c->candidate[i].bits) == c->candidate[i].bits;
			if (gain / (c->candidate[i].pairs + fixed) > score) {
				score = gain / (c->candidate[i].pairs + fixed);
				best = i;
				found = gain;
			}
		}
		if (best < 0 || found < 3)
			break;
		struct link_rule *r = &c->m->rule[c->m->rules++];
		*r = (struct link_rule){.pairs = 0};
		for (uint64_t rest = c->candidate[best].bits; rest != 0; rest &= rest - 1)
			r->term[r->terms++] = c->atom[__builtin_ctzll(rest)].term;
		spent += c->candidate[best].pairs;
		for (int k = 0; k < TRIALS; k++)
			done[k] |= (c->trial[k] & c->candidate[best].bits) == c->candidate[best].bits;
	}
}

bool link_propose_rules(const struct link_table *t, struct link_model *m, uint64_t budget) {
	double n = t->records;
	struct chooser c = {.t = t, .m = m, .sample = t->records < SAMPLE ? t->records : SAMPLE};
	c.budget = budget > 0 ? (double)budget : fmax(12 * n, fmin(3e6, n * n / 4));
	if (t->records == 0)
		return true;
	atoms(&c);
	c.key = link_try(t->memory, NULL, (size_t)c.sample * (size_t)c.atoms + 1, sizeof *c.key);
	c.trial = link_try(t->memory, NULL, TRIALS, sizeof *c.trial);
	c.sorted = link_try(t->memory, NULL, (size_t)c.sample * 4 + 4, sizeof *c.sorted);
	c.words = link_try(t->memory, NULL, WORD_KEYS, sizeof *c.words);
	c.candidate = link_try(t->memory, NULL, RULES, sizeof *c.candidate);
	bool done = c.key != NULL && c.trial != NULL && c.sorted != NULL && c.words != NULL && c.candidate != NULL;
	if (done) {
		keys(&c);
		trials(&c);
		for (int depth = 1; depth <= TERMS; depth++)
			extend(&c, 0, 0, 0, c.budget * 0.3, depth);
		choose(&c, n >= 500000 ? 14 : 24);
		for (int a = 0; a < c.atoms && m->rules == 0; a++) /* nothing parts them: windows will */
			m->rule[m->rules++] = (struct link_rule){.terms = 1, .term = {c.atom[a].term}};
		if (m->rules > 4 && c.candidates == 0)
			m->rules = 4;
	}
	link_free(t->memory, c.key);
	link_free(t->memory, c.trial);
	link_free(t->memory, c.sorted);
	link_free(t->memory, c.words);
	link_free(t->memory, c.candidate);
	return done;
}
