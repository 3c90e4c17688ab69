#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Images as others read them: names as predicted, contents as staged, manifests that hold."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["BURNISH_SOURCE"])
BUILD = Path(os.environ["BURNISH_BUILD"])
MAKE_IMAGE = BUILD / "tests/image/make-image"
sys.path.insert(0, str(SOURCE / "tests/lib"))

from tap import main  # noqa: E402

NASTY = [
    b"plain.txt",
    b"PLAIN.TXT",
    b"Plain.Txt",
    b"with space and 'quotes' \"double\"",
    b"new\nline",
    b"back\\slash",
    b"carriage\rreturn",
    b"tab\tbell\x07",
    b"latin-\xe4\xf6\xfc",
    b"\xe4",
    b"\xff\xfe",
    "naïve-ÄÖÜ-日本語".encode(),
    "emoji-\U0001f600".encode(),
    b".hidden",
    b"...",
    b"-rf",
    b"~",
    b"*?:;<>|",
    b"dots.in.the.middle.tar.gz",
    b"trailing.",
    b"noextension",
    b"n" * 64 + b"-first",
    b"n" * 64 + b"-second",
    b"n" * 249 + b".txt",
    b"m" * 253,
    b"o" * 255,
    b"p" * 251 + b"\xe4\xe4\xe4\xe4",
    b"a;1",
]


def run(*command, **keywords):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **keywords).stdout


class ReadersTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="burnish-readers-")
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.tree = self.folder / "tree"
        self.tree.mkdir()
        self.image = self.folder / "image.iso"

    def make(self, *options, image=None, env=None):
        done = subprocess.run(
            [MAKE_IMAGE, *options, self.tree, image or self.image],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def names(self, *options):
        """{tree: {path: name or None}} as the layout predicts, all bytes."""
        found = {}
        for line in self.make("--names", *options).decode().splitlines():
            tree, path, name = line.split(" ")
            found.setdefault(tree, {})[bytes.fromhex(path)] = (
                None if name == "-" else bytes.fromhex(name)
            )
        return found

    def write(self, name, contents):
        path = os.path.join(os.fsencode(self.tree), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(contents)

    def write_nasty(self):
        for folder in (b"", b"folder/"):
            for i, name in enumerate(NASTY):
                self.write(folder + name, b"%d\n" % i * i)

    def extract(self):
        """Rock Ridge by xorriso, which shares libisofs but not our reading of its trees."""
        target = self.folder / "extracted"
        run(
            "xorriso", "-no_rc", "-charset", "UTF-8", "-report_about", "WARNING", "-osirrox", "on",
            "-indev", self.image, "-extract", "/", target,
        )  # fmt: skip
        subprocess.run(["chmod", "-R", "u+rwX", target], check=True)
        return target

    def isoinfo(self, *options):
        """{folder: [names]} of isoinfo -l, which shows the names' bytes."""
        listing = run(
            "isoinfo", "-l", *options, "-i", self.image, env={**os.environ, "LC_ALL": "C.UTF-8"}
        )
        folders, names = {}, None
        for line in listing.split(b"\n"):
            if line.startswith(b"Directory listing of "):
                names = folders.setdefault(line[len(b"Directory listing of ") :], [])
            elif line and names is not None:
                name = line.split(b"] ", 1)[1].lstrip(b" ")
                names.append(name[:-1] if name.endswith(b" ") else name)
        return folders

    @staticmethod
    def latin(name):
        """A Joliet name as isoinfo shows it: ISO 8859-1, and _ for every other 16 bits."""
        units = memoryview(name.decode().encode("utf-16-le")).cast("H")
        return bytes(unit if unit < 256 else ord("_") for unit in units)

    def test_nasty_names_and_contents(self):
        self.write_nasty()
        os.symlink("plain.txt", self.tree / "link")
        os.symlink(b"to-\xe4/../x", os.path.join(os.fsencode(self.tree), b"bytes-link"))
        os.mkdir(self.tree / "empty folder")
        self.make()
        target = os.fsencode(self.extract())
        source = os.fsencode(self.tree)
        found = {}
        for parent, folders, files in os.walk(target):
            for name in folders + files:
                path = os.path.join(parent, name)
                found[os.path.relpath(path, target)] = path
        for parent, folders, files in os.walk(source):
            for name in folders + files:
                path = os.path.join(parent, name)
                relative = os.path.relpath(path, source)
                if len(name) > 253:
                    # Cut; the manifest test finds it.
                    continue
                self.assertIn(relative, found)
                copy = found.pop(relative)
                if os.path.islink(path):
                    self.assertEqual(os.readlink(copy), os.readlink(path))
                elif os.path.isfile(path):
                    with open(path, "rb") as a, open(copy, "rb") as b:
                        self.assertEqual(a.read(), b.read(), relative)
        cut = [name for name in NASTY if len(name) > 253]
        self.assertEqual(len(found), 2 * len(cut) + 1, list(found))

    def test_names_as_predicted(self):
        """What isoinfo shows is what the layout told, in every tree."""
        for i, name in enumerate(NASTY):
            if b"\n" not in name:  # isoinfo would break the line
                self.write(b"folder/" + name, b"x" * i)
        for options, tree, flag in (
            ((), "iso9660", ()),
            (("--level", "1"), "iso9660", ()),
            (("--level", "1", "--no-rock-ridge"), "iso9660", ()),
            ((), "rock-ridge", ("-R",)),
            ((), "joliet", ("-J",)),
            (("--long-names",), "joliet", ("-J",)),
        ):
            with self.subTest(tree=tree, options=options):
                names = self.names("--no-manifest", *options)[tree]
                predicted = sorted(n for path, n in names.items() if path.startswith(b"/folder/"))
                self.assertEqual(len(set(predicted)), len(predicted))
                listing = self.isoinfo(*flag)
                folder = names[b"/folder"]
                shown = listing[b"/" + folder + (b"/" if b"/" + folder + b"/" in listing else b"")]
                if tree == "rock-ridge":
                    shown = [n.decode(errors="replace").encode() for n in shown]
                if tree == "joliet":
                    predicted = [self.latin(name) for name in predicted]
                shown = sorted(n for n in shown if n not in (b"", b".", b".."))
                self.assertEqual(shown, sorted(predicted))

    def test_manifest(self):
        self.write_nasty()
        self.write(b"a", b"linked")
        os.link(self.tree / "a", self.tree / "b")
        self.make()
        target = self.extract()
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", "SHA256SUMS"],
            cwd=target,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout.count(b": OK\n"), 2 * len(NASTY) + 2)
        # A changed file is found.
        with open(target / "a", "r+b") as file:
            file.write(b"L")
        self.assertNotEqual(
            subprocess.run(
                ["sha256sum", "--quiet", "-c", "SHA256SUMS"],
                cwd=target,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode,
            0,
        )

    def test_attributes_and_hard_links(self):
        self.write(b"a", b"linked")
        os.link(self.tree / "a", self.tree / "b")
        os.chmod(self.tree / "a", 0o640)
        os.utime(self.tree / "a", (1234567890, 1234567890))
        os.mkdir(self.tree / "d", 0o750)
        self.write(b"old", b"before the epoch")
        os.utime(self.tree / "old", (-86400 * 365, -86400 * 365))
        self.make()
        listing = run("isoinfo", "-l", "-R", "-i", self.image, env={**os.environ, "TZ": "UTC"})
        lines = {line.split()[-1]: line.split() for line in listing.decode().splitlines() if line}
        self.assertEqual(lines["a"][:2], ["-rw-r-----", "2"])
        self.assertEqual(lines["b"][:2], ["-rw-r-----", "2"])
        self.assertEqual(lines["a"][5:8], ["Feb", "13", "2009"])
        self.assertEqual(lines["old"][5:8], ["Jan", "1", "1969"])
        self.assertEqual(lines["d"][0], "drwxr-x---")
        self.assertEqual(lines["SHA256SUMS"][0], "-r--r--r--")

    def test_reproducible(self):
        self.write_nasty()
        other = self.folder / "other.iso"
        self.make(env={"TZ": "Asia/Tokyo", "LC_ALL": "C"})
        self.make(image=other, env={"TZ": "America/New_York", "LC_ALL": "C.UTF-8"})
        self.assertEqual(self.image.read_bytes(), other.read_bytes())

    def test_7z(self):
        for i in range(50):
            self.write(b"d%d/file %d.txt" % (i % 7, i), os.urandom(i * 1000))
        self.make()
        target = self.folder / "7z"
        run("7z", "x", f"-o{target}", self.image)
        for path in self.tree.rglob("*"):
            copy = target / path.relative_to(self.tree)
            if path.is_file():
                self.assertEqual(copy.read_bytes(), path.read_bytes(), path)

    def test_over_4_gib(self):
        size = 4 * 1024**3 + 12345
        with open(self.tree / "large", "wb") as file:
            file.truncate(size)
            file.seek(size - 5)
            file.write(b"tail\n")
        self.write(b"z", b"behind")
        self.make("--no-manifest")
        self.assertGreater(self.image.stat().st_size, size)
        extract = subprocess.Popen(
            ["7z", "x", "-so", self.image, "large"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        length, last = 0, b""
        while piece := extract.stdout.read(1 << 20):
            length += len(piece)
            last = (last + piece)[-5:]
        extract.stdout.close()
        self.assertEqual(extract.wait(), 0)
        self.assertEqual((length, last), (size, b"tail\n"))
        self.assertEqual(run("isoinfo", "-R", "-x", "/z", "-i", self.image), b"behind")


if __name__ == "__main__":
    main()
