// SPDX-License-Identifier: GPL-2.0
/*
 * INSPECT: state as records. Each source knows one kind of record and goes
 * through its slots one after another; nothing is allocated, no lock is held
 * between two slots or while user memory is touched.
 */
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include "ioctl.h"
#include "memory.h"
#include "slots.h"

static_assert(SMMU_SIM_WORLD_NS_EL1 == (int)SMMU3_WORLD_NS_EL1);
static_assert(SMMU_SIM_WORLD_NS_EL2 == (int)SMMU3_WORLD_NS_EL2);
static_assert(SMMU_SIM_WORLD_NS_EL2_E2H == (int)SMMU3_WORLD_NS_EL2_E2H);
static_assert(SMMU_SIM_WORLD_S_EL1 == (int)SMMU3_WORLD_S_EL1);
static_assert(SMMU_SIM_WORLD_S_EL2 == (int)SMMU3_WORLD_S_EL2);
static_assert(SMMU_SIM_WORLD_S_EL2_E2H == (int)SMMU3_WORLD_S_EL2_E2H);
static_assert(SMMU_SIM_WORLD_EL3 == (int)SMMU3_WORLD_EL3);
static_assert(SMMU3_NR_WORLDS == SMMU_SIM_WORLD_EL3 + 1);
static_assert(SMMU_SIM_PERM_PR == SMMU3_PERM_PR);
static_assert(SMMU_SIM_PERM_PW == SMMU3_PERM_PW);
static_assert(SMMU_SIM_PERM_PX == SMMU3_PERM_PX);
static_assert(SMMU_SIM_PERM_UR == SMMU3_PERM_UR);
static_assert(SMMU_SIM_PERM_UW == SMMU3_PERM_UW);
static_assert(SMMU_SIM_PERM_UX == SMMU3_PERM_UX);
static_assert(SMMU_SIM_CONFIG_STE == (int)SMMU3_CFG_STE);
static_assert(SMMU_SIM_CONFIG_CD == (int)SMMU3_CFG_CD);

union inspect_record {
	struct smmu_sim_tlb_record tlb;
	struct smmu_sim_config_record config;
	struct smmu_sim_bank_record bank;
	struct smmu_sim_injection_record injection;
	struct smmu_sim_counters_record counters;
	struct smmu_sim_region_record region;
	struct smmu_sim_stall_record stall;
};

static u32 tlb_flags(const struct smmu3_tlb_record *rec)
{
	return (rec->global ? SMMU_SIM_TLB_GLOBAL : 0) |
	       (rec->stage2 ? SMMU_SIM_TLB_STAGE2 : 0) |
	       (rec->nested ? SMMU_SIM_TLB_NESTED : 0) |
	       (rec->ns_ipa ? SMMU_SIM_TLB_NS_IPA : 0);
}

static int tlb_record(struct smmu_sim *sim, unsigned int index,
		      union inspect_record *to)
{
	struct smmu3_tlb_record rec;
	int ret = smmu_sim_tlb_slot(sim, index, &rec);

	if (ret <= 0)
		return ret;
	to->tlb = (struct smmu_sim_tlb_record) {
		.va = rec.va,
		.pa = rec.pa,
		.sec_sid = rec.sec_sid,
		.world = rec.world,
		.pas = rec.pas,
		.level = rec.level,
		.log2_size = rec.log2_size,
		.granule = rec.granule,
		.perm = rec.perm,
		.memattr = rec.memattr,
		.sh = rec.sh,
		.asid = rec.asid,
		.vmid = rec.vmid,
		.flags = tlb_flags(&rec),
		.ipa = rec.ipa,
	};
	return 1;
}

static int config_record(struct smmu_sim *sim, enum smmu3_cfg_kind kind,
			 unsigned int index, union inspect_record *to)
{
	struct smmu3_cfg_record rec;
	int ret = smmu_sim_cfg_slot(sim, kind, index, &rec);

	if (ret <= 0)
		return ret;
	to->config = (struct smmu_sim_config_record) {
		.kind = rec.kind,
		.sec_sid = rec.sec_sid,
		.stream_id = rec.sid,
		.substream_id = rec.ssid,
	};
	return 1;
}

static int ste_record(struct smmu_sim *sim, unsigned int index,
		      union inspect_record *to)
{
	return config_record(sim, SMMU3_CFG_STE, index, to);
}

static int cd_record(struct smmu_sim *sim, unsigned int index,
		     union inspect_record *to)
{
	return config_record(sim, SMMU3_CFG_CD, index, to);
}

static u32 bank_flags(const struct smmu3_bank_info *info)
{
	return (info->smmuen ? SMMU_SIM_BANK_SMMUEN : 0) |
	       (info->cmdq.enabled ? SMMU_SIM_BANK_CMDQEN : 0) |
	       (info->eventq.enabled ? SMMU_SIM_BANK_EVENTQEN : 0) |
	       (info->held ? SMMU_SIM_BANK_HELD : 0);
}

static int bank_record(struct smmu_sim *sim, unsigned int index,
		       union inspect_record *to)
{
	struct smmu3_bank_info info;

	if (index >= SMMU3_NR_PAS)
		return -1;
	smmu_sim_bank_info(sim, index, &info);
	to->bank = (struct smmu_sim_bank_record) {
		.bank = index,
		.flags = bank_flags(&info),
		.commands = info.commands,
		.events = info.events,
		.discarded = info.discarded,
		.msis = info.msis,
		.stalls = info.stalls,
		.pending = info.pending,
	};
	return info.present;
}

