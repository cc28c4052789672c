/* The table of operations: what it lets in, what it lets out, and the country profile behind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "op/in.h"
#include "op/out.h"
#include "op/profile.h"

static struct cx cx;
static struct profile *profile;

static int set_up(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .lang = "en"};
	assert_int_equal(profile_load(&cx, "lt", &profile), 0);
	cx.profile = profile;
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	profile_free(profile);
	arena_free(cx.arena);
	return 0;
}

/* The input of an operation from JSON with ' for ". */
static int parse(enum op_id id, const char *text, struct in *ret) {
	char json[4096];
	snprintf(json, sizeof json, "%s", text);
	for (char *s = json; *s != 0; s++)
		if (*s == '\'')
			*s = '"';
	json_error_t error;
	json_t *object = json_loads(json, JSON_REJECT_DUPLICATES, &error);
	assert_non_null(object);
	cx.err = (struct err){0};
	int rc = in_parse(&cx, &ops[id], object, ret);
	json_decref(object);
	return rc;
}

static void refused(enum op_id id, const char *text, const char *field) {
	struct in in;
	assert_int_equal(parse(id, text, &in), ERR_INVALID);
	assert_int_equal(cx.err.code, ERR_INVALID);
	assert_non_null(cx.err.rule);
	if (field == NULL)
		assert_null(cx.err.field);
	else
		assert_string_equal(cx.err.field, field);
}

#define SIGN "'municipality':'rokiskis','source':'met','age':'25_39','sex':'female','language':'uk'"
#define REF "'00112233445566778899aabbccddeeff'"

static void every_row_of_the_table_is_whole(void **state) {
	(void)state;
	for (int i = 0; i < OP__MAX; i++) {
		assert_non_null(ops[i].name);
		assert_int_equal(op_find(ops[i].name), i);
		assert_true(ops[i].title[0] >= 'A');
		if (ops[i].on.scope == SCOPE_THING) {
			assert_true(ops[i].on.relations != 0);
			bool stands = false;
			for (const uint16_t *f = ops[i].in; *f != 0; f++)
				stands |= *f == ops[i].on.field;
			assert_true(stands); /* the thing of ON is a required input */
		}
		for (const uint16_t *f = ops[i].in; *f != 0; f++)
			assert_in_range(*f & FIELD_ID, 1, F__MAX - 1);
	}
	for (int i = 1; i < F__MAX; i++) {
		assert_int_equal(field_find(fields[i].name), i);
		assert_true(fields[i].type != T_CODE || fields[i].list != L_NONE);
	}
}

static void codes_have_one_number_and_one_name_each(void **state) {
	(void)state;
	for (int list = 1; list < L__MAX; list++) {
		assert_int_equal(list_find(list_name((enum list)list)), list);
		int n;
		for (size_t i = 0; (n = code_at(profile, (enum list)list, i)) != 0; i++) {
			bool translated;
			const char *name = code_name(profile, (enum list)list, n);
			assert_int_equal(code_find(profile, (enum list)list, name), n);
			assert_non_null(code_label(profile, (enum list)list, n, "uk", &translated));
		}
		assert_int_equal(code_find(profile, (enum list)list, "no such code"), 0);
		assert_null(code_name(profile, (enum list)list, 1000));
	}
}

static void takes_a_whole_sign(void **state) {
	(void)state;
	struct in in;
	assert_int_equal(parse(OP_signal_record, "{" SIGN ",'happened':'2026-03-01','note':'  one\\r\\ntwo '}", &in), 0);
	assert_int_equal(in_code(&in, F_AGE), AGE_25_39);
	assert_int_equal(in_code(&in, F_MUNICIPALITY), 31);
	assert_string_equal(in_text(&in, F_NOTE), "one\ntwo");
	assert_int_equal(parse(OP_signal_record, "{" SIGN ",'happened':'2026-03-01','note':''}", &in), 0);
	assert_false(in_has(&in, F_NOTE));
	assert_null(in_text(&in, F_NOTE));
}

