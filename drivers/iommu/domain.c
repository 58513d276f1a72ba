// SPDX-License-Identifier: GPL-2.0
/*
 * Domains: a paging domain is a translation table and an ASID; identity and
 * blocked are constants. Attaching writes CD and STE.
 *
 * Attaching and freeing come from the IOMMU core in process context; mapping
 * and unmapping in any context, from many CPUs at once, and take no lock but
 * that of the command queue.
 */
#include <linux/slab.h>

#include "builtin.h"
#include "../sim/compat.h"

static struct builtin_domain *to_builtin_domain(struct iommu_domain *domain)
{
	return container_of(domain, struct builtin_domain, domain);
}

static void builtin_flush_walk(struct pgtable *pgt, u64 iova, u64 size)
{
	struct builtin_domain *d = container_of(pgt, struct builtin_domain,
						pgt);

	builtin_tlbi_range(d->builtin, d->asid, iova, size, false);
}

/* Write the STEs of all StreamIDs of the device. */
static void builtin_stream_write(struct builtin_stream *stream,
				 const u64 ste[SMMU3_STE_WORDS])
{
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(stream->dev);
	unsigned int i;

	for (i = 0; i < fwspec->num_ids; i++)
		builtin_strtab_write(stream->builtin, fwspec->ids[i], ste);
}

static void builtin_stream_abort(struct builtin_stream *stream)
{
	u64 ste[SMMU3_STE_WORDS];

	builtin_ste_abort(ste);
	builtin_stream_write(stream, ste);
}

static int builtin_attach_paging(struct iommu_domain *domain,
				 struct device *dev, struct iommu_domain *old)
{
	struct builtin_stream *stream = dev_iommu_priv_get(dev);
	struct builtin_domain *d = to_builtin_domain(domain);
	struct builtin *b = stream->builtin;
	u64 ste[SMMU3_STE_WORDS];

	if (d->builtin != b)
		return -EINVAL;
	mutex_lock(&b->streams_lock);
	builtin_stream_abort(stream);
	builtin_cd_write(d, stream->cd);
	builtin_ste_stage1(stream->cd, ste);
	builtin_stream_write(stream, ste);
	stream->domain = domain;
	mutex_unlock(&b->streams_lock);
	return 0;
}
SMMU_SIM_DEFINE_ATTACH_DEV(builtin_attach_paging)

static int builtin_attach_fixed(struct iommu_domain *domain, struct device *dev,
				const u64 ste[SMMU3_STE_WORDS])
{
	struct builtin_stream *stream = dev_iommu_priv_get(dev);

	mutex_lock(&stream->builtin->streams_lock);
	builtin_stream_write(stream, ste);
	stream->domain = domain;
	mutex_unlock(&stream->builtin->streams_lock);
	return 0;
}

static int builtin_attach_identity(struct iommu_domain *domain,
				   struct device *dev,
				   struct iommu_domain *old)
{
	u64 ste[SMMU3_STE_WORDS];

	builtin_ste_bypass(ste);
	return builtin_attach_fixed(domain, dev, ste);
}
SMMU_SIM_DEFINE_ATTACH_DEV(builtin_attach_identity)

static int builtin_attach_blocked(struct iommu_domain *domain,
				  struct device *dev, struct iommu_domain *old)
{
	u64 ste[SMMU3_STE_WORDS];

	builtin_ste_abort(ste);
	return builtin_attach_fixed(domain, dev, ste);
}
SMMU_SIM_DEFINE_ATTACH_DEV(builtin_attach_blocked)

/* Whoever maps is about to be a client: do not leave him cut off needlessly. */
static int builtin_map_pages(struct iommu_domain *domain, unsigned long iova,
			     phys_addr_t paddr, size_t pgsize, size_t pgcount,
			     int prot, gfp_t gfp, size_t *mapped)
{
	struct builtin_domain *d = to_builtin_domain(domain);

	builtin_cmdq_unstick(d->builtin);
	return pgtable_map(&d->pgt, iova, paddr, pgsize, pgcount, prot, gfp,
			   mapped);
}

/*
 * With a flush queue, or for a caller that invalidates on its own, nothing is
 * gathered. Else ranges that touch are; one that does not ends the gathering.
 */
