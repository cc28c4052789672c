#include "view/qr.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { QUIET = 4 };

int qr_path(struct cx *cx, const char *text, int *ret_side, const char **ret_path) {
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("That is too long for a QR code."), NULL);
	struct buf b = buf_new(cx->arena, 256 << 10);
	for (int y = 0; y < code->width; y++)
		for (int x = 0, n; x < code->width; x += n + 1) {
			const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
			for (n = 0; x + n < code->width && (row[x + n] & 1) != 0; n++)
				;
			if (n > 0)
				buf_printf(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
		}
	*ret_side = code->width + 2 * QUIET;
	*ret_path = b.at;
	memset(code->data, 0, (size_t)code->width * (size_t)code->width);
	QRcode_free(code);
	return ERR_OK;
}
