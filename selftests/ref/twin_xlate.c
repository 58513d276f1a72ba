// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's way of a transaction, in the order of 3.3.2 and 7.3.22.
 */
#include "twin_int.h"

/* ---- overrides of permission attributes (5.2, 6.3.14, 13.1.4) ---- */

/* 10 and 11 override; 00 and 01 take what came in. */
static bool override(const struct twin_ctx *c, u64 code, bool incoming)
{
	if (!c->id->perms_ovr || code < 2)
		return incoming;
	return code == 3;
}

/* Writes and atomics are Data, whatever anybody says (13.1.2). */
static void override_access(struct twin_ctx *c, u64 privcfg, u64 instcfg)
{
	c->priv = override(c, privcfg, c->priv);
	if (!c->write)
		c->instr = override(c, instcfg, c->instr);
}

/* Everything of a Non-secure stream is Non-secure. */
static void override_ns(struct twin_ctx *c, u64 nscfg)
{
	c->ns = !c->secure || override(c, nscfg, c->ns);
}

/* ---- SMMUEN = 0 (3.11, 13.2) ---- */

static void apply_gbpa(struct twin_ctx *c)
{
	u64 gbpa = c->bank->gbpa;
	struct twin_type_cfg cfg = {
		.memattr = ref_get(&gbpa, 3, 0),
		.mtcfg = ref_get(&gbpa, 4, 4),
		.alloccfg = ref_get(&gbpa, 11, 8),
		.shcfg = ref_get(&gbpa, 13, 12),
	};

	override_ns(c, ref_get(&gbpa, 15, 14));
	override_access(c, ref_get(&gbpa, 17, 16), ref_get(&gbpa, 19, 18));
	c->attr = twin_override(c->id, c->attr, &cfg);
}

static bool global_bypass(struct twin_ctx *c)
{
	if (c->bank->gbpa & REF_GBPA_ABORT)
		return twin_silent(c);
	if (c->addr >= twin_oas_end(c->id))
		return twin_silent(c);
	apply_gbpa(c);
	if (c->secure && c->instr && c->ns && c->bank->cr0 & REF_S_CR0_SIF)
		return twin_silent(c);
	return true;
}

/* ---- the STE's part ---- */

static void apply_ste(struct twin_ctx *c)
{
	struct twin_type_cfg cfg = {
		.memattr = ref_get(c->ste, REF_STE_MEMATTR),
		.mtcfg = ref_get(c->ste, REF_STE_MTCFG),
		.alloccfg = ref_get(c->ste, REF_STE_ALLOCCFG),
		.shcfg = ref_get(c->ste, REF_STE_SHCFG),
	};

	override_access(c, ref_get(c->ste, REF_STE_PRIVCFG),
			ref_get(c->ste, REF_STE_INSTCFG));
	c->attr = twin_override(c->id, c->attr, &cfg);
}

/* 4.1: which CD, if any, and C_BAD_SUBSTREAMID, F_STREAM_DISABLED */
static bool choose_substream(struct twin_ctx *c)
{
	unsigned int cdmax = twin_s1cdmax(c);
	u64 s1dss = ref_get(c->ste, REF_STE_S1DSS);

	if (c->txn->ssv && (!c->stage1 || !cdmax ||
			    c->txn->ssid >= ref_pow2(cdmax)))
		return twin_bad_substreamid(c);
	if (!c->stage1 || !cdmax)
		return true;
	if (c->txn->ssv) {
		if (c->txn->ssid == 0 && s1dss == REF_S1DSS_CD0)
			return twin_error(c, REF_F_STREAM_DISABLED);
		return true;
	}
	if (s1dss == REF_S1DSS_BYPASS)
		c->stage1 = false;
	else if (s1dss != REF_S1DSS_CD0)
		return twin_error(c, REF_F_STREAM_DISABLED);
	return true;
}

