/*
 * fixture.h - a registry of its own for every test of src/core: a store in a scratch folder, keys, the profile "lt",
 * eight organisations, their people, and a clock that stands until a test moves it. The store and the profile are made
 * once a program; a test gets a copy of the store and the profile itself, which it leaves as it is: one that changes
 * a profile loads its own.
 *
 * CALL(f, signal_record, "{'source': 'met', ...}", ...) parses the input as the keeper does (single quotes stand for
 * double ones, printf's % works), finds the row of ON, runs the operation in a savepoint of its own transaction with an
 * act, and commits. It gives the code; the answer is f->answer, the error f->cx.err. It does not check relations: the
 * keeper's tests do.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "core/fact.h"
#include "core/registry.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/format.h"
#include "unit/folder.h"

enum who {
	NOBODY, RASA, PETRAS, ONA, VIDA, JONAS, KAZYS, NIJOLE, ADMIN, LAIMA, VILIUS, DEPUTY, CHIEF, AUDITOR, KEEPER, WHO__MAX
};
enum whose { NO_ORG, POLICE, SILAS, VILTIS, BUREAU, COUNTY, OMBUD, CENTRE, WATCH, WHOSE__MAX };

static const struct {
	const char *code, *name;
	int kind;
} fixture_orgs[WHOSE__MAX] = {
	[POLICE] = {"panevezio-vpk", "Police of Panevezys county", ORG_POLICE},
	[SILAS] = {"silas", "Silas", ORG_NGO},
	[VILTIS] = {"viltis", "Viltis", ORG_NGO},
	[BUREAU] = {"kpb", "Criminal Police Bureau", ORG_POLICE},
	[COUNTY] = {"apskritis", "County coordination", ORG_COORDINATION},
	[OMBUD] = {"ombud", "Rapporteur", ORG_RAPPORTEUR},
	[CENTRE] = {"centras", "Administration", ORG_ADMINISTRATION},
	[WATCH] = {"prieziura", "Oversight", ORG_OVERSIGHT},
};

static const struct {
	const char *login, *name, *unit;
	enum whose org;
	int role;
} fixture_people[WHO__MAX] = {
	[RASA] = {"rasa", "Rasa R.", "rokiskis", POLICE, ROLE_OFFICER},
	[PETRAS] = {"petras", "Petras P.", "panevezys", POLICE, ROLE_OFFICER},
	[ONA] = {"ona", "Ona O.", NULL, SILAS, ROLE_SUPPORT},
	[VIDA] = {"vida", "Vida V.", NULL, VILTIS, ROLE_SUPPORT},
	[JONAS] = {"jonas", "Jonas J.", NULL, BUREAU, ROLE_DECIDER},
	[KAZYS] = {"kazys", "Kazys K.", NULL, COUNTY, ROLE_COORDINATOR},
	[NIJOLE] = {"nijole", "Nijole N.", NULL, OMBUD, ROLE_RAPPORTEUR},
	[ADMIN] = {"admin", "Adminas A.", NULL, CENTRE, ROLE_ADMINISTRATOR},
	[LAIMA] = {"laima", "Laima L.", NULL, SILAS, ROLE_SUPPORT}, /* the second person of each kind */
	[VILIUS] = {"vilius", "Vilius V.", NULL, VILTIS, ROLE_SUPPORT},
	[DEPUTY] = {"deputy", "Darius D.", NULL, COUNTY, ROLE_ADMINISTRATOR},
	[CHIEF] = {"chief", "Ceslovas C.", "panevezys", POLICE, ROLE_SUPERVISOR},
	[AUDITOR] = {"auditor", "Aurimas A.", NULL, WATCH, ROLE_AUDITOR},
	[KEEPER] = {"keeper", "Karolis K.", NULL, OMBUD, ROLE_ADMINISTRATOR},
};

struct fixture {
	struct cx cx;
	struct profile *profile;
	char dir[64];
	int64_t orgs[WHOSE__MAX];
	struct actor actors[WHO__MAX];
	json_t *answer; /* of the last call that went well */
};

static uint64_t fixture_seed;

/* splitmix64: no two references alike, and the same ones at every run. */
static inline void fixture_rng(void *to, size_t n) {
	for (uint8_t *b = to; n > 0; n--, b++) {
		uint64_t z = fixture_seed += UINT64_C(0x9e3779b97f4a7c15);
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		*b = (uint8_t)(z >> 32);
	}
}

