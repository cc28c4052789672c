/* Names, steps and conditions of paths; and the small things every part of an expression is read with. */
#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_parser.h"

void parser_fail(struct parser *p, const char *rule, const char *value) {
	if (p->rc == 0)
		p->rc = err_say(p->cx, ERR_INVALID, p->place, rule, value);
}

void parser_skip(struct parser *p) {
	p->at += strspn(p->at, " \t\r\n");
}

bool parser_is_name_start(char c) {
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

bool parser_is_name(char c) {
	return parser_is_name_start(c) || isdigit((unsigned char)c) || c == '-' || c == '.';
}

size_t parser_name(const char *s) {
	size_t n = 0;
	if (parser_is_name_start(s[0]))
		while (parser_is_name(s[n]))
			n++;
	return n;
}

/* Past that text, if it stands here. */
bool parser_take(struct parser *p, const char *text) {
	parser_skip(p);
	size_t n = strlen(text);
	if (strncmp(p->at, text, n) != 0)
		return false;
	p->at += n;
	return true;
}

void parser_want(struct parser *p, const char *text) {
	if (!parser_take(p, text))
		parser_fail(p, N_("This rule of the form cannot be read from here on."), p->at);
}

struct part *parser_part(struct parser *p, enum part_kind kind) {
	if (++p->parts > XPATH_PARTS)
		parser_fail(p, N_("This rule of the form has too many parts."), p->text);
	struct part *part = arena_alloc(p->cx->arena, sizeof *part);
	part->kind = kind;
	return part;
}

const struct part *parser_conditions(struct parser *p) {
	const struct part *first = NULL, **end = &first;
	while (p->rc == 0 && parser_take(p, "[")) {
		struct part *c = parser_part(p, PART_CHAIN); /* a chain of one: conditions are linked by `next` */
		c->first = parser_expression(p);
		parser_want(p, "]");
		*end = c;
		end = &c->next;
	}
	return first;
}

static const struct {
	const char *name;
	enum axis axis;
} axes[] = {
	{"child::", AXIS_CHILD}, {"self::", AXIS_SELF}, {"parent::", AXIS_PARENT}, {"attribute::", AXIS_ATTRIBUTE},
	{"descendant-or-self::", AXIS_DEEP}, {"preceding-sibling::", AXIS_BEFORE}, {"following-sibling::", AXIS_AFTER},
	{"ancestor::", AXIS_ABOVE},
};

static void step_name(struct parser *p, struct step *s) {
	if (parser_take(p, "*"))
		return;
	parser_skip(p);
	size_t n = parser_name(p->at);
	if (n > 0 && p->at[n] == ':' && parser_is_name_start(p->at[n + 1])) { /* a prefix: names are told apart without */
		p->at += n + 1;
		n = parser_name(p->at);
	}
	if (n == 0)
		return parser_fail(p, N_("This rule of the form cannot be read from here on."), p->at);
	if (strncmp(p->at, "node()", 6) == 0) {
		p->at += 6;
		return;
	}
	s->name = arena_strndup(p->cx->arena, p->at, n);
	p->at += n;
}

static struct step *step(struct parser *p) {
	struct step *s = arena_alloc(p->cx->arena, sizeof *s);
	p->parts++;
	if (parser_take(p, "..")) {
		s->axis = AXIS_PARENT;
	} else if (parser_take(p, ".")) {
		s->axis = AXIS_SELF;
	} else if (parser_take(p, "@")) {
		s->axis = AXIS_ATTRIBUTE;
		step_name(p, s);
	} else {
		for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++)
			if (parser_take(p, axes[i].name)) {
				s->axis = axes[i].axis;
				break;
			}
		step_name(p, s);
	}
	s->first = parser_conditions(p);
	return s;
}

/* Whether a step can begin here. */
bool parser_step_here(struct parser *p) {
	parser_skip(p);
	return parser_is_name_start(*p->at) || *p->at == '.' || *p->at == '@' || *p->at == '*';
}

const struct step *parser_steps(struct parser *p, bool deep) {
	const struct step *first = NULL, **end = &first;
	for (;;) {
		if (deep) {
			struct step *all = arena_alloc(p->cx->arena, sizeof *all);
			all->axis = AXIS_DEEP;
			*end = all;
			end = &all->next;
		}
		struct step *s = step(p);
		*end = s;
		end = &s->next;
		if (p->parts > XPATH_PARTS)
			parser_fail(p, N_("This rule of the form has too many parts."), p->text);
		if (p->rc != 0)
			return first;
		deep = parser_take(p, "//");
		if (!deep && !parser_take(p, "/"))
			return first;
	}
}
