#include "cmd/lend.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "op/profile.h"

enum { PATIENCE = 10 }; /* seconds */

static void nap(void) {
	nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
}

static pid_t start(const char *dir, const char *ready) {
	pid_t parent = getpid(), pid = fork();
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0); /* an interrupt is for the command; the keeper is told afterwards */
	execl("/proc/self/exe", "atrama", "keeper", dir, "2", "--quiet", "--ready", ready, (char *)NULL);
	_exit(err_kinds[ERR_IO].exit);
}

/* The code a keeper left with, as one of ERR_*. */
static int code_of(int status) {
	for (int code = 0; code < ERR__MAX; code++)
		if (WIFEXITED(status) && err_kinds[code].exit == WEXITSTATUS(status))
			return code;
	return ERR_IO;
}

/* A keeper of our own, and its door. ERR_NOTFOUND, with the keeper running: it does not open; without: it has gone, and
   has said why. */
static int await(struct cx *cx, const char *dir, struct lent *lent) {
	int status = 0, rc = ready_open(cx, &lent->ready);
	if (rc != 0)
		return rc;
	const char *number = ready_number(cx, &lent->ready);
	ready_lend(&lent->ready);
	lent->pid = start(dir, number);
	ready_lent(&lent->ready);
	rc = lent->pid < 0 ? ERR_IO : ERR_NOTFOUND;
	for (int64_t begun = instant_now(); rc == ERR_NOTFOUND;) {
		nap();
		ready_hear(&lent->ready);
		if (waitpid(lent->pid, &status, WNOHANG) == lent->pid) {
			lent->pid = 0;
			rc = code_of(status);
			break;
		}
		rc = wire_open(cx, dir, WIRE_OPERATOR, &lent->wire);
		if (instant_now() - begun > (lent->ready.upgrades ? (int64_t)READY_UPGRADE : PATIENCE) * SECOND)
			break;
	}
	if (lent->pid > 0)
		return rc;
	ready_close(&lent->ready);
	return err_say(cx, rc, NULL, N_("The keeper could not be started."), NULL);
}

int lend_open(struct cx *cx, const char *dir, struct lent *ret_lent) {
	struct lent lent = {.ready = READY_NONE};
	int status = 0;
	int rc = wire_open(cx, dir, WIRE_OPERATOR, &lent.wire);
	if (rc == ERR_NOTFOUND) {
		rc = await(cx, dir, &lent);
		if (lent.pid <= 0)
			return rc;
	}
	if (rc != 0 && lent.pid > 0) {
		kill(lent.pid, SIGKILL);
		waitpid(lent.pid, &status, 0);
		ready_close(&lent.ready);
		return err_say(cx, ERR_BUSY, NULL, N_("The keeper does not open its door."), NULL);
	}
	if (rc == 0)
		*ret_lent = lent;
	return rc;
}

int lend_close(struct cx *cx, struct lent *lent) {
	int status = 0;
	wire_close(lent->wire);
	lent->wire = NULL;
	if (lent->pid <= 0)
		return 0;
	kill(lent->pid, SIGTERM);
	while (waitpid(lent->pid, &status, 0) < 0)
		if (errno != EINTR)
			return ERR_IO;
	lent->pid = 0;
	ready_close(&lent->ready);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_say(cx, ERR_IO, NULL, N_("The keeper did not end well."), NULL);
	return 0;
}

static const char *kept(struct cx *cx, const json_t *object, const char *key) {
	const char *text = json_string_value(json_object_get(object, key));
	return text == NULL ? NULL : arena_strdup(cx->arena, text);
}

/* The whole answer to a request, which the caller frees. */
static int ask(struct cx *cx, const struct lent *lent, const char *as, int64_t at, json_t *calls, json_t **ret_json) {
	struct blob answer = {0};
	json_t *request = json_pack("{s:s, s:s, s:o}", "face", "cli", "lang", cx->lang, "calls", calls);
	if (as != NULL)
		json_object_set_new(request, "as", json_string(as));
	if (at != 0)
		json_object_set_new(request, "at", json_string(instant_text(cx->arena, at)));
	char *text = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	if (text == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("The input of an operation is an object."), NULL);
	int rc = wire_call(lent->wire, cx, (struct blob){text, strlen(text)}, &answer);
	free(text);
	if (rc != 0)
		return rc;
	json_t *json = json_loadb(answer.at, answer.n, 0, NULL);
	const json_t *error = json_object_get(json, "error");
	if (error == NULL) {
		*ret_json = json;
		return 0;
	}
	rc = err_say(cx, err_by_name(json_string_value(json_object_get(error, "code"))), kept(cx, error, "field"),
	             kept(cx, error, "rule"), NULL);
	json_decref(json);
	return rc;
}

int lend_ask(struct cx *cx, const struct lent *lent, const char *as, int64_t at, json_t *calls, json_t **ret_answers) {
	json_t *json = NULL;
	int rc = ask(cx, lent, as, at, calls, &json);
	if (rc == 0)
		*ret_answers = json_incref(json_object_get(json, "answers"));
	json_decref(json);
	return rc;
}

int lend_profile(struct cx *cx, const struct lent *lent, struct profile **ret_profile) {
	json_t *json = NULL;
	int rc = ask(cx, lent, NULL, 0, json_array(), &json);
	const char *name = json_string_value(json_object_get(json_object_get(json, "registry"), "profile"));
	if (rc == 0)
		rc = bug_if(cx, name == NULL);
	if (rc == 0)
		rc = profile_load(cx, name, ret_profile);
	json_decref(json);
	return rc;
}

int lend_one(struct cx *cx, const char *dir, const char *as, json_t *call, json_t **ret_ok) {
	struct lent lent;
	json_t *answers = NULL;
	int rc = lend_open(cx, dir, &lent);
	if (rc != 0) {
		json_decref(call);
		return rc;
	}
	rc = lend_ask(cx, &lent, as, 0, json_pack("[o]", call), &answers);
	const json_t *error = json_object_get(json_array_get(answers, 0), "error");
	json_t *ok = json_object_get(json_array_get(answers, 0), "ok");
	if (rc == 0 && ok != NULL)
		*ret_ok = json_incref(ok);
	else if (rc == 0)
		rc = err_say(cx, err_by_name(json_string_value(json_object_get(error, "code"))), kept(cx, error, "field"),
		             kept(cx, error, "rule"), json_string_value(json_object_get(error, "value")));
	json_decref(answers);
	struct err err = cx->err; /* what went wrong first is what is told */
	int ended = lend_close(cx, &lent);
	if (rc != 0)
		cx->err = err;
	return rc != 0 ? rc : ended;
}
