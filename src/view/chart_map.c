#include "view/chart_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "view/assets.h"

enum { POINTS = 1200 }; /* of one outline; the file's longest has about 400 */

static const double RADIAN = M_PI / 180;

/* The lines of the file, one country each: "440 239 553|228 544 -2 7 ...|...". */
static const char *world(void) {
	const struct asset *file = asset_find(&view_assets, "web/map/world.txt");
	return file == NULL ? "" : (const char *)file->at;
}

static const char *next_line(const char *at) {
	at = strchr(at, '\n');
	return at == NULL ? "" : at + 1;
}

static bool country_line(const char *at) {
	return *at >= '0' && *at <= '9';
}

bool map_place(int country, double *ret_lon, double *ret_lat) {
	for (const char *at = world(); *at != 0; at = next_line(at)) {
		char *end;
		if (!country_line(at) || strtol(at, &end, 10) != country || country == 0)
			continue;
		*ret_lon = (double)strtol(end, &end, 10) / 10;
		*ret_lat = (double)strtol(end, &end, 10) / 10;
		return true;
	}
	return false;
}

/* Lambert's azimuthal equal-area projection; false beyond 140 degrees, where it tears. */
static bool project(double middle_lon, double middle_lat, double lon, double lat, double *ret_x, double *ret_y) {
	double l = lon * RADIAN - middle_lon, f = lat * RADIAN;
	double near = sin(middle_lat) * sin(f) + cos(middle_lat) * cos(f) * cos(l);
	if (near < cos(140 * RADIAN))
		return false;
	double k = sqrt(2 / (1 + near));
	*ret_x = k * cos(f) * sin(l);
	*ret_y = -k * (cos(middle_lat) * sin(f) - sin(middle_lat) * cos(f) * cos(l));
	return true;
}

bool map_point(const struct map_view *view, double lon, double lat, double *ret_x, double *ret_y) {
	double x, y;
	if (!project(view->lon, view->lat, lon, lat, &x, &y))
		return false;
	*ret_x = (x - view->west) * view->scale;
	*ret_y = (y - view->north) * view->scale;
	return true;
}

struct map_view map_view(const int *countries, size_t n, double width) {
	/* Portugal, the north of Norway, the Adriatic, the Black Sea, Ireland: what every view shows. */
	static const double europe[][2] = {{-8, 41.5}, {20, 64}, {18, 41}, {38, 46}, {-9, 53}};
	enum { EUROPE = sizeof europe / sizeof *europe };
	double places[EUROPE + MAP_COUNTRIES][2], sum[3] = {0, 0, 0};
	size_t places_n = 0;
	for (size_t i = 0; i < EUROPE; i++, places_n++)
		memcpy(places[places_n], europe[i], sizeof europe[i]);
	for (size_t i = 0; i < n && i < MAP_COUNTRIES; i++)
		if (map_place(countries[i], &places[places_n][0], &places[places_n][1]))
			places_n++;
	for (size_t i = 0; i < places_n; i++) { /* the middle of them on the globe */
		double l = places[i][0] * RADIAN, f = places[i][1] * RADIAN;
		sum[0] += cos(f) * cos(l);
		sum[1] += cos(f) * sin(l);
		sum[2] += sin(f);
	}
	struct map_view v = {.lon = atan2(sum[1], sum[0]), .lat = atan2(sum[2], hypot(sum[0], sum[1])), .width = width};
	double west = 0, east = 0, north = 0, south = 0;
	for (size_t i = 0; i < places_n; i++) {
		double x, y;
		if (!project(v.lon, v.lat, places[i][0], places[i][1], &x, &y))
			continue;
		west = fmin(west, x);
		east = fmax(east, x);
		north = fmin(north, y);
		south = fmax(south, y);
	}
	double wide = (east - west) * 1.16, high = (south - north) * 1.16; /* room for names at the edge */
	high = fmax(high, wide * 0.72);
	wide = fmax(wide, high / 1.15);
	v.west = (west + east - wide) / 2;
	v.north = (north + south - high) / 2;
	v.scale = width / wide;
	v.height = high * v.scale;
	return v;
}

struct outline {
	size_t n;
	double at[POINTS][2];
};

