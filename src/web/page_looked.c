/* Who looked, and why: every opening of a file and every attempt, as sittings a reader can follow. */
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/route.h"
#include "web/when.h"

/* What somebody did or tried, in words that fit both. */
static const char *const looks[OP__MAX] = {
	[OP_signal_record] = N_("Recording the sign"),
	[OP_screening_record] = N_("Writing down the answers"),
	[OP_screening_latest] = N_("Reading the answers"),
	[OP_screening_list] = N_("Reading which questions were asked"),
	[OP_identity_record] = N_("Writing down the name"),
	[OP_identity_read] = N_("Opening the name"),
	[OP_consent_record] = N_("Writing down what the person agrees to"),
	[OP_consent_list] = N_("Reading what the person agreed to"),
	[OP_block_record] = N_("Writing down who may never see the file"),
	[OP_block_list] = N_("Reading who may never see the file"),
	[OP_referral_send] = N_("Asking an organisation to help"),
	[OP_referral_read] = N_("Reading a referral"),
	[OP_referral_accept] = N_("Accepting a referral"),
	[OP_referral_decline] = N_("Declining a referral"),
	[OP_referral_withdraw] = N_("Withdrawing a referral"),
	[OP_placement_start] = N_("Giving a place to stay"),
	[OP_placement_end] = N_("Recording the end of a stay"),
	[OP_clock_start] = N_("Starting the time to decide"),
	[OP_service_record] = N_("Recording help given"),
	[OP_presumption_record] = N_("Recording a presumed victim"),
	[OP_decision_record] = N_("Recording the decision"),
	[OP_decision_void] = N_("Taking back a decision"),
	[OP_decision_list] = N_("Reading the decisions"),
	[OP_person_find] = N_("Searching for the name"),
	[OP_person_read] = N_("Opening the person's page"),
	[OP_person_timeline] = N_("Reading what is known"),
	[OP_person_notes] = N_("Reading the notes"),
	[OP_who_looked] = N_("Reading who looked"),
	[OP_ask_record] = N_("Asking about the person"),
	[OP_task_read] = N_("Reading a task"),
	[OP_task_done] = N_("Closing a task"),
	[OP_likeness_read] = N_("Comparing two records"),
	[OP_likeness_decide] = N_("Saying whether two records are of one person"),
	[OP_file_open] = N_("Opening the file"),
	[OP_glass_break] = N_("Opening the file in an emergency"),
	[OP_glass_read] = N_("Looking at an emergency"),
	[OP_glass_review] = N_("Saying whether an emergency was right"),
	[OP_block_lift] = N_("Proposing that somebody may see the file again"),
	[OP_channel_record] = N_("Writing down a way to reach the person"),
	[OP_channel_list] = N_("Reading how to reach the person"),
	[OP_consent_letter] = N_("Printing what the person agrees to"),
	[OP_clock_letter] = N_("Printing that a time runs"),
	[OP_who_letter] = N_("Printing who looked"),
	[OP_person_copy] = N_("Printing all that is kept"),
	[OP_person_erase] = N_("Proposing to erase the name"),
	[OP_person_assign] = N_("Saying who works with the person"),
	[OP_trait_record] = N_("Writing down something known"),
	[OP_trait_list] = N_("Reading what is known"),
	[OP_link_record] = N_("Saying whether two records are of one person"),
	[OP_proposal_read] = N_("Reading a proposal"),
	[OP_proposal_agree] = N_("Agreeing as the second person"),
	[OP_proposal_refuse] = N_("Refusing as the second person"),
	[OP_complaint_record] = N_("Writing a complaint"),
	[OP_complaint_answer] = N_("Answering a complaint"),
	[OP_handover] = N_("Handing work over"),
};

/* Whether the next line belongs to the same sitting: the same people, the same day, the same answer. */
static bool same_sitting(const json_t *a, const json_t *b) {
	static const char *const keys[] = {"org_name", "unit_name", "role_label", "verdict", "use"};
	int64_t x, y;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const json_t *one = json_object_get(a, keys[i]), *two = json_object_get(b, keys[i]);
		if (one != two && (one == NULL || two == NULL || !json_equal(one, two)))
			return false;
	}
	return instant_parse(json_text(a, "at"), &x) && instant_parse(json_text(b, "at"), &y) && day_of(x) == day_of(y);
}

static void add_act(json_t *acts, json_t *what) {
	size_t i;
	json_t *act;
	json_array_foreach(acts, i, act)
		if (json_equal(json_object_get(act, "what"), what)) {
			json_object_set_new(act, "times", json_integer(json_integer_value(json_object_get(act, "times")) + 1));
			json_object_set_new(act, "often", json_true());
			return;
		}
	json_array_append_new(acts, json_pack("{s:O, s:i, s:b}", "what", what, "times", 1, "often", 0));
}

/* Opening one page writes several lines. Whoever reads wants to know who was here, on which day, from when to when,
 * and for what; so neighbours in the list become one sitting. Nothing is left out: every act stands there, counted. */
static json_t *sittings(const struct page *page, json_t *rows) {
	struct arena *a = page->cx->arena;
	json_t *list = json_array(), *row, *last = NULL;
	size_t i;
	json_array_foreach(rows, i, row) {
		int64_t at;
		if (last == NULL || !same_sitting(last, row)) {
			last = row;
			json_object_set_new(last, "acts", json_array());
			json_array_append(list, last);
		}
		add_act(json_object_get(last, "acts"), json_object_get(row, "what"));
		if (!instant_parse(json_text(row, "at"), &at))
			continue;
		const char *clock = instant_clock(a, at), *until = json_text(last, "until");
		if (until[0] == 0)
			json_object_set_new(last, "until", json_string(clock));
		json_object_set_new(last, "day", json_integer(day_of(at)));
		json_object_set_new(last, "clock", until[0] == 0 || str_equal(until, clock)
		                                       ? json_string(clock)
		                                       : json_string(arena_printf(a, "%s\u2013%s", clock, until)));
	}
	return list;
}

static int looked_page(struct page *page) {
	page_add(page, OP_who_looked, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const struct cx *cx = page->cx;
	json_t *rows = page_rows(page, 0), *row;
	size_t i;
	int64_t refused = 0;
	json_array_foreach(rows, i, row) {
		const char *verdict = json_text(row, "verdict");
		bool turned_away = !str_equal(verdict, "allowed") && !str_equal(verdict, "failed") &&
		                   !str_equal(verdict, "unopened") && !str_equal(verdict, "stale"); /* asked what for, or who: no more */
		int op = op_find(json_text(row, "operation"));
		json_object_set_new(row, "what", json_string(op < 0 || looks[op] == NULL ? json_text(row, "operation")
		                                                                        : text_say(cx->lang, looks[op])));
		json_object_set_new(row, "refused", json_boolean(turned_away));
		refused += turned_away;
	}
	return page_render(page, "looked", json_pack("{s:s, s:s, s:s, s:s, s:o, s:I}", "title", N_("Who looked, and why"), "back",
		about_path(page, ""), "base", about_path(page, ""), "person", page_param(page, "person"), "looks",
		when_some(sittings(page, rows)), "refused", (json_int_t)refused));
}

const struct route routes_looked[] = {
	{"/person/:person/looked", looked_page, 0},
	{0},
};
