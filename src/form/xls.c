/* The XForm of an XLSForm: head, model, binds, body, in the order of a form that pyxform writes. */
#include "form/xls.h"

#include <setjmp.h>
#include <string.h>

#include "base/str.h"
#include "form/xls_words.h"
#include "form/xml.h"

static const char *const said[] = {"label", "hint", "guidance_hint", "constraint_message", "required_message"};
static const char *const said_as[] = {"label", "hint", "hint", "jr:constraintMsg", "jr:requiredMsg"};
enum { SAID = 5, SAID_BODY = 2 /* label and hint: elements; the messages are attributes of the bind */ };

static const char *cell(const struct xls_out *o, const struct xls_item *i, const char *name) {
	return i->row == NULL ? "" : xls_cell(&o->x->survey, i->row, name);
}

static const char *setting(const struct xls *x, const char *name) {
	return x->settings.n == 0 ? "" : xls_cell(&x->settings, &x->settings.rows[0], name);
}

/* Whether the row has that text in some language. */
static bool has_text(const struct xls_out *o, const struct xls_item *i, const char *name) {
	const struct xls_sheet *s = &o->x->survey;
	for (size_t h = 0; i->row != NULL && h < s->heads_n; h++)
		if (i->row->cells[h][0] != 0 && str_equal(s->heads[h].name, name))
			return true;
	return false;
}

/* Translations ----------------------------------------------------------------------------------------------------- */

static void itext_of(struct xls_out *o, const struct xls_item *i, const char *lang) {
	for (size_t k = 0; k < SAID; k++) {
		bool guidance = str_equal(said[k], "guidance_hint");
		if (!has_text(o, i, said[k]) || (guidance && has_text(o, i, "hint")))
			continue;
		buf_printf(o->to, "<text id=\"%s:%s\">", i->path, said_as[k]);
		if (!guidance) {
			buf_str(o->to, "<value>");
			xls_say(o, &o->x->survey, i->row, i, said[k], xls_in(o, &o->x->survey, i->row, said[k], lang));
			buf_str(o->to, "</value>");
		}
		if (str_equal(said_as[k], "hint") && has_text(o, i, "guidance_hint")) {
			buf_str(o->to, "<value form=\"guidance\">");
			xls_say(o, &o->x->survey, i->row, i, "guidance_hint",
				xls_in(o, &o->x->survey, i->row, "guidance_hint", lang));
			buf_str(o->to, "</value>");
		}
		buf_str(o->to, "</text>");
	}
	for (const struct xls_item *c = i->first; c != NULL; c = c->next)
		itext_of(o, c, lang);
}

static void itext_lists(struct xls_out *o, const char *lang) {
	const struct xls_sheet *s = &o->x->choices;
	for (size_t l = 0; l < o->tree->lists_n; l++)
		for (size_t k = 0; k < o->tree->lists[l].n; k++) {
			const struct xls_row *row = &s->rows[o->tree->order[o->tree->lists[l].first + k]];
			buf_printf(o->to, "<text id=\"%s-%zu\"><value>", o->tree->lists[l].name, k);
			xls_say(o, s, row, NULL, "label", xls_in(o, s, row, "label", lang));
			buf_str(o->to, "</value></text>");
		}
}

static void itext(struct xls_out *o) {
	if (o->main[0] == 0)
		return;
	buf_str(o->to, "<itext>");
	for (size_t i = 0; i < o->x->langs_n; i++) {
		buf_str(o->to, "<translation lang=\"");
		xml_text(o->to, o->x->langs[i]);
		buf_str(o->to, str_equal(o->x->langs[i], o->main) ? "\" default=\"true()\">" : "\">");
		itext_of(o, &o->tree->root, o->x->langs[i]);
		itext_lists(o, o->x->langs[i]);
		buf_str(o->to, "</translation>");
	}
	buf_str(o->to, "</itext>");
}

