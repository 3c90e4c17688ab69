# SPDX-License-Identifier: GPL-2.0-or-later
"""UDF images of Burnish for tests: hard trees in every revision, alone and as a bridge."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
BUILD = Path(os.environ["BURNISH_BUILD"])
IMAGECHECK = BUILD / "tests/imagecheck"
MAKE_IMAGE = BUILD / "tests/image/make-image"
sys.dont_write_bytecode = True
sys.path[:0] = [str(SOURCE / "tests/imagecheck"), str(SOURCE / "tests/lib")]

from checker import Image  # noqa: E402
from trees import make_tree, write  # noqa: E402
from volume import JOLIET, ROCK_RIDGE, UDF  # noqa: E402

REVISIONS = ("1.02", "1.50", "2.00", "2.01", "2.50", "2.60")
# Files that are younger than the image are recorded with its time: 2100.
IMAGE_TIME = 4_102_444_800
ISO = frozenset({ROCK_RIDGE, JOLIET})
ATTRIBUTES = frozenset({"mode", "mtime", "owner", "nlink"})

NAMES = (
    b"A" * 253, b"B" * 254, b"c" * 250 + b"\xc3\xa4", "ж".encode() * 126, "ж".encode() * 127,
    "日".encode() * 84, ("smile " + "\U0001f600" * 40).encode(), "é".encode() * 126, b"a:b",
    b'q?*"<>|', b"back\\slash", b"carriage\rreturn", b"bell\x07", b"con", b"~", b"twin", b"TWIN",
    b"Twin", "straße".encode(), "STRASSE".encode(), b"\xff\xfe", "\ufeffmark".encode(),
    "e\u0301".encode(), "\u00e9".encode(), b"ends with blank ", b"dots.in.the.middle.tar.gz",
)  # fmt: skip
# Nanoseconds since 1970: 1901, one microsecond before, now, 2040, 2099.
TIMES = (-2_177_452_800_000_000_000, -1_000, 1_763_729_999_123_456_000, 2_208_988_800_000_001_000,
         4_070_908_799_999_999_000)  # fmt: skip
LARGE_BYTES = (5 << 30) + 12_345


def make_nasty_tree(folder):
    """All that is hard for ISO 9660 too, and what is hard for UDF."""
    make_tree(folder)
    names = folder / "names"
    for i, name in enumerate(NAMES):
        write(names, os.fsdecode(name), b"%d\n" % i * (i + 1))
    for size in (1, 2047, 2048, 2049, 4096, 70_001):
        write(folder, f"sizes/{size}", os.urandom(size))
    for i, time in enumerate(TIMES):
        write(folder, f"times/{i}", b"%d" % i, 0o604, time)
    write(folder, "/".join(f"level {i}" for i in range(60)) + "/leaf", b"leaf")
    for i in range(60):
        write(folder, f"many/file {i}", b"%d" % i * i)
    for i in range(5):
        os.link(folder / "modes", folder / f"folder/data {i}")
    (folder / "times/folder").mkdir()
    os.utime(folder / "times/folder", ns=(TIMES[0], TIMES[0]))


def make_resolved_tree(source, folder):
    """What UDF has without symbolic links: files in place of links that lead to one in the tree."""
    subprocess.run(["cp", "-al", source, folder], check=True)
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink():
            continue
        target = os.readlink(path)
        file = Path(os.path.normpath(path.parent / target))
        path.unlink()
        if not target.startswith("/") and file.is_relative_to(folder) and file.is_file():
            os.link(file, path)
    for parent, _, _ in os.walk(source):
        copy = folder / os.path.relpath(parent, source)
        status = os.stat(parent)
        os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))


def make_large_tree(folder):
    """A sparse file of 5 GiB, with data at the ends and on both sides of 1 and 4 GiB."""
    write(folder, "small", b"small")
    with open(folder / "large", "wb") as file:
        for offset in (0, (1 << 30) - 7, (4 << 30) - 2048 - 7, (4 << 30) - 7, LARGE_BYTES - 4):
            file.seek(offset)
            file.write(b"%d data" % offset)
        file.truncate(LARGE_BYTES)


@dataclass(frozen=True)
class Case:
    """One image to be made, and what it is."""

    name: str
    revision: str
    is_bridge: bool = False
    options: tuple = ()

    @property
    def keeps_symlinks(self):
        return "--keep-symlinks" in self.options

    @property
    def has_vat(self):
        return "--vat" in self.options

    def make(self, folder, tree):
        """Writes the image of a tree into a folder."""
        path = folder / f"{self.name}.iso"
        command = [MAKE_IMAGE, "--udf", self.revision, "--no-manifest",
                   f"--fixed-time={IMAGE_TIME}", *self.options]  # fmt: skip
        if not self.is_bridge:
            command.append("--no-iso")
        done = subprocess.run([*command, tree, path], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{self.name}: {done.stderr}")
        return path

    def images(self, path, tree, resolved, **options):
        """What the checker shall look at: both file systems of a bridge by themselves."""
        attributes = ATTRIBUTES | ({"symlink"} if self.keeps_symlinks else set())
        udf = Image(path, tree if self.keeps_symlinks else resolved, attributes=attributes,
                    revision=self.revision, only=frozenset({UDF}), **options)  # fmt: skip
        if not self.is_bridge:
            return [udf]
        attributes = ATTRIBUTES | {"symlink"}
        # Linux keeps times of ISO 9660 in 32 bits, which end in 2038.
        if options["mount"] != "none":
            attributes -= {"mtime"}
        return [udf, Image(path, tree, attributes=attributes, only=ISO, **options)]

    def readers(self):
        """The readers of user space that look at it."""
        names = {"volume", "lint:udf", "udfinfo:udf"}
        if "".join(self.options).isascii():
            names.add("udfclient:udf")
        if not self.has_vat:
            names.add("libudfread:udf")
            if not self.keeps_symlinks:
                names.add("7z:udf")
            if not self.is_bridge and self.revision < "2.50":
                names.add("grub:udf")
        if self.is_bridge:
            names |= {"extents:udf", "xorriso:rockridge", "isoinfo:rockridge", "isoinfo:joliet",
                      "7z:joliet"}  # fmt: skip
        return names

    def mounts(self):
        """How the kernel mounts it."""
        return "all" if self.is_bridge else "udf"


CASES = (
    *(Case(f"plain-{revision}", revision) for revision in REVISIONS),
    *(Case(f"bridge-{revision}", revision, is_bridge=True) for revision in REVISIONS),
    *(Case(f"vat-{revision}", revision, options=("--vat",)) for revision in REVISIONS[1:]),
    *(Case(f"symlinks-{revision}", revision, options=("--keep-symlinks",))
      for revision in ("1.02", "2.01", "2.50")),
    Case("symlinks-bridge-2.01", "2.01", is_bridge=True, options=("--keep-symlinks",)),
    Case("single-2.50", "2.50", options=("--no-duplicate",)),
    Case("single-bridge-2.60", "2.60", is_bridge=True, options=("--no-duplicate",)),
    *(Case(f"embed-{revision}", revision, options=("--embed",)) for revision in ("1.02", "2.50")),
    Case("name-2.01", "2.01", options=("--volume-id=Größe 大",)),
)  # fmt: skip

STREAM_CASES = (
    *(Case(f"streams-{revision}", revision, options=("--streams",)) for revision in REVISIONS[2:]),
    *(Case(f"streams-vat-{revision}", revision, options=("--streams", "--vat")) for revision in ("2.00", "2.60")),
    *(Case(f"streams-bridge-{revision}", revision, is_bridge=True, options=("--streams",))
      for revision in ("2.01", "2.50")),
    Case("streams-single-2.50", "2.50", options=("--streams", "--no-duplicate")),
    Case("streams-embed-2.01", "2.01", options=("--streams", "--embed")),
)  # fmt: skip
