#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sources that go bad between staging and burning: the job stops, or zeros stand in and are listed."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

# More than is read ahead while the first blocks are written, on a drive that is held until then.
FIRST_BYTES = 60_000_000
VICTIM_BYTES = 1_000_000


def vanish(victim):
    victim.unlink()


def shrink(victim):
    os.truncate(victim, 1000)


def grow(victim):
    with victim.open("ab") as file:
        file.write(bytes(5000))


def become_unreadable(victim):
    victim.chmod(0)


CHANGES = {
    vanish: "source-missing",
    shrink: "source-changed",
    grow: "source-changed",
    become_unreadable: "source-unreadable",
}


class Sources(burnish_test.TestCase):
    def burn(self, change, *options):
        """Burns a large file and then a victim, which changes while the first is written."""
        drives = self.start_drives("dvd+rw", settings=["write-kbps=30"])
        drives.make_accessible(0o666)
        source = self.folder / f"source {change.__name__}"
        source.mkdir()
        with (source / "a first").open("wb") as file:
            file.truncate(FIRST_BYTES)
        victim = source / "b victim"
        victim.write_bytes(os.urandom(VICTIM_BYTES))
        process = drives.start(burnish_test.CLI, "burn", "--json", source, "--drive", "/dev/sr0", *options,
                               user=burnish_test.NOBODY)
        lines = burnish_test.Lines(process)
        printed = []
        while (line := lines.next(60)) is not None:
            printed.append(line)
            if change and json.loads(line).get("phase") == "writing":
                change(victim)
                change = None
                drives.ctl(0, "set", "write-kbps=0")
        stderr = process.communicate(timeout=60)[1]
        done = burnish_test.Done([*options], process.returncode, "\n".join(printed), stderr, 0)
        self.assertIsNone(change, done)
        return drives, done.check_events()

    def test_stop(self):
        for change, code in CHANGES.items():
            with self.subTest(change=change.__name__):
                _, done = self.burn(change)
                self.assertEqual(done.code, 30, done)
                self.assertEqual(done.result["code"], code, done)
                self.assertEqual(Path(done.result["path"]).name, "b victim", done)
                self.assertEqual(done.result["disc"]["state"], "partly-written", done)

    def test_fill(self):
        for change, code in CHANGES.items():
            with self.subTest(change=change.__name__):
                drives, done = self.burn(change, "--on-bad-source", "fill")
                self.assertEqual(done.code, 30, done)
                self.assertEqual(done.result["code"], code, done)
                bad = done.result["files"]["bad_sources"]
                self.assertEqual([(Path(file["path"]).name, file["code"]) for file in bad], [("b victim", code)], done)
                self.assertEqual(done.result["disc"]["state"], "written", done)
                self.assertTrue(done.result["closed"], done)
                digest = drives.hash(done.result["blocks"])
                self.assertEqual(digest, done.result["sha256"], done)


if __name__ == "__main__":
    burnish_test.main()
