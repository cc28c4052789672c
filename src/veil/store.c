#include "veil/store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "veil/dice.h"

static size_t block_bytes(const struct veil_store *s) {
	return (size_t)s->words * DICE_LANES * sizeof(uint64_t);
}

/* First pass: bits set, and what records are called ------------------------------------------------------------------- */

struct first {
	struct veil_store *store;
	struct veil_party *party;
	uint16_t *count; /* in the order of the file */
	uint32_t named;
};

static int take_count(void *arg, uint32_t record, const uint64_t *filter) {
	struct first *f = arg;
	f->count[record] = (uint16_t)veil_count(filter, f->store->words);
	return 0;
}

static int take_name(void *arg, uint32_t record, const char *name) {
	struct first *f = arg;
	size_t n = strlen(name) + 1;
	f->party->name_at[record] = f->named;
	memcpy(f->party->names + f->named, name, n);
	f->named += (uint32_t)n;
	return 0;
}

/* The record of every place of a party, by bits set and then by the order of the file; *place_of is the way back. */
static void order(struct veil_store *s, struct veil_party *p, const uint16_t *count, uint32_t *place_of) {
	uint32_t from[VEIL_BITS_MOST + 2] = {0};
	for (uint32_t i = 0; i < p->records; i++)
		from[count[i] + 1]++;
	for (int i = 0; i <= VEIL_BITS_MOST; i++)
		from[i + 1] += from[i];
	for (uint32_t i = 0; i < p->records; i++) {
		uint32_t at = from[count[i]]++;
		p->record[at] = i;
		place_of[i] = p->first + at;
		s->count[p->first + at] = count[i];
	}
}

/* Second pass: each filter to its place ------------------------------------------------------------------------------- */

struct second {
	struct veil_store *store;
	const uint32_t *place_of;
};

static int take_place(void *arg, uint32_t record, const uint64_t *filter) {
	const struct second *f = arg;
	struct veil_store *s = f->store;
	uint32_t place = f->place_of[record];
	if (s->blocks != NULL) {
		uint64_t *to = s->blocks + (size_t)(place / DICE_LANES) * s->words * DICE_LANES + place % DICE_LANES;
		for (unsigned w = 0; w < s->words; w++)
			to[(size_t)w * DICE_LANES] = filter[w];
		return 0;
	}
	size_t n = (size_t)s->words * sizeof *filter;
	return pwrite(s->fd, filter, n, (off_t)((uint64_t)place * n)) == (ssize_t)n ? 0 : ERR_IO;
}

static int party_read(struct cx *cx, struct veil_store *s, struct veil_list *l, struct veil_party *p) {
	struct first first = {.store = s, .party = p, .count = link_alloc(s->memory, l->records, sizeof(uint16_t))};
	uint32_t *place_of = link_alloc(s->memory, l->records, sizeof *place_of);
	p->record = link_alloc(s->memory, l->records, sizeof *p->record);
	if (l->name_bytes > 0) {
		p->names = link_alloc(s->memory, (size_t)l->name_bytes, 1);
		p->name_at = link_alloc(s->memory, l->records, sizeof *p->name_at);
	}
	int rc = veil_list_read(cx, l, &(struct veil_reader){take_count, p->names == NULL ? NULL : take_name, &first});
	if (rc == 0) {
		order(s, p, first.count, place_of);
		struct second second = {s, place_of};
		rc = veil_list_read(cx, l, &(struct veil_reader){take_place, NULL, &second});
		if (rc == ERR_IO && cx->err.code != ERR_IO)
			rc = err_say(cx, ERR_IO, "TMPDIR", N_("There is no room for the encoded lists in the folder of temporary files."), NULL);
	}
	link_free(s->memory, first.count);
	link_free(s->memory, place_of);
	return rc;
}

/* Where the filters go ------------------------------------------------------------------------------------------------ */

static int spill_open(struct cx *cx, struct veil_store *s) {
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(cx->arena, "%s/atrama-XXXXXX", folder == NULL || *folder == 0 ? "/tmp" : folder);
	s->fd = mkstemp(path);
	if (s->fd < 0 || unlink(path) != 0 || ftruncate(s->fd, (off_t)((uint64_t)s->places * s->words * sizeof(uint64_t))) != 0)
		return err_say(cx, ERR_IO, "TMPDIR", N_("There is no room for the encoded lists in the folder of temporary files."), NULL);
	return 0;
}

