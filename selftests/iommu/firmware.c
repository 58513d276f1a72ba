// SPDX-License-Identifier: GPL-2.0
/*
 * A program plays the Secure firmware of the system SMMU while the kernel's
 * driver and the companion do what dmatest wants. The program's streams have the
 * companion's StreamID; nobody notices the other, and whatever the program is at
 * when it is killed, the Secure bank is in reset afterwards.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/kit.h"

#define NS		SMMU_SIM_PAS_NS
#define S		SMMU_SIM_PAS_S
#define PAGE		4096ULL
#define PAGES		8U
#define IOVA		0x40000000ULL
#define HOLE		0x50000000ULL
#define GUEST		0x60000000ULL	/* IPA of the first page */
#define LAST_LEVEL	3
#define LENGTH		3000U
#define ROUNDS		1000U		/* at least, 8 times slower: an eighth */
#define RECORDS		2048U

#define CR0ACK		0x24
#define GERROR		0x60
#define GERRORN		0x64
#define S_CR0		0x8020
#define S_CR0ACK	0x8024
#define S_INIT		0x803c
#define S_GBPA		0x8044
#define S_WORDS		48U		/* S_IDR0 to S_EVENTQ_IRQ_CFG2 */
#define ENABLED		0xd
#define GBPA_UPDATE	(1U << 31)
#define GBPA_ABORT	(1U << 20)
#define SHCFG_INCOMING	1U
#define SIF		(1U << 5)
#define CD_S		(1ULL << 44)	/* CD word 0 (5.4) */
#define STE_BYPASS	0x9		/* STE word 0 (5.2): V, Config 0b100 */

#define TLBI_NSNH_ALL	0x30
#define F_TRANSLATION	0x10
#define F_PERMISSION	0x13
#define EVT_STALL	(1ULL << 31)	/* word 1 (7.3) */
#define EVT_NSIPA	(1ULL << 38)
#define EVT_S2		(1ULL << 39)
#define EVT_CLASS	(3ULL << 40)
#define EVT_CLASS_IN	(2ULL << 40)

/* How much slower than the stock kernel this one is. */
static unsigned int slow(void)
{
	const char *text = getenv("SMMU_SIM_SLOW");

	return text ? atoi(text) : 1;
}

/* ---- the Non-secure side: dmatest, and somebody who looks ---- */

/**
 * struct scene - what the program shall not disturb
 * @watch: an open file that claims nothing
 * @sid: the companion's StreamID
 * @dmatest: process that runs dmatest, 0 when it has ended
 * @status: how it ended
 * @before: the Non-secure bank, as it began
 * @reset: the Secure registers, in reset
 */
struct scene {
	int watch;
	uint32_t sid;
	pid_t dmatest;
	int status;
	struct smmu_sim_bank_record before;
	uint32_t reset[S_WORDS];
};

static uint32_t read_reg(int fd, uint32_t pas, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, pas, offset, 32, &value);
	return value;
}

static void read_secure(int fd, uint32_t words[S_WORDS])
{
	unsigned int i;

	for (i = 0; i < S_WORDS; i++)
		words[i] = read_reg(fd, S, 0x8000 + 4 * i);
}

static struct smmu_sim_bank_record bank_record(int fd, uint32_t bank)
{
	struct smmu_sim_bank_record records[2] = { 0 };
	uint32_t count;

	smmusim_inspect(fd, SMMU_SIM_INSPECT_BANKS, records, sizeof(*records),
			2, &count);
	return records[bank];
}

/* Both channels, each of @iterations transfers, none of them failed. */
static pid_t dmatest_start(unsigned int iterations)
{
	char script[256];
	pid_t pid;

	snprintf(script, sizeof(script), ". /lib/companion.sh; "
		 "run_dmatest iterations=%u dmatest=0 && [ $(grep -c "
		 "'summary %u tests, 0 failures' /tmp/dmatest) -eq 2 ]",
		 iterations, iterations);
	pid = fork();
	if (pid)
		return pid;
	execl("/bin/sh", "sh", "-c", script, NULL);
	_exit(127);
}

