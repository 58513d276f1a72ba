// SPDX-License-Identifier: GPL-2.0
/*
 * Security of Secure streams, by the sentences of 3.10.2.2 and 5.2.
 */
#include "secure.h"

bool ref_sec_reads_ns(const struct ref_sec_walk *walk, unsigned int level)
{
	unsigned int at;

	if (walk->nscfg)
		return true;
	for (at = walk->start; at < level; at++)
		if (walk->nstable[at])
			return true;
	return false;
}

bool ref_sec_output_ns(const struct ref_sec_walk *walk)
{
	return ref_sec_reads_ns(walk, walk->leaf) || walk->ns;
}

bool ref_sec_global(const struct ref_sec_walk *walk, bool ng)
{
	return !ng && !ref_sec_reads_ns(walk, walk->leaf);
}

static enum ref_stream_world secure_world(const struct ref_world_of *of)
{
	switch (of->strw) {
	case 0:
		return REF_WORLD_SECURE;
	case 1:
		return of->rme ? REF_WORLD_ILLEGAL : REF_WORLD_EL3;
	case 2:
		if (!of->sel2)
			return REF_WORLD_ILLEGAL;
		return of->e2h ? REF_WORLD_S_EL2_E2H : REF_WORLD_S_EL2;
	}
	return REF_WORLD_ILLEGAL;
}

enum ref_stream_world ref_stage1_world(const struct ref_world_of *of)
{
	if (of->secure)
		return secure_world(of);
	if (!of->hyp || of->strw == 0)
		return REF_WORLD_NS_EL1;
	if (of->strw != 2)
		return REF_WORLD_ILLEGAL;
	return of->e2h ? REF_WORLD_NS_EL2_E2H : REF_WORLD_NS_EL2;
}
