// SPDX-License-Identifier: GPL-2.0
/*
 * The register tables of the two banks (6.3), by the values of the ID registers,
 * of an SMMU without VATOS, MPAM and preset tables, and without the registers of
 * the PRI queue, enhanced command queues and DPTs, whose fields in other
 * registers are here. What is not in a table is RES0.
 */
#include "regs.h"

#include "bits.h"

#define ALL32	0xffffffffULL

/**
 * struct build - a table being made
 * @map: what it depends on
 * @secure: whose it is
 * @regs: the table
 * @count: rows
 */
struct build {
	const struct ref_map *map;
	bool secure;
	struct ref_reg *regs;
	unsigned int count;
};

/* @name is the Non-secure register's, of which the Secure one is the twin. */
static void add(struct build *b, struct ref_reg row)
{
	if (b->secure && row.offset < REF_SECURE)
		row.offset = REF_S(row.offset);
	if (b->secure && row.offset >= REF_PAGE1)
		row.offset = REF_S(row.offset);
	b->regs[b->count++] = row;
}

static void add_ro(struct build *b, const char *name, u32 offset, u32 value)
{
	add(b, (struct ref_reg){
		.name = name, .offset = offset, .width = 32,
		.kind = REF_READ_ONLY, .reset = value });
}

struct ref_map ref_map(const struct ref_id *id)
{
	return (struct ref_map){
		.idr0 = ref_idr0(id),
		.idr1 = ref_idr1(id),
		.idr3 = ref_idr3(id),
		.idr5 = ref_idr5(id),
		.aidr = ref_aidr(id),
		.s_idr0 = ref_s_idr0(id),
		.s_idr1 = ref_s_idr1(id),
		.oas = id->oas,
		.abort = id->gbpa_abort,
	};
}

static void add_id(struct build *b)
{
	const struct ref_map *m = b->map;

	add_ro(b, "IDR0", REF_IDR0, b->secure ? m->s_idr0 : m->idr0);
	add_ro(b, "IDR1", REF_IDR1, b->secure ? m->s_idr1 : m->idr1);
	add_ro(b, "IDR2", REF_IDR2, 0);
	add_ro(b, "IDR3", REF_IDR3, b->secure ? 0 : m->idr3);
	add_ro(b, "IDR4", REF_IDR4, 0);
	if (b->secure)
		return;
	add_ro(b, "IDR5", REF_IDR5, m->idr5);
	/* the implementer is nobody; which product is open (6.3.7) */
	add(b, (struct ref_reg){
		.name = "IIDR", .offset = REF_IIDR, .width = 32,
		.kind = REF_READ_ONLY, .vague = GENMASK_ULL(31, 12) });
	add_ro(b, "AIDR", REF_AIDR, m->aidr);
	add_ro(b, "STATUSR", REF_STATUSR, 0);
}

/* Fields that are there if all these bits of ID registers are 1. */
static u64 fields_if(u32 id, u32 bits, u64 fields)
{
	return (id & bits) == bits ? fields : 0;
}

/* 6.3.9, 6.3.57 */
static u64 cr0_fields(const struct build *b)
{
	const struct ref_map *m = b->map;
	u64 fields = REF_CR0_MASK;

	fields |= fields_if(m->idr0, REF_IDR0_VMW, REF_CR0_VMW);
	if (!b->secure)
		return fields |
		       fields_if(m->idr0, REF_IDR0_PRI, REF_CR0_PRIQEN) |
		       fields_if(m->idr0, REF_IDR0_ATS, REF_CR0_ATSCHK) |
		       fields_if(m->idr3, REF_IDR3_DPT, REF_CR0_DPT_WALK_EN);
	fields |= REF_S_CR0_SIF;
	if (!(m->s_idr0 & REF_S_IDR0_STALL_MODEL))
		fields |= REF_S_CR0_NSSTALLD;
	return fields;
}

