// SPDX-License-Identifier: GPL-2.0
/*
 * Context descriptors: validity (5.4.2) and decoding into struct smmu3_context,
 * and their layout for dumps. Pure.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>

#include "cd.h"
#include "names.h"
#include "perm.h"
#include "size_limits.h"
#include "vmsa.h"

/* 5.4: IDR5.VAX is 0. */
#define TXSZ_MIN	16

/* The part of a CD that describes one half of the input range. */
struct half_view {
	bool enabled;
	bool tbi;
	bool had;
	bool ns;
	bool e0pd;
	u8 txsz;
	u8 granule;
	u8 fetch;
	u64 ttb;
};

/* What the rules look at. */
struct cd_view {
	const struct smmu3_live *live;
	const struct smmu3_stream *stream;
	const u64 *cd;
	enum smmu3_world world;
	u8 oasize;
	struct half_view half[2];
};

static void view_half0(struct cd_view *view)
{
	const u64 *cd = view->cd;

	/* EPD0 has no effect where there is one table (5.4.1.1). */
	view->half[0] = (struct half_view){
		.enabled = !(cd[0] & SMMU3_CD0_EPD0) ||
			   !smmu3_world_has_asid(view->world),
		.tbi = cd[0] & SMMU3_CD0_TBI0,
		.had = cd[1] & SMMU3_CD1_HAD0,
		.e0pd = cd[1] & SMMU3_CD1_E0PD0,
		.ns = cd[1] & SMMU3_CD1_NSCFG0,
		.txsz = FIELD_GET(SMMU3_CD0_T0SZ, cd[0]),
		.granule = smmu3_vmsa_granule_tg0(FIELD_GET(SMMU3_CD0_TG0,
							    cd[0])),
		.fetch = FIELD_GET(SMMU3_CD0_SH0 | SMMU3_CD0_OR0 |
				   SMMU3_CD0_IR0, cd[0]),
		.ttb = cd[1] & SMMU3_CD_TTB_V8,
	};
}

static void view_half1(struct cd_view *view)
{
	const u64 *cd = view->cd;

	view->half[1] = (struct half_view){
		.enabled = !(cd[0] & SMMU3_CD0_EPD1) &&
			   smmu3_world_has_asid(view->world),
		.tbi = cd[0] & SMMU3_CD0_TBI1,
		.had = cd[2] & SMMU3_CD2_HAD1,
		.e0pd = cd[2] & SMMU3_CD2_E0PD1,
		.ns = cd[2] & SMMU3_CD2_NSCFG1,
		.txsz = FIELD_GET(SMMU3_CD0_T1SZ, cd[0]),
		.granule = smmu3_vmsa_granule_tg1(FIELD_GET(SMMU3_CD0_TG1,
							    cd[0])),
		.fetch = FIELD_GET(SMMU3_CD0_SH1 | SMMU3_CD0_OR1 |
				   SMMU3_CD0_IR1, cd[0]),
		.ttb = cd[2] & SMMU3_CD_TTB_V8,
	};
}

static bool not_valid(const struct cd_view *view)
{
	return !(view->cd[0] & SMMU3_CD0_V);
}

static bool stall_disabled(const struct cd_view *view)
{
	return view->stream->stalld && view->cd[0] & SMMU3_CD0_S;
}

static bool termination_reserved(const struct cd_view *view)
{
	return view->live->idr0 & SMMU3_IDR0_TERM_MODEL &&
	       !(view->cd[0] & SMMU3_CD0_A);
}

/* 5.5: S has to be what STALL_MODEL leaves no choice of. */
static bool stall_reserved(const struct cd_view *view)
{
	bool stall = view->cd[0] & SMMU3_CD0_S;

	switch (FIELD_GET(SMMU3_IDR0_STALL_MODEL, view->live->idr0)) {
	case SMMU3_STALL_MODEL_TERMINATE:
		return stall;
	case SMMU3_STALL_MODEL_FORCED:
		return !stall;
	default:
		return false;
	}
}

/* TTENDIAN is 2. */
static bool endianness_reserved(const struct cd_view *view)
{
	return (view->half[0].enabled || view->half[1].enabled) &&
	       view->cd[0] & SMMU3_CD0_ENDI;
}

/* TTF is 2: VMSAv8-64 only. */
static bool format_reserved(const struct cd_view *view)
{
	return !(view->cd[0] & SMMU3_CD0_AA64);
}

/* 3.13: 0 nothing, 1 the access flag, 2 dirty state too. */
static bool update_reserved(const struct cd_view *view)
{
	static const u64 reserved[] = {
		SMMU3_CD0_HA | SMMU3_CD0_HD, SMMU3_CD0_HD, 0, 0,
	};

	return view->cd[0] &
	       reserved[FIELD_GET(SMMU3_IDR0_HTTU, view->live->idr0)];
}

