// SPDX-License-Identifier: GPL-2.0
/*
 * Random register accesses by software of both Security states against a naive
 * register file: one 32-bit word after the other, by the oracle's map. The
 * command queues point to nowhere, so that what the SMMU does by itself is to
 * find an external abort.
 */
#include "reg_kit.h"
#include "rng.h"
#include "suites.h"

/**
 * struct world - what the registers should be
 * @rig: the SMMU
 * @map: both maps
 * @before: all words before the access
 * @after: all words after it
 */
struct world {
	struct rig *rig;
	struct kit_map map[SMMU3_NR_PAS];
	struct snapshot before;
	struct snapshot after;
};

/**
 * struct op - one access
 * @from: whose software
 * @offset: where
 * @width: bits
 * @value: what is written
 */
struct op {
	enum smmu3_pas from;
	u64 offset;
	unsigned int width;
	u64 value;
};

static u32 word_at(const struct snapshot *shot, enum smmu3_pas bank, u32 offset)
{
	return shot->word[kit_at(bank, offset) / 4];
}

/* CR0 | CR0ACK and IRQ_CTRL | IRQ_CTRLACK as they were. */
static u32 enables(const struct world *w, enum smmu3_pas bank)
{
	return word_at(&w->before, bank, REF_CR0) |
	       word_at(&w->before, bank, REF_CR0ACK);
}

static u32 irq_enables(const struct world *w, enum smmu3_pas bank)
{
	return word_at(&w->before, bank, REF_IRQ_CTRL) |
	       word_at(&w->before, bank, REF_IRQ_CTRLACK);
}

/* The half of a register that is at @offset. */
static u32 half(const struct ref_reg *reg, u64 bits, u32 offset)
{
	return offset == reg->offset ? bits : bits >> 32;
}

/* ---- what a write should do to a word ---- */

static bool reaches(const struct op *op, u32 offset)
{
	if (op->offset == offset && (op->width == 32 || op->width == 64))
		return op->width == 32 || offset % 8 == 0;
	return op->offset + 4 == offset && op->width == 64 && offset % 8 == 4;
}

static u32 written(const struct op *op, u32 offset)
{
	return op->offset == offset ? op->value : op->value >> 32;
}

/* GBPA takes a value that says so, and clears Update (6.3.14). */
static u32 special_after(const struct ref_reg *reg, enum smmu3_pas bank,
			 u32 before, u32 value)
{
	if (reg->offset != kit_at(bank, REF_GBPA))
		return value & reg->rw;
	if (!(value & REF_GBPA_UPDATE))
		return before;
	return value & reg->rw;
}

/**
 * struct expected - of one word
 * @value: what it should be
 * @open: bits that may be anything
 */
struct expected {
	u32 value;
	u32 open;
};

static struct expected expect_word(const struct world *w, enum smmu3_pas bank,
				   const struct ref_reg *reg, u32 offset,
				   const struct op *op)
{
	u32 before = w->before.word[offset / 4], value, writable;
	struct expected e = { .value = before };

	if (!reaches(op, offset) || (bank == SEC && op->from == NS))
		return e;
	value = written(op, offset);
	if (reg->kind == REF_SPECIAL) {
		e.value = special_after(reg, bank, before, value);
		e.open = reg->vague;
		return e;
	}
	writable = half(reg, ref_writable(reg, enables(w, bank),
					  irq_enables(w, bank)), offset);
	e.value = (before & ~writable) | (value & writable);
	e.open = half(reg, reg->vague, offset) & writable;
	return e;
}

/* ---- what follows from a write elsewhere ---- */

static bool is_reg(u32 offset, enum smmu3_pas bank, u32 reg)
{
	return offset == kit_at(bank, reg);
}

static bool hits(const struct op *op, enum smmu3_pas bank, u32 reg)
{
	u32 at = kit_at(bank, reg);

	return (bank == NS || op->from == SEC) &&
	       (reaches(op, at) || reaches(op, at + 4));
}

static bool is_cmdq(u32 offset, enum smmu3_pas bank)
{
	return is_reg(offset, bank, REF_CMDQ_PROD) ||
	       is_reg(offset, bank, REF_CMDQ_CONS);
}

static bool is_eventq(u32 offset, enum smmu3_pas bank)
{
	return is_reg(offset, bank, REF_EVENTQ_PROD) ||
	       is_reg(offset, bank, REF_EVENTQ_CONS);
}

/*
 * Acknowledgements follow; a changed size opens the indices; a queue that is
 * enabled afterwards may have met its abort, and the MSI that tells of it
 * another.
 */
static void follow(const struct world *w, enum smmu3_pas bank, u32 offset,
		   const struct op *op, struct expected *e)
{
	if (is_reg(offset, bank, REF_CR0ACK))
		e->value = word_at(&w->after, bank, REF_CR0);
	if (is_reg(offset, bank, REF_IRQ_CTRLACK))
		e->value = word_at(&w->after, bank, REF_IRQ_CTRL);
	if (is_cmdq(offset, bank) && hits(op, bank, REF_CMDQ_BASE))
		e->open |= GENMASK_ULL(19, 0);
	if (is_eventq(offset, bank) && hits(op, bank, REF_EVENTQ_BASE))
		e->open |= GENMASK_ULL(19, 0);
	if (!(word_at(&w->after, bank, REF_CR0) & REF_CMDQEN))
		return;
	if (is_reg(offset, bank, REF_GERROR))
		e->open |= REF_GERROR_CMDQ_ERR | REF_GERROR_MSI_GERROR;
	if (is_reg(offset, bank, REF_CMDQ_CONS))
		e->open |= GENMASK_ULL(30, 24);
}

