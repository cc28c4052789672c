#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "core/passkey.h"
#include "crypt/text64.h"

static const char origin[] = "https://atrama.example";
static uint8_t challenge[CLIENT_CHALLENGE];

static int setup(void **state) {
	struct cx *cx = calloc(1, sizeof *cx);
	if (cx == NULL || crypt_init() != 0)
		return -1;
	cx->arena = arena_new(ARENA_DEFAULT);
	memset(challenge, 7, sizeof challenge);
	*state = cx;
	return 0;
}

static int teardown(void **state) {
	struct cx *cx = *state;
	arena_free(cx->arena);
	free(cx);
	return 0;
}

static int reads(struct cx *cx, const char *json) {
	uint8_t hash[HASH_SIZE];
	return passkey_client(cx, base64_put(cx, BLOB_STR(json)), "webauthn.get", challenge, origin, hash);
}

#define SITE "\"origin\":\"https://atrama.example\""
#define RIGHT "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"

static void believes_only_this_ceremony_these_bytes_and_this_site(void **state) {
	struct cx *cx = *state;
	assert_int_equal(reads(cx, "{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\"," SITE "}"), 0);
	assert_int_equal(reads(cx, "{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\"," SITE ","
		"\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"x\"}"), 0);
	static const char *const denied[] = {
		"{\"type\":\"webauthn.create\",\"challenge\":\"" RIGHT "\"," SITE "}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\",\"origin\":\"https://atrama.example.evil.example\"}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\",\"origin\":\"http://atrama.example\"}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\",\"origin\":\"https://atrama.example:8443\"}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\"," SITE ",\"crossOrigin\":true}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"" RIGHT "\"," SITE ",\"crossOrigin\":\"false\"}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"CwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc\"," SITE "}",
		"{\"type\":\"webauthn.get\",\"challenge\":\"\"," SITE "}",
		"{\"type\":\"webauthn.get\",\"challenge\":7," SITE "}", "{}",
	};
	for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
		assert_int_equal(reads(cx, denied[i]), ERR_DENIED);
}

static void reads_nothing_else_as_client_data(void **state) {
	struct cx *cx = *state;
	uint8_t hash[HASH_SIZE];
	static const char *const odd[] = {"", "[]", "null", "{", "\"x\"",
		"{\"type\":\"webauthn.get\",\"type\":\"webauthn.get\"}",
		"{\"type\":\"webauthn.get\"} {}", "\xff"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_int_equal(reads(cx, odd[i]), ERR_INVALID);
	assert_int_equal(passkey_client(cx, "{\"type\"}", "webauthn.get", challenge, origin, hash), ERR_INVALID);
}

static void knows_the_site_by_the_host_of_a_secure_address(void **state) {
	struct cx *cx = *state;
	const char *rp = NULL;
	static const struct {
		const char *origin, *rp;
	} known[] = {{"https://atrama.example", "atrama.example"}, {"https://atrama.example:8443", "atrama.example"},
		{"http://localhost", "localhost"}, {"http://localhost:8080", "localhost"}, {"http://localhost.evil.example", NULL},
		{"http://atrama.example", NULL}, {"https://", NULL}, {"https://Atrama.example", NULL}, {"https://a b", NULL},
		{"", NULL}, {NULL, NULL}, {"https://[::1]:8080", NULL}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		assert_int_equal(passkey_site(cx, known[i].origin, &rp), known[i].rp == NULL ? ERR_INVALID : ERR_OK);
		if (known[i].rp != NULL)
			assert_string_equal(rp, known[i].rp);
	}
}

#define CX(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		CX(believes_only_this_ceremony_these_bytes_and_this_site),
		CX(reads_nothing_else_as_client_data),
		CX(knows_the_site_by_the_host_of_a_secure_address),
	};
	return cmocka_run_group_tests_name("passkey client", tests, NULL, NULL);
}
