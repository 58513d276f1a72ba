// SPDX-License-Identifier: GPL-2.0
/*
 * See raid.h.
 */
#include "raid.h"

#define ALL_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)
#define PROTOCOL	(8 * PAGE)	/* RAM where queues may be */

/* ---- what must hold ---- */

/* A walk of a Secure stream may be in Non-secure memory (3.10.2.2). */
static void check_access(struct raid *raid, const struct host_entry *entry)
{
	const struct smmu3_access *access = &entry->access;

	assert_int_equal(access->sec_sid, raid->side->bank);
	assert_in_range(access->kind, 0, SMMU3_ACCESS_MSI);
	raid->kinds[access->kind]++;
	raid->cas += entry->what == HOST_CAS;
	if (access->pas == raid->side->bank)
		return;
	assert_int_equal(raid->side->bank, SECURE);
	/* 5.3: with S2SA and S2SW so may a CD, which nobody writes */
	assert_true(access->kind == SMMU3_ACCESS_TT ||
		    (access->kind == SMMU3_ACCESS_CD &&
		     entry->what == HOST_READ));
	raid->left++;
}

static void check_entry(struct raid *raid, const struct host_entry *entry)
{
	switch (entry->what) {
	case HOST_READ:
	case HOST_WRITE:
	case HOST_CAS:
		check_access(raid, entry);
		break;
	case HOST_COMMAND:
		assert_int_equal(entry->bank, raid->side->bank);
		raid->taken += !entry->error;
		raid->refused += entry->error != 0;
		break;
	case HOST_EVENT:
		assert_int_equal(entry->bank, raid->side->bank);
		raid->events += entry->ok;
		raid->lost += !entry->ok;
		break;
	case HOST_IRQ:
		assert_int_equal(entry->bank, raid->side->bank);
		break;
	default:
		break;
	}
}

/* Of a very long queue the last entries are not in the log. */
static void check_log(struct raid *raid)
{
	const struct host *host = &raid->side->rig->host;
	unsigned int i, count = min(host->count, (unsigned int)HOST_MAX_LOG);

	for (i = 0; i < count; i++)
		check_entry(raid, &host->log[i]);
	rig_log_clear(raid->side->rig);
	raid->done++;
}

/* ---- life ---- */

static struct gen_side *tables_of(struct raid *raid)
{
	return &raid->gen.side[raid->side->bank];
}

/* The attacker may have left anything in registers and queues. */
void raid_boot(struct raid *raid)
{
	struct side *side = raid->side;

	host_heal(&side->rig->host);
	side_cr0(side, 0);
	side_irq_ctrl(side, 0);
	side_ack_errors(side);
	side->free = RAM_BASE;
	side->cmd_prod = 0;
	side->evt_cons = 0;
	side_boot_queues(side);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID |
		  (rng_percent(&raid->rng, 30) ? REF_CR2_E2H : 0));
	side_wr64(side, REF_STRTAB_BASE, gen_strtab_base(tables_of(raid)));
	side_wr32(side, REF_STRTAB_BASE_CFG, gen_strtab_cfg(tables_of(raid)));
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	s2_flush(side);
	side_cr0(side, ALL_ON);
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	rig_log_clear(side->rig);
}

void raid_begin(struct raid *raid, struct side *side)
{
	struct twin_id id = rig_identity(side->rig);

	raid->side = side;
	raid->spoilt = 0;
	gen_init(&raid->gen, &side->rig->host, &raid->rng, &id);
	raid_boot(raid);
}

/* ---- transactions and tables ---- */

static u64 some_word(struct raid *raid)
{
	struct rng *rng = &raid->rng;
	u64 near = (rng_percent(rng, 50) ? RAM_BASE : GEN_BASE) +
		   rng_below(rng, RAM_SIZE / PAGE) * PAGE;

	switch (rng_below(rng, 4)) {
	case 0:
		return rng_u64(rng);
	case 1:
		return near | rng_below(rng, PAGE);
	case 2:
		return near | (rng_u64(rng) & ~GENMASK_ULL(47, 12));
	}
	return BIT_ULL(rng_below(rng, 64));
}

/*
 * Stream tables, CDs, tables of both stages, queues: whatever is there. What
 * was spoilt before is mended, mostly, or nothing would work in the end.
 */
