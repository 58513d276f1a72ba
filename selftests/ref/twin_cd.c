// SPDX-License-Identifier: GPL-2.0
/*
 * The twin judges a CD (5.4.2), rule by rule.
 */
#include "twin_int.h"

static u64 get(const struct twin_ctx *c, unsigned int high, unsigned int low)
{
	return ref_get(c->cd, high, low);
}

bool twin_two_tables(const struct twin_ctx *c)
{
	return c->streamworld == TWIN_EL1 || c->streamworld == TWIN_EL2_E2H;
}

/* Worlds with one table have no EPDx, and no upper half. */
static bool lower_on(const struct twin_ctx *c)
{
	return !twin_two_tables(c) || !get(c, REF_CD_EPD0);
}

static bool upper_on(const struct twin_ctx *c)
{
	return twin_two_tables(c) && !get(c, REF_CD_EPD1);
}

/* 2 to 5 */
static bool ars_bad(const struct twin_ctx *c)
{
	bool s = get(c, REF_CD_S);

	if (s && ref_get(c->ste, REF_STE_S1STALLD))
		return true;
	if (c->id->term_model && !get(c, REF_CD_A))
		return true;
	return s ? twin_stall_model(c) == 1 : twin_stall_model(c) == 2;
}

/* 6: little-endian only */
static bool endian_bad(const struct twin_ctx *c)
{
	return (lower_on(c) || upper_on(c)) && get(c, REF_CD_ENDI);
}

/* 7, 8: TTF[0] = 0, there is no LPAE. */
static bool format_bad(const struct twin_ctx *c)
{
	return !get(c, REF_CD_AA64);
}

/* 10, 11 */
static bool httu_bad(const struct twin_ctx *c)
{
	bool ha = get(c, REF_CD_HA), hd = get(c, REF_CD_HD);

	if ((ha || hd) && c->id->httu == 0)
		return true;
	return hd && c->id->httu == 1;
}

/* 13 */
static bool asid_bad(const struct twin_ctx *c)
{
	return twin_two_tables(c) && !c->id->asid16 &&
	       get(c, REF_CD_ASID) > 0xff;
}

/* 14, with VAX = 0 */
static bool txsz_bad(const struct twin_ctx *c, unsigned int granule,
		     unsigned int txsz)
{
	unsigned int most = 39;

	if (c->id->stt)
		most = granule == 16 ? 47 : 48;
	return txsz < 16 || txsz > most;
}

/* 15: 48 bits are enough, for a granule of 64 KiB too. */
static bool ttb_bad(const struct twin_ctx *c, u64 ttb)
{
	return ttb >= twin_ps_end(c->id, get(c, REF_CD_IPS)) ||
	       ttb >= ref_pow2(48);
}

static bool half_bad(const struct twin_ctx *c, unsigned int granule,
		     unsigned int txsz, u64 ttb)
{
	if (!twin_has_granule(c->id, granule))
		return true;
	return txsz_bad(c, granule, txsz) || ttb_bad(c, ttb);
}

static bool lower_bad(const struct twin_ctx *c)
{
	return half_bad(c, twin_tg0(get(c, REF_CD_TG0)), get(c, REF_CD_T0SZ),
			ref_get_addr(c->cd, REF_CD_TTB0));
}

static bool upper_bad(const struct twin_ctx *c)
{
	return half_bad(c, twin_tg1(get(c, REF_CD_TG1)), get(c, REF_CD_T1SZ),
			ref_get_addr(c->cd, REF_CD_TTB1));
}

bool twin_cd_illegal(const struct twin_ctx *c)
{
	if (!get(c, REF_CD_V))
		return true;
	if (ars_bad(c) || endian_bad(c) || format_bad(c) || httu_bad(c) ||
	    asid_bad(c))
		return true;
	if (lower_on(c) && lower_bad(c))
		return true;
	return upper_on(c) && upper_bad(c);
}
