// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 1 of the twin (translation.md 5; Arm ARM D8): half, range, walk with
 * every descriptor through stage 2, access flag, permissions, update. And what
 * is checked when stage 1 is off.
 */
#include "twin_int.h"

static u64 get(const struct twin_ctx *c, unsigned int high, unsigned int low)
{
	return ref_get(c->cd, high, low);
}

/* ---- the half of the address space ---- */

/**
 * struct half - TTB0's or TTB1's
 * @upper: TTB1's
 * @disabled: EPDx
 * @e0pd: E0PDx
 * @tbi: TBIx
 * @had: HADx
 * @nscfg: NSCFGx
 * @txsz: TxSZ
 * @granule: log2
 * @ttb: TTBx
 */
struct half {
	bool upper;
	bool disabled;
	bool e0pd;
	bool tbi;
	bool had;
	bool nscfg;
	unsigned int txsz;
	unsigned int granule;
	u64 ttb;
};

static struct half lower_half(const struct twin_ctx *c)
{
	bool two = twin_two_tables(c);

	return (struct half){
		.disabled = two && get(c, REF_CD_EPD0),
		.e0pd = two && c->id->e0pd && get(c, REF_CD_E0PD0),
		.tbi = get(c, REF_CD_TBI0),
		.had = c->id->had && get(c, REF_CD_HAD0),
		.nscfg = get(c, REF_CD_NSCFG0),
		.txsz = get(c, REF_CD_T0SZ),
		.granule = twin_tg0(get(c, REF_CD_TG0)),
		.ttb = ref_get_addr(c->cd, REF_CD_TTB0),
	};
}

static struct half upper_half(const struct twin_ctx *c)
{
	return (struct half){
		.upper = true,
		.disabled = get(c, REF_CD_EPD1),
		.e0pd = c->id->e0pd && get(c, REF_CD_E0PD1),
		.tbi = get(c, REF_CD_TBI1),
		.had = c->id->had && get(c, REF_CD_HAD1),
		.nscfg = get(c, REF_CD_NSCFG1),
		.txsz = get(c, REF_CD_T1SZ),
		.granule = twin_tg1(get(c, REF_CD_TG1)),
		.ttb = ref_get_addr(c->cd, REF_CD_TTB1),
	};
}

static struct half choose_half(const struct twin_ctx *c)
{
	if (twin_two_tables(c) && ref_get(&c->addr, 55, 55))
		return upper_half(c);
	return lower_half(c);
}

/* 5.1: all bits from the input size up are the half's sign. */
static bool in_range(const struct half *half, u64 addr)
{
	unsigned int bit, top = half->tbi ? 55 : 63;

	for (bit = 64 - half->txsz; bit <= top; bit++)
		if (ref_get(&addr, bit, bit) != half->upper)
			return false;
	return true;
}

static bool half_faults(const struct twin_ctx *c, const struct half *half)
{
	if (half->disabled)
		return true;
	if (half->e0pd && !c->priv)
		return true;
	return !in_range(half, c->addr);
}

/* ---- the walk ---- */

/**
 * struct leaf - a descriptor, where it was, and what the tables above it added
 * @desc: the descriptor
 * @level: its level
 * @addr: its address, an IPA with stage 2
 * @pa: its physical address
 * @ns: that is in the Non-secure space; everything below stays there
 * @ap_ro: APTable[1]
 * @ap_priv: APTable[0]
 * @pxn: PXNTable
 * @uxn: UXNTable, XNTable
 * @visit: what the trace says of it
 */
struct leaf {
	u64 desc;
	unsigned int level;
	u64 addr;
	u64 pa;
	bool ns;
	bool ap_ro;
	bool ap_priv;
	bool pxn;
	bool uxn;
	struct twin_visit *visit;
};

static bool through_stage2(struct twin_ctx *c, const struct leaf *leaf,
			   bool write, struct twin_page *page)
{
	struct twin_request req = {
		.ipa = leaf->addr, .ns = leaf->ns, .class = REF_CLASS_TT,
		.read = true, .write = write,
	};

	*page = (struct twin_page){ .pa = leaf->addr, .ns = leaf->ns };
	return !c->stage2 || twin_stage2(c, &req, page);
}

static bool read_descriptor(struct twin_ctx *c, const struct half *half,
			    struct leaf *leaf)
{
	struct twin_page page;

	if (!through_stage2(c, leaf, false, &page))
		return false;
	leaf->pa = page.pa;
	leaf->visit = twin_visit(c, &(struct twin_visit){
		.place = TWIN_AT_STAGE1, .space = page.ns ? TWIN_NS : TWIN_S,
		.addr = page.pa, .input = c->addr, .level = leaf->level,
		.granule = half->granule });
	if (!twin_read(c, page.ns, page.pa, &leaf->desc, 1))
		return twin_stage1_eabt(c, page.pa);
	return true;
}

