// SPDX-License-Identifier: GPL-2.0
/*
 * Event records by the list of fields that each event has (7.3.2 to 7.3.20),
 * and the rules of the queue (7.2.1, 7.2.2, 7.4, 3.18).
 */
#include "evt.h"

enum field {
	SSV,
	SSID,
	REASON,
	CONFLICT_REASON,
	GPCF,
	STALL,
	STAG,
	PNU,
	IND,
	RNW,
	NSIPA,
	S2,
	CLASS,
	TTRNW,
	TREQ_SPAN,
	TREQ_P,
	TREQ_X,
	TREQ_W,
	TREQ_R,
	PAGE_UX,
	PAGE_UW,
	PAGE_UR,
	PAGE_PX,
	PAGE_PW,
	PAGE_PR,
	PAGE_SPAN,
	INPUT,
	INPUT_PAGE,
	IPA,
	FETCH,
	NR_FIELDS,
};

static const struct {
	unsigned int high, low;
} places[NR_FIELDS] = {
	[SSV] = { REF_E_SSV },
	[SSID] = { REF_E_SSID },
	[REASON] = { REF_E_REASON },
	[CONFLICT_REASON] = { REF_E_CONFLICT_REASON },
	[GPCF] = { REF_E_GPCF },
	[STALL] = { REF_E_STALL },
	[STAG] = { REF_E_STAG },
	[PNU] = { REF_E_PNU },
	[IND] = { REF_E_IND },
	[RNW] = { REF_E_RNW },
	[NSIPA] = { REF_E_NSIPA },
	[S2] = { REF_E_S2 },
	[CLASS] = { REF_E_CLASS },
	[TTRNW] = { REF_E_TTRNW },
	[TREQ_SPAN] = { REF_E_TREQ_SPAN },
	[TREQ_P] = { REF_E_TREQ_P },
	[TREQ_X] = { REF_E_TREQ_X },
	[TREQ_W] = { REF_E_TREQ_W },
	[TREQ_R] = { REF_E_TREQ_R },
	[PAGE_UX] = { REF_E_PAGE_UX },
	[PAGE_UW] = { REF_E_PAGE_UW },
	[PAGE_UR] = { REF_E_PAGE_UR },
	[PAGE_PX] = { REF_E_PAGE_PX },
	[PAGE_PW] = { REF_E_PAGE_PW },
	[PAGE_PR] = { REF_E_PAGE_PR },
	[PAGE_SPAN] = { REF_E_PAGE_SPAN },
	[INPUT] = { REF_E_INPUT },
	[INPUT_PAGE] = { REF_E_INPUT_PAGE },
	[IPA] = { REF_E_IPA },
	[FETCH] = { REF_E_FETCHADDR },
};

/* Groups that always come together */
#define SUBSTREAM	(BIT(SSV) | BIT(SSID))
#define ACCESS		(BIT(PNU) | BIT(IND) | BIT(RNW))
#define FETCHED		(SUBSTREAM | BIT(REASON) | BIT(GPCF) | BIT(FETCH))
#define STAGE		(BIT(NSIPA) | BIT(S2) | BIT(CLASS))
#define STALLING	(SUBSTREAM | BIT(STALL) | BIT(STAG) | ACCESS | STAGE | \
			 BIT(INPUT) | BIT(IPA))
#define TREQ		(BIT(TREQ_SPAN) | BIT(TREQ_P) | BIT(TREQ_X) | \
			 BIT(TREQ_W) | BIT(TREQ_R))
#define PAGE_REQ	(BIT(PAGE_UX) | BIT(PAGE_UW) | BIT(PAGE_UR) | \
			 BIT(PAGE_PX) | BIT(PAGE_PW) | BIT(PAGE_PR) | \
			 BIT(PAGE_SPAN))

