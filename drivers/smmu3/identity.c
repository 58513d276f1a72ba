// SPDX-License-Identifier: GPL-2.0
/*
 * The identity of an SMMU: profiles, the text that overrides them, what makes
 * an identity impossible, and the ID registers (6.3.1 to 6.3.8, 6.3.52, 6.3.53)
 * that it gives. Pure functions; anybody may call them.
 */
#include "identity.h"

static const char *const profile_names[] = { "max", "linux", "qemu",
					     "minimal" };
static const char *const arch_names[] = {
	[SMMU3_ARCH_3_1] = "3.1",
	[SMMU3_ARCH_3_2] = "3.2",
};
static const char *const cache_names[] = {
	[SMMU3_CACHE_FAST] = "fast",
	[SMMU3_CACHE_EXACT] = "exact",
};

static const struct smmu3_config profiles[] = {
	{	/* everything that is implemented */
		.profile = 0, .arch = SMMU3_ARCH_3_2,
		.sidsize = 32, .st_level = 1, .oas = 48,
		.gran16k = 1, .gran64k = 1, .asid16 = 1,
		.term_model = 0, .stall_model = 0, .stall_max = 32, .s1p = 1,
		.s2p = 1, .hyp = 1, .vmid16 = 1, .vmw = 1, .httu = 2, .xnx = 1,
		.stt = 1, .e0pd = 1, .attr_types_ovr = 1, .attr_perms_ovr = 1,
		.atos = 1,
		.cmdqs = 19, .eventqs = 19, .msi = 1,
		.ssidsize = 20, .cd2l = 1,
		.had = 1, .ril = 1, .bbml = 2, .fwb = 1,
		.secure = 1, .s_sidsize = 32, .s_msi = 1, .sel2 = 1,
		.gbpa_abort = 1,
		.cache = SMMU3_CACHE_FAST, .tlb_log2 = 9, .cfg_log2 = 5,
	},
	{	/* what the Linux driver can use */
		.profile = 1, .arch = SMMU3_ARCH_3_2,
		.sidsize = 16, .st_level = 1, .oas = 48,
		.gran16k = 1, .gran64k = 1, .asid16 = 1,
		.term_model = 0, .stall_model = 0, .stall_max = 32, .s1p = 1,
		.s2p = 1, .hyp = 1, .vmid16 = 1, .httu = 2, .xnx = 1,
		.attr_types_ovr = 1,
		.cmdqs = 8, .eventqs = 7, .msi = 1,
		.ssidsize = 16, .cd2l = 1,
		.had = 1, .ril = 1, .bbml = 2, .fwb = 1,
		.s_sidsize = 16, .s_msi = 1, .gbpa_abort = 1,
		.cache = SMMU3_CACHE_FAST, .tlb_log2 = 10, .cfg_log2 = 6,
	},
	{	/* QEMU's virt machine */
		.profile = 2, .arch = SMMU3_ARCH_3_1,
		.sidsize = 16, .st_level = 1, .oas = 44,
		.gran16k = 1, .gran64k = 1, .asid16 = 1,
		.term_model = 1, .stall_model = 1, .stall_max = 32, .s1p = 1,
		.s2p = 1, .vmid16 = 1, .xnx = 1, .cmdqs = 19, .eventqs = 19,
		.had = 1, .ril = 1, .bbml = 2, .s_sidsize = 16,
		.cache = SMMU3_CACHE_FAST, .tlb_log2 = 9, .cfg_log2 = 5,
	},
	{	/* the least that v3.1 permits and software can still drive */
		.profile = 3, .arch = SMMU3_ARCH_3_1,
		.sidsize = 4, .oas = 32, .term_model = 1,
		.stall_model = 1, .stall_max = 32, .s1p = 1,
		.cmdqs = 4, .eventqs = 4, .had = 1, .s_sidsize = 4,
		.cache = SMMU3_CACHE_FAST, .tlb_log2 = 4, .cfg_log2 = 2,
	},
};

static_assert(ARRAY_SIZE(profiles) == ARRAY_SIZE(profile_names));

/* Encodings of IDR5.OAS (6.3.6), up to 48 bits. */
static const u8 oas_bits[] = {
	[SMMU3_OAS_32] = 32, [SMMU3_OAS_36] = 36, [SMMU3_OAS_40] = 40,
	[SMMU3_OAS_42] = 42, [SMMU3_OAS_44] = 44, [SMMU3_OAS_48] = 48,
};

