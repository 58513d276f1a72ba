// SPDX-License-Identifier: GPL-2.0
/*
 * A Non-secure and a Secure stream of the same StreamID, side by side on a private
 * SMMU. Both map the same addresses to the same physical ones: a page that both
 * PA spaces have, two memories, and one that only the Secure one has.
 */
#include <stdio.h>
#include <string.h>

#include <smmusim/kit.h>

#define SID		5
#define COMMON		0x10000ULL	/* maps to RAM of both spaces */
#define SECURE_ONLY	0x20000ULL	/* maps to RAM of the Secure space */
#define SECURE_PA	0x90000000ULL
#define PAGE		4096ULL

static const char *const names[] = { "Non-secure", "Secure" };

/* Programs one bank, so that stream SID translates; @page: what COMMON maps to. */
static int bring_up(struct smmusim_kit *kit, int fd, uint32_t bank,
		    uint64_t *page)
{
	const struct smmusim_setup setup = { .bank = bank };
	struct smmusim_context ctx;
	int ret = smmusim_kit_init(kit, fd, &setup);

	if (!ret)
		ret = smmusim_kit_enable(kit);
	if (!ret)
		ret = smmusim_context_init(kit, &ctx, 1);
	if (ret)
		return ret;
	*page = smmusim_kit_alloc(kit, PAGE, PAGE);
	ret = smmusim_map_page(kit, &ctx, COMMON, *page, 0);
	if (!ret)
		ret = smmusim_map_page(kit, &ctx, SECURE_ONLY, SECURE_PA, 0);
	return ret ? ret : smmusim_attach(kit, SID, &ctx);
}

/* A write and a read of the device whose Security state is @state. */
static void move(int fd, uint32_t state, uint64_t addr, const char *text)
{
	char bytes[16] = { 0 };
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_WRITE,
		.txn = { .stream_id = SID, .sec_sid = state, .addr = addr },
		.length = strlen(text),
		.data_uptr = (uintptr_t)text,
	};
	int ret = smmusim_dma(fd, &d);

	printf("%s stream %u writes \"%s\" to 0x%llx: %s\n", names[state], SID,
	       text, (unsigned long long)addr,
	       ret || d.out.status != SMMU_SIM_OK ? "aborted" : "forwarded");
	d.op = SMMU_SIM_DMA_READ;
	d.data_uptr = (uintptr_t)bytes;
	if (!ret && !smmusim_dma(fd, &d) && d.out.status == SMMU_SIM_OK)
		printf("  and reads \"%s\"\n", bytes);
}

static void look(int fd, uint32_t pas, uint64_t pa)
{
	char bytes[16] = { 0 };
	int ret = smmusim_mem_read(fd, pas, pa, bytes, sizeof(bytes) - 1, NULL);

	printf("%s memory at 0x%llx: %s\n", names[pas], (unsigned long long)pa,
	       ret ? "none" : bytes);
}

int main(void)
{
	struct smmusim_kit kit[2];
	uint64_t cookie, page[2];
	uint32_t state;
	int fd = smmusim_open_private();

	if (fd < 0 || smmusim_mem_add(fd, SMMU_SIM_MEM_S, SECURE_PA, PAGE,
				      &cookie))
		return 1;
	for (state = 0; state < 2; state++)
		if (bring_up(&kit[state], fd, state, &page[state]))
			return 1;
	for (state = 0; state < 2; state++)
		move(fd, state, COMMON, names[state]);
	for (state = 0; state < 2; state++)
		look(fd, state, page[state]);
	move(fd, SMMU_SIM_SEC_SID_S, SECURE_ONLY, "secret");
	move(fd, SMMU_SIM_SEC_SID_NS, SECURE_ONLY, "attack");
	for (state = 0; state < 2; state++)
		look(fd, state, SECURE_PA);
	return 0;
}
