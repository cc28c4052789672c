#include "view/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static bool blank(char c) {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool piece_is(struct piece p, const char *text) {
	return p.at != NULL && strlen(text) == p.n && memcmp(p.at, text, p.n) == 0;
}

static struct svg_token wrong(struct svg_reader *r) {
	r->at = r->end;
	return (struct svg_token){.kind = SVG_WRONG};
}

/* Where the tag that begins at `at` ends: its '>', or NULL. */
static const char *tag_end(const char *at, const char *end) {
	char quote = 0;
	for (; at < end; at++) {
		if (quote != 0)
			quote = *at == quote ? 0 : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at;
	}
	return NULL;
}

struct svg_token svg_next(struct svg_reader *r) {
	/* what comes before a picture */
	while (r->end - r->at >= 2 && r->at[0] == '<' && (r->at[1] == '?' || r->at[1] == '!')) {
		const char *close = tag_end(r->at, r->end);
		if (close == NULL)
			return wrong(r);
		r->at = close + 1;
	}
	if (r->at == r->end)
		return (struct svg_token){.kind = SVG_END};
	if (*r->at != '<') {
		const char *next = memchr(r->at, '<', (size_t)(r->end - r->at));
		struct svg_token t = {.kind = SVG_TEXT, .text = {r->at, (size_t)((next == NULL ? r->end : next) - r->at)}};
		r->at = next == NULL ? r->end : next;
		return t;
	}
	const char *close = tag_end(r->at, r->end), *at = r->at + 1;
	if (close == NULL)
		return wrong(r);
	struct svg_token t = {.kind = SVG_OPEN};
	if (*at == '/') {
		t.kind = SVG_CLOSE;
		at++;
	}
	r->at = close + 1;
	if (close > at && close[-1] == '/') {
		t.empty = true;
		close--;
	}
	const char *name = at;
	while (at < close && !blank(*at))
		at++;
	t.name = (struct piece){name, (size_t)(at - name)};
	t.attributes = (struct piece){at, (size_t)(close - at)};
	return t;
}

bool svg_attribute_next(struct piece *attributes, struct piece *ret_name, struct piece *ret_value) {
	const char *at = attributes->at, *end = at + attributes->n;
	while (at < end && blank(*at))
		at++;
	const char *name = at;
	while (at < end && *at != '=')
		at++;
	if (end - at < 3 || (at[1] != '"' && at[1] != '\''))
		return false;
	const char *close = memchr(at + 2, at[1], (size_t)(end - at - 2));
	if (close == NULL)
		return false;
	*ret_name = (struct piece){name, (size_t)(at - name)};
	*ret_value = (struct piece){at + 2, (size_t)(close - at - 2)};
	*attributes = (struct piece){close + 1, (size_t)(end - close - 1)};
	return true;
}

struct piece svg_attribute(struct piece attributes, const char *name) {
	struct piece is = {0}, value = {0};
	while (svg_attribute_next(&attributes, &is, &value))
		if (piece_is(is, name))
			return value;
	return (struct piece){0};
}

bool svg_number(struct piece *p, double *ret_x) {
	char number[40];
	size_t n = 0;
	bool point = false, power = false;
	while (p->n > 0 && (blank(*p->at) || *p->at == ','))
		p->at++, p->n--;
	for (; n < p->n && n < sizeof number - 1; n++) {
		char c = p->at[n], before = n > 0 ? p->at[n - 1] : 0;
		bool sign = (c == '-' || c == '+') && (n == 0 || before == 'e' || before == 'E');
		bool first_point = c == '.' && !point && !power, first_power = (c == 'e' || c == 'E') && !power && n > 0;
		if (!(c >= '0' && c <= '9') && !sign && !first_point && !first_power)
			break;
		point = point || first_point;
		power = power || first_power;
		number[n] = c;
	}
	number[n] = 0;
	char *end = NULL;
	double x = strtod(number, &end);
	if (end == number || !isfinite(x))
		return false;
	p->at += end - number;
	p->n -= (size_t)(end - number);
	*ret_x = x;
	return true;
}

