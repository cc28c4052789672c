/* note.c - free texts: for the organisation that wrote them, and for as long as the person's key is there. */
#include "core/fact.h"
#include "core/vault.h"
#include "db/queries.h"

/* The note's two halves: the person's key, and random bytes that go to the vaults. */
static int key_make(struct cx *cx, int64_t person, const uint8_t half[BOX_KEY], struct key **ret_key) {
	struct key *own = NULL;
	int rc = person_key_get(cx, person, C_NARR, true, &own);
	if (rc == ERR_OK)
		rc = key_mixed(cx, own, half, ret_key);
	key_close(own);
	return rc;
}

static int seal_with(struct cx *cx, int64_t person, int64_t id, const uint8_t half[BOX_KEY], const char *text,
	struct blob *ret_sealed) {
	struct seal_at at = {.table = "note", .column = "text", .row = id, .c = C_NARR};
	struct key *key = NULL;
	int rc = person_ref(cx, person, &at.subject);
	if (rc == ERR_OK)
		rc = key_make(cx, person, half, &key);
	if (rc == ERR_OK)
		rc = seal(cx, key, &at, text, ret_sealed);
	key_close(key);
	return rc;
}

static int half_add(struct cx *cx, int64_t org, int64_t id, const uint8_t half[BOX_KEY]) {
	struct blob sealed;
	int rc = vault_seal(cx, org, "note", id, half, &sealed);
	return rc == ERR_OK ? q_note_key_add(cx, id, org, sealed) : rc;
}

static int halves_add(struct cx *cx, int64_t org, int64_t reader, int64_t id, const uint8_t half[BOX_KEY]) {
	int rc = half_add(cx, org, id, half);
	return rc == ERR_OK && reader != 0 && reader != org ? half_add(cx, reader, id, half) : rc;
}

int note_add(struct cx *cx, const struct fact *f, int64_t reader, int kind, int64_t id, const char *text) {
	struct row_note_next next;
	struct blob sealed;
	uint8_t half[BOX_KEY];
	if (text == NULL)
		return ERR_OK;
	cx->rng(half, sizeof half);
	int rc = q_note_next(cx, &next);
	if (rc == ERR_OK)
		rc = seal_with(cx, f->person, next.id, half, text, &sealed);
	if (rc == ERR_OK)
		rc = q_note_insert(cx, next.id, f->person, f->org, kind, id, f->happened, f->act, sealed, 1);
	if (rc == ERR_OK)
		rc = halves_add(cx, f->org, reader, next.id, half);
	crypt_wipe(half, sizeof half);
	return rc;
}

/* The half that was sealed to the reader's organisation. */
static int half_open(struct cx *cx, struct vault *vault, int64_t id, uint8_t ret_half[BOX_KEY]) {
	struct row_note_key_of row;
	int rc = q_note_key_of(cx, id, cx->actor.org, &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_DENIED, NULL, N_("This note is for the organisation that wrote it."), NULL);
	if (rc == ERR_OK && vault->version == 0)
		rc = vault_open_for(cx, cx->actor.org, vault);
	return rc == ERR_OK ? vault_unseal(cx, vault, "note", id, row.sealed, ret_half) : rc;
}

int note_text(struct cx *cx, struct vault *vault, int64_t person, const struct note_row *note, const char **ret_text) {
	struct seal_at at = {.table = "note", .column = "text", .row = note->id, .c = C_NARR};
	struct key *own = NULL, *key = NULL;
	uint8_t half[BOX_KEY] = {0};
	if (note->old)
		return person_unseal(cx, person, C_NARR, at.table, at.column, note->id, note->text, ret_text);
	int rc = person_ref(cx, person, &at.subject);
	if (rc == ERR_OK) {
		rc = person_key_get(cx, person, C_NARR, false, &own);
		if (rc == ERR_OK)
			rc = half_open(cx, vault, note->id, half);
		if (rc == ERR_NOTFOUND) { /* the person's half was destroyed, or nobody holds the other */
			cx->err = (struct err){0};
			*ret_text = NULL;
			return ERR_OK;
		}
	}
	if (rc == ERR_OK)
		rc = key_mixed(cx, own, half, &key);
	if (rc == ERR_OK)
		rc = unseal(cx, key, &at, note->text, ret_text);
	key_close(own);
	key_close(key);
	crypt_wipe(half, sizeof half);
	return rc;
}

int note_of(struct cx *cx, int64_t person, int kind, int64_t id, const char **ret_text) {
	struct row_note_of_fact row;
	struct vault vault = {0};
	int rc = q_note_of_fact(cx, person, kind, id, &row);
	if (rc == ERR_NOTFOUND) {
		*ret_text = NULL;
		return ERR_OK;
	}
	if (rc != ERR_OK)
		return rc;
	const struct note_row note = {row.id, row.text, row.vault == NONE};
	rc = note_text(cx, &vault, person, &note, ret_text);
	vault_close(&vault);
	return rc;
}

/* Who may read it besides its writer: the receiver of the referral it goes with. */
static int reader_of(struct cx *cx, int kind, int64_t fact, int64_t *ret_org) {
	struct row_referral_get referral;
	*ret_org = 0;
	if (kind != FACT_REFERRAL)
		return ERR_OK;
	int rc = q_referral_get(cx, fact, &referral);
	if (rc == ERR_OK)
		*ret_org = referral.receiver;
	return rc;
}

static int reseal(struct cx *cx, int64_t org, const struct row_note_old_next *note) {
	const char *text = NULL;
	struct blob sealed;
	uint8_t half[BOX_KEY];
	int64_t reader;
	int rc = person_unseal(cx, note->person, C_NARR, "note", "text", note->id, note->text, &text);
	if (rc == ERR_OK && text == NULL) /* erased: nothing is left to seal */
		return q_note_reseal(cx, note->id, note->text);
	if (rc == ERR_OK)
		rc = reader_of(cx, note->kind, note->fact, &reader);
	if (rc != ERR_OK)
		return rc;
	cx->rng(half, sizeof half);
	rc = seal_with(cx, note->person, note->id, half, text, &sealed);
	if (rc == ERR_OK)
		rc = q_note_reseal(cx, note->id, sealed);
	if (rc == ERR_OK)
		rc = halves_add(cx, org, reader, note->id, half);
	crypt_wipe(half, sizeof half);
	return rc;
}

int note_reseal_old(struct cx *cx, int64_t org, int n) {
	struct row_note_old_next note = {0};
	for (int i = 0; i < n; i++) {
		int rc = q_note_old_next(cx, org, note.id, &note);
		if (rc == ERR_OK)
			rc = reseal(cx, org, &note);
		if (rc != ERR_OK)
			return rc == ERR_NOTFOUND ? ERR_OK : rc;
	}
	return ERR_OK;
}
