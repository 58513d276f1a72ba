// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's accesses to memory, and memory that only pretends to be written.
 */
#include "twin_int.h"

static enum twin_space space_of(bool ns)
{
	return ns ? TWIN_NS : TWIN_S;
}

struct twin_visit *twin_visit(struct twin_ctx *c,
			      const struct twin_visit *visit)
{
	struct twin_trace *trace = c->world->trace;
	struct twin_visit *to = &c->untold;

	if (trace && trace->visits < TWIN_MAX_VISITS)
		to = &trace->visit[trace->visits++];
	*to = *visit;
	return to;
}

/* Addresses beyond OAS do not exist (3.4.3). */
bool twin_read(const struct twin_ctx *c, bool ns, u64 addr, u64 *words,
	       unsigned int count)
{
	const struct twin_memory *memory = &c->world->memory;
	unsigned int i;

	if (addr >= twin_oas_end(c->id))
		return false;
	for (i = 0; i < count; i++)
		if (!memory->read8(memory->arg, space_of(ns),
				   addr + i * sizeof(u64), &words[i]))
			return false;
	return true;
}

enum twin_cas twin_swap(struct twin_ctx *c, bool ns, u64 addr, u64 old,
			u64 next)
{
	const struct twin_memory *memory = &c->world->memory;
	struct twin_outcome *out = c->out;
	enum twin_cas result;

	result = memory->cas8(memory->arg, space_of(ns), addr, old, next);
	if (result == TWIN_CAS_DONE && out->updates < TWIN_MAX_UPDATES)
		out->update[out->updates++] = (struct twin_update){
			space_of(ns), addr, old, next };
	return result;
}

/* ---- overlay ---- */

static struct twin_update *find(struct twin_overlay *overlay,
				enum twin_space space, u64 addr)
{
	unsigned int i;

	for (i = 0; i < overlay->updates; i++)
		if (overlay->update[i].space == space &&
		    overlay->update[i].addr == addr)
			return &overlay->update[i];
	return NULL;
}

static bool overlay_read8(void *arg, enum twin_space space, u64 addr,
			  u64 *value)
{
	struct twin_overlay *overlay = arg;
	const struct twin_update *above = find(overlay, space, addr);

	if (!overlay->below.read8(overlay->below.arg, space, addr, value))
		return false;
	if (above)
		*value = above->next;
	return true;
}

static enum twin_cas overlay_cas8(void *arg, enum twin_space space, u64 addr,
				  u64 old, u64 next)
{
	struct twin_overlay *overlay = arg;
	struct twin_update *above = find(overlay, space, addr);
	u64 now;

	if (!overlay_read8(arg, space, addr, &now))
		return TWIN_CAS_ABORT;
	if (now != old)
		return TWIN_CAS_CHANGED;
	if (above) {
		above->next = next;
		return TWIN_CAS_DONE;
	}
	if (overlay->updates == TWIN_MAX_UPDATES)
		return TWIN_CAS_ABORT;
	overlay->update[overlay->updates++] =
		(struct twin_update){ space, addr, old, next };
	return TWIN_CAS_DONE;
}

struct twin_memory twin_overlay_memory(struct twin_overlay *overlay)
{
	return (struct twin_memory){ overlay_read8, overlay_cas8, overlay };
}
