/* The text of a form: buffers side by side that become one. */
#include "form/writer.h"

#include <string.h>

#include "base/str.h"

/* As people of the language call it, and its tag: telephones show the one, programs look for the other. */
static const char *const languages[TEXT_LANGS] = {"Lietuvių (lt)", "English (en)", "Українська (uk)", "Русский (ru)"};

enum { PART = 8 << 20 };

struct writer *writer_new(struct cx *cx, const struct profile *p, const char *id, const char *version) {
	struct writer *w = arena_alloc(cx->arena, sizeof *w);
	w->cx = cx;
	w->profile = p;
	w->id = id;
	w->version = version;
	w->lists = buf_new(cx->arena, PART);
	w->binds = buf_new(cx->arena, PART);
	w->body = buf_new(cx->arena, PART);
	for (size_t i = 0; i < TEXT_LANGS; i++)
		w->texts[i] = buf_new(cx->arena, PART);
	buf_str(&w->lists, "");
	return w;
}

void writer_open(struct writer *w, const char *name) {
	for (size_t i = 0; i < w->groups_n; i++)
		if (str_equal(w->groups[i].name, name)) {
			w->group = &w->groups[i];
			return;
		}
	w->group = &w->groups[w->groups_n++];
	*w->group = (struct writer_group){name, buf_new(w->cx->arena, PART)};
}

static const char *path(const struct writer *w, const char *name) {
	return arena_printf(w->cx->arena, "/data/%s/%s", w->group->name, name);
}

/* The id of a message or a JSON that was said before; NULL. */
static const char *said_before(const struct writer *w, const void *what) {
	for (size_t i = 0; i < w->shared_n; i++)
		if (w->shared[i] == what)
			return w->shared_id[i];
	return NULL;
}

static void said(struct writer *w, const void *what, const char *id) {
	if (w->shared_n == WRITER_SHARED)
		return;
	w->shared[w->shared_n] = what;
	w->shared_id[w->shared_n++] = id;
}

static const char *text_begin(struct writer *w) {
	return arena_printf(w->cx->arena, "t%zu", ++w->texts_n);
}

static void text_add(struct writer *w, size_t language, const char *id, const char *text) {
	struct buf *b = &w->texts[language];
	buf_printf(b, "<text id=\"%s\"><value>", id);
	xml_text(b, text);
	buf_str(b, "</value></text>");
}

const char *writer_say(struct writer *w, const char *message) {
	const char *before = said_before(w, message);
	if (before != NULL)
		return before;
	const char *id = text_begin(w);
	for (size_t i = 0; i < TEXT_LANGS; i++)
		text_add(w, i, id, text_say(text_langs[i], message));
	said(w, message, id);
	return id;
}

const char *writer_say_output(struct writer *w, const char *message, const char *at) {
	const char *id = text_begin(w);
	for (size_t i = 0; i < TEXT_LANGS; i++) {
		buf_printf(&w->texts[i], "<text id=\"%s\"><value>", id);
		xml_text(&w->texts[i], text_say(text_langs[i], message));
		buf_printf(&w->texts[i], " <output value=\"%s\"/></value></text>", at);
	}
	return id;
}

const char *writer_say_json(struct writer *w, const json_t *texts) {
	const char *before = said_before(w, texts);
	if (before != NULL)
		return before;
	const char *id = text_begin(w);
	for (size_t i = 0; i < TEXT_LANGS; i++)
		text_add(w, i, id, profile_say(texts, text_langs[i]));
	said(w, texts, id);
	return id;
}

static const char *list_id(const struct writer *w, enum list list, const char *code) {
	return arena_printf(w->cx->arena, "%s-%s", list_name(list), code);
}

void writer_choice(struct writer *w, const char *code, const char *label_id) {
	buf_printf(&w->body, "<item><label ref=\"jr:itext('%s')\"/><value>%s</value></item>", label_id, code);
}

void writer_choices(struct writer *w, enum list list, const char *without) {
	for (size_t i = 0; code_at(w->profile, list, i) != 0; i++) {
		int code = code_at(w->profile, list, i);
		const char *name = code_name(w->profile, list, code), *id = list_id(w, list, name);
		for (size_t k = 0; k < TEXT_LANGS && !w->listed[list]; k++) {
			bool own;
			const char *label = code_label(w->profile, list, code, text_langs[k], &own);
			text_add(w, k, id, own ? label : text_say(text_langs[k], label));
		}
		if (without == NULL || !str_equal(name, without))
			writer_choice(w, name, id);
	}
	w->listed[list] = true;
}

static void attribute_add(struct buf *b, const char *name, const char *value) {
	if (value == NULL)
		return;
	buf_printf(b, " %s=\"", name);
	xml_text(b, value);
	buf_char(b, '"');
}

static void bind(struct writer *w, const char *name, const char *type, const struct question_ask *ask) {
	struct buf *b = &w->binds;
	buf_str(b, "<bind");
	attribute_add(b, "nodeset", path(w, name));
	attribute_add(b, "type", type);
	attribute_add(b, "relevant", ask->relevant);
	attribute_add(b, "required", ask->required);
	attribute_add(b, "readonly", ask->readonly);
	attribute_add(b, "calculate", ask->calculate);
	attribute_add(b, "constraint", ask->constraint);
	if (ask->constraint_say != NULL)
		buf_printf(b, " jr:constraintMsg=\"jr:itext('%s')\"", writer_say(w, ask->constraint_say));
	buf_str(b, "/>");
}