static int scene_start(struct scene *scene, unsigned int iterations)
{
	struct smmu_sim_buf_add buf = { .length = PAGE };
	int fd, ret;

	scene->watch = smmusim_open_system();
	fd = smmusim_open_system();
	ret = smmusim_buf_add(fd, &buf);
	scene->sid = buf.stream_id;
	close(fd);
	if (ret)
		return ret;
	read_secure(scene->watch, scene->reset);
	scene->before = bank_record(scene->watch, NS);
	if (iterations)
		scene->dmatest = dmatest_start(iterations / slow());
	return scene->dmatest < 0 ? -EAGAIN : 0;
}

static bool dmatest_runs(struct scene *scene)
{
	if (!scene->dmatest)
		return false;
	if (!waitpid(scene->dmatest, &scene->status, WNOHANG))
		return true;
	scene->dmatest = 0;
	return false;
}

/* dmatest ended well, and nothing Non-secure has been recorded. */
static bool scene_end(struct scene *scene)
{
	struct smmu_sim_bank_record now;
	uint32_t errors, ack;

	if (scene->dmatest)
		waitpid(scene->dmatest, &scene->status, 0);
	now = bank_record(scene->watch, NS);
	errors = read_reg(scene->watch, NS, GERROR) ^
		read_reg(scene->watch, NS, GERRORN);
	ack = read_reg(scene->watch, NS, CR0ACK);
	close(scene->watch);
	return !scene->status && now.events == scene->before.events &&
		now.discarded == scene->before.discarded && !errors &&
		(ack & ENABLED) == ENABLED;
}

/* ---- the program ---- */

/**
 * struct program - a Secure firmware
 * @fd: /dev/smmu-sim0
 * @kit: the driver of the Secure bank
 * @s2: its guest's stage 2
 * @ctx: context of stream @sid, nested
 * @stalls: context of stream @sid + 1, whose faults stall; nothing is mapped
 * @sid: the companion's StreamID
 * @pages: physical address of PAGES pages, mapped at IOVA
 * @events: how many records it should have got
 */
struct program {
	int fd;
	struct smmusim_kit kit;
	struct smmusim_stage2 s2;
	struct smmusim_context ctx;
	struct smmusim_context stalls;
	uint32_t sid;
	uint64_t pages;
	uint64_t events;
};

static int map_pages(struct program *p)
{
	unsigned int i;
	int ret = 0;

	p->pages = smmusim_kit_alloc(&p->kit, PAGES * PAGE, PAGE);
	for (i = 0; !ret && i < PAGES; i++) {
		ret = smmusim_map_page(&p->kit, &p->ctx, IOVA + i * PAGE,
				       GUEST + i * PAGE, 0);
		if (!ret)
			ret = smmusim_map2_at(&p->kit, &p->s2, GUEST + i * PAGE,
					      p->pages + i * PAGE, LAST_LEVEL,
					      0);
	}
	return ret;
}

static int attach(struct program *p)
{
	struct smmusim_kit *kit = &p->kit;
	uint64_t *cd;
	int ret = smmusim_stage2_init(kit, &p->s2, 0);

	if (!ret)
		ret = smmusim_context_init_at(kit, &p->ctx,
					      smmusim_cd_table(kit, &p->s2, 0),
					      &p->s2, 1);
	if (!ret)
		ret = map_pages(p);
	if (!ret)
		ret = smmusim_attach(kit, p->sid, &p->ctx);
	if (!ret)
		ret = smmusim_context_init(kit, &p->stalls, 2);
	if (ret)
		return ret;
	cd = smmusim_kit_ptr(kit, p->stalls.cd);
	cd[0] |= CD_S;
	return smmusim_attach(kit, p->sid + 1, &p->stalls);
}

static int program_start(struct program *p, uint32_t sid)
{
	const struct smmusim_setup setup = { .bank = S, .sid_bits = 8 };
	int ret;

	memset(p, 0, sizeof(*p));
	p->sid = sid;
	p->fd = smmusim_open_system();
	ret = smmusim_kit_init(&p->kit, p->fd, &setup);
	if (!ret)
		ret = smmusim_kit_enable(&p->kit);
	return ret ? ret : attach(p);
}

static void program_stop(struct program *p)
{
	smmusim_kit_exit(&p->kit);
	close(p->fd);
}

static uint32_t dma(struct program *p, uint32_t op, uint32_t sid, uint64_t addr,
		    void *bytes)
{
	struct smmu_sim_dma d = {
		.op = op,
		.txn = { .stream_id = sid, .sec_sid = S, .addr = addr },
		.length = LENGTH,
		.data_uptr = (uintptr_t)bytes,
	};

	return smmusim_dma(p->fd, &d) ? ~0U : d.out.status;
}

