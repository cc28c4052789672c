/* Text becomes parts: a chain of operators of one strength, of signs, of paths, of what a path begins with. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_parser.h"

static const struct {
	const char *text;
	int level;
	enum operator op;
	bool word;
} operators[] = {
	{"or", 1, OP_OR, true}, {"and", 2, OP_AND, true}, {"!=", 3, OP_UNEQUAL, false}, {"=", 3, OP_EQUAL, false},
	{"<=", 4, OP_LESS_EQUAL, false}, {">=", 4, OP_MORE_EQUAL, false}, {"<", 4, OP_LESS, false},
	{">", 4, OP_MORE, false},
	{"+", 5, OP_PLUS, false}, {"-", 5, OP_LESS_BY, false}, {"*", 6, OP_TIMES, false}, {"div", 6, OP_DIV, true},
	{"mod", 6, OP_MOD, true}, {"|", 7, OP_UNION, false},
};

enum { LEVEL_SIGN = 7, LEVEL_PATH = 8 };

static const struct part *chain(struct parser *p, int level);

/* The operator that stands here, of that level or a stronger one's place; not taken. */
static int operator_here(struct parser *p, size_t *ret_length, int *ret_level) {
	parser_skip(p);
	for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
		size_t n = strlen(operators[i].text);
		if (strncmp(p->at, operators[i].text, n) != 0 || (operators[i].word && parser_is_name(p->at[n])))
			continue;
		*ret_length = n;
		*ret_level = operators[i].level;
		return operators[i].op;
	}
	return OP_NONE;
}

/* The name and its bracket; at the name. */
static bool function_here(struct parser *p, size_t *ret_length) {
	size_t n = parser_name(p->at);
	if (n > 0 && p->at[n] == ':')
		n += 1 + parser_name(p->at + n + 1);
	const char *after = p->at + n + strspn(p->at + n, " \t\r\n");
	*ret_length = n;
	return n > 0 && *after == '(' && !(n == 4 && strncmp(p->at, "node", 4) == 0);
}

static const struct function *function_find(struct parser *p, const char *name) {
	const struct function *f = xpath_functions;
	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	if (f->name == NULL)
		parser_fail(p, N_("A rule of the form uses a function that is not known."), name);
	else if (f->refused != NULL)
		parser_fail(p, f->refused, name);
	return f;
}

static const struct part *call(struct parser *p, size_t n) {
	struct part *c = parser_part(p, PART_CALL);
	const char *name = arena_strndup(p->cx->arena, p->at, n);
	c->function = function_find(p, name);
	p->at += n;
	parser_want(p, "(");
	const struct part **end = &c->first;
	int arguments = 0;
	if (p->rc == 0 && !parser_take(p, ")")) {
		do {
			struct part *a = parser_part(p, PART_CHAIN);
			a->first = parser_expression(p);
			*end = a;
			end = &a->next;
			arguments++;
		} while (p->rc == 0 && parser_take(p, ","));
		parser_want(p, ")");
	}
	if (p->rc == 0 && (arguments < c->function->least || (c->function->most >= 0 && arguments > c->function->most)))
		parser_fail(p, N_("A function in a rule of the form has too many values in its brackets, or too few."), name);
	if (p->rc == 0 && c->function->run == fn_regex) {
		const struct part *pattern = xpath_argument(c, 1);
		const char *fault = NULL;
		if (pattern->kind == PART_STRING)
			c->pattern = xpath_pattern(p->cx->arena, pattern->text, &fault);
		if (fault != NULL)
			parser_fail(p, fault, pattern->text);
	}
	return c;
}

static const struct part *literal(struct parser *p) {
	const char *end = strchr(p->at + 1, *p->at);
	if (end == NULL) {
		parser_fail(p, N_("A text in a rule of the form has no closing quotation mark."), p->at);
		return parser_part(p, PART_STRING);
	}
	struct part *s = parser_part(p, PART_STRING);
	s->text = arena_strndup(p->cx->arena, p->at + 1, (size_t)(end - p->at - 1));
	p->at = end + 1;
	return s;
}

static const struct part *number(struct parser *p) {
	size_t n = strspn(p->at, "0123456789");
	if (p->at[n] == '.')
		n += 1 + strspn(p->at + n + 1, "0123456789");
	struct part *part = parser_part(p, PART_NUMBER);
	part->number = strtod(arena_strndup(p->cx->arena, p->at, n), NULL);
	p->at += n;
	return part;
}

