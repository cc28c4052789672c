#include "crypt/odk.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/buf.h"
#include "base/md5.h"
#include "base/str.h"
#include "crypt/text64.h"

enum { RSA_BITS = 2048, AES_KEY = 32, AES_BLOCK = 16, TEXT_MOST = 4096 };

static int refuse(struct cx *cx, const char *field, const char *rule, const char *value) {
	return err_say(cx, ERR_INVALID, field, rule, value);
}

/* Base64 as others write it, with padding and line ends. */
static int read_text(struct cx *cx, const char *field, const char *text, struct blob *ret_bytes) {
	if (strlen(text) > TEXT_MOST)
		return refuse(cx, field, N_("This is longer than it can be."), NULL);
	char *clean = arena_alloc(cx->arena, strlen(text) + 1), *to = clean;
	for (const char *c = text; *c != 0; c++)
		if (strchr(" \t\r\n=", *c) == NULL)
			*to++ = *c == '+' ? '-' : *c == '/' ? '_' : *c;
	*to = 0;
	return base64_get(cx, field, clean, ret_bytes);
}

static const char *write_text(struct cx *cx, const uint8_t *der, int n) {
	char *text = arena_alloc(cx->arena, 4 * ((size_t)n / 3 + 1) + 1);
	EVP_EncodeBlock((unsigned char *)text, der, n);
	return text;
}

int odk_pair(struct cx *cx, const char **ret_public, const char **ret_secret) {
	uint8_t *public = NULL, *secret = NULL;
	EVP_PKEY *pair = EVP_RSA_gen(RSA_BITS);
	int public_n = pair == NULL ? 0 : i2d_PUBKEY(pair, &public);
	int secret_n = pair == NULL ? 0 : i2d_PrivateKey(pair, &secret);
	int rc = bug_if(cx, public_n <= 0 || secret_n <= 0);
	if (rc == ERR_OK) {
		*ret_public = write_text(cx, public, public_n);
		*ret_secret = write_text(cx, secret, secret_n);
	}
	OPENSSL_clear_free(secret, secret_n > 0 ? (size_t)secret_n : 0);
	OPENSSL_free(public);
	EVP_PKEY_free(pair);
	return rc;
}

/* What was sealed to the key has that many bytes, or it was not sealed to it. One answer for every way to be wrong. */
static bool rsa_open(EVP_PKEY *pair, struct blob sealed, uint8_t *ret_bytes, size_t n) {
	uint8_t clear[RSA_BITS / 8];
	size_t clear_n = sizeof clear;
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(pair, NULL);
	bool fine = c != NULL && EVP_PKEY_decrypt_init(c) > 0 && EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_OAEP_PADDING) > 0
		&& EVP_PKEY_CTX_set_rsa_oaep_md(c, EVP_sha256()) > 0 && EVP_PKEY_CTX_set_rsa_mgf1_md(c, EVP_sha256()) > 0
		&& EVP_PKEY_decrypt(c, clear, &clear_n, sealed.at, sealed.n) > 0 && clear_n == n;
	if (fine)
		memcpy(ret_bytes, clear, n);
	crypt_wipe(clear, sizeof clear);
	EVP_PKEY_CTX_free(c);
	return fine;
}

static bool aes_open(const uint8_t key[AES_KEY], const uint8_t start[AES_BLOCK], struct blob sealed, uint8_t *to) {
	int n = 0;
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	bool fine = c != NULL && sealed.n > 0 && sealed.n <= INT32_MAX
		&& EVP_DecryptInit_ex(c, EVP_aes_256_cfb128(), NULL, key, start) > 0
		&& EVP_DecryptUpdate(c, to, &n, sealed.at, (int)sealed.n) > 0 && n == (int)sealed.n;
	EVP_CIPHER_CTX_free(c);
	return fine;
}

/* How many of n bytes are no padding; -1 where it is none. */
static int64_t unpadded(const uint8_t *bytes, size_t n) {
	size_t pad = n == 0 ? 0 : bytes[n - 1];
	if (n % AES_BLOCK != 0 || pad == 0 || pad > AES_BLOCK || pad > n)
		return -1;
	for (size_t i = n - pad; i < n; i++)
		if (bytes[i] != pad)
			return -1;
	return (int64_t)(n - pad);
}

