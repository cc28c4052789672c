#include "estimate/strata.h"

#include <math.h>
#include <stdlib.h>

void mse_strata_run(const struct mse_bootstrap *b, struct mse_strata *ret_strata) {
	struct mse_strata *s = ret_strata;
	struct mse_table *sound = calloc(b->strata, sizeof *sound);
	double *values = calloc(b->replicates + 1, sizeof *values), estimate = 0, seen = 0;
	struct mse_bootstrap some = *b;
	if (sound == NULL || values == NULL)
		abort();
	*s = (struct mse_strata){.n = b->strata, .sum = NAN};
	some.tables = sound;
	some.strata = 0;
	for (size_t i = 0; i < b->strata; i++) {
		struct mse_estimate e;
		mse_estimate_run(b->how, &b->tables[i], &e);
		s->total[i] = e.total;
		s->observed[i] = b->tables[i].observed;
		if (isnan(e.total)) {
			s->missing++;
			seen += (double)b->tables[i].observed;
		} else {
			estimate += e.total;
			sound[some.strata++] = b->tables[i];
		}
	}
	if (some.strata > 0) {
		s->ended = !mse_bootstrap_run(&some, estimate, values, &s->interval);
		s->sum = estimate + seen;
		for (int i = 0; i < BCA_LIMITS; i++) {
			s->interval.limit[i] += seen;
			s->interval.percentile[i] += seen;
		}
	}
	free(sound);
	free(values);
}
