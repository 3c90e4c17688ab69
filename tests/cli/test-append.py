#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files are added to discs: what is there stays where it is, and every reader finds all of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
sys.path += [str(SOURCE / "tests/lib"), str(SOURCE / "tests/imagecheck")]

import burnish_test

# With the file systems of the first session, which the others keep.
DISCS = {
    "cd-r": ("iso9660,joliet,rockridge", None),
    "cd-rw": ("udf", "2.01"),
    "dvd-r": ("iso9660,joliet,rockridge,udf", "1.02"),
    "dvd-rw": ("udf", "1.50"),
    "dvd+r": ("iso9660,joliet,rockridge,udf", "1.02"),
    "bd-r": ("udf", "2.50"),
    "dvd-rw-ro": ("iso9660,rockridge", None),
    "dvd+rw": ("iso9660,joliet,rockridge,udf", "1.02"),
    "dvd-ram": ("udf", "2.01"),
    "bd-re": ("udf", "2.50"),
}
OVERWRITABLE = ("dvd-rw-ro", "dvd+rw", "dvd-ram", "bd-re")
# The first blocks that lead to the volume: descriptors, UDF's sequence, integrity and anchor.
FIRST_BLOCKS = (16, 32, 64, 256)

DRIVE = ("--drive", "/dev/sr0")


def writes(log):
    """Where and how much WRITE (10) and (12) wrote (MMC-6 6.46, 6.47), as begins and lengths."""
    for line in log:
        _time, command, cdb, *_rest = line.split()
        cdb = bytes.fromhex(cdb.partition("=")[2])
        if command.startswith("WRITE_10"):
            yield int.from_bytes(cdb[2:6], "big", signed=True), int.from_bytes(cdb[7:9], "big")
        elif command.startswith("WRITE_12"):
            yield int.from_bytes(cdb[2:6], "big", signed=True), int.from_bytes(cdb[6:10], "big")


