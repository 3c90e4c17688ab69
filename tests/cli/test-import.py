#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A new disc is made of an old image and other files, and has all of both."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

OLD = {"a": b"old", "sub/big": os.urandom(300_001), "sub/empty": b""}
NEW = {"b": b"new", "deep/er": os.urandom(5000)}
ATTRIBUTE = b"taken in summer"


def files_in(folder):
    """Path → contents of each regular file and target of each link, without the checksums."""
    found = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.readlink(path)
        elif path.is_file() and name != "SHA256SUMS":
            found[name] = path.read_bytes()
    return found


class Import(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("bd-re")
        self.old = self.make_folder(OLD, "old")
        (self.old / "sub/link").symlink_to("../a")
        os.link(self.old / "a", self.old / "hard")
        self.new = self.make_folder(NEW, "new")
        self.image = self.folder / "old.iso"

    def make(self, target, *arguments):
        done = self.drives.cli("image", "--output", target, "--json", *arguments)
        done.check_events()
        return done

    def extract(self, image):
        target = self.folder / f"out of {image.name}"
        shutil.rmtree(target, ignore_errors=True)
        self.assert_success(self.drives.cli("extract", image, "--to", target))
        return target

    def assert_old_and_new(self, folder, beside="new"):
        expected = files_in(self.old)
        expected.update({f"{beside}/{name}": contents for name, contents in NEW.items()})
        self.assertEqual(files_in(folder), expected)

    def test_images(self):
        udf = ("--filesystem", "udf", "--udf-revision", "2.50", "--udf-symlinks", "keep")
        bridge = ("--filesystem", "iso9660,rockridge,udf", "--udf-symlinks", "keep")
        target = self.folder / "target.iso"
        for name, kind in {"udf": udf, "bridge": bridge, "genisoimage": None}.items():
            with self.subTest(name):
                self.image.unlink(missing_ok=True)
                target.unlink(missing_ok=True)
                if kind:
                    self.assert_success(self.make(self.image, *kind, self.old))
                else:
                    subprocess.run(
                        ["genisoimage", "-quiet", "-R", "-o", self.image, self.old], check=True
                    )
                done = self.make(target, *udf, "--from-image", self.image, self.new)
                self.assert_success(done)
                left_out = [event["code"] for event in done.events_of("left-out")]
                self.assertEqual(left_out, ["not-taken-over"] if kind else [])
                self.assert_old_and_new(self.extract(target))

    def test_burned(self):
        """Onto a disc in a drive, and alone, without other files."""
        self.assert_success(self.make(self.image, self.old))
        done = self.drives.cli("burn", "--json", "--from-image", self.image, self.new)
        self.assert_success(done.check_events())
        listed = self.drives.cli("tree", "--json", "--from-image", self.image).check_events()
        self.assert_success(listed)
        self.assertLessEqual(
            {"/a", "/hard", "/sub/big", "/sub/empty"},
            {event["path"] for event in listed.events_of("node")},
        )

    def test_onto_itself(self):
        self.assert_success(self.make(self.image, "--no-joliet", self.old))
        done = self.make(self.image, "--yes", "--from-image", self.image, self.new)
        self.assert_success(done)
        self.assert_old_and_new(self.extract(self.image))

    def test_attributes(self):
        home, largest = self.make_attribute_folder()
        old = home / "old"
        shutil.copytree(self.old, old)
        large = os.urandom(largest)
        os.setxattr(old / "a", "user.comment", ATTRIBUTE)
        os.setxattr(old / "sub", "user.folder", ATTRIBUTE)
        os.setxattr(old / "sub/empty", "user.large", large)
        udf = ("--filesystem", "udf", "--udf-revision", "2.50", "--udf-streams")
        target = self.folder / "target.iso"
        self.assert_success(self.make(self.image, *udf, old))
        done = self.make(target, *udf, "--from-image", self.image)
        self.assert_success(done)
        self.assertNotIn(str(self.image / "sub:folder"), [event["path"] for event in done.events_of("left-out")])
        folder = home / "out"
        self.assert_success(self.drives.cli("extract", target, "--to", folder))
        self.assertEqual(os.getxattr(folder / "a", "user.comment"), ATTRIBUTE)
        self.assertEqual(os.getxattr(folder / "sub", "user.folder"), ATTRIBUTE)
        self.assertEqual(os.getxattr(folder / "sub/empty", "user.large"), large)

    def test_damage_is_listed(self):
        """A special file is listed; a name that is there already stops everything."""
        os.mkfifo(self.old / "pipe")
        subprocess.run(["genisoimage", "-quiet", "-R", "-o", self.image, self.old], check=True)
        target = self.folder / "target.iso"
        done = self.make(target, "--from-image", self.image)
        self.assert_success(done)
        events = done.events_of("left-out")
        self.assertEqual([event["code"] for event in events], ["special-file"])
        self.assertEqual(events[0]["path"], str(self.image / "pipe"))
        done = self.make(self.folder / "other", "--from-image", self.image, self.old / "a")
        self.assertEqual(done.result["code"], "name-exists")
        self.assertFalse((self.folder / "other").exists())

    def write_project(self):
        """A project with the files of the image, whose bytes are looked for in it."""
        subprocess.run(["genisoimage", "-quiet", "-R", "-o", self.image, self.old], check=True)
        image = self.image.read_bytes()
        status = self.image.stat()
        nodes = [{"kind": "folder"}, {"name": "sub", "parent": 0, "kind": "folder"}]
        for path, contents in OLD.items():
            nodes.append(
                {
                    "name": path.rsplit("/", maxsplit=1)[-1],
                    "parent": int("sub/" in path),
                    "size_bytes": len(contents),
                    "image": 0,
                    "path": path,
                    "extents": [[image.find(contents), len(contents)]] if contents else [],
                }
            )
        nodes.append({"name": "hard", "parent": 0, "link": 2})
        nodes.append({"name": "zeros", "parent": 0, "size_bytes": 5000, "image": 0})
        nodes[-1]["extents"] = [[None, 5000]]
        project = self.folder / "p.burnish"
        source = {
            "source": self.image.name,
            "size_bytes": status.st_size,
            "mtime_us": status.st_mtime_ns // 1000,
        }
        text = {"format": "burnish-project", "version": 2, "images": [source], "nodes": nodes}
        project.write_text(json.dumps(text))
        return project

    def test_project(self):
        """A project whose files lie in the image, as its document says, and what becomes of it
        when the image is another one."""
        project = self.write_project()
        target = self.folder / "target.iso"
        self.assert_success(self.make(target, "--project", project))
        expected = dict(OLD, hard=OLD["a"], zeros=bytes(5000))
        self.assertEqual(files_in(self.extract(target)), expected)
        target.unlink()

        os.utime(self.image, (1_700_000_000, 1_700_000_000))
        done = self.make(target, "--project", project)
        self.assertEqual(done.result["code"], "refused")
        self.assertEqual({reason["code"] for reason in done.result["reasons"]}, {"source-changed"})
        self.assertIn(str(self.image / "sub/big"), done.stdout)
        self.assertFalse(target.exists())
        done = self.make(target, "--project", project, "--skip-unreadable")
        self.assertEqual(
            sorted(event["path"] for event in done.events_of("left-out")),
            sorted([str(self.image / path) for path in [*OLD, "a"]] + [str(self.image)]),
        )

    def test_refused(self):
        self.image.write_bytes(bytes(100 * 2048))
        done = self.make(self.folder / "other", "--from-image", self.image)
        self.assertEqual(done.result["code"], "image-invalid")
        done = self.make(self.folder / "other", "--from-image", self.folder / "none")
        self.assertEqual(done.result["code"], "source-missing")
        done = self.make(self.folder / "other", "--from-image", self.image, "--project", "x")
        self.assertEqual(done.code, 2)


if __name__ == "__main__":
    burnish_test.main()