static int injection_record(struct smmu_sim *sim, unsigned int index,
			    union inspect_record *to)
{
	struct smmu3_inject_record rec;
	int ret = smmu_sim_inject_slot(sim, index, &rec);

	if (ret <= 0)
		return ret;
	to->injection = (struct smmu_sim_injection_record) {
		.id = rec.id,
		.kind = rec.what.kind,
		.banks = rec.what.banks,
		.accesses = rec.what.accesses,
		.lines = rec.what.lines,
		.every = rec.what.every,
		.count = rec.what.count,
		.first = rec.what.first,
		.last = rec.what.last,
		.matched = rec.matched,
		.fired = rec.fired,
	};
	return 1;
}

/* In the order of the record. */
static int counters_record(struct smmu_sim *sim, unsigned int index,
			   union inspect_record *to)
{
	static const enum smmu_sim_counter order[] = {
		SMMU_SIM_COUNT_TRANSACTIONS, SMMU_SIM_COUNT_TLB_HITS,
		SMMU_SIM_COUNT_WALKS, SMMU_SIM_COUNT_BYPASSES,
		SMMU_SIM_COUNT_FAULTS, SMMU_SIM_COUNT_REDONE,
		SMMU_SIM_COUNT_CFG_HITS, SMMU_SIM_COUNT_BYTES,
	};
	u64 value[ARRAY_SIZE(order)];
	unsigned int i;

	static_assert(sizeof(to->counters) == sizeof(value));
	if (index)
		return -1;
	for (i = 0; i < ARRAY_SIZE(order); i++)
		value[i] = smmu_sim_count_read(sim, order[i]);
	memcpy(&to->counters, value, sizeof(value));
	return 1;
}

static int region_record(struct smmu_sim *sim, unsigned int index,
			 union inspect_record *to)
{
	return smmu_sim_region_slot(sim, index, &to->region);
}

static int stall_record(struct smmu_sim *sim, unsigned int index,
			union inspect_record *to)
{
	struct smmu3_stall_record rec;
	int ret = smmu_sim_stall_slot(sim, index, &rec);

	if (ret <= 0)
		return ret;
	to->stall = (struct smmu_sim_stall_record) {
		.sec_sid = rec.sec_sid,
		.stream_id = rec.sid,
		.stag = rec.stag,
		.flags = rec.abandoned ? SMMU_SIM_STALL_ABANDONED : 0,
		.addr = rec.addr,
	};
	return 1;
}

/**
 * struct inspect_source - where records come from
 * @what: SMMU_SIM_INSPECT_*; what has more sources gets them one after another
 * @size: of a record
 * @slot: slot @index as a record; returns as in slots.h
 */
struct inspect_source {
	u32 what;
	u32 size;
	int (*slot)(struct smmu_sim *sim, unsigned int index,
		    union inspect_record *to);
};

static const struct inspect_source sources[] = {
	{ SMMU_SIM_INSPECT_TLB, sizeof(struct smmu_sim_tlb_record),
	  tlb_record },
	{ SMMU_SIM_INSPECT_CONFIG, sizeof(struct smmu_sim_config_record),
	  ste_record },
	{ SMMU_SIM_INSPECT_CONFIG, sizeof(struct smmu_sim_config_record),
	  cd_record },
	{ SMMU_SIM_INSPECT_BANKS, sizeof(struct smmu_sim_bank_record),
	  bank_record },
	{ SMMU_SIM_INSPECT_INJECTIONS,
	  sizeof(struct smmu_sim_injection_record), injection_record },
	{ SMMU_SIM_INSPECT_COUNTERS, sizeof(struct smmu_sim_counters_record),
	  counters_record },
	{ SMMU_SIM_INSPECT_REGIONS, sizeof(struct smmu_sim_region_record),
	  region_record },
	{ SMMU_SIM_INSPECT_STALLS, sizeof(struct smmu_sim_stall_record),
	  stall_record },
};

/* What the caller's record has more than the kernel's. */
static int tail_out(void __user *tail, size_t len)
{
	size_t step;

	for (; len; tail += step, len -= step) {
		if (fatal_signal_pending(current))
			return -EINTR;
		step = min_t(size_t, len, SZ_64K);
		if (clear_user(tail, step))
			return -EFAULT;
		cond_resched();
	}
	return 0;
}

/* The next record, if it fits. */
static int record_out(struct smmu_sim_inspect *in,
		      const union inspect_record *rec, u32 size)
{
	u64 offset = (u64)in->count * in->record_size;
	u32 known = min(size, in->record_size);
	void __user *to;
	u64 at;

	if (in->count++ >= in->capacity)
		return 0;
	if (check_add_overflow(in->records_uptr, offset, &at))
		return -EFAULT;
	to = u64_to_user_ptr(at);
	if (copy_to_user(to, rec, known))
		return -EFAULT;
	return tail_out(to + known, in->record_size - known);
}

static int inspect(struct smmu_sim *sim, const struct inspect_source *source,
		   struct smmu_sim_inspect *in)
{
	union inspect_record rec;
	unsigned int index;
	int err, ret;

	for (index = 0; (ret = source->slot(sim, index, &rec)) >= 0; index++) {
		err = ret ? record_out(in, &rec, source->size) : 0;
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

int smmu_sim_ioctl_inspect(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_inspect *in = args;
	int err = -EINVAL;
	unsigned int i;

	if (in->flags || in->reserved)
		return -EOPNOTSUPP;
	if (!in->record_size)
		return -EINVAL;
	in->count = 0;
	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		if (sources[i].what != in->what)
			continue;
		err = inspect(file->sim, &sources[i], in);
		if (err)
			break;
	}
	return err;
}
