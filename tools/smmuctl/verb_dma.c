// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl dma, smmuctl buffer, smmuctl memory: data, through the SMMU and past
 * it.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "smmuctl.h"

#define SHOWN	256U	/* bytes of a read that are dumped */

/* Documentation/admin-guide/mm/pagemap.rst of the kernel */
#define PAGEMAP_PFN	((1ULL << 55) - 1)
#define PAGEMAP_PRESENT	(1ULL << 63)

static uint8_t data[SMMU_SIM_MAX_DMA];

/* ---- dma ---- */

struct dma_args {
	const struct ctl *ctl;
	uint32_t bank;
	uint32_t flags;		/* SMMU_SIM_TXN_* */
	bool late;
	char **word;
	unsigned int words;
};

static error_t dma_parse(int key, char *arg, struct argp_state *state)
{
	struct dma_args *args = state->input;

	switch (key) {
	case 'p':
		args->flags |= SMMU_SIM_TXN_PRIV;
		return 0;
	case 'N':
		args->flags |= SMMU_SIM_TXN_NS;
		return 0;
	case 'l':
		args->late = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->word = state->argv + state->next;
		args->words = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 0);
	}
}

static const struct argp dma_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "priv", 'p', NULL, 0, "Privileged accesses", 0 },
		{ "ns", 'N', NULL, 0,
		  "A Secure stream: with the NS attribute", 0 },
		{ "late", 'l', NULL, 0,
		  "demo: access the buffer after it was removed", 0 },
		{ 0 },
	},
	.parser = dma_parse,
	.args_doc = "read STREAMID ADDRESS LENGTH\n"
		    "write STREAMID ADDRESS TEXT\n"
		    "fill STREAMID ADDRESS LENGTH BYTE\n"
		    "copy STREAMID FROM TO LENGTH\n"
		    "cas STREAMID ADDRESS EXPECTED NEW\n"
		    "demo",
	.doc = "Move data the way a device does: through the SMMU.\vOn the system SMMU a process reaches only buffers of its own: \"smmuctl -s buffer add 4K then dma write companion buffer hello\". demo does that for you.",
};

static int dma_usage(const char *what)
{
	fprintf(stderr, "smmuctl: dma: %s\n  next: smmuctl dma --help\n", what);
	return CTL_USAGE;
}

/* StreamID and address, the same for every operation. */
static bool dma_target(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t addr;

	if (args->words < 3 ||
	    !parse_sid(args->ctl, args->word[1], &dma->txn.stream_id) ||
	    !parse_addr(args->ctl, args->word[2], &addr))
		return false;
	dma->txn.addr = addr;
	dma->txn.sec_sid = args->bank;
	dma->txn.flags = args->flags;
	return true;
}

static bool dma_number(const struct dma_args *args, unsigned int i,
		       uint64_t max, uint64_t *value)
{
	return i < args->words && parse_u64(args->word[i], value) &&
	       *value <= max;
}

static int dma_fill_read(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t length;

	if (args->words != 4 ||
	    !dma_number(args, 3, SMMU_SIM_MAX_DMA, &length))
		return dma_usage("read takes STREAMID ADDRESS LENGTH");
	dma->op = SMMU_SIM_DMA_READ;
	dma->length = length;
	dma->data_uptr = (uintptr_t)data;
	return CTL_OK;
}

static int dma_fill_write(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	if (args->words != 4)
		return dma_usage("write takes STREAMID ADDRESS TEXT");
	dma->op = SMMU_SIM_DMA_WRITE;
	dma->length = strlen(args->word[3]);
	dma->data_uptr = (uintptr_t)args->word[3];
	return CTL_OK;
}

static int dma_fill_fill(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t length, byte;

	if (args->words != 5 ||
	    !dma_number(args, 3, SMMU_SIM_MAX_DMA, &length) ||
	    !dma_number(args, 4, 255, &byte))
		return dma_usage("fill takes STREAMID ADDRESS LENGTH BYTE");
	dma->op = SMMU_SIM_DMA_FILL;
	dma->length = length;
	dma->pattern = byte;
	return CTL_OK;
}

static int dma_fill_copy(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t to, length;

	if (args->words != 5 || !parse_addr(args->ctl, args->word[3], &to) ||
	    !dma_number(args, 4, SMMU_SIM_MAX_DMA, &length))
		return dma_usage("copy takes STREAMID FROM TO LENGTH");
	dma->op = SMMU_SIM_DMA_COPY;
	dma->dst_addr = to;
	dma->length = length;
	return CTL_OK;
}

static int dma_fill_cas(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t expected, swap;

	if (args->words != 5 || !dma_number(args, 3, UINT64_MAX, &expected) ||
	    !dma_number(args, 4, UINT64_MAX, &swap))
		return dma_usage("cas takes STREAMID ADDRESS EXPECTED NEW");
	dma->op = SMMU_SIM_DMA_CAS;
	dma->length = 8;
	dma->pattern = expected;
	dma->swap = swap;
	return CTL_OK;
}

