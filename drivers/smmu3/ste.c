// SPDX-License-Identifier: GPL-2.0
/*
 * Stream table entries: validity (5.2.2) and decoding into struct smmu3_stream,
 * and their layout for dumps. Pure.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "names.h"
#include "size_limits.h"
#include "ste.h"
#include "vmsa.h"

/* What an STE says about stage 2 of one IPA space. */
struct ipa_view {
	u64 ttb;
	u8 granule;
	u8 t0sz;
	u8 sl0;
};

/* What the rules look at. */
struct ste_view {
	const struct smmu3_live *live;
	const u64 *ste;
	bool stage1;
	bool stage2;
	u8 strw;
	struct ipa_view ipa[SMMU3_NR_PAS];
};

static bool is_secure(const struct ste_view *view)
{
	return view->live->sec_sid == SMMU3_PAS_S;
}

/* S2P says it for Non-secure streams, SEL2 for Secure ones (5.2 Config). */
static bool has_stage2(const struct ste_view *view)
{
	return view->live->idr0 & SMMU3_IDR0_S2P &&
	       (!is_secure(view) || view->live->sel2);
}

/* The bank's own, as NSSTALLD leaves it (3.12, 6.3.57). */
static u8 stall_model(const struct ste_view *view)
{
	return FIELD_GET(SMMU3_IDR0_STALL_MODEL, view->live->idr0);
}

/* 5.2: STRW is ignored otherwise, and the StreamWorld is that of EL1. */
static bool uses_strw(const struct ste_view *view)
{
	return view->live->idr0 & SMMU3_IDR0_S1P && view->stage1 &&
	       !view->stage2 &&
	       (is_secure(view) || view->live->idr0 & SMMU3_IDR0_HYP);
}

/* 5.2 S2VMID: it tags translations of EL1, of a state that has stage 2. */
static bool uses_vmid(const struct ste_view *view)
{
	if (!has_stage2(view) || !(view->stage1 || view->stage2))
		return false;
	if (uses_strw(view) && view->strw != SMMU3_STRW_EL1)
		return false;
	return view->stage2 || !is_secure(view);
}

/* ---- what makes an STE ILLEGAL ---- */

static bool stage1_missing(const struct ste_view *view)
{
	return !(view->live->idr0 & SMMU3_IDR0_S1P);
}

/* EL3 is Secure, and gone where there are Realms (3.3.3). */
static bool world_missing(const struct ste_view *view)
{
	bool el3 = is_secure(view) && !(view->live->idr0 & SMMU3_IDR0_RME_IMPL);
	bool el2 = !is_secure(view) || view->live->sel2;
	const bool there[] = {
		[SMMU3_STRW_EL1] = true,
		[SMMU3_STRW_EL3] = el3,
		[SMMU3_STRW_EL2] = el2,
		[SMMU3_STRW_RESERVED] = false,
	};

	return uses_strw(view) && !there[view->strw];
}

/* 5.2: S1CDMax is ignored where there are no SubstreamIDs. */
static u8 s1cdmax(const struct ste_view *view)
{
	return view->live->ssidsize ?
	       FIELD_GET(SMMU3_STE0_S1CDMAX, view->ste[0]) : 0;
}

/* 5.2 S1Fmt, which is ignored without substreams. */
static u8 leaf_log2(const struct ste_view *view)
{
	static const u8 log2[] = {
		[SMMU3_S1FMT_4K] = 6,
		[SMMU3_S1FMT_64K] = 10,
		[3] = 0,
	};

	return s1cdmax(view) ?
	       log2[FIELD_GET(SMMU3_STE0_S1FMT, view->ste[0])] : 0;
}

static bool too_many_contexts(const struct ste_view *view)
{
	return s1cdmax(view) > view->live->ssidsize;
}

static bool two_levels_missing(const struct ste_view *view)
{
	return leaf_log2(view) && !(view->live->idr0 & SMMU3_IDR0_CD2L);
}

/* 3.4.3: a physical address, or an IPA, which has as many bits. */
static bool context_beyond_oas(const struct ste_view *view)
{
	return (view->ste[0] & SMMU3_STE0_S1CONTEXTPTR) >=
	       BIT_ULL(view->live->oas);
}

