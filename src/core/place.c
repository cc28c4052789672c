/* place.c - places to stay: added, and the one operation that opens the door. */
#include "base/str.h"
#include "core/fact.h"
#include "core/place.h"
#include "core/projection.h"
#include "core/vault.h"
#include "crypt/seal.h"
#include "db/queries.h"

static struct seal_at address_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "place", .column = "address", .row = id, .subject = *ref, .c = C_PLACE};
}

/* Under a key of its own, which is sealed to the vault of the organisation that runs the place. */
static int address_seal(struct cx *cx, int64_t id, int64_t org, const struct ref *ref, const char *address,
	struct blob *ret_wrapped, struct blob *ret_sealed) {
	const struct seal_at at = address_at(id, ref);
	uint8_t bytes[BOX_KEY];
	struct key *key = NULL;
	cx->rng(bytes, sizeof bytes);
	int rc = vault_seal(cx, org, "place", id, bytes, ret_wrapped);
	if (rc == 0)
		rc = key_from(cx, C_PLACE, ref, bytes, &key);
	if (rc == 0)
		rc = seal(cx, key, &at, address, ret_sealed);
	key_close(key);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

/* What was sealed before there were vaults has its key under the registry's own. */
static int key_take(struct cx *cx, int64_t id, int64_t org, const struct ref *ref, struct blob wrapped,
	struct key **ret_key) {
	uint8_t bytes[BOX_KEY] = {0};
	struct vault vault = {0};
	if (!box_is_sealed(wrapped))
		return key_open(cx, C_PLACE, ref, wrapped, ret_key);
	int rc = vault_open_for(cx, org, &vault);
	if (rc == 0)
		rc = vault_unseal(cx, &vault, "place", id, wrapped, bytes);
	if (rc == 0)
		rc = key_from(cx, C_PLACE, ref, bytes, ret_key);
	vault_close(&vault);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

static int address_open(struct cx *cx, int64_t id, int64_t org, const struct ref *ref, struct blob wrapped,
	struct blob sealed, const char **ret_address) {
	const struct seal_at at = address_at(id, ref);
	struct key *key = NULL;
	int rc = key_take(cx, id, org, ref, wrapped, &key);
	if (rc == 0)
		rc = unseal(cx, key, &at, sealed, ret_address);
	key_close(key);
	return rc;
}

static int address_reseal(struct cx *cx, int64_t org, const struct row_place_of_org *p) {
	struct ref ref;
	struct blob wrapped, sealed;
	const char *address = NULL;
	int rc = ref_of_blob(cx, p->ref, &ref);
	if (rc == 0)
		rc = address_open(cx, p->id, org, &ref, p->wrapped, p->address, &address);
	if (rc == 0)
		rc = address_seal(cx, p->id, org, &ref, address, &wrapped, &sealed);
	return rc == 0 ? q_place_reseal(cx, p->id, wrapped, sealed) : rc;
}

int place_reseal_old(struct cx *cx, int64_t org) {
	struct rows rows;
	struct row_place_of_org p;
	int rc = q_place_of_org(cx, org, &rows);
	while (rc == 0 && q_place_of_org_next(&rows, &p))
		if (!box_is_sealed(p.wrapped))
			rc = address_reseal(cx, org, &p);
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

static int speech_add(struct cx *cx, const struct in *in, int64_t place) {
	int rc = 0;
	for (size_t i = 0; i < in_count(in, F_SPEECH) && rc == 0; i++)
		rc = q_place_speech_add(cx, place, (int)in_at(in, F_SPEECH, i)->number);
	return rc;
}

/* Bits 1 << code of what was named; NONE where nothing was: everybody. */
static int64_t bits_of(const struct in *in, enum field_id field) {
	int64_t bits = 0;
	for (size_t i = 0; i < in_count(in, field); i++)
		bits |= INT64_C(1) << in_at(in, field, i)->number;
	return bits == 0 ? NONE : bits;
}

int place_create(struct cx *cx, const struct in *in, struct out *out) {
	struct ref ref = ref_new(cx);
	struct row_place_next next;
	struct blob wrapped, sealed;
	int rc = q_place_next(cx, &next);
	if (rc == 0)
		rc = address_seal(cx, next.id, cx->actor.org, &ref, in_text(in, F_ADDRESS), &wrapped, &sealed);
	if (rc == 0)
		rc = q_place_add(cx, next.id, ref_blob(&ref), cx->actor.org, in_text(in, F_LABEL), in_code(in, F_REGION),
			in_code(in, F_SEX), in_number(in, F_BEDS), wrapped, sealed, bits_of(in, F_AGE), bits_of(in, F_CITIZENS));
	if (rc == 0)
		rc = speech_add(cx, in, next.id);
	if (rc == 0)
		rc = project_place(cx, next.id);
	if (rc == 0)
		out_ref(out, F_PLACE, &ref);
	return rc;
}

int place_address(struct cx *cx, const struct in *in, struct out *out) {
	struct row_place_sealed p;
	struct ref ref;
	const char *address = NULL;
	int rc = q_place_sealed(cx, in->object, &p);
	if (rc == 0)
		rc = ref_of_blob(cx, p.ref, &ref);
	if (rc == 0)
		rc = address_open(cx, in->object, p.org, &ref, p.wrapped, p.address, &address);
	if (rc == 0)
		out_text(out, F_ADDRESS, address);
	return rc;
}
