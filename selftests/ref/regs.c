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

static void add(struct ref_reg *regs, unsigned int *count,
		const struct ref_reg *table, unsigned int rows)
{
	memcpy(&regs[*count], table, rows * sizeof(*table));
	*count += rows;
}

#define READ_ONLY(name, offset, value)					\
	{ name, offset, 32, REF_READ_ONLY, 0, 0, value, 0 }

static void add_id(const struct ref_id *id, struct ref_reg *regs,
		   unsigned int *count)
{
	const struct ref_reg table[] = {
		READ_ONLY("IDR0", REF_IDR0, ref_idr0(id)),
		READ_ONLY("IDR1", REF_IDR1, ref_idr1(id)),
		READ_ONLY("IDR2", REF_IDR2, 0),
		READ_ONLY("IDR3", REF_IDR3, ref_idr3()),
		READ_ONLY("IDR4", REF_IDR4, 0),
		READ_ONLY("IDR5", REF_IDR5, ref_idr5(id)),
		READ_ONLY("IIDR", REF_IIDR, 0),
		READ_ONLY("AIDR", REF_AIDR, ref_aidr()),
		READ_ONLY("STATUSR", REF_STATUSR, 0),
	};

	add(regs, count, table, ARRAY_SIZE(table));
}

/* Rows: name, offset, width, guard, rw, vague, reset, unknown. */
static void add_control(const struct ref_id *id, struct ref_reg *regs,
			unsigned int *count)
{
	/* Without attribute overrides all of GBPA but ABORT may be fixed. */
	const u64 overrides = REF_GBPA_FIELDS & ~REF_GBPA_ABORT;
	const u64 abort = id->gbpa_abort ? REF_GBPA_ABORT : 0;
	const u64 cr1 = REF_CR1_TABLE | REF_CR1_QUEUE;
	const u64 irqs = REF_IRQ_GERROR | REF_IRQ_EVENTQ;
	const u64 errors = REF_GERROR_CMDQ_ERR | REF_GERROR_EVENTQ_ABT |
			   REF_GERROR_SFM;
	const struct ref_reg table[] = {
		{ "CR0", REF_CR0, 32, REF_SPECIAL, REF_CR0_MASK, 0, 0, 0 },
		READ_ONLY("CR0ACK", REF_CR0ACK, 0),
		{ "CR1", REF_CR1, 32, REF_ALWAYS, cr1, 0, 0, ALL32 },
		{ "CR2", REF_CR2, 32, REF_SMMUEN_0, REF_CR2_RECINVSID, 0, 0,
		  ALL32 },
		{ "GBPA", REF_GBPA, 32, REF_SPECIAL, REF_GBPA_ABORT, overrides,
		  abort, overrides },
		{ "IRQ_CTRL", REF_IRQ_CTRL, 32, REF_SPECIAL, irqs, 0, 0, 0 },
		READ_ONLY("IRQ_CTRLACK", REF_IRQ_CTRLACK, 0),
		READ_ONLY("GERROR", REF_GERROR, 0),
		{ "GERRORN", REF_GERRORN, 32, REF_ALWAYS, errors, 0, 0, 0 },
	};

	add(regs, count, table, ARRAY_SIZE(table));
}

static void add_strtab(const struct ref_id *id, struct ref_reg *regs,
		       unsigned int *count)
{
	const u64 base = base_addr(id, 6);
	const u64 format = GENMASK_ULL(10, 6) | GENMASK_ULL(17, 16);
	const u64 cfg = GENMASK_ULL(5, 0) | (id->st_level ? format : 0);
	const struct ref_reg table[] = {
		{ "STRTAB_BASE", REF_STRTAB_BASE, 64, REF_SMMUEN_0, base, 0,
		  0, ~0ULL },
		{ "STRTAB_BASE_CFG", REF_STRTAB_BASE_CFG, 32, REF_SMMUEN_0,
		  cfg, 0, 0, ALL32 },
	};

	add(regs, count, table, ARRAY_SIZE(table));
}

/*
 * The indices: bits above the wrap bit may or may not be stored, depending on
 * the size in the base register; queue tests look at them closely.
 */
static void add_queues(const struct ref_id *id, struct ref_reg *regs,
		       unsigned int *count)
{
	const u64 base = base_addr(id, 5) | GENMASK_ULL(4, 0);
	const u64 index = GENMASK_ULL(19, 0);
	const u64 cons = index | GENMASK_ULL(30, 24);
	const u64 flag = REF_EVENTQ_OVERFLOW;
	const struct ref_reg table[] = {
		{ "CMDQ_BASE", REF_CMDQ_BASE, 64, REF_CMDQEN_0, base, 0, 0,
		  ~0ULL },
		{ "CMDQ_PROD", REF_CMDQ_PROD, 32, REF_ALWAYS, 0, index, 0,
		  index },
		{ "CMDQ_CONS", REF_CMDQ_CONS, 32, REF_CMDQEN_0, 0, cons, 0,
		  cons },
		{ "EVENTQ_BASE", REF_EVENTQ_BASE, 64, REF_EVENTQEN_0, base, 0,
		  0, ~0ULL },
		{ "EVENTQ_PROD", REF_EVENTQ_PROD, 32, REF_EVENTQEN_0, flag,
		  index, 0, index | flag },
		{ "EVENTQ_CONS", REF_EVENTQ_CONS, 32, REF_ALWAYS, flag, index,
		  0, index | flag },
	};

	add(regs, count, table, ARRAY_SIZE(table));
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
