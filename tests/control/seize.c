/*
 * seize.c - whoever carried the machine away: the folder and its root key file, and all that the program's own
 * cryptography can do with them. Prints how many names, addresses and notes there are and how many of them open; with a
 * sign-in name and a password, what that member's vault opens besides.
 *
 * seize DIR [LOGIN PASSWORD]
 */
#include <stdio.h>

#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "crypt/box.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "db/queries.h"

struct seizure {
	struct cx cx;
	int64_t org;                 /* whose vault the password opens; 0: none */
	uint8_t secret[BOX_KEY];
	int names, names_open, places, places_open, notes, notes_open;
};

/* Everything the root key, and the member's vault where there is one, might have been used to seal it. */
static bool half_opens(struct seizure *s, const char *what, int64_t org, int64_t row, struct blob sealed,
	uint8_t key[BOX_KEY]) {
	struct row_vault_get v;
	uint8_t secret[BOX_KEY];
	if (q_vault_get(&s->cx, org, &v) != ERR_OK)
		return false;
	const struct box_use use = {what, org, row, (uint16_t)v.version}, kept = {"kept", org, 0, (uint16_t)v.version},
		phrase = {"phrase", org, 0, (uint16_t)v.version};
	if (s->org == org && box_open(&s->cx, s->secret, &use, sealed, key) == ERR_OK)
		return true;
	if (box_kept(&s->cx, &use, sealed, key) == ERR_OK)
		return true;
	return (box_kept(&s->cx, &kept, v.kept, secret) == ERR_OK || box_kept(&s->cx, &phrase, v.phrase, secret) == ERR_OK)
		&& box_open(&s->cx, secret, &use, sealed, key) == ERR_OK;
}

static bool place_opens(struct seizure *s, int64_t org, const struct row_place_of_org *p) {
	struct ref ref;
	struct key *key = NULL;
	uint8_t bytes[BOX_KEY];
	const char *address = NULL;
	if (ref_of_blob(&s->cx, p->ref, &ref) != ERR_OK)
		return false;
	const struct seal_at at = {.table = "place", .column = "address", .row = p->id, .subject = ref, .c = C_PLACE};
	if (key_open(&s->cx, C_PLACE, &ref, p->wrapped, &key) != ERR_OK
		&& !(half_opens(s, "place", org, p->id, p->wrapped, bytes) && key_from(&s->cx, C_PLACE, &ref, bytes, &key) == ERR_OK))
		return false;
	return unseal(&s->cx, key, &at, p->address, &address) == ERR_OK;
}

