// SPDX-License-Identifier: GPL-2.0
/*
 * The encoder of event records (7.3) with random values in every field, and
 * which bits are never set. What makes the SMMU raise them is in
 * test_records.c.
 */
#include "rig.h"
#include "rng.h"
#include "suites.h"

#include <smmu3/evt.h>

/* Every event that a fault of a transaction can be (7.3). */
static const u8 numbers[] = {
	REF_F_UUT, REF_C_BAD_STREAMID, REF_F_STE_FETCH, REF_C_BAD_STE,
	REF_F_STREAM_DISABLED, REF_F_TRANSL_FORBIDDEN, REF_C_BAD_SUBSTREAMID,
	REF_F_CD_FETCH, REF_C_BAD_CD, REF_F_WALK_EABT, REF_F_TRANSLATION,
	REF_F_ADDR_SIZE, REF_F_ACCESS, REF_F_PERMISSION, REF_F_TLB_CONFLICT,
	REF_F_CFG_CONFLICT, REF_F_VMS_FETCH,
};

#define SSID_MAX	0xfffff
#define PA_BITS		48

/* A fault with something in every field, also in those it does not have. */
static struct smmu3_xact random_fault(struct rng *rng, u8 number)
{
	return (struct smmu3_xact){
		.txn = {
			.addr = rng_u64(rng),
			.sid = rng_u64(rng),
			.ssid = rng_u64(rng) & SSID_MAX,
			.sec_sid = rng_percent(rng, 50),
			.ssv = rng_percent(rng, 50),
		},
		.fault = {
			.event = number,
			.record = true,
			.s2 = rng_percent(rng, 50),
			.class = rng_below(rng, 3),
			.priv = rng_percent(rng, 50),
			.instr = rng_percent(rng, 50),
			.rnw = rng_percent(rng, 50),
			.ttrnw = rng_percent(rng, 50),
			.nsipa = rng_percent(rng, 50),
			.ipa = rng_below(rng, BIT_ULL(PA_BITS)),
			.fetch_addr = rng_below(rng, BIT_ULL(PA_BITS)),
		},
	};
}

static void encode_both(const struct smmu3_xact *x, u64 *record, u64 *want)
{
	const struct ref_event event = {
		.number = x->fault.event,
		.ssv = x->txn.ssv,
		.ssid = x->txn.ssid,
		.sid = x->txn.sid,
		.priv = x->fault.priv,
		.instr = x->fault.instr && x->fault.rnw,
		.read = x->fault.rnw,
		.ttrnw = x->fault.ttrnw && x->fault.class == SMMU3_CLASS_TT,
		.nsipa = x->fault.nsipa && x->fault.s2 &&
			 x->txn.sec_sid == SMMU3_PAS_S,
		.s2 = x->fault.s2,
		.class = x->fault.class,
		.input = x->txn.addr,
		.ipa = x->fault.ipa,
		.fetch = x->fault.fetch_addr,
	};

	ref_event_encode(&event, want);
	smmu3_event_encode(x, record);
}

/* SSV is 1 for 0x08 by its very cause: there is a SubstreamID. */
static struct smmu3_xact possible_fault(struct rng *rng, u8 number)
{
	struct smmu3_xact x = random_fault(rng, number);

	if (number == REF_C_BAD_SUBSTREAMID)
		x.txn.ssv = true;
	return x;
}

static void each_event_is_encoded_as_the_architecture_says(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0001);
	unsigned int cases = rng_cases(200), i, j;
	u64 record[REF_EVT_WORDS], want[REF_EVT_WORDS];

	(void)state;
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		for (j = 0; j < cases; j++) {
			struct smmu3_xact x = possible_fault(&rng, numbers[i]);

			encode_both(&x, record, want);
			if (memcmp(record, want, sizeof(want)))
				fail_msg("event %#x: %#llx %#llx %#llx %#llx",
					 numbers[i],
					 (unsigned long long)record[0],
					 (unsigned long long)record[1],
					 (unsigned long long)record[2],
					 (unsigned long long)record[3]);
		}
}