size_t svg_text(struct piece p, char *to, size_t room) {
	static const struct {
		const char *name;
		char is;
	} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}};
	size_t n = 0;
	for (size_t i = 0; i < p.n && n < room; i++) {
		char c = p.at[i];
		for (size_t k = 0; c == '&' && k < sizeof entities / sizeof *entities; k++) {
			size_t name = strlen(entities[k].name);
			if (p.n - i < name || memcmp(p.at + i, entities[k].name, name) != 0)
				continue;
			c = entities[k].is;
			i += name - 1;
			break;
		}
		to[n++] = blank(c) ? ' ' : c;
	}
	while (n > 0 && n == room && ((unsigned char)to[n - 1] & 0xc0) == 0x80) /* never half a letter */
		n--;
	return n;
}

static bool one_transform(struct piece word, struct piece arguments, cairo_matrix_t *m) {
	double a[6];
	size_t n = 0;
	while (n < 6 && svg_number(&arguments, &a[n]))
		n++;
	if (piece_is(word, "translate") && n > 0) {
		cairo_matrix_translate(m, a[0], n > 1 ? a[1] : 0);
	} else if (piece_is(word, "scale") && n > 0) {
		cairo_matrix_scale(m, a[0], n > 1 ? a[1] : a[0]);
	} else if (piece_is(word, "rotate") && (n == 1 || n == 3)) {
		cairo_matrix_translate(m, n == 3 ? a[1] : 0, n == 3 ? a[2] : 0);
		cairo_matrix_rotate(m, a[0] * M_PI / 180);
		cairo_matrix_translate(m, n == 3 ? -a[1] : 0, n == 3 ? -a[2] : 0);
	} else if (piece_is(word, "matrix") && n == 6) {
		cairo_matrix_t more = {a[0], a[1], a[2], a[3], a[4], a[5]};
		cairo_matrix_multiply(m, &more, m);
	} else {
		return false;
	}
	return true;
}

bool svg_transform(struct piece p, cairo_matrix_t *ret_matrix) {
	cairo_matrix_t m;
	cairo_matrix_init_identity(&m);
	while (p.n > 0) {
		if (blank(*p.at) || *p.at == ',') {
			p.at++, p.n--;
			continue;
		}
		const char *open = memchr(p.at, '(', p.n), *close = open == NULL ? NULL :
			memchr(open, ')', p.n - (size_t)(open - p.at));
		if (close == NULL || !one_transform((struct piece){p.at, (size_t)(open - p.at)},
		                                    (struct piece){open + 1, (size_t)(close - open - 1)}, &m))
			return false;
		p = (struct piece){close + 1, p.n - (size_t)(close + 1 - p.at)};
	}
	*ret_matrix = m;
	return true;
}

/* The arc from the present point, as the SVG standard derives its centre (appendix "Elliptical arc implementation
   notes"). */
static void arc_to(cairo_t *cairo, double rx, double ry, double turn, bool large, bool sweep, double x, double y) {
	double x0, y0;
	cairo_get_current_point(cairo, &x0, &y0);
	rx = fabs(rx);
	ry = fabs(ry);
	if (rx <= 0 || ry <= 0) {
		cairo_line_to(cairo, x, y);
		return;
	}
	double c = cos(turn), s = sin(turn), dx = (x0 - x) / 2, dy = (y0 - y) / 2;
	double u = c * dx + s * dy, v = -s * dx + c * dy, stretch = u * u / (rx * rx) + v * v / (ry * ry);
	if (stretch > 1) {
		rx *= sqrt(stretch);
		ry *= sqrt(stretch);
	}
	double under = rx * rx * v * v + ry * ry * u * u, over = rx * rx * ry * ry - under;
	double k = under > 0 && over > 0 ? sqrt(over / under) : 0;
	k = large == sweep ? -k : k;
	double cu = k * rx * v / ry, cv = -k * ry * u / rx;
	double from = atan2((v - cv) / ry, (u - cu) / rx), to = atan2((-v - cv) / ry, (-u - cu) / rx);
	cairo_matrix_t before;
	cairo_get_matrix(cairo, &before);
	cairo_translate(cairo, c * cu - s * cv + (x0 + x) / 2, s * cu + c * cv + (y0 + y) / 2);
	cairo_rotate(cairo, turn);
	cairo_scale(cairo, rx, ry);
	if (sweep)
		cairo_arc(cairo, 0, 0, 1, from, to);
	else
		cairo_arc_negative(cairo, 0, 0, 1, from, to);
	cairo_set_matrix(cairo, &before);
}

