# SPDX-License-Identifier: GPL-2.0-or-later
"""The few facts of a volume that decide which readers can look at it."""

import struct
from typing import NamedTuple

BLOCK_SIZE = 2048
FIRST_DESCRIPTOR = 16       # ECMA-119 6.2.1: the system area takes blocks 0 to 15
ROCK_RIDGE, JOLIET, UDF = 'rockridge', 'joliet', 'udf'

# Joliet specification: escape sequences of UCS-2 levels 1 to 3.
JOLIET_ESCAPES = (b'%/@', b'%/C', b'%/E')

# ECMA-167 2/9.1.2 and 3/9.1: what stands in the recognition sequence of a UDF volume.
EXTENDED_AREA = (b'BEA01', b'BOOT2', b'TEA01')
UDF_IDENTIFIERS = (b'NSR02', b'NSR03')


class Volume(NamedTuple):
    """What the volume descriptors say; n_blocks is None without ISO 9660."""
    n_blocks: int
    trees: frozenset
    roots: dict             # tree: first block of its root folder, None for UDF


def read_recognition(image, first):
    """Yield each volume structure descriptor (ECMA-167 2/9.1)."""
    for block in range(first, first + 64):
        image.seek(block * BLOCK_SIZE)
        descriptor = image.read(BLOCK_SIZE)
        identifier = descriptor[1:6]
        if identifier not in (b'CD001', *EXTENDED_AREA, *UDF_IDENTIFIERS):
            return
        yield descriptor


def read_volume(path, session=0):
    """Read the volume descriptors of an image or a later session; ValueError if it has none."""
    with open(path, 'rb') as image:
        n_blocks, roots = None, {}
        for descriptor in list(read_recognition(image, session + FIRST_DESCRIPTOR)):
            root = struct.unpack_from('<I', descriptor, 158)[0]
            if descriptor[1:6] in UDF_IDENTIFIERS:
                roots[UDF] = None
            elif descriptor[1:6] != b'CD001':
                continue
            elif descriptor[0] == 1 and n_blocks is None:
                n_blocks = struct.unpack_from('<I', descriptor, 80)[0]
                image.seek(root * BLOCK_SIZE)
                # SUSP 5.3: the SP entry opens the system use area of the root's first record.
                if image.read(BLOCK_SIZE)[34:36] == b'SP':
                    roots[ROCK_RIDGE] = root
            elif descriptor[0] == 2 and descriptor[88:91] in JOLIET_ESCAPES:
                roots[JOLIET] = root
    if n_blocks is None and UDF not in roots:
        raise ValueError('no primary volume descriptor and no UDF volume')
    return Volume(n_blocks, frozenset(roots), roots)
