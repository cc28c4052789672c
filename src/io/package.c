#include "io/package.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

enum {
	PARTS = 4096,
	DIRECTORY = 4 << 20,      /* bytes of the archive's list of parts */
	TAIL = 22 + (64 << 10),   /* the end of an archive, with the longest comment */
	DEEP = 64,                /* elements in each other */
	TOKEN = 1 << 20,          /* bytes of one tag or comment: what the parser holds at most */
	SMALL = 16 << 20,         /* what may always be unpacked */
};

static int unsound(struct cx *cx) {
	return err_say(cx, ERR_INVALID, NULL, N_("This XLSX file is damaged: it cannot be unpacked."), NULL);
}

/* Archive ---------------------------------------------------------------------------------------------------------- */

static uint32_t number_at(const char *s, size_t bytes) {
	uint32_t n = 0;
	for (size_t i = bytes; i > 0; i--)
		n = n << 8 | (unsigned char)s[i - 1];
	return n;
}

static int size_of(struct cx *cx, const struct file *f, size_t *ret_n) {
	*ret_n = f->at.n;
	if (f->fd < 0)
		return 0;
	off_t here = lseek(f->fd, 0, SEEK_CUR), end = here < 0 ? -1 : lseek(f->fd, 0, SEEK_END);
	if (end < 0 || lseek(f->fd, here, SEEK_SET) != here || (size_t)here != f->at.n)
		return err_say(cx, ERR_INVALID, NULL, N_("An XLSX file must be given as a file, not through a pipe."), NULL);
	*ret_n = (size_t)end;
	return 0;
}

static bool read_tail(const struct file *f, size_t size, char *to, size_t n) {
	if (f->fd < 0) {
		memcpy(to, (const char *)f->at.at + (size - n), n);
		return true;
	}
	for (size_t got = 0; got < n;) {
		ssize_t more = pread(f->fd, to + got, n - got, (off_t)(size - n + got));
		if (more <= 0)
			return false;
		got += (size_t)more;
	}
	return true;
}

/* libzip reads the whole list of parts at once, so how long that is says whoever made the file: looked at first, in
   every place that may be the end of the archive. */
static int directory_check(struct cx *cx, const struct file *f, size_t size) {
	size_t n = size < TAIL ? size : TAIL, ends = 0;
	char *tail = arena_alloc(cx->arena, n);
	if (!read_tail(f, size, tail, n))
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), NULL);
	for (size_t i = 0; i + 22 <= n; i++) {
		if (memcmp(tail + i, "PK\5\6", 4) != 0)
			continue;
		ends++;
		if (number_at(tail + i + 10, 2) > PARTS || number_at(tail + i + 12, 4) > DIRECTORY)
			return err_say(cx, ERR_LIMIT, NULL, N_("This file has too many parts for a spreadsheet."), NULL);
	}
	return ends == 0 ? unsound(cx) : 0;
}

static zip_source_t *source(const struct file *f) {
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *made = NULL;
	FILE *stream = NULL;
	if (f->fd < 0) {
		made = zip_source_buffer_create(f->at.at, f->at.n, 0, &error);
	} else {
		int fd = dup(f->fd);
		stream = fd < 0 ? NULL : fdopen(fd, "rb");
		if (stream == NULL && fd >= 0)
			close(fd);
		made = stream == NULL ? NULL : zip_source_filep_create(stream, 0, -1, &error);
		if (made == NULL && stream != NULL)
			fclose(stream);
	}
	zip_error_fini(&error);
	return made;
}

int package_open(struct package *p, struct cx *cx, const struct file *f) {
	p->cx = cx;
	p->unpacked_max = f->fd < 0 ? TABLE_UNPACKED_BYTES : TABLE_UNPACKED;
	int rc = size_of(cx, f, &p->packed);
	if (rc == 0)
		rc = directory_check(cx, f, p->packed);
	if (rc != 0)
		return rc;
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *from = source(f);
	p->zip = from == NULL ? NULL : zip_open_from_source(from, ZIP_RDONLY, &error);
	zip_error_fini(&error);
	if (p->zip == NULL && from != NULL)
		zip_source_free(from);
	return p->zip == NULL ? unsound(cx) : 0;
}

