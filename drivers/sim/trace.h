/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints. The numbers are the architecture's; ids are those of GET_INFO. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM smmu_sim

#if !defined(_SMMU_SIM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _SMMU_SIM_TRACE_H

#include <linux/tracepoint.h>

#include "../smmu3/smmu3.h"
#include "smmu_sim.h"

TRACE_DEFINE_ENUM(SMMU_SIM_XFER_OK);
TRACE_DEFINE_ENUM(SMMU_SIM_XFER_ABORTED);
TRACE_DEFINE_ENUM(SMMU_SIM_XFER_RAZWI);
TRACE_DEFINE_ENUM(SMMU_SIM_XFER_STALLED);

#define show_smmu_sim_status(status)					\
	__print_symbolic(status,					\
			 { SMMU_SIM_XFER_OK, "ok" },			\
			 { SMMU_SIM_XFER_ABORTED, "aborted" },		\
			 { SMMU_SIM_XFER_RAZWI, "raz/wi" },		\
			 { SMMU_SIM_XFER_STALLED, "stalled" })

TRACE_DEFINE_ENUM(SMMU3_STALL_NONE);
TRACE_DEFINE_ENUM(SMMU3_STALL_PENDING);
TRACE_DEFINE_ENUM(SMMU3_STALL_RECORDED);
TRACE_DEFINE_ENUM(SMMU3_STALL_RETRY);
TRACE_DEFINE_ENUM(SMMU3_STALL_ABORT);
TRACE_DEFINE_ENUM(SMMU3_STALL_RAZWI);

#define show_smmu_sim_stall(state)					\
	__print_symbolic(state,						\
			 { SMMU3_STALL_NONE, "none" },			\
			 { SMMU3_STALL_PENDING, "pending" },		\
			 { SMMU3_STALL_RECORDED, "recorded" },		\
			 { SMMU3_STALL_RETRY, "retry" },		\
			 { SMMU3_STALL_ABORT, "abort" },		\
			 { SMMU3_STALL_RAZWI, "raz/wi" })

TRACE_EVENT(smmu_sim_translate,
	TP_PROTO(u64 id, const struct smmu3_xact *x,
		 enum smmu_sim_status status),
	TP_ARGS(id, x, status),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, addr)
		__field(u64, pa)
		__field(u32, sid)
		__field(u32, ssid)
		__field(u32, status)
		__field(u8, sec_sid)
		__field(u8, ssv)
		__field(u8, write)
		__field(u8, atomic)
		__field(u8, hit)
		__field(u8, event)
	),
	TP_fast_assign(
		__entry->id = id;
		__entry->addr = x->txn.addr;
		__entry->pa = x->res.pa;
		__entry->sid = x->txn.sid;
		__entry->ssid = x->txn.ssv ? x->txn.ssid : 0;
		__entry->status = status;
		__entry->sec_sid = x->txn.sec_sid;
		__entry->ssv = x->txn.ssv;
		__entry->write = x->txn.write;
		__entry->atomic = x->txn.atomic;
		__entry->hit = x->res.hit;
		__entry->event = status == SMMU_SIM_XFER_OK ?
				 0 : x->fault.event;
	),
	TP_printk("id=%llu sec_sid=%u sid=%#x ssv=%u ssid=%#x %s addr=%#llx pa=%#llx hit=%#x %s event=%#x",
		  __entry->id, __entry->sec_sid, __entry->sid, __entry->ssv,
		  __entry->ssid, __entry->atomic ? "atomic" :
		  __entry->write ? "write" : "read",
		  __entry->addr, __entry->pa, __entry->hit,
		  show_smmu_sim_status(__entry->status), __entry->event)
);

/* Twice for a transaction that stalls: when it begins to wait, and why it ends. */
TRACE_EVENT(smmu_sim_stall,
	TP_PROTO(u64 id, const struct smmu3_xact *x, bool gone),
	TP_ARGS(id, x, gone),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, addr)
		__field(u32, sid)
		__field(u32, state)
		__field(u16, stag)
		__field(u8, sec_sid)
		__field(u8, gone)
	),
	TP_fast_assign(
		__entry->id = id;
		__entry->addr = x->txn.addr;
		__entry->sid = x->txn.sid;
		__entry->state = smmu3_stall_state(x);
		__entry->stag = READ_ONCE(x->stall.stag);
		__entry->sec_sid = x->txn.sec_sid;
		__entry->gone = gone;
	),
	TP_printk("id=%llu sec_sid=%u sid=%#x addr=%#llx stag=%#x %s",
		  __entry->id, __entry->sec_sid, __entry->sid, __entry->addr,
		  __entry->stag, __entry->gone ? "gone" :
		  show_smmu_sim_stall(__entry->state))
);

TRACE_EVENT(smmu_sim_command,
	TP_PROTO(u64 id, enum smmu3_pas bank, const u64 *cmd, u8 error),
	TP_ARGS(id, bank, cmd, error),
	TP_STRUCT__entry(
		__field(u64, id)
		__array(u64, word, 2)
		__field(u8, bank)
		__field(u8, error)
	),
	TP_fast_assign(
		__entry->id = id;
		memcpy(__entry->word, cmd, sizeof(__entry->word));
		__entry->bank = bank;
		__entry->error = error;
	),
	TP_printk("id=%llu bank=%u opcode=%#llx words=%016llx %016llx error=%u",
		  __entry->id, __entry->bank, __entry->word[0] & 0xff,
		  __entry->word[0], __entry->word[1], __entry->error)
);

TRACE_EVENT(smmu_sim_event,
	TP_PROTO(u64 id, enum smmu3_pas bank, const u64 *record, bool recorded),
	TP_ARGS(id, bank, record, recorded),
	TP_STRUCT__entry(
		__field(u64, id)
		__array(u64, word, 4)
		__field(u8, bank)
		__field(u8, recorded)
	),
	TP_fast_assign(
		__entry->id = id;
		memcpy(__entry->word, record, sizeof(__entry->word));
		__entry->bank = bank;
		__entry->recorded = recorded;
	),
	TP_printk("id=%llu bank=%u event=%#llx words=%016llx %016llx %016llx %016llx %s",
		  __entry->id, __entry->bank, __entry->word[0] & 0xff,
		  __entry->word[0], __entry->word[1], __entry->word[2],
		  __entry->word[3],
		  __entry->recorded ? "recorded" : "discarded")
);

TRACE_EVENT(smmu_sim_msi,
	TP_PROTO(u64 id, const struct smmu3_access *access, u32 data,
		 bool written),
	TP_ARGS(id, access, data, written),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, addr)
		__field(u32, data)
		__field(u8, bank)
		__field(u8, pas)
		__field(u8, memattr)
		__field(u8, sh)
		__field(u8, written)
	),
	TP_fast_assign(
		__entry->id = id;
		__entry->addr = access->addr;
		__entry->data = data;
		__entry->bank = access->sec_sid;
		__entry->pas = access->pas;
		__entry->memattr = access->memattr;
		__entry->sh = access->sh;
		__entry->written = written;
	),
	TP_printk("id=%llu bank=%u pas=%u addr=%#llx data=%#x attr=%#04x sh=%u %s",
		  __entry->id, __entry->bank, __entry->pas, __entry->addr,
		  __entry->data, __entry->memattr, __entry->sh,
		  __entry->written ? "written" : "aborted")
);

#endif /* _SMMU_SIM_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
