/*
 * fakeland_cases.c - investigations, accused, what the courts said, payments, surrenders.
 *
 * What must not count, and is there: investigations under other articles, and ended the year before; the acquitted, and
 * who was convicted under another article; sentences to a fine and prison together; judgments corrected later; money
 * claimed or ordered and not paid, for other damage, or paid on the second of January.
 */
#include "fakeland.h"

#include <string.h>

static const char *const groups[] = {"sex_trafficking", "labor_trafficking", "unspecified"};
static const char *const partners[] = {"gb", "de", "nl", "no", "se", "pl", "ua", "lv", "ie"};
static const char *const towns[] = {"vilnius-city", "kaunas-city", "klaipeda-city", "panevezys-city", "siauliai-city"};
static const char *const investigators[] = {"police-bureau", "police-bureau", "police-vilnius", "prosecution"};

#define ANY(l, words) (words)[between(&(l)->chance, 0, (int64_t)(sizeof(words) / sizeof *(words)) - 1)]

static int in_year(struct land *l, int year) {
	return day_of(year, 1, 8) + (int)between(&l->chance, 0, 350);
}

/* Investigations -------------------------------------------------------------------------------------------------- */

struct inquiry {
	const char *org, *number, *article, *form, *partner, *second;
	int group; /* 3: led abroad */
	int opened, ended;
	bool official, open;
};

struct desk {
	struct inquiry *at;
	size_t n, room;
};

static const char *form_of(struct land *l, int group) {
	static const char *const forms[][3] = {{"sex_prostitution", "sex_remote", "sex_prostitution"},
		{"labour_forced", "begging", "labour_forced"}, {"criminality", "marriage_sham", "unknown"}};
	return forms[group > 2 ? (int)between(&l->chance, 0, 2) : group][between(&l->chance, 0, 2)];
}

static struct inquiry *opened(struct land *l, struct desk *desk, int group, int day) {
	if (desk->n == desk->room) {
		size_t room = desk->room == 0 ? 128 : 2 * desk->room;
		desk->at = arena_grow(l->arena, desk->at, desk->room * sizeof *desk->at, room * sizeof *desk->at);
		desk->room = room;
	}
	struct inquiry *q = &desk->at[desk->n++];
	*q = (struct inquiry){.org = ANY(l, investigators), .group = group, .opened = day, .open = true,
		.article = one_in(&l->chance, 7) ? "157" : "147", .form = form_of(l, group)};
	q->number = number_new(l, q->org, year_of(day));
	return q;
}

static void ended(struct land *l, struct inquiry *q, int year) {
	int from = q->opened > day_of(year, 1, 1) ? q->opened : day_of(year, 1, 1), until = day_of(year, 12, 31);
	q->ended = one_in(&l->chance, 6) ? until : from + (int)between(&l->chance, 0, until - from);
	q->open = false;
}

static bool of_kind(const struct inquiry *q, int group, int partner) {
	return q->open && q->group == group && (partner < 0 || (q->partner != NULL) == (partner > 0));
}

static int64_t count_open(const struct desk *desk, int group, int partner) {
	int64_t n = 0;
	for (size_t i = 0; i < desk->n; i++)
		n += of_kind(&desk->at[i], group, partner) ? 1 : 0;
	return n;
}

/* Ends so many of those open in `year`, the newest last. */
static void end_some(struct land *l, struct desk *desk, int group, int partner, int64_t n, int year) {
	for (size_t i = 0; i < desk->n && n > 0; i++)
		if (of_kind(&desk->at[i], group, partner)) {
			ended(l, &desk->at[i], year);
			n--;
		}
}

static int64_t count_partners(const struct desk *desk) {
	int64_t n = 0;
	for (int g = 0; g < 3; g++)
		n += count_open(desk, g, 1);
	return n;
}

/* Of the open ones of last year go on at most as many as this year has; new ones make up the number. */
static void carry(struct land *l, struct desk *desk, int group, int64_t wanted, int year) {
	int64_t open = count_open(desk, group, -1), room = wanted < open ? wanted : open;
	int64_t stay = between(&l->chance, room / 2, room);
	end_some(l, desk, group, -1, open - stay, year - 1);
}

