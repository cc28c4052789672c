/* Tables of any counts: the panel ends, and a number that is none or without limit leaves only with a warning. */
#include <math.h>

#include "estimate/panel.h"
#include "fuzz/fuzz.h"

FUZZ(cx, at, n) {
	if (n < 3)
		return;
	struct mse_table t = {.lists = 2 + at[0] % 3};
	struct mse_options o = {.threshold = (at[1] & 15) / 15.0, .order = 2 + (at[1] >> 4 & 1), .replicates = 4, .seed = at[2], .threads = 1,
		.methods = 0x1f, .missed_given = (at[1] & 32) != 0, .despite_two = (at[1] & 64) != 0};
	for (int i = 0; i < MSE_LISTS; i++)
		for (int j = i + 1; j < MSE_LISTS; j++)
			o.missed[i][j] = at[2] / 300.0;
	for (unsigned w = 1; w < mse_cells(&t); w++)
		t.n[w] = w + 2 < n ? (int64_t)at[w + 2] << (w + 3 < n && at[w + 3] == 255 ? 24 : 0) : 0;
	mse_table_close(&t);
	if (t.observed == 0)
		return;
	struct mse_panel *p = arena_alloc(cx->arena, sizeof *p);
	p->models = arena_array(cx->arena, PANEL_MODELS, sizeof *p->models);
	mse_panel_run(&o, &t, p);
	MUST(!p->ended);
	MUST(p->verdict != VERDICT_NUMBER || (isfinite(p->number) && isfinite(p->from) && isfinite(p->to) && p->main >= 0));
	MUST(p->verdict != VERDICT_RANGE || (p->warnings != 0 && !isnan(p->from) && !isnan(p->to)));
	MUST(p->verdict != VERDICT_REFUSAL || (p->warnings != 0 && isnan(p->number)));
	for (size_t i = 0; i < p->methods_n; i++)
		MUST(isfinite(p->methods[i].estimate.total) || p->methods[i].warnings != 0);
}
