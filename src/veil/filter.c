#include "veil/filter.h"

#include <string.h>

#include "base/str.h"

enum { VALUE = 512, CACHE = 1 << 13, RAW_WORDS = VEIL_RAW_MOST / 64 };

/* Bits of one piece of one field, as often asked for. */
struct cached {
	struct veil_token token;
	uint8_t kind, held;
	uint16_t bit[VEIL_HASHES_MOST];
};

struct veil_encoder {
	struct secret keys; /* this struct lies in arena memory but for what follows */
	struct veil_plan plan;
	bool month_first;
	unsigned raw;                      /* bits before the steps */
	unsigned share[VEIL__MAX];         /* bits a field may set */
	uint16_t *shuffle[VEIL_STEPS];     /* of steps that have one */
	struct cached *cache;
	char value[VEIL__MAX][VALUE];
	size_t n[VEIL__MAX];
};

/* Keys in guarded memory: one a kind, one for noise, one for the order. */
enum { KEY_NOISE = VEIL__MAX, KEY_ORDER, KEYS };

static const uint8_t *key(const struct veil_encoder *e, int i) {
	return e->keys.at + i * KEYED_KEY;
}

void veil_mark(const uint8_t secret[KEYED_KEY], uint8_t ret[VEIL_MARK]) {
	uint8_t whole[HASH_SIZE];
	keyed_hash_parts(whole, sizeof whole, secret, "atrama veil 1 mark", NULL, 0);
	memcpy(ret, whole, VEIL_MARK);
}

/* Numbers below 2^32 without end, from a key. */
struct stream {
	uint8_t key[KEYED_KEY], block[KEYED_MOST];
	uint32_t blocks, at;
};

