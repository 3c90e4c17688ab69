# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes copies of a UDF image that have one defect each.

Where everything is, lint says.  Offsets are those of ECMA-167 and of UDF; a
descriptor that is changed is sealed again, unless its seal is the defect.
"""

import struct
from pathlib import Path

from udflint import lint
from udflint.fields import LVD, PD, seal, seal_tag
from volume import BLOCK_SIZE

FIRST_FID_SIZE = 40         # the parent's: no name, no implementation use
LAST_BLOCKS = 320


class UdfDamage:
    """An image, from which each defect is made in a fresh copy."""

    def __init__(self, path, file):
        self.original = Path(path).read_bytes()
        self.data = bytearray()
        found = lint(path)
        self.file_entry = found.where(f'{file} ICB') * BLOCK_SIZE
        self.contents = found.where(f'data of {file}') * BLOCK_SIZE
        self.root = found.where('/ data') * BLOCK_SIZE
        self.fid = self.root + FIRST_FID_SIZE
        self.file_set = found.where('FSD') * BLOCK_SIZE
        self.integrity = found.where('integrity sequence') * BLOCK_SIZE
        self.anchors = [block * BLOCK_SIZE for block in sorted(found.anchors)]
        self.partition_start = found.partition_start
        self.metadata_map = next((item.data for item in found.maps if item.kind == 'metadata'),
                                 None)
        first, size = found.main_sequence
        self.sequence = {struct.unpack_from('<H', self.original, block * BLOCK_SIZE)[0]:
                         block * BLOCK_SIZE for block in range(first, first + size // BLOCK_SIZE)}

    def save(self, path, defect):
        """Write a copy with one defect, which is a function of this."""
        self.data = bytearray(self.original)
        defect(self)
        Path(path).write_bytes(self.data)

    def flip(self, offset, bits=1):
        self.data[offset] ^= bits

    def flip_sealed(self, descriptor, offset, bits=1):
        self.flip(descriptor + offset, bits)
        seal(self.data, descriptor)

    def set_sealed(self, descriptor, offset, value):
        struct.pack_into('<I', self.data, descriptor + offset, value)
        seal(self.data, descriptor)

    def flip_crc(self, descriptor):
        """A wrong CRC below a right checksum of the tag."""
        self.flip(descriptor + 8)
        seal_tag(self.data, descriptor)

    def flip_anchors(self):
        for anchor in self.anchors:
            self.flip(anchor + 20)

    def keep_last_anchor(self):
        for anchor in self.anchors[:-1]:
            self.data[anchor:anchor + 512] = bytes(512)

    def grow_links(self):
        links, = struct.unpack_from('<H', self.data, self.file_entry + 48)
        self.flip_sealed(self.file_entry, 48, links ^ (links + 1))

    def count_one_more(self):
        """Number of files: behind the sizes of all partitions and the implementation."""
        n_partitions, = struct.unpack_from('<I', self.data, self.integrity + 72)
        self.flip_sealed(self.integrity, 80 + 8 * n_partitions + 32)

    def recognition(self, identifier):
        """The descriptor of the recognition sequence that has an identifier."""
        return next(offset for offset in range(16 * BLOCK_SIZE, 64 * BLOCK_SIZE, BLOCK_SIZE)
                    if self.data[offset + 1:offset + 6].startswith(identifier))

    def change_nsr(self):
        self.flip(self.recognition(b'NSR') + 5)

    def erase_recognition(self):
        start = self.recognition(b'BEA01')
        self.data[start:start + 3 * BLOCK_SIZE] = bytes(3 * BLOCK_SIZE)

    def cut(self):
        del self.data[-LAST_BLOCKS * BLOCK_SIZE:]

    def flip_metadata(self, offset):
        """Damage the file entry that the metadata map names at an offset (40 main, 44 mirror)."""
        block, = struct.unpack_from('<I', self.metadata_map, offset)
        self.flip((self.partition_start + block) * BLOCK_SIZE + 20)


# What is done, and readers that must notice it.
DEFECTS = {
    'anchor': (lambda d: d.flip(d.anchors[0] + 20), {'lint:udf'}),
    'all-anchors': (lambda d: d.flip_anchors(),
                    {'lint:udf', 'udfinfo:udf', '7z:udf', 'kernel:udf'}),
    'last-anchor-only': (lambda d: d.keep_last_anchor(), {'lint:udf'}),
    'entry-seal': (lambda d: d.flip(d.file_entry + 8), {'lint:udf', '7z:udf', 'libudfread:udf'}),
    'entry-crc': (lambda d: d.flip_crc(d.file_entry), {'lint:udf', '7z:udf', 'kernel:udf'}),
    'entry-size-crc': (lambda d: d.flip(d.file_entry + 56), {'lint:udf', '7z:udf', 'kernel:udf'}),
    'entry-size': (lambda d: d.flip_sealed(d.file_entry, 56),
                   {'lint:udf', '7z:udf', 'libudfread:udf', 'kernel:udf'}),
    'entry-links': (lambda d: d.grow_links(), {'lint:udf', 'kernel:udf'}),
    'entry-location': (lambda d: d.set_sealed(d.file_entry, 12, 1), {'lint:udf', 'kernel:udf'}),
    'contents': (lambda d: d.flip(d.contents), {'7z:udf', 'libudfread:udf', 'kernel:udf'}),
    'name-crc': (lambda d: d.flip_crc(d.fid), {'lint:udf'}),
    'name': (lambda d: d.flip(d.fid + 39), {'lint:udf', '7z:udf', 'kernel:udf'}),
    'name-id': (lambda d: d.flip_sealed(d.fid, 32), {'lint:udf'}),
    'parent': (lambda d: d.set_sealed(d.root, 24, 5000), {'lint:udf'}),
    'root': (lambda d: d.flip_sealed(d.file_set, 404),
             {'lint:udf', '7z:udf', 'libudfread:udf', 'kernel:udf'}),
    'count': (lambda d: d.count_one_more(), {'lint:udf', 'udfinfo:udf'}),
    'open': (lambda d: d.set_sealed(d.integrity, 28, 0), {'lint:udf', 'udfinfo:udf'}),
    'logical-crc': (lambda d: d.flip(d.sequence[LVD] + 100), {'lint:udf'}),
    'partition-start': (lambda d: d.flip_sealed(d.sequence[PD], 188, 0x20),
                        {'lint:udf', 'kernel:udf'}),
    'nsr': (lambda d: d.change_nsr(), {'lint:udf'}),
    'no-recognition': (lambda d: d.erase_recognition(), {'volume', 'kernel:udf'}),
    'cut': (lambda d: d.cut(), {'lint:udf'}),
}
METADATA_DEFECTS = {
    'metadata-entry': (lambda d: d.flip_metadata(40), {'lint:udf'}),
    'mirror-entry': (lambda d: d.flip_metadata(44), {'lint:udf'}),
}
