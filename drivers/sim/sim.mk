# SPDX-License-Identifier: GPL-2.0
# The kernel shell around the model, part of smmu_sim.ko.
sim-objs := \
	module.o \
	instance.o \
	section.o \
	pages.o \
	memory.o \
	sysram.o \
	copy.o \
	host.o \
	lines.o \
	regs.o \
	slots.o \
	secure.o \
	xact.o \
	stall.o \
	companion.o \
	chardev.o \
	ioctl.o \
	ioctl_info.o \
	ioctl_mem.o \
	ioctl_reg.o \
	ioctl_txn.o \
	ioctl_dma.o \
	ioctl_buf.o \
	ioctl_inject.o \
	ioctl_inspect.o \
	debugfs.o \
	show.o \
	show_regs.o \
	show_queue.o \
	show_strtab.o \
	show_tlb.o \
	trace.o

# define_trace.h includes trace.h once more, by the name alone.
CFLAGS_drivers/sim/trace.o := -I$(src)/drivers/sim
