#include "veil/meet.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "link/parallel.h"

enum { PIECE = 64 };

void meet_init(struct meet *m, struct cx *cx, struct link_memory *memory, int threads) {
	*m = (struct meet){.cx = cx, .memory = memory, .threads = threads};
}

void meet_wipe(struct meet *m) {
	crypt_wipe(m->scalar, sizeof m->scalar);
}

static int by_bytes(const void *a, const void *b) {
	return memcmp(a, b, GROUP_POINT); /* also of struct meet_own, which begins with its point */
}

static int by_own(const void *a, const void *b) {
	const struct meet_own *x = a, *y = b;
	int c = memcmp(x->point, y->point, GROUP_POINT);
	return c != 0 ? c : x->name != y->name ? (x->name > y->name) - (x->name < y->name) : (x->key > y->key) - (x->key < y->key);
}

void meet_sort(uint8_t (*point)[GROUP_POINT], uint32_t n) {
	qsort(point, n, sizeof *point, by_bytes);
}

bool meet_has(uint8_t (*point)[GROUP_POINT], uint32_t n, const uint8_t *one) {
	return n > 0 && bsearch(one, point, n, sizeof *point, by_bytes) != NULL;
}

/* Own keys ------------------------------------------------------------------------------------------------------------- */

const char *meet_key(struct meet *m, uint32_t key) {
	if (m->spelt[key] == NULL) {
		struct buf b = buf_new(m->cx->arena, 1 << 10);
		veil_keys_print(&b, &(struct veil_keys){.n = 1, .key = {m->keys.key[key]}});
		m->spelt[key] = b.at;
	}
	return m->spelt[key];
}

int meet_add(struct meet *m, uint32_t key, const struct blob *parts, const char *name) {
	const struct veil_key *k = &m->keys.key[key];
	struct blob all[KEY_FIELDS + 2];
	size_t n = strlen(name) + 1;
	const char *before = m->owns == 0 ? NULL : m->names + m->own[m->owns - 1].name;
	if (m->owns == MEET_POINTS || m->named + n > UINT32_MAX)
		return err_say(m->cx, ERR_LIMIT, NULL, N_("A list has more than 10,000,000 keys."), NULL);
	if (n > MEET_NAME_BYTES)
		return err_say(m->cx, ERR_INVALID, "--id", N_("What a record is called has at most 199 letters, and no ends of lines."), NULL);
	if (m->owns == m->own_room) {
		m->own_room += m->own_room / 2 + 1024;
		m->own = link_grow(m->memory, m->own, m->own_room, sizeof *m->own);
	}
	struct meet_own *own = &m->own[m->owns];
	memset(own, 0, sizeof *own);
	own->key = key;
	if (before != NULL && str_equal(before, name)) { /* a further key of the same record */
		own->name = m->own[m->owns - 1].name;
	} else {
		if (m->named + n > m->names_room) {
			m->names_room = m->names_room * 2 + (1 << 16);
			m->names = link_grow(m->memory, m->names, m->names_room, 1);
		}
		own->name = (uint32_t)m->named;
		memcpy(m->names + m->named, name, n);
		m->named += n;
	}
	all[0] = BLOB_STR(m->round);
	for (int i = 0; i < k->fields; i++) /* which fields they are is part of the key: a place is no name */
		all[1 + i] = parts[i];
	all[1 + k->fields] = BLOB_STR(meet_key(m, key));
	group_point(own->point, "atrama meet 1 key", all, (size_t)k->fields + 2);
	m->owns++;
	return 0;
}

struct raise {
	const uint8_t *scalar;
	uint8_t *at;
	size_t n, stride;
	_Atomic size_t bad; /* the first point that is none; n: all are */
};

static void raise_piece(void *arg, size_t piece, int thread) {
	struct raise *r = arg;
	(void)thread;
	for (size_t i = piece * PIECE; i < r->n && i < (piece + 1) * PIECE; i++) {
		uint8_t *p = r->at + i * r->stride;
		if (group_raise(p, r->scalar, p))
			continue;
		size_t bad = atomic_load(&r->bad);
		while (i < bad && !atomic_compare_exchange_weak(&r->bad, &bad, i))
			;
		return;
	}
}

static size_t raise_all(const struct meet *m, void *at, size_t n, size_t stride) {
	struct raise r = {.scalar = m->scalar, .at = at, .n = n, .stride = stride};
	atomic_init(&r.bad, n);
	link_parallel((n + PIECE - 1) / PIECE, m->threads, raise_piece, &r);
	return atomic_load(&r.bad);
}

int meet_raise(struct meet *m, const char *file, uint8_t (*point)[GROUP_POINT], uint32_t n) {
	size_t bad = raise_all(m, point, n, GROUP_POINT);
	if (bad == n)
		return 0;
	return err_say(m->cx, ERR_INVALID, file, N_("This point is none of the group: the message was not made by this program, or is damaged."),
		arena_printf(m->cx->arena, "%zu", bad + 1));
}

int meet_own_raise(struct meet *m) {
	if (m->owns == 0)
		return err_say(m->cx, ERR_INVALID, "--keys", N_("No record of this list has all fields of any key."), NULL);
	group_scalar(m->cx, m->scalar);
	int rc = bug_if(m->cx, raise_all(m, m->own, m->owns, sizeof *m->own) != m->owns);
	if (rc != 0)
		return rc;
	qsort(m->own, m->owns, sizeof *m->own, by_own);
	m->points = 0;
	for (uint32_t i = 0; i < m->owns; i++)
		m->points += i == 0 || by_bytes(&m->own[i], &m->own[i - 1]) != 0;
	return 0;
}
