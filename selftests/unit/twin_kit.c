// SPDX-License-Identifier: GPL-2.0
/*
 * The kit: memory, streams, expectations. See twin_kit.h.
 */
#include "twin_kit.h"

#include <stdlib.h>

#define STE_BYTES	64
#define SIDS_LOG2	4

/* ---- memory as the twin sees it ---- */

static bool kit_read8(void *arg, enum twin_space space, u64 addr, u64 *value)
{
	struct kit *kit = arg;

	if (kit->reads < KIT_MAX_READS)
		kit->read[kit->reads++] = (struct kit_read){ space, addr };
	return host_try_load(&kit->host, (enum smmu3_pas)space, addr, value);
}

static enum twin_cas kit_cas8(void *arg, enum twin_space space, u64 addr,
			      u64 old, u64 next)
{
	struct kit *kit = arg;

	if (kit->no_cas)
		return TWIN_CAS_ABORT;
	if (kit->races) {
		kit->races--;
		return TWIN_CAS_CHANGED;
	}
	if (kit_load(kit, space, addr) != old)
		return TWIN_CAS_CHANGED;
	kit_store(kit, space, addr, next);
	return TWIN_CAS_DONE;
}

/* ---- life ---- */

struct twin_id kit_id(void)
{
	return (struct twin_id){
		.minor = 2, .s1p = 1, .s2p = 1, .httu = 2, .hyp = 1,
		.asid16 = 1, .vmid16 = 1, .cd2l = 1, .st_level = 1,
		.sidsize = 16, .ssidsize = 16, .perms_ovr = 1, .types_ovr = 1,
		.had = 1, .xnx = 1, .fwb = 1, .stt = 1, .e0pd = 1, .epan = 1,
		.oas = 44, .gran4k = 1, .gran16k = 1, .gran64k = 1,
		.secure = 1, .sel2 = 1, .s_sidsize = 16,
	};
}

int kit_setup(void **state)
{
	struct kit *kit = calloc(1, sizeof(*kit));
	enum twin_space space;

	assert_non_null(kit);
	kit->world.id = kit_id();
	kit->world.memory = (struct twin_memory){ kit_read8, kit_cas8, kit };
	for (space = TWIN_NS; space < TWIN_SPACES; space++) {
		host_add_ram(&kit->host, (enum smmu3_pas)space, RAM_BASE,
			     RAM_SIZE);
		kit->free[space] = RAM_BASE;
		kit->strtab[space] = kit_alloc(kit, space, PAGE);
		kit->world.bank[space] = (struct twin_bank){
			.cr0 = REF_SMMUEN, .cr2 = REF_CR2_RECINVSID,
			.strtab_cfg = SIDS_LOG2,
			.strtab_base = kit->strtab[space],
		};
	}
	*state = kit;
	return 0;
}

int kit_teardown(void **state)
{
	struct kit *kit = *state;

	host_free(&kit->host);
	free(kit);
	return 0;
}

/* ---- memory ---- */

u64 kit_alloc(struct kit *kit, enum twin_space space, u64 size)
{
	u64 bytes = max(size, PAGE), addr = ALIGN(kit->free[space], bytes);

	assert_true(addr + bytes <= KIT_PAGE);
	kit->free[space] = addr + bytes;
	return addr;
}

u64 kit_load(struct kit *kit, enum twin_space space, u64 addr)
{
	return host_load(&kit->host, (enum smmu3_pas)space, addr);
}

void kit_store(struct kit *kit, enum twin_space space, u64 addr, u64 value)
{
	host_store(&kit->host, (enum smmu3_pas)space, addr, value);
}

void kit_store_image(struct kit *kit, enum twin_space space, u64 addr,
		     const u64 *words, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		kit_store(kit, space, addr + i * sizeof(u64), words[i]);
}

void kit_poke(struct kit *kit, enum twin_space space, u64 addr,
	      unsigned int high, unsigned int low, u64 value)
{
	u64 at = addr + low / REF_WORD * sizeof(u64);
	u64 word = kit_load(kit, space, at);

	ref_put(&word, high % REF_WORD, low % REF_WORD, value);
	kit_store(kit, space, at, word);
}

/* ---- RAM of table builders ---- */

static u64 pa_of(const struct kit_ram *ram, u64 addr)
{
	return ram->stage2 ? addr - IPA_DELTA : addr;
}

static u64 ram_load(void *arg, u64 addr)
{
	struct kit_ram *ram = arg;

	return kit_load(ram->kit, ram->space, pa_of(ram, addr));
}

