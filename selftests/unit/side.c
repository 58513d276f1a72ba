// SPDX-License-Identifier: GPL-2.0
/*
 * The driver of a bank, whichever it is. See side.h.
 */
#include "side.h"

#define STE_BYTES	64
#define CMD_BYTES	16
#define EVENT_BYTES	32

/* ---- life ---- */

struct smmu3_config side_config(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = rig_config(cache);

	config.msi = 1;
	config.secure = 1;
	config.s_sidsize = config.sidsize;
	config.s_msi = 1;
	return config;
}

struct side *rig_side(struct rig *rig, enum smmu3_pas bank)
{
	return &rig->side[bank];
}

struct side *other_side(struct side *side)
{
	return rig_side(side->rig, side->bank == NS ? SECURE : NS);
}

static int setup(void **state, enum smmu3_pas bank, bool boot)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct rig *rig = rig_new(&config);
	unsigned int i;

	for (i = 0; boot && i < SMMU3_NR_PAS; i++)
		side_boot(&rig->side[i]);
	rig_log_clear(rig);
	*state = rig_side(rig, bank);
	return 0;
}

int side_setup_ns(void **state)
{
	return setup(state, NS, true);
}

int side_setup_s(void **state)
{
	return setup(state, SECURE, true);
}

int side_setup_reset_ns(void **state)
{
	return setup(state, NS, false);
}

int side_setup_reset_s(void **state)
{
	return setup(state, SECURE, false);
}

int side_teardown(void **state)
{
	struct side *side = *state;

	rig_free(side->rig);
	return 0;
}

void side_boot_queues(struct side *side)
{
	side->strtab = side_alloc(side, STE_BYTES * ref_pow2(RIG_STRTAB_LOG2));
	side->cmdq = side_alloc(side, PAGE);
	side->eventq = side_alloc(side, PAGE);
	side_wr64(side, REF_STRTAB_BASE, side->strtab);
	side_wr32(side, REF_STRTAB_BASE_CFG, RIG_STRTAB_LOG2);
	side_wr64(side, REF_CMDQ_BASE, side->cmdq | RIG_CMDQ_LOG2);
	side_wr64(side, REF_EVENTQ_BASE, side->eventq | RIG_EVENTQ_LOG2);
	side_wr32(side, REF_CMDQ_PROD, 0);
	side_wr32(side, REF_CMDQ_CONS, 0);
	side_wr32(side, REF_EVENTQ_PROD, 0);
	side_wr32(side, REF_EVENTQ_CONS, 0);
}

void side_boot(struct side *side)
{
	side_boot_queues(side);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_flush(side);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
}

/* ---- registers ---- */

/* The Secure twin of all Non-secure registers, of either page (6.2.1). */
u32 side_offset(const struct side *side, u32 offset)
{
	if (side->bank == NS)
		return offset;
	return REF_SECURE + offset % REF_PAGE1;
}

u32 side_rd32(struct side *side, u32 offset)
{
	return smmu3_reg_read(side->rig->smmu, side->bank,
			      side_offset(side, offset), 32);
}

u64 side_rd64(struct side *side, u32 offset)
{
	return smmu3_reg_read(side->rig->smmu, side->bank,
			      side_offset(side, offset), 64);
}

void side_wr32(struct side *side, u32 offset, u32 value)
{
	smmu3_reg_write(side->rig->smmu, side->bank,
			side_offset(side, offset), 32, value);
	rig_run(side->rig);
}

void side_wr64(struct side *side, u32 offset, u64 value)
{
	smmu3_reg_write(side->rig->smmu, side->bank,
			side_offset(side, offset), 64, value);
	rig_run(side->rig);
}

void side_cr0(struct side *side, u32 value)
{
	side_wr32(side, REF_CR0, value);
	assert_int_equal(side_rd32(side, REF_CR0ACK), value);
}

void side_irq_ctrl(struct side *side, u32 value)
{
	side_wr32(side, REF_IRQ_CTRL, value);
	assert_int_equal(side_rd32(side, REF_IRQ_CTRLACK), value);
}

u32 side_errors(struct side *side)
{
	return side_rd32(side, REF_GERROR) ^ side_rd32(side, REF_GERRORN);
}

void side_ack_errors(struct side *side)
{
	side_wr32(side, REF_GERRORN, side_rd32(side, REF_GERROR));
}

u32 side_cons(struct side *side)
{
	u64 cons = side_rd32(side, REF_CMDQ_CONS);

	return ref_get(&cons, REF_Q_INDEX);
}

u32 side_cmdq_err(struct side *side)
{
	u64 cons = side_rd32(side, REF_CMDQ_CONS);

	return ref_get(&cons, REF_CMDQ_CONS_ERR);
}

/* ---- memory ---- */

