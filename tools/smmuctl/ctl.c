// SPDX-License-Identifier: GPL-2.0
/*
 * The SMMU of this process, errors, numbers, JSON.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "job.h"
#include "smmuctl.h"

#define RAM_SIZE	(16ULL << 20) /* of a private SMMU */

/* ---- the device ---- */

static const char *open_hint(int error)
{
	switch (error) {
	case -ENOENT:
		return "load the module: modprobe smmu_sim";
	case -EACCES:
	case -EPERM:
		return "the nodes belong to root: use sudo";
	default:
		return NULL;
	}
}

bool ctl_open(struct ctl *ctl)
{
	struct smmu_sim_get_info info;
	int ret;

	if (ctl->fd >= 0)
		return true;
	ctl->fd = smmusim_open(ctl->device);
	if (ctl->fd < 0) {
		complain(ctl->device, ctl->fd, open_hint(ctl->fd));
		return false;
	}
	ret = smmusim_get_info(ctl->fd, &info);
	if (ret) {
		complain(ctl->device, ret, "is this a node of smmu-sim?");
		return false;
	}
	ctl->system = info.kind == SMMU_SIM_KIND_SYSTEM;
	return true;
}

bool ctl_open_private(struct ctl *ctl, const char *verb)
{
	if (!ctl_open(ctl))
		return false;
	if (ctl->system) {
		complain(verb, -EPERM,
			 "this works on a private SMMU: --device private");
		return false;
	}
	return true;
}

bool ctl_open_system(struct ctl *ctl, const char *verb)
{
	if (!ctl_open(ctl))
		return false;
	if (!ctl->system) {
		complain(verb, -EPERM,
			 "this works on the system SMMU: --device system");
		return false;
	}
	return true;
}

static bool has_secure_bank(const struct ctl *ctl)
{
	uint64_t s_idr1 = 0;

	smmusim_reg_read(ctl->fd, SMMU_SIM_PAS_S, SMMU3_S_TWIN(SMMU3_IDR1),
			 32, &s_idr1);
	return s_idr1 & SMMU3_S_IDR1_SECURE_IMPL;
}

static const char *no_secure_hint(const struct ctl *ctl)
{
	return ctl->system ?
	       "load it with one: modprobe smmu_sim config=profile=linux,secure=1" :
	       "smmuctl config profile=max then ...";
}

/* Whether this process may program the bank at all. */
static bool ctl_may_program(struct ctl *ctl, uint32_t bank, const char *verb)
{
	if (bank == SMMU_SIM_PAS_NS)
		return ctl_open_private(ctl, verb);
	if (!ctl_open(ctl))
		return false;
	if (!has_secure_bank(ctl)) {
		complain("this SMMU has no Secure bank", 0,
			 no_secure_hint(ctl));
		return false;
	}
	return true;
}

struct smmusim_kit *ctl_kit(struct ctl *ctl, uint32_t bank, const char *verb)
{
	struct smmusim_kit *kit = &ctl->kit[bank];
	struct smmusim_setup setup = { .bank = bank, .ram_size = RAM_SIZE };
	int ret;

	if (!ctl_may_program(ctl, bank, verb))
		return NULL;
	if (ctl->has_kit[bank])
		return kit;
	ret = smmusim_kit_init(kit, ctl->fd, &setup);
	if (!ret)
		ret = smmusim_kit_enable(kit);
	if (ret) {
		complain("cannot bring the SMMU up", ret, hint_for(ctl, ret));
		return NULL;
	}
	ctl->has_kit[bank] = true;
	return kit;
}

int ctl_close(struct ctl *ctl)
{
	int ret = jobs_close(ctl);
	unsigned int bank;

	for (bank = 0; bank < CTL_BANKS; bank++)
		if (ctl->has_kit[bank])
			smmusim_kit_exit(&ctl->kit[bank]);
	if (ctl->buffer_map)
		munmap(ctl->buffer_map, ctl->buffer.length);
	if (ctl->fd >= 0)
		close(ctl->fd);
	return ret;
}

/* ---- messages ---- */

void say(const struct ctl *ctl, const char *format, ...)
{
	va_list args;

	if (ctl->quiet || ctl->json == stdout)
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
}

/* Nothing is connected here that could time out, and nothing is a disk. */
static const char *error_text(int error)
{
	switch (error) {
	case -ETIMEDOUT:
		return "the SMMU did not answer";
	case -EIO:
		return "the command queue stopped";
	default:
		return strerror(-error);
	}
}

