/*
 * person_word.h - a person, by a word that leads nowhere else: for those who watch the watchers and may see nobody.
 *
 * The same person has the same word wherever one of them looks, so that three openings of one file are seen to be of
 * one. No operation takes such a word, and without the registry's keys nobody can make one.
 */
#pragma once
#include "base/cx.h"

MUST_CHECK int person_word(struct cx *cx, struct blob ref, const char **ret_word);
