// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses that the SMMU itself makes: injections, then the host. Knows neither
 * what is read nor what an abort becomes. Called in access sections without a
 * lock, or under the caller's lock.
 */
#include "inject.h"
#include "mem.h"

bool smmu3_mem_read(struct smmu3 *smmu, const struct smmu3_access *access,
		    void *buf, size_t len)
{
	return !smmu3_inject_access(smmu, access, len, true) &&
	       smmu->ops->read(smmu->host, access, buf, len);
}

bool smmu3_mem_write(struct smmu3 *smmu, const struct smmu3_access *access,
		     const void *buf, size_t len)
{
	return !smmu3_inject_access(smmu, access, len, true) &&
	       smmu->ops->write(smmu->host, access, buf, len);
}

enum smmu3_cas smmu3_mem_cas(struct smmu3 *smmu,
			     const struct smmu3_access *access, u64 old,
			     u64 new)
{
	if (smmu3_inject_access(smmu, access, sizeof(new), true))
		return SMMU3_CAS_ABORT;
	return smmu->ops->cas(smmu->host, access, old, new);
}

bool smmu3_mem_peek(struct smmu3 *smmu, const struct smmu3_access *access,
		    void *buf, size_t len)
{
	return !smmu3_inject_access(smmu, access, len, false) &&
	       smmu->ops->read(smmu->host, access, buf, len);
}
