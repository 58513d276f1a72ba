// SPDX-License-Identifier: GPL-2.0
/*
 * Identities, and ID register values field by field, of an SMMUv3.1 or v3.2
 * with little-endian VMSAv8-64 tables; 48-bit addresses.
 */
#include "id.h"

#include "bits.h"

static const unsigned int oas_bits[] = { 32, 36, 40, 42, 44, 48 };

/* 6.3.6; -1 if there is no such size */
static int oas_code(unsigned int bits)
{
	unsigned int code;

	for (code = 0; code < ARRAY_SIZE(oas_bits); code++)
		if (oas_bits[code] == bits)
			return code;
	return -1;
}

/* Reserved values, and as many STAGs as this SMMU can have. */
static bool stages_in_range(const struct ref_id *id)
{
	return id->stall_model <= 2 && id->stall_max <= 4096 &&
	       id->s1p <= 1 && id->s2p <= 1 && id->hyp <= 1 &&
	       id->vmid16 <= 1 &&
	       id->vmw <= 1 && id->httu <= 2 && id->xnx <= 1 &&
	       id->stt <= 1 && id->e0pd <= 1 && id->atos <= 1 &&
	       id->attr_types_ovr <= 1 && id->attr_perms_ovr <= 1 && id->sel2 <= 1;
}

/* The width of each field, 19 for queues, 20 for SubstreamIDs (6.3.2). */
static bool in_range(const struct ref_id *id)
{
	return (id->minor == 1 || id->minor == 2) && id->sidsize <= 32 &&
	       id->st_level <= 1 && oas_code(id->oas) >= 0 &&
	       id->gran16k <= 1 && id->gran64k <= 1 &&
	       id->asid16 <= 1 && id->term_model <= 1 && id->cmdqs <= 19 &&
	       id->eventqs <= 19 && id->ssidsize <= 20 && id->cd2l <= 1 &&
	       id->msi <= 1 && id->had <= 1 &&
	       id->ril <= 1 && id->bbml <= 2 && id->fwb <= 1 &&
	       id->secure <= 1 && id->s_sidsize <= 32 && id->s_msi <= 1 &&
	       id->gbpa_abort <= 1;
}

/* Chapter 2, 6.3.4; E0PD is of v3.3, so that v3.1 cannot have it (2.9). */
static bool has_mandatory(const struct ref_id *id)
{
	if (id->s1p && !id->had)	/* v3.1 */
		return false;
	if (id->s2p && !id->xnx)	/* v3.1 */
		return false;
	if (id->minor < 2)
		return !id->e0pd;
	return id->ril && id->bbml && id->fwb &&
	       (id->hyp || !id->s1p || !id->s2p);
}

/* 6.3.53, 6.3.4 */
static bool secure_fits(const struct ref_id *id)
{
	if (!id->secure)
		return true;
	return id->s1p && (!id->sel2 || (id->s2p && id->stt));
}

bool ref_id_is_possible(const struct ref_id *id)
{
	if (!in_range(id) || !stages_in_range(id) || !has_mandatory(id))
		return false;
	if (!secure_fits(id))
		return false;
	if (id->stall_model != 1 && !id->stall_max)	/* nothing could stall */
		return false;
	if (id->sidsize >= 7 && !id->st_level)	/* 6.3.2 */
		return false;
	/* 3.3.1, 6.3.53: of Secure streams, if there are any. */
	return !id->secure || id->s_sidsize < 7 || id->st_level;
}

/* 6.3.1 */
u32 ref_idr0(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 0, 0, id->s2p);		/* S2P */
	ref_put(&r, 1, 1, id->s1p);		/* S1P */
	ref_put(&r, 3, 2, 2);			/* TTF: VMSAv8-64 only */
	ref_put(&r, 4, 4, 1);			/* COHACC */
	ref_put(&r, 7, 6, id->httu);		/* HTTU */
	ref_put(&r, 9, 9, id->hyp && id->s1p && id->s2p);	/* Hyp */
	ref_put(&r, 12, 12, id->asid16);	/* ASID16 */
	ref_put(&r, 13, 13, id->msi);		/* MSI */
	ref_put(&r, 15, 15, id->atos);		/* ATOS */
	ref_put(&r, 17, 17, id->s2p && id->vmw);	/* VMW */
	ref_put(&r, 18, 18, id->s2p && id->vmid16);	/* VMID16 */
	ref_put(&r, 19, 19, id->cd2l);		/* CD2L */
	ref_put(&r, 22, 21, 2);			/* TTENDIAN: little */
	ref_put(&r, 25, 24, id->stall_model);	/* STALL_MODEL */
	ref_put(&r, 26, 26, id->term_model);	/* TERM_MODEL */
	ref_put(&r, 28, 27, id->st_level);	/* ST_LEVEL */
	return r;
}

/* 6.3.2 */
u32 ref_idr1(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 5, 0, id->sidsize);
	ref_put(&r, 10, 6, id->ssidsize);
	ref_put(&r, 20, 16, id->eventqs);
	ref_put(&r, 25, 21, id->cmdqs);
	ref_put(&r, 26, 26, id->attr_perms_ovr);
	ref_put(&r, 27, 27, id->attr_types_ovr);
	return r;
}

/* 6.3.4 */
u32 ref_idr3(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 2, 2, id->s1p && id->had);	/* HAD */
	ref_put(&r, 4, 4, id->s2p && id->xnx);	/* XNX */
	ref_put(&r, 8, 8, id->fwb);		/* FWB */
	ref_put(&r, 9, 9, id->stt);		/* STT */
	ref_put(&r, 10, 10, id->ril);		/* RIL */
	ref_put(&r, 12, 11, id->bbml);		/* BBML */
	ref_put(&r, 13, 13, id->e0pd);		/* E0PD */
	return r;
}

/* 6.3.6 */
u32 ref_idr5(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 2, 0, oas_code(id->oas));	/* OAS */
	ref_put(&r, 4, 4, 1);			/* GRAN4K: RES1 */
	ref_put(&r, 5, 5, id->gran16k);		/* GRAN16K */
	ref_put(&r, 6, 6, id->gran64k);		/* GRAN64K */
	if (id->stall_model != 1)
		ref_put(&r, 31, 16, id->stall_max);	/* STALL_MAX */
	return r;
}

/* 6.3.8 */
u32 ref_aidr(const struct ref_id *id)
{
	return id->minor;
}

/* 6.3.52 */
u32 ref_s_idr0(const struct ref_id *id)
{
	u64 r = 0;

	if (!id->secure)
		return 0;
	ref_put(&r, 13, 13, id->s_msi);		/* MSI */
	ref_put(&r, 25, 24, id->stall_model);	/* STALL_MODEL */
	return r;
}

/* 6.3.53 */
u32 ref_s_idr1(const struct ref_id *id)
{
	u64 r = 0;

	if (!id->secure)
		return 0;
	ref_put(&r, 5, 0, id->s_sidsize);	/* S_SIDSIZE */
	ref_put(&r, 29, 29, id->sel2);		/* SEL2 */
	ref_put(&r, 31, 31, 1);			/* SECURE_IMPL */
	return r;
}
