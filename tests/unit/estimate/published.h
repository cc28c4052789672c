/*
 * published.h - tables of the field as printed in the literature (sources: docs/estimate.md), for tests and measurements.
 *
 * Each is a list of histories, bit j set for list j, and how many people have it; what is not there is nought.
 */
#pragma once
#include <string.h>

#include "estimate/table.h"

struct published {
	const char *name;
	int lists;
	struct {
		unsigned history;
		int count;
	} cells[32];
};

static const struct published published[] = {
	{"UKdat", 6, {{1, 54}, {2, 463}, {4, 907}, {8, 695}, {16, 316}, {32, 57}, {3, 15}, {5, 19}, {9, 3}, {6, 56},
		{10, 19}, {18, 1}, {34, 3}, {12, 69}, {20, 10}, {36, 31}, {24, 8}, {40, 6}, {48, 1}, {7, 1}, {11, 1},
		{14, 4}, {38, 3}, {44, 1}, {15, 1}}},
	{"UKdat_4", 4, {{1, 54}, {2, 464}, {4, 1006}, {8, 703}, {3, 15}, {5, 19}, {9, 3}, {6, 62}, {10, 19}, {12, 76},
		{7, 1}, {11, 1}, {14, 4}, {15, 1}}},
	{"UKdat_5", 5, {{1, 54}, {2, 463}, {4, 995}, {8, 695}, {16, 316}, {3, 15}, {5, 19}, {9, 3}, {6, 62}, {10, 19},
		{18, 1}, {12, 76}, {20, 11}, {24, 8}, {7, 1}, {11, 1}, {14, 4}, {15, 1}}},
	{"Ned_5", 5, {{1, 756}, {2, 1299}, {4, 4466}, {8, 650}, {16, 632}, {3, 1}, {5, 81}, {9, 5}, {17, 73}, {6, 44},
		{18, 4}, {12, 82}, {20, 125}, {24, 2}, {13, 2}, {21, 11}, {28, 1}}},
	{"Ned", 6, {{13, 4}, {5, 1}, {41, 4}, {9, 18}, {17, 3}, {33, 16}, {1, 352}, {6, 1}, {10, 44}, {34, 4},
		{2, 1299}, {28, 2}, {44, 7}, {12, 59}, {20, 2}, {36, 57}, {4, 403}, {56, 1}, {24, 82}, {40, 125},
		{8, 4466}, {48, 2}, {16, 650}, {32, 632}}},
	{"Kosovo", 4, {{1, 1131}, {2, 845}, {4, 936}, {8, 306}, {3, 177}, {5, 228}, {9, 106}, {6, 217}, {10, 31},
		{12, 123}, {7, 181}, {11, 18}, {13, 42}, {14, 32}, {15, 27}}},
	{"Korea", 3, {{4, 41}, {2, 5}, {1, 5}, {3, 54}, {5, 6}, {7, 12}}},
	{"Western", 5, {{1, 52}, {2, 90}, {4, 114}, {8, 45}, {16, 21}, {5, 4}, {9, 2}, {17, 5}, {6, 6}, {10, 1},
		{24, 3}, {21, 1}, {14, 1}}},
	{"NewOrl_5", 5, {{1, 25}, {2, 24}, {4, 70}, {8, 33}, {16, 21}, {3, 1}, {5, 1}, {9, 2}, {6, 2}, {10, 2},
		{18, 1}, {12, 1}, {7, 1}, {11, 1}}},
	{"NewOrl", 8, {{1, 25}, {5, 1}, {9, 2}, {17, 1}, {69, 1}, {25, 1}, {2, 5}, {34, 1}, {4, 70}, {12, 1}, {20, 1},
		{68, 1}, {8, 33}, {24, 2}, {16, 6}, {144, 1}, {32, 6}, {64, 6}, {128, 21}}},
	{"Australia", 4, {{1, 34}, {2, 13}, {4, 198}, {8, 100}, {3, 3}, {5, 4}, {9, 1}, {6, 36}, {10, 2}, {7, 6},
		{11, 1}, {14, 15}, {15, 1}}},
	{"Artificial_3", 3, {{1, 40}, {2, 30}, {4, 20}, {3, 6}}},
};

/* A table by its name; false for another word. */
static inline bool published_table(const char *name, struct mse_table *ret_table) {
	for (unsigned i = 0; i < sizeof published / sizeof *published; i++) {
		if (strcmp(published[i].name, name) != 0)
			continue;
		*ret_table = (struct mse_table){.lists = published[i].lists};
		for (unsigned k = 0; k < 32; k++)
			ret_table->n[published[i].cells[k].history] += published[i].cells[k].count;
		mse_table_close(ret_table);
		return true;
	}
	return false;
}
