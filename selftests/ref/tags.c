// SPDX-License-Identifier: GPL-2.0
/*
 * See tags.h.
 */
#include "tags.h"

#include "regs.h"
#include "structs.h"

/* ---- tags (3.17, 4.7 of the digest of structures) ---- */

static enum ref_streamworld world_of(const struct twin_world *world,
				     const struct twin_txn *txn,
				     const struct twin_trace *trace)
{
	bool secure = txn->sec_sid == TWIN_S;
	bool e2h = world->bank[txn->sec_sid].cr2 & REF_CR2_E2H;
	u64 strw = ref_get(trace->ste, REF_STE_STRW);

	if (ref_get(trace->ste, REF_STE_CONFIG) != REF_CONFIG_S1)
		strw = 0;
	if (!world->id.s1p || (!secure && !world->id.hyp))
		strw = 0;
	switch (strw) {
	case 1:
		return REF_EL3;
	case 2:
		if (secure)
			return e2h ? REF_S_EL2_E2H : REF_S_EL2;
		return e2h ? REF_NS_EL2_E2H : REF_NS_EL2;
	}
	return secure ? REF_S_EL1 : REF_NS_EL1;
}

static u16 vmid_of(const struct twin_world *world, const struct twin_txn *txn,
		   const struct twin_trace *trace, const struct ref_tags *tags)
{
	if (!ref_world_has_vmid(tags->world))
		return 0;
	if (txn->sec_sid == TWIN_S && !(world->id.sel2 && trace->stage2))
		return 0;
	if (txn->sec_sid == TWIN_NS && !world->id.s2p)
		return 0;
	return ref_get(trace->ste, REF_STE_S2VMID);
}

/* ---- fingerprints ---- */

static u64 mix(u64 print, u64 word)
{
	return (print ^ word) * 0x100000001b3ULL + 0x9e3779b97f4a7c15ULL;
}

static u64 print_of_stage2(const struct twin_trace *trace)
{
	u64 ste[REF_STE_WORDS], print = 0;

	memcpy(ste, trace->ste, sizeof(ste));
	ref_put(ste, REF_STE_S2R, 0);
	ref_put(ste, REF_STE_S2S, 0);
	print = mix(print, ref_get(ste, REF_STE_S2FWB));
	print = mix(print, ste[2]);
	print = mix(print, ste[3]);
	print = mix(print, ste[4]);
	return mix(print, ste[6]);
}

static void forget_lower(u64 *cd)
{
	ref_put(cd, REF_CD_T0SZ, 0);
	ref_put(cd, REF_CD_TG0, 0);
	ref_put(cd, REF_CD_IR0, 0);
	ref_put(cd, REF_CD_OR0, 0);
	ref_put(cd, REF_CD_SH0, 0);
	ref_put(cd, REF_CD_EPD0, 0);
	ref_put(cd, REF_CD_TBI0, 0);
	ref_put(cd, REF_CD_NSCFG0, 0);
	ref_put(cd, REF_CD_HAD0, 0);
	ref_put(cd, REF_CD_E0PD0, 0);
	ref_put_addr(cd, REF_CD_TTB0, 0);
}

static u64 print_of_cd(const struct twin_trace *trace, bool upper)
{
	u64 cd[REF_CD_WORDS], print = 0;

	memcpy(cd, trace->cd, sizeof(cd));
	ref_put(cd, REF_CD_A, 0);
	ref_put(cd, REF_CD_R, 0);
	ref_put(cd, REF_CD_S, 0);
	ref_put(cd, REF_CD_V, 0);
	ref_put(cd, REF_CD_ASID, 0);
	if (upper)
		forget_lower(cd);
	print = mix(print, cd[0]);
	print = mix(print, cd[1]);
	print = mix(print, cd[2]);
	return mix(print, cd[3]);
}

struct ref_tags ref_tags_of(const struct twin_world *world,
			    const struct twin_txn *txn,
			    const struct twin_trace *trace)
{
	struct ref_tags tags = {
		.world = world_of(world, txn, trace),
		.stage1 = trace->stage1,
		.stage2 = trace->stage2,
		.nested = trace->stage1 && trace->stage2,
		.aset = ref_get(trace->cd, REF_CD_ASET),
	};

	tags.vmid = vmid_of(world, txn, trace, &tags);
	if (tags.stage1 && ref_world_has_asid(tags.world))
		tags.asid = ref_get(trace->cd, REF_CD_ASID);
	if (tags.stage2)
		tags.print2 = print_of_stage2(trace);
	if (tags.stage1) {
		tags.print1 = mix(print_of_cd(trace, false), tags.print2);
		tags.upper1 = mix(print_of_cd(trace, true), tags.print2);
	}
	return tags;
}
