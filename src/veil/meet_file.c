/* Messages and notes of meet.h as files. */
#include <string.h>

#include "base/str.h"
#include "veil/meet.h"
#include "veil/token.h"

static const char message_magic[] = "atrama meet message 1", notes_magic[] = "atrama meet notes 1";
static const char *const step_names[MEET__MAX] = {"question", "answer", "closing"};

static void text_lines(struct meet *m, struct pack_out *o, const char *magic) {
	char hex[2 * FOLDING_SUM + 1];
	uint8_t folding[FOLDING_SUM];
	struct buf keys = buf_new(m->cx->arena, PACK_HEAD);
	veil_keys_print(&keys, &m->keys);
	veil_folding(folding);
	pack_put_line(o, NULL, magic);
	pack_put_line(o, "step", step_names[m->step]);
	pack_put_line(o, "keys", keys.at);
	pack_put_line(o, "round", m->round);
	pack_put_line(o, "folding", hex_put(hex, folding, sizeof folding));
}

static void number_line(struct meet *m, struct pack_out *o, const char *name, uint64_t n) {
	pack_put_line(o, name, arena_printf(m->cx->arena, "%llu", (unsigned long long)n));
}

static int step_read(struct cx *cx, const struct pack_head *h, enum meet_step *ret) {
	const char *text = NULL;
	int rc = pack_line(cx, h, "step", &text), i = 0;
	while (rc == 0 && i < MEET__MAX && !str_equal(text, step_names[i]))
		i++;
	if (rc == 0 && i == MEET__MAX)
		rc = err_say(cx, ERR_INVALID, pack_where(cx, h, "step"), N_("There is no such step: question, answer, closing."), text);
	*ret = (enum meet_step)i;
	return rc;
}

static int folding_check(struct cx *cx, const struct pack_head *h) {
	uint8_t said[FOLDING_SUM], folding[FOLDING_SUM];
	int rc = pack_hex(cx, h, "folding", said, sizeof said);
	veil_folding(folding);
	if (rc == 0 && memcmp(said, folding, sizeof said) != 0)
		rc = err_say(cx, ERR_INVALID, pack_where(cx, h, "folding"),
			N_("This was made by another version of the program, which spells names otherwise."), NULL);
	return rc;
}

/* Messages ------------------------------------------------------------------------------------------------------------- */

static int points_take(struct meet *m, struct pack_body *b, uint32_t n, uint8_t (**ret)[GROUP_POINT]) {
	*ret = link_grow(m->memory, NULL, (size_t)n + 1, sizeof **ret);
	return pack_take(m->cx, b, *ret, (size_t)n * GROUP_POINT);
}

static int message_check(struct meet *m, const struct meet_message *g) {
	struct cx *cx = m->cx;
	bool right = g->step == MEET_QUESTION ? g->echoes == 0 && g->points > 0 : g->step == MEET_ANSWER ? g->echoes > 0 && g->points > 0
		: g->echoes > 0 && g->points == 0;
	if (!right)
		return err_say(cx, ERR_INVALID, g->file, N_("A message of this step has other points than this one."), step_names[g->step]);
	for (uint32_t i = 1; i < g->points; i++)
		if (memcmp(g->point[i - 1], g->point[i], GROUP_POINT) >= 0)
			return err_say(cx, ERR_INVALID, g->file, N_("Points of a message ascend, and none stands twice; this one does not."),
				arena_printf(cx->arena, "%u", i + 1));
	return 0;
}

int meet_message_read(struct meet *m, FILE *from, const char *file, struct meet_message *ret) {
	struct cx *cx = m->cx;
	struct meet_message g = {.file = file};
	struct pack_head *h = arena_alloc(cx->arena, sizeof *h);
	struct pack_body body;
	uint64_t points = 0, echoes = 0;
	int rc = pack_head_read(cx, from, file, message_magic, h);
	if (rc == 0)
		rc = step_read(cx, h, &g.step);
	if (rc == 0)
		rc = pack_line(cx, h, "keys", &g.keys);
	if (rc == 0)
		rc = pack_line(cx, h, "round", &g.round);
	if (rc == 0)
		rc = folding_check(cx, h);
	if (rc == 0)
		rc = pack_hex(cx, h, "to", g.to, sizeof g.to);
	if (rc == 0)
		rc = pack_number(cx, h, "echoes", 0, MEET_POINTS, &echoes);
	if (rc == 0)
		rc = pack_number(cx, h, "points", 0, MEET_POINTS, &points);
	if (rc == 0)
		rc = pack_fits(cx, h, (points + echoes) * GROUP_POINT);
	g.points = (uint32_t)points;
	g.echoes = (uint32_t)echoes;
	if (rc == 0)
		rc = pack_body_begin(cx, h, from, &body);
	if (rc == 0)
		rc = points_take(m, &body, g.echoes, &g.echo);
	if (rc == 0)
		rc = points_take(m, &body, g.points, &g.point);
	if (rc == 0)
		rc = pack_body_end(cx, &body, g.sum);
	if (rc == 0)
		rc = message_check(m, &g);
	*ret = g;
	return rc;
}

