/* Bars with their labels above them. */
#include "view/chart_inside.h"

#include <string.h>

#include "base/utf8.h"

enum { LABEL_CHARS = 38, LABEL_LINES = 3, BAR = 20, GAP = 14, SLOT = 104, DIGIT = 9 };

static int label(struct chart *c, const char *s, double y) {
	return chart_lines(c, s, 0, y, LABEL_CHARS, LABEL_LINES, LINE, "");
}

void chart_bars(struct chart *c) {
	double height = 0, room = WIDTH;
	for (size_t i = 0; i < c->n; i++) {
		const char *v = c->rows[i].value;
		height += label(c, c->rows[i].label, -1) * LINE + BAR + GAP;
		if (v != NULL)
			room = least(room, WIDTH - 10 - DIGIT * (double)utf8_count(v, strlen(v)));
	}
	room = larger(room, 60);
	chart_begin(c, WIDTH, height - GAP + 6, chart_words(c));
	double y = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct row *r = &c->rows[i];
		y += label(c, r->label, y + 15) * LINE + 4;
		double width = c->most > 0 ? room * r->x / c->most : 0;
		if (r->value == NULL) {
			buf_printf(c->out,
			           "<rect x=\"0.5\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"url(#%s-h)\" stroke=\"" QUIET "\" "
			           "stroke-dasharray=\"4 3\"/><text x=\"%d\" y=\"%.0f\" fill=\"" QUIET "\">",
			           y + 0.5, SLOT, BAR - 1, c->id, SLOT + 10, y + 15);
			chart_text(c, chart_not_reported(c->cx));
		} else {
			buf_printf(c->out,
			           "<rect x=\"0\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"" BLUE "\"/>"
			           "<text x=\"%.1f\" y=\"%.0f\" font-weight=\"700\">",
			           y, larger(width, 1.5), BAR, larger(width, 1.5) + 8, y + 15);
			chart_text(c, r->value);
		}
		buf_str(c->out, "</text>\n");
		y += BAR + GAP - 4;
	}
	chart_end(c, true);
}
