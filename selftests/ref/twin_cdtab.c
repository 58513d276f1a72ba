// SPDX-License-Identifier: GPL-2.0
/*
 * The twin finds a CD (5.2 S1Fmt, 5.3), through stage 2 if that is on.
 */
#include "twin_int.h"

#define CD_BYTES	64

/*
 * L1CDs and CDs are in the space of the stream: its PA space, or with stage 2
 * its own IPA space, Secure for a Secure stream.
 */
static bool fetch(struct twin_ctx *c, enum twin_place place, u64 addr,
		  u64 *words, unsigned int count)
{
	struct twin_request req = {
		.ipa = addr, .ns = !c->secure, .class = REF_CLASS_CD,
		.read = true,
	};
	struct twin_page page = { .pa = addr, .ns = !c->secure };

	if (c->stage2 && !twin_stage2(c, &req, &page))
		return false;
	twin_visit(c, &(struct twin_visit){
		.place = place, .space = page.ns ? TWIN_NS : TWIN_S,
		.addr = page.pa, .input = c->stage2 ? addr : 0 });
	if (!twin_read(c, page.ns, page.pa, words, count))
		return twin_fetch_error(c, REF_F_CD_FETCH, page.pa);
	return true;
}

static u64 s1contextptr(const struct twin_ctx *c, unsigned int table_log2)
{
	u64 addr = ref_get_addr(c->ste, REF_STE_S1CONTEXTPTR);

	return twin_align(addr, max(table_log2, 6));
}

static u64 address_limit(const struct twin_ctx *c)
{
	return c->stage2 ? twin_ias_end(c->id) : twin_oas_end(c->id);
}

/* @leaf: log2 of the CDs in a level 2 table, 6 or 10 */
static bool locate_in_level2(struct twin_ctx *c, u32 ssid, unsigned int leaf,
			     u64 *addr)
{
	unsigned int cdmax = twin_s1cdmax(c);
	unsigned int l1_log2 = cdmax > leaf ? cdmax - leaf + 3 : 3;
	u64 at = s1contextptr(c, l1_log2) + ssid / ref_pow2(leaf) * 8;
	u64 l1cd, l2ptr;

	if (!fetch(c, TWIN_AT_L1CD, at, &l1cd, 1))
		return false;
	l2ptr = ref_get_addr(&l1cd, REF_L1CD_L2PTR);
	if (!ref_get(&l1cd, REF_L1CD_V) || l2ptr >= address_limit(c))
		return twin_bad_substreamid(c);
	*addr = twin_align(l2ptr, leaf + 6) + ssid % ref_pow2(leaf) * CD_BYTES;
	return true;
}

static bool locate(struct twin_ctx *c, u32 ssid, u64 *addr)
{
	unsigned int cdmax = twin_s1cdmax(c);

	*addr = s1contextptr(c, cdmax + 6) + (u64)ssid * CD_BYTES;
	if (!cdmax)
		return true;
	switch (ref_get(c->ste, REF_STE_S1FMT)) {
	case REF_S1FMT_4K:
		return locate_in_level2(c, ssid, 6, addr);
	case REF_S1FMT_64K:
		return locate_in_level2(c, ssid, 10, addr);
	}
	return true;
}

bool twin_fetch_cd(struct twin_ctx *c)
{
	u32 ssid = c->txn->ssv ? c->txn->ssid : 0;
	u64 addr;

	return locate(c, ssid, &addr) &&
	       fetch(c, TWIN_AT_CD, addr, c->cd, REF_CD_WORDS);
}
