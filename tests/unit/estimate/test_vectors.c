/* The engine against R's answers, as far as they are at hand (../shared/data/mse beside the tree): every hierarchical model of
   the published tables, and every bootstrap replicate of the stepwise procedure. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate/stepwise.h"

#define CLOSE 1e-6
enum { LINE = 8192, FIELDS = 40 };

static FILE *shared(const char *folder, const char *name, const char *ending) {
	char path[512];
	const char *root = getenv("ROOT");
	snprintf(path, sizeof path, "%.300s/../shared/data/mse/%s%.60s%s", root == NULL ? "." : root, folder, name, ending);
	return fopen(path, "r");
}

static size_t split(char *line, const char *by, char *fields[FIELDS]) {
	size_t n = 0;
	char *at = NULL;
	for (char *f = strtok_r(line, by, &at); f != NULL && n < FIELDS; f = strtok_r(NULL, by, &at))
		fields[n++] = f;
	return n;
}

static unsigned history(const char *bits) {
	unsigned w = 0;
	for (unsigned j = 0; bits[j] == '0' || bits[j] == '1'; j++)
		w |= bits[j] == '1' ? 1U << j : 0;
	return w;
}

static bool table(const char *name, struct mse_table *ret_table) {
	char line[LINE], *fields[FIELDS];
	struct mse_table t = {.lists = 0};
	FILE *f = shared("", name, ".csv");
	if (f == NULL)
		return false;
	assert_non_null(fgets(line, sizeof line, f));
	t.lists = (int)split(line, ",\n", fields) - 1;
	while (fgets(line, sizeof line, f) != NULL) {
		unsigned w = 0;
		size_t n = split(line, ",\n", fields);
		for (size_t j = 0; j + 1 < n; j++)
			w |= *fields[j] == '1' ? 1U << j : 0;
		t.n[w] += strtoll(fields[n - 1], NULL, 10);
	}
	fclose(f);
	mse_table_close(&t);
	*ret_table = t;
	return true;
}

static bool close_to(double a, double b) {
	return fabs(a - b) <= CLOSE * (fabs(b) + 0.1);
}

static void model_is(const struct mse_data *d, char *line) {
	char *fields[FIELDS], text[700];
	struct mse_model m;
	struct mse_fit fit;
	assert_true(split(line, ";\n", fields) > 8);
	assert_true(mse_model_read(&m, d->table->lists, fields[0]));
	mse_model_write(&m, text, sizeof text);
	assert_string_equal(text, fields[0]);
	assert_int_equal(m.n, strtol(fields[2], NULL, 10));
	int exist = mse_exist(d->table, &m);
	if (exist != strtol(fields[4], NULL, 10))
		fail_msg("%s: existence %d, not %s", text, exist, fields[4]);
	if (exist != 0)
		return;
	mse_fit_model(d, &m, NULL, false, &fit);
	double total = (double)d->table->observed + fit.dark;
	if (!fit.converged || fit.infinite != strtol(fields[3], NULL, 10) || !close_to(total, strtod(fields[5], NULL))
		|| !close_to(fit.deviance, strtod(fields[6], NULL)) || !close_to(fit.bic, strtod(fields[7], NULL))
		|| !close_to(fit.aic, strtod(fields[8], NULL)))
		fail_msg("%s: %.10g, deviance %.10g, not %s, %s", text, total, fit.deviance, fields[5], fields[6]);
}

static void models_are(const char *name, const char *file, int least) {
	char line[LINE];
	struct mse_table t;
	struct mse_data d;
	int n = 0;
	FILE *f = shared("vectors/", file, ".csv");
	if (f == NULL || !table(name, &t))
		skip();
	mse_data_init(&d, &t);
	assert_non_null(fgets(line, sizeof line, f));
	for (; fgets(line, sizeof line, f) != NULL; n++)
		model_is(&d, line);
	fclose(f);
	assert_true(n >= least);
}

#define MODELS(name, order, least) \
	static void every_model_of_##name(void **state) { \
		(void)state; \
		models_are(#name, "models_" #name "_order" #order, least); \
	}
MODELS(Korea, 2, 8)
MODELS(Artificial_3, 2, 8)
MODELS(Kosovo, 3, 113)
MODELS(Australia, 3, 113)
MODELS(UKdat_4, 3, 113)
MODELS(UKdat_5, 3, 6212)
MODELS(Ned_5, 3, 6212)
MODELS(NewOrl_5, 3, 6212)
MODELS(Western, 3, 6212)

/* The one replicate of Artificial_3 without any overlap has no estimate; the package gives 1.3e13 for it. */
static void replicate_is(struct mse_table *t, double want) {
	struct mse_data d;
	struct mse_choice c;
	mse_table_close(t);
	mse_data_init(&d, t);
	mse_stepwise(&d, 0.02, &c);
	if (want > 1e12)
		assert_int_not_equal(c.exist, 0);
	else if (c.exist != 0 || !close_to((double)t->observed + c.fit.dark, want))
		fail_msg("%.10g, not %.10g", (double)t->observed + c.fit.dark, want);
}

