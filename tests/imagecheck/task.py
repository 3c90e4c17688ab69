# SPDX-License-Identifier: GPL-2.0-or-later
"""What a reader is given, and what readers share."""

import os
from pathlib import Path
from typing import Callable, NamedTuple

from names import any_name_fits

ENVIRONMENT = dict(os.environ, LC_ALL='C.UTF-8')


class Task(NamedTuple):
    """One image for one reader."""
    image: Path
    scratch: Path           # a folder that goes away
    dump: Callable          # dump (folder) is the tree below a folder
    facts: Callable         # facts () is what lint found of the UDF volume
    build: Path             # where programs of our own are


class Reader(NamedTuple):
    """One reader; attributes are those that it can tell at all."""
    name: str
    program: str
    package: str
    tree: str
    attributes: frozenset
    # read (task) gives (nodes, complaints); no nodes, but None, if it does not look at the tree.
    read: Callable
    name_fits: Callable = any_name_fits
    unless: str = ''        # this reader prefers that tree, if the image has it
    cannot: frozenset = frozenset()     # features of a volume with which it does not get along


def last_lines(text):
    """The end of a program's messages on one line."""
    return ' '.join(text.split())[-300:]
