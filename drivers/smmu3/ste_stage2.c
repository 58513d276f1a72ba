// SPDX-License-Identifier: GPL-2.0
/*
 * What an STE says about stage 2 (5.2): validity, geometry of the IPA spaces and
 * the flags that are effective. Pure; called by ste.c.
 */
#include <smmu3/ste.h>

#include "size_limits.h"
#include "ste_view.h"
#include "vmsa.h"

/* What an STE says about stage 2 of one IPA space. */
struct ipa_view {
	u64 ttb;
	u8 granule;
	u8 t0sz;
	u8 sl0;
};

static struct ipa_view view_ipa(const u64 *ste, enum smmu3_pas space)
{
	u8 tg = FIELD_GET(SMMU3_STE2_S2TG, ste[2]);
	u8 s_tg = FIELD_GET(SMMU3_STE4_S_S2TG, ste[4]);

	if (space == SMMU3_PAS_S)
		return (struct ipa_view){
			.ttb = ste[6] & SMMU3_STE_S2TTB_V8,
			.granule = smmu3_vmsa_granule_tg0(s_tg),
			.t0sz = FIELD_GET(SMMU3_STE4_S_S2T0SZ, ste[4]),
			.sl0 = FIELD_GET(SMMU3_STE4_S_S2SL0, ste[4]),
		};
	return (struct ipa_view){
		.ttb = ste[3] & SMMU3_STE_S2TTB_V8,
		.granule = smmu3_vmsa_granule_tg0(tg),
		.t0sz = FIELD_GET(SMMU3_STE2_S2T0SZ, ste[2]),
		.sl0 = FIELD_GET(SMMU3_STE2_S2SL0, ste[2]),
	};
}

/* ---- what makes an STE ILLEGAL ---- */

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

/* TTF is 2 and D128 is 0: VMSAv8-64 only. */
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
	[12] = { { 2, 0, false }, { 1, 0, false },
		 { 0, 44, false }, { 3, 0, true } },
	[14] = { { 3, 0, false }, { 2, 0, false },
		 { 1, 42, false }, { 0, RESERVED, false } },
	[16] = { { 3, 0, false }, { 2, 0, false },
		 { 1, 44, false }, { 0, RESERVED, false } },
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
				 enum smmu3_pas space)
{
	const struct ipa_view ipa = view_ipa(view->ste, space);
	const struct smmu3_live *live = view->live;

	return !smmu3_has_granule(live, ipa.granule) ||
	       ipa.t0sz > smmu3_txsz_max(live, ipa.granule) ||
	       64 - ipa.t0sz > live->oas ||
	       ipa.ttb >= BIT_ULL(s2oasize(view)) ||
	       start_inconsistent(live, &ipa);
}

/* A Secure stream has two of them, whether it uses both or not (5.2.2). */
static bool ipa_spaces_are_illegal(const struct ste_view *view)
{
	return ipa_space_is_illegal(view, SMMU3_PAS_NS) ||
	       (is_secure(view) &&
		ipa_space_is_illegal(view, SMMU3_PAS_S));
}

/*
 * In the order of the architecture's pseudocode; S2ENDI comes last. Fields of
 * features that the ID registers do not advertise are RES0 and ignored.
 */
static bool (* const illegal[])(const struct ste_view *view) = {
	stage2_missing,
	stall_reserved,
	format_reserved,
	update_reserved,
	ipa_spaces_are_illegal,
	endianness_reserved,
};

bool smmu3_ste_stage2_is_illegal(const struct ste_view *view)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(illegal); i++)
		if (illegal[i](view))
			return true;
	return false;
}

/* ---- what an STE means that is legal ---- */

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
	const struct ipa_view ipa = view_ipa(view->ste, space);
	u64 size = BIT_ULL(start_bits(&ipa)) * SMMU3_DESC_SIZE;

	stream->s2ttb[space] = ipa.ttb & ~(size - 1);
	stream->ipa[space] = (struct smmu3_ipa_space){
		.iasize = 64 - ipa.t0sz,
		.granule = ipa.granule,
		.start = start_level(&ipa)->level,
		.flags = ipa_flags(view, space),
	};
}

void smmu3_ste_decode_stage2(const struct ste_view *view,
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
