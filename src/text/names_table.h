/*
 * names_table.h - families of given names: a line a name, its full forms in the languages of the region before the bar,
 * short and fond forms behind it. For names.c alone.
 *
 * Only one spelling of a sound stands here (FOLD_GIVEN finds the others): "Aleksandr" finds Александр, Aleksandras,
 * Aleksander. A short form may stand in several lines (Sasha: two). Facts of usage, gathered by us; no text is taken over.
 */
#pragma once

/* Ends with NULL. */
extern const char *const names_table[];
