/* The program: a table of subcommands, and how each begins and ends. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/cmd.h"
#include "crypt/crypt.h"
#include "text/catalogue.h"

static int cmd_version(struct cx *cx, int argc, char **argv);
static int cmd_help(struct cx *cx, int argc, char **argv);

static const struct command {
	const char *name, *arguments, *summary; /* summary NULL: started by the program itself */
	int (*run)(struct cx *cx, int argc, char **argv);
} commands[] = {
	{"init", "DIR [--profile lt]", "make an empty registry", cmd_init},
	{"demo", "DIR", "make the demonstration registry: nobody in it is real", cmd_demo},
	{"serve", "DIR [--listen ADDR:PORT] [--cert F --key F] [--workers N] [--readers N] [--send COMMAND]",
	 "serve a registry to browsers and programs", cmd_serve},
	{"op", "DIR NAME [JSON | -] [--as LOGIN] [--key HEX]", "do one operation", cmd_op},
	{"user", "add DIR LOGIN --name NAME --org CODE --role ROLE... [--unit CODE] [--vetted DAY]"
	 " [--trained DAY] [--until DAY]",
	 "add an account; its password is read from standard input", cmd_user},
	{"import", "DIR --org CODE --kind KIND FILE [--as LOGIN] [--set COLUMN=VALUE]... [--all-or-nothing]",
	 "bring in an organisation's list: CSV or XLSX", cmd_import},
	{"form", "check FILE.xlsx|.xml [--out FORM.xml]\n"
	 "       atrama form add DIR FILE.xlsx|.xml [--as LOGIN]\n"
	 "       atrama form list DIR [--past] [--as LOGIN]",
	 "check a form made elsewhere, cell by cell; take it into a registry; list those it has", cmd_form},
	{"report", "DIR REPORT --year Y [--format csv|json|html|xlsx|pdf] [--as-of DATE | --edition N] [--lang LANG]"
	 " [--as LOGIN] [-o FILE]\n"
	 "       atrama report DIR explain FIGURE[/PART] --year Y ...\n"
	 "       atrama report DIR freeze REPORT --year Y [--as-of DATE] --as LOGIN\n"
	 "       atrama report DIR editions [REPORT]",
	 "print a report or what a figure is made of; freeze and list editions", cmd_report},
	{"estimate",
		"TABLE.csv [--method all|independent|stepwise|bic|aic|chao|fixed] [--model MODEL] [--threshold P] [--order "
		"2|3]\n"
	 "       [--boot N] [--strata COLUMN,...] [--missed P[,P...]] [--links FILE] [--seed S] [--threads N] [--token T]\n"
	 "       [--report FILE.html] [--json]",
	 "how many people no agency recorded, from the overlap of lists, or why that cannot be said", cmd_estimate},
	{"link",
		"A.csv [B.csv ...] [--model MODEL.json] [--write-model MODEL.json] [--id COLUMN] [--source COLUMN] [--truth COLUMN]\n"
	 "       [--rules auto|FILE] [--threshold W] [--cluster average|components|one] [--across] [--decisions FILE] [--labels FILE]\n"
	 "       [--most-pairs N] [--seed S] [--threads N] [--memory MIB] [--names folded|written]\n"
	 "       [--out CLUSTERS.csv] [--pairs PAIRS.csv] [--report FILE.html] [--json]\n"
	 "       atrama link secret FILE\n"
	 "       atrama link encode LIST.csv --secret FILE --out LIST.enc --map MAP.csv | --with-ids [--id COLUMN]\n"
	 "              [--fields KIND=HEADING[+HEADING][:WEIGHT],...] [--month-first] [--round NAME] [--bits N] [--harden STEP,...]\n"
	 "       atrama link --encoded A.enc B.enc ... --threshold T [--out CLUSTERS.csv] [--duplicates] [--processor WAY] [--json]\n"
	 "       atrama link meet start LIST.csv --keys FIELD+FIELD[,...] --state FILE --out QUESTION [--fields ...] [--id COLUMN]\n"
	 "       atrama link meet answer LIST.csv QUESTION --state FILE --out ANSWER [--fields ...] [--id COLUMN]\n"
	 "       atrama link meet finish MESSAGE --state FILE --common FILE.csv [--out CLOSING]",
	 "who in one list or in several is the same person", cmd_linkage},
	{"audit", "verify DIR [--deep] [--from CHECKPOINT]\n"
	 "       atrama audit head DIR [--json]\n"
	 "       atrama audit prove DIR N [--json]\n"
	 "       atrama audit check FILE",
	 "prove that the log is whole, and that entries stand in it", cmd_audit},
	{"witness", "STATE-DIR < ANSWERS\n"
	 "       atrama witness init STATE-DIR NAME [--log PUBLIC-KEY]\n"
	 "       atrama witness size STATE-DIR",
	 "sign, as another body, that a registry's log only grew", cmd_witness},
	{"policy", "[--csv | --json]\n"
	 "       atrama policy matrix DIR [--csv | --json]\n"
	 "       atrama policy why DIR --as LOGIN OPERATION [REFERENCE]\n"
	 "       atrama policy processing [--profile P] [--what record|impact] [--format html|pdf|csv|json] [--lang LANG]",
	 "print who may do what, as delivered or in a registry, and why somebody may or may not", cmd_policy},
	{"rebuild", "DIR", "make every current state again from the recorded facts", cmd_rebuild},
	{"version", "", "print the version", cmd_version},
	{"help", "[COMMAND]", "print this", cmd_help},
	{"keeper", "DIR READERS", NULL, cmd_keeper},
	{"mailer", "FD COMMAND", NULL, cmd_mailer},
	{"web", "DIR WORKERS", NULL, cmd_web},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct command *command_find(const char *name) {
	for (size_t i = 0; i < COMMANDS; i++)
		if (str_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void usage(FILE *to, const struct command *c) {
	fprintf(to, "usage: atrama %s%s%s\n", c->name, c->arguments[0] == 0 ? "" : " ", c->arguments);
}

static int help_of(const struct command *c) {
	usage(stdout, c);
	if (c->summary != NULL)
		printf("%s\n", c->summary);
	return ERR_OK;
}

static int cmd_help(struct cx *cx, int argc, char **argv) {
	const struct command *one = argc > 1 ? command_find(argv[1]) : NULL;
	if (argc > 1 && one == NULL)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no such command."), argv[1]);
	if (one != NULL)
		return help_of(one);
	printf("usage: atrama COMMAND ...\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		if (commands[i].summary != NULL)
			printf("  %-8s %s\n", commands[i].name, commands[i].summary);
	return ERR_OK;
}

static int cmd_version(struct cx *cx, int argc, char **argv) {
	(void)cx, (void)argc, (void)argv;
	printf("atrama %s\n", ATRAMA_VERSION);
	return ERR_OK;
}

/* Whether the usage line of c has the option `text` (`--year=2024` is --year), and whether a value follows it. */
static bool option_stands(const struct command *c, const char *text, bool *ret_value) {
	size_t n = strcspn(text, "=");
	for (const char *at = strstr(c->arguments, "-"); at != NULL; at = strstr(at + 1, "-")) {
		bool begins = at == c->arguments || strchr(" [|", at[-1]) != NULL;
		if (!begins || strncmp(at, text, n) != 0 || strchr(" ]|", at[n]) == NULL)
			continue;
		*ret_value = at[n] == ' ' && strchr("[|-", at[n + 1]) == NULL;
		return true;
	}
	return false;
}

/* What stands in no usage line is no option, and no folder to be made either; --help asks for the line itself. */
static int options_check(struct cx *cx, const struct command *c, int argc, char **argv, bool *ret_help) {
	bool value = false;
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-' || argv[i][1] == 0)
			continue;
		if (str_equal(argv[i], "--help") || (i == 1 && str_equal(argv[i], "-h"))) {
			*ret_help = true;
			return ERR_OK;
		}
		if (!option_stands(c, argv[i], &value))
			return err_say(cx, ERR_INVALID, NULL, N_("There is no such option."), argv[i]);
		if (value && strchr(argv[i], '=') == NULL)
			i++;
	}
	return ERR_OK;
}

static void take_out(int *argc, char **argv, int at, int n) {
	for (int i = at; i + n <= *argc; i++)
		argv[i] = argv[i + n];
	*argc -= n;
}

const char *cmd_option(int *argc, char **argv, const char *name) {
	size_t n = strlen(name);
	for (int i = 1; i < *argc; i++) {
		char *value = NULL;
		if (str_equal(argv[i], name) && i + 1 < *argc)
			value = argv[i + 1];
		else if (strncmp(argv[i], name, n) == 0 && argv[i][n] == '=')
			value = argv[i] + n + 1;
		if (value == NULL)
			continue;
		take_out(argc, argv, i, value == argv[i + 1] ? 2 : 1);
		return value;
	}
	return NULL;
}

bool cmd_flag(int *argc, char **argv, const char *name) {
	for (int i = 1; i < *argc; i++) {
		if (!str_equal(argv[i], name))
			continue;
		take_out(argc, argv, i, 1);
		return true;
	}
	return false;
}

static const char *language(void) {
	const char *all = getenv("LC_ALL"), *messages = getenv("LC_MESSAGES"), *lang = getenv("LANG");
	const char *tag = all != NULL && all[0] != 0 ? all : messages != NULL && messages[0] != 0 ? messages : lang;
	char start[3] = {0};
	if (tag != NULL)
		memccpy(start, tag, 0, 2);
	const char *found = text_lang(start);
	return found == NULL ? "en" : found;
}

static void complain(const struct cx *cx, const struct command *c, int rc) {
	const struct err *err = &cx->err;
	if (err->code != rc || err->rule == NULL) {
		if (rc == ERR_INVALID)
			usage(stderr, c);
		else
			fprintf(stderr, "atrama: %s\n", text_say(cx->lang, err_kinds[rc].say));
		return;
	}
	fprintf(stderr, "atrama: %s%s%s%s%s%s\n", err->field == NULL ? "" : err->field, err->field == NULL ? "" : ": ",
	        text_say(cx->lang, err->rule), err->value == NULL ? "" : " (", err->value == NULL ? "" : err->value,
	        err->value == NULL ? "" : ")");
}

int main(int argc, char **argv) {
	const struct command *c = argc > 1 ? command_find(argv[1]) : NULL;
	if (argc > 1 && (str_equal(argv[1], "--help") || str_equal(argv[1], "-h")))
		c = command_find("help");
	if (argc > 1 && str_equal(argv[1], "--version"))
		c = command_find("version");
	if (c == NULL) {
		fprintf(stderr, argc > 1 ? "atrama: there is no command %s; `atrama help` lists them\n"
		                         : "usage: atrama COMMAND ...; `atrama help` lists the commands\n", argv[1]);
		return err_kinds[ERR_INVALID].exit;
	}
	/* Nothing started here leaves its memory on a disk, nginx neither; link --memory has a file while it runs, as asked. One byte
	   is too little for a file and, unlike none, also keeps the kernel from piping it to a collector. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){1, 1});
	struct cx cx = {.arena = arena_new(CMD_ARENA), .now = instant_now(), .lang = language(), .rng = crypt_random};
	if (c->summary != NULL && c->run != cmd_serve)
		log_level_set(LOG_WARN); /* for people at a terminal; a service tells its operator more */
	bool help = false;
	int rc = crypt_init();
	if (rc == 0 && c->summary != NULL && c->run != cmd_help)
		rc = options_check(&cx, c, argc - 1, argv + 1, &help);
	if (rc == 0)
		rc = help ? help_of(c) : c->run(&cx, argc - 1, argv + 1);
	if (rc != 0)
		complain(&cx, c, rc);
	if (fflush(stdout) != 0 && rc == 0)
		rc = ERR_IO;
	arena_free(cx.arena);
	return err_kinds[rc].exit;
}
