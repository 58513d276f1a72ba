/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Both sides of a rig for tests of command queues: running, without having had
 * a command. ID registers can be given values that no identity has, and the TLB
 * can be filled with entries of any StreamWorld, to test what depends on them.
 */
#ifndef _UNIT_CMD_KIT_H
#define _UNIT_CMD_KIT_H

#include "side.h"

#include "../ref/inval.h"

#include <smmu3/tlb.h>

#define QUEUES			(REF_CMDQEN | REF_EVENTQEN)
#define RUNNING			(QUEUES | REF_SMMUEN)

/* Commands in each queue */
#define CMD_SLOTS		32

static_assert(CMD_SLOTS == BIT(RIG_CMDQ_LOG2), "cmd_kit: queue size");

/* ---- life ---- */

/* From a configuration; boots what banks there are. */
struct rig *cmd_rig(const struct smmu3_config *config);
/* The same of side_config(); *state is the rig. */
int cmd_setup_exact(void **state);
int cmd_setup_fast(void **state);

#define TEST_CMD_EXACT(f)						\
	cmocka_unit_test_setup_teardown(f, cmd_setup_exact, rig_teardown)
#define TEST_CMD_FAST(f)						\
	cmocka_unit_test_setup_teardown(f, cmd_setup_fast, rig_teardown)

/* Check one side after the other, each with an empty log. */
typedef void (*side_check)(struct side *side);
void in_both_banks(struct rig *rig, side_check check);

/* ---- commands ---- */

/* CMDQ_CONS.ERR if it was refused, and then forgotten; 0 if it was consumed. */
u32 side_offer(struct side *side, struct ref_cmd cmd);

/* ---- features ---- */

/* What side_config() has. */
struct ref_features cmd_features(void);
/* Make the ID registers say so, S_CR0.NSSTALLD too. */
void rig_have(struct rig *rig, const struct ref_features *have);
/* CR2.E2H, CR0.VMW and ID bits of a TLBI. */
void rig_have_inval(struct rig *rig, const struct ref_inval *how);

/* ---- the TLB ---- */

/* Nothing is cached any more; as if nothing ever had been. */
void rig_wipe_tlb(struct rig *rig);
void rig_add_entry(struct rig *rig, const struct ref_tlb_entry *entry);
bool rig_has_entry(struct rig *rig, const struct ref_tlb_entry *entry);
/* Slot @index of the TLB as an entry; 1, 0 or -1 as smmu3_tlb_slot(). */
int rig_entry_at(struct rig *rig, unsigned int index,
		 struct ref_tlb_entry *entry);
bool rig_same_entry(const struct ref_tlb_entry *a,
		    const struct ref_tlb_entry *b);
/* By what the TLB finds @entry. */
struct smmu3_tlb_key rig_tlb_key(const struct ref_tlb_entry *entry);

#endif /* _UNIT_CMD_KIT_H */