static void field(struct writer *w, const char *name, const char *value) {
	buf_printf(&w->group->fields, "<%s>", name);
	xml_text(&w->group->fields, value == NULL ? "" : value);
	buf_printf(&w->group->fields, "</%s>", name);
}

void writer_page(struct writer *w, const char *label) {
	buf_str(&w->body, "<group appearance=\"field-list\">");
	if (label != NULL)
		buf_printf(&w->body, "<label ref=\"jr:itext('%s')\"/>", writer_say(w, label));
}

void writer_page_end(struct writer *w) {
	buf_str(&w->body, "</group>");
}

void writer_ask(struct writer *w, const struct question_ask *ask) {
	const char *label = ask->label_id != NULL ? ask->label_id : writer_say(w, ask->label);
	const char *hint = ask->hint_id != NULL || ask->hint == NULL ? ask->hint_id : writer_say(w, ask->hint);
	field(w, ask->name, ask->value);
	bind(w, ask->name, ask->type, ask);
	buf_printf(&w->body, "<%s", ask->control);
	attribute_add(&w->body, "ref", path(w, ask->name));
	attribute_add(&w->body, "appearance", ask->appearance);
	buf_printf(&w->body, "><label ref=\"jr:itext('%s')\"/>", label);
	if (hint != NULL)
		buf_printf(&w->body, "<hint ref=\"jr:itext('%s')\"/>", hint);
	if (ask->list != L_NONE)
		writer_choices(w, ask->list, ask->without);
	if (ask->choices != NULL)
		ask->choices(w, ask->arg);
	buf_printf(&w->body, "</%s>", ask->control);
}

void writer_note(struct writer *w, const char *name, const char *label_id, const char *relevant) {
	writer_ask(w, &(struct question_ask){.name = name, .control = "input", .type = "string", .label_id = label_id,
		.readonly = "true()", .relevant = relevant});
}

void writer_hidden(struct writer *w, const char *name, const char *type, const char *calculate, const char *value) {
	field(w, name, value);
	bind(w, name, type, &(struct question_ask){.calculate = calculate});
}

void writer_today(struct writer *w, const char *name) {
	buf_printf(&w->binds, "<setvalue event=\"odk-instance-first-load\" ref=\"%s\" value=\"today()\"/>", path(w, name));
}

void writer_outside(struct writer *w, const char *id) {
	buf_printf(&w->lists, "<instance id=\"%s\" src=\"jr://file-csv/%s.csv\"/>", id, id);
}

void writer_itemset(struct writer *w, const char *nodeset, const char *value, const char *label) {
	buf_str(&w->body, "<itemset");
	attribute_add(&w->body, "nodeset", nodeset);
	buf_printf(&w->body, "><value ref=\"%s\"/><label ref=\"%s\"/></itemset>", value, label);
}

struct blob writer_end(struct writer *w, const char *title, const char *public_key) {
	struct buf all = buf_new(w->cx->arena, 6 * PART);
	buf_str(&all, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><h:html xmlns=\"" XFORMS_NS "\" xmlns:h=\"" XHTML_NS
		"\" xmlns:jr=\"" JAVAROSA_NS "\" xmlns:odk=\"" ODK_NS "\" xmlns:orx=\"" OPENROSA_NS "\"><h:head><h:title>");
	xml_text(&all, title);
	buf_str(&all, "</h:title><model odk:xforms-version=\"1.0.0\">");
	if (public_key != NULL) {
		buf_str(&all, "<submission method=\"post\"");
		attribute_add(&all, "base64RsaPublicKey", public_key);
		buf_str(&all, "/>");
	}
	const json_t *first = json_array_get(profile_part(w->profile, "languages"), 0);
	buf_str(&all, "<itext>");
	for (size_t i = 0; i < TEXT_LANGS; i++) {
		bool is_first = first != NULL && str_equal(json_string_value(first), text_langs[i]);
		buf_printf(&all, "<translation lang=\"%s\"%s>", languages[i], is_first ? " default=\"true()\"" : "");
		buf_add(&all, w->texts[i].at, w->texts[i].n);
		buf_str(&all, "</translation>");
	}
	buf_str(&all, "</itext><instance><data id=\"");
	xml_text(&all, w->id);
	buf_str(&all, "\" version=\"");
	xml_text(&all, w->version);
	buf_str(&all, "\">");
	for (size_t i = 0; i < w->groups_n; i++)
		buf_printf(&all, "<%s>%s</%s>", w->groups[i].name, w->groups[i].fields.at, w->groups[i].name);
	buf_str(&all, "<meta><instanceID/></meta></data></instance>");
	buf_add(&all, w->lists.at, w->lists.n);
	buf_add(&all, w->binds.at, w->binds.n);
	buf_str(&all, "<bind nodeset=\"/data/meta/instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>");
	buf_str(&all, "</model></h:head><h:body>");
	buf_add(&all, w->body.at, w->body.n);
	buf_str(&all, "</h:body></h:html>");
	return (struct blob){all.at, all.n};
}