/* A code's name in a list of the profile, by its place there. */
static inline const char *fixture_code(struct fixture *f, enum list list, size_t i) {
	return code_name(f->profile, list, code_at(f->profile, list, i));
}

static inline void fixture_as(struct fixture *f, enum who who) {
	f->cx.actor = f->actors[who];
}

/* Let time pass. */
static inline void fixture_wait(struct fixture *f, int64_t microseconds) {
	f->cx.now += microseconds;
}

/* "2026-03-10": the fixture's today, moved by some days. */
static inline const char *fixture_day(struct fixture *f, int days) {
	return day_text(f->cx.arena, day_of(f->cx.now) + days);
}

static inline int fixture_person_add(struct fixture *f, enum who who) {
	struct cx *cx = &f->cx;
	struct ref ref = ref_new(cx);
	struct token login;
	struct blob name;
	struct row_unit_by_code unit = {0};
	struct row_account_next next;
	if (q_account_next(cx, &next) != 0 || token_make(cx, TOKEN_LOGIN, fixture_people[who].login, &login) != 0)
		return -1;
	const struct seal_at at = {"account", "name", next.id, ref, C_META};
	if (seal_meta(cx, &at, fixture_people[who].name, &name) != 0)
		return -1;
	if (fixture_people[who].unit != NULL && q_unit_by_code(cx, fixture_people[who].unit, &unit) != 0)
		return -1;
	int64_t org = f->orgs[fixture_people[who].org];
	f->actors[who] = (struct actor){.user = next.id, .org = org, .unit = unit.id,
		.org_kind = fixture_orgs[fixture_people[who].org].kind, .roles = 1u << fixture_people[who].role};
	return q_account_add(cx, next.id, ref_blob(&ref), org, unit.id == 0 ? NONE : unit.id,
		(struct blob){login.at, sizeof login.at}, name, "none") != 0
		|| q_account_role_add(cx, next.id, fixture_people[who].role) != 0 ? -1 : 0;
}

/* Vetted and trained for a year. */
static inline int fixture_vouch(struct fixture *f, enum who who, int64_t act) {
	int32_t until = day_of(f->cx.now) + 365;
	return q_credential_add(&f->cx, f->actors[who].user, CREDENTIAL_VETTING, until, act) != 0
		|| q_credential_add(&f->cx, f->actors[who].user, CREDENTIAL_TRAINING, until, act) != 0 ? -1 : 0;
}

static inline int fixture_fill(struct fixture *f) {
	struct cx *cx = &f->cx;
	int region = code_at(f->profile, L_REGION, 0);
	if (registry_create(cx, "lt", true) != 0)
		return -1;
	for (enum whose i = POLICE; i < WHOSE__MAX; i++) {
		struct row_org_add org;
		if (q_org_add(cx, fixture_orgs[i].code, fixture_orgs[i].name, fixture_orgs[i].kind, region, &org) != 0)
			return -1;
		f->orgs[i] = org.id;
	}
	struct row_unit_add unit;
	if (q_unit_add(cx, f->orgs[POLICE], "rokiskis", "Rokiskis", NONE, &unit) != 0
		|| q_unit_add(cx, f->orgs[POLICE], "panevezys", "Panevezys", NONE, &unit) != 0)
		return -1;
	struct row_act_begin act;
	if (q_act_begin(cx, cx->now, 0, "fixture", (struct blob){0}, (struct blob){0}, &act) != 0)
		return -1;
	for (enum who i = RASA; i < WHO__MAX; i++)
		if (fixture_person_add(f, i) != 0 || fixture_vouch(f, i, act.n) != 0)
			return -1;
	return 0;
}

/* What every test begins with; made by the first. */
static struct {
	struct profile *profile;
	struct folder folder;
	uint64_t seed;
	int64_t orgs[WHOSE__MAX];
	struct actor actors[WHO__MAX];
} fixture_first;

static inline int fixture_folder(struct fixture *f) {
	snprintf(f->dir, sizeof f->dir, "/tmp/atrama-test-XXXXXX");
	return mkdtemp(f->dir) == NULL ? -1 : 0;
}

