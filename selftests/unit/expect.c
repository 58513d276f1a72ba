// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions, events, and what tests expect of them.
 */
#include "side.h"

/* ---- transactions ---- */

struct smmu3_txn rig_txn(u32 sid, u64 va, unsigned int access)
{
	return (struct smmu3_txn){
		.addr = va,
		.sid = sid,
		.sec_sid = SMMU3_PAS_NS,
		.write = access & WRITE,
		.priv = access & PRIV,
		.instr = access & INSTR,
	};
}

/* The life of a transaction as smmu3.h tells; the lock is our being alone. */
struct outcome rig_do(struct rig *rig, const struct smmu3_txn *txn)
{
	struct outcome out = { .x = { .txn = *txn, .waits = true } }, copy;

	do {
		out.ok = smmu3_translate(rig->smmu, &out.x);
	} while (!out.ok && !smmu3_settle(rig->smmu, &out.x));
	copy = out;
	smmu3_stall_cancel(rig->smmu, &out.x);
	return copy;
}

struct outcome rig_peek(struct rig *rig, const struct smmu3_txn *txn,
			enum smmu3_look look)
{
	struct outcome out = { .x = { .txn = *txn, .look = look } };

	out.ok = smmu3_translate(rig->smmu, &out.x);
	return out;
}

struct outcome rig_access(struct rig *rig, u32 sid, u64 va, unsigned int access)
{
	struct smmu3_txn txn = rig_txn(sid, va, access);

	return rig_do(rig, &txn);
}

unsigned int rig_hits(struct rig *rig, u32 sid, u64 va)
{
	struct smmu3_txn txn = rig_txn(sid, va, READ);

	return rig_peek(rig, &txn, SMMU3_LOOK_PEEK).x.res.hit;
}

/* ---- events ---- */

unsigned int rig_events(struct rig *rig)
{
	return side_events(&rig->side[NS]);
}

bool rig_event_pop(struct rig *rig, u64 *record)
{
	return side_pop(&rig->side[NS], record);
}

/* ---- expectations ---- */

void expect_pa(struct rig *rig, u32 sid, u64 va, unsigned int access, u64 pa)
{
	unsigned int before = rig_events(rig);
	struct outcome out = rig_access(rig, sid, va, access);

	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, pa);
	assert_int_equal(out.x.res.pas, SMMU3_PAS_NS);
	assert_int_equal(rig_events(rig), before);
}

static void expect_record(struct rig *rig, const struct outcome *out,
			  const u64 *want)
{
	u64 record[REF_EVT_WORDS];

	assert_true(out->x.recorded);
	assert_true(rig_event_pop(rig, record));
	assert_int_equal(record[0], want[0]);
	assert_int_equal(record[1], want[1]);
	assert_int_equal(record[2], want[2]);
	assert_int_equal(record[3], want[3]);
	assert_memory_equal(out->x.record, want, sizeof(record));
	assert_int_equal(rig_events(rig), 0);
}

void expect_event(struct rig *rig, const struct smmu3_txn *txn,
		  const struct ref_event *event)
{
	u64 want[REF_EVT_WORDS];
	struct outcome out;

	ref_event_encode(event, want);
	out = rig_do(rig, txn);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_ABORT);
	assert_int_equal(out.x.fault.event, event->number);
	expect_record(rig, &out, want);
}

void expect_silence(struct rig *rig, const struct smmu3_txn *txn,
		    enum smmu3_disposition disposition)
{
	unsigned int before = rig_events(rig);
	struct outcome out = rig_do(rig, txn);

	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, disposition);
	assert_false(out.x.recorded);
	assert_int_equal(rig_events(rig), before);
}

void expect_fault(struct rig *rig, u32 sid, u64 va, unsigned int access,
		  u8 number)
{
	struct smmu3_txn txn = rig_txn(sid, va, access);
	struct ref_event event = {
		.number = number,
		.sid = sid,
		.priv = access & PRIV,
		.instr = access & INSTR && !(access & WRITE),
		.read = !(access & WRITE),
		.class = REF_CLASS_IN,
		.input = va,
	};

	expect_event(rig, &txn, &event);
}