int meet_message_write(struct meet *m, const char *path, const struct meet_message *to, uint8_t (*echo)[GROUP_POINT],
	uint32_t echoes) {
	static const uint8_t nobody[HASH_SIZE];
	char hex[2 * HASH_SIZE + 1];
	struct pack_out o;
	uint32_t points = m->step == MEET_CLOSING ? 0 : m->points;
	int rc = pack_open(m->cx, path, false, &o);
	if (rc != 0)
		return rc;
	text_lines(m, &o, message_magic);
	pack_put_line(&o, "to", hex_put(hex, to == NULL ? nobody : to->sum, HASH_SIZE));
	number_line(m, &o, "echoes", echoes);
	number_line(m, &o, "points", points);
	pack_put_line(&o, NULL, "");
	pack_put(&o, echoes == 0 ? (const void *)"" : echo, (size_t)echoes * GROUP_POINT);
	for (uint32_t i = 0; points > 0 && i < m->owns; i++)
		if (i == 0 || memcmp(m->own[i].point, m->own[i - 1].point, GROUP_POINT) != 0)
			pack_put(&o, m->own[i].point, GROUP_POINT);
	return pack_close(&o, true, m->sent);
}

/* Notes ---------------------------------------------------------------------------------------------------------------- */

int meet_notes_write(struct meet *m, const char *path) {
	char hex[2 * HASH_SIZE + 1];
	struct pack_out o;
	int rc = pack_open(m->cx, path, true, &o);
	if (rc != 0)
		return rc;
	text_lines(m, &o, notes_magic);
	pack_put_line(&o, "sent", hex_put(hex, m->sent, HASH_SIZE));
	number_line(m, &o, "own", m->owns);
	number_line(m, &o, "names", m->named);
	number_line(m, &o, "theirs", m->theirs_n);
	pack_put_line(&o, NULL, "");
	pack_put(&o, m->scalar, GROUP_SCALAR);
	pack_put(&o, m->own, (size_t)m->owns * sizeof *m->own);
	pack_put(&o, m->names, m->named);
	pack_put(&o, m->theirs_n == 0 ? (const void *)"" : m->theirs, (size_t)m->theirs_n * GROUP_POINT);
	return pack_close(&o, true, NULL);
}

static int notes_check(struct meet *m, const char *file) {
	bool right = m->named > 0 && m->names[m->named - 1] == 0 && group_scalar_is(m->scalar);
	m->points = 0;
	for (uint32_t i = 0; right && i < m->owns; i++) {
		int c = i == 0 ? -1 : memcmp(m->own[i - 1].point, m->own[i].point, GROUP_POINT);
		right = m->own[i].key < (uint32_t)m->keys.n && m->own[i].name < m->named && c <= 0;
		m->points += c < 0;
	}
	return bad_if(m->cx, !right, file, N_("These notes are damaged: begin again with a new question."), NULL);
}

int meet_notes_read(struct meet *m, FILE *from, const char *file) {
	struct cx *cx = m->cx;
	struct pack_head *h = arena_alloc(cx->arena, sizeof *h);
	struct pack_body body;
	struct veil_plan plan = veil_plan_usual();
	const char *text = NULL;
	uint64_t own = 0, names = 0, theirs = 0;
	int rc = pack_head_read(cx, from, file, notes_magic, h);
	if (rc == 0)
		rc = step_read(cx, h, &m->step);
	if (rc == 0)
		rc = pack_line(cx, h, "keys", &text);
	if (rc == 0)
		rc = veil_keys_read(cx, pack_where(cx, h, "keys"), text, &m->keys);
	if (rc == 0)
		rc = pack_line(cx, h, "round", &text);
	if (rc == 0)
		rc = veil_round_read(cx, pack_where(cx, h, "round"), text, &plan);
	memcpy(m->round, plan.round, sizeof m->round);
	if (rc == 0)
		rc = pack_hex(cx, h, "sent", m->sent, sizeof m->sent);
	if (rc == 0)
		rc = pack_number(cx, h, "own", 1, MEET_POINTS, &own);
	if (rc == 0)
		rc = pack_number(cx, h, "names", 1, own * MEET_NAME_BYTES, &names);
	if (rc == 0)
		rc = pack_number(cx, h, "theirs", 0, MEET_POINTS, &theirs);
	if (rc == 0)
		rc = pack_fits(cx, h, GROUP_SCALAR + own * sizeof *m->own + names + theirs * GROUP_POINT);
	if (rc == 0)
		rc = pack_body_begin(cx, h, from, &body);
	if (rc != 0)
		return rc;
	m->owns = m->own_room = (uint32_t)own;
	m->named = m->names_room = (size_t)names;
	m->theirs_n = (uint32_t)theirs;
	m->own = link_grow(m->memory, NULL, own, sizeof *m->own);
	m->names = link_grow(m->memory, NULL, names, 1);
	rc = pack_take(cx, &body, m->scalar, GROUP_SCALAR);
	if (rc == 0)
		rc = pack_take(cx, &body, m->own, own * sizeof *m->own);
	if (rc == 0)
		rc = pack_take(cx, &body, m->names, names);
	if (rc == 0)
		rc = points_take(m, &body, m->theirs_n, &m->theirs);
	if (rc == 0)
		rc = pack_body_end(cx, &body, NULL);
	return rc != 0 ? rc : notes_check(m, file);
}
