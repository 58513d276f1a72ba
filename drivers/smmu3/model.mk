# SPDX-License-Identifier: GPL-2.0
# The objects of the model, for Kbuild and for tools/lib/Makefile alike.
smmu3-objs := \
	smmu3.o \
	identity.o \
	regtab.o \
	regfile.o \
	bank.o \
	queue.o \
	cmdq.o \
	cmdtab.o \
	cmd_legal.o \
	cmd_range.o \
	cmd_cfgi.o \
	cmd_tlbi.o \
	cmd_misc.o \
	evt.o \
	evtq.o \
	stall.o \
	gerror.o \
	irq.o \
	attr.o \
	mem.o \
	inject.o \
	fetch.o \
	strtab.o \
	ste.o \
	ste_stage2.o \
	cdtab.o \
	cd.o \
	vmsa.o \
	walk.o \
	httu.o \
	perm.o \
	stage1.o \
	stage2.o \
	nest.o \
	cache.o \
	inval.o \
	cfgcache.o \
	tlb.o \
	tlbstamp.o \
	translate.o \
	atos.o \
	names.o \
	inspect.o
