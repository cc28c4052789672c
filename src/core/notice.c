/*
 * notice.c - a grown person says no for now: a record of the profile's register "notice", which names nobody.
 *
 * Where the country asks for it (a duty to notify), or to count those who are not helped. It is found again only by its
 * own number, which the agency may write down for itself; when she says yes later, that is a referral of its own.
 */
#include "base/str.h"
#include "core/consent.h"
#include "core/identity.h"
#include "core/notice.h"
#include "core/opening.h"
#include "core/register.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

/* Her word is no, and no yes stands. */
static int says_no(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_consent_all each;
	bool no = false, yes = false;
	int age = 0, rc = consent_age(cx, person, &age);
	if (rc == ERR_OK)
		rc = bad_if(cx, age == AGE_UNDER_12 || age == AGE_12_17, fields[F_PERSON].name,
			N_("A child is helped without being asked: refer her."), NULL);
	if (rc == ERR_OK)
		rc = q_consent_all(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_all_next(&rows, &each)) {
		yes = yes || each.state == CONSENT_GIVEN;
		no = no || each.state != CONSENT_GIVEN;
	}
	rc = rows_end(&rows);
	if (rc == ERR_OK && (yes || !no))
		rc = err_say(cx, ERR_CONFLICT, fields[F_PERSON].name,
			N_("This is for somebody who was asked and says no for now. Write down first what the person said."), NULL);
	return rc;
}

/* Her name, where whoever writes could read it now in the own organisation's record: file open, nothing forbids it. From
   anybody else it is not opened, and what such a check answers would tell it. */
static int name_known(struct cx *cx, int64_t person, struct identity *ret_who) {
	struct row_identity_newest_of own;
	bool open = false;
	int rc = opening_has(cx, person, &open);
	if (rc != ERR_OK || !open || profile_prohibits(cx->profile, cx->actor.org_kind, OP_identity_read) != NULL)
		return rc;
	rc = q_identity_newest_of(cx, person, cx->actor.org, &own);
	if (rc == ERR_OK)
		rc = identity_of(cx, own.id, ret_who);
	if (rc != ERR_NOTFOUND)
		return rc;
	cx->err = (struct err){0};
	return ERR_OK;
}

/* Whatever the record says in words is looked at, beside her name where it is known. What may be a name is asked about
   before it is kept: who wrote it says that it is none. */
static int words_check(struct cx *cx, const struct in *in, int reg) {
	struct identity who = {0};
	bool checked = in_has(in, F_CHECKED) && in_number(in, F_CHECKED) != 0;
	int rc = name_known(cx, in->person, &who);
	if (rc != ERR_OK)
		return rc;
	const char *const names[] = {who.given, who.family};
	for (size_t i = 0; i < in_count(in, F_CELL); i++) {
		struct cell_field f;
		struct cell cell;
		rc = cell_parse_pair(cx, reg, in_at(in, F_CELL, i)->text, &f, &cell);
		if (rc != ERR_OK)
			return rc;
		if (cell.words == NULL)
			continue;
		const char *fault = notice_fault(cx->arena, cell.words, names, 2);
		if (fault != NULL)
			return err_say(cx, ERR_INVALID, f.code, fault, NULL);
		rc = bad_if(cx, !checked && notice_doubt(cx->arena, cell.words) != NULL, fields[F_CHECKED].name,
			N_("Two words with capitals stand side by side. If they are somebody's name, take them out; if not, say so."),
			NULL);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* The same as entry_record of that register, for whoever met her. */
static int entry_make(struct cx *cx, const struct in *in, int reg, struct entry_put *ret_put) {
	const struct value of = {.number = reg}, day = {.number = in_day(in, F_HAPPENED)};
	size_t n = in_count(in, F_CELL);
	struct value *cells = arena_array(cx->arena, n + 1, sizeof *cells);
	struct in_field given[] = {{F_REGISTER, 1, &of}, {F_NUMBER, 0, NULL}, {F_HAPPENED, 1, &day}, {F_PRECISION, 0, NULL},
		{F_CELL, n, cells}};
	for (size_t i = 0; i < n; i++)
		cells[i] = *in_at(in, F_CELL, i);
	const struct in made = {.op = &ops[OP_entry_record], .n = sizeof given / sizeof *given, .fields = given};
	return entry_put(cx, &made, ret_put);
}

int notice_record(struct cx *cx, const struct in *in, struct out *out) {
	int reg = profile_code(cx->profile, L_REGISTER, "notice");
	struct entry_put put = {0};
	int rc = bad_if(cx, reg == 0, fields[F_PERSON].name, N_("This country keeps no such notices."), NULL);
	if (rc == ERR_OK)
		rc = says_no(cx, in->person);
	if (rc == ERR_OK)
		rc = words_check(cx, in, reg);
	if (rc == ERR_OK)
		rc = entry_make(cx, in, reg, &put);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_NUMBER, put.number);
	if (put.warnings_n > 0)
		out_texts(out, F_WARNING, put.warnings, put.warnings_n);
	return ERR_OK;
}
