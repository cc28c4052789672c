/* Signing in with a clock that can be set: steps, codes, freshness, hashing apart from the writer. */
#include "quick.h"
#include "world.h"

#include <liboath/oath.h>
#include <poll.h>

#include "crypt/crypt.h"
#include "crypt/text64.h"
#include "unit/crypt/passkeys.h"

static struct wire *worker_of(struct world *w) {
	struct wire *worker = NULL;
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	return worker;
}

#define W(...) world_ask(w, worker, arena_printf(w->cx.arena, __VA_ARGS__))
#define IN_SESSION "{'session': '%s', 'from': '192.0.2.1', 'calls': [{'op': '%s', 'key': '%032x', 'in': {%s}}]}"

static const json_t *in_session(struct world *w, struct wire *worker, const char *session, const char *op,
	const char *in) {
	static unsigned keys = 1;
	return W(IN_SESSION, session, op, keys++, in);
}

static const json_t *opens(struct world *w, struct wire *worker, const char *from, const char *password,
	const char *device) {
	return W("{'from': '%s', 'calls': [{'op': 'session_open', 'in': {'login': 'rasa', 'password': '%s'%s%s%s}}]}", from,
		password, device == NULL ? "" : ", 'device': '", device == NULL ? "" : device, device == NULL ? "" : "'");
}

/* What her authenticator shows, some half minutes from now. */
static const char *shows(struct world *w, const char *uri, int steps) {
	const char *at = strstr(uri, "secret=");
	char *secret = NULL, *otp = arena_alloc(w->cx.arena, 7);
	size_t n = 0;
	assert_non_null(at);
	at += strlen("secret=");
	assert_int_equal(oath_base32_decode(at, strcspn(at, "&"), &secret, &n), OATH_OK);
	assert_int_equal(oath_totp_generate(secret, n, (time_t)(world_now / SECOND + 30 * steps), 30, 0, 6, otp), OATH_OK);
	free(secret);
	return arena_printf(w->cx.arena, "'code': '%s'", otp);
}

struct enrolled {
	const char *uri, *session, *device, *recovery;
};

static struct enrolled enrol(struct world *w, struct wire *worker) {
	struct enrolled e;
	const json_t *a = opens(w, worker, "192.0.2.1", "correct horse", NULL);
	const char *half = ok_text(w, a, 0, "session");
	assert_string_equal(ok_text(w, a, 0, "step"), "enrol");
	e.uri = ok_text(w, in_session(w, worker, half, "totp_begin", ""), 0, "totp_uri");
	a = in_session(w, worker, half, "totp_confirm", shows(w, e.uri, 0));
	assert_string_equal(code(a, 0), "ok");
	e.session = ok_text(w, a, 0, "session");
	e.device = ok_text(w, a, 0, "device");
	e.recovery = arena_printf(w->cx.arena, "'code': '%s'", json_string_value(json_array_get(
		json_object_get(json_object_get(json_array_get(a, 0), "ok"), "recovery"), 0)));
	return e;
}

static void takes_each_code_of_an_authenticator_once_and_only_forwards(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	static const struct {
		int pass, steps; /* half minutes that pass, and the code shown so many from then */
		const char *code;
	} tries[] = {{0, 0, "denied"}, {0, 2, "denied"}, {0, 1, "ok"}, {0, 1, "denied"}, {1, 0, "denied"}, {1, 0, "ok"},
		{0, -1, "denied"}, {3, -2, "denied"}, {0, -1, "ok"}, {0, 0, "ok"}};
	const char *half = NULL;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		world_now += tries[i].pass * 30 * SECOND;
		if (half == NULL)
			half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", e.device), 0, "session");
		const json_t *a = in_session(w, worker, half, "session_code", shows(w, e.uri, tries[i].steps));
		assert_string_equal(code(a, 0), tries[i].code);
		half = str_equal(tries[i].code, "ok") ? NULL : half;
	}
	wire_close(worker);
}

static void remembers_used_codes_over_a_new_start(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	const char *half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	assert_string_equal(code(in_session(w, worker, half, "session_code", e.recovery), 0), "ok");
	wire_close(worker);
	world_stop(w);
	world_start(w);
	worker = worker_of(w);
	half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	assert_string_equal(code(in_session(w, worker, half, "session_code", e.recovery), 0), "denied");
	assert_string_equal(code(in_session(w, worker, half, "session_code", shows(w, e.uri, 0)), 0), "denied");
	assert_string_equal(code(in_session(w, worker, half, "session_code", shows(w, e.uri, 1)), 0), "ok");
	wire_close(worker);
}

