/*
 * passkey.h - what a browser says a passkey signed: WebAuthn's client data.
 *
 * It has to be of the ceremony in hand, carry the bytes that this session was given, and come from a page of this
 * registry, not from a frame of another. The registry's own address is what the request came to; a passkey that was
 * made for another site never signs for it (crypt/passkey.h).
 */
#pragma once
#include "crypt/crypt.h"

enum { CLIENT_CHALLENGE = 32 };

/* Checks `text` (base64url of JSON) for type "webauthn.create" or "webauthn.get"; *ret_hash is what was signed.
   ERR_DENIED for another ceremony, other bytes, another site; ERR_INVALID for what is no client data. */
MUST_CHECK int passkey_client(struct cx *cx, const char *text, const char *type,
	const uint8_t challenge[CLIENT_CHALLENGE], const char *origin, uint8_t ret_hash[HASH_SIZE]);

/* The name a passkey knows the site by: the host of its address. ERR_INVALID where browsers allow no passkeys:
   without https, but for localhost. */
MUST_CHECK int passkey_site(struct cx *cx, const char *origin, const char **ret_rp);