int complain(const char *what, int error, const char *hint)
{
	fflush(stdout);
	if (error)
		fprintf(stderr, "smmuctl: %s: %s\n", what, error_text(error));
	else
		fprintf(stderr, "smmuctl: %s\n", what);
	if (hint)
		fprintf(stderr, "  next: %s\n", hint);
	return error == -ETIMEDOUT || error == -EIO ? CTL_FAULT : CTL_FAILED;
}

void say_not_run(const char *verb)
{
	fprintf(stderr, "  not run: %s\n", verb);
}

const char *hint_for(const struct ctl *ctl, int error)
{
	switch (error) {
	case -EBUSY:
		return "it is a kernel driver's or another process's: only look, or -d private";
	case -EPERM:
		if (!ctl->system)
			return "--device system";
		return "use a buffer of this process: " ADD_BUFFER;
	case -ENODEV:
		return "load the companion: modprobe smmu_sim_dma";
	case -ENOENT:
		return "there is no RAM of this SMMU at that address";
	case -EIO:
		return "ERR in CMDQ_CONS says why: regs CMDQ_CONS GERROR GERRORN";
	case -ETIMEDOUT:
		return "the command queue is held back: step, or inject --clear";
	default:
		return NULL;
	}
}

/* ---- numbers ---- */

static bool scale(const char *suffix, unsigned int *shift)
{
	static const char units[] = "KMG";
	const char *unit;

	*shift = 0;
	if (!*suffix)
		return true;
	unit = strchr(units, *suffix);
	if (!unit || suffix[1])
		return false;
	*shift = 10 * (unit - units + 1);
	return true;
}

/* No octal numbers: 010 is ten, as in a configuration. */
bool parse_u64(const char *text, uint64_t *value)
{
	int base = strncmp(text, "0x", 2) ? 10 : 16;
	unsigned int shift;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoull(text, &end, base);
	if (base == 16 && end <= text + 2)
		return false;
	if (errno || !scale(end, &shift) || *value > UINT64_MAX >> shift)
		return false;
	*value <<= shift;
	return true;
}

bool parse_addr(const struct ctl *ctl, const char *text, uint64_t *value)
{
	static const char word[] = "buffer";
	size_t len = sizeof(word) - 1;

	if (strncmp(text, word, len))
		return parse_u64(text, value);
	if (!ctl->has_buffer)
		return false;
	*value = 0;
	if (text[len] == '+' && !parse_u64(text + len + 1, value))
		return false;
	if (text[len] && text[len] != '+')
		return false;
	*value += ctl->buffer.iova;
	return true;
}

bool lacks_buffer(const struct ctl *ctl, const char *text)
{
	return !ctl->has_buffer && (!strncmp(text, "buffer", 6) ||
				    !strcmp(text, "companion"));
}

bool parse_sid(const struct ctl *ctl, const char *text, uint32_t *value)
{
	uint64_t number;

	if (!strcmp(text, "companion")) {
		*value = ctl->buffer.stream_id;
		return ctl->has_buffer;
	}
	if (!parse_u64(text, &number) || number > UINT32_MAX)
		return false;
	*value = number;
	return true;
}

static void parse_bank(const char *text, struct argp_state *state,
		       uint32_t *bank)
{
	if (!strcmp(text, word_bank(SMMU_SIM_PAS_S)))
		*bank = SMMU_SIM_PAS_S;
	else if (!strcmp(text, word_bank(SMMU_SIM_PAS_NS)))
		*bank = SMMU_SIM_PAS_NS;
	else
		argp_error(state, "%s is no bank: ns or s", text);
}

error_t parse_bank_verb(int key, const char *arg, struct argp_state *state,
			uint32_t *bank, unsigned int needed)
{
	switch (key) {
	case 'b':
		parse_bank(arg, state, bank);
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < needed)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- words ---- */

error_t parse_one_word(int key, char *arg, struct argp_state *state)
{
	const char **word = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (state->arg_num)
			argp_usage(state);
		*word = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- JSON ---- */

void put_text(json_object *obj, const char *key, const char *value)
{
	json_object_object_add(obj, key, json_object_new_string(value));
}

void put_int(json_object *obj, const char *key, uint64_t value)
{
	json_object_object_add(obj, key, json_object_new_uint64(value));
}

void put_hex(json_object *obj, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, value);
	put_text(obj, key, text);
}

void put_bool(json_object *obj, const char *key, bool value)
{
	json_object_object_add(obj, key, json_object_new_boolean(value));
}

json_object *put_object(json_object *obj, const char *key)
{
	json_object *member = json_object_new_object();

	json_object_object_add(obj, key, member);
	return member;
}

json_object *put_array(json_object *obj, const char *key)
{
	json_object *member = json_object_new_array();

	json_object_object_add(obj, key, member);
	return member;
}