/* The words of a question in the body: where they stand in itext, or themselves. */
static void words(struct xls_out *o, const struct xls_item *i) {
	if (i->label != NULL) {
		buf_printf(o->to, "<label>%s</label>", i->label);
		return;
	}
	for (size_t k = 0; k < SAID_BODY; k++) {
		if (!has_text(o, i, said[k]) && !(k == 1 && o->main[0] != 0 && has_text(o, i, "guidance_hint")))
			continue;
		if (o->main[0] != 0) {
			buf_printf(o->to, "<%s ref=\"jr:itext('%s:%s')\"/>", said_as[k], i->path, said_as[k]);
			continue;
		}
		buf_printf(o->to, "<%s>", said_as[k]);
		xls_say(o, &o->x->survey, i->row, i, said[k], cell(o, i, said[k]));
		buf_printf(o->to, "</%s>", said_as[k]);
	}
}

/* Instances -------------------------------------------------------------------------------------------------------- */

/* Whether a default is an expression: it refers to a question or calls a function. */
static bool is_dynamic(const char *text) {
	const char *open = strchr(text, '(');
	return strstr(text, "${") != NULL || (open != NULL && open > text && open[-1] != ' ' && strchr(open, ')') != NULL);
}

static void instance_of(struct xls_out *o, const struct xls_item *i) {
	for (const struct xls_item *c = i->first; c != NULL; c = c->next) {
		const char *value = cell(o, c, "default");
		buf_printf(o->to, "<%s>", c->name);
		if (c->kind == XLS_GROUP || c->kind == XLS_REPEAT)
			instance_of(o, c);
		else if (!is_dynamic(value))
			xml_text(o->to, value);
		buf_printf(o->to, "</%s>", c->name);
	}
}

static void instance(struct xls_out *o, const char *id) {
	const char *version = setting(o->x, "version");
	buf_str(o->to, "<instance><data id=\"");
	xml_text(o->to, id);
	if (version[0] != 0) {
		buf_str(o->to, "\" version=\"");
		xml_text(o->to, version);
	}
	buf_str(o->to, "\">");
	instance_of(o, &o->tree->root);
	buf_printf(o->to, "<meta><instanceID/>%s</meta></data></instance>",
		setting(o->x, "instance_name")[0] == 0 ? "" : "<instanceName/>");
}

/* Whether a column of the choices stands in the form: its own name, and what filters ask. */
static bool is_told(const char *name) {
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
	size_t n = strspn(name, letters);
	return n > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(name)
		&& !str_equal(name, "list_name") && !str_equal(name, "label") && !str_equal(name, "media");
}

/* A list of choices, with the columns by which it may be filtered. */
static void list(struct xls_out *o, const struct xls_list *l) {
	const struct xls_sheet *s = &o->x->choices;
	buf_printf(o->to, "<instance id=\"%s\"><root>", l->name);
	for (size_t k = 0; k < l->n; k++) {
		const struct xls_row *row = &s->rows[o->tree->order[l->first + k]];
		buf_str(o->to, "<item>");
		if (o->main[0] != 0) {
			buf_printf(o->to, "<itextId>%s-%zu</itextId>", l->name, k);
		} else {
			buf_str(o->to, "<label>");
			xml_text(o->to, xls_cell(s, row, "label"));
			buf_str(o->to, "</label>");
		}
		for (size_t h = 0; h < s->heads_n; h++) {
			const char *name = s->heads[h].name;
			if (!is_told(name) || row->cells[h][0] == 0)
				continue;
			buf_printf(o->to, "<%s>", name);
			xml_text(o->to, row->cells[h]);
			buf_printf(o->to, "</%s>", name);
		}
		buf_str(o->to, "</item>");
	}
	buf_str(o->to, "</root></instance>");
}

/* Binds ------------------------------------------------------------------------------------------------------------ */

/* "yes" and its like as true(), "no" as false(), else the expression. */
static const char *truth(const char *text) {
	static const char *const yes[] = {"yes", "Yes", "YES", "true", "True", "TRUE", "true()"};
	static const char *const no[] = {"no", "No", "NO", "false", "False", "FALSE", "false()"};
	for (size_t i = 0; i < 7; i++) {
		if (str_equal(text, yes[i]))
			return "true()";
		if (str_equal(text, no[i]))
			return "false()";
	}
	return text;
}

