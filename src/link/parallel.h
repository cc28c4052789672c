/*
 * parallel.h - the same pieces of work, whoever does them: results go by the number of the piece, never by the thread.
 */
#pragma once
#include <stddef.h>

enum { LINK_THREADS = 16 };

/* Calls work(arg, piece, thread) for every piece below n, from at most `threads` threads numbered from 0. */
void link_parallel(size_t n, int threads, void (*work)(void *arg, size_t piece, int thread), void *arg);