static void spoil_memory(struct raid *raid)
{
	struct gen_side *tables = tables_of(raid);
	u64 first = GEN_BASE + (raid->side->bank == SECURE ? GEN_SIZE / 2 : 0);
	u64 used = tables->heap - first, at;

	if (raid->spoilt && rng_percent(&raid->rng, 95))
		side_store(raid->side, raid->spoilt, raid->was);
	at = raid->side->bank == SECURE || rng_percent(&raid->rng, 90) ?
	     first + (rng_below(&raid->rng, used) & ~7ULL) :
	     RAM_BASE + (rng_below(&raid->rng, PROTOCOL) & ~7ULL);
	raid->spoilt = at;
	raid->was = side_load(raid->side, at);
	if (rng_percent(&raid->rng, 60))
		side_store(raid->side, at, raid->was ^
			   BIT_ULL(rng_below(&raid->rng, 64)));
	else
		side_store(raid->side, at, some_word(raid));
}

static struct smmu3_txn some_txn(struct raid *raid)
{
	struct twin_txn t = gen_txn(tables_of(raid));

	return (struct smmu3_txn){
		.addr = rng_percent(&raid->rng, 3) ? S2_VA : t.addr,
		.sid = t.sid, .ssid = t.ssid, .ssv = t.ssv,
		.sec_sid = raid->side->bank,
		.write = t.write, .priv = t.priv, .instr = t.instr,
		.ns = t.ns, .atomic = rng_percent(&raid->rng, 5),
	};
}

static void send_transaction(struct raid *raid)
{
	struct smmu3_txn txn = some_txn(raid);
	struct outcome out = side_do(raid->side, &txn);

	raid->forwarded += out.ok;
	raid->stalled += out.x.stall.state == SMMU3_STALL_RECORDED;
	if (raid->side->bank != NS)
		return;
	if (out.ok)
		assert_int_equal(out.x.res.pas, NS);
	assert_false(out.x.fault.nsipa);
}

/* Now and then its software reads the events, which makes room again. */
static void read_events(struct raid *raid)
{
	side_wr32(raid->side, REF_EVENTQ_CONS,
		  side_rd32(raid->side, REF_EVENTQ_PROD));
}

void raid_translate(struct raid *raid)
{
	unsigned int what = rng_below(&raid->rng, 100);

	if (what < 10)
		gen_mutate(tables_of(raid));
	else if (what < 13)
		gen_failure(tables_of(raid));
	else if (what < 18)
		spoil_memory(raid);
	else if (what < 20)
		read_events(raid);
	else
		send_transaction(raid);
	check_log(raid);
}

/* ---- registers ---- */

static u64 some_offset(struct raid *raid)
{
	const struct smmu3_reg_info *info =
		smmu3_reg_info(rng_below(&raid->rng, 48));
	unsigned int which = rng_percent(&raid->rng, 20) ? SECURE :
							   raid->side->bank;

	if (!info || info->offset[which] == SMMU3_NO_REG ||
	    rng_percent(&raid->rng, 10))
		return rng_below(&raid->rng, REF_END + PAGE);
	return info->offset[which] + 4 * rng_percent(&raid->rng, 10);
}

/*
 * Secure software leaves S_INIT, NSSTALLD and the other bank alone, and what
 * could make commands for Non-secure streams of garbage in its queue.
 */
static bool is_decent(const struct raid *raid, u64 offset, u64 *value)
{
	static const u32 others[] = {
		REF_S_INIT, REF_S(REF_CMDQ_BASE), REF_S(REF_EVENTQ_BASE),
		REF_S(REF_GERROR_IRQ_CFG0), REF_S(REF_EVENTQ_IRQ_CFG0),
	};
	u64 word = offset & ~7ULL;
	unsigned int i;

	if (raid->side->bank == NS)
		return true;
	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (word == (others[i] & ~7ULL))
			return false;
	/* S_GATOS: Secure software may ask about Non-secure streams (9.1) */
	if (word >= REF_S(REF_GATOS_CTRL) && word < REF_S(0x140))
		return false;
	if (word == REF_S(REF_CR0))
		*value &= ~(u64)REF_S_CR0_NSSTALLD;
	return offset >= REF_SECURE && offset < REF_SECURE_END;
}

static void write_register(struct raid *raid)
{
	unsigned int width = rng_percent(&raid->rng, 60) ? 32 : 64;
	u64 offset = some_offset(raid), value = some_word(raid);
	struct smmu3 *smmu = raid->side->rig->smmu;

	if (!is_decent(raid, offset, &value))
		return;
	smmu3_reg_write(smmu, raid->side->bank, offset, width, value);
	rig_run(raid->side->rig);
	smmu3_reg_read(smmu, raid->side->bank, offset, width);
}

/* ---- commands ---- */

