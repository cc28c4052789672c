/* atrama link meet: which keys two parties have in common, without showing each other any. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/link_veil.h"
#include "link/parallel.h"
#include "text/fold.h"
#include "veil/meet.h"

struct job {
	struct cx *cx;
	struct meet meet;
	const char *list, *message, *state, *out, *common, *fields, *id, *keys, *round;
	bool month_first, begun;
	struct veil_columns columns;
	struct veil_plan plan;
	uint32_t records, without;
};

static const char *base_name(const char *path) {
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

/* A list as keys ------------------------------------------------------------------------------------------------------- */

static int heading(struct job *j, const struct table_row *row) {
	int rc = veil_columns_find(j->cx, row, j->fields, j->id, &j->columns, &j->plan);
	for (int i = 0; rc == 0 && i < j->meet.keys.n; i++)
		for (int k = 0; k < j->meet.keys.key[i].fields; k++) {
			enum veil_kind kind = j->meet.keys.key[i].field[k];
			if (j->plan.weight[kind] == 0)
				return err_say(j->cx, ERR_INVALID, "--fields", N_("A key needs this field, and no column of the list is known to be it."),
					veil_kind_names[kind]);
		}
	return rc;
}

/* The cells of one kind as one text. */
static size_t value(const struct job *j, const struct table_row *row, enum veil_kind kind, char to[1024]) {
	size_t n = 0;
	for (size_t i = 0; i < row->n; i++) {
		size_t k = strlen(row->cells[i]);
		if (j->columns.kind[i] != kind || k == 0 || n + k + 1 > 1024)
			continue;
		if (n > 0)
			to[n++] = ' ';
		memcpy(to + n, row->cells[i], k);
		n += k;
	}
	return n;
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct job *j = arg;
	char part[KEY_FIELDS][KEY_PART], text[1024], number[24];
	struct blob parts[KEY_FIELDS];
	bool any = false;
	int rc = 0;
	(void)cx;
	if (!j->begun) {
		j->begun = true;
		return heading(j, row);
	}
	const char *name = j->columns.id < 0 || (size_t)j->columns.id >= row->n ? "" : row->cells[j->columns.id];
	if (name[0] == 0) {
		snprintf(number, sizeof number, "%lld", (long long)row->line);
		name = number;
	}
	for (int i = 0; rc == 0 && i < j->meet.keys.n; i++) {
		const struct veil_key *key = &j->meet.keys.key[i];
		bool whole = true;
		for (int k = 0; whole && k < key->fields; k++) {
			size_t n = value(j, row, key->field[k], text);
			n = veil_key_part(key->field[k], j->month_first, text, n, part[k]);
			parts[k] = BLOB(part[k], n);
			whole = n > 0;
		}
		if (whole)
			rc = meet_add(&j->meet, (uint32_t)i, parts, name);
		any |= whole;
	}
	j->records++;
	j->without += !any;
	return rc;
}

static int list_read(struct job *j) {
	int fd = open(j->list, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(j->cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), j->list);
	int rc = table_read_rows(j->cx, fd, INT64_MAX, take, j);
	close(fd);
	return rc != 0 ? rc : meet_own_raise(&j->meet);
}

static int message_read(struct job *j, struct meet_message *ret) {
	FILE *from = fopen(j->message, "re");
	if (from == NULL)
		return err_say(j->cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), j->message);
	int rc = meet_message_read(&j->meet, from, base_name(j->message), ret);
	fclose(from);
	return rc;
}

/* Steps ---------------------------------------------------------------------------------------------------------------- */

static int wrong_step(struct job *j) {
	return err_say(j->cx, ERR_INVALID, base_name(j->message), N_("This message belongs to another step."), NULL);
}

static void say(const struct job *j) {
	printf("%u records, %u keys of them sent as points\n", j->records, j->meet.points);
	if (j->without > 0)
		printf("%u records have no whole key and take no part\n", j->without);
}

