#include "core/device.h"

#include "crypt/token.h"
#include "db/queries.h"

int device_find(struct cx *cx, int64_t account, const char *text, int64_t *ret_device) {
	struct row_device_find row;
	uint8_t hash[HASH_SIZE];
	*ret_device = 0;
	if (text == NULL)
		return ERR_OK;
	int r = token_mark(cx, "device 1", BLOB_STR(text), hash);
	if (r == ERR_OK)
		r = q_device_find(cx, account, BLOB(hash, sizeof hash), &row);
	if (r == ERR_OK)
		*ret_device = row.id;
	return r == ERR_NOTFOUND ? ERR_OK : r;
}

int device_new(struct cx *cx, int64_t account, const char *text) {
	uint8_t hash[HASH_SIZE];
	int r = token_mark(cx, "device 1", BLOB_STR(text), hash);
	if (r == ERR_OK)
		r = q_device_add(cx, account, BLOB(hash, sizeof hash), cx->now);
	return r == ERR_OK ? q_device_drop_oldest(cx, account, DEVICE_MOST) : r;
}

int device_touch(struct cx *cx, int64_t device) {
	return q_device_set_used(cx, device, cx->now);
}
