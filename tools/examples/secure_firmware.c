// SPDX-License-Identifier: GPL-2.0
/*
 * Secure firmware of the system SMMU: what the software at EL3 or S-EL2 of a real
 * machine does with the Secure programming interface, from the first register
 * write to the shutdown, through /dev/smmu-sim0. The kernel's driver goes on with
 * the Non-secure interface meanwhile and does not notice.
 *
 * Only the register accesses, the RAM and the devices' transactions are ioctls
 * (smmusim/smmusim.h); the order, the tables, the queues and the commands are
 * those of the architecture (IHI 0070), whose sections are named.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <smmu3/cd.h>
#include <smmu3/cmd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>
#include <smmusim/smmusim.h>

#define S		SMMU_SIM_PAS_S
#define S_REG(name)	SMMU3_S_TWIN(SMMU3_##name) /* S_REG(CR0) is S_CR0 */

#define RAM_BASE	0xe0000000ULL	/* of the Secure PA space */
#define RAM_SIZE	0x100000ULL
#define PAGE		4096ULL
#define STRTAB_LOG2	8		/* StreamIDs 0 to 255, a linear table */
#define QUEUE_LOG2	5		/* entries of both queues */

#define DMA_SID		8		/* a Secure DMA controller, stage 1 */
#define DMA_ASID	1
#define DMA_VA		0x10000000ULL
#define DMA_HOLE	0x10200000ULL	/* mapped only after a fault */
#define GUEST_SID	16		/* unless the companion has another */
#define GUEST_VMID	1		/* of the Secure VMIDs, 3.10.2.2 */
#define GUEST_IPA	0x20000000ULL
#define GUEST_HOLE	0x20200000ULL
#define SHARED_PA	0x80000000ULL	/* of the Non-secure PA space */

#define INPUT_BITS	39		/* three levels of 4 KiB tables */
#define FIRST_LEVEL	1
#define WB_RA_WA	1		/* cacheability of walks */

static struct {
	int fd;
	int irq;		/* eventfd of the event queue's line */
	uint8_t *ram;
	uint64_t used;
	uint64_t strtab, cmdq, eventq;
	uint32_t cmdq_prod, eventq_cons;
	uint64_t oas;		/* encoding of the output size, IDR5.OAS */
	uint64_t dma_table;	/* stage 1 of DMA_SID */
	uint32_t guest_sid;
} fw;

static void check(bool good, const char *what)
{
	printf("%s %s\n", good ? "ok    " : "FAILED", what);
	if (!good)
		exit(1);
}

/* ---- registers: 32 bits unless said, as Secure software ---- */

static uint64_t get(uint32_t offset)
{
	uint64_t value = 0;

	smmusim_reg_read(fw.fd, S, offset, 32, &value);
	return value;
}

static void put(uint32_t offset, unsigned int width, uint64_t value)
{
	int ret = smmusim_reg_write(fw.fd, S, offset, width, value);

	if (ret)
		fprintf(stderr, "register 0x%x: %s\n", offset, strerror(-ret));
	if (ret)
		exit(1);
}

/* S_CR0 and S_IRQ_CTRL have taken effect when S_*ACK says so (6.3.9). */
static void put_ack(uint32_t offset, uint32_t ack, uint32_t value)
{
	put(offset, 32, value);
	while (get(ack) != value)
		usleep(10);
}

/* ---- Secure RAM ---- */

static void *ptr(uint64_t pa)
{
	return fw.ram + (pa - RAM_BASE);
}

/* Zeroed, and aligned to its size, as tables and queues must be. */
static uint64_t alloc(uint64_t size)
{
	uint64_t pa = ALIGN(RAM_BASE + fw.used, size);

	fw.used = pa + size - RAM_BASE;
	if (fw.used > RAM_SIZE)
		check(false, "enough Secure RAM");
	return pa;
}

/* ---- the command queue (3.5) ---- */

