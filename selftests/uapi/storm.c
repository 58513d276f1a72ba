// SPDX-License-Identifier: GPL-2.0
/*
 * Many threads, random arguments, on the private and the system SMMU. Nothing
 * is expected but answers from the errno contract, and a kernel that lives.
 * The seed is printed; UAPI_SEED=<n> repeats a run.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define THREADS		4
#define ROUNDS		20000
#define SECONDS		5

struct storm {
	int fd;
	int eventfd;
	uint32_t injection;	/* one of ours, perhaps gone */
	uint64_t random;
	uint8_t *data;		/* user memory for data pointers */
	uint64_t cookie;	/* a region or buffer, perhaps gone */
	uint64_t iova;
	unsigned long calls;
	int bad_errno;
};

/* xorshift64 */
static uint64_t next(struct storm *storm)
{
	uint64_t x = storm->random;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return storm->random = x;
}

static uint64_t below(struct storm *storm, uint64_t limit)
{
	return next(storm) % limit;
}

/* Mostly the right value, sometimes anything. */
static uint64_t mostly(struct storm *storm, uint64_t value)
{
	return below(storm, 16) ? value : next(storm) >> below(storm, 64);
}

static uint64_t some_address(struct storm *storm)
{
	static const uint64_t bases[] = { 0, 0x100000, UAPI_IOVA, 1ULL << 48 };

	if (!below(storm, 3))
		return storm->iova + below(storm, 8192);
	return mostly(storm, bases[below(storm, 4)] + below(storm, 65536));
}

static void fill_txn(struct storm *storm, struct smmu_sim_txn *txn)
{
	txn->stream_id = mostly(storm, below(storm, 8));
	txn->substream_id = mostly(storm, 0);
	txn->sec_sid = mostly(storm, below(storm, 2));
	txn->flags = mostly(storm, below(storm, 64) & ~2ULL);
	txn->addr = some_address(storm);
}

static void storm_info(struct storm *storm, void *arg)
{
	struct smmu_sim_get_info *info = arg;

	info->config_uptr = mostly(storm, (uintptr_t)storm->data);
	info->config_len = mostly(storm, below(storm, 300));
}

static void storm_configure(struct storm *storm, void *arg)
{
	static const char *const texts[] = {
		"", "cache=exact", "sidsize=4,tlb_log2=4", "profile=minimal",
		"nonsense", "oas=32,cmdqs=2", "stall_model=0,stall_max=2",
		"s2p=1,xnx=1,httu=2,vmid16=1,stt=1,sel2=1",
	};
	struct smmu_sim_configure *configure = arg;
	const char *text = texts[below(storm, 8)];

	configure->config_uptr = mostly(storm, (uintptr_t)text);
	configure->config_len = mostly(storm, strlen(text));
	configure->reason_uptr = mostly(storm, (uintptr_t)storm->data);
	configure->reason_len = mostly(storm, 64);
}

static void storm_mem_add(struct storm *storm, void *arg)
{
	struct smmu_sim_mem_add *add = arg;

	add->flags = 1 + below(storm, 3);
	add->start = mostly(storm, below(storm, 64) * uapi_page());
	add->length = mostly(storm, (1 + below(storm, 4)) * uapi_page());
}

static void storm_mem_remove(struct storm *storm, void *arg)
{
	struct smmu_sim_mem_remove *remove = arg;

	remove->cookie = mostly(storm, storm->cookie);
}

static void storm_mem_rw(struct storm *storm, void *arg)
{
	struct smmu_sim_mem_rw *rw = arg;

	rw->pas = below(storm, 2);
	rw->addr = some_address(storm);
	rw->length = mostly(storm, below(storm, 4096));
	rw->data_uptr = mostly(storm, (uintptr_t)storm->data);
}

static void storm_reg(struct storm *storm, void *arg)
{
	struct smmu_sim_reg *reg = arg;

	reg->offset = mostly(storm, below(storm, 0x100));
	if (!below(storm, 8))
		reg->offset |= 0x10000;
	else if (below(storm, 2))
		reg->offset |= 0x8000;
	reg->width = below(storm, 2) ? 32 : 64;
	reg->pas = below(storm, 2);
	reg->value = mostly(storm, below(storm, 64));
}

static void storm_translate(struct storm *storm, void *arg)
{
	struct smmu_sim_translate *translate = arg;

	translate->flags = below(storm, 3);
	fill_txn(storm, &translate->txn);
	translate->step_uptr = mostly(storm, (uintptr_t)storm->data);
	translate->step_len = mostly(storm, below(storm, 32));
}

static void storm_dma(struct storm *storm, void *arg)
{
	struct smmu_sim_dma *dma = arg;

	dma->op = below(storm, 5);
	dma->timeout_ms = 10;
	fill_txn(storm, &dma->txn);
	dma->dst_addr = some_address(storm);
	dma->length = mostly(storm, dma->op == 4 ? 8 : below(storm, 8192));
	dma->data_uptr = mostly(storm, (uintptr_t)storm->data);
	dma->pattern = below(storm, 256);
	dma->swap = next(storm);
}

