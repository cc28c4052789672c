#include "view/template.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/assets.h"
#include "view/chart.h"
#include "view/template_compile.h"

enum { TEMPLATE_ARENA = 64 << 20 };

struct frame { /* what a name is looked for in, from the inside out */
	json_t *at;
	size_t index; /* 1.. in a list, else 0 */
	const struct frame *up;
};

struct run {
	const struct template_set *set;
	struct cx *cx;
	struct buf *out, *missing;
	size_t limit;
	const struct template *page;
	int depth;
};

void html_escape(struct buf *out, const char *text, size_t n) {
	size_t from = 0;
	for (size_t i = 0; i < n; i++) {
		const char *as = NULL;
		switch (text[i]) {
		case '&': as = "&amp;"; break;
		case '<': as = "&lt;"; break;
		case '>': as = "&gt;"; break;
		case '"': as = "&quot;"; break;
		case '\'': as = "&#39;"; break;
		default: continue;
		}
		buf_add(out, text + from, i - from);
		buf_str(out, as);
		from = i + 1;
	}
	buf_add(out, text + from, n - from);
}

static int emit(struct run *r, const char *text, size_t n, bool escape) {
	if (n > r->limit || r->out->n > r->limit - n)
		return err_say(r->cx, ERR_LIMIT, NULL, N_("This page is too long to show."), NULL);
	if (escape)
		html_escape(r->out, text, n);
	else
		buf_add(r->out, text, n);
	return ERR_OK;
}

/* What `path` names, or NULL. The first part is searched outwards, the others only inside what was found. */
static json_t *lookup(const struct frame *frame, const struct path *path) {
	if (path->kind == PATH_HERE)
		return frame->at;
	json_t *found = NULL;
	for (; frame != NULL && found == NULL; frame = frame->up)
		found = json_object_get(frame->at, path->parts[0]);
	for (int i = 1; i < path->count; i++)
		found = json_object_get(found, path->parts[i]);
	return found;
}

static bool truthy(const json_t *v) {
	switch (v == NULL ? JSON_NULL : json_typeof(v)) {
	case JSON_NULL:
	case JSON_FALSE:
		return false;
	case JSON_INTEGER:
		return json_integer_value(v) != 0;
	case JSON_REAL:
		return json_real_value(v) < 0 || json_real_value(v) > 0;
	case JSON_STRING:
		return json_string_length(v) > 0;
	case JSON_ARRAY:
		return json_array_size(v) > 0;
	default:
		return true;
	}
}

static void report(struct run *r, const char *key, size_t n) {
	if (r->missing != NULL)
		buf_printf(r->missing, "%s: %.*s\n", r->page->name, (int)n, key);
}

/* A day arrives as a number or, in what the API returns, as "2026-11-21"; an instant likewise. */
static bool day_get(const json_t *v, int64_t *ret_day) {
	int32_t day;
	if (json_is_integer(v))
		*ret_day = json_integer_value(v);
	else if (json_is_string(v) && day_parse(json_string_value(v), &day))
		*ret_day = day;
	else
		return false;
	return *ret_day >= DAY_MIN && *ret_day <= DAY_MAX;
}

static bool instant_get(const json_t *v, int64_t *ret_instant) {
	if (json_is_integer(v))
		*ret_instant = json_integer_value(v);
	else
		return json_is_string(v) && instant_parse(json_string_value(v), ret_instant);
	return true;
}

static const char *percent(struct arena *a, const char *s) {
	struct buf b = buf_new(a, TEMPLATE_OUTPUT);
	for (; *s != 0; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c != 0 && strchr("-._~", c) != NULL);
		if (plain)
			buf_char(&b, *s);
		else
			buf_printf(&b, "%%%02X", c);
	}
	return b.at;
}

