#include "crypt/totp.h"

#include <liboath/oath.h>

#include "base/time.h"

enum { AROUND = 1 };

int totp_check(struct cx *cx, const uint8_t secret[TOTP_SECRET], const char *code, int64_t after, int64_t *ret_step) {
	uint64_t step = 0;
	time_t now = (time_t)(cx->now / SECOND);
	if (strlen(code) == TOTP_DIGITS && strspn(code, "0123456789") == TOTP_DIGITS) {
		int found = oath_totp_validate3((const char *)secret, TOTP_SECRET, now, TOTP_SECONDS, 0, AROUND, NULL, &step, code);
		if (found >= 0 && (int64_t)step > after) {
			*ret_step = (int64_t)step;
			return ERR_OK;
		}
		if (bug_if(cx, found < 0 && found != OATH_INVALID_OTP))
			return ERR_BUG;
	}
	return err_say(cx, ERR_DENIED, "code", N_("That code is not right, or was used before."), NULL);
}
