/* Day 12 of 30, as a ring. */
#include "view/chart_inside.h"

#include <math.h>

#include "text/catalogue.h"
#include "text/format.h"

static int64_t day_of_ring(const struct chart *c) {
	return json_integer_value(json_object_get(c->json, "day"));
}

static int64_t days_of_ring(const struct chart *c) {
	return json_integer_value(json_object_get(c->json, "of"));
}

bool chart_ring_read(struct chart *c) {
	int64_t day = day_of_ring(c), of = days_of_ring(c);
	bool sound = json_is_integer(json_object_get(c->json, "day")) && json_is_integer(json_object_get(c->json, "of")) &&
	             of >= 1 && of <= 10000 && day >= 0 && day <= 100000;
	if (sound) {
		chart_grid(c, 2, 1);
		chart_cell(c, 0, 0, text_number(c->cx->arena, c->cx->lang, day));
		chart_cell(c, 0, 1, text_number(c->cx->arena, c->cx->lang, of));
	}
	return sound;
}

void chart_ring(struct chart *c) {
	enum { SIDE = 160, RADIUS = 66, STROKE = 16 };
	struct cx *cx = c->cx;
	int64_t day = day_of_ring(c), of = days_of_ring(c);
	double round = 2 * M_PI * RADIUS, share = day >= of ? 1 : (double)day / (double)of;
	const char *said = text_number(cx->arena, cx->lang, day);
	struct text_fill fills[] = {{"n", text_number(cx->arena, cx->lang, of)}, {"day", said}, {0}};
	chart_begin(c, SIDE, SIDE, text_fill(cx->arena, _("Day %{day} of %{n}."), fills));
	buf_printf(c->out,
		"<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" TRACK "\" stroke-width=\"%d\"/>\n", RADIUS,
		STROKE);
	if (day > of) /* past the end: broken, so that it is told without colour */
		buf_printf(c->out,
			"<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" VERMILION "\" stroke-width=\"%d\" "
		                   "stroke-dasharray=\"9 4\"/>\n", RADIUS, STROKE);
	else if (day > 0)
		buf_printf(c->out, "<circle cx=\"80\" cy=\"80\" r=\"%d\" fill=\"none\" stroke=\"" BLUE "\" stroke-width=\"%d\" "
		                   "stroke-dasharray=\"%.2f %.2f\" transform=\"rotate(-90 80 80)\"/>\n",
		           RADIUS, STROKE, round * share, round);
	buf_str(c->out, "<text x=\"80\" y=\"88\" text-anchor=\"middle\" font-size=\"44\" font-weight=\"700\">");
	chart_text(c, said);
	buf_str(c->out, "</text><text x=\"80\" y=\"112\" text-anchor=\"middle\" font-size=\"16\">");
	chart_text(c, text_fill(cx->arena, text_say_n(cx->lang, "of %{n} day", "of %{n} days", of), fills));
	buf_str(c->out, "</text>\n");
	chart_end(c, false);
}