static void partner_give(struct land *l, struct inquiry *q) {
	q->partner = ANY(l, partners);
	q->second = one_in(&l->chance, 3) ? ANY(l, partners) : NULL;
}

static void groups_of(struct land *l, int year, int64_t total, int64_t ret[3]) {
	for (int g = 0; g < 3; g++)
		ret[g] = figure(l->figures, year, "investigations", groups[g], NULL);
	if (ret[0] >= 0)
		return;
	ret[0] = between(&l->chance, 0, total);
	ret[1] = between(&l->chance, 0, total - ret[0]);
	ret[2] = total - ret[0] - ret[1];
}

static void all_end(struct land *l, struct desk *desk, int year) {
	for (int g = 0; g <= 3; g++)
		end_some(l, desk, g, -1, INT64_MAX, year);
}

/* Investigations active in the year: so many led here by group, so many with a partner abroad, led here or there. */
static void inquiries_of(struct land *l, struct desk *desk, int year) {
	int64_t total = figure(l->figures, year, "investigations", "total", NULL), parts[3], fresh = 0;
	int64_t together = figure(l->figures, year, "international_investigations", "total", NULL);
	int64_t officials = figure(l->figures, year, "complicit_officials", "investigations", NULL);
	if (total == ABSENT && together == ABSENT)
		return; /* what is open goes on */
	if (total == NOT_REPORTED || together == NOT_REPORTED) {
		all_end(l, desk, year - 1);
		return;
	}
	total = total < 0 ? 0 : total;
	groups_of(l, year, total, parts);
	for (size_t i = 0; i < desk->n; i++) /* officials are asked for each year anew */
		if (desk->at[i].open && desk->at[i].official)
			ended(l, &desk->at[i], year - 1);
	for (int g = 0; g < 3; g++)
		carry(l, desk, g, parts[g], year);
	if (together >= 0)
		for (int g = 0; g < 3 && count_partners(desk) > together; g++)
			end_some(l, desk, g, 1, count_partners(desk) - together, year - 1);
	size_t first = desk->n;
	bool back = figure(l->figures, year - 1, "investigations", "total", NULL) == ABSENT &&
		/* nobody asks for last year */
		figure(l->figures, year - 1, "international_investigations", "total", NULL) == ABSENT;
	for (int g = 0; g < 3; g++)
		for (int64_t k = count_open(desk, g, -1); k < parts[g]; k++, fresh++)
			opened(l, desk, g, in_year(l, year - (back && one_in(&l->chance, 2) ? 1 : 0)));
	if (together < 0)
		together = count_partners(desk) + fresh / 3;
	int64_t here = together - count_partners(desk);
	here = between(&l->chance, 0, here < fresh ? here : fresh);
	for (size_t i = first; i < desk->n && here > 0; i++, here--)
		partner_give(l, &desk->at[i]);
	int64_t there = together - count_partners(desk);
	carry(l, desk, 3, there, year);
	while (count_open(desk, 3, -1) < there)
		partner_give(l, opened(l, desk, 3, in_year(l, year)));
	for (size_t i = desk->n; i > 0 && officials > 0; i--) /* the newest, so that few were open the year before */
		if (desk->at[i - 1].open && desk->at[i - 1].group < 3) {
			desk->at[i - 1].official = true;
			officials--;
		}
}

static void inquiry_write(struct land *l, const struct inquiry *q, enum wave wave) {
	static const char *const reasons[] = {"no_evidence", "suspect_unknown", "victim_withdrew", "no_act", "time_barred"};
	int year = year_of(q->opened) < l->first ? l->first : year_of(q->opened);
	struct sheet *s = sheet_of(l, year, q->org, "investigation", wave);
	set(s, "number", q->number);
	set_day(s, "happened", q->opened);
	set(s, "led", q->group > 2 ? "abroad" : "here");
	set(s, "article", q->article);
	set(s, "form", q->form);
	if (q->ended != 0) {
		set_day(s, "ended", q->ended);
		bool court = one_in(&l->chance, 2);
		set(s, "outcome", court ? "to_court" : "terminated");
		set(s, "reason", court ? NULL : ANY(l, reasons));
	}
	if (q->partner != NULL)
		set(s, "partner", q->second == NULL || strcmp(q->second, q->partner) == 0 ? q->partner :
			arena_printf(l->arena, "%s;%s", q->partner, q->second));
	set(s, "official", q->official ? "yes" : one_in(&l->chance, 3) ? "no" : NULL);
	set(s, "municipality", ANY(l, towns));
	row_end(s);
}