static void part_close(struct package *p) {
	if (p->parser != NULL)
		XML_ParserFree(p->parser);
	if (p->part != NULL)
		zip_fclose(p->part);
	p->parser = NULL;
	p->part = NULL;
}

void package_dispose(struct package *p) {
	part_close(p);
	if (p->zip != NULL)
		zip_discard(p->zip);
	p->zip = NULL;
}

/* XML -------------------------------------------------------------------------------------------------------------- */

struct listener {
	struct package *p;
	const struct part_handler *to;
};

static const char *local(const char *name) {
	const char *colon = strrchr(name, ':');
	return colon == NULL ? name : colon + 1;
}

bool is_named(const char *name, const char *word) {
	return strcmp(local(name), word) == 0;
}

const char *attribute(const char **attributes, const char *name) {
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (is_named(attributes[i], name))
			return attributes[i + 1];
	return NULL;
}

static void leave(struct package *p, int rc) {
	if (p->rc == 0)
		p->rc = rc;
	XML_StopParser(p->parser, XML_FALSE);
}

static void on_start(void *arg, const char *name, const char **attributes) {
	const struct listener *l = arg;
	if (++l->p->depth > DEEP)
		leave(l->p, err_say(l->p->cx, ERR_INVALID, NULL, N_("A part of this spreadsheet is not well-formed XML."),
			NULL));
	if (l->p->rc == 0)
		l->to->start(l->to->arg, local(name), attributes);
	if (l->p->rc != 0)
		leave(l->p, l->p->rc);
}

static void on_end(void *arg, const char *name) {
	const struct listener *l = arg;
	l->p->depth--;
	if (l->p->rc == 0)
		l->to->end(l->to->arg, local(name));
	if (l->p->rc != 0)
		leave(l->p, l->p->rc);
}

static void on_text(void *arg, const char *s, int n) {
	const struct listener *l = arg;
	if (l->p->rc == 0)
		l->to->text(l->to->arg, s, n);
	if (l->p->rc != 0)
		leave(l->p, l->p->rc);
}

static void on_doctype(void *arg, const char *name, const char *file, const char *public, int internal) {
	const struct listener *l = arg;
	(void)name, (void)file, (void)public, (void)internal;
	leave(l->p, err_say(l->p->cx, ERR_INVALID, NULL,
		N_("A part of this spreadsheet declares a document type, as no spreadsheet program does. It is refused."),
		NULL));
}

/* Parts ------------------------------------------------------------------------------------------------------------ */

static int part_open(struct package *p, const char *name, uint64_t *ret_packed) {
	zip_int64_t at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
	zip_stat_t stat;
	if (at < 0)
		return ERR_NOTFOUND;
	if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &stat) != 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
		return unsound(p->cx);
	if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
		return err_say(p->cx, ERR_INVALID, NULL, N_("This spreadsheet has a password. Save it without one."), NULL);
	p->part = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
	if (p->part == NULL)
		return unsound(p->cx);
	*ret_packed = stat.comp_size < p->packed ? stat.comp_size : p->packed;
	return 0;
}

static int fits(struct package *p, uint64_t packed, uint64_t got) {
	if ((got > SMALL && got / TABLE_PACKED > packed) || p->unpacked > p->unpacked_max)
		return err_say(p->cx, ERR_LIMIT, NULL, N_("This spreadsheet unpacks to far more than its size. It is refused."),
			NULL);
	int64_t taken = XML_GetCurrentByteIndex(p->parser);
	if (got > TOKEN && (int64_t)(got - TOKEN) > (taken < 0 ? 0 : taken))
		return err_say(p->cx, ERR_LIMIT, NULL, N_("A part of this spreadsheet is not well-formed XML."), NULL);
	return 0;
}

