/*
 * `atrama audit verify|head|prove DIR`: whether the log is whole, its signed head, that an entry stands in it. All read
 * a snapshot, so a keeper may run meanwhile. `atrama audit check FILE` needs no registry (audit_check.c).
 */
#include "audit/audit.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "audit/prove.h"
#include "base/str.h"
#include "cmd/audit_file.h"
#include "cmd/cmd.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/keeper.h"
#include "text/catalogue.h"

struct asked {
	bool deep, json;
	const char *from;
	int64_t n;
};

static int open_and(struct cx *cx, const char *dir, const struct asked *a,
	int (*do_it)(struct cx *, const struct asked *)) {
	int rc = ring_open(cx, dir, &cx->ring);
	if (rc == ERR_OK)
		rc = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, dir), DB_READER, &cx->db);
	if (rc == ERR_OK)
		rc = db_read_begin(cx);
	if (rc == ERR_OK) {
		rc = do_it(cx, a);
		db_forget(cx);
		db_read_end(cx);
	}
	db_close(cx->db);
	ring_free(cx->ring);
	cx->db = NULL;
	cx->ring = NULL;
	return rc;
}

/* A checkpoint of this registry, as somebody kept it. */
static int read_from(struct cx *cx, const char *path, struct note_head *ret) {
	const char *text;
	struct note note;
	struct note_key key;
	int rc = audit_file_read(cx, path, &text);
	if (rc == ERR_OK)
		rc = note_parse(cx, "checkpoint", text, &note);
	if (rc == ERR_OK)
		rc = audit_key(cx, &key);
	if (rc == ERR_OK && (!str_equal(note.head.origin, key.name) || !note_signed(cx, &note, &key)))
		rc = err_say(cx, ERR_INVALID, "checkpoint", N_("This registry did not sign that checkpoint."), NULL);
	if (rc == ERR_OK)
		*ret = note.head;
	return rc;
}

static void print_depth(struct cx *cx, const struct audit_depth *d) {
	printf("acts %" PRId64 ", rows %" PRId64 "\n", d->acts, d->rows);
	if (d->before > 0)
		printf("acts up to %" PRId64 " are vouched for all together\n", d->before);
	for (int i = 0; i < d->faults_n && i < AUDIT_FAULTS_MAX; i++) {
		const struct audit_fault *f = &d->faults[i];
		switch (f->kind) {
		case AUDIT_ACT_UNTOLD:
			printf("%s %" PRId64 "\n", text_say(cx->lang, N_("No entry of the log tells of this act as it stands:")), f->act);
			break;
		case AUDIT_ACT_UNKNOWN:
			printf("%s %" PRId64 "\n", text_say(cx->lang, N_("An act that the log tells of is missing:")), f->act);
			break;
		case AUDIT_ROWS_DIFFER:
			printf("%s %s, %" PRId64 "\n",
				text_say(cx->lang, N_("What stands in a table is not what was written (table, act):")), f->table, f->act);
			break;
		}
	}
	if (d->faults_n > AUDIT_FAULTS_MAX)
		printf("... %d\n", d->faults_n);
}

static int verify(struct cx *cx, const struct asked *a) {
	struct audit_report report = {0};
	struct audit_depth depth = {0};
	struct note_head from = {.size = -1};
	int rc = a->from == NULL ? ERR_OK : read_from(cx, a->from, &from);
	struct audit_with with = {.size = from.size, .root = from.root};
	if (rc == ERR_OK)
		rc = a->deep ? db_current(cx) : ERR_OK; /* it reads every table; the log alone is the same in all of them */
	if (rc == ERR_OK)
		rc = a->deep ? audit_deep(cx, &with, &report, &depth) : audit_verify(cx, &with, &report);
	if (rc != ERR_OK)
		return rc;
	printf("%s\n", text_say(cx->lang, audit_reason_say(report.reason)));
	printf("rows %" PRId64 ", signed up to %" PRId64 "\n", report.rows, report.head);
	if (a->deep && report.ok)
		print_depth(cx, &depth);
	if (!report.ok)
		return err_say(cx, ERR_CRYPTO, NULL, N_("The log is not whole: look at this row first."),
			report.last_bad <= report.first_bad ? arena_printf(cx->arena, "%" PRId64, report.first_bad)
			: arena_printf(cx->arena, "%" PRId64 "-%" PRId64, report.first_bad, report.last_bad));
	return depth.faults_n == 0 ? ERR_OK
		: err_say(cx, ERR_CRYPTO, NULL, N_("What stands in the registry is not what its log says was written."), NULL);
}

static int head(struct cx *cx, const struct asked *a) {
	const char *text;
	struct note_key key;
	int rc = audit_checkpoint(cx, &text, NULL);
	if (rc == ERR_OK)
		rc = audit_key(cx, &key);
	if (rc != ERR_OK)
		return rc;
	if (!a->json) {
		printf("%s", text);
		return ERR_OK;
	}
	return audit_file_print(cx, json_pack("{s:s, s:s}", "checkpoint", text, "public_key", note_key_text(cx->arena, &key)));
}

static int prove(struct cx *cx, const struct asked *a) {
	struct note_head head;
	struct leaf_bytes bytes;
	struct tree_path path;
	struct note_key key;
	const char *text;
	int rc = audit_checkpoint(cx, &text, &head);
	if (rc == ERR_OK)
		rc = audit_key(cx, &key);
	if (rc == ERR_OK)
		rc = audit_leaf(cx, a->n, &bytes);
	if (rc == ERR_OK)
		rc = audit_inclusion(cx, a->n, head.size, &path);
	if (rc != ERR_OK)
		return rc;
	char hex[2 * LEAF_MAX + 1];
	json_t *proof = json_array();
	for (size_t i = 0; i < path.n; i++)
		json_array_append_new(proof, json_string(hex_put(hex, path.hash[i], HASH_SIZE)));
	if (a->json)
		return audit_file_print(cx, json_pack("{s:s, s:s, s:s, s:[{s:I, s:s, s:o}]}", "format", "atrama-proof-1",
			"checkpoint", text, "public_key", note_key_text(cx->arena, &key), "rows", "leaf_n", (json_int_t)a->n, "leaf",
			hex_put(hex, bytes.at, bytes.n), "proof", proof));
	json_decref(proof);
	printf("%s\nkey %s\nentry %" PRId64 "\nleaf %s\n", text, note_key_text(cx->arena, &key), a->n,
		hex_put(hex, bytes.at, bytes.n));
	for (size_t i = 0; i < path.n; i++)
		printf("proof %s\n", hex_put(hex, path.hash[i], HASH_SIZE));
	return ERR_OK;
}

int cmd_audit(struct cx *cx, int argc, char **argv) {
	struct asked a = {.from = cmd_option(&argc, argv, "--from"), .deep = cmd_flag(&argc, argv, "--deep"),
		.json = cmd_flag(&argc, argv, "--json")};
	if (argc < 3 || ((a.from != NULL || a.deep) && !str_equal(argv[1], "verify")))
		return ERR_INVALID;
	if (argc == 3 && str_equal(argv[1], "verify") && !a.json)
		return open_and(cx, argv[2], &a, verify);
	if (argc == 3 && str_equal(argv[1], "head"))
		return open_and(cx, argv[2], &a, head);
	if (argc == 4 && str_equal(argv[1], "prove") && int_parse(argv[3], &a.n))
		return open_and(cx, argv[2], &a, prove);
	if (argc == 3 && str_equal(argv[1], "check") && !a.json)
		return audit_check(cx, argv[2]);
	return ERR_INVALID;
}