static bool asked_later(const struct land *l, int year) {
	for (int later = year + 1; later <= l->last; later++)
		if (figure(l->figures, later, "investigations", "total", NULL) != ABSENT ||
			figure(l->figures, later, "international_investigations", "total", NULL) != ABSENT)
			return true;
	return false;
}

/* Another crime; a trafficking article that was dropped later; one more of the next year where nobody asks for it. */
static void inquiries_aside(struct land *l, struct desk *desk, int year) {
	if (figure(l->figures, year, "investigations", "total", NULL) < 0)
		return;
	for (int i = 0; i < 4; i++) {
		struct inquiry *q = opened(l, desk, (int)between(&l->chance, 0, 2), in_year(l, year));
		desk->n--;
		q->org = "police-bureau";
		q->article = i == 3 ? "147" : i % 2 == 0 ? "307" : "292-1";
		inquiry_write(l, q, FIRST);
		q->article = "292-1";
		if (i == 3)
			inquiry_write(l, q, CORRECTED);
	}
	if (!asked_later(l, year)) {
		struct inquiry *q = opened(l, desk, 0, day_of(year + 1, 1, 2));
		desk->n--;
		q->org = "police-bureau";
		inquiry_write(l, q, FIRST);
	}
}

/* Accused and judged ---------------------------------------------------------------------------------------------- */

struct defendant {
	const char *number;
	bool judged;
};

struct dock {
	struct defendant *at;
	size_t n, room, judged;
};

static const char *accused_new(struct land *l, int year, int on, bool official, const char *inquiry) {
	static const char *const ages[] = {"18_24", "25_39", "25_39", "40_up"};
	static const char *const homes[] = {"lt", "lt", "lt", "ua", "by", "lv", "gb"};
	const char *org = one_in(&l->chance, 3) ? "prosecution" : "police-bureau", *number = number_new(l, org,
		year_of(on));
	struct sheet *s = sheet_of(l, year, org, "accused", FIRST);
	set(s, "number", number);
	set_day(s, "happened", on);
	set(s, "investigation", inquiry);
	set(s, "sex", one_in(&l->chance, 5) ? "female" : "male");
	set(s, "age", ANY(l, ages));
	set(s, "citizenship", ANY(l, homes));
	set(s, "official", official ? "yes" : "no");
	set(s, "legal_person", one_in(&l->chance, 12) ? "yes" : "no");
	set(s, "form", form_of(l, (int)between(&l->chance, 0, 2)));
	row_end(s);
	return number;
}

static void prosecution_write(struct land *l, int year, const char *accused, const char *article, const char *decision,
                              bool official) {
	struct sheet *s = sheet_of(l, year, "prosecution", "prosecution", FIRST);
	set(s, "number", number_new(l, "prosecution", year));
	set_day(s, "happened", in_year(l, year));
	set(s, "accused", accused);
	set(s, "article", article);
	set(s, "decision", decision);
	set(s, "official", official ? "yes" : "no");
	row_end(s);
}