/* 6.3.12, 6.3.60 */
static u64 cr2_fields(const struct build *b)
{
	const struct ref_map *m = b->map;
	u64 fields = REF_CR2_RECINVSID;

	fields |= fields_if(m->idr0, REF_IDR0_BTM, REF_CR2_PTM);
	if (b->secure)
		return fields |
		       fields_if(m->s_idr1, REF_S_IDR1_SEL2, REF_CR2_E2H);
	return fields | fields_if(m->idr0, REF_IDR0_HYP, REF_CR2_E2H) |
	       fields_if(m->idr0, REF_IDR0_ATSRECERR, REF_CR2_REC_CFG_ATS);
}

static bool has_msi(const struct build *b)
{
	return b->secure ? b->map->s_idr0 & REF_S_IDR0_MSI :
			   b->map->idr0 & REF_IDR0_MSI;
}

/* 6.3.16, 6.3.65 */
static u64 irq_fields(const struct build *b)
{
	u64 fields = REF_IRQ_GERROR | REF_IRQ_EVENTQ;

	if (b->secure)
		return fields;
	return fields | fields_if(b->map->idr0, REF_IDR0_PRI, REF_IRQ_PRIQ);
}

/* 6.3.20, 6.3.68 */
static u64 gerror_fields(const struct build *b)
{
	const struct ref_map *m = b->map;
	u64 fields = REF_GERROR_CMDQ_ERR | REF_GERROR_EVENTQ_ABT |
		     REF_GERROR_SFM;

	if (has_msi(b))
		fields |= REF_GERROR_MSI_CMDQ | REF_GERROR_MSI_EVENTQ |
			  REF_GERROR_MSI_GERROR;
	if (b->secure)
		return fields |
		       fields_if(m->s_idr0, REF_S_IDR0_ECMDQ, REF_GERROR_CMDQP);
	return fields | fields_if(m->idr0, REF_IDR0_PRI, REF_GERROR_PRIQ_ABT) |
	       fields_if(m->idr0, REF_IDR0_PRI | REF_IDR0_MSI,
			 REF_GERROR_MSI_PRIQ) |
	       fields_if(m->idr1, REF_IDR1_ECMDQ, REF_GERROR_CMDQP) |
	       fields_if(m->idr3, REF_IDR3_DPT, REF_GERROR_DPT);
}

static void add_special(struct build *b, const char *name, u32 offset, u64 rw)
{
	add(b, (struct ref_reg){
		.name = name, .offset = offset, .width = 32,
		.kind = REF_SPECIAL, .rw = rw });
}

static void add_control(struct build *b)
{
	add_special(b, "CR0", REF_CR0, cr0_fields(b));
	add_ro(b, "CR0ACK", REF_CR0ACK, 0);
	add(b, (struct ref_reg){
		.name = "CR1", .offset = REF_CR1, .width = 32,
		.rw = REF_CR1_TABLE | REF_CR1_QUEUE, .unknown = ALL32,
		.guard = {
			{ REF_CR1_TABLE, REF_SMMUEN, 0 },
			{ REF_CR1_QUEUE,
			  REF_CMDQEN | REF_EVENTQEN | REF_CR0_PRIQEN, 0 },
		} });
	add(b, (struct ref_reg){
		.name = "CR2", .offset = REF_CR2, .width = 32,
		.rw = cr2_fields(b), .unknown = ALL32,
		.guard = { { ALL32, REF_SMMUEN, 0 } } });
	if (b->secure)
		add_special(b, "INIT", REF_S_INIT, 0);
	add_special(b, "IRQ_CTRL", REF_IRQ_CTRL, irq_fields(b));
	add_ro(b, "IRQ_CTRLACK", REF_IRQ_CTRLACK, 0);
	add_ro(b, "GERROR", REF_GERROR, 0);
	add(b, (struct ref_reg){
		.name = "GERRORN", .offset = REF_GERRORN, .width = 32,
		.rw = gerror_fields(b) });
}

