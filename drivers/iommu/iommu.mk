# SPDX-License-Identifier: GPL-2.0
# The built-in IOMMU driver, part of smmu_sim.ko.
iommu-objs := \
	builtin.o \
	hw.o \
	cmdq.o \
	evtq.o \
	watch.o \
	faults.o \
	strtab.o \
	context.o \
	pgtable.o \
	domain.o \
	device.o