/**
 * struct key - one key of the configuration text
 * @name: as written
 * @offset: of its u32 in struct smmu3_config
 * @min: smallest value
 * @max: largest value
 * @names: names of the values 0 to @max; NULL: a number
 * @range: the sentence that refuses any other value
 */
struct key {
	const char *name;
	size_t offset;
	u32 min;
	u32 max;
	const char *const *names;
	const char *range;
};

#define NUMBER(_key, _min, _max) {					\
	.name = #_key,							\
	.offset = offsetof(struct smmu3_config, _key),			\
	.min = (_min),							\
	.max = (_max),							\
	.range = #_key " has to be a number from " #_min " to " #_max,	\
}

#define CHOICE(_key, _names, _range) {					\
	.name = #_key,							\
	.offset = offsetof(struct smmu3_config, _key),			\
	.max = ARRAY_SIZE(_names) - 1,					\
	.names = (_names),						\
	.range = (_range),						\
}

/* The profile is the first row: it gives every other key its value. */
static const struct key keys[] = {
	CHOICE(profile, profile_names,
	       "profile has to be max, linux, qemu or minimal"),
	CHOICE(arch, arch_names, "arch has to be 3.1 or 3.2"),
	NUMBER(sidsize, 0, 32),
	NUMBER(st_level, 0, 1),
	NUMBER(oas, 32, 48),
	NUMBER(gran16k, 0, 1),
	NUMBER(gran64k, 0, 1),
	NUMBER(asid16, 0, 1),
	NUMBER(term_model, 0, 1),
	NUMBER(stall_model, 0, 2),
	NUMBER(stall_max, 0, 4096),
	NUMBER(s1p, 0, 1),
	NUMBER(s2p, 0, 1),
	NUMBER(hyp, 0, 1),
	NUMBER(vmid16, 0, 1),
	NUMBER(vmw, 0, 1),
	NUMBER(httu, 0, 2),
	NUMBER(xnx, 0, 1),
	NUMBER(stt, 0, 1),
	NUMBER(e0pd, 0, 1),
	NUMBER(atos, 0, 1),
	NUMBER(attr_types_ovr, 0, 1),
	NUMBER(attr_perms_ovr, 0, 1),
	NUMBER(cmdqs, 0, 19),
	NUMBER(eventqs, 0, 19),
	NUMBER(ssidsize, 0, 20),
	NUMBER(cd2l, 0, 1),
	NUMBER(msi, 0, 1),
	NUMBER(had, 0, 1),
	NUMBER(ril, 0, 1),
	NUMBER(bbml, 0, 2),
	NUMBER(fwb, 0, 1),
	NUMBER(secure, 0, 1),
	NUMBER(s_sidsize, 0, 32),
	NUMBER(s_msi, 0, 1),
	NUMBER(sel2, 0, 1),
	NUMBER(gbpa_abort, 0, 1),
	CHOICE(cache, cache_names, "cache has to be fast or exact"),
	NUMBER(tlb_log2, 4, 16),
	NUMBER(cfg_log2, 2, 12),
};

static_assert(ARRAY_SIZE(keys) * sizeof(u32) == sizeof(struct smmu3_config));

static u32 key_value(const struct smmu3_config *config, const struct key *key)
{
	u32 value;

	memcpy(&value, (const char *)config + key->offset, sizeof(value));
	return value;
}

static void key_set(struct smmu3_config *config, const struct key *key,
		    u32 value)
{
	memcpy((char *)config + key->offset, &value, sizeof(value));
}

/* ---- text to configuration ---- */

/* A piece of somebody's text. */
struct piece {
	const char *at;
	size_t len;
};

static bool piece_is(struct piece piece, const char *name)
{
	return piece.len == strlen(name) && !memcmp(piece.at, name, piece.len);
}

/* What is before the first @mark; @from keeps what is behind it. */
static struct piece piece_cut(struct piece *from, char mark, bool *found)
{
	const char *at = from->len ? memchr(from->at, mark, from->len) : NULL;
	struct piece head = *from;

	*found = at;
	if (at)
		head.len = at - from->at;
	from->at += head.len + *found;
	from->len -= head.len + *found;
	return head;
}

/* The digit's value, or 16. */
static unsigned int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return 16;
}

