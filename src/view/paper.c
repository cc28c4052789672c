#include "view/paper.h"

/* What FreeType's headers take of libc instead of their own list, which names functions that banned.h forbids. */
#define FT_CONFIG_STANDARD_LIBRARY_H <limits.h>
#define FT_INT_MAX INT_MAX
#define FT_UINT_MAX UINT_MAX
#define FT_LONG_MAX LONG_MAX
#define FT_ULONG_MAX ULONG_MAX
#define FT_CHAR_BIT CHAR_BIT
#define ft_ptrdiff_t ptrdiff_t
#include <cairo-ft.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "view/assets.h"

enum { RUN = 400 }; /* bytes shaped at a time: a line of a page has fewer */

/* Read-only after the first use, but for the buffer, which every use clears. */
static struct {
	hb_font_t *hb;
	cairo_font_face_t *cairo;
	double units; /* of the design, an em */
} faces[PAPER_FACES];
static hb_buffer_t *shaping;

static _Noreturn void lost(void) {
	abort(); /* out of memory, or a program built without its fonts */
}

static void open_face(FT_Library library, enum paper_face which, const char *path) {
	const struct asset *file = asset_find(&view_assets, path);
	FT_Face ft = NULL;
	if (file == NULL || FT_New_Memory_Face(library, file->at, (FT_Long)file->n, 0, &ft) != 0)
		lost();
	hb_blob_t *blob = hb_blob_create((const char *)file->at, (unsigned)file->n, HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *face = hb_face_create(blob, 0);
	faces[which].hb = hb_font_create(face); /* lives as long as the program */
	faces[which].units = hb_face_get_upem(face);
	faces[which].cairo = cairo_ft_font_face_create_for_ft_face(ft, FT_LOAD_NO_HINTING);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
}

static void open_faces(void) {
	FT_Library library = NULL;
	if (FT_Init_FreeType(&library) != 0)
		lost();
	open_face(library, PAPER_REGULAR, "web/fonts/NotoSans-Regular.ttf");
	open_face(library, PAPER_BOLD, "web/fonts/NotoSans-Bold.ttf");
	shaping = hb_buffer_create();
	if (!hb_buffer_allocation_successful(shaping))
		lost();
}

static bool inside(const char *text, size_t at, size_t n) { /* in the midst of a letter */
	return at < n && ((unsigned char)text[at] & 0xc0) == 0x80;
}

/* How many bytes are shaped together: one script, for the kerning of a face belongs to a script. */
static size_t run_bytes(const char *text, size_t n) {
	bool first = true, cyrillic = false;
	size_t i = 0;
	while (i < n && i < RUN) {
		size_t k = i + 1;
		while (inside(text, k, n))
			k++;
		unsigned char c = (unsigned char)text[i];
		bool letter = c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'), here = c >= 0xd0 && c <= 0xd4;
		if (letter && first)
			cyrillic = here;
		else if (letter && here != cyrillic)
			return i;
		first = first && !letter;
		i = k;
	}
	return i;
}

/* Shapes a run; the glyphs stay valid until the next one. */
static const hb_glyph_info_t *shape(enum paper_face face, const char *text, size_t n, unsigned *ret_n,
                                    const hb_glyph_position_t **ret_at) {
	static const hb_feature_t no_ligatures = {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1};
	if (shaping == NULL)
		open_faces();
	hb_buffer_clear_contents(shaping);
	hb_buffer_set_cluster_level(shaping, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
	hb_buffer_add_utf8(shaping, text, (int)n, 0, (int)n);
	hb_buffer_guess_segment_properties(shaping);
	hb_buffer_set_direction(shaping, HB_DIRECTION_LTR);
	hb_shape(faces[face].hb, shaping, &no_ligatures, 1);
	*ret_at = hb_buffer_get_glyph_positions(shaping, NULL);
	return hb_buffer_get_glyph_infos(shaping, ret_n);
}

double paper_width(struct paper_font font, const char *text, size_t n) {
	double width = 0;
	for (size_t done = 0, k; done < n; done += k) {
		unsigned count = 0;
		const hb_glyph_position_t *at;
		k = run_bytes(text + done, n - done);
		shape(font.face, text + done, k, &count, &at);
		for (unsigned i = 0; i < count; i++)
			width += at[i].x_advance * font.size / faces[font.face].units;
	}
	return width;
}

/* One run; gives its width. */
static double show(cairo_t *cairo, struct paper_font font, double x, double y, const char *text, size_t n) {
	cairo_glyph_t glyphs[4 * RUN]; /* a letter is one glyph, and its marks one each */
	cairo_text_cluster_t clusters[RUN];
	unsigned count = 0;
	int used = 0;
	const hb_glyph_position_t *at;
	const hb_glyph_info_t *info = shape(font.face, text, n, &count, &at);
	double scale = font.size / faces[font.face].units, begin = x;
	if (count > sizeof glyphs / sizeof *glyphs)
		return 0;
	for (unsigned i = 0; i < count; i++) {
		if (i == 0 || info[i].cluster != info[i - 1].cluster) {
			if (used > 0)
				clusters[used - 1].num_bytes = (int)info[i].cluster - clusters[used - 1].num_bytes;
			clusters[used++] = (cairo_text_cluster_t){.num_bytes = (int)info[i].cluster}; /* its begin; the next makes it a length */
		}
		clusters[used - 1].num_glyphs++;
		glyphs[i] = (cairo_glyph_t){info[i].codepoint, x + at[i].x_offset * scale, y - at[i].y_offset * scale};
		x += at[i].x_advance * scale;
	}
	if (used > 0) {
		clusters[used - 1].num_bytes = (int)n - clusters[used - 1].num_bytes;
		cairo_show_text_glyphs(cairo, text, (int)n, glyphs, (int)count, clusters, used, 0);
	}
	return x - begin;
}

void paper_text(cairo_t *cairo, struct paper_font font, double x, double y, const char *text, size_t n) {
	if (shaping == NULL)
		open_faces();
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_set_font_options(cairo, options);
	cairo_font_options_destroy(options);
	cairo_set_font_face(cairo, faces[font.face].cairo);
	cairo_set_font_size(cairo, font.size);
	for (size_t done = 0, k; done < n; done += k) {
		k = run_bytes(text + done, n - done);
		x += show(cairo, font, x, y, text + done, k);
	}
}

static bool no_break(const char *text, size_t at) { /* a no-break space is two bytes, and no blank of ours */
	return text[at] != ' ' && text[at] != '-' && text[at] != '/';
}

size_t paper_line(struct paper_font font, const char *text, size_t n, double width) {
	const char *own = memchr(text, '\n', n);
	size_t end = own == NULL ? n : (size_t)(own - text), best = 0, i = 0;
	double used = 0; /* word by word: kerning over a blank is nothing one could see */
	while (i < end) {
		size_t k = i;
		while (k < end && text[k] == ' ')
			k++;
		while (k < end && no_break(text, k))
			k++;
		size_t next = k < end && text[k] != ' ' ? k + 1 : k;
		used += paper_width(font, text + i, next - i);
		if (used > width)
			break;
		best = i = next;
	}
	if (i == end || best > 0)
		return best;
	for (best = 1; inside(text, best, end); best++)
		;
	for (i = best; i < end; best = i) { /* one long word */
		for (i++; inside(text, i, end); i++)
			;
		if (paper_width(font, text, i) > width)
			break;
	}
	return best;
}

cairo_status_t paper_sink_write(void *closure, const unsigned char *bytes, unsigned n) {
	struct paper_sink *sink = closure;
	if (sink->over || n > sink->ceiling - sink->n) {
		sink->over = true;
		return CAIRO_STATUS_SUCCESS;
	}
	if (sink->room - sink->n < n) {
		size_t room = sink->room < 16384 ? 16384 : sink->room;
		while (room - sink->n < n)
			room *= 2;
		unsigned char *at = realloc(sink->at, room);
		if (at == NULL)
			lost();
		sink->at = at;
		sink->room = room;
	}
	memcpy(sink->at + sink->n, bytes, n);
	sink->n += n;
	return CAIRO_STATUS_SUCCESS;
}

int paper_sink_take(struct cx *cx, struct paper_sink *sink, cairo_status_t status, struct buf *out) {
	int rc = ERR_OK;
	if (status != CAIRO_STATUS_SUCCESS)
		rc = err_bug(cx, cairo_status_to_string(status), __FILE__, __LINE__);
	else if (sink->over)
		rc = err_say(cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
	else
		buf_add(out, sink->at, sink->n);
	free(sink->at);
	*sink = (struct paper_sink){0};
	return rc;
}
