// SPDX-License-Identifier: GPL-2.0
/*
 * Verbs from text: set-ups, files, sessions. A line is a verb with its
 * arguments, separated by blanks; "echo text" is printed, "! command" is run by
 * the shell, # begins a comment.
 */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "smmuctl.h"

#define MAX_WORDS	32
#define MAX_DEPTH	8	/* scripts that run scripts */

/* What a command prints is text: no business of a program that reads JSON. */
static int run_shell(const struct ctl *ctl, const char *command)
{
	bool text_only = ctl->json == stdout;
	char line[640];

	say(ctl, "$ %s\n", command);
	fflush(stdout);
	snprintf(line, sizeof(line), "%s%s", text_only ? "exec >&2\n" : "",
		 command);
	return system(line) ? CTL_FAULT : CTL_OK;
}

static int run_words(struct ctl *ctl, char *line)
{
	char *argv[MAX_WORDS + 1];
	int argc = 0;
	char *save, *word = strtok_r(line, " \t", &save);

	for (; word && argc < MAX_WORDS; word = strtok_r(NULL, " \t", &save))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc ? ctl_run(ctl, argc, argv) : CTL_OK;
}

static bool is_echo(const char *line)
{
	return !strncmp(line, "echo ", 5);
}

static int run_line(struct ctl *ctl, const char *text)
{
	char line[512];

	snprintf(line, sizeof(line), "%s", text);
	line[strcspn(line, "\n")] = '\0';
	if (!line[0] || line[0] == '#')
		return CTL_OK;
	if (line[0] == '!')
		return run_shell(ctl, line + 1 + strspn(line + 1, " "));
	if (is_echo(line)) {
		say(ctl, "\n%s\n", line + 5);
		return CTL_OK;
	}
	say(ctl, "$ smmuctl %s\n", line);
	return run_words(ctl, line);
}

static bool is_verb(const char *line)
{
	return !strchr("\n#!", line[0]) && !is_echo(line);
}

/*
 * The next line of a script of which @worst is known. A fault is no reason to
 * stop; an error is, and the first verb behind it is named. False: stop.
 */
static bool script_step(struct ctl *ctl, const char *line, int *worst)
{
	char verb[64];
	int ret;

	if (*worst < CTL_FAILED) {
		ret = run_line(ctl, line);
		*worst = ret > *worst ? ret : *worst;
		return true;
	}
	if (!is_verb(line))
		return true;
	snprintf(verb, sizeof(verb), "%.*s ...", (int)strcspn(line, "\n"),
		 line);
	say_not_run(verb);
	return false;
}

int script_run_lines(struct ctl *ctl, const char *const *lines)
{
	int worst = CTL_OK;

	while (*lines && script_step(ctl, *lines, &worst))
		lines++;
	return worst;
}

int script_run_file(struct ctl *ctl, const char *path)
{
	FILE *file = fopen(path, "re");
	int worst = CTL_OK;
	char line[512];

	if (!file)
		return complain(path, -errno, "name a file with a verb in each line"),
		       CTL_USAGE;
	while (fgets(line, sizeof(line), file) &&
	       script_step(ctl, line, &worst))
		;
	fclose(file);
	return worst;
}

static const struct argp run_argp = {
	.parser = parse_one_word,
	.args_doc = "FILE",
	.doc = "Run the verbs in a file, one in each line.\v\"echo TEXT\" is printed, \"! COMMAND\" is given to the shell, # begins a comment. Faults do not stop it, they only count for the exit code, and so does a command that fails. An error does.",
};

int verb_run(struct ctl *ctl, int argc, char **argv)
{
	const char *path = NULL;
	int ret;

	argp_parse(&run_argp, argc, argv, 0, NULL, &path);
	if (ctl->depth == MAX_DEPTH)
		return complain("run: scripts run each other too deeply", 0,
				NULL);
	ctl->depth++;
	ret = script_run_file(ctl, path);
	ctl->depth--;
	return ret;
}
