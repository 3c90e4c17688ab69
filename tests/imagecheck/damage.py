# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes copies of an ISO 9660 image that have one defect each.

Only names that need no continuation area can be looked up.  Numbers in
comments are the sections of ECMA-119, of SUSP 1.12 and of RRIP 1.12.
"""

import struct

from volume import BLOCK_SIZE, JOLIET, ROCK_RIDGE, read_volume


class Record:
    """A directory record (ECMA-119 9.1) at an offset of the image."""

    def __init__(self, data, offset):
        self.offset = offset
        self.length = data[offset]
        self.block, = struct.unpack_from('<I', data, offset + 2)
        self.size, = struct.unpack_from('<I', data, offset + 10)
        name_length = data[offset + 32]
        self.identifier = bytes(data[offset + 33:offset + 33 + name_length])
        self.entries = {}
        # SUSP 4: entries begin behind the identifier, padded to an even offset.
        at = offset + 33 + name_length + (name_length + 1) % 2
        while at + 4 <= offset + self.length and data[at + 2] >= 4:
            self.entries[bytes(data[at:at + 2])] = at
            at += data[at + 2]

    def name(self, data, tree):
        """The name that this record has in a tree."""
        if tree == JOLIET:
            return self.identifier.decode('utf-16-be', 'replace').removesuffix(';1')
        at = self.entries.get(b'NM')
        # RRIP 4.1.4: length at 2, name from 5.
        return data[at + 5:at + data[at + 2]].decode('utf-8', 'replace') if at else ''


class Damage:
    """A copy of an image in memory, to be damaged and saved."""

    def __init__(self, path):
        self.data = bytearray(path.read_bytes())
        self.roots = read_volume(path).roots

    def save(self, path):
        path.write_bytes(self.data)

    def records(self, block):
        """The records of the folder at a block; the first of them is its own."""
        start = block * BLOCK_SIZE
        end = start + Record(self.data, start).size
        at = start
        while at < end:
            if self.data[at] == 0:
                at += BLOCK_SIZE - at % BLOCK_SIZE      # ECMA-119 6.8.1.1
                continue
            record = Record(self.data, at)
            yield record
            at += record.length

    def find(self, tree, path):
        """The record of a path in a tree."""
        block = self.roots[tree]
        for name in path.split('/'):
            record = next(r for r in self.records(block) if r.name(self.data, tree) == name)
            block = record.block
        return record

    def set_both(self, offset, value):
        """Write a number in both byte orders (ECMA-119 7.3.3)."""
        struct.pack_into('<I', self.data, offset, value)
        struct.pack_into('>I', self.data, offset + 4, value)

    def flip_contents(self, path):
        record = self.find(ROCK_RIDGE, path)
        self.data[record.block * BLOCK_SIZE + record.size // 2] ^= 1

    def grow(self, tree, path):
        record = self.find(tree, path)
        self.set_both(record.offset + 10, record.size + 1)

    def swap_extents(self, tree, path, other):
        one, two = self.find(tree, path), self.find(tree, other)
        self.set_both(one.offset + 2, two.block)
        self.set_both(two.offset + 2, one.block)

    def remove(self, tree, path):
        """Take the record out, moving those behind it in its block up."""
        record = self.find(tree, path)
        end = record.offset - record.offset % BLOCK_SIZE + BLOCK_SIZE
        rest = self.data[record.offset + record.length:end]
        self.data[record.offset:end] = rest + bytes(record.length)

    def rename(self, tree, path):
        """Change the first character of the name."""
        record = self.find(tree, path)
        self.data[record.offset + 34 if tree == JOLIET else record.entries[b'NM'] + 5] ^= 1

    def point_elsewhere(self, path):
        """Change the last character of a symbolic link's target (RRIP 4.1.3)."""
        at = self.find(ROCK_RIDGE, path).entries[b'SL']
        self.data[at + self.data[at + 2] - 1] ^= 1

    def change_mode(self, path):
        at = self.find(ROCK_RIDGE, path).entries[b'PX']     # RRIP 4.1.1: mode at 4
        mode, = struct.unpack_from('<I', self.data, at + 4)
        self.set_both(at + 4, mode ^ 0o100)

    def change_links(self, path):
        at = self.find(ROCK_RIDGE, path).entries[b'PX']     # RRIP 4.1.1: links at 12
        links, = struct.unpack_from('<I', self.data, at + 12)
        self.set_both(at + 12, links + 1)

    def change_time(self, path):
        """Change the second of the modification time (RRIP 4.1.6)."""
        at = self.find(ROCK_RIDGE, path).entries[b'TF']
        # The creation time, if there is one (flag bit 0), comes before it; 7 bytes each.
        self.data[at + 5 + (7 if self.data[at + 4] & 1 else 0) + 5] ^= 1

    def cut(self, size):
        del self.data[-size:]

    def erase_susp(self):
        """Take away what announces Rock Ridge (SUSP 5.3)."""
        at = self.roots[ROCK_RIDGE] * BLOCK_SIZE + 34
        self.data[at:at + 2] = b'XX'
