/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that the model needs from outside, for userspace. Its twin in the kernel
 * is drivers/sim/env/smmu3/env.h; the names are the kernel's.
 */
#ifndef _SMMU3_ENV_H
#define _SMMU3_ENV_H

#include <assert.h>
#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux/types.h>	/* __le32, __le64 */

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int32_t s32;
typedef int64_t s64;

#define cpu_to_le32(x)	htole32(x)
#define cpu_to_le64(x)	htole64(x)
#define le32_to_cpu(x)	le32toh(x)
#define le64_to_cpu(x)	le64toh(x)

#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK_ULL(h, l)	((~0ULL << (l)) & (~0ULL >> (63 - (h))))
#define GENMASK(h, l)		((unsigned long)GENMASK_ULL(h, l))
#define __bf_shift(mask)	__builtin_ctzll(mask)
#define FIELD_GET(mask, reg)	((((u64)(reg)) & (mask)) >> __bf_shift(mask))
#define FIELD_PREP(mask, val)	(((u64)(val) << __bf_shift(mask)) & (mask))
#define FIELD_PREP_CONST(mask, val)	FIELD_PREP(mask, val)
#define FIELD_MAX(mask)		((u64)(mask) >> __bf_shift(mask))

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min_t(t, a, b)		((t)(a) < (t)(b) ? (t)(a) : (t)(b))
#define max_t(t, a, b)		((t)(a) > (t)(b) ? (t)(a) : (t)(b))
#define ALIGN(x, a)		(((x) + ((a) - 1)) & ~((__typeof__(x))(a) - 1))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define fallthrough		__attribute__((__fallthrough__))
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#undef static_assert
#define static_assert(x, ...)	_Static_assert(x, "" __VA_ARGS__)

#define ilog2(x)		(63 - __builtin_clzll(x))

static inline u64 hash_64(u64 val, unsigned int bits)
{
	return (val * 0x61C8864680B583EBULL) >> (64 - bits);
}

static inline u32 hash_32(u32 val, unsigned int bits)
{
	return (val * 0x61C88647U) >> (32 - bits);
}

#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v)	__atomic_store_n(&(x), (v), __ATOMIC_RELAXED)
#define smp_mb()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, (v), __ATOMIC_RELEASE)

/*
 * Full barrier on success, as in the kernel; returns the value found. The order
 * of the exchange alone does not bind relaxed stores that follow it.
 */
#define cmpxchg(p, o, n) ({						\
	__typeof__(*(p)) __found = (o);					\
	if (__atomic_compare_exchange_n((p), &__found, (n), false,	\
					__ATOMIC_SEQ_CST,		\
					__ATOMIC_RELAXED))		\
		smp_mb();						\
	__found; })

typedef struct {
	s64 counter;
} atomic64_t;

#define atomic64_set(v, i)	WRITE_ONCE((v)->counter, i)
#define atomic64_read(v)	READ_ONCE((v)->counter)
#define atomic64_inc_return(v)	\
	__atomic_add_fetch(&(v)->counter, 1, __ATOMIC_SEQ_CST)

#endif /* _SMMU3_ENV_H */
