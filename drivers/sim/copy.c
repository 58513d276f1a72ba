// SPDX-License-Identifier: GPL-2.0
/* Copies by whole words, see copy.h. No locks, any context. */
#include <linux/align.h>
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/unaligned.h>

#include "copy.h"

/* Bytes before the first whole word. */
static size_t head_of(const void *mem, size_t len)
{
	return min_t(size_t, len, -(unsigned long)mem & (sizeof(u64) - 1));
}

static void bytes_from(u8 *buf, const u8 *mem, size_t len)
{
	for (; len; len--)
		*buf++ = READ_ONCE(*mem++);
}

static void bytes_to(u8 *mem, const u8 *buf, size_t len)
{
	for (; len; len--)
		WRITE_ONCE(*mem++, *buf++);
}

void smmu_sim_copy_from(void *buf, const void *mem, size_t len)
{
	size_t done = head_of(mem, len);

	bytes_from(buf, mem, done);
	for (; len - done >= sizeof(u64); done += sizeof(u64))
		put_unaligned(READ_ONCE(*(const u64 *)(mem + done)),
			      (u64 *)(buf + done));
	bytes_from(buf + done, mem + done, len - done);
}

void smmu_sim_copy_to(void *mem, const void *buf, size_t len)
{
	size_t done = head_of(mem, len);

	bytes_to(mem, buf, done);
	for (; len - done >= sizeof(u64); done += sizeof(u64))
		WRITE_ONCE(*(u64 *)(mem + done),
			   get_unaligned((const u64 *)(buf + done)));
	bytes_to(mem + done, buf + done, len - done);
}
