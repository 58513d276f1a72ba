/* SPDX-License-Identifier: GPL-2.0 */
/* A sentence that grows; what does not fit is cut. */
#ifndef _SMMUCTL_SENTENCE_H
#define _SMMUCTL_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct sentence - text under construction
 * @buf: it, a C string at any time
 * @cap: bytes there
 * @len: bytes that all of it would have
 */
struct sentence {
	char *buf;
	size_t cap;
	size_t len;
};

/* An empty one. */
struct sentence sentence_in(char *buf, size_t cap);

void sentence_add(struct sentence *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Parts that are there, separated by commas. */
void sentence_part(struct sentence *s, bool present, const char *part);

#endif /* _SMMUCTL_SENTENCE_H */
