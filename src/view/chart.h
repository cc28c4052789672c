/*
 * chart.h - pictures as SVG, drawn here and not in the reader's browser.
 *
 * A picture has a title that says the finding, a description that holds every number in words, and labels beside
 * what they name. Colours are Okabe and Ito's; where colour would tell something a pattern, a shape or a word tells it
 * too. There is no style attribute, script or font in it, so the page's content policy needs no exception. What was not
 * reported is drawn as an empty hatched slot or named below the picture, never as nought.
 *
 *   {"kind": "bars",  "title": "...", "source": "...", "rows": [{"label": "Police", "value": 16},
 *                                                               {"label": "Shelters", "value": null}]}
 *   {"kind": "spark", "title": "...", "source": "...", "rows": [{"label": "2022", "value": 183}, ...]}
 *   {"kind": "ring",  "title": "...", "source": "...", "day": 12, "of": 30}
 *   {"kind": "lines", "title": "...", "source": "...", "labels": ["2021", "2022"],
 *    "rows": [{"label": "Investigations", "values": [7, 12]}, {"label": "Calls", "values": [null, 70]}]}
 *   {"kind": "upset", "title": "...", "source": "...", "sets": ["Police", "NGO"],
 *    "rows": [{"in": [0], "value": 16}, {"in": [0, 1], "value": 3}]}
 *   {"kind": "flows", "title": "...", "source": "...", "home": 440,
 *    "rows": [{"from": 804, "to": 440, "from_label": "Ukraine", "to_label": "Lithuania", "value": 9}]}
 *   {"kind": "intervals", "title": "...", "source": "...",
 *    "rows": [{"label": "stepwise", "value": 11418, "from": 9267, "to": 14307}]}
 *
 * "title" is required, "source" (definition, as-of date) asked for. Optional: "id", what the SVG's own ids begin with,
 * for two pictures of one title on one page; in a row of "bars" and "spark" "say", its value as it is written ("0.04",
 * "12%"; else the number with at most one decimal); "head", the headings of its table; "files", a path of this site
 * under which /svg, /png and /csv are this picture, and "query" to go with them ("?year=2022"). Countries are numbers
 * of ISO 3166; one that is not known is null and stands in the table and in words only. Texts are in the reader's
 * language.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "base/cx.h"

enum { CHART_ROWS = 400, CHART_SETS = 12, CHART_POINTS = 40 };

/* Draw `chart` at the end of `out`, as a figure of a page. ERR_INVALID, and nothing drawn, for an object that is not as
   above. */
MUST_CHECK int chart_draw(struct cx *cx, json_t *chart, struct buf *out);

/* The same as an SVG file of its own: title and source stand in the picture. ERR_INVALID as above. */
MUST_CHECK int chart_svg(struct cx *cx, json_t *chart, struct buf *out);

/* Its table as CSV. ERR_INVALID as above. */
MUST_CHECK int chart_csv(struct cx *cx, json_t *chart, struct buf *out);