static void names_the_field_that_is_wrong(void **state) {
	(void)state;
	refused(OP_signal_record, "{" SIGN "}", "happened");
	refused(OP_signal_record, "{" SIGN ",'happened':'2026-02-30'}", "happened");
	refused(OP_signal_record, "{" SIGN ",'happened':20260301}", "happened");
	refused(OP_signal_record, "{" SIGN ",'happened':'2026-03-01','extra':1}", "extra");
	refused(OP_signal_record, "{" SIGN ",'happened':['2026-03-01','2026-03-02']}", "happened");
	refused(OP_signal_record, "{'municipality':'atlantis','source':'met','age':'25_39','sex':'female','language':'uk',"
	                          "'happened':'2026-03-01'}", "municipality");
	refused(OP_signal_record, "[]", NULL);
	refused(OP_identity_record, "{'person':'../../etc/passwd','given':'Ona'}", "person");
	refused(OP_referral_send, "{'person':" REF ",'org':'UPPER','purpose':'support','need':['shelter']}", "org");
	refused(OP_referral_send, "{'person':" REF ",'org':'x-y','purpose':'support','need':[]}", "need");
	refused(OP_referral_send, "{'person':" REF ",'org':'x-y','purpose':'support','need':['shelter','shelter']}", "need");
	refused(OP_consent_record, "{'person':" REF ",'org':'x-y','purpose':'support','consent_state':'given',"
	                           "'language':'uk','read_aloud':'perhaps'}", "read_aloud");
}

static void refuses_names_in_two_alphabets_and_hidden_characters(void **state) {
	(void)state;
	struct in in;
	assert_int_equal(parse(OP_identity_record, "{'person':" REF ",'given':'Олена','family':'Д\\u2019яченко'}", &in), 0);
	refused(OP_identity_record, "{'person':" REF ",'given':'Оlena'}", "given"); /* Cyrillic O, Latin lena */
	refused(OP_identity_record, "{'person':" REF ",'given':'Ona\\u202eevil'}", "given");
	refused(OP_identity_record, "{'person':" REF ",'given':'Ona<script>'}", "given");
	refused(OP_identity_record, "{'person':" REF ",'given':'Ona1'}", "given");
	refused(OP_identity_record, "{'person':" REF ",'phone':'+370\\u0007'}", "phone");
	refused(OP_identity_record, "{'person':" REF ",'born':1899}", "born");
	refused(OP_identity_record, "{'person':" REF ",'born':9999999999999}", "born");
	assert_int_equal(parse(OP_identity_record, "{'person':" REF ",'given':'Živilė-Ona','family':'O\\u2019Nyl','born':'1990'}", &in), 0);
	assert_int_equal(in_number(&in, F_BORN), 1990);
}

static void never_repeats_a_secret_in_an_error(void **state) {
	(void)state;
	struct in in;
	assert_int_equal(parse(OP_password_change, "{'password':'hunter22hunter','new_password':'short'}", &in), ERR_INVALID);
	assert_string_equal(cx.err.field, "new_password");
	assert_null(cx.err.value);
}

static void same_input_gives_same_bytes_and_another_does_not(void **state) {
	(void)state;
	struct in a, b, c;
	assert_int_equal(parse(OP_signal_record, "{" SIGN ",'happened':'2026-03-01'}", &a), 0);
	assert_int_equal(parse(OP_signal_record, "{'happened':'2026-03-01'," SIGN "}", &b), 0);
	assert_int_equal(parse(OP_signal_record, "{" SIGN ",'happened':'2026-03-02'}", &c), 0);
	struct blob x = in_bytes(&cx, &a), y = in_bytes(&cx, &b), z = in_bytes(&cx, &c);
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.at, y.at, x.n);
	assert_true(x.n != z.n || memcmp(x.at, z.at, x.n) != 0);
}

