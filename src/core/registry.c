#include "core/registry.h"

#include "audit/audit.h"
#include "base/str.h"
#include "core/fact.h"
#include "crypt/ring.h"
#include "db/queries.h"

int registry_create(struct cx *cx, const char *profile, bool demonstration) {
	struct ref ref = ref_new(cx);
	int rc = q_registry_add(cx, ref_blob(&ref), profile, demonstration, 0, cx->now);
	if (rc == ERR_CONFLICT)
		return err_say(cx, ERR_CONFLICT, NULL, N_("There is a registry in this store already."), NULL);
	return rc == ERR_OK ? audit_start(cx, &ref) : rc;
}

int registry_read(struct cx *cx, struct registry *ret_registry) {
	struct row_registry_get row;
	struct ref ref;
	int rc = q_registry_get(cx, &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("This store holds no registry."), NULL);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK)
		*ret_registry = (struct registry){.ref = ref, .profile = row.profile, .demonstration = row.demonstration == 1,
			.built = row.built == 1, .created = row.created};
	return rc;
}

int registry_check(struct cx *cx, struct registry *ret_registry) {
	struct registry r;
	int rc = registry_read(cx, &r);
	if (rc == ERR_OK && r.demonstration != ring_demonstration(cx->ring))
		rc = err_say(cx, ERR_CRYPTO, NULL,
			N_("The key file and the store do not agree on whether this is a demonstration."), NULL);
	if (rc == ERR_OK)
		rc = audit_open(cx);
	if (rc == ERR_OK)
		*ret_registry = r;
	return rc;
}

int registry_built(struct cx *cx) {
	int rc = q_registry_set_built(cx);
	if (rc == ERR_OK && db_changed(cx) == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This registry is not a demonstration."), NULL);
	return rc;
}
