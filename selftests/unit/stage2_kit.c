// SPDX-License-Identifier: GPL-2.0
/*
 * See stage2_kit.h.
 */
#include "stage2_kit.h"

#define STE_BYTES	64

/* ---- life ---- */

struct smmu3_config s2_config(void)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);

	config.s1p = 1;
	config.s2p = 1;
	config.sel2 = 1;
	config.vmid16 = 1;
	config.vmw = 1;
	config.httu = 2;
	config.xnx = 1;
	config.stt = 1;
	config.e0pd = 1;
	config.atos = 1;
	config.attr_types_ovr = 1;
	config.attr_perms_ovr = 1;
	config.stall_model = 0;
	config.stall_max = 16;
	config.gran16k = 1;
	config.gran64k = 1;
	config.ssidsize = 12;
	config.cd2l = 1;
	config.tlb_log2 = 6;
	config.cfg_log2 = 4;
	return config;
}

struct rig *s2_rig(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);

	side_boot(rig_side(rig, NS));
	if (config->secure)
		side_boot(rig_side(rig, SECURE));
	rig_log_clear(rig);
	return rig;
}

static int setup(void **state, enum smmu3_pas bank, enum smmu3_cache_mode cache)
{
	struct smmu3_config config = s2_config();

	config.cache = cache;
	*state = rig_side(s2_rig(&config), bank);
	return 0;
}

int s2_setup_ns(void **state)
{
	return setup(state, NS, SMMU3_CACHE_EXACT);
}

int s2_setup_s(void **state)
{
	return setup(state, SECURE, SMMU3_CACHE_EXACT);
}

int s2_setup_ns_fast(void **state)
{
	return setup(state, NS, SMMU3_CACHE_FAST);
}

int s2_setup_s_fast(void **state)
{
	return setup(state, SECURE, SMMU3_CACHE_FAST);
}

/* What the side's own StreamWorlds may have in the TLB (4.4). */
static void flush_tlb(struct side *side)
{
	const struct smmu3_config *config = &side->rig->config;

	if (side->bank == NS) {
		side_queue(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
		if (config->s1p && config->s2p)
			side_queue(side, ref_cmd(REF_CMD_TLBI_EL2_ALL));
		return;
	}
	side_queue(side, ref_cmd(REF_CMD_TLBI_EL3_ALL));
	if (config->sel2) {
		side_queue(side, ref_cmd(REF_CMD_TLBI_SNH_ALL));
		side_queue(side, ref_cmd(REF_CMD_TLBI_S_EL2_ALL));
	} else {
		side_queue(side, ref_cmd(REF_CMD_TLBI_NH_ALL));
	}
}

void s2_flush(struct side *side)
{
	side_queue(side, side_own(side, ref_cfgi_all()));
	flush_tlb(side);
	side_sync(side);
}

/* 6.3.12: CR2 is writable while nothing is enabled. */
void s2_e2h(struct side *side, bool e2h)
{
	u32 on = side_rd32(side, REF_CR0);

	s2_flush(side);
	side_cr0(side, 0);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID | (e2h ? REF_CR2_E2H : 0));
	side_cr0(side, on);
	s2_flush(side);
}

/* ---- geometry ---- */

bool s2_has1(unsigned int config)
{
	return config == REF_CONFIG_S1 || config == REF_CONFIG_NESTED;
}

bool s2_has2(unsigned int config)
{
	return config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED;
}

unsigned int s2_tg0(unsigned int granule)
{
	return granule == 12 ? REF_TG0_4K :
	       granule == 14 ? REF_TG0_16K : REF_TG0_64K;
}

unsigned int s2_tg1(unsigned int granule)
{
	return granule == 12 ? REF_TG1_4K :
	       granule == 14 ? REF_TG1_16K : REF_TG1_64K;
}

/* Structures.md 5.3: 4 KiB 2, 1, 0, 3 by code; the others 3, 2, 1. */
unsigned int s2_sl0(struct s2_shape shape)
{
	if (shape.granule == 12)
		return shape.start == 3 ? 3 : 2 - shape.start;
	return 3 - shape.start;
}

/* ---- RAM of table builders ---- */

static u64 pa_in(const struct s2_ram *ram, u64 addr)
{
	return ram->through ? addr - S2_DELTA : addr;
}

static u64 ram_load(void *arg, u64 addr)
{
	struct s2_ram *ram = arg;

	return side_load(ram->side, pa_in(ram, addr));
}

