/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardware update of translation table flags (3.13, Arm ARM D8.5): what the
 * access flag and the dirty state of a leaf mean, and what an access that is
 * permitted makes of them. Both stages have the flags in the same places. Pure.
 */
#ifndef _SMMU3_HTTU_H
#define _SMMU3_HTTU_H

#include "cd.h"

/**
 * struct smmu3_httu - how a stage treats the flags of its leaves
 * @ignores_af: AFFD: a clear access flag is no fault
 * @af: HA: it is set by hardware
 * @dirty: HD: so is the dirty state
 */
struct smmu3_httu {
	bool ignores_af;
	bool af;
	bool dirty;
};

struct smmu3_httu smmu3_httu_stage1(const struct smmu3_context *context);
struct smmu3_httu smmu3_httu_stage2(const struct smmu3_stream *stream);

/* An access to @leaf is F_ACCESS. */
bool smmu3_httu_faults(const struct smmu3_httu *httu, u64 leaf);

/*
 * Stage 1, 2: @leaf is read-only because it is clean, and a write makes it dirty
 * unless something else forbids it.
 */
bool smmu3_httu_clean1(const struct smmu3_httu *httu, u64 leaf);
bool smmu3_httu_clean2(const struct smmu3_httu *httu, u64 leaf);

/* What @leaf has to be after an access that is permitted. */
u64 smmu3_httu_update1(const struct smmu3_httu *httu, u64 leaf, bool write);
u64 smmu3_httu_update2(const struct smmu3_httu *httu, u64 leaf, bool write);

#endif /* _SMMU3_HTTU_H */
