/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reasons of faults, and cures, that explain_fault.c chooses from by event. Each
 * adds to a sentence; @step is the descriptor that the fault is about, or NULL.
 */
#ifndef _SMMUCTL_REASONS_H
#define _SMMUCTL_REASONS_H

#include "explain.h"
#include "sentence.h"

/* ---- explain_bad.c ---- */

void why_bad_streamid(const struct walk *walk,
		      const struct smmu_sim_walk_step *step,
		      struct sentence *s);
void cure_stream_table(const struct walk *walk,
		       const struct smmu_sim_walk_step *step,
		       struct sentence *s);
void why_bad_ste(const struct walk *walk,
		 const struct smmu_sim_walk_step *step,
		 struct sentence *s);
void cure_ste(const struct walk *walk,
	      const struct smmu_sim_walk_step *step,
	      struct sentence *s);
void why_bad_cd(const struct walk *walk,
		const struct smmu_sim_walk_step *step,
		struct sentence *s);
void cure_cd(const struct walk *walk,
	     const struct smmu_sim_walk_step *step,
	     struct sentence *s);
void why_bad_substreamid(const struct walk *walk,
			 const struct smmu_sim_walk_step *step,
			 struct sentence *s);
void cure_substream(const struct walk *walk,
		    const struct smmu_sim_walk_step *step,
		    struct sentence *s);
void why_stream_disabled(const struct walk *walk,
			 const struct smmu_sim_walk_step *step,
			 struct sentence *s);

#endif /* _SMMUCTL_REASONS_H */