static int start(struct job *j) {
	struct veil_plan plan = veil_plan_usual();
	int rc = j->keys == NULL ? ERR_INVALID : veil_keys_read(j->cx, "--keys", j->keys, &j->meet.keys);
	if (rc == 0 && j->round != NULL)
		rc = veil_round_read(j->cx, "--round", j->round, &plan);
	memcpy(j->meet.round, plan.round, sizeof plan.round);
	if (rc == 0)
		rc = list_read(j);
	j->meet.step = MEET_QUESTION;
	if (rc == 0)
		rc = meet_message_write(&j->meet, j->out, NULL, NULL, 0);
	return rc;
}

static int answer(struct job *j) {
	struct meet *m = &j->meet;
	struct meet_message g;
	struct veil_plan plan = veil_plan_usual();
	int rc = message_read(j, &g);
	if (rc == 0 && g.step != MEET_QUESTION)
		rc = wrong_step(j);
	if (rc == 0)
		rc = veil_keys_read(j->cx, base_name(j->message), g.keys, &m->keys);
	if (rc == 0)
		rc = veil_round_read(j->cx, base_name(j->message), g.round, &plan);
	if (rc == 0 && j->keys != NULL) {
		struct buf keys = buf_new(j->cx->arena, PACK_HEAD);
		veil_keys_print(&keys, &m->keys);
		rc = bad_if(j->cx, !str_equal(keys.at, j->keys), "--keys", N_("The question asks for other keys."), keys.at);
	}
	memcpy(m->round, plan.round, sizeof plan.round);
	if (rc == 0)
		rc = list_read(j);
	if (rc == 0)
		rc = meet_raise(m, g.file, g.point, g.points);
	m->step = MEET_ANSWER;
	if (rc == 0)
		rc = meet_message_write(m, j->out, &g, g.point, g.points);
	if (rc != 0)
		return rc;
	meet_sort(g.point, g.points);
	m->theirs = g.point;
	m->theirs_n = g.points;
	return 0;
}

/* Own records whose point i the other has, said by has[i]. */
static int common_write(struct job *j, const bool *has) {
	struct meet *m = &j->meet;
	struct pack_out o;
	uint32_t point = 0, keys = 0;
	int rc = pack_open(j->cx, j->common, true, &o);
	if (rc != 0)
		return rc;
	fputs("id,key\n", o.to);
	for (uint32_t i = 0; i < m->owns; i++) {
		bool new = i > 0 && memcmp(m->own[i].point, m->own[i - 1].point, GROUP_POINT) != 0;
		point += new;
		if (!has[point])
			continue;
		keys += i == 0 || new;
		veil_cell(o.to, m->names + m->own[i].name);
		fprintf(o.to, ",%s\n", meet_key(m, m->own[i].key));
	}
	o.failed |= ferror(o.to) != 0;
	rc = pack_close(&o, false, NULL);
	if (rc == 0)
		printf("%u of %u keys are also the other's, who has %u\n", keys, m->points, m->theirs_n);
	return rc;
}

static int finish(struct job *j) {
	struct meet *m = &j->meet;
	struct meet_message g;
	FILE *from = fopen(j->state, "re");
	if (from == NULL)
		return err_say(j->cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), j->state);
	int rc = meet_notes_read(m, from, base_name(j->state));
	fclose(from);
	if (rc == 0)
		rc = message_read(j, &g);
	bool asked = m->step == MEET_QUESTION;
	if (rc == 0 && g.step != (asked ? MEET_ANSWER : MEET_CLOSING))
		rc = wrong_step(j);
	if (rc == 0 && (memcmp(g.to, m->sent, HASH_SIZE) != 0 || g.echoes != m->points))
		rc = err_say(j->cx, ERR_INVALID, g.file, N_("This answers another message than the one these notes are of."), NULL);
	if (rc == 0 && asked && j->out == NULL)
		rc = err_say(j->cx, ERR_INVALID, "--out", N_("The other party waits for a closing: say where it goes."), NULL);
	if (rc == 0 && asked)
		rc = meet_raise(m, g.file, g.point, g.points);
	if (rc != 0)
		return rc;
	if (asked) {
		m->step = MEET_CLOSING;
		rc = meet_message_write(m, j->out, &g, g.point, g.points);
		meet_sort(g.point, g.points);
		m->theirs = g.point;
		m->theirs_n = g.points;
	}
	bool *has = link_alloc(m->memory, m->points, sizeof *has);
	for (uint32_t i = 0; i < m->points; i++)
		has[i] = meet_has(m->theirs, m->theirs_n, g.echo[i]);
	if (rc == 0)
		rc = common_write(j, has);
	if (rc == 0 && unlink(j->state) != 0)
		rc = err_say(j->cx, ERR_IO, NULL, N_("The notes could not be removed: remove them, they hold what hides your keys."), j->state);
	return rc;
}

