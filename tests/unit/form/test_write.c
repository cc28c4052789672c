/* Our own sets of questions as forms: whole, in every language, read again by our own reader, filled in. */
#include "made.h"

#include "form/write.h"
#include "op/profile.h"
#include "text/catalogue.h"

static struct profile *profile;

static void load(const char *name) {
	profile_free(profile);
	profile = NULL;
	assert_int_equal(profile_load(&cx, name, &profile), 0);
	cx.profile = profile;
}

static int down(void **state) {
	profile_free(profile);
	profile = NULL;
	return tear_down(state);
}

static struct xform *written(int instrument, const char *key) {
	struct blob xml;
	assert_int_equal(xform_of_instrument(&cx, profile, instrument, key, &xml), 0);
	return form_read(arena_strndup(cx.arena, xml.at, xml.n));
}

/* Every text of a form has words in each language. */
static void whole(const struct xform *form) {
	assert_int_equal(form->languages_n, TEXT_LANGS);
	assert_null(form->loose);
	const struct node *itext = node_child(node_child(form->document->first, XFORMS_NS, "model"), XFORMS_NS, "itext");
	assert_non_null(itext);
	size_t texts = 0;
	for (const struct node *t = itext->first; t != NULL; t = t->next) {
		size_t n = 0;
		for (const struct node *text = t->first; text != NULL; text = text->next, n++)
			assert_true(text->first->value[0] != 0 || text->first->first != NULL);
		assert_true(texts == 0 || texts == n);
		texts = n;
	}
	assert_true(texts > 50);
}

static void every_set_becomes_a_form(void **state) {
	(void)state;
	const char *const countries[] = {"lt", "uk"};
	for (size_t c = 0; c < 2; c++) {
		load(countries[c]);
		size_t sets = 0;
		for (; code_at(profile, L_INSTRUMENT, sets) != 0; sets++) {
			int instrument = code_at(profile, L_INSTRUMENT, sets);
			struct xform *form = written(instrument, NULL);
			whole(form);
			assert_string_equal(form->id, arena_printf(cx.arena, "instrument.%s", code_name(profile, L_INSTRUMENT, instrument)));
			assert_string_equal(form->version, xform_instrument_version(&cx, profile, instrument));
			assert_null(form->submission_key);
			for (size_t i = 0; i < instrument_questions(profile, instrument); i++) {
				struct question q = instrument_question(profile, instrument, i);
				bool asked = question_is_asked(profile, instrument, &q, true) || question_is_asked(profile, instrument, &q, false);
				const struct xform_field *f = xform_field_at(form, arena_printf(cx.arena, "/data/answer/%s", q.code));
				assert_int_equal(f != NULL && f->control != NULL, asked);
			}
		}
		assert_true(sets > 0);
	}
}

static void begin(struct answers *a, const char *age) {
	put(a, "/data/signal_record/municipality", code_name(profile, L_MUNICIPALITY, code_at(profile, L_MUNICIPALITY, 0)));
	put(a, "/data/signal_record/age", age);
	put(a, "/data/signal_record/sex", "female");
	put(a, "/data/signal_record/language", "uk");
	put(a, "/data/screening_record/private", "yes");
	put(a, "/data/screening_record/interpreted", "not_needed");
	put(a, "/data/screening_record/breaks", "yes");
	put(a, "/data/screening_record/proactive", "yes");
	put(a, "/data/named/agreed", "no");
}

static void a_child_is_asked_with_an_adult(void **state) {
	(void)state;
	load("lt");
	struct answers *a;
	assert_int_equal(answers_new(&cx, written(code_find(profile, L_INSTRUMENT, "field-8"), NULL), &a), 0);
	begin(a, "25_39");
	is(a, "/data/shown/child", "no");
	assert_false(is_asked(a, "/data/screening_record/adult"));
	assert_null(answers_first_fault(a, NULL));
	for (size_t i = 0; i < 2; i++) {
		put(a, "/data/signal_record/age", i == 0 ? "12_17" : "unknown");
		is(a, "/data/shown/child", "yes");
		assert_true(is_asked(a, "/data/screening_record/adult"));
		assert_ptr_equal(answers_first_fault(a, NULL), answers_at(a, "/data/screening_record/adult"));
	}
	put(a, "/data/screening_record/adult", "none");
	assert_ptr_equal(answers_first_fault(a, NULL), answers_at(a, "/data/screening_record/urgent"));
	put(a, "/data/screening_record/adult", "guardian");
	assert_null(answers_first_fault(a, NULL));
}

