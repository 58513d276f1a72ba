# SPDX-License-Identifier: GPL-2.0
#
# The people's side of the build. Kbuild, next to this file, is the kernel's.
# Everything that is built goes to build/, everything that is fetched to
# ${SMMU_SIM_CACHE:-${XDG_CACHE_HOME:-~/.cache}/smmu-sim}.

BUILD := $(CURDIR)/build
KERNEL ?= stock-amd64
TEST ?=
ROOM ?=
DEBUG_SHORT ?=

export PYTHONDONTWRITEBYTECODE := 1

vm_run = tools/vm/run $(addprefix --room ,$(ROOM)) $(addprefix --test ,$(TEST))

.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

packages: ## install missing Debian packages, with sudo when not root
	@tools/setup/install

setup: packages ## packages, and the test kernel into the cache
	@tools/vm/fetch $(KERNEL) >/dev/null

modules: $(if $(KDIR),packages,setup) ## smmu_sim.ko and smmu_sim_dma.ko for the test kernel; KDIR=... for another
	@tools/vm/modules --kernel $(KERNEL) $(if $(KDIR),--kdir $(KDIR)) $(MODULES_FLAGS)

lib: packages ## libsmmu3.a and libsmmusim.a
	@$(MAKE) --no-print-directory -C tools/lib O=$(BUILD)/lib

tools: packages ## smmuctl
	@$(MAKE) --no-print-directory -C tools/smmuctl O=$(BUILD)/smmuctl

unit: packages ## unit tests of the model in userspace
	@$(MAKE) --no-print-directory -C selftests/unit O=$(BUILD)/unit run

vm-test: setup ## kselftests in the VM: TEST=name, ROOM=name, KERNEL=debug-amd64; nothing named: all
	@$(vm_run) --kernel $(KERNEL)

vm-shell: setup ## a shell in the VM, modules loaded, smmuctl in PATH; exit powers it off
	@tools/vm/shell --kernel $(KERNEL)

demo: setup ## what smmu-sim does, shown to a person in the VM
	@tools/demo/run

test: setup ## every test on the stock kernel; last line: N passed, N failed, N skipped
	@tools/vm/run --kernel $(KERNEL) --all

debug-kernel: packages ## build the kernel with KASAN, lockdep, kmemleak, ... into the cache
	@tools/vm/fetch debug-amd64

debug-test: debug-kernel ## all rooms on the debug kernel; DEBUG_SHORT=1 for the short set
	@$(vm_run) --kernel debug-amd64 $(if $(DEBUG_SHORT),--short)

soak: setup debug-kernel ## many random unit cases, every room N=10 times, then in full on the debug kernel
	@$(MAKE) --no-print-directory -C selftests/unit O=$(BUILD)/unit SOAK=1 run
	@$(vm_run) --kernel $(KERNEL) --repeat $(or $(N),10)
	@$(vm_run) --kernel debug-amd64

check: setup ## layering, SPDX, sparse, checkpatch, clang W=1, kernel-doc, shellcheck, codespell, ...
	@tools/check/run

docs: setup ## the documentation as HTML, build/docs/html
	@tools/setup/install --also python3-sphinx python3-docutils
	@$(MAKE) --no-print-directory -C Documentation O=$(BUILD)/docs \
		KERNEL_DOC="$$(tools/vm/fetch $(KERNEL) --source)/scripts/kernel-doc"

clean: ## remove build/
	rm -rf $(BUILD)

.PHONY: help packages setup modules lib tools unit vm-test vm-shell demo test debug-kernel debug-test soak check docs clean