static int translate(struct program *p, uint32_t sid, uint64_t addr,
		     uint32_t flags, struct smmu_sim_translate *t)
{
	*t = (struct smmu_sim_translate) {
		.txn = { .stream_id = sid, .sec_sid = S, .flags = flags,
			 .addr = addr },
	};
	return smmusim_translate(p->fd, t);
}

/* What a device wrote is in Secure memory, and what it reads. */
static bool moves(struct program *p, unsigned int n)
{
	uint64_t at = n % PAGES * PAGE + n % (PAGE - LENGTH);
	uint8_t *memory = smmusim_kit_ptr(&p->kit, p->pages + at);
	uint8_t out[LENGTH], in[LENGTH];
	unsigned int i;

	for (i = 0; i < LENGTH; i++)
		out[i] = n * 7 + i;
	if (dma(p, SMMU_SIM_DMA_WRITE, p->sid, IOVA + at, out) ||
	    memcmp(memory, out, LENGTH))
		return false;
	memory[n % LENGTH] ^= 0xff;
	out[n % LENGTH] ^= 0xff;
	return !dma(p, SMMU_SIM_DMA_READ, p->sid, IOVA + at, in) &&
		!memcmp(in, out, LENGTH);
}

/* The next record is in the Secure queue, the only one. */
static bool gets(struct program *p, uint32_t sid, uint64_t record[4])
{
	uint64_t none[4];

	p->events++;
	return smmusim_event(&p->kit, record) == 1 &&
		record[0] >> 32 == sid && !smmusim_event(&p->kit, none);
}

static bool faults(struct program *p, unsigned int n)
{
	uint64_t record[4], addr = IOVA + n % PAGES * PAGE;
	uint8_t bytes[LENGTH];

	return !smmusim_unmap_page(&p->kit, &p->ctx, addr) &&
		dma(p, SMMU_SIM_DMA_READ, p->sid, addr, bytes) ==
			SMMU_SIM_ABORTED &&
		gets(p, p->sid, record) &&
		(record[0] & 0xff) == F_TRANSLATION && record[2] == addr &&
		!smmusim_map_page(&p->kit, &p->ctx, addr,
				  GUEST + n % PAGES * PAGE, 0);
}

/* A client that goes away leaves a STAG, which CMD_RESUME ends. */
static bool stalls(struct program *p)
{
	struct smmu_sim_translate t;
	uint64_t record[4];

	return !translate(p, p->sid + 1, HOLE, 0, &t) &&
		t.out.status == SMMU_SIM_STALLED &&
		gets(p, p->sid + 1, record) && record[1] & EVT_STALL &&
		!smmusim_resume(&p->kit, p->sid + 1, record[1] & 0xffff,
				SMMUSIM_ABORT) &&
		!bank_record(p->fd, S).stalls;
}

/* Whatever is invalidated, also of the kernel, is only fetched again. */
static bool invalidates(struct program *p)
{
	return !smmusim_reg_write(p->fd, S, S_INIT, 32, 1) &&
		!smmusim_inval_all(&p->kit) &&
		!smmusim_inval_vmid(&p->kit, 0) &&
		!smmusim_command(&p->kit, TLBI_NSNH_ALL, 0) &&
		!smmusim_sync(&p->kit, false);
}

/* ---- side by side ---- */

FIXTURE(firmware)
{
	struct scene scene;
	struct program p;
	unsigned int together;
	unsigned int n;
};

FIXTURE_SETUP(firmware)
{
	ASSERT_EQ(0, scene_start(&self->scene, 1000));
	ASSERT_EQ(0, program_start(&self->p, self->scene.sid));
}

FIXTURE_TEARDOWN(firmware)
{
	EXPECT_TRUE(scene_end(&self->scene));
	program_stop(&self->p);
}

