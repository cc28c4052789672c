/* Sheets: written, corrected, kept side by side, and shown to whom they may be. */
#include "fixture.h"

#include "core/job.h"
#include "core/sheet.h"

static const char *person(struct fixture *f, enum who who) {
	fixture_as(f, who);
	return fixture_sign(f);
}

/* What `more` adds begins with ", 'says'" or the like. Gives the code. */
static int put(struct fixture *f, const char *who, const char *sheet, const char *more) {
	return CALL(f, sheet_record, "{'person': '%s', 'sheet': '%s', 'happened': '%s'%s}", who, sheet, fixture_day(f, 0), more);
}

static const char *wrote(struct fixture *f, const char *who, const char *sheet, const char *more) {
	if (put(f, who, sheet, more) != 0)
		fail_msg("sheet_record: %s: %s", f->cx.err.field, f->cx.err.rule);
	return fixture_get(f, "sheet_id");
}

static const char *over(struct fixture *f, const char *says, const char *one, const char *two) {
	return two == NULL ? arena_printf(f->cx.arena, ", 'says': ['%s'], 'supersedes': ['%s']", says, one)
		: arena_printf(f->cx.arena, ", 'says': ['%s'], 'supersedes': ['%s', '%s']", says, one, two);
}

/* Everything row i says, one after another. */
static const char *says(struct fixture *f, size_t i) {
	const json_t *list = json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "says"), *one;
	struct buf b = buf_new(f->cx.arena, 10000);
	size_t k;
	json_array_foreach((json_t *)list, k, one)
		buf_printf(&b, "%s%s", k == 0 ? "" : " ", json_string_value(one));
	return b.at;
}

static size_t list(struct fixture *f, const char *who) {
	DO(f, sheet_list, "{'person': '%s'}", who);
	return fixture_rows(f);
}

static size_t list_of(struct fixture *f, const char *who, const char *sheet) {
	DO(f, sheet_list, "{'person': '%s', 'sheet': '%s'}", who, sheet);
	return fixture_rows(f);
}

/* Open tasks of a kind for whoever acts. */
static int work(struct fixture *f, const char *kind) {
	DO(f, task_list, "{}");
	int n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0
			&& !json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

static void jobs(struct fixture *f) {
	struct cx *cx = &f->cx;
	struct actor was = cx->actor;
	struct row_act_begin act;
	int64_t ran = 1;
	cx->actor = (struct actor){0};
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	while (ran > 0)
		assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(db_commit(cx), 0);
	cx->actor = was;
}

static void is_written_and_read_with_its_own_words(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *id = wrote(f, p, "health", ", 'says': ['help=treatment', 'state=booked', 'next=2026-04-01', "
		"'words=Dr Petraitis, +370 600 00123\\nasks for Olena']");
	assert_null(fixture_get(f, "beside"));
	assert_int_equal(list(f, p), 1);
	assert_string_equal(says(f, 0), "help=treatment state=booked next=2026-04-01"); /* no words in a list */
	assert_string_equal(fixture_row(f, 0, "sheet"), "health");
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, id);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(says(f, 0), "help=treatment state=booked next=2026-04-01 words=Dr Petraitis, +370 600 00123\nasks for Olena");
	DO(f, person_notes, "{'person': '%s'}", p);
	assert_int_equal(fixture_rows(f), 0); /* they stand with the sheet */
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", person(f, RASA), id), ERR_INVALID);
}

