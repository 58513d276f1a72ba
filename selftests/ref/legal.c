// SPDX-License-Identifier: GPL-2.0
/*
 * The table of opcodes: what each needs on each queue, and which parameters
 * make it illegal.
 */
#include "legal.h"

/* What a queue asks of the SMMU before it takes an opcode; all of them. */
#define OK		0
#define S1		BIT(0)
#define S2		BIT(1)
#define HYP		BIT(2)
#define ATS		BIT(3)
#define PRI		BIT(4)
#define MPAM		BIT(5)
#define DPT		BIT(6)
#define SEL2		BIT(7)
#define NO_SAMS		BIT(8)
#define NO_RME		BIT(9)
#define STALL		BIT(10)
#define ILL		BIT(11)

/* Fields that matter to legality. */
#define F_SSEC		BIT(0)
#define F_RANGE		BIT(1)

struct row {
	u8 opcode;
	const char *name;
	unsigned int ns;
	unsigned int s;
	unsigned int fields;
};

/* Section by section: 4.2, 4.3, 4.4, 4.5, 4.7, 4.6 */
static const struct row rows[] = {
	{ 0x01, "CMD_PREFETCH_CONFIG", OK, OK, F_SSEC },
	{ 0x02, "CMD_PREFETCH_ADDR", OK, OK, F_SSEC },
	{ 0x03, "CMD_CFGI_STE", OK, OK, F_SSEC },
	{ 0x04, "CMD_CFGI_STE_RANGE", OK, OK, F_SSEC },
	{ 0x05, "CMD_CFGI_CD", S1, S1, F_SSEC },
	{ 0x06, "CMD_CFGI_CD_ALL", S1, S1, F_SSEC },
	{ 0x07, "CMD_CFGI_VMS_PIDM", MPAM, MPAM, F_SSEC },
	{ 0x10, "CMD_TLBI_NH_ALL", S1, S1, 0 },
	{ 0x11, "CMD_TLBI_NH_ASID", S1, S1, 0 },
	{ 0x12, "CMD_TLBI_NH_VA", S1, S1, F_RANGE },
	{ 0x13, "CMD_TLBI_NH_VAA", S1, S1, F_RANGE },
	{ 0x18, "CMD_TLBI_EL3_ALL", ILL, S1 | NO_RME, 0 },
	{ 0x1a, "CMD_TLBI_EL3_VA", ILL, S1 | NO_RME, F_RANGE },
	{ 0x20, "CMD_TLBI_EL2_ALL", S1 | HYP, S1 | HYP, 0 },
	{ 0x21, "CMD_TLBI_EL2_ASID", S1 | HYP, S1 | HYP, 0 },
	{ 0x22, "CMD_TLBI_EL2_VA", S1 | HYP, S1 | HYP, F_RANGE },
	{ 0x23, "CMD_TLBI_EL2_VAA", S1 | HYP, S1 | HYP, F_RANGE },
	{ 0x28, "CMD_TLBI_S12_VMALL", S2, S2, 0 },
	{ 0x2a, "CMD_TLBI_S2_IPA", S2, S2, F_RANGE },
	{ 0x30, "CMD_TLBI_NSNH_ALL", OK, OK, 0 },
	{ 0x40, "CMD_ATC_INV", ATS, ATS | NO_SAMS, 0 },
	{ 0x41, "CMD_PRI_RESP", PRI, PRI | NO_SAMS, 0 },
	{ 0x44, "CMD_RESUME", STALL, STALL, F_SSEC },
	{ 0x45, "CMD_STALL_TERM", STALL, STALL, F_SSEC },
	{ 0x46, "CMD_SYNC", OK, OK, 0 },
	{ 0x50, "CMD_TLBI_S_EL2_ALL", ILL, S1 | SEL2, 0 },
	{ 0x51, "CMD_TLBI_S_EL2_ASID", ILL, S1 | SEL2, 0 },
	{ 0x52, "CMD_TLBI_S_EL2_VA", ILL, S1 | SEL2, F_RANGE },
	{ 0x53, "CMD_TLBI_S_EL2_VAA", ILL, S1 | SEL2, F_RANGE },
	{ 0x58, "CMD_TLBI_S_S12_VMALL", ILL, S2 | SEL2, 0 },
	{ 0x5a, "CMD_TLBI_S_S2_IPA", ILL, S2 | SEL2, F_RANGE },
	{ 0x60, "CMD_TLBI_SNH_ALL", ILL, SEL2, 0 },
	{ 0x70, "CMD_DPTI_ALL", DPT, DPT | NO_SAMS, 0 },
	{ 0x73, "CMD_DPTI_PA", DPT, DPT | NO_SAMS, 0 },
};

