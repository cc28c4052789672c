/*
 * The account of whoever is signed in, by half or wholly: the second step, setting up a second proof, sessions.
 *
 * Codes and secrets are shown on the answer to the form that made them, once; no address holds one.
 */
#include "web/account.h"

#include <string.h>

#include "base/str.h"
#include "view/assets.h"
#include "view/qr.h"
#include "web/ask.h"
#include "web/route.h"

enum { DEVICE_SECONDS = 365 * 24 * 3600 };

static const char *device_cookie(const struct page *page) {
	return page->request->tls ? "__Host-device" : "device";
}

json_t *account_open_form(const struct page *page) {
	json_t *in = page_form(page, OP_session_open);
	const char *device = cookie_get(page->cx->arena, page->request->cookie, device_cookie(page));
	uint8_t bytes[32];
	json_object_del(in, fields[F_DEVICE].name);
	if (device != NULL && hex_get(bytes, sizeof bytes, device))
		json_object_set_new(in, fields[F_DEVICE].name, json_string(device));
	return in;
}

/* After signing in one goes where one wanted to go, else to one's work. */
static const char *wanted(const struct page *page) {
	const char *next = page_next(page);
	return str_equal(next, "/") || str_starts(next, "/sign-") ? "/work" : next;
}

static void take(struct page *page, size_t i) {
	const char *session = page_text(page, i, "session"), *device = page_text(page, i, "device");
	if (session[0] != 0)
		page_sign_in(page, session);
	if (device[0] != 0)
		http_add(page->response, "Set-Cookie",
		         http_cookie(page->cx->arena, page->request, device_cookie(page), device, DEVICE_SECONDS));
}

static int go_on(struct page *page, const char *step) {
	const char *to = str_equal(step, "enrol") ? "/sign-in/enrol" : "/sign-in/code";
	return str_equal(step, "done") || step[0] == 0 ? page_redirect(page, "%s", wanted(page))
		: page_redirect(page, "%s?next=%s", to, form_encode(page->cx->arena, wanted(page)));
}

int account_go_on(struct page *page) {
	return go_on(page, page->half);
}

int account_signed_in(struct page *page, size_t i) {
	take(page, i);
	return go_on(page, page_text(page, i, "step"));
}

/* One line that is neither a password nor to be remembered. */
static json_t *ask_code(const struct page *page, const char *label, const char *hint) {
	json_t *ask = ask_text(page, F_CODE, label, hint);
	json_object_set_new(ask, "type", json_string("text"));
	json_object_set_new(ask, "auto", json_string("one-time-code"));
	json_object_set_new(ask, "short", json_true());
	return ask;
}

static const char *const code_hint = N_("Six digits from your authenticator, or one of your recovery codes.");

/* What the script needs to ask for a passkey; null where there is none, or where the address is not secure. */
static json_t *passkey_of(struct page *page, size_t i) {
	const json_t *answer = page_answer(page, i);
	const struct asset *script = asset_find(&view_assets, "web/static/passkey.js");
	json_t *numbers = json_object_get(answer, "passkey"), *one;
	struct buf all = buf_new(page->cx->arena, 64 << 10);
	size_t k;
	if (answer == NULL || script == NULL)
		return json_null();
	json_array_foreach(numbers, k, one)
		buf_printf(&all, "%s%s", k == 0 ? "" : " ", json_string_value(one));
	return json_pack("{s:s, s:s, s:s, s:s}", "challenge", json_text(answer, "challenge"), "numbers",
		all.n == 0 ? "" : all.at, "user", json_text(answer, "user"), "script",
		arena_printf(page->cx->arena, "/static/passkey.js?%s", script->hash));
}

static bool has_passkeys(const struct page *page, size_t i) {
	return json_array_size(json_object_get(page_answer(page, i), "passkey")) > 0;
}

/* Half signed in, or led to where that begins. */
static bool is_half(struct page *page, int *ret_rc) {
	*ret_rc = page_meet(page);
	if (*ret_rc != 0 || page->half != NULL)
		return *ret_rc == 0;
	*ret_rc = page->who != NULL ? page_redirect(page, "%s", wanted(page))
		: page_redirect(page, "/sign-in?next=%s", form_encode(page->cx->arena, wanted(page)));
	return false;
}

