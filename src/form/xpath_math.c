/* Functions of numbers. */
#include <math.h>

#include "form/xpath_inside.h"

#define OF_ONE(function, result) \
	XPATH_FUNCTION(function) { \
		double x = xpath_number_of(e, call, 0); \
		return xpath_from_number(result); \
	}

OF_ONE(fn_int, trunc(x))
OF_ONE(fn_floor, floor(x))
OF_ONE(fn_ceiling, ceil(x))
OF_ONE(fn_log, log(x))
OF_ONE(fn_log10, log10(x))
OF_ONE(fn_abs, fabs(x))
OF_ONE(fn_sin, sin(x))
OF_ONE(fn_cos, cos(x))
OF_ONE(fn_tan, tan(x))
OF_ONE(fn_asin, asin(x))
OF_ONE(fn_acos, acos(x))
OF_ONE(fn_atan, atan(x))
OF_ONE(fn_sqrt, sqrt(x))
OF_ONE(fn_exp, exp(x))
OF_ONE(fn_exp10, pow(10, x))

/* Halves go up; with places: halves go away from 0, as spreadsheets do. */
XPATH_FUNCTION(fn_round) {
	double x = xpath_number_of(e, call, 0);
	if (xpath_argument(call, 1) == NULL)
		return xpath_from_number(floor(x + 0.5));
	double places = trunc(xpath_number_of(e, call, 1));
	if (!(fabs(places) <= 15))
		return xpath_from_number(places > 0 ? x : (double)NAN);
	double unit = pow(10, fabs(places));
	return xpath_from_number(places < 0 ? round(x / unit) * unit : round(x * unit) / unit);
}

XPATH_FUNCTION(fn_pow) {
	double x = xpath_number_of(e, call, 0), y = xpath_number_of(e, call, 1);
	return xpath_from_number(pow(x, y));
}

XPATH_FUNCTION(fn_atan2) {
	double y = xpath_number_of(e, call, 0), x = xpath_number_of(e, call, 1);
	return xpath_from_number(atan2(y, x));
}

XPATH_FUNCTION(fn_pi) {
	(void)e, (void)call;
	return xpath_from_number(3.14159265358979323846);
}

XPATH_FUNCTION(fn_random) {
	(void)call;
	uint64_t bits;
	e->at->cx->rng(&bits, sizeof bits);
	return xpath_from_number((double)(bits >> 11) / 9007199254740992.0);
}
