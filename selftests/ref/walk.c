// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle's steps: bypass, stream table, STE, CD, range check, walk,
 * permissions (3.3.2, 7.3.22; Arm ARM D8 for the walk).
 */
#include "walk.h"

#include "regs.h"
#include "structs.h"

#define STE_BYTES	64

struct ctx {
	const struct ref_world *world;
	const struct ref_txn *txn;
	struct ref_outcome *out;
	u64 ste[REF_STE_WORDS];
	u64 cd[REF_CD_WORDS];
};

/* ---- endings ---- */

static void forward(struct ctx *c, u64 pa)
{
	c->out->fate = REF_FORWARD;
	c->out->pa = pa;
}

static void silent_abort(struct ctx *c)
{
	c->out->fate = REF_ABORT;
}

static struct ref_event event_of(const struct ctx *c, u8 number)
{
	const struct ref_txn *txn = c->txn;

	return (struct ref_event){
		.number = number,
		.ssv = txn->ssv,
		.ssid = txn->ssid,
		.sid = txn->sid,
		.priv = txn->priv,
		.instr = txn->instr && !txn->write,
		.read = !txn->write,
		.class = REF_CLASS_IN,
		.input = txn->addr,
	};
}

static void finish(struct ctx *c, const struct ref_event *event)
{
	c->out->fate = REF_ABORT;
	c->out->event = event->number;
	c->out->recorded = true;
	ref_event_encode(event, c->out->record);
}

static void plain_error(struct ctx *c, u8 number)
{
	struct ref_event event = event_of(c, number);

	finish(c, &event);
}

static void fetch_error(struct ctx *c, u8 number, u64 addr)
{
	struct ref_event event = event_of(c, number);

	event.class = REF_CLASS_TT;	/* only F_WALK_EABT has it */
	event.fetch = addr & (ref_pow2(c->world->id->oas) - 1);
	finish(c, &event);
}

static void bad_streamid(struct ctx *c)
{
	plain_error(c, REF_C_BAD_STREAMID);
	c->out->recorded = c->world->cr2 & REF_CR2_RECINVSID;
}

/* A stage 1 fault of the four kinds: CD.A and CD.R decide (5.5). */
static void stage1_fault(struct ctx *c, u8 number)
{
	plain_error(c, number);
	c->out->recorded = ref_get(c->cd, REF_CD_R);
	if (!ref_get(c->cd, REF_CD_A))
		c->out->fate = REF_RAZWI;
}

/* ---- memory ---- */

/* Addresses beyond OAS do not exist (3.4.3). */
static bool load(const struct ctx *c, u64 addr, u64 *words, unsigned int count)
{
	unsigned int i;

	if (addr >= ref_pow2(c->world->id->oas))
		return false;
	for (i = 0; i < count; i++)
		if (!c->world->read64(c->world->arg, addr + i * sizeof(u64),
				      &words[i]))
			return false;
	return true;
}

/* ---- stream table (3.3.1, 6.3.24, 6.3.25) ---- */

static u64 align_down(u64 addr, unsigned int log2)
{
	return log2 < REF_WORD ? addr & ~(ref_pow2(log2) - 1) : 0;
}

static bool locate_linear(struct ctx *c, u64 base, u64 *addr)
{
	u64 cfg = c->world->strtab_cfg;

	base = align_down(base, ref_get(&cfg, REF_STRTAB_LOG2SIZE) + 6);
	*addr = base + (u64)c->txn->sid * STE_BYTES;
	return true;
}

static bool l1std_covers(u64 l1std, unsigned int split, u32 leaf)
{
	u64 span = ref_get(&l1std, REF_L1STD_SPAN);

	return span >= 1 && span <= 11 && span <= split + 1 &&
	       leaf < ref_pow2(span - 1);
}

