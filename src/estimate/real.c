#include "estimate/real.h"

#include <math.h>
#include <string.h>

#include "estimate/wide.h"

/* ln 2 in two parts: the first has 33 significant bits, so k times it is exact (fdlibm). */
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define LOG2_E 1.44269504088896338700
#define TO_WHOLE 6755399441055744.0 /* 1.5 * 2^52: adding it rounds to a whole number, found in the low bits */

static inline double exp_near(double x) {
	double k = x * LOG2_E + TO_WHOLE;
	int64_t bits;
	memcpy(&bits, &k, sizeof bits);
	k -= TO_WHOLE;
	double r = x - k * LN2_HIGH - k * LN2_LOW, p = 1.0 / 6227020800.0; /* Taylor to r^13: |r| < 0.347 */
	p = p * r + 1.0 / 479001600.0;
	p = p * r + 1.0 / 39916800.0;
	p = p * r + 1.0 / 3628800.0;
	p = p * r + 1.0 / 362880.0;
	p = p * r + 1.0 / 40320.0;
	p = p * r + 1.0 / 5040.0;
	p = p * r + 1.0 / 720.0;
	p = p * r + 1.0 / 120.0;
	p = p * r + 1.0 / 24.0;
	p = p * r + 1.0 / 6.0;
	p = p * r + 0.5;
	p = (p * r) * r + r + 1.0;
	uint64_t power = (uint64_t)(bits + 1023) << 52; /* 2^k: the low bits of k as a whole number */
	double scale;
	memcpy(&scale, &power, sizeof scale);
	return p * scale;
}

double real_exp(double x) {
	if (x < -708)
		return 0;
	if (x > 709)
		return INFINITY;
	return exp_near(x);
}

/* All bits of the negative numbers. (A comparison would be taken apart into eight.) */
#define negative(x) ((wholes)(0 - ((naturals)(x) >> 63)))

/* Eight at once, by the operations of exp_near. */
WIDE void real_exp_all(const double *restrict x, double *restrict y, unsigned n) {
	static const double factor[] = {1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0,
		1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5};
	const wholes least = (wholes)((reals){0} - 708.0), most = (wholes)((reals){0} + 709.0);
	for (unsigned i = 0; i < n; i += REALS) {
		double rest[REALS] = {0};
		unsigned few = n - i < REALS ? n - i : REALS;
		reals c;
		if (few == REALS) {
			c = *(const reals *)(x + i);
		} else {
			memcpy(rest, x + i, few * sizeof *rest);
			c = *(const reals *)rest;
		}
		wholes low = negative(c + 708.0), high = negative(709.0 - c);
		c = (reals)(((wholes)c & ~(low | high)) | (least & low) | (most & high));
		reals k = c * LOG2_E + TO_WHOLE;
		wholes power = ((wholes)k + 1023) << 52;
		k -= TO_WHOLE;
		reals r = c - k * LN2_HIGH - k * LN2_LOW, p = r * 0 + 1.0 / 6227020800.0;
		for (unsigned j = 0; j < sizeof factor / sizeof *factor; j++)
			p = p * r + factor[j];
		p = ((p * r) * r + r + 1.0) * (reals)power;
		if (few == REALS)
			*(reals *)(y + i) = p;
		else
			memcpy(y + i, &p, few * sizeof *rest);
	}
}

/* Taken apart as in real_log; numbers below 1e-300 count as that. */
WIDE void real_log_all(const double *restrict x, double *restrict y, unsigned n) {
	const wholes least = (wholes)((reals){0} + 1e-300), one = (wholes)((reals){0} + 1.0);
	for (unsigned i = 0; i < n; i += REALS) {
		double rest[REALS] = {1, 1, 1, 1, 1, 1, 1, 1};
		unsigned few = n - i < REALS ? n - i : REALS;
		reals c;
		if (few == REALS) {
			c = *(const reals *)(x + i);
		} else {
			memcpy(rest, x + i, few * sizeof *rest);
			c = *(const reals *)rest;
		}
		wholes small = negative(c - 1e-300);
		c = (reals)(((wholes)c & ~small) | (least & small));
		wholes bits = (wholes)c;
		reals k = (reals)((wholes)((naturals)bits >> 52) | 0x4330000000000000LL) - (4503599627370496.0 + 1023.0);
		reals m = (reals)((bits & 0xfffffffffffffLL) | 0x3ff0000000000000LL);
		wholes large = negative(1.41421356237309504880 - m);
		m = (reals)(((wholes)m & ~large) | ((wholes)(m * 0.5) & large));
		k += (reals)(one & large);
		reals f = m - 1, s = f / (2 + f), z = s * s, w = z * z;
		reals even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
		reals odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01
			+ w * 1.479819860511658591e-01)));
		reals half = 0.5 * f * f;
		k = k * LN2_HIGH - ((half - (s * (half + even + odd) + k * LN2_LOW)) - f);
		if (few == REALS)
			*(reals *)(y + i) = k;
		else
			memcpy(y + i, &k, few * sizeof *rest);
	}
}

/* x = 2^k m, m in [sqrt 1/2, sqrt 2); log m by the odd series of (m-1)/(m+1) (fdlibm's polynomial). */
double real_log(double x) {
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	int k = (int)(bits >> 52) - 1023;
	bits = (bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL;
	double m;
	memcpy(&m, &bits, sizeof m);
	if (m > 1.41421356237309504880) {
		m *= 0.5;
		k++;
	}
	double f = m - 1, s = f / (2 + f), z = s * s, w = z * z;
	double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
	double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01
		+ w * 1.479819860511658591e-01)));
	double half = 0.5 * f * f;
	return k * LN2_HIGH - ((half - (s * (half + even + odd) + k * LN2_LOW)) - f);
}

double real_log_factorial(int64_t n) {
	double x = (double)n;
	if (n < 256) {
		double product = 1, sum = 0;
		for (int64_t i = 2; i <= n; i++) {
			product *= (double)i;
			if (product > 1e280) {
				sum += real_log(product);
				product = 1;
			}
		}
		return sum + real_log(product);
	}
	return x * real_log(x) - x + 0.5 * real_log(x) + 0.91893853320467274178 + (1 / 12.0 - 1 / (360 * x * x)) / x;
}

double real_log_gamma(double x) {
	double product = 1, z;
	while (x < 10) {
		product *= x;
		x += 1;
	}
	z = 1 / (x * x);
	return (x - 0.5) * real_log(x) - x + 0.91893853320467274178
		+ (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * 691.0 / 360360))))) / x
		- real_log(product);
}
