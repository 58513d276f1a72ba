// SPDX-License-Identifier: GPL-2.0
/*
 * The registers of the architecture that this SMMU has (chapter 6). What is not
 * here is RES0: what belongs to features that are not advertised, and the page 0
 * offsets of registers of page 1 (6.2). Which fields a register has follows from
 * the values of the ID registers. Write guards are those of v3.2. Only data and
 * pure functions.
 */
#include "regtab.h"

#include <smmu3/regs.h>

#include "atos.h"
#include "bank.h"
#include "identity.h"
#include "names.h"

/* ---- fields ---- */

#define FIELD(reg, name)	SMMU3_FIELD(#name, 0, SMMU3_##reg##_##name)
#define ADDRESS(reg, name)	SMMU3_ADDRESS(#name, 0, SMMU3_##reg##_##name)
#define NAMED(text, mask)	SMMU3_FIELD(text, 0, SMMU3_##mask)

static const struct smmu3_field idr0_fields[] = {
	FIELD(IDR0, S2P),
	FIELD(IDR0, S1P),
	FIELD(IDR0, TTF),
	FIELD(IDR0, COHACC),
	FIELD(IDR0, BTM),
	FIELD(IDR0, HTTU),
	FIELD(IDR0, DORMHINT),
	NAMED("Hyp", IDR0_HYP),
	FIELD(IDR0, ATS),
	FIELD(IDR0, NS1ATS),
	FIELD(IDR0, ASID16),
	FIELD(IDR0, MSI),
	FIELD(IDR0, SEV),
	FIELD(IDR0, ATOS),
	FIELD(IDR0, PRI),
	FIELD(IDR0, VMW),
	FIELD(IDR0, VMID16),
	FIELD(IDR0, CD2L),
	FIELD(IDR0, VATOS),
	FIELD(IDR0, TTENDIAN),
	FIELD(IDR0, ATSRECERR),
	FIELD(IDR0, STALL_MODEL),
	FIELD(IDR0, TERM_MODEL),
	FIELD(IDR0, ST_LEVEL),
	FIELD(IDR0, RME_IMPL),
};

static const struct smmu3_field s_idr0_fields[] = {
	FIELD(S_IDR0, MSI),
	FIELD(S_IDR0, STALL_MODEL),
	FIELD(S_IDR0, ECMDQ),
};

static const struct smmu3_field idr1_fields[] = {
	FIELD(IDR1, SIDSIZE),
	FIELD(IDR1, SSIDSIZE),
	FIELD(IDR1, PRIQS),
	FIELD(IDR1, EVENTQS),
	FIELD(IDR1, CMDQS),
	FIELD(IDR1, ATTR_PERMS_OVR),
	FIELD(IDR1, ATTR_TYPES_OVR),
	FIELD(IDR1, REL),
	FIELD(IDR1, QUEUES_PRESET),
	FIELD(IDR1, TABLES_PRESET),
	FIELD(IDR1, ECMDQ),
};

static const struct smmu3_field s_idr1_fields[] = {
	FIELD(S_IDR1, S_SIDSIZE),
	FIELD(S_IDR1, SEL2),
	FIELD(S_IDR1, SECURE_IMPL),
};

static const struct smmu3_field idr2_fields[] = {
	FIELD(IDR2, BA_VATOS),
};

static const struct smmu3_field s_idr2_fields[] = {
	FIELD(S_IDR2, BA_S_VATOS),
};

static const struct smmu3_field idr3_fields[] = {
	FIELD(IDR3, HAD),
	FIELD(IDR3, PBHA),
	FIELD(IDR3, XNX),
	FIELD(IDR3, PPS),
	FIELD(IDR3, MPAM),
	FIELD(IDR3, FWB),
	FIELD(IDR3, STT),
	FIELD(IDR3, RIL),
	FIELD(IDR3, BBML),
	FIELD(IDR3, E0PD),
	FIELD(IDR3, PTWNNC),
	FIELD(IDR3, DPT),
	FIELD(IDR3, PASIDTT),
	FIELD(IDR3, EPAN),
	FIELD(IDR3, S1PI),
	FIELD(IDR3, S2PI),
	FIELD(IDR3, S2PO),
	FIELD(IDR3, THE),
	FIELD(IDR3, MTEPERM),
	FIELD(IDR3, AIE),
};

static const struct smmu3_field s_idr3_fields[] = {
	FIELD(S_IDR3, SAMS),
};

static const struct smmu3_field idr5_fields[] = {
	FIELD(IDR5, OAS),
	FIELD(IDR5, GRAN4K),
	FIELD(IDR5, GRAN16K),
	FIELD(IDR5, GRAN64K),
	FIELD(IDR5, DS),
	FIELD(IDR5, D128),
	FIELD(IDR5, VAX),
	FIELD(IDR5, STALL_MAX),
};