static void message(struct xls_out *o, const struct xls_item *i, size_t k) {
	if (!has_text(o, i, said[k]))
		return;
	buf_printf(o->to, " %s=\"", said_as[k]);
	if (o->main[0] != 0)
		buf_printf(o->to, "jr:itext('%s:%s')", i->path, said_as[k]);
	else
		xml_text(o->to, cell(o, i, said[k]));
	buf_char(o->to, '"');
}

static void bind_of(struct xls_out *o, const struct xls_item *i) {
	const char *sp = i->preload == NULL ? NULL : strchr(i->preload, ' ');
	buf_printf(o->to, "<bind nodeset=\"%s\"", i->path);
	if (i->type != NULL)
		buf_printf(o->to, " type=\"%s\"", i->type);
	if (sp != NULL)
		buf_printf(o->to, " jr:preload=\"%.*s\" jr:preloadParams=\"%s\"", (int)(sp - i->preload), i->preload, sp + 1);
	xls_expression(o, i, "readonly", i->kind == XLS_NOTE ? "true()" : truth(cell(o, i, "readonly")), "readonly");
	xls_expression(o, i, "required", truth(cell(o, i, "required")), "required");
	message(o, i, 4);
	xls_expression(o, i, "relevant", i->relevant != NULL ? i->relevant : cell(o, i, "relevant"), "relevant");
	xls_expression(o, i, "constraint", cell(o, i, "constraint"), "constraint");
	message(o, i, 3);
	xls_expression(o, i, "calculation", i->calculate != NULL ? i->calculate : cell(o, i, "calculation"), "calculate");
	buf_str(o->to, "/>");
	for (const struct xls_item *c = i->first; c != NULL; c = c->next)
		bind_of(o, c);
}

static void defaults(struct xls_out *o, const struct xls_item *i, bool repeated) {
	const char *value = cell(o, i, "default");
	if (i->first == NULL && is_dynamic(value)) {
		buf_printf(o->to, "<setvalue event=\"odk-instance-first-load%s\" ref=\"%s\"", repeated ? " odk-new-repeat" : "",
			i->path);
		xls_expression(o, i, "default", value, "value");
		buf_str(o->to, "/>");
	}
	for (const struct xls_item *c = i->first; c != NULL; c = c->next)
		if (repeated || c->kind != XLS_REPEAT)
			defaults(o, c, repeated);
}

static void binds(struct xls_out *o) {
	const char *name = setting(o->x, "instance_name");
	for (const struct xls_item *c = o->tree->root.first; c != NULL; c = c->next)
		bind_of(o, c);
	buf_str(o->to, "<bind nodeset=\"/data/meta/instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>");
	if (name[0] != 0) {
		buf_str(o->to, "<bind nodeset=\"/data/meta/instanceName\" type=\"string\" calculate=\"");
		xml_text(o->to, xls_resolved(o, &o->x->settings, &o->x->settings.rows[0], NULL, "instance_name", name, ""));
		buf_str(o->to, "\"/>");
	}
	defaults(o, &o->tree->root, false);
}

/* Body ------------------------------------------------------------------------------------------------------------- */

static void appearance(struct xls_out *o, const struct xls_item *i) {
	const char *text = cell(o, i, "appearance");
	if (text[0] == 0)
		return;
	buf_str(o->to, " appearance=\"");
	xml_text(o->to, text);
	buf_char(o->to, '"');
}

static void itemset(struct xls_out *o, const struct xls_item *i) {
	const char *filter = cell(o, i, "choice_filter");
	buf_printf(o->to, "<itemset nodeset=\"instance('%s')/root/item", i->list->name);
	if (filter[0] != 0) {
		buf_char(o->to, '[');
		xml_text(o->to, xls_resolved(o, &o->x->survey, i->row, i, "choice_filter", filter, "current()"));
		buf_char(o->to, ']');
	}
	buf_printf(o->to, "\"><value ref=\"name\"/><label ref=\"%s\"/></itemset>",
		o->main[0] != 0 ? "jr:itext(itextId)" : "label");
}