/* The numbers a command takes; -1 for a letter that is none. */
static int wanted(char command) {
	static const char letters[] = "mlhvcsqtaz";
	static const int counts[] = {2, 2, 1, 1, 6, 4, 4, 2, 7, 0};
	const char *at = command == 0 ? NULL : strchr(letters, command | 0x20);
	return at == NULL ? -1 : counts[at - letters];
}

struct pen {
	double x, y;   /* where it stands */
	double bx, by; /* the last control point of a curve */
	char before;   /* the last command, in small letters */
};

static void curve(cairo_t *cairo, struct pen *pen, double ax, double ay, double bx, double by, double x, double y) {
	cairo_curve_to(cairo, ax, ay, bx, by, x, y);
	pen->bx = bx;
	pen->by = by;
}

static void quadratic(cairo_t *cairo, struct pen *pen, double bx, double by, double x, double y) {
	cairo_curve_to(cairo, pen->x + (bx - pen->x) * 2 / 3, pen->y + (by - pen->y) * 2 / 3, x + (bx - x) * 2 / 3,
	               y + (by - y) * 2 / 3, x, y);
	pen->bx = bx;
	pen->by = by;
}

static void command(cairo_t *cairo, struct pen *pen, char letter, double *a, int n) {
	char small = (char)(letter | 0x20);
	if (letter == small && small != 'z') /* from where it stands */
		for (int i = small == 'a' ? 5 : 0; i < n; i++)
			a[i] += small == 'v' || (small != 'h' && (small == 'a' ? i == 6 : i % 2 == 1)) ? pen->y : pen->x;
	bool cubic = pen->before == 'c' || pen->before == 's', square = pen->before == 'q' || pen->before == 't';
	switch (small) {
	case 'm': cairo_move_to(cairo, a[0], a[1]); break;
	case 'l': cairo_line_to(cairo, a[0], a[1]); break;
	case 'h': cairo_line_to(cairo, a[0], pen->y); break;
	case 'v': cairo_line_to(cairo, pen->x, a[0]); break;
	case 'c': curve(cairo, pen, a[0], a[1], a[2], a[3], a[4], a[5]); break;
	case 's':
		curve(cairo, pen, cubic ? 2 * pen->x - pen->bx : pen->x, cubic ? 2 * pen->y - pen->by : pen->y, a[0], a[1],
			a[2], a[3]);
		break;
	case 'q': quadratic(cairo, pen, a[0], a[1], a[2], a[3]); break;
	case 't':
		quadratic(cairo, pen, square ? 2 * pen->x - pen->bx : pen->x, square ? 2 * pen->y - pen->by : pen->y, a[0],
			a[1]);
		break;
	case 'a': arc_to(cairo, a[0], a[1], a[2] * M_PI / 180, a[3] > 0, a[4] > 0, a[5], a[6]); break;
	default: cairo_close_path(cairo); break;
	}
	cairo_get_current_point(cairo, &pen->x, &pen->y);
	pen->before = small;
}

bool svg_path(cairo_t *cairo, struct piece d) {
	struct pen pen = {0};
	char letter = 0;
	for (;;) {
		double a[7];
		while (d.n > 0 && (blank(*d.at) || *d.at == ','))
			d.at++, d.n--;
		if (d.n == 0)
			return true;
		bool is_letter = wanted(*d.at) >= 0;
		if (is_letter) {
			letter = *d.at;
			d.at++, d.n--;
		}
		int n = wanted(letter);
		if (n < 0 || (n == 0 && !is_letter) || (pen.before == 0 && (letter | 0x20) != 'm'))
			return false;
		for (int i = 0; i < n; i++)
			if (!svg_number(&d, &a[i]))
				return false;
		command(cairo, &pen, letter, a, n);
		letter = letter == 'm' ? 'l' : letter == 'M' ? 'L' : letter; /* further pairs are lines */
	}
}
