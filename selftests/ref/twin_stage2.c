// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 2 of the twin (translation.md 7; Arm ARM D8): range, walk, access flag,
 * permissions, update.
 */
#include "twin_int.h"

static u64 get(const struct twin_ctx *c, unsigned int high, unsigned int low)
{
	return ref_get(c->ste, high, low);
}

/**
 * struct tables - the tables of one IPA space
 * @granule: log2
 * @start: first level
 * @t0sz: see there
 * @ttb: address
 * @walk_ns: descriptors are in the Non-secure PA space
 * @output_ns: so are the pages
 */
struct tables {
	unsigned int granule;
	unsigned int start;
	unsigned int t0sz;
	u64 ttb;
	bool walk_ns;
	bool output_ns;
};

/* 5.3: start level of {S2TG, S2SL0}, which are consistent */
static unsigned int start_level(unsigned int granule, unsigned int sl0)
{
	static const unsigned int of_4k[] = { 2, 1, 0, 3 };

	return granule == 12 ? of_4k[sl0] : 3 - sl0;
}

static struct tables secure_tables(const struct twin_ctx *c)
{
	unsigned int granule = twin_tg0(get(c, REF_STE_S_S2TG));
	bool s2sw = get(c, REF_STE_S2SW), s2sa = get(c, REF_STE_S2SA);

	return (struct tables){
		.granule = granule,
		.start = start_level(granule, get(c, REF_STE_S_S2SL0)),
		.t0sz = get(c, REF_STE_S_S2T0SZ),
		.ttb = ref_get_addr(c->ste, REF_STE_S_S2TTB),
		.walk_ns = s2sw,
		.output_ns = s2sw || s2sa,
	};
}

static struct tables ns_tables(const struct twin_ctx *c)
{
	unsigned int granule = twin_tg0(get(c, REF_STE_S2TG));
	bool s2nsw = get(c, REF_STE_S2NSW), s2nsa = get(c, REF_STE_S2NSA);
	bool s2sw = get(c, REF_STE_S2SW), s2sa = get(c, REF_STE_S2SA);

	return (struct tables){
		.granule = granule,
		.start = start_level(granule, get(c, REF_STE_S2SL0)),
		.t0sz = get(c, REF_STE_S2T0SZ),
		.ttb = ref_get_addr(c->ste, REF_STE_S2TTB),
		.walk_ns = !c->secure || s2nsw,
		.output_ns = !c->secure || s2nsw || s2sw || s2sa || s2nsa,
	};
}

/* 3.10.2.2: two sets for Secure streams, by IPA space */
static struct tables tables_for(const struct twin_ctx *c,
				const struct twin_request *req)
{
	if (c->secure && !req->ns)
		return secure_tables(c);
	return ns_tables(c);
}

static bool translation_fault(struct twin_ctx *c,
			      const struct twin_request *req)
{
	return twin_stage2_fault(c, REF_F_TRANSLATION, req, false);
}

/* One descriptor, and where it was */
struct place {
	u64 addr;
	u64 desc;
	unsigned int level;
	struct twin_visit *visit;
};

/* The index of the start level includes concatenated tables. */
static bool walk(struct twin_ctx *c, const struct twin_request *req,
		 const struct tables *t, struct place *leaf)
{
	unsigned int iasize = 64 - t->t0sz, level = t->start;
	unsigned int shift = twin_shift(t->granule, level);
	u64 table = twin_align(t->ttb, iasize - shift + 3), ia = req->ipa;
	u64 output;

	for (;; level++) {
		shift = twin_shift(t->granule, level);
		leaf->level = level;
		leaf->addr = table + ia / ref_pow2(shift) * sizeof(u64);
		leaf->visit = twin_visit(c, &(struct twin_visit){
			.place = TWIN_AT_STAGE2,
			.space = t->walk_ns ? TWIN_NS : TWIN_S,
			.addr = leaf->addr, .input = req->ipa,
			.ns_ipa = req->ns, .class = req->class,
			.level = level, .granule = t->granule });
		if (!twin_read(c, t->walk_ns, leaf->addr, &leaf->desc, 1))
			return twin_stage2_eabt(c, req, leaf->addr);
		if (twin_kind(t->granule, level, leaf->desc) == TWIN_NOTHING)
			return translation_fault(c, req);
		output = twin_output(t->granule, level, leaf->desc);
		if (output >= twin_ps_end(c->id, get(c, REF_STE_S2PS)))
			return twin_stage2_fault(c, REF_F_ADDR_SIZE, req,
						 false);
		if (twin_kind(t->granule, level, leaf->desc) == TWIN_LEAF)
			return true;
		table = output;
		ia %= ref_pow2(shift);
	}
}

/* ---- flags (3.13) ---- */

static bool access_flag_managed(const struct twin_ctx *c)
{
	return c->id->httu >= 1 && get(c, REF_STE_S2HA);
}

/* {S2HA, S2HD} = 01 is off. */
static bool dirty_managed(const struct twin_ctx *c)
{
	return c->id->httu >= 2 && get(c, REF_STE_S2HA) &&
	       get(c, REF_STE_S2HD);
}

static bool access_flag_faults(const struct twin_ctx *c, u64 desc)
{
	if (ref_get(&desc, REF_D_AF) || access_flag_managed(c))
		return false;
	return !get(c, REF_STE_S2AFFD);
}

