/*
 * value.h - two values of a slot: how alike they are.
 *
 * Most pairs are unlike, and a glance tells: which letters a value has, and how it begins. Only where that does not settle it are the
 * texts compared. Each thread has a memory of pairs it has compared, which changes how fast it is and nothing else.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINK_SEEN = 1 << 16, LINK_GLANCED = 64 /* bytes of a value that are looked at */ };

/* A bit for each class of letters that is there, and one for each that is there twice; the first seven bytes, and the length at the top. */
struct link_glance {
	uint64_t letters, head;
};

struct link_seen {
	uint64_t at[LINK_SEEN];
};

struct link_slot;

struct link_glance link_glance(const char *s, size_t n);

static inline unsigned link_glance_length(struct link_glance g) {
	return (unsigned)(g.head >> 56);
}

/*
 * Values a and b of a slot that has glances; `way` is a number below 64 of slot and measure. Alike by letters: Jaro-Winkler in hundredths, or 0 where it is surely below `least`.
 * By keystrokes: 4 one apart, 3 two, 2 the same but for the end, 1 the same beginning. Slips: that many keystrokes, 9: many.
 * By words: 0 none in common, 1 one, 2 half, 3 most, 4 all of the shorter, 5 all. By values of lists: 0 none in common, 1 one, 2 half of the
 * shorter, 3 all of it.
 */
int link_by_letters(const struct link_slot *s, int way, uint32_t a, uint32_t b, int least, struct link_seen *seen);
int link_by_keys(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen);
int link_by_slips(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen);
int link_by_words(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen);
int link_by_values(const struct link_slot *s, int way, uint32_t a, uint32_t b, struct link_seen *seen);
