/*
 * folder.h - a folder kept in memory: what takes long to make is made once a program, and every test gets a copy.
 *
 * Files and folders only; a name has at most 127 bytes.
 */
#pragma once
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
	size_t n;
	struct folder_file {
		char name[128]; /* from the folder on */
		mode_t mode;
		size_t size;
		uint8_t *bytes;
	} files[16]; /* a folder before what stands in it */
};

/* Takes in what stands in dir/below; at first below is "". */
static inline bool folder_keep(struct folder *f, const char *dir, const char *below) {
	char path[512];
	snprintf(path, sizeof path, "%s%s", dir, below);
	DIR *d = opendir(path);
	bool whole = d != NULL;
	for (const struct dirent *e; whole && (e = readdir(d)) != NULL;) {
		struct folder_file *one = &f->files[f->n];
		struct stat st;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		whole = f->n < sizeof f->files / sizeof *f->files
			&& (size_t)snprintf(one->name, sizeof one->name, "%s/%s", below, e->d_name) < sizeof one->name
			&& (size_t)snprintf(path, sizeof path, "%s%s", dir, one->name) < sizeof path && stat(path, &st) == 0;
		if (!whole)
			break;
		f->n++;
		one->mode = st.st_mode;
		if (S_ISDIR(st.st_mode)) {
			whole = folder_keep(f, dir, one->name);
			continue;
		}
		int fd = open(path, O_RDONLY);
		one->size = (size_t)st.st_size;
		one->bytes = malloc(one->size + 1);
		whole = fd >= 0 && one->bytes != NULL && read(fd, one->bytes, one->size) == st.st_size;
		if (fd >= 0)
			close(fd);
	}
	if (d != NULL)
		closedir(d);
	return whole;
}

/* Writes it all into dir, which is there and empty. */
static inline bool folder_lay(const struct folder *f, const char *dir) {
	for (size_t i = 0; i < f->n; i++) {
		const struct folder_file *one = &f->files[i];
		char path[512];
		snprintf(path, sizeof path, "%s%s", dir, one->name);
		if (S_ISDIR(one->mode)) {
			if (mkdir(path, one->mode & 0777) != 0)
				return false;
			continue;
		}
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, one->mode & 0777);
		bool whole = fd >= 0 && write(fd, one->bytes, one->size) == (ssize_t)one->size;
		if (fd >= 0)
			close(fd);
		if (!whole)
			return false;
	}
	return true;
}

/* The folder and all in it is gone. */
static inline void folder_remove(const char *dir) {
	char path[512];
	DIR *d = opendir(dir);
	for (const struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, e->d_name) < sizeof path && unlink(path) != 0)
			folder_remove(path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
}
