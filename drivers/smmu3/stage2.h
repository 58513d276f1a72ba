/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stage 2 (3.3, 5.2, translation of IPAs): for what the SMMU itself reads for a
 * nested stream, and for the transaction itself. Called in access sections.
 */
#ifndef _SMMU3_STAGE2_H
#define _SMMU3_STAGE2_H

#include "tlb.h"
#include "ste.h"

/**
 * struct smmu3_ipa - an address for stage 2, and what for
 * @addr: the address
 * @space: its IPA space
 * @class: what it is wanted for
 * @need: SMMU3_PERM_*, all of which the access needs
 */
struct smmu3_ipa {
	u64 addr;
	enum smmu3_pas space;
	enum smmu3_class class;
	u8 need;
};

/*
 * Translate @ipa with stage 2's tables in memory, flags and permissions
 * included. False: x->fault.
 */
bool smmu3_stage2_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_stream *stream,
		       const struct smmu3_ipa *ipa,
		       struct smmu3_mapping *mapping);

/* The same, by the TLB if that knows it; fills the TLB. */
bool smmu3_stage2_translate(struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_stream *stream,
			    const struct smmu3_ipa *ipa,
			    struct smmu3_mapping *mapping);

/*
 * Where in memory the SMMU has to go for a structure of @class: @where has the
 * IPA and its space, which become a PA and its own; @attr says what stage 2 adds
 * to the attributes of the access. Nothing changes for streams without stage 2.
 * False: x->fault.
 */
bool smmu3_stage2_locate(struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_stream *stream,
			 enum smmu3_class class, u8 need,
			 struct smmu3_step *where, u16 *attr);

/* Does @mapping permit what @ipa needs? */
bool smmu3_stage2_grants(const struct smmu3_stream *stream,
			 const struct smmu3_ipa *ipa,
			 const struct smmu3_mapping *mapping);

/* It does not: x->fault is F_PERMISSION. Returns false. */
bool smmu3_stage2_forbids(struct smmu3_xact *x,
			  const struct smmu3_stream *stream,
			  const struct smmu3_ipa *ipa,
			  const struct smmu3_mapping *mapping);

#endif /* _SMMU3_STAGE2_H */
