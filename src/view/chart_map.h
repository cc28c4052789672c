/*
 * chart_map.h - the shapes of countries on a flat page.
 *
 * web/map/world.txt has outlines and the place of the name of every country; a view is a part of the world, Europe or
 * more, on Lambert's equal-area projection around its own middle. Nothing here allocates but the view.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

enum { MAP_COUNTRIES = 260 };

struct map_view {
	double lon, lat;          /* its middle, in radians */
	double west, north, scale; /* of the box, on the projection; units of the drawing for one of it */
	double width, height;     /* of the drawing */
};

/* Where the name of a country stands, in degrees. False: no such country in the file. */
bool map_place(int country, double *ret_lon, double *ret_lat);

/* A view `width` wide that holds Europe and the places of those countries. */
struct map_view map_view(const int *countries, size_t n, double width);

/* A place on the drawing. False where it is on the far side of the world. */
bool map_point(const struct map_view *view, double lon, double lat, double *ret_x, double *ret_y);

/* The outlines of every country in view as SVG paths; those in `marked` in another colour. */
void map_draw(const struct map_view *view, const int *marked, size_t n, struct buf *out);