/* What it is called with ----------------------------------------------------------------------------------------------- */

static int run(struct job *j, const char *step) {
	if (str_equal(step, "finish"))
		return finish(j);
	if (access(j->state, F_OK) == 0) /* before the work, and before a message goes out that nobody could finish */
		return err_say(j->cx, ERR_CONFLICT, NULL, N_("There is such a file already, and it is not replaced."), j->state);
	int rc = str_equal(step, "start") ? start(j) : answer(j);
	if (rc == 0) {
		rc = meet_notes_write(&j->meet, j->state);
		if (rc != 0)
			unlink(j->out);
	}
	if (rc == 0)
		say(j);
	return rc;
}

static int arguments(struct job *j, int *argc, char **argv) {
	struct cx *cx = j->cx;
	const char *step = *argc > 1 ? argv[1] : "";
	j->state = cmd_option(argc, argv, "--state");
	j->out = cmd_option(argc, argv, "--out");
	j->common = cmd_option(argc, argv, "--common");
	j->fields = cmd_option(argc, argv, "--fields");
	j->keys = cmd_option(argc, argv, "--keys");
	j->round = cmd_option(argc, argv, "--round");
	j->id = cmd_option(argc, argv, "--id");
	j->month_first = cmd_flag(argc, argv, "--month-first");
	bool starts = str_equal(step, "start"), answers = str_equal(step, "answer"), ends = str_equal(step, "finish");
	int rc = veil_arguments(cx, *argc, argv, 2, answers ? 2 : 1);
	if (rc != 0 || (!starts && !answers && !ends) || j->state == NULL || (ends ? j->common == NULL : j->out == NULL))
		return rc == 0 ? ERR_INVALID : rc;
	j->list = ends ? NULL : argv[2];
	j->message = ends ? argv[2] : answers ? argv[3] : NULL;
	return 0;
}

int cmd_link_meet(struct cx *cx, int argc, char **argv) {
	struct job *j = arena_alloc(cx->arena, sizeof *j);
	int64_t mib = 4096, threads = sysconf(_SC_NPROCESSORS_ONLN);
	jmp_buf trap;
	j->cx = cx;
	j->plan = veil_plan_usual();
	int rc = veil_number(cx, &argc, argv, "--memory", 64, 1 << 20, &mib);
	if (rc == 0)
		rc = veil_number(cx, &argc, argv, "--threads", 1, LINK_THREADS, &threads);
	if (rc == 0)
		rc = arguments(j, &argc, argv);
	if (rc != 0)
		return rc;
	fold_warm();
	struct link_memory *memory = link_memory_new((size_t)mib << 20);
	link_memory_trap(memory, &trap);
	meet_init(&j->meet, cx, memory, threads < 1 ? 1 : threads > LINK_THREADS ? LINK_THREADS : (int)threads);
	if (setjmp(trap) == 0) {
		int done = run(j, argv[1]);
		rc = done;
	} else {
		rc = err_say(cx, ERR_LIMIT, "--memory", N_("This needs more memory than it may have. Give more with --memory."), NULL);
	}
	meet_wipe(&j->meet);
	link_memory_free(memory);
	return rc;
}