static bool locate_two_level(struct ctx *c, u64 base, u64 *addr)
{
	u64 cfg = c->world->strtab_cfg;
	unsigned int log2 = ref_get(&cfg, REF_STRTAB_LOG2SIZE);
	unsigned int split = ref_get(&cfg, REF_STRTAB_SPLIT);
	unsigned int align = 6;
	u32 leaf;
	u64 l1std, at;

	if (split != 6 && split != 8 && split != 10)
		split = 6;
	if (log2 > split && log2 - split + 3 > align)
		align = log2 - split + 3;
	leaf = c->txn->sid & (ref_pow2(split) - 1);
	at = align_down(base, align) +
	     (u64)(c->txn->sid / ref_pow2(split)) * sizeof(u64);
	if (!load(c, at, &l1std, 1)) {
		fetch_error(c, REF_F_STE_FETCH, at);
		return false;
	}
	if (!l1std_covers(l1std, split, leaf)) {
		bad_streamid(c);
		return false;
	}
	*addr = align_down(ref_get_addr(&l1std, REF_L1STD_L2PTR),
			   6 + ref_get(&l1std, REF_L1STD_SPAN) - 1) +
		leaf * STE_BYTES;
	return true;
}

static bool fetch_ste(struct ctx *c)
{
	u64 cfg = c->world->strtab_cfg;
	u64 base = ref_get_addr(&c->world->strtab_base, 55, 6);
	u64 log2 = ref_get(&cfg, REF_STRTAB_LOG2SIZE);
	bool found;
	u64 addr;

	if (log2 > c->world->id->sidsize)
		log2 = c->world->id->sidsize;
	if (c->txn->sid >= ref_pow2(log2)) {
		bad_streamid(c);
		return false;
	}
	if (c->world->id->st_level && ref_get(&cfg, REF_STRTAB_FMT) == 1)
		found = locate_two_level(c, base, &addr);
	else
		found = locate_linear(c, base, &addr);
	if (!found)
		return false;
	if (!load(c, addr, c->ste, REF_STE_WORDS)) {
		fetch_error(c, REF_F_STE_FETCH, addr);
		return false;
	}
	return true;
}

/* ---- stage 1 ---- */

/**
 * struct half - TTB0's or TTB1's half of the address space
 */
struct half {
	bool upper;
	bool disabled;
	bool tbi;
	bool had;
	unsigned int txsz;
	u64 ttb;
};

static struct half choose_half(const struct ctx *c)
{
	const u64 *cd = c->cd;

	if (ref_get(&c->txn->addr, 55, 55))
		return (struct half){
			.upper = true,
			.disabled = ref_get(cd, REF_CD_EPD1),
			.tbi = ref_get(cd, REF_CD_TBI1),
			.had = ref_get(cd, REF_CD_HAD1),
			.txsz = ref_get(cd, REF_CD_T1SZ),
			.ttb = ref_get_addr(cd, REF_CD_TTB1),
		};
	return (struct half){
		.disabled = ref_get(cd, REF_CD_EPD0),
		.tbi = ref_get(cd, REF_CD_TBI0),
		.had = ref_get(cd, REF_CD_HAD0),
		.txsz = ref_get(cd, REF_CD_T0SZ),
		.ttb = ref_get_addr(cd, REF_CD_TTB0),
	};
}

/* Do all bits from the input size up equal the half's sign? */
static bool in_range(const struct half *half, u64 addr)
{
	unsigned int bit, top = half->tbi ? 55 : 63;

	for (bit = 64 - half->txsz; bit <= top; bit++)
		if (ref_get(&addr, bit, bit) != half->upper)
			return false;
	return true;
}

/**
 * struct leaf - a leaf descriptor and what its tables added
 */
struct leaf {
	u64 desc;
	unsigned int level;
	bool ap_ro;
	bool ap_priv;
	bool pxn;
	bool uxn;
};

static unsigned int level_shift(unsigned int level)
{
	return 12 + 9 * (3 - level);
}

