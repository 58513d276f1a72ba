// SPDX-License-Identifier: GPL-2.0
/*
 * The kit of address translation operations. See atos_kit.h.
 */
#include "atos_kit.h"

u64 atos_sid(const struct side *side, u32 sid)
{
	u64 reg = 0;

	ref_put(&reg, REF_GATOS_STREAMID, sid);
	ref_put(&reg, REF_GATOS_SSEC, side->bank == SECURE);
	return reg;
}

u64 atos_ssid(const struct side *side, u32 sid, u32 ssid)
{
	u64 reg = atos_sid(side, sid);

	ref_put(&reg, REF_GATOS_SUBSTREAMID, ssid);
	ref_put(&reg, REF_GATOS_SSID_VALID, 1);
	return reg;
}

u64 atos_addr(unsigned int type, unsigned int access, u64 addr)
{
	u64 reg = addr / PAGE * PAGE;

	ref_put(&reg, REF_GATOS_TYPE, type);
	ref_put(&reg, REF_GATOS_RNW, !(access & WRITE));
	ref_put(&reg, REF_GATOS_PNU, !!(access & PRIV));
	ref_put(&reg, REF_GATOS_IND, !!(access & INSTR));
	ref_put(&reg, REF_GATOS_HTTUI, !!(access & ATOS_HTTUI));
	ref_put(&reg, REF_GATOS_NS, !!(access & S2_NS));
	return reg;
}

u64 atos_run(struct side *side, u64 sid, u64 addr)
{
	side_wr64(side, REF_GATOS_SID, sid);
	side_wr64(side, REF_GATOS_ADDR, addr);
	side_wr32(side, REF_GATOS_CTRL, REF_GATOS_RUN);
	assert_int_equal(side_rd32(side, REF_GATOS_CTRL), 0);
	return side_rd64(side, REF_GATOS_PAR);
}

u64 atos_ask(struct s2_stream *stream, unsigned int type, unsigned int access)
{
	u64 input = type == ATOS_S2 ? S2_IPA : s2_input(stream);

	return atos_run(stream->side, atos_sid(stream->side, stream->sid),
			atos_addr(type, access, input));
}

u64 atos_fault(unsigned int code, unsigned int reason)
{
	u64 par = 1;

	ref_put(&par, REF_PAR_FAULTCODE, code);
	ref_put(&par, REF_PAR_REASON, reason);
	return par;
}

u64 atos_page(u64 pa, bool ns)
{
	u64 par = pa / PAGE * PAGE;

	ref_put(&par, REF_PAR_ATTR, 0xff);
	ref_put(&par, REF_PAR_SH, REF_ISH);
	ref_put(&par, REF_PAR_NS, ns);
	return par;
}

void atos_expect(u64 par, u64 want)
{
	if (par != want)
		fail_msg("PAR %#llx, not %#llx", (unsigned long long)par,
			 (unsigned long long)want);
}
