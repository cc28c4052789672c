/*
 * xpath_parser.h - reading an expression: where we are in it, and what stands there; for the files of this storey only.
 */
#pragma once
#include "form/xpath_inside.h"

struct parser {
	struct cx *cx;
	const char *place, *text, *at;
	size_t parts, depth;
	int rc;
};

/* Remember the first thing that is wrong; nothing after it is looked at. */
void parser_fail(struct parser *p, const char *rule, const char *value);

/* Past blanks; past that text, if it stands here; the same, or a fault. */
void parser_skip(struct parser *p);
bool parser_take(struct parser *p, const char *text);
void parser_want(struct parser *p, const char *text);

bool parser_is_name_start(char c);
bool parser_is_name(char c);
size_t parser_name(const char *s); /* bytes of the name at s; 0: none */

struct part *parser_part(struct parser *p, enum part_kind kind);

/* [...][...]; a path's steps, `deep` where "//" stood before; whether a step can begin here. */
const struct part *parser_conditions(struct parser *p);
const struct step *parser_steps(struct parser *p, bool deep);
bool parser_step_here(struct parser *p);

/* A whole expression, as in brackets. */
const struct part *parser_expression(struct parser *p);