u64 side_alloc(struct side *side, u64 size)
{
	u64 addr = ALIGN(side->free, max(size, PAGE)), at;

	assert_true(addr + size <= MSI_PAGE);
	side->free = addr + size;
	for (at = addr; at < side->free; at += sizeof(u64))
		host_store(&side->rig->host, side->bank, at, 0);
	return addr;
}

u64 side_load(struct side *side, u64 addr)
{
	return host_load(&side->rig->host, side->bank, addr);
}

void side_store(struct side *side, u64 addr, u64 value)
{
	host_store(&side->rig->host, side->bank, addr, value);
}

void side_load_image(struct side *side, u64 addr, u64 *words,
		     unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		words[i] = side_load(side, addr + i * sizeof(u64));
}

void side_store_image(struct side *side, u64 addr, const u64 *words,
		      unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		side_store(side, addr + i * sizeof(u64), words[i]);
}

void side_poke(struct side *side, u64 addr, unsigned int high, unsigned int low,
	       u64 value)
{
	u64 at = addr + low / REF_WORD * sizeof(u64);
	u64 word = side_load(side, at);

	ref_put(&word, high % REF_WORD, low % REF_WORD, value);
	side_store(side, at, word);
}

void side_fail(struct side *side, u64 start, u64 size)
{
	host_fail(&side->rig->host, side->bank, start, size);
}

/* ---- commands ---- */

struct ref_cmd side_own(const struct side *side, struct ref_cmd cmd)
{
	ref_put(cmd.w, REF_CMD_SSEC, side->bank == SECURE);
	return cmd;
}

void side_queue(struct side *side, struct ref_cmd cmd)
{
	u32 mask = ref_pow2(RIG_CMDQ_LOG2) - 1;
	u64 at = side->cmdq + (side->cmd_prod & mask) * CMD_BYTES;

	side_store_image(side, at, cmd.w, ARRAY_SIZE(cmd.w));
	side->cmd_prod = (side->cmd_prod + 1) & (2 * mask + 1);
}

void side_kick(struct side *side)
{
	side_wr32(side, REF_CMDQ_PROD, side->cmd_prod);
}

void side_cmd(struct side *side, struct ref_cmd cmd)
{
	side_queue(side, cmd);
	side_kick(side);
	assert_false(side_errors(side) & REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

void side_sync(struct side *side)
{
	side_cmd(side, ref_sync(REF_CS_NONE));
}

void side_flush(struct side *side)
{
	side_cmd(side, side_own(side, ref_cfgi_all()));
	if (side->bank == NS) {
		side_cmd(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	} else {
		side_cmd(side, ref_cmd(REF_CMD_TLBI_NH_ALL));
		side_cmd(side, ref_cmd(REF_CMD_TLBI_EL3_ALL));
	}
	side_sync(side);
}

/* ---- streams ---- */

u64 side_ste(struct side *side, u32 sid)
{
	assert_true(sid < ref_pow2(RIG_STRTAB_LOG2));
	return side->strtab + sid * STE_BYTES;
}

void side_set_ste(struct side *side, u32 sid, const u64 *ste)
{
	side_store_image(side, side_ste(side, sid), ste, REF_STE_WORDS);
}

void side_plain_ste(struct side *side, u32 sid, unsigned int config)
{
	u64 ste[REF_STE_WORDS];

	ref_ste_plain(ste, config);
	side_set_ste(side, sid, ste);
}

struct stream side_stream(struct side *side, u32 sid)
{
	struct stream stream = {
		.sid = sid,
		.asid = sid + 1,
		.ste = side_ste(side, sid),
		.cd = side_alloc(side, PAGE),
		.ttb0 = side_alloc(side, PAGE),
	};
	u64 image[REF_CD_WORDS];

	ref_cd_default(image, stream.asid, stream.ttb0, 0);
	side_store_image(side, stream.cd, image, REF_CD_WORDS);
	ref_ste_stage1(image, stream.cd);
	side_set_ste(side, sid, image);
	return stream;
}

static u64 slot_in(u64 table, u64 va, unsigned int level)
{
	u64 index = va / ref_pow2(12 + 9 * (3 - level)) % 512;

	return table + index * sizeof(u64);
}

u64 side_slot(struct side *side, const struct stream *stream, u64 va,
	      unsigned int level)
{
	u64 table = ref_get(&va, 55, 55) ? stream->ttb1 : stream->ttb0;
	unsigned int at;

	for (at = 0; at < level; at++) {
		u64 slot = slot_in(table, va, at);
		u64 desc = side_load(side, slot);

		if (ref_get(&desc, REF_D_TYPE) != REF_D_TABLE) {
			desc = ref_table(side_alloc(side, PAGE));
			side_store(side, slot, desc);
		}
		table = ref_get_addr(&desc, REF_D_OA);
	}
	return slot_in(table, va, level);
}

u64 side_map(struct side *side, const struct stream *stream, u64 va, u64 pa,
	     unsigned int level)
{
	u64 slot = side_slot(side, stream, va, level);

	side_store(side, slot, ref_leaf(level, pa));
	return slot;
}

/* ---- transactions and events ---- */

struct smmu3_txn side_txn(const struct side *side, u32 sid, u64 va,
			  unsigned int access)
{
	struct smmu3_txn txn = rig_txn(sid, va, access);

	txn.sec_sid = side->bank;
	return txn;
}

struct outcome side_do(struct side *side, const struct smmu3_txn *txn)
{
	return rig_do(side->rig, txn);
}

void side_end_stall(struct side *side, const struct outcome *out)
{
	const struct smmu3_xact *x = &out->x;

	if (x->stall.state == SMMU3_STALL_RECORDED)
		side_cmd(side, side_own(side, ref_resume(x->txn.sid,
							 x->stall.stag, false,
							 true)));
}

struct outcome side_access(struct side *side, u32 sid, u64 va,
			   unsigned int access)
{
	struct smmu3_txn txn = side_txn(side, sid, va, access);

	return side_do(side, &txn);
}

unsigned int side_hits(struct side *side, u32 sid, u64 va)
{
	struct smmu3_txn txn = side_txn(side, sid, va, READ);

	return rig_peek(side->rig, &txn, SMMU3_LOOK_PEEK).x.res.hit;
}

unsigned int side_events(struct side *side)
{
	u32 mask = 2 * ref_pow2(RIG_EVENTQ_LOG2) - 1;

	return (side_rd32(side, REF_EVENTQ_PROD) - side->evt_cons) & mask;
}

bool side_pop(struct side *side, u64 *record)
{
	u32 mask = ref_pow2(RIG_EVENTQ_LOG2) - 1;
	u64 at = side->eventq + (side->evt_cons & mask) * EVENT_BYTES;

	if (!side_events(side))
		return false;
	side_load_image(side, at, record, REF_EVT_WORDS);
	side->evt_cons = (side->evt_cons + 1) & (2 * mask + 1);
	side_wr32(side, REF_EVENTQ_CONS, side->evt_cons);
	return true;
}

/* ---- the log ---- */

unsigned int side_irqs(const struct side *side, enum smmu3_irq line)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_IRQ, i + 1)) >= 0)
		if (host->log[i].bank == side->bank &&
		    host->log[i].line == line)
			count++;
	return count;
}

