// SPDX-License-Identifier: GPL-2.0
/* TRANSLATE, and what transactions look like in the uAPI. */
#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "ioctl.h"
#include "secure.h"

static_assert(SMMU_SIM_OK == (int)SMMU_SIM_XFER_OK);
static_assert(SMMU_SIM_ABORTED == (int)SMMU_SIM_XFER_ABORTED);
static_assert(SMMU_SIM_RAZWI == (int)SMMU_SIM_XFER_RAZWI);
static_assert(SMMU_SIM_STALLED == (int)SMMU_SIM_XFER_STALLED);
static_assert(SMMU_SIM_STEP_L1STD == (int)SMMU3_STEP_L1STD);
static_assert(SMMU_SIM_STEP_STE == (int)SMMU3_STEP_STE);
static_assert(SMMU_SIM_STEP_L1CD == (int)SMMU3_STEP_L1CD);
static_assert(SMMU_SIM_STEP_CD == (int)SMMU3_STEP_CD);
static_assert(SMMU_SIM_STEP_TT == (int)SMMU3_STEP_TT);
static_assert(SMMU_SIM_STEP_UPDATE == (int)SMMU3_STEP_UPDATE);
static_assert(SMMU_SIM_STEP_TLB == (int)SMMU3_STEP_TLB);
static_assert(SMMU_SIM_CLASS_CD == (int)SMMU3_CLASS_CD);
static_assert(SMMU_SIM_CLASS_TT == (int)SMMU3_CLASS_TT);
static_assert(SMMU_SIM_CLASS_IN == (int)SMMU3_CLASS_IN);
static_assert(SMMU_SIM_HIT_STE == SMMU3_HIT_STE);
static_assert(SMMU_SIM_HIT_CD == SMMU3_HIT_CD);
static_assert(SMMU_SIM_HIT_TLB == SMMU3_HIT_TLB);
static_assert(SMMU_SIM_SEC_SID_NS == (int)SMMU3_PAS_NS);
static_assert(SMMU_SIM_SEC_SID_S == (int)SMMU3_PAS_S);

#define TXN_FLAGS	(SMMU_SIM_TXN_SSV | SMMU_SIM_TXN_WRITE |	\
			 SMMU_SIM_TXN_PRIV | SMMU_SIM_TXN_INSTR |	\
			 SMMU_SIM_TXN_NS | SMMU_SIM_TXN_ATOMIC)
#define PEEK_FLAGS	(SMMU_SIM_TRANSLATE_PEEK |			\
			 SMMU_SIM_TRANSLATE_PEEK_WALK)
#define SSID_MAX	GENMASK(19, 0)
#define HIT_FLAGS	(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD | SMMU_SIM_HIT_TLB)

int smmu_sim_txn_decode(const struct smmu_sim_txn *in, struct smmu3_txn *txn)
{
	if (in->flags & ~TXN_FLAGS)
		return -EOPNOTSUPP;
	if (in->sec_sid >= SMMU3_NR_PAS)
		return -EINVAL;
	txn->ssv = in->flags & SMMU_SIM_TXN_SSV;
	if (txn->ssv && in->substream_id > SSID_MAX)
		return -EINVAL;
	txn->addr = in->addr;
	txn->sid = in->stream_id;
	txn->ssid = txn->ssv ? in->substream_id : 0;
	txn->sec_sid = in->sec_sid;
	txn->write = in->flags & SMMU_SIM_TXN_WRITE;
	txn->atomic = in->flags & SMMU_SIM_TXN_ATOMIC;
	txn->priv = in->flags & SMMU_SIM_TXN_PRIV;
	txn->instr = in->flags & SMMU_SIM_TXN_INSTR;
	txn->ns = in->flags & SMMU_SIM_TXN_NS;
	return 0;
}

void smmu_sim_outcome_encode(const struct smmu3_xact *x,
			     enum smmu_sim_status status,
			     struct smmu_sim_outcome *out)
{
	memset(out, 0, sizeof(*out));
	out->status = status;
	if (!x->fault.event)
		return;
	out->event = x->fault.event;
	out->flags = x->recorded ? SMMU_SIM_OUTCOME_RECORDED : 0;
	memcpy(out->record, x->record, sizeof(out->record));
}

