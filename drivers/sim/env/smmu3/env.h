/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that the model needs from outside, taken from the kernel. Its twin for
 * userspace, with the same names, is tools/lib/env/smmu3/env.h.
 */
#ifndef _SMMU3_ENV_H
#define _SMMU3_ENV_H

#include <asm/barrier.h>
#include <linux/atomic.h>
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/byteorder/generic.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/types.h>

#endif /* _SMMU3_ENV_H */
