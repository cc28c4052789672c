#include "core/media.h"

#include <string.h>

#include "base/buf.h"
#include "op/op.h"

static const uint8_t pdf_head[] = "%PDF-", jpeg_head[] = {0xff, 0xd8, 0xff};
static const uint8_t png_head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static bool begins(struct blob bytes, const void *head, size_t n) {
	return bytes.n >= n && memcmp(bytes.at, head, n) == 0;
}

bool media_begins(int media, struct blob bytes) {
	switch (media) {
	case MEDIA_PDF: return begins(bytes, pdf_head, sizeof pdf_head - 1);
	case MEDIA_JPEG: return begins(bytes, jpeg_head, sizeof jpeg_head);
	case MEDIA_PNG: return begins(bytes, png_head, sizeof png_head);
	default: return false;
	}
}

static int broken(struct cx *cx) {
	return err_say(cx, ERR_INVALID, fields[F_BYTES].name, N_("The picture is damaged: it does not end as it should."), NULL);
}

/* Exif ------------------------------------------------------------------------------------------------------------ */

struct tiff {
	const uint8_t *at;
	size_t n;
	bool big; /* the most significant byte first */
};

static uint32_t tiff_get(const struct tiff *t, size_t at, size_t bytes) {
	uint32_t value = 0;
	for (size_t i = 0; i < bytes && at + bytes <= t->n; i++)
		value |= (uint32_t)t->at[at + i] << 8 * (t->big ? bytes - 1 - i : i);
	return value;
}

/* Which way up the picture is held: 1 to 8, as an Exif segment says it; 1 where it says nothing sensible. */
static int orientation_of(const uint8_t *at, size_t n) {
	enum { TAG = 0x0112, ENTRY = 12 };
	if (n < 14 || memcmp(at, "Exif\0\0", 6) != 0)
		return 1;
	struct tiff t = {at + 6, n - 6, at[6] == 'M'};
	size_t first = tiff_get(&t, 4, 4);
	if (first > t.n || t.n - first < 2)
		return 1;
	size_t entries = tiff_get(&t, first, 2);
	for (size_t i = 0; i < entries && first + 2 + (i + 1) * ENTRY <= t.n; i++) {
		size_t entry = first + 2 + i * ENTRY;
		uint32_t value = tiff_get(&t, entry + 8, 2);
		if (tiff_get(&t, entry, 2) == TAG && value >= 1 && value <= 8)
			return (int)value;
	}
	return 1;
}

static void orientation_put(struct buf *b, int orientation) {
	const uint8_t segment[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12,
		0, 3, 0, 0, 0, 1, 0, (uint8_t)orientation, 0, 0, 0, 0, 0, 0};
	buf_add(b, segment, sizeof segment);
}

/* JPEG ------------------------------------------------------------------------------------------------------------ */

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP1 = 0xe1, APP14 = 0xee };

struct segment {
	int marker;
	size_t from, body, to; /* of the marker, behind the length, past the end */
};

/* The segment at `at`; false where there is none. */
static bool segment_at(struct blob bytes, size_t at, struct segment *ret_segment) {
	const uint8_t *b = bytes.at;
	if (at >= bytes.n || b[at] != 0xff)
		return false;
	while (at + 1 < bytes.n && b[at + 1] == 0xff) /* markers may be filled up */
		at++;
	if (at + 2 > bytes.n)
		return false;
	struct segment s = {b[at + 1], at, at + 2, at + 2};
	bool bare = s.marker == EOI || s.marker == 0x01 || (s.marker >= 0xd0 && s.marker <= 0xd7);
	if (!bare) {
		if (at + 4 > bytes.n)
			return false;
		size_t n = (size_t)b[at + 2] << 8 | b[at + 3];
		if (n < 2 || n > bytes.n - (at + 2))
			return false;
		s.body = at + 4;
		s.to = at + 2 + n;
	}
	*ret_segment = s;
	return true;
}

