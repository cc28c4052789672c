/* What only an organisation's own people open: who is let in, who waits, and what the root key opens no longer. */
#include "fixture.h"

#include "core/vault.h"

static uint8_t secrets[WHO__MAX + 8][BOX_KEY];

/* The key a password would give. */
static const uint8_t *password_of(int n) {
	static uint8_t key[BOX_KEY];
	memset(key, n + 1, sizeof key);
	return key;
}

/* Signs in as the keeper does: the account's pair, made at the first time, and the welcome. */
static void enter(struct fixture *f, struct actor *actor, int password) {
	struct cx *cx = &f->cx;
	uint8_t *secret = secrets[actor->user % (int64_t)(sizeof secrets / sizeof *secrets)];
	cx->actor = *actor;
	cx->actor.vault = NULL;
	assert_int_equal(db_begin(cx), 0);
	int rc = vault_unlock(cx, actor->user, password_of(password), secret);
	if (rc == ERR_NOTFOUND)
		rc = vault_account_new(cx, actor->user, password_of(password), secret);
	assert_int_equal(rc, 0);
	actor->vault = secret;
	cx->actor = *actor;
	assert_int_equal(vault_welcome(cx), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

static void sign_in(struct fixture *f, enum who who) {
	enter(f, &f->actors[who], who);
}

static void sign_out(struct fixture *f, enum who who) {
	f->actors[who].vault = NULL;
	fixture_as(f, who);
}

static int64_t an_act(struct cx *cx) {
	struct row_act_begin act;
	assert_int_equal(q_act_begin(cx, cx->now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	return act.n;
}

/* Another account of Ona's organisation, vetted and trained, with one role. */
static struct actor colleague(struct fixture *f, const char *login, int role) {
	struct cx *cx = &f->cx;
	struct ref ref = ref_new(cx);
	struct token token;
	struct blob name;
	struct row_account_next next;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_account_next(cx, &next), 0);
	assert_int_equal(token_make(cx, TOKEN_LOGIN, login, &token), 0);
	const struct seal_at at = {"account", "name", next.id, ref, C_META};
	assert_int_equal(seal_meta(cx, &at, login, &name), 0);
	assert_int_equal(q_account_add(cx, next.id, ref_blob(&ref), f->orgs[SILAS], NONE, BLOB(token.at, sizeof token.at), name,
		"none"), 0);
	assert_int_equal(q_account_role_add(cx, next.id, role), 0);
	int64_t act = an_act(cx);
	assert_int_equal(q_credential_add(cx, next.id, CREDENTIAL_VETTING, day_of(cx->now) + 300, act), 0);
	assert_int_equal(q_credential_add(cx, next.id, CREDENTIAL_TRAINING, day_of(cx->now) + 300, act), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	return (struct actor){.user = next.id, .org = f->orgs[SILAS], .org_kind = ORG_NGO, .roles = 1U << role};
}

static const char *house(struct fixture *f) {
	DO(f, place_create, "{'label': 'House by the river', 'region': '%s', 'sex': 'female', 'beds': 2, 'language': ['lt'], "
		"'address': 'Linden street 7'}", fixture_code(f, L_REGION, 0));
	return fixture_get(f, "place");
}

static int address(struct fixture *f, const char *place) {
	return CALL(f, place_address, "{'place': '%s'}", place);
}

static bool opens(struct fixture *f, const char *place) {
	return address(f, place) == 0 && str_equal(fixture_get(f, "address"), "Linden street 7");
}

static int state(struct fixture *f) {
	int got = 0;
	assert_int_equal(vault_state(&f->cx, &got), 0);
	return got;
}

static void root_key_keeps_it_only_until_a_member_signs_in(void **state_) {
	struct fixture *f = *state_;
	struct row_vault_get v;
	fixture_as(f, ONA);
	const char *place = house(f);
	assert_int_equal(q_vault_get(&f->cx, f->orgs[SILAS], &v), 0);
	assert_non_null(v.kept.at);
	assert_true(opens(f, place)); /* an operator on her behalf: nobody can hold the key yet */
	sign_in(f, ONA);
	assert_true(opens(f, place));
	assert_int_equal(q_vault_get(&f->cx, f->orgs[SILAS], &v), 0);
	assert_null(v.kept.at);
	sign_out(f, ONA);
	assert_int_equal(address(f, place), ERR_DENIED);
	assert_string_equal(f->cx.err.rule, "Sign in with your password to open this.");
	const char *later = house(f); /* an operator can still seal */
	assert_int_equal(address(f, later), ERR_DENIED);
	sign_in(f, ONA);
	assert_true(opens(f, place));
	assert_true(opens(f, later));
}

static void whoever_signs_in_first_holds_it_and_the_root_key_never(void **state_) {
	struct fixture *f = *state_;
	struct row_vault_get v;
	struct key *key = NULL;
	struct row_place_sealed p;
	struct ref ref;
	sign_in(f, ONA);
	const char *place = house(f);
	assert_int_equal(q_vault_get(&f->cx, f->orgs[SILAS], &v), 0);
	assert_null(v.kept.at);
	assert_int_equal(q_place_sealed(&f->cx, 1, &p), 0);
	assert_int_equal(ref_of_blob(&f->cx, p.ref, &ref), 0);
	assert_int_equal(key_open(&f->cx, C_PLACE, &ref, p.wrapped, &key), ERR_CRYPTO);
	assert_true(opens(f, place));
	sign_in(f, VIDA); /* of another organisation */
	struct actor vida = f->cx.actor;
	vida.org = f->orgs[SILAS]; /* even if the gate erred */
	f->cx.actor = vida;
	assert_int_equal(address(f, place), ERR_DENIED);
}

static void new_member_waits_until_a_colleague_signs_in(void **state_) {
	struct fixture *f = *state_;
	struct actor lina = colleague(f, "lina", ROLE_SUPPORT);
	sign_in(f, ONA);
	const char *place = house(f);
	enter(f, &lina, 21);
	assert_int_equal(address(f, place), ERR_DENIED);
	assert_int_equal(state(f), VAULT_WAITING);
	sign_in(f, ONA);
	f->cx.actor = lina;
	assert_true(opens(f, place));
	assert_int_equal(state(f), VAULT_OPEN);
	lina.vault = NULL;
	f->cx.actor = lina;
	assert_int_equal(state(f), VAULT_SHUT);
	fixture_as(f, PETRAS);
	assert_int_equal(state(f), VAULT_NONE);
}

static void only_who_works_with_persons_is_let_in(void **state_) {
	struct fixture *f = *state_;
	struct actor keeper = colleague(f, "tomas", ROLE_ADMINISTRATOR), recorder = colleague(f, "rita", ROLE_RECORDER),
		boss = colleague(f, "zita", ROLE_SUPERVISOR);
	enter(f, &keeper, 31); /* the first of all: makes no vault */
	struct row_vault_get v;
	assert_int_equal(q_vault_get(&f->cx, f->orgs[SILAS], &v), ERR_NOTFOUND);
	enter(f, &recorder, 32);
	enter(f, &boss, 33);
	sign_in(f, ONA);
	const char *place = house(f);
	sign_in(f, ONA);
	f->cx.actor = keeper;
	assert_int_equal(address(f, place), ERR_DENIED);
	f->cx.actor = recorder;
	assert_int_equal(address(f, place), ERR_DENIED);
	f->cx.actor = boss;
	assert_int_equal(state(f), VAULT_OPEN); /* holds it for those she looks after; the gate shows her nothing of it */
}

static void leaver_opens_nothing_more(void **state_) {
	struct fixture *f = *state_;
	struct actor lina = colleague(f, "lina", ROLE_SUPPORT);
	sign_in(f, ONA);
	const char *place = house(f);
	enter(f, &lina, 21);
	sign_in(f, ONA);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(vault_forget(&f->cx, lina.user), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	f->cx.actor = lina; /* with the key of a session that was open */
	assert_int_equal(address(f, place), ERR_DENIED);
	sign_in(f, ONA);
	assert_true(opens(f, place));
}

static void changed_password_opens_as_before(void **state_) {
	struct fixture *f = *state_;
	uint8_t was[BOX_KEY], got[BOX_KEY];
	sign_in(f, ONA);
	const char *place = house(f);
	memcpy(was, password_of(ONA), BOX_KEY);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(vault_account_change(&f->cx, f->cx.actor.user, was, password_of(77)), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(vault_unlock(&f->cx, f->cx.actor.user, was, got), ERR_NOTFOUND);
	enter(f, &f->actors[ONA], 77);
	assert_true(opens(f, place));
}

static void password_set_by_others_has_to_wait(void **state_) {
	struct fixture *f = *state_;
	struct actor lina = colleague(f, "lina", ROLE_SUPPORT);
	sign_in(f, ONA);
	const char *place = house(f);
	enter(f, &lina, 21);
	sign_in(f, ONA);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(vault_forget(&f->cx, lina.user), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	enter(f, &lina, 22);
	assert_int_equal(address(f, place), ERR_DENIED);
	sign_in(f, ONA);
	f->cx.actor = lina;
	assert_true(opens(f, place));
}

static void alone_with_another_password_begins_anew_and_says_what_is_lost(void **state_) {
	struct fixture *f = *state_;
	sign_in(f, ONA);
	const char *place = house(f);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(vault_forget(&f->cx, f->cx.actor.user), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	enter(f, &f->actors[ONA], 78);
	assert_int_equal(address(f, place), ERR_NOTFOUND);
	assert_non_null(strstr(f->cx.err.rule, "Nobody can open this any more"));
	assert_true(opens(f, house(f)));
}

static void two_first_sign_ins_at_once_make_one_pair(void **state_) {
	struct fixture *f = *state_;
	struct cx *cx = &f->cx;
	uint8_t one[BOX_KEY], two[BOX_KEY];
	static const char old[] = "p1$argon2id$v=19$m=65536,t=3,p=1$ICEiIyQlJicoKSorLC0uLw$0NHe7Z2IMtMo2nWIgbyCb2T51sfvA+s/EEGMqsWCYek";
	sign_in(f, ONA);
	const char *place = house(f);
	int64_t id = cx->actor.user;
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(vault_account_new(cx, id, password_of(ONA), one), 0);
	assert_memory_equal(one, cx->actor.vault, BOX_KEY);
	assert_int_equal(q_account_password_set(cx, id, old), 0); /* as the first version left it */
	assert_int_equal(vault_forget(cx, id), 0);
	assert_int_equal(vault_account_renew(cx, id, "p2$first", password_of(81), one), 0);
	assert_int_equal(vault_account_renew(cx, id, "p2$second", password_of(82), two), ERR_NOTFOUND);
	assert_int_equal(vault_unlock(cx, id, password_of(81), two), 0);
	assert_memory_equal(one, two, BOX_KEY);
	db_rollback(cx);
	assert_true(opens(f, place));
}

static void session_with_a_key_of_before_is_shut(void **state_) {
	struct fixture *f = *state_;
	struct cx *cx = &f->cx;
	uint8_t stale[BOX_KEY];
	struct actor lina = colleague(f, "lina", ROLE_SUPPORT);
	sign_in(f, ONA);
	const char *place = house(f);
	enter(f, &lina, 21);
	sign_in(f, ONA);
	memcpy(stale, lina.vault, sizeof stale);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(vault_forget(cx, lina.user), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	enter(f, &lina, 22);
	sign_in(f, ONA);
	f->cx.actor = lina;
	assert_true(opens(f, place));
	f->cx.actor.vault = stale;
	assert_int_equal(address(f, place), ERR_DENIED);
	f->cx.actor.vault = stale;
	assert_int_equal(state(f), VAULT_SHUT);
}

static void passkey_opens_what_the_password_opens(void **state_) {
	struct fixture *f = *state_;
	struct cx *cx = &f->cx;
	uint8_t prf[BOX_KEY], other[BOX_KEY], got[BOX_KEY] = {0};
	memset(prf, 1, sizeof prf);
	memset(other, 2, sizeof other);
	sign_in(f, ONA);
	int64_t factor = 4;
	struct ref ref = ref_new(cx);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_factor_add(cx, factor, ref_blob(&ref), cx->actor.user, FACTOR_PASSKEY, "key ring", BLOB(NULL, 0),
		BLOB("number", 6), BLOB("key", 3), 1, 0, cx->now, an_act(cx)), 0);
	assert_int_equal(vault_passkey_put(cx, factor, prf), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(vault_passkey_open(cx, factor, other, got), ERR_NOTFOUND);
	assert_int_equal(vault_passkey_open(cx, factor + 1, prf, got), ERR_NOTFOUND);
	assert_int_equal(vault_passkey_open(cx, factor, prf, got), 0);
	assert_memory_equal(got, cx->actor.vault, BOX_KEY);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(vault_forget(cx, cx->actor.user), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(vault_passkey_open(cx, factor, prf, got), ERR_NOTFOUND);
}

static void phrase_lets_in_when_nobody_else_can(void **state_) {
	struct fixture *f = *state_;
	struct actor boss = colleague(f, "zita", ROLE_SUPERVISOR), lina = colleague(f, "lina", ROLE_SUPPORT);
	fixture_as(f, ONA);
	const char *place = house(f);
	f->cx.actor = boss; /* an operator in her name, while the root key keeps the vault */
	assert_int_equal(CALL(f, vault_phrase, "{}"), ERR_DENIED);
	sign_in(f, ONA);
	enter(f, &boss, 33);
	assert_int_equal(CALL(f, vault_phrase, "{}"), ERR_DENIED); /* she waits herself */
	sign_in(f, ONA);
	f->cx.actor = boss;
	DO(f, vault_phrase, "{}");
	const char *phrase = fixture_get(f, "phrase");
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(vault_forget(&f->cx, boss.user), 0);
	assert_int_equal(vault_forget(&f->cx, f->actors[ONA].user), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	enter(f, &lina, 21); /* nobody is left, but the phrase */
	assert_int_equal(state(f), VAULT_WAITING);
	assert_int_equal(CALL(f, vault_open, "{'phrase': 'babad bamag bibaj bimal boban bomar bubat bumaz vajok'}"), ERR_INVALID);
	assert_int_equal(CALL(f, vault_open, "{'phrase': '%s zz'}", phrase), ERR_INVALID);
	DO(f, vault_open, "{'phrase': '%s'}", phrase);
	assert_string_equal(fixture_get(f, "vault"), "open");
	assert_true(opens(f, place));
	lina.vault = NULL;
	f->cx.actor = lina;
	assert_int_equal(CALL(f, vault_open, "{'phrase': '%s'}", phrase), ERR_DENIED); /* an operator has nothing to keep it in */
	sign_in(f, VIDA); /* another organisation's phrase is none */
	assert_int_equal(CALL(f, vault_open, "{'phrase': '%s'}", phrase), ERR_INVALID);
}

static const char *told(struct fixture *f, const char *note) {
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '25_39', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s', 'note': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0), note);
	return fixture_get(f, "person");
}

static int notes(struct fixture *f, const char *person) {
	return CALL(f, person_notes, "{'person': '%s'}", person);
}

static void notes_open_for_their_own_organisation_and_die_with_the_person(void **state_) {
	struct fixture *f = *state_;
	sign_in(f, ONA);
	const char *person = told(f, "She is afraid of her uncle.");
	assert_int_equal(notes(f, person), 0);
	assert_string_equal(fixture_row(f, 0, "note"), "She is afraid of her uncle.");
	sign_out(f, ONA);
	assert_int_equal(notes(f, person), ERR_DENIED);
	sign_in(f, VIDA);
	assert_int_equal(notes(f, person), 0);
	assert_int_equal(fixture_rows(f), 0);
	sign_in(f, ONA);
	const char *none = told(f, "Another one.");
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_erase_keys(&f->cx, 2), 0);
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(notes(f, none), 0);
	assert_int_equal(fixture_rows(f), 0); /* erased, though the vault is open */
	assert_int_equal(notes(f, person), 0);
	assert_int_equal(fixture_rows(f), 1);
}

static void what_the_root_key_opened_before_is_sealed_anew(void **state_) {
	struct fixture *f = *state_;
	struct cx *cx = &f->cx;
	struct row_note_next next;
	struct row_place_sealed p;
	struct blob sealed, wrapped;
	struct key *key = NULL;
	struct ref ref = ref_new(cx);
	fixture_as(f, ONA);
	const char *person = told(f, "The newer one.");
	/* As the program of the first version wrote them. */
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_note_next(cx, &next), 0);
	assert_int_equal(person_seal(cx, 1, C_NARR, "note", "text", next.id, "The older one.", &sealed), 0);
	assert_int_equal(q_note_insert(cx, next.id, 1, f->orgs[SILAS], FACT_SIGNAL, 1, day_of(cx->now), an_act(cx), sealed, NONE), 0);
	assert_int_equal(key_new(cx, C_PLACE, &ref, &wrapped), 0);
	assert_int_equal(key_open(cx, C_PLACE, &ref, wrapped, &key), 0);
	const struct seal_at at = {.table = "place", .column = "address", .row = 1, .subject = ref, .c = C_PLACE};
	assert_int_equal(seal(cx, key, &at, "Linden street 7", &sealed), 0);
	assert_int_equal(q_place_add(cx, 1, ref_blob(&ref), f->orgs[SILAS], "Old", 1, SEX_FEMALE, 1, wrapped, sealed, NONE,
		NONE), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	const char *place = ref_text(cx->arena, &ref);
	assert_true(opens(f, place));
	assert_int_equal(notes(f, person), 0);
	assert_int_equal(fixture_rows(f), 2);
	sign_in(f, ONA);
	assert_true(opens(f, place));
	assert_int_equal(notes(f, person), 0);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "note"), "The older one.");
	struct row_note_old_next old;
	assert_int_equal(q_note_old_next(cx, f->orgs[SILAS], 0, &old), ERR_NOTFOUND);
	assert_int_equal(q_place_sealed(cx, 1, &p), 0);
	assert_int_equal(key_open(cx, C_PLACE, &ref, p.wrapped, &key), ERR_CRYPTO);
	sign_out(f, ONA);
	assert_int_equal(address(f, place), ERR_DENIED);
	assert_int_equal(notes(f, person), ERR_DENIED);
}

static void moved_to_another_vault_or_row_it_does_not_open(void **state_) {
	struct fixture *f = *state_;
	struct cx *cx = &f->cx;
	struct vault vault = {0};
	uint8_t key[BOX_KEY], got[BOX_KEY];
	struct blob sealed;
	memset(key, 9, sizeof key);
	sign_in(f, ONA);
	sign_in(f, VIDA);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(vault_seal(cx, f->orgs[SILAS], "place", 5, key, &sealed), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	assert_int_equal(vault_open_for(cx, f->orgs[SILAS], &vault), ERR_DENIED);
	assert_int_equal(vault_open_for(cx, f->orgs[VILTIS], &vault), 0);
	assert_int_equal(vault_unseal(cx, &vault, "place", 5, sealed, got), ERR_CRYPTO);
	fixture_as(f, ONA);
	assert_int_equal(vault_open_for(cx, f->orgs[SILAS], &vault), 0);
	assert_int_equal(vault_unseal(cx, &vault, "note", 5, sealed, got), ERR_CRYPTO);
	assert_int_equal(vault_unseal(cx, &vault, "place", 6, sealed, got), ERR_CRYPTO);
	assert_int_equal(vault_unseal(cx, &vault, "place", 5, sealed, got), 0);
	assert_memory_equal(got, key, BOX_KEY);
	vault_close(&vault);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(root_key_keeps_it_only_until_a_member_signs_in),
		TEST(whoever_signs_in_first_holds_it_and_the_root_key_never),
		TEST(new_member_waits_until_a_colleague_signs_in),
		TEST(only_who_works_with_persons_is_let_in),
		TEST(leaver_opens_nothing_more),
		TEST(changed_password_opens_as_before),
		TEST(password_set_by_others_has_to_wait),
		TEST(alone_with_another_password_begins_anew_and_says_what_is_lost),
		TEST(two_first_sign_ins_at_once_make_one_pair),
		TEST(session_with_a_key_of_before_is_shut),
		TEST(passkey_opens_what_the_password_opens),
		TEST(phrase_lets_in_when_nobody_else_can),
		TEST(notes_open_for_their_own_organisation_and_die_with_the_person),
		TEST(what_the_root_key_opened_before_is_sealed_anew),
		TEST(moved_to_another_vault_or_row_it_does_not_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
