// SPDX-License-Identifier: GPL-2.0
/*
 * Is an STE, is a CD usable? One line for each condition that can apply to an
 * SMMU with stage 1 only, no substreams, terminate-only stall model, no HTTU.
 */
#include "structs.h"
#include "walk.h"

/* 5.2.2 */
bool ref_ste_is_valid(const struct ref_id *id, const u64 *ste)
{
	u64 config = ref_get(ste, REF_STE_CONFIG);

	if (!ref_get(ste, REF_STE_V))
		return false;
	/* 0xx: everything else is ignored */
	if (config < REF_CONFIG_BYPASS)
		return true;
	/* stage 2 enabled and not implemented */
	if (config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED)
		return false;
	if (config == REF_CONFIG_BYPASS)
		return true;
	/* S1ContextPtr beyond the output address size */
	if (ref_get_addr(ste, REF_STE_S1CONTEXTPTR) >= ref_pow2(id->oas))
		return false;
	/* S1STALLD = 1 with a STALL_MODEL that is not 0 */
	if (ref_get(ste, REF_STE_S1STALLD))
		return false;
	return true;
}

static unsigned int effective_ips(const struct ref_id *id, const u64 *cd)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48, 52, 52 };
	unsigned int ips = bits[ref_get(cd, REF_CD_IPS)];

	return ips < id->oas ? ips : id->oas;
}

/* The conditions on one half of the address space, TTBx not disabled. */
static bool half_is_valid(const struct ref_id *id, const u64 *cd,
			  unsigned int txsz, bool is_4k, u64 ttb)
{
	if (txsz < 16 || txsz > 39)
		return false;
	if (!is_4k)
		return false;
	if (ttb >= ref_pow2(effective_ips(id, cd)))
		return false;
	/* VMSAv8-64 with a granule below 64 KiB and without DS */
	return ttb < ref_pow2(48);
}

static bool halves_are_valid(const struct ref_id *id, const u64 *cd)
{
	if (!ref_get(cd, REF_CD_EPD0) &&
	    !half_is_valid(id, cd, ref_get(cd, REF_CD_T0SZ),
			   ref_get(cd, REF_CD_TG0) == REF_TG0_4K,
			   ref_get_addr(cd, REF_CD_TTB0)))
		return false;
	if (!ref_get(cd, REF_CD_EPD1) &&
	    !half_is_valid(id, cd, ref_get(cd, REF_CD_T1SZ),
			   ref_get(cd, REF_CD_TG1) == REF_TG1_4K,
			   ref_get_addr(cd, REF_CD_TTB1)))
		return false;
	return true;
}

/* 5.4.2 */
bool ref_cd_is_valid(const struct ref_id *id, const u64 *cd)
{
	bool walks = !ref_get(cd, REF_CD_EPD0) || !ref_get(cd, REF_CD_EPD1);

	if (!ref_get(cd, REF_CD_V))
		return false;
	if (id->term_model && !ref_get(cd, REF_CD_A))
		return false;
	if (ref_get(cd, REF_CD_S))		/* terminate only */
		return false;
	if (walks && ref_get(cd, REF_CD_ENDI))	/* little-endian only */
		return false;
	if (!ref_get(cd, REF_CD_AA64))		/* no LPAE: TTF[0] = 0 */
		return false;
	if (ref_get(cd, REF_CD_HA) || ref_get(cd, REF_CD_HD))
		return false;
	if (!id->asid16 && ref_get(cd, REF_CD_ASID) > 0xff)
		return false;
	return halves_are_valid(id, cd);
}