/* Whether all have their padding. What has not is taken whole: neither words nor time tell which rule was broken. */
static bool open_files(struct cx *cx, const uint8_t key[AES_KEY], struct odk_letter *l) {
	uint8_t start[MD5_SIZE];
	struct md5 md5;
	bool fine = true;
	md5_begin(&md5);
	md5_add(&md5, l->instance, strlen(l->instance));
	md5_add(&md5, key, AES_KEY);
	md5_end(&md5, start);
	for (size_t i = 0; i < l->n; i++) {
		struct odk_file *f = &l->files[i];
		uint8_t *to = arena_alloc(cx->arena, f->sealed.n + 1);
		start[i % sizeof start]++;
		int64_t n = aes_open(key, start, f->sealed, to) ? unpadded(to, f->sealed.n) : -1;
		fine = fine && n >= 0;
		n = n < 0 ? (int64_t)f->sealed.n : n; /* as much is summed up either way */
		to[n] = 0;
		f->clear = BLOB(to, (size_t)n);
	}
	crypt_wipe(&md5, sizeof md5);
	return fine;
}

/* The sum that stands sealed in the manifest, made again. */
static void sum_up(const struct odk_letter *l, uint8_t ret[MD5_SIZE]) {
	struct md5 md5;
	const char *const lines[] = {l->form, l->version, l->key, l->instance};
	char sum[MD5_TEXT];
	md5_begin(&md5);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (lines[i] == l->version && l->version[0] == 0)
			continue;
		md5_add(&md5, lines[i], strlen(lines[i]));
		md5_add(&md5, "\n", 1);
	}
	for (size_t i = 0; i < l->n; i++) {
		md5_text(l->files[i].clear.at, l->files[i].clear.n, sum);
		md5_add(&md5, l->files[i].name, strlen(l->files[i].name));
		md5_add(&md5, "::", 2);
		md5_add(&md5, sum, sizeof sum - 1);
		md5_add(&md5, "\n", 1);
	}
	md5_end(&md5, ret);
}

static int open_with(struct cx *cx, EVP_PKEY *pair, struct odk_letter *l) {
	uint8_t key[AES_KEY] = {0}, sealed_sum[MD5_SIZE], sum[MD5_SIZE];
	struct blob sealed, signature;
	int rc = read_text(cx, "key", l->key, &sealed);
	if (rc == ERR_OK)
		rc = read_text(cx, "signature", l->signature, &signature);
	if (rc == ERR_OK && !rsa_open(pair, sealed, key, sizeof key))
		rc = refuse(cx, "key", N_("This was not encrypted to this registry's key. Get the form anew."), NULL);
	if (rc != ERR_OK)
		return rc;
	bool fine = open_files(cx, key, l);
	sum_up(l, sum);
	fine = rsa_open(pair, signature, sealed_sum, sizeof sealed_sum) && crypt_equal(sum, sealed_sum, sizeof sum) && fine;
	if (!fine)
		rc = refuse(cx, "signature", N_("A file was cut, changed or exchanged on its way, or the signature is of other files."), NULL);
	crypt_wipe(key, sizeof key);
	return rc;
}

int odk_open(struct cx *cx, const char *secret, struct odk_letter *l) {
	struct blob der;
	EVP_PKEY *pair = NULL;
	int rc = bug_if(cx, l->n == 0 || l->n > ODK_FILES);
	if (rc == ERR_OK)
		rc = read_text(cx, "key", secret, &der);
	if (rc != ERR_OK)
		return rc;
	const uint8_t *at = der.at;
	pair = d2i_AutoPrivateKey(NULL, &at, (long)der.n);
	rc = pair == NULL ? err_say(cx, ERR_CRYPTO, NULL, err_kinds[ERR_CRYPTO].say, NULL) : open_with(cx, pair, l);
	EVP_PKEY_free(pair);
	return rc;
}
