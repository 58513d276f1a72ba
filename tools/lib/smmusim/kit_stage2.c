// SPDX-License-Identifier: GPL-2.0
/*
 * The driver kit as a hypervisor: stage 2 tables with the 4 KiB granule, and
 * what an STE says about them. Stage 1 and contexts are in kit_tables.c.
 */
#include <errno.h>
#include <string.h>

#include <smmu3/cmd.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "kit_table.h"

#define START_LEVEL	1	/* up to 39 bits with one table (5.2 S2SL0) */
#define MOST_IPA_BITS	39U
#define LEAST_IPA_BITS	32U
#define SL0_LEVEL_1	1
#define SHCFG_INCOMING	1	/* 5.2 */
#define CACHE_WB_RA_WA	1	/* 5.2 S2IR0 */
#define MEMATTR_WB	0xf	/* Arm ARM D8.6.5: Normal, Write-Back */
#define MEMATTR_NGNRE	0x1
#define TTBS		2	/* of the Secure and of the Non-secure IPAs */

/* Arm ARM D8.3.1.2: attributes of a stage 2 block or page descriptor */
#define S2_MEMATTR	GENMASK_ULL(5, 2)
#define S2AP_READ	BIT_ULL(6)
#define S2AP_WRITE	BIT_ULL(7)
#define S2_XN		BIT_ULL(54)

static bool kit_secure(const struct smmusim_kit *kit)
{
	return kit->setup.bank == SMMU_SIM_PAS_S;
}

uint64_t smmusim_ipa(const struct smmusim_kit *kit, uint64_t pa)
{
	return pa - kit->setup.ram_base + SMMUSIM_IPA_BASE;
}

/* ---- tables ---- */

static unsigned int oas_bits(unsigned int oas)
{
	static const uint8_t bits[] = {
		[SMMU3_OAS_32] = 32, [SMMU3_OAS_36] = 36, [SMMU3_OAS_40] = 40,
		[SMMU3_OAS_42] = 42, [SMMU3_OAS_44] = 44, [SMMU3_OAS_48] = 48,
	};

	return oas < ARRAY_SIZE(bits) && bits[oas] ? bits[oas] : LEAST_IPA_BITS;
}

/*
 * 6.3.1, 6.3.6; both are Non-secure registers. IPAs have no more bits than the
 * OAS (3.4).
 */
static int read_sizes(struct smmusim_kit *kit, struct smmusim_stage2 *s2)
{
	uint64_t idr0 = 0, idr5 = 0;
	int ret = smmusim_reg_read(kit->fd, kit->setup.bank, SMMU3_IDR0, 32,
				   &idr0);

	if (!ret)
		ret = smmusim_reg_read(kit->fd, kit->setup.bank, SMMU3_IDR5,
				       32, &idr5);
	s2->stage1 = idr0 & SMMU3_IDR0_S1P;
	s2->ps = FIELD_GET(SMMU3_IDR5_OAS, idr5);
	s2->ipa_bits = min(oas_bits(s2->ps), MOST_IPA_BITS);
	return ret;
}

int smmusim_stage2_init(struct smmusim_kit *kit, struct smmusim_stage2 *s2,
			uint16_t vmid)
{
	unsigned int i;
	int ret;

	memset(s2, 0, sizeof(*s2));
	s2->vmid = vmid;
	ret = read_sizes(kit, s2);
	if (ret)
		return ret;
	for (i = 0; i < (kit_secure(kit) ? TTBS : 1); i++) {
		uint64_t *ttb = i ? &s2->ns_ttb : &s2->ttb;

		*ttb = smmusim_kit_alloc(kit, KIT_TABLE_SIZE, KIT_TABLE_SIZE);
		if (!*ttb)
			return -ENOSPC;
	}
	return 0;
}

static struct kit_table stage2_table(const struct smmusim_stage2 *s2)
{
	return (struct kit_table){ .root = s2->ttb, .level = START_LEVEL };
}

uint64_t smmusim_descriptor2(struct smmusim_kit *kit,
			     const struct smmusim_stage2 *s2, uint64_t ipa,
			     int level)
{
	const struct kit_table table = stage2_table(s2);

	return kit_table_entry(kit, &table, ipa, level);
}

static uint64_t leaf_descriptor(uint64_t pa, int level, unsigned int flags)
{
	uint64_t desc = pa | SMMU3_DESC_VALID | S2AP_READ |
		FIELD_PREP(S2_MEMATTR, flags & SMMUSIM_MAP_DEVICE ?
				       MEMATTR_NGNRE : MEMATTR_WB) |
		FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);

	if (level == SMMU3_LAST_LEVEL)
		desc |= SMMU3_DESC_TABLE;
	if (!(flags & (SMMUSIM_MAP_RO | SMMUSIM_MAP_CLEAN)))
		desc |= S2AP_WRITE;
	if (flags & SMMUSIM_MAP_CLEAN)
		desc |= SMMU3_LEAF_DBM;
	if (flags & SMMUSIM_MAP_NOEXEC)
		desc |= S2_XN;
	if (!(flags & SMMUSIM_MAP_OLD))
		desc |= SMMU3_LEAF_AF;
	return desc;
}