/* "start=1 end=10 step=1" as attributes. */
static void range(struct xls_out *o, const struct xls_item *i) {
	static const char *const names[] = {"start", "end", "step"}, *const usual[] = {"0", "10", "1"};
	const char *given = cell(o, i, "parameters");
	for (size_t k = 0; k < 3; k++) {
		const char *at = strstr(given, names[k]), *value = at == NULL ? "" : at + strlen(names[k]);
		value += strspn(value, " =");
		size_t n = strspn(value, "-0123456789.");
		buf_printf(o->to, " %s=\"%.*s\"", names[k], n == 0 ? 2 : (int)n, n == 0 ? usual[k] : value);
	}
}

static void body_of(struct xls_out *o, const struct xls_item *of);

static void block(struct xls_out *o, const struct xls_item *i) {
	buf_printf(o->to, "<group ref=\"%s\"", i->path);
	appearance(o, i);
	buf_char(o->to, '>');
	words(o, i);
	if (i->kind == XLS_REPEAT) {
		buf_printf(o->to, "<repeat nodeset=\"%s\"", i->path);
		if (cell(o, i, "repeat_count")[0] != 0)
			buf_printf(o->to, " jr:count=\" %s_count \"", i->path);
		buf_char(o->to, '>');
		defaults(o, i, true);
	}
	body_of(o, i);
	buf_str(o->to, i->kind == XLS_REPEAT ? "</repeat></group>" : "</group>");
}

static void control(struct xls_out *o, const struct xls_item *i) {
	static const char *const tags[] = {[XLS_INPUT] = "input", [XLS_NOTE] = "input", [XLS_SELECT1] = "select1",
		[XLS_SELECT] = "select", [XLS_RANK] = "odk:rank", [XLS_RANGE] = "range", [XLS_UPLOAD] = "upload",
		[XLS_TRIGGER] = "trigger"};
	buf_printf(o->to, "<%s ref=\"%s\"", tags[i->kind], i->path);
	appearance(o, i);
	if (i->kind == XLS_UPLOAD)
		buf_printf(o->to, " mediatype=\"%s\"", i->media);
	if (i->kind == XLS_RANGE)
		range(o, i);
	buf_char(o->to, '>');
	words(o, i);
	if (i->list != NULL)
		itemset(o, i);
	buf_printf(o->to, "</%s>", tags[i->kind]);
}

static void body_of(struct xls_out *o, const struct xls_item *of) {
	for (const struct xls_item *i = of->first; i != NULL; i = i->next)
		if (i->kind == XLS_GROUP || i->kind == XLS_REPEAT)
			block(o, i);
		else if (i->kind != XLS_HIDDEN)
			control(o, i);
}

/* The whole -------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *column, *rule;
	bool setting;
} refused[] = {
	{"submission_url", N_("Answers of a form are sent to this registry and nowhere else."), true},
	{"public_key", N_("Forms are sealed to the registry's own key, not to another."), true},
	{"media", N_("Pictures and sounds of a form are not taken."), false},
	{"trigger", N_("A value that is set when another question changes is not taken: write it as a calculation."), false},
};

static void refuse(struct xls *x) {
	for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
		const struct xls_sheet *s = refused[k].setting ? &x->settings : &x->survey;
		for (size_t i = 0; i < s->n; i++)
			for (size_t h = 0; h < s->heads_n; h++)
				if (str_equal(s->heads[h].name, refused[k].column) && s->rows[i].cells[h][0] != 0)
					xls_wrong(x, s, s->rows[i].line, refused[k].column, refused[k].rule, s->rows[i].cells[h]);
	}
}

/* Every question that is asked has words, in the main language or any. */
static void check_words(struct xls_out *o) {
	for (size_t i = 0; i < o->tree->n; i++) {
		const struct xls_item *item = o->tree->all[i];
		if (item->kind != XLS_HIDDEN && item->kind != XLS_GROUP && item->kind != XLS_REPEAT && item->row != NULL
				&& !has_text(o, item, "label") && !has_text(o, item, "hint"))
			xls_wrong(o->x, &o->x->survey, item->row->line, "label", N_("A question needs its words."), item->name);
		if (item->kind == XLS_HIDDEN && item->row != NULL && str_equal(cell(o, item, "type"), "calculate")
				&& cell(o, item, "calculation")[0] == 0 && cell(o, item, "default")[0] == 0)
			xls_wrong(o->x, &o->x->survey, item->row->line, "calculation", N_("A calculation needs its expression."),
				item->name);
	}
}