/* It keeps CDs from stalling where they have the choice. */
static bool stall_disable_reserved(const struct ste_view *view)
{
	return view->ste[1] & SMMU3_STE1_S1STALLD &&
	       stall_model(view) != SMMU3_STALL_MODEL_BOTH;
}

static bool stage2_missing(const struct ste_view *view)
{
	return !has_stage2(view);
}

/* 5.5: S2S has to be what STALL_MODEL leaves no choice of. */
static bool stall_reserved(const struct ste_view *view)
{
	bool stall = view->ste[2] & SMMU3_STE2_S2S;

	switch (stall_model(view)) {
	case SMMU3_STALL_MODEL_TERMINATE:
		return stall;
	case SMMU3_STALL_MODEL_FORCED:
		return !stall;
	default:
		return false;
	}
}

/* TTF is 2: VMSAv8-64 only, which D128 does not change. */
static bool format_reserved(const struct ste_view *view)
{
	return !(view->ste[2] & SMMU3_STE2_S2AA64);
}

/* 3.13: 0 nothing, 1 the access flag, 2 dirty state too. */
static bool update_reserved(const struct ste_view *view)
{
	static const u64 reserved[] = {
		SMMU3_STE2_S2HA | SMMU3_STE2_S2HD, SMMU3_STE2_S2HD, 0, 0,
	};

	return view->ste[2] &
	       reserved[FIELD_GET(SMMU3_IDR0_HTTU, view->live->idr0)];
}

/* TTENDIAN is 2. */
static bool endianness_reserved(const struct ste_view *view)
{
	return view->ste[2] & SMMU3_STE2_S2ENDI;
}

/**
 * struct start_level - where walks of stage 2 begin (Arm ARM D8.2.9)
 * @level: level of the first table
 * @oas: bits of output address that it takes; RESERVED: more than there are
 * @stt: it takes small tables
 */
struct start_level {
	s8 level;
	u8 oas;
	bool stt;
};

#define RESERVED	64

/* By granule and SL0; SL0_2 is RES0 without IDR5.DS. */
static const struct start_level start_levels[][4] = {
	[12] = { { 2 }, { 1 }, { 0, 44 }, { 3, 0, true } },
	[14] = { { 3 }, { 2 }, { 1, 42 }, { 0, RESERVED } },
	[16] = { { 3 }, { 2 }, { 1, 44 }, { 0, RESERVED } },
};

static const struct start_level *start_level(const struct ipa_view *ipa)
{
	return &start_levels[ipa->granule][ipa->sl0];
}

/* Bits of IPA that the first table resolves, concatenated ones included. */
static int start_bits(const struct ipa_view *ipa)
{
	return 64 - ipa->t0sz - (int)smmu3_vmsa_shift(ipa->granule,
						      start_level(ipa)->level);
}

/* Arm ARM D8.2.9: one to all bits of a table, and four by concatenation. */
static bool start_inconsistent(const struct smmu3_live *live,
			       const struct ipa_view *ipa)
{
	const struct start_level *start = start_level(ipa);
	int bits = start_bits(ipa);

	return live->oas < start->oas ||
	       (start->stt && !(live->idr3 & SMMU3_IDR3_STT)) ||
	       bits < 1 || bits > ipa->granule - 3 + 4;
}

/* 5.4 IPS, 5.2 S2PS: bits of output address. */
static u8 s2oasize(const struct ste_view *view)
{
	u8 bits = smmu3_vmsa_pa_bits(FIELD_GET(SMMU3_STE2_S2PS, view->ste[2]));

	return min_t(u8, bits, view->live->oas);
}

static bool ipa_space_is_illegal(const struct ste_view *view,
				 const struct ipa_view *ipa)
{
	const struct smmu3_live *live = view->live;

	return !smmu3_has_granule(live, ipa->granule) ||
	       ipa->t0sz > smmu3_txsz_max(live, ipa->granule) ||
	       64 - ipa->t0sz > live->oas ||
	       ipa->ttb >= BIT_ULL(s2oasize(view)) ||
	       start_inconsistent(live, ipa);
}

/* A Secure stream has two of them, whether it uses both or not (5.2.2). */
static bool ipa_spaces_are_illegal(const struct ste_view *view)
{
	return ipa_space_is_illegal(view, &view->ipa[SMMU3_PAS_NS]) ||
	       (is_secure(view) &&
		ipa_space_is_illegal(view, &view->ipa[SMMU3_PAS_S]));
}

