// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl inspect: caches, banks, injections, counters; what no register and no
 * memory shows.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/env.h>

#include "smmuctl.h"

/* ---- one record each ---- */

static void perm_text(uint8_t perm, char text[7])
{
	static const char letters[] = "rwxrwx";
	unsigned int bit;

	for (bit = 0; bit < 6; bit++)
		text[bit] = perm & BIT(bit) ? letters[bit] : '-';
	text[6] = '\0';
}

static const char *tlb_stages(const struct smmu_sim_tlb_record *r)
{
	if (r->flags & SMMU_SIM_TLB_NESTED)
		return "1+2";
	return r->flags & SMMU_SIM_TLB_STAGE2 ? "2" : "1";
}

/* Stage 2 knows no ASID; what both stages made has an IPA in the middle. */
static void say_tlb_key(const struct ctl *ctl,
			const struct smmu_sim_tlb_record *r)
{
	bool stage2 = r->flags & SMMU_SIM_TLB_STAGE2;

	say(ctl, "  %-6s stage %-3s VMID %-5u ", word_world(r->world),
	    tlb_stages(r), r->vmid);
	if (stage2)
		say(ctl, "%-10s IPA 0x%012" PRIx64, "", (uint64_t)r->va);
	else
		say(ctl, "ASID %-5u 0x%012" PRIx64, r->asid, (uint64_t)r->va);
	if (r->flags & SMMU_SIM_TLB_NESTED)
		say(ctl, " -> IPA 0x%012" PRIx64, (uint64_t)r->ipa);
}

static void show_tlb(const struct ctl *ctl, const void *at, json_object *obj)
{
	const struct smmu_sim_tlb_record *r = at;
	char perm[7], memattr[64], size[24];

	perm_text(r->perm, perm);
	word_memattr(r->memattr, memattr, sizeof(memattr));
	put_hex(obj, "va", r->va);
	put_hex(obj, "pa", r->pa);
	put_text(obj, "bank", word_bank(r->sec_sid));
	put_text(obj, "world", word_world(r->world));
	put_text(obj, "stages", tlb_stages(r));
	put_text(obj, "pas", word_pas(r->pas));
	put_int(obj, "asid", r->asid);
	put_int(obj, "vmid", r->vmid);
	put_bool(obj, "global", r->flags & SMMU_SIM_TLB_GLOBAL);
	if (r->flags & SMMU_SIM_TLB_NESTED)
		put_hex(obj, "ipa", r->ipa);
	if (r->flags & (SMMU_SIM_TLB_NESTED | SMMU_SIM_TLB_STAGE2))
		put_bool(obj, "ns_ipa", r->flags & SMMU_SIM_TLB_NS_IPA);
	json_object_object_add(obj, "level", json_object_new_int(r->level));
	put_int(obj, "log2_size", r->log2_size);
	put_int(obj, "granule", r->granule);
	put_text(obj, "permissions", perm);
	put_text(obj, "memory", memattr);
	put_int(obj, "sh", r->sh);
	say_tlb_key(ctl, r);
	say(ctl, " -> 0x%012" PRIx64 " %s%s, %s, priv %.3s unpriv %s, %s, %s\n",
	    (uint64_t)r->pa, word_pas(r->pas),
	    r->flags & SMMU_SIM_TLB_GLOBAL ? ", global" : "",
	    word_size(r->log2_size < 64 ? 1ULL << r->log2_size : 0, size,
		      sizeof(size)),
	    perm, perm + 3, memattr, word_shareability(r->sh));
}

static void show_config(const struct ctl *ctl, const void *at, json_object *obj)
{
	const struct smmu_sim_config_record *r = at;
	const char *kind = r->kind == SMMU_SIM_CONFIG_CD ? "CD" : "STE";

	put_text(obj, "kind", kind);
	put_text(obj, "bank", word_bank(r->sec_sid));
	put_int(obj, "stream_id", r->stream_id);
	put_int(obj, "substream_id", r->substream_id);
	say(ctl, "  %-4s of %sstream %u", kind, secure_prefix(r->sec_sid),
	    r->stream_id);
	if (r->kind == SMMU_SIM_CONFIG_CD)
		say(ctl, ", index %u", r->substream_id);
	say(ctl, "\n");
}