/* Put it there, tell the SMMU, wait until it is consumed. */
static void command(uint64_t word0, uint64_t word1)
{
	uint32_t slot = fw.cmdq_prod % BIT(QUEUE_LOG2);
	uint64_t *entry = ptr(fw.cmdq + slot * SMMU3_CMD_SIZE);

	entry[0] = cpu_to_le64(word0);
	entry[1] = cpu_to_le64(word1);
	fw.cmdq_prod = (fw.cmdq_prod + 1) % BIT(QUEUE_LOG2 + 1);
	put(S_REG(CMDQ_PROD), 32, fw.cmdq_prod);
	while (FIELD_GET(SMMU3_CMDQ_CONS_RD, get(S_REG(CMDQ_CONS))) !=
	       fw.cmdq_prod) {
		/* A command that is not legal stops the queue (7.1). */
		if ((get(S_REG(GERROR)) ^ get(S_REG(GERRORN))) &
		    SMMU3_GERROR_CMDQ_ERR)
			check(false, "S_CMDQ takes what it is given");
	}
}

/* A command about a stream. SSec = 0 would name a Non-secure one (4.1.6). */
static uint64_t of_stream(uint8_t opcode, uint32_t sid)
{
	return FIELD_PREP(SMMU3_CMD0_OPCODE, opcode) | SMMU3_CMD0_SSEC |
		FIELD_PREP(SMMU3_CMD0_SID, sid);
}

/* What was invalidated before is out of use when this is consumed (4.7.3). */
static void sync_commands(void)
{
	command(FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_SYNC), 0);
}

/* ---- 1: is there a Secure interface? ---- */

static void find_smmu(void)
{
	struct smmu_sim_buf_add buf = { .length = PAGE };
	uint64_t idr1;

	fw.fd = smmusim_open_system();
	check(fw.fd >= 0, "/dev/smmu-sim0");
	idr1 = get(S_REG(IDR1));
	check(idr1 & SMMU3_S_IDR1_SECURE_IMPL, "S_IDR1.SECURE_IMPL");
	check(idr1 & SMMU3_S_IDR1_SEL2, "S_IDR1.SEL2");
	check(!(get(S_REG(IDR0)) & SMMU3_S_IDR0_STALL_MODEL),
	      "S_IDR0.STALL_MODEL: faults may stall");
	fw.oas = FIELD_GET(SMMU3_IDR5_OAS, get(SMMU3_IDR5));
	/* The companion's StreamID: in the Secure state a stream of its own. */
	fw.guest_sid = smmusim_buf_add(fw.fd, &buf) ? GUEST_SID : buf.stream_id;
	check(fw.guest_sid < BIT(STRTAB_LOG2), "StreamIDs fit the table");
}

/* ---- 2: nothing passes, nothing is cached (3.11, 6.3.62) ---- */

static void make_safe(void)
{
	put(S_REG(GBPA), 32, SMMU3_GBPA_UPDATE | SMMU3_GBPA_ABORT);
	while (get(S_REG(GBPA)) & SMMU3_GBPA_UPDATE)
		usleep(10);
	put_ack(S_REG(CR0), S_REG(CR0ACK), 0);
	/* Everything, of both states: before Non-secure software runs, really. */
	put(SMMU3_S_INIT, 32, SMMU3_S_INIT_INV_ALL);
	while (get(SMMU3_S_INIT) & SMMU3_S_INIT_INV_ALL)
		usleep(10);
	check(true, "S_GBPA.ABORT, S_INIT.INV_ALL");
}

/* ---- 3: Secure RAM for tables and queues ---- */

static void add_ram(void)
{
	uint64_t cookie;
	void *ram;
	int ret = smmusim_mem_add(fw.fd, SMMU_SIM_MEM_S, RAM_BASE, RAM_SIZE,
				  &cookie);

	check(!ret && !smmusim_map(fw.fd, cookie, RAM_SIZE, &ram),
	      "RAM in the Secure PA space");
	fw.ram = ram;
}

/* ---- 4: bases, while everything is off (3.11) ---- */