/* Besides the number and the StreamID, which all have. */
static const struct {
	u8 number;
	u32 fields;
} events[] = {
	{ REF_F_UUT, SUBSTREAM | BIT(REASON) | ACCESS | BIT(INPUT) },
	{ REF_C_BAD_STREAMID, SUBSTREAM },
	{ REF_F_STE_FETCH, FETCHED },
	{ REF_C_BAD_STE, SUBSTREAM },
	{ REF_F_BAD_ATS_TREQ, SUBSTREAM | TREQ | BIT(INPUT_PAGE) },
	{ REF_F_STREAM_DISABLED, 0 },
	{ REF_F_TRANSL_FORBIDDEN, BIT(RNW) | BIT(INPUT) },
	{ REF_C_BAD_SUBSTREAMID, BIT(SSID) },
	{ REF_F_CD_FETCH, FETCHED },
	{ REF_C_BAD_CD, SUBSTREAM },
	{ REF_F_WALK_EABT, FETCHED | ACCESS | STAGE | BIT(INPUT) },
	{ REF_F_TRANSLATION, STALLING },
	{ REF_F_ADDR_SIZE, STALLING },
	{ REF_F_ACCESS, STALLING },
	{ REF_F_PERMISSION, STALLING | BIT(TTRNW) },
	{ REF_F_TLB_CONFLICT, SUBSTREAM | BIT(CONFLICT_REASON) | ACCESS |
	  BIT(NSIPA) | BIT(S2) | BIT(INPUT) | BIT(IPA) },
	{ REF_F_CFG_CONFLICT, SUBSTREAM | BIT(CONFLICT_REASON) },
	{ REF_E_PAGE_REQUEST, SUBSTREAM | PAGE_REQ | BIT(INPUT_PAGE) },
	{ REF_F_VMS_FETCH, FETCHED },
};

static u32 fields_of(u8 number)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(events); i++)
		if (events[i].number == number)
			return events[i].fields;
	return 0;
}

/* Fields that are numbers; addresses stay where they are in their word. */
static void put(u64 *record, u32 has, enum field field, u64 value)
{
	if (has & BIT(field))
		ref_put(record, places[field].high, places[field].low, value);
}

static void put_addr(u64 *record, u32 has, enum field field, u64 addr)
{
	if (has & BIT(field))
		ref_put_addr(record, places[field].high, places[field].low,
			     addr);
}

static u64 get(const u64 *record, u32 has, enum field field)
{
	if (!(has & BIT(field)))
		return 0;
	return ref_get(record, places[field].high, places[field].low);
}

static u64 get_addr(const u64 *record, u32 has, enum field field)
{
	if (!(has & BIT(field)))
		return 0;
	return ref_get_addr(record, places[field].high, places[field].low);
}

static void put_requests(const struct ref_event *event, u32 has, u64 *record)
{
	put(record, has, TREQ_SPAN, event->span);
	put(record, has, TREQ_P, event->priv);
	put(record, has, TREQ_R, event->wanted % 2);
	put(record, has, TREQ_W, event->wanted / 2 % 2);
	put(record, has, TREQ_X, event->wanted / 4 % 2);
	put(record, has, PAGE_SPAN, event->span);
	put(record, has, PAGE_UR, event->wanted % 2);
	put(record, has, PAGE_UW, event->wanted / 2 % 2);
	put(record, has, PAGE_UX, event->wanted / 4 % 2);
	put(record, has, PAGE_PR, event->wanted / 8 % 2);
	put(record, has, PAGE_PW, event->wanted / 16 % 2);
	put(record, has, PAGE_PX, event->wanted / 32 % 2);
}

/* SubstreamID without SSV is UNKNOWN, here 0, but for 0x08 (7.3.9). */
void ref_event_encode(const struct ref_event *event, u64 *record)
{
	u32 has = fields_of(event->number);

	memset(record, 0, REF_EVT_WORDS * sizeof(*record));
	ref_put(record, REF_E_NUMBER, event->number);
	ref_put(record, REF_E_SID, event->sid);
	put(record, has, SSV, event->ssv);
	if (event->ssv || !(has & BIT(SSV)))
		put(record, has, SSID, event->ssid);
	put(record, has, REASON, event->reason);
	put(record, has, CONFLICT_REASON, event->reason);
	put(record, has, GPCF, event->gpcf);
	put(record, has, STALL, event->stall);
	if (event->stall)
		put(record, has, STAG, event->stag);
	put(record, has, PNU, event->priv);
	put(record, has, IND, event->instr);
	put(record, has, RNW, event->read);
	put(record, has, NSIPA, event->nsipa);
	put(record, has, S2, event->s2);
	put(record, has, CLASS, event->class);
	put(record, has, TTRNW, event->ttrnw);
	put_requests(event, has, record);
	put_addr(record, has, INPUT, event->input);
	put_addr(record, has, INPUT_PAGE, event->input);
	if (event->s2)
		put_addr(record, has, IPA, event->ipa);
	put_addr(record, has, FETCH, event->fetch);
}