static void counts_as_fresh_for_five_minutes(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	assert_string_equal(code(in_session(w, worker, e.session, "recovery_renew", ""), 0), "ok");
	world_now += 5 * MINUTE + SECOND;
	const json_t *a = in_session(w, worker, e.session, "recovery_renew", "");
	assert_string_equal(code(a, 0), "denied");
	assert_non_null(strstr(w->raw.at, "\"field\":\"fresh\""));
	assert_non_null(strstr(w->raw.at, "\"fresh\":false"));
	a = in_session(w, worker, e.session, "session_confirm",
		arena_printf(w->cx.arena, "'password': 'correct horse', %s", shows(w, e.uri, 0)));
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(code(in_session(w, worker, e.session, "recovery_renew", ""), 0), "ok");
	world_now += 15 * MINUTE;
	assert_string_equal(code(in_session(w, worker, e.session, "factor_list", ""), 0), "denied"); /* idle */
	wire_close(worker);
}

static void ends_half_a_sign_in_after_a_quarter_of_an_hour(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	const char *half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	assert_string_equal(code(in_session(w, worker, half, "totp_begin", ""), 0), "ok");
	world_now += 10 * MINUTE;
	assert_string_equal(code(in_session(w, worker, half, "totp_begin", ""), 0), "ok");
	world_now += 5 * MINUTE;
	assert_string_equal(code(in_session(w, worker, half, "totp_begin", ""), 0), "denied");
	wire_close(worker);
}

/* abuse 35 */
static void never_makes_a_known_device_wait_for_what_others_do(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	for (int i = 0; i < 5; i++)
		opens(w, worker, "198.51.100.7", "wrong horse", NULL);
	assert_string_equal(code(opens(w, worker, "198.51.100.7", "correct horse", NULL), 0), "denied");
	assert_string_equal(code(opens(w, worker, "192.0.2.1", "correct horse", NULL), 0), "ok");
	assert_string_equal(code(opens(w, worker, "198.51.100.7", "correct horse", e.device), 0), "ok");
	/* Its own budget is one, too. */
	for (int i = 0; i < 5; i++)
		opens(w, worker, "198.51.100.7", "wrong horse", e.device);
	assert_string_equal(code(opens(w, worker, "198.51.100.7", "correct horse", e.device), 0), "denied");
	assert_string_equal(code(opens(w, worker, "192.0.2.1", "correct horse", NULL), 0), "ok");
	wire_close(worker);
}

static void makes_wrong_codes_wait_wherever_they_come_from(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	int refused = 0;
	const char *half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	for (int i = 0; i < 25; i++) { /* every try comes from another network */
		const json_t *a = W("{'session': '%s', 'from': '198.51.100.%d', 'calls':"
			" [{'op': 'session_code', 'in': {'code': '000000'}}]}",
			half, i);
		refused += str_equal(code(a, 0), "busy");
	}
	assert_int_equal(refused, 5);
	half = ok_text(w, opens(w, worker, "203.0.113.1", "correct horse", e.device), 0, "session");
	assert_string_equal(code(in_session(w, worker, half, "session_code", e.recovery), 0), "ok");
	wire_close(worker);
}

static void ends_the_other_sessions_when_a_password_changes(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	struct enrolled e = enrol(w, worker);
	const char *half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	const char *other = ok_text(w, in_session(w, worker, half, "session_code", e.recovery), 0, "session");
	assert_string_equal(code(in_session(w, worker, e.session, "password_change",
		"'password': 'wrong horse', 'new_password': 'four words go here'"), 0), "invalid");
	assert_string_equal(code(in_session(w, worker, other, "factor_list", ""), 0), "ok");
	assert_string_equal(code(in_session(w, worker, e.session, "password_change",
		"'password': 'correct horse', 'new_password': 'four words go here'"), 0), "ok");
	assert_string_equal(code(in_session(w, worker, other, "factor_list", ""), 0), "denied");
	assert_string_equal(code(in_session(w, worker, e.session, "factor_list", ""), 0), "ok");
	assert_string_equal(code(opens(w, worker, "192.0.2.1", "correct horse", NULL), 0), "denied");
	assert_string_equal(code(opens(w, worker, "192.0.2.1", "four words go here", NULL), 0), "ok");
	/* A session that guesses the present password has five tries. */
	for (int i = 0; i < 5; i++) /* the one above was forgiven */
		in_session(w, worker, e.session, "password_change",
			"'password': 'wrong horse', 'new_password': 'other words go here'");
	assert_string_equal(code(in_session(w, worker, e.session, "password_change",
		"'password': 'four words go here', 'new_password': 'other words go here'"), 0), "busy");
	wire_close(worker);
}

