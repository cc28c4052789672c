#include "io/bundle.h"

#include <zip.h>

#include "base/log.h"

static bool fill(zip_t *zip, const struct bundled *files, size_t n) {
	for (size_t i = 0; i < n; i++) {
		zip_source_t *from = zip_source_buffer(zip, files[i].bytes.at, files[i].bytes.n, 0);
		zip_int64_t at = from == NULL ? -1 : zip_file_add(zip, files[i].name, from, ZIP_FL_ENC_UTF_8);
		if (at < 0) {
			zip_source_free(from);
			return false;
		}
		if (zip_file_set_dostime(zip, (zip_uint64_t)at, 0, 33, 0) != 0) /* 33: the first day that can be said */
			return false;
	}
	return true;
}

/* The archive's bytes, once it is closed. */
static int take(struct cx *cx, zip_source_t *whole, struct buf *out) {
	zip_stat_t stat;
	if (zip_source_stat(whole, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 || zip_source_open(whole) != 0)
		return err_say(cx, ERR_IO, NULL, err_kinds[ERR_IO].say, NULL);
	uint8_t *bytes = arena_alloc(cx->arena, stat.size + 1);
	zip_int64_t got = zip_source_read(whole, bytes, stat.size);
	zip_source_close(whole);
	if (got < 0 || (zip_uint64_t)got != stat.size)
		return err_say(cx, ERR_IO, NULL, err_kinds[ERR_IO].say, NULL);
	buf_add(out, bytes, stat.size);
	return ERR_OK;
}

int bundle_write(struct cx *cx, const struct bundled *files, size_t n, struct buf *out) {
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = whole == NULL ? NULL : zip_open_from_source(whole, ZIP_TRUNCATE, &error);
	int rc = zip == NULL ? ERR_IO : ERR_OK;
	if (zip != NULL)
		zip_source_keep(whole); /* closing the archive lets go of it once */
	if (rc == ERR_OK && !fill(zip, files, n)) {
		zip_discard(zip);
		zip = NULL;
		rc = ERR_IO;
	}
	if (zip != NULL && zip_close(zip) != 0) {
		zip_discard(zip);
		rc = ERR_IO;
	}
	if (rc == ERR_OK)
		rc = take(cx, whole, out);
	else
		log_warn("bundle.unwritten");
	zip_source_free(whole);
	zip_error_fini(&error);
	return rc;
}
