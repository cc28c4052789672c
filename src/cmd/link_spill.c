/* `atrama link --memory`: where what does not fit goes, and what is said when it cannot go there. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/link.h"
#include "text/catalogue.h"

enum { LEAST_MIB = 128, LEAST_SHARE = 3 /* of what the lists need: with less, pages would come and go all the time */ };

/* Bytes of memory a byte of a list asks for, about: of text, and of a book, which is packed. */
enum { OF_TEXT = 5, OF_BOOK = 40, BESIDE = 24 << 20 };

/* What the kernel tells when the file it needs cannot be read or written any more: there is no way back to where that was. */
static char lost[512];

static void on_lost(int number) {
	(void)number;
	(void)!write(STDERR_FILENO, lost, strlen(lost));
	_exit(err_kinds[ERR_IO].exit);
}

/* TMPDIR, or the folder of what is written: who runs this chose it. */
static const char *folder_of(const struct link_job *job) {
	const char *folder = getenv("TMPDIR");
	const char *slash = job->out == NULL ? NULL : strrchr(job->out, '/');
	if (folder != NULL && *folder != 0)
		return folder;
	if (job->out == NULL)
		return "/var/tmp";
	return slash == NULL ? "." : slash == job->out ? "/" : arena_strndup(job->cx->arena, job->out, (size_t)(slash - job->out));
}

/* Bytes this linkage needs, about. What is no file has no size. */
static size_t need_of(const struct link_job *job) {
	size_t need = BESIDE;
	for (int i = 0; i < job->files; i++) {
		struct stat file;
		size_t n = strlen(job->path[i]);
		bool book = n > 5 && strcasecmp(job->path[i] + n - 5, ".xlsx") == 0;
		if (stat(job->path[i], &file) == 0 && S_ISREG(file.st_mode))
			need += (size_t)file.st_size * (book ? OF_BOOK : OF_TEXT);
	}
	return need;
}

int link_spill_ready(struct link_job *job, size_t limit) {
	struct sigaction gone = {.sa_handler = on_lost};
	size_t need = need_of(job), least = need / LEAST_SHARE >> 20;
	least = least < LEAST_MIB ? LEAST_MIB : least;
	if (need > limit && limit >> 20 < least)
		return err_say(job->cx, ERR_LIMIT, "--memory", N_("Lists as large as these cannot be linked in so little memory. The least for them, in MiB:"),
			arena_printf(job->cx->arena, "%zu", least));
	job->spill_folder = folder_of(job);
	snprintf(lost, sizeof lost, "atrama: %s\n", text_say(job->cx->lang, N_("The file of what does not fit into memory could not be read or written: "
		"its disk is broken or was taken away.")));
	sigaction(SIGBUS, &gone, NULL);
	link_memory_spill(job->memory, job->spill_folder, need > limit);
	return 0;
}

int link_spill_said(const struct link_job *job, int rc) {
	enum link_spilled failed = rc == ERR_LIMIT ? link_memory_spill_failed(job->memory) : LINK_SPILL_NOT;
	if (failed == LINK_SPILL_FOLDER)
		return err_say(job->cx, ERR_IO, NULL, N_("This linkage does not fit into the memory it may have, and this folder takes no file for the rest: "
			"name another in TMPDIR."), job->spill_folder);
	if (failed == LINK_SPILL_FULL)
		return err_say(job->cx, ERR_IO, NULL, N_("This linkage does not fit into the memory it may have, and in this folder there is no room for the "
			"rest: name another in TMPDIR."), job->spill_folder);
	return rc;
}
