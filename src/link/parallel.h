/*
 * parallel.h - the same pieces of work, whoever does them: results go by the number of the piece, never by the thread.
 *
 * Helpers, once started, wait for more until the process ends: to start one costs as much as a small list takes. They are the one thing
 * kept outside of what is given. Whoever comes while they are at work for another, or after a fork, works alone.
 */
#pragma once
#include <stddef.h>

enum { LINK_THREADS = 16, LINK_LINE = 64 /* bytes two threads should not write within */ };

/* Calls work(arg, piece, thread) for every piece below n, from at most `threads` threads numbered from 0. */
void link_parallel(size_t n, int threads, void (*work)(void *arg, size_t piece, int thread), void *arg);
