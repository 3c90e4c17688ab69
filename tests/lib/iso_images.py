# SPDX-License-Identifier: GPL-2.0-or-later
"""Image files for tests, made by genisoimage."""

import hashlib
import random
import subprocess


def make_iso(folder, name="image.iso", *, label="HOLIDAY", size=2_000_000, options=()):
    """Makes an image of a few files, the largest with SIZE bytes of noise; returns its path."""
    source = folder / f"{name}.source"
    (source / "Photos/2026").mkdir(parents=True)
    (source / "readme.txt").write_bytes(b"What this is about.\n")
    (source / "Photos/2026/beach.jpg").write_bytes(random.Random(1).randbytes(5000))
    (source / "noise.bin").write_bytes(random.Random(2).randbytes(size))
    path = folder / name
    subprocess.run(
        ["genisoimage", "-quiet", "-R", "-J", "-V", label, *options, "-o", path, source],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return path


def n_blocks(path):
    size = path.stat().st_size
    assert size % 2048 == 0, size
    return size // 2048


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
