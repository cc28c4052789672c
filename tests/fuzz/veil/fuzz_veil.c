/* Files that other parties send: encoded lists, messages and notes of meet; sound ones with a byte put in its place, too. */
#include "crypt/keyed.h"
#include "fuzz/fuzz.h"
#include "veil/list.h"
#include "veil/meet.h"

static uint32_t taken, named;

static int take(void *arg, uint32_t record, const uint64_t *filter) {
	(void)filter;
	MUST(record < ((struct veil_list *)arg)->records);
	taken++;
	return 0;
}

static int name(void *arg, uint32_t record, const char *text) {
	MUST(record < ((struct veil_list *)arg)->records && strlen(text) < VEIL_NAME_BYTES);
	named++;
	return 0;
}

static void list(struct cx *cx, FILE *from) {
	struct veil_list l;
	taken = named = 0;
	if (veil_list_from(cx, from, "list", &l) != 0) {
		MUST(cx->err.rule != NULL);
		return;
	}
	struct buf steps = buf_new(cx->arena, 1 << 12), fields = buf_new(cx->arena, 1 << 12);
	struct veil_plan again = veil_plan_usual();
	veil_steps_print(&steps, &l.plan); /* what was read, written and read again, is the same */
	veil_fields_print(&fields, &l.plan);
	again.bits = l.plan.bits;
	MUST(veil_steps_read(cx, NULL, steps.at, &again) == 0 && veil_fields_read(cx, NULL, fields.at, &again) == 0);
	MUST(veil_round_read(cx, NULL, l.plan.round, &again) == 0 && memcmp(&again, &l.plan, sizeof again) == 0);
	MUST(veil_list_agree(cx, &l, &l) == 0);
	if (veil_list_read(cx, &l, &(struct veil_reader){take, name, &l}) == 0)
		MUST(taken == l.records && (named == l.records || (named == 0 && l.name_bytes == 0)));
	else
		MUST(cx->err.rule != NULL);
}

static void meet(struct cx *cx, struct link_memory *memory, FILE *from, bool notes) {
	struct meet m;
	struct meet_message g;
	meet_init(&m, cx, memory, 1);
	if ((notes ? meet_notes_read(&m, from, "notes") : meet_message_read(&m, from, "message", &g)) != 0) {
		MUST(cx->err.rule != NULL);
		return;
	}
	if (notes) {
		MUST(m.points > 0 && m.points <= m.owns);
		for (uint32_t i = 0; i < m.owns; i++)
			MUST(memchr(m.names + m.own[i].name, 0, m.named - m.own[i].name) != NULL);
		return;
	}
	m.scalar[0] = 9;
	if (g.points < 32 && meet_raise(&m, "message", g.point, g.points) == 0)
		for (uint32_t i = 0; i < g.points; i++)
			MUST(!meet_has(g.echo, 0, g.point[i]));
}

/* First byte: whether the sum is made right, so that what stands behind it is reached. */
FUZZ(cx, at, n) {
	bool mend = fuzz_take(&at, &n) & 1;
	if (n == 0)
		return;
	uint8_t *file = malloc(n);
	MUST(file != NULL);
	memcpy(file, at, n);
	if (mend && n > HASH_SIZE)
		crypt_blake2b(file + n - HASH_SIZE, file, n - HASH_SIZE);
	bool notes = n > 14 && memcmp(file, "atrama meet notes", 14) == 0 && file[12] == 'n';
	for (int way = 0; way < 2; way++) {
		struct link_memory *memory = link_memory_new(16 << 20);
		jmp_buf trap;
		FILE *from = fmemopen(file, n, "r");
		MUST(from != NULL);
		link_memory_trap(memory, &trap);
		if (setjmp(trap) == 0)
			way == 0 ? list(cx, from) : meet(cx, memory, from, notes);
		fclose(from);
		link_memory_free(memory);
		cx->err = (struct err){0};
	}
	free(file);
}