int smmusim_map2_at(struct smmusim_kit *kit, const struct smmusim_stage2 *s2,
		    uint64_t ipa, uint64_t pa, int level, unsigned int flags)
{
	const struct kit_table table = stage2_table(s2);

	if (level < START_LEVEL || ipa >> s2->ipa_bits)
		return -EINVAL;
	return kit_table_store(kit, &table, ipa, level,
			       leaf_descriptor(pa, level, flags));
}

/*
 * Entries that both stages made are not named by their IPA (4.4.2); without stage
 * 1 there are none, and no command for them.
 */
static int inval_ipa(struct smmusim_kit *kit, const struct smmusim_stage2 *s2,
		     uint64_t ipa)
{
	uint8_t opcode = kit_secure(kit) ? SMMU3_CMD_TLBI_S_S2_IPA :
					   SMMU3_CMD_TLBI_S2_IPA;
	uint64_t vmid = FIELD_PREP(SMMU3_CMD0_VMID, s2->vmid);
	int ret = smmusim_command(kit, FIELD_PREP(SMMU3_CMD0_OPCODE, opcode) |
				  vmid, ipa & SMMU3_CMD1_IPA);

	opcode = SMMU3_CMD_TLBI_NH_ALL;
	if (!ret && s2->stage1)
		ret = smmusim_command(kit, FIELD_PREP(SMMU3_CMD0_OPCODE,
						      opcode) | vmid, 0);
	return ret ? ret : smmusim_sync(kit, false);
}

int smmusim_unmap2_page(struct smmusim_kit *kit,
			const struct smmusim_stage2 *s2, uint64_t ipa)
{
	uint64_t pa = smmusim_descriptor2(kit, s2, ipa, SMMU3_LAST_LEVEL);

	if (!pa)
		return 0;
	kit_descriptor_set(kit, pa, 0);
	return inval_ipa(kit, s2, ipa);
}

int smmusim_inval_vmid(struct smmusim_kit *kit, uint16_t vmid)
{
	int ret = smmusim_command(kit,
		FIELD_PREP(SMMU3_CMD0_OPCODE, kit_secure(kit) ?
			   SMMU3_CMD_TLBI_S_S12_VMALL :
			   SMMU3_CMD_TLBI_S12_VMALL) |
		FIELD_PREP(SMMU3_CMD0_VMID, vmid), 0);

	return ret ? ret : smmusim_sync(kit, false);
}

/* ---- what an STE says ---- */

/* 5.2: a Secure stream has a second set of fields, for Secure IPAs. */
static void ste_secure(uint64_t image[8], const struct smmusim_stage2 *s2)
{
	image[3] = s2->ns_ttb & SMMU3_STE3_S2TTB;
	image[4] |= FIELD_PREP(SMMU3_STE4_S_S2T0SZ, 64 - s2->ipa_bits) |
		FIELD_PREP(SMMU3_STE4_S_S2SL0, SL0_LEVEL_1) |
		FIELD_PREP(SMMU3_STE4_S_S2TG, SMMU3_TG0_4K);
	image[6] = s2->ttb & SMMU3_STE6_S_S2TTB;
}

void smmusim_ste_stage2(uint64_t image[8], const struct smmusim_stage2 *s2)
{
	image[0] |= SMMU3_STE0_V |
		FIELD_PREP(SMMU3_STE0_CONFIG,
			   SMMU3_STE_CONFIG_PASS | SMMU3_STE_CONFIG_S2);
	image[1] |= FIELD_PREP(SMMU3_STE1_SHCFG, SHCFG_INCOMING);
	image[2] = FIELD_PREP(SMMU3_STE2_S2VMID, s2->vmid) |
		FIELD_PREP(SMMU3_STE2_S2T0SZ, 64 - s2->ipa_bits) |
		FIELD_PREP(SMMU3_STE2_S2SL0, SL0_LEVEL_1) |
		FIELD_PREP(SMMU3_STE2_S2IR0, CACHE_WB_RA_WA) |
		FIELD_PREP(SMMU3_STE2_S2OR0, CACHE_WB_RA_WA) |
		FIELD_PREP(SMMU3_STE2_S2SH0, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_STE2_S2TG, SMMU3_TG0_4K) |
		FIELD_PREP(SMMU3_STE2_S2PS, s2->ps) |
		SMMU3_STE2_S2AA64 | SMMU3_STE2_S2R;
	image[3] = s2->ttb & SMMU3_STE3_S2TTB;
	if (s2->ns_ttb)
		ste_secure(image, s2);
}

int smmusim_attach_stage2(struct smmusim_kit *kit, uint32_t sid,
			  const struct smmusim_stage2 *s2)
{
	uint64_t image[SMMU3_STE_WORDS] = { 0 };

	smmusim_ste_stage2(image, s2);
	return smmusim_set_ste(kit, sid, image);
}
