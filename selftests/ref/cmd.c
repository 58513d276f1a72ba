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

struct ref_cmd ref_prefetch_config(u32 sid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_PREFETCH_CONFIG);

	ref_put(cmd.w, REF_CMD_SID, sid);
	return cmd;
}

struct ref_cmd ref_prefetch_addr(u32 sid, u64 addr, unsigned int size,
				 unsigned int stride)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_PREFETCH_ADDR);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_PF_SIZE, size);
	ref_put(cmd.w, REF_CMD_PF_STRIDE, stride);
	ref_put_addr(cmd.w, REF_CMD_VA, addr);
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

struct ref_cmd ref_cfgi_vms_pidm(u16 vmid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_VMS_PIDM);

	ref_put(cmd.w, REF_CMD_VMID, vmid);
	return cmd;
}

struct ref_cmd ref_tlbi(u8 opcode, u16 vmid, u16 asid, u64 addr)
{
	struct ref_cmd cmd = ref_cmd(opcode);

	ref_put(cmd.w, REF_CMD_VMID, vmid);
	ref_put(cmd.w, REF_CMD_ASID, asid);
	ref_put_addr(cmd.w, REF_CMD_VA, addr);
	return cmd;
}

struct ref_cmd ref_tlbi_asid(u16 asid)
{
	return ref_tlbi(REF_CMD_TLBI_NH_ASID, 0, asid, 0);
}

struct ref_cmd ref_tlbi_va(u64 va, u16 asid)
{
	return ref_tlbi(REF_CMD_TLBI_NH_VA, 0, asid, va);
}

struct ref_cmd ref_tlbi_vaa(u64 va)
{
	return ref_tlbi(REF_CMD_TLBI_NH_VAA, 0, 0, va);
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

struct ref_cmd ref_sync_msi(const struct ref_msi *msi)
{
	struct ref_cmd cmd = ref_sync(REF_CS_IRQ);

	ref_put_addr(cmd.w, REF_CMD_MSIADDR, msi->addr);
	ref_put(cmd.w, REF_CMD_MSIDATA, msi->data);
	ref_put(cmd.w, REF_CMD_MSIATTR, msi->attr);
	ref_put(cmd.w, REF_CMD_MSH, msi->sh);
	return cmd;
}

struct ref_cmd ref_atc_inv(u32 sid, u64 addr, unsigned int size)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_ATC_INV);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_ATC_SIZE, size);
	ref_put_addr(cmd.w, REF_CMD_VA, addr);
	return cmd;
}

struct ref_cmd ref_pri_resp(u32 sid, unsigned int prgindex, unsigned int resp)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_PRI_RESP);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_PRGINDEX, prgindex);
	ref_put(cmd.w, REF_CMD_RESP, resp);
	return cmd;
}

struct ref_cmd ref_dpti_pa(u64 addr, unsigned int size)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_DPTI_PA);

	ref_put(cmd.w, 75, 72, size);
	ref_put_addr(cmd.w, REF_CMD_IPA, addr);
	return cmd;
}

struct ref_cmd ref_resume(u32 sid, u16 stag, bool retry, bool abort)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_RESUME);

	ref_put(cmd.w, REF_CMD_SID, sid);
	ref_put(cmd.w, REF_CMD_STAG, stag);
	ref_put(cmd.w, REF_CMD_AC, retry);
	ref_put(cmd.w, REF_CMD_AB, abort);
	return cmd;
}

struct ref_cmd ref_stall_term(u32 sid)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_STALL_TERM);

	ref_put(cmd.w, REF_CMD_SID, sid);
	return cmd;
}

struct ref_cmd ref_ssec(struct ref_cmd cmd)
{
	ref_put(cmd.w, REF_CMD_SSEC, 1);
	return cmd;
}
