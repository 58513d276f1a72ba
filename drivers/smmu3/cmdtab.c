// SPDX-License-Identifier: GPL-2.0
/*
 * The commands of the architecture (4.1.1): names, fields, who may issue them
 * and what does them. cmd_legal.c decides from this table; a command whose
 * features no identity has needs no handler. Only data and pure functions.
 */
#include "cmdtab.h"

#include "inval.h"
#include "names.h"

/* ---- fields ---- */

#define F_OPCODE	SMMU3_FIELD("Opcode", 0, SMMU3_CMD0_OPCODE)
#define F_SSEC		SMMU3_FIELD("SSec", 0, SMMU3_CMD0_SSEC)
#define F_SSV		SMMU3_FIELD("SSV", 0, SMMU3_CMD0_SSV)
#define F_SSID		SMMU3_FIELD("SubstreamID", 0, SMMU3_CMD0_SSID)
#define F_SID		SMMU3_FIELD("StreamID", 0, SMMU3_CMD0_SID)
#define F_NUM		SMMU3_FIELD("NUM", 0, SMMU3_CMD0_NUM)
#define F_SCALE		SMMU3_FIELD("SCALE", 0, SMMU3_CMD0_SCALE_DS)
#define F_VMID		SMMU3_FIELD("VMID", 0, SMMU3_CMD0_VMID)
#define F_ASID		SMMU3_FIELD("ASID", 0, SMMU3_CMD0_ASID)
#define F_LEAF		SMMU3_FIELD("Leaf", 1, SMMU3_CMD1_LEAF)
#define F_NS		SMMU3_FIELD("NS", 1, SMMU3_CMD1_NS)
#define F_TTL128	SMMU3_FIELD("TTL128", 1, SMMU3_CMD1_TTL128)
#define F_TTL		SMMU3_FIELD("TTL", 1, SMMU3_CMD1_TTL)
#define F_TG		SMMU3_FIELD("TG", 1, SMMU3_CMD1_TG)
#define F_ADDR		SMMU3_ADDRESS("Address", 1, SMMU3_CMD1_ADDR)
#define F_IPA		SMMU3_ADDRESS("Address", 1, SMMU3_CMD1_IPA)

static const struct smmu3_field bare_fields[] = { F_OPCODE };

static const struct smmu3_field prefetch_config_fields[] = {
	F_OPCODE, F_SSEC, F_SSV, F_SSID, F_SID,
};

static const struct smmu3_field prefetch_addr_fields[] = {
	F_OPCODE, F_SSEC, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("Size", 1, SMMU3_CMD1_PREFETCH_SIZE),
	SMMU3_FIELD("Stride", 1, SMMU3_CMD1_PREFETCH_STRIDE),
	SMMU3_FIELD("NS", 1, SMMU3_CMD1_PREFETCH_NS),
	F_ADDR,
};

static const struct smmu3_field cfgi_ste_fields[] = {
	F_OPCODE, F_SSEC, F_SID, F_LEAF,
};

static const struct smmu3_field cfgi_ste_range_fields[] = {
	F_OPCODE, F_SSEC, F_SID, SMMU3_FIELD("Range", 1, SMMU3_CMD1_RANGE),
};

static const struct smmu3_field cfgi_cd_fields[] = {
	F_OPCODE, F_SSEC, F_SSID, F_SID, F_LEAF,
};

static const struct smmu3_field stream_fields[] = { F_OPCODE, F_SSEC, F_SID };

static const struct smmu3_field vms_fields[] = { F_OPCODE, F_SSEC, F_VMID };

static const struct smmu3_field vmid_fields[] = { F_OPCODE, F_VMID };

static const struct smmu3_field asid_fields[] = { F_OPCODE, F_ASID };

static const struct smmu3_field vmid_asid_fields[] = {
	F_OPCODE, F_VMID, F_ASID,
};

static const struct smmu3_field va_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_LEAF, F_TTL128, F_TTL, F_TG, F_ADDR,
};

static const struct smmu3_field asid_va_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_ASID, F_LEAF, F_TTL128, F_TTL, F_TG, F_ADDR,
};

static const struct smmu3_field vmid_va_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_VMID, F_LEAF, F_TTL128, F_TTL, F_TG, F_ADDR,
};

static const struct smmu3_field vmid_asid_va_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_VMID, F_ASID, F_LEAF, F_TTL128, F_TTL, F_TG,
	F_ADDR,
};