static void set_bases(void)
{
	/* Inner Shareable, Write-Back; all of it Secure accesses (3.10.2.1). */
	put(S_REG(CR1), 32, FIELD_PREP(SMMU3_CR1_TABLE_SH, SMMU3_SH_ISH) |
	    FIELD_PREP(SMMU3_CR1_TABLE_OC, SMMU3_CR1_CACHE_WB) |
	    FIELD_PREP(SMMU3_CR1_TABLE_IC, SMMU3_CR1_CACHE_WB) |
	    FIELD_PREP(SMMU3_CR1_QUEUE_SH, SMMU3_SH_ISH) |
	    FIELD_PREP(SMMU3_CR1_QUEUE_OC, SMMU3_CR1_CACHE_WB) |
	    FIELD_PREP(SMMU3_CR1_QUEUE_IC, SMMU3_CR1_CACHE_WB));
	/* Faults of StreamIDs that the table does not have are recorded. */
	put(S_REG(CR2), 32, SMMU3_CR2_RECINVSID);

	fw.strtab = alloc(SMMU3_STE_SIZE << STRTAB_LOG2);
	put(S_REG(STRTAB_BASE), 64, fw.strtab);
	put(S_REG(STRTAB_BASE_CFG), 32,
	    FIELD_PREP(SMMU3_STRTAB_BASE_CFG_FMT, SMMU3_STRTAB_FMT_LINEAR) |
	    FIELD_PREP(SMMU3_STRTAB_BASE_CFG_LOG2SIZE, STRTAB_LOG2));

	fw.cmdq = alloc(SMMU3_CMD_SIZE << QUEUE_LOG2);
	put(S_REG(CMDQ_BASE), 64, fw.cmdq | QUEUE_LOG2);
	put(S_REG(CMDQ_PROD), 32, 0);
	put(S_REG(CMDQ_CONS), 32, 0);

	fw.eventq = alloc(SMMU3_EVT_SIZE << QUEUE_LOG2);
	put(S_REG(EVENTQ_BASE), 64, fw.eventq | QUEUE_LOG2);
	put(S_REG(EVENTQ_PROD), 32, 0);
	put(S_REG(EVENTQ_CONS), 32, 0);
	check(true, "stream table, command queue, event queue");
}

/* ---- 5: interrupts, then queues, then translation ---- */

static void enable(void)
{
	uint32_t cr0 = SMMU3_CR0_CMDQEN;

	fw.irq = eventfd(0, EFD_CLOEXEC);
	check(!smmusim_irq_eventfd(fw.fd, S, SMMU_SIM_IRQ_EVENTQ, fw.irq),
	      "an eventfd for the event queue's interrupt");
	put_ack(S_REG(IRQ_CTRL), S_REG(IRQ_CTRLACK),
		SMMU3_IRQ_CTRL_EVENTQ_IRQEN | SMMU3_IRQ_CTRL_GERROR_IRQEN);

	put_ack(S_REG(CR0), S_REG(CR0ACK), cr0);
	command(of_stream(SMMU3_CMD_CFGI_STE_RANGE, 0), SMMU3_CMD_RANGE_ALL);
	command(FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_SNH_ALL), 0);
	command(FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_S_EL2_ALL), 0);
	command(FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_EL3_ALL), 0);
	sync_commands();

	/*
	 * SIF: Secure devices fetch no instructions from Non-secure memory.
	 * NSSTALLD would be set here, too, by firmware that lets no Non-secure
	 * transaction stall (6.3.57); the kernel runs already, so not now.
	 */
	cr0 |= SMMU3_CR0_EVENTQEN;
	put_ack(S_REG(CR0), S_REG(CR0ACK), cr0);
	cr0 |= SMMU3_CR0_SMMUEN | SMMU3_S_CR0_SIF;
	put_ack(S_REG(CR0), S_REG(CR0ACK), cr0);
	check(true, "S_CR0.SMMUEN");
}

/* ---- 6: tables and streams ---- */

/* A page of either stage; all of the tables are Secure memory. */
static void map_page(uint64_t table, uint64_t addr, uint64_t descriptor)
{
	int level, lsb = INPUT_BITS - 9;

	for (level = FIRST_LEVEL;; level++, lsb -= 9) {
		uint64_t *entry = ptr(table);

		entry += (addr >> lsb) % (PAGE / SMMU3_DESC_SIZE);
		if (level == SMMU3_LAST_LEVEL) {
			smp_store_release(entry, cpu_to_le64(descriptor));
			return;
		}
		if (!*entry)
			*entry = cpu_to_le64(alloc(PAGE) | SMMU3_DESC_TABLE |
					     SMMU3_DESC_VALID);
		table = le64_to_cpu(*entry) & SMMU3_DESC_ADDR;
	}
}

