// SPDX-License-Identifier: GPL-2.0
/*
 * See sub_kit.h.
 */
#include "sub_kit.h"

#define CD_BYTES	64

/* ---- life ---- */

struct smmu3_config sub_config(void)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);

	config.ssidsize = 20;
	config.cd2l = 1;
	return config;
}

struct rig *sub_rig(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);

	side_boot(rig_side(rig, NS));
	side_boot(rig_side(rig, SECURE));
	rig_log_clear(rig);
	return rig;
}

static int setup(void **state, enum smmu3_pas bank)
{
	struct smmu3_config config = sub_config();

	*state = rig_side(sub_rig(&config), bank);
	return 0;
}

int sub_setup_ns(void **state)
{
	return setup(state, NS);
}

int sub_setup_s(void **state)
{
	return setup(state, SECURE);
}

/* ---- structures ---- */

u64 sub_pa(u32 index)
{
	return RAM_BASE + 0x300000 + index % 64 * PAGE;
}

void sub_context(struct side *side, u64 cd, u32 index)
{
	struct stream context = { .cd = cd, .ttb0 = side_alloc(side, PAGE) };
	u64 image[REF_CD_WORDS];

	ref_cd_default(image, 1 + index % 0xffff, context.ttb0, 0);
	side_store_image(side, cd, image, REF_CD_WORDS);
	side_map(side, &context, SUB_VA, sub_pa(index), 3);
}

void sub_ste(struct side *side, u32 sid, unsigned int fmt, unsigned int cdmax,
	     u64 table)
{
	u64 ste[REF_STE_WORDS];

	ref_ste_stage1(ste, table);
	ref_put(ste, REF_STE_S1FMT, fmt);
	ref_put(ste, REF_STE_S1CDMAX, cdmax);
	ref_put(ste, REF_STE_S1DSS, REF_S1DSS_CD0);
	side_set_ste(side, sid, ste);
}

/* A Secure stream's pages are Secure: descriptors have NS = 0. */
struct subs sub_stream(struct side *side, u32 sid, unsigned int fmt)
{
	struct subs subs = { .side = side, .sid = sid };
	u64 l1cd = 0;
	u32 i;

	subs.ste = side_ste(side, sid);
	subs.cds = side_alloc(side, fmt == REF_S1FMT_64K ? 0x10000 : PAGE);
	subs.table = subs.cds;
	if (fmt == REF_S1FMT_4K || fmt == REF_S1FMT_64K) {
		subs.table = side_alloc(side, PAGE);
		ref_put(&l1cd, REF_L1CD_L2PTR, subs.cds / PAGE);
		ref_put(&l1cd, REF_L1CD_V, 1);
		side_store(side, subs.table, l1cd);
	}
	for (i = 0; i < SUB_CDS; i++)
		sub_context(side, subs.cds + i * CD_BYTES, sid * SUB_CDS + i);
	sub_ste(side, sid, fmt, 3, subs.table);
	side_flush(side);
	rig_log_clear(side->rig);
	return subs;
}

/* ---- transactions ---- */

struct smmu3_txn sub_txn(struct side *side, u32 sid, u32 ssid)
{
	struct smmu3_txn txn = side_txn(side, sid, SUB_VA, READ);

	txn.ssv = ssid != NO_SSID;
	txn.ssid = txn.ssv ? ssid : 0;
	return txn;
}

void sub_expect_context(struct side *side, u32 sid, u32 ssid, u32 index)
{
	struct smmu3_txn txn = sub_txn(side, sid, ssid);
	struct outcome out = side_do(side, &txn);

	assert_int_equal(out.x.fault.event, 0);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, sub_pa(index));
	assert_int_equal(out.x.res.pas, side->bank);
	assert_int_equal(side_events(side), 0);
}

void sub_expect_event(struct side *side, u32 sid, u32 ssid, u8 number)
{
	struct smmu3_txn txn = sub_txn(side, sid, ssid);
	const struct ref_event event = {
		.number = number,
		.sid = sid,
		.ssv = txn.ssv,
		.ssid = txn.ssid,
	};

	side_expect_event(side, &txn, &event);
}