class Append(burnish_test.TestCase):
    def start_disc(self, medium, *arguments):
        """Burns the first session, kept open."""
        file_systems, revision = DISCS[medium]
        drives = self.start_drives(medium)
        arguments = (*arguments, "--keep-open", "--filesystem", file_systems)
        if revision:
            arguments += ("--udf-revision", revision)
        self.merged = self.folder / f"merged-{medium}"
        self.first = self.add(drives, medium, {
            "a.bin": os.urandom(700_001),
            "sub/old": b"stays",
            "sub/replaced": b"old contents",
            "empty": b"",
            "Zoë/ünïcode": b"name",
        }, *arguments)
        return drives

    def add(self, drives, medium, files, *arguments):
        """Burns files in the given way; returns how it ended. self.merged grows as the disc does."""
        self.n_sources = getattr(self, "n_sources", 0) + 1
        source = self.make_folder(files, f"{medium}-{self.n_sources}")
        done = self.assert_success(drives.cli("burn", source, *DRIVE, *arguments))
        self.assertTrue(done.result["verified"], done)
        subprocess.run(["cp", "-a", f"{source}/.", self.merged], check=True)
        return done

    def copy_disc(self, drives, medium, done):
        """What the disc holds: its last session, all before it, and holes where nothing can be read."""
        image = self.folder / f"{medium}.iso"
        shutil.rmtree(image, ignore_errors=True)
        with open(image, "wb") as file:
            file.truncate((done.result["start_block"] + done.result["blocks"]) * burnish_test.BLOCK_BYTES)
        tracks = drives.cli("info", "/dev/sr0").events_of("medium")[0]["tracks"]
        ranges = [(track["start_block"], track["n_blocks"]) for track in tracks if track["kind"] == "data"]
        if medium in OVERWRITABLE:
            ranges = [(0, done.result["start_block"])]
        for start, blocks in (*ranges, (done.result["start_block"], done.result["blocks"])):
            # A CD's track ends with run-out blocks, which cannot be read.
            blocks = min(blocks - (2 if medium.startswith("cd") else 0),
                         done.result["start_block"] + done.result["blocks"] - start)
            if blocks > 0:
                self.assert_success(drives.run("dd", "if=/dev/sr0", f"of={image}", "bs=2048", f"skip={start}",
                                               f"seek={start}", f"count={blocks}", "conv=notrunc", "status=none"))
        return image

    def assert_readers_agree(self, images):
        """IMAGES: of path, tree, begin of the session or 0."""
        command = [SOURCE / "tests/imagecheck/imagecheck", "--mount", "none", "--extra", "SHA256SUMS"]
        for path, tree, session in images:
            command += [path, "--tree", tree]
            if session:
                command += ["--session", str(session)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def assert_old_blocks_stay(self, medium, log, done):
        """Nothing before the new session was written but what leads to it."""
        start = done.result["start_block"]
        early = [(block, blocks) for block, blocks in writes(log) if block < start]
        if medium not in OVERWRITABLE:
            self.assertEqual(early, [])
        for block, blocks in early:
            self.assertIn(block, FIRST_BLOCKS)
            self.assertLessEqual(blocks, 16)

    def check_disc(self, medium):
        drives = self.start_disc(medium)
        if medium not in OVERWRITABLE:
            self.assertEqual(drives.dump()["medium"]["status"], "appendable")
        old_blocks = 288 if medium in OVERWRITABLE else 0
        n_old = self.first.result["blocks"] - old_blocks
        old = drives.hash(n_old, old_blocks)
        n_logged = len(drives.log())
        done = self.add(drives, medium, {
            "b.bin": os.urandom(300_000),
            "sub/replaced": b"new contents",
            "sub/deeper/new": b"x" * 5000,
        }, "--append", "--keep-open")
        plan = done.events_of("plan")[0]
        self.assertEqual(plan["replaces"], ["/sub/replaced"], done)
        self.assertEqual(plan["kept_files"], 4, done)
        self.assertEqual(plan["start_block"], done.result["start_block"], done)
        self.assertFalse(plan["overwrites"], done)
        self.assert_old_blocks_stay(medium, drives.log()[n_logged:], done)
        n_logged = len(drives.log())
        done = self.add(drives, medium, {"c.bin": os.urandom(123_456)}, "--append")
        self.assert_old_blocks_stay(medium, drives.log()[n_logged:], done)
        self.assertEqual(drives.hash(n_old, old_blocks), old, "the first session changed")
        if medium not in OVERWRITABLE:
            self.assertEqual(drives.dump()["medium"]["status"], "complete")
        verified = self.assert_success(drives.cli("verify", *DRIVE))
        self.assertEqual(verified.result["files"]["verified"], 8, verified)
        session = 0 if medium in OVERWRITABLE else done.result["start_block"]
        return self.copy_disc(drives, medium, done), self.merged, session

    def test_every_kind_of_disc(self):
        images = []
        for medium in DISCS:
            with self.subTest(medium=medium):
                images.append(self.check_disc(medium))
        self.assert_readers_agree(images)


    def cancel(self, drives, medium):
        """Adds 12 MB, and sends SIGINT while they are being written."""
        drives.ctl(0, "set", "write-kbps=2000")
        source = self.make_folder({"data": os.urandom(12_000_000)}, f"large-{medium}")
        arguments = ("burn", source, *DRIVE, "--append", "--keep-open")
        printed, is_cancelled = [], False
        with drives.start(burnish_test.CLI, *arguments, "--json") as process:
            lines = burnish_test.Lines(process)
            while (line := lines.next(60)) is not None:
                event = json.loads(line)
                printed.append(line)
                if is_cancelled or event["type"] != "progress" or event["phase"] != "writing":
                    continue
                if event["bytes_done"] > 1_000_000:
                    # However late the signal is, this burn does not come to its end before.
                    drives.ctl(0, "set", "write-kbps=30")
                    process.send_signal(signal.SIGINT)
                    is_cancelled = True
            stderr = process.stderr.read()
        drives.ctl(0, "set", "write-kbps=0")
        return burnish_test.Done(arguments, process.wait(60), "\n".join(printed), stderr, 0).check_events()

    def assert_all_verified(self, drives, n_files):
        verified = self.assert_success(drives.cli("verify", *DRIVE))
        self.assertEqual(verified.result["files"]["verified"], n_files, verified)

    def test_cancel_leaves_the_old_files(self):
        for medium in DISCS:
            with self.subTest(medium=medium):
                drives = self.start_disc(medium)
                done = self.cancel(drives, medium)
                self.assertEqual(done.code, 130, done)
                self.assertEqual(done.result["disc"]["state"], "not-added", done)
                self.assert_all_verified(drives, 5)
                if medium in OVERWRITABLE or medium.startswith("cd"):
                    self.add(drives, medium, {"later": b"text"}, "--append")
                    self.assert_all_verified(drives, 6)
                    continue
                later = self.make_folder({"later": b"text"}, f"later-{medium}")
                refused = drives.cli("burn", later, *DRIVE, "--append")
                self.assertEqual(refused.code, 22, refused)
                self.assertIn("interrupted", refused.stdout)
                self.assertIn("can only follow a closed one", refused.stdout)
                # Asking changed nothing.
                self.assert_all_verified(drives, 5)

    def test_first_blocks_are_verified(self):
        drives = self.start_disc("dvd+rw")
        # Behind the sequence's terminator: no reader of the old volume comes there.
        drives.fault("corrupt:lba=47")
        source = self.make_folder({"new": b"text"}, "new")
        done = drives.cli("burn", source, *DRIVE, "--append")
        self.assertEqual((done.code, done.result["code"]), (60, "verify-mismatch"), done)
        self.assertIn("from block 32 on", done.stdout)

    def test_image_file(self):
        drives = self.start_drives("none")
        image = self.folder / "image.iso"
        target = ("--drive", f"image:{image}")
        first = self.make_folder({"a": b"a" * 5000, "b": b"old"}, "first")
        self.assert_success(drives.cli("burn", first, *target, "--filesystem", "iso9660,joliet,rockridge,udf"))
        before = image.read_bytes()
        second = self.make_folder({"b": b"new", "c": b"c"}, "second")
        self.assert_success(drives.cli("burn", second, *target, "--append"))
        after = image.read_bytes()
        self.assertEqual(after[288 * 2048:len(before)], before[288 * 2048:])
        merged = self.make_folder({}, "merged")
        for source in (first, second):
            subprocess.run(["cp", "-a", f"{source}/.", merged], check=True)
        self.assert_readers_agree([(image, merged, 0)])
        self.assert_success(drives.cli("verify", *target))

    def make_attributed(self, home, name, files, attributes):
        source = home / name
        shutil.copytree(self.make_folder(files, f"plain-{name}"), source)
        for path, values in attributes.items():
            for key, value in values.items():
                os.setxattr(source / path, key, value)
        return source

    def test_attributes_are_carried_over(self):
        """Of files and folders, also where the tree is taken from Rock Ridge; new ones count where both have one."""
        home, largest = self.make_attribute_folder()
        old, new, large = ({"user.old": b"old"}, {"user.new": b"new"}, {"user.large": os.urandom(largest)})
        first = {"a": {**old, **large}, "empty": large, "replaced": old, "sub": old, "kept": {**old, **large}}
        second = {"b": new, "replaced": new, "sub": new}
        expected = {**first, **second}
        drives = self.start_drives("none")
        for name, options in {
            "2.01": ("udf", "2.01"), "2.50": ("udf", "2.50"), "bridge": ("iso9660,joliet,rockridge,udf", "2.00"),
            "plain-bridge": ("iso9660,udf", "2.60"),
        }.items():
            with self.subTest(name):
                folder = home / name
                folder.mkdir()
                old_files = {"a": b"a" * 5000, "empty": b"", "replaced": b"old", "sub/x": b"x", "kept/y": b"y"}
                source = self.make_attributed(folder, f"first-{name}", old_files, first)
                image = self.folder / f"{name}.iso"
                target = ("--drive", f"image:{image}")
                self.assert_success(drives.cli("burn", source, *target, "--udf-streams", "--filesystem", options[0],
                                               "--udf-revision", options[1]))
                source = self.make_attributed(folder, f"second-{name}", {"b": b"b", "replaced": b"new", "sub/z": b"z"},
                                              second)
                # Streams need not be asked for once more.
                self.assert_success(drives.cli("burn", source, *target, "--append"))
                self.assert_success(drives.cli("check-udf", image))
                self.assert_success(drives.cli("extract", image, "--to", folder / "out"))
                found = {path: {key: os.getxattr(folder / "out" / path, key)
                                for key in os.listxattr(folder / "out" / path)} for path in expected}
                self.assertEqual(found, expected)

    def test_links_of_udf_stay_links(self):
        source = self.make_folder({"a": b"a"}, "links")
        (source / "to-a").symlink_to("a")
        (source / "elsewhere").symlink_to("/elsewhere/b")
        new = self.make_folder({"new": b"n"}, "new")
        drives = self.start_drives("none")
        for file_systems in ("udf", "iso9660,rockridge,udf"):
            with self.subTest(file_systems):
                image = self.folder / "links.iso"
                image.unlink(missing_ok=True)
                target = ("--drive", f"image:{image}")
                self.assert_success(drives.cli("burn", source, *target, "--filesystem", file_systems,
                                               "--udf-symlinks", "keep"))
                # That need not be asked for once more.
                self.assert_success(drives.cli("burn", new, *target, "--append"))
                to = self.folder / f"links-{len(file_systems)}"
                self.assert_success(drives.cli("extract", image, "--to", to))
                self.assertEqual(os.readlink(to / "to-a"), "a")
                self.assertEqual(os.readlink(to / "elsewhere"), "/elsewhere/b")

    def test_damaged_streams_are_refused(self):
        home, _largest = self.make_attribute_folder()
        source = self.make_attributed(home, "damaged", {"a": b"a"}, {"a": {"user.comment": b"some words here"}})
        new = self.make_folder({"new": b"n"}, "new")
        drives = self.start_drives("none")
        for file_systems in ("udf", "iso9660,joliet,rockridge,udf"):
            with self.subTest(file_systems):
                image = self.folder / "damaged.iso"
                image.unlink(missing_ok=True)
                self.assert_success(drives.cli("image", source, "--output", image, "--udf-streams", "--filesystem",
                                               file_systems, "--udf-revision", "2.01"))
                data = bytearray(image.read_bytes())
                data[data.index(b"some words here")] ^= 1
                image.write_bytes(data)
                done = drives.cli("burn", new, "--drive", f"image:{image}", "--append")
                self.assertEqual(done.result["code"], "refused", done)
                self.assertIn("“comment”", done.stdout)
                self.assertEqual(image.read_bytes(), data)

    def test_hidden_in_one_tree(self):
        """What only Joliet shows would be lost, also what is empty or named much like the manifest."""
        both = self.make_folder({"open": b"o", "empty": b"", "sub/secret": b"s" * 5000, "sub/hollow": b"",
                                 "SHA256SUMS.old": b"old"}, "both")
        new = self.make_folder({"new": b"n"}, "new")
        drives = self.start_drives("none")
        for path in ("sub/secret", "sub/hollow", "SHA256SUMS.old"):
            with self.subTest(path=path):
                image = self.folder / "hidden.iso"
                subprocess.run(["xorrisofs", "-quiet", "-R", "-J", "-hide", Path(path).name, "-o", image, both],
                               check=True)
                before = image.read_bytes()
                done = drives.cli("burn", new, "--drive", f"image:{image}", "--append")
                self.assertEqual(done.result["code"], "refused", done)
                self.assertIn(f"“{path}”", done.stdout)
                self.assertEqual(image.read_bytes(), before)

    def test_names_of_joliet(self):
        """Joliet shortens and changes names; links and empty files are no reason to refuse."""
        files = self.make_folder({"what?": b"", "e" * 100: b"", "d*r/empty": b"", "SHA256SUMS.old": b"old"})
        (files / "link").symlink_to("SHA256SUMS.old")
        new = self.make_folder({"new": b"n"}, "new")
        drives = self.start_drives("none")
        for program in (["xorrisofs"], ["genisoimage"], ["genisoimage", "-f"]):
            with self.subTest(program=program):
                image = self.folder / "names.iso"
                subprocess.run([*program, "-quiet", "-R", "-J", "-o", image, files], check=True,
                               stderr=subprocess.DEVNULL)
                self.assert_success(drives.cli("burn", new, "--drive", f"image:{image}", "--append"))

    def test_relocated_folders(self):
        """What ISO 9660 has to nest less deep is listed once, and nothing is said to be missing."""
        path = "/".join("12345678901")
        files = self.make_folder({f"{path}/deep": b"deep"})
        new = self.make_folder({"new": b"n"}, "new")
        drives = self.start_drives("none")
        for options in (["genisoimage", "-R"], ["genisoimage", "-R", "-hide-rr-moved"], ["xorrisofs", "-R"]):
            with self.subTest(options=options):
                image = self.folder / "deep.iso"
                subprocess.run([*options, "-quiet", "-o", image, files], check=True, stderr=subprocess.DEVNULL)
                listed = self.assert_success(drives.cli("list", image))
                self.assertIn(path + "/deep", listed.stdout)
                self.assert_success(drives.cli("burn", new, "--drive", f"image:{image}", "--append"))

    def test_foreign_session_is_read_to_its_end(self):
        """A volume may count its blocks from the begin of its session, as mkisofs does."""
        drives = self.start_drives("bd-r")
        done = self.assert_success(drives.cli("burn", self.make_folder({"a": b"a"}, "first"), *DRIVE,
                                              "--keep-open", "--filesystem", "iso9660,rockridge"))
        told = self.assert_success(drives.run("cdrskin", "dev=/dev/sr0", "-msinfo"))
        start = int(told.stdout.strip().splitlines()[-1].split(",")[1])
        image = self.folder / "second.iso"
        source = self.make_folder({"b": os.urandom(3 * start * burnish_test.BLOCK_BYTES)}, "second")
        subprocess.run(["genisoimage", "-quiet", "-R", "-C", f"0,{start}", "-o", image, source], check=True,
                       stderr=subprocess.DEVNULL)
        self.assertGreaterEqual(start, done.result["blocks"])
        self.assert_success(drives.run("cdrskin", "dev=/dev/sr0", "-multi", image))
        verified = drives.cli("verify", *DRIVE)
        self.assertEqual(verified.result["code"], "nothing-to-compare", verified)
        blocks = image.stat().st_size // burnish_test.BLOCK_BYTES
        self.assertGreater(blocks, start)
        self.assertEqual((verified.result["start_block"], verified.result["blocks"]), (start, blocks), verified)
        self.assertIn(f"blocks from block {start} on are readable", verified.stdout)
        drives.fault(f"unreadable:lba={start + blocks - 1}")
        self.assertEqual(drives.cli("verify", *DRIVE).result["code"], "read-failed")

    def test_short_image_file(self):
        """An image file that ends before the blocks that say where the volume is."""
        image = self.folder / "short.iso"
        old = self.make_folder({}, "old")
        subprocess.run(["genisoimage", "-quiet", "-R", "-no-pad", "-o", image, old], check=True,
                       stderr=subprocess.DEVNULL)
        self.assertLess(image.stat().st_size, 32 * burnish_test.BLOCK_BYTES)
        new = self.make_folder({"new": b"n"}, "new")
        target = ("--drive", f"image:{image}")
        drives = self.start_drives("none")
        self.assert_success(drives.cli("burn", new, *target, "--append"))
        self.assert_readers_agree([(image, new, 0)])
        self.assert_success(drives.cli("verify", *target))

    def assert_refused(self, drives, text, *arguments, source=None):
        source = source or self.make_folder({"new": b"text"}, f"new-{text}")
        logged = len(drives.log())
        done = drives.cli("burn", source, *DRIVE, "--append", *arguments)
        self.assertNotEqual(done.code, 0, done)
        self.assertIn(text, done.stdout)
        self.assertEqual(list(writes(drives.log()[logged:])), [])

    def test_blank(self):
        self.assert_refused(self.start_drives("dvd+r"), "blank")

    def test_closed(self):
        drives = self.start_drives("dvd+r")
        self.assert_success(drives.cli("burn", self.make_folder({"a": b"a"}), *DRIVE))
        self.assert_refused(drives, "closed")

    def test_copies(self):
        self.assert_refused(self.start_disc("dvd+rw"), "copies", "--copies", "2")

    def test_too_small(self):
        drives = self.start_drives("dvd+rw,capacity=4096")
        self.assert_success(drives.cli("burn", self.make_folder({"a": os.urandom(4_000_000)}), *DRIVE))
        large = self.make_folder({"b": os.urandom(5_000_000)}, "large")
        self.assert_refused(drives, "does not fit", source=large)

    def test_file_over_folder(self):
        source = self.make_folder({"sub": b"a file now"}, "file")
        self.assert_refused(self.start_disc("bd-re"), "is a folder on the disc", source=source)

    def test_own_file_systems(self):
        self.assert_refused(self.start_disc("dvd+rw"), "--append", "--filesystem", "udf")

    def test_virtual_allocation_table(self):
        drives = self.start_drives("dvd+rw")
        source = self.make_folder({"a": b"a" * 5000})
        self.assert_success(drives.cli("burn", source, *DRIVE, "--filesystem", "udf", "--udf-revision", "2.01",
                                       "--udf-vat"))
        self.assert_refused(drives, "allocation table")

    def test_without_manifest_nothing_is_made_up(self):
        drives = self.start_drives("dvd+rw")
        self.assert_success(drives.cli("burn", self.make_folder({"old": b"a" * 5000}), *DRIVE, "--no-manifest"))
        new = self.make_folder({"new": b"b" * 5000}, "new")
        done = self.assert_success(drives.cli("burn", new, *DRIVE, "--append"))
        self.assertIn("have no checksum", str(done.events_of("plan")[0]["notes"]), done)
        verified = self.assert_success(drives.cli("verify", *DRIVE))
        self.assertEqual((verified.result["files"]["verified"], verified.result["files"]["unlisted"]),
                         (1, [{"path": "/old"}]), verified)

    def test_keeping_open_is_refused_where_it_cannot_be(self):
        drives = self.start_drives("dvd-rw,minblank")
        done = drives.cli("burn", self.make_folder({"a": b"a"}), *DRIVE, "--keep-open")
        self.assertEqual(done.code, 21, done)
        self.assertIn("erased completely", done.stdout)


if __name__ == "__main__":
    burnish_test.main()
