/*
 * number.h - numbers and places on the earth, read from cells and measured.
 *
 * Only sums, products and roots: the same bits on any machine.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* "84,052.97", "84 052,97", "-12": the number. False: the cell is none, or has more than fifteen digits. */
bool link_number(const char *s, size_t n, double *ret_number);

/* "54.687, 25.283", "POINT(25.283 54.687)": degrees north and east. False: the cell has not both, or they are none. */
bool link_point(const char *s, size_t n, double *ret_north, double *ret_east);

/* Kilometres between two places, good to one part in a hundred up to 200 km; farther ones are only far. */
double link_kilometres(double north, double east, double north2, double east2);

/* A number with at most `places` digits after the point and no 0 at its end, into `out` of at least 40 bytes; gives its length. */
size_t link_number_print(double number, int places, char *out);
