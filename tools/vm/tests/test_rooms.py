# SPDX-License-Identifier: GPL-2.0
"""room.ini, discovery and selection."""

import tempfile
import unittest
from pathlib import Path

from vmlib import rooms

ROOM = """\
[room]
modules = smmu_sim driver=builtin; smmu_sim_dma
smp = 1 2
timeout = 30
[test cycles]
modules =
timeout = 300    # a comment
kernels = stock
debug = full
skip-ok = a_* b
"""


class Load(unittest.TestCase):
    def setUp(self) -> None:
        # pylint: disable=consider-using-with
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.where = Path(self.dir.name) / "room"
        self.where.mkdir()
        self.add("room.ini", ROOM)
        self.add("cycles.sh", "")
        self.add("ioctls.c", '#include "kselftest_harness.h"\n')
        self.add("helper.c", "int x;\n")
        self.add("many_lib.c", "int y;\n")

    def add(self, name: str, text: str) -> None:
        (self.where / name).write_text(text, encoding="utf-8")

    def test_programs_and_scripts_are_tests(self) -> None:
        self.assertEqual([t.name for t in rooms.load(self.where).tests], ["cycles", "ioctls"])

    def test_room_gives_defaults(self) -> None:
        test = rooms.load(self.where).tests[1]
        self.assertEqual((test.smp, test.timeout, test.kernels, test.short), ([1, 2], 30, "both", True))
        self.assertEqual(rooms.module_names(test.modules), ["smmu_sim", "smmu_sim_dma"])

    def test_test_section_overrides(self) -> None:
        test = rooms.load(self.where).tests[0]
        self.assertEqual((test.modules, test.timeout, test.short), ("", 300, False))
        self.assertEqual(test.skip_ok, ["a_*", "b"])
        self.assertFalse(test.runs_on("debug"))

    def test_unknown_key_is_refused(self) -> None:
        self.add("room.ini", "[room]\ntimeuot = 3\n")
        with self.assertRaisesRegex(ValueError, "timeuot"):
            rooms.load(self.where)

    def test_section_for_no_test_is_refused(self) -> None:
        self.add("room.ini", "[room]\n[test gone]\ntimeout = 3\n")
        with self.assertRaisesRegex(ValueError, "gone"):
            rooms.load(self.where)

    def test_room_section_is_required(self) -> None:
        self.add("room.ini", "")
        with self.assertRaisesRegex(ValueError, "room"):
            rooms.load(self.where)


if __name__ == "__main__":
    unittest.main()
