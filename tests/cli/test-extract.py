#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What comes out of an image is what went in, nothing is written elsewhere, and damage is told."""

import os
import shutil
import stat
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_test

BLOCK = 2048
FILE_ENTRY = (261).to_bytes(2, "little")  # ECMA-167 4/7.2.1
EXTENDED_FILE_ENTRY = (266).to_bytes(2, "little")
KINDS = {
    "iso9660": ["--filesystem", "iso9660,joliet,rockridge"],
    "bridge": ["--filesystem", "iso9660,joliet,rockridge,udf", "--udf-symlinks", "keep"],
}
for revision in ("1.02", "1.50", "2.00", "2.01", "2.50", "2.60"):
    KINDS[revision] = ["--filesystem", "udf", "--udf-revision", revision, "--udf-symlinks", "keep"]
KINDS["embedded"] = KINDS["2.01"] + ["--udf-embed"]
KINDS["vat"] = KINDS["2.01"] + ["--udf-vat"]

FILES = {
    "a file": b"contents",
    "empty": b"",
    "folder/2047": b"x" * 2047,
    "folder/2049": b"y" * 2049,
    "folder/ünï 😀": os.urandom(300_000),
    "folder/deep/er/file": b"deep",
}

ATTRIBUTES = {
    "a file": {"user.comment": b"from a camera\0", "user.xdg.tags": "grün,blau".encode(), "user.nothing": b""},
    "folder/2049": {"user.as much as fits": bytes(range(229)) * 8},
    "empty folder": {"user.xdg.comment": b"nothing in here"},
    "folder": {"user.comment": b"a folder", "user.too large for its entry": bytes(range(250)) * 8},
    "folder/ünï 😀": {f"user.attribute {i}, 😀" + "n" * i: b"%d" % i for i in range(30)},
}