static const struct smmu3_field iidr_fields[] = {
	NAMED("Implementer", IIDR_IMPLEMENTER),
	NAMED("Revision", IIDR_REVISION),
	NAMED("Variant", IIDR_VARIANT),
	NAMED("ProductID", IIDR_PRODUCTID),
};

static const struct smmu3_field aidr_fields[] = {
	NAMED("ArchMinorRev", AIDR_MINOR),
	NAMED("ArchMajorRev", AIDR_MAJOR),
};

static const struct smmu3_field cr0_fields[] = {
	FIELD(CR0, SMMUEN),
	FIELD(CR0, PRIQEN),
	FIELD(CR0, EVENTQEN),
	FIELD(CR0, CMDQEN),
	FIELD(CR0, ATSCHK),
	FIELD(CR0, VMW),
	FIELD(CR0, DPT_WALK_EN),
};

static const struct smmu3_field s_cr0_fields[] = {
	FIELD(CR0, SMMUEN),
	FIELD(CR0, EVENTQEN),
	FIELD(CR0, CMDQEN),
	FIELD(S_CR0, SIF),
	FIELD(CR0, VMW),
	FIELD(S_CR0, NSSTALLD),
};

static const struct smmu3_field cr1_fields[] = {
	FIELD(CR1, QUEUE_IC),
	FIELD(CR1, QUEUE_OC),
	FIELD(CR1, QUEUE_SH),
	FIELD(CR1, TABLE_IC),
	FIELD(CR1, TABLE_OC),
	FIELD(CR1, TABLE_SH),
};

static const struct smmu3_field cr2_fields[] = {
	FIELD(CR2, E2H),
	FIELD(CR2, RECINVSID),
	FIELD(CR2, PTM),
	FIELD(CR2, REC_CFG_ATS),
};

static const struct smmu3_field s_cr2_fields[] = {
	FIELD(CR2, E2H),
	FIELD(CR2, RECINVSID),
	FIELD(CR2, PTM),
};

static const struct smmu3_field gbpa_fields[] = {
	NAMED("MemAttr", GBPA_MEMATTR),
	FIELD(GBPA, MTCFG),
	FIELD(GBPA, ALLOCCFG),
	FIELD(GBPA, SHCFG),
	FIELD(GBPA, PRIVCFG),
	FIELD(GBPA, INSTCFG),
	FIELD(GBPA, ABORT),
	NAMED("Update", GBPA_UPDATE),
};

static const struct smmu3_field s_gbpa_fields[] = {
	NAMED("MemAttr", GBPA_MEMATTR),
	FIELD(GBPA, MTCFG),
	FIELD(GBPA, ALLOCCFG),
	FIELD(GBPA, SHCFG),
	FIELD(S_GBPA, NSCFG),
	FIELD(GBPA, PRIVCFG),
	FIELD(GBPA, INSTCFG),
	FIELD(GBPA, ABORT),
	NAMED("Update", GBPA_UPDATE),
};

static const struct smmu3_field irq_ctrl_fields[] = {
	FIELD(IRQ_CTRL, GERROR_IRQEN),
	FIELD(IRQ_CTRL, PRIQ_IRQEN),
	FIELD(IRQ_CTRL, EVENTQ_IRQEN),
};

static const struct smmu3_field s_irq_ctrl_fields[] = {
	FIELD(IRQ_CTRL, GERROR_IRQEN),
	FIELD(IRQ_CTRL, EVENTQ_IRQEN),
};

static const struct smmu3_field gerror_fields[] = {
	FIELD(GERROR, CMDQ_ERR),
	FIELD(GERROR, EVENTQ_ABT_ERR),
	FIELD(GERROR, PRIQ_ABT_ERR),
	FIELD(GERROR, MSI_CMDQ_ABT_ERR),
	FIELD(GERROR, MSI_EVENTQ_ABT_ERR),
	FIELD(GERROR, MSI_PRIQ_ABT_ERR),
	FIELD(GERROR, MSI_GERROR_ABT_ERR),
	FIELD(GERROR, SFM_ERR),
	FIELD(GERROR, CMDQP_ERR),
	FIELD(GERROR, DPT_ERR),
};

static const struct smmu3_field s_gerror_fields[] = {
	FIELD(GERROR, CMDQ_ERR),
	FIELD(GERROR, EVENTQ_ABT_ERR),
	FIELD(GERROR, MSI_CMDQ_ABT_ERR),
	FIELD(GERROR, MSI_EVENTQ_ABT_ERR),
	FIELD(GERROR, MSI_GERROR_ABT_ERR),
	FIELD(GERROR, SFM_ERR),
	FIELD(GERROR, CMDQP_ERR),
};

static const struct smmu3_field irq_cfg0_fields[] = {
	ADDRESS(IRQ_CFG0, ADDR),
};

static const struct smmu3_field irq_cfg1_fields[] = {
	FIELD(IRQ_CFG1, DATA),
};

static const struct smmu3_field irq_cfg2_fields[] = {
	NAMED("MemAttr", IRQ_CFG2_MEMATTR),
	FIELD(IRQ_CFG2, SH),
};