static void ram_store(void *arg, u64 addr, u64 value)
{
	struct kit_ram *ram = arg;

	kit_store(ram->kit, ram->space, pa_of(ram, addr), value);
}

static u64 ram_alloc(void *arg, u64 size)
{
	struct kit_ram *ram = arg;
	u64 pa = kit_alloc(ram->kit, ram->space, size), at;

	if (!ram->stage2)
		return pa;
	for (at = pa; at < pa + size; at += PAGE)
		ref_space_put(ram->stage2, at + IPA_DELTA, 3, ref_leaf2(3, at));
	return pa + IPA_DELTA;
}

struct ref_ram kit_ram(struct kit_ram *ram)
{
	return (struct ref_ram){ ram_load, ram_store, ram_alloc, ram };
}

/* ---- streams ---- */

static bool has_stage1(unsigned int config)
{
	return config == REF_CONFIG_S1 || config == REF_CONFIG_NESTED;
}

static bool has_stage2(unsigned int config)
{
	return config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED;
}

/* 40-bit IPAs: two concatenated tables at level 1 */
static void add_stage2(struct kit_stream *stream, u64 *ste)
{
	struct ref_s2_tables tables = { .t0sz = 24, .sl0 = 1 };

	stream->s2 = ref_space(kit_ram(&stream->ram[1]), 12, 1, 40);
	tables.ttb = stream->s2.root;
	ref_ste_add_stage2(ste, 1, &tables);
	ref_space_put(&stream->s2, KIT_IPA, 3, ref_leaf2(3, KIT_PAGE));
	if (stream->sec_sid == TWIN_NS)
		return;
	stream->s2_secure = ref_space(kit_ram(&stream->ram[2]), 12, 1, 40);
	tables.ttb = stream->s2_secure.root;
	ref_ste_secure_tables(ste, &tables);
	ref_space_put(&stream->s2_secure, KIT_IPA, 3, ref_leaf2(3, KIT_PAGE));
}

/* Stage 1's tables and the CD, behind stage 2 if that is there already. */
static void add_stage1(struct kit_stream *stream, u64 *ste)
{
	struct kit_ram *ram = &stream->ram[0];
	u64 page = ram->stage2 ? KIT_IPA : KIT_PAGE;
	u64 cd[REF_CD_WORDS];

	stream->s1 = ref_space(kit_ram(ram), 12, 0, 48);
	ref_space_put(&stream->s1, KIT_VA, 3, ref_leaf(3, page));
	stream->cd = ram_alloc(ram, PAGE);
	ref_cd_default(cd, 1, stream->s1.root, 0);
	kit_store_image(stream->kit, ram->space, pa_of(ram, stream->cd), cd,
			REF_CD_WORDS);
	ref_ste_stage1(ste, stream->cd);
}

static struct kit_stream *new_stream(struct kit *kit, enum twin_space sec_sid)
{
	struct kit_stream *stream = &kit->stream[kit->streams];

	assert_true(kit->streams < KIT_STREAMS);
	*stream = (struct kit_stream){
		.kit = kit, .sec_sid = sec_sid, .sid = kit->streams,
		.ste = kit->strtab[sec_sid] + kit->streams * STE_BYTES,
	};
	kit->streams++;
	return stream;
}

struct kit_stream *kit_stream(struct kit *kit, enum twin_space sec_sid,
			      unsigned int config)
{
	struct kit_stream *stream = new_stream(kit, sec_sid);
	bool secure = sec_sid == TWIN_S;
	u64 ste[REF_STE_WORDS], two[REF_STE_WORDS];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stream->ram); i++)
		stream->ram[i] = (struct kit_ram){ kit, sec_sid, NULL };
	ref_ste_plain(ste, config);
	ref_ste_plain(two, config);
	if (has_stage2(config)) {
		add_stage2(stream, two);
		stream->ram[0].stage2 = secure ? &stream->s2_secure :
						 &stream->s2;
	}
	if (has_stage1(config))
		add_stage1(stream, ste);
	/* Words 0 and 1 are stage 1's, but for Config; the rest stage 2's. */
	memcpy(&ste[2], &two[2], sizeof(ste) - 2 * sizeof(*ste));
	ref_put(ste, REF_STE_CONFIG, config);
	kit_store_image(kit, sec_sid, stream->ste, ste, REF_STE_WORDS);
	return stream;
}

void kit_poke_ste(struct kit_stream *stream, unsigned int high,
		  unsigned int low, u64 value)
{
	kit_poke(stream->kit, stream->sec_sid, stream->ste, high, low, value);
}

