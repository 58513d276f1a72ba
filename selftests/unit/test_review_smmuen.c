// SPDX-License-Identifier: GPL-2.0
/*
 * 6.3.9.6: while SMMUEN is 0 configuration and translation structures are not
 * accessed, so the acknowledge waits for whoever still does.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)
#define QUEUES	(REF_CMDQEN | REF_EVENTQEN)

/* Not acknowledged yet, and yet nobody new uses the structures. */
static void look_while_waiting(void *arg)
{
	struct rig *rig = arg;
	struct smmu3_xact x = { .txn = rig_txn(SID, VA, READ) };
	unsigned int reads = host_log_count(&rig->host, HOST_READ);

	assert_int_equal(rd32(rig, REF_CR0ACK), QUEUES | REF_SMMUEN);
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.res.pa, VA);
	assert_int_equal(x.res.hit, 0);
	assert_int_equal(host_log_count(&rig->host, HOST_READ), reads);
}

static void clearing_smmuen_waits_for_transactions(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, SID, VA, READ, PA);
	host_log_clear(&rig->host);
	rig->host.on_drain = look_while_waiting;
	rig_cr0(rig, QUEUES);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 1);
}

/* Nothing is left to wait for. */
static void sync_behind_it_does_not_wait_again(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, QUEUES);
	host_log_clear(&rig->host);
	rig_sync(rig);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 0);
}

static void writing_0_again_does_not_wait(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, QUEUES);
	host_log_clear(&rig->host);
	rig_cr0(rig, REF_CMDQEN);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 0);
}

static const struct CMUnitTest review_smmuen_tests[] = {
	TEST_EXACT(clearing_smmuen_waits_for_transactions),
	TEST_FAST(clearing_smmuen_waits_for_transactions),
	TEST_EXACT(sync_behind_it_does_not_wait_again),
	TEST_EXACT(writing_0_again_does_not_wait),
};
SUITE(review_smmuen);
