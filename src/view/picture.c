#include "view/picture.h"

#include <math.h>
#include <string.h>

#include "view/paper.h"
#include "view/svg.h"

enum { DEPTH = 16, DASHES = 4, TEXT_ROOM = 2000, PIECES = 12 };

struct ink {
	enum { INK_NONE, INK_COLOUR, INK_PATTERN } kind;
	double red, green, blue;
	struct piece pattern; /* its id */
};

struct look { /* what an element leaves to those inside it */
	struct ink fill, stroke;
	double width, opacity, fill_opacity, dashes[DASHES], size;
	int dash_n;
	enum { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } anchor;
	enum paper_face face;
	cairo_line_cap_t cap;
	cairo_line_join_t join;
	bool halo; /* paint-order: the stroke lies under the fill */
};

struct drawing {
	cairo_t *cairo;
	struct blob svg;
	const char *wrong; /* what could not be drawn; NULL: nothing yet */
};

static int hex(char c) {
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool read_ink(struct piece p, struct ink *ret) {
	static const struct {
		const char *name;
		struct ink ink;
	} names[] = {{"none", {.kind = INK_NONE}}, {"transparent", {.kind = INK_NONE}},
		{"white", {INK_COLOUR, 1, 1, 1, {0}}}, {"black", {INK_COLOUR, 0, 0, 0, {0}}},
		{"currentColor", {INK_COLOUR, 0x16 / 255.0, 0x23 / 255.0, 0x2b / 255.0, {0}}}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (piece_is(p, names[i].name)) {
			*ret = names[i].ink;
			return true;
		}
	if (p.n > 6 && memcmp(p.at, "url(#", 5) == 0 && p.at[p.n - 1] == ')') {
		*ret = (struct ink){.kind = INK_PATTERN, .pattern = {p.at + 5, p.n - 6}};
		return true;
	}
	if ((p.n != 7 && p.n != 4) || p.at[0] != '#')
		return false;
	double part[3];
	for (size_t i = 0; i < 3; i++) {
		int high = hex(p.at[p.n == 7 ? 1 + 2 * i : 1 + i]), low = hex(p.at[p.n == 7 ? 2 + 2 * i : 1 + i]);
		if (high < 0 || low < 0)
			return false;
		part[i] = (16 * high + low) / 255.0;
	}
	*ret = (struct ink){INK_COLOUR, part[0], part[1], part[2], {0}};
	return true;
}

static bool read_number(struct piece p, double *ret) {
	double x;
	if (!svg_number(&p, &x) || !(p.n == 0 || piece_is(p, "px") || piece_is(p, "%")))
		return false;
	*ret = x;
	return true;
}

static bool read_dashes(struct piece p, struct look *look) {
	look->dash_n = 0;
	while (look->dash_n < DASHES && svg_number(&p, &look->dashes[look->dash_n]))
		look->dash_n++;
	return look->dash_n > 0 || piece_is(p, "none");
}

/* One attribute that says how something looks. False if its value cannot be understood. */
static bool read_look(struct piece name, struct piece value, struct look *look) {
	if (piece_is(name, "fill"))
		return read_ink(value, &look->fill);
	if (piece_is(name, "stroke"))
		return read_ink(value, &look->stroke);
	if (piece_is(name, "stroke-width"))
		return read_number(value, &look->width);
	if (piece_is(name, "font-size"))
		return read_number(value, &look->size);
	if (piece_is(name, "fill-opacity"))
		return read_number(value, &look->fill_opacity);
	if (piece_is(name, "opacity")) { /* of every part by itself: what overlaps inside a group shows through */
		double opacity = 1;
		bool read = read_number(value, &opacity);
		look->opacity *= opacity;
		return read;
	}
	if (piece_is(name, "stroke-dasharray"))
		return read_dashes(value, look);
	if (piece_is(name, "font-weight")) {
		look->face = piece_is(value, "700") || piece_is(value, "600") || piece_is(value, "bold") ? PAPER_BOLD :
			PAPER_REGULAR;
	} else if (piece_is(name, "text-anchor")) {
		look->anchor = piece_is(value, "middle") ? ANCHOR_MIDDLE : piece_is(value, "end") ? ANCHOR_END : ANCHOR_START;
	} else if (piece_is(name, "stroke-linecap")) {
		look->cap = piece_is(value, "round") ? CAIRO_LINE_CAP_ROUND : piece_is(value, "square") ? CAIRO_LINE_CAP_SQUARE
		                                                                                       : CAIRO_LINE_CAP_BUTT;
	} else if (piece_is(name, "stroke-linejoin")) {
		look->join = piece_is(value, "round") ? CAIRO_LINE_JOIN_ROUND : piece_is(value, "bevel") ? CAIRO_LINE_JOIN_BEVEL
		                                                                                        : CAIRO_LINE_JOIN_MITER;
	} else if (piece_is(name, "paint-order")) {
		look->halo = value.n >= 6 && memcmp(value.at, "stroke", 6) == 0;
	}
	return true;
}

/* Attributes that would change a picture and that nothing here can do. */
static bool beyond_us(struct piece name) {
	static const char *const names[] = {"style", "clip-path", "mask", "filter", "marker-end", "marker-start",
		"marker-mid", "dominant-baseline", "dy", "dx", "textLength", "stroke-opacity", "fill-rule", "writing-mode",
		"letter-spacing"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (piece_is(name, names[i]))
			return true;
	return false;
}

static bool read_looks(struct drawing *d, struct piece attributes, struct look *look) {
	struct piece name = {0}, value = {0};
	while (svg_attribute_next(&attributes, &name, &value))
		if (beyond_us(name) || !read_look(name, value, look)) {
			d->wrong = "an attribute";
			return false;
		}
	return true;
}

static double number_of(struct piece attributes, const char *name, double otherwise) {
	double x = otherwise;
	struct piece value = svg_attribute(attributes, name);
	return value.at != NULL && read_number(value, &x) ? x : otherwise;
}

static void draw_inside(struct drawing *d, struct svg_reader *r, struct look look, int depth);

static const struct look plain = {.fill = {.kind = INK_COLOUR}, .width = 1, .opacity = 1, .fill_opacity = 1,
	.size = 16};

/* What stands inside the pattern of that id, and its attributes. */
static bool find_pattern(struct drawing *d, struct piece id, struct svg_reader *ret_inside,
	struct piece *ret_attributes) {
	struct svg_reader r = {d->svg.at, (const char *)d->svg.at + d->svg.n};
	for (struct svg_token t = svg_next(&r); t.kind != SVG_END && t.kind != SVG_WRONG; t = svg_next(&r)) {
		struct piece is = svg_attribute(t.attributes, "id");
		if (t.kind != SVG_OPEN || !piece_is(t.name, "pattern") || is.at == NULL || is.n != id.n ||
			memcmp(is.at, id.at, id.n) != 0)
			continue;
		*ret_inside = r;
		*ret_attributes = t.attributes;
		return !t.empty;
	}
	return false;
}

/* One tile drawn apart, in dots of the page so that it stays sharp, repeated. */
static cairo_pattern_t *tile(struct drawing *d, struct piece id, int depth) {
	struct svg_reader inside;
	struct piece attributes;
	cairo_matrix_t m, page;
	cairo_matrix_init_identity(&m);
	if (depth >= DEPTH || !find_pattern(d, id, &inside, &attributes))
		return NULL;
	struct piece turn = svg_attribute(attributes, "patternTransform");
	double width = number_of(attributes, "width", 0), height = number_of(attributes, "height", 0), scale = 1, none = 0;
	if (!piece_is(svg_attribute(attributes, "patternUnits"), "userSpaceOnUse") || width <= 0 || height <= 0 ||
		width > 200
		|| height > 200 || (turn.at != NULL && !svg_transform(turn, &m)))
		return NULL;
	cairo_get_matrix(d->cairo, &page);
	cairo_matrix_transform_distance(&page, &scale, &none);
	scale = scale > 8 ? 8 : ceil(scale);
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(width * scale), (int)ceil(height * scale));
	struct drawing part = {.cairo = cairo_create(surface), .svg = d->svg};
	cairo_scale(part.cairo, ceil(width * scale) / width, ceil(height * scale) / height);
	draw_inside(&part, &inside, plain, depth + 1);
	cairo_destroy(part.cairo);
	cairo_pattern_t *pattern = cairo_pattern_create_for_surface(surface);
	cairo_surface_destroy(surface);
	cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
	if (part.wrong != NULL || cairo_matrix_invert(&m) != CAIRO_STATUS_SUCCESS) {
		cairo_pattern_destroy(pattern);
		return NULL;
	}
	cairo_matrix_t grow;
	cairo_matrix_init_scale(&grow, ceil(width * scale) / width, ceil(height * scale) / height);
	cairo_matrix_multiply(&m, &m, &grow);
	cairo_pattern_set_matrix(pattern, &m);
	return pattern;
}

static bool dip(struct drawing *d, const struct ink *ink, double opacity, int depth) {
	if (ink->kind == INK_COLOUR) {
		cairo_set_source_rgba(d->cairo, ink->red, ink->green, ink->blue, opacity);
		return true;
	}
	cairo_pattern_t *pattern = ink->kind == INK_PATTERN ? tile(d, ink->pattern, depth) : NULL;
	if (pattern == NULL && ink->kind == INK_PATTERN)
		d->wrong = "a pattern";
	if (pattern == NULL)
		return false;
	cairo_set_source(d->cairo, pattern);
	cairo_pattern_destroy(pattern);
	return true;
}

static void stroke(struct drawing *d, const struct look *look, int depth) {
	if (look->width <= 0 || !dip(d, &look->stroke, look->opacity, depth))
		return;
	cairo_set_line_width(d->cairo, look->width);
	cairo_set_line_cap(d->cairo, look->cap);
	cairo_set_line_join(d->cairo, look->join);
	cairo_set_dash(d->cairo, look->dashes, look->dash_n, 0);
	cairo_stroke_preserve(d->cairo);
}

static void paint(struct drawing *d, const struct look *look, int depth) {
	if (look->halo)
		stroke(d, look, depth);
	if (dip(d, &look->fill, look->opacity * look->fill_opacity, depth))
		cairo_fill_preserve(d->cairo);
	if (!look->halo)
		stroke(d, look, depth);
	cairo_new_path(d->cairo);
}

static void rounded(cairo_t *cairo, double x, double y, double w, double h, double r) {
	r = fmin(r, fmin(w, h) / 2);
	if (r <= 0) {
		cairo_rectangle(cairo, x, y, w, h);
		return;
	}
	cairo_new_sub_path(cairo);
	cairo_arc(cairo, x + w - r, y + r, r, -M_PI_2, 0);
	cairo_arc(cairo, x + w - r, y + h - r, r, 0, M_PI_2);
	cairo_arc(cairo, x + r, y + h - r, r, M_PI_2, M_PI);
	cairo_arc(cairo, x + r, y + r, r, M_PI, 3 * M_PI_2);
	cairo_close_path(cairo);
}

static bool corners(cairo_t *cairo, struct piece points, bool close) {
	double x, y;
	bool any = false;
	while (svg_number(&points, &x)) {
		if (!svg_number(&points, &y))
			return false;
		if (any)
			cairo_line_to(cairo, x, y);
		else
			cairo_move_to(cairo, x, y);
		any = true;
	}
	if (any && close)
		cairo_close_path(cairo);
	return any;
}

/* The outline of a shape becomes cairo's path. False: it is no shape. */
static bool outline(struct drawing *d, struct piece name, struct piece a) {
	cairo_t *cairo = d->cairo;
	bool drawn = true;
	if (piece_is(name, "rect")) {
		rounded(cairo, number_of(a, "x", 0), number_of(a, "y", 0), number_of(a, "width", 0), number_of(a, "height", 0),
		        number_of(a, "rx", 0));
	} else if (piece_is(name, "circle")) {
		cairo_new_sub_path(cairo);
		cairo_arc(cairo, number_of(a, "cx", 0), number_of(a, "cy", 0), number_of(a, "r", 0), 0, 2 * M_PI);
		cairo_close_path(cairo);
	} else if (piece_is(name, "line")) {
		cairo_move_to(cairo, number_of(a, "x1", 0), number_of(a, "y1", 0));
		cairo_line_to(cairo, number_of(a, "x2", 0), number_of(a, "y2", 0));
	} else if (piece_is(name, "path")) {
		drawn = svg_path(cairo, svg_attribute(a, "d"));
	} else if (piece_is(name, "polyline") || piece_is(name, "polygon")) {
		drawn = corners(cairo, svg_attribute(a, "points"), piece_is(name, "polygon"));
	} else {
		return false;
	}
	if (!drawn)
		d->wrong = "the outline of a shape";
	return true;
}

/* A text is pieces: its own words and those of its spans. */
struct words {
	struct look look;
	struct piece text;
	double x, y; /* NAN: behind the piece before */
};

/* Draw one piece, or only measure it. Gives its width. */
static double set_words(struct drawing *d, const struct words *w, double x, double y, bool draw, int depth) {
	static const double around[8][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {.7, .7}, {-.7, .7}, {.7, -.7}, {-.7, -.7}};
	char text[TEXT_ROOM];
	size_t n = svg_text(w->text, text, sizeof text);
	struct paper_font font = {w->look.face, w->look.size};
	const struct look *look = &w->look;
	if (!draw)
		return paper_width(font, text, n);
	if (look->stroke.kind != INK_NONE && look->width > 0) /* an edge around the letters */
		for (size_t i = 0; i < 8 && dip(d, &look->stroke, look->opacity, depth); i++)
			paper_text(d->cairo, font, x + around[i][0] * look->width / 2, y + around[i][1] * look->width / 2, text, n);
	if (dip(d, &look->fill, look->opacity * look->fill_opacity, depth))
		paper_text(d->cairo, font, x, y, text, n);
	cairo_new_path(d->cairo);
	return paper_width(font, text, n);
}

/* Pieces that follow one another are anchored together. */
static void set_text(struct drawing *d, const struct words *w, size_t n, int depth) {
	double y = 0;
	for (size_t i = 0, next; i < n; i = next) {
		double width = 0, x = w[i].x;
		for (next = i; next < n && (next == i || isnan(w[next].x)); next++)
			width += set_words(d, &w[next], 0, 0, false, depth);
		x -= w[i].look.anchor == ANCHOR_MIDDLE ? width / 2 : w[i].look.anchor == ANCHOR_END ? width : 0;
		for (size_t k = i; k < next; k++) {
			y = isnan(w[k].y) ? y : w[k].y;
			x += set_words(d, &w[k], x, y, true, depth);
		}
	}
}

static void draw_text(struct drawing *d, struct svg_reader *r, struct piece attributes, struct look look, int depth) {
	struct words w[PIECES];
	size_t n = 0;
	double x = number_of(attributes, "x", 0), y = number_of(attributes, "y", 0);
	for (;;) {
		struct svg_token t = svg_next(r);
		struct look own = look;
		if (t.kind == SVG_CLOSE)
			break;
		if (t.kind == SVG_OPEN && piece_is(t.name, "tspan") && !t.empty && read_looks(d, t.attributes, &own)) {
			x = number_of(t.attributes, "x", x);
			y = number_of(t.attributes, "y", y);
			t = svg_next(r);
			struct svg_token end = svg_next(r);
			t.kind = end.kind == SVG_CLOSE ? t.kind : SVG_WRONG;
		}
		if (t.kind != SVG_TEXT || n == PIECES) {
			d->wrong = "a text";
			return;
		}
		w[n++] = (struct words){own, t.text, x, y};
		x = y = NAN;
	}
	set_text(d, w, n, depth);
}

static void skip(struct drawing *d, struct svg_reader *r) {
	for (int open = 1; open > 0 && d->wrong == NULL;) {
		struct svg_token t = svg_next(r);
		open += t.kind == SVG_OPEN && !t.empty ? 1 : t.kind == SVG_CLOSE ? -1 : 0;
		if (t.kind == SVG_END || t.kind == SVG_WRONG)
			d->wrong = "its end";
	}
}

static bool unseen(struct piece name) {
	return piece_is(name, "title") || piece_is(name, "desc") || piece_is(name, "defs") || piece_is(name, "metadata")
		|| piece_is(name, "pattern");
}

static void draw_one(struct drawing *d, struct svg_reader *r, const struct svg_token *t, struct look look, int depth) {
	struct piece turn = svg_attribute(t->attributes, "transform");
	cairo_matrix_t m;
	if (!read_looks(d, t->attributes, &look))
		return;
	cairo_save(d->cairo);
	if (turn.at != NULL && !svg_transform(turn, &m))
		d->wrong = "a transformation";
	else if (turn.at != NULL)
		cairo_transform(d->cairo, &m);
	if (d->wrong != NULL) {
	} else if (piece_is(t->name, "g") || piece_is(t->name, "a")) {
		if (!t->empty)
			draw_inside(d, r, look, depth + 1);
	} else if (piece_is(t->name, "text")) {
		if (!t->empty)
			draw_text(d, r, t->attributes, look, depth);
	} else if (outline(d, t->name, t->attributes)) {
		paint(d, &look, depth);
		if (!t->empty) /* a title inside */
			skip(d, r);
	} else {
		d->wrong = "an element";
	}
	cairo_restore(d->cairo);
}

/* Everything up to the end of the element at hand. */
static void draw_inside(struct drawing *d, struct svg_reader *r, struct look look, int depth) {
	if (depth >= DEPTH)
		d->wrong = "its depth";
	while (d->wrong == NULL) {
		struct svg_token t = svg_next(r);
		if (t.kind == SVG_CLOSE)
			return;
		if (t.kind == SVG_TEXT)
			continue;
		if (t.kind != SVG_OPEN)
			d->wrong = "its end";
		else if (!unseen(t.name))
			draw_one(d, r, &t, look, depth);
		else if (!t.empty)
			skip(d, r);
	}
}

/* The picture on a surface of its own. NULL with d->wrong. */
static cairo_surface_t *draw(struct drawing *d, struct svg_reader *r, struct piece attributes, int width, int height,
                             const double box[4]) {
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	struct look look = plain;
	d->cairo = cairo_create(surface);
	cairo_set_source_rgb(d->cairo, 1, 1, 1);
	cairo_paint(d->cairo);
	cairo_scale(d->cairo, width / box[2], width / box[2]);
	cairo_translate(d->cairo, -box[0], -box[1]);
	if (read_looks(d, attributes, &look))
		draw_inside(d, r, look, 0);
	if (d->wrong == NULL && cairo_status(d->cairo) != CAIRO_STATUS_SUCCESS)
		d->wrong = cairo_status_to_string(cairo_status(d->cairo));
	cairo_destroy(d->cairo);
	if (d->wrong == NULL)
		return surface;
	cairo_surface_destroy(surface);
	return NULL;
}

int picture_png(struct cx *cx, struct blob svg, int width, struct buf *out) {
	struct drawing d = {.svg = svg};
	struct svg_reader r = {svg.at, (const char *)svg.at + svg.n};
	struct svg_token t = svg_next(&r);
	while (t.kind == SVG_TEXT)
		t = svg_next(&r);
	struct piece view = svg_attribute(t.attributes, "viewBox");
	double box[4] = {0};
	bool sound = t.kind == SVG_OPEN && piece_is(t.name, "svg") && !t.empty && view.at != NULL;
	for (size_t i = 0; i < 4 && sound; i++)
		sound = svg_number(&view, &box[i]);
	if (bug_if(cx, !sound || box[2] <= 0 || box[3] <= 0 || width <= 0))
		return ERR_BUG;
	double height = ceil(width * box[3] / box[2]);
	if (width > PICTURE_SIDE || height > PICTURE_SIDE || width * height > PICTURE_DOTS)
		return err_say(cx, ERR_LIMIT, "width", N_("This picture would be too large."), NULL);
	cairo_surface_t *surface = draw(&d, &r, t.attributes, width, (int)height, box);
	if (surface == NULL)
		return err_bug(cx, d.wrong, __FILE__, __LINE__);
	struct paper_sink png = {.ceiling = out->ceiling - out->n};
	cairo_status_t written = cairo_surface_write_to_png_stream(surface, paper_sink_write, &png);
	cairo_surface_destroy(surface);
	return paper_sink_take(cx, &png, written, out);
}