TEST_F_TIMEOUT(firmware, and_dmatest_do_not_notice_each_other, 600)
{
	for (self->n = 0; self->n < ROUNDS / slow() ||
	     dmatest_runs(&self->scene); self->n++) {
		ASSERT_TRUE(moves(&self->p, self->n));
		if (self->n % 8 == 1) {
			ASSERT_TRUE(faults(&self->p, self->n));
		}
		if (self->n % 8 == 3) {
			ASSERT_TRUE(stalls(&self->p));
		}
		if (self->n % 32 == 5) {
			ASSERT_TRUE(invalidates(&self->p));
		}
		self->together += dmatest_runs(&self->scene);
	}
	TH_LOG("%u rounds, %u of them beside dmatest", self->n, self->together);
	EXPECT_LT(50, self->together);
	EXPECT_EQ(self->p.events, bank_record(self->p.fd, S).events);
	EXPECT_EQ(0, bank_record(self->p.fd, S).discarded);
}

/* ---- killed ---- */

static void keep_moving(struct program *p)
{
	unsigned int n = 0;

	while (moves(p, n++))
		invalidates(p);
}

/* For ever: nobody resumes it. */
static void keep_stalled(struct program *p)
{
	uint8_t bytes[LENGTH] = { 0 };

	dma(p, SMMU_SIM_DMA_WRITE, p->sid + 1, HOLE, bytes);
}

static int inject(struct program *p, uint32_t kind)
{
	struct smmu_sim_inject arg = { .kind = kind, .banks = 1U << S };

	if (kind == SMMU_SIM_INJECT_ABORT) {
		arg.accesses = SMMU_SIM_ACCESS_TT;
		arg.last = ~0ULL;
		arg.every = 1;
	}
	return smmusim_inject(p->fd, &arg);
}

/* Its queue stands still, full of commands. */
static void keep_queued(struct program *p)
{
	unsigned int i;

	if (inject(p, SMMU_SIM_INJECT_PAUSE))
		return;
	for (i = 0; i < 60; i++)
		smmusim_queue_command(&p->kit, TLBI_NSNH_ALL, 0);
	while (smmusim_kick(&p->kit) == -ETIMEDOUT)
		continue;
}

/* Each fault is recorded until the queue is full. */
static void keep_failing(struct program *p)
{
	uint8_t bytes[LENGTH];

	if (inject(p, SMMU_SIM_INJECT_ABORT) || smmusim_inval_all(&p->kit))
		return;
	while (dma(p, SMMU_SIM_DMA_READ, p->sid, IOVA, bytes) ==
	       SMMU_SIM_ABORTED)
		continue;
}

FIXTURE(killed)
{
	struct scene scene;
	uint32_t now[S_WORDS];
	unsigned int n;
};

FIXTURE_VARIANT(killed)
{
	void (*keep)(struct program *p);
};

FIXTURE_VARIANT_ADD(killed, while_it_moves) { .keep = keep_moving };
FIXTURE_VARIANT_ADD(killed, while_it_stalls) { .keep = keep_stalled };
FIXTURE_VARIANT_ADD(killed, with_commands_queued) { .keep = keep_queued };
FIXTURE_VARIANT_ADD(killed, with_an_injection) { .keep = keep_failing };

FIXTURE_SETUP(killed)
{
	ASSERT_EQ(0, scene_start(&self->scene, 300));
}

FIXTURE_TEARDOWN(killed)
{
	EXPECT_TRUE(scene_end(&self->scene));
}

/* Its process, once it is at what it does; or -1. */
static pid_t start_process(void (*keep)(struct program *p), uint32_t sid)
{
	struct program p;
	int ready[2];
	char c = 0;
	pid_t pid;

	if (pipe(ready))
		return -1;
	pid = fork();
	if (!pid) {
		c = !program_start(&p, sid) && moves(&p, 1);
		if (write(ready[1], &c, 1) == 1 && c)
			keep(&p);
		_exit(1);
	}
	close(ready[1]);
	if (pid > 0 && (read(ready[0], &c, 1) != 1 || !c))
		pid = -1;
	close(ready[0]);
	return pid;
}

/* Until it is inside: what it does takes no more than this to begin. */
static void let_it_run(int watch, bool stalls)
{
	struct timespec some = { 0, 20000000 };
	unsigned int i;

	for (i = 0; i < slow(); i++)
		nanosleep(&some, NULL);
	for (i = 0; stalls && i < 1000 && !bank_record(watch, S).stalls; i++)
		nanosleep(&some, NULL);
}