static void bits_that_an_event_does_not_have_are_zero(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0002);
	u64 record[REF_EVT_WORDS], bits[REF_EVT_WORDS];
	unsigned int i, word;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		struct smmu3_xact x = possible_fault(&rng, numbers[i]);

		x.txn.addr = ~0ULL;
		x.txn.sid = ~0U;
		x.txn.ssid = SSID_MAX;
		x.fault.ipa = ~0ULL;
		x.fault.fetch_addr = ~0ULL;
		ref_event_bits(numbers[i], bits);
		smmu3_event_encode(&x, record);
		for (word = 0; word < REF_EVT_WORDS; word++)
			assert_int_equal(record[word] & ~bits[word], 0);
	}
}

/* 7.3: the oracle agrees with itself, every event and every field. */
static void every_record_of_the_oracle_can_be_decoded(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0003);
	u64 record[REF_EVT_WORDS], again[REF_EVT_WORDS], bits[REF_EVT_WORDS];
	unsigned int number, word;
	struct ref_event event;

	(void)state;
	for (number = 0; number < 0x100; number++) {
		ref_event_bits(number, bits);
		if (!bits[0])
			continue;
		for (word = 0; word < REF_EVT_WORDS; word++)
			record[word] = rng_u64(&rng) & bits[word];
		ref_put(record, REF_E_NUMBER, number);
		ref_event_decode(record, &event);
		event.ssv = true;
		event.stall = true;
		event.s2 = true;
		ref_event_encode(&event, record);
		ref_event_decode(record, &event);
		ref_event_encode(&event, again);
		assert_memory_equal(record, again, sizeof(record));
	}
}

static void write_is_never_an_instruction_fetch(void **state)
{
	struct smmu3_xact x = {
		.txn = { .write = true, .instr = true },
		.fault = { .event = REF_F_PERMISSION, .instr = true,
			   .class = SMMU3_CLASS_IN },
	};
	u64 record[REF_EVT_WORDS];

	(void)state;
	smmu3_event_encode(&x, record);
	assert_int_equal(ref_get(record, REF_E_IND), 0);
	assert_int_equal(ref_get(record, REF_E_RNW), 0);
}

static void input_address_is_recorded_whole(void **state)
{
	struct smmu3_xact x = {
		.txn = { .addr = 0xa5ffffff12345fffULL },
		.fault = { .event = REF_F_TRANSLATION,
			   .class = SMMU3_CLASS_IN },
	};
	u64 record[REF_EVT_WORDS];

	(void)state;
	smmu3_event_encode(&x, record);
	assert_int_equal(record[2], 0xa5ffffff12345fffULL);
	assert_int_equal(record[3], 0);
}

/* 7.3.13: 4 KiB granular, [11:0] of the word RES0. */
static void ipa_is_recorded_by_page_and_for_stage_2_alone(void **state)
{
	struct smmu3_xact x = {
		.fault = { .event = REF_F_ACCESS, .s2 = true,
			   .class = SMMU3_CLASS_TT, .ipa = 0x123456789abcULL },
	};
	u64 record[REF_EVT_WORDS];

	(void)state;
	smmu3_event_encode(&x, record);
	assert_int_equal(record[3], 0x123456789000ULL);
	assert_int_equal(ref_get(record, REF_E_S2), 1);
	assert_int_equal(ref_get(record, REF_E_CLASS), REF_CLASS_TT);
	x.fault.s2 = false;
	smmu3_event_encode(&x, record);
	assert_int_equal(record[3], 0);
}

/* 7.3.7: bits 31:8 are RES0 whatever came with the transaction. */
static void stream_disabled_has_no_substreamid(void **state)
{
	struct smmu3_xact x = {
		.txn = { .sid = 7, .ssv = true, .ssid = SSID_MAX },
		.fault = { .event = REF_F_STREAM_DISABLED },
	};
	u64 record[REF_EVT_WORDS];

	(void)state;
	smmu3_event_encode(&x, record);
	assert_int_equal(record[0], 0x0000000700000006ULL);
}

/* ---- all events, also those that no transaction of ours raises ---- */

static struct smmu3_event random_event(struct rng *rng, u8 number)
{
	return (struct smmu3_event){
		.number = number,
		.sec_sid = rng_percent(rng, 50),
		.sid = rng_u64(rng),
		.ssid = rng_u64(rng) & SSID_MAX,
		.ssv = rng_percent(rng, 50),
		.stall = rng_percent(rng, 50),
		.stag = rng_u64(rng),
		.reason = rng_u64(rng),
		.gpcf = rng_percent(rng, 50),
		.pnu = rng_percent(rng, 50),
		.ind = rng_percent(rng, 50),
		.rnw = rng_percent(rng, 50),
		.nsipa = rng_percent(rng, 50),
		.s2 = rng_percent(rng, 50),
		.class = rng_below(rng, 3),
		.ttrnw = rng_percent(rng, 50),
		.span = rng_u64(rng),
		.asks = rng_below(rng, 8),
		.asks_priv = rng_below(rng, 8),
		.asks_unpriv = rng_below(rng, 8),
		.input = rng_u64(rng),
		.ipa = rng_below(rng, BIT_ULL(PA_BITS)),
		.fetch = rng_below(rng, BIT_ULL(PA_BITS)),
	};
}

