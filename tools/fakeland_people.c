/*
 * fakeland_people.c - who was identified, presumed and helped.
 *
 * What must not count, and is there: decisions that said no; decisions that a later list turned round; one person in
 * the lists of the police and of two organisations, by the number of her papers or by a link; who was identified the
 * year before and again; presumptions of the police; help by organisations without a grant; people in need of help whom
 * nobody presumes to be victims, and people carried over, who do count as helped.
 */
#include "fakeland.h"

#include <string.h>

#define AUTHORITIES "victims_identified_authorities"
#define NGOS "potential_victims_identified_ngos"
#define SUPPORTED "victims_supported_funded_ngos"

static const char *const groups[] = {"sex_trafficking", "labor_trafficking", "unspecified"};
static const char *const funded[] = {"silto-vejo", "saules-slenkstis"};
static const char *const ngos[] = {"silto-vejo", "saules-slenkstis", "kranto-ziburys"};
static const char *const deciders[] = {"police-bureau", "police-bureau", "police-bureau", "police-vilnius",
	"police-panevezys", "prosecution"};
static const char *const towns[] = {"vilnius-city", "kaunas-city", "klaipeda-city", "panevezys-city", "siauliai-city",
	"utena", "telsiai", "marijampole", "jonava", "trakai", "silute", "rokiskis", "visaginas", "druskininkai"};
static const char *const abroad[] = {"gb", "de", "nl", "no", "se", "ie", "es"};

struct row { /* of a list of persons */
	const struct human *who;
	const char *org, *status, *group;
	int met, decided; /* days; decided 0: nothing was */
	const char *disability, *cooperates, *migrant;
	bool nameless; /* the list does not know the papers */
};

static const char *form_of(struct land *l, const char *group) {
	static const char *const labour[] = {"ForcedLabour", "ForcedLabour", "ForcedLabour", "ForcedBegging"};
	static const char *const others[] = {"ForcedMarriage", "Other", "Other", "OrganRemoval"};
	if (group == NULL)
		return NULL;
	if (strcmp(group, groups[0]) == 0)
		return "SexualExploitation";
	return strcmp(group, groups[1]) == 0 ? labour[between(&l->chance, 0, 3)] : others[between(&l->chance, 0, 3)];
}

static const char *body_of(const char *org) {
	if (strncmp(org, "police", 6) == 0)
		return "Police";
	if (strcmp(org, "prosecution") == 0)
		return "CourtOrProsecution";
	return strcmp(org, "border") == 0 ? "NonPoliceGovernmentalOrganization" : "NGO";
}

#define ANY(l, words) (words)[between(&(l)->chance, 0, (int64_t)(sizeof(words) / sizeof *(words)) - 1)]

static void row_fill(struct land *l, struct sheet *s, const struct row *r, const char *form) {
	const struct human *h = r->who;
	set(s, "prs_FirstName", h->given);
	set(s, "prs_SecondName", h->family);
	if (h->born != 0)
		set_day(s, "prs_Birthdate", h->born);
	set(s, "prs_Gender", h->woman ? "Feminine" : "Masculine");
	set(s, "prs_Citizenship", h->citizenship);
	set(s, "prs_IdentityNumber", r->nameless ? NULL : h->document);
	set(s, "prs_PrimaryLanguage", h->language);
	set(s, "vic_TraffickingStatus", r->status);
	if (r->status != NULL)
		set(s, "vic_TraffickingStatusDecisionMakingOrg", body_of(r->org));
	set(s, "vic_TypeOfExploitation", form);
	set_day(s, "signal_date", r->met);
	if (r->decided != 0)
		set_day(s, "decision_date", r->decided);
	set(s, "disability", r->disability);
	set(s, "cooperates", r->cooperates);
	set(s, "migrant", r->migrant);
	(void)l;
}

/* Writes the row into the list of the year in which it was decided, or the person was met; gives its number. */
static const char *listed(struct land *l, const struct row *r) {
	int year = year_of(r->decided != 0 ? r->decided : r->met);
	struct sheet *s = sheet_of(l, year, r->org, "persons", FIRST);
	const char *number = number_new(l, r->org, year);
	const char *form = form_of(l, r->group);
	row_fill(l, s, r, form);
	set(s, "number", number);
	set(s, "municipality", ANY(l, towns));
	if (form != NULL) {
		set(s, "exploited_in", one_in(&l->chance, 2) ? "lt" : ANY(l, abroad));
		set(s, "recruited_in", one_in(&l->chance, 3) ? NULL : r->who->citizenship);
		set(s, "vic_MethodsOfControl", one_in(&l->chance, 2) ? "DebtBondage;TakesEarnings" : "FalsePromises");
	}
	row_end(s);
	return number;
}