static bool is_busy(int fd)
{
	struct smmu_sim_translate t = { .txn = { .sec_sid = S } };
	uint64_t cookie, word = 0;

	return smmusim_reg_write(fd, S, S_CR0, 32, 0) == -EBUSY &&
		smmusim_reg_write(fd, S, S_INIT, 32, 1) == -EBUSY &&
		smmusim_mem_add(fd, SMMU_SIM_MEM_S, 0xf0000000, PAGE,
				&cookie) == -EBUSY &&
		smmusim_mem_write(fd, S, 0x80000000, &word, sizeof(word),
				  NULL) == -EBUSY &&
		smmusim_step(fd, S, 1, NULL) == -EBUSY &&
		smmusim_translate(fd, &t) == -EBUSY;
}

/* Secure records of a kind that INSPECT knows. */
static unsigned int count_secure(int fd, uint32_t what)
{
	static struct smmu_sim_tlb_record tlb[RECORDS];
	static struct smmu_sim_config_record config[RECORDS];
	uint32_t count = 0, found = 0, i;

	if (what == SMMU_SIM_INSPECT_TLB)
		smmusim_inspect(fd, what, tlb, sizeof(*tlb), RECORDS, &count);
	else
		smmusim_inspect(fd, what, config, sizeof(*config), RECORDS,
				&count);
	for (i = 0; i < count && i < RECORDS; i++)
		found += what == SMMU_SIM_INSPECT_TLB ? tlb[i].sec_sid == S :
							config[i].sec_sid == S;
	return found;
}

/* Records of a kind of which there are only Secure ones here. */
static uint32_t count_all(int fd, uint32_t what)
{
	uint32_t count = ~0U;

	smmusim_inspect(fd, what, NULL, 1, 0, &count);
	return count;
}

TEST_F_TIMEOUT(killed, leaves_a_bank_in_reset_and_dmatest_alone, 600)
{
	int fd = self->scene.watch;
	struct program next;
	uint64_t word;
	pid_t pid;

	for (self->n = 0; self->n < 3 || dmatest_runs(&self->scene);
	     self->n++) {
		pid = start_process(variant->keep, self->scene.sid);
		ASSERT_LT(0, pid);
		let_it_run(fd, variant->keep == keep_stalled);
		EXPECT_EQ(ENABLED, read_reg(fd, S, S_CR0ACK));
		EXPECT_EQ(variant->keep == keep_stalled,
			  bank_record(fd, S).stalls);
		EXPECT_TRUE(is_busy(fd));
		EXPECT_EQ(0, kill(pid, SIGKILL));
		ASSERT_EQ(pid, waitpid(pid, NULL, 0));

		read_secure(fd, self->now);
		EXPECT_EQ(0, memcmp(self->now, self->scene.reset,
				    sizeof(self->now)));
		EXPECT_EQ(0, read_reg(fd, S, S_CR0ACK));
		EXPECT_TRUE(read_reg(fd, S, S_GBPA) & GBPA_ABORT);
		EXPECT_EQ(-ENOENT, smmusim_mem_read(fd, S, 0x80000000, &word,
						    sizeof(word), NULL));
		EXPECT_EQ(0, count_secure(fd, SMMU_SIM_INSPECT_TLB));
		EXPECT_EQ(0, count_secure(fd, SMMU_SIM_INSPECT_CONFIG));
		EXPECT_EQ(0, count_all(fd, SMMU_SIM_INSPECT_REGIONS));
		EXPECT_EQ(0, count_all(fd, SMMU_SIM_INSPECT_STALLS));
		EXPECT_EQ(0, count_all(fd, SMMU_SIM_INSPECT_INJECTIONS));

		ASSERT_EQ(0, program_start(&next, self->scene.sid));
		EXPECT_TRUE(moves(&next, self->n));
		program_stop(&next);
	}
}

/* ---- controls that only Secure software has ---- */

FIXTURE(control)
{
	struct scene scene;
	struct program p;
	struct smmu_sim_translate t;
};

FIXTURE_SETUP(control)
{
	ASSERT_EQ(0, scene_start(&self->scene, 0));
	ASSERT_EQ(0, program_start(&self->p, self->scene.sid));
}

FIXTURE_TEARDOWN(control)
{
	EXPECT_TRUE(scene_end(&self->scene));
	program_stop(&self->p);
}