static int room_make(struct cx *cx, struct veil_store *s) {
	size_t whole = (size_t)(s->places / DICE_LANES) * block_bytes(s), left = link_memory_left(s->memory);
	if (whole <= left / 2) {
		s->blocks = link_alloc(s->memory, whole, 1);
		s->piece = s->places / DICE_LANES;
		return 0;
	}
	size_t piece = left / 8 / block_bytes(s);
	if (piece < STORE_PIECE_LEAST)
		return err_say(cx, ERR_LIMIT, "--memory", N_("This linkage needs more memory than it may have. Give more with --memory."), NULL);
	s->piece = (uint32_t)piece;
	for (int i = 0; i < 2; i++)
		s->slot[i] = link_alloc(s->memory, piece * block_bytes(s), 1);
	return spill_open(cx, s);
}

int veil_store_fill(struct cx *cx, struct veil_store *s, struct link_memory *memory, struct veil_list *list, int lists) {
	uint64_t places = 0;
	*s = (struct veil_store){.memory = memory, .words = list[0].plan.bits / 64, .parties = lists, .fd = -1};
	for (int i = 0; i < lists; i++) {
		s->party[i] = (struct veil_party){.file = list[i].file, .first = (uint32_t)places, .records = list[i].records,
			.name_bytes = (uint32_t)list[i].name_bytes};
		places += (list[i].records + DICE_LANES - 1) / DICE_LANES * DICE_LANES;
		if (places > STORE_PLACES || list[i].name_bytes > UINT32_MAX)
			return err_say(cx, ERR_LIMIT, NULL, N_("These lists are too long for one linkage: together more than a thousand million "
				"records."), list[i].file);
	}
	s->places = (uint32_t)places;
	s->count = link_alloc(memory, s->places, sizeof *s->count);
	/* what the parties' own tables will need comes first, so that the filters take what is left */
	size_t own = 0;
	for (int i = 0; i < lists; i++)
		own += (size_t)list[i].records * 16 + (size_t)list[i].name_bytes;
	void *kept = link_alloc(memory, own + (size_t)s->places * 24 + 1, 1);
	int rc = room_make(cx, s);
	link_free(memory, kept);
	for (int i = 0; rc == 0 && i < lists; i++)
		rc = party_read(cx, s, &list[i], &s->party[i]);
	return rc;
}

void veil_store_close(struct veil_store *s) {
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

/* Reading ------------------------------------------------------------------------------------------------------------- */

static bool read_all(int fd, void *to, size_t n, uint64_t at) {
	char *p = to;
	while (n > 0) {
		ssize_t k = pread(fd, p, n, (off_t)at);
		if (k <= 0)
			return false;
		p += k;
		at += (uint64_t)k;
		n -= (size_t)k;
	}
	return true;
}

const uint64_t *veil_store_blocks(struct veil_store *s, uint32_t from, uint32_t n, int slot) {
	size_t words = s->words;
	if (s->blocks != NULL)
		return s->blocks + (size_t)from * words * DICE_LANES;
	uint64_t rows[DICE_LANES * VEIL_WORDS_MOST], *to = s->slot[slot];
	for (uint32_t b = 0; b < n; b++, to += words * DICE_LANES) {
		s->failed |= !read_all(s->fd, rows, block_bytes(s), (uint64_t)(from + b) * block_bytes(s));
		for (size_t i = 0; i < DICE_LANES; i++)
			for (size_t w = 0; w < words; w++)
				to[w * DICE_LANES + i] = rows[i * words + w];
	}
	return s->slot[slot];
}

void veil_store_filter(struct veil_store *s, uint32_t place, uint64_t *ret) {
	size_t words = s->words;
	if (s->blocks == NULL) {
		s->failed |= !read_all(s->fd, ret, words * sizeof *ret, (uint64_t)place * words * sizeof *ret);
		return;
	}
	const uint64_t *from = s->blocks + (size_t)(place / DICE_LANES) * words * DICE_LANES + place % DICE_LANES;
	for (size_t w = 0; w < words; w++)
		ret[w] = from[w * DICE_LANES];
}

int veil_store_party(const struct veil_store *s, uint32_t place) {
	int i = s->parties - 1;
	while (i > 0 && place < s->party[i].first)
		i--;
	return i;
}
