// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_CFGI_* (4.3): decodes which configuration to drop; cfgcache.c drops it.
 * A StreamID or SubstreamID out of range has no effect (4.1.7). Called under
 * the caller's lock.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "inval.h"

static_assert(SMMU3_S_IDR1_S_SIDSIZE == SMMU3_IDR1_SIDSIZE);

static u32 cmd_sid(const struct smmu3_cmd *cmd)
{
	return FIELD_GET(SMMU3_CMD0_SID, cmd->word[0]);
}

/* 6.3.2, 6.3.53: the last StreamID that exists. */
static u32 last_sid(const struct smmu3_cmd *cmd, enum smmu3_pas sec_sid)
{
	u64 idr1 = cmd->smmu->bank[sec_sid].reg[SMMU3_REG_IDR1];

	return BIT_ULL(FIELD_GET(SMMU3_IDR1_SIDSIZE, idr1)) - 1;
}

/* 4.1.6: Secure commands choose whose streams they mean. */
static enum smmu3_pas cmd_sec_sid(const struct smmu3_cmd *cmd)
{
	return cmd->word[0] & SMMU3_CMD0_SSEC ? SMMU3_PAS_S : SMMU3_PAS_NS;
}

static void cfgi(const struct smmu3_cmd *cmd, const struct smmu3_cfgi *what)
{
	if (what->first <= last_sid(cmd, what->sec_sid))
		smmu3_cfgcache_inval(cmd->smmu, what);
}

/* 4.3.1. Leaf makes no difference: level 1 descriptors are not cached. */
void smmu3_cmd_cfgi_ste(const struct smmu3_cmd *cmd)
{
	const struct smmu3_cfgi what = {
		.sec_sid = cmd_sec_sid(cmd),
		.first = cmd_sid(cmd),
		.last = cmd_sid(cmd),
		.ste = true,
	};

	cfgi(cmd, &what);
}

/* 4.3.2, 4.3.6: 2^(Range + 1) StreamIDs; 31 is all, whatever SID says. */
void smmu3_cmd_cfgi_ste_range(const struct smmu3_cmd *cmd)
{
	unsigned int range = FIELD_GET(SMMU3_CMD1_RANGE, cmd->word[1]);
	u64 span = BIT_ULL(range + 1);
	u64 first = cmd_sid(cmd) & ~(span - 1);
	const struct smmu3_cfgi what = {
		.sec_sid = cmd_sec_sid(cmd),
		.first = first,
		.last = first + span - 1,
		.ste = true,
	};

	cfgi(cmd, &what);
}

/*
 * 4.3.3. SSID is the index in the table of CDs, whether or not SSV was set.
 * Leaf makes no difference: level 1 descriptors are not cached.
 */
void smmu3_cmd_cfgi_cd(const struct smmu3_cmd *cmd)
{
	u64 idr1 = cmd->smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR1];
	const struct smmu3_cfgi what = {
		.sec_sid = cmd_sec_sid(cmd),
		.first = cmd_sid(cmd),
		.last = cmd_sid(cmd),
		.one_cd = true,
		.ssid = FIELD_GET(SMMU3_CMD0_SSID, cmd->word[0]),
	};

	if (what.ssid >= BIT_ULL(FIELD_GET(SMMU3_IDR1_SSIDSIZE, idr1)))
		return;
	cfgi(cmd, &what);
}

/* 4.3.4 */
void smmu3_cmd_cfgi_cd_all(const struct smmu3_cmd *cmd)
{
	const struct smmu3_cfgi what = {
		.sec_sid = cmd_sec_sid(cmd),
		.first = cmd_sid(cmd),
		.last = cmd_sid(cmd),
	};

	cfgi(cmd, &what);
}