/* ---- comparison ---- */

static void check_word(const struct world *w, u32 offset, const struct op *op)
{
	const struct ref_reg *reg = NULL;
	struct expected e = { .value = w->before.word[offset / 4] };
	u32 got = w->after.word[offset / 4];
	unsigned int bank;

	for (bank = NS; bank <= SEC && !reg; bank++) {
		const struct kit_map *map = &w->map[bank];

		reg = ref_reg_at(map->reg, map->count, offset);
		if (!reg)
			continue;
		e = expect_word(w, bank, reg, offset, op);
		follow(w, bank, offset, op, &e);
	}
	if ((got ^ e.value) & ~e.open)
		fail_msg("%s software writes %#llx, %u bits, to %#llx: word at %#x was %#x, is %#x, not %#x",
			 op->from == SEC ? "Secure" : "Non-secure",
			 (unsigned long long)op->value, op->width,
			 (unsigned long long)op->offset, offset,
			 w->before.word[offset / 4], got, e.value);
}

/* Only words that can ever be anything but zero; holes have their own test. */
static void look(struct world *w, struct snapshot *shot)
{
	unsigned int bank, i;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < w->map[bank].count; i++) {
			const struct ref_reg *reg = &w->map[bank].reg[i];
			u32 at = reg->offset / 4;

			shot->word[at] = kit_read(w->rig, SEC, reg->offset, 32);
			if (reg->width == 64)
				shot->word[at + 1] =
					kit_read(w->rig, SEC,
						 reg->offset + 4, 32);
		}
}

static void compare(const struct world *w, const struct op *op)
{
	unsigned int bank, i;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < w->map[bank].count; i++) {
			const struct ref_reg *reg = &w->map[bank].reg[i];

			check_word(w, reg->offset, op);
			if (reg->width == 64)
				check_word(w, reg->offset + 4, op);
		}
}

/* ---- random accesses ---- */

static u64 any_offset(const struct world *w, struct rng *rng)
{
	const struct kit_map *map = &w->map[rng_below(rng, 2)];
	u64 offset = map->reg[rng_below(rng, map->count)].offset;

	if (rng_percent(rng, 10))
		return rng_below(rng, REF_END);
	if (rng_percent(rng, 10))
		return offset + rng_below(rng, 8);
	return offset & ~(rng_percent(rng, 20) ? 7ULL : 0);
}

static unsigned int any_width(struct rng *rng)
{
	static const unsigned int odd[] = { 0, 8, 16, 128 };

	if (rng_percent(rng, 5))
		return odd[rng_below(rng, ARRAY_SIZE(odd))];
	return rng_percent(rng, 40) ? 64 : 32;
}

/* Few bits, so that enables are 0 now and then. */
static u64 any_value(struct rng *rng)
{
	switch (rng_below(rng, 5)) {
	case 0:
		return 0;
	case 1:
		return rng_below(rng, 16);
	case 2:
		return rng_u64(rng) & rng_u64(rng) & rng_u64(rng);
	case 3:
		return rng_u64(rng) | REF_GBPA_UPDATE;
	}
	return rng_u64(rng);
}

static struct op any_op(const struct world *w, struct rng *rng)
{
	return (struct op){
		.from = rng_percent(rng, 70) ? SEC : NS,
		.offset = any_offset(w, rng),
		.width = any_width(rng),
		.value = any_value(rng),
	};
}

/* Now and then everything is switched off, or guards would rule for ever. */
static void calm_down(struct world *w, struct rng *rng)
{
	if (rng_percent(rng, 8))
		kit_set(w->rig, rng_below(rng, 2), REF_CR0, 0);
	if (rng_percent(rng, 8))
		kit_set(w->rig, rng_below(rng, 2), REF_IRQ_CTRL, 0);
}

static void random_writes_agree_with_a_naive_register_file(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0603);
	unsigned int cases = rng_cases(20000), i;
	static struct world w;

	w.rig = *state;
	kit_rig_map(w.rig, NS, &w.map[NS]);
	kit_rig_map(w.rig, SEC, &w.map[SEC]);
	for (i = 0; i < cases; i++) {
		struct op op = any_op(&w, &rng);

		calm_down(&w, &rng);
		look(&w, &w.before);
		kit_write(w.rig, op.from, op.offset, op.width, op.value);
		look(&w, &w.after);
		compare(&w, &op);
	}
}

static int setup_without_memory(void **state)
{
	kit_setup_both(state);
	host_free(&((struct rig *)*state)->host);
	return 0;
}

#define TEST_NO_MEMORY(f)						\
	cmocka_unit_test_setup_teardown(f, setup_without_memory, rig_teardown)

static const struct CMUnitTest rules_regfile_tests[] = {
	TEST_NO_MEMORY(random_writes_agree_with_a_naive_register_file),
};
SUITE(rules_regfile);
