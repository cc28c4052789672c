/*
 * compare.h - two records, level by level.
 *
 * A pattern holds the levels of all comparisons, four bits each.
 */
#pragma once
#include "link/rows.h"
#include "link/value.h"

/* A comparison with the slots it looks at. */
struct link_view {
	enum link_measure measure;
	int slot[5];
	int way;                     /* as of value.h */
	int8_t rare[LINK_LEVELS][2]; /* which of slot[] have their rarity added at a level; -1: none */
};

struct link_comparer {
	const struct link_rows *rows;
	const struct link_model *model;
	int views;
	unsigned residence;          /* comparisons that say where somebody lives, one bit each */
	struct link_view view[LINK_COMPARISONS];
};

/* Asks `rows` for the slots of the model's comparisons; before link_rows_make. False: too many. */
bool link_comparer_init(struct link_comparer *c, struct link_rows *rows, const struct link_model *model);

uint64_t link_pattern(const struct link_comparer *c, uint32_t left, uint32_t right, struct link_seen *seen);

/*
 * Weight of a pair in thousandths of a bit, the prior included. Of comparisons of residence the one that speaks most against counts, and the
 * one that speaks most for, of others that speak for it half: a move changes them all, and neighbours share them all.
 */
int32_t link_weight(const struct link_comparer *c, uint64_t pattern, uint32_t left, uint32_t right);

/* What comparison i adds to it. */
int32_t link_part(const struct link_comparer *c, int i, uint64_t pattern, uint32_t left, uint32_t right);

static inline int link_level(uint64_t pattern, int comparison) {
	return (int)(pattern >> (4 * comparison)) & 15;
}