/* The valid bit comes last, and an invalid STE may be cached, too (3.21.3). */
static void write_ste(uint32_t sid, const uint64_t ste[SMMU3_STE_WORDS])
{
	uint64_t *entry = ptr(fw.strtab + sid * SMMU3_STE_SIZE);
	unsigned int i;

	for (i = 1; i < SMMU3_STE_WORDS; i++)
		entry[i] = cpu_to_le64(ste[i]);
	smp_store_release(entry, cpu_to_le64(ste[0]));
	command(of_stream(SMMU3_CMD_CFGI_STE, sid), SMMU3_CMD1_LEAF);
	sync_commands();
}

/* Read-write, unprivileged too; the leaf's NS = 0: to Secure memory (13.4.2). */
static uint64_t stage1_page(uint64_t pa)
{
	return pa | SMMU3_DESC_VALID | SMMU3_DESC_TABLE | SMMU3_LEAF_AF |
		SMMU3_LEAF_NG | SMMU3_LEAF_AP_UNPRIV |
		FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);
}

static uint64_t stage2_page(uint64_t pa)
{
	return pa | SMMU3_DESC_VALID | SMMU3_DESC_TABLE | SMMU3_LEAF_AF |
		SMMU3_LEAF2_READ | SMMU3_LEAF2_WRITE |
		FIELD_PREP(SMMU3_LEAF2_MEMATTR, 0xf) | /* Write-Back */
		FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);
}

/* Stage 1: a context with one table. CD.S: its faults stall (5.4). */
static void attach_dma(uint64_t page)
{
	uint64_t ste[SMMU3_STE_WORDS] = { 0 };
	uint64_t cd_pa = alloc(SMMU3_CD_SIZE);
	uint64_t *cd = ptr(cd_pa);

	fw.dma_table = alloc(PAGE);
	map_page(fw.dma_table, DMA_VA, stage1_page(page));

	cd[1] = cpu_to_le64(fw.dma_table); /* NSCFG0 = 0: Secure table */
	cd[3] = cpu_to_le64(SMMU3_MAIR_WB);
	cd[0] = cpu_to_le64(SMMU3_CD0_V | SMMU3_CD0_AA64 | SMMU3_CD0_EPD1 |
		SMMU3_CD0_R | SMMU3_CD0_A | SMMU3_CD0_S |
		FIELD_PREP(SMMU3_CD0_T0SZ, 64 - INPUT_BITS) |
		FIELD_PREP(SMMU3_CD0_TG0, SMMU3_TG0_4K) |
		FIELD_PREP(SMMU3_CD0_IR0, WB_RA_WA) |
		FIELD_PREP(SMMU3_CD0_OR0, WB_RA_WA) |
		FIELD_PREP(SMMU3_CD0_SH0, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_CD0_IPS, fw.oas) |
		FIELD_PREP(SMMU3_CD0_ASID, DMA_ASID));

	ste[0] = SMMU3_STE0_V | cd_pa | FIELD_PREP(SMMU3_STE0_CONFIG,
			SMMU3_STE_CONFIG_PASS | SMMU3_STE_CONFIG_S1);
	ste[1] = FIELD_PREP(SMMU3_STE1_STRW, SMMU3_STRW_EL1) |
		FIELD_PREP(SMMU3_STE1_S1CIR, WB_RA_WA) |
		FIELD_PREP(SMMU3_STE1_S1COR, WB_RA_WA) |
		FIELD_PREP(SMMU3_STE1_S1CSH, SMMU3_SH_ISH);
	write_ste(DMA_SID, ste);
}

/*
 * Stage 2 of an S-EL1 guest: a table for its Secure IPAs, whose pages are Secure
 * memory (S2SA = 0), and one for its Non-secure IPAs, whose pages are Non-secure
 * (S2NSA = 1). Both tables are Secure memory (S2SW = S2NSW = 0). Which IPA space
 * it is the device's NS attribute says, as stage 1 is off (3.10.2.2).
 */