static const struct row *row_of(u8 opcode)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].opcode == opcode)
			return &rows[i];
	return NULL;
}

const char *ref_cmd_name(u8 opcode)
{
	const struct row *row = row_of(opcode);

	return row ? row->name : NULL;
}

bool ref_cmd_has_ssec(u8 opcode)
{
	const struct row *row = row_of(opcode);

	return row && row->fields & F_SSEC;
}

bool ref_cmd_has_range(u8 opcode)
{
	const struct row *row = row_of(opcode);

	return row && row->fields & F_RANGE;
}

/* 6.3.57.1 */
unsigned int ref_ns_stall_model(const struct ref_features *have)
{
	if (have->stall == 0 && have->nsstalld)
		return 1;
	return have->stall;
}

/* What this SMMU can offer to the rows above. */
static unsigned int offer(const struct ref_features *have, bool secure)
{
	unsigned int stall = secure ? have->stall : ref_ns_stall_model(have);

	return (have->s1p ? S1 : 0) | (have->s2p ? S2 : 0) |
	       (have->hyp ? HYP : 0) | (have->ats ? ATS : 0) |
	       (have->pri ? PRI : 0) | (have->mpam ? MPAM : 0) |
	       (have->dpt ? DPT : 0) | (have->sel2 ? SEL2 : 0) |
	       (have->sams ? 0 : NO_SAMS) | (have->rme ? 0 : NO_RME) |
	       (stall != 1 ? STALL : 0);
}

/* 4.4.1.1: a range of one granule needs a level. */
static bool is_empty_range(const struct ref_features *have,
			   const struct ref_cmd *cmd)
{
	u64 tg = ref_get(cmd->w, REF_CMD_TG), ttl = ref_get(cmd->w, REF_CMD_TTL);

	if (!have->ril || tg == REF_TG_NONE)
		return false;
	if (tg == REF_TG_16K && ttl == 1 && !have->ds)
		ttl = 0;
	if (ref_get(cmd->w, REF_CMD_NUM) || ttl)
		return false;
	if (have->ds && ref_get(cmd->w, REF_CMD_SCALE6))
		return false;
	return !ref_get(cmd->w, REF_CMD_SCALE);
}

/* Parameters: 4.1.6, 4.4.1.1, 4.5.1, 4.5.2, 4.7.3 */
static enum ref_legality parameters(const struct ref_features *have,
				    const struct row *row,
				    const struct ref_cmd *cmd, bool secure)
{
	if (row->fields & F_SSEC && !secure && ref_get(cmd->w, REF_CMD_SSEC))
		return REF_ILL;
	if (row->fields & F_RANGE && is_empty_range(have, cmd))
		return REF_ILL;
	if (row->opcode == REF_CMD_SYNC && ref_get(cmd->w, REF_CMD_CS) == 3)
		return REF_ILL;
	if (row->opcode == REF_CMD_PRI_RESP &&
	    ref_get(cmd->w, REF_CMD_RESP) == 3)
		return REF_ILL;
	if (row->opcode == REF_CMD_ATC_INV &&
	    ref_get(cmd->w, REF_CMD_ATC_SIZE) > 52)
		return REF_OPEN;
	/* needs a PARTID space and a VMS of that Security state as well (4.3) */
	if (row->opcode == REF_CMD_CFGI_VMS_PIDM)
		return REF_OPEN;
	return REF_TAKEN;
}

enum ref_legality ref_cmd_legality(const struct ref_features *have,
				   const struct ref_cmd *cmd, bool secure)
{
	const struct row *row = row_of(ref_get(cmd->w, REF_CMD_OPCODE));
	unsigned int need;

	if (!row)
		return REF_ILL;
	need = secure ? row->s : row->ns;
	if (need & ILL || need & ~offer(have, secure))
		return REF_ILL;
	return parameters(have, row, cmd, secure);
}