static void replicates_are(const char *name) {
	char line[LINE], *fields[FIELDS];
	unsigned cells[FIELDS];
	FILE *f = shared("vectors/bootvec_", name, ".csv");
	int n = 0;
	if (f == NULL)
		skip();
	assert_non_null(fgets(line, sizeof line, f));
	size_t columns = split(line, ",\n", fields);
	int lists = (int)strlen(fields[1]) - 1;
	for (size_t i = 1; i + 1 < columns; i++)
		cells[i] = history(fields[i] + 1);
	for (; fgets(line, sizeof line, f) != NULL; n++) {
		struct mse_table t = {.lists = lists};
		assert_int_equal(split(line, ",\n", fields), columns);
		for (size_t i = 1; i + 1 < columns; i++)
			t.n[cells[i]] = strtoll(fields[i], NULL, 10);
		replicate_is(&t, strtod(fields[columns - 1], NULL));
	}
	fclose(f);
	assert_int_equal(n, 1000);
}

#define REPLICATES(name) \
	static void every_replicate_of_##name(void **state) { \
		(void)state; \
		replicates_are(#name); \
	}
REPLICATES(UKdat)
REPLICATES(UKdat_4)
REPLICATES(UKdat_5)
REPLICATES(Ned_5)
REPLICATES(Western)
REPLICATES(NewOrl_5)
REPLICATES(NewOrl_5_corrected)
REPLICATES(Kosovo)
REPLICATES(Korea)
REPLICATES(Australia)
REPLICATES(Artificial_3)

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_model_of_Korea),
		cmocka_unit_test(every_model_of_Artificial_3),
		cmocka_unit_test(every_model_of_Kosovo),
		cmocka_unit_test(every_model_of_Australia),
		cmocka_unit_test(every_model_of_UKdat_4),
		cmocka_unit_test(every_model_of_UKdat_5),
		cmocka_unit_test(every_model_of_Ned_5),
		cmocka_unit_test(every_model_of_NewOrl_5),
		cmocka_unit_test(every_model_of_Western),
		cmocka_unit_test(every_replicate_of_UKdat),
		cmocka_unit_test(every_replicate_of_UKdat_4),
		cmocka_unit_test(every_replicate_of_UKdat_5),
		cmocka_unit_test(every_replicate_of_Ned_5),
		cmocka_unit_test(every_replicate_of_Western),
		cmocka_unit_test(every_replicate_of_NewOrl_5),
		cmocka_unit_test(every_replicate_of_NewOrl_5_corrected),
		cmocka_unit_test(every_replicate_of_Kosovo),
		cmocka_unit_test(every_replicate_of_Korea),
		cmocka_unit_test(every_replicate_of_Australia),
		cmocka_unit_test(every_replicate_of_Artificial_3),
	};
	return cmocka_run_group_tests_name("vectors", tests, NULL, NULL);
}
