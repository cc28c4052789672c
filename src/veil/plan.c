#include "veil/plan.h"

#include <string.h>

#include "base/str.h"

const char *const veil_kind_names[VEIL__MAX] = {
	[VEIL_GIVEN] = "given", [VEIL_SURNAME] = "surname", [VEIL_NAME] = "name", [VEIL_BIRTH] = "birth",
	[VEIL_YEAR] = "year", [VEIL_SEX] = "sex", [VEIL_CATEGORY] = "category", [VEIL_PLACE] = "place",
	[VEIL_ADDRESS] = "address", [VEIL_POSTCODE] = "postcode", [VEIL_PHONE] = "phone", [VEIL_EMAIL] = "email",
	[VEIL_DOCUMENT] = "document", [VEIL_NUMBER] = "number", [VEIL_TEXT] = "text",
};

const unsigned char veil_kind_weights[VEIL__MAX] = {
	[VEIL_GIVEN] = 4, [VEIL_SURNAME] = 5, [VEIL_NAME] = 8, [VEIL_BIRTH] = 5, [VEIL_YEAR] = 2, [VEIL_SEX] = 1,
	[VEIL_CATEGORY] = 1, [VEIL_PLACE] = 2, [VEIL_ADDRESS] = 3, [VEIL_POSTCODE] = 2, [VEIL_PHONE] = 4, [VEIL_EMAIL] = 4,
	[VEIL_DOCUMENT] = 5, [VEIL_NUMBER] = 2, [VEIL_TEXT] = 2,
};

static const char *const step_names[STEP__MAX] = {
	[STEP_FOLD] = "fold", [STEP_BALANCE] = "balance", [STEP_RULE90] = "rule90", [STEP_MIX] = "mix", [STEP_NOISE] = "noise",
};

static const struct { unsigned least, most; } amounts[STEP__MAX] = {[STEP_MIX] = {2, 16}, [STEP_NOISE] = {1, 300}};

struct veil_plan veil_plan_usual(void) {
	return (struct veil_plan){.bits = 1024, .steps = 1, .step = {{STEP_FOLD, 0}}};
}

enum veil_kind veil_kind_find(const char *name, size_t n) {
	for (int i = 0; i < VEIL__MAX; i++)
		if (strlen(veil_kind_names[i]) == n && memcmp(veil_kind_names[i], name, n) == 0)
			return (enum veil_kind)i;
	return VEIL__MAX;
}

/* Up to four digits at *at, and past them; false: none, or more. */
static bool number(const char **at, unsigned *ret) {
	const char *s = *at;
	unsigned n = 0;
	while (*s >= '0' && *s <= '9' && s - *at < 5)
		n = n * 10 + (unsigned)(*s++ - '0');
	bool is = s > *at && s - *at < 5;
	*at = s;
	*ret = n;
	return is;
}

static bool step_read(const char **at, struct veil_hardening *ret) {
	size_t n = strcspn(*at, ",:");
	int k = 0;
	while (k < STEP__MAX && (strlen(step_names[k]) != n || memcmp(step_names[k], *at, n) != 0))
		k++;
	if (k == STEP__MAX)
		return false;
	*ret = (struct veil_hardening){.step = (enum veil_step)k};
	*at += n;
	if (amounts[k].most == 0)
		return **at != ':';
	if (**at != ':')
		return false;
	++*at;
	return number(at, &ret->amount) && ret->amount >= amounts[k].least && ret->amount <= amounts[k].most;
}

int veil_steps_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan) {
	struct veil_plan p = *plan;
	const char *at = text;
	bool right = true, more = !str_equal(text, "none");
	p.steps = 0;
	memset(p.step, 0, sizeof p.step);
	while (right && more) {
		right = p.steps < VEIL_STEPS && step_read(&at, &p.step[p.steps]) && (*at == ',' || *at == 0);
		p.steps++;
		more = right && *at++ == ',';
	}
	if (!right)
		return err_say(cx, ERR_INVALID, field, N_("Hardening is none, or up to six of fold, balance, rule90, mix:2 to mix:16 and "
			"noise:1 to noise:300, parted by commas."), text);
	*plan = p;
	return 0;
}

int veil_fields_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan) {
	unsigned weight[VEIL__MAX] = {0};
	const char *at = text;
	for (bool more = true; more;) {
		size_t n = strcspn(at, " ,");
		enum veil_kind k = veil_kind_find(at, n);
		unsigned w = 0;
		bool right = k < VEIL__MAX && at[n] == ' ' && weight[k] == 0;
		at += n + right;
		right = right && number(&at, &w) && w >= 1 && w <= VEIL_WEIGHT_MOST && (*at == 0 || (at[0] == ',' && at[1] == ' '));
		if (!right)
			return err_say(cx, ERR_INVALID, field, N_("Fields are kinds, each once, with a weight from 1 to 100."), text);
		weight[k] = w;
		more = *at == ',';
		at += more ? 2 : 0;
	}
	memcpy(plan->weight, weight, sizeof weight);
	return 0;
}

int veil_round_read(struct cx *cx, const char *field, const char *text, struct veil_plan *plan) {
	size_t n = strlen(text);
	bool right = n < VEIL_ROUND;
	for (size_t i = 0; i < n; i++)
		right &= text[i] >= ' ' && text[i] < 0x7f;
	right &= n == 0 || (text[0] != ' ' && text[n - 1] != ' ');
	if (!right)
		return err_say(cx, ERR_INVALID, field, N_("A round is named by up to 60 plain Latin letters, digits and signs."), NULL);
	memset(plan->round, 0, sizeof plan->round);
	memcpy(plan->round, text, n);
	return 0;
}

int veil_plan_check(struct cx *cx, const char *field, const struct veil_plan *plan, unsigned *ret_raw) {
	unsigned bits = plan->bits;
	if (bits < VEIL_BITS_LEAST || bits > VEIL_BITS_MOST || (bits & (bits - 1)) != 0)
		return err_say(cx, ERR_INVALID, field, N_("A filter has 512, 1024, 2048 or 4096 bits."), NULL);
	for (int i = plan->steps - 1; i >= 0; i--)
		bits = plan->step[i].step == STEP_FOLD ? bits * 2 : plan->step[i].step == STEP_BALANCE ? bits / 2 : bits;
	if (bits < 256 || bits > VEIL_RAW_MOST)
		return err_say(cx, ERR_INVALID, field, N_("With these steps a filter would begin with fewer than 256 bits or more than 16,384."),
			NULL);
	*ret_raw = bits;
	return 0;
}

void veil_steps_print(struct buf *b, const struct veil_plan *plan) {
	if (plan->steps == 0)
		buf_str(b, "none");
	for (int i = 0; i < plan->steps; i++) {
		buf_printf(b, "%s%s", i == 0 ? "" : ",", step_names[plan->step[i].step]);
		if (plan->step[i].amount > 0)
			buf_printf(b, ":%u", plan->step[i].amount);
	}
}

void veil_fields_print(struct buf *b, const struct veil_plan *plan) {
	bool begun = false;
	for (int i = 0; i < VEIL__MAX; i++)
		if (plan->weight[i] > 0) {
			buf_printf(b, "%s%s %u", begun ? ", " : "", veil_kind_names[i], plan->weight[i]);
			begun = true;
		}
}
