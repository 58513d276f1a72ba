// SPDX-License-Identifier: GPL-2.0
/*
 * The register table of the Non-secure bank (6.3) of an SMMU without Secure
 * state, MSIs, PRI, ATS, ATOS and stage 2. What is not in the table is RES0.
 */
#include "regs.h"

#include "bits.h"

#define ALL32	0xffffffffULL

static u64 base_addr(const struct ref_id *id, unsigned int low)
{
	return BIT_ULL(62) | GENMASK_ULL(id->oas - 1, low);
}

static void add(struct ref_reg *regs, unsigned int *count, struct ref_reg reg)
{
	regs[(*count)++] = reg;
}

static void add_ro(struct ref_reg *regs, unsigned int *count, const char *name,
		   u32 offset, u64 value)
{
	add(regs, count, (struct ref_reg){
		.name = name, .offset = offset, .width = 32,
		.guard = REF_READ_ONLY, .reset = value });
}

static void add_id(const struct ref_id *id, struct ref_reg *regs,
		   unsigned int *count)
{
	add_ro(regs, count, "IDR0", REF_IDR0, ref_idr0(id));
	add_ro(regs, count, "IDR1", REF_IDR1, ref_idr1(id));
	add_ro(regs, count, "IDR2", REF_IDR2, 0);
	add_ro(regs, count, "IDR3", REF_IDR3, ref_idr3());
	add_ro(regs, count, "IDR4", REF_IDR4, 0);
	add_ro(regs, count, "IDR5", REF_IDR5, ref_idr5(id));
	add_ro(regs, count, "IIDR", REF_IIDR, 0);
	add_ro(regs, count, "AIDR", REF_AIDR, ref_aidr());
}

static void add_control(const struct ref_id *id, struct ref_reg *regs,
			unsigned int *count)
{
	/* Without attribute overrides all of GBPA but ABORT may be fixed. */
	u64 overrides = REF_GBPA_FIELDS & ~REF_GBPA_ABORT;

	add(regs, count, (struct ref_reg){ "CR0", REF_CR0, 32, REF_SPECIAL,
			REF_CR0_MASK, 0, 0, 0 });
	add_ro(regs, count, "CR0ACK", REF_CR0ACK, 0);
	add(regs, count, (struct ref_reg){ "CR1", REF_CR1, 32, REF_ALWAYS,
			REF_CR1_TABLE | REF_CR1_QUEUE, 0, 0, ALL32 });
	add(regs, count, (struct ref_reg){ "CR2", REF_CR2, 32, REF_SMMUEN_0,
			REF_CR2_RECINVSID, 0, 0, ALL32 });
	add_ro(regs, count, "STATUSR", REF_STATUSR, 0);
	add(regs, count, (struct ref_reg){ "GBPA", REF_GBPA, 32, REF_SPECIAL,
			REF_GBPA_ABORT, overrides,
			id->gbpa_abort ? REF_GBPA_ABORT : 0, overrides });
	add(regs, count, (struct ref_reg){ "IRQ_CTRL", REF_IRQ_CTRL, 32,
			REF_SPECIAL, REF_IRQ_GERROR | REF_IRQ_EVENTQ, 0, 0, 0 });
	add_ro(regs, count, "IRQ_CTRLACK", REF_IRQ_CTRLACK, 0);
	add_ro(regs, count, "GERROR", REF_GERROR, 0);
	add(regs, count, (struct ref_reg){ "GERRORN", REF_GERRORN, 32,
			REF_ALWAYS, REF_GERROR_CMDQ_ERR |
			REF_GERROR_EVENTQ_ABT | REF_GERROR_SFM, 0, 0, 0 });
}

static void add_strtab(const struct ref_id *id, struct ref_reg *regs,
		       unsigned int *count)
{
	u64 cfg = GENMASK_ULL(5, 0);

	if (id->st_level)
		cfg |= GENMASK_ULL(10, 6) | GENMASK_ULL(17, 16);
	add(regs, count, (struct ref_reg){ "STRTAB_BASE", REF_STRTAB_BASE, 64,
			REF_SMMUEN_0, base_addr(id, 6), 0, 0, ~0ULL });
	add(regs, count, (struct ref_reg){ "STRTAB_BASE_CFG",
			REF_STRTAB_BASE_CFG, 32, REF_SMMUEN_0, cfg, 0, 0,
			ALL32 });
}

/*
 * The indices: bits above the wrap bit may or may not be stored, depending on
 * the size in the base register; queue tests look at them closely.
 */
static void add_queues(const struct ref_id *id, struct ref_reg *regs,
		       unsigned int *count)
{
	u64 base = base_addr(id, 5) | GENMASK_ULL(4, 0);
	u64 index = GENMASK_ULL(19, 0);

	add(regs, count, (struct ref_reg){ "CMDQ_BASE", REF_CMDQ_BASE, 64,
			REF_CMDQEN_0, base, 0, 0, ~0ULL });
	add(regs, count, (struct ref_reg){ "CMDQ_PROD", REF_CMDQ_PROD, 32,
			REF_ALWAYS, 0, index, 0, index });
	add(regs, count, (struct ref_reg){ "CMDQ_CONS", REF_CMDQ_CONS, 32,
			REF_CMDQEN_0, 0, index | GENMASK_ULL(30, 24), 0,
			index | GENMASK_ULL(30, 24) });
	add(regs, count, (struct ref_reg){ "EVENTQ_BASE", REF_EVENTQ_BASE, 64,
			REF_EVENTQEN_0, base, 0, 0, ~0ULL });
	add(regs, count, (struct ref_reg){ "EVENTQ_PROD", REF_EVENTQ_PROD, 32,
			REF_EVENTQEN_0, REF_EVENTQ_OVERFLOW, index, 0,
			index | REF_EVENTQ_OVERFLOW });
	add(regs, count, (struct ref_reg){ "EVENTQ_CONS", REF_EVENTQ_CONS, 32,
			REF_ALWAYS, REF_EVENTQ_OVERFLOW, index, 0,
			index | REF_EVENTQ_OVERFLOW });
}

unsigned int ref_regs(const struct ref_id *id, struct ref_reg *regs)
{
	unsigned int count = 0;

	add_id(id, regs, &count);
	add_control(id, regs, &count);
	add_strtab(id, regs, &count);
	add_queues(id, regs, &count);
	return count;
}

const struct ref_reg *ref_reg_at(const struct ref_reg *regs, unsigned int count,
				 u32 offset)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (offset >= regs[i].offset &&
		    offset < regs[i].offset + regs[i].width / 8)
			return &regs[i];
	return NULL;
}
