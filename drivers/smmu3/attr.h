/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory attributes of the accesses that the SMMU makes itself (13.8). Pure.
 */
#ifndef _SMMU3_ATTR_H
#define _SMMU3_ATTR_H

#include "state.h"

/* Give @access the type and shareability of a MemAttr and an SH field (5.2). */
void smmu3_attr_from_memattr(struct smmu3_access *access, u8 memattr, u8 sh);

/* The same of Inner and Outer Cacheability, and an SH field, of CR1 (6.3.11). */
void smmu3_attr_from_cacheability(struct smmu3_access *access, u8 ic, u8 oc,
				  u8 sh);

/* Accesses to the queues of @bank: CR1.QUEUE_*. */
void smmu3_attr_of_queues(const struct smmu3_bank *bank,
			  struct smmu3_access *access);

#endif /* _SMMU3_ATTR_H */