static void ram_store(void *arg, u64 addr, u64 value)
{
	struct s2_ram *ram = arg;

	side_store(ram->side, pa_in(ram, addr), value);
}

static u64 ram_alloc(void *arg, u64 size)
{
	struct s2_ram *ram = arg;
	u64 pa = side_alloc(ram->side, size), page, at;

	if (!ram->through)
		return pa;
	page = ref_pow2(ram->through->granule);
	for (at = pa / page * page; at < pa + size; at += page)
		ref_space_put(ram->through, at + S2_DELTA, 3,
			      ref_leaf2(3, at));
	return pa + S2_DELTA;
}

static struct ref_ram ram_of(struct s2_ram *ram)
{
	return (struct ref_ram){ ram_load, ram_store, ram_alloc, ram };
}

u64 s2_ram_pa(const struct s2_stream *stream, u64 addr)
{
	return pa_in(&stream->ram[1], addr);
}

u64 s2_alloc(struct s2_stream *stream, u64 size)
{
	return ram_alloc(&stream->ram[1], size);
}

/* ---- streams ---- */

static u64 granule_of(u64 addr, struct s2_shape shape)
{
	return addr / ref_pow2(shape.granule) * ref_pow2(shape.granule);
}

static struct ref_s2_tables tables_of(const struct ref_space *space,
				      struct s2_shape shape)
{
	return (struct ref_s2_tables){
		.tg = s2_tg0(shape.granule),
		.t0sz = 64 - shape.iasize,
		.sl0 = s2_sl0(shape),
		.ttb = space->root,
	};
}

static void make_root2(struct s2_stream *at, enum smmu3_pas pas,
		       struct s2_shape shape)
{
	at->s2[pas] = ref_space(ram_of(&at->ram[0]), shape.granule, shape.start,
				shape.iasize);
}

static void map_page2(struct s2_stream *at, enum smmu3_pas pas, u64 pa,
		      struct s2_shape shape)
{
	ref_space_put(&at->s2[pas], S2_IPA % ref_pow2(shape.iasize), 3,
		      ref_leaf2(3, granule_of(pa, shape)));
}

/* Words 2 and up of the STE are stage 2's. Roots are large: both come first. */
static void make_stage2(struct s2_stream *at, u64 *ste, struct s2_shape shape)
{
	bool secure = at->side->bank == SECURE;
	struct ref_s2_tables tables;

	make_root2(at, NS, shape);
	tables = tables_of(&at->s2[NS], shape);
	ref_ste_add_stage2(ste, S2_VMID, &tables);
	if (secure) {
		make_root2(at, SECURE, shape);
		tables = tables_of(&at->s2[SECURE], shape);
		ref_ste_secure_tables(ste, &tables);
		map_page2(at, SECURE, S2_PA, shape);
	}
	map_page2(at, NS, secure ? S2_PA_NS : S2_PA, shape);
}

static void make_stage1(struct s2_stream *at, u64 *ste, struct s2_shape shape)
{
	u64 to = s2_has2(at->config) ? S2_IPA : S2_PA;
	u64 cd[REF_CD_WORDS];

	at->s1 = ref_space(ram_of(&at->ram[1]), shape.granule, shape.start,
			   shape.iasize);
	ref_space_put(&at->s1, S2_VA, 3, ref_leaf(3, granule_of(to, shape)));
	at->cd = s2_alloc(at, PAGE);
	ref_cd_default(cd, S2_ASID, at->s1.root, 0);
	ref_put(cd, REF_CD_T0SZ, 64 - shape.iasize);
	ref_put(cd, REF_CD_TG0, s2_tg0(shape.granule));
	side_store_image(at->side, s2_ram_pa(at, at->cd), cd, REF_CD_WORDS);
	ref_ste_stage1(ste, at->cd);
}

void s2_make_shaped(struct s2_stream *at, struct side *side, u32 sid,
		    unsigned int config, struct s2_shape shape1,
		    struct s2_shape shape2)
{
	u64 ste[REF_STE_WORDS], two[REF_STE_WORDS];