static void attach_guest(uint64_t page)
{
	uint64_t ste[SMMU3_STE_WORDS] = { 0 };
	uint64_t secure = alloc(PAGE), shared = alloc(PAGE);

	map_page(secure, GUEST_IPA, stage2_page(page));
	map_page(shared, GUEST_IPA, stage2_page(SHARED_PA));

	ste[0] = SMMU3_STE0_V | FIELD_PREP(SMMU3_STE0_CONFIG,
			SMMU3_STE_CONFIG_PASS | SMMU3_STE_CONFIG_S2);
	ste[1] = FIELD_PREP(SMMU3_STE1_SHCFG, SMMU3_SHCFG_INCOMING);
	ste[2] = SMMU3_STE2_S2AA64 | SMMU3_STE2_S2R | /* faults are recorded */
		FIELD_PREP(SMMU3_STE2_S2VMID, GUEST_VMID) |
		FIELD_PREP(SMMU3_STE2_S2T0SZ, 64 - INPUT_BITS) |
		FIELD_PREP(SMMU3_STE2_S2SL0, FIRST_LEVEL) | /* 1 is level 1 */
		FIELD_PREP(SMMU3_STE2_S2TG, SMMU3_TG0_4K) |
		FIELD_PREP(SMMU3_STE2_S2IR0, WB_RA_WA) |
		FIELD_PREP(SMMU3_STE2_S2OR0, WB_RA_WA) |
		FIELD_PREP(SMMU3_STE2_S2SH0, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_STE2_S2PS, fw.oas);
	ste[3] = shared | SMMU3_STE3_S2NSA;
	ste[4] = FIELD_PREP(SMMU3_STE4_S_S2T0SZ, 64 - INPUT_BITS) |
		FIELD_PREP(SMMU3_STE4_S_S2SL0, FIRST_LEVEL) |
		FIELD_PREP(SMMU3_STE4_S_S2TG, SMMU3_TG0_4K);
	ste[6] = secure;
	write_ste(fw.guest_sid, ste);
}

/* ---- 7: what devices do, and what firmware hears of it ---- */

/* 64 bytes written or read by a Secure device. */
static void dma(struct smmu_sim_dma *d, uint32_t op, uint32_t sid,
		uint64_t addr, void *bytes)
{
	*d = (struct smmu_sim_dma) {
		.op = op,
		.txn = { .stream_id = sid, .sec_sid = S, .addr = addr },
		.length = 64,
		.data_uptr = (uintptr_t)bytes,
	};
	check(!smmusim_dma(fw.fd, d), op == SMMU_SIM_DMA_WRITE ?
	      "a device writes" : "a device reads");
}

static void move_data(uint32_t sid, uint64_t addr, uint64_t page)
{
	uint8_t out[64], in[64];
	struct smmu_sim_dma d;

	memset(out, sid, sizeof(out));
	dma(&d, SMMU_SIM_DMA_WRITE, sid, addr, out);
	check(d.out.status == SMMU_SIM_OK, "  forwarded");
	check(!memcmp(ptr(page), out, sizeof(out)), "  into its Secure page");
	dma(&d, SMMU_SIM_DMA_READ, sid, addr, in);
	check(!memcmp(in, out, sizeof(out)), "  and back");
}

/* The same IPA with NS = 1 is another one, and leads elsewhere. */
static void look_at_shared(void)
{
	struct smmu_sim_translate t = {
		.txn = {
			.stream_id = fw.guest_sid, .sec_sid = S,
			.flags = SMMU_SIM_TXN_NS, .addr = GUEST_IPA,
		},
	};

	check(!smmusim_translate(fw.fd, &t) && t.out.status == SMMU_SIM_OK,
	      "the guest's Non-secure IPA is translated");
	check(t.pas == SMMU_SIM_PAS_NS && t.pa == SHARED_PA,
	      "  to the Non-secure PA space");
}