/* HAD turns off all of it but NSTable, which only Secure streams have. */
static void add_table(const struct half *half, struct leaf *leaf)
{
	u64 ap = ref_get(&leaf->desc, REF_D_APTABLE);

	leaf->ns |= ref_get(&leaf->desc, REF_D_NSTABLE);
	if (half->had)
		return;
	leaf->ap_ro |= ap >= 2;
	leaf->ap_priv |= ap % 2;
	leaf->pxn |= ref_get(&leaf->desc, REF_D_PXNTABLE);
	leaf->uxn |= ref_get(&leaf->desc, REF_D_UXNTABLE);
}

/* Fetch, type, output size of one level (7.3.22) */
static bool visit(struct twin_ctx *c, const struct half *half,
		  struct leaf *leaf)
{
	u64 output;

	if (!read_descriptor(c, half, leaf))
		return false;
	if (twin_kind(half->granule, leaf->level, leaf->desc) == TWIN_NOTHING)
		return twin_stage1_fault(c, REF_F_TRANSLATION);
	output = twin_output(half->granule, leaf->level, leaf->desc);
	if (output >= twin_ps_end(c->id, get(c, REF_CD_IPS)))
		return twin_stage1_fault(c, REF_F_ADDR_SIZE);
	return true;
}

static bool walk(struct twin_ctx *c, const struct half *half,
		 struct leaf *leaf)
{
	unsigned int level = twin_stage1_start(half->granule, half->txsz);
	unsigned int iasize = 64 - half->txsz;
	u64 ia = c->addr % ref_pow2(iasize);
	unsigned int shift = twin_shift(half->granule, level);
	u64 table = twin_align(half->ttb, iasize - shift + 3);

	*leaf = (struct leaf){ .ns = !c->secure || half->nscfg };
	for (;; level++) {
		shift = twin_shift(half->granule, level);
		leaf->level = level;
		leaf->addr = table + ia / ref_pow2(shift) * sizeof(u64);
		if (!visit(c, half, leaf))
			return false;
		if (twin_kind(half->granule, level, leaf->desc) == TWIN_LEAF)
			return true;
		table = twin_output(half->granule, level, leaf->desc);
		add_table(half, leaf);
		ia %= ref_pow2(shift);
	}
}

/* ---- flags (3.13) ---- */

static bool access_flag_managed(const struct twin_ctx *c)
{
	return c->id->httu >= 1 && get(c, REF_CD_HA);
}

/* {HD, HA} = 10 is off. */
static bool dirty_managed(const struct twin_ctx *c)
{
	return c->id->httu >= 2 && get(c, REF_CD_HA) && get(c, REF_CD_HD);
}

static bool access_flag_faults(const struct twin_ctx *c, u64 desc)
{
	if (ref_get(&desc, REF_D_AF) || access_flag_managed(c))
		return false;
	return !get(c, REF_CD_AFFD);
}

/* ---- permissions ---- */

static bool output_ns(const struct twin_ctx *c, const struct leaf *leaf)
{
	return !c->secure || leaf->ns || ref_get(&leaf->desc, REF_D_NS);
}

/* Read-only only because it is clean, and that can be mended */
static bool is_clean(const struct twin_ctx *c, u64 desc)
{
	return dirty_managed(c) && ref_get(&desc, REF_D_DBM) &&
	       ref_get(&desc, REF_D_AP) >= 2;
}

/* Rights of both privileges; writable-clean counts as writable. */
struct rights {
	bool pr, pw, px;
	bool ur, uw, ux;
};

static struct rights direct_rights(const struct twin_ctx *c,
				   const struct leaf *leaf)
{
	u64 ap = ref_get(&leaf->desc, REF_D_AP);
	bool ro = leaf->ap_ro || (ap >= 2 && !is_clean(c, leaf->desc));
	bool user = ap % 2 && !leaf->ap_priv;
	bool pxn = leaf->pxn || ref_get(&leaf->desc, REF_D_PXN);
	bool uxn = leaf->uxn || ref_get(&leaf->desc, REF_D_UXN);

	/* Privileged code is never writable by the unprivileged. */
	return (struct rights){
		.pr = true, .pw = !ro, .px = !pxn && !(user && !ro),
		.ur = user, .uw = user && !ro, .ux = !uxn,
	};
}

/* One table: AP[1] counts as 1, there is XN only, and all is privileged. */
static struct rights single_rights(const struct twin_ctx *c,
				   const struct leaf *leaf)
{
	u64 ap = ref_get(&leaf->desc, REF_D_AP);
	bool ro = leaf->ap_ro || (ap >= 2 && !is_clean(c, leaf->desc));
	bool xn = leaf->uxn || ref_get(&leaf->desc, REF_D_UXN);

	return (struct rights){ .pr = true, .pw = !ro, .px = !xn };
}

/* PAN is for data; EPAN: as unprivileged as can be executed */
static bool pan_forbids(const struct twin_ctx *c, const struct rights *r)
{
	if (!twin_two_tables(c) || !get(c, REF_CD_PAN) || c->instr)
		return false;
	if (r->ur || r->uw)
		return true;
	return c->id->epan && get(c, REF_CD_EPAN) && r->ux;
}