/* Decimal, or 0x and hexadecimal. False: not a number, or above 32 bits. */
static bool parse_number(struct piece text, u32 *number)
{
	unsigned int base = 10;
	u64 value = 0;
	size_t i = 0;

	if (text.len > 2 && text.at[0] == '0' && text.at[1] == 'x') {
		base = 16;
		i = 2;
	}
	if (i == text.len)
		return false;
	for (; i < text.len; i++) {
		unsigned int digit = digit_value(text.at[i]);

		if (digit >= base)
			return false;
		value = value * base + digit;
		if (value > FIELD_MAX(GENMASK_ULL(31, 0)))
			return false;
	}
	*number = value;
	return true;
}

static bool parse_name(struct piece text, const struct key *key, u32 *number)
{
	u32 i;

	for (i = 0; i <= key->max; i++) {
		if (piece_is(text, key->names[i])) {
			*number = i;
			return true;
		}
	}
	return false;
}

static const char *parse_value(struct smmu3_config *config,
			       const struct key *key, struct piece text)
{
	u32 value = 0;
	bool known;

	if (!text.len)
		return "a key has no value behind its \"=\"";
	known = key->names ? parse_name(text, key, &value) :
			     parse_number(text, &value);
	if (!known || value < key->min || value > key->max)
		return key->range;
	if (key == keys)
		*config = profiles[value];
	else
		key_set(config, key, value);
	return NULL;
}

static const char *parse_item(struct smmu3_config *config, struct piece item,
			      bool first)
{
	bool assigned;
	struct piece name = piece_cut(&item, '=', &assigned);
	size_t i;

	if (!name.len && !assigned)
		return "an item is empty: one comma too many";
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!piece_is(name, keys[i].name))
			continue;
		if (!assigned)
			return "a key has no \"=\" and no value";
		if (!i && !first)
			return "profile has to be the first key";
		return parse_value(config, &keys[i], item);
	}
	return "a key is unknown";
}

const char *smmu3_config_parse(struct smmu3_config *config, const char *text,
			       size_t len)
{
	struct piece rest = { .at = text, .len = len };
	bool first = true, more = len;
	const char *wrong;

	*config = profiles[0];
	while (more) {
		struct piece item = piece_cut(&rest, ',', &more);

		if (more && !rest.len)
			return "the text ends with a comma";
		wrong = parse_item(config, item, first);
		if (wrong)
			return wrong;
		first = false;
	}
	return NULL;
}

/* ---- what makes an identity impossible ---- */

static const char *check_ranges(const struct smmu3_config *config)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		u32 value = key_value(config, &keys[i]);

		if (value < keys[i].min || value > keys[i].max)
			return keys[i].range;
	}
	return NULL;
}

/* 6.3.6 */
static const char *check_oas(const struct smmu3_config *config)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(oas_bits); i++) {
		if (oas_bits[i] == config->oas)
			return NULL;
	}
	return "oas has to be one of 32, 36, 40, 42, 44 and 48 (6.3.6)";
}

/* 6.3.2 */
static const char *check_stream_table(const struct smmu3_config *config)
{
	if (config->sidsize >= 7 && !config->st_level)
		return "sidsize of 7 or more needs st_level=1 (6.3.2)";
	return NULL;
}

/* 3.3.1, 6.3.53: S_SIDSIZE is like SIDSIZE, and ST_LEVEL speaks for both. */
static const char *check_secure_stream_table(const struct smmu3_config *config)
{
	if (config->secure && config->s_sidsize >= 7 && !config->st_level)
		return "s_sidsize of 7 or more needs st_level=1 (6.3.53)";
	return NULL;
}

/* 3.12, 6.3.6: whoever may stall a transaction has a STAG for it. */
static const char *check_stalls(const struct smmu3_config *config)
{
	if (config->stall_model != SMMU3_STALL_MODEL_TERMINATE &&
	    !config->stall_max)
		return "stall_model of 0 or 2 needs a stall_max of 1 or more (6.3.6)";
	return NULL;
}

/* 6.3.53 */
static const char *check_secure(const struct smmu3_config *config)
{
	if (config->secure && !config->s1p)
		return "secure=1 needs s1p=1 (6.3.53)";
	return NULL;
}

