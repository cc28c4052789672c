/* atrama link: lists as they are, or encoded ones; and what the commands on encoded ones share. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/link_veil.h"
#include "link/guess.h"

int cmd_linkage(struct cx *cx, int argc, char **argv) {
	static const struct {
		const char *name;
		int (*run)(struct cx *cx, int argc, char **argv);
	} more[] = {{"secret", cmd_link_secret}, {"encode", cmd_link_encode}, {"meet", cmd_link_meet}};
	for (size_t i = 0; argc > 1 && i < sizeof more / sizeof *more; i++)
		if (str_equal(argv[1], more[i].name))
			return more[i].run(cx, argc - 1, argv + 1);
	return cmd_flag(&argc, argv, "--encoded") ? cmd_link_encoded(cx, argc, argv) : cmd_link(cx, argc, argv);
}

int veil_arguments(struct cx *cx, int argc, char **argv, int from, int n) {
	for (int i = 1; i < argc; i++)
		if (argv[i][0] == '-' && argv[i][1] != 0)
			return err_say(cx, ERR_INVALID, NULL, N_("There is no such option."), argv[i]);
	return argc - from == n ? 0 : ERR_INVALID;
}

int veil_number(struct cx *cx, int *argc, char **argv, const char *option, int64_t least, int64_t most, int64_t *n) {
	const char *text = cmd_option(argc, argv, option);
	if (text != NULL && (!int_parse(text, n) || *n < least || *n > most))
		return err_say(cx, ERR_INVALID, option, N_("That number is out of its range."), text);
	return 0;
}

void veil_cell(FILE *to, const char *s) {
	bool quoted = strpbrk(s, "\",\n\r") != NULL, formula = strchr("=+-@\t", s[0]) != NULL && s[0] != 0;
	if (quoted)
		putc('"', to);
	if (formula)
		putc('\'', to);
	for (; *s != 0; s++) {
		if (*s == '"')
			putc('"', to);
		putc(*s, to);
	}
	if (quoted)
		putc('"', to);
}

/* Columns -------------------------------------------------------------------------------------------------------------- */

static enum veil_kind by_heading(const char *heading) {
	static const enum veil_kind kinds[LINK_KIND__MAX + 1] = {
		[KIND_IGNORE] = VEIL__MAX, [KIND_GIVEN] = VEIL_GIVEN, [KIND_SURNAME] = VEIL_SURNAME, [KIND_FULL] = VEIL_NAME,
		[KIND_MIDDLE] = VEIL__MAX, [KIND_DATE] = VEIL_BIRTH, [KIND_YEAR] = VEIL_YEAR, [KIND_CATEGORY] = VEIL_CATEGORY,
		[KIND_PLACE] = VEIL_PLACE, [KIND_ADDRESS] = VEIL_ADDRESS, [KIND_POSTCODE] = VEIL_POSTCODE, [KIND_PHONE] = VEIL_PHONE,
		[KIND_EMAIL] = VEIL_EMAIL, [KIND_CODE] = VEIL_DOCUMENT, [KIND_NUMBER] = VEIL_NUMBER, [KIND_TEXT] = VEIL_TEXT,
		[LINK_KIND__MAX] = VEIL__MAX,
	};
	return kinds[link_guess_heading(heading)];
}

static int column_of(const struct table_row *heading, const char *name, size_t n) {
	for (size_t i = 0; i < heading->n; i++)
		if (strlen(heading->cells[i]) == n && strncasecmp(heading->cells[i], name, n) == 0)
			return (int)i;
	return -1;
}

/* The columns of one field: headings parted by +. */
static int field_columns(struct cx *cx, const struct table_row *heading, const char *names, enum veil_kind kind,
	struct veil_columns *ret) {
	for (const char *at = names, *end; *at != 0; at = *end == 0 ? end : end + 1) {
		end = strchrnul(at, '+');
		int column = column_of(heading, at, (size_t)(end - at));
		const char *name = arena_strndup(cx->arena, at, (size_t)(end - at));
		if (column < 0)
			return err_say(cx, ERR_INVALID, "--fields", N_("No column has this heading."), name);
		if (ret->kind[column] != VEIL__MAX && ret->kind[column] != kind)
			return err_say(cx, ERR_INVALID, "--fields", N_("One column cannot be two fields."), name);
		ret->kind[column] = kind;
	}
	return 0;
}

/* "kind=heading+heading:weight" */
static int field_read(struct cx *cx, const struct table_row *heading, char *field, struct veil_columns *ret,
	struct veil_plan *plan) {
	char *equals = strchr(field, '='), *colon = strrchr(field, ':');
	enum veil_kind kind = equals == NULL ? VEIL__MAX : veil_kind_find(field, (size_t)(equals - field));
	int64_t weight = kind == VEIL__MAX ? 0 : veil_kind_weights[kind];
	if (kind == VEIL__MAX || plan->weight[kind] != 0)
		return err_say(cx, ERR_INVALID, "--fields", N_("A field is KIND=HEADING, each kind once: given, surname, name, birth, year, sex, "
			"category, place, address, postcode, phone, email, document, number, text."), field);
	if (colon != NULL && colon > equals) {
		if (!int_parse(colon + 1, &weight) || weight < 1 || weight > VEIL_WEIGHT_MOST)
			return err_say(cx, ERR_INVALID, "--fields", N_("A weight is a number from 1 to 100."), colon + 1);
		*colon = 0;
	}
	plan->weight[kind] = (unsigned)weight;
	return field_columns(cx, heading, equals + 1, kind, ret);
}

int veil_columns_find(struct cx *cx, const struct table_row *heading, const char *fields, const char *id,
	struct veil_columns *ret, struct veil_plan *plan) {
	int rc = 0;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		ret->kind[i] = VEIL__MAX;
	ret->id = id == NULL ? -1 : column_of(heading, id, strlen(id));
	if (id != NULL && ret->id < 0)
		return err_say(cx, ERR_INVALID, "--id", N_("No column has this heading."), id);
	for (const char *at = fields, *end; rc == 0 && at != NULL && *at != 0; at = *end == 0 ? end : end + 1) {
		end = strchrnul(at, ',');
		rc = field_read(cx, heading, arena_strndup(cx->arena, at, (size_t)(end - at)), ret, plan);
	}
	for (size_t i = 0; fields == NULL && i < heading->n; i++) {
		enum veil_kind kind = (int)i == ret->id ? VEIL__MAX : by_heading(heading->cells[i]);
		ret->kind[i] = kind;
		if (kind != VEIL__MAX)
			plan->weight[kind] = veil_kind_weights[kind];
	}
	bool any = false;
	for (int i = 0; i < VEIL__MAX; i++)
		any |= plan->weight[i] > 0;
	if (rc == 0 && !any)
		rc = err_say(cx, ERR_INVALID, "--fields", N_("No column is known by its heading: say which is which."), NULL);
	return rc;
}
