/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Structures as a driver would write them: sensible images that tests then
 * bend with ref_put().
 */
#ifndef _REF_BUILD_H
#define _REF_BUILD_H

#include "bits.h"
#include "structs.h"

/* Memory types that ref_cd_default() puts into MAIR, by index. */
#define REF_ATTR_WB		0	/* 0xff */
#define REF_ATTR_NC		1	/* 0x44 */
#define REF_ATTR_DEVICE		2	/* 0x04, nGnRE */
#define REF_ATTR_WT		3	/* 0xbb */

/* MemAttr of stage 2: Normal write-back, Non-cacheable, Device-nGnRE */
#define REF_MEMATTR_WB		15
#define REF_MEMATTR_NC		5
#define REF_MEMATTR_DEVICE	1

/* S2AP */
#define REF_S2AP_NONE		0
#define REF_S2AP_R		1
#define REF_S2AP_W		2
#define REF_S2AP_RW		3

/* AP[2:1] */
#define REF_AP_PRIV_RW		0
#define REF_AP_RW		1
#define REF_AP_PRIV_RO		2
#define REF_AP_RO		3

/* An STE of @config that needs nothing else: abort or bypass. */
void ref_ste_plain(u64 *ste, unsigned int config);

/* An STE for stage 1 with one CD at @cd. */
void ref_ste_stage1(u64 *ste, u64 cd);

/* One set of stage 2 tables, as the fields of an STE say it. */
struct ref_s2_tables {
	unsigned int tg;	/* REF_TG0_* */
	unsigned int t0sz;
	unsigned int sl0;
	u64 ttb;
};

/*
 * Give @ste stage 2 with these tables, for both IPA spaces of a Secure stream:
 * VMSAv8-64, faults abort and are recorded. Config says stage 2, or both if it
 * said stage 1.
 */
void ref_ste_add_stage2(u64 *ste, u16 vmid, const struct ref_s2_tables *tables);
/* Others for the Secure IPA space. */
void ref_ste_secure_tables(u64 *ste, const struct ref_s2_tables *tables);

/*
 * A CD: 48-bit halves, 4 KiB granule, faults abort and are recorded. TTB1's
 * half is disabled if @ttb1 is 0.
 */
void ref_cd_default(u64 *cd, u16 asid, u64 ttb0, u64 ttb1);

/* Descriptors. A leaf: readable and writable by all, AF, nG, write-back. */
u64 ref_table(u64 next);
u64 ref_leaf(unsigned int level, u64 pa);

/* A stage 2 leaf: readable and writable, executable, AF, write-back. */
u64 ref_leaf2(unsigned int level, u64 pa);

/* A level 1 Context Descriptor. */
u64 ref_l1cd(u64 l2ptr);

/* @desc with one field changed. */
u64 ref_with(u64 desc, unsigned int high, unsigned int low, u64 value);

/* A level 1 stream table descriptor. */
u64 ref_l1std(u64 l2ptr, unsigned int span);

#endif /* _REF_BUILD_H */