static bool vmid_too_wide(const struct ste_view *view)
{
	return uses_vmid(view) && !(view->live->idr0 & SMMU3_IDR0_VMID16) &&
	       FIELD_GET(SMMU3_STE2_S2VMID, view->ste[2]) > GENMASK_ULL(7, 0);
}

/* What makes an STE ILLEGAL, of a stage that Config enables. */
static bool (* const illegal_stage1[])(const struct ste_view *view) = {
	stage1_missing,
	world_missing,
	stall_disable_reserved,
	too_many_contexts,
	two_levels_missing,
	context_beyond_oas,
	NULL,
};

static bool (* const illegal_stage2[])(const struct ste_view *view) = {
	stage2_missing,
	stall_reserved,
	format_reserved,
	update_reserved,
	ipa_spaces_are_illegal,
	endianness_reserved,
	NULL,
};

static bool is_any(bool (* const *rule)(const struct ste_view *view),
		   const struct ste_view *view)
{
	for (; *rule; rule++)
		if ((*rule)(view))
			return true;
	return false;
}

/*
 * 5.2.2, if V is 1 and Config does not abort. Fields of features that the ID
 * registers do not advertise are RES0 and ignored.
 */
static bool is_illegal(const struct ste_view *view)
{
	return (view->stage1 && is_any(illegal_stage1, view)) ||
	       (view->stage2 && is_any(illegal_stage2, view)) ||
	       vmid_too_wide(view);
}

/* ---- what an STE means that is legal ---- */

/* 3.3.3 */
static enum smmu3_world stream_world(const struct ste_view *view)
{
	static const enum smmu3_world worlds[SMMU3_NR_PAS][2][4] = {
		[SMMU3_PAS_NS] = {
			{ [SMMU3_STRW_EL1] = SMMU3_WORLD_NS_EL1,
			  [SMMU3_STRW_EL2] = SMMU3_WORLD_NS_EL2 },
			{ [SMMU3_STRW_EL1] = SMMU3_WORLD_NS_EL1,
			  [SMMU3_STRW_EL2] = SMMU3_WORLD_NS_EL2_E2H },
		},
		[SMMU3_PAS_S] = {
			{ [SMMU3_STRW_EL1] = SMMU3_WORLD_S_EL1,
			  [SMMU3_STRW_EL3] = SMMU3_WORLD_EL3,
			  [SMMU3_STRW_EL2] = SMMU3_WORLD_S_EL2 },
			{ [SMMU3_STRW_EL1] = SMMU3_WORLD_S_EL1,
			  [SMMU3_STRW_EL3] = SMMU3_WORLD_EL3,
			  [SMMU3_STRW_EL2] = SMMU3_WORLD_S_EL2_E2H },
		},
	};
	u8 strw = uses_strw(view) ? view->strw : SMMU3_STRW_EL1;

	return worlds[view->live->sec_sid][view->live->e2h][strw];
}

/* 5.2, 13.1: what is RES0 leaves everything as it comes in. */
static struct smmu3_override decode_override(const struct ste_view *view)
{
	struct smmu3_override override = { .sh = SMMU3_SHCFG_INCOMING };
	u64 perms = SMMU3_STE1_PRIVCFG | SMMU3_STE1_INSTCFG;
	u64 word = view->ste[1];

	if (view->live->idr1 & SMMU3_IDR1_ATTR_TYPES_OVR) {
		override.type = FIELD_GET(SMMU3_STE1_MTCFG |
					  SMMU3_STE1_MEMATTR, word);
		override.sh = FIELD_GET(SMMU3_STE1_SHCFG, word);
		override.alloc = FIELD_GET(SMMU3_STE1_ALLOCCFG, word);
	}
	if (view->live->idr1 & SMMU3_IDR1_ATTR_PERMS_OVR) {
		override.perms = FIELD_PREP(SMMU3_OVERRIDE_PRIVCFG |
					    SMMU3_OVERRIDE_INSTCFG,
					    FIELD_GET(perms, word));
		if (is_secure(view))
			override.perms |=
				FIELD_PREP(SMMU3_OVERRIDE_NSCFG,
					   FIELD_GET(SMMU3_STE1_NSCFG, word));
	}
	return override;
}