	*at = (struct s2_stream){
		.side = side, .sid = sid, .config = config,
		.ste = side_ste(side, sid),
		.ram = { { side, NULL }, { side, NULL } },
		.stale = true,
	};
	ref_ste_plain(ste, config);
	ref_ste_plain(two, config);
	if (s2_has2(config)) {
		make_stage2(at, two, shape2);
		at->ram[1].through = s2_has1(config) ? &at->s2[side->bank] :
						       NULL;
	}
	if (s2_has1(config))
		make_stage1(at, ste, shape1);
	memcpy(&ste[2], &two[2], sizeof(ste) - 2 * sizeof(*ste));
	ref_put(ste, REF_STE_CONFIG, config);
	side_set_ste(side, sid, ste);
}

void s2_make(struct s2_stream *at, struct side *side, u32 sid,
	     unsigned int config)
{
	s2_make_shaped(at, side, sid, config, S2_SHAPE1, S2_SHAPE2);
}

/* ---- changes ---- */

void s2_poke_at(struct s2_stream *stream, u64 pa, unsigned int high,
		unsigned int low, u64 value)
{
	side_poke(stream->side, pa, high, low, value);
	stream->stale = true;
}

void s2_store(struct s2_stream *stream, u64 pa, u64 value)
{
	side_store(stream->side, pa, value);
	stream->stale = true;
}

u64 s2_load(const struct s2_stream *stream, u64 pa)
{
	return side_load(stream->side, pa);
}

void s2_poke_ste(struct s2_stream *stream, unsigned int high, unsigned int low,
		 u64 value)
{
	s2_poke_at(stream, stream->ste, high, low, value);
}

void s2_poke_cd(struct s2_stream *stream, unsigned int high, unsigned int low,
		u64 value)
{
	s2_poke_at(stream, s2_ram_pa(stream, stream->cd), high, low, value);
}

u64 s2_leaf1(struct s2_stream *stream)
{
	return s2_ram_pa(stream, ref_space_slot(&stream->s1, S2_VA, 3));
}

u64 s2_leaf2_of(struct s2_stream *stream, u64 ipa)
{
	return ref_space_slot(&stream->s2[stream->side->bank], ipa, 3);
}

u64 s2_leaf2(struct s2_stream *stream)
{
	return s2_leaf2_of(stream, S2_IPA);
}

void s2_poke_leaf1(struct s2_stream *stream, unsigned int high,
		   unsigned int low, u64 value)
{
	s2_poke_at(stream, s2_leaf1(stream), high, low, value);
}

void s2_poke_leaf2(struct s2_stream *stream, unsigned int high,
		   unsigned int low, u64 value)
{
	s2_poke_at(stream, s2_leaf2(stream), high, low, value);
}

void s2_poke_leaf2_of(struct s2_stream *stream, u64 ipa, unsigned int high,
		      unsigned int low, u64 value)
{
	s2_poke_at(stream, s2_leaf2_of(stream, ipa), high, low, value);
}

/* ---- transactions ---- */

u64 s2_input(const struct s2_stream *stream)
{
	if (s2_has1(stream->config))
		return S2_VA % ref_pow2(stream->s1.iasize) + S2_OFFSET;
	if (s2_has2(stream->config))
		return S2_IPA % ref_pow2(stream->s2[NS].iasize) + S2_OFFSET;
	return S2_PA + S2_OFFSET;
}

struct smmu3_txn s2_txn(const struct s2_stream *stream, unsigned int access)
{
	struct smmu3_txn txn = side_txn(stream->side, stream->sid,
					s2_input(stream), access);

	txn.atomic = access & S2_ATOMIC;
	txn.ns = access & S2_NS;
	return txn;
}

struct outcome s2_do(struct s2_stream *stream, const struct smmu3_txn *txn)
{
	if (stream->stale)
		s2_flush(stream->side);
	stream->stale = false;
	rig_log_clear(stream->side->rig);
	return side_do(stream->side, txn);
}

struct outcome s2_access(struct s2_stream *stream, unsigned int access)
{
	struct smmu3_txn txn = s2_txn(stream, access);

	return s2_do(stream, &txn);
}

unsigned int s2_try_txn(struct s2_stream *stream, const struct smmu3_txn *txn)
{
	struct outcome out = s2_do(stream, txn);
	u64 record[REF_EVT_WORDS];
	unsigned int number = 0;

	while (side_pop(stream->side, record))
		number = ref_get(record, REF_E_NUMBER);
	if (out.ok)
		return 0;
	return number ? number : S2_SILENT;
}

unsigned int s2_try(struct s2_stream *stream, unsigned int access)
{
	struct smmu3_txn txn = s2_txn(stream, access);

	return s2_try_txn(stream, &txn);
}