/* The value as text in the arena; NULL for what has none in this format. */
static const char *text_of(struct run *r, const json_t *v, enum format format) {
	struct cx *cx = r->cx;
	int64_t n;
	switch (format) {
	case FORMAT_DAY:
		return day_get(v, &n) ? text_day(cx->arena, cx->lang, n) : NULL;
	case FORMAT_ISO:
		return day_get(v, &n) ? day_text(cx->arena, (int32_t)n) : NULL;
	case FORMAT_RELATIVE:
		return day_get(v, &n) ? text_relative(cx->arena, cx->lang, n, day_of(cx->now)) : NULL;
	case FORMAT_INSTANT:
		return instant_get(v, &n) ? text_instant(cx->arena, cx->lang, n) : NULL;
	case FORMAT_FIGURE:
		if (json_is_integer(v))
			return text_number(cx->arena, cx->lang, json_integer_value(v));
		return json_is_real(v) ? text_decimal(cx->arena, cx->lang, json_real_value(v), 1) : NULL;
	case FORMAT_MESSAGE:
		return json_is_string(v) ? text_say(cx->lang, json_string_value(v)) : NULL;
	default:
		break;
	}
	const char *plain = NULL;
	if (json_is_string(v))
		plain = json_string_value(v);
	else if (json_is_integer(v))
		plain = arena_printf(cx->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_real(v))
		plain = arena_printf(cx->arena, "%.15g", json_real_value(v));
	else if (json_is_boolean(v))
		plain = json_is_true(v) ? "true" : "false";
	return plain != NULL && format == FORMAT_PERCENT ? percent(cx->arena, plain) : plain;
}

/* Where a value may lead that begins an address: into this site, or out over a scheme that runs nothing. */
static bool address_safe(const char *s) {
	static const char *const schemes[] = {"https:", "mailto:", "tel:"};
	if (*s == '/')
		return s[1] != '/' && s[1] != '\\';
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(s, schemes[i]))
			return true;
	return *s == '?' || *s == '#' || *s == 0;
}

static int say(struct run *r, const struct frame *frame, const char *text, const int64_t *number);

static int value(struct run *r, const struct frame *frame, const struct path *path, enum format format, bool url,
                 const char *key, size_t key_n) {
	if (path->kind == PATH_LANG)
		return emit(r, r->cx->lang, strlen(r->cx->lang), true);
	if (path->kind == PATH_INDEX) {
		while (frame->up != NULL && frame->index == 0)
			frame = frame->up;
		const char *n = arena_printf(r->cx->arena, "%zu", frame->index);
		return emit(r, n, strlen(n), false);
	}
	json_t *v = lookup(frame, path);
	const char *text = v == NULL || json_is_null(v) ? NULL : text_of(r, v, format);
	if (text == NULL && (v == NULL || !json_is_null(v)))
		report(r, key, key_n);
	if (text == NULL)
		return ERR_OK;
	if (url && !address_safe(text))
		text = "#";
	if (format == FORMAT_MESSAGE)
		return say(r, frame, text, NULL);
	return emit(r, text, strlen(text), true);
}

/* A message with its placeholders filled from the view; %{n} is `number` where there is one. */
static int say(struct run *r, const struct frame *frame, const char *text, const int64_t *number) {
	const char *p = text;
	for (;;) {
		const char *open = strstr(p, "%{"), *close = open == NULL ? NULL : strchr(open, '}');
		if (close == NULL)
			return emit(r, p, strlen(p), true);
		int e = emit(r, p, (size_t)(open - p), true);
		if (e != ERR_OK)
			return e;
		const char *key = open + 2;
		size_t n = (size_t)(close - key);
		const char *colon = memchr(key, ':', n);
		size_t name_n = colon != NULL ? (size_t)(colon - key) : n;
		enum format format = FORMAT_PLAIN;
		struct path path;
		bool sound = path_parse(r->cx->arena, key, name_n, &path) &&
		             (colon == NULL || format_parse(colon + 1, (size_t)(close - colon) - 1, &format)) &&
		             format != FORMAT_MESSAGE; /* a message inside a message could go round for ever */
		if (number != NULL && n == 1 && *key == 'n') {
			const char *figure = text_number(r->cx->arena, r->cx->lang, *number);
			e = emit(r, figure, strlen(figure), true);
		} else if (sound) {
			e = value(r, frame, &path, format, false, key, n);
		} else {
			report(r, key, n);
		}
		if (e != ERR_OK)
			return e;
		p = close + 1;
	}
}

static int render(struct run *r, const struct template *t, size_t from, size_t to, const struct frame *frame);

static int section(struct run *r, const struct template *t, size_t i, const struct frame *frame) {
	const struct node *node = &t->nodes[i];
	json_t *v = lookup(frame, &node->path);
	if (node->kind == NODE_INVERTED)
		return truthy(v) ? ERR_OK : render(r, t, i + 1, node->end, frame);
	if (!truthy(v))
		return ERR_OK;
	if (!json_is_array(v)) {
		struct frame inner = {.at = v, .up = frame};
		return render(r, t, i + 1, node->end, json_is_true(v) ? frame : &inner);
	}
	int e = ERR_OK;
	for (size_t k = 0; k < json_array_size(v) && e == ERR_OK; k++) {
		struct frame inner = {.at = json_array_get(v, k), .index = k + 1, .up = frame};
		e = render(r, t, i + 1, node->end, &inner);
	}
	return e;
}