/* 5.2: bits of S1ContextPtr below the size of the table are not used. */
static u64 table_size(u8 s1cdmax, u8 leaf)
{
	if (!leaf)
		return BIT_ULL(s1cdmax) * SMMU3_CD_SIZE;
	return s1cdmax > leaf ? BIT_ULL(s1cdmax - leaf) * SMMU3_L1CD_SIZE :
				SMMU3_L1CD_SIZE;
}

static u8 s1dss(const struct ste_view *view)
{
	u8 code = FIELD_GET(SMMU3_STE1_S1DSS, view->ste[1]);

	return code > SMMU3_S1DSS_CD0 ? SMMU3_S1DSS_TERMINATE : code;
}

static void decode_stage1(const struct ste_view *view,
			  struct smmu3_stream *stream)
{
	stream->mode |= SMMU3_STREAM_STAGE1;
	stream->s1cdmax = s1cdmax(view);
	stream->s1dss = s1dss(view);
	stream->leaf = leaf_log2(view);
	stream->context = view->ste[0] & SMMU3_STE0_S1CONTEXTPTR &
			  ~(table_size(stream->s1cdmax, stream->leaf) - 1);
	stream->fetch = FIELD_GET(SMMU3_STE1_S1CSH | SMMU3_STE1_S1COR |
				  SMMU3_STE1_S1CIR, view->ste[1]);
	stream->stalld = FIELD_GET(SMMU3_STE1_S1STALLD, view->ste[1]);
}

static u8 decode_s2flags(const struct ste_view *view)
{
	static const struct {
		u8 word;
		u8 flag;
		u64 field;
	} map[] = {
		{ 1, SMMU3_STAGE2_FWB, SMMU3_STE1_S2FWB },
		{ 2, SMMU3_STAGE2_AFFD, SMMU3_STE2_S2AFFD },
		{ 2, SMMU3_STAGE2_PTW, SMMU3_STE2_S2PTW },
		{ 2, SMMU3_STAGE2_HA, SMMU3_STE2_S2HA },
		{ 2, SMMU3_STAGE2_HD, SMMU3_STE2_S2HD },
		{ 2, SMMU3_STAGE2_STALL, SMMU3_STE2_S2S },
		{ 2, SMMU3_STAGE2_RECORD, SMMU3_STE2_S2R },
	};
	unsigned int i;
	u8 flags = 0;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		if (view->ste[map[i].word] & map[i].field)
			flags |= map[i].flag;
	if (view->live->idr3 & SMMU3_IDR3_XNX)
		flags |= SMMU3_STAGE2_XNX;
	if (!(view->live->idr3 & SMMU3_IDR3_FWB))
		flags &= ~SMMU3_STAGE2_FWB;
	/* 5.2: PTW is about what stage 1 reads; AFFD and HD depend on HA. */
	if (!view->stage1)
		flags &= ~SMMU3_STAGE2_PTW;
	return flags & (flags & SMMU3_STAGE2_HA ? ~SMMU3_STAGE2_AFFD :
						  ~SMMU3_STAGE2_HD);
}

/*
 * Where the IPA spaces are walked and where they lead (5.2, 3.10.2.2). Whatever
 * makes the Secure IPA space Non-secure makes the other one so too, but for the
 * walks.
 */
static u8 ipa_flags(const struct ste_view *view, enum smmu3_pas space)
{
	bool s2sw = view->ste[6] & SMMU3_STE6_S2SW;
	bool s2nsw = view->ste[3] & SMMU3_STE3_S2NSW;
	bool out_ns = s2sw || view->ste[6] & SMMU3_STE6_S2SA;

	if (!is_secure(view))
		return SMMU3_IPA_WALK_NS | SMMU3_IPA_OUT_NS;
	if (space == SMMU3_PAS_S)
		return (s2sw ? SMMU3_IPA_WALK_NS : 0) |
		       (out_ns ? SMMU3_IPA_OUT_NS : 0);
	out_ns |= s2nsw || view->ste[3] & SMMU3_STE3_S2NSA;
	return (s2nsw ? SMMU3_IPA_WALK_NS : 0) |
	       (out_ns ? SMMU3_IPA_OUT_NS : 0);
}

static void decode_ipa_space(const struct ste_view *view, enum smmu3_pas space,
			     struct smmu3_stream *stream)
{
	const struct ipa_view *ipa = &view->ipa[space];
	u64 size = BIT_ULL(start_bits(ipa)) * SMMU3_DESC_SIZE;