/* Secure code is not in Non-secure memory (6.3.57.2). */
static bool sif_forbids(const struct twin_ctx *c, bool ns)
{
	return c->secure && ns && c->instr &&
	       c->bank->cr0 & REF_S_CR0_SIF;
}

static bool executes(const struct twin_ctx *c, const struct rights *r,
		     bool priv)
{
	bool wxn = get(c, REF_CD_WXN);

	if (priv)
		return r->px && !(wxn && r->pw);
	return r->ux && !(wxn && r->uw);
}

static bool permitted(const struct twin_ctx *c, const struct leaf *leaf)
{
	bool two = twin_two_tables(c), priv = !two || c->priv;
	struct rights r = two ? direct_rights(c, leaf) : single_rights(c, leaf);

	if (c->instr)
		return executes(c, &r, priv) &&
		       !sif_forbids(c, output_ns(c, leaf));
	if (priv && pan_forbids(c, &r))
		return false;
	if (c->write && !(priv ? r.pw : r.uw))
		return false;
	return !c->read || (priv ? r.pr : r.ur);
}

/* ---- the update of the leaf ---- */

static u64 updated(const struct twin_ctx *c, u64 desc)
{
	u64 next = desc;

	if (c->inhibit)
		return desc;
	if (access_flag_managed(c))
		ref_put(&next, REF_D_AF, 1);
	if (c->write && is_clean(c, desc))
		ref_put(&next, REF_D_AP, ref_get(&desc, REF_D_AP) - 2);
	return next;
}

/* A write at stage 2. False: decided; else *@result tells. */
static bool update(struct twin_ctx *c, const struct leaf *leaf,
		   enum twin_cas *result)
{
	u64 next = updated(c, leaf->desc);
	struct twin_page page;

	*result = TWIN_CAS_DONE;
	if (next == leaf->desc)
		return true;
	if (!through_stage2(c, leaf, true, &page))
		return false;
	*result = twin_swap(c, page.ns, page.pa, leaf->desc, next);
	if (*result == TWIN_CAS_ABORT)
		return twin_stage1_eabt(c, page.pa);
	return true;
}

/* ---- the whole ---- */

/* Read by a Secure stream from Non-secure memory: never global. */
static bool is_global(const struct twin_ctx *c, const struct leaf *leaf)
{
	return !ref_get(&leaf->desc, REF_D_NG) && !(c->secure && leaf->ns);
}

static void take(struct twin_ctx *c, const struct half *half,
		 const struct leaf *leaf)
{
	unsigned int shift = twin_shift(half->granule, leaf->level);
	unsigned int index = ref_get(&leaf->desc, REF_D_ATTRINDX);
	u64 mair = ref_get(c->cd, REF_CD_MAIR);

	c->addr = twin_output(half->granule, leaf->level, leaf->desc) +
		  c->addr % ref_pow2(shift);
	c->ns = output_ns(c, leaf);
	c->log2_size = shift;
	c->attr = twin_stage1_attr(c->attr,
				   ref_get(&mair, 8 * index + 7, 8 * index),
				   ref_get(&leaf->desc, REF_D_SH));
	c->out->global = is_global(c, leaf);
}

static void note(const struct twin_ctx *c, const struct leaf *leaf)
{
	struct twin_trace *trace = c->world->trace;
	u64 next = updated(c, leaf->desc);

	leaf->visit->leaf = true;
	if (!trace)
		return;
	trace->global = is_global(c, leaf);
	trace->accessed &= ref_get(&next, REF_D_AF);
}

/* Once more from the start if the leaf changed under the update. */
bool twin_stage1(struct twin_ctx *c)
{
	struct half half = choose_half(c);
	enum twin_cas result;
	struct leaf leaf;
	unsigned int try;

	if (c->world->trace)
		c->world->trace->upper = half.upper;
	if (half_faults(c, &half))
		return twin_stage1_fault(c, REF_F_TRANSLATION);
	for (try = 0; try < TWIN_TRIES; try++) {
		if (!walk(c, &half, &leaf))
			return false;
		note(c, &leaf);
		if (access_flag_faults(c, leaf.desc))
			return twin_stage1_fault(c, REF_F_ACCESS);
		if (!permitted(c, &leaf))
			return twin_stage1_fault(c, REF_F_PERMISSION);
		if (!update(c, &leaf, &result))
			return false;
		if (result == TWIN_CAS_DONE) {
			take(c, &half, &leaf);
			return true;
		}
	}
	return twin_stage1_eabt(c, leaf.pa);
}

/* 3.4, 6.3.57.2: no CD decides, so both always abort and are recorded. */
bool twin_stage1_bypass(struct twin_ctx *c)
{
	u64 end = c->stage2 ? twin_ias_end(c->id) : twin_oas_end(c->id);

	if (c->addr >= end)
		return twin_error(c, REF_F_ADDR_SIZE);
	if (sif_forbids(c, c->ns))
		return twin_error(c, REF_F_PERMISSION);
	return true;
}