static int places(struct seizure *s, int64_t org) {
	struct rows rows;
	struct row_place_of_org p;
	int rc = q_place_of_org(&s->cx, org, &rows);
	while (rc == ERR_OK && q_place_of_org_next(&rows, &p)) {
		s->places++;
		s->places_open += place_opens(s, org, &p);
	}
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

static bool note_opens(struct seizure *s, int64_t person, int64_t org, const struct row_note_list *note) {
	struct row_note_key_of half;
	struct seal_at at = {.table = "note", .column = "text", .row = note->id, .c = C_NARR};
	struct key *own = NULL, *key = NULL;
	uint8_t bytes[BOX_KEY];
	const char *text = NULL;
	if (person_ref(&s->cx, person, &at.subject) != ERR_OK
		|| person_key_get(&s->cx, person, C_NARR, false, &own) != ERR_OK)
		return false;
	if (unseal(&s->cx, own, &at, note->text, &text) == ERR_OK)
		return true;
	return q_note_key_of(&s->cx, note->id, org, &half) == ERR_OK && half_opens(s, "note", org, note->id, half.sealed, bytes)
		&& key_mixed(&s->cx, own, bytes, &key) == ERR_OK && unseal(&s->cx, key, &at, note->text, &text) == ERR_OK;
}

static int notes(struct seizure *s, int64_t person, int64_t org) {
	struct rows rows;
	struct row_note_list note;
	int rc = q_note_list(&s->cx, person, org, &rows);
	while (rc == ERR_OK && q_note_list_next(&rows, &note)) {
		s->notes++;
		s->notes_open += note_opens(s, person, org, &note);
	}
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

/* Names of staff: what the root key does open, so that a program that opens nothing at all is found out. */
static int names(struct seizure *s) {
	struct row_account_get a;
	int rc = ERR_OK;
	for (int64_t id = 1; rc == ERR_OK; id++) {
		const char *name = NULL;
		rc = q_account_get(&s->cx, id, &a);
		if (rc != ERR_OK)
			break;
		s->names++;
		s->names_open += account_name_open(&s->cx, id, a.ref, a.name, &name) == ERR_OK && name != NULL;
	}
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int everything(struct seizure *s) {
	struct row_org_by_id org;
	struct row_person_get person;
	int64_t orgs = 0;
	int rc = names(s);
	while (rc == ERR_OK && q_org_by_id(&s->cx, orgs + 1, &org) == ERR_OK)
		rc = places(s, ++orgs);
	for (int64_t p = 1; rc == ERR_OK && q_person_get(&s->cx, p, &person) == ERR_OK; p++)
		for (int64_t o = 1; o <= orgs && rc == ERR_OK; o++) {
			rc = notes(s, p, o);
			arena_reset(s->cx.arena);
		}
	return rc;
}

/* The vault of a member's organisation, by her password. */
static int with_password(struct seizure *s, const char *login, const char *password) {
	struct cx *cx = &s->cx;
	struct token token;
	struct row_account_of_login account;
	struct row_account_get a;
	struct row_vault_account_get pair;
	struct row_vault_get v;
	struct row_vault_member_of member;
	uint8_t key[PASSWORD_KEY], own[BOX_KEY];
	int rc = account_login_token(cx, login, &token);
	if (rc == ERR_OK)
		rc = q_account_of_login(cx, BLOB(token.at, sizeof token.at), &account);
	if (rc == ERR_OK)
		rc = password_check(cx, account.password, password, key);
	if (rc == ERR_OK)
		rc = q_account_get(cx, account.id, &a);
	if (rc == ERR_OK)
		rc = q_vault_account_get(cx, account.id, &pair);
	if (rc == ERR_OK)
		rc = q_vault_get(cx, a.org, &v);
	if (rc == ERR_OK)
		rc = q_vault_member_of(cx, a.org, account.id, &member);
	if (rc != ERR_OK)
		return rc;
	const struct box_use of_account = {"account", 0, account.id, 1},
		of_member = {"member", a.org, account.id, (uint16_t)v.version};
	rc = box_unlock(cx, key, &of_account, pair.password, own);
	if (rc == ERR_OK)
		rc = box_open(cx, own, &of_member, member.sealed, s->secret);
	if (rc == ERR_OK)
		s->org = a.org;
	return rc;
}

int main(int argc, char **argv) {
	static struct seizure s;
	if ((argc != 2 && argc != 4) || crypt_init() != ERR_OK)
		return 2;
	s.cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = crypt_random, .lang = "en"};
	int rc = ring_open(&s.cx, argv[1], &s.cx.ring);
	if (rc == ERR_OK)
		rc = db_open(&s.cx, arena_printf(s.cx.arena, "%s/store.db", argv[1]), DB_READER, &s.cx.db);
	if (rc == ERR_OK && argc == 4)
		rc = with_password(&s, argv[2], argv[3]);
	if (rc == ERR_OK)
		rc = everything(&s);
	if (rc != ERR_OK)
		fprintf(stderr, "seize: %s\n", s.cx.err.rule == NULL ? err_kinds[rc].name : s.cx.err.rule);
	else
		printf("names %d/%d addresses %d/%d notes %d/%d\n", s.names_open, s.names, s.places_open, s.places, s.notes_open,
			s.notes);
	db_close(s.cx.db);
	ring_free(s.cx.ring);
	arena_free(s.cx.arena);
	return rc == ERR_OK ? 0 : 1;
}
