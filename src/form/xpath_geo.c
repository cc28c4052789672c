/* Places: the way along points, and the land within them, on a ball of the Earth's size at the equator, in metres. */
#include <math.h>
#include <string.h>

#include "form/xpath_inside.h"

#define EARTH 6378100.0
#define RADIANS (3.14159265358979323846 / 180)

struct point {
	double latitude, longitude;
};

/* "54.68 25.27 0 0"; points are parted by semicolons. False at the end, or where it is no point. */
static bool point_next(const char **at, struct point *ret_point) {
	char *end;
	*at += strspn(*at, "; \t\r\n");
	if (**at == 0)
		return false;
	double latitude = strtod(*at, &end);
	if (end == *at)
		return false;
	double longitude = strtod(end, &end);
	*at = end + strcspn(end, ";");
	*ret_point = (struct point){latitude, longitude};
	return fabs(latitude) <= 90 && fabs(longitude) <= 180;
}

static double way(const struct point *a, const struct point *b) {
	double north = sin((b->latitude - a->latitude) * RADIANS / 2);
	double east = sin((b->longitude - a->longitude) * RADIANS / 2);
	double h = north * north + cos(a->latitude * RADIANS) * cos(b->latitude * RADIANS) * east * east;
	return 2 * EARTH * asin(sqrt(h > 1 ? 1 : h));
}

struct sums {
	size_t n;
	struct point first, last;
	double way, area; /* area: of the ring so far, not closed */
};

static double wedge(const struct point *a, const struct point *b) {
	return (b->longitude - a->longitude) * RADIANS * (2 + sin(a->latitude * RADIANS) + sin(b->latitude * RADIANS));
}

static void sum_text(struct eval *e, struct sums *s, const char *text) {
	struct point p;
	while (xpath_tick(e, 8) && point_next(&text, &p)) {
		if (s->n == 0) {
			s->first = p;
		} else {
			s->way += way(&s->last, &p);
			s->area += wedge(&s->last, &p);
		}
		s->last = p;
		s->n++;
	}
}

static struct sums sum(struct eval *e, const struct part *call) {
	struct sums s = {0};
	for (size_t i = 0; xpath_argument(call, i) != NULL && e->rc == 0; i++) {
		struct xpath_value v = xpath_value_of(e, call, i);
		if (v.kind != XPATH_NODES)
			sum_text(e, &s, xpath_string(e->at, &v));
		for (size_t k = 0; v.kind == XPATH_NODES && k < v.n && e->rc == 0; k++)
			sum_text(e, &s, v.nodes[k]->value);
	}
	return s;
}

XPATH_FUNCTION(fn_distance) {
	return xpath_from_number(round(sum(e, call).way * 100) / 100); /* to the centimetre, as ODK's clients */
}

XPATH_FUNCTION(fn_area) {
	struct sums s = sum(e, call);
	if (s.n < 3)
		return xpath_from_number(0);
	return xpath_from_number(round(fabs((s.area + wedge(&s.last, &s.first)) * EARTH * EARTH / 2) * 100) / 100);
}
