/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Commands (chapter 4): encoders, and which opcodes exist for an SMMU with
 * stage 1 only, no ATS, no PRI, no stalls, no Secure state.
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
#define REF_CMD_TLBI_NH_ALL	0x10
#define REF_CMD_TLBI_NH_ASID	0x11
#define REF_CMD_TLBI_NH_VA	0x12
#define REF_CMD_TLBI_NH_VAA	0x13
#define REF_CMD_TLBI_NSNH_ALL	0x30
#define REF_CMD_RESUME		0x44
#define REF_CMD_SYNC		0x46

/* Fields (4.1.5, 4.4.1.1, 4.7.3) */
#define REF_CMD_OPCODE		7, 0
#define REF_CMD_SSEC		10, 10
#define REF_CMD_SSV		11, 11
#define REF_CMD_SSID		31, 12
#define REF_CMD_SID		63, 32
#define REF_CMD_LEAF		64, 64
#define REF_CMD_RANGE		68, 64
#define REF_CMD_NUM		16, 12
#define REF_CMD_SCALE		24, 20
#define REF_CMD_VMID		47, 32
#define REF_CMD_ASID		63, 48
#define REF_CMD_TTL128		71, 71
#define REF_CMD_TTL		73, 72
#define REF_CMD_TG		75, 74
#define REF_CMD_VA		127, 76
#define REF_CMD_CS		13, 12
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

struct ref_cmd ref_cmd(u8 opcode);
struct ref_cmd ref_cfgi_ste(u32 sid, bool leaf);
struct ref_cmd ref_cfgi_range(u32 sid, unsigned int range);
struct ref_cmd ref_cfgi_all(void);
struct ref_cmd ref_cfgi_cd(u32 sid, u32 ssid, bool leaf);
struct ref_cmd ref_cfgi_cd_all(u32 sid);
struct ref_cmd ref_tlbi_asid(u16 asid);
struct ref_cmd ref_tlbi_va(u64 va, u16 asid);
struct ref_cmd ref_tlbi_vaa(u64 va);
struct ref_cmd ref_tlbi_range(struct ref_cmd cmd, const struct ref_range *how);
struct ref_cmd ref_sync(unsigned int cs);

/* Does this opcode exist on the Non-secure queue (4.1.1)? */
bool ref_cmd_exists(u8 opcode);

/* Has this opcode an SSec bit (4.1.6)? */
bool ref_cmd_has_ssec(u8 opcode);

#endif /* _REF_CMD_H */
