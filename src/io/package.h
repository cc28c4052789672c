/*
 * package.h - the parts of an XLSX, unpacked and parsed piece by piece; for the files of this storey only.
 *
 * A name in the archive is compared, never opened. What a part unpacks to is counted while it is unpacked, against its
 * own size and over all parts; what the archive says of lengths is not believed. XML with a document type is refused,
 * so there are no entities but the five.
 */
#pragma once
#include <expat.h>
#include <zip.h>

#include "io/file.h"

struct package {
	struct cx *cx;
	zip_t *zip;
	zip_file_t *part;      /* the one being read */
	XML_Parser parser;
	size_t packed;         /* bytes of the archive */
	uint64_t unpacked, unpacked_max;
	unsigned depth;
	int rc;                /* set to leave the part that is being parsed */
};

struct part_handler {
	void (*start)(void *arg, const char *name, const char **attributes); /* names without their prefix */
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *s, int n);                       /* may be NULL */
	void *arg;
};

enum { PART_NAME = 256 };

/* ERR_INVALID for what is no sound archive, has a password, or too many parts. */
MUST_CHECK int package_open(struct package *p, struct cx *cx, const struct file *f);
void package_dispose(struct package *p);

/* Parse the part of that name. ERR_NOTFOUND, said by nobody, if there is none; ERR_INVALID, ERR_LIMIT; p->rc if a
   handler set it. */
MUST_CHECK int package_parse(struct package *p, const char *name, const struct part_handler *handler);

/* The part that `source` ("" for the archive itself) relates to: by its id, or where that is NULL by the end of its
   type. ERR_NOTFOUND, said by nobody. */
MUST_CHECK int package_related(struct package *p, const char *source, const char *id, const char *type,
	char ret_name[PART_NAME]);

/* Value of an attribute, by its name without a prefix; NULL if it is not there. */
const char *attribute(const char **attributes, const char *name);

/* The same word, but for a prefix of `name`. */
bool is_named(const char *name, const char *word);