/* The language of columns without one: the settings say which, else it is called "default" and comes first. */
static void languages(struct xls_out *o) {
	struct xls *x = o->x;
	const char *given = setting(x, "default_language");
	bool plain = false;
	if (x->langs_n == 0)
		return;
	for (size_t h = 0; h < x->survey.heads_n; h++)
		plain = plain || (str_equal(x->survey.heads[h].name, "label") && x->survey.heads[h].lang[0] == 0);
	o->main = given[0] != 0 ? given : plain ? "default" : x->langs[0];
	for (size_t i = 0; i < x->langs_n; i++)
		if (str_equal(x->langs[i], o->main))
			return;
	if (!plain)
		xls_wrong(x, &x->settings, 2, "default_language", N_("No column is in this language."), given);
	else if (x->langs_n < XLS_LANGS)
		x->langs[x->langs_n++] = o->main;
}

static void form(struct xls_out *o, const char *id) {
	const char *title = setting(o->x, "form_title"), *style = setting(o->x, "style");
	buf_str(o->to, "<?xml version=\"1.0\"?>\n<h:html xmlns=\"http://www.w3.org/2002/xforms\""
		" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\""
		" xmlns:odk=\"http://www.opendatakit.org/xforms\" xmlns:orx=\"http://openrosa.org/xforms\""
		" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><h:head><h:title>");
	xml_text(o->to, title[0] != 0 ? title : id);
	buf_str(o->to, "</h:title><model odk:xforms-version=\"1.0.0\">");
	itext(o);
	instance(o, id);
	for (size_t i = 0; i < o->tree->lists_n; i++)
		if (o->tree->lists[i].used)
			list(o, &o->tree->lists[i]);
	binds(o);
	buf_str(o->to, "</model></h:head><h:body");
	if (style[0] != 0) {
		buf_str(o->to, " class=\"");
		xml_text(o->to, style);
		buf_char(o->to, '"');
	}
	buf_char(o->to, '>');
	body_of(o, &o->tree->root);
	buf_str(o->to, "</h:body></h:html>\n");
}

static int convert(struct cx *cx, struct blob xlsx, const char *id, struct buf *out, json_t *errors) {
	struct xls x = {.cx = cx, .errors = errors};
	struct xls_tree tree = {0};
	struct xls_out o = {.x = &x, .tree = &tree, .to = out, .main = ""};

	int rc = xls_read(&x, xlsx);
	if (rc != 0)
		return rc;
	refuse(&x);
	xls_build(&x, &tree);
	languages(&o);
	check_words(&o);
	if (x.wrong == 0)
		form(&o, setting(&x, "form_id")[0] != 0 ? setting(&x, "form_id") : id);
	return x.wrong == 0 ? 0
		: err_say(cx, ERR_INVALID, "form", N_("This form cannot be read: each fault is named by its cell."), NULL);
}

int xls_form(struct cx *cx, struct blob xlsx, const char *id, struct buf *out, json_t **ret_errors) {
	json_t *const errors = json_array();
	const size_t before = out->n;
	jmp_buf trap, *const was = arena_trap(cx->arena, &trap);
	int rc;
	if (setjmp(trap) == 0)
		rc = convert(cx, xlsx, id, out, errors);
	else
		rc = err_say(cx, ERR_LIMIT, "form", N_("This file needs more memory than one file may have."), NULL);
	arena_trap(cx->arena, was);

	const bool told = rc == ERR_INVALID && json_array_size(errors) > 0;
	*ret_errors = told ? errors : NULL;
	if (!told)
		json_decref(errors);
	if (rc != 0)
		out->n = before;
	return rc;
}