/* On the system SMMU, too: the kernel's driver has to live with it. */
static void storm_inject(struct storm *storm, void *arg)
{
	struct smmu_sim_inject *inject = arg;

	if (below(storm, 2)) {
		inject->flags = SMMU_SIM_INJECT_CLEAR;
		inject->id = below(storm, 4) ? 0 : storm->injection;
		return;
	}
	inject->kind = below(storm, 5);
	inject->banks = 1 + below(storm, 3);
	if (inject->kind == SMMU_SIM_INJECT_SFM)
		inject->banks = 0;
	if (inject->kind < SMMU_SIM_INJECT_PAUSE)
		inject->count = mostly(storm, below(storm, 4));
	if (inject->kind == SMMU_SIM_INJECT_LOST_IRQ)
		inject->lines = mostly(storm, 1 + below(storm, 7));
	if (inject->kind == SMMU_SIM_INJECT_ABORT) {
		inject->accesses = mostly(storm, 1 + below(storm, 127));
		inject->first = below(storm, 2) ? 0 : some_address(storm);
		inject->last = mostly(storm, ~0ULL);
	}
	if (inject->kind != SMMU_SIM_INJECT_PAUSE &&
	    inject->kind != SMMU_SIM_INJECT_SFM)
		inject->every = mostly(storm, 1 + below(storm, 4));
}

static void storm_inspect(struct storm *storm, void *arg)
{
	struct smmu_sim_inspect *inspect = arg;

	inspect->what = mostly(storm, below(storm, 7));
	inspect->record_size = mostly(storm, 8 + below(storm, 100));
	inspect->records_uptr = mostly(storm, (uintptr_t)storm->data);
	inspect->capacity = mostly(storm, below(storm, 100));
}

static void storm_step(struct storm *storm, void *arg)
{
	struct smmu_sim_step *step = arg;

	step->bank = mostly(storm, below(storm, 2));
	step->count = mostly(storm, below(storm, 16));
}

static void storm_irq_eventfd(struct storm *storm, void *arg)
{
	struct smmu_sim_irq_eventfd *irq = arg;

	irq->bank = mostly(storm, 0);
	irq->line = mostly(storm, below(storm, 3));
	irq->fd = below(storm, 2) ? storm->eventfd : -1;
}

static void storm_buf_add(struct storm *storm, void *arg)
{
	struct smmu_sim_buf_add *add = arg;

	add->flags = below(storm, 2);
	add->length = mostly(storm, (1 + below(storm, 4)) * uapi_page());
}

static void storm_mapping(struct storm *storm)
{
	void *map;

	if (!smmusim_map(storm->fd, mostly(storm, storm->cookie), uapi_page(),
			 &map)) {
		memset(map, 0xff, 64);
		munmap(map, uapi_page());
	}
}

static const struct {
	unsigned long request;
	uint32_t size;
	void (*fill)(struct storm *storm, void *arg);
} calls[] = {
	{ SMMU_SIM_GET_INFO, sizeof(struct smmu_sim_get_info), storm_info },
	{ SMMU_SIM_CONFIGURE, sizeof(struct smmu_sim_configure),
	  storm_configure },
	{ SMMU_SIM_MEM_ADD, sizeof(struct smmu_sim_mem_add), storm_mem_add },
	{ SMMU_SIM_MEM_REMOVE, sizeof(struct smmu_sim_mem_remove),
	  storm_mem_remove },
	{ SMMU_SIM_MEM_READ, sizeof(struct smmu_sim_mem_rw), storm_mem_rw },
	{ SMMU_SIM_MEM_WRITE, sizeof(struct smmu_sim_mem_rw), storm_mem_rw },
	{ SMMU_SIM_REG_READ, sizeof(struct smmu_sim_reg), storm_reg },
	{ SMMU_SIM_REG_WRITE, sizeof(struct smmu_sim_reg), storm_reg },
	{ SMMU_SIM_TRANSLATE, sizeof(struct smmu_sim_translate),
	  storm_translate },
	{ SMMU_SIM_DMA, sizeof(struct smmu_sim_dma), storm_dma },
	{ SMMU_SIM_IRQ_EVENTFD, sizeof(struct smmu_sim_irq_eventfd),
	  storm_irq_eventfd },
	{ SMMU_SIM_INJECT, sizeof(struct smmu_sim_inject), storm_inject },
	{ SMMU_SIM_INSPECT, sizeof(struct smmu_sim_inspect), storm_inspect },
	{ SMMU_SIM_STEP, sizeof(struct smmu_sim_step), storm_step },
	{ SMMU_SIM_BUF_ADD, sizeof(struct smmu_sim_buf_add), storm_buf_add },
	{ SMMU_SIM_BUF_REMOVE, sizeof(struct smmu_sim_buf_remove),
	  storm_mem_remove },
};