static void says_what_is_wrong_by_field(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	static const char *const wrong[][3] = {
		{"need", "", "need"},
		{"need", ", 'says': ['need=']", "need"},
		{"need", ", 'says': ['need=castle']", "need"},
		{"need", ", 'says': ['need=legal', 'need= legal']", "need"},
		{"need", ", 'says': ['need=legal', 'soon=now', 'soon=week']", "soon"},
		{"need", ", 'says': ['need=legal', 'colour=red']", "says"},
		{"need", ", 'says': ['legal']", "says"},
		{"health", ", 'says': ['help=check', 'state=booked', 'next=2026-02-30']", "next"},
		{"psychologist", ", 'says': ['state=ongoing', 'sessions=501']", "sessions"},
		{"counsel", ", 'says': ['kind=ngo', 'state=granted', 'cost=1.234']", "cost"},
		{"interview", ", 'says': ['by_org=nowhere', 'step=first', 'interviewer=only', 'language=uk']", "by_org"},
		{"interview", ", 'says': ['by_org=silas', 'by_unit=nowhere', 'step=first', 'interviewer=only', 'language=uk']", "by_unit"},
		{"interview", ", 'says': ['by_org=Silas and Co', 'step=first', 'interviewer=only', 'language=uk']", "by_org"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(put(f, p, wrong[i][0], wrong[i][1]), ERR_INVALID);
		assert_string_equal(f->cx.err.field, wrong[i][2]);
	}
	assert_int_equal(CALL(f, sheet_record, "{'person': '%s', 'sheet': 'need', 'happened': '2026-03-11', 'says': ['need=legal']}", p),
		ERR_INVALID); /* tomorrow */
	assert_int_equal(list(f, p), 0);
	char *longest = arena_alloc(f->cx.arena, 2002);
	memset(longest, 'x', 2001);
	assert_int_equal(put(f, p, "need", arena_printf(f->cx.arena, ", 'says': ['need=legal', 'words=%s']", longest)), ERR_INVALID);
	assert_null(f->cx.err.value); /* nothing of it is repeated */
	longest[2000] = 0;
	wrote(f, p, "need", arena_printf(f->cx.arena, ", 'says': ['need=legal', 'words=%s']", longest));
}

static void is_corrected_and_taken_back_by_its_own_organisation(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA), *other = person(f, VIDA);
	fixture_as(f, ONA);
	const char *a = wrote(f, p, "need", ", 'says': ['need=legal', 'words=first']");
	const char *b = wrote(f, p, "need", over(f, "need=health", a, NULL));
	assert_int_equal(list(f, p), 1);
	assert_string_equal(says(f, 0), "need=health");
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, a);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(says(f, 0), "need=health");
	assert_string_equal(says(f, 1), "need=legal words=first");
	assert_int_equal(put(f, other, "need", over(f, "need=health", b, NULL)), ERR_CONFLICT); /* of another person */
	assert_int_equal(put(f, p, "plan", over(f, "aim=work", b, NULL)), ERR_INVALID);        /* lacks its state */
	assert_int_equal(put(f, p, "need", over(f, "need=health", b, b)), ERR_INVALID);        /* the same twice */
	assert_string_equal(f->cx.err.field, "supersedes");
	fixture_as(f, VIDA);
	assert_int_equal(put(f, p, "need", over(f, "need=decision", b, NULL)), ERR_CONFLICT);
	assert_int_equal(CALL(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", p, b), ERR_INVALID);
	fixture_as(f, ONA);
	DO(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", p, a); /* whichever row is named */
	assert_int_equal(list(f, p), 0);
	assert_int_equal(CALL(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", p, b), ERR_CONFLICT);
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, b);
	assert_int_equal(fixture_rows(f), 3);
}

static void two_who_write_at_once_lose_nothing(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *a = wrote(f, p, "need", ", 'says': ['need=legal']");
	const char *b = wrote(f, p, "need", over(f, "need=health", a, NULL));
	assert_null(fixture_get(f, "beside"));
	fixture_as(f, LAIMA);
	const char *c = wrote(f, p, "need", over(f, "need=shelter", a, NULL));
	assert_string_equal(fixture_get(f, "beside"), b);
	assert_int_equal(work(f, "rival"), 1);
	assert_int_equal(list(f, p), 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(fixture_row(f, i, "beside"), strcmp(fixture_row(f, i, "sheet_id"), b) == 0 ? c : b);
	fixture_as(f, ONA);
	const char *d = wrote(f, p, "need", over(f, "need=safety", a, NULL)); /* a third */
	assert_string_equal(fixture_get(f, "beside"), c);
	assert_int_equal(list(f, p), 3);
	assert_int_equal(work(f, "rival"), 1);
	wrote(f, p, "need", over(f, "need=interpreter", b, c)); /* two of three */
	const char *e = fixture_get(f, "sheet_id");
	assert_string_equal(fixture_get(f, "beside"), d);
	assert_int_equal(list(f, p), 2);
	wrote(f, p, "need", over(f, "need=children", d, e));
	assert_null(fixture_get(f, "beside"));
	assert_int_equal(list(f, p), 1);
	assert_string_equal(says(f, 0), "need=children");
	assert_null(fixture_row(f, 0, "beside"));
	assert_int_equal(work(f, "rival"), 0);
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, c);
	assert_int_equal(fixture_rows(f), 6);
	wrote(f, p, "need", over(f, "need=legal", b, c)); /* both were settled meanwhile: kept beside again */
	assert_non_null(fixture_get(f, "beside"));
	assert_int_equal(list(f, p), 2);
	assert_int_equal(work(f, "rival"), 1);
}

static void a_rival_taken_back_leaves_the_other(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *a = wrote(f, p, "need", ", 'says': ['need=legal']");
	wrote(f, p, "need", over(f, "need=health", a, NULL));
	const char *c = wrote(f, p, "need", over(f, "need=shelter", a, NULL));
	assert_int_equal(work(f, "rival"), 1);
	DO(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", p, c);
	assert_int_equal(list(f, p), 1);
	assert_string_equal(says(f, 0), "need=health");
	assert_null(fixture_row(f, 0, "beside"));
	assert_int_equal(work(f, "rival"), 0);
	DO(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", p, a);
	wrote(f, p, "need", over(f, "need=safety", a, NULL)); /* what was taken back meanwhile is no rival, and nothing is lost */
	assert_null(fixture_get(f, "beside"));
	assert_int_equal(list(f, p), 1);
}

/* Silas refers her to Viltis, which accepts; she lets it know `scope`. */
static void share(struct fixture *f, const char *p, const char *scope) {
	fixture_as(f, ONA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'viltis', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true, 'scope': [%s]}", p, scope);
	DO(f, referral_send, "{'person': '%s', 'org': 'viltis', 'purpose': 'support', 'need': ['shelter']}", p);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, VIDA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
}

static size_t timeline(struct fixture *f, const char *p) {
	size_t n = 0;
	DO(f, person_timeline, "{'person': '%s'}", p);
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += str_equal(fixture_row(f, i, "fact"), "sheet");
	return n;
}

static void leaves_the_organisation_as_far_as_she_agreed(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *plan = wrote(f, p, "plan", ", 'says': ['aim=work', 'state=ongoing', 'words=Not for others']");
	wrote(f, p, "health", ", 'says': ['help=check', 'state=done']");
	wrote(f, p, "threat", ", 'says': ['level=low', 'state=settled']");
	wrote(f, p, "feedback", ", 'says': ['about_org=panevezio-vpk', 'heard=no']");
	assert_int_equal(timeline(f, p), 4);
	share(f, p, "'needs'");
	assert_int_equal(list(f, p), 1);
	assert_string_equal(fixture_row(f, 0, "sheet"), "plan");
	assert_string_equal(fixture_row(f, 0, "org"), "silas");
	assert_int_equal(timeline(f, p), 1);
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, plan);
	assert_string_equal(says(f, 0), "aim=work state=ongoing");
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'viltis', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true, 'scope': ['needs', 'health', 'story']}", p);
	assert_int_equal(list(f, p), 3); /* never what she says of others */
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'viltis', 'consent_state': 'withdrawn', 'language': 'uk', "
		"'read_aloud': true}", p);
	assert_int_equal(list(f, p), 0);
	assert_int_equal(CALL(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, plan), ERR_INVALID);
}

static void cooperation_stands_aside(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, RASA);
	wrote(f, p, "cooperation", ", 'says': ['status=no', 'why=fear', 'why=threat']");
	assert_int_equal(list(f, p), 0);
	assert_int_equal(timeline(f, p), 0);
	assert_int_equal(list_of(f, p, "cooperation"), 1);
	assert_string_equal(says(f, 0), "status=no why=fear why=threat");
	fixture_as(f, ONA);
	assert_int_equal(put(f, p, "cooperation", ", 'says': ['status=no']"), ERR_DENIED);
	fixture_as(f, JONAS); /* of the police too, and nobody shared it */
	assert_int_equal(list_of(f, p, "cooperation"), 0);
}

static void whoever_it_is_about_never_sees_it(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	assert_int_equal(put(f, p, "feedback", ", 'says': ['about_org=silas', 'heard=no']"), ERR_INVALID);
	const char *id = wrote(f, p, "feedback", ", 'says': ['about_org=viltis', 'heard=yes', 'words=They shouted']");
	assert_int_equal(list_of(f, p, "feedback"), 1);
	fixture_as(f, VIDA);
	assert_int_equal(list_of(f, p, "feedback"), 0);
	assert_int_equal(CALL(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, id), ERR_INVALID);
	assert_int_equal(timeline(f, p), 0);
	DO(f, channel_record, "{'person': '%s', 'channel': 'hand', 'is_safe': true}", p);
	DO(f, person_copy, "{'person': '%s', 'channel': 'hand', 'language': 'uk'}", p);
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, "sheets"));
	free(text);
}