static const struct smmu3_field statusr_fields[] = {
	FIELD(STATUSR, DORMANT),
};

static const struct smmu3_field s_init_fields[] = {
	FIELD(S_INIT, INV_ALL),
};

static const struct smmu3_field strtab_base_fields[] = {
	ADDRESS(STRTAB_BASE, ADDR),
	FIELD(STRTAB_BASE, RA),
};

static const struct smmu3_field strtab_base_cfg_fields[] = {
	FIELD(STRTAB_BASE_CFG, LOG2SIZE),
	FIELD(STRTAB_BASE_CFG, SPLIT),
	FIELD(STRTAB_BASE_CFG, FMT),
};

static const struct smmu3_field cmdq_base_fields[] = {
	FIELD(CMDQ_BASE, LOG2SIZE),
	ADDRESS(CMDQ_BASE, ADDR),
	FIELD(CMDQ_BASE, RA),
};

static const struct smmu3_field cmdq_prod_fields[] = {
	FIELD(CMDQ_PROD, WR),
};

static const struct smmu3_field cmdq_cons_fields[] = {
	FIELD(CMDQ_CONS, RD),
	FIELD(CMDQ_CONS, ERR),
};

static const struct smmu3_field eventq_base_fields[] = {
	FIELD(EVENTQ_BASE, LOG2SIZE),
	ADDRESS(EVENTQ_BASE, ADDR),
	FIELD(EVENTQ_BASE, WA),
};

static const struct smmu3_field eventq_prod_fields[] = {
	FIELD(EVENTQ_PROD, WR),
	FIELD(EVENTQ_PROD, OVFLG),
};

static const struct smmu3_field eventq_cons_fields[] = {
	FIELD(EVENTQ_CONS, RD),
	FIELD(EVENTQ_CONS, OVACKFLG),
};

static const struct smmu3_field gatos_ctrl_fields[] = {
	FIELD(GATOS_CTRL, RUN),
};

static const struct smmu3_field gatos_sid_fields[] = {
	FIELD(GATOS_SID, STREAMID),
	FIELD(GATOS_SID, SUBSTREAMID),
	FIELD(GATOS_SID, SSID_VALID),
};

static const struct smmu3_field s_gatos_sid_fields[] = {
	FIELD(GATOS_SID, STREAMID),
	FIELD(GATOS_SID, SUBSTREAMID),
	FIELD(GATOS_SID, SSID_VALID),
	FIELD(S_GATOS_SID, SSEC),
};

static const struct smmu3_field gatos_addr_fields[] = {
	FIELD(GATOS_ADDR, HTTUI),
	NAMED("InD", GATOS_ADDR_IND),
	NAMED("RnW", GATOS_ADDR_RNW),
	NAMED("PnU", GATOS_ADDR_PNU),
	FIELD(GATOS_ADDR, TYPE),
	ADDRESS(GATOS_ADDR, ADDR),
};

static const struct smmu3_field s_gatos_addr_fields[] = {
	FIELD(S_GATOS_ADDR, NS),
	FIELD(GATOS_ADDR, HTTUI),
	NAMED("InD", GATOS_ADDR_IND),
	NAMED("RnW", GATOS_ADDR_RNW),
	NAMED("PnU", GATOS_ADDR_PNU),
	FIELD(GATOS_ADDR, TYPE),
	ADDRESS(GATOS_ADDR, ADDR),
};

/* Of a result; those of a fault overlap, and smmuctl knows them (9.1.4). */
static const struct smmu3_field gatos_par_fields[] = {
	FIELD(GATOS_PAR, FAULT),
	FIELD(GATOS_PAR, SH),
	NAMED("Size", GATOS_PAR_SIZE),
	ADDRESS(GATOS_PAR, ADDR),
	FIELD(GATOS_PAR, ATTR),
};

static const struct smmu3_field s_gatos_par_fields[] = {
	FIELD(GATOS_PAR, FAULT),
	FIELD(GATOS_PAR, SH),
	FIELD(S_GATOS_PAR, NS),
	NAMED("Size", GATOS_PAR_SIZE),
	ADDRESS(GATOS_PAR, ADDR),
	FIELD(GATOS_PAR, ATTR),
};

/* ---- what depends on the identity ---- */

/*
 * 6.3.14: how transactions fare before software said anything is our choice:
 * they abort or pass as they came.
 */
static u64 gbpa_reset(const struct smmu3_config *config)
{
	u64 sh = config->attr_types_ovr ? SMMU3_SHCFG_INCOMING : 0;

	return FIELD_PREP(SMMU3_GBPA_ABORT, config->gbpa_abort) |
	       FIELD_PREP(SMMU3_GBPA_SHCFG, sh);
}

/* Address bits above the OAS are RES0 in every base register. */
static u64 base_limit(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	u64 idr5 = smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR5];

	(void)bank;
	return ~GENMASK_ULL(55, 0) | GENMASK_ULL(smmu3_idr5_oas(idr5) - 1, 0);
}