static unsigned int get_wanted(const u64 *record, u32 has)
{
	if (has & BIT(TREQ_R))
		return get(record, has, TREQ_R) + 2 * get(record, has, TREQ_W) +
		       4 * get(record, has, TREQ_X);
	return get(record, has, PAGE_UR) + 2 * get(record, has, PAGE_UW) +
	       4 * get(record, has, PAGE_UX) + 8 * get(record, has, PAGE_PR) +
	       16 * get(record, has, PAGE_PW) + 32 * get(record, has, PAGE_PX);
}

void ref_event_decode(const u64 *record, struct ref_event *event)
{
	u8 number = ref_get(record, REF_E_NUMBER);
	u32 has = fields_of(number);

	*event = (struct ref_event){
		.number = number,
		.sid = ref_get(record, REF_E_SID),
		.ssv = get(record, has, SSV),
		.ssid = get(record, has, SSID),
		.reason = get(record, has, REASON) +
			  get(record, has, CONFLICT_REASON),
		.gpcf = get(record, has, GPCF),
		.stall = get(record, has, STALL),
		.stag = get(record, has, STAG),
		.priv = get(record, has, PNU) + get(record, has, TREQ_P),
		.instr = get(record, has, IND),
		.read = get(record, has, RNW),
		.nsipa = get(record, has, NSIPA),
		.s2 = get(record, has, S2),
		.class = get(record, has, CLASS),
		.ttrnw = get(record, has, TTRNW),
		.wanted = get_wanted(record, has),
		.span = get(record, has, TREQ_SPAN) +
			get(record, has, PAGE_SPAN),
		.input = get_addr(record, has, INPUT) +
			 get_addr(record, has, INPUT_PAGE),
		.ipa = get_addr(record, has, IPA),
		.fetch = get_addr(record, has, FETCH),
	};
}

void ref_event_bits(u8 number, u64 *bits)
{
	u32 has = fields_of(number);
	enum field field;

	memset(bits, 0, REF_EVT_WORDS * sizeof(*bits));
	if (!has && number != REF_F_STREAM_DISABLED)
		return;
	ref_put(bits, REF_E_NUMBER, 0xff);
	ref_put(bits, REF_E_SID, 0xffffffff);
	for (field = 0; field < NR_FIELDS; field++)
		put_addr(bits, has, field, ~0ULL);
}

/* ---- the queue ---- */

static u32 entries_in(const struct ref_evtq *queue)
{
	u32 range = 2 * ref_pow2(queue->log2);

	return (queue->prod - queue->cons) % range;
}

/* Inconsistent indices count as full (3.5.1, the model's choice). */
static bool is_full(const struct ref_evtq *queue)
{
	return entries_in(queue) >= ref_pow2(queue->log2);
}

static bool activate_abort(struct ref_evtq *queue)
{
	queue->abort = true;
	return queue->gerror_irqen;
}

struct ref_evtq_effect ref_evtq_record(struct ref_evtq *queue)
{
	struct ref_evtq_effect effect = { 0 };

	if (!queue->enabled || queue->abort)
		return effect;
	if (is_full(queue)) {
		if (queue->ovflg == queue->ovackflg)
			queue->ovflg = !queue->ovflg;
		return effect;
	}
	if (queue->broken) {
		effect.gerror_irq = activate_abort(queue);
		return effect;
	}
	effect.recorded = true;
	effect.index = queue->prod % ref_pow2(queue->log2);
	effect.irq = queue->irqen && entries_in(queue) == 0;
	queue->prod = (queue->prod + 1) % (2 * ref_pow2(queue->log2));
	return effect;
}