/* Wait for the interrupt, take the oldest record, give its slot back (7.2). */
static void take_event(uint64_t record[SMMU3_EVT_WORDS])
{
	struct pollfd line = { .fd = fw.irq, .events = POLLIN };
	const uint64_t *entry = ptr(fw.eventq + fw.eventq_cons %
				    BIT(QUEUE_LOG2) * SMMU3_EVT_SIZE);
	uint64_t pulses;
	unsigned int i;

	check(poll(&line, 1, 60000) == 1 &&
	      read(fw.irq, &pulses, sizeof(pulses)) == sizeof(pulses),
	      "the event queue's interrupt");
	check(FIELD_GET(SMMU3_EVENTQ_PROD_WR, get(S_REG(EVENTQ_PROD))) !=
	      fw.eventq_cons, "a record in the Secure event queue");
	for (i = 0; i < SMMU3_EVT_WORDS; i++)
		record[i] = le64_to_cpu(entry[i]);
	fw.eventq_cons = (fw.eventq_cons + 1) % BIT(QUEUE_LOG2 + 1);
	put(S_REG(EVENTQ_CONS), 32, fw.eventq_cons);
	printf("       event 0x%02x StreamID %u S2 %u Stall %u address 0x%llx\n",
	       (unsigned int)FIELD_GET(SMMU3_EVT0_NUM, record[0]),
	       (unsigned int)FIELD_GET(SMMU3_EVT0_SID, record[0]),
	       (unsigned int)FIELD_GET(SMMU3_EVT1_S2, record[1]),
	       (unsigned int)FIELD_GET(SMMU3_EVT1_STALL, record[1]),
	       (unsigned long long)record[2]);
}

static void take_a_fault(void)
{
	uint64_t record[SMMU3_EVT_WORDS];
	struct smmu_sim_dma d;
	uint8_t bytes[64];

	dma(&d, SMMU_SIM_DMA_READ, fw.guest_sid, GUEST_HOLE, bytes);
	check(d.out.status == SMMU_SIM_ABORTED, "  aborted, nothing is there");
	take_event(record);
	check(FIELD_GET(SMMU3_EVT0_NUM, record[0]) ==
	      SMMU3_EVT_F_TRANSLATION && record[1] & SMMU3_EVT1_S2 &&
	      !(record[1] & SMMU3_EVT1_NSIPA) &&
	      FIELD_GET(SMMU3_EVT3_IPA, record[3]) == GUEST_HOLE / PAGE,
	      "  F_TRANSLATION of stage 2, at a Secure IPA");
}

static void *stalling_device(void *bytes)
{
	static struct smmu_sim_dma d;

	dma(&d, SMMU_SIM_DMA_WRITE, DMA_SID, DMA_HOLE, bytes);
	return &d;
}

/* The device waits until firmware has mapped a page and says: retry (4.7.1). */
static void resume_a_stall(void)
{
	uint64_t record[SMMU3_EVT_WORDS], page = alloc(PAGE);
	uint8_t bytes[64] = "I waited.";
	pthread_t device;
	void *result;

	check(!pthread_create(&device, NULL, stalling_device, bytes),
	      "a device that stalls");
	take_event(record);
	check(record[1] & SMMU3_EVT1_STALL, "  it has a STAG");
	/* Nothing to invalidate: what was invalid is in no TLB. */
	map_page(fw.dma_table, DMA_HOLE, stage1_page(page));
	command(of_stream(SMMU3_CMD_RESUME, DMA_SID) | SMMU3_CMD0_AC,
		FIELD_GET(SMMU3_EVT1_STAG, record[1]));
	pthread_join(device, &result);
	check(((struct smmu_sim_dma *)result)->out.status == SMMU_SIM_OK &&
	      !memcmp(ptr(page), bytes, sizeof(bytes)), "  resumed");
}

/* ---- 8: off, in the reverse order ---- */

static void disable(void)
{
	/* Stalled transactions abort; S_GBPA.ABORT aborts what comes (3.11). */
	put_ack(S_REG(CR0), S_REG(CR0ACK), SMMU3_CR0_CMDQEN);
	put_ack(S_REG(CR0), S_REG(CR0ACK), 0);
	put_ack(S_REG(IRQ_CTRL), S_REG(IRQ_CTRLACK), 0);
	/* Closing, like a crash, resets the Secure bank and takes its RAM away. */
	close(fw.fd);
	check(true, "S_CR0 is 0");
}

int main(void)
{
	uint64_t dma_page, guest_page;

	find_smmu();
	make_safe();
	add_ram();
	set_bases();
	enable();

	dma_page = alloc(PAGE);
	guest_page = alloc(PAGE);
	attach_dma(dma_page);
	attach_guest(guest_page);
	move_data(DMA_SID, DMA_VA, dma_page);
	move_data(fw.guest_sid, GUEST_IPA, guest_page);
	look_at_shared();
	take_a_fault();
	resume_a_stall();
	disable();
	return 0;
}
