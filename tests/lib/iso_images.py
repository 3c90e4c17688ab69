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


def volume_of(path):
    """Whether there is a primary volume descriptor of ISO 9660, and what UDF's descriptor is called, if there is one.

    Both are in the volume recognition sequence from block 16 on (ECMA-119 6.7.1, ECMA-167 2/8.3).
    """
    with open(path, "rb") as file:
        file.seek(16 * 2048)
        names = [file.read(2048)[1:6].decode("latin-1") for _ in range(16)]
    udf = [name for name in names if name.startswith("NSR0")]
    return "CD001" in names, udf[0] if udf else None


def n_blocks(path):
    size = path.stat().st_size
    assert size % 2048 == 0, size
    return size // 2048


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
