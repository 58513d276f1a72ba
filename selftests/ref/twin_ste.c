// SPDX-License-Identifier: GPL-2.0
/*
 * The twin judges an STE (5.2.2), one function for each rule or group of rules,
 * and finds its StreamWorld (3.3.3). Not ILLEGAL is what no rule hits.
 */
#include "twin_int.h"

static u64 get(const struct twin_ctx *c, unsigned int high, unsigned int low)
{
	return ref_get(c->ste, high, low);
}

static unsigned int config(const struct twin_ctx *c)
{
	return get(c, REF_STE_CONFIG);
}

static bool s1_on(const struct twin_ctx *c)
{
	return config(c) == REF_CONFIG_S1 || config(c) == REF_CONFIG_NESTED;
}

static bool s2_on(const struct twin_ctx *c)
{
	return config(c) == REF_CONFIG_S2 || config(c) == REF_CONFIG_NESTED;
}

/* ---- StreamWorld ---- */

bool twin_strw_used(const struct twin_ctx *c)
{
	if (!c->id->s1p)
		return false;
	if (!c->secure && !c->id->hyp)
		return false;
	if (s2_on(c))
		return false;
	return config(c) != REF_CONFIG_BYPASS;
}

enum twin_streamworld twin_streamworld(const struct twin_ctx *c)
{
	bool e2h = c->bank->cr2 & REF_CR2_E2H;

	if (!twin_strw_used(c))
		return TWIN_EL1;
	switch (get(c, REF_STE_STRW)) {
	case 0:
		return TWIN_EL1;
	case 1:
		return c->secure ? TWIN_EL3 : TWIN_BAD_WORLD;
	case 2:
		return e2h ? TWIN_EL2_E2H : TWIN_EL2;
	}
	return TWIN_BAD_WORLD;
}

/* ---- any stage ---- */

/* 3, 4 and S1: a stage that is not there */
static bool stage_missing(const struct twin_ctx *c)
{
	if (s1_on(c) && !c->id->s1p)
		return true;
	if (s2_on(c) && !c->id->s2p)
		return true;
	return s2_on(c) && c->secure && !c->id->sel2;
}

/* N1, S3, S4, S5 */
static bool strw_bad(const struct twin_ctx *c)
{
	u64 strw = get(c, REF_STE_STRW);

	if (!twin_strw_used(c))
		return false;
	if (!c->secure)
		return strw == 1 || strw == 3;
	if (strw == 3)
		return true;
	if (strw == 1 && c->id->rme)
		return true;
	return strw == 2 && config(c) == REF_CONFIG_S1 && !c->id->sel2;
}

/* 4.7: S2VMID is IGNORED */
static bool s2vmid_ignored(const struct twin_ctx *c)
{
	if (config(c) == REF_CONFIG_BYPASS)
		return true;
	if (c->secure ? !c->id->sel2 : !c->id->s2p)
		return true;
	if (twin_streamworld(c) != TWIN_EL1)
		return true;
	return c->secure && config(c) == REF_CONFIG_S1;
}

/* 25 */
static bool s2vmid_bad(const struct twin_ctx *c)
{
	return !s2vmid_ignored(c) && !c->id->vmid16 &&
	       get(c, REF_STE_S2VMID) > 0xff;
}

/* ---- stage 1 ---- */

unsigned int twin_s1cdmax(const struct twin_ctx *c)
{
	return c->id->ssidsize ? get(c, REF_STE_S1CDMAX) : 0;
}

/* 5, 6 */
static bool substreams_bad(const struct twin_ctx *c)
{
	u64 s1fmt = get(c, REF_STE_S1FMT);

	if (twin_s1cdmax(c) > c->id->ssidsize)
		return true;
	if (!twin_s1cdmax(c) || c->id->cd2l)
		return false;
	return s1fmt == REF_S1FMT_4K || s1fmt == REF_S1FMT_64K;
}

/* 7 */
static bool s1contextptr_bad(const struct twin_ctx *c)
{
	u64 addr = ref_get_addr(c->ste, REF_STE_S1CONTEXTPTR);

	if (s2_on(c))
		return addr >= twin_ias_end(c->id);
	return addr >= twin_oas_end(c->id);
}

/* N2, S6 */
static bool s1stalld_bad(const struct twin_ctx *c)
{
	return get(c, REF_STE_S1STALLD) && twin_stall_model(c) != 0;
}

/* ---- stage 2 ---- */

/* 8, 9: our pick for Secure STEs is S_IDR0.STALL_MODEL. */
static bool s2s_bad(const struct twin_ctx *c)
{
	if (get(c, REF_STE_S2S))
		return twin_stall_model(c) == 1;
	return twin_stall_model(c) == 2;
}

