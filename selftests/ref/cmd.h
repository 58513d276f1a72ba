/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Commands (chapter 4): opcodes, fields, and encoders as a driver would write
 * them. Which of them are legal is in legal.h, what they drop in inval.h.
 */
#ifndef _REF_CMD_H
#define _REF_CMD_H

#include "bits.h"

#define REF_CMD_PREFETCH_CONFIG	0x01
#define REF_CMD_PREFETCH_ADDR	0x02
#define REF_CMD_CFGI_STE	0x03
#define REF_CMD_CFGI_STE_RANGE	0x04
#define REF_CMD_CFGI_CD		0x05
#define REF_CMD_CFGI_CD_ALL	0x06
#define REF_CMD_CFGI_VMS_PIDM	0x07
#define REF_CMD_TLBI_NH_ALL	0x10
#define REF_CMD_TLBI_NH_ASID	0x11
#define REF_CMD_TLBI_NH_VA	0x12
#define REF_CMD_TLBI_NH_VAA	0x13
#define REF_CMD_TLBI_EL3_ALL	0x18
#define REF_CMD_TLBI_EL3_VA	0x1a
#define REF_CMD_TLBI_EL2_ALL	0x20
#define REF_CMD_TLBI_EL2_ASID	0x21
#define REF_CMD_TLBI_EL2_VA	0x22
#define REF_CMD_TLBI_EL2_VAA	0x23
#define REF_CMD_TLBI_S12_VMALL	0x28
#define REF_CMD_TLBI_S2_IPA	0x2a
#define REF_CMD_TLBI_NSNH_ALL	0x30
#define REF_CMD_ATC_INV		0x40
#define REF_CMD_PRI_RESP	0x41
#define REF_CMD_RESUME		0x44
#define REF_CMD_STALL_TERM	0x45
#define REF_CMD_SYNC		0x46
#define REF_CMD_TLBI_S_EL2_ALL	0x50
#define REF_CMD_TLBI_S_EL2_ASID	0x51
#define REF_CMD_TLBI_S_EL2_VA	0x52
#define REF_CMD_TLBI_S_EL2_VAA	0x53
#define REF_CMD_TLBI_S_S12_VMALL 0x58
#define REF_CMD_TLBI_S_S2_IPA	0x5a
#define REF_CMD_TLBI_SNH_ALL	0x60
#define REF_CMD_DPTI_ALL	0x70
#define REF_CMD_DPTI_PA		0x73

/* Fields of several commands (4.1.5 to 4.1.7) */
#define REF_CMD_OPCODE		7, 0
#define REF_CMD_SSEC		10, 10
#define REF_CMD_SSV		11, 11
#define REF_CMD_SSID		31, 12
#define REF_CMD_SID		63, 32
#define REF_CMD_LEAF		64, 64

/* PREFETCH_ADDR (4.2.2) */
#define REF_CMD_PF_SIZE		68, 64
#define REF_CMD_PF_STRIDE	73, 69
#define REF_CMD_PF_NS		75, 75

/* CFGI_STE_RANGE (4.3.2) */
#define REF_CMD_RANGE		68, 64

/* TLBI (4.4); SCALE has six bits with IDR5.DS */
#define REF_CMD_NUM		16, 12
#define REF_CMD_SCALE		24, 20
#define REF_CMD_SCALE6		25, 20
#define REF_CMD_VMID		47, 32
#define REF_CMD_ASID		63, 48
#define REF_CMD_S2_NS		65, 65
#define REF_CMD_TTL128		71, 71
#define REF_CMD_TTL		73, 72
#define REF_CMD_TG		75, 74
#define REF_CMD_VA		127, 76
#define REF_CMD_IPA		119, 76

/* ATC_INV (4.5.1), PRI_RESP (4.5.2), RESUME (4.7.1) */
#define REF_CMD_ATC_G		9, 9
#define REF_CMD_ATC_SIZE	69, 64
#define REF_CMD_PRGINDEX	72, 64
#define REF_CMD_RESP		77, 76
#define REF_CMD_AC		12, 12
#define REF_CMD_AB		13, 13
#define REF_CMD_STAG		79, 64

/* SYNC (4.7.3) */
#define REF_CMD_CS		13, 12
#define REF_CMD_MSH		23, 22
#define REF_CMD_MSIATTR		27, 24
#define REF_CMD_MSIDATA		63, 32
#define REF_CMD_MSIADDR		119, 66

#define REF_TG_NONE		0
#define REF_TG_4K		1
#define REF_TG_16K		2
#define REF_TG_64K		3

#define REF_CS_NONE		0
#define REF_CS_IRQ		1
#define REF_CS_SEV		2

/* CMDQ_CONS.ERR (7.1) */
#define REF_CERROR_NONE		0
#define REF_CERROR_ILL		1
#define REF_CERROR_ABT		2

struct ref_cmd {
	u64 w[2];
};

/* Range form of a TLBI by address (4.4.1.1). */
struct ref_range {
	unsigned int tg;
	unsigned int num;
	unsigned int scale;
	unsigned int ttl;
	unsigned int leaf;
};

/* Where an MSI of a SYNC goes, and how. */
struct ref_msi {
	u64 addr;
	u32 data;
	unsigned int attr;
	unsigned int sh;
};

struct ref_cmd ref_cmd(u8 opcode);

/* Prefetch (4.2) */
struct ref_cmd ref_prefetch_config(u32 sid);
struct ref_cmd ref_prefetch_addr(u32 sid, u64 addr, unsigned int size,
				 unsigned int stride);

/* Configuration (4.3) */
struct ref_cmd ref_cfgi_ste(u32 sid, bool leaf);
struct ref_cmd ref_cfgi_range(u32 sid, unsigned int range);
struct ref_cmd ref_cfgi_all(void);
struct ref_cmd ref_cfgi_cd(u32 sid, u32 ssid, bool leaf);
struct ref_cmd ref_cfgi_cd_all(u32 sid);
struct ref_cmd ref_cfgi_vms_pidm(u16 vmid);

/* Translations (4.4): any opcode, with what fields it may have */
struct ref_cmd ref_tlbi(u8 opcode, u16 vmid, u16 asid, u64 addr);
struct ref_cmd ref_tlbi_asid(u16 asid);
struct ref_cmd ref_tlbi_va(u64 va, u16 asid);
struct ref_cmd ref_tlbi_vaa(u64 va);
struct ref_cmd ref_tlbi_range(struct ref_cmd cmd, const struct ref_range *how);

/* ATS and PRI (4.5), DPT (4.6) */
struct ref_cmd ref_atc_inv(u32 sid, u64 addr, unsigned int size);
struct ref_cmd ref_pri_resp(u32 sid, unsigned int prgindex, unsigned int resp);
struct ref_cmd ref_dpti_pa(u64 addr, unsigned int size);

/* Stalls and SYNC (4.7) */
struct ref_cmd ref_resume(u32 sid, u16 stag, bool retry, bool abort);
struct ref_cmd ref_stall_term(u32 sid);
struct ref_cmd ref_sync(unsigned int cs);
struct ref_cmd ref_sync_msi(const struct ref_msi *msi);

/* For a Secure stream. */
struct ref_cmd ref_ssec(struct ref_cmd cmd);

#endif /* _REF_CMD_H */
