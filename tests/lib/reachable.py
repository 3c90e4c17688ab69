# SPDX-License-Identifier: GPL-2.0-or-later
"""Lets another user run what was built: a checkout may lie in a folder that only its owner can enter."""

import atexit
import os
import shutil
import stat
import tempfile
from pathlib import Path

# Programs, libraries and scripts that tests run as another user, at the places where they look for each other.
BUILT = ["src/cli/burnish-cli", "src/libburnish/*.so*", "tests/mmc-drive/*", "tests/device/*"]
SOURCES = ["tests/drive/*.py", "tests/device/*.py", "tests/lib/*.py"]


def _is_open(folder):
    return all(os.stat(part).st_mode & stat.S_IXOTH for part in [folder, *folder.parents])


def _copy(folder, patterns, target):
    for pattern in patterns:
        for path in folder.glob(pattern):
            if path.is_file():
                copy = target / path.relative_to(folder)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)


class Reachable:
    """Translates paths below the build and the source folder to where everybody can reach them."""

    def __init__(self, source, build):
        self._pairs = []
        if _is_open(source) and _is_open(build):
            return
        self._folder = Path(tempfile.mkdtemp(prefix="burnish-reachable-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        self._folder.chmod(0o755)
        _copy(build, BUILT, self._folder / "build")
        _copy(source, SOURCES, self._folder / "source")
        # The build folder may lie in the source folder: first the longer path.
        self._pairs = [(str(build), str(self._folder / "build")), (str(source), str(self._folder / "source"))]

    def __call__(self, text):
        for old, new in self._pairs:
            text = text.replace(old, new)
        return text