static inline int fixture_make(struct fixture *f) {
	struct cx *cx = &f->cx;
	if (fixture_folder(f) != 0 || ring_create(cx, f->dir, false) != 0 || ring_open(cx, f->dir, &cx->ring) != 0)
		return -1;
	if (profile_load(cx, "lt", &f->profile) != 0)
		return -1;
	cx->profile = f->profile;
	if (db_open(cx, arena_printf(cx->arena, "%s/store", f->dir), DB_CREATE, &cx->db) != 0 || db_migrate(cx) != 0)
		return -1;
	if (db_begin(cx) != 0 || fixture_fill(f) != 0 || audit_seal(cx) != 0 || db_commit(cx) != 0)
		return -1;
	db_close(cx->db);
	ring_free(cx->ring);
	fixture_first.profile = f->profile;
	fixture_first.seed = fixture_seed;
	memcpy(fixture_first.orgs, f->orgs, sizeof f->orgs);
	memcpy(fixture_first.actors, f->actors, sizeof f->actors);
	bool kept = folder_keep(&fixture_first.folder, f->dir, "");
	folder_remove(f->dir);
	return kept ? 0 : -1;
}

static inline int fixture_setup(void **state) {
	struct fixture *f = calloc(1, sizeof *f);
	if (f == NULL || crypt_init() != 0 || !time_zone_set("Europe/Vilnius"))
		return -1;
	text_warm();
	log_level_set(LOG_ERROR);
	fixture_seed = 1;
	f->cx = (struct cx){.arena = arena_new(256 << 20), .rng = fixture_rng, .lang = "en"};
	f->cx.now = day_start(day_from_ymd(2026, 3, 10)) + 12 * HOUR;
	if (fixture_first.profile == NULL && fixture_make(f) != 0)
		return -1;
	fixture_seed = fixture_first.seed;
	memcpy(f->orgs, fixture_first.orgs, sizeof f->orgs);
	memcpy(f->actors, fixture_first.actors, sizeof f->actors);
	f->profile = fixture_first.profile;
	f->cx.profile = f->profile;
	if (fixture_folder(f) != 0 || !folder_lay(&fixture_first.folder, f->dir))
		return -1;
	*state = f;
	struct cx *cx = &f->cx;
	if (ring_open(cx, f->dir, &cx->ring) != 0)
		return -1;
	return db_open(cx, arena_printf(cx->arena, "%s/store", f->dir), DB_WRITER, &cx->db);
}

static inline int fixture_teardown(void **state) {
	struct fixture *f = *state;
	json_decref(f->answer);
	db_close(f->cx.db);
	ring_free(f->cx.ring);
	folder_remove(f->dir);
	arena_free(f->cx.arena);
	free(f);
	return 0;
}

/* The row number behind ON, as the keeper finds it. */
static inline int fixture_on(struct fixture *f, struct in *in) {
	struct cx *cx = &f->cx;
	if (in->op->on.scope != SCOPE_THING)
		return 0;
	struct blob ref = ref_blob(in_ref(in, (enum field_id)in->op->on.field));
	struct row_on_person person;
	struct row_on_referral referral;
	struct row_on_place place;
	struct row_on_task task;
	struct row_on_likeness like;
	struct row_on_user user;
	struct row_on_proposal proposal;
	struct row_on_complaint complaint;
	struct row_on_glass glass;
	struct row_on_lead lead;
	struct row_on_call call;
	int rc = ERR_BUG;
	switch (in->op->on.field) {
	case F_PERSON:
		rc = q_on_person(cx, ref, &person);
		in->object = in->person = rc == 0 ? person.id : 0;
		break;
	case F_REFERRAL:
		rc = q_on_referral(cx, ref, &referral);
		in->object = rc == 0 ? referral.id : 0;
		in->person = rc == 0 ? referral.person : 0;
		break;
	case F_PLACE:
		rc = q_on_place(cx, ref, &place);
		in->object = rc == 0 ? place.id : 0;
		break;
	case F_TASK:
		rc = q_on_task(cx, ref, &task);
		in->object = rc == 0 ? task.id : 0;
		in->person = rc == 0 && task.person != NONE ? task.person : 0;
		break;
	case F_USER:
		rc = q_on_user(cx, ref, &user);
		in->object = rc == 0 ? user.id : 0;
		break;
	case F_PROPOSAL:
		rc = q_on_proposal(cx, ref, &proposal);
		in->object = rc == 0 ? proposal.id : 0;
		in->person = rc == 0 && proposal.person != NONE ? proposal.person : 0;
		break;
	case F_COMPLAINT:
		rc = q_on_complaint(cx, ref, &complaint);
		in->object = rc == 0 ? complaint.id : 0;
		break;
	case F_GLASS:
		rc = q_on_glass(cx, ref, &glass);
		in->object = rc == 0 ? glass.id : 0;
		in->person = rc == 0 ? glass.person : 0;
		break;
	case F_LEAD:
		rc = q_on_lead(cx, ref, &lead);
		in->object = rc == 0 ? lead.id : 0;
		break;
	case F_CALL:
		rc = q_on_call(cx, ref, &call);
		in->object = rc == 0 ? call.id : 0;
		break;
	case F_LIKENESS:
		rc = q_on_likeness(cx, ref, &like);
		in->object = rc == 0 ? like.id : 0;
		in->person = rc == 0 ? like.person : 0;
		break;
	}
	return rc;
}