	stream->s2ttb[space] = ipa->ttb & ~(size - 1);
	stream->ipa[space] = (struct smmu3_ipa_space){
		.iasize = 64 - ipa->t0sz,
		.granule = ipa->granule,
		.start = start_level(ipa)->level,
		.flags = ipa_flags(view, space),
	};
}

static void decode_stage2(const struct ste_view *view,
			  struct smmu3_stream *stream)
{
	stream->mode |= SMMU3_STREAM_STAGE2;
	stream->s2flags = decode_s2flags(view);
	stream->s2oasize = s2oasize(view);
	stream->s2fetch = FIELD_GET(SMMU3_STE2_S2SH0 | SMMU3_STE2_S2OR0 |
				    SMMU3_STE2_S2IR0, view->ste[2]);
	decode_ipa_space(view, SMMU3_PAS_NS, stream);
	if (is_secure(view))
		decode_ipa_space(view, SMMU3_PAS_S, stream);
}

/* ---- both together ---- */

static struct ste_view view_ste(const struct smmu3_live *live, const u64 *ste)
{
	u64 config = FIELD_GET(SMMU3_STE0_CONFIG, ste[0]);
	u8 tg = FIELD_GET(SMMU3_STE2_S2TG, ste[2]);
	u8 s_tg = FIELD_GET(SMMU3_STE4_S_S2TG, ste[4]);

	return (struct ste_view){
		.live = live,
		.ste = ste,
		.stage1 = config & SMMU3_STE_CONFIG_S1,
		.stage2 = config & SMMU3_STE_CONFIG_S2,
		.strw = FIELD_GET(SMMU3_STE1_STRW, ste[1]),
		.ipa[SMMU3_PAS_NS] = {
			.ttb = ste[3] & SMMU3_STE_S2TTB_V8,
			.granule = smmu3_vmsa_granule_tg0(tg),
			.t0sz = FIELD_GET(SMMU3_STE2_S2T0SZ, ste[2]),
			.sl0 = FIELD_GET(SMMU3_STE2_S2SL0, ste[2]),
		},
		.ipa[SMMU3_PAS_S] = {
			.ttb = ste[6] & SMMU3_STE_S2TTB_V8,
			.granule = smmu3_vmsa_granule_tg0(s_tg),
			.t0sz = FIELD_GET(SMMU3_STE4_S_S2T0SZ, ste[4]),
			.sl0 = FIELD_GET(SMMU3_STE4_S_S2SL0, ste[4]),
		},
	};
}

static void decode_legal(const struct ste_view *view,
			 struct smmu3_stream *stream)
{
	stream->mode = SMMU3_STREAM_PASS;
	stream->world = stream_world(view);
	stream->override = decode_override(view);
	if (uses_vmid(view))
		stream->vmid = FIELD_GET(SMMU3_STE2_S2VMID, view->ste[2]);
	if (view->stage1)
		decode_stage1(view, stream);
	if (view->stage2)
		decode_stage2(view, stream);
}

void smmu3_ste_decode(const struct smmu3_live *live, const u64 *ste,
		      struct smmu3_stream *stream)
{
	const struct ste_view view = view_ste(live, ste);
	u64 config = FIELD_GET(SMMU3_STE0_CONFIG, ste[0]);
	bool valid = ste[0] & SMMU3_STE0_V;
	bool pass = config & SMMU3_STE_CONFIG_PASS;

	*stream = (struct smmu3_stream){ 0 };
	if (!valid || (pass && is_illegal(&view)))
		stream->event = SMMU3_EVT_C_BAD_STE;
	else if (pass)
		decode_legal(&view, stream);
}

#define F(n, label, field)	SMMU3_FIELD(label, n, SMMU3_STE##n##_##field)
#define A(n, label, field)	SMMU3_ADDRESS(label, n, SMMU3_STE##n##_##field)