def describe(folder, microseconds):
    """Everything below a folder: path → what is to be kept."""
    found = {}
    for top, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(top) / name
            info = path.lstat()
            mtime = info.st_mtime_ns // 1000
            entry = [stat.S_IFMT(info.st_mode), mtime if microseconds else mtime // 1_000_000]
            if path.is_symlink():
                entry.append(os.readlink(path))
            else:
                entry.append(stat.S_IMODE(info.st_mode))
                entry.append(path.read_bytes() if path.is_file() else None)
            found[str(path.relative_to(folder))] = entry
    return found


def crc(data):
    """CRC-ITU-T (ECMA-167 3/7.2.6)."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = value << 1 ^ (0x1021 if value & 0x8000 else 0)
        value &= 0xFFFF
    return value


def seal(data, start):
    """Makes the tag of a changed descriptor right again (ECMA-167 3/7.2)."""
    size_bytes = int.from_bytes(data[start + 10: start + 12], "little")
    data[start + 8: start + 10] = crc(data[start + 16: start + 16 + size_bytes]).to_bytes(2, "little")
    data[start + 4] = (sum(data[start: start + 16]) - data[start + 4]) % 256


class Extract(burnish_test.TestCase):
    def setUp(self):
        super().setUp()
        self.drives = self.start_drives("none")

    def make_source(self):
        source = self.make_folder(FILES)
        (source / "folder" / "link").symlink_to("../a file")
        os.link(source / "a file", source / "second name")
        (source / "a file").chmod(0o640)
        (source / "folder" / "deep").chmod(0o750)
        os.utime(source / "empty", ns=(0, -1_500_000_000))
        os.utime(source / "folder", ns=(0, 1_234_567_890_123_456_000))
        return source

    def make_image(self, source, *options):
        image = self.folder / "image.iso"
        self.assert_success(self.drives.cli("image", source, "--output", image, "--yes", "--no-manifest", *options))
        return image

    def extract(self, image, *arguments):
        return self.drives.cli("extract", image, *arguments)

    def test_round_trip(self):
        source = self.make_source()
        for name, options in KINDS.items():
            with self.subTest(name):
                image = self.make_image(source, *options)
                target = self.folder / f"out-{name}"
                done = self.assert_success(self.extract(image, "--to", target))
                udf = name != "iso9660"
                self.assertEqual(describe(target, udf), describe(source, udf))
                self.assertEqual(done.events_of("extracted")[0]["files"], 7, done)
                if udf:
                    self.assertEqual((target / "a file").stat().st_ino, (target / "second name").stat().st_ino)

    def test_list_says_the_same(self):
        source = self.make_source()
        for name, options in KINDS.items():
            with self.subTest(name):
                done = self.assert_success(self.drives.cli("list", self.make_image(source, *options)))
                nodes = {node["path"]: node for node in done.events_of("node")}
                self.assertEqual(set(nodes), set(describe(source, True)), done)
                self.assertEqual(nodes["folder/link"]["target"], "../a file")
                self.assertEqual(nodes["folder/2049"]["size_bytes"], 2049)

    def make_source_with_attributes(self):
        """A source whose files and folders have extended attributes, one of them as large as can be."""
        self.home, size_bytes = self.make_attribute_folder()
        self.attributes = {**ATTRIBUTES, "folder/deep/er/file": {"user.large": os.urandom(size_bytes)}}
        source = self.home / "source"
        shutil.copytree(self.make_source(), source, symlinks=True)
        (source / "second name").unlink()
        os.link(source / "a file", source / "second name")
        (source / "empty folder").mkdir()
        for path, attributes in self.attributes.items():
            for name, value in attributes.items():
                os.setxattr(source / path, name, value)
        return source

    def read_attributes(self, folder):
        """Those of the user, of all files and folders that have some."""
        paths = [*FILES, "folder", "folder/deep", "empty folder"]
        found = {path: {name: os.getxattr(folder / path, name) for name in os.listxattr(folder / path)
                        if name.startswith("user.")}
                 for path in paths if (folder / path).exists()}
        return {path: attributes for path, attributes in found.items() if attributes}

    def test_attributes_are_streams(self):
        source = self.make_source_with_attributes()
        for name in ("2.00", "2.01", "2.50", "2.60", "embedded", "vat"):
            with self.subTest(name):
                target = self.home / f"out-{name}"
                image = self.make_image(source, "--udf-streams", *KINDS[name])
                self.assert_success(self.extract(image, "--to", target))
                self.assertEqual(self.read_attributes(target), self.attributes)
                self.assertEqual(describe(target, True), describe(source, True))
                self.assertEqual((target / "a file").stat().st_ino, (target / "second name").stat().st_ino)
        without = self.home / "without"
        self.assert_success(self.extract(self.make_image(source, *KINDS["2.50"]), "--to", without))
        self.assertEqual(self.read_attributes(without), {})

    def test_attributes_of_a_bridge(self):
        source = self.make_source_with_attributes()
        image = self.make_image(source, "--udf-streams", "--udf-revision", "2.50", *KINDS["bridge"])
        self.assert_success(self.drives.cli("check-udf", image))
        target = self.home / "out"
        self.assert_success(self.extract(image, "--to", target))
        self.assertEqual(self.read_attributes(target), self.attributes)

    def test_a_lost_stream_is_told(self):
        """What the file itself holds, and its other streams, come all the same."""
        image = self.make_image(self.make_source_with_attributes(), "--udf-streams", *KINDS["2.01"])
        data = bytearray(image.read_bytes())
        value = self.attributes["a file"]["user.comment"]
        self.assertEqual(data.count(value), 1)
        data[data.index(value)] ^= 1
        image.write_bytes(data)
        target = self.home / "out"
        done = self.extract(image, "--to", target)
        self.assertEqual(done.result["code"], "read-failed", done)
        told = done.events_of("not-extracted")
        self.assertEqual([event["path"] for event in told], ["a file"], done)
        self.assertIn("comment", told[0]["message"])
        self.assertEqual((target / "a file").read_bytes(), FILES["a file"])
        expected = {name: value for name, value in self.attributes["a file"].items() if name != "user.comment"}
        self.assertEqual(self.read_attributes(target), {**self.attributes, "a file": expected})

    def test_a_lost_stream_directory_leaves_the_file(self):
        source = self.make_source_with_attributes()
        os.setxattr(source / "empty", "user.note", b"value")
        image = self.make_image(source, "--udf-streams", *KINDS["2.01"])
        for size_bytes, path in ((0, "empty"), (2049, "folder/2049")):
            with self.subTest(path):
                data = bytearray(image.read_bytes())
                entry = self.find_entry(data, size_bytes, with_streams=True)
                # The entry of the stream directory is behind that of the file.
                data[(entry + 1) * BLOCK + 60] ^= 1
                damaged = self.folder / "damaged.iso"
                damaged.write_bytes(data)
                target = self.home / f"out-{size_bytes}"
                done = self.extract(damaged, "--to", target)
                self.assertEqual(done.result["code"], "read-failed", done)
                told = done.events_of("not-extracted")
                self.assertEqual([event["path"] for event in told], [path], done)
                self.assertIn("named streams", told[0]["message"])
                self.assertEqual(describe(target, True), describe(source, True))
                self.assertEqual(done.events_of("extracted")[0]["files"], 7, done)

    def test_attributes_left_out_are_told(self):
        source = self.make_source_with_attributes()
        os.setxattr(source / "empty", "user.a/b", b"x")
        os.setxattr(source / "folder", "user.*UDF Backup", b"x")
        done = self.assert_success(self.drives.cli("tree", source, "--udf-streams", *KINDS["2.50"]))
        self.assertEqual([event["path"] for event in done.events_of("attributes-left-out")],
                         ["/empty", "/folder"], done)
        done = self.assert_success(self.drives.cli("image", source, "--output", self.folder / "image.iso", "--yes",
                                                   "--udf-streams", *KINDS["2.50"]))
        self.assertEqual(done.events_of("plan")[0]["notes"],
                         [f"Some extended attributes are left out: {path}" for path in ("/empty", "/folder")], done)

    def test_streams_that_the_target_does_not_take_are_told(self):
        """ramfs has no attributes of users."""
        image = self.make_image(self.make_source_with_attributes(), "--udf-streams", *KINDS["2.50"])
        done = self.drives.run(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            'mount -t ramfs none "$1" && exec "$0" extract --json "$2" --to "$1"',
            burnish_test.CLI, self.make_folder({}, "ramfs"), image).check_events()
        self.assertEqual(done.result["code"], "not-supported", done)
        self.assertEqual({event["path"] for event in done.events_of("not-extracted")}, set(self.attributes), done)
        self.assertEqual(done.events_of("extracted")[0]["files"], 7, done)

    def test_members(self):
        image = self.make_image(self.make_source(), *KINDS["2.50"])
        target = self.folder / "out"
        self.assert_success(self.extract(image, "/folder/deep", "empty", "--to", target))
        self.assertEqual(set(describe(target, True)),
                         {"empty", "folder", "folder/deep", "folder/deep/er", "folder/deep/er/file"})
        done = self.extract(image, "not there", "--to", self.folder / "never")
        self.assertEqual((done.code, done.result["code"]), (30, "source-missing"), done)
        self.assertFalse((self.folder / "never").exists())

    def test_what_is_there_stays(self):
        image = self.make_image(self.make_source(), *KINDS["1.02"])
        target = self.folder / "out"
        target.mkdir()
        (target / "a file").write_bytes(b"mine")
        done = self.extract(image, "--to", target)
        self.assertEqual((done.code, done.result["code"]), (40, "target-exists"), done)
        self.assertEqual([event["path"] for event in done.events_of("not-extracted")], ["a file"], done)
        self.assertEqual((target / "a file").read_bytes(), b"mine")
        self.assertEqual((target / "folder/2047").read_bytes(), FILES["folder/2047"])
        self.assert_success(self.extract(image, "--to", target, "--overwrite"))
        self.assertEqual((target / "a file").read_bytes(), b"contents")

    def test_no_link_is_followed(self):
        image = self.make_image(self.make_source(), *KINDS["2.01"])
        outside = self.make_folder({"secret": b"mine"}, "outside")
        target = self.folder / "out"
        target.mkdir()
        (target / "folder").symlink_to(outside)
        (target / "a file").symlink_to(outside / "secret")
        done = self.extract(image, "--to", target, "--overwrite")
        self.assertEqual((done.code, done.result["code"]), (40, "target-exists"), done)
        self.assertEqual([path.name for path in outside.iterdir()], ["secret"])
        self.assertEqual((outside / "secret").read_bytes(), b"mine")
        self.assertEqual((target / "a file").read_bytes(), b"contents")
        self.assertFalse((target / "a file").is_symlink())

    def find_entry(self, data, size_bytes, with_streams=False):
        """The block of the extended file entry of the file that has this size."""
        return next(block for block in range(257, len(data) // BLOCK)
                    if data[block * BLOCK: block * BLOCK + 2] == EXTENDED_FILE_ENTRY
                    and data[block * BLOCK + 56: block * BLOCK + 64] == size_bytes.to_bytes(8, "little")
                    and (any(data[block * BLOCK + 152: block * BLOCK + 156]) or not with_streams))

    def test_holes_stay_holes(self):
        image = self.make_image(self.make_source(), *KINDS["2.01"])
        data = bytearray(image.read_bytes())
        entry = self.find_entry(data, 300_000) * BLOCK
        attributes = int.from_bytes(data[entry + 208: entry + 212], "little")
        # Not recorded and not allocated: type 2, in the upper two bits of the length (ECMA-167 4/14.14.1.1).
        data[entry + 216 + attributes + 3] |= 0x80
        seal(data, entry)
        image.write_bytes(data)
        target = self.folder / "out"
        self.assert_success(self.extract(image, "--to", target))
        file = target / "folder/ünï 😀"
        self.assertEqual(file.read_bytes(), bytes(300_000))
        self.assertLess(file.stat().st_blocks * 512, 65536)

    def test_a_full_target_ends_it(self):
        image = self.make_image(self.make_source(), *KINDS["2.50"])
        done = self.drives.run(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            'mount -t tmpfs -o size=128k none "$1" && exec "$0" extract --json "$2" --to "$1"',
            burnish_test.CLI, self.make_folder({}, "small"), image).check_events()
        self.assertEqual((done.code, done.result["code"]), (41, "target-full"), done)

    def test_lost_contents_are_told(self):
        source = self.make_source()
        image = self.make_image(source, *KINDS["2.01"])
        data = bytearray(image.read_bytes())
        entry = self.find_entry(data, 300_000)
        data[entry * BLOCK + 60] ^= 1
        image.write_bytes(data)
        target = self.folder / "out"
        done = self.extract(image, "--to", target)
        self.assertEqual((done.code, done.result["code"]), (61, "read-failed"), done)
        self.assertEqual([event["path"] for event in done.events_of("not-extracted")], ["folder/ünï 😀"], done)
        expected = describe(source, True)
        found = describe(target, True)
        del expected["folder/ünï 😀"]
        self.assertEqual(found, expected)
        listed = self.drives.cli("list", image)
        self.assertEqual((listed.code, listed.result["code"]), (32, "image-invalid"), listed)
        self.assertEqual([node["path"] for node in listed.events_of("node") if node.get("damaged")], ["folder/ünï 😀"])

    def test_a_copy_is_not_overwritten_by_another(self):
        """Two names that the target takes for one: of both, which are too long for it, the same is left."""
        middle = "x" * 140
        image = self.make_image(self.make_folder({middle + "ab": b"first", middle + "bA": b"other"}), *KINDS["2.01"])
        data = bytearray(image.read_bytes())
        for end in (b"ab", b"bA"):
            name = data.index(middle.encode() + end)
            # From 140 to 280 bytes of UTF-8; one each in the image (UDF 2.1.1).
            data[name: name + 140] = "ä".encode("latin-1") * 140
            seal(data, name - 1 - 38)
        image.write_bytes(data)
        target = self.folder / "out"
        done = self.extract(image, "--to", target, "--overwrite")
        self.assertEqual((done.code, done.result["code"]), (40, "target-exists"), done)
        self.assertEqual([event["path"] for event in done.events_of("not-extracted")], ["ä" * 140 + "bA"], done)
        self.assertEqual([file.read_bytes() for file in target.iterdir()], [b"first"])
        self.assertEqual(done.events_of("extracted")[0]["files"], 1, done)
        # What was there before makes way all the same.
        next(target.iterdir()).write_bytes(b"mine")
        self.assertEqual(self.extract(image, "--to", target, "--overwrite").code, 40)
        self.assertEqual([file.read_bytes() for file in target.iterdir()], [b"first"])

    def test_no_image(self):
        nothing = self.folder / "nothing"
        nothing.write_bytes(b"\0" * 400 * BLOCK)
        for verb in ("list", "extract"):
            done = self.drives.cli(verb, nothing)
            self.assertEqual((done.code, done.result["code"]), (32, "image-invalid"), done)
            self.assertEqual(self.drives.cli(verb).code, 2)


class Verify(burnish_test.TestCase):
    """Discs that only have UDF carry their checksums, too."""

    def burn(self, medium, *options):
        drives = self.start_drives(medium)
        source = self.make_folder(FILES)
        self.assert_success(drives.cli("burn", source, "--drive", "/dev/sr0", *options))
        return drives

    def test_good_discs(self):
        for medium, revision in (("bd-re", "2.50"), ("dvd+r", "2.01"), ("cd-r", "1.50"), ("bd-r", "2.60")):
            with self.subTest(medium):
                drives = self.burn(medium, "--filesystem", "udf", "--udf-revision", revision)
                done = self.assert_success(drives.cli("verify", "--drive", "/dev/sr0"))
                self.assertEqual(done.result["files"]["verified"], len(FILES), done)
                shutil.rmtree(self.folder / "source")

    def test_discs_with_a_virtual_allocation_table(self):
        for medium, revision in (("cd-r", "1.50"), ("dvd+r", "2.01"), ("bd-r", "2.60")):
            with self.subTest(medium):
                drives = self.burn(medium, "--filesystem", "udf", "--udf-revision", revision, "--udf-vat")
                done = self.assert_success(drives.cli("verify", "--drive", "/dev/sr0"))
                self.assertEqual(done.result["files"]["verified"], len(FILES), done)
                shutil.rmtree(self.folder / "source")

    def test_damage_is_named(self):
        drives = self.start_drives("bd-re")
        image = self.folder / "image.iso"
        source = self.make_folder(FILES)
        self.assert_success(drives.cli("image", source, "--output", image, *KINDS["2.50"]))
        start = image.read_bytes().index(FILES["folder/ünï 😀"]) // BLOCK
        self.assert_success(drives.cli("burn-image", image, "--drive", "/dev/sr0"))
        drives.fault(f"corrupt:lba={start + 3}")
        done = drives.cli("verify", "--drive", "/dev/sr0")
        self.assertEqual((done.code, done.result["code"]), (60, "verify-mismatch"), done)
        self.assertEqual([file["path"] for file in done.result["files"]["damaged"]], ["/folder/ünï 😀"], done)
        self.assertEqual(done.result["files"]["verified"], len(FILES) - 1, done)

    def test_damage_in_structures_is_told(self):
        source = self.make_folder(FILES)
        for name in ("2.01", "bridge"):
            with self.subTest(name):
                drives = self.start_drives("dvd+r")
                image = self.folder / f"{name}.iso"
                self.assert_success(drives.cli("image", source, "--output", image, *KINDS[name]))
                data = image.read_bytes()
                # The file entry of the root, which nothing has a copy of below 2.50.
                entry = next(block for block in range(288, len(data) // BLOCK)
                             if data[block * BLOCK: block * BLOCK + 2] in (FILE_ENTRY, EXTENDED_FILE_ENTRY))
                self.assert_success(drives.cli("burn-image", image, "--drive", "/dev/sr0"))
                drives.fault(f"unreadable:lba={entry}")
                done = drives.cli("verify", "--drive", "/dev/sr0")
                self.assertEqual((done.code, done.result["code"]), (60, "verify-mismatch"), done)
                self.assertIn("structures", done.result["message"], done)


if __name__ == "__main__":
    burnish_test.main()
