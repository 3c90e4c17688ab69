#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile names: nothing is lost or renamed without a word, and no name fools a terminal or a reader."""

import base64
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

HOSTILE = ["new\nline", "bell\x07", "\x1b[31mred", "back\\slash", "..hidden", "...", "a..b", " ", "-rf", "*?", "~"]


class Names(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("none")
        self.source = self.folder / "source"
        self.source.mkdir()

    def make_image(self, *options):
        target = self.folder / "out.iso"
        done = self.drives.cli("image", self.source, "--output", target, *options)
        return target, self.assert_success(done)

    def extract(self, image):
        out = self.folder / "out"
        self.assert_success(
            self.drives.run("xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", out, "-rollback_end"))
        self.drives.run("chmod", "-R", "u+w", out)
        return out

    def test_hostile_names_come_back(self):
        for name in HOSTILE:
            (self.source / name).write_bytes(name.encode())
        (self.source / os.fsdecode(b"latin\xe9")).write_bytes(b"1")
        image, done = self.make_image()
        self.assertEqual(done.result["files"]["verified"], len(HOSTILE) + 1, done)
        out = self.extract(image)
        for name in HOSTILE:
            self.assertEqual((out / name).read_bytes(), name.encode())
        self.assertEqual((out / os.fsdecode(b"latin\xe9")).read_bytes(), b"1")
        sums = self.drives.run("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS", cwd=out)
        self.assert_success(sums)

    def test_the_tree_tells_true_bytes(self):
        (self.source / os.fsdecode(b"latin\xe9")).write_bytes(b"1")
        done = self.assert_success(self.drives.cli("tree", self.source))
        paths = [base64.b64decode(node["path_bytes"]) for node in done.events_of("node") if "path_bytes" in node]
        self.assertEqual(paths, [b"/latin\xe9"], done)

    def test_text_cannot_fool_a_terminal(self):
        for name in HOSTILE:
            (self.source / name).write_bytes(b"")
        done = self.assert_success(self.drives.run(burnish_test.CLI, "tree", self.source))
        self.assertNotIn("\x1b", done.stdout)
        self.assertNotIn("\x07", done.stdout)
        self.assertIn("new\\x0aline", done.stdout)

    def test_cut_names_are_told(self):
        """libisofs keeps 253 bytes of a Rock Ridge name."""
        for length in (253, 254, 255):
            (self.source / (chr(ord("a") + length - 253) * length)).write_bytes(b"x")
        done = self.assert_success(self.drives.cli("tree", self.source))
        changed = {len(event["path"]) - 1: event["name"] for event in done.events_of("name-change")
                   if event["namespace"] == "rock-ridge"}
        image, done = self.make_image()
        out = {path.name for path in self.extract(image).iterdir()} - {"SHA256SUMS"}
        self.assertEqual(out, {"a" * 253, changed[254], changed[255]}, done)
        self.assertTrue(any("Rock Ridge" in note for note in done.events_of("plan")[0]["notes"]), done)

    def test_paths_missing_in_joliet_are_told(self):
        deep = "/".join("level %02d of a deep tree" % i for i in range(12))
        (self.source / deep).mkdir(parents=True)
        (self.source / deep / "leaf").write_bytes(b"x")
        done = self.assert_success(self.drives.cli("tree", self.source))
        missing = [event["path"] for event in done.events_of("name-change")
                   if event["namespace"] == "joliet" and "name" not in event]
        self.assertIn("/" + deep + "/leaf", missing, done)
        _, done = self.make_image()
        self.assertTrue(any("Joliet" in note for note in done.events_of("plan")[0]["notes"]), done)

    def test_5000_folders_deep(self):
        """Done, or refused in one sentence with the cause; never a crash or a hang."""
        here = os.open(self.source, os.O_RDONLY)
        for _ in range(5000):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(here)
        self.addCleanup(self.drives.run, "rm", "-rf", self.source)
        done = self.drives.cli("image", self.source, "--output", self.folder / "deep.iso", timeout=120)
        self.assertIn(done.code, (0, 31), done)
        if done.code == 0:
            self.assertTrue(done.result["verified"], done)
        else:
            self.assertTrue(done.result["message"], done)
        self.assert_success(self.drives.run("rm", "-rf", self.source))


if __name__ == "__main__":
    burnish_test.main()
