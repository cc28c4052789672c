/*
 * shift.h - open work goes from one hand to another at the end of a shift.
 *
 * What was for the one account alone is for the other alone; what anybody of the organisation may do is in the other's
 * hand, and everybody still sees it. Whom somebody is named to work with does not change: she is back tomorrow.
 * Nothing goes to a colleague to whom the person's file is closed. The words name nobody, as far as their signs show
 * (op/nobody.h), and go once whoever took over is done with them.
 */
#pragma once
#include "base/cx.h"

struct out;

/* Who handed over, and the words, of a row: F_STAFF_NAME, F_COUNT and, where there were words, F_WHY. */
MUST_CHECK int shift_put(struct cx *cx, int64_t shift, struct out *out);

/* Whoever took over is done: the words go. */
MUST_CHECK int shift_said(struct cx *cx, int64_t shift);