static bool is_frame(int marker) {
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* What is needed to draw: frames, tables, scans, and what the colours of some cameras need. */
static bool is_kept(const uint8_t *b, const struct segment *s) {
	if (s->marker == APP14)
		return s->to - s->body >= 5 && memcmp(b + s->body, "Adobe", 5) == 0;
	return (s->marker >= 0xc0 && s->marker <= 0xcf && s->marker != 0xc8) || (s->marker >= 0xda && s->marker <= 0xdf);
}

/* Where the drawn bytes behind a scan's head end: at the next marker that is no part of them. */
static size_t scan_end(struct blob bytes, size_t at) {
	const uint8_t *b = bytes.at;
	for (; at + 1 < bytes.n; at++)
		if (b[at] == 0xff && b[at + 1] != 0 && b[at + 1] != 0xff && (b[at + 1] < 0xd0 || b[at + 1] > 0xd7))
			return at;
	return bytes.n;
}

/* A head without its small picture. */
static void jfif_put(struct buf *b, const uint8_t *body, size_t n) {
	const uint8_t head[] = {0xff, 0xe0, 0, 16}, none[] = {0, 0};
	if (n < 14 || memcmp(body, "JFIF", 5) != 0)
		return;
	buf_add(b, head, sizeof head);
	buf_add(b, body, 12);
	buf_add(b, none, sizeof none);
}

static int jpeg_orientation(struct blob bytes) {
	struct segment s;
	const uint8_t *b = bytes.at;
	for (size_t at = 2; segment_at(bytes, at, &s) && s.marker != SOS && s.marker != EOI; at = s.to)
		if (s.marker == APP1 && orientation_of(b + s.body, s.to - s.body) != 1)
			return orientation_of(b + s.body, s.to - s.body);
	return 1;
}

static int jpeg_clean(struct cx *cx, struct blob bytes, struct buf *to) {
	const uint8_t *b = bytes.at;
	int orientation = jpeg_orientation(bytes);
	bool frame = false, scan = false;
	struct segment s;
	buf_add(to, b, 2);
	if (orientation != 1)
		orientation_put(to, orientation);
	for (size_t at = 2; segment_at(bytes, at, &s) && s.marker != SOI; at = s.to) {
		frame = frame || is_frame(s.marker);
		if (s.marker == APP0)
			jfif_put(to, b + s.body, s.to - s.body);
		if (s.marker == SOS)
			s.to = scan_end(bytes, s.to);
		scan = scan || s.marker == SOS;
		if (s.marker == EOI) {
			buf_add(to, b + s.from, 2);
			return frame && scan ? 0 : broken(cx);
		}
		if (is_kept(b, &s))
			buf_add(to, b + s.from, s.to - s.from);
	}
	return broken(cx);
}

/* PNG ------------------------------------------------------------------------------------------------------------- */

static bool chunk_kept(const uint8_t *type) {
	static const char kept[][5] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (memcmp(type, kept[i], 4) == 0)
			return true;
	return false;
}

static int png_clean(struct cx *cx, struct blob bytes, struct buf *to) {
	enum { AROUND = 12 }; /* length, type, sum */
	const uint8_t *b = bytes.at;
	bool drawn = false;
	buf_add(to, b, sizeof png_head);
	for (size_t at = sizeof png_head; bytes.n - at >= AROUND;) {
		size_t n = (size_t)b[at] << 24 | (size_t)b[at + 1] << 16 | (size_t)b[at + 2] << 8 | b[at + 3];
		if (n > bytes.n - at - AROUND)
			return broken(cx);
		const uint8_t *type = b + at + 4;
		if (chunk_kept(type))
			buf_add(to, b + at, n + AROUND);
		drawn = drawn || memcmp(type, "IDAT", 4) == 0;
		at += n + AROUND;
		if (memcmp(type, "IEND", 4) == 0)
			return drawn ? 0 : broken(cx);
	}
	return broken(cx);
}

int media_clean(struct cx *cx, int media, struct blob bytes, struct blob *ret_clean) {
	int rc = 0;
	if (!media_begins(media, bytes))
		return err_say(cx, ERR_INVALID, fields[F_MEDIA].name, N_("The file is of another kind than you said."), NULL);
	if (media == MEDIA_PDF) {
		*ret_clean = bytes;
		return 0;
	}
	struct buf to = buf_new(cx->arena, bytes.n + 64);
	rc = media == MEDIA_JPEG ? jpeg_clean(cx, bytes, &to) : png_clean(cx, bytes, &to);
	if (rc == 0)
		*ret_clean = (struct blob){to.at, to.n};
	return rc;
}