static int code_page(struct page *page) {
	int rc;
	if (page_posted(page)) {
		size_t i = page_add(page, OP_session_code, page_form(page, OP_session_code));
		rc = page_run(page);
		if (rc == 0)
			return account_signed_in(page, i);
		if (page->half == NULL || !page_mend(page, rc))
			return is_half(page, &rc) ? ERR_DENIED : rc;
	} else if (!is_half(page, &rc)) {
		return rc;
	} else if (str_equal(page->half, "enrol")) {
		return go_on(page, page->half);
	}
	size_t i = page_try(page, OP_session_challenge, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	bool code = page->half != NULL && str_equal(page->half, "code");
	return page_render(page, "sign_in_code", json_pack("{s:s, s:s, s:o, s:o, s:b}", "title", N_("Sign in: second step"),
		"next", wanted(page), "code", code ? ask_code(page, N_("Code"), code_hint) : json_null(),
		"passkey", has_passkeys(page, i) ? passkey_of(page, i) : json_null(), "only", !code));
}

/* What the script has filled in. In a full session it proves again who one is. */
static int passkey_in(struct page *page) {
	if (!page_posted(page))
		return page_redirect(page, "/sign-in/code");
	size_t i = page_add(page, OP_session_passkey, page_form(page, OP_session_passkey));
	int rc = page_run(page);
	if (rc == 0)
		return account_signed_in(page, i);
	if (page->who == NULL && page->half == NULL)
		return page_redirect(page, "/sign-in");
	const char *to = page->who != NULL ? "/prove" : "/sign-in/code";
	return page_redirect(page, "%s?failed=1&next=%s", to, form_encode(page->cx->arena, wanted(page)));
}

static int enrol_page(struct page *page) {
	int rc;
	if (!is_half(page, &rc))
		return rc;
	if (!str_equal(page->half, "enrol"))
		return go_on(page, page->half);
	size_t i = page_try(page, OP_passkey_begin, NULL);
	rc = page_run(page);
	return rc != 0 ? rc : page_render(page, "sign_in_enrol", json_pack("{s:s, s:s, s:o}", "title",
		N_("A second proof is needed"), "next", wanted(page), "passkey", passkey_of(page, i)));
}

static int codes_page(struct page *page, size_t i) {
	return page_render(page, "recovery", json_pack("{s:s, s:s, s:O}", "title", N_("Recovery codes"), "next",
		page_field(page, "next")[0] == 0 ? "/account" : wanted(page), "codes",
		json_object_get(page_answer(page, i), "recovery")));
}

/* The QR code and the form under it; `uri` goes along in the form, since it is shown only once. */
static int authenticator_form(struct page *page, const char *uri) {
	const char *path = NULL, *secret = strstr(uri, "secret=");
	int side = 0;
	int rc = secret == NULL ? ERR_NOTFOUND : qr_path(page->cx, uri, &side, &path);
	if (rc != 0)
		return rc;
	secret += strlen("secret=");
	struct buf spaced = buf_new(page->cx->arena, 4096);
	for (size_t k = 0; secret[k] != 0 && secret[k] != '&'; k++)
		buf_printf(&spaced, "%s%c", k > 0 && k % 4 == 0 ? " " : "", secret[k]);
	return page_render(page, "authenticator", json_pack("{s:s, s:s, s:s, s:{s:i, s:s}, s:s, s:o}", "title",
		N_("Set up an authenticator"), "next", page_field(page, "next"), "uri", uri, "qr", "side", side, "path", path,
		"secret", spaced.n == 0 ? "" : spaced.at,
		"code", ask_code(page, N_("Code it shows now"), N_("Six digits. They change every half minute."))));
}

static int authenticator_page(struct page *page) {
	int rc;
	const char *uri = page_field(page, "totp_uri");
	if (!page_posted(page)) {
		if (page->session != NULL && !page_proved(page, &rc))
			return rc;
		return page_render(page, "authenticator", json_pack("{s:s, s:s, s:s?, s:n}", "title", N_("Set up an authenticator"),
			"next", page_query(page, "next"), "back", page->half != NULL ? NULL : "/account", "qr"));
	}
	bool begins = uri[0] == 0;
	size_t i = page_add(page, begins ? OP_totp_begin : OP_totp_confirm,
		begins ? NULL : page_form(page, OP_totp_confirm));
	rc = page_run(page);
	if (rc == 0 && begins)
		return authenticator_form(page, page_text(page, i, "totp_uri"));
	if (rc == 0) {
		take(page, i);
		return codes_page(page, i);
	}
	if (begins || !str_starts(uri, "otpauth://totp/Atrama:") || strlen(uri) > 400 || !page_mend(page, rc))
		return rc;
	return authenticator_form(page, uri);
}

static int recovery_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc))
		return rc;
	if (page_posted(page)) {
		size_t i = page_add(page, OP_recovery_renew, NULL);
		rc = page_run(page);
		if (rc == 0)
			return codes_page(page, i);
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "recovery", json_pack("{s:s, s:s, s:n}", "title", N_("New recovery codes"), "back",
		"/account", "codes"));
}

