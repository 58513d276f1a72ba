// SPDX-License-Identifier: GPL-2.0
/* Sentences, see sentence.h. */
#include <stdarg.h>
#include <stdio.h>

#include "sentence.h"

struct sentence sentence_in(char *buf, size_t cap)
{
	buf[0] = '\0';
	return (struct sentence){ .buf = buf, .cap = cap };
}

void sentence_add(struct sentence *s, const char *format, ...)
{
	va_list args;
	int len;

	if (s->len >= s->cap)
		return;
	va_start(args, format);
	len = vsnprintf(s->buf + s->len, s->cap - s->len, format, args);
	va_end(args);
	s->len += len > 0 ? len : 0;
}

void sentence_part(struct sentence *s, bool present, const char *part)
{
	if (present)
		sentence_add(s, "%s%s", s->len ? ", " : "", part);
}
