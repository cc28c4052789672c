#include "core/alarm.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/time.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/identity.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/name.h"

#define WAIT (10 * MINUTE)
#define DAY (24 * HOUR)
enum {
	HIDDEN_DAY = 5,     /* files of others asked for in a day */
	HIDDEN_MINUTE = 6,  /* and in a minute: references are being tried */
	EYES = 3,           /* organisations that open one file in a day */
	PERSONS = 50,       /* an alarm names at most */
	EARLIER = 200,      /* looks before the new ones that may belong to them */
	GLASS_HOURS = 24,
};

/* As the query watch_looks names them. */
enum { SEEN = 1, BLOCKED = 3, HIDDEN = 4, CONFLICT = 6 };

struct look {
	int64_t n, at, actor, person;
	int verdict;
};

struct stretch { /* entries being read */
	int64_t first, last; /* the new ones */
	struct look *looks;  /* new ones, and names opened in the hour before */
	size_t n;
};

struct found { /* an alarm to be */
	int rule;
	int64_t account, first, last, count;
	int64_t persons[PERSONS];
	size_t persons_n;
};

static void found_person(struct found *f, int64_t person) {
	if (person == NONE || f->persons_n == PERSONS)
		return;
	for (size_t i = 0; i < f->persons_n; i++)
		if (f->persons[i] == person)
			return;
	f->persons[f->persons_n++] = person;
}

static struct found found_one(int rule, const struct look *l) {
	struct found f = {.rule = rule, .account = l->actor, .first = l->n, .last = l->n, .count = 1};
	found_person(&f, l->person);
	return f;
}

static int put_persons(struct cx *cx, int64_t alarm, const struct found *f) {
	struct row_alarm_person_count has;
	int rc = q_alarm_person_count(cx, alarm, &has);
	for (size_t i = 0; rc == ERR_OK && i < f->persons_n && has.n + (int64_t)i < PERSONS; i++)
		rc = q_alarm_person_add(cx, alarm, f->persons[i]);
	return rc;
}

/* A new alarm, or the open one grows. What an alarm that was closed stood on is not raised again. */
static int raise(struct cx *cx, const struct found *f) {
	struct row_alarm_newest old;
	struct row_alarm_next next;
	int rc = q_alarm_newest(cx, f->account, f->rule, &old);
	if (rc == ERR_OK && f->last <= old.last)
		return ERR_OK;
	if (rc == ERR_OK && old.state == NONE) {
		rc = q_alarm_grow(cx, old.id, f->last, f->first <= old.last ? f->count > old.count ? f->count : old.count + 1
			: old.count + f->count);
		return rc == ERR_OK ? put_persons(cx, old.id, f) : rc;
	}
	/* Whoever looked said that these are her hours. */
	if (rc == ERR_OK && f->rule == ALARM_OFF_HOURS && old.state == ALARM_RIGHT)
		return ERR_OK;
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = q_alarm_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct ref ref = ref_new(cx);
	rc = q_alarm_add(cx, next.id, ref_blob(&ref), f->rule, f->account, cx->now, f->first, f->last, f->count);
	return rc == ERR_OK ? put_persons(cx, next.id, f) : rc;
}

