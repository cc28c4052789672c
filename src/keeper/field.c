/*
 * A telephone in the field, which gives its name and password with every request: there is no session to keep.
 *
 * A name that is not there, a wrong password, a key that has ended and too many tries look the same and cost the same:
 * nobody is there then.
 */
#include "base/str.h"
#include "core/account.h"
#include "core/field_key.h"
#include "keeper/desk.h"

enum { NAME_MOST = 40, SECRET_MOST = 200 };

static int later_used(struct desk *d, const void *arg) {
	const int64_t *id = arg;
	return field_key_used(&d->cx, *id);
}

/* Tries of that name from that network, and tries from there at all. */
static int budget_make(struct desk *d, const char *name, struct token ret_keys[2]) {
	uint8_t network[HASH_SIZE];
	int rc = throttle_network(&d->cx, d->request->from, network);
	if (rc == ERR_OK)
		rc = throttle_key(&d->cx, "field key", BLOB_STR(name), BLOB(network, sizeof network), &ret_keys[0]);
	return rc == ERR_OK ? throttle_key(&d->cx, "field network", BLOB(network, sizeof network), BLOB("", 0), &ret_keys[1]) : rc;
}

int desk_by_key(struct desk *d, struct request *r, struct account *ret_account) {
	struct cx *cx = &d->cx;
	struct token budget[2];
	struct field_key key;
	const char *colon = strchr(r->field_key, ':');
	if (colon == NULL || colon - r->field_key > NAME_MOST || strlen(colon + 1) > SECRET_MOST)
		return ERR_NOTFOUND;
	const char *name = arena_strndup(cx->arena, r->field_key, (size_t)(colon - r->field_key));
	int rc = budget_make(d, name, budget);
	if (rc != ERR_OK)
		return rc;
	bool spent = throttle_ask(d->throttles, cx, &budget[0]) != ERR_OK || throttle_ask(d->throttles, cx, &budget[1]) != ERR_OK;
	rc = field_key_check(cx, name, colon + 1, &key);
	if (rc == ERR_OK)
		rc = account_by_id(cx, key.account, ret_account);
	if (rc == ERR_NOTFOUND) {
		throttle_note(d->throttles, cx, &budget[0], THROTTLE_NAME, false);
		throttle_note(d->throttles, cx, &budget[1], THROTTLE_NETWORK, false);
	}
	if (rc != ERR_OK || spent)
		return rc != ERR_OK ? rc : ERR_NOTFOUND;
	throttle_note(d->throttles, cx, &budget[0], THROTTLE_NAME, true);
	desk_act_as(d, ret_account, false);
	cx->actor.keyed = true;
	cx->actor.fresh = 0;
	memcpy(cx->actor.session, key.ref.at, sizeof cx->actor.session);
	if (key.used == NONE || cx->now - key.used > HOUR)
		desk_later(d, later_used, &key.id, sizeof key.id);
	return ERR_OK;
}
