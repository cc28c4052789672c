#include "cmd/link_picture.h"

#include <math.h>
#include <string.h>

#include "text/catalogue.h"
#include "text/format.h"
#include "view/template.h"

static const char FOR[] = "#0072b2", AGAINST[] = "#d55e00", GREY[] = "#505a5f", PALE[] = "#d5dde0", THIRD[] = "#009e73";

enum { WIDE = 700, HIGH = 260, LEFT = 52, BELOW = 34, TOP = 14, WATERFALL_PARTS = 40, SIZES = 40 };

static void text(struct buf *to, double x, double y, const char *anchor, const char *s) {
	buf_printf(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"13\" fill=\"#16232b\">", x, y, anchor);
	html_escape(to, s, strlen(s));
	buf_str(to, "</text>");
}

static void box(struct buf *to, double x, double y, double w, double h, const char *fill) {
	buf_printf(to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, fmax(w, 0),
	           fmax(h, 0), fill);
}

static void line(struct buf *to, double x1, double y1, double x2, double y2, const char *colour, const char *dash) {
	buf_printf(to, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\"%s%s%s/>", x1, y1, x2, y2,
	           colour, *dash != 0 ? " stroke-dasharray=\"" : "", dash, *dash != 0 ? "\"" : "");
}

static void open_picture(struct buf *to, int wide, int high, const char *label) {
	buf_printf(to, "<div class=\"scroll\" tabindex=\"0\"><svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
	           "aria-label=\"", wide, high, wide, high);
	html_escape(to, label, strlen(label));
	buf_str(to, "\">");
}

static void close_picture(struct buf *to) {
	buf_str(to, "</svg></div>\n");
}

void link_picture_weight(struct buf *to, double value, double most) {
	double long_ = isfinite(value) && most > 0 ? fmin(fabs(value) / most, 1) * 78 : 0;
	buf_str(to, "<svg width=\"160\" height=\"16\" viewBox=\"0 0 160 16\" aria-hidden=\"true\">");
	box(to, value < 0 ? 80 - long_ : 80, 2, long_, 12, value < 0 ? AGAINST : FOR);
	line(to, 80, 0, 80, 16, GREY, "");
	buf_str(to, "</svg>");
}

void link_picture_share(struct buf *to, double share) {
	buf_str(to, "<svg width=\"80\" height=\"12\" viewBox=\"0 0 80 12\" aria-hidden=\"true\">");
	box(to, 0, 0, 80, 12, PALE);
	box(to, 0, 0, isfinite(share) ? 80 * fmin(fmax(share, 0), 1) : 0, 12, FOR);
	buf_str(to, "</svg>");
}

/* A value's place between two ends, in the drawing's width or height. */
static double place(double value, double from, double to) {
	return to > from ? fmin(fmax((value - from) / (to - from), 0), 1) : 0;
}

static double x_of(double value, double from, double to) {
	return LEFT + place(value, from, to) * (WIDE - LEFT - 10);
}

static double y_of(double share) {
	return TOP + (1 - fmin(fmax(share, 0), 1)) * (HIGH - TOP - BELOW);
}

/* Whole weights below the drawing, about eight of them. */
static void below(struct cx *cx, struct buf *to, double from, double end) {
	double step = fmax(1, ceil((end - from) / 8));
	line(to, LEFT, y_of(0), WIDE - 10, y_of(0), GREY, "");
	for (double v = ceil(from / step) * step; v <= end; v += step)
		text(to, x_of(v, from, end), HIGH - 14, "middle", text_number(cx->arena, cx->lang, (int64_t)v));
}

static double height(uint64_t n, uint64_t most) {
	return n == 0 || most == 0 ? 0 : log1p((double)n) / log1p((double)most);
}

static void powers(struct cx *cx, struct buf *to, uint64_t most) {
	for (uint64_t n = 1; n <= most && n <= UINT64_MAX / 100; n *= most > 100000 ? 100 : 10) {
		line(to, LEFT, y_of(height(n, most)), WIDE - 10, y_of(height(n, most)), PALE, "");
		text(to, LEFT - 6, y_of(height(n, most)) + 4, "end",
		     n >= 1000000 ? arena_printf(cx->arena, "%d M", (int)(n / 1000000)) : text_number(cx->arena, cx->lang, (int64_t)n));
	}
}

void link_picture_weights(struct cx *cx, const struct link_report *r, struct buf *to) {
	uint64_t most = 0;
	for (uint32_t i = 0; i < r->bins; i++)
		most = r->bin[i].pairs > most ? r->bin[i].pairs : most;
	if (most == 0)
		return;
	double from = r->bin[0].from, end = r->bin[r->bins - 1].to;
	open_picture(to, WIDE, HIGH, _("Pairs by their weight"));
	powers(cx, to, most);
	for (uint32_t i = 0; i < r->bins; i++) {
		const struct link_report_bin *b = &r->bin[i];
		double x = x_of(b->from, from, end), w = x_of(b->to, from, end) - x - 1;
		double h = height(b->pairs, most), same = b->pairs > 0 ? h * (double)b->same / (double)b->pairs : 0;
		box(to, x, y_of(h), w, y_of(0) - y_of(h), r->truth ? AGAINST : FOR);
		box(to, x, y_of(same), w, y_of(0) - y_of(same), FOR);
	}
	if (isfinite(r->threshold))
		line(to, x_of(r->threshold, from, end), TOP, x_of(r->threshold, from, end), y_of(0), "#16232b", "5 4");
	below(cx, to, from, end);
	close_picture(to);
}

