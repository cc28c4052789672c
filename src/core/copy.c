/*
 * copy.c - all that is kept about a person, for herself: by part, source and day, in her language.
 *
 * Nothing is left out but what the program cannot open: a note sealed to another organisation is named, with whom to
 * ask. What stands in the log about her is a paper of its own (letter_who.c).
 */
#include <string.h>

#include "base/str.h"
#include "core/copy.h"
#include "core/detail.h"
#include "core/fact.h"
#include "core/identity.h"
#include "core/trait.h"
#include "core/vault.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/catalogue.h"

void copy_line(struct copy *c, const char *section, int64_t happened, const char *org_name, const char *text) {
	if (*text == 0)
		return;
	out_row(c->out);
	out_text(c->out, F_SECTION, section);
	out_number(c->out, F_HAPPENED, happened);
	out_text(c->out, F_ORG_NAME, org_name);
	out_text(c->out, F_LINE, text);
}

static const char *label(struct copy *c, enum list list, int64_t code) {
	return code == NONE ? "" : paper_label(c->cx, &c->paper, list, (int)code);
}

void copy_join(struct buf *b, const char *text) {
	if (text == NULL || *text == 0)
		return;
	if (b->n > 0)
		buf_str(b, "; ");
	buf_str(b, text);
}

static int signals_put(struct copy *c) {
	struct rows rows;
	struct row_copy_signals s;
	int rc = q_copy_signals(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_copy_signals_next(&rows, &s)) {
		struct buf b = buf_new(c->cx->arena, 4000);
		copy_join(&b, label(c, L_AGE, s.age));
		copy_join(&b, label(c, L_SEX, s.sex));
		copy_join(&b, label(c, L_SPEECH, s.speech));
		copy_join(&b, label(c, L_MUNICIPALITY, s.municipality));
		copy_join(&b, label(c, L_SOURCE, s.source));
		copy_line(c, "about", s.happened, s.org_name, b.n == 0 ? "" : b.at);
	}
	return rows_end(&rows);
}

static int arrivals_put(struct copy *c) {
	struct rows rows;
	struct row_copy_arrivals s;
	int rc = q_copy_arrivals(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_copy_arrivals_next(&rows, &s)) {
		struct buf b = buf_new(c->cx->arena, 4000);
		copy_join(&b, label(c, L_AGE, s.age));
		copy_join(&b, label(c, L_SEX, s.sex));
		copy_join(&b, label(c, L_SPEECH, s.speech));
		copy_join(&b, label(c, L_MUNICIPALITY, s.municipality));
		if (s.country != NONE)
			copy_join(&b, label(c, L_COUNTRY, (int)s.country));
		if (s.accompanied != NONE)
			copy_join(&b, label(c, L_ACCOMPANIED, (int)s.accompanied));
		if (s.leaflet != NONE)
			copy_join(&b, label(c, L_SPEECH, (int)s.leaflet));
		copy_line(c, "about", s.happened, s.org_name, b.n == 0 ? "" : b.at);
	}
	return rows_end(&rows);
}

