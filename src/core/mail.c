#include "core/mail.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "core/fact.h"
#include "crypt/ring.h"
#include "db/queries.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters, digits and `others`, none of which stands at an end or beside another. */
static bool is_word(const char *at, size_t n, const char *others) {
	bool between = false;
	for (size_t i = 0; i < n; i++) {
		if (is_letter(at[i])) {
			between = true;
		} else {
			if (!between || at[i] == 0 || strchr(others, at[i]) == NULL)
				return false;
			between = false;
		}
	}
	return n > 0 && between;
}

bool mail_address_fits(const char *text) {
	const char *at = strchr(text, '@'), *dot = at;
	if (at == NULL || at - text > LOCAL_MAX || !is_word(text, (size_t)(at - text), "._+-"))
		return false;
	size_t labels = 0;
	for (const char *label = at + 1; dot != NULL; label = dot + 1, labels++) {
		dot = strchr(label, '.');
		size_t n = dot == NULL ? strlen(label) : (size_t)(dot - label);
		if (n > LABEL_MAX || !is_letter(label[0]) || n == 0 || !is_letter(label[n - 1]))
			return false;
		for (size_t i = 0; i < n; i++)
			if (!is_letter(label[i]) && label[i] != '-')
				return false;
	}
	return labels >= 2;
}

/* Names that belong to nobody (RFC 2606): a demonstration writes to nobody real. */
static bool is_example(const char *text) {
	return str_ends(text, "@example.org") || str_ends(text, "@example.com") || str_ends(text, ".example");
}

static struct seal_at address_at(int64_t account, const struct ref *ref) {
	return (struct seal_at){.table = "mail_to", .column = "sealed", .row = account, .subject = *ref, .c = C_META};
}

static int address_open(struct cx *cx, int64_t account, struct blob ref, struct blob sealed, const char **ret_text) {
	struct ref own;
	int rc = ref_of_blob(cx, ref, &own);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = address_at(account, &own);
	return unseal_meta(cx, &at, sealed, ret_text);
}

int mail_forget(struct cx *cx, int64_t account) {
	int rc = q_mail_drop(cx, account);
	return rc == ERR_OK ? q_mail_unwait(cx, account) : rc;
}

static int address_keep(struct cx *cx, const char *text) {
	struct row_account_get account;
	struct blob sealed;
	struct ref ref;
	int rc = q_account_get(cx, cx->actor.user, &account);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, account.ref, &ref);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = address_at(cx->actor.user, &ref);
	rc = seal_meta(cx, &at, text, &sealed);
	return rc == ERR_OK ? q_mail_put(cx, cx->actor.user, sealed, cx->act) : rc;
}

int mail_set(struct cx *cx, const struct in *in, struct out *out) {
	const char *field = fields[F_MAIL].name;
	(void)out;
	if (cx->actor.user == 0)
		return err_say(cx, ERR_DENIED, NULL, N_("Only somebody's own account has an address."), NULL);
	if (!in_has(in, F_MAIL))
		return mail_forget(cx, cx->actor.user);
	const char *text = in_text(in, F_MAIL);
	int rc = bad_if(cx, !mail_address_fits(text), field, N_("Write an address as name@place.lt, in Latin letters."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, ring_demonstration(cx->ring) && !is_example(text), field,
			N_("The demonstration writes to nobody real: use an address that ends in @example.org."), NULL);
	return rc == ERR_OK ? address_keep(cx, text) : rc;
}

int mail_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_mail_get row;
	struct row_account_get account;
	const char *text = NULL;
	(void)in;
	int rc = q_mail_get(cx, cx->actor.user, &row);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK)
		rc = q_account_get(cx, cx->actor.user, &account);
	if (rc == ERR_OK)
		rc = address_open(cx, cx->actor.user, account.ref, row.sealed, &text);
	if (rc == ERR_OK)
		out_text(out, F_MAIL, text);
	return rc;
}

int mail_due(struct cx *cx, int64_t *ret_instant) {
	struct row_mail_first row;
	int rc = q_mail_first(cx, &row);
	if (rc == ERR_OK)
		*ret_instant = row.at;
	return rc;
}