/* The lowest @size bits of a field. */
static u64 lower_bits(u64 field, unsigned int size)
{
	return field & (((field & -field) << size) - 1);
}

/* 6.3.38, 6.3.84: Secure software names streams of either Security state. */
static u64 gatos_sid_limit(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	u64 idr1 = smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR1];
	u64 s_idr1 = smmu->bank[SMMU3_PAS_S].reg[SMMU3_REG_IDR1];
	u8 sid = FIELD_GET(SMMU3_IDR1_SIDSIZE, idr1);
	u8 ssid = FIELD_GET(SMMU3_IDR1_SSIDSIZE, idr1);

	if (bank == SMMU3_PAS_S)
		sid = max_t(u8, sid, FIELD_GET(SMMU3_S_IDR1_S_SIDSIZE, s_idr1));
	return lower_bits(SMMU3_GATOS_SID_STREAMID, sid) |
	       lower_bits(SMMU3_GATOS_SID_SUBSTREAMID, ssid) |
	       (ssid ? SMMU3_GATOS_SID_SSID_VALID : 0) |
	       SMMU3_S_GATOS_SID_SSEC;
}

/* 6.3.85: there is an NS only where there is a second IPA space. */
static u64 gatos_addr_limit(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	u64 idr1 = smmu->bank[bank].reg[SMMU3_REG_IDR1];

	return bank == SMMU3_PAS_S && idr1 & SMMU3_S_IDR1_SEL2 ?
	       ~0ULL : ~SMMU3_S_GATOS_ADDR_NS;
}

#define IN_NS	BIT(SMMU3_PAS_NS)
#define IN_S	BIT(SMMU3_PAS_S)

/* If a field of an ID register has a value, or is 1. */
#define IF_VALUE(_bank, _reg, _field, _value)	\
	.id_bank = SMMU3_PAS_##_bank,		\
	.id = SMMU3_REG_##_reg,			\
	.mask = (_field),			\
	.value = (_value)
#define IF_NS(reg, field)			\
	IF_VALUE(NS, reg, SMMU3_##reg##_##field, SMMU3_##reg##_##field)
#define IF_S(reg, field)			\
	IF_VALUE(S, reg, SMMU3_S_##reg##_##field, SMMU3_S_##reg##_##field)

/* 6.3.9, 6.3.57 */
static const struct smmu3_gate cr0_gates[] = {
	{ SMMU3_CR0_VMW, IN_NS | IN_S, IF_NS(IDR0, VMW) },
	{ SMMU3_CR0_PRIQEN, IN_NS, IF_NS(IDR0, PRI) },
	{ SMMU3_CR0_ATSCHK, IN_NS, IF_NS(IDR0, ATS) },
	{ SMMU3_CR0_DPT_WALK_EN, IN_NS, IF_NS(IDR3, DPT) },
	{ .fields = SMMU3_S_CR0_SIF, .banks = IN_S },
	{ SMMU3_S_CR0_NSSTALLD, IN_S,
	  IF_VALUE(S, IDR0, SMMU3_S_IDR0_STALL_MODEL,
		   FIELD_PREP_CONST(SMMU3_S_IDR0_STALL_MODEL,
				    SMMU3_STALL_MODEL_BOTH)) },
};

/* 6.3.12, 6.3.60 */
static const struct smmu3_gate cr2_gates[] = {
	{ SMMU3_CR2_E2H, IN_NS, IF_NS(IDR0, HYP) },
	{ SMMU3_CR2_E2H, IN_S, IF_S(IDR1, SEL2) },
	{ SMMU3_CR2_PTM, IN_NS | IN_S, IF_NS(IDR0, BTM) },
	{ SMMU3_CR2_REC_CFG_ATS, IN_NS, IF_NS(IDR0, ATSRECERR) },
};

/* 6.3.14, 6.3.63: what is fixed as "use incoming" reads as 0, our choice. */
static const struct smmu3_gate gbpa_gates[] = {
	{ SMMU3_GBPA_MEMATTR | SMMU3_GBPA_MTCFG | SMMU3_GBPA_ALLOCCFG |
	  SMMU3_GBPA_SHCFG, IN_NS | IN_S, IF_NS(IDR1, ATTR_TYPES_OVR) },
	{ SMMU3_GBPA_PRIVCFG | SMMU3_GBPA_INSTCFG, IN_NS | IN_S,
	  IF_NS(IDR1, ATTR_PERMS_OVR) },
	{ SMMU3_S_GBPA_NSCFG, IN_S, IF_NS(IDR1, ATTR_PERMS_OVR) },
};

/* 6.3.16, 6.3.65 */
static const struct smmu3_gate irq_ctrl_gates[] = {
	{ SMMU3_IRQ_CTRL_PRIQ_IRQEN, IN_NS, IF_NS(IDR0, PRI) },
};

#define MSI_ERRORS	(SMMU3_GERROR_MSI_CMDQ_ABT_ERR |	\
			 SMMU3_GERROR_MSI_EVENTQ_ABT_ERR |	\
			 SMMU3_GERROR_MSI_GERROR_ABT_ERR)
#define PRI_AND_MSI	(SMMU3_IDR0_PRI | SMMU3_IDR0_MSI)

/* 6.3.20, 6.3.68 */
static const struct smmu3_gate gerrorn_gates[] = {
	{ MSI_ERRORS, IN_NS, IF_NS(IDR0, MSI) },
	{ MSI_ERRORS, IN_S, IF_S(IDR0, MSI) },
	{ SMMU3_GERROR_PRIQ_ABT_ERR, IN_NS, IF_NS(IDR0, PRI) },
	{ SMMU3_GERROR_MSI_PRIQ_ABT_ERR, IN_NS,
	  IF_VALUE(NS, IDR0, PRI_AND_MSI, PRI_AND_MSI) },
	{ SMMU3_GERROR_CMDQP_ERR, IN_NS, IF_NS(IDR1, ECMDQ) },
	{ SMMU3_GERROR_CMDQP_ERR, IN_S, IF_S(IDR0, ECMDQ) },
	{ SMMU3_GERROR_DPT_ERR, IN_NS, IF_NS(IDR3, DPT) },
};

/*
 * 6.3.21 to 6.3.23, 6.3.30 to 6.3.32 and their twins: S_IDR0.MSI speaks for the
 * Secure ones (6.3.52), also where 6.3.69 to 6.3.71 say IDR0.MSI.
 */
#define MSI_GATES(_fields) {				\
	{ (_fields), IN_NS, IF_NS(IDR0, MSI) },		\
	{ (_fields), IN_S, IF_S(IDR0, MSI) },		\
}