static const struct smmu3_field ipa_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_VMID, F_LEAF, F_TTL128, F_TTL, F_TG, F_IPA,
};

static const struct smmu3_field s_ipa_fields[] = {
	F_OPCODE, F_NUM, F_SCALE, F_VMID, F_LEAF, F_NS, F_TTL128, F_TTL, F_TG,
	F_IPA,
};

static const struct smmu3_field atc_inv_fields[] = {
	F_OPCODE, SMMU3_FIELD("Global", 0, SMMU3_CMD0_ATC_GLOBAL), F_SSV,
	F_SSID, F_SID, SMMU3_FIELD("Size", 1, SMMU3_CMD1_ATC_SIZE), F_ADDR,
};

static const struct smmu3_field pri_resp_fields[] = {
	F_OPCODE, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("PRGIndex", 1, SMMU3_CMD1_PRGINDEX),
	SMMU3_FIELD("Resp", 1, SMMU3_CMD1_RESP),
};

static const struct smmu3_field dpti_pa_fields[] = {
	F_OPCODE, F_LEAF, SMMU3_FIELD("SIZE", 1, SMMU3_CMD1_DPTI_SIZE), F_IPA,
};

static const struct smmu3_field resume_fields[] = {
	F_OPCODE, F_SSEC,
	SMMU3_FIELD("Ac", 0, SMMU3_CMD0_AC),
	SMMU3_FIELD("Ab", 0, SMMU3_CMD0_AB),
	F_SID,
	SMMU3_FIELD("STAG", 1, SMMU3_CMD1_STAG),
};

static const struct smmu3_field sync_fields[] = {
	F_OPCODE,
	SMMU3_FIELD("CS", 0, SMMU3_CMD0_CS),
	SMMU3_FIELD("MSH", 0, SMMU3_CMD0_MSH),
	SMMU3_FIELD("MSIAttr", 0, SMMU3_CMD0_MSIATTR),
	SMMU3_FIELD("MSIData", 0, SMMU3_CMD0_MSIDATA),
	SMMU3_ADDRESS("MSIAddress", 1, SMMU3_CMD1_MSIADDRESS),
};

/* ---- what TLBIs drop ---- */

#define NS_EL1		BIT(SMMU3_WORLD_NS_EL1)
#define NS_EL2		BIT(SMMU3_WORLD_NS_EL2)
#define NS_E2H		BIT(SMMU3_WORLD_NS_EL2_E2H)
#define S_EL1		BIT(SMMU3_WORLD_S_EL1)
#define S_EL2		BIT(SMMU3_WORLD_S_EL2)
#define S_E2H		BIT(SMMU3_WORLD_S_EL2_E2H)
#define EL3		BIT(SMMU3_WORLD_EL3)

#define NS_EL2_ANY	(NS_EL2 | NS_E2H)
#define S_EL2_ANY	(S_EL2 | S_E2H)

#define BY_VMID		SMMU3_TLBI_BY_VMID
#define BY_ASID		SMMU3_TLBI_BY_ASID
#define GLOBALS		SMMU3_TLBI_GLOBALS
#define BY_VA		SMMU3_TLBI_BY_VA
#define BY_IPA		SMMU3_TLBI_BY_IPA
#define BY_NS		SMMU3_TLBI_BY_NS
#define BY_E2H		SMMU3_TLBI_BY_E2H

/* The handler comes with the form: there is no TLBI without one. */
#define TLBI(_ns, _s, _stages, _by)			\
	.handle = smmu3_cmd_tlbi,			\
	.tlbi = {					\
		.worlds = {				\
			[SMMU3_PAS_NS] = (_ns),		\
			[SMMU3_PAS_S] = (_s),		\
		},					\
		.stages = SMMU3_TLBI_##_stages,		\
		.by = (_by),				\
	}

/* ---- the table ---- */