static void prosecuted(struct land *l, struct dock *dock, const struct desk *desk, int year) {
	int64_t n = figure(l->figures, year, "prosecutions", "total", NULL);
	int64_t officials = figure(l->figures, year, "complicit_officials", "prosecutions", NULL);
	if (n < 0)
		return;
	for (int64_t i = 0; i < n; i++) {
		const char *inquiry = desk->n == 0 ? NULL : desk->at[between(&l->chance, 0, (int64_t)desk->n - 1)].number;
		const char *number = accused_new(l, year, day_of(year, 1, 3) - (int)between(&l->chance, 0, 300), i < officials,
			inquiry);
		prosecution_write(l, year, number, one_in(&l->chance, 5) ? "147;157" : "147", "trafficking", i < officials);
		if (i % 4 == 0) /* sent to court twice, in two parts: one person */
			prosecution_write(l, year, number, "147", "trafficking", i < officials);
		if (dock->n == dock->room) {
			size_t room = dock->room == 0 ? 64 : 2 * dock->room;
			dock->at = arena_grow(l->arena, dock->at, dock->room * sizeof *dock->at, room * sizeof *dock->at);
			dock->room = room;
		}
		if (i >= officials)
			dock->at[dock->n++] = (struct defendant){.number = number};
	}
	for (int i = 0; i < 3; i++) /* charged with something else, or not at all */
		prosecution_write(l, year, accused_new(l, year, in_year(l, year), false, NULL), i == 0 ? "307" : i == 1 ?
			"292-1" : "307", i == 2 ? "not_charged" : "other_offence", false);
}

struct judgment {
	const char *accused, *outcome, *article, *instance, *sanction;
	int64_t months, fine; /* 0: none; fine in EUR */
	bool official, wrong_first;
	int day;
};

static void judgment_row(struct land *l, int year, const char *number, const struct judgment *j, enum wave wave) {
	struct sheet *s = sheet_of(l, year, "courts", "verdict", wave);
	set(s, "number", number);
	set_day(s, "happened", j->day);
	set(s, "accused", j->accused);
	set(s, "outcome", j->outcome);
	set(s, "article", j->article);
	set(s, "instance", j->instance);
	set(s, "final", one_in(&l->chance, 2) ? "yes" : "no");
	set(s, "sanction", j->sanction);
	if (j->months > 0)
		set_number(s, "prison_months", j->months);
	if (j->fine > 0)
		set_money(s, "fine", j->fine * 100);
	set(s, "official", j->official ? "yes" : "no");
	row_end(s);
}

static const char *judged(struct land *l, int year, struct judgment *j) {
	const char *number = number_new(l, "courts", year);
	if (j->day == 0)
		j->day = in_year(l, year);
	if (j->instance == NULL)
		j->instance = "first";
	if (j->wrong_first) {
		struct judgment typing = *j;
		typing.outcome = "acquitted";
		typing.sanction = NULL;
		typing.months = typing.fine = 0;
		judgment_row(l, year, number, &typing, FIRST);
	}
	judgment_row(l, year, number, j, j->wrong_first ? CORRECTED : FIRST);
	return number;
}

/* A case as old as courts are slow: accused before anything here was counted, or prosecuted in an earlier year. */
static const char *defendant(struct land *l, struct dock *dock, int year, bool official) {
	if (!official && dock->judged < dock->n && one_in(&l->chance, 2))
		return dock->at[dock->judged++].number;
	return accused_new(l, year, day_of(l->first - 4, 3, 1) + (int)between(&l->chance, 0, 900), official, NULL);
}

static void convicted(struct land *l, struct dock *dock, int year) {
	int64_t n = figure(l->figures, year, "convictions", "total", NULL);
	int64_t low = figure(l->figures, year, "sentences", "prison_term_min", NULL);
	int64_t high = figure(l->figures, year, "sentences", "prison_term_max", NULL);
	int64_t fined = figure(l->figures, year, "sentences", "fine_only", NULL);
	int64_t officials = figure(l->figures, year, "complicit_officials", "convictions", NULL);
	if (n < 0)
		return;
	if (low <= 0)
		low = 18, high = 84;
	for (int64_t i = 0; i < n; i++) {
		struct judgment j = {.outcome = "convicted", .article = one_in(&l->chance, 6) ? "147;157" : "147",
			.official = i < officials, .wrong_first = i % 8 == 3};
		j.accused = defendant(l, dock, year, j.official);
		int64_t rank = n - 1 - i; /* from the end: only fined, then the shortest and the longest term */
		if (rank < fined) {
			j.sanction = "fine";
			j.fine = between(&l->chance, 500, 9000);
		} else {
			j.months = rank == fined ? low : rank == fined + 1 ? high : between(&l->chance, low, high);
			j.sanction = one_in(&l->chance, 3) ? "prison;fine" : "prison";
			j.fine = strcmp(j.sanction, "prison") == 0 ? 0 : between(&l->chance, 300, 3000);
		}
		judged(l, year, &j);
		if (i % 6 == 2) { /* upheld on appeal in the same year: one person, one term */
			j.instance = "appeal";
			j.wrong_first = false;
			j.day = day_of(year, 12, 31);
			judged(l, year, &j);
		}
	}
}