static const struct smmu3_gate irq_cfg0_gates[] =
	MSI_GATES(SMMU3_IRQ_CFG0_ADDR);
static const struct smmu3_gate irq_cfg1_gates[] =
	MSI_GATES(SMMU3_IRQ_CFG1_DATA);
static const struct smmu3_gate irq_cfg2_gates[] =
	MSI_GATES(SMMU3_IRQ_CFG2_SH | SMMU3_IRQ_CFG2_MEMATTR);

/* 6.3.25: without two-level tables, there is nothing to choose. */
static const struct smmu3_gate strtab_base_cfg_gates[] = {
	{ SMMU3_STRTAB_BASE_CFG_FMT | SMMU3_STRTAB_BASE_CFG_SPLIT,
	  IN_NS | IN_S,
	  IF_VALUE(NS, IDR0, SMMU3_IDR0_ST_LEVEL,
		   FIELD_PREP_CONST(SMMU3_IDR0_ST_LEVEL, 1)) },
};

/* 6.3.37 to 6.3.40, 6.3.83 to 6.3.86: nothing without IDR0.ATOS. */
static const struct smmu3_gate gatos_ctrl_gates[] = {
	{ SMMU3_GATOS_CTRL_RUN, IN_NS | IN_S, IF_NS(IDR0, ATOS) },
};

static const struct smmu3_gate gatos_sid_gates[] = {
	{ SMMU3_GATOS_SID_STREAMID | SMMU3_GATOS_SID_SUBSTREAMID |
	  SMMU3_GATOS_SID_SSID_VALID, IN_NS | IN_S, IF_NS(IDR0, ATOS) },
	{ SMMU3_S_GATOS_SID_SSEC, IN_S, IF_NS(IDR0, ATOS) },
};

static const struct smmu3_gate gatos_addr_gates[] = {
	{ SMMU3_GATOS_ADDR_ADDR | SMMU3_GATOS_ADDR_TYPE |
	  SMMU3_GATOS_ADDR_PNU | SMMU3_GATOS_ADDR_RNW |
	  SMMU3_GATOS_ADDR_IND | SMMU3_GATOS_ADDR_HTTUI,
	  IN_NS | IN_S, IF_NS(IDR0, ATOS) },
	{ SMMU3_S_GATOS_ADDR_NS, IN_S, IF_NS(IDR0, ATOS) },
};

/* ---- the table ---- */

#define LAYOUTS(name, ns_fields, s_fields) \
	.layout = { SMMU3_LAYOUT(name, ns_fields), \
		    SMMU3_LAYOUT("S_" name, s_fields) }
#define PLAIN(text) \
	.layout = { { .name = (text) }, { .name = "S_" text } }