/* 6.3.14: without their overrides, fields may be fixed, or keep what they get. */
static void add_gbpa(struct build *b)
{
	u64 perms = REF_GBPA_PERMS | (b->secure ? REF_S_GBPA_NSCFG : 0);
	u64 overrides = REF_GBPA_TYPES | perms;
	u64 rw = REF_GBPA_ABORT |
		 fields_if(b->map->idr1, REF_IDR1_TYPES_OVR, REF_GBPA_TYPES) |
		 fields_if(b->map->idr1, REF_IDR1_PERMS_OVR, perms);

	add(b, (struct ref_reg){
		.name = "GBPA", .offset = REF_GBPA, .width = 32,
		.kind = REF_SPECIAL, .rw = rw, .vague = overrides & ~rw,
		.reset = b->map->abort ? REF_GBPA_ABORT : 0,
		.unknown = overrides });
}

static u64 base_addr(const struct build *b, unsigned int low)
{
	return BIT_ULL(62) | GENMASK_ULL(b->map->oas - 1, low);
}

static void add_strtab(struct build *b)
{
	u64 cfg = GENMASK_ULL(5, 0);

	if (b->map->idr0 & REF_IDR0_ST_LEVEL)
		cfg |= GENMASK_ULL(10, 6) | GENMASK_ULL(17, 16);
	add(b, (struct ref_reg){
		.name = "STRTAB_BASE", .offset = REF_STRTAB_BASE, .width = 64,
		.rw = base_addr(b, 6), .unknown = ~0ULL,
		.guard = { { ~0ULL, REF_SMMUEN, 0 } } });
	add(b, (struct ref_reg){
		.name = "STRTAB_BASE_CFG", .offset = REF_STRTAB_BASE_CFG,
		.width = 32, .rw = cfg, .unknown = ALL32,
		.guard = { { ~0ULL, REF_SMMUEN, 0 } } });
}

static void add_base(struct build *b, const char *name, u32 offset, u32 enable)
{
	add(b, (struct ref_reg){
		.name = name, .offset = offset, .width = 64,
		.rw = base_addr(b, 5) | GENMASK_ULL(4, 0), .unknown = ~0ULL,
		.guard = { { ~0ULL, enable, 0 } } });
}

/*
 * The indices: bits above the wrap bit may or may not be stored, depending on
 * the size in the base register; queue tests look at them closely. CMDQ_CONS.ERR
 * may take what is written or not (6.3.28).
 */
static void add_index(struct build *b, const char *name, u32 offset, u64 flag,
		      u64 error, u32 enable)
{
	const u64 index = GENMASK_ULL(19, 0);

	add(b, (struct ref_reg){
		.name = name, .offset = offset, .width = 32, .rw = flag,
		.vague = index | error, .unknown = index | error | flag,
		.guard = { { ~0ULL, enable, 0 } } });
}

static void add_queues(struct build *b)
{
	add_base(b, "CMDQ_BASE", REF_CMDQ_BASE, REF_CMDQEN);
	add_index(b, "CMDQ_PROD", REF_CMDQ_PROD, 0, 0, 0);
	add_index(b, "CMDQ_CONS", REF_CMDQ_CONS, 0, GENMASK_ULL(30, 24),
		  REF_CMDQEN);
	add_base(b, "EVENTQ_BASE", REF_EVENTQ_BASE, REF_EVENTQEN);
	add_index(b, "EVENTQ_PROD", REF_EVENTQ_PROD, REF_EVENTQ_OVERFLOW, 0,
		  REF_EVENTQEN);
	add_index(b, "EVENTQ_CONS", REF_EVENTQ_CONS, REF_EVENTQ_OVERFLOW, 0,
		  0);
}

static void add_msi(struct build *b, const char *name, u32 offset,
		    unsigned int width, u64 rw, u32 irq)
{
	add(b, (struct ref_reg){
		.name = name, .offset = offset, .width = width, .rw = rw,
		.unknown = ~0ULL, .guard = { { ~0ULL, 0, irq } } });
}