static void tells_half_a_session_nothing_but_its_next_step(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	const char *half = ok_text(w, opens(w, worker, "192.0.2.1", "correct horse", NULL), 0, "session");
	W("{'session': '%s', 'face': 'page', 'calls': []}", half);
	const json_t *who = json_object_get(w->answer, "who");
	assert_int_equal(json_object_size(who), 3);
	assert_true(json_is_true(json_object_get(who, "half")));
	assert_string_equal(json_string_value(json_object_get(who, "step")), "enrol");
	assert_null(strstr(w->raw.at, "Rasa"));
	wire_close(worker);
}

static void signs_in_to_a_demonstration_by_password_alone(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	const json_t *a = opens(w, worker, "192.0.2.1", "correct horse", NULL);
	assert_string_equal(ok_text(w, a, 0, "step"), "done");
	const char *session = ok_text(w, a, 0, "session");
	world_now += 10 * MINUTE;
	assert_string_equal(code(in_session(w, worker, session, "recovery_renew", ""), 0), "ok"); /* always fresh */
	a = in_session(w, worker, session, "session_confirm", "'password': 'correct horse'");
	assert_string_equal(code(a, 0), "ok");
	wire_close(worker);
}

static void keeps_others_from_setting_up_a_second_proof_for_somebody(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	static const char *const operations[] = {"'totp_begin'", "'recovery_renew'", "'passkey_begin'", "'session_challenge'"};
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
		assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': %s}]}", operations[i]), 0), "denied");
}

/* While somebody's password is made into a hash, others write. */
static void hashes_passwords_beside_the_writer(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct wire *slow = NULL;
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_OPERATOR, &slow), 0);
	static const char user[] = "{\"calls\": [{\"op\": \"user_create\", \"in\": {\"login\": \"vytas\","
		" \"password\": \"battery staple\","
		" \"staff_name\": \"Vytas\", \"org\": \"ngo\", \"role\": [\"support\"]}}]}";
	struct frame_out out = {.type = FRAME_REQUEST, .request = 1, .text = BLOB_STR(user)};
	passwords_cost = true;
	assert_int_equal(frame_send(wire_fd(slow), &out, 0), 0);
	int written = 0;
	struct pollfd p = {.fd = wire_fd(slow), .events = POLLIN};
	while (poll(&p, 1, 0) == 0) {
		const json_t *a = ASK(w, "{'calls': [{'op': 'unit_create', 'in': {'unit': 'unit-%d', 'org': 'ngo',"
			" 'unit_name': 'Unit'}}]}",
			written++);
		assert_string_equal(code(a, 0), "ok");
	}
	passwords_cost = false;
	assert_true(written > 2);
	wire_close(slow);
}

/* From now on officers need a passkey: what a profile says by "passkeys_required" and "passkey_roles". */
static int require_passkeys(struct cx *cx, const struct in *in, struct out *out) {
	json_t *rules = (json_t *)(uintptr_t)profile_part(cx->profile, "rules");
	json_t *roles = (json_t *)(uintptr_t)profile_part(cx->profile, "passkey_roles");
	(void)in;
	json_object_set_new(rules, "passkeys_required", json_integer(1));
	json_array_append_new(roles, json_string("officer"));
	out_number(out, F_OWN, 0);
	return ERR_OK;
}

#define AT_SITE "'from': '192.0.2.1', 'origin': 'https://atrama.example'"

static const char *base64_of_hex(struct world *w, const char *hex) {
	uint8_t *at = arena_alloc(w->cx.arena, strlen(hex) / 2 + 1);
	assert_true(hex_get(at, strlen(hex) / 2, hex));
	return base64_put(&w->cx, BLOB(at, strlen(hex) / 2));
}

static const char *client_of(struct world *w, const char *type, const char *challenge) {
	const char *json = arena_printf(w->cx.arena, "{\"type\":\"webauthn.%s\",\"challenge\":\"%s\","
		"\"origin\":\"https://atrama.example\"}",
		type, challenge);
	return base64_put(&w->cx, BLOB_STR(json));
}

static const json_t *adds_passkey(struct world *w, struct wire *worker, const char *session, const char *challenge) {
	static unsigned keys = 1000;
	return W("{'session': '%s', " AT_SITE ", 'calls': [{'op': 'passkey_add', 'key': '%032x', 'in': {'label': 'Key',"
		" 'client_data': '%s', 'attestation': '%s'}}]}", session, keys++, client_of(w, "create", challenge),
		base64_of_hex(w, none_es));
}

