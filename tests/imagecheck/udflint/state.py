# SPDX-License-Identifier: GPL-2.0-or-later
"""The image under check, what was found wrong with it, and what was learnt."""

import mmap
import struct
from dataclasses import dataclass
from typing import NamedTuple

BLOCK_SIZE = 2048
EXTENT_MASK = 0x3fffffff        # ECMA-167 4/14.14.1.1: the two high bits are the extent's type
PHYSICAL_KINDS = ('physical', 'sparable')


class Unreadable(Exception):
    """What follows from here cannot be read."""


@dataclass(frozen=True)
class Options:
    """What is expected of an image."""
    revision: str = None
    profile: str = None
    session: int = 0
    shared: bool = False


class Map(NamedTuple):
    """A partition map: physical, sparable, virtual or metadata, and its bytes."""
    kind: str
    data: bytes


class Claim(NamedTuple):
    """Blocks that belong to somebody."""
    first: int
    end: int
    owner: str


class Listed(NamedTuple):
    """A file by one of its names; extents are (first block, blocks) of the image."""
    path: str
    size_bytes: int
    extents: tuple
    is_symlink: bool


def revision_text(number):
    """UDF 2.1.5.3: the revision is binary coded decimal, 0250h is 2.50."""
    return f'{number >> 8:x}.{number & 255:02x}'


def u16(data, offset):
    return struct.unpack_from('<H', data, offset)[0]


def u32(data, offset):
    return struct.unpack_from('<I', data, offset)[0]


def u64(data, offset):
    return struct.unpack_from('<Q', data, offset)[0]


def n_blocks_of(size_bytes):
    return (size_bytes + BLOCK_SIZE - 1) // BLOCK_SIZE


def open_blocks(path):
    """The bytes of a file; mapped, so that holes of large images cost nothing."""
    with open(path, 'rb') as file:
        file.seek(0, 2)
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.tell() else b''


class State:
    """All that the parts of the check share."""

    def __init__(self, path, options):
        self.options = options
        self.data = open_blocks(path)
        self.n_blocks = len(self.data) // BLOCK_SIZE
        self.errors, self.warnings = [], []
        self.claims, self.metadata_claims = [], []
        # Of the volume.
        self.is_bridge = False
        self.tag_version = 0            # 0: not known yet, any is right
        self.revision = 0
        self.anchors = {}               # block: name of the place
        self.main_sequence = self.reserve_sequence = (0, 0)
        self.identifiers = {}           # primary, set, logical, file set: text
        self.access = self.partition_start = self.partition_size = 0
        self.partition_number = 0
        self.maps = []
        self.file_set = (0, 0, 0)
        self.integrity_extent = (0, 0)
        self.metadata_extents = []
        self.virtual_table = None
        self.recorded_counts = None     # (files, directories) as recorded
        self.next_unique_id = None      # None: the volume is open
        # Of the tree.
        self.n_files = self.n_symlinks = self.n_streams = self.n_fragmented_directories = 0
        self.max_unique_id = 0
        self.listing = []
        self.directories = []           # paths, '' for the root, each behind its parent
        if len(self.data) % BLOCK_SIZE:
            self.error(f'{len(self.data)} bytes are not a multiple of {BLOCK_SIZE}')

    def error(self, text):
        self.errors.append(text)

    def warn(self, text):
        self.warnings.append(text)

    @property
    def kinds(self):
        return [item.kind for item in self.maps]

    @property
    def n_directories(self):
        return len(self.directories)

    @property
    def revision_text(self):
        return revision_text(self.revision)

    def summary(self):
        return (f'UDF {self.revision_text}{" bridge" if self.is_bridge else ""}, '
                f'{"+".join(map(str, self.kinds)) or "no partition"}, {self.n_files} files, '
                f'{self.n_directories} directories')

    def block(self, first, count=1):
        """The bytes of blocks of the image."""
        if first < 0 or first + count > self.n_blocks:
            raise Unreadable(f'block {first}+{count} is outside the image '
                             f'({self.n_blocks} blocks)')
        return self.data[first * BLOCK_SIZE:(first + count) * BLOCK_SIZE]

    def claim(self, first, count, owner):
        """Note whose blocks these are; those of the metadata file are counted by themselves."""
        if not count:
            return
        inside = owner != 'metadata file' and any(
            start <= first < start + size for start, size in self.metadata_extents)
        (self.metadata_claims if inside else self.claims).append(
            Claim(first, first + count, owner))

    def where(self, owner):
        """The first block that belongs to an owner, or None."""
        return next((claim.first for claim in self.claims + self.metadata_claims
                     if claim.owner == owner), None)

    def physical_reference(self):
        """The number of the map through which other maps reach the disc."""
        for number, kind in enumerate(self.kinds):
            if kind in PHYSICAL_KINDS:
                return number
        raise Unreadable('no physical or sparable partition map')

    def locate(self, block, reference):
        """The block of the image that is a logical block of a partition."""
        if reference >= len(self.maps):
            raise Unreadable(f'partition reference {reference} does not exist')
        kind = self.maps[reference].kind
        if kind in PHYSICAL_KINDS:
            if block >= self.partition_size:
                raise Unreadable(f'logical block {block} is outside partition {reference}')
            return self.partition_start + block
        if kind == 'virtual':
            table = self.virtual_table
            if table is None or block >= len(table) or table[block] == 0xffffffff:
                raise Unreadable(f'virtual block {block} is not in the VAT')
            return self.partition_start + table[block]
        for first, count in self.metadata_extents:
            if block < count:
                return first + block
            block -= count
        raise Unreadable('a block outside the metadata file')