static void says_what_to_do_after_an_answer(void **state) {
	(void)state;
	load("lt");
	int instrument = code_find(profile, L_INSTRUMENT, "field-8");
	struct answers *a;
	assert_int_equal(answers_new(&cx, written(instrument, NULL), &a), 0);
	struct question q = instrument_question(profile, instrument, 0);
	const json_t *next = question_next(profile, instrument, &q, "yes");
	put(a, arena_printf(cx.arena, "/data/answer/%s", q.code), "yes");
	struct answers_page *p, *on;
	size_t n, m, found = 0;
	assert_int_equal(answers_pages(a, &p, &n), 0);
	for (size_t i = 0; i < n; i++) {
		if (!str_equal(p[i].path, arena_printf(cx.arena, "/data/answer/%s", q.code)))
			continue;
		on = answers_questions(a, &p[i], &m);
		assert_string_equal(answers_say(a, on[0].at, on[0].control->label, "uk"), profile_say(q.say, "uk"));
		for (size_t k = 1; k < m; k++)
			found += next != NULL && str_equal(answers_say(a, on[k].at, on[k].control->label, "ru"), profile_say(next, "ru"));
	}
	assert_int_equal(found, next != NULL);
}

static void says_what_to_do_where_there_is_no_doubt(void **state) {
	(void)state;
	load("lt");
	for (size_t set = 0; code_at(profile, L_INSTRUMENT, set) != 0; set++) {
		int instrument = code_at(profile, L_INSTRUMENT, set);
		const json_t *list = json_object_get(profile_entry(profile, L_INSTRUMENT, instrument), "triggers"), *trigger, *codes;
		size_t i;
		json_array_foreach(list, i, trigger) {
			struct answers *a;
			struct answers_page *p, *on;
			const char *code;
			size_t n, m, said = 0;
			assert_int_equal(answers_new(&cx, written(instrument, NULL), &a), 0);
			begin(a, json_is_true(json_object_get(trigger, "child")) ? "12_17" : "25_39");
			json_object_foreach((json_t *)json_object_get(trigger, "when"), code, codes) {
				const char *path = arena_printf(cx.arena, "/data/answer/%s", code);
				if (is_asked(a, path))
					put(a, path, json_string_value(json_array_get(codes, 0)));
				else
					said = 1; /* asked after another answer only: not this test's */
			}
			assert_int_equal(answers_pages(a, &p, &n), 0);
			for (size_t k = 0; k < n; k++) {
				on = answers_questions(a, &p[k], &m);
				for (size_t q = 0; q < m && str_starts(on[q].path, "/data/shown/act-"); q++)
					said += str_equal(answers_say(a, on[q].at, on[q].control->label, "lt"),
						profile_say(json_object_get(trigger, "next"), "lt"));
			}
			assert_true(said > 0);
		}
	}
}

static void refers_with_consent_only(void **state) {
	(void)state;
	load("lt");
	struct blob xml;
	assert_int_equal(xform_of_referral(&cx, profile, "QUJD", &xml), 0);
	struct xform *form = form_read(arena_strndup(cx.arena, xml.at, xml.n));
	whole(form);
	assert_string_equal(form->id, XFORM_REFERRAL);
	assert_string_equal(form->submission_key, "QUJD");
	assert_int_equal(xform_feed(&cx, form, "organisations", text_blob("org,name\n0123,One\n4567,Two\n")), 0);
	assert_int_equal(xform_feed(&cx, form, "services",
		text_blob("municipality,need,org,name\nalytus,shelter,0123,One\nvilnius-city,shelter,4567,Two\n")), 0);
	struct answers *a;
	assert_int_equal(answers_new(&cx, form, &a), 0);
	put(a, "/data/signal_record/municipality", "alytus");
	put(a, "/data/signal_record/age", "25_39");
	put(a, "/data/signal_record/sex", "female");
	put(a, "/data/signal_record/language", "uk");
	put(a, "/data/consent_record/org", "0123");
	put(a, "/data/consent_record/read_aloud", "yes");
	put(a, "/data/consent_record/consent_state", "refused");
	put(a, "/data/named/agreed", "no");
	assert_null(answers_first_fault(a, NULL));
	is(a, "/data/referral_send/org", "");
	assert_true(is_asked(a, "/data/shown/refused"));
	put(a, "/data/consent_record/consent_state", "given");
	is(a, "/data/referral_send/org", "0123");
	is(a, "/data/referral_send/purpose", "support");
	is(a, "/data/consent_record/language", "uk");
	assert_ptr_equal(answers_first_fault(a, NULL), answers_at(a, "/data/referral_send/need"));
	put(a, "/data/referral_send/need", "shelter interpreter");
	is(a, "/data/shown/near", "One");
	put(a, "/data/referral_send/danger", "no");
	assert_null(answers_first_fault(a, NULL));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_set_becomes_a_form, set_up, down),
		cmocka_unit_test_setup_teardown(a_child_is_asked_with_an_adult, set_up, down),
		cmocka_unit_test_setup_teardown(says_what_to_do_after_an_answer, set_up, down),
		cmocka_unit_test_setup_teardown(says_what_to_do_where_there_is_no_doubt, set_up, down),
		cmocka_unit_test_setup_teardown(refers_with_consent_only, set_up, down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
