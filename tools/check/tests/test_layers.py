# SPDX-License-Identifier: GPL-2.0
"""For each rule a tree that violates it and one that does not."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from checklib import layers, text

GOOD = {
    "include/smmu3/regs.h": "#include <smmu3/env.h>\n",
    "include/uapi/linux/smmu_sim.h": "#include <linux/types.h>\n",
    "drivers/smmu3/smmu3.h": "#include <smmu3/env.h>\n#include <smmu3/regs.h>\n",
    "drivers/smmu3/smmu3.c": '#include "smmu3.h"\n',
    "drivers/sim/sim.h": "#include <linux/types.h>\n",
    "drivers/sim/compat.h": "#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)\n#endif\n",
    "drivers/sim/main.c": '#include <linux/module.h>\n#include "sim.h"\n#include "../smmu3/smmu3.h"\n',
    "drivers/iommu/builtin.c": '#include <smmu3/regs.h>\n#include "../sim/sim.h"\n',
    "drivers/dma/dma.c": '#include "../sim/sim.h"\n',
    "selftests/ref/walk.c": "#include <smmu3/env.h>\n",
}


class Tree(unittest.TestCase):
    """A throw-away git tree with the GOOD files and some changes."""

    def make(self, **changes: str) -> Path:
        # pylint: disable=consider-using-with
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        top = Path(holder.name)
        subprocess.run(["git", "init", "-q", str(top)], check=True)
        for name, content in {**GOOD, **changes}.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return top

    def complaints(self, name: str, content: str) -> list[str]:
        """The files that are complained about after one change."""
        found = layers.check(self.make(**{name: content}))
        return sorted({line.split(":")[0] for line in found})


class Rules(Tree):
    def test_good_tree_has_no_complaint(self) -> None:
        self.assertEqual(layers.check(self.make()), [])

    def test_model_must_not_include_the_shell(self) -> None:
        name = "drivers/smmu3/ste.c"
        self.assertEqual(self.complaints(name, '#include "../sim/sim.h"\n'), [name])

    def test_model_must_not_include_linux(self) -> None:
        name = "drivers/smmu3/ste.c"
        self.assertEqual(self.complaints(name, "#include <linux/types.h>\n"), [name])

    def test_constants_must_not_include_linux(self) -> None:
        name = "include/smmu3/ste.h"
        self.assertEqual(self.complaints(name, "#include <linux/bits.h>\n"), [name])

    def test_constants_must_not_include_the_model(self) -> None:
        name = "include/smmu3/ste.h"
        self.assertEqual(self.complaints(name, '#include "../../drivers/smmu3/smmu3.h"\n'), [name])

    def test_shell_must_not_include_iommu(self) -> None:
        top = self.make(**{"drivers/iommu/b.h": "", "drivers/sim/x.c": '#include "../iommu/b.h"\n'})
        self.assertEqual([c.split(":")[0] for c in layers.check(top)], ["drivers/sim/x.c"])

    def test_siblings_must_not_include_each_other(self) -> None:
        top = self.make(**{"drivers/iommu/b.h": "", "drivers/dma/x.c": '#include "../iommu/b.h"\n'})
        self.assertEqual([c.split(":")[0] for c in layers.check(top)], ["drivers/dma/x.c"])

    def test_iommu_must_not_include_the_model(self) -> None:
        name = "drivers/iommu/x.c"
        self.assertEqual(self.complaints(name, '#include "../smmu3/smmu3.h"\n'), [name])

    def test_iommu_must_not_see_the_model_through_the_shell(self) -> None:
        name = "drivers/sim/sim.h"
        found = self.complaints(name, '#include "../smmu3/smmu3.h"\n')
        self.assertEqual(found, ["drivers/dma/dma.c", "drivers/iommu/builtin.c"])

    def test_oracle_must_not_include_our_constants(self) -> None:
        name = "selftests/ref/x.c"
        self.assertEqual(self.complaints(name, "#include <smmu3/regs.h>\n"), [name])

    def test_oracle_must_not_include_the_model(self) -> None:
        name = "selftests/ref/x.c"
        self.assertEqual(self.complaints(name, '#include "../../drivers/smmu3/smmu3.h"\n'), [name])

    def test_conditional_in_c_file(self) -> None:
        name = "drivers/sim/x.c"
        self.assertEqual(self.complaints(name, "#ifdef CONFIG_X\n#endif\n"), [name])

    def test_version_outside_compat(self) -> None:
        name = "drivers/sim/x.h"
        self.assertEqual(self.complaints(name, "#if LINUX_VERSION_CODE\n#endif\n"), [name])


class Text(Tree):
    def test_file_without_licence(self) -> None:
        top = self.make(**{"COPYING": "the licence\n"})
        self.assertEqual(len(text.spdx(top)), len(GOOD))

    def test_uapi_header_needs_the_syscall_note(self) -> None:
        top = self.make(**{name: "// SPDX-License-Identifier: GPL-2.0\n" for name in GOOD})
        self.assertEqual([c.split(":")[0] for c in text.spdx(top)], ["include/uapi/linux/smmu_sim.h"])

    def test_function_of_45_lines_is_fine(self) -> None:
        body = "\tx();\n" * 45
        self.assertEqual(text.lengths(self.make(**{"drivers/sim/x.c": f"void f(void)\n{{\n{body}}}\n"})), [])

    def test_function_of_46_lines_is_too_long(self) -> None:
        body = "\tx();\n" * 46
        found = text.lengths(self.make(**{"drivers/sim/x.c": f"void f(void)\n{{\n{body}}}\n"}))
        self.assertEqual(found, ["drivers/sim/x.c:2: function of 46 lines, at most 45"])

    def test_long_table_is_fine(self) -> None:
        table = "static const int t[] = {\n" + "\t1,\n" * 100 + "};\n"
        self.assertEqual(text.lengths(self.make(**{"drivers/sim/x.c": table})), [])


if __name__ == "__main__":
    unittest.main()