/* The same row again, as a later list has it. */
static void corrected(struct land *l, const char *number, const struct row *r) {
	struct sheet *s = sheet_of(l, year_of(r->decided != 0 ? r->decided : r->met), r->org, "persons", CORRECTED);
	row_fill(l, s, r, form_of(l, r->group));
	set(s, "number", number);
	set(s, "municipality", ANY(l, towns));
	row_end(s);
}

static void helped_add(struct land *l, const struct row *r, const char *number) {
	if (l->helped_n == l->helped_room) {
		size_t room = l->helped_room == 0 ? 512 : 2 * l->helped_room;
		l->helped = arena_grow(l->arena, l->helped, l->helped_room * sizeof *l->helped, room * sizeof *l->helped);
		l->helped_room = room;
	}
	l->helped[l->helped_n++] = (struct helped){r->who, r->org, number, r->met};
}

/* A day of the year, not so near its ends that what follows leaves it. */
static int some_day(struct land *l, int year, int before_end) {
	return day_of(year, 1, 6) + (int)between(&l->chance, 0, 359 - before_end);
}

/* How many of each group: as the table says, or by chance. */
static void split(struct land *l, int year, const char *indicator, int64_t total, int64_t ret_parts[3]) {
	int64_t given = figure(l->figures, year, indicator, groups[0], NULL);
	for (int g = 0; g < 3 && given >= 0; g++)
		ret_parts[g] = figure(l->figures, year, indicator, groups[g], NULL);
	if (given >= 0)
		return;
	ret_parts[0] = between(&l->chance, 0, total);
	ret_parts[1] = between(&l->chance, 0, total - ret_parts[0]);
	ret_parts[2] = total - ret_parts[0] - ret_parts[1];
}

static int64_t part_or(struct land *l, int year, const char *part, int64_t otherwise) {
	int64_t value = figure(l->figures, year, AUTHORITIES, part, NULL);
	return value >= 0 ? value : otherwise;
}