static bool asid_too_wide(const struct cd_view *view)
{
	return smmu3_world_has_asid(view->world) &&
	       !(view->live->idr0 & SMMU3_IDR0_ASID16) &&
	       FIELD_GET(SMMU3_CD0_ASID, view->cd[0]) > GENMASK_ULL(7, 0);
}

static bool half_is_illegal(const struct cd_view *view,
			    const struct half_view *half)
{
	return half->enabled &&
	       (half->txsz < TXSZ_MIN ||
		half->txsz > smmu3_txsz_max(view->live, half->granule) ||
		!smmu3_has_granule(view->live, half->granule) ||
		half->ttb >= BIT_ULL(view->oasize));
}

static bool half0_is_illegal(const struct cd_view *view)
{
	return half_is_illegal(view, &view->half[0]);
}

static bool half1_is_illegal(const struct cd_view *view)
{
	return half_is_illegal(view, &view->half[1]);
}

/*
 * What makes a CD ILLEGAL (5.4.2), in the order of the architecture's
 * pseudocode. Fields of features that the ID registers do not advertise are
 * RES0 and ignored.
 */
static bool (* const illegal[])(const struct cd_view *view) = {
	not_valid,
	stall_disabled,
	termination_reserved,
	stall_reserved,
	endianness_reserved,
	format_reserved,
	update_reserved,
	asid_too_wide,
	half0_is_illegal,
	half1_is_illegal,
};

static bool is_illegal(const struct cd_view *view)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(illegal); i++)
		if (illegal[i](view))
			return true;
	return false;
}

/* E0PD and HAD are there if IDR3 says so (6.3.4), NSCFG of Secure streams. */
static u8 half_flags(const struct cd_view *view, const struct half_view *half)
{
	bool secure = view->live->sec_sid == SMMU3_PAS_S;
	u8 flags = SMMU3_HALF_ENABLED;

	if (half->tbi)
		flags |= SMMU3_HALF_TBI;
	if (half->had && view->live->idr3 & SMMU3_IDR3_HAD)
		flags |= SMMU3_HALF_HAD;
	if (half->ns && secure)
		flags |= SMMU3_HALF_NS;
	if (half->e0pd && view->live->idr3 & SMMU3_IDR3_E0PD &&
	    smmu3_world_has_asid(view->world))
		flags |= SMMU3_HALF_E0PD;
	return flags;
}

static void decode_half(const struct cd_view *view,
			const struct half_view *from,
			struct smmu3_half *half, u64 *ttb)
{
	unsigned int iasize = 64 - from->txsz;

	if (!from->enabled)
		return;
	half->iasize = iasize;
	half->granule = from->granule;
	half->fetch = from->fetch;
	half->flags = half_flags(view, from);
	*ttb = from->ttb & ~(smmu3_vmsa_start_size(from->granule, iasize) - 1);
}

/* 5.4: AFFD and HD depend on HA. */
static u16 decode_flags(const struct cd_view *view)
{
	static const struct {
		u64 field;
		u16 flag;
	} map[] = {
		{ SMMU3_CD0_ASET, SMMU3_CONTEXT_ASET },
		{ SMMU3_CD0_AFFD, SMMU3_CONTEXT_AFFD },
		{ SMMU3_CD0_WXN, SMMU3_CONTEXT_WXN },
		{ SMMU3_CD0_PAN, SMMU3_CONTEXT_PAN },
		{ SMMU3_CD0_A, SMMU3_CONTEXT_ABORT },
		{ SMMU3_CD0_R, SMMU3_CONTEXT_RECORD },
		{ SMMU3_CD0_S, SMMU3_CONTEXT_STALL },
		{ SMMU3_CD0_HA, SMMU3_CONTEXT_HA },
		{ SMMU3_CD0_HD, SMMU3_CONTEXT_HD },
	};
	unsigned int i;
	u16 flags = 0;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		if (view->cd[0] & map[i].field)
			flags |= map[i].flag;
	return flags & (flags & SMMU3_CONTEXT_HA ? ~SMMU3_CONTEXT_AFFD :
						   ~SMMU3_CONTEXT_HD);
}

/* Attr0 is the lowest byte of MAIR0 and so of word 3. */
static void decode_mair(u64 mair, u8 *attr)
{
	unsigned int i;

	for (i = 0; i < sizeof(mair); i++)
		attr[i] = smmu3_attr_from_mair(mair >> (8 * i));
}

void smmu3_cd_decode(const struct smmu3_live *live,
		     const struct smmu3_stream *stream, const u64 *cd,
		     struct smmu3_context *context)
{
	u8 ips = smmu3_vmsa_pa_bits(FIELD_GET(SMMU3_CD0_IPS, cd[0]));
	struct cd_view view = {
		.live = live,
		.stream = stream,
		.cd = cd,
		.world = stream->world,
		.oasize = min_t(u8, ips, live->oas),
	};
	unsigned int i;