/* ---- permissions ---- */

static bool readable(u64 desc)
{
	return ref_get(&desc, REF_D2_S2AP) % 2;
}

static bool is_clean(const struct twin_ctx *c, u64 desc)
{
	return dirty_managed(c) && ref_get(&desc, REF_D_DBM) &&
	       ref_get(&desc, REF_D2_S2AP) < 2;
}

static bool writable(const struct twin_ctx *c, u64 desc)
{
	return ref_get(&desc, REF_D2_S2AP) >= 2 || is_clean(c, desc);
}

static bool executable(const struct twin_ctx *c, u64 desc)
{
	u64 xn = ref_get(&desc, REF_D2_XN);

	if (!c->id->xnx)
		return xn < 2;
	switch (xn) {
	case 0:
		return true;
	case 1:
		return !c->priv;
	case 3:
		return c->priv;
	}
	return false;
}

/* 5.2 S2PTW: what the SMMU itself reads must not be Device. */
static bool protected_walk(const struct twin_ctx *c,
			   const struct twin_request *req, u64 desc)
{
	bool fwb = c->id->fwb && get(c, REF_STE_S2FWB);

	return get(c, REF_STE_CONFIG) == REF_CONFIG_NESTED &&
	       get(c, REF_STE_S2PTW) && req->class != REF_CLASS_IN &&
	       twin_stage2_device(fwb, ref_get(&desc, REF_D2_MEMATTR));
}

/* Writing is checked before reading (13.1.1). */
static bool check(struct twin_ctx *c, const struct twin_request *req, u64 desc)
{
	bool read_only = req->class == REF_CLASS_IN && req->write && req->read;

	if (req->write && !writable(c, desc))
		return twin_stage2_fault(c, REF_F_PERMISSION, req, false);
	if (req->instr && !executable(c, desc))
		return twin_stage2_fault(c, REF_F_PERMISSION, req, false);
	if (req->read && !req->instr && !readable(desc))
		return twin_stage2_fault(c, REF_F_PERMISSION, req, read_only);
	if (protected_walk(c, req, desc))
		return twin_stage2_fault(c, REF_F_PERMISSION, req, false);
	return true;
}

/* The descriptor as it has to be after the access. */
static u64 updated(const struct twin_ctx *c, const struct twin_request *req,
		   u64 desc)
{
	u64 next = desc;

	if (c->inhibit)
		return desc;
	if (access_flag_managed(c))
		ref_put(&next, REF_D_AF, 1);
	if (req->write && is_clean(c, desc))
		ref_put(&next, REF_D2_S2AP,
			ref_get(&desc, REF_D2_S2AP) + 2);
	return next;
}

/* ---- the whole ---- */

static void fill(const struct tables *t, const struct twin_request *req,
		 const struct place *leaf, struct twin_page *page)
{
	unsigned int shift = twin_shift(t->granule, leaf->level);

	*page = (struct twin_page){
		.desc = leaf->desc,
		.pa = twin_output(t->granule, leaf->level, leaf->desc) +
		      req->ipa % ref_pow2(shift),
		.ns = t->output_ns,
		.log2_size = shift,
	};
}

/* Once more from the start if the leaf changed under the update. */
bool twin_stage2(struct twin_ctx *c, const struct twin_request *req,
		 struct twin_page *page)
{
	struct tables t = tables_for(c, req);
	struct place leaf;
	unsigned int try;
	u64 next;

	if (req->ipa >= ref_pow2(64 - t.t0sz))
		return translation_fault(c, req);
	for (try = 0; try < TWIN_TRIES; try++) {
		enum twin_cas result = TWIN_CAS_DONE;

		if (!walk(c, req, &t, &leaf))
			return false;
		leaf.visit->leaf = true;
		if (access_flag_faults(c, leaf.desc))
			return twin_stage2_fault(c, REF_F_ACCESS, req, false);
		if (!check(c, req, leaf.desc))
			return false;
		next = updated(c, req, leaf.desc);
		if (c->world->trace && req->class == REF_CLASS_IN)
			c->world->trace->accessed &=
				ref_get(&next, REF_D_AF);
		if (next != leaf.desc)
			result = twin_swap(c, t.walk_ns, leaf.addr, leaf.desc,
					   next);
		fill(&t, req, &leaf, page);
		if (result == TWIN_CAS_DONE)
			return true;
		if (result == TWIN_CAS_ABORT)
			break;
	}
	return twin_stage2_eabt(c, req, leaf.addr);
}

bool twin_stage2_final(struct twin_ctx *c)
{
	struct twin_request req = {
		.ipa = c->addr, .ns = c->ns, .class = REF_CLASS_IN,
		.read = c->read, .write = c->write, .instr = c->instr,
	};
	bool fwb = c->id->fwb && get(c, REF_STE_S2FWB);
	struct twin_page page;

	if (!twin_stage2(c, &req, &page))
		return false;
	c->addr = page.pa;
	c->ns = page.ns;
	if (!c->log2_size || page.log2_size < c->log2_size)
		c->log2_size = page.log2_size;
	c->attr = twin_stage2_attr(c->attr, fwb,
				   ref_get(&page.desc, REF_D2_MEMATTR),
				   ref_get(&page.desc, REF_D_SH));
	return true;
}