static const struct smmu3_field fields[] = {
	F(0, "V", V),
	F(0, "Config", CONFIG),
	F(0, "S1Fmt", S1FMT),
	A(0, "S1ContextPtr", S1CONTEXTPTR),
	F(0, "S1CDMax", S1CDMAX),
	F(1, "S1DSS", S1DSS),
	F(1, "S1CIR", S1CIR),
	F(1, "S1COR", S1COR),
	F(1, "S1CSH", S1CSH),
	F(1, "S2HWU59", S2HWU59),
	F(1, "S2HWU60", S2HWU60),
	F(1, "S2HWU61", S2HWU61),
	F(1, "S2HWU62", S2HWU62),
	F(1, "DRE", DRE),
	F(1, "CONT", CONT),
	F(1, "DCP", DCP),
	F(1, "PPAR", PPAR),
	F(1, "MEV", MEV),
	F(1, "SW_RESERVED", SW_RESERVED),
	F(1, "S1PIE", S1PIE),
	F(1, "S2FWB", S2FWB),
	F(1, "S1MPAM", S1MPAM),
	F(1, "S1STALLD", S1STALLD),
	F(1, "EATS", EATS),
	F(1, "STRW", STRW),
	F(1, "MemAttr", MEMATTR),
	F(1, "MTCFG", MTCFG),
	F(1, "ALLOCCFG", ALLOCCFG),
	F(1, "SHCFG", SHCFG),
	F(1, "NSCFG", NSCFG),
	F(1, "PRIVCFG", PRIVCFG),
	F(1, "INSTCFG", INSTCFG),
	F(2, "S2VMID", S2VMID),
	F(2, "S2T0SZ", S2T0SZ),
	F(2, "S2SL0", S2SL0),
	F(2, "S2IR0", S2IR0),
	F(2, "S2OR0", S2OR0),
	F(2, "S2SH0", S2SH0),
	F(2, "S2TG", S2TG),
	F(2, "S2PS", S2PS),
	F(2, "S2AA64", S2AA64),
	F(2, "S2ENDI", S2ENDI),
	F(2, "S2AFFD", S2AFFD),
	F(2, "S2PTW", S2PTW),
	F(2, "S2HD", S2HD),
	F(2, "S2HA", S2HA),
	F(2, "S2S", S2S),
	F(2, "S2R", S2R),
	F(2, "S2HAFT", S2HAFT),
	F(2, "S2PIE", S2PIE),
	F(2, "S2POE", S2POE),
	F(2, "DPT_VMATCH", DPT_VMATCH),
	F(3, "S2NSW", S2NSW),
	F(3, "S2NSA", S2NSA),
	F(3, "S2SL0_2", S2SL0_2),
	F(3, "S2DS", S2DS),
	A(3, "S2TTB", S2TTB),
	F(3, "S2SKL", S2SKL),
	F(4, "PARTID", PARTID),
	F(4, "S_S2T0SZ", S_S2T0SZ),
	F(4, "S_S2SL0", S_S2SL0),
	F(4, "S_S2TG", S_S2TG),
	F(4, "MECID", MECID),
	F(5, "PMG", PMG),
	F(5, "MPAM_NS", MPAM_NS),
	F(5, "AssuredOnly", ASSUREDONLY),
	F(5, "TL0", TL0),
	F(5, "TL1", TL1),
	A(5, "VMSPtr", VMSPTR),
	F(6, "S2SW", S2SW),
	F(6, "S2SA", S2SA),
	F(6, "S_S2SL0_2", S_S2SL0_2),
	A(6, "S_S2TTB", S_S2TTB),
	F(6, "S_S2SKL", S_S2SKL),
	F(7, "S2POI0", S2POI(0)),
	F(7, "S2POI1", S2POI(1)),
	F(7, "S2POI2", S2POI(2)),
	F(7, "S2POI3", S2POI(3)),
	F(7, "S2POI4", S2POI(4)),
	F(7, "S2POI5", S2POI(5)),
	F(7, "S2POI6", S2POI(6)),
	F(7, "S2POI7", S2POI(7)),
	F(7, "S2POI8", S2POI(8)),
	F(7, "S2POI9", S2POI(9)),
	F(7, "S2POI10", S2POI(10)),
	F(7, "S2POI11", S2POI(11)),
	F(7, "S2POI12", S2POI(12)),
	F(7, "S2POI13", S2POI(13)),
	F(7, "S2POI14", S2POI(14)),
	F(7, "S2POI15", S2POI(15)),
};

const struct smmu3_layout *smmu3_ste_layout(void)
{
	static const struct smmu3_layout layout = {
		.name = "STE",
		.field = fields,
		.count = ARRAY_SIZE(fields),
	};

	return &layout;
}
