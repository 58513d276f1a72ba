/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The test of a suite and of a program of its own, compare.c.
 */
#ifndef _UNIT_AGREE_H
#define _UNIT_AGREE_H

/* CASES transactions, of as many identities as that needs. */
void model_and_twin_agree(void **state);

#endif /* _UNIT_AGREE_H */