/* A colleague of another unit may; whoever has no unit may be of that one. */
static void a_unit_alone_may_be_shut_out(void **state) {
	struct fixture *f = *state;
	int64_t unit = f->actors[RASA].unit;
	const struct sheet_row row = {profile_code(f->profile, L_SHEET, "need"), f->orgs[SILAS], f->orgs[POLICE], unit};
	fixture_as(f, RASA);
	assert_false(sheet_shown(&f->cx, &row, ~0u));
	fixture_as(f, PETRAS);
	assert_true(sheet_shown(&f->cx, &row, ~0u));
	assert_false(sheet_shown(&f->cx, &row, 0));
	f->cx.actor.unit = 0;
	assert_false(sheet_shown(&f->cx, &row, ~0u));
	fixture_as(f, ONA);
	assert_true(sheet_shown(&f->cx, &row, 0));
}

/* What she says of one unit of a house, a colleague of another may write down. */
static void a_unit_never_sees_what_she_says_of_it(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, RASA);
	static const char *const about = ", 'says': ['about_org=panevezio-vpk', 'about_unit=panevezys', 'heard=%s']%s";
	assert_int_equal(put(f, p, "feedback", ", 'says': ['about_org=silas', 'about_unit=panevezys', 'heard=no']"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "about_unit");
	assert_int_equal(put(f, p, "feedback", ", 'says': ['about_org=panevezio-vpk', 'heard=no']"), ERR_INVALID);
	assert_int_equal(put(f, p, "feedback", ", 'says': ['about_org=panevezio-vpk', 'about_unit=rokiskis', 'heard=no']"),
		ERR_INVALID); /* her own unit */
	const char *id = wrote(f, p, "feedback", arena_printf(f->cx.arena, about, "no", ""));
	const char *over = arena_printf(f->cx.arena, ", 'supersedes': ['%s']", id);
	wrote(f, p, "feedback", arena_printf(f->cx.arena, about, "yes", over));
	wrote(f, p, "feedback", arena_printf(f->cx.arena, about, "no", over)); /* beside it: work for who wrote it alone */
	assert_int_equal(list_of(f, p, "feedback"), 2);
	DO(f, task_list, "{'person': '%s'}", p);
	assert_string_equal(fixture_row(f, 0, "task_kind"), "rival");
	static const enum who shut[] = {PETRAS, CHIEF};
	for (size_t i = 0; i < sizeof shut / sizeof *shut; i++) {
		fixture_as(f, shut[i]);
		assert_int_equal(list_of(f, p, "feedback"), 0);
		assert_int_equal(CALL(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, id), ERR_INVALID);
		assert_int_equal(put(f, p, "feedback", arena_printf(f->cx.arena, ", 'says': ['about_org=silas', 'heard=no']%s", over)),
			shut[i] == PETRAS ? ERR_CONFLICT : ERR_DENIED); /* a supervisor writes none */
		assert_int_equal(timeline(f, p), 0);
		DO(f, task_list, "{'person': '%s'}", p);
		assert_int_equal(fixture_rows(f), 0);
	}
}

