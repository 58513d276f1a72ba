/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one way by which the model accesses memory: first the injections are
 * asked whether the access shall fail, then the host makes it. Called in access
 * sections or locked. Limits of addresses are the business of who asks.
 */
#ifndef _SMMU3_MEM_H
#define _SMMU3_MEM_H

#include "state.h"

/* As read() and write() of struct smmu3_host_ops. False: external abort. */
bool smmu3_mem_read(struct smmu3 *smmu, const struct smmu3_access *access,
		    void *buf, size_t len);
bool smmu3_mem_write(struct smmu3 *smmu, const struct smmu3_access *access,
		     const void *buf, size_t len);

/* As cas() of struct smmu3_host_ops. */
enum smmu3_cas smmu3_mem_cas(struct smmu3 *smmu,
			     const struct smmu3_access *access, u64 old,
			     u64 new);

/* What smmu3_mem_read() would do, without an effect on injections. */
bool smmu3_mem_peek(struct smmu3 *smmu, const struct smmu3_access *access,
		    void *buf, size_t len);

#endif /* _SMMU3_MEM_H */
