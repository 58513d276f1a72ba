// SPDX-License-Identifier: GPL-2.0
/*
 * The registers of the architecture that this SMMU has (chapter 6). What is not
 * here is RES0: what belongs to features that are not advertised, AGBPA and
 * STATUSR (6.3.13, 6.3.15), the identification registers at the end of page 0
 * (6.3.170), and the page 0 offsets of registers of page 1 (6.2). Write guards
 * are those of v3.2. Only data and pure functions.
 */
#include "regtab.h"

#include <smmu3/regs.h>

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

static const struct smmu3_field idr2_fields[] = {
	FIELD(IDR2, BA_VATOS),
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

static const struct smmu3_field irq_ctrl_fields[] = {
	FIELD(IRQ_CTRL, GERROR_IRQEN),
	FIELD(IRQ_CTRL, PRIQ_IRQEN),
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

/* ---- what depends on the identity ---- */

/* 6.3.14: how transactions fare before software said anything is our choice. */
static u64 gbpa_reset(const struct smmu3_config *config)
{
	return FIELD_PREP(SMMU3_GBPA_ABORT, config->gbpa_abort);
}

/* Address bits above the OAS are RES0 in every base register. */
static u64 base_limit(const struct smmu3_config *config)
{
	return ~GENMASK_ULL(55, 0) | GENMASK_ULL(config->oas - 1, 0);
}

/* 6.3.21 to 6.3.23, 6.3.30 to 6.3.32: RES0 without MSIs. */
static u64 irq_cfg_limit(const struct smmu3_config *config)
{
	return config->msi ? base_limit(config) : 0;
}

/* 6.3.25: without two-level tables, there is nothing to choose. */
static u64 strtab_base_cfg_limit(const struct smmu3_config *config)
{
	if (config->st_level)
		return ~0ULL;
	return SMMU3_STRTAB_BASE_CFG_LOG2SIZE;
}

/* ---- the table ---- */

#define LAYOUTS(name, fields) \
	.layout = { SMMU3_LAYOUT(name, fields), SMMU3_LAYOUT("S_" name, fields) }
#define TWINS(reg) \
	.offset = { SMMU3_##reg, SMMU3_S_TWIN(SMMU3_##reg) }
#define NS_ONLY(reg) \
	.offset = { SMMU3_##reg, SMMU3_NO_REG }

#define S_ONLY(reg) \
	.offset = { SMMU3_NO_REG, SMMU3_##reg }
#define PLAIN(text) \
	.layout = { { .name = (text) }, { .name = "S_" text } }

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

/* Where an interrupt source sends its MSIs; fixed while it is enabled. */
#define IRQ_CFG(source, number, _fields, _width, _writable, irqen)	\
	[SMMU3_REG_##source##_IRQ_CFG##number] = {			\
		.info = {						\
			LAYOUTS(#source "_IRQ_CFG" #number, _fields),	\
			TWINS(source##_IRQ_CFG##number),		\
			.width = (_width),				\
		},							\
		.writable = (_writable),				\
		.limit = irq_cfg_limit,					\
		.guard = { { .fields = ALL_BITS, .irq_ctrl = (irqen) } }, \
	}

#define QUEUE_ENABLES	(SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN)
#define ALL_BITS	GENMASK_ULL(63, 0)

const struct smmu3_reg_desc smmu3_regtab[SMMU3_NR_REGS] = {
	[SMMU3_REG_IDR0] = {
		.info = {
			LAYOUTS("IDR0", idr0_fields),
			TWINS(IDR0),
			.width = 32,
		},
		.reset = smmu3_idr0,
	},
	[SMMU3_REG_IDR1] = {
		.info = {
			LAYOUTS("IDR1", idr1_fields),
			TWINS(IDR1),
			.width = 32,
		},
		.reset = smmu3_idr1,
	},
	[SMMU3_REG_IDR2] = {
		.info = {
			LAYOUTS("IDR2", idr2_fields),
			TWINS(IDR2),
			.width = 32,
		},
	},
	[SMMU3_REG_IDR3] = {
		.info = {
			LAYOUTS("IDR3", idr3_fields),
			TWINS(IDR3),
			.width = 32,
		},
		.reset_value = SMMU3_IDR3_VALUE,
	},
	[SMMU3_REG_IDR4] = {
		.info = {
			.layout = { { .name = "IDR4" }, { .name = "S_IDR4" } },
			TWINS(IDR4),
			.width = 32,
		},
	},
	[SMMU3_REG_IDR5] = {
		.info = {
			LAYOUTS("IDR5", idr5_fields),
			NS_ONLY(IDR5),
			.width = 32,
		},
		.reset = smmu3_idr5,
	},
	[SMMU3_REG_IIDR] = {
		.info = {
			LAYOUTS("IIDR", iidr_fields),
			NS_ONLY(IIDR),
			.width = 32,
		},
	},
	[SMMU3_REG_AIDR] = {
		.info = {
			LAYOUTS("AIDR", aidr_fields),
			NS_ONLY(AIDR),
			.width = 32,
		},
		.reset_value = SMMU3_AIDR_VALUE,
	},
	[SMMU3_REG_CR0] = {
		.info = {
			LAYOUTS("CR0", cr0_fields),
			TWINS(CR0),
			.width = 32,
		},
		.writable = SMMU3_CR0_SMMUEN | QUEUE_ENABLES,
		.written = smmu3_bank_cr0_written,
	},
	[SMMU3_REG_CR0ACK] = {
		.info = {
			LAYOUTS("CR0ACK", cr0_fields),
			TWINS(CR0ACK),
			.width = 32,
		},
	},
	[SMMU3_REG_CR1] = {
		.info = {
			LAYOUTS("CR1", cr1_fields),
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
	},
	[SMMU3_REG_CR2] = {
		.info = {
			LAYOUTS("CR2", cr2_fields),
			TWINS(CR2),
			.width = 32,
		},
		.writable = SMMU3_CR2_RECINVSID,
		.guard = { { ALL_BITS, SMMU3_CR0_SMMUEN } },
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_S_INIT] = {
		.info = {
			.layout = { { .name = "INIT" },
				    SMMU3_LAYOUT("S_INIT", s_init_fields) },
			S_ONLY(S_INIT),
			.width = 32,
		},
	},
	[SMMU3_REG_STATUSR] = {
		.info = {
			LAYOUTS("STATUSR", statusr_fields),
			NS_ONLY(STATUSR),
			.width = 32,
		},
	},
	[SMMU3_REG_GBPA] = {
		.info = {
			LAYOUTS("GBPA", gbpa_fields),
			TWINS(GBPA),
			.width = 32,
		},
		.reset = gbpa_reset,
		.writable = SMMU3_GBPA_UPDATE | SMMU3_GBPA_ABORT,
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
			LAYOUTS("IRQ_CTRL", irq_ctrl_fields),
			TWINS(IRQ_CTRL),
			.width = 32,
		},
		.writable = SMMU3_IRQ_CTRL_EVENTQ_IRQEN |
			    SMMU3_IRQ_CTRL_GERROR_IRQEN,
		.written = smmu3_bank_irq_ctrl_written,
	},
	[SMMU3_REG_IRQ_CTRLACK] = {
		.info = {
			LAYOUTS("IRQ_CTRLACK", irq_ctrl_fields),
			TWINS(IRQ_CTRLACK),
			.width = 32,
		},
	},
	[SMMU3_REG_GERROR] = {
		.info = {
			LAYOUTS("GERROR", gerror_fields),
			TWINS(GERROR),
			.width = 32,
		},
	},
	[SMMU3_REG_GERRORN] = {
		.info = {
			LAYOUTS("GERRORN", gerror_fields),
			TWINS(GERRORN),
			.width = 32,
		},
		.writable = SMMU3_GERROR_CMDQ_ERR |
			    SMMU3_GERROR_EVENTQ_ABT_ERR |
			    SMMU3_GERROR_SFM_ERR,
	},
	IRQ_CFG(GERROR, 0, irq_cfg0_fields, 64,
		SMMU3_IRQ_CFG0_ADDR,
		SMMU3_IRQ_CTRL_GERROR_IRQEN),
	IRQ_CFG(GERROR, 1, irq_cfg1_fields, 32,
		SMMU3_IRQ_CFG1_DATA,
		SMMU3_IRQ_CTRL_GERROR_IRQEN),
	IRQ_CFG(GERROR, 2, irq_cfg2_fields, 32,
		SMMU3_IRQ_CFG2_SH | SMMU3_IRQ_CFG2_MEMATTR,
		SMMU3_IRQ_CTRL_GERROR_IRQEN),
	[SMMU3_REG_STRTAB_BASE] = {
		.info = {
			LAYOUTS("STRTAB_BASE", strtab_base_fields),
			TWINS(STRTAB_BASE),
			.width = 64,
		},
		.writable = SMMU3_STRTAB_BASE_RA | SMMU3_STRTAB_BASE_ADDR,
		.limit = base_limit,
		.guard = { { ALL_BITS, SMMU3_CR0_SMMUEN } },
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_STRTAB_BASE_CFG] = {
		.info = {
			LAYOUTS("STRTAB_BASE_CFG", strtab_base_cfg_fields),
			TWINS(STRTAB_BASE_CFG),
			.width = 32,
		},
		.writable = SMMU3_STRTAB_BASE_CFG_FMT |
			    SMMU3_STRTAB_BASE_CFG_SPLIT |
			    SMMU3_STRTAB_BASE_CFG_LOG2SIZE,
		.limit = strtab_base_cfg_limit,
		.guard = { { ALL_BITS, SMMU3_CR0_SMMUEN } },
		.written = smmu3_bank_publish,
	},
	[SMMU3_REG_CMDQ_BASE] = {
		.info = {
			LAYOUTS("CMDQ_BASE", cmdq_base_fields),
			TWINS(CMDQ_BASE),
			.width = 64,
		},
		.writable = SMMU3_CMDQ_BASE_RA | SMMU3_CMDQ_BASE_ADDR |
			    SMMU3_CMDQ_BASE_LOG2SIZE,
		.limit = base_limit,
		.guard = { { ALL_BITS, SMMU3_CR0_CMDQEN } },
		.written = smmu3_bank_cmdq_written,
	},
	[SMMU3_REG_CMDQ_PROD] = {
		.info = {
			LAYOUTS("CMDQ_PROD", cmdq_prod_fields),
			TWINS(CMDQ_PROD),
			.width = 32,
		},
		.writable = SMMU3_CMDQ_PROD_WR,
	},
	/* ERR ignores what software writes, one of the choices of 6.3.28. */
	[SMMU3_REG_CMDQ_CONS] = {
		.info = {
			LAYOUTS("CMDQ_CONS", cmdq_cons_fields),
			TWINS(CMDQ_CONS),
			.width = 32,
		},
		.writable = SMMU3_CMDQ_CONS_RD,
		.guard = { { ALL_BITS, SMMU3_CR0_CMDQEN } },
		.written = smmu3_bank_cmdq_written,
	},
	[SMMU3_REG_EVENTQ_BASE] = {
		.info = {
			LAYOUTS("EVENTQ_BASE", eventq_base_fields),
			TWINS(EVENTQ_BASE),
			.width = 64,
		},
		.writable = SMMU3_EVENTQ_BASE_WA | SMMU3_EVENTQ_BASE_ADDR |
			    SMMU3_EVENTQ_BASE_LOG2SIZE,
		.limit = base_limit,
		.guard = { { ALL_BITS, SMMU3_CR0_EVENTQEN } },
		.written = smmu3_bank_eventq_written,
	},
	[SMMU3_REG_EVENTQ_PROD] = {
		.info = {
			LAYOUTS("EVENTQ_PROD", eventq_prod_fields),
			TWINS(EVENTQ_PROD),
			.width = 32,
		},
		.writable = SMMU3_EVENTQ_PROD_OVFLG | SMMU3_EVENTQ_PROD_WR,
		.guard = { { ALL_BITS, SMMU3_CR0_EVENTQEN } },
		.written = smmu3_bank_eventq_written,
	},
	[SMMU3_REG_EVENTQ_CONS] = {
		.info = {
			LAYOUTS("EVENTQ_CONS", eventq_cons_fields),
			TWINS(EVENTQ_CONS),
			.width = 32,
		},
		.writable = SMMU3_EVENTQ_CONS_OVACKFLG | SMMU3_EVENTQ_CONS_RD,
	},
	IRQ_CFG(EVENTQ, 0, irq_cfg0_fields, 64,
		SMMU3_IRQ_CFG0_ADDR,
		SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	IRQ_CFG(EVENTQ, 1, irq_cfg1_fields, 32,
		SMMU3_IRQ_CFG1_DATA,
		SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	IRQ_CFG(EVENTQ, 2, irq_cfg2_fields, 32,
		SMMU3_IRQ_CFG2_SH | SMMU3_IRQ_CFG2_MEMATTR,
		SMMU3_IRQ_CTRL_EVENTQ_IRQEN),
	ID_REG(PIDR4, 0),
	ID_REG(PIDR5, 0),
	ID_REG(PIDR6, 0),
	ID_REG(PIDR7, 0),
	ID_REG(PIDR0, 0),
	ID_REG(PIDR1, 0),
	ID_REG(PIDR2, 0),
	ID_REG(PIDR3, 0),
	ID_REG(CIDR0, 0),
	ID_REG(CIDR1, 0),
	ID_REG(CIDR2, 0),
	ID_REG(CIDR3, 0),
};
