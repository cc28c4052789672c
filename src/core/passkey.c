#include "core/passkey.h"

#include <jansson.h>

#include "base/str.h"
#include "crypt/text64.h"

static bool is(const json_t *client, const char *key, const char *value) {
	const char *text = json_string_value(json_object_get(client, key));
	return text != NULL && str_equal(text, value);
}

int passkey_client(struct cx *cx, const char *text, const char *type, const uint8_t challenge[CLIENT_CHALLENGE],
	const char *origin, uint8_t ret_hash[HASH_SIZE]) {
	struct blob bytes;
	int r = base64_get(cx, "client_data", text, &bytes);
	if (r != ERR_OK)
		return r;
	json_t *client = json_loadb(bytes.at, bytes.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(client)) {
		json_decref(client);
		return err_say(cx, ERR_INVALID, "client_data", N_("This is not what a browser says of a passkey."), NULL);
	}
	const json_t *cross = json_object_get(client, "crossOrigin");
	const char *given = json_string_value(json_object_get(client, "challenge"));
	const char *wanted = base64_put(cx, BLOB(challenge, CLIENT_CHALLENGE));
	bool right = is(client, "type", type) && is(client, "origin", origin) && (cross == NULL || json_is_false(cross))
		&& given != NULL && strlen(given) == strlen(wanted) && crypt_equal(given, wanted, strlen(wanted));
	json_decref(client);
	if (!right)
		return err_say(cx, ERR_DENIED, "client_data", N_("The passkey signed something else. Begin again."), NULL);
	crypt_sha256(ret_hash, bytes.at, bytes.n);
	return ERR_OK;
}

int passkey_site(struct cx *cx, const char *origin, const char **ret_rp) {
	const char *host = origin != NULL && str_starts(origin, "https://") ? origin + strlen("https://")
		: origin != NULL && str_starts(origin, "http://localhost") ? origin + strlen("http://") : NULL;
	size_t n = host == NULL ? 0 : strcspn(host, ":");
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
	const char *rp = n == 0 ? "" : arena_strndup(cx->arena, host, n);
	bool insecure = host != NULL && str_starts(origin, "http://") && !str_equal(rp, "localhost");
	if (n == 0 || n > 253 || insecure || rp[strspn(rp, letters)] != 0)
		return err_say(cx, ERR_INVALID, NULL, N_("Passkeys need an address that begins with https."), NULL);
	*ret_rp = rp;
	return ERR_OK;
}