/* ---- expectations ---- */

void s2_expect_pa(struct s2_stream *stream, const struct smmu3_txn *txn, u64 pa,
		  enum smmu3_pas pas)
{
	unsigned int tries;

	for (tries = 0; tries < 2; tries++) {
		struct outcome out = s2_do(stream, txn);

		assert_int_equal(out.ok ? 0 : out.x.fault.event, 0);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, pa);
		assert_int_equal(out.x.res.pas, pas);
		assert_int_equal(side_events(stream->side), 0);
	}
}

void s2_expect_page(struct s2_stream *stream, unsigned int access)
{
	struct smmu3_txn txn = s2_txn(stream, access);

	s2_expect_pa(stream, &txn, S2_PA + S2_OFFSET, stream->side->bank);
}

/* Which events say what the transaction is, besides StreamID and SubstreamID */
static bool says_input(u8 number)
{
	return number == REF_F_WALK_EABT ||
	       (number >= REF_F_TRANSLATION && number <= REF_F_PERMISSION);
}

void s2_expect_txn(struct s2_stream *stream, const struct smmu3_txn *txn,
		   struct ref_event event)
{
	bool write = txn->write || txn->atomic;
	unsigned int tries;

	event.sid = txn->sid;
	event.ssv = txn->ssv;
	event.ssid = txn->ssv ? txn->ssid : 0;
	if (says_input(event.number)) {
		event.priv |= txn->priv;
		event.read |= !write;
		event.instr |= txn->instr && !write;
		event.input = txn->addr;
	}
	for (tries = 0; tries < 2; tries++) {
		if (stream->stale)
			s2_flush(stream->side);
		stream->stale = false;
		rig_log_clear(stream->side->rig);
		side_expect_event(stream->side, txn, &event);
	}
}

void s2_expect(struct s2_stream *stream, unsigned int access,
	       struct ref_event event)
{
	struct smmu3_txn txn = s2_txn(stream, access);

	s2_expect_txn(stream, &txn, event);
}

void s2_expect1(struct s2_stream *stream, unsigned int access, u8 number)
{
	s2_expect(stream, access, (struct ref_event){
		.number = number, .class = REF_CLASS_IN });
}

void s2_expect2(struct s2_stream *stream, unsigned int access, u8 number)
{
	s2_expect(stream, access, (struct ref_event){
		.number = number, .class = REF_CLASS_IN, .s2 = true,
		.ipa = S2_IPA % ref_pow2(stream->s2[NS].iasize) });
}

void s2_expect_silence(struct s2_stream *stream, unsigned int access)
{
	assert_int_equal(s2_try(stream, access), S2_SILENT);
	assert_int_equal(s2_try(stream, access), S2_SILENT);
}

/* ---- rules of structures ---- */

static void check_rule(const struct s2_rule *rule, struct side *side,
		       s2_poke poke)
{
	const struct s2_change *change = rule->change;
	struct s2_stream stream;
	u64 free = side->free;
	unsigned int i, got;

	s2_make(&stream, side, S2_SID, rule->config);
	for (i = 0; i < ARRAY_SIZE(rule->change) && change[i].high; i++)
		poke(&stream, change[i].high, change[i].low, change[i].value);
	got = s2_try(&stream, READ | PRIV);
	if (got != rule->want)
		fail_msg("%s, %s: %#x instead of %#x",
			 side->bank == NS ? "NS" : "S", rule->name, got,
			 rule->want);
	side->free = free;
}

/* All rules of the identity that the first one has */
static void check_identity(const struct s2_rule *rules, unsigned int count,
			   enum smmu3_pas bank, s2_poke poke)
{
	struct smmu3_config config = s2_config();
	struct rig *rig;
	unsigned int i;

	if (rules[0].id)
		rules[0].id(&config);
	rig = s2_rig(&config);
	for (i = 0; i < count; i++)
		if (rules[i].id == rules[0].id)
			check_rule(&rules[i], rig_side(rig, bank), poke);
	rig_free(rig);
}

static bool is_first(const struct s2_rule *rules, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++)
		if (rules[i].id == rules[index].id)
			return false;
	return true;
}

void s2_check_rules(const struct s2_rule *rules, unsigned int count,
		    enum smmu3_pas bank, s2_poke poke)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (is_first(rules, i))
			check_identity(&rules[i], count - i, bank, poke);
}
