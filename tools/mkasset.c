/*
 * mkasset - writes files into a C source, as one sorted table.
 *
 *   mkasset OUT.c NAME ROOT FILE...
 *
 * OUT.c defines `const struct assets NAME` (base/asset.h). A FILE under ROOT is found at run time by its path
 * below ROOT; PATH=FILE names another. The same files give the same OUT.c, in whatever order they come.
 * Contents become octal string literals: gcc reads those ten times faster than lists of numbers.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
	const char *path, *from;
	unsigned char *at;
	size_t n;
};

static void die(const char *what, const char *why) {
	fprintf(stderr, "mkasset: %s: %s\n", what, why);
	exit(1);
}

/* FNV-1a, 64 bits: it tells versions of our own files apart, nothing more. */
static uint64_t hash_of(const struct file *f) {
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < f->n; i++)
		h = (h ^ f->at[i]) * UINT64_C(1099511628211);
	return h;
}

static void file_read(struct file *f) {
	FILE *in = fopen(f->from, "rb");
	if (in == NULL)
		die(f->from, strerror(errno));
	if (fseek(in, 0, SEEK_END) != 0)
		die(f->from, strerror(errno));
	long n = ftell(in);
	if (n < 0 || n > 16L << 20)
		die(f->from, "larger than 16 MiB");
	rewind(in);
	f->n = (size_t)n;
	f->at = malloc(f->n + 1);
	if (f->at == NULL)
		die(f->from, "out of memory");
	if (fread(f->at, 1, f->n, in) != f->n)
		die(f->from, "could not be read to its end");
	fclose(in);
}

/* A control character, quote, backslash or high byte in octal, always of three digits so that none runs on into
 * the next byte; '?' too, because of trigraphs. */
static void bytes_write(FILE *out, const struct file *f) {
	for (size_t i = 0; i < f->n; i++) {
		unsigned char c = f->at[i];
		if (i % 96 == 0)
			fputs(i == 0 ? "\n\t\"" : "\"\n\t\"", out);
		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?')
			fprintf(out, "\\%03o", c);
		else
			putc(c, out);
	}
	fputs(f->n == 0 ? "\"\"" : "\"", out);
}

static int by_path(const void *a, const void *b) {
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

int main(int argc, char **argv) {
	if (argc < 4) {
		fputs("usage: mkasset OUT.c NAME ROOT FILE...\n", stderr);
		return 2;
	}
	const char *root = argv[3];
	size_t n = (size_t)argc - 4, root_n = strlen(root);
	struct file *files = calloc(n + 1, sizeof *files);
	if (files == NULL)
		die(argv[1], "out of memory");
	for (size_t i = 0; i < n; i++) {
		char *arg = argv[4 + i], *equals = strchr(arg, '=');
		if (equals != NULL) {
			*equals = 0;
			files[i].path = arg;
			files[i].from = equals + 1;
		} else if (strncmp(arg, root, root_n) == 0 && arg[root_n] == '/') {
			files[i].path = arg + root_n + 1;
			files[i].from = arg;
		} else {
			die(arg, "is not below ROOT; write PATH=FILE");
		}
		file_read(&files[i]);
	}
	qsort(files, n, sizeof *files, by_path);

	FILE *out = fopen(argv[1], "w");
	if (out == NULL)
		die(argv[1], strerror(errno));
	fputs("/* Made by tools/mkasset. */\n#include \"base/asset.h\"\n\n"
		"extern const struct assets ", out);
	fprintf(out, "%s;\n\n", argv[2]);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && strcmp(files[i - 1].path, files[i].path) == 0)
			die(files[i].path, "given twice");
		fprintf(out, "static const unsigned char bytes_%zu[] =", i);
		bytes_write(out, &files[i]);
		fputs(";\n", out);
	}
	fputs("\nstatic const struct asset table[] = {\n", out);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "\t{\"%s\", \"%016llx\", bytes_%zu, sizeof bytes_%zu - 1},\n", files[i].path,
			(unsigned long long)hash_of(&files[i]), i, i);
	fputs(n == 0 ? "\t{0},\n" : "", out);
	fprintf(out, "};\n\nconst struct assets %s = {table, %zu};\n", argv[2], n);
	if (fflush(out) != 0 || ferror(out) || fclose(out) != 0)
		die(argv[1], strerror(errno));
	for (size_t i = 0; i < n; i++)
		free(files[i].at);
	free(files);
	return 0;
}
