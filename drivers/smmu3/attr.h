/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory attributes (chapter 13): of the accesses that the SMMU makes itself,
 * and of client transactions. Pure.
 */
#ifndef _SMMU3_ATTR_H
#define _SMMU3_ATTR_H

#include "state.h"

/*
 * What an STE or GBPA makes of incoming attributes (5.2, 6.3.14), as far as the
 * ID registers say that it does; where they do not, as incoming.
 */
#define SMMU3_OVERRIDE_MTCFG	BIT(4)			/* of @type */
#define SMMU3_OVERRIDE_MEMATTR	GENMASK(3, 0)
#define SMMU3_OVERRIDE_PRIVCFG	GENMASK(1, 0)		/* of @perms */
#define SMMU3_OVERRIDE_INSTCFG	GENMASK(3, 2)
#define SMMU3_OVERRIDE_NSCFG	GENMASK(5, 4)

/**
 * struct smmu3_override - see above
 * @type: SMMU3_OVERRIDE_MTCFG and _MEMATTR
 * @sh: SHCFG; 1: as incoming
 * @alloc: ALLOCCFG
 * @perms: SMMU3_OVERRIDE_PRIVCFG, _INSTCFG and _NSCFG
 */
struct smmu3_override {
	u8 type;
	u8 sh;
	u8 alloc;
	u8 perms;
};

/**
 * struct smmu3_memtype - attributes of memory on their way through the stages
 * @attr: MAIR byte, allocation hints included
 * @sh: 0 NSH, 2 OSH, 3 ISH
 */
struct smmu3_memtype {
	u8 attr;
	u8 sh;
};

/* Those of a transaction that says nothing (13.1.3), overridden. */
struct smmu3_memtype smmu3_attr_incoming(const struct smmu3_override *override);

/* Stage 1: type and shareability are replaced, hints combined (13.4). */
struct smmu3_memtype smmu3_attr_stage1(struct smmu3_memtype in, u8 mair, u8 sh);

/*
 * A stage 2 leaf's MemAttr [3:0], SH [5:4], and whether FWB decides what they
 * mean, as they are kept in the TLB.
 */
#define SMMU3_S2ATTR_MEMATTR	GENMASK(3, 0)
#define SMMU3_S2ATTR_SH		GENMASK(5, 4)
#define SMMU3_S2ATTR_FWB	BIT(6)

/* Stage 2: combined with what comes out of stage 1 (13.4, 13.5). */
struct smmu3_memtype smmu3_attr_stage2(struct smmu3_memtype in, u8 s2attr);

static inline bool smmu3_attr_is_device(u8 attr)
{
	return !(attr & 0xf0);
}

/* Give @access the type and shareability of a MemAttr and an SH field (5.2). */
void smmu3_attr_from_memattr(struct smmu3_access *access, u8 memattr, u8 sh);

/* The same of Inner and Outer Cacheability, and an SH field, of CR1 (6.3.11). */
void smmu3_attr_from_cacheability(struct smmu3_access *access, u8 ic, u8 oc,
				  u8 sh);

/* Accesses to the queues of @bank: CR1.QUEUE_*. */
void smmu3_attr_of_queues(const struct smmu3_bank *bank,
			  struct smmu3_access *access);

#endif /* _SMMU3_ATTR_H */