/* 6.3.57.2: stage 1 gives NS = 1, stage 2 is not asked. */
TEST_F(control, sif_forbids_instructions_from_non_secure_memory)
{
	struct program *p = &self->p;

	ASSERT_EQ(0, smmusim_map_page(&p->kit, &p->ctx, HOLE, GUEST,
				      SMMUSIM_MAP_NS));
	ASSERT_EQ(0, smmusim_reg_write(p->fd, S, S_CR0, 32, ENABLED | SIF));
	ASSERT_EQ(0, smmusim_inval_all(&p->kit));
	ASSERT_EQ(0, translate(p, p->sid, HOLE, SMMU_SIM_TXN_INSTR, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(F_PERMISSION, self->t.out.event);
	EXPECT_EQ(EVT_CLASS_IN, self->t.out.record[1] & (EVT_CLASS | EVT_S2));
	/* From Secure memory they come, and data is another matter. */
	ASSERT_EQ(0, translate(p, p->sid, IOVA, SMMU_SIM_TXN_INSTR, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	ASSERT_EQ(0, translate(p, p->sid, HOLE, 0, &self->t));
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	EXPECT_EQ(EVT_S2 | EVT_NSIPA,
		  self->t.out.record[1] & (EVT_S2 | EVT_NSIPA));
}

/* 13.2, NSCFG of an STE and of S_GBPA: where an access goes. */
static const struct nscfg {
	uint32_t nscfg, flags, pas;
} nscfgs[] = {
	{ 0, 0, S },
	{ 0, SMMU_SIM_TXN_NS, NS },
	{ 1, 0, S },
	{ 1, SMMU_SIM_TXN_NS, NS },
	{ 2, 0, S },
	{ 2, SMMU_SIM_TXN_NS, S },
	{ 3, 0, NS },
	{ 3, SMMU_SIM_TXN_NS, NS },
};

TEST_F(control, nscfg_of_a_stream_decides_where_it_goes)
{
	uint64_t ste[8] = { STE_BYPASS };
	unsigned int i;

	for (i = 0; i < sizeof(nscfgs) / sizeof(*nscfgs); i++) {
		ste[1] = (uint64_t)nscfgs[i].nscfg << 46 |
			(uint64_t)SHCFG_INCOMING << 44;
		ASSERT_EQ(0, smmusim_set_ste(&self->p.kit, 9, ste));
		ASSERT_EQ(0, translate(&self->p, 9, self->p.pages,
				       nscfgs[i].flags, &self->t));
		EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
		EXPECT_EQ(self->p.pages, self->t.pa);
		EXPECT_EQ(nscfgs[i].pas, self->t.pas);
	}
}

static int set_gbpa(int fd, uint32_t value)
{
	return smmusim_reg_write(fd, S, S_GBPA, 32, value | GBPA_UPDATE);
}

TEST_F(control, s_gbpa_decides_while_smmuen_is_0)
{
	struct program *p = &self->p;
	uint8_t bytes[LENGTH];
	unsigned int i;

	ASSERT_EQ(0, smmusim_kit_disable(&p->kit));
	for (i = 0; i < sizeof(nscfgs) / sizeof(*nscfgs); i++) {
		ASSERT_EQ(0, set_gbpa(p->fd, nscfgs[i].nscfg << 14 |
				      SHCFG_INCOMING << 12));
		ASSERT_EQ(0, translate(p, p->sid, p->pages, nscfgs[i].flags,
				       &self->t));
		EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
		EXPECT_EQ(nscfgs[i].pas, self->t.pas);
	}
	/* The last was to Non-secure memory, which is the kernel's. */
	EXPECT_EQ(SMMU_SIM_ABORTED, dma(p, SMMU_SIM_DMA_READ, p->sid, p->pages,
					bytes));
	ASSERT_EQ(0, set_gbpa(p->fd, 2U << 14 | SHCFG_INCOMING << 12));
	EXPECT_EQ(SMMU_SIM_OK, dma(p, SMMU_SIM_DMA_READ, p->sid, p->pages,
				   bytes));
	ASSERT_EQ(0, set_gbpa(p->fd, GBPA_ABORT));
	EXPECT_EQ(SMMU_SIM_ABORTED, dma(p, SMMU_SIM_DMA_READ, p->sid, p->pages,
					bytes));
	EXPECT_EQ(0, bank_record(p->fd, S).events);
}

TEST_HARNESS_MAIN
