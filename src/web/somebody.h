/*
 * somebody.h - a person in a few words, where no name may stand: "Woman, 25 to 39", "Boy, under 12".
 *
 * Somebody of eighteen and more is a woman or a man, somebody younger a girl or a boy; who may be either is both.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

/* Adds "somebody" to a row that has "sex" and "age" (codes) and "age_label"; leaves any other as it is. */
void somebody_say(struct cx *cx, json_t *row);