static int part_run(struct package *p, uint64_t packed) {
	int rc = 0;
	for (uint64_t got = 0; rc == 0;) {
		void *room = XML_GetBuffer(p->parser, FILE_PIECE);
		if (room == NULL)
			return err_say(p->cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
		zip_int64_t n = zip_fread(p->part, room, FILE_PIECE);
		if (n < 0)
			return unsound(p->cx);
		got += (uint64_t)n;
		p->unpacked += (uint64_t)n;
		enum XML_Status status = XML_ParseBuffer(p->parser, (int)n, n == 0);
		if (p->rc != 0)
			return p->rc;
		if (status != XML_STATUS_OK)
			return err_say(p->cx, ERR_INVALID, NULL, N_("A part of this spreadsheet is not well-formed XML."), NULL);
		if (n == 0)
			break;
		rc = fits(p, packed, got);
	}
	return rc;
}

int package_parse(struct package *p, const char *name, const struct part_handler *handler) {
	struct listener listener = {p, handler};
	uint64_t packed = 0;
	int rc = part_open(p, name, &packed);
	if (rc != 0)
		return rc;
	p->depth = 0;
	p->rc = 0;
	p->parser = XML_ParserCreate(NULL);
	if (p->parser == NULL)
		rc = err_say(p->cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
	if (rc == 0) {
		XML_SetUserData(p->parser, &listener);
		XML_SetElementHandler(p->parser, on_start, on_end);
		XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
		if (handler->text != NULL)
			XML_SetCharacterDataHandler(p->parser, on_text);
		rc = part_run(p, packed);
	}
	part_close(p);
	return rc;
}

/* Relations -------------------------------------------------------------------------------------------------------- */

struct relation {
	const char *source, *id, *type;
	bool found;
	char *name;
};

/* "worksheets/sheet1.xml" as seen from xl/workbook.xml is xl/worksheets/sheet1.xml; "/xl/x.xml" is xl/x.xml. */
static bool resolve(const char *base, const char *target, char name[PART_NAME]) {
	const char *slash = strrchr(base, '/');
	size_t folder = slash == NULL || *target == '/' ? 0 : (size_t)(slash - base) + 1;
	target += *target == '/';
	for (; str_starts(target, "../") && folder > 0; target += 3)
		for (folder--; folder > 0 && base[folder - 1] != '/';)
			folder--;
	int n = snprintf(name, PART_NAME, "%.*s%s", (int)folder, base, target);
	return n > 0 && n < PART_NAME;
}

static void on_relation(void *arg, const char *name, const char **attributes) {
	struct relation *r = arg;
	const char *id = attribute(attributes, "Id"), *type = attribute(attributes, "Type");
	const char *target = attribute(attributes, "Target"), *mode = attribute(attributes, "TargetMode");
	if (r->found || !is_named(name, "Relationship") || target == NULL || str_equal(mode, "External"))
		return;
	if (r->id != NULL ? str_equal(id, r->id) : type != NULL && str_ends(type, r->type))
		r->found = resolve(r->source, target, r->name);
}

static void on_nothing(void *arg, const char *name) {
	(void)arg, (void)name;
}

int package_related(struct package *p, const char *from, const char *id, const char *type, char ret_name[PART_NAME]) {
	char list[PART_NAME];
	struct relation r = {.source = from, .id = id, .type = type, .name = ret_name};
	const char *slash = strrchr(from, '/');
	int folder = slash == NULL ? 0 : (int)(slash - from) + 1;
	int n = snprintf(list, sizeof list, "%.*s_rels/%s.rels", folder, from, from + folder);
	if (n < 0 || n >= (int)sizeof list)
		return ERR_NOTFOUND;
	int rc = package_parse(p, list, &(struct part_handler){.start = on_relation, .end = on_nothing, .arg = &r});
	return rc != 0 ? rc : r.found ? 0 : ERR_NOTFOUND;
}
