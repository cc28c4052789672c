#include "keeper/bind.h"

#include "core/job.h"

const struct binding binding_core = {
	.run = {
#define OP(name, ...) [OP_##name] = name,
#include "op/ops.def"
#undef OP
	},
	.jobs_run = job_run_due,
	.jobs_next = job_next,
	.slice_run = import_slice,
	.estimate_next = estimate_next,
	.estimate_going = estimate_going,
	.estimate_finish = estimate_finish,
	.match_rows = match_rows,
	.match_mark = match_mark,
	.match_mark_set = match_mark_set,
	.match_note = match_note,
	.match_aside = match_aside,
	.match_next = match_next,
	.match_going = match_going,
	.match_end = match_end,
};
