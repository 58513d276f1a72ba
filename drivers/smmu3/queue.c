// SPDX-License-Identifier: GPL-2.0
/*
 * The arithmetic of circular queues (3.5.1): index, wrap bit, how full, where
 * an entry is. Knows no register and touches no memory; pure functions that
 * take any garbage that software may have written into the indices.
 */
#include "queue.h"

#include <smmu3/regs.h>

/* 6.3.26, 6.3.29: the fields are the same in every BASE register. */
static_assert(SMMU3_CMDQ_BASE_ADDR == SMMU3_EVENTQ_BASE_ADDR);
static_assert(SMMU3_CMDQ_BASE_LOG2SIZE == SMMU3_EVENTQ_BASE_LOG2SIZE);

/* The smallest alignment of a queue, in bytes. */
#define MIN_ALIGNMENT	32

u32 smmu3_queue_mask(u8 log2)
{
	return GENMASK_ULL(log2, 0);
}

struct smmu3_queue smmu3_queue_decode(u64 base, u8 max_log2, u32 entry_size,
				      u32 prod, u32 cons)
{
	u8 log2 = min_t(u8, FIELD_GET(SMMU3_CMDQ_BASE_LOG2SIZE, base),
			max_log2);
	u64 align = max_t(u64, BIT_ULL(log2) * entry_size, MIN_ALIGNMENT);

	return (struct smmu3_queue) {
		.base = base & SMMU3_CMDQ_BASE_ADDR & ~(align - 1),
		.entry_size = entry_size,
		.log2 = log2,
		.prod = prod & smmu3_queue_mask(log2),
		.cons = cons & smmu3_queue_mask(log2),
	};
}

/* Entries between the indices; more than fit if they are inconsistent. */
static u32 queue_count(const struct smmu3_queue *queue)
{
	return (queue->prod - queue->cons) & smmu3_queue_mask(queue->log2);
}

bool smmu3_queue_is_empty(const struct smmu3_queue *queue)
{
	return queue_count(queue) == 0;
}

bool smmu3_queue_is_full(const struct smmu3_queue *queue)
{
	return queue_count(queue) >= BIT_ULL(queue->log2);
}

bool smmu3_queue_is_consistent(const struct smmu3_queue *queue)
{
	return queue_count(queue) <= BIT_ULL(queue->log2);
}

u32 smmu3_queue_next(const struct smmu3_queue *queue, u32 index)
{
	return (index + 1) & smmu3_queue_mask(queue->log2);
}

u64 smmu3_queue_entry(const struct smmu3_queue *queue, u32 index)
{
	u64 number = index & (BIT_ULL(queue->log2) - 1);

	return queue->base + number * queue->entry_size;
}