/* Whether that account is to hear of the task: whoever has it in hand alone does; nobody to whom the file is closed. */
static int hears(struct cx *cx, const struct row_mail_tell *t, const struct row_mail_of_org *a, bool *ret_hears) {
	struct row_block_has row = {0};
	int64_t hand = t->account != NONE ? t->account : t->holder;
	int rc = ERR_OK;
	if (t->person != NONE)
		rc = q_block_has(cx, t->person, t->org, a->unit == NONE ? 0 : a->unit, a->account, &row);
	if (rc == ERR_OK)
		*ret_hears = row.n == 0 && (hand == NONE || hand == a->account);
	return rc;
}

static int tell(struct cx *cx, const struct row_mail_tell *t) {
	struct rows rows;
	struct row_mail_of_org each;
	bool is = false;
	int rc = q_mail_of_org(cx, t->org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_mail_of_org_next(&rows, &each)) {
		rc = hears(cx, t, &each, &is);
		if (rc == ERR_OK && is)
			rc = q_outbox_more(cx, each.account);
		if (rc == ERR_OK && is)
			rc = q_outbox_add(cx, each.account, cx->now, MAIL_GAP * SECOND);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

enum { TOLD_MAX = 200 }; /* of one run, as in mail_tell */

int mail_run(struct cx *cx, int64_t *ret_ran) {
	struct rows rows;
	struct row_mail_tell *all = arena_array(cx->arena, TOLD_MAX, sizeof *all);
	size_t n = 0;
	int64_t due = NONE;
	int rc = mail_due(cx, &due);
	if (rc != ERR_OK || due == NONE || due > cx->now)
		return rc;
	rc = q_mail_tell(cx, cx->now, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < TOLD_MAX && q_mail_tell_next(&rows, &all[n]))
		n++;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		if (all[i].done == 0)
			rc = tell(cx, &all[i]);
		if (rc == ERR_OK)
			rc = q_mail_told(cx, all[i].id);
	}
	if (rc == ERR_OK)
		rc = q_outbox_old(cx, cx->now - 24 * HOUR);
	if (rc == ERR_OK)
		*ret_ran += (int64_t)n;
	return rc;
}

int mail_next(struct cx *cx, int64_t *ret_instant) {
	struct row_outbox_first row;
	int rc = q_outbox_first(cx, &row);
	if (rc == ERR_OK)
		*ret_instant = row.at;
	return rc;
}

int mail_take(struct cx *cx, struct letter ret_letters[MAIL_TAKEN], size_t *ret_n) {
	struct rows rows;
	struct row_outbox_due all[MAIL_TAKEN];
	size_t n = 0, taken = 0;
	int rc = q_outbox_due(cx, cx->now, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < MAIL_TAKEN && q_outbox_due_next(&rows, &all[n]))
		n++;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		if (all[i].active != 1 || all[i].sealed.at == NULL) {
			rc = q_mail_unwait(cx, all[i].account);
			continue;
		}
		ret_letters[taken].id = all[i].id;
		rc = address_open(cx, all[i].account, all[i].ref, all[i].sealed, &ret_letters[taken].to);
		if (rc == ERR_OK)
			rc = q_outbox_lend(cx, all[i].id, cx->now + MAIL_LENT * SECOND);
		taken++;
	}
	if (rc == ERR_OK)
		*ret_n = taken;
	return rc;
}

int mail_settle(struct cx *cx, int64_t id, bool sent) {
	struct row_outbox_lent row;
	int rc = q_outbox_lent(cx, id, &row);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	if (sent) {
		rc = q_outbox_sent(cx, id, cx->now);
		return rc == ERR_OK && row.again == 1 ? q_outbox_add(cx, row.account, cx->now, MAIL_GAP * SECOND) : rc;
	}
	int64_t wait = MAIL_FIRST;
	for (int64_t i = 1; i < row.tries && wait < MAIL_LAST; i++)
		wait *= 2;
	return q_outbox_later(cx, id, cx->now + (wait < MAIL_LAST ? wait : MAIL_LAST) * SECOND);
}
