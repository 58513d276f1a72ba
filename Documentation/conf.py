# SPDX-License-Identifier: GPL-2.0
"""Sphinx configuration; `make docs` builds build/docs/html."""

project = "smmu-sim"
author = "The smmu-sim authors"
extensions = []
exclude_patterns = ["generated"]
html_theme = "alabaster"
html_theme_options = {"description": "An Arm SMMUv3 made of software"}
highlight_language = "console"
nitpicky = False