static uint32_t next(struct stream *s) {
	if (s->at % (KEYED_MOST / 4) == 0) {
		uint8_t n[4] = {(uint8_t)s->blocks, (uint8_t)(s->blocks >> 8), (uint8_t)(s->blocks >> 16), (uint8_t)(s->blocks >> 24)};
		keyed_hash(s->block, KEYED_MOST, s->key, "atrama veil 1 stream", BLOB(n, 4));
		s->blocks++;
	}
	const uint8_t *b = s->block + s->at++ % (KEYED_MOST / 4) * 4;
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* Below n, evenly: what would favour small numbers is drawn again. */
static uint32_t below(struct stream *s, uint32_t n) {
	uint32_t least = (0u - n) % n, x = next(s);
	while (x < least)
		x = next(s);
	return x % n;
}

/* An order of n places. */
static void shuffled(struct stream *s, uint16_t *place, unsigned n) {
	for (unsigned i = 0; i < n; i++)
		place[i] = (uint16_t)i;
	for (unsigned i = n - 1; i > 0; i--) {
		unsigned k = below(s, i + 1);
		uint16_t was = place[i];
		place[i] = place[k];
		place[k] = was;
	}
}

/* Places of one step: of fold and balance an order, of mix `amount` different ones for each bit. */
static void step_ready(struct cx *cx, struct veil_encoder *e, int i, const uint8_t secret[KEYED_KEY], unsigned *bits) {
	const struct veil_hardening *h = &e->plan.step[i];
	struct stream s = {.at = 0};
	uint8_t n = (uint8_t)i;
	keyed_hash(s.key, KEYED_KEY, secret, "atrama veil 1 step", BLOB(&n, 1), BLOB_STR(e->plan.round));
	if (h->step == STEP_BALANCE)
		*bits *= 2;
	if (h->step == STEP_BALANCE || h->step == STEP_FOLD) {
		e->shuffle[i] = arena_array(cx->arena, *bits, sizeof *e->shuffle[i]);
		shuffled(&s, e->shuffle[i], *bits);
	}
	if (h->step == STEP_MIX) {
		uint16_t *place = e->shuffle[i] = arena_array(cx->arena, (size_t)*bits * h->amount, sizeof *place);
		for (unsigned b = 0; b < *bits; b++)
			for (unsigned k = 0; k < h->amount;) {
				place[b * h->amount + k] = (uint16_t)below(&s, *bits);
				bool twice = false;
				for (unsigned j = 0; j < k; j++)
					twice |= place[b * h->amount + j] == place[b * h->amount + k];
				k += !twice;
			}
	}
	if (h->step == STEP_FOLD)
		*bits /= 2;
	crypt_wipe(&s, sizeof s);
}

int veil_encoder_new(struct cx *cx, const struct veil_plan *plan, const uint8_t secret[KEYED_KEY], bool month_first,
	struct veil_encoder **ret) {
	struct veil_encoder *e = arena_alloc(cx->arena, sizeof *e);
	unsigned sum = 0;
	e->plan = *plan;
	e->month_first = month_first;
	int rc = veil_plan_check(cx, NULL, plan, &e->raw);
	for (int i = 0; i < VEIL__MAX; i++)
		sum += plan->weight[i];
	if (rc == 0 && sum == 0)
		rc = err_say(cx, ERR_INVALID, NULL, N_("No field is to be encoded."), NULL);
	if (rc == 0)
		rc = secret_new(cx, (size_t)KEYS * KEYED_KEY, &e->keys);
	if (rc != 0)
		return rc;
	for (int i = 0; i < VEIL__MAX; i++) {
		e->share[i] = e->raw * VEIL_SHARE / 100 * plan->weight[i] / sum;
		keyed_hash(e->keys.at + i * KEYED_KEY, KEYED_KEY, secret, "atrama veil 1 field", BLOB_STR(veil_kind_names[i]),
			BLOB_STR(plan->round));
	}
	keyed_hash(e->keys.at + KEY_NOISE * KEYED_KEY, KEYED_KEY, secret, "atrama veil 1 noise", BLOB_STR(plan->round));
	keyed_hash(e->keys.at + KEY_ORDER * KEYED_KEY, KEYED_KEY, secret, "atrama veil 1 order", BLOB_STR(plan->round));
	unsigned bits = e->raw;
	for (int i = 0; i < plan->steps; i++)
		step_ready(cx, e, i, secret, &bits);
	e->cache = arena_array(cx->arena, CACHE, sizeof *e->cache);
	*ret = e;
	return 0;
}

void veil_encoder_free(struct veil_encoder *e) {
	if (e == NULL)
		return;
	secret_dispose(&e->keys);
	for (int i = 0; i < e->plan.steps; i++)
		if (e->shuffle[i] != NULL)
			crypt_wipe(e->shuffle[i], VEIL_BITS_LEAST * sizeof *e->shuffle[i]);
	if (e->cache != NULL)
		crypt_wipe(e->cache, CACHE * sizeof *e->cache);
	crypt_wipe(e->value, sizeof e->value);
}

/* A record ----------------------------------------------------------------------------------------------------------- */

void veil_record_begin(struct veil_encoder *e) {
	memset(e->n, 0, sizeof e->n);
}

void veil_record_add(struct veil_encoder *e, enum veil_kind kind, const char *s, size_t n) {
	size_t *have = &e->n[kind];
	if (n == 0 || *have == VALUE)
		return;
	if (*have > 0)
		e->value[kind][(*have)++] = ' ';
	n = n < VALUE - *have ? n : VALUE - *have;
	memcpy(e->value[kind] + *have, s, n);
	*have += n;
}

static const uint16_t *bits_of(struct veil_encoder *e, int kind, const struct veil_token *token) {
	uint64_t x[2];
	memcpy(x, token, sizeof x);
	uint64_t h = (x[0] ^ (x[1] + (uint64_t)kind) * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
	struct cached *c = &e->cache[(h ^ h >> 29) >> 20 & (CACHE - 1)];
	if (c->held && c->kind == kind && memcmp(&c->token, token, sizeof *token) == 0)
		return c->bit;
	uint8_t hash[KEYED_MOST];
	keyed_hash(hash, KEYED_MOST, key(e, kind), "atrama veil 1 piece", BLOB(token->text, token->n));
	for (int i = 0; i < VEIL_HASHES_MOST; i++)
		c->bit[i] = (uint16_t)((hash[2 * i] | hash[2 * i + 1] << 8) & (int)(e->raw - 1));
	c->token = *token;
	c->kind = (uint8_t)kind;
	c->held = 1;
	return c->bit;
}

static bool bit_at(const uint64_t *x, unsigned i) {
	return x[i / 64] >> i % 64 & 1;
}

static void step_do(const struct veil_encoder *e, int i, uint64_t *x, unsigned *bits) {
	const struct veil_hardening *h = &e->plan.step[i];
	const uint16_t *place = e->shuffle[i];
	uint64_t was[RAW_WORDS];
	unsigned from = *bits, to = h->step == STEP_FOLD ? from / 2 : h->step == STEP_BALANCE ? from * 2 : from;
	struct stream s = {.at = 0};
	memcpy(was, x, from / 8);
	for (unsigned k = 0; h->step == STEP_BALANCE && k < from / 64; k++)
		was[from / 64 + k] = ~was[k];
	if (h->step == STEP_NOISE)
		keyed_hash(s.key, KEYED_KEY, key(e, KEY_NOISE), "atrama veil 1 turn", BLOB(was, from / 8));
	memset(x, 0, to / 8);
	for (unsigned b = 0; b < to; b++) {
		bool set = false;
		switch (h->step) {
		case STEP_FOLD:
			set = bit_at(was, place[b]) ^ bit_at(was, place[b + to]);
			break;
		case STEP_BALANCE:
			set = bit_at(was, place[b]);
			break;
		case STEP_RULE90:
			set = bit_at(was, (b + from - 1) % from) ^ bit_at(was, (b + 1) % from);
			break;
		case STEP_MIX:
			for (unsigned k = 0; k < h->amount; k++)
				set ^= bit_at(was, place[b * h->amount + k]);
			break;
		default:
			set = bit_at(was, b) ^ (below(&s, 1000) < h->amount);
		}
		x[b / 64] |= (uint64_t)set << b % 64;
	}
	crypt_wipe(&s, sizeof s);
	*bits = to;
}

bool veil_record_end(struct veil_encoder *e, uint64_t *ret_filter) {
	uint64_t x[RAW_WORDS] = {0};
	struct veil_tokens t;
	bool told = false;
	for (int kind = 0; kind < VEIL__MAX; kind++) {
		if (e->n[kind] == 0 || e->plan.weight[kind] == 0)
			continue;
		veil_tokens((enum veil_kind)kind, e->month_first, e->value[kind], e->n[kind], &t);
		unsigned n = (unsigned)t.n, k = n == 0 ? 0 : (e->share[kind] + n / 2) / n;
		k = k < 1 ? 1 : k > VEIL_HASHES_MOST ? VEIL_HASHES_MOST : k;
		for (unsigned i = 0; i < n; i++) {
			const uint16_t *bit = bits_of(e, kind, &t.token[i]);
			for (unsigned j = 0; j < k; j++)
				x[bit[j] / 64] |= UINT64_C(1) << bit[j] % 64;
			told = true;
		}
	}
	unsigned bits = e->raw;
	for (int i = 0; told && i < e->plan.steps; i++)
		step_do(e, i, x, &bits);
	if (told)
		memcpy(ret_filter, x, bits / 8);
	return told;
}

uint64_t veil_order(const struct veil_encoder *e, const uint64_t *filter, uint32_t record) {
	uint8_t hash[16], n[4] = {(uint8_t)record, (uint8_t)(record >> 8), (uint8_t)(record >> 16), (uint8_t)(record >> 24)};
	uint64_t order;
	keyed_hash(hash, sizeof hash, key(e, KEY_ORDER), "atrama veil 1 order", BLOB(filter, e->plan.bits / 8), BLOB(n, 4));
	memcpy(&order, hash, sizeof order);
	return order;
}