#define TWINS(reg) \
	.offset = { SMMU3_##reg, SMMU3_S_TWIN(SMMU3_##reg) }
#define NS_ONLY(reg) \
	.offset = { SMMU3_##reg, SMMU3_NO_REG }
#define S_ONLY(reg) \
	.offset = { SMMU3_NO_REG, SMMU3_##reg }
#define GATES(_gates) \
	.gate = (_gates), .gates = ARRAY_SIZE(_gates)

#define READ_ONLY_WHILE(enables) \
	.guard = { { .fields = ALL_BITS, .cr0 = (enables) } }

/* Where an interrupt source sends its MSIs; fixed while it is enabled. */
#define IRQ_CFG(source, number, _width, irqen)				\
	[SMMU3_REG_##source##_IRQ_CFG##number] = {			\
		.info = {						\
			LAYOUTS(#source "_IRQ_CFG" #number,		\
				irq_cfg##number##_fields,		\
				irq_cfg##number##_fields),		\
			TWINS(source##_IRQ_CFG##number),		\
			.width = (_width),				\
		},							\
		GATES(irq_cfg##number##_gates),				\
		.limit = (number) ? NULL : base_limit,			\
		.guard = { { .fields = ALL_BITS, .irq_ctrl = (irqen) } }, \
	}

/* A register of the identification block (6.3.170). */
#define ID_REG(reg, _value)						\
	[SMMU3_REG_##reg] = {						\
		.info = {						\
			PLAIN(#reg),					\
			NS_ONLY(reg),					\
			.width = 32,					\
		},							\
		.reset_value = (_value),				\
	}

/*
 * Nobody's JEP106 code has designed this SMMU: Implementer and DES are 0. Its
 * part number is 0x533, the same in IIDR and PIDR.
 */
#define PART_0		0x33
#define PART_1		0x5
#define PART_NUMBER	(FIELD_PREP_CONST(GENMASK_ULL(7, 0), PART_0) |	\
			 FIELD_PREP_CONST(GENMASK_ULL(11, 8), PART_1))

#define QUEUE_ENABLES	(SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN | \
			 SMMU3_CR0_PRIQEN)
#define ALL_BITS	GENMASK_ULL(63, 0)

const struct smmu3_reg_desc smmu3_regtab[SMMU3_NR_REGS] = {
	[SMMU3_REG_IDR0] = {
		.info = {
			LAYOUTS("IDR0", idr0_fields, s_idr0_fields),
			TWINS(IDR0),
			.width = 32,
		},
		.reset = { smmu3_idr0, smmu3_s_idr0 },
	},
	[SMMU3_REG_IDR1] = {
		.info = {
			LAYOUTS("IDR1", idr1_fields, s_idr1_fields),
			TWINS(IDR1),
			.width = 32,
		},
		.reset = { smmu3_idr1, smmu3_s_idr1 },
	},
	[SMMU3_REG_IDR2] = {
		.info = {
			LAYOUTS("IDR2", idr2_fields, s_idr2_fields),
			TWINS(IDR2),
			.width = 32,
		},
	},
	[SMMU3_REG_IDR3] = {
		.info = {
			LAYOUTS("IDR3", idr3_fields, s_idr3_fields),
			TWINS(IDR3),
			.width = 32,
		},
		.reset = { smmu3_idr3 },
	},
	[SMMU3_REG_IDR4] = {
		.info = {
			PLAIN("IDR4"),
			TWINS(IDR4),
			.width = 32,
		},
	},
	[SMMU3_REG_IDR5] = {
		.info = {
			LAYOUTS("IDR5", idr5_fields, idr5_fields),
			NS_ONLY(IDR5),
			.width = 32,
		},
		.reset = { smmu3_idr5 },
	},
	[SMMU3_REG_IIDR] = {
		.info = {
			LAYOUTS("IIDR", iidr_fields, iidr_fields),
			NS_ONLY(IIDR),
			.width = 32,
		},
		.reset_value = FIELD_PREP_CONST(SMMU3_IIDR_PRODUCTID,
						PART_NUMBER),
	},
	[SMMU3_REG_AIDR] = {
		.info = {
			LAYOUTS("AIDR", aidr_fields, aidr_fields),
			NS_ONLY(AIDR),
			.width = 32,
		},
		.reset = { smmu3_aidr },
	},
	[SMMU3_REG_CR0] = {
		.info = {
			LAYOUTS("CR0", cr0_fields, s_cr0_fields),
			TWINS(CR0),
			.width = 32,
		},
		.writable = SMMU3_CR0_SMMUEN | SMMU3_CR0_CMDQEN |
			    SMMU3_CR0_EVENTQEN,
		GATES(cr0_gates),
		.written = smmu3_bank_cr0_written,
	},
	[SMMU3_REG_CR0ACK] = {
		.info = {
			LAYOUTS("CR0ACK", cr0_fields, s_cr0_fields),
			TWINS(CR0ACK),
			.width = 32,
		},
	},
	[SMMU3_REG_CR1] = {
		.info = {
			LAYOUTS("CR1", cr1_fields, cr1_fields),
			TWINS(CR1),
			.width = 32,
		},
		.writable = SMMU3_CR1_TABLE_SH | SMMU3_CR1_TABLE_OC |
			    SMMU3_CR1_TABLE_IC | SMMU3_CR1_QUEUE_SH |
			    SMMU3_CR1_QUEUE_OC | SMMU3_CR1_QUEUE_IC,
		.guard = {
			{
				.fields = SMMU3_CR1_TABLE_SH |
					  SMMU3_CR1_TABLE_OC |
					  SMMU3_CR1_TABLE_IC,
				.cr0 = SMMU3_CR0_SMMUEN,
			},
			{
				.fields = SMMU3_CR1_QUEUE_SH |
					  SMMU3_CR1_QUEUE_OC |
					  SMMU3_CR1_QUEUE_IC,
				.cr0 = QUEUE_ENABLES,
			},
		},
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_CR2] = {
		.info = {
			LAYOUTS("CR2", cr2_fields, s_cr2_fields),
			TWINS(CR2),
			.width = 32,
		},
		.writable = SMMU3_CR2_RECINVSID,
		GATES(cr2_gates),
		READ_ONLY_WHILE(SMMU3_CR0_SMMUEN),
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_S_INIT] = {
		.info = {
			LAYOUTS("INIT", s_init_fields, s_init_fields),
			S_ONLY(S_INIT),
			.width = 32,
		},
		.writable = SMMU3_S_INIT_INV_ALL,
		.written = smmu3_bank_init_written,
	},
	[SMMU3_REG_STATUSR] = {
		.info = {
			LAYOUTS("STATUSR", statusr_fields, statusr_fields),
			NS_ONLY(STATUSR),
			.width = 32,
		},
	},
	[SMMU3_REG_GBPA] = {
		.info = {
			LAYOUTS("GBPA", gbpa_fields, s_gbpa_fields),
			TWINS(GBPA),
			.width = 32,
		},
		.reset = { gbpa_reset, gbpa_reset },
		.writable = SMMU3_GBPA_UPDATE | SMMU3_GBPA_ABORT,
		GATES(gbpa_gates),
		.update = SMMU3_GBPA_UPDATE,
		.written = smmu3_bank_gbpa_written,
	},
	[SMMU3_REG_AGBPA] = {
		.info = {
			PLAIN("AGBPA"),
			TWINS(AGBPA),
			.width = 32,
		},
	},
	[SMMU3_REG_IRQ_CTRL] = {
		.info = {
			LAYOUTS("IRQ_CTRL", irq_ctrl_fields, s_irq_ctrl_fields),
			TWINS(IRQ_CTRL),
			.width = 32,
		},
		.writable = SMMU3_IRQ_CTRL_EVENTQ_IRQEN |
			    SMMU3_IRQ_CTRL_GERROR_IRQEN,
		GATES(irq_ctrl_gates),
		.written = smmu3_bank_irq_ctrl_written,
	},
	[SMMU3_REG_IRQ_CTRLACK] = {
		.info = {
			LAYOUTS("IRQ_CTRLACK", irq_ctrl_fields,
				s_irq_ctrl_fields),
			TWINS(IRQ_CTRLACK),
			.width = 32,
		},
	},
	[SMMU3_REG_GERROR] = {
		.info = {
			LAYOUTS("GERROR", gerror_fields, s_gerror_fields),
			TWINS(GERROR),
			.width = 32,
		},
	},
	[SMMU3_REG_GERRORN] = {
		.info = {
			LAYOUTS("GERRORN", gerror_fields, s_gerror_fields),
			TWINS(GERRORN),
			.width = 32,
		},
		.writable = SMMU3_GERROR_CMDQ_ERR |
			    SMMU3_GERROR_EVENTQ_ABT_ERR |
			    SMMU3_GERROR_SFM_ERR,
		GATES(gerrorn_gates),
		.written = smmu3_bank_eventq_freed,
	},
	IRQ_CFG(GERROR, 0, 64, SMMU3_IRQ_CTRL_GERROR_IRQEN),
	IRQ_CFG(GERROR, 1, 32, SMMU3_IRQ_CTRL_GERROR_IRQEN),
	IRQ_CFG(GERROR, 2, 32, SMMU3_IRQ_CTRL_GERROR_IRQEN),
	[SMMU3_REG_STRTAB_BASE] = {
		.info = {
			LAYOUTS("STRTAB_BASE", strtab_base_fields,
				strtab_base_fields),
			TWINS(STRTAB_BASE),
			.width = 64,
		},
		.writable = SMMU3_STRTAB_BASE_RA | SMMU3_STRTAB_BASE_ADDR,
		.limit = base_limit,
		READ_ONLY_WHILE(SMMU3_CR0_SMMUEN),
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_STRTAB_BASE_CFG] = {
		.info = {
			LAYOUTS("STRTAB_BASE_CFG", strtab_base_cfg_fields,
				strtab_base_cfg_fields),
			TWINS(STRTAB_BASE_CFG),
			.width = 32,
		},
		.writable = SMMU3_STRTAB_BASE_CFG_LOG2SIZE,
		GATES(strtab_base_cfg_gates),
		READ_ONLY_WHILE(SMMU3_CR0_SMMUEN),
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_CMDQ_BASE] = {
		.info = {
			LAYOUTS("CMDQ_BASE", cmdq_base_fields,
				cmdq_base_fields),
			TWINS(CMDQ_BASE),
			.width = 64,
		},
		.writable = SMMU3_CMDQ_BASE_RA | SMMU3_CMDQ_BASE_ADDR |
			    SMMU3_CMDQ_BASE_LOG2SIZE,
		.limit = base_limit,
		READ_ONLY_WHILE(SMMU3_CR0_CMDQEN),
		.written = smmu3_bank_cmdq_written,
	},
	[SMMU3_REG_CMDQ_PROD] = {
		.info = {
			LAYOUTS("CMDQ_PROD", cmdq_prod_fields,
				cmdq_prod_fields),
			TWINS(CMDQ_PROD),
			.width = 32,
		},
		.writable = SMMU3_CMDQ_PROD_WR,
	},
	/* ERR ignores what software writes, one of the choices of 6.3.28. */
	[SMMU3_REG_CMDQ_CONS] = {
		.info = {
			LAYOUTS("CMDQ_CONS", cmdq_cons_fields,
				cmdq_cons_fields),
			TWINS(CMDQ_CONS),
			.width = 32,
		},
		.writable = SMMU3_CMDQ_CONS_RD,
		READ_ONLY_WHILE(SMMU3_CR0_CMDQEN),
		.written = smmu3_bank_cmdq_written,
	},
	[SMMU3_REG_EVENTQ_BASE] = {
		.info = {
			LAYOUTS("EVENTQ_BASE", eventq_base_fields,
				eventq_base_fields),
			TWINS(EVENTQ_BASE),
			.width = 64,
		},
		.writable = SMMU3_EVENTQ_BASE_WA | SMMU3_EVENTQ_BASE_ADDR |
			    SMMU3_EVENTQ_BASE_LOG2SIZE,
		.limit = base_limit,
		READ_ONLY_WHILE(SMMU3_CR0_EVENTQEN),
		.written = smmu3_bank_eventq_written,
	},
	IRQ_CFG(EVENTQ, 0, 64, SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	IRQ_CFG(EVENTQ, 1, 32, SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	IRQ_CFG(EVENTQ, 2, 32, SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	[SMMU3_REG_GATOS_CTRL] = {
		.info = {
			LAYOUTS("GATOS_CTRL", gatos_ctrl_fields,
				gatos_ctrl_fields),
			TWINS(GATOS_CTRL),
			.width = 32,
		},
		GATES(gatos_ctrl_gates),
		.written = smmu3_atos_ctrl_written,
	},
	[SMMU3_REG_GATOS_SID] = {
		.info = {
			LAYOUTS("GATOS_SID", gatos_sid_fields,
				s_gatos_sid_fields),
			TWINS(GATOS_SID),
			.width = 64,
		},
		GATES(gatos_sid_gates),
		.limit = gatos_sid_limit,
	},
	[SMMU3_REG_GATOS_ADDR] = {
		.info = {
			LAYOUTS("GATOS_ADDR", gatos_addr_fields,
				s_gatos_addr_fields),
			TWINS(GATOS_ADDR),
			.width = 64,
		},
		GATES(gatos_addr_gates),
		.limit = gatos_addr_limit,
	},
	[SMMU3_REG_GATOS_PAR] = {
		.info = {
			LAYOUTS("GATOS_PAR", gatos_par_fields,
				s_gatos_par_fields),
			TWINS(GATOS_PAR),
			.width = 64,
		},
	},
	ID_REG(PIDR4, 0),
	ID_REG(PIDR5, 0),
	ID_REG(PIDR6, 0),
	ID_REG(PIDR7, 0),
	ID_REG(PIDR0, PART_0),
	ID_REG(PIDR1, PART_1),
	ID_REG(PIDR2, SMMU3_PIDR2_JEDEC),
	ID_REG(PIDR3, 0),
	ID_REG(CIDR0, 0x0d),
	ID_REG(CIDR1, 0xf0),
	ID_REG(CIDR2, 0x05),
	ID_REG(CIDR3, 0xb1),
	[SMMU3_REG_EVENTQ_PROD] = {
		.info = {
			LAYOUTS("EVENTQ_PROD", eventq_prod_fields,
				eventq_prod_fields),
			TWINS(EVENTQ_PROD),
			.width = 32,
		},
		.writable = SMMU3_EVENTQ_PROD_OVFLG | SMMU3_EVENTQ_PROD_WR,
		READ_ONLY_WHILE(SMMU3_CR0_EVENTQEN),
		.written = smmu3_bank_eventq_written,
	},
	[SMMU3_REG_EVENTQ_CONS] = {
		.info = {
			LAYOUTS("EVENTQ_CONS", eventq_cons_fields,
				eventq_cons_fields),
			TWINS(EVENTQ_CONS),
			.width = 32,
		},
		.writable = SMMU3_EVENTQ_CONS_OVACKFLG | SMMU3_EVENTQ_CONS_RD,
		.written = smmu3_bank_eventq_freed,
	},
};