static void judged_aside(struct land *l, int year) {
	static const struct judgment aside[] = {
		{.outcome = "acquitted", .article = "147"}, {.outcome = "dismissed", .article = "147"},
		{.outcome = "convicted", .article = "307", .sanction = "prison", .months = 6},
		{.outcome = "convicted", .article = "292-1", .sanction = "prison", .months = 240},
		{.outcome = "convicted", .article = "307", .sanction = "fine", .fine = 1500},
		{.outcome = "acquitted", .article = "157", .wrong_first = true},
	};
	if (figure(l->figures, year, "convictions", "total", NULL) < 0)
		return;
	for (size_t i = 0; i < sizeof aside / sizeof *aside; i++) {
		struct judgment j = aside[i];
		j.accused = accused_new(l, year, in_year(l, year - 1), false, NULL);
		judged(l, year, &j);
	}
}

/* Money and people across borders --------------------------------------------------------------------------------- */

static void payment(struct land *l, int year, const char *step, const char *damage, int64_t cents, int day) {
	struct sheet *s = sheet_of(l, year, "courts", "payment", FIRST);
	set(s, "number", number_new(l, "courts", year));
	set_day(s, "happened", day);
	set(s, "step", step);
	set(s, "damage", damage);
	set_money(s, "amount", cents);
	set(s, "payer", one_in(&l->chance, 3) ? "state_fund" : "offender");
	row_end(s);
}

static void paid(struct land *l, int year) {
	int64_t n = figure(l->figures, year, "restitution_paid", "non_material_damages", "EUR_approx"), left = n * 100;
	if (n < 0)
		return;
	for (int i = 0; left > 0; i++) {
		int64_t part = i < 5 ? between(&l->chance, (left + 7) / 8, (left + 1) / 2) : left;
		payment(l, year, "paid", "non_material", part, in_year(l, year));
		left -= part;
	}
	payment(l, year, "claimed", "non_material", 9000000, in_year(l, year));
	payment(l, year, "ordered", "non_material", 7500000, in_year(l, year));
	payment(l, year, "paid", "material", 1234567, in_year(l, year));
	if (year == l->last || figure(l->figures, year + 1, "restitution_paid", "non_material_damages",
		"EUR_approx") == ABSENT)
		payment(l, year, "paid", "non_material", 250000, day_of(year + 1, 1, 2));
}

static void surrendered(struct land *l, int year) {
	static const char *const aside[] = {"pending", "refused"};
	int64_t n = figure(l->figures, year, "extraditions", "total", NULL);
	for (int64_t i = 0; n >= 0 && i < n + 2; i++) {
		struct sheet *s = sheet_of(l, year, "prosecution", "surrender", FIRST);
		set(s, "number", number_new(l, "prosecution", year));
		set_day(s, "happened", in_year(l, year));
		set(s, "accused", accused_new(l, year, in_year(l, year - 2), false, NULL));
		set(s, "direction", one_in(&l->chance, 3) ? "from_us" : "to_us");
		set(s, "country", ANY(l, partners));
		set(s, "state", i < n ? "carried_out" : aside[i - n]);
		row_end(s);
	}
}

void cases(struct land *l) {
	struct desk desk = {0};
	struct dock dock = {0};
	for (int year = l->first; year <= l->last; year++) {
		inquiries_of(l, &desk, year);
		inquiries_aside(l, &desk, year);
		convicted(l, &dock, year);
		judged_aside(l, year);
		prosecuted(l, &dock, &desk, year);
		paid(l, year);
		surrendered(l, year);
	}
	l->inquiries = arena_array(l->arena, desk.n + 1, sizeof *l->inquiries);
	for (size_t i = 0; i < desk.n; i++) {
		inquiry_write(l, &desk.at[i], FIRST);
		l->inquiries[l->inquiry_n++] = desk.at[i].number;
	}
}