static enum smmu3_look look_of(u32 flags)
{
	if (flags & SMMU_SIM_TRANSLATE_PEEK_WALK)
		return SMMU3_LOOK_PEEK_WALK;
	return flags ? SMMU3_LOOK_PEEK : SMMU3_LOOK_REAL;
}

static int translate_check(const struct smmu_sim_file *file,
			   const struct smmu_sim_translate *tr,
			   struct smmu3_xact *x)
{
	int err;

	if (tr->flags & ~PEEK_FLAGS)
		return -EOPNOTSUPP;
	if (tr->flags == PEEK_FLAGS)
		return -EINVAL;
	err = smmu_sim_txn_decode(&tr->txn, &x->txn);
	if (err)
		return err;
	x->look = look_of(tr->flags);
	if (x->look != SMMU3_LOOK_REAL)
		return 0;
	if (x->txn.sec_sid == SMMU3_PAS_S)
		return smmu_sim_secure_claim(file->sim, file);
	return smmu_sim_ns_is_owned(file) ? -EBUSY : 0;
}

static int step_out(struct smmu_sim_walk_step __user *to,
		    const struct smmu3_step *step)
{
	struct smmu_sim_walk_step out = {
		.kind = step->kind,
		.level = step->level,
		.stage = step->stage,
		.pas = step->pas,
		.wanted = step->class,
		.addr = step->addr,
		.data = step->data,
		.input = step->input,
	};

	return copy_to_user(to, &out, sizeof(out)) ? -EFAULT : 0;
}

static int steps_out(struct smmu_sim_translate *tr,
		     const struct smmu3_steps *steps)
{
	struct smmu_sim_walk_step __user *to = u64_to_user_ptr(tr->step_uptr);
	u32 fits = min3(tr->step_len, steps->count, steps->cap);
	u32 i;
	int err;

	tr->step_len = steps->count;
	if (!tr->step_uptr)
		return 0;
	for (i = 0; i < fits; i++) {
		err = step_out(&to[i], &steps->step[i]);
		if (err)
			return err;
	}
	return 0;
}

static u8 attrs_of(const struct smmu3_result *res)
{
	return (res->priv ? SMMU_SIM_ATTR_PRIV : 0) |
	       (res->instr ? SMMU_SIM_ATTR_INSTR : 0);
}

static void result_out(struct smmu_sim_translate *tr,
		       const struct smmu3_result *res)
{
	bool ok = tr->out.status == SMMU_SIM_OK;

	tr->pa = ok ? res->pa : 0;
	tr->pas = ok ? res->pas : 0;
	tr->log2_size = ok ? res->log2_size : 0;
	tr->memattr = ok ? res->memattr : 0;
	tr->sh = ok ? res->sh : 0;
	tr->hit = res->hit & HIT_FLAGS;
	tr->attrs = ok ? attrs_of(res) : 0;
}

int smmu_sim_ioctl_translate(struct smmu_sim_file *file, void *args)
{
	const struct smmu_sim_patience none = smmu_sim_patience_none();
	struct smmu_sim_data data = { .move = SMMU_SIM_MOVE_NOTHING };
	struct smmu3_step *steps __free(kfree) = NULL;
	struct smmu_sim_translate *tr = args;
	struct smmu3_xact x = {};
	enum smmu_sim_status status;
	int err;

	err = translate_check(file, tr, &x);
	if (err)
		return err;
	steps = kcalloc(SMMU3_MAX_STEPS, sizeof(*steps), GFP_KERNEL_ACCOUNT);
	if (!steps)
		return -ENOMEM;
	x.steps.step = steps;
	x.steps.cap = SMMU3_MAX_STEPS;
	status = smmu_sim_transact(file->sim, &x, &data, &none);
	smmu_sim_outcome_encode(&x, status, &tr->out);
	result_out(tr, &x.res);
	return steps_out(tr, &x.steps);
}
