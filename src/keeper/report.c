/*
 * Signals of whoever has no account: sent, looked after and added to. Nothing is known of them but the network they come
 * from, and that for the time of counting alone (throttle.h): so many signals a minute, and so many wrong receipts.
 */
#include "core/lead.h"
#include "keeper/desk.h"

static int budget_make(struct desk *d, const char *what, struct token *ret_key) {
	uint8_t network[HASH_SIZE];
	int rc = throttle_network(&d->cx, d->request == NULL ? NULL : d->request->from, network);
	return rc == ERR_OK ? throttle_key(&d->cx, what, BLOB(network, sizeof network), BLOB("", 0), ret_key) : rc;
}

static int ask(struct desk *d, const struct token *key) {
	return throttle_ask(d->throttles, &d->cx, key) == ERR_OK ? ERR_OK
		: err_say(&d->cx, ERR_BUSY, NULL, N_("Too much came at once. Wait a little, then try again. In danger? Ring 112."), NULL);
}

int lead_send(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct token minute, day;
	struct ref ref;
	const char *words = NULL;
	int rc = budget_make(d, "lead sent", &minute);
	if (rc == ERR_OK)
		rc = budget_make(d, "lead sent, a day", &day);
	if (rc == ERR_OK)
		rc = ask(d, &minute);
	if (rc == ERR_OK)
		rc = ask(d, &day);
	if (rc == ERR_OK)
		rc = lead_new(cx, in, NONE, &ref, &words);
	if (rc != ERR_OK)
		return rc;
	throttle_note(d->throttles, cx, &minute, THROTTLE_NETWORK, false);
	throttle_note(d->throttles, cx, &day, THROTTLE_DAY, false);
	out_text(out, F_RECEIPT, words);
	return ERR_OK;
}

/* Words that are none of ours cost nothing; six of ours that nobody has are a guess. 54 bits need no long wait, and many
   people may share one network. */
static void guess_note(struct desk *d, const struct token *key, int rc) {
	if (rc == ERR_NOTFOUND)
		throttle_note(d->throttles, &d->cx, key, THROTTLE_NETWORK, false);
}

int lead_check(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct token key;
	int rc = budget_make(d, "lead receipt", &key);
	if (rc == ERR_OK)
		rc = ask(d, &key);
	if (rc != ERR_OK)
		return rc;
	rc = lead_tell(cx, in, out);
	guess_note(d, &key, rc);
	return rc;
}

int lead_add(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct token key;
	(void)out;
	int rc = budget_make(d, "lead receipt", &key);
	if (rc == ERR_OK)
		rc = ask(d, &key);
	if (rc != ERR_OK)
		return rc;
	rc = lead_more(cx, in);
	guess_note(d, &key, rc);
	return rc;
}