static const u8 opcodes[] = {
	REF_CMD_PREFETCH_CONFIG, REF_CMD_PREFETCH_ADDR, REF_CMD_CFGI_STE,
	REF_CMD_CFGI_STE_RANGE, REF_CMD_CFGI_CD, REF_CMD_CFGI_CD_ALL,
	REF_CMD_RESUME, REF_CMD_STALL_TERM, REF_CMD_SYNC,
	REF_CMD_TLBI_NH_ALL, REF_CMD_TLBI_NH_ASID, REF_CMD_TLBI_NH_VA,
	REF_CMD_TLBI_NH_VAA, REF_CMD_TLBI_EL3_ALL, REF_CMD_TLBI_EL3_VA,
	REF_CMD_TLBI_S_EL2_ALL, REF_CMD_TLBI_S_EL2_ASID,
	REF_CMD_TLBI_S_EL2_VA, REF_CMD_TLBI_S_EL2_VAA,
	REF_CMD_TLBI_S_S12_VMALL, REF_CMD_TLBI_S_S2_IPA, REF_CMD_TLBI_SNH_ALL,
	/* Non-secure ones, whichever queue they come from */
	REF_CMD_TLBI_EL2_ALL, REF_CMD_TLBI_EL2_ASID, REF_CMD_TLBI_EL2_VA,
	REF_CMD_TLBI_EL2_VAA, REF_CMD_TLBI_S12_VMALL, REF_CMD_TLBI_S2_IPA,
	REF_CMD_TLBI_NSNH_ALL,
};
#define SECURE_OPCODES	22

static u8 some_opcode(struct raid *raid)
{
	if (raid->side->bank == SECURE)
		return opcodes[rng_below(&raid->rng, SECURE_OPCODES)];
	if (rng_percent(&raid->rng, 15))
		return rng_u64(&raid->rng);
	return opcodes[rng_below(&raid->rng, ARRAY_SIZE(opcodes))];
}

/* Numbers that the other side uses, too */
static void aim(struct raid *raid, struct ref_cmd *cmd, u8 opcode)
{
	struct rng *rng = &raid->rng;

	if (opcode >= REF_CMD_TLBI_NH_ALL && opcode != REF_CMD_RESUME &&
	    opcode != REF_CMD_STALL_TERM && opcode != REF_CMD_SYNC) {
		*cmd = ref_tlbi(opcode, S2_VMID, S2_ASID,
				rng_percent(rng, 50) ? S2_VA : S2_IPA);
		ref_put(cmd->w, REF_CMD_S2_NS, rng_below(rng, 2));
		return;
	}
	ref_put(cmd->w, REF_CMD_SID, rng_below(rng, VAULT_STALL_SID + 1));
	if (opcode == REF_CMD_RESUME)
		ref_put(cmd->w, REF_CMD_STAG, rng_below(rng, VAULT_STAGS));
	else if (opcode != REF_CMD_SYNC)
		ref_put(cmd->w, REF_CMD_SSID, 0);
}

static struct ref_cmd some_command(struct raid *raid)
{
	struct rng *rng = &raid->rng;
	struct ref_cmd cmd = { { rng_u64(rng), rng_u64(rng) } };
	u8 opcode = some_opcode(raid);

	ref_put(cmd.w, REF_CMD_OPCODE, opcode);
	if (rng_percent(rng, 60))
		aim(raid, &cmd, opcode);
	if (opcode == REF_CMD_SYNC &&
	    (raid->side->bank == SECURE || rng_percent(rng, 50)))
		ref_put_addr(cmd.w, REF_CMD_MSIADDR, MSI_PAGE);
	if (raid->side->bank == SECURE)
		ref_put(cmd.w, REF_CMD_SSEC, 1);
	else if (rng_percent(rng, 60))
		ref_put(cmd.w, REF_CMD_SSEC, 0);
	return cmd;
}

/* A command that is refused is taken back, or nothing would follow it. */
static void send_command(struct raid *raid)
{
	struct side *side = raid->side;
	u32 mask = 2 * ref_pow2(RIG_CMDQ_LOG2) - 1;

	side_queue(side, some_command(raid));
	side_kick(side);
	if (!(side_errors(side) & REF_GERROR_CMDQ_ERR))
		return;
	side->cmd_prod = side_rd32(side, REF_CMDQ_CONS) & mask;
	side_kick(side);
	side_ack_errors(side);
}

void raid_program(struct raid *raid)
{
	unsigned int what = rng_below(&raid->rng, 100);

	if (what < 20)
		write_register(raid);
	else if (what < 24)
		side_ack_errors(raid->side);
	else
		send_command(raid);
	check_log(raid);
}

/* ---- the end ---- */

void raid_expect_reached(const struct raid *raid, enum smmu3_pas bank)
{
	unsigned int kind;

	for (kind = 0; kind <= SMMU3_ACCESS_MSI; kind++)
		assert_true(raid->kinds[kind]);
	assert_true(raid->cas && raid->forwarded && raid->stalled);
	assert_true(raid->taken && raid->events && raid->lost);
	assert_true(raid->refused || bank == SECURE);
	assert_int_equal(raid->left != 0, bank == SECURE);
}