void kit_poke_cd(struct kit_stream *stream, unsigned int high,
		 unsigned int low, u64 value)
{
	kit_poke(stream->kit, stream->sec_sid,
		 pa_of(&stream->ram[0], stream->cd), high, low, value);
}

u64 kit_leaf1(struct kit_stream *stream)
{
	return pa_of(&stream->ram[0],
		     ref_space_slot(&stream->s1, KIT_VA, 3));
}

u64 kit_leaf2_of(struct kit_stream *stream, u64 ipa)
{
	return ref_space_slot(stream->sec_sid == TWIN_S ? &stream->s2_secure :
							   &stream->s2,
			      ipa, 3);
}

u64 kit_leaf2(struct kit_stream *stream)
{
	return kit_leaf2_of(stream, KIT_IPA);
}

void kit_poke_leaf1(struct kit_stream *stream, unsigned int high,
		    unsigned int low, u64 value)
{
	kit_poke(stream->kit, stream->sec_sid, kit_leaf1(stream), high, low,
		 value);
}

void kit_poke_leaf2(struct kit_stream *stream, unsigned int high,
		    unsigned int low, u64 value)
{
	kit_poke(stream->kit, stream->sec_sid, kit_leaf2(stream), high, low,
		 value);
}

/* ---- transactions ---- */

struct twin_txn kit_txn(const struct kit_stream *stream, unsigned int access)
{
	return (struct twin_txn){
		.sec_sid = stream->sec_sid,
		.sid = stream->sid,
		.addr = stream->s1.root ? KIT_VA :
			stream->s2.root ? KIT_IPA : KIT_PAGE,
		.write = access & WRITE,
		.priv = access & PRIV,
		.instr = access & INSTR,
	};
}

struct twin_outcome kit_do(struct kit *kit, const struct twin_txn *txn)
{
	struct twin_outcome out;

	kit->reads = 0;
	twin_translate(&kit->world, txn, &out);
	return out;
}

struct twin_outcome kit_access(struct kit_stream *stream, unsigned int access)
{
	struct twin_txn txn = kit_txn(stream, access);

	return kit_do(stream->kit, &txn);
}

/* ---- expectations ---- */

void kit_expect_page(struct kit_stream *stream, unsigned int access)
{
	struct twin_outcome out = kit_access(stream, access);

	assert_int_equal(out.event, 0);
	assert_int_equal(out.fate, TWIN_FORWARD);
	assert_int_equal(out.pa, KIT_PAGE);
}

void kit_expect(struct kit *kit, const struct twin_txn *txn,
		struct ref_event event)
{
	struct twin_outcome out = kit_do(kit, txn);
	u64 want[REF_EVT_WORDS];

	event.sid = txn->sid;
	event.ssv = txn->ssv;
	event.ssid = txn->ssv ? txn->ssid : 0;
	event.priv = txn->priv;
	event.read |= !txn->write && !txn->atomic;
	event.instr = txn->instr && !txn->write && !txn->atomic;
	event.input = txn->addr;
	ref_event_encode(&event, want);
	assert_int_equal(out.event, event.number);
	assert_int_equal(out.fate, event.stall ? TWIN_STALL : TWIN_ABORT);
	assert_true(out.recorded);
	assert_int_equal(out.record[0], want[0]);
	assert_int_equal(out.record[1], want[1]);
	assert_int_equal(out.record[2], want[2]);
	assert_int_equal(out.record[3], want[3]);
}

void kit_expect_number(struct kit_stream *stream, unsigned int access,
		       u8 number)
{
	struct twin_txn txn = kit_txn(stream, access);

	kit_expect(stream->kit, &txn, (struct ref_event){
		.number = number, .class = REF_CLASS_IN });
}

void kit_expect_silence(struct kit *kit, const struct twin_txn *txn)
{
	struct twin_outcome out = kit_do(kit, txn);

	assert_int_equal(out.fate, TWIN_ABORT);
	assert_false(out.recorded);
}

/* ---- rules of structures ---- */

void kit_expect_rule(struct kit_stream *stream, const struct kit_rule *rule,
		     kit_poke_field poke, u8 bad)
{
	const struct kit_change *change = rule->change;
	struct twin_outcome out;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rule->change) && change[i].high; i++)
		poke(stream, change[i].high, change[i].low, change[i].value);
	if (rule->id)
		rule->id(&stream->kit->world.id);
	out = kit_access(stream, READ | PRIV);
	if ((out.event == bad ? BAD : GOOD) != rule->verdict)
		fail_msg("%s %s: event %#x",
			 stream->sec_sid == TWIN_S ? "S" : "NS", rule->name,
			 out.event);
}