/* n places in a mixed order. */
static int *mixed(struct land *l, size_t n) {
	int *at = arena_array(l->arena, n + 1, sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = (int)i;
	shuffle(&l->chance, at, n);
	return at;
}

/* Identified ------------------------------------------------------------------------------------------------------ */

struct crowd { /* people identified in a year */
	const struct human **who;
	int *decided;
	int64_t n;
};

/* Some of the police's lists change later: who was a victim is not, or another form of exploitation was it. */
static void turned_round(struct land *l, int year) {
	struct row r = {.org = "police-bureau", .status = "ActualVictimOfTrafficking", .group = groups[1],
		.decided = some_day(l, year, 0)};
	r.met = r.decided - 4;
	r.who = human_new(l, r.group, false, r.decided);
	const char *number = listed(l, &r);
	r.status = "NotAVictimOfTrafficking";
	corrected(l, number, &r);
}

static void said_no(struct land *l, int year, int64_t n) {
	for (int64_t i = 0; i < n; i++) {
		struct row r = {.org = ANY(l, deciders), .status = "NotAVictimOfTrafficking", .decided = some_day(l, year, 0),
			.cooperates = one_in(&l->chance, 2) ? "yes" : NULL};
		r.met = r.decided - (int)between(&l->chance, 1, 20);
		r.who = human_new(l, NULL, one_in(&l->chance, 4), r.decided);
		listed(l, &r);
		if (i % 2 == 0) { /* an organisation met her as well, and presumes nothing */
			r.org = ANY(l, ngos);
			r.cooperates = NULL;
			helped_add(l, &r, listed(l, &r));
		}
	}
}

/* Identified the year before, and the prosecution says so again in the case that goes on. */
static void said_again(struct land *l, int year, const struct crowd *before) {
	for (int64_t i = 0; i < before->n && i < 3; i++) {
		struct row r = {.who = before->who[i], .org = "prosecution", .status = "ActualVictimOfTrafficking",
			.group = groups[0], .decided = some_day(l, year, 0)};
		r.met = r.decided - 1;
		listed(l, &r);
	}
}

/* One list had the form wrong and says so in March; the person counts either way, under the form of now. */
static void identified_one(struct land *l, struct row *r, bool wrong_first) {
	const char *group = r->group;
	if (wrong_first)
		r->group = group == groups[0] ? groups[1] : groups[0];
	const char *number = listed(l, r);
	if (wrong_first) {
		r->group = group;
		corrected(l, number, r);
	}
}

static struct crowd identified(struct land *l, int year, int64_t n) {
	struct crowd crowd = {arena_array(l->arena, (size_t)n + 1, sizeof *crowd.who),
		arena_array(l->arena, (size_t)n + 1, sizeof *crowd.decided), n};
	int64_t parts[3], children, disabled, cooperate;
	split(l, year, AUTHORITIES, n, parts);
	children = part_or(l, year, "children", n / 6);
	disabled = part_or(l, year, "persons_with_disabilities", n / 12);
	cooperate = part_or(l, year, "cooperated_with_law_enforcement", n - n / 8);
	int *child = mixed(l, (size_t)n), *unable = mixed(l, (size_t)n), *helps = mixed(l, (size_t)n);
	for (int64_t i = 0; i < n; i++) {
		int g = i < parts[0] ? 0 : i < parts[0] + parts[1] ? 1 : 2;
		struct row r = {.org = ANY(l, deciders), .status = "ActualVictimOfTrafficking", .group = groups[g],
			.decided = some_day(l, year, 0)};
		r.met = r.decided - (int)between(&l->chance, 0, 60);
		r.disability = unable[i] < disabled ? "yes" : one_in(&l->chance, 3) ? "unknown" : "no";
		r.cooperates = helps[i] < cooperate ? "yes" : one_in(&l->chance, 2) ? "undecided" : "no";
		r.who = human_new(l, r.group, child[i] < children, r.decided);
		crowd.who[i] = r.who;
		crowd.decided[i] = r.decided;
		identified_one(l, &r, i % 9 == 4);
		if (i % 5 == 1) { /* a county's police had her in its list as well */
			struct row twice = {.who = r.who, .org = "police-panevezys", .group = r.group, .met = r.met,
				.decided = r.decided, .status = i % 2 == 0 ? "PossibleVictimOfTrafficking" :
				"ActualVictimOfTrafficking"};
			twice.decided += 9;
			if (strcmp(r.org, twice.org) != 0 && year_of(twice.decided) == year)
				listed(l, &twice);
		}
	}
	return crowd;
}

/* Whom the border guard found to be victims: on their way, and one who was not; and whom it did not. */
static void at_the_border(struct land *l, int year, int64_t migrants) {
	static const struct {
		const char *status, *group, *migrant;
	} aside[] = {{"PossibleVictimOfTrafficking", "labor_trafficking", "yes"}, {"NotAVictimOfTrafficking", NULL, "yes"},
		{"ActualVictimOfTrafficking", "labor_trafficking", "no"}};
	for (int64_t i = 0; i < migrants + 3; i++) {
		struct row r = {.org = "border", .status = "ActualVictimOfTrafficking", .group = groups[i % 3],
			.migrant = "yes", .decided = some_day(l, year, 0)};
		if (i >= migrants) {
			r.status = aside[i - migrants].status;
			r.group = aside[i - migrants].group;
			r.migrant = aside[i - migrants].migrant;
		}
		r.met = r.decided - 3;
		r.who = human_new(l, groups[1], false, r.decided);
		listed(l, &r);
	}
}

/* Presumed -------------------------------------------------------------------------------------------------------- */

/* "Олена" as "О." */
static const char *initial(struct land *l, const char *name) {
	size_t n = 1;
	while (((unsigned char)name[n] & 0xc0) == 0x80)
		n++;
	return arena_printf(l->arena, "%.*s.", (int)n, name);
}

/* A second list of the same person: of another organisation by her papers, or of the same by a link. */
static void listed_twice(struct land *l, const struct row *r, const char *number, int i) {
	struct row twice = *r;
	twice.decided = r->decided + 3;
	if (i % 14 != 0) {
		twice.org = strcmp(r->org, ngos[i % 3]) == 0 ? ngos[(i + 1) % 3] : ngos[i % 3];
		helped_add(l, &twice, listed(l, &twice));
		return;
	}
	struct human *spelt = arena_alloc(l->arena, sizeof *spelt);
	*spelt = *r->who;
	spelt->given = initial(l, r->who->given);
	spelt->born = 0;
	twice.who = spelt;
	twice.nameless = true;
	const char *other = listed(l, &twice);
	struct sheet *s = sheet_of(l, year_of(r->decided), r->org, "links", FIRST);
	set(s, "person", number);
	set(s, "other", other);
	set(s, "like", "same");
	set(s, "why_same", "looked");
	row_end(s);
}

static void presumed(struct land *l, int year, int64_t n, const struct crowd *known) {
	int64_t parts[3], both = known->n < n ? known->n : n;
	both = between(&l->chance, both / 2, both - both / 8);
	split(l, year, NGOS, n, parts);
	int *place = mixed(l, (size_t)n);
	for (int64_t i = 0; i < n; i++) {
		int g = place[i] < parts[0] ? 0 : place[i] < parts[0] + parts[1] ? 1 : 2;
		struct row r = {.org = ngos[between(&l->chance, 0, 7) % 3], .group = groups[g], .decided = some_day(l, year, 5),
			.status = one_in(&l->chance, 7) ? "ActualVictimOfTrafficking" : "PossibleVictimOfTrafficking"};
		r.met = r.decided - (int)between(&l->chance, 0, 5);
		r.who = i < both ? known->who[i] : human_new(l, r.group, one_in(&l->chance, 9), r.decided);
		const char *number = listed(l, &r);
		helped_add(l, &r, number);
		if (i % 7 == 0)
			listed_twice(l, &r, number, (int)i);
		if (i % 21 == 0 && i < both) /* the police's own list, and a third organisation's */
			listed_twice(l, &r, number, (int)i + 1);
		if (i % 19 == 5 && i >= both && known->n > 0) { /* the police looked at it and said no */
			struct row no = {.who = r.who, .org = "police-bureau", .status = "NotAVictimOfTrafficking",
				.met = r.decided, .decided = r.decided + 2};
			listed(l, &no);
		}
	}
}

/* An organisation takes a presumption back: the row says no longer what it said. */
static void taken_back(struct land *l, int year) {
	struct row r = {.org = "saules-slenkstis", .status = "PossibleVictimOfTrafficking", .group = groups[0],
		.decided = some_day(l, year, 0)};
	r.met = r.decided;
	r.who = human_new(l, r.group, false, r.decided);
	const char *number = listed(l, &r);
	r.status = NULL;
	r.group = NULL;
	corrected(l, number, &r);
}

/* Helped ---------------------------------------------------------------------------------------------------------- */

static void help(struct land *l, int year, const struct helped *to, int64_t times) {
	static const char *const needs[] = {"shelter", "health", "interpreter", "legal", "counselling", "basics", "safety"};
	int from = to->since > day_of(year, 1, 3) ? to->since : day_of(year, 1, 3), until = day_of(year, 12, 31);
	for (int64_t i = 0; i < times; i++) {
		struct sheet *s = sheet_of(l, year, to->org, "services", FIRST);
		set(s, "number", number_new(l, to->org, year));
		set(s, "person", to->number);
		set(s, "need", ANY(l, needs));
		set_day(s, "date", from + (int)between(&l->chance, 0, until - from));
		row_end(s);
	}
}

static bool is_funded(const char *org) {
	return strcmp(org, funded[0]) == 0 || strcmp(org, funded[1]) == 0;
}

/* Exactly n persons get help from funded organisations: of this year's, carried over, and new ones in need. */
static void supported(struct land *l, int year, int64_t n) {
	int64_t done = 0;
	int *place = mixed(l, l->helped_n);
	const struct human **seen = arena_array(l->arena, l->helped_n + 1, sizeof *seen);
	size_t before = l->helped_n;
	for (size_t i = 0; i < before; i++) {
		const struct helped *h = &l->helped[place[i]];
		bool known = false;
		if (!is_funded(h->org)) { /* help without a grant: it does not count here */
			if (n > 0 && year_of(h->since) == year)
				help(l, year, h, 1);
			continue;
		}
		for (int64_t k = 0; k < done && !known; k++)
			known = seen[k] == h->who;
		if (known) {
			help(l, year, h, 1);
		} else if (done < n * 7 / 8 && (year_of(h->since) == year || one_in(&l->chance, 3))) {
			seen[done++] = h->who;
			help(l, year, h, between(&l->chance, 1, 2));
		}
	}
	for (; done < n; done++) { /* in danger, and nobody says that she was trafficked */
		struct row r = {.org = funded[done % 2], .met = some_day(l, year, 0)};
		r.who = human_new(l, NULL, one_in(&l->chance, 6), r.met);
		helped_add(l, &r, listed(l, &r));
		help(l, year, &l->helped[l->helped_n - 1], between(&l->chance, 1, 2));
	}
}

/* The years ------------------------------------------------------------------------------------------------------- */

void people(struct land *l) {
	struct crowd before = {0};
	for (int year = l->first; year <= l->last; year++) {
		int64_t n = fewest_value(l, year), presumptions = figure(l->figures, year, NGOS, "total", NULL);
		int64_t services = figure(l->figures, year, SUPPORTED, "total", NULL);
		int64_t migrants = figure(l->figures, year, "victims_identified_sbgs", "migrants", NULL);
		struct crowd now = {0};
		if (n >= 0) {
			now = identified(l, year, n);
			said_no(l, year, 2 + n / 6);
			said_again(l, year, &before);
			turned_round(l, year);
		}
		if (migrants >= 0)
			at_the_border(l, year, migrants);
		if (presumptions >= 0) {
			presumed(l, year, presumptions, &now);
			taken_back(l, year);
		}
		if (services >= 0)
			supported(l, year, services);
		before = now;
	}
}