static void show_bank(const struct ctl *ctl, const void *at, json_object *obj)
{
	static const struct {
		uint32_t flag;
		const char *key;
		const char *text;
	} flags[] = {
		{ SMMU_SIM_BANK_SMMUEN, "smmuen", ", translating" },
		{ SMMU_SIM_BANK_CMDQEN, "cmdqen", ", command queue on" },
		{ SMMU_SIM_BANK_EVENTQEN, "eventqen", ", event queue on" },
		{ SMMU_SIM_BANK_HELD, "held", ", held back" },
	};
	const struct smmu_sim_bank_record *r = at;
	size_t i;

	put_text(obj, "bank", word_bank(r->bank));
	put_int(obj, "commands", r->commands);
	put_int(obj, "events", r->events);
	put_int(obj, "discarded", r->discarded);
	put_int(obj, "msis", r->msis);
	put_int(obj, "stalls", r->stalls);
	put_int(obj, "pending", r->pending);
	say(ctl, "  %s", word_pas(r->bank));
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		put_bool(obj, flags[i].key, r->flags & flags[i].flag);
		say(ctl, "%s", r->flags & flags[i].flag ? flags[i].text : "");
	}
	say(ctl, "\n    commands %" PRIu64 ", events %" PRIu64,
	    (uint64_t)r->commands, (uint64_t)r->events);
	say(ctl, ", discarded %" PRIu64 ", MSIs %" PRIu64,
	    (uint64_t)r->discarded, (uint64_t)r->msis);
	say(ctl, ", STAGs in use %u, stalls not recorded yet %u\n", r->stalls,
	    r->pending);
}

static void show_stall(const struct ctl *ctl, const void *at, json_object *obj)
{
	const struct smmu_sim_stall_record *r = at;
	bool abandoned = r->flags & SMMU_SIM_STALL_ABANDONED;

	put_text(obj, "bank", word_bank(r->sec_sid));
	put_int(obj, "stream_id", r->stream_id);
	put_int(obj, "stag", r->stag);
	put_bool(obj, "abandoned", abandoned);
	say(ctl, "  STAG %u of %sstream %u", r->stag,
	    secure_prefix(r->sec_sid), r->stream_id);
	if (abandoned) {
		say(ctl, ", its client has gone away\n");
		return;
	}
	put_hex(obj, "address", r->addr);
	say(ctl, ", at 0x%" PRIx64 "\n", (uint64_t)r->addr);
}

static void show_one_injection(const struct ctl *ctl, const void *at,
			       json_object *obj)
{
	say(ctl, "  ");
	show_injection(ctl, at, obj);
}

static void show_counters(const struct ctl *ctl, const void *at,
			  json_object *obj)
{
	const struct smmu_sim_counters_record *r = at;
	const struct {
		const char *key;
		uint64_t value;
	} counters[] = {
		{ "transactions", r->transactions },
		{ "tlb_hits", r->tlb_hits },
		{ "walks", r->walks },
		{ "bypasses", r->bypasses },
		{ "faults", r->faults },
		{ "redone", r->redone },
		{ "cfg_hits", r->cfg_hits },
		{ "bytes", r->bytes },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		put_int(obj, counters[i].key, counters[i].value);
		say(ctl, "  %-13s %" PRIu64 "\n", counters[i].key,
		    counters[i].value);
	}
}

static void show_region(const struct ctl *ctl, const void *at, json_object *obj)
{
	const struct smmu_sim_region_record *r = at;
	bool ns = r->flags & SMMU_SIM_MEM_NS, s = r->flags & SMMU_SIM_MEM_S;
	char size[24];

	put_hex(obj, "start", r->start);
	put_hex(obj, "length", r->length);
	put_bool(obj, "non_secure", ns);
	put_bool(obj, "secure", s);
	say(ctl, "  0x%012" PRIx64 "-0x%012" PRIx64 " %s, %s\n",
	    (uint64_t)r->start, (uint64_t)(r->start + r->length - 1),
	    word_size(r->length, size, sizeof(size)),
	    ns && s ? "in both PA spaces" : word_pas(s ? SMMU_SIM_PAS_S :
						       SMMU_SIM_PAS_NS));
}