static void dma_show_read(const struct ctl *ctl, const struct smmu_sim_dma *dma)
{
	json_object *bytes = put_array(ctl->result, "data");
	uint64_t i;

	for (i = 0; i < dma->done; i++)
		json_object_array_add(bytes, json_object_new_int(data[i]));
	show_hexdump(ctl, dma->txn.addr, data,
		     dma->done < SHOWN ? dma->done : SHOWN);
	if (dma->done > SHOWN)
		say(ctl, "  ... and %" PRIu64 " bytes more\n",
		    (uint64_t)dma->done - SHOWN);
}

static void dma_show_cas(const struct ctl *ctl, uint64_t expected,
			 const struct smmu_sim_dma *dma)
{
	bool swapped = dma->done && dma->pattern == expected;

	put_hex(ctl->result, "found", dma->pattern);
	put_bool(ctl->result, "swapped", swapped);
	say(ctl, "  found 0x%" PRIx64 ", %s\n", (uint64_t)dma->pattern,
	    swapped ? "swapped" : "not swapped");
}

static int dma_issue(struct ctl *ctl, const char *op, struct smmu_sim_dma *dma)
{
	uint64_t expected = dma->pattern;
	int ret;

	if (!ctl_open(ctl))
		return CTL_FAILED;
	ret = smmusim_dma(ctl->fd, dma);
	if (ret)
		return complain("dma", ret, hint_for(ctl, ret));
	put_text(ctl->result, "operation", op);
	put_text(ctl->result, "bank", word_bank(dma->txn.sec_sid));
	put_int(ctl->result, "stream_id", dma->txn.stream_id);
	put_hex(ctl->result, "address", dma->txn.addr);
	put_int(ctl->result, "length", dma->length);
	put_int(ctl->result, "done", dma->done);
	say(ctl, "%sstream %u, DMA %s at 0x%" PRIx64 ": %" PRIu64 " of %" PRIu64 " bytes, %s\n",
	    secure_prefix(dma->txn.sec_sid), dma->txn.stream_id, op,
	    (uint64_t)dma->txn.addr,
	    (uint64_t)dma->done, (uint64_t)dma->length,
	    word_status(dma->out.status));
	if (dma->op == SMMU_SIM_DMA_READ)
		dma_show_read(ctl, dma);
	if (dma->op == SMMU_SIM_DMA_CAS)
		dma_show_cas(ctl, expected, dma);
	return show_outcome(ctl, &dma->out, ctl->result);
}

/* A small session, told as the commands that a person would type. */
static int dma_demo(struct ctl *ctl, bool late)
{
	static const char *const session[] = {
		"echo A buffer for the companion device:",
		"buffer add 16K",
		"echo How the SMMU translates its address:",
		"walk companion buffer",
		"echo The device writes, the CPU looks, the device reads:",
		"dma write companion buffer The-device-was-here.",
		"memory buffer 32",
		"dma read companion buffer 32",
		"echo The buffer goes away:",
		"buffer remove",
		NULL,
	};
	static const char *const too_late[] = {
		"echo The device does not know, and writes again:",
		"dma write companion buffer Too-late.",
		NULL,
	};
	int ret;

	if (!ctl_open_system(ctl, "dma demo"))
		return CTL_FAILED;
	ret = script_run_lines(ctl, session);
	if (ret || !late)
		return ret;
	ret = script_run_lines(ctl, too_late);
	if (ret == CTL_OK)
		say(ctl, "  still cached: the kernel invalidates lazily, unless booted with iommu.strict=1\n");
	return ret;
}

static const struct {
	const char *name;
	int (*fill)(const struct dma_args *args, struct smmu_sim_dma *dma);
} operations[] = {
	{ "read", dma_fill_read },
	{ "write", dma_fill_write },
	{ "fill", dma_fill_fill },
	{ "copy", dma_fill_copy },
	{ "cas", dma_fill_cas },
};

int verb_dma(struct ctl *ctl, int argc, char **argv)
{
	struct dma_args args = { .ctl = ctl };
	struct smmu_sim_dma dma = { 0 };
	size_t i;
	int ret;

	argp_parse(&dma_argp, argc, argv, 0, NULL, &args);
	if (!strcmp(args.word[0], "demo"))
		return dma_demo(ctl, args.late);
	if (!dma_target(&args, &dma))
		return dma_usage("which stream, and which address?");
	for (i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (strcmp(args.word[0], operations[i].name))
			continue;
		ret = operations[i].fill(&args, &dma);
		return ret ? ret : dma_issue(ctl, args.word[0], &dma);
	}
	return dma_usage("no such operation");
}

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
		return complain("buffer add", ret, hint_for(ctl, ret));
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