static bool is_access(const struct side *side, const struct host_entry *entry,
		      enum smmu3_access_kind kind)
{
	return entry->access.sec_sid == side->bank &&
	       entry->access.kind == kind;
}

unsigned int side_accesses(const struct side *side, enum host_what what,
			   enum smmu3_access_kind kind)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, what, i + 1)) >= 0)
		if (is_access(side, &host->log[i], kind))
			count++;
	return count;
}

const struct host_entry *side_find(const struct side *side,
				   enum host_what what,
				   enum smmu3_access_kind kind)
{
	const struct host *host = &side->rig->host;
	int i = -1;

	while ((i = host_log_find(host, what, i + 1)) >= 0)
		if (is_access(side, &host->log[i], kind))
			return &host->log[i];
	return NULL;
}

/* ---- expectations ---- */

void side_expect_pa(struct side *side, u32 sid, u64 va, unsigned int access,
		    u64 pa, enum smmu3_pas pas)
{
	struct outcome out = side_access(side, sid, va, access);

	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, pa);
	assert_int_equal(out.x.res.pas, pas);
}

void side_expect_event(struct side *side, const struct smmu3_txn *txn,
		       const struct ref_event *event)
{
	unsigned int others = side_events(other_side(side));
	u64 want[REF_EVT_WORDS], record[REF_EVT_WORDS];
	struct outcome out = side_do(side, txn);

	ref_event_encode(event, want);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_ABORT);
	assert_int_equal(out.x.fault.event, event->number);
	assert_true(out.x.recorded);
	assert_true(side_pop(side, record));
	assert_memory_equal(record, want, sizeof(want));
	assert_memory_equal(out.x.record, want, sizeof(want));
	assert_int_equal(side_events(side), 0);
	assert_int_equal(side_events(other_side(side)), others);
}

void side_expect_silence(struct side *side, const struct smmu3_txn *txn)
{
	unsigned int mine = side_events(side);
	unsigned int others = side_events(other_side(side));
	struct outcome out = side_do(side, txn);

	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_ABORT);
	assert_false(out.x.recorded);
	assert_int_equal(side_events(side), mine);
	assert_int_equal(side_events(other_side(side)), others);
}
