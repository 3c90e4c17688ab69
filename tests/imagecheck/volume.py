# SPDX-License-Identifier: GPL-2.0-or-later
"""The few facts of an ISO 9660 volume that decide which readers can look at it."""

import struct
from typing import NamedTuple

BLOCK_SIZE = 2048
FIRST_DESCRIPTOR = 16       # ECMA-119 6.2.1: the system area takes blocks 0 to 15
TERMINATOR = 255            # ECMA-119 8.3.1
ROCK_RIDGE, JOLIET = 'rockridge', 'joliet'

# Joliet specification: escape sequences of UCS-2 levels 1 to 3.
JOLIET_ESCAPES = (b'%/@', b'%/C', b'%/E')


class Volume(NamedTuple):
    """What the volume descriptors say."""
    n_blocks: int
    trees: frozenset
    roots: dict             # tree: first block of its root folder


def read_volume(path):
    """Read the volume descriptors of an image; ValueError if it has none."""
    with open(path, 'rb') as image:
        n_blocks, roots = None, {}
        for block in range(FIRST_DESCRIPTOR, FIRST_DESCRIPTOR + 64):
            image.seek(block * BLOCK_SIZE)
            descriptor = image.read(BLOCK_SIZE)
            if len(descriptor) < BLOCK_SIZE or descriptor[1:6] != b'CD001':
                break
            if descriptor[0] == TERMINATOR:
                break
            root = struct.unpack_from('<I', descriptor, 158)[0]
            if descriptor[0] == 1 and n_blocks is None:
                n_blocks = struct.unpack_from('<I', descriptor, 80)[0]
                image.seek(root * BLOCK_SIZE)
                # SUSP 5.3: the SP entry opens the system use area of the root's first record.
                if image.read(BLOCK_SIZE)[34:36] == b'SP':
                    roots[ROCK_RIDGE] = root
            elif descriptor[0] == 2 and descriptor[88:91] in JOLIET_ESCAPES:
                roots[JOLIET] = root
    if n_blocks is None:
        raise ValueError('no primary volume descriptor')
    return Volume(n_blocks, frozenset(roots), roots)
