/* vault_welcome.c - who is let into a vault when somebody signs in. */
#include "base/log.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/place.h"
#include "core/vault_pair.h"
#include "db/queries.h"

enum { NOTES_AT_ONCE = 200 };

bool vault_entitles(uint32_t roles) {
	return (role_capabilities(roles) & (1U << CAN_WORK | 1U << CAN_REVIEW)) != 0;
}

int vault_member_add(struct cx *cx, int64_t version, int64_t account, const uint8_t public[BOX_KEY],
	const uint8_t secret[BOX_KEY]) {
	struct blob sealed;
	const struct box_use use = vault_use("member", cx->actor.org, account, version);
	int rc = box_seal(cx, public, &use, secret, &sealed);
	return rc == ERR_OK ? q_vault_member_put(cx, cx->actor.org, account, sealed) : rc;
}

/* A new vault whose first member is the actor. */
static int begin(struct cx *cx, int64_t version) {
	uint8_t public[BOX_KEY], secret[BOX_KEY], own[BOX_KEY];
	box_public(cx->actor.vault, own);
	box_pair(cx, public, secret);
	int rc = bug_if(cx, version > UINT16_MAX);
	if (rc == ERR_OK)
		rc = q_vault_put(cx, cx->actor.org, version, BLOB(public, BOX_KEY), BLOB(NULL, 0));
	if (rc == ERR_OK)
		rc = vault_member_add(cx, version, cx->actor.user, own, secret);
	crypt_wipe(secret, sizeof secret);
	return rc;
}

/* What was kept under the root key goes to the first member, and is kept no longer. */
static int take_over(struct cx *cx, const struct row_vault_get *v) {
	uint8_t secret[BOX_KEY], own[BOX_KEY];
	const struct box_use use = vault_use("kept", cx->actor.org, 0, v->version);
	box_public(cx->actor.vault, own);
	int rc = box_kept(cx, &use, v->kept, secret);
	if (rc == ERR_OK)
		rc = vault_member_add(cx, v->version, cx->actor.user, own, secret);
	if (rc == ERR_OK)
		rc = q_vault_kept_drop(cx, cx->actor.org);
	crypt_wipe(secret, sizeof secret);
	return rc;
}

/* Makes the actor a member where nobody else has to let her in. */
static int be_first(struct cx *cx) {
	struct row_vault_get v;
	struct row_vault_member_of member;
	struct row_vault_member_count members;
	int rc = q_vault_get(cx, cx->actor.org, &v);
	if (rc == ERR_NOTFOUND)
		return begin(cx, 1);
	if (rc == ERR_OK && v.kept.at != NULL)
		return take_over(cx, &v);
	if (rc == ERR_OK)
		rc = q_vault_member_of(cx, cx->actor.org, cx->actor.user, &member);
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = q_vault_member_count(cx, cx->actor.org, &members);
	if (rc != ERR_OK || members.n > 0 || v.phrase.at != NULL)
		return rc; /* she waits */
	log_warn("vault.begun_anew");
	return begin(cx, v.version + 1);
}

static int let_in(struct cx *cx, const struct vault *vault, const struct row_vault_waiting *who) {
	uint32_t roles;
	const uint8_t *public = NULL;
	int rc = account_roles(cx, who->account, &roles);
	if (rc == ERR_OK && !vault_entitles(roles))
		return ERR_OK;
	if (rc == ERR_OK)
		rc = vault_key_of(cx, who->public, &public);
	return rc == ERR_OK ? vault_member_add(cx, vault->version, who->account, public, vault->secret) : rc;
}

static int let_all_in(struct cx *cx, const struct vault *vault) {
	struct rows rows;
	struct row_vault_waiting who;
	int rc = q_vault_waiting(cx, vault->org, &rows);
	while (rc == ERR_OK && q_vault_waiting_next(&rows, &who))
		rc = let_in(cx, vault, &who);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int vault_welcome(struct cx *cx) {
	struct vault vault = {0};
	if (cx->actor.vault == NULL || cx->actor.user == 0 || cx->actor.org == 0 || cx->actor.half
		|| !vault_entitles(cx->actor.roles))
		return ERR_OK;
	int rc = be_first(cx);
	if (rc == ERR_OK)
		rc = vault_open_for(cx, cx->actor.org, &vault);
	if (rc == ERR_DENIED) { /* she waits herself */
		cx->err = (struct err){0};
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = let_all_in(cx, &vault);
	vault_close(&vault);
	if (rc == ERR_OK)
		rc = place_reseal_old(cx, cx->actor.org);
	return rc == ERR_OK ? note_reseal_old(cx, cx->actor.org, NOTES_AT_ONCE) : rc;
}
