/* openrosa_forms.c - the forms a telephone may have: the country's sets of questions, "refer with consent", and added ones. */
#include <string.h>

#include "base/str.h"
#include "form/write.h"
#include "op/instrument.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/bytes64.h"
#include "web/openrosa.h"
#include "web/page.h"

enum { FORM_MOST = 6 << 20, CSV_MOST = 1 << 20 };

static size_t instruments_n(const struct openrosa *o) {
	size_t n = 0;
	while (code_at(o->cx->profile, L_INSTRUMENT, n) != 0)
		n++;
	return n;
}

size_t openrosa_shipped_n(const struct openrosa *o) {
	return instruments_n(o) + 1;
}

int openrosa_shipped(struct openrosa *o, size_t i, bool text, struct openrosa_form *ret_form) {
	struct cx *cx = o->cx;
	struct openrosa_form f = {.shipped = true};
	if (i < instruments_n(o)) {
		f.instrument = code_at(cx->profile, L_INSTRUMENT, i);
		f.id = arena_printf(cx->arena, OPENROSA_INSTRUMENT "%s", code_name(cx->profile, L_INSTRUMENT, f.instrument));
		f.version = xform_instrument_version(cx, cx->profile, f.instrument);
		f.title = profile_say(instrument_say(cx->profile, f.instrument, "say"), cx->lang);
	} else {
		f.id = XFORM_REFERRAL;
		f.version = xform_referral_version(cx, cx->profile);
		f.title = text_say(cx->lang, N_("Refer with consent"));
	}
	int rc = ERR_OK;
	if (text)
		rc = f.instrument != 0 ? xform_of_instrument(cx, cx->profile, f.instrument, o->form_key, &f.text)
			: xform_of_referral(cx, cx->profile, o->form_key, &f.text);
	if (rc == ERR_OK)
		*ret_form = f;
	return rc;
}

static int added(struct openrosa *o, const char *id, struct openrosa_form *ret_form) {
	json_t *answers = NULL, *row;
	size_t i;
	json_t *calls = json_pack("[o]", openrosa_call(o, OP_form_read, json_pack("{s:s}", "form_id", id), NULL));
	int rc = openrosa_ask(o, calls, &answers);
	const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
	if (rc != ERR_OK)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	struct buf text = buf_new(o->cx->arena, FORM_MOST);
	json_array_foreach(json_object_get(ok, "rows"), i, row)
		if (rc == ERR_OK)
			rc = bytes64_add(&text, json_text(row, "xform"));
	*ret_form = (struct openrosa_form){.id = id, .version = json_text(ok, "form_version"), .title = json_text(ok, "form_title"),
		.text = {text.at, text.n}};
	return rc;
}

int openrosa_form(struct openrosa *o, const char *id, struct openrosa_form *ret_form) {
	for (size_t i = 0; i < openrosa_shipped_n(o); i++) {
		struct openrosa_form f;
		int rc = openrosa_shipped(o, i, false, &f);
		if (rc != ERR_OK)
			return rc;
		if (str_equal(f.id, id))
			return openrosa_shipped(o, i, true, ret_form);
	}
	return added(o, id, ret_form);
}

/* Quoted, and nothing a spreadsheet would work out. */
static void cell(struct buf *b, const char *text) {
	buf_str(b, b->n == 0 || b->at[b->n - 1] == '\n' ? "\"" : ",\"");
	if (strchr("=+-@", text[0]) != NULL && text[0] != 0)
		buf_char(b, '\'');
	for (; *text != 0; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text == '\n' || *text == '\r' ? ' ' : *text);
	}
	buf_char(b, '"');
}

/* What a role may not see is an empty list. */
static const json_t *rows_of(struct openrosa *o, enum op_id op) {
	json_t *answers = NULL;
	int rc = openrosa_ask(o, json_pack("[o]", openrosa_call(o, op, NULL, NULL)), &answers);
	const json_t *ok = rc == ERR_OK ? openrosa_ok(o, answers, 0, &rc) : NULL;
	o->cx->err = (struct err){0};
	return json_object_get(ok, "rows");
}

static void cells(struct buf *b, const struct cx *cx, const json_t *codes) {
	struct buf all = buf_new(cx->arena, 4096);
	size_t i;
	const json_t *one;
	json_array_foreach(codes, i, one)
		buf_printf(&all, "%s%s", i == 0 ? "" : " ", json_string_value(one));
	cell(b, all.n == 0 ? "" : all.at);
}

static void service_row(struct openrosa *o, struct buf *b, const json_t *row, const char *municipality) {
	cell(b, json_text(row, "org"));
	cell(b, json_text(row, "org_name"));
	cell(b, municipality);
	cell(b, json_text(row, "region"));
	cell(b, code_name(o->cx->profile, L_NEED, NEED_SHELTER));
	cell(b, json_text(row, "sex"));
	cells(b, o->cx, json_object_get(row, "language"));
	cells(b, o->cx, json_object_get(row, "age"));
	buf_char(b, '\n');
}

/* Places to stay, for each municipality of their region. */
static struct buf services(struct openrosa *o) {
	struct buf b = buf_new(o->cx->arena, CSV_MOST);
	const struct profile *p = o->cx->profile;
	const json_t *rows = rows_of(o, OP_place_list), *row;
	size_t i;
	buf_str(&b, "org,name,municipality,region,need,sex,languages,ages\n");
	json_array_foreach(rows, i, row) {
		int region = code_find(p, L_REGION, json_text(row, "region"));
		for (size_t k = 0; code_at(p, L_MUNICIPALITY, k) != 0; k++) {
			int code = code_at(p, L_MUNICIPALITY, k);
			if (json_integer_value(json_object_get(profile_entry(p, L_MUNICIPALITY, code), "region")) == region)
				service_row(o, &b, row, code_name(p, L_MUNICIPALITY, code));
		}
	}
	return b;
}

static struct buf organisations(struct openrosa *o) {
	struct buf b = buf_new(o->cx->arena, CSV_MOST);
	const json_t *rows = rows_of(o, OP_org_list), *row;
	size_t i;
	buf_str(&b, "org,name,kind,region\n");
	json_array_foreach(rows, i, row) {
		cell(&b, json_text(row, "org"));
		cell(&b, json_text(row, "org_name"));
		cell(&b, json_text(row, "org_kind"));
		cell(&b, json_text(row, "region"));
		buf_char(&b, '\n');
	}
	return b;
}

static const struct {
	const char *file;
	struct buf (*make)(struct openrosa *o);
} lists[] = {{"services.csv", services}, {"organisations.csv", organisations}};

const char *openrosa_list_name(size_t i) {
	return i < sizeof lists / sizeof *lists ? lists[i].file : NULL;
}

struct buf openrosa_list(struct openrosa *o, size_t i) {
	return lists[i].make(o);
}