#define BOTH	(BIT(SMMU3_PAS_NS) | BIT(SMMU3_PAS_S))
#define SECURE	BIT(SMMU3_PAS_S)
#define NAME(_name, _fields) \
	.layout = SMMU3_LAYOUT("CMD_" #_name, _fields)

static const struct smmu3_cmd_desc commands[] = {
	[SMMU3_CMD_PREFETCH_CONFIG] = {
		NAME(PREFETCH_CONFIG, prefetch_config_fields),
		.banks = BOTH,
		.ssec = true,
	},
	[SMMU3_CMD_PREFETCH_ADDR] = {
		NAME(PREFETCH_ADDR, prefetch_addr_fields),
		.banks = BOTH,
		.ssec = true,
	},
	[SMMU3_CMD_CFGI_STE] = {
		NAME(CFGI_STE, cfgi_ste_fields),
		.banks = BOTH,
		.ssec = true,
		.handle = smmu3_cmd_cfgi_ste,
	},
	[SMMU3_CMD_CFGI_STE_RANGE] = {
		NAME(CFGI_STE_RANGE, cfgi_ste_range_fields),
		.banks = BOTH,
		.ssec = true,
		.handle = smmu3_cmd_cfgi_ste_range,
	},
	[SMMU3_CMD_CFGI_CD] = {
		NAME(CFGI_CD, cfgi_cd_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		.ssec = true,
		.handle = smmu3_cmd_cfgi_cd,
	},
	[SMMU3_CMD_CFGI_CD_ALL] = {
		NAME(CFGI_CD_ALL, stream_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		.ssec = true,
		.handle = smmu3_cmd_cfgi_cd_all,
	},
	[SMMU3_CMD_CFGI_VMS_PIDM] = {
		NAME(CFGI_VMS_PIDM, vms_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_MPAM,
		.ssec = true,
		.rule = SMMU3_RULE_VMS,
	},
	[SMMU3_CMD_TLBI_NH_ALL] = {
		NAME(TLBI_NH_ALL, vmid_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		TLBI(NS_EL1, S_EL1, STAGE1, BY_VMID),
	},
	[SMMU3_CMD_TLBI_NH_ASID] = {
		NAME(TLBI_NH_ASID, vmid_asid_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		TLBI(NS_EL1, S_EL1, STAGE1, BY_VMID | BY_ASID),
	},
	[SMMU3_CMD_TLBI_NH_VA] = {
		NAME(TLBI_NH_VA, vmid_asid_va_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		.rule = SMMU3_RULE_RANGE,
		TLBI(NS_EL1, S_EL1, STAGE1,
		     BY_VMID | BY_ASID | GLOBALS | BY_VA),
	},
	[SMMU3_CMD_TLBI_NH_VAA] = {
		NAME(TLBI_NH_VAA, vmid_va_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1,
		.rule = SMMU3_RULE_RANGE,
		TLBI(NS_EL1, S_EL1, STAGE1, BY_VMID | BY_VA),
	},
	[SMMU3_CMD_TLBI_EL3_ALL] = {
		NAME(TLBI_EL3_ALL, bare_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_EL3,
		TLBI(0, EL3, STAGE1, 0),
	},
	[SMMU3_CMD_TLBI_EL3_VA] = {
		NAME(TLBI_EL3_VA, va_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_EL3,
		.rule = SMMU3_RULE_RANGE,
		TLBI(0, EL3, STAGE1, BY_VA),
	},
	[SMMU3_CMD_TLBI_EL2_ALL] = {
		NAME(TLBI_EL2_ALL, bare_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_HYP,
		TLBI(NS_EL2_ANY, NS_EL2_ANY, STAGE1, 0),
	},
	[SMMU3_CMD_TLBI_EL2_ASID] = {
		NAME(TLBI_EL2_ASID, asid_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_HYP,
		TLBI(NS_E2H, NS_E2H, STAGE1, BY_ASID),
	},
	[SMMU3_CMD_TLBI_EL2_VA] = {
		NAME(TLBI_EL2_VA, asid_va_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_HYP,
		.rule = SMMU3_RULE_RANGE,
		TLBI(NS_EL2_ANY, NS_EL2_ANY, STAGE1,
		     BY_E2H | BY_ASID | GLOBALS | BY_VA),
	},
	[SMMU3_CMD_TLBI_EL2_VAA] = {
		NAME(TLBI_EL2_VAA, va_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_HYP,
		.rule = SMMU3_RULE_RANGE,
		TLBI(NS_EL2_ANY, NS_EL2_ANY, STAGE1, BY_E2H | BY_VA),
	},
	[SMMU3_CMD_TLBI_S12_VMALL] = {
		NAME(TLBI_S12_VMALL, vmid_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S2,
		TLBI(NS_EL1, NS_EL1, ANY_STAGE, BY_VMID),
	},
	[SMMU3_CMD_TLBI_S2_IPA] = {
		NAME(TLBI_S2_IPA, ipa_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_S2,
		.rule = SMMU3_RULE_RANGE,
		TLBI(NS_EL1, NS_EL1, STAGE2, BY_VMID | BY_IPA),
	},
	[SMMU3_CMD_TLBI_NSNH_ALL] = {
		NAME(TLBI_NSNH_ALL, bare_fields),
		.banks = BOTH,
		TLBI(NS_EL1, NS_EL1, ANY_STAGE, 0),
	},
	[SMMU3_CMD_ATC_INV] = {
		NAME(ATC_INV, atc_inv_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_ATS | SMMU3_NEED_SAMS0,
		.rule = SMMU3_RULE_ATC_SIZE,
	},
	[SMMU3_CMD_PRI_RESP] = {
		NAME(PRI_RESP, pri_resp_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_PRI | SMMU3_NEED_SAMS0,
		.rule = SMMU3_RULE_RESP,
	},
	[SMMU3_CMD_RESUME] = {
		NAME(RESUME, resume_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_STALL,
		.ssec = true,
		.handle = smmu3_cmd_resume,
	},
	[SMMU3_CMD_STALL_TERM] = {
		NAME(STALL_TERM, stream_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_STALL,
		.ssec = true,
		.handle = smmu3_cmd_stall_term,
	},
	[SMMU3_CMD_SYNC] = {
		NAME(SYNC, sync_fields),
		.banks = BOTH,
		.rule = SMMU3_RULE_CS,
		.handle = smmu3_cmd_sync,
		.done = smmu3_cmd_sync_done,
	},
	[SMMU3_CMD_TLBI_S_EL2_ALL] = {
		NAME(TLBI_S_EL2_ALL, bare_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_SEL2,
		TLBI(0, S_EL2_ANY, STAGE1, 0),
	},
	[SMMU3_CMD_TLBI_S_EL2_ASID] = {
		NAME(TLBI_S_EL2_ASID, asid_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_SEL2,
		TLBI(0, S_E2H, STAGE1, BY_ASID),
	},
	[SMMU3_CMD_TLBI_S_EL2_VA] = {
		NAME(TLBI_S_EL2_VA, asid_va_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_SEL2,
		.rule = SMMU3_RULE_RANGE,
		TLBI(0, S_EL2_ANY, STAGE1, BY_E2H | BY_ASID | GLOBALS | BY_VA),
	},
	[SMMU3_CMD_TLBI_S_EL2_VAA] = {
		NAME(TLBI_S_EL2_VAA, va_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S1 | SMMU3_NEED_SEL2,
		.rule = SMMU3_RULE_RANGE,
		TLBI(0, S_EL2_ANY, STAGE1, BY_E2H | BY_VA),
	},
	[SMMU3_CMD_TLBI_S_S12_VMALL] = {
		NAME(TLBI_S_S12_VMALL, vmid_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S2 | SMMU3_NEED_SEL2,
		TLBI(0, S_EL1, ANY_STAGE, BY_VMID),
	},
	[SMMU3_CMD_TLBI_S_S2_IPA] = {
		NAME(TLBI_S_S2_IPA, s_ipa_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_S2 | SMMU3_NEED_SEL2,
		.rule = SMMU3_RULE_RANGE,
		TLBI(0, S_EL1, STAGE2, BY_VMID | BY_IPA | BY_NS),
	},
	[SMMU3_CMD_TLBI_SNH_ALL] = {
		NAME(TLBI_SNH_ALL, bare_fields),
		.banks = SECURE,
		.needs = SMMU3_NEED_SEL2,
		TLBI(0, S_EL1, ANY_STAGE, 0),
	},
	[SMMU3_CMD_DPTI_ALL] = {
		NAME(DPTI_ALL, bare_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_DPT | SMMU3_NEED_SAMS0,
	},
	[SMMU3_CMD_DPTI_PA] = {
		NAME(DPTI_PA, dpti_pa_fields),
		.banks = BOTH,
		.needs = SMMU3_NEED_DPT | SMMU3_NEED_SAMS0,
	},
};

const struct smmu3_cmd_desc *smmu3_cmd_desc(u8 opcode)
{
	if (opcode >= ARRAY_SIZE(commands) || !commands[opcode].layout.name)
		return NULL;
	return &commands[opcode];
}

const struct smmu3_layout *smmu3_cmd_layout(u8 opcode)
{
	const struct smmu3_cmd_desc *desc = smmu3_cmd_desc(opcode);

	return desc ? &desc->layout : NULL;
}