static unsigned int effective_ips(const struct ctx *c)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48, 52, 52 };
	unsigned int ips = bits[ref_get(c->cd, REF_CD_IPS)];

	return ips < c->world->id->oas ? ips : c->world->id->oas;
}

static void add_table(struct leaf *leaf, u64 desc)
{
	u64 ap = ref_get(&desc, REF_D_APTABLE);

	leaf->ap_ro |= ap >= 2;
	leaf->ap_priv |= ap % 2;
	leaf->pxn |= ref_get(&desc, REF_D_PXNTABLE);
	leaf->uxn |= ref_get(&desc, REF_D_UXNTABLE);
}

/* Is the descriptor a leaf, a table, or nothing at this level? */
enum kind { NOTHING, TABLE, LEAF };

static enum kind descriptor_kind(u64 desc, unsigned int level)
{
	u64 type = ref_get(&desc, REF_D_TYPE);

	if (level == 3)
		return type == REF_D_PAGE ? LEAF : NOTHING;
	if (type == REF_D_TABLE)
		return TABLE;
	return type == REF_D_BLOCK && level != 0 ? LEAF : NOTHING;
}

static u64 output_of(u64 desc, enum kind kind, unsigned int level)
{
	u64 addr = ref_get_addr(&desc, REF_D_OA);

	return kind == LEAF ? align_down(addr, level_shift(level)) : addr;
}

static unsigned int start_level(const struct half *half)
{
	if (half->txsz <= 24)
		return 0;
	return half->txsz <= 33 ? 1 : 2;
}

static bool walk(struct ctx *c, const struct half *half, struct leaf *leaf)
{
	unsigned int iasize = 64 - half->txsz;
	u64 ia = c->txn->addr & (ref_pow2(iasize) - 1);
	unsigned int level = start_level(half);
	unsigned int top = iasize - level_shift(level);
	u64 table = align_down(half->ttb, top + 3);
	enum kind kind;
	u64 at;

	for (;;) {
		at = table + ia / ref_pow2(level_shift(level)) * sizeof(u64);
		if (!load(c, at, &leaf->desc, 1)) {
			fetch_error(c, REF_F_WALK_EABT, at);
			return false;
		}
		kind = descriptor_kind(leaf->desc, level);
		if (kind == NOTHING) {
			stage1_fault(c, REF_F_TRANSLATION);
			return false;
		}
		table = output_of(leaf->desc, kind, level);
		if (table >= ref_pow2(effective_ips(c))) {
			stage1_fault(c, REF_F_ADDR_SIZE);
			return false;
		}
		if (kind == LEAF) {
			leaf->level = level;
			return true;
		}
		if (!half->had)
			add_table(leaf, leaf->desc);
		ia &= ref_pow2(level_shift(level)) - 1;
		level++;
	}
}

/* Arm ARM D8.4.1.2, two-table worlds, direct permissions. */
static bool permitted(const struct ctx *c, const struct leaf *leaf)
{
	const struct ref_txn *txn = c->txn;
	u64 ap = ref_get(&leaf->desc, REF_D_AP);
	bool user = ap % 2 && !leaf->ap_priv;
	bool writable = ap < 2 && !leaf->ap_ro;
	bool pxn = leaf->pxn || ref_get(&leaf->desc, REF_D_PXN);
	bool uxn = leaf->uxn || ref_get(&leaf->desc, REF_D_UXN);
	bool wxn = ref_get(c->cd, REF_CD_WXN);

	if (!txn->write && txn->instr) {
		if (txn->priv)
			return !pxn && !(user && writable) &&
			       !(wxn && writable);
		return !uxn && !(wxn && user && writable);
	}
	if (txn->priv && user && ref_get(c->cd, REF_CD_PAN))
		return false;
	if (!txn->priv && !user)
		return false;
	return !txn->write || writable;
}