static bool context(struct twin_ctx *c)
{
	if (!twin_fetch_cd(c))
		return false;
	if (twin_cd_illegal(c))
		return twin_error(c, REF_C_BAD_CD);
	if (c->world->trace) {
		c->world->trace->stage1 = true;
		memcpy(c->world->trace->cd, c->cd, sizeof(c->cd));
	}
	return true;
}

static bool stages(struct twin_ctx *c)
{
	if (c->stage1) {
		if (!context(c) || !twin_stage1(c))
			return false;
	} else {
		if (!c->type)
			override_ns(c, ref_get(c->ste, REF_STE_NSCFG));
		if (!twin_stage1_bypass(c))
			return false;
	}
	if (c->type == TWIN_S1_ONLY)
		return true;
	return !c->stage2 || twin_stage2_final(c);
}

/* 9.1.3: INV_STAGE; @c keeps the stages that are asked for. */
static bool choose_stages(struct twin_ctx *c)
{
	bool want1 = c->type == TWIN_S1_ONLY || c->type == TWIN_BOTH;
	bool want2 = c->type == TWIN_S2_ONLY || c->type == TWIN_BOTH;

	if ((want1 && !c->stage1) || (want2 && !c->stage2)) {
		c->out->event = REF_INV_STAGE;
		return false;
	}
	c->stage1 = want1;
	return true;
}

bool twin_stream(struct twin_ctx *c)
{
	unsigned int config;

	if (!twin_fetch_ste(c))
		return false;
	if (twin_ste_illegal(c))
		return twin_error(c, REF_C_BAD_STE);
	config = ref_get(c->ste, REF_STE_CONFIG);
	if (config < REF_CONFIG_BYPASS && !c->type)
		return twin_silent(c);
	c->streamworld = twin_streamworld(c);
	c->stage1 = config == REF_CONFIG_S1 || config == REF_CONFIG_NESTED;
	c->stage2 = config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED;
	if (c->world->trace) {
		c->world->trace->staged = true;
		c->world->trace->stage2 = c->stage2;
		memcpy(c->world->trace->ste, c->ste, sizeof(c->ste));
	}
	if (!c->type)
		apply_ste(c);
	else if (!choose_stages(c))
		return false;
	return choose_substream(c) && stages(c);
}

/* ---- the whole ---- */

void twin_forward(struct twin_ctx *c)
{
	struct twin_outcome *out = c->out;

	out->fate = TWIN_FORWARD;
	out->pa = c->addr;
	out->space = c->ns ? TWIN_NS : TWIN_S;
	out->log2_size = c->log2_size;
	out->priv = c->priv;
	out->instr = c->instr;
	twin_put_attr(c);
}

struct twin_ctx twin_begin(const struct twin_world *world,
			   const struct twin_txn *txn,
			   struct twin_outcome *out)
{
	bool write = txn->write || txn->atomic;

	*out = (struct twin_outcome){ .fate = TWIN_ABORT };
	if (world->trace)
		*world->trace = (struct twin_trace){ .accessed = true };
	return (struct twin_ctx){
		.world = world, .id = &world->id,
		.bank = &world->bank[txn->sec_sid], .txn = txn,
		.out = out, .secure = txn->sec_sid == TWIN_S,
		.read = !txn->write || txn->atomic, .write = write,
		.priv = txn->priv, .instr = txn->instr && !write,
		.addr = txn->addr, .ns = txn->sec_sid == TWIN_NS || txn->ns,
		.attr = twin_default_attr(),
	};
}

void twin_translate(const struct twin_world *world, const struct twin_txn *txn,
		    struct twin_outcome *out)
{
	struct twin_ctx c = twin_begin(world, txn, out);
	bool go_on;

	if (c.bank->cr0 & REF_SMMUEN)
		go_on = twin_stream(&c);
	else
		go_on = global_bypass(&c);
	if (go_on)
		twin_forward(&c);
}