/* 6.3.53, 6.3.4: Secure EL2 comes with Secure stage 2 and small tables. */
static const char *check_sel2(const struct smmu3_config *config)
{
	if (!config->secure || !config->sel2)
		return NULL;
	if (!config->s2p)
		return "sel2=1 needs s2p=1 (6.3.53)";
	if (!config->stt)
		return "sel2=1 needs stt=1 (6.3.4)";
	return NULL;
}

/* 6.3.4: what v3.1 demands of each stage, and what is too new for it (2.9). */
static const char *check_v31(const struct smmu3_config *config)
{
	if (config->s1p && !config->had)
		return "had has to be 1 from arch=3.1 on if s1p is 1 (6.3.4)";
	if (config->s2p && !config->xnx)
		return "xnx has to be 1 from arch=3.1 on if s2p is 1 (6.3.4)";
	if (config->arch < SMMU3_ARCH_3_2 && config->e0pd)
		return "e0pd=1 is of v3.3 and needs arch=3.2 (2.9)";
	return NULL;
}

/*
 * 6.3.4: what v3.2 demands. SMMUs of v3.1 may have any of it too, as those of
 * v3.2 may have what v3.3 brings (2.9).
 */
static const char *check_v32(const struct smmu3_config *config)
{
	if (config->arch < SMMU3_ARCH_3_2)
		return NULL;
	if (!config->ril)
		return "ril has to be 1 from arch=3.2 on (6.3.4)";
	if (!config->bbml)
		return "bbml has to be 1 or 2 from arch=3.2 on (6.3.4)";
	if (!config->fwb)
		return "fwb has to be 1 from arch=3.2 on (6.3.4)";
	if (config->s1p && config->s2p && !config->hyp)
		return "hyp has to be 1 from arch=3.2 on with both stages (6.3.1)";
	return NULL;
}

const char *smmu3_config_check(const struct smmu3_config *config)
{
	static const char *(*const checks[])(const struct smmu3_config *) = {
		check_ranges,
		check_oas,
		check_stream_table,
		check_secure_stream_table,
		check_secure,
		check_sel2,
		check_stalls,
		check_v31,
		check_v32,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		const char *wrong = checks[i](config);

		if (wrong)
			return wrong;
	}
	return NULL;
}

/* ---- configuration to text ---- */

/**
 * struct output - text that is counted even where it does not fit
 * @buf: where it goes
 * @cap: bytes there
 * @len: bytes so far
 */
struct output {
	char *buf;
	size_t cap;
	size_t len;
};

static void put_char(struct output *out, char byte)
{
	if (out->len < out->cap)
		out->buf[out->len] = byte;
	out->len++;
}

static void put_text(struct output *out, const char *text)
{
	while (*text)
		put_char(out, *text++);
}

static void put_number(struct output *out, u32 value)
{
	u32 unit = 1;

	while (value / unit >= 10)
		unit *= 10;
	for (; unit; unit /= 10)
		put_char(out, '0' + value / unit % 10);
}

size_t smmu3_config_format(const struct smmu3_config *config, char *buf,
			   size_t cap)
{
	struct output out = { .buf = buf, .cap = cap };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		u32 value = key_value(config, &keys[i]);

		if (i)
			put_char(&out, ',');
		put_text(&out, keys[i].name);
		put_char(&out, '=');
		if (keys[i].names)
			put_text(&out, keys[i].names[value]);
		else
			put_number(&out, value);
	}
	return out.len;
}

/* ---- ID registers ---- */

/* Both stages, and with them EL2, which v3.1 may have and v3.2 demands. */
static bool has_hyp(const struct smmu3_config *config)
{
	return config->hyp && config->s1p && config->s2p;
}

