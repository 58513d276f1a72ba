/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The configuration caches (3.21.3): decoded STEs by {SEC_SID, StreamID} and
 * decoded CDs by {SEC_SID, StreamID, SubstreamID}. Invalidation is in inval.h.
 */
#ifndef _SMMU3_CFGCACHE_H
#define _SMMU3_CFGCACHE_H

#include "cd.h"

/* Memory for both caches, 64-byte aligned. Pure. */
size_t smmu3_cfgcache_bytes(const struct smmu3_config *config);

/* Take over zeroed memory of that size. */
void smmu3_cfgcache_init(struct smmu3 *smmu, void *mem);

/* Look up for x->txn (section). False: not there, *@stream undefined. */
bool smmu3_cfgcache_find_stream(const struct smmu3 *smmu,
				const struct smmu3_xact *x,
				struct smmu3_stream *stream);
bool smmu3_cfgcache_find_context(const struct smmu3 *smmu,
				 const struct smmu3_xact *x, u32 index,
				 struct smmu3_context *context);

/* Keep what was decoded for x->txn in this section. */
void smmu3_cfgcache_add_stream(const struct smmu3 *smmu,
			       const struct smmu3_xact *x,
			       const struct smmu3_stream *stream);
void smmu3_cfgcache_add_context(const struct smmu3 *smmu,
				const struct smmu3_xact *x, u32 index,
				const struct smmu3_context *context);

#endif /* _SMMU3_CFGCACHE_H */
