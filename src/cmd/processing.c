/* `atrama policy processing`: the record of processing and the frame of an impact assessment, from the profile's table. */
#include <stdlib.h>

#include "base/str.h"
#include "base/time.h"
#include "cmd/cmd.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/processing.h"

enum { OUT_MAX = 8 << 20 };

static void csv_field(struct buf *b, const char *text, bool last) {
	buf_char(b, '"');
	for (; *text != 0; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text);
	}
	buf_str(b, last ? "\"\r\n" : "\",");
}

static void csv_put(struct cx *cx, const struct profile *p, struct buf *b) {
	static const char *const heads[] = {"purpose", "say", "controller", "regime", "basis", "categories", "recipients",
		"retention", "security", "operations"};
	enum { HEADS = sizeof heads / sizeof *heads };
	const json_t *purpose, *one;
	size_t i, k;
	for (i = 0; i < HEADS; i++)
		csv_field(b, heads[i], i + 1 == HEADS);
	json_array_foreach((json_t *)processing_purposes(p), i, purpose) {
		const char *code = json_string_value(json_object_get(purpose, "code"));
		const json_t *of = processing_of(p, code);
		struct buf names = buf_new(cx->arena, OUT_MAX);
		json_array_foreach((json_t *)json_object_get(purpose, "operations"), k, one)
			buf_printf(&names, "%s%s", k == 0 ? "" : " ", json_string_value(one));
		const char *const cells[HEADS] = {code, profile_say(json_object_get(purpose, "say"), cx->lang),
			profile_say(json_object_get(of, "controller"), cx->lang), json_string_value(json_object_get(of, "regime")),
			processing_basis_text(cx, of, _("not verified")), processing_texts(cx, json_object_get(purpose, "categories")),
			processing_texts(cx, json_object_get(of, "recipients")), processing_retention_text(cx, of, _("not verified")),
			processing_texts(cx, json_object_get(purpose, "security")), names.at};
		for (k = 0; k < HEADS; k++)
			csv_field(b, cells[k], k + 1 == HEADS);
	}
}

static int json_print(struct cx *cx, const struct profile *p) {
	json_t *all = json_array();
	const json_t *purpose;
	size_t i;
	json_array_foreach((json_t *)processing_purposes(p), i, purpose) {
		json_t *one = json_copy((json_t *)purpose);
		json_object_update(one, (json_t *)processing_of(p, json_string_value(json_object_get(purpose, "code"))));
		json_array_append_new(all, one);
	}
	json_t *whole = json_pack("{s:s, s:O, s:o}", "profile", profile_name(p), "supervisor", processing_supervisor(p),
		"purposes", all);
	char *text = json_dumps(whole, JSON_INDENT(1));
	json_decref(whole);
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	printf("%s\n", text);
	free(text);
	return ERR_OK;
}

static int print(struct cx *cx, const struct profile *p, const char *format, enum processing_what what) {
	struct buf b = buf_new(cx->arena, OUT_MAX);
	int rc = ERR_OK;
	const char *day = day_text(cx->arena, day_of(cx->now));
	if (str_equal(format, "json"))
		return json_print(cx, p);
	if (str_equal(format, "csv"))
		csv_put(cx, p, &b);
	else if (str_equal(format, "html"))
		document_html(processing_document(cx, p, what, day), &b);
	else
		rc = document_pdf(processing_document(cx, p, what, day), &b);
	if (rc == ERR_OK && fwrite(b.at, 1, b.n, stdout) != b.n)
		rc = err_say(cx, ERR_IO, NULL, N_("The output could not be written."), NULL);
	return rc;
}

static bool among(const char *word, const char *const *words) {
	while (*words != NULL && !str_equal(word, *words))
		words++;
	return *words != NULL;
}

int cmd_processing(struct cx *cx, int argc, char **argv) {
	static const char *const formats[] = {"html", "pdf", "csv", "json", NULL}, *const whats[] = {"record", "impact", NULL};
	const char *name = cmd_option(&argc, argv, "--profile"), *format = cmd_option(&argc, argv, "--format");
	const char *what = cmd_option(&argc, argv, "--what"), *lang = cmd_option(&argc, argv, "--lang");
	struct profile *profile = NULL;
	format = format == NULL ? "html" : format;
	what = what == NULL ? "record" : what;
	if (argc != 1 || !among(format, formats) || !among(what, whats))
		return ERR_INVALID;
	bool impact = str_equal(what, "impact");
	if (impact && (str_equal(format, "csv") || str_equal(format, "json")))
		return err_say(cx, ERR_INVALID, "format", N_("An impact assessment is printed as html or pdf."), format);
	if (lang != NULL && text_lang(lang) == NULL)
		return err_say(cx, ERR_INVALID, "lang", N_("Languages are lt, en, uk and ru."), lang);
	cx->lang = lang == NULL ? cx->lang : text_lang(lang);
	text_warm();
	int rc = profile_load(cx, name == NULL ? "lt" : name, &profile);
	if (rc != ERR_OK)
		return rc;
	rc = print(cx, profile, format, impact ? PROCESSING_IMPACT : PROCESSING_RECORD);
	profile_free(profile);
	return rc;
}
