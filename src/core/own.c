/*
 * own.c - people of an account's own: family, friends, former partners, herself.
 *
 * Only keyed tokens are kept, never the words; nobody can read them back, the account neither. A person whose record
 * has one of them is hidden from the account (core/closed.h).
 */
#include "core/identity.h"
#include "core/operations.h"
#include "db/queries.h"

enum { OWN_MAX = 200 }; /* people an account may declare */

static int counted(struct cx *cx, struct out *out) {
	struct row_own_people own;
	int rc = q_own_people(cx, cx->actor.user, &own);
	if (rc == ERR_OK)
		out_number(out, F_OWN, own.n);
	return rc;
}

int own_record(struct cx *cx, const struct in *in, struct out *out) {
	struct identity who = {.born = NONE, .birth = NONE};
	struct identity_tokens tokens;
	struct row_own_people own;
	int rc = q_own_people(cx, cx->actor.user, &own);
	if (rc == ERR_OK && own.n >= OWN_MAX)
		return err_say(cx, ERR_LIMIT, NULL,
			N_("You have declared as many people as anybody may: ask your supervisor."), NULL);
	if (rc == ERR_OK)
		rc = identity_take(cx, in, &who);
	if (rc == ERR_OK)
		rc = identity_tokens_make(cx, &who, &tokens);
	if (rc == ERR_OK)
		rc = bad_if(cx, tokens.n == 0, "given",
			N_("Write a given and a family name with a year or day of birth, or a document, or a telephone number."),
			NULL);
	for (size_t i = 0; rc == ERR_OK && i < tokens.n; i++)
		rc = q_own_token_add(cx, cx->actor.user, (int)tokens.at[i].family,
			BLOB(tokens.at[i].token.at, sizeof tokens.at[i].token.at), cx->act);
	return rc == ERR_OK ? counted(cx, out) : rc;
}

int own_count(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	return counted(cx, out);
}