static inline int fixture_run(struct fixture *f, const struct op *op, operation *fn, const json_t *object) {
	struct cx *cx = &f->cx;
	struct in in = {0};
	struct row_act_begin act;
	int rc = in_parse(cx, op, object, &in);
	if (rc != 0)
		return rc;
	struct out out = out_new(cx, op);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(db_savepoint(cx), 0);
	rc = fixture_on(f, &in);
	if (rc == 0 && op->audit == AUDIT_WRITE) {
		rc = q_act_begin(cx, cx->now, cx->actor.user, op->name, (struct blob){0}, (struct blob){0}, &act);
		cx->act = act.n;
	}
	if (rc == 0)
		rc = fn(cx, &in, &out);
	if (rc == 0)
		rc = out_end(&out);
	db_forget(cx);
	assert_int_equal(rc == 0 ? db_release(cx) : db_undo(cx), 0);
	cx->act = 0;
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	if (rc == 0) {
		json_decref(f->answer);
		f->answer = json_loads(out.text.at, 0, NULL);
		assert_non_null(f->answer);
	}
	return rc;
}

__attribute__((format(printf, 4, 5)))
static inline int fixture_call(struct fixture *f, enum op_id id, operation *fn, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	char *text = arena_vprintf(f->cx.arena, fmt, ap);
	va_end(ap);
	for (char *c = text; *c != 0; c++)
		if (*c == '\'')
			*c = '"';
	json_error_t why;
	json_t *object = json_loads(text, 0, &why);
	if (object == NULL)
		fail_msg("the test's own JSON: %s in %s", why.text, text);
	f->cx.err = (struct err){0};
	int rc = fixture_run(f, &ops[id], fn, object);
	json_decref(object);
	return rc;
}

#define CALL(f, called, ...) fixture_call((f), OP_##called, called, __VA_ARGS__)

/* The call must go well; what went wrong is in the failure's text. */
#define DO(f, called, ...) do { \
		int do_rc = CALL(f, called, __VA_ARGS__); \
		if (do_rc != 0) \
			fail_msg(#called ": %s, %s: %s", err_kinds[do_rc].name, (f)->cx.err.field, (f)->cx.err.rule); \
	} while (0)

/* A text of the last answer; NULL if it is not there. It lives in the arena. */
static inline const char *fixture_get(struct fixture *f, const char *name) {
	const char *text = json_string_value(json_object_get(f->answer, name));
	return text == NULL ? NULL : arena_strdup(f->cx.arena, text);
}

static inline size_t fixture_rows(struct fixture *f) {
	return json_array_size(json_object_get(f->answer, "rows"));
}

/* A text of row i of the last answer. */
static inline const char *fixture_row(struct fixture *f, size_t i, const char *name) {
	const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
	const char *text = json_string_value(json_object_get(row, name));
	return text == NULL ? NULL : arena_strdup(f->cx.arena, text);
}

/* A sign recorded today by whoever acts: a grown woman who speaks Ukrainian. Gives the person's reference. */
static inline const char *fixture_sign(struct fixture *f) {
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '25_39', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	return fixture_get(f, "person");
}

/* The reference of an account. */
static inline const char *fixture_user(struct fixture *f, enum who who) {
	struct row_account_get row;
	char text[REF_TEXT];
	if (q_account_get(&f->cx, f->actors[who].user, &row) != 0)
		return NULL;
	return arena_strdup(f->cx.arena, hex_put(text, row.ref.at, REF_SIZE));
}

/* Whoever acts opens a person's file. */
static inline void fixture_open(struct fixture *f, const char *person) {
	DO(f, file_open, "{'person': '%s', 'use': 'support', 'knows': 'no'}", person);
}

/* The second person agrees to the proposal of the last answer. */
static inline int fixture_agree(struct fixture *f, enum who who) {
	struct actor was = f->cx.actor;
	fixture_as(f, who);
	int rc = CALL(f, proposal_agree, "{'proposal': '%s'}", fixture_get(f, "proposal"));
	f->cx.actor = was;
	return rc;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
