// SPDX-License-Identifier: GPL-2.0
/*
 * Stream table entries: validity (5.2.2) and decoding into struct smmu3_stream,
 * and their layout for dumps. What is of stage 2 alone is in ste_stage2.c. Pure.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "names.h"
#include "ste_view.h"

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

static bool vmid_too_wide(const struct ste_view *view)
{
	return uses_vmid(view) && !(view->live->idr0 & SMMU3_IDR0_VMID16) &&
	       FIELD_GET(SMMU3_STE2_S2VMID, view->ste[2]) > GENMASK_ULL(7, 0);
}

/* In the order of the architecture's pseudocode (5.2.2). */
static bool (* const illegal_stage1[])(const struct ste_view *view) = {
	stage1_missing,
	world_missing,
	stall_disable_reserved,
	too_many_contexts,
	two_levels_missing,
	context_beyond_oas,
};

static bool stage1_is_illegal(const struct ste_view *view)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(illegal_stage1); i++)
		if (illegal_stage1[i](view))
			return true;
	return false;
}

/*
 * 5.2.2, if V is 1 and Config does not abort. Fields of features that the ID
 * registers do not advertise are RES0 and ignored.
 */
static bool is_illegal(const struct ste_view *view)
{
	return (view->stage1 && stage1_is_illegal(view)) ||
	       (view->stage2 && smmu3_ste_stage2_is_illegal(view)) ||
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
		smmu3_ste_decode_stage2(view, stream);
}

void smmu3_ste_decode(const struct smmu3_live *live, const u64 *ste,
		      struct smmu3_stream *stream)
{
	u64 config = FIELD_GET(SMMU3_STE0_CONFIG, ste[0]);
	const struct ste_view view = {
		.live = live,
		.ste = ste,
		.stage1 = config & SMMU3_STE_CONFIG_S1,
		.stage2 = config & SMMU3_STE_CONFIG_S2,
		.strw = FIELD_GET(SMMU3_STE1_STRW, ste[1]),
	};
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