static int passkey_page(struct page *page) {
	int rc;
	bool half = page->half != NULL;
	if (page_posted(page)) {
		size_t i = page_add(page, OP_passkey_add, page_form(page, OP_passkey_add));
		rc = page_run(page);
		if (rc == 0 && page_text(page, i, "session")[0] != 0)
			return account_signed_in(page, i);
		if (rc == 0)
			return page_redirect(page, "/account");
		if (!page_mend(page, rc))
			return rc;
	} else if (!page_proved(page, &rc)) {
		return rc;
	}
	half = half || page->half != NULL;
	size_t i = page_try(page, OP_passkey_begin, NULL);
	rc = page_run(page);
	return rc != 0 ? rc : page_render(page, "passkey", json_pack("{s:s, s:s?, s:s, s:o, s:o}", "title",
		N_("Add a passkey"), "back", half ? NULL : "/account", "next",
		page_posted(page) ? page_field(page, "next") : page_query(page, "next"),
		"label", ask_text(page, F_LABEL, N_("What do you call it?"), N_("For example: key on my ring, or telephone.")),
		"passkey", passkey_of(page, i)));
}

/* One press each: a form that is nothing but a button, and what it asks for. */
static int press(struct page *page, enum op_id op) {
	if (!page_posted(page))
		return page_redirect(page, "/account");
	page_add(page, op, page_form(page, op));
	int rc = page_run(page);
	return rc != 0 ? rc : page_redirect(page, "/account");
}

static int remove_page(struct page *page) {
	return press(page, OP_factor_remove);
}

static int sign_out_there(struct page *page) {
	return press(page, OP_session_kill);
}

static int account_page(struct page *page) {
	size_t how = page_add(page, OP_factor_list, NULL), where = page_add(page, OP_session_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "account", json_pack("{s:s, s:s, s:O, s:O, s:O}", "title", N_("My account"), "back", "/work",
		"how", page_answer(page, how), "factors", page_rows(page, how), "sessions", page_rows(page, where)));
}

static int prove_page(struct page *page) {
	int rc;
	if (page_posted(page)) {
		page_add(page, OP_session_confirm, page_form(page, OP_session_confirm));
		rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "%s", wanted(page));
		if (!page_mend(page, rc))
			return rc;
	}
	size_t has = page_add(page, OP_factor_list, NULL), i = page_try(page, OP_session_challenge, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	bool totp = false;
	size_t k;
	json_t *row;
	json_array_foreach(page_rows(page, has), k, row)
		totp = totp || str_equal(json_text(row, "factor"), "totp");
	bool code = !page->demonstration && totp;
	return page_render(page, "prove", json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:b}", "title",
		N_("Prove again who you are"), "back", wanted(page), "next", wanted(page),
		"password", code || page->demonstration ? ask_text(page, F_PASSWORD, N_("Password"), NULL) : json_null(),
		"code", code ? ask_code(page, N_("Code"), code_hint) : json_null(),
		"passkey", has_passkeys(page, i) ? passkey_of(page, i) : json_null(),
		"failed", str_equal(page_query(page, "failed"), "1")));
}

const struct route routes_account[] = {
	{"/sign-in/code", code_page, ROUTE_PUBLIC | ROUTE_POST},
	{"/sign-in/passkey", passkey_in, ROUTE_PUBLIC | ROUTE_POST},
	{"/sign-in/enrol", enrol_page, ROUTE_PUBLIC},
	{"/account", account_page, 0},
	{"/account/authenticator", authenticator_page, ROUTE_POST},
	{"/account/recovery", recovery_page, ROUTE_POST},
	{"/account/passkey", passkey_page, ROUTE_POST},
	{"/account/remove", remove_page, ROUTE_POST},
	{"/account/sign-out", sign_out_there, ROUTE_POST},
	{"/prove", prove_page, ROUTE_POST},
	{0},
};
