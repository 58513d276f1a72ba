// SPDX-License-Identifier: GPL-2.0
/*
 * Client devices as the IOMMU core presents them: who has which StreamIDs, and
 * the iommu_ops. Process context.
 */
#include <linux/module.h>
#include <linux/slab.h>

#include "builtin.h"

static struct builtin *builtin_of_device(struct device *dev)
{
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(dev);

	if (!fwspec || !fwspec->num_ids)
		return NULL;
	return container_of(fwspec->iommu_fwnode, struct builtin, fwnode);
}

/* Take the first @count StreamIDs away from the device. */
static void builtin_stream_erase(struct builtin_stream *stream,
				 unsigned int count)
{
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(stream->dev);

	while (count--)
		xa_erase(&stream->builtin->streams, fwspec->ids[count]);
}

/* Give the device its StreamIDs, each of which has one owner. */
static int builtin_stream_insert(struct builtin_stream *stream)
{
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(stream->dev);
	struct builtin *b = stream->builtin;
	unsigned int i;
	int ret;

	for (i = 0; i < fwspec->num_ids; i++) {
		ret = builtin_strtab_prepare(b, fwspec->ids[i]);
		if (!ret)
			ret = xa_insert(&b->streams, fwspec->ids[i], stream,
					GFP_KERNEL);
		if (ret) {
			builtin_stream_erase(stream, i);
			return ret;
		}
	}
	return 0;
}

static void builtin_stream_free(struct builtin_stream *stream)
{
	builtin_free(stream->cd, SMMU3_CD_SIZE);
	kfree(stream);
}

static struct builtin_stream *builtin_stream_alloc(struct builtin *b,
						   struct device *dev)
{
	struct builtin_stream *stream = kzalloc(sizeof(*stream), GFP_KERNEL);

	if (!stream)
		return NULL;
	stream->builtin = b;
	stream->dev = dev;
	stream->cd = builtin_alloc(b, SMMU3_CD_SIZE);
	if (stream->cd)
		return stream;
	kfree(stream);
	return NULL;
}

static struct iommu_device *builtin_probe_device(struct device *dev)
{
	struct builtin *b = builtin_of_device(dev);
	struct builtin_stream *stream;
	int ret;

	if (!b)
		return ERR_PTR(-ENODEV);
	stream = builtin_stream_alloc(b, dev);
	if (!stream)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&b->streams_lock);
	ret = builtin_stream_insert(stream);
	mutex_unlock(&b->streams_lock);
	if (ret) {
		builtin_stream_free(stream);
		return ERR_PTR(ret);
	}
	dev_iommu_priv_set(dev, stream);
	return &b->iommu;
}

/* The core has attached the release domain: every transaction is aborted. */
static void builtin_release_device(struct device *dev)
{
	struct builtin_stream *stream = dev_iommu_priv_get(dev);
	struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(dev);
	struct builtin *b = stream->builtin;

	mutex_lock(&b->streams_lock);
	builtin_stream_erase(stream, fwspec->num_ids);
	mutex_unlock(&b->streams_lock);
	builtin_stream_free(stream);
}

static bool builtin_capable(struct device *dev, enum iommu_cap cap)
{
	switch (cap) {
	case IOMMU_CAP_CACHE_COHERENCY:
	case IOMMU_CAP_DEFERRED_FLUSH:
		return true;
	default:
		return false;
	}
}

const struct iommu_ops builtin_iommu_ops = {
	.owner = THIS_MODULE,
	.capable = builtin_capable,
	.probe_device = builtin_probe_device,
	.release_device = builtin_release_device,
	.device_group = generic_device_group,
	.domain_alloc_paging = builtin_domain_alloc,
	.identity_domain = &builtin_identity_domain,
	.blocked_domain = &builtin_blocked_domain,
	.release_domain = &builtin_blocked_domain,
};
