/* SPDX-License-Identifier: GPL-2.0 */
/* Streams that this process programs (verb_stream.c). */
#ifndef _SMMUCTL_STREAM_H
#define _SMMUCTL_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include <smmusim/kit.h>

#define STREAM_MAX_CD_BITS	3
#define STREAM_MAX_CONTEXTS	(1 << STREAM_MAX_CD_BITS)

/* What faults do. */
enum {
	STREAM_ABORT,
	STREAM_ZERO,
	STREAM_STALL,
};

/* Who updates descriptors; the numbers are those of IDR0.HTTU. */
enum {
	STREAM_SOFTWARE,
	STREAM_ACCESS,
	STREAM_DIRTY,
};

/**
 * struct stream_rules - how a stream is translated
 * @stages: SMMU3_STE_CONFIG_S1 and _S2; 0: not said, stage 1
 * @vmid: with stage 2
 * @has_vmid: it was said
 * @cd_bits: log2 of the contexts
 * @s1dss: SMMU3_S1DSS_*
 * @faults: STREAM_ABORT, _ZERO, _STALL
 * @unrecorded: no events
 * @flags: STREAM_SOFTWARE, _ACCESS, _DIRTY
 * @strw: SMMU3_STRW_*
 */
struct stream_rules {
	uint32_t stages;
	uint16_t vmid;
	bool has_vmid;
	unsigned int cd_bits;
	uint32_t s1dss;
	uint32_t faults;
	bool unrecorded;
	uint32_t flags;
	uint32_t strw;
};

/**
 * struct stream - a stream and its tables
 * @rules: as said
 * @up: its STE and its tables are there
 * @s2: stage 2
 * @cds: physical address of its contexts
 * @ctx: contexts by SubstreamID; cd is 0 where there is none yet
 */
struct stream {
	struct stream_rules rules;
	bool up;
	struct smmusim_stage2 s2;
	uint64_t cds;
	struct smmusim_context ctx[STREAM_MAX_CONTEXTS];
};

/* Make what is missing: the STE with its tables; a context. 0 or -errno. */
int stream_up(struct smmusim_kit *kit, struct stream *stream, uint32_t sid);
int stream_context(struct smmusim_kit *kit, struct stream *stream, uint32_t sid,
		   uint32_t ssid);

/* Drop the translations of a StreamWorld that is not EL1. */
int stream_inval_world(struct smmusim_kit *kit, const struct stream *stream);

#endif /* _SMMUCTL_STREAM_H */