/* Also to who met her, or while none of her words is needed: then everything she could agree to is open. */
static void what_has_no_share_never_leaves(void **state) {
	struct fixture *f = *state;
	struct sheet_row row = {profile_code(f->profile, L_SHEET, "feedback"), f->orgs[SILAS], NONE, NONE};
	fixture_as(f, VIDA);
	assert_false(sheet_shown(&f->cx, &row, ~0u));
	fixture_as(f, ONA);
	assert_true(sheet_shown(&f->cx, &row, 0));
	row.kind = profile_code(f->profile, L_SHEET, "cooperation");
	assert_false(sheet_shown(&f->cx, &row, ~0u)); /* aside, and of a house that may not read it */
	row.org = f->orgs[POLICE];
	assert_false(sheet_shown(&f->cx, &row, ~0u));
	fixture_as(f, JONAS);
	assert_true(sheet_shown(&f->cx, &row, 1u << SHARE_STORY));
	assert_false(sheet_shown(&f->cx, &row, 1u << SHARE_NEEDS));
	assert_false(sheet_listed(&f->cx, row.kind, row.org, ~0u));
	row.kind = 998; /* no sheet any more */
	assert_false(sheet_shown(&f->cx, &row, ~0u));
}

static void her_copy_has_it_in_her_language(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	wrote(f, p, "need", ", 'says': ['need=legal', 'soon=now', 'words=Room for two']");
	DO(f, channel_record, "{'person': '%s', 'channel': 'hand', 'is_safe': true}", p);
	DO(f, person_copy, "{'person': '%s', 'channel': 'hand', 'language': 'uk'}", p);
	const char *line = NULL;
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (str_equal(fixture_row(f, i, "section"), "sheets"))
			line = fixture_row(f, i, "line");
	assert_non_null(line);
	assert_non_null(strstr(line, "Потреби"));
	assert_non_null(strstr(line, "Зараз"));
	assert_non_null(strstr(line, "Room for two"));
	fixture_as(f, VIDA); /* others are told whom to ask */
	DO(f, channel_record, "{'person': '%s', 'channel': 'hand', 'is_safe': true}", p);
	DO(f, person_copy, "{'person': '%s', 'channel': 'hand', 'language': 'uk'}", p);
	char *text = json_dumps(f->answer, JSON_ENSURE_ASCII);
	assert_null(strstr(text, "Room for two"));
	free(text);
}

