/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the SMMU under test is supposed to be: the choices that its identity
 * leaves, which of them go together (2, 6.3.1 to 6.3.8, 6.3.52 to 6.3.56), and
 * the ID registers that follow.
 */
#ifndef _REF_ID_H
#define _REF_ID_H

#include <smmu3/env.h>

/**
 * struct ref_id - the choices
 * @minor: AIDR minor: 1 or 2
 * @sidsize: IDR1.SIDSIZE
 * @st_level: IDR0.ST_LEVEL
 * @oas: output address bits
 * @gran16k: IDR5.GRAN16K
 * @gran64k: IDR5.GRAN64K
 * @asid16: IDR0.ASID16
 * @term_model: IDR0.TERM_MODEL
 * @stall_model: STALL_MODEL of IDR0 and of S_IDR0
 * @stall_max: IDR5.STALL_MAX, unless stalls are not supported
 * @s1p: IDR0.S1P
 * @s2p: IDR0.S2P
 * @hyp: IDR0.Hyp, of SMMUs with both stages
 * @vmid16: IDR0.VMID16, if there is a stage 2
 * @vmw: IDR0.VMW, if there is a stage 2
 * @httu: IDR0.HTTU
 * @xnx: IDR3.XNX, if there is a stage 2
 * @stt: IDR3.STT
 * @e0pd: IDR3.E0PD
 * @atos: IDR0.ATOS
 * @attr_types_ovr: IDR1.ATTR_TYPES_OVR
 * @attr_perms_ovr: IDR1.ATTR_PERMS_OVR
 * @cmdqs: IDR1.CMDQS
 * @eventqs: IDR1.EVENTQS
 * @ssidsize: IDR1.SSIDSIZE
 * @cd2l: IDR0.CD2L
 * @msi: IDR0.MSI
 * @had: IDR3.HAD, if there is a stage 1
 * @ril: IDR3.RIL
 * @bbml: IDR3.BBML
 * @fwb: IDR3.FWB
 * @secure: S_IDR1.SECURE_IMPL
 * @s_sidsize: S_IDR1.S_SIDSIZE
 * @s_msi: S_IDR0.MSI
 * @sel2: S_IDR1.SEL2
 * @gbpa_abort: GBPA.ABORT and S_GBPA.ABORT at reset
 */
struct ref_id {
	unsigned int minor;
	unsigned int sidsize;
	unsigned int st_level;
	unsigned int oas;
	unsigned int gran16k;
	unsigned int gran64k;
	unsigned int asid16;
	unsigned int term_model;
	unsigned int stall_model;
	unsigned int stall_max;
	unsigned int s1p;
	unsigned int s2p;
	unsigned int hyp;
	unsigned int vmid16;
	unsigned int vmw;
	unsigned int httu;
	unsigned int xnx;
	unsigned int stt;
	unsigned int e0pd;
	unsigned int atos;
	unsigned int attr_types_ovr;
	unsigned int attr_perms_ovr;
	unsigned int cmdqs;
	unsigned int eventqs;
	unsigned int ssidsize;
	unsigned int cd2l;
	unsigned int msi;
	unsigned int had;
	unsigned int ril;
	unsigned int bbml;
	unsigned int fwb;
	unsigned int secure;
	unsigned int s_sidsize;
	unsigned int s_msi;
	unsigned int sel2;
	unsigned int gbpa_abort;
};

/* The versions' mandatory features, ranges, and what goes together. */
bool ref_id_is_possible(const struct ref_id *id);

u32 ref_idr0(const struct ref_id *id);
u32 ref_idr1(const struct ref_id *id);
u32 ref_idr3(const struct ref_id *id);
u32 ref_idr5(const struct ref_id *id);
u32 ref_aidr(const struct ref_id *id);
u32 ref_s_idr0(const struct ref_id *id);
u32 ref_s_idr1(const struct ref_id *id);

#endif /* _REF_ID_H */