static void curve(struct buf *to, const struct link_report_point *p, uint32_t n, int which, const char *colour,
                  const char *dash) {
	buf_printf(to, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"%s%s%s points=\"", colour,
	           *dash != 0 ? " stroke-dasharray=\"" : "", dash, *dash != 0 ? "\"" : "");
	for (uint32_t i = 0; i < n; i++) {
		double v = which == 0 ? p[i].precision : which == 1 ? p[i].recall : p[i].f1;
		if (isfinite(v))
			buf_printf(to, "%.1f,%.1f ", x_of(p[i].threshold, p[0].threshold, p[n - 1].threshold), y_of(v));
	}
	buf_str(to, "\"/>");
}

void link_picture_curve(struct cx *cx, const struct link_report_point *p, uint32_t n, double threshold, const char *label,
                        struct buf *to) {
	if (n < 2)
		return;
	double from = p[0].threshold, end = p[n - 1].threshold;
	open_picture(to, WIDE, HIGH + 24, label);
	for (int i = 0; i <= 4; i++) {
		line(to, LEFT, y_of(i / 4.0), WIDE - 10, y_of(i / 4.0), PALE, "");
		text(to, LEFT - 6, y_of(i / 4.0) + 4, "end", text_decimal(cx->arena, cx->lang, i / 4.0, 2));
	}
	curve(to, p, n, 0, FOR, "");
	curve(to, p, n, 1, AGAINST, "8 5");
	curve(to, p, n, 2, THIRD, "2 4");
	if (isfinite(threshold))
		line(to, x_of(threshold, from, end), TOP, x_of(threshold, from, end), y_of(0), "#16232b", "5 4");
	below(cx, to, from, end);
	const char *const names[] = {_("precision"), _("recall"), _("F1, of both")};
	const char *const colours[] = {FOR, AGAINST, THIRD}, *const dashes[] = {"", "8 5", "2 4"};
	for (int i = 0; i < 3; i++) {
		line(to, LEFT + 200 * i, HIGH + 12, LEFT + 200 * i + 36, HIGH + 12, colours[i], dashes[i]);
		text(to, LEFT + 200 * i + 44, HIGH + 16, "start", names[i]);
	}
	close_picture(to);
}

/* A row of the waterfall: from where the sum stood to where it stands now. */
static void fall(struct cx *cx, struct buf *to, int row, const char *name, double was, double now, double from, double end,
                 bool whole) {
	double y = 10 + row * 24, scale = WIDE - 330;
	double a = 200 + place(was, from, end) * scale, b = 200 + place(now, from, end) * scale;
	text(to, 192, y + 13, "end", name);
	box(to, fmin(a, b), y, fmax(fabs(b - a), 1.5), 17, whole ? "#16232b" : now < was ? AGAINST : FOR);
	text(to, fmax(a, b) + 6, y + 13, "start",
	     arena_printf(cx->arena, "%s%s", now - was > 0 && !whole ? "+" : "", text_decimal(cx->arena, cx->lang, whole ? now : now - was, 1)));
	line(to, b, y + 17, b, y + 24, GREY, "");
}

void link_picture_waterfall(struct cx *cx, const struct link_report *r, const struct link_report_pair *pair, struct buf *to) {
	double sum = pair->prior, from = fmin(0, sum), end = fmax(0, sum);
	uint32_t n = pair->parts < WATERFALL_PARTS ? pair->parts : WATERFALL_PARTS;
	for (uint32_t i = 0; i < n; i++) {
		sum += pair->part[i].weight;
		from = fmin(from, sum);
		end = fmax(end, sum);
	}
	if (isfinite(r->threshold)) {
		from = fmin(from, r->threshold);
		end = fmax(end, r->threshold);
	}
	int high = 10 + ((int)n + 2) * 24 + 22;
	open_picture(to, WIDE, high,
	             arena_printf(cx->arena, "%s: %s", _("How the weight of this pair comes together"),
	                          text_decimal(cx->arena, cx->lang, pair->weight, 1)));
	double zero = 200 + place(0, from, end) * (WIDE - 330);
	line(to, zero, 4, zero, high - 22, PALE, "");
	fall(cx, to, 0, _("before anything is known"), 0, pair->prior, from, end, false);
	sum = pair->prior;
	for (uint32_t i = 0; i < n; i++) {
		fall(cx, to, (int)i + 1, pair->part[i].name, sum, sum + pair->part[i].weight, from, end, false);
		sum += pair->part[i].weight;
	}
	fall(cx, to, (int)n + 1, _("together"), 0, pair->weight, from, end, true);
	if (isfinite(r->threshold)) {
		double x = 200 + place(r->threshold, from, end) * (WIDE - 330);
		line(to, x, 4, x, high - 18, "#16232b", "5 4");
		text(to, x, high - 5, "middle", _("threshold"));
	}
	close_picture(to);
}

void link_picture_sizes(struct cx *cx, const struct link_report *r, struct buf *to) {
	uint64_t most = 0;
	uint32_t n = r->sizes < SIZES ? r->sizes : SIZES;
	for (uint32_t i = 0; i < n; i++)
		most = r->size[i].clusters > most ? r->size[i].clusters : most;
	if (most == 0)
		return;
	double step = (WIDE - LEFT - 10) / (double)n, w = fmin(step - 4, 60);
	uint32_t every = 1 + n / 20;
	open_picture(to, WIDE, HIGH, _("People by how many records they have"));
	powers(cx, to, most);
	for (uint32_t i = 0; i < n; i++) {
		double h = height(r->size[i].clusters, most), x = LEFT + step * i + (step - w) / 2;
		box(to, x, y_of(h), w, y_of(0) - y_of(h), FOR);
		if (i % every == 0)
			text(to, x + w / 2, HIGH - 14, "middle", text_number(cx->arena, cx->lang, r->size[i].size));
	}
	line(to, LEFT, y_of(0), WIDE - 10, y_of(0), GREY, "");
	close_picture(to);
}
