# SPDX-License-Identifier: GPL-2.0
"""Reading apt's sources, ordering versions, checking a .config."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from vmlib import apt, debugkernel

DEB822 = """\
Types: deb
# a comment
URIs: http://one.example/debian
Suites: {0} {0}-updates
Components: main
Signed-By: /usr/share/keyrings/a.gpg

Types: deb-src
URIs: http://one.example/debian
Suites: {0}
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: {0}
Components: main

Types: deb
URIs: http://other.example/nodesource
Suites: nodistro
Components: main
"""

ONE_LINE = """\
# deb http://commented.example/debian {0} main
deb [arch=amd64 signed-by=/k.gpg] http://two.example/debian {0} main contrib
deb http://two.example/debian-security {0}-security main
"""


class Sources(unittest.TestCase):
    def setUp(self) -> None:
        # pylint: disable=consider-using-with
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.etc = Path(self.dir.name)
        (self.etc / "sources.list.d").mkdir()
        patch = mock.patch.object(apt, "_host_release", return_value="bookworm")
        patch.start()
        self.addCleanup(patch.stop)

    def test_deb822_entries_of_the_release(self) -> None:
        text = DEB822.format("bookworm")
        (self.etc / "sources.list.d/debian.sources").write_text(text, encoding="utf-8")
        found = apt.host_sources(self.etc)
        self.assertEqual([s.suite for s in found], ["bookworm", "bookworm-updates"])
        self.assertEqual(found[0].signed_by, "/usr/share/keyrings/a.gpg")

    def test_one_line_entries(self) -> None:
        (self.etc / "sources.list").write_text(ONE_LINE.format("bookworm"), encoding="utf-8")
        found = apt.host_sources(self.etc)
        self.assertEqual([s.suite for s in found], ["bookworm", "bookworm-security"])
        self.assertEqual([s.signed_by for s in found], ["/k.gpg", ""])

    def test_foreign_suite_is_derived_from_the_host_entry(self) -> None:
        (self.etc / "sources.list").write_text(ONE_LINE.format("bookworm"), encoding="utf-8")
        found = apt.with_suite(apt.host_sources(self.etc), "trixie-backports")
        self.assertEqual(found[-1].uri, "http://two.example/debian")
        self.assertEqual((found[-1].suite, found[-1].signed_by), ("trixie-backports", "/k.gpg"))


class Versions(unittest.TestCase):
    def test_newest_first_is_not_alphabetic(self) -> None:
        versions = {"6.12.9+deb12", "6.12.100+deb12", "6.12.11+deb12"}
        self.assertEqual(apt.newest_first(versions)[0], "6.12.100+deb12")


class Config(unittest.TestCase):
    def test_honoured_fragment_has_no_missing_option(self) -> None:
        fragment = "# text\nCONFIG_A=y\n# CONFIG_B is not set\n"
        self.assertEqual(debugkernel.missing_options(fragment, "CONFIG_A=y\nCONFIG_C=m\n"), [])

    def test_lost_option_is_named(self) -> None:
        self.assertEqual(debugkernel.missing_options("CONFIG_A=y\n", "# CONFIG_A is not set\n"), ["CONFIG_A=y"])

    def test_option_that_should_be_off_is_named(self) -> None:
        fragment = "# CONFIG_B is not set\n"
        self.assertEqual(debugkernel.missing_options(fragment, "CONFIG_B=y\n"), ["# CONFIG_B is not set"])

    def test_merging_replaces_what_the_fragment_names(self) -> None:
        text = debugkernel.merged("CONFIG_A=n\n# CONFIG_B is not set\nCONFIG_AB=y\n", "CONFIG_A=y\nCONFIG_B=y\n")
        self.assertEqual(text, "CONFIG_AB=y\nCONFIG_A=y\nCONFIG_B=y\n")


if __name__ == "__main__":
    unittest.main()