/* NSIPA is of stage 2, TTRnW of class TT; a write is never a fetch (7.3). */
static struct ref_event meaning_of(const struct smmu3_event *event)
{
	bool page = event->number == REF_E_PAGE_REQUEST;

	return (struct ref_event){
		.number = event->number,
		.ssv = event->ssv,
		.ssid = event->ssid,
		.sid = event->sid,
		.reason = event->reason & (event->number < REF_F_TLB_CONFLICT ||
			event->number == REF_F_VMS_FETCH ? 0xffff : ~0U),
		.gpcf = event->gpcf,
		.stall = event->stall,
		.stag = event->stag,
		.priv = event->pnu,
		.instr = event->ind && event->rnw,
		.read = event->rnw,
		.nsipa = event->nsipa && event->s2 && event->sec_sid == SMMU3_PAS_S,
		.s2 = event->s2,
		.class = event->class,
		.ttrnw = event->ttrnw && event->class == SMMU3_CLASS_TT,
		.wanted = page ? event->asks_unpriv + 8 * event->asks_priv :
			  event->asks,
		.span = event->span & (page ? 0xff : 0xf),
		.input = event->input,
		.ipa = event->ipa,
		.fetch = event->fetch,
	};
}

static void check_packing(struct rng *rng, u8 number)
{
	u64 record[REF_EVT_WORDS], want[REF_EVT_WORDS];
	struct smmu3_event event = random_event(rng, number);
	struct ref_event meaning = meaning_of(&event);

	ref_event_encode(&meaning, want);
	smmu3_event_pack(&event, record);
	if (memcmp(record, want, sizeof(want)))
		fail_msg("event %#x: %#llx %#llx %#llx %#llx, not "
			 "%#llx %#llx %#llx %#llx", number,
			 (unsigned long long)record[0],
			 (unsigned long long)record[1],
			 (unsigned long long)record[2],
			 (unsigned long long)record[3],
			 (unsigned long long)want[0],
			 (unsigned long long)want[1],
			 (unsigned long long)want[2],
			 (unsigned long long)want[3]);
}

static void every_event_of_the_table_is_packed_bit_by_bit(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0004);
	unsigned int cases = rng_cases(200), number, i;
	u64 bits[REF_EVT_WORDS];

	(void)state;
	for (number = 0; number < 0x100; number++) {
		ref_event_bits(number, bits);
		for (i = 0; bits[0] && i < cases; i++)
			check_packing(&rng, number);
	}
}

static void reserved_numbers_have_no_record(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0005);
	const u64 none[REF_EVT_WORDS] = { 0 };
	u64 bits[REF_EVT_WORDS], record[REF_EVT_WORDS];
	unsigned int number;

	(void)state;
	for (number = 0; number < 0x100; number++) {
		struct smmu3_event event = random_event(&rng, number);

		ref_event_bits(number, bits);
		if (bits[0])
			continue;
		smmu3_event_pack(&event, record);
		assert_memory_equal(record, none, sizeof(none));
	}
}

static const struct CMUnitTest rules_records_tests[] = {
	cmocka_unit_test(each_event_is_encoded_as_the_architecture_says),
	cmocka_unit_test(bits_that_an_event_does_not_have_are_zero),
	cmocka_unit_test(every_record_of_the_oracle_can_be_decoded),
	cmocka_unit_test(every_event_of_the_table_is_packed_bit_by_bit),
	cmocka_unit_test(reserved_numbers_have_no_record),
	cmocka_unit_test(write_is_never_an_instruction_fetch),
	cmocka_unit_test(input_address_is_recorded_whole),
	cmocka_unit_test(ipa_is_recorded_by_page_and_for_stage_2_alone),
	cmocka_unit_test(stream_disabled_has_no_substreamid),
};
SUITE(rules_records);