/* 6.3.1: what means nothing without another feature is 0 there. */
u64 smmu3_idr0(const struct smmu3_config *config)
{
	return SMMU3_IDR0_COHACC |
	       FIELD_PREP(SMMU3_IDR0_S1P, config->s1p) |
	       FIELD_PREP(SMMU3_IDR0_S2P, config->s2p) |
	       FIELD_PREP(SMMU3_IDR0_HYP, has_hyp(config)) |
	       FIELD_PREP(SMMU3_IDR0_HTTU, config->httu) |
	       FIELD_PREP(SMMU3_IDR0_VMW, config->s2p && config->vmw) |
	       FIELD_PREP(SMMU3_IDR0_VMID16, config->s2p && config->vmid16) |
	       FIELD_PREP(SMMU3_IDR0_TTF, SMMU3_TTF_AARCH64) |
	       FIELD_PREP(SMMU3_IDR0_TTENDIAN, SMMU3_TTENDIAN_LE) |
	       FIELD_PREP(SMMU3_IDR0_STALL_MODEL, config->stall_model) |
	       FIELD_PREP(SMMU3_IDR0_ASID16, config->asid16) |
	       FIELD_PREP(SMMU3_IDR0_ATOS, config->atos) |
	       FIELD_PREP(SMMU3_IDR0_MSI, config->msi) |
	       FIELD_PREP(SMMU3_IDR0_CD2L, config->cd2l) |
	       FIELD_PREP(SMMU3_IDR0_TERM_MODEL, config->term_model) |
	       FIELD_PREP(SMMU3_IDR0_ST_LEVEL, config->st_level);
}

/* 6.3.2 */
u64 smmu3_idr1(const struct smmu3_config *config)
{
	return FIELD_PREP(SMMU3_IDR1_SIDSIZE, config->sidsize) |
	       FIELD_PREP(SMMU3_IDR1_SSIDSIZE, config->ssidsize) |
	       FIELD_PREP(SMMU3_IDR1_ATTR_TYPES_OVR, config->attr_types_ovr) |
	       FIELD_PREP(SMMU3_IDR1_ATTR_PERMS_OVR, config->attr_perms_ovr) |
	       FIELD_PREP(SMMU3_IDR1_CMDQS, config->cmdqs) |
	       FIELD_PREP(SMMU3_IDR1_EVENTQS, config->eventqs);
}

/* 6.3.4 */
u64 smmu3_idr3(const struct smmu3_config *config)
{
	return FIELD_PREP(SMMU3_IDR3_HAD, config->s1p && config->had) |
	       FIELD_PREP(SMMU3_IDR3_XNX, config->s2p && config->xnx) |
	       FIELD_PREP(SMMU3_IDR3_STT, config->stt) |
	       FIELD_PREP(SMMU3_IDR3_E0PD, config->e0pd) |
	       FIELD_PREP(SMMU3_IDR3_FWB, config->fwb) |
	       FIELD_PREP(SMMU3_IDR3_RIL, config->ril) |
	       FIELD_PREP(SMMU3_IDR3_BBML, config->bbml);
}

/* 6.3.6: STALL_MAX is RES0 without the stall model. */
u64 smmu3_idr5(const struct smmu3_config *config)
{
	bool stalls = config->stall_model != SMMU3_STALL_MODEL_TERMINATE;
	u64 oas = 0;

	while (oas_bits[oas] != config->oas)
		oas++;
	return FIELD_PREP(SMMU3_IDR5_OAS, oas) | SMMU3_IDR5_GRAN4K |
	       FIELD_PREP(SMMU3_IDR5_GRAN16K, config->gran16k) |
	       FIELD_PREP(SMMU3_IDR5_GRAN64K, config->gran64k) |
	       FIELD_PREP(SMMU3_IDR5_STALL_MAX, stalls ? config->stall_max : 0);
}

u8 smmu3_idr5_oas(u64 idr5)
{
	return oas_bits[FIELD_GET(SMMU3_IDR5_OAS, idr5)];
}

/* 6.3.8 */
u64 smmu3_aidr(const struct smmu3_config *config)
{
	static const u8 minor[] = {
		[SMMU3_ARCH_3_1] = 1,
		[SMMU3_ARCH_3_2] = 2,
	};

	return FIELD_PREP(SMMU3_AIDR_MINOR, minor[config->arch]);
}

/* 6.3.52: S_IDR0.STALL_MODEL is what the SMMU can do. */
u64 smmu3_s_idr0(const struct smmu3_config *config)
{
	return FIELD_PREP(SMMU3_S_IDR0_MSI, config->s_msi) |
	       FIELD_PREP(SMMU3_S_IDR0_STALL_MODEL, config->stall_model);
}

/* 6.3.53 */
u64 smmu3_s_idr1(const struct smmu3_config *config)
{
	return SMMU3_S_IDR1_SECURE_IMPL |
	       FIELD_PREP(SMMU3_S_IDR1_SEL2, config->sel2) |
	       FIELD_PREP(SMMU3_S_IDR1_S_SIDSIZE, config->s_sidsize);
}
