/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the tables of fields are written: position and width come from the mask
 * that the code uses too.
 */
#ifndef _SMMU3_NAMES_H
#define _SMMU3_NAMES_H

#include "smmu3.h"

#define SMMU3_FIELD(_name, _word, _mask) {		\
	.name = (_name),				\
	.word = (_word),				\
	.lsb = __builtin_ctzll(_mask),			\
	.width = __builtin_popcountll(_mask),		\
}

#define SMMU3_ADDRESS(_name, _word, _mask) {		\
	.name = (_name),				\
	.word = (_word),				\
	.lsb = __builtin_ctzll(_mask),			\
	.width = __builtin_popcountll(_mask),		\
	.address = true,				\
}

#define SMMU3_LAYOUT(_name, _fields) {			\
	.name = (_name),				\
	.field = (_fields),				\
	.count = ARRAY_SIZE(_fields),			\
}

#endif /* _SMMU3_NAMES_H */