/* ---- arrays of them ---- */

static const struct view {
	const char *name;
	const char *none;	/* what an empty array means */
	uint32_t what;
	size_t size;
	void (*show)(const struct ctl *ctl, const void *record,
		     json_object *obj);
} views[] = {
	{ "tlb", "no translation is cached", SMMU_SIM_INSPECT_TLB,
	  sizeof(struct smmu_sim_tlb_record), show_tlb },
	{ "config", "no STE and no CD is cached", SMMU_SIM_INSPECT_CONFIG,
	  sizeof(struct smmu_sim_config_record), show_config },
	{ "banks", "none", SMMU_SIM_INSPECT_BANKS,
	  sizeof(struct smmu_sim_bank_record), show_bank },
	{ "stalls", "no transaction is stalled", SMMU_SIM_INSPECT_STALLS,
	  sizeof(struct smmu_sim_stall_record), show_stall },
	{ "injections", "nothing goes wrong on purpose",
	  SMMU_SIM_INSPECT_INJECTIONS,
	  sizeof(struct smmu_sim_injection_record), show_one_injection },
	{ "counters", "none", SMMU_SIM_INSPECT_COUNTERS,
	  sizeof(struct smmu_sim_counters_record), show_counters },
	{ "regions", "no RAM was added", SMMU_SIM_INSPECT_REGIONS,
	  sizeof(struct smmu_sim_region_record), show_region },
};

/* The caller frees *@records; the array may grow while it is read. */
static int read_records(const struct ctl *ctl, const struct view *view,
			void **records, uint32_t *count)
{
	uint32_t capacity = 0;
	int ret;

	*records = NULL;
	do {
		void *grown;

		ret = smmusim_inspect(ctl->fd, view->what, *records,
				      view->size, capacity, count);
		if (ret || *count <= capacity)
			break;
		capacity = *count + 16;
		grown = reallocarray(*records, capacity, view->size);
		ret = grown ? 0 : -ENOMEM;
		*records = grown ? grown : *records;
	} while (!ret);
	return ret;
}

static int show_view(struct ctl *ctl, const struct view *view)
{
	json_object *list = put_array(ctl->result, view->name);
	uint32_t count, i;
	void *records;
	int ret = read_records(ctl, view, &records, &count);

	if (ret) {
		free(records);
		return complain("inspect", ret, hint_for(ctl, ret));
	}
	say(ctl, "%s:%s%s\n", view->name, count ? "" : " ",
	    count ? "" : view->none);
	for (i = 0; i < count; i++) {
		json_object *obj = json_object_new_object();

		json_object_array_add(list, obj);
		view->show(ctl, (char *)records + i * view->size, obj);
	}
	free(records);
	return CTL_OK;
}

int inspect_show(struct ctl *ctl, const char *name)
{
	int ret = CTL_OK;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(views) && ret == CTL_OK; i++)
		if (!name || !strcmp(name, views[i].name))
			ret = show_view(ctl, &views[i]);
	return ret;
}

/* ---- the verb ---- */

static error_t inspect_parse(int key, char *arg, struct argp_state *state)
{
	const char **name = state->input;
	size_t i;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (state->arg_num)
		argp_usage(state);
	for (i = 0; i < ARRAY_SIZE(views); i++)
		if (!strcmp(arg, views[i].name))
			*name = arg;
	if (!*name)
		argp_error(state, "%s: tlb, config, banks, stalls, injections, counters or regions",
			   arg);
	return 0;
}

static const struct argp inspect_argp = {
	.parser = inspect_parse,
	.args_doc = "[tlb|config|banks|stalls|injections|counters|regions]",
	.doc = "Show what no register and no memory shows: the TLB, the configuration caches, the banks and their counters, stalled transactions, the injections, what transactions did, the RAM. Without a word: all of it.",
};

int verb_inspect(struct ctl *ctl, int argc, char **argv)
{
	const char *name = NULL;

	argp_parse(&inspect_argp, argc, argv, 0, NULL, &name);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	return inspect_show(ctl, name);
}