static void asks_whom_the_profile_names_for_a_passkey(void **state) {
	struct world *w = *state;
	w->bind.run[OP_own_count] = require_passkeys;
	world_start(w);
	world_people(w);
	struct wire *worker = worker_of(w);
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'own_count'}]}"), 0), "ok");
	const json_t *a = opens(w, worker, "192.0.2.1", "correct horse", NULL);
	const char *session = ok_text(w, a, 0, "session");
	const char *uri = ok_text(w, in_session(w, worker, session, "totp_begin", ""), 0, "totp_uri");
	a = in_session(w, worker, session, "totp_confirm", shows(w, uri, 0));
	session = ok_text(w, a, 0, "session");
	assert_string_equal(ok_text(w, a, 0, "step"), "enrol"); /* a code is not enough */
	assert_string_equal(code(in_session(w, worker, session, "session_list", ""), 0), "denied");
	const char *begin = "{'session': '%s', " AT_SITE ", 'calls': [{'op': '%s'}]}";
	const char *challenge = ok_text(w, W(begin, session, "passkey_begin"), 0, "challenge");
	static const char other[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	assert_string_equal(code(adds_passkey(w, worker, session, other), 0), "denied");
	assert_string_equal(code(adds_passkey(w, worker, session, challenge), 0), "denied"); /* used up by that */
	challenge = ok_text(w, W(begin, session, "passkey_begin"), 0, "challenge");
	a = adds_passkey(w, worker, session, challenge);
	assert_string_equal(ok_text(w, a, 0, "step"), "done");
	session = ok_text(w, a, 0, "session");
	assert_string_equal(code(in_session(w, worker, session, "session_list", ""), 0), "ok");

	/* From the next time on a code does not lead to another passkey: the one that is there has to be shown. */
	a = opens(w, worker, "192.0.2.1", "correct horse", NULL);
	assert_string_equal(ok_text(w, a, 0, "step"), "passkey");
	a = in_session(w, worker, ok_text(w, a, 0, "session"), "session_code", shows(w, uri, 1));
	assert_string_equal(ok_text(w, a, 0, "step"), "passkey");
	session = ok_text(w, a, 0, "session");
	assert_string_equal(code(W(begin, session, "passkey_begin"), 0), "denied");
	assert_string_equal(code(in_session(w, worker, session, "totp_begin", ""), 0), "denied");
	assert_string_equal(code(in_session(w, worker, session, "session_list", ""), 0), "denied");
	challenge = ok_text(w, W(begin, session, "session_challenge"), 0, "challenge");
	a = W("{'session': '%s', " AT_SITE ", 'calls': [{'op': 'session_passkey', 'in': {'passkey': '%s', 'client_data': '%s',"
		" 'authenticator': '%s', 'signature': '%s'}}]}", session, base64_of_hex(w, id_es), client_of(w, "get", challenge),
		base64_of_hex(w, said_es), base64_of_hex(w, signature_es)); /* that signature was over other bytes */
	assert_string_equal(code(a, 0), "denied");
	/* Who has no such role goes on with codes. */
	a = W("{" AT_SITE ", 'calls': [{'op': 'session_open', 'in': {'login': 'ona', 'password': 'battery staple'}}]}");
	session = ok_text(w, a, 0, "session");
	uri = ok_text(w, in_session(w, worker, session, "totp_begin", ""), 0, "totp_uri");
	a = in_session(w, worker, session, "totp_confirm", shows(w, uri, 0));
	assert_string_equal(ok_text(w, a, 0, "step"), "done");
	wire_close(worker);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(takes_each_code_of_an_authenticator_once_and_only_forwards),
		TEST(remembers_used_codes_over_a_new_start),
		TEST(counts_as_fresh_for_five_minutes),
		TEST(ends_half_a_sign_in_after_a_quarter_of_an_hour),
		TEST(never_makes_a_known_device_wait_for_what_others_do),
		TEST(makes_wrong_codes_wait_wherever_they_come_from),
		TEST(ends_the_other_sessions_when_a_password_changes),
		TEST(tells_half_a_session_nothing_but_its_next_step),
		DEMONSTRATION(signs_in_to_a_demonstration_by_password_alone),
		TEST(keeps_others_from_setting_up_a_second_proof_for_somebody),
		TEST(hashes_passwords_beside_the_writer),
		TEST(asks_whom_the_profile_names_for_a_passkey),
	};
	return cmocka_run_group_tests_name("signin", tests, NULL, NULL);
}
