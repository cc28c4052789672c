/*
 * made.h - a world for tests of forms: an arena, a clock, numbers by chance that are the same every time, small forms.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "base/time.h"
#include "form/answers.h"

static struct cx cx;
static uint8_t chance;

static inline void by_chance(void *to, size_t n) {
	for (size_t i = 0; i < n; i++)
		((uint8_t *)to)[i] = ++chance;
}

static inline int set_up(void **state) {
	(void)state;
	assert_true(time_zone_set("Europe/Vilnius"));
	/* 2026-02-25T08:13:20.123+02:00 */
	cx = (struct cx){.arena = arena_new(256 << 20), .rng = by_chance, .lang = "en", .now = INT64_C(1772000000123456)};
	return 0;
}

static inline int tear_down(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

static inline struct blob text_blob(const char *s) {
	return (struct blob){s, strlen(s)};
}

#define MADE_HTML \
	"<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' " \
	"xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms' " \
	"xmlns:orx='http://openrosa.org/xforms'>"

/* A form: what stands in <data>, what stands behind the first instance, what stands in the body. */
static inline const char *made(const char *fields, const char *model, const char *body) {
	return arena_printf(cx.arena, MADE_HTML "<h:head><h:title>Made</h:title><model><instance><data id='made' version='7'>%s"
		"<meta><instanceID/></meta></data></instance>%s</model></h:head><h:body>%s</h:body></h:html>", fields, model, body);
}

static inline struct xform *form_read(const char *text) {
	struct xform *form = NULL;
	cx.err = (struct err){0};
	int rc = xform_read(&cx, text_blob(text), &form);
	if (rc != 0)
		print_message("# %s | %s | %s\n", cx.err.field, cx.err.rule, cx.err.value);
	assert_int_equal(rc, 0);
	return form;
}

static inline struct answers *answers_of(const char *text) {
	struct answers *a = NULL;
	int rc = answers_new(&cx, form_read(text), &a);
	if (rc != 0)
		print_message("# %s | %s | %s\n", cx.err.field, cx.err.rule, cx.err.value);
	assert_int_equal(rc, 0);
	return a;
}

static inline void put(struct answers *a, const char *path, const char *value) {
	struct node *n = answers_at(a, path);
	if (n == NULL)
		print_message("# no %s\n", path);
	assert_non_null(n);
	assert_int_equal(answers_set(a, n, value), 0);
	assert_int_equal(answers_update(a), 0);
}

static inline void is(struct answers *a, const char *path, const char *value) {
	assert_string_equal(answers_get(a, path), value);
}

static inline bool is_asked(struct answers *a, const char *path) {
	const struct node *n = answers_at(a, path);
	return n != NULL && n->relevant;
}

/* Refused: that code, and a rule with these words in it; gives the err for more. */
static inline void refused(int rc, int code, const char *words) {
	if (rc != code || cx.err.rule == NULL || strstr(cx.err.rule, words) == NULL)
		print_message("# %d: %s | %s | %s\n", rc, cx.err.field, cx.err.rule, cx.err.value);
	assert_int_equal(rc, code);
	assert_non_null(strstr(cx.err.rule, words));
}

static inline void form_refused(const char *text, int code, const char *words) {
	struct xform *form = NULL;
	cx.err = (struct err){0};
	refused(xform_read(&cx, text_blob(text), &form), code, words);
	assert_null(form);
}
