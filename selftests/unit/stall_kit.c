// SPDX-License-Identifier: GPL-2.0
/*
 * See stall_kit.h.
 */
#include "stall_kit.h"

#define BAD_SID		0x2b	/* V = 0: C_BAD_STE */

/* ---- life ---- */

struct smmu3_config stall_config(u32 model, u32 max)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);

	config.s1p = 1;
	config.s2p = 1;
	config.xnx = 1;
	config.ssidsize = 8;
	config.stall_model = model;
	config.stall_max = max;
	return config;
}

struct rig *stall_rig(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);
	struct side *side;

	for_each_side(side, rig)
		side_boot(side);
	rig_log_clear(rig);
	return rig;
}

static int setup(void **state, enum smmu3_pas bank)
{
	struct smmu3_config config = stall_config(0, STALL_STAGS);

	*state = rig_side(stall_rig(&config), bank);
	return 0;
}

int stall_setup_ns(void **state)
{
	return setup(state, NS);
}

int stall_setup_s(void **state)
{
	return setup(state, SECURE);
}

struct stream stall_stream(struct side *side, u32 sid)
{
	struct stream stream = side_stream(side, sid);

	side_poke(side, stream.cd, REF_CD_S, 1);
	return stream;
}

/* ---- clients ---- */

static void client_go(struct client *client)
{
	struct smmu3 *smmu = client->side->rig->smmu;

	client->x.tries = 0;
	do {
		client->ok = smmu3_translate(smmu, &client->x);
	} while (!client->ok && !smmu3_settle(smmu, &client->x));
}

void client_txn(struct client *client, struct side *side,
		const struct smmu3_txn *txn)
{
	*client = (struct client){
		.side = side,
		.x = { .txn = *txn, .waits = true },
	};
	client_go(client);
}

void client_start(struct client *client, struct side *side, u32 sid, u64 va,
		  unsigned int access)
{
	struct smmu3_txn txn = side_txn(side, sid, va, access);

	client_txn(client, side, &txn);
}

void client_read(struct client *client, struct side *side, u32 sid,
		 enum smmu3_stall_state want)
{
	client_start(client, side, sid, STALL_VA, READ);
	client_expect(client, want);
}

void client_retry(struct client *client)
{
	client_expect(client, SMMU3_STALL_RETRY);
	client_go(client);
}

void client_give_up(struct client *client)
{
	smmu3_stall_cancel(client->side->rig->smmu, &client->x);
}

void client_expect(const struct client *client, enum smmu3_stall_state want)
{
	assert_int_equal(smmu3_stall_state(&client->x), want);
}

/* ---- software ---- */

struct ref_event stall_event(const struct client *client, u8 number)
{
	const struct smmu3_txn *txn = &client->x.txn;

	return (struct ref_event){
		.number = number,
		.ssv = txn->ssv,
		.ssid = txn->ssid,
		.sid = txn->sid,
		.stall = true,
		.priv = txn->priv,
		.instr = txn->instr && !txn->write,
		.read = !txn->write,
		.class = REF_CLASS_IN,
		.input = txn->addr,
	};
}

u16 stall_pop_as(struct client *client, const struct ref_event *event)
{
	u64 record[REF_EVT_WORDS], want[REF_EVT_WORDS];
	struct ref_event with_stag = *event;

	client_expect(client, SMMU3_STALL_RECORDED);
	assert_true(client->x.recorded);
	assert_true(side_pop(client->side, record));
	with_stag.stag = ref_get(record, REF_E_STAG);
	ref_event_encode(&with_stag, want);
	assert_memory_equal(record, want, sizeof(want));
	assert_memory_equal(client->x.record, want, sizeof(want));
	assert_int_equal(client->x.stall.stag, with_stag.stag);
	return with_stag.stag;
}

u16 stall_pop(struct client *client, u8 number)
{
	struct ref_event event = stall_event(client, number);

	return stall_pop_as(client, &event);
}

struct ref_cmd stall_resume_cmd(u32 sid, u16 stag, enum resume how)
{
	return ref_resume(sid, stag, how == RESUME_RETRY, how == RESUME_ABORT);
}

void stall_resume(struct side *side, u32 sid, u16 stag, enum resume how)
{
	side_cmd(side, side_own(side, stall_resume_cmd(sid, stag, how)));
}

void stall_term(struct side *side, u32 sid)
{
	side_cmd(side, side_own(side, ref_stall_term(sid)));
}

static void raise(struct side *side)
{
	assert_int_equal(side_access(side, BAD_SID, 0, READ).x.fault.event,
			 REF_C_BAD_STE);
}

void stall_drain_events(struct side *side)
{
	u64 record[REF_EVT_WORDS];

	while (side_pop(side, record))
		;
}

static void block_by_abort(struct side *side)
{
	side_fail(side, side->eventq, PAGE);
	raise(side);
	host_heal(&side->rig->host);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
}

void stall_block(struct side *side, enum block how)
{
	if (how == BLOCK_FULL)
		while (side_events(side) < ref_pow2(RIG_EVENTQ_LOG2))
			raise(side);
	if (how == BLOCK_DISABLED)
		side_cr0(side, STALL_CR0 & ~REF_EVENTQEN);
	if (how == BLOCK_ABORT)
		block_by_abort(side);
}

void stall_unblock(struct side *side, enum block how)
{
	if (how == BLOCK_FULL) {
		side->evt_cons = side_rd32(side, REF_EVENTQ_PROD);
		side_wr32(side, REF_EVENTQ_CONS, side->evt_cons);
	}
	if (how == BLOCK_DISABLED)
		side_cr0(side, STALL_CR0);
	if (how == BLOCK_ABORT)
		side_ack_errors(side);
}

/* ---- what the SMMU says ---- */

unsigned int stall_count(struct side *side)
{
	struct smmu3 *smmu = side->rig->smmu;
	struct smmu3_stall_record rec;
	unsigned int i, count = 0;
	int what;

	for (i = 0; (what = smmu3_stall_slot(smmu, i, &rec)) >= 0; i++)
		count += what > 0 && rec.sec_sid == side->bank;
	return count;
}

bool stall_is_in_use(struct side *side, u16 stag)
{
	struct smmu3 *smmu = side->rig->smmu;
	struct smmu3_stall_record rec;
	unsigned int i;
	int what;

	for (i = 0; (what = smmu3_stall_slot(smmu, i, &rec)) >= 0; i++)
		if (what > 0 && rec.sec_sid == side->bank && rec.stag == stag)
			return true;
	return false;
}

unsigned int stall_pending(struct side *side)
{
	struct smmu3_bank_info info;

	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	assert_int_equal(info.stalls, stall_count(side));
	return info.pending;
}

unsigned int stall_wakeups(struct side *side)
{
	return host_log_count(&side->rig->host, HOST_RESUMED);
}
