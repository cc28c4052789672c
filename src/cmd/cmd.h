/*
 * cmd.h - one file a subcommand; main.c holds the table of them.
 *
 * A subcommand gets a ready `cx`: an arena, the clock, crypt_random, the language of the environment; no db, no ring.
 * argv[0] is its own name. It prints its result on standard output and gives 0 or one of ERR_*; for an error it
 * has said (cx->err) main prints one sentence on standard error, and the code becomes the exit code (err_kinds).
 * ERR_INVALID without anything said is wrong usage: main prints the line from the table.
 */
#pragma once
#include <stdio.h>

#include "base/cx.h"

enum { CMD_ARENA = 1 << 30 }; /* ceiling of a command's arena, in bytes */

int cmd_init(struct cx *cx, int argc, char **argv);    /* init.c */
int cmd_demo(struct cx *cx, int argc, char **argv);    /* demo.c */
int cmd_serve(struct cx *cx, int argc, char **argv);   /* serve.c */
int cmd_op(struct cx *cx, int argc, char **argv);      /* op.c */
int cmd_rebuild(struct cx *cx, int argc, char **argv); /* rebuild.c */
int cmd_audit(struct cx *cx, int argc, char **argv);   /* audit.c */
int cmd_witness(struct cx *cx, int argc, char **argv); /* witness.c */
int cmd_policy(struct cx *cx, int argc, char **argv);  /* policy.c */
int cmd_processing(struct cx *cx, int argc, char **argv); /* processing.c: `policy processing` */
int cmd_user(struct cx *cx, int argc, char **argv);    /* user.c */
int cmd_import(struct cx *cx, int argc, char **argv);  /* import.c */
int cmd_report(struct cx *cx, int argc, char **argv);  /* report.c */
int cmd_estimate(struct cx *cx, int argc, char **argv); /* estimate.c */
int cmd_link(struct cx *cx, int argc, char **argv);    /* link.c */
int cmd_linkage(struct cx *cx, int argc, char **argv); /* linkage.c: `link`, on lists as they are or encoded */
int cmd_form(struct cx *cx, int argc, char **argv);    /* form.c */

/*
 * The processes `serve` starts, by exec of this program: `atrama keeper DIR READERS`, `atrama web DIR WORKERS` and, where
 * mail is to be sent, `atrama mailer FD COMMAND`. Each of the first two listens on its socket in DIR/run when it is ready
 * (that is how serve knows), runs until SIGTERM, and then finishes what it has begun.
 */
int cmd_keeper(struct cx *cx, int argc, char **argv); /* keeper.c */
int cmd_web(struct cx *cx, int argc, char **argv);    /* serve.c */
int cmd_mailer(struct cx *cx, int argc, char **argv); /* mailer.c */

/* The accounts of the built-in demonstration, as lines for people to read. In demo.c. */
void demo_print_signins(FILE *to);

/* The value after `--name` or in `--name=value`, taken out of argv; NULL when it is not there. */
const char *cmd_option(int *argc, char **argv, const char *name);

/* The same for an option without a value. */
bool cmd_flag(int *argc, char **argv, const char *name);