static void roles_write_what_is_theirs(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, RASA);
	assert_int_equal(put(f, p, "plan", ", 'says': ['aim=work', 'state=ongoing']"), ERR_DENIED); /* who supports her does */
	wrote(f, p, "need", ", 'says': ['need=legal']");
	fixture_as(f, KAZYS);
	assert_int_equal(put(f, p, "need", ", 'says': ['need=legal']"), ERR_DENIED);
}

static void its_day_is_told_before_it_comes(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *a = wrote(f, p, "plan", ", 'says': ['aim=work', 'state=ongoing', 'review=2026-03-20']");
	jobs(f);
	assert_int_equal(work(f, "sheet"), 0);
	fixture_wait(f, 3 * 24 * HOUR); /* seven days before */
	jobs(f);
	assert_int_equal(work(f, "sheet"), 1);
	assert_string_equal(fixture_row(f, 0, "sheet"), "plan");
	fixture_wait(f, 7 * 24 * HOUR); /* the day itself: in place of the first */
	jobs(f);
	assert_int_equal(work(f, "sheet"), 1);
	wrote(f, p, "plan", arena_printf(f->cx.arena, ", 'says': ['aim=work', 'state=done', 'review=2026-04-20'], 'supersedes': ['%s']", a));
	assert_int_equal(work(f, "sheet"), 0);
	fixture_wait(f, 40 * 24 * HOUR);
	jobs(f);
	assert_int_equal(work(f, "sheet"), 0); /* done is done */
	wrote(f, p, "plan", arena_printf(f->cx.arena, ", 'says': ['aim=work', 'state=ongoing', 'review=%s']", fixture_day(f, 2)));
	jobs(f);
	assert_int_equal(work(f, "sheet"), 1); /* at once where its reminder has passed */
}

