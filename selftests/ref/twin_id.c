// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's identity: ID registers field by field (6.3.1 to 6.3.8, 6.3.52,
 * 6.3.53), and what follows from them (3.4, 3.12).
 */
#include "twin_int.h"

static const unsigned int size_bits[] = { 32, 36, 40, 42, 44, 48, 52, 56 };

static unsigned int field(u32 reg, unsigned int high, unsigned int low)
{
	u64 image = reg;

	return ref_get(&image, high, low);
}

static void take_idr0(struct twin_id *id, u32 r)
{
	id->s2p = field(r, 0, 0);
	id->s1p = field(r, 1, 1);
	id->httu = field(r, 7, 6);
	id->hyp = field(r, 9, 9);
	id->asid16 = field(r, 12, 12);
	id->atos = field(r, 15, 15);
	id->vmid16 = field(r, 18, 18);
	id->cd2l = field(r, 19, 19);
	id->stall_model = field(r, 25, 24);
	id->term_model = field(r, 26, 26);
	id->st_level = field(r, 28, 27);
	id->rme = field(r, 30, 30);
}

static void take_idr3(struct twin_id *id, u32 r)
{
	id->had = field(r, 2, 2);
	id->xnx = field(r, 4, 4);
	id->fwb = field(r, 8, 8);
	id->stt = field(r, 9, 9);
	id->e0pd = field(r, 13, 13);
	id->epan = field(r, 17, 17);
}

struct twin_id twin_id_of(const struct twin_id_regs *regs)
{
	struct twin_id id = {
		.minor = field(regs->aidr, 3, 0),
		.sidsize = field(regs->idr1, 5, 0),
		.ssidsize = field(regs->idr1, 10, 6),
		.perms_ovr = field(regs->idr1, 26, 26),
		.types_ovr = field(regs->idr1, 27, 27),
		.oas = size_bits[field(regs->idr5, 2, 0)],
		.gran4k = field(regs->idr5, 4, 4),
		.gran16k = field(regs->idr5, 5, 5),
		.gran64k = field(regs->idr5, 6, 6),
		.s_stall_model = field(regs->s_idr0, 25, 24),
		.s_sidsize = field(regs->s_idr1, 5, 0),
		.sel2 = field(regs->s_idr1, 29, 29),
		.secure = field(regs->s_idr1, 31, 31),
	};

	take_idr0(&id, regs->idr0);
	take_idr3(&id, regs->idr3);
	return id;
}

/* IAS = OAS without LPAE (3.4). */
u64 twin_ias_end(const struct twin_id *id)
{
	return ref_pow2(id->oas);
}

u64 twin_oas_end(const struct twin_id *id)
{
	return ref_pow2(id->oas);
}

u64 twin_ps_end(const struct twin_id *id, unsigned int code)
{
	unsigned int bits = size_bits[code];

	return ref_pow2(min(bits, id->oas));
}

bool twin_has_granule(const struct twin_id *id, unsigned int granule)
{
	switch (granule) {
	case 12:
		return id->gran4k;
	case 14:
		return id->gran16k;
	case 16:
		return id->gran64k;
	}
	return false;
}

unsigned int twin_tg0(u64 code)
{
	static const unsigned int granule[] = { 12, 16, 14, 0 };

	return granule[code];
}

unsigned int twin_tg1(u64 code)
{
	static const unsigned int granule[] = { 0, 14, 12, 16 };

	return granule[code];
}

/* 3.12, 6.3.57.1: what IDR0.STALL_MODEL shows */
unsigned int twin_ns_stall_model(const struct twin_world *world)
{
	if (!world->id.secure)
		return world->id.stall_model;
	if (world->id.s_stall_model == 0 &&
	    world->bank[TWIN_S].cr0 & REF_S_CR0_NSSTALLD)
		return 1;
	return world->id.s_stall_model;
}

unsigned int twin_stall_model(const struct twin_ctx *c)
{
	if (c->secure)
		return c->id->s_stall_model;
	return twin_ns_stall_model(c->world);
}
