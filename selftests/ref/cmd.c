// SPDX-License-Identifier: GPL-2.0
/*
 * Command encoders, as a driver would write them (4.2 to 4.7).
 */
#include "cmd.h"

struct ref_cmd ref_cmd(u8 opcode)
{
	struct ref_cmd cmd = { { 0, 0 } };

	ref_put(cmd.w, REF_CMD_OPCODE, opcode);
	return cmd;
}

struct ref_cmd ref_cfgi_ste(u32 sid, bool leaf)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_STE);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_LEAF, leaf);
	return cmd;
}

struct ref_cmd ref_cfgi_range(u32 sid, unsigned int range)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_STE_RANGE);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_RANGE, range);
	return cmd;
}

struct ref_cmd ref_cfgi_all(void)
{
	return ref_cfgi_range(0, 31);
}

struct ref_cmd ref_cfgi_cd(u32 sid, u32 ssid, bool leaf)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_CD);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_SSID, ssid);
	ref_put(cmd.w, REF_CMD_LEAF, leaf);
	return cmd;
}

struct ref_cmd ref_cfgi_cd_all(u32 sid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_CD_ALL);

	ref_put(cmd.w, REF_CMD_SID, sid);
	return cmd;
}

struct ref_cmd ref_tlbi_asid(u16 asid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_TLBI_NH_ASID);

	ref_put(cmd.w, REF_CMD_ASID, asid);
	return cmd;
}

struct ref_cmd ref_tlbi_va(u64 va, u16 asid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_TLBI_NH_VA);

	ref_put(cmd.w, REF_CMD_ASID, asid);
	ref_put_addr(cmd.w, REF_CMD_VA, va);
	return cmd;
}

struct ref_cmd ref_tlbi_vaa(u64 va)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_TLBI_NH_VAA);

	ref_put_addr(cmd.w, REF_CMD_VA, va);
	return cmd;
}

struct ref_cmd ref_tlbi_range(struct ref_cmd cmd, const struct ref_range *how)
{
	ref_put(cmd.w, REF_CMD_NUM, how->num);
	ref_put(cmd.w, REF_CMD_SCALE, how->scale);
	ref_put(cmd.w, REF_CMD_TTL, how->ttl);
	ref_put(cmd.w, REF_CMD_TG, how->tg);
	ref_put(cmd.w, REF_CMD_LEAF, how->leaf);
	return cmd;
}

struct ref_cmd ref_sync(unsigned int cs)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_SYNC);

	ref_put(cmd.w, REF_CMD_CS, cs);
	return cmd;
}

bool ref_cmd_exists(u8 opcode)
{
	static const u8 known[] = {
		REF_CMD_PREFETCH_CONFIG, REF_CMD_PREFETCH_ADDR,
		REF_CMD_CFGI_STE, REF_CMD_CFGI_STE_RANGE, REF_CMD_CFGI_CD,
		REF_CMD_CFGI_CD_ALL, REF_CMD_TLBI_NH_ALL, REF_CMD_TLBI_NH_ASID,
		REF_CMD_TLBI_NH_VA, REF_CMD_TLBI_NH_VAA, REF_CMD_TLBI_NSNH_ALL,
		REF_CMD_SYNC,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i] == opcode)
			return true;
	return false;
}

bool ref_cmd_has_ssec(u8 opcode)
{
	return opcode >= REF_CMD_PREFETCH_CONFIG &&
	       opcode <= REF_CMD_CFGI_CD_ALL;
}