static int plural(struct run *r, const struct node *node, const struct frame *frame) {
	json_t *v = lookup(frame, &node->path);
	if (!json_is_integer(v)) {
		report(r, node->text, strlen(node->text));
		return ERR_OK;
	}
	int64_t n = json_integer_value(v);
	return say(r, frame, text_say_n(r->cx->lang, node->text, node->many, n), &n);
}

static int render(struct run *r, const struct template *t, size_t from, size_t to, const struct frame *frame) {
	if (r->depth == TEMPLATE_DEPTH)
		return err_say(r->cx, ERR_LIMIT, NULL, N_("This page is nested too deeply to show."), NULL);
	r->depth++;
	int e = ERR_OK;
	for (size_t i = from; i < to && e == ERR_OK; i++) {
		const struct node *node = &t->nodes[i];
		switch (node->kind) {
		case NODE_TEXT:
			e = emit(r, node->text, node->n, false);
			break;
		case NODE_VALUE:
			e = value(r, frame, &node->path, node->format, node->url, node->text, strlen(node->text));
			break;
		case NODE_SAY:
			e = say(r, frame, text_say(r->cx->lang, node->text), NULL);
			break;
		case NODE_PLURAL:
			e = plural(r, node, frame);
			break;
		case NODE_CHART: {
			json_t *v = lookup(frame, &node->path);
			if (v == NULL)
				report(r, node->text, strlen(node->text));
			else if (!json_is_null(v))
				e = chart_draw(r->cx, v, r->out);
			break;
		}
		case NODE_PARTIAL:
			e = render(r, &r->set->at[node->end], 0, r->set->at[node->end].count, frame);
			break;
		case NODE_SECTION:
		case NODE_INVERTED:
			e = section(r, t, i, frame);
			i = node->end - 1;
			break;
		}
	}
	r->depth--;
	return e;
}

int template_set_render(const struct template_set *set, struct cx *cx, const char *name, json_t *view,
                        struct buf *out, struct buf *missing) {
	for (size_t i = 0; i < set->n; i++) {
		const struct template *t = &set->at[i];
		if (strcmp(t->name, name) != 0)
			continue;
		size_t was = out->n;
		struct run r = {.set = set, .cx = cx, .out = out, .missing = missing, .limit = was + TEMPLATE_OUTPUT, .page = t};
		struct frame frame = {.at = view};
		int e = render(&r, t, 0, t->count, &frame);
		if (e != ERR_OK)
			out->at[out->n = was] = 0;
		return e;
	}
	return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
}

/* The templates of the program: compiled before the sandbox closes, read by everybody afterwards. */
static struct template_set *built_in;
static struct arena *built_in_arena __attribute__((used)); /* where a leak checker finds it */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void compile_built_in(void) {
	static const char root[] = "web/templates/", suffix[] = ".html";
	struct arena *a = built_in_arena = arena_new(TEMPLATE_ARENA);
	struct template_file *files = arena_array(a, view_assets.n + 1, sizeof *files);
	size_t n = 0;
	for (size_t i = 0; i < view_assets.n; i++) {
		const struct asset *asset = &view_assets.at[i];
		if (!str_starts(asset->path, root) || !str_ends(asset->path, suffix))
			continue;
		const char *name = asset->path + sizeof root - 1;
		files[n++] = (struct template_file){
			.name = arena_strndup(a, name, strlen(name) - (sizeof suffix - 1)),
			.text = (const char *)asset->at,
			.n = asset->n,
		};
	}
	const char *why = "";
	if (template_compile(a, files, n, &built_in, &why) != ERR_OK) {
		fprintf(stderr, "atrama: a page template does not compile: %s\n", why);
		exit(err_kinds[ERR_BUG].exit);
	}
}

void template_warm(void) {
	text_warm();
	pthread_once(&once, compile_built_in);
}

int template_render_strict(struct cx *cx, const char *name, json_t *view, struct buf *out, struct buf *missing) {
	template_warm();
	return template_set_render(built_in, cx, name, view, out, missing);
}

int template_render(struct cx *cx, const char *name, json_t *view, struct buf *out) {
	return template_render_strict(cx, name, view, out, NULL);
}