static int order(const void *a, const void *b) {
	const struct look *x = a, *y = b;
	if (x->actor != y->actor)
		return x->actor < y->actor ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

/* The newest of `looks` that ends a run of `count` within `span`; its run grows backwards as far as the span allows. */
static bool run_of(const struct look *looks, size_t n, size_t count, int64_t span, int64_t first_new,
	struct found *ret) {
	for (size_t i = n; i >= count; i--) {
		const struct look *last = &looks[i - 1];
		if (last->n < first_new)
			return false;
		if (last->at - looks[i - count].at > span)
			continue;
		for (size_t k = i; k > 0 && last->at - looks[k - 1].at <= span; k--) {
			ret->first = looks[k - 1].n;
			ret->count++;
			found_person(ret, looks[k - 1].person);
		}
		ret->last = last->n;
		ret->account = last->actor;
		return true;
	}
	return false;
}

/* One account's hidden files: those of the day before the new ones, and these. */
static int watch_hidden(struct cx *cx, const struct look *new, size_t n, int64_t first_new) {
	struct rows rows;
	struct row_watch_hidden row;
	struct look *all = arena_array(cx->arena, n + EARLIER, sizeof *all);
	size_t earlier = 0;
	int rc = q_watch_hidden(cx, new[0].actor, new[0].n, new[0].at - DAY, EARLIER, &rows);
	while (rc == ERR_OK && earlier < EARLIER && q_watch_hidden_next(&rows, &row))
		all[earlier++] = (struct look){.n = row.n, .at = row.at, .actor = new[0].actor, .person = row.person};
	int end = rows_end(&rows);
	rc = rc == ERR_OK ? end : rc;
	for (size_t i = 0; i < earlier / 2; i++) { /* oldest first */
		struct look swap = all[i];
		all[i] = all[earlier - 1 - i];
		all[earlier - 1 - i] = swap;
	}
	memcpy(all + earlier, new, n * sizeof *all);
	struct found many = {.rule = ALARM_NO_RELATION}, walking = {.rule = ALARM_WALKING};
	if (rc == ERR_OK && run_of(all, earlier + n, HIDDEN_DAY, DAY, first_new, &many))
		rc = raise(cx, &many);
	if (rc == ERR_OK && run_of(all, earlier + n, HIDDEN_MINUTE, MINUTE, first_new, &walking))
		rc = raise(cx, &walking);
	return rc;
}

static bool off_hours(const struct cx *cx, int64_t at) {
	int32_t day = day_of(at);
	int64_t hour = (at - day_start(day)) / HOUR;
	int weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday; 0: Monday */
	return weekday >= 5 || hour < profile_rule(cx->profile, "watch_from")
		|| hour >= profile_rule(cx->profile, "watch_until");
}

static bool same_word(struct cx *cx, const char *staff, const char *family) {
	const char *key = name_key(cx->arena, family);
	if (strlen(key) < 3)
		return false;
	for (const char *word = strchr(staff, ' '); word != NULL; word = strchr(word + 1, ' ')) /* after the given name */
		if (str_equal(name_key(cx->arena, arena_strndup(cx->arena, word + 1, strcspn(word + 1, " "))), key))
			return true;
	return false;
}

/* Whether officer and person share a family name, or the person is one the officer declared as its own. */
static int is_kin(struct cx *cx, int64_t account, int64_t person, bool *ret_kin) {
	struct row_watch_own own;
	struct row_account_get a;
	struct identity who;
	const char *name;
	*ret_kin = false;
	int rc = q_watch_own(cx, account, person, &own);
	if (rc == ERR_OK && own.n > 0) {
		*ret_kin = true;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = q_account_get(cx, account, &a);
	if (rc == ERR_OK)
		rc = account_name_open(cx, account, a.ref, a.name, &name);
	if (rc == ERR_OK)
		rc = identity_newest(cx, person, &who);
	if (rc == ERR_NOTFOUND || rc == ERR_DENIED) /* no name, or one that the keeper cannot open */
		return ERR_OK;
	if (rc == ERR_OK && who.family != NULL)
		*ret_kin = same_word(cx, name, who.family);
	return rc;
}

/* Somebody opened a name: at what hour, of whom, how many others did. */
static int watch_seen(struct cx *cx, const struct look *l, int64_t day_first) {
	struct row_watch_eyes eyes;
	bool kin = false;
	int rc = ERR_OK;
	if (off_hours(cx, l->at)) {
		struct found f = found_one(ALARM_OFF_HOURS, l);
		rc = raise(cx, &f);
	}
	if (rc == ERR_OK)
		rc = is_kin(cx, l->actor, l->person, &kin);
	if (rc == ERR_OK && kin) {
		struct found f = found_one(ALARM_SAME_NAME, l);
		rc = raise(cx, &f);
	}
	if (rc == ERR_OK)
		rc = q_watch_eyes(cx, l->person, day_first, l->n, &eyes);
	if (rc == ERR_OK && eyes.orgs >= EYES) {
		struct found f = found_one(ALARM_MANY_EYES, l);
		f.first = eyes.first_n;
		f.count = eyes.looks;
		rc = raise(cx, &f);
	}
	return rc;
}

/* The number of the first entry made after `since`: times go up with numbers. */
static int first_after(struct cx *cx, int64_t last, int64_t since, int64_t *ret_n) {
	int64_t low = 1, high = last + 1;
	while (low < high) {
		struct row_watch_at row;
		int64_t middle = low + (high - low) / 2;
		int rc = q_watch_at(cx, middle, &row);
		if (rc != ERR_OK)
			return rc;
		if (row.at > since)
			high = middle;
		else
			low = middle + 1;
	}
	*ret_n = low;
	return ERR_OK;
}

static int read_looks(struct cx *cx, int64_t from, struct stretch *s) {
	struct rows rows;
	struct row_watch_looks row;
	int rc = q_watch_looks(cx, from, s->last, &rows);
	while (rc == ERR_OK && q_watch_looks_next(&rows, &row)) {
		if (row.n < s->first && row.verdict != SEEN)
			continue;
		s->looks = grow(cx->arena, s->looks, s->n, sizeof *s->looks);
		s->looks[s->n++] = (struct look){row.n, row.at, row.actor, row.person, row.verdict};
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

/* The looks of one account, in their order. */
static int watch_account(struct cx *cx, const struct stretch *s, const struct look *looks, size_t n,
	int64_t day_first) {
	struct look *hidden = arena_array(cx->arena, n, sizeof *hidden), *seen = arena_array(cx->arena, n, sizeof *seen);
	size_t hidden_n = 0, seen_n = 0;
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		const struct look *l = &looks[i];
		if (l->verdict == HIDDEN)
			hidden[hidden_n++] = *l;
		if (l->verdict == SEEN)
			seen[seen_n++] = *l;
		if (l->n < s->first)
			continue;
		if (l->verdict == SEEN)
			rc = watch_seen(cx, l, day_first);
		if (l->verdict == BLOCKED || l->verdict == CONFLICT) {
			struct found f = found_one(l->verdict == BLOCKED ? ALARM_BLOCKED : ALARM_CONFLICT, l);
			rc = raise(cx, &f);
		}
	}
	struct found many = {.rule = ALARM_VOLUME};
	size_t limit = (size_t)profile_rule(cx->profile, "watch_reads") + 1;
	if (rc == ERR_OK && run_of(seen, seen_n, limit, HOUR, s->first, &many))
		rc = raise(cx, &many);
	return rc == ERR_OK && hidden_n > 0 ? watch_hidden(cx, hidden, hidden_n, s->first) : rc;
}

static int watch_glass(struct cx *cx, int64_t last) {
	enum { AT_ONCE = 100 };
	struct rows rows;
	struct row_watch_glass all[AT_ONCE];
	size_t n = 0;
	int rc = q_watch_glass(cx, cx->now - GLASS_HOURS * HOUR, &rows);
	while (rc == ERR_OK && n < AT_ONCE && q_watch_glass_next(&rows, &all[n]))
		n++;
	int end = rows_end(&rows);
	rc = rc == ERR_OK ? end : rc;
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct found f = {.rule = ALARM_GLASS, .account = all[i].account, .last = last, .count = 1};
		rc = first_after(cx, last, all[i].at - 1, &f.first);
		for (size_t k = 0; k < n; k++) /* of one account together: after it is told, it is told */
			if (all[k].account == f.account)
				found_person(&f, all[k].person);
		if (rc == ERR_OK)
			rc = raise(cx, &f);
	}
	return rc;
}

static int watch_stretch(struct cx *cx, struct stretch *s) {
	struct row_watch_at at;
	int64_t hour_first = s->first, day_first = s->first;
	int rc = q_watch_at(cx, s->first, &at);
	if (rc == ERR_OK)
		rc = first_after(cx, s->last, at.at - HOUR, &hour_first);
	if (rc == ERR_OK)
		rc = first_after(cx, s->last, at.at - DAY, &day_first);
	if (rc == ERR_OK)
		rc = read_looks(cx, hour_first, s);
	if (rc == ERR_OK && s->n > 0)
		qsort(s->looks, s->n, sizeof *s->looks, order);
	for (size_t i = 0, n; rc == ERR_OK && i < s->n; i += n) {
		bool new = false;
		for (n = 0; i + n < s->n && s->looks[i + n].actor == s->looks[i].actor; n++)
			new = new || s->looks[i + n].n >= s->first;
		if (new)
			rc = watch_account(cx, s, s->looks + i, n, day_first);
	}
	return rc == ERR_OK ? watch_glass(cx, s->last) : rc;
}

static int seen_upto(struct cx *cx, int64_t *ret_n, bool *ret_any) {
	struct row_watch_get row;
	int rc = q_watch_get(cx, &row);
	*ret_any = rc == ERR_OK;
	*ret_n = rc == ERR_OK ? row.n : 0;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int alarm_due(struct cx *cx, int64_t *ret_instant) {
	struct row_watch_waits first;
	int64_t n;
	bool any;
	*ret_instant = NONE;
	int rc = seen_upto(cx, &n, &any);
	if (rc == ERR_OK)
		rc = q_watch_waits(cx, any ? n + 1 : 0, &first); /* row n + 1 is the watch's own */
	if (rc == ERR_OK)
		*ret_instant = first.at + WAIT;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int alarm_watch(struct cx *cx, bool skip) {
	struct row_audit_last last;
	struct stretch s = {.first = 0};
	int64_t n;
	bool any;
	int rc = seen_upto(cx, &n, &any);
	if (rc == ERR_OK)
		rc = q_audit_last(cx, &last);
	if (rc != ERR_OK)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	s.first = n + 1;
	s.last = last.n - n > ALARM_STRETCH ? n + ALARM_STRETCH : last.n;
	if (s.last >= s.first && !skip)
		rc = watch_stretch(cx, &s);
	if (rc != ERR_OK)
		return rc;
	return any ? q_watch_set(cx, s.last) : q_watch_add(cx, s.last);
}
