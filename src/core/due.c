#include "core/due.h"

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"

/* Whether the code of a field stands in the list of those that nobody is reminded of. */
static bool settles(const struct cx *cx, const struct cell_field *f, int64_t code, const json_t *unless) {
	const json_t *list = json_object_get(unless, f->code), *one;
	const char *name = list == NULL || f->type != CELL_CODE ? NULL : cell_code_name(cx->profile, f, (int)code);
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (name != NULL && str_equal(json_string_value(one), name))
			return true;
	return false;
}

void due_take(const struct cx *cx, const json_t *rule, const struct cell_field *f, int64_t amount, struct due *due) {
	if (str_equal(json_string_value(json_object_get(rule, "field")), f->code))
		due->day = amount;
	due->settled = due->settled || settles(cx, f, amount, json_object_get(rule, "unless"));
}

bool due_waits(const struct due *due) {
	return due->day != NONE && !due->settled;
}

/* A day before today is over: its reminders would only be noise in a list that was brought in. One that falls between
   its reminder and its day is told of at once. */
int due_ask(struct cx *cx, const json_t *rule, const struct due *due, due_job *job, void *of) {
	const json_t *list = json_object_get(rule, "days_before"), *one;
	int32_t today = day_of(cx->now);
	bool late = false;
	size_t i;
	int rc = ERR_OK;
	if (!due_waits(due) || due->day < today)
		return ERR_OK;
	json_array_foreach((json_t *)list, i, one) {
		int64_t day = due->day - json_integer_value(one);
		if (rc == ERR_OK && day > today)
			rc = job(cx, day_start((int32_t)day), of);
		late = late || day <= today;
	}
	return rc == ERR_OK && late ? job(cx, cx->now, of) : rc;
}

int64_t due_end(const struct due *due) {
	return day_start((int32_t)due->day + 1);
}