/* 10, S2: TTF[0] = 0, there is no LPAE. */
static bool s2_format_bad(const struct twin_ctx *c)
{
	return !get(c, REF_STE_S2AA64);
}

/* 12, 13 */
static bool s2_httu_bad(const struct twin_ctx *c)
{
	bool ha = get(c, REF_STE_S2HA), hd = get(c, REF_STE_S2HD);

	if ((ha || hd) && c->id->httu == 0)
		return true;
	return hd && c->id->httu == 1;
}

/* 19: little-endian only */
static bool s2_endian_bad(const struct twin_ctx *c)
{
	return get(c, REF_STE_S2ENDI);
}

/* One of the two sets of stage 2 tables. */
struct tables {
	unsigned int granule;
	unsigned int t0sz;
	unsigned int sl0;
	u64 ttb;
};

/* 16, S8: 48 bits are enough, for a granule of 64 KiB too. */
static bool ttb_bad(const struct twin_ctx *c, const struct tables *t)
{
	if (t->ttb >= twin_ps_end(c->id, get(c, REF_STE_S2PS)))
		return true;
	return t->ttb >= ref_pow2(48);
}

/* 17, S9 (5.2 of the digest) */
static bool t0sz_bad(const struct twin_ctx *c, const struct tables *t)
{
	unsigned int most = 39, least = t->granule == 16 ? 12 : 16;

	if (c->id->stt)
		most = t->granule == 16 ? 47 : 48;
	least = max(least, 64 - c->id->oas);
	return t->t0sz < least || t->t0sz > most;
}

/* Arm ARM D8.2.8: start level of a granule and SL0 without DS; -1: none. */
static int start_level(const struct twin_id *id, unsigned int granule,
		       unsigned int sl0)
{
	switch (granule) {
	case 12:
		if (sl0 == 2)
			return id->oas >= 44 ? 0 : -1;
		if (sl0 == 3)
			return id->stt ? 3 : -1;
		return sl0 == 0 ? 2 : 1;
	case 14:
		if (sl0 == 3)
			return -1;
		if (sl0 == 2)
			return id->oas >= 42 ? 1 : -1;
		return sl0 == 0 ? 3 : 2;
	default:
		if (sl0 == 3)
			return -1;
		if (sl0 == 2)
			return id->oas >= 44 ? 1 : -1;
		return sl0 == 0 ? 3 : 2;
	}
}

/* 18, S10: from half a table to sixteen of them at the start level */
static bool walk_inconsistent(const struct twin_ctx *c, const struct tables *t)
{
	int level = start_level(c->id, t->granule, t->sl0);
	unsigned int iasize = 64 - t->t0sz, shift;

	if (level < 0)
		return true;
	shift = twin_shift(t->granule, level);
	return iasize < shift + 1 || iasize > shift + t->granule - 3 + 4;
}

/* 15 to 18, S7 to S10 */
static bool tables_bad(const struct twin_ctx *c, const struct tables *t)
{
	if (!twin_has_granule(c->id, t->granule))
		return true;
	return ttb_bad(c, t) || t0sz_bad(c, t) || walk_inconsistent(c, t);
}

static bool s2_tables_bad(const struct twin_ctx *c)
{
	struct tables t = {
		.granule = twin_tg0(get(c, REF_STE_S2TG)),
		.t0sz = get(c, REF_STE_S2T0SZ),
		.sl0 = get(c, REF_STE_S2SL0),
		.ttb = ref_get_addr(c->ste, REF_STE_S2TTB),
	};
	struct tables secure = {
		.granule = twin_tg0(get(c, REF_STE_S_S2TG)),
		.t0sz = get(c, REF_STE_S_S2T0SZ),
		.sl0 = get(c, REF_STE_S_S2SL0),
		.ttb = ref_get_addr(c->ste, REF_STE_S_S2TTB),
	};

	return tables_bad(c, &t) || (c->secure && tables_bad(c, &secure));
}

/* ---- the whole (5.2.2) ---- */

static bool stage1_bad(const struct twin_ctx *c)
{
	return substreams_bad(c) || s1contextptr_bad(c) || s1stalld_bad(c);
}

static bool stage2_bad(const struct twin_ctx *c)
{
	return s2s_bad(c) || s2_format_bad(c) || s2_httu_bad(c) ||
	       s2_endian_bad(c) || s2_tables_bad(c);
}

bool twin_ste_illegal(const struct twin_ctx *c)
{
	if (!get(c, REF_STE_V))
		return true;
	if (config(c) < REF_CONFIG_BYPASS)	/* 0xx */
		return false;
	if (stage_missing(c) || strw_bad(c) || s2vmid_bad(c))
		return true;
	if (s1_on(c) && stage1_bad(c))
		return true;
	return s2_on(c) && stage2_bad(c);
}