/* The errno contract of the header, and what eventfds and mmap add. */
static bool in_contract(int error)
{
	switch (error) {
	case 0: case -EFAULT: case -EINVAL: case -E2BIG: case -EOPNOTSUPP:
	case -EBUSY: case -EPERM: case -ENOENT: case -EEXIST: case -ENOSPC:
	case -ENOMEM: case -ENODEV: case -EBADF:
		return true;
	}
	return false;
}

static void learn(struct storm *storm, unsigned long request, const void *arg)
{
	const struct smmu_sim_mem_add *mem = arg;
	const struct smmu_sim_buf_add *buf = arg;
	const struct smmu_sim_inject *inject = arg;

	if (request == SMMU_SIM_INJECT)
		storm->injection = inject->id;
	if (request == SMMU_SIM_MEM_ADD)
		storm->cookie = mem->cookie;
	if (request != SMMU_SIM_BUF_ADD)
		return;
	storm->cookie = buf->cookie;
	storm->iova = buf->iova;
}

static void one_call(struct storm *storm)
{
	union {
		struct {
			__u32 size;
			__u32 flags;
		};
		uint64_t words[32];
	} arg = { .words = { 0 } };
	unsigned int which = below(storm, sizeof(calls) / sizeof(*calls));
	int ret;

	calls[which].fill(storm, &arg);
	arg.size = mostly(storm, calls[which].size);
	if (!below(storm, 64))
		arg.words[below(storm, 32)] ^= next(storm);
	ret = smmusim_ioctl(storm->fd, calls[which].request, &arg);
	if (!ret)
		learn(storm, calls[which].request, &arg);
	if (!in_contract(ret))
		storm->bad_errno = ret;
	if (!below(storm, 32))
		storm_mapping(storm);
	storm->calls++;
}

static void *storm_run(void *arg)
{
	time_t end = time(NULL) + SECONDS;
	struct storm *storm = arg;
	unsigned int i;

	for (i = 0; i < ROUNDS && time(NULL) < end; i++)
		one_call(storm);
	return NULL;
}

static uint64_t seed(void)
{
	const char *given = getenv("UAPI_SEED");

	return given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
}

FIXTURE(storm)
{
	struct storm storm[THREADS];
	pthread_t thread[THREADS];
	uint8_t *data;
};

FIXTURE_VARIANT(storm)
{
	const char *node;
	bool shared;	/* all threads use one file */
};

FIXTURE_VARIANT_ADD(storm, one_private_smmu)
{
	.node = SMMUSIM_PRIVATE,
	.shared = true,
};

FIXTURE_VARIANT_ADD(storm, four_private_smmus) { .node = SMMUSIM_PRIVATE };
FIXTURE_VARIANT_ADD(storm, system_smmu) { .node = SMMUSIM_SYSTEM };

/* INSPECT fills as much as it is told to: nothing of ours may lie behind. */
#define DATA_BYTES	(2 * SMMU_SIM_MAX_DMA)
#define GUARD_BYTES	65536

FIXTURE_SETUP(storm)
{
	uint64_t start = seed();
	unsigned int i;

	TH_LOG("UAPI_SEED=%llu", (unsigned long long)start);
	memset(self->storm, 0, sizeof(self->storm));
	self->data = mmap(NULL, DATA_BYTES + GUARD_BYTES,
			  PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	ASSERT_NE(MAP_FAILED, self->data);
	ASSERT_EQ(0, mprotect(self->data + DATA_BYTES, GUARD_BYTES, PROT_NONE));
	for (i = 0; i < THREADS; i++) {
		struct storm *storm = &self->storm[i];

		storm->random = (start + 1 + i) * 0x9e3779b97f4a7c15ULL | 1;
		storm->data = self->data;
		storm->eventfd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		storm->fd = i && variant->shared ? dup(self->storm[0].fd) :
						   smmusim_open(variant->node);
		ASSERT_LE(0, storm->fd);
	}
}

FIXTURE_TEARDOWN(storm)
{
	unsigned int i;

	for (i = 0; i < THREADS; i++) {
		close(self->storm[i].fd);
		close(self->storm[i].eventfd);
	}
	munmap(self->data, DATA_BYTES + GUARD_BYTES);
}

TEST_F(storm, of_random_calls_gets_answers_of_the_contract)
{
	struct smmu_sim_get_info info;
	unsigned int i;

	for (i = 0; i < THREADS; i++) {
		ASSERT_EQ(0, pthread_create(&self->thread[i], NULL, storm_run,
					    &self->storm[i]));
	}
	for (i = 0; i < THREADS; i++) {
		ASSERT_EQ(0, pthread_join(self->thread[i], NULL));
		EXPECT_EQ(0, self->storm[i].bad_errno);
		EXPECT_LT(0, self->storm[i].calls);
	}
	EXPECT_EQ(0, smmusim_get_info(self->storm[0].fd, &info));
}

TEST_HARNESS_MAIN