	view_half0(&view);
	view_half1(&view);
	*context = (struct smmu3_context){ 0 };
	if (is_illegal(&view)) {
		context->event = SMMU3_EVT_C_BAD_CD;
		return;
	}
	for (i = 0; i < ARRAY_SIZE(view.half); i++)
		decode_half(&view, &view.half[i], &context->half[i],
			    &context->ttb[i]);
	decode_mair(cd[3], context->attr);
	context->flags = decode_flags(&view);
	context->oasize = view.oasize;
	context->world = view.world;
	if (smmu3_world_has_asid(view.world))
		context->asid = FIELD_GET(SMMU3_CD0_ASID, cd[0]);
}

#define F(n, label, field)	SMMU3_FIELD(label, n, SMMU3_CD##n##_##field)
#define A(n, label, field)	SMMU3_ADDRESS(label, n, SMMU3_CD##n##_##field)

static const struct smmu3_field fields[] = {
	F(0, "T0SZ", T0SZ),
	F(0, "TG0", TG0),
	F(0, "IR0", IR0),
	F(0, "OR0", OR0),
	F(0, "SH0", SH0),
	F(0, "EPD0", EPD0),
	F(0, "ENDI", ENDI),
	F(0, "T1SZ", T1SZ),
	F(0, "TG1", TG1),
	F(0, "IR1", IR1),
	F(0, "OR1", OR1),
	F(0, "SH1", SH1),
	F(0, "EPD1", EPD1),
	F(0, "V", V),
	F(0, "IPS", IPS),
	F(0, "AFFD", AFFD),
	F(0, "WXN", WXN),
	F(0, "UWXN", UWXN),
	F(0, "TBI0", TBI0),
	F(0, "TBI1", TBI1),
	F(0, "PAN", PAN),
	F(0, "AA64", AA64),
	F(0, "HD", HD),
	F(0, "HA", HA),
	F(0, "S", S),
	F(0, "R", R),
	F(0, "A", A),
	F(0, "ASET", ASET),
	F(0, "ASID", ASID),
	F(1, "NSCFG0", NSCFG0),
	F(1, "HAD0", HAD0),
	F(1, "E0PD0", E0PD0),
	F(1, "HAFT", HAFT),
	A(1, "TTB0", TTB0),
	F(1, "PnCH", PNCH),
	F(1, "EPAN", EPAN),
	F(1, "HWU059", HWU059),
	F(1, "HWU060", HWU060),
	F(1, "HWU061", HWU061),
	F(1, "HWU062", HWU062),
	F(2, "NSCFG1", NSCFG1),
	F(2, "HAD1", HAD1),
	F(2, "E0PD1", E0PD1),
	F(2, "AIE", AIE),
	A(2, "TTB1", TTB1),
	F(2, "DS", DS),
	F(2, "PIE", PIE),
	F(2, "HWU159", HWU159),
	F(2, "HWU160", HWU160),
	F(2, "HWU161", HWU161),
	F(2, "HWU162", HWU162),
	F(3, "MAIR0", MAIR0),
	F(3, "MAIR1", MAIR1),
	F(4, "AMAIR0", AMAIR0),
	F(4, "AMAIR1", AMAIR1),
	F(5, "PARTID", PARTID),
	F(5, "PMG", PMG),
	F(6, "PIIU0", PIIU(0)),
	F(6, "PIIU1", PIIU(1)),
	F(6, "PIIU2", PIIU(2)),
	F(6, "PIIU3", PIIU(3)),
	F(6, "PIIU4", PIIU(4)),
	F(6, "PIIU5", PIIU(5)),
	F(6, "PIIU6", PIIU(6)),
	F(6, "PIIU7", PIIU(7)),
	F(6, "PIIU8", PIIU(8)),
	F(6, "PIIU9", PIIU(9)),
	F(6, "PIIU10", PIIU(10)),
	F(6, "PIIU11", PIIU(11)),
	F(6, "PIIU12", PIIU(12)),
	F(6, "PIIU13", PIIU(13)),
	F(6, "PIIU14", PIIU(14)),
	F(6, "PIIU15", PIIU(15)),
	F(7, "PIIP0", PIIP(0)),
	F(7, "PIIP1", PIIP(1)),
	F(7, "PIIP2", PIIP(2)),
	F(7, "PIIP3", PIIP(3)),
	F(7, "PIIP4", PIIP(4)),
	F(7, "PIIP5", PIIP(5)),
	F(7, "PIIP6", PIIP(6)),
	F(7, "PIIP7", PIIP(7)),
	F(7, "PIIP8", PIIP(8)),
	F(7, "PIIP9", PIIP(9)),
	F(7, "PIIP10", PIIP(10)),
	F(7, "PIIP11", PIIP(11)),
	F(7, "PIIP12", PIIP(12)),
	F(7, "PIIP13", PIIP(13)),
	F(7, "PIIP14", PIIP(14)),
	F(7, "PIIP15", PIIP(15)),
};

const struct smmu3_layout *smmu3_cd_layout(void)
{
	static const struct smmu3_layout layout = {
		.name = "CD",
		.field = fields,
		.count = ARRAY_SIZE(fields),
	};

	return &layout;
}
