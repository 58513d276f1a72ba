// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl buffer, smmuctl memory: what devices reach, as the CPU sees it.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "smmuctl.h"

/* Documentation/admin-guide/mm/pagemap.rst of the kernel */
#define PAGEMAP_PFN	((1ULL << 55) - 1)
#define PAGEMAP_PRESENT	(1ULL << 63)

static uint8_t data[SMMU_SIM_MAX_DMA];

/* ---- buffer ---- */

struct buffer_args {
	const char *word[2];
	bool read_only;
};

static error_t buffer_parse(int key, char *arg, struct argp_state *state)
{
	struct buffer_args *args = state->input;

	switch (key) {
	case 'r':
		args->read_only = true;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			argp_usage(state);
		args->word[state->arg_num] = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp buffer_argp = {
	.options = (const struct argp_option[]) {
		{ "ro", 'r', NULL, 0, "The device may only read it", 0 },
		{ 0 },
	},
	.parser = buffer_parse,
	.args_doc = "add LENGTH\nremove",
	.doc = "Let the kernel allocate a buffer and map it for the companion device, or remove it again.\vThe buffer lives as long as this process; later verbs call its device address \"buffer\" and the device's StreamID \"companion\".",
};

/*
 * Where the CPU's page tables say that the buffer's first page is: a witness
 * that has nothing to do with the SMMU. 0: the kernel does not tell.
 */
static uint64_t buffer_pa(const struct ctl *ctl)
{
	uint64_t page = sysconf(_SC_PAGESIZE), entry = 0;
	FILE *pagemap = fopen("/proc/self/pagemap", "re");
	uint64_t at = (uintptr_t)ctl->buffer_map;

	if (!pagemap)
		return 0;
	(void)*(volatile uint8_t *)ctl->buffer_map; /* be present */
	if (fseeko(pagemap, at / page * sizeof(entry), SEEK_SET) ||
	    fread(&entry, sizeof(entry), 1, pagemap) != 1)
		entry = 0;
	fclose(pagemap);
	return entry & PAGEMAP_PRESENT ? (entry & PAGEMAP_PFN) * page : 0;
}

static void buffer_show(const struct ctl *ctl)
{
	uint64_t pa = buffer_pa(ctl);

	put_hex(ctl->result, "iova", ctl->buffer.iova);
	put_int(ctl->result, "stream_id", ctl->buffer.stream_id);
	put_int(ctl->result, "length", ctl->buffer.length);
	say(ctl, "buffer of %" PRIu64 " bytes for the companion, StreamID %u\n"
	    "  the device's address  0x%" PRIx64 "\n",
	    (uint64_t)ctl->buffer.length, ctl->buffer.stream_id,
	    (uint64_t)ctl->buffer.iova);
	if (!pa)
		return;
	put_hex(ctl->result, "pa", pa);
	say(ctl, "  physical address      0x%" PRIx64 ", say the CPU's page tables\n",
	    pa);
}

static int buffer_add(struct ctl *ctl, uint64_t length, bool read_only)
{
	void *map;
	int ret;

	if (ctl->buffer_map)
		munmap(ctl->buffer_map, ctl->buffer.length);
	ctl->buffer_map = NULL;
	ctl->buffer = (struct smmu_sim_buf_add) {
		.flags = read_only ? SMMU_SIM_BUF_RO : 0,
		.length = length,
	};
	ret = smmusim_buf_add(ctl->fd, &ctl->buffer);
	if (!ret)
		ret = smmusim_map(ctl->fd, ctl->buffer.cookie, length, &map);
	if (ret)
		return complain("buffer add", ret, ret == -EINVAL ?
				"a length of whole pages, up to 1M" :
				hint_for(ctl, ret));
	ctl->buffer_map = map;
	ctl->has_buffer = true;
	buffer_show(ctl);
	return CTL_OK;
}

static int buffer_remove(struct ctl *ctl)
{
	int ret;

	if (!ctl->has_buffer)
		return complain("buffer remove: there is none", 0,
				"buffer add 4K then ... then buffer remove");
	ret = smmusim_buf_remove(ctl->fd, ctl->buffer.cookie);
	if (ret)
		return complain("buffer remove", ret, hint_for(ctl, ret));
	put_hex(ctl->result, "iova", ctl->buffer.iova);
	say(ctl, "buffer at 0x%" PRIx64 " unmapped and freed\n",
	    (uint64_t)ctl->buffer.iova);
	return CTL_OK;
}

int verb_buffer(struct ctl *ctl, int argc, char **argv)
{
	struct buffer_args args = { { NULL, NULL }, false };
	uint64_t length;

	argp_parse(&buffer_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open_system(ctl, "buffer"))
		return CTL_FAILED;
	if (!strcmp(args.word[0], "remove") && !args.word[1])
		return buffer_remove(ctl);
	if (strcmp(args.word[0], "add") || !args.word[1] ||
	    !parse_u64(args.word[1], &length)) {
		fprintf(stderr, "smmuctl: buffer takes \"add LENGTH\" or \"remove\"\n");
		return CTL_USAGE;
	}
	return buffer_add(ctl, length, args.read_only);
}

/* ---- memory ---- */

struct memory_args {
	const struct ctl *ctl;
	uint32_t pas;
	uint64_t addr;
	uint64_t length;
};

static error_t memory_parse(int key, char *arg, struct argp_state *state)
{
	struct memory_args *args = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (state->arg_num == 0 &&
		    !parse_addr(args->ctl, arg, &args->addr))
			argp_error(state, "%s is no address", arg);
		if (state->arg_num == 1 &&
		    (!parse_u64(arg, &args->length) ||
		     args->length > SMMU_SIM_MAX_DMA))
			argp_error(state, "%s is no length up to 1M", arg);
		return state->arg_num < 2 ? 0 : ARGP_ERR_UNKNOWN;
	default:
		return parse_bank_verb(key, arg, state, &args->pas, 2);
	}
}

static const struct argp memory_argp = {
	.options = (const struct argp_option[]) {
		{ "bank", 'b', "BANK", 0,
		  "ns, the Non-secure PA space (the default), or s, the Secure one", 0 },
		{ 0 },
	},
	.parser = memory_parse,
	.args_doc = "ADDRESS LENGTH",
	.doc = "Dump memory as the CPU sees it, not through the SMMU.\vOn a private SMMU ADDRESS is a physical address of its RAM; on the system SMMU it is \"buffer\" or \"buffer+N\".",
};

static int memory_of_buffer(const struct ctl *ctl, struct memory_args *args)
{
	uint64_t offset = args->addr - ctl->buffer.iova;

	if (!ctl->has_buffer || offset > ctl->buffer.length ||
	    args->length > ctl->buffer.length - offset)
		return complain("memory: not in the buffer", 0,
				"buffer add 4K then memory buffer 64");
	memcpy(data, ctl->buffer_map + offset, args->length);
	return CTL_OK;
}

int verb_memory(struct ctl *ctl, int argc, char **argv)
{
	struct memory_args args = { .ctl = ctl };
	size_t done = 0, i;
	json_object *bytes;
	int ret;

	argp_parse(&memory_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	if (ctl->system && args.pas == SMMU_SIM_PAS_NS) {
		ret = memory_of_buffer(ctl, &args);
		if (ret)
			return ret;
		done = args.length;
	} else {
		ret = smmusim_mem_read(ctl->fd, args.pas, args.addr, data,
				       args.length, &done);
		if (ret)
			return complain("memory", ret, hint_for(ctl, ret));
	}
	put_text(ctl->result, "bank", word_bank(args.pas));
	put_hex(ctl->result, "address", args.addr);
	bytes = put_array(ctl->result, "data");
	for (i = 0; i < done; i++)
		json_object_array_add(bytes, json_object_new_int(data[i]));
	show_hexdump(ctl, args.addr, data, done);
	return CTL_OK;
}