static void who_left_is_looked_after_one_three_six_and_twelve_months(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *left = wrote(f, p, "leaving", ", 'says': ['why=aims', 'may_ring=yes']"); /* on 2026-03-10 */
	fixture_wait(f, 23 * 24 * HOUR);
	jobs(f);
	assert_int_equal(work(f, "follow"), 0);
	fixture_wait(f, 2 * 24 * HOUR); /* a week before 2026-04-10 */
	jobs(f);
	assert_int_equal(work(f, "follow"), 1);
	DO(f, sheet_record, "{'person': '%s', 'sheet': 'leaving', 'happened': '2026-03-10', 'says': ['why=own', 'may_ring=yes'], "
		"'supersedes': ['%s']}", p, left); /* a correction forgets nothing, and asks for nothing twice */
	assert_int_equal(work(f, "follow"), 1);
	jobs(f);
	assert_int_equal(work(f, "follow"), 1);
	const char *other = person(f, ONA), *gone = wrote(f, other, "leaving", ", 'says': ['why=aims', 'may_ring=yes']");
	fixture_wait(f, 25 * 24 * HOUR);
	jobs(f);
	assert_int_equal(work(f, "follow"), 2);
	DO(f, sheet_record, "{'person': '%s', 'sheet': 'leaving', 'happened': '2026-03-10', 'says': ['why=own', 'may_ring=yes'], "
		"'supersedes': ['%s']}", other, gone);
	DO(f, sheet_void, "{'person': '%s', 'sheet_id': '%s'}", other, gone);
	assert_int_equal(work(f, "follow"), 1); /* she never left: nobody asks how she is, of either row */
	wrote(f, p, "follow_up", ", 'says': ['reached=yes', 'how=well']");
	assert_int_equal(work(f, "follow"), 0);
	fixture_wait(f, 400 * 24 * HOUR); /* nobody was there: all that fell due is caught up in one task */
	jobs(f);
	assert_int_equal(work(f, "follow"), 1);
}

static void what_was_erased_opens_no_more(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	const char *id = wrote(f, p, "need", ", 'says': ['need=legal', 'words=Olena']");
	DO(f, person_erase, "{'person': '%s', 'words': 'She asked us to, in writing, today.'}", p);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	DO(f, sheet_read, "{'person': '%s', 'sheet_id': '%s'}", p, id);
	assert_string_equal(says(f, 0), "need=legal");
	assert_int_equal(put(f, p, "need", ", 'says': ['need=legal', 'words=Olena']"), ERR_CONFLICT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(is_written_and_read_with_its_own_words),
		TEST(says_what_is_wrong_by_field),
		TEST(is_corrected_and_taken_back_by_its_own_organisation),
		TEST(two_who_write_at_once_lose_nothing),
		TEST(a_rival_taken_back_leaves_the_other),
		TEST(leaves_the_organisation_as_far_as_she_agreed),
		TEST(cooperation_stands_aside),
		TEST(whoever_it_is_about_never_sees_it),
		TEST(a_unit_alone_may_be_shut_out),
		TEST(a_unit_never_sees_what_she_says_of_it),
		TEST(what_has_no_share_never_leaves),
		TEST(her_copy_has_it_in_her_language),
		TEST(roles_write_what_is_theirs),
		TEST(its_day_is_told_before_it_comes),
		TEST(who_left_is_looked_after_one_three_six_and_twelve_months),
		TEST(what_was_erased_opens_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