static int identities_put(struct copy *c) {
	struct cx *cx = c->cx;
	struct rows rows;
	struct row_copy_identities i;
	int rc = q_copy_identities(cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_copy_identities_next(&rows, &i)) {
		struct identity who;
		rc = identity_of(cx, i.id, &who);
		if (rc == ERR_NOTFOUND) { /* erased */
			rc = ERR_OK;
			continue;
		}
		if (rc != ERR_OK)
			continue;
		struct buf name = buf_new(cx->arena, 4000), reach = buf_new(cx->arena, 4000);
		copy_join(&name, who.given);
		copy_join(&name, who.family);
		if (who.birth != NONE)
			copy_join(&name, day_text(cx->arena, (int32_t)who.birth));
		else if (who.born != NONE)
			copy_join(&name, arena_printf(cx->arena, "%d", (int)who.born));
		copy_join(&name, who.document);
		copy_join(&reach, who.phone);
		copy_join(&reach, who.safe);
		copy_line(c, "identity", i.happened, i.org_name, name.n == 0 ? "" : name.at);
		copy_line(c, "contact", i.happened, i.org_name, reach.n == 0 ? "" : reach.at);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static int channels_put(struct copy *c) {
	struct cx *cx = c->cx;
	struct rows rows;
	struct row_channel_all w;
	int rc = q_channel_all(cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_channel_all_next(&rows, &w)) {
		const char *text = NULL;
		struct buf b = buf_new(cx->arena, 4000);
		if (w.sealed.at != NULL)
			rc = person_unseal(cx, c->person, C_IDENT, "channel", "sealed", w.id, w.sealed, &text);
		copy_join(&b, label(c, L_CHANNEL, w.kind));
		copy_join(&b, text);
		copy_join(&b, text_say(c->paper.lang, w.safe == 1 ? N_("marked as safe") : N_("not safe")));
		copy_line(c, "contact", w.happened, w.org_name, b.at);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static int consents_put(struct copy *c) {
	struct cx *cx = c->cx;
	struct rows rows;
	struct row_consent_all s;
	int rc = q_consent_all(cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_all_next(&rows, &s)) {
		struct buf b = buf_new(cx->arena, 4000);
		copy_join(&b, s.org_name);
		copy_join(&b, label(c, L_PURPOSE, s.purpose));
		copy_join(&b, label(c, L_CONSENT, s.state));
		for (int share = SHARE_IDENTITY; s.state == CONSENT_GIVEN && share <= SHARE_HEALTH; share++)
			if (s.scope == NONE || (s.scope >> share & 1) != 0)
				copy_join(&b, label(c, L_SCOPE, share));
		copy_line(c, "consent", s.happened, s.from_name, b.at);
	}
	return rows_end(&rows);
}

static int barred_put(struct copy *c) {
	struct rows rows;
	struct row_copy_barred b;
	int rc = q_copy_barred(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_copy_barred_next(&rows, &b))
		copy_line(c, "barred", b.happened, b.org_name, b.unit_name == NULL ? b.target_name
			: arena_printf(c->cx->arena, "%s, %s", b.target_name, b.unit_name));
	return rows_end(&rows);
}

static int traits_put(struct copy *c) {
	struct rows rows;
	struct row_trait_of_person t;
	int rc = q_trait_of_person(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_trait_of_person_next(&rows, &t)) {
		enum list list;
		if (trait_text(c->cx, t.kind, t.value, &list) == NULL)
			continue;
		copy_line(c, "known", t.happened, t.org_name, arena_printf(c->cx->arena, "%s: %s", label(c, L_TRAIT, t.kind),
			label(c, list, t.value)));
	}
	return rows_end(&rows);
}

/* What the parts above do not say already. */
static bool is_told(int kind) {
	return kind == FACT_SIGNAL || kind == FACT_IDENTITY || kind == FACT_CONSENT || kind == FACT_BLOCK || kind == FACT_TRAIT
		|| kind == FACT_SHEET || kind == FACT_ATTACHMENT;
}

static int facts_put(struct copy *c) {
	struct cx *cx = c->cx;
	struct rows rows;
	struct row_timeline f;
	int rc = q_timeline(cx, c->person, cx->actor.org, cx->actor.unit, cx->actor.user, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_timeline_next(&rows, &f)) {
		int kind = detail_kind(f.kind, f.sort);
		if (is_told(kind))
			continue;
		enum list list = detail_of(kind, f.sort, &f.detail);
		const char *what = list == L_NONE ? "" : label(c, list, f.detail);
		copy_line(c, "done", f.happened, f.org_name, *what == 0 ? label(c, L_FACT, kind)
			: arena_printf(cx->arena, "%s: %s", label(c, L_FACT, kind), what));
	}
	return rows_end(&rows);
}

static int note_put(struct copy *c, struct vault *vault, const struct row_copy_notes *n) {
	const char *text = NULL;
	bool old = n->vault == NONE;
	const struct note_row note = {n->id, n->text, old};
	if (!old && n->org != c->cx->actor.org) {
		copy_line(c, "notes", n->happened, n->org_name, paper_say(&c->paper, "sealed"));
		return ERR_OK;
	}
	int rc = note_text(c->cx, vault, c->person, &note, &text);
	if (rc == ERR_OK && text != NULL)
		copy_line(c, "notes", n->happened, n->org_name, text);
	return rc;
}

static int notes_put(struct copy *c) {
	struct rows rows;
	struct row_copy_notes n;
	struct vault vault = {0};
	int rc = q_copy_notes(c->cx, c->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_copy_notes_next(&rows, &n))
		rc = note_put(c, &vault, &n);
	vault_close(&vault);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int person_copy(struct cx *cx, const struct in *in, struct out *out) {
	static int (*const parts[])(struct copy *) = {signals_put, arrivals_put, identities_put, channels_put, consents_put, barred_put,
		copy_screenings, traits_put, facts_put, copy_sheets, copy_attachments, notes_put};
	struct copy c = {.cx = cx, .out = out, .person = in->person};
	int rc = paper_begin(cx, in, "copy", &c.paper);
	for (size_t i = 0; rc == ERR_OK && i < sizeof parts / sizeof *parts; i++)
		rc = parts[i](&c);
	return rc;
}
