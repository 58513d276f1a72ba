// SPDX-License-Identifier: GPL-2.0
/* A nested stream and its two sets of tables, see nest_kit.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "nest_kit.h"

#define LAST_LEVEL	3
#define STE_BYTES	64U

int nest_map1(struct nest *nest, unsigned int n, unsigned int flags)
{
	return smmusim_map_page(&nest->kit, &nest->ctx, NEST_VA + n * PAGE,
				NEST_IPA + n * PAGE, flags);
}

int nest_map2(struct nest *nest, unsigned int n, unsigned int flags)
{
	return smmusim_map2_at(&nest->kit, &nest->s2, NEST_IPA + n * PAGE,
			       nest_pa(nest, n), LAST_LEVEL, flags);
}

uint64_t nest_pa(const struct nest *nest, unsigned int n)
{
	return nest->data + (NEST_PAGES - 1 - n) * PAGE;
}

uint8_t *nest_bytes(const struct nest *nest, unsigned int n)
{
	return nest->bytes + (NEST_PAGES - 1 - n) * PAGE;
}

static int map_all(struct nest *nest)
{
	unsigned int n;
	int ret = 0;

	for (n = 0; !ret && n < NEST_PAGES; n++) {
		ret = nest_map1(nest, n, 0);
		if (!ret)
			ret = nest_map2(nest, n, 0);
	}
	return ret;
}

static int make_tables(struct nest *nest)
{
	struct smmusim_kit *kit = &nest->kit;
	int ret = smmusim_stage2_init(kit, &nest->s2, NEST_VMID);

	if (!ret)
		ret = smmusim_context_init_at(kit, &nest->ctx,
					      smmusim_cd_table(kit, &nest->s2,
							       0),
					      &nest->s2, UAPI_ASID);
	if (ret)
		return ret;
	nest->data = smmusim_kit_alloc(kit, NEST_PAGES * PAGE, PAGE);
	if (!nest->data)
		return -ENOSPC;
	nest->bytes = smmusim_kit_ptr(kit, nest->data);
	ret = map_all(nest);
	return ret ? ret : smmusim_attach(kit, UAPI_SID, &nest->ctx);
}

int nest_open(struct nest *nest, uint32_t bank, const char *config)
{
	const struct smmusim_setup setup = { .bank = bank };
	char text[SMMU_SIM_MAX_CONFIG];
	int ret;

	memset(nest, 0, sizeof(*nest));
	nest->fd = smmusim_open_private();
	if (nest->fd < 0)
		return nest->fd;
	snprintf(text, sizeof(text), NEST_CONFIG "%s", config);
	ret = smmusim_configure(nest->fd, text, NULL, 0);
	if (!ret)
		ret = smmusim_kit_init(&nest->kit, nest->fd, &setup);
	if (!ret)
		ret = smmusim_kit_enable(&nest->kit);
	return ret ? ret : make_tables(nest);
}

void nest_close(struct nest *nest)
{
	smmusim_kit_exit(&nest->kit);
	close(nest->fd);
}

static void change(uint64_t *word, uint64_t mask, uint64_t bits)
{
	*word = (*word & ~mask) | bits;
}

int nest_cd_bits(struct nest *nest, unsigned int word, uint64_t mask,
		 uint64_t bits)
{
	uint64_t *cd = smmusim_kit_ptr(&nest->kit, nest->ctx.cd);

	change(&cd[word], mask, bits);
	return smmusim_inval_cd(&nest->kit, UAPI_SID);
}

int nest_ste_bits(struct nest *nest, unsigned int word, uint64_t mask,
		  uint64_t bits)
{
	uint64_t *ste = smmusim_kit_ptr(&nest->kit, nest->kit.strtab +
					UAPI_SID * STE_BYTES);

	change(&ste[word], mask, bits);
	return smmusim_inval_ste(&nest->kit, UAPI_SID);
}

uint64_t *nest_leaf1(struct nest *nest, uint64_t va)
{
	return smmusim_kit_ptr(&nest->kit,
			       smmusim_descriptor(&nest->kit, &nest->ctx, va,
						  LAST_LEVEL));
}

uint64_t *nest_leaf2(struct nest *nest, uint64_t ipa)
{
	return smmusim_kit_ptr(&nest->kit,
			       smmusim_descriptor2(&nest->kit, &nest->s2, ipa,
						   LAST_LEVEL));
}

int nest_translate(struct nest *nest, uint64_t va, uint32_t txn_flags,
		   uint32_t flags)
{
	nest->t = (struct smmu_sim_translate) {
		.flags = flags,
		.txn = {
			.stream_id = UAPI_SID,
			.sec_sid = nest->kit.setup.bank,
			.flags = txn_flags,
			.addr = va,
		},
		.step_uptr = (uintptr_t)nest->step,
		.step_len = NEST_STEPS,
	};
	return smmusim_translate(nest->fd, &nest->t);
}

int nest_dma(struct nest *nest, uint32_t op, uint64_t va, void *data,
	     uint64_t length)
{
	nest->d.op = op;
	nest->d.txn = (struct smmu_sim_txn) {
		.stream_id = UAPI_SID,
		.sec_sid = nest->kit.setup.bank,
		.addr = va,
	};
	nest->d.length = length;
	nest->d.data_uptr = (uintptr_t)data;
	return smmusim_dma(nest->fd, &nest->d);
}

int nest_tlb(struct nest *nest, struct smmu_sim_tlb_record *records,
	     uint32_t capacity, uint32_t *count)
{
	return smmusim_inspect(nest->fd, SMMU_SIM_INSPECT_TLB, records,
			       sizeof(*records), capacity, count);
}