static void answer_is_json_of_the_declared_fields(void **state) {
	(void)state;
	struct out out = out_new(&cx, &ops[OP_org_list]);
	assert_int_equal(out_end(&out), 0);
	assert_string_equal(out.text.at, "{\"rows\":[]}");
	out = out_new(&cx, &ops[OP_org_list]);
	for (int i = 0; i < 2; i++) {
		out_row(&out);
		out_text(&out, F_ORG, "uzuoveja");
		out_text(&out, F_ORG_NAME, "A \"quoted\"\n\x01 name");
		out_code(&out, F_ORG_KIND, ORG_NGO);
		out_code(&out, F_REGION, 5);
	}
	assert_int_equal(out_end(&out), 0);
	json_t *json = json_loads(out.text.at, 0, NULL);
	assert_non_null(json);
	json_t *row = json_array_get(json_object_get(json, "rows"), 1);
	assert_string_equal(json_string_value(json_object_get(row, "org_name")), "A \"quoted\"\n\x01 name");
	assert_string_equal(json_string_value(json_object_get(row, "region")), "panevezys");
	json_decref(json);
	out = out_new(&cx, &ops[OP_signal_record]);
	out_ref(&out, F_PERSON, &(struct ref){{1, 2, 3}});
	assert_int_equal(out_end(&out), ERR_BUG); /* the sign itself is missing */
}

static void an_undeclared_field_in_an_answer_ends_the_process(void **state) {
	(void)state;
	pid_t pid = fork();
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		struct out out = out_new(&cx, &ops[OP_referral_decline]);
		out_text(&out, F_GIVEN, "a name that must not leave");
		_exit(0);
	}
	int status = 0;
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void profile_says_what_no_right_can_lift(void **state) {
	(void)state;
	const json_t *why = profile_prohibits(profile, ORG_MIGRATION, OP_identity_read);
	assert_non_null(why);
	assert_ptr_equal(profile_prohibits(profile, ORG_LABOUR, OP_likeness_read), why);
	assert_ptr_equal(profile_reason(profile, profile_say(why, "en")), why);
	assert_string_not_equal(profile_say(why, "uk"), profile_say(why, "en"));
	assert_null(profile_reason(profile, "Your role does not allow this."));
	assert_null(profile_prohibits(profile, ORG_MIGRATION, OP_signal_record));
	assert_null(profile_prohibits(profile, ORG_POLICE, OP_identity_read));
	assert_null(profile_prohibits(profile, 0, OP_identity_read)); /* the registry itself */
}

static void profile_maps_forms_to_report_groups(void **state) {
	(void)state;
	assert_int_equal(profile_group(profile, FORM_SEX_CHILD), GROUP_SEX);
	assert_int_equal(profile_group(profile, FORM_DOMESTIC), GROUP_LABOUR);
	assert_int_equal(profile_group(profile, FORM_MARRIAGE), GROUP_UNSPECIFIED);
	assert_int_equal(profile_rule(profile, "decision_days"), 10);
	struct profile *none = NULL;
	assert_int_equal(profile_load(&cx, "xx", &none), ERR_NOTFOUND);
	assert_int_equal(profile_load(&cx, "../../etc", &none), ERR_NOTFOUND);
	assert_null(none);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_table_is_whole),
		cmocka_unit_test(codes_have_one_number_and_one_name_each),
		cmocka_unit_test(takes_a_whole_sign),
		cmocka_unit_test(names_the_field_that_is_wrong),
		cmocka_unit_test(refuses_names_in_two_alphabets_and_hidden_characters),
		cmocka_unit_test(never_repeats_a_secret_in_an_error),
		cmocka_unit_test(same_input_gives_same_bytes_and_another_does_not),
		cmocka_unit_test(answer_is_json_of_the_declared_fields),
		cmocka_unit_test(an_undeclared_field_in_an_answer_ends_the_process),
		cmocka_unit_test(profile_says_what_no_right_can_lift),
		cmocka_unit_test(profile_maps_forms_to_report_groups),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