/* 5.4: what reserved MAIR bytes act as. */
static u8 effective_attr(u8 attr)
{
	u8 high = attr / 16, low = attr % 16;

	if (high == 0)
		return low / 4 * 4;	/* Device, by its two upper bits */
	if (low == 0)
		return attr + 3;	/* inner write-through transient */
	return attr;
}

static void set_attributes(struct ctx *c, const struct leaf *leaf)
{
	unsigned int index = ref_get(&leaf->desc, REF_D_ATTRINDX);
	u64 mair = ref_get(c->cd, REF_CD_MAIR);
	u8 attr = effective_attr(ref_get(&mair, 8 * index + 7, 8 * index));

	c->out->attr = attr;
	c->out->sh = ref_get(&leaf->desc, REF_D_SH);
	/* Device and Non-cacheable are Outer Shareable (13.1.2). */
	if (attr < 0x10 || attr == 0x44)
		c->out->sh = REF_OSH;
}

static void stage1(struct ctx *c)
{
	struct half half = choose_half(c);
	struct leaf leaf = { 0 };
	u64 size;

	if (half.disabled || !in_range(&half, c->txn->addr)) {
		stage1_fault(c, REF_F_TRANSLATION);
		return;
	}
	if (!walk(c, &half, &leaf))
		return;
	if (!ref_get(&leaf.desc, REF_D_AF) && !ref_get(c->cd, REF_CD_AFFD)) {
		stage1_fault(c, REF_F_ACCESS);
		return;
	}
	if (!permitted(c, &leaf)) {
		stage1_fault(c, REF_F_PERMISSION);
		return;
	}
	size = ref_pow2(level_shift(leaf.level));
	c->out->level = leaf.level;
	c->out->global = !ref_get(&leaf.desc, REF_D_NG);
	set_attributes(c, &leaf);
	forward(c, output_of(leaf.desc, LEAF, leaf.level) +
		c->txn->addr % size);
}

/* ---- the whole ---- */

static void global_bypass(struct ctx *c)
{
	if (c->world->gbpa & REF_GBPA_ABORT ||
	    c->txn->addr >= ref_pow2(c->world->id->oas))
		silent_abort(c);
	else
		forward(c, c->txn->addr);
}

static void stream_bypass(struct ctx *c)
{
	if (c->txn->addr >= ref_pow2(c->world->id->oas))
		plain_error(c, REF_F_ADDR_SIZE);
	else
		forward(c, c->txn->addr);
}

static void translate_stream(struct ctx *c)
{
	u64 config, cd_at;

	if (!fetch_ste(c))
		return;
	if (!ref_ste_is_valid(c->world->id, c->ste)) {
		plain_error(c, REF_C_BAD_STE);
		return;
	}
	config = ref_get(c->ste, REF_STE_CONFIG);
	if (config < REF_CONFIG_BYPASS) {
		silent_abort(c);
		return;
	}
	if (c->txn->ssv) {	/* SSIDSIZE = 0 */
		plain_error(c, REF_C_BAD_SUBSTREAMID);
		return;
	}
	if (config == REF_CONFIG_BYPASS) {
		stream_bypass(c);
		return;
	}
	cd_at = ref_get_addr(c->ste, REF_STE_S1CONTEXTPTR);
	if (!load(c, cd_at, c->cd, REF_CD_WORDS))
		fetch_error(c, REF_F_CD_FETCH, cd_at);
	else if (!ref_cd_is_valid(c->world->id, c->cd))
		plain_error(c, REF_C_BAD_CD);
	else
		stage1(c);
}

void ref_translate(const struct ref_world *world, const struct ref_txn *txn,
		   struct ref_outcome *out)
{
	struct ctx c = { .world = world, .txn = txn, .out = out };

	/* Untranslated: Normal write-back, Non-shareable (13.1.3). */
	*out = (struct ref_outcome){
		.level = -1, .attr = 0xff, .sh = REF_NSH };
	if (!world->smmuen)
		global_bypass(&c);
	else
		translate_stream(&c);
}
