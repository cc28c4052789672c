/*
 * load.h - rows into a table by two hands: whoever reads them fills a batch while another thread takes in the one before.
 *
 * The table is the same with one thread. Between link_loader_start and link_loader_end nobody else touches the table, and nobody leaves
 * by a jump: memory that cannot be had ends as t->full.
 */
#pragma once
#include "link/column.h"

struct link_loader;

/* NULL: no memory. */
struct link_loader *link_loader_start(struct link_table *t, int threads);

/* False: the table is full, or was. */
bool link_loader_add(struct link_loader *l, size_t n, const char *const *cells);

/* Waits for what is still under way, and closes the table. False: t->full says why not all went in. */
bool link_loader_end(struct link_loader *l);
