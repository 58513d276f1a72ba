/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The arithmetic of circular queues (3.5.1). Pure.
 */
#ifndef _SMMU3_QUEUE_H
#define _SMMU3_QUEUE_H

#include <smmu3/env.h>

/**
 * struct smmu3_queue - a queue, decoded from its registers
 * @base: physical address of the first entry, aligned
 * @entry_size: bytes, a power of two
 * @log2: effective log2 of the number of entries, 0 to 19
 * @prod: index and wrap bit of the producer, nothing above the wrap bit
 * @cons: the same of the consumer
 */
struct smmu3_queue {
	u64 base;
	u32 entry_size;
	u8 log2;
	u32 prod;
	u32 cons;
};

/* Index and wrap bit of a queue of 2^@log2 entries. */
u32 smmu3_queue_mask(u8 log2);

/*
 * Decode: @base is the BASE register of any queue, @max_log2 what IDR1 permits,
 * @prod and @cons registers with any bits above the wrap bit.
 */
struct smmu3_queue smmu3_queue_decode(u64 base, u8 max_log2, u32 entry_size,
				      u32 prod, u32 cons);

bool smmu3_queue_is_empty(const struct smmu3_queue *queue);

/* Full, or with indices that cannot be (3.5.1): no room either way. */
bool smmu3_queue_is_full(const struct smmu3_queue *queue);

/* The indices can be: there are not more entries than fit. */
bool smmu3_queue_is_consistent(const struct smmu3_queue *queue);

/* The index behind @index. */
u32 smmu3_queue_next(const struct smmu3_queue *queue, u32 index);

/* Physical address of the entry at @index. */
u64 smmu3_queue_entry(const struct smmu3_queue *queue, u32 index);

#endif /* _SMMU3_QUEUE_H */