static const struct part *path(struct parser *p) {
	parser_skip(p);
	size_t n;
	const struct part *value = NULL;
	if (*p->at == '/') {
		struct part *root = parser_part(p, PART_PATH);
		root->start = FROM_ROOT;
		bool deep = parser_take(p, "//");
		if (!deep)
			p->at++;
		if (deep || parser_step_here(p))
			root->steps = parser_steps(p, deep);
		return root;
	}
	if (*p->at == '\'' || *p->at == '"') {
		value = literal(p);
	} else if (isdigit((unsigned char)*p->at) || (*p->at == '.' && isdigit((unsigned char)p->at[1]))) {
		value = number(p);
	} else if (parser_take(p, "(")) {
		value = parser_expression(p);
		parser_want(p, ")");
	} else if (function_here(p, &n)) {
		value = call(p, n);
	} else if (parser_step_here(p)) {
		struct part *here = parser_part(p, PART_PATH);
		here->start = FROM_HERE;
		here->steps = parser_steps(p, false);
		return here;
	} else {
		parser_fail(p, N_("This rule of the form cannot be read from here on."), p->at);
		return parser_part(p, PART_STRING);
	}
	const struct part *tests = p->rc == 0 ? parser_conditions(p) : NULL;
	bool deep = p->rc == 0 && parser_take(p, "//"), more = p->rc == 0 && (deep || parser_take(p, "/"));
	if (tests == NULL && !more)
		return value;
	struct part *from = parser_part(p, PART_PATH);
	from->start = FROM_VALUE;
	from->value = value;
	from->conditions = tests;
	if (more)
		from->steps = parser_steps(p, deep);
	return from;
}

static const struct part *sign(struct parser *p) {
	bool minus = false, any = false;
	while (parser_take(p, "-")) {
		minus = !minus;
		any = true;
	}
	const struct part *value = chain(p, LEVEL_SIGN);
	if (!any)
		return value;
	struct part *m = parser_part(p, PART_MINUS);
	m->value = value;
	m->number = minus ? -1 : 1;
	return m;
}

/* Operands of one level with its operators between; one alone is itself. */
static const struct part *chain(struct parser *p, int level) {
	if (level == LEVEL_PATH)
		return path(p);
	if (level == 1 && ++p->depth > XPATH_DEPTH)
		parser_fail(p, N_("The brackets of this rule of the form stand too deep in one another."), p->text);
	if (p->rc != 0)
		return parser_part(p, PART_STRING);
	const struct part *first = level == LEVEL_SIGN - 1 ? sign(p) : chain(p, level + 1);
	struct part *all = NULL;
	const struct part **end = NULL;
	size_t n;
	int at;
	for (int op; p->rc == 0 && (op = operator_here(p, &n, &at)) != OP_NONE && at == level;) {
		if (all == NULL) {
			all = parser_part(p, PART_CHAIN);
			struct part *head = arena_alloc(p->cx->arena, sizeof *head);
			*head = *first;
			head->before = OP_NONE;
			head->next = NULL;
			all->first = head;
			end = &head->next;
		}
		p->at += n;
		const struct part *operand = level == LEVEL_SIGN - 1 ? sign(p) : chain(p, level + 1);
		struct part *link = arena_alloc(p->cx->arena, sizeof *link);
		*link = *operand;
		link->before = (enum operator)op;
		link->next = NULL;
		*end = link;
		end = &link->next;
	}
	if (level == 1)
		p->depth--;
	return all == NULL ? first : all;
}

const struct part *parser_expression(struct parser *p) {
	return chain(p, 1);
}

const struct part *xpath_argument(const struct part *call, size_t i) {
	const struct part *a = call->first;
	while (a != NULL && i-- > 0)
		a = a->next;
	while (a != NULL && a->kind == PART_CHAIN && a->first != NULL && a->first->next == NULL)
		a = a->first; /* the chain of one that links the arguments */
	return a;
}

int xpath_compile(struct cx *cx, const char *place, const char *text, struct xpath **ret_xpath) {
	if (strlen(text) > XPATH_BYTES)
		return err_say(cx, ERR_LIMIT, place, N_("This rule of the form is too long."), text);
	struct parser p = {.cx = cx, .place = place, .text = text, .at = text};
	const struct part *root = chain(&p, 1);
	parser_skip(&p);
	if (p.rc == 0 && *p.at != 0)
		parser_fail(&p, N_("This rule of the form cannot be read from here on."), p.at);
	if (p.rc != 0)
		return p.rc;
	struct xpath *x = arena_alloc(cx->arena, sizeof *x);
	*x = (struct xpath){.text = text, .place = place, .root = root};
	*ret_xpath = x;
	return 0;
}

const char *xpath_text(const struct xpath *x) {
	return x->text;
}
