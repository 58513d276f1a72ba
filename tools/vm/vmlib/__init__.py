# SPDX-License-Identifier: GPL-2.0
"""What the VM runner is made of; see ../README.md."""
