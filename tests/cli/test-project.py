#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A project of the window on the command line: the same image, and the same complaints."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

EPOCH = 1_000_000_000


class Project(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("dvd+r")
        self.drives.environment["SOURCE_DATE_EPOCH"] = str(EPOCH)
        self.files = self.make_folder({"a.txt": b"first", "deep/b.bin": b"second" * 5000})

    def write_project(self, **members):
        """Beside the files, which it names by paths relative to itself."""
        name = self.files.name
        deep = (self.files / "deep").stat()
        nodes = [
            {"kind": "folder", "mtime_us": (EPOCH + 1) * 10**6, "source": name},
            {"name": "a.txt", "size_bytes": 5},
            {"name": "deep", "kind": "folder", "mtime_us": deep.st_mtime_ns // 1000,
             "mode": deep.st_mode & 0o7777},
            {"name": "b.bin", "parent": 2, "size_bytes": 1},
        ]
        project = {"format": "burnish-project", "version": 1, "title": "SUMMER", **members, "nodes": nodes}
        file = self.files.parent / "p.burnish"
        file.write_text(json.dumps(project))
        return file

    def result(self, *arguments):
        """Exit code, code and events of a run."""
        done = self.drives.cli(*arguments)
        return done.code, done.result["code"], done.events

    def test_same_image(self):
        project = self.write_project()
        expected, made = self.folder / "expected.iso", self.folder / "made.iso"
        self.assert_success(
            self.drives.cli("image", self.files, "--output", expected, "--volume-id", "SUMMER"))
        self.assert_success(self.drives.cli("image", "--project", project, "--output", made))
        self.assertEqual(made.read_bytes(), expected.read_bytes())

    def test_options_of_the_project(self):
        project = self.write_project(image_options={"joliet": False, "manifest": False})
        code, _, events = self.result("tree", "--project", project)
        self.assertEqual(code, 0)
        names = {event["path"]: event["names"] for event in events if event["type"] == "node"}
        self.assertEqual(set(names), {"/a.txt", "/deep", "/deep/b.bin"})
        self.assertEqual(set(names["/a.txt"]), {"iso9660", "rock-ridge"})

    def test_attributes(self):
        """Of files, and of folders that are their source themselves."""
        self.files = self.make_attribute_folder()[0] / "source"
        (self.files / "deep").mkdir(parents=True)
        (self.files / "a.txt").write_bytes(b"first")
        (self.files / "deep/b.bin").write_bytes(b"second")
        expected = {"a.txt": b"of a file", "deep": b"of a folder"}
        for path, value in expected.items():
            os.setxattr(self.files / path, "user.about", value)
        options = {"recommended_file_systems": False, "iso9660": False, "udf_revision": "2-50", "udf_streams": True}
        project = self.write_project(image_options=options)
        direct, made = self.folder / "direct.iso", self.folder / "made.iso"
        self.assert_success(self.drives.cli("image", self.files, "--output", direct, "--volume-id", "SUMMER",
                                            "--filesystem", "udf", "--udf-revision", "2.50", "--udf-streams"))
        members = json.loads(project.read_text())
        for is_source in (True, False):
            with self.subTest(is_source=is_source):
                members["nodes"][2]["is_source"] = is_source
                project.write_text(json.dumps(members))
                made.unlink(missing_ok=True)
                self.assert_success(self.drives.cli("image", "--project", project, "--output", made))
                self.assertEqual(made.read_bytes() == direct.read_bytes(), is_source)
                for value in expected.values():
                    self.assertTrue(value in direct.read_bytes(), value)
                    self.assertEqual(value in made.read_bytes(), is_source or value == expected["a.txt"])

    def test_burn(self):
        project = self.write_project()
        self.assert_success(
            self.drives.cli("burn", "--project", project, "--drive", "/dev/sr0"))
        self.assertEqual(self.drives.dump()["medium"]["status"], "complete")

    def test_missing(self):
        project = self.write_project()
        gone = self.files / "deep/b.bin"
        gone.unlink()
        code, name, events = self.result("tree", "--project", project)
        self.assertEqual((code, name), (30, "refused"))
        self.assertEqual([reason["path"] for reason in events[-1]["reasons"]], [str(gone)])
        code, _, events = self.result("tree", "--project", project, "--skip-unreadable")
        self.assertEqual(code, 0)
        left_out = [event for event in events if event["type"] == "left-out"]
        self.assertEqual([(e["path"], e["code"]) for e in left_out], [(str(gone), "vanished")])
        paths = [event["path"] for event in events if event["type"] == "node"]
        self.assertEqual(paths, ["/a.txt", "/deep"])

    def test_bad_projects(self):
        project = self.write_project()
        for text, expected in (
            (project.read_text()[:-9], (33, "project-invalid")),
            ('{"format": "burnish-project", "version": 9}', (34, "project-too-new")),
        ):
            project.write_text(text)
            with self.subTest(expected):
                self.assertEqual(self.result("tree", "--project", project)[:2], expected)
        self.assertEqual(self.result("tree", "--project", self.folder / "none")[:2],
                         (30, "source-missing"))

    def test_contradictions(self):
        project = self.write_project()
        for arguments in ((self.files,), ("--volume-id", "X"), ("--no-joliet",), ("--exclude", "a")):
            with self.subTest(arguments):
                self.assertEqual(self.result("tree", "--project", project, *arguments)[:2],
                                 (2, "usage"))


if __name__ == "__main__":
    burnish_test.main()
