# SPDX-License-Identifier: GPL-2.0-or-later
"""Folders whose file system keeps extended attributes, which not every one for temporary files does."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

# What Linux passes on at most, and what does not fit into a file entry of UDF: ext4 holds less than
# 4 KiB of all attributes of a file together.
SIZES = (65536, 2000)


def largest_attribute(folder):
    """The largest of SIZES that the folder takes; None for a file system without attributes."""
    for size_bytes in SIZES:
        try:
            os.setxattr(folder, "user.burnish", bytes(size_bytes))
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.ENOSPC, errno.E2BIG):
                raise
            continue
        os.removexattr(folder, "user.burnish")
        return size_bytes
    return None


def make_attribute_folder(test):
    """Makes a folder for a test, and removes it behind it; return it and the size of its largest attribute."""
    found = []
    for parent in (tempfile.gettempdir(), "/dev/shm", os.environ["BURNISH_BUILD"]):
        folder = Path(tempfile.mkdtemp(prefix="burnish-attributes-", dir=parent))
        test.addCleanup(shutil.rmtree, folder)
        size_bytes = largest_attribute(folder)
        if size_bytes is not None:
            found.append((folder, size_bytes))
    test.assertTrue(found, "no file system with extended attributes")
    return max(found, key=lambda pair: pair[1])
