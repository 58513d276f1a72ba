/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the SMMU under test is supposed to be: the choices that its identity
 * leaves, and the ID registers that follow from them (6.3.1 to 6.3.8).
 */
#ifndef _REF_ID_H
#define _REF_ID_H

#include <smmu3/env.h>

/**
 * struct ref_id - the choices
 * @sidsize: IDR1.SIDSIZE
 * @st_level: IDR0.ST_LEVEL
 * @oas: output address bits
 * @asid16: IDR0.ASID16
 * @term_model: IDR0.TERM_MODEL
 * @cmdqs: IDR1.CMDQS
 * @eventqs: IDR1.EVENTQS
 * @gbpa_abort: GBPA.ABORT at reset
 */
struct ref_id {
	unsigned int sidsize;
	unsigned int st_level;
	unsigned int oas;
	unsigned int asid16;
	unsigned int term_model;
	unsigned int cmdqs;
	unsigned int eventqs;
	unsigned int gbpa_abort;
};

u32 ref_idr0(const struct ref_id *id);
u32 ref_idr1(const struct ref_id *id);
u32 ref_idr3(void);
u32 ref_idr5(const struct ref_id *id);
u32 ref_aidr(void);

#endif /* _REF_ID_H */