static bool inside(const double *p, int side, double edge) {
	return side == 0 ? p[0] >= -edge : side == 1 ? p[1] >= -edge : side == 2 ? p[0] <= edge : p[1] <= edge;
}

/* Sutherland and Hodgman: what of the outline lies on the right side of one edge of the box. */
static void cut(const struct outline *from, struct outline *to, int side, double edge) {
	int axis = side % 2;
	double line = side < 2 ? -edge : edge;
	to->n = 0;
	for (size_t i = 0; i < from->n; i++) {
		const double *a = from->at[i], *b = from->at[(i + 1) % from->n];
		bool a_in = inside(a, side, edge), b_in = inside(b, side, edge);
		if (a_in && to->n < POINTS)
			memcpy(to->at[to->n++], a, sizeof to->at[0]);
		if (a_in != b_in && to->n < POINTS) {
			double share = (line - a[axis]) / (b[axis] - a[axis]);
			to->at[to->n][axis] = line;
			to->at[to->n][1 - axis] = a[1 - axis] + share * (b[1 - axis] - a[1 - axis]);
			to->n++;
		}
	}
}

/* The outline within the box, as steps; nothing for one that is too small to be seen. */
static bool write_outline(const struct map_view *view, struct outline *o, struct outline *spare, struct buf *out,
	bool begun) {
	for (size_t i = 0; i < o->n; i++) { /* around the middle of the box, so that both edges of an axis are one number */
		o->at[i][0] -= view->width / 2;
		o->at[i][1] -= view->height / 2;
	}
	struct outline *from = o, *to = spare, *other;
	for (int side = 0; side < 4; side++) {
		cut(from, to, side, (side % 2 == 0 ? view->width : view->height) / 2);
		other = from, from = to, to = other;
	}
	double x = 0, y = 0;
	size_t kept = 0, mark = out->n;
	for (size_t i = 0; i < from->n; i++) {
		double nx = round((from->at[i][0] + view->width / 2) * 10) / 10,
			ny = round((from->at[i][1] + view->height / 2) * 10) / 10;
		if (kept > 0 && fabs(nx - x) + fabs(ny - y) < 0.9)
			continue;
		if (kept == 0)
			buf_printf(out, "%sM%g %gl", begun ? "" : "<path d=\"", nx, ny);
		else
			buf_printf(out, "%s%g %g", kept == 1 ? "" : " ", round((nx - x) * 10) / 10, round((ny - y) * 10) / 10);
		x = nx;
		y = ny;
		kept++;
	}
	if (kept < 3) {
		out->n = mark;
		out->at[mark] = 0;
		return false;
	}
	buf_char(out, 'z');
	return true;
}

/* One outline of the file, projected; *ret_end is where the next begins. */
static void read_outline(const struct map_view *view, const char *at, struct outline *o, char **ret_end) {
	long lon = 0, lat = 0;
	bool whole = true;
	o->n = 0;
	*ret_end = (char *)at;
	while (**ret_end != '|' && **ret_end != '\n' && **ret_end != 0) {
		lon += strtol(*ret_end, ret_end, 10);
		lat += strtol(*ret_end, ret_end, 10);
		double x, y;
		bool seen = map_point(view, (double)lon / 10, (double)lat / 10, &x, &y);
		whole = whole && seen;
		if (seen && o->n < POINTS) {
			o->at[o->n][0] = x;
			o->at[o->n++][1] = y;
		}
	}
	if (!whole) /* it reaches round the world */
		o->n = 0;
}

void map_draw(const struct map_view *view, const int *marked, size_t n, struct buf *out) {
	struct outline *o = arena_alloc(out->arena, sizeof *o), *spare = arena_alloc(out->arena, sizeof *spare);
	for (const char *at = world(); *at != 0; at = next_line(at)) {
		if (!country_line(at))
			continue;
		bool begun = false, mark = false;
		char *end;
		int country = (int)strtol(at, &end, 10);
		for (size_t i = 0; i < n; i++)
			mark = mark || (country != 0 && marked[i] == country);
		end += strcspn(end, "|\n");
		while (*end == '|') {
			read_outline(view, end + 1, o, &end);
			if (write_outline(view, o, spare, out, begun))
				begun = true;
		}
		if (begun)
			buf_printf(out, "\" fill=\"%s\"/>\n", mark ? "#c9dfe2" : "#e9ecea");
	}
}
