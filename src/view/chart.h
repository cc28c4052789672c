/*
 * chart.h - small pictures as inline SVG, drawn here and not in the reader's browser.
 *
 * A picture has a title that says the finding, a description that holds every number in words, and labels beside
 * what they name. Colours are Okabe and Ito's; where colour would tell something a pattern tells it too. There is
 * no style attribute, script or font in it, so the page's content policy needs no exception. What was not
 * reported is drawn as an empty hatched slot with those words, never as nought.
 *
 *   {"kind": "bars",  "title": "...", "source": "...", "rows": [{"label": "Police", "value": 16},
 *                                                               {"label": "Shelters", "value": null}]}
 *   {"kind": "spark", "title": "...", "source": "...", "rows": [{"label": "2022", "value": 183}, ...]}
 *   {"kind": "ring",  "title": "...", "source": "...", "day": 12, "of": 30}
 *
 * "title" is required, "source" (definition, as-of date) asked for, "id" optional: what the SVG's own ids begin
 * with, for two pictures of one title on one page. Texts are already in the reader's language.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "base/cx.h"

enum { CHART_ROWS = 40 };

/* Draw `chart` at the end of `out`. ERR_INVALID, and nothing drawn, for an object that is not as above. */
MUST_CHECK int chart_draw(struct cx *cx, json_t *chart, struct buf *out);