static size_t builtin_unmap_pages(struct iommu_domain *domain,
				  unsigned long iova, size_t pgsize,
				  size_t pgcount,
				  struct iommu_iotlb_gather *gather)
{
	struct builtin_domain *d = to_builtin_domain(domain);
	size_t size = pgtable_unmap(&d->pgt, iova, pgsize, pgcount);

	if (!size || !gather || iommu_iotlb_gather_queued(gather))
		return size;
	if (iommu_iotlb_gather_is_disjoint(gather, iova, size))
		iommu_iotlb_sync(domain, gather);
	iommu_iotlb_gather_add_range(gather, iova, size);
	return size;
}

static void builtin_iotlb_sync(struct iommu_domain *domain,
			       struct iommu_iotlb_gather *gather)
{
	struct builtin_domain *d = to_builtin_domain(domain);

	if (gather->start <= gather->end)
		builtin_tlbi_range(d->builtin, d->asid, gather->start,
				   gather->end - gather->start + 1, true);
}

static void builtin_flush_iotlb_all(struct iommu_domain *domain)
{
	struct builtin_domain *d = to_builtin_domain(domain);

	builtin_tlbi_asid(d->builtin, d->asid);
}

static phys_addr_t builtin_iova_to_phys(struct iommu_domain *domain,
					dma_addr_t iova)
{
	return pgtable_iova_to_phys(&to_builtin_domain(domain)->pgt, iova);
}

/* Nothing is attached any more, but translations may still be cached. */
static void builtin_domain_free(struct iommu_domain *domain)
{
	struct builtin_domain *d = to_builtin_domain(domain);

	builtin_tlbi_asid(d->builtin, d->asid);
	pgtable_destroy(&d->pgt);
	ida_free(&d->builtin->asids, d->asid);
	kfree(d);
}

static const struct iommu_domain_ops builtin_paging_ops = {
	.attach_dev = SMMU_SIM_ATTACH_DEV(builtin_attach_paging),
	.map_pages = builtin_map_pages,
	.unmap_pages = builtin_unmap_pages,
	.flush_iotlb_all = builtin_flush_iotlb_all,
	.iotlb_sync = builtin_iotlb_sync,
	.iova_to_phys = builtin_iova_to_phys,
	.free = builtin_domain_free,
};

static const struct iommu_domain_ops builtin_identity_ops = {
	.attach_dev = SMMU_SIM_ATTACH_DEV(builtin_attach_identity),
};

static const struct iommu_domain_ops builtin_blocked_ops = {
	.attach_dev = SMMU_SIM_ATTACH_DEV(builtin_attach_blocked),
};

struct iommu_domain builtin_identity_domain = {
	.type = IOMMU_DOMAIN_IDENTITY,
	.ops = &builtin_identity_ops,
};

struct iommu_domain builtin_blocked_domain = {
	.type = IOMMU_DOMAIN_BLOCKED,
	.ops = &builtin_blocked_ops,
};

static int builtin_domain_init(struct builtin_domain *d)
{
	struct builtin *b = d->builtin;
	int asid, ret;

	asid = ida_alloc_max(&b->asids, BIT(b->caps.asid_bits) - 1, GFP_KERNEL);
	if (asid < 0)
		return asid;
	ret = pgtable_init(&d->pgt, b->caps.oas, builtin_flush_walk);
	if (ret) {
		ida_free(&b->asids, asid);
		return ret;
	}
	d->asid = asid;
	d->domain.ops = &builtin_paging_ops;
	d->domain.pgsize_bitmap = PGTABLE_PAGE_SIZES;
	d->domain.geometry.aperture_start = 0;
	d->domain.geometry.aperture_end = BIT_ULL(PGTABLE_VA_BITS) - 1;
	d->domain.geometry.force_aperture = true;
	return 0;
}

struct iommu_domain *builtin_domain_alloc(struct device *dev)
{
	struct builtin_stream *stream = dev_iommu_priv_get(dev);
	struct builtin_domain *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int ret;

	if (!d)
		return ERR_PTR(-ENOMEM);
	d->builtin = stream->builtin;
	ret = builtin_domain_init(d);
	if (ret) {
		kfree(d);
		return ERR_PTR(ret);
	}
	return &d->domain;
}