/* 6.3.21 to 6.3.23, 6.3.30 to 6.3.32, 6.3.69 to 6.3.71, 6.3.80 to 6.3.82 */
static void add_msis(struct build *b)
{
	const u64 addr = GENMASK_ULL(b->map->oas - 1, 2);
	const u64 attr = GENMASK_ULL(5, 0);

	if (!has_msi(b))
		return;
	add_msi(b, "GERROR_IRQ_CFG0", REF_GERROR_IRQ_CFG0, 64, addr,
		REF_IRQ_GERROR);
	add_msi(b, "GERROR_IRQ_CFG1", REF_GERROR_IRQ_CFG1, 32, ALL32,
		REF_IRQ_GERROR);
	add_msi(b, "GERROR_IRQ_CFG2", REF_GERROR_IRQ_CFG2, 32, attr,
		REF_IRQ_GERROR);
	add_msi(b, "EVENTQ_IRQ_CFG0", REF_EVENTQ_IRQ_CFG0, 64, addr,
		REF_IRQ_EVENTQ);
	add_msi(b, "EVENTQ_IRQ_CFG1", REF_EVENTQ_IRQ_CFG1, 32, ALL32,
		REF_IRQ_EVENTQ);
	add_msi(b, "EVENTQ_IRQ_CFG2", REF_EVENTQ_IRQ_CFG2, 32, attr,
		REF_IRQ_EVENTQ);
}

/* The field from bit @low on that is @size bits wide. */
static u64 sized(unsigned int low, unsigned int size)
{
	return size ? GENMASK_ULL(low + size - 1, low) : 0;
}

/* 6.3.38, 6.3.84: sizes of the IDs, the larger one for Secure software */
static u64 gatos_sid_fields(const struct build *b)
{
	unsigned int sid = b->map->idr1 % 64, s_sid = b->map->s_idr1 % 64;
	unsigned int ssid = b->map->idr1 / 64 % 32;
	u64 fields = sized(32, ssid) | (ssid ? BIT_ULL(52) : 0);

	if (b->secure)
		return fields | sized(0, max(sid, s_sid)) | BIT_ULL(53);
	return fields | sized(0, sid);
}

/* 6.3.39, 6.3.85 */
static u64 gatos_addr_fields(const struct build *b)
{
	u64 fields = GENMASK_ULL(63, 6);

	if (!b->secure)
		return fields;
	return fields | fields_if(b->map->s_idr1, REF_S_IDR1_SEL2, BIT_ULL(4));
}

/* What a look-up leaves in PAR is not for sweeps. */
static void add_gatos(struct build *b)
{
	if (!(b->map->idr0 & REF_IDR0_ATOS))
		return;
	add(b, (struct ref_reg){
		.name = "GATOS_CTRL", .offset = REF_GATOS_CTRL, .width = 32,
		.kind = REF_SPECIAL });
	add(b, (struct ref_reg){
		.name = "GATOS_SID", .offset = REF_GATOS_SID, .width = 64,
		.rw = gatos_sid_fields(b), .unknown = ~0ULL });
	add(b, (struct ref_reg){
		.name = "GATOS_ADDR", .offset = REF_GATOS_ADDR, .width = 64,
		.rw = gatos_addr_fields(b), .unknown = ~0ULL });
	add(b, (struct ref_reg){
		.name = "GATOS_PAR", .offset = REF_GATOS_PAR, .width = 64,
		.kind = REF_READ_ONLY, .vague = ~0ULL, .unknown = ~0ULL });
}

unsigned int ref_bank_regs(const struct ref_map *map, bool secure,
			   struct ref_reg *regs)
{
	struct build b = { .map = map, .secure = secure, .regs = regs };

	if (secure && !(map->s_idr1 & REF_S_IDR1_SECURE_IMPL))
		return 0;
	add_id(&b);
	add_control(&b);
	add_gbpa(&b);
	add_strtab(&b);
	add_queues(&b);
	add_msis(&b);
	add_gatos(&b);
	return b.count;
}

unsigned int ref_regs(const struct ref_id *id, struct ref_reg *regs)
{
	const struct ref_map map = ref_map(id);

	return ref_bank_regs(&map, false, regs);
}

u64 ref_writable(const struct ref_reg *reg, u32 cr0, u32 irq)
{
	u64 bits = reg->kind == REF_READ_ONLY ? 0 : reg->rw | reg->vague;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reg->guard); i++) {
		const struct ref_guard *guard = &reg->guard[i];

		if (guard->cr0 & cr0 || guard->irq & irq)
			bits &= ~guard->fields;
	}
	return bits;
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
