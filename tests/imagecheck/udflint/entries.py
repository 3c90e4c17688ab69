# SPDX-License-Identifier: GPL-2.0-or-later
"""File entries, extended file entries and the extents that they name."""

import struct
from typing import NamedTuple

from udflint import fields
from udflint.fields import check_identifier, check_stamp, check_tag
from udflint.state import (BLOCK_SIZE, EXTENT_MASK, Unreadable, n_blocks_of, u16, u32, u64)

# ECMA-167 4/14.6.8: bits 0 to 2 of the flags say what the allocation descriptors are.
SHORT_AD, LONG_AD, EMBEDDED = 0, 1, 3
STREAM = 0x2000                     # bit 13
SORTED_OR_TRANSFORMED = 0x0808      # UDF 2.3.5.4: both zero
# ECMA-167 4/14.14.1.1.
RECORDED, ALLOCATED, CONTINUED = 0, 1, 3
# UDF 2.3.10: whole blocks below 2^30.
MAX_EXTENT = 0x3ffff800
MAX_CONTENTS = 1 << 30              # of a directory; more is damage
MAX_AEDS = 10_000


class Entry(NamedTuple):
    """What a file entry says; extents are (length with type, block, partition reference)."""
    is_extended: bool
    type: int
    flags: int
    n_links: int
    size: int
    object_size: int
    n_recorded: int
    stream_directory: tuple
    unique_id: int
    embedded: bytes
    extents: list

    @property
    def allocation(self):
        return self.flags & 7


class Fixed(NamedTuple):
    """Offsets of fields that differ between ECMA-167 4/14.9 and 4/14.17."""
    times: tuple
    checkpoint: int
    implementation: int
    unique_id: int
    end: int


FILE_ENTRY = Fixed(((72, 'access'), (84, 'modification'), (96, 'attribute')), 108, 128, 160, 176)
EXTENDED_FILE_ENTRY = Fixed(((80, 'access'), (92, 'modification'), (104, 'creation'),
                             (116, 'attribute')), 128, 168, 200, 216)


def check_icb_tag(state, data, what, types):
    """ECMA-167 4/14.6, UDF 2.3.5."""
    strategy, n_entries, file_type, flags = u16(data, 20), u16(data, 24), data[27], u16(data, 34)
    if strategy != 4:
        state.error(f'{what}: strategy type {strategy}')
    if n_entries != 1:
        state.error(f'{what}: {n_entries} ICB entries')
    if data[26] or u32(data, 16) or u16(data, 22):
        state.error(f'{what}: fields of the ICB tag that must be zero are not')
    if file_type not in types:
        state.error(f'{what}: file type {file_type}, expected {", ".join(map(str, types))}')
    if flags & SORTED_OR_TRANSFORMED:
        state.error(f'{what}: ICB flags {flags:#x}, sorted or transformed')
    return file_type, flags


def check_fixed_fields(state, data, what, fixed, is_extended):
    if data[50] or data[51] or u32(data, 52):
        state.error(f'{what}: fields of the record format are not zero')
    if u32(data, 44) >> 15:
        state.error(f'{what}: permissions {u32(data, 44):#x}')
    for offset, name in fixed.times:
        check_stamp(state, data, offset, f'{what} {name} time')
    if is_extended and u32(data, 132):
        state.error(f'{what}: the reserved field is not zero')
    check_identifier(state, data, fixed.implementation, f'{what} implementation')
    if u32(data, fixed.checkpoint) != 1:
        state.warn(f'{what}: the checkpoint is not 1')


def check_attributes(state, data, location, what):
    """The extended attribute space (ECMA-167 4/9.1, 4/14.10)."""
    if check_tag(state, data, location, f'{what} extended attributes', (fields.EAHD,)) is None:
        return
    offset = 24
    while offset + 12 <= len(data):
        size = u32(data, offset + 8)
        if size < 12 or size % 4 or offset + size > len(data):
            state.error(f'{what}: extended attribute of {size} bytes')
            return
        offset += size
    for name, position in (('implementation', u32(data, 16)), ('application', u32(data, 20))):
        if position != 0xffffffff and position > len(data):
            state.error(f'{what}: {name} attributes at {position}')


def allocation_descriptors(state, data, allocation, reference, what):
    """Yield (length with type, block, partition reference) of each extent."""
    size = 8 if allocation == SHORT_AD else 16
    for _ in range(MAX_AEDS):
        if len(data) % size:
            state.error(f'{what}: {len(data)} bytes of allocation descriptors')
        following = None
        for offset in range(0, len(data) - size + 1, size):
            length, block = struct.unpack_from('<II', data, offset)
            extent_reference = reference if allocation == SHORT_AD else u16(data, offset + 8)
            if length >> 30 == CONTINUED:
                following = (block, extent_reference)
                break
            if length & EXTENT_MASK == 0:
                if any(data[offset:]):
                    state.warn(f'{what}: descriptors behind the terminating one')
                return
            yield length, block, extent_reference
        if following is None:
            return
        location = state.locate(*following)
        data = state.block(location)
        if check_tag(state, data, following[0], f'{what} AED', (fields.AED,)) is None:
            return
        state.claim(location, 1, f'{what} AED')
        data = data[24:24 + u32(data, 20)]
    state.error(f'{what}: allocation descriptors without end')


def check_embedded(state, data, size, n_recorded, what):
    if len(data) != size:
        state.error(f'{what}: {len(data)} bytes embedded, information length {size}')
    if n_recorded:
        state.error(f'{what}: embedded data, but {n_recorded} blocks recorded')


def check_entry(state, data, location, what, types, reference):
    """Check a file entry that lies in a partition; return it, or None."""
    tag = check_tag(state, data, location, what, (fields.FE, fields.EFE))
    if tag is None:
        return None
    is_extended = tag == fields.EFE
    fixed = EXTENDED_FILE_ENTRY if is_extended else FILE_ENTRY
    if is_extended and state.revision < 0x200:
        state.error(f'{what}: extended file entry in revision {state.revision_text}')
    file_type, flags = check_icb_tag(state, data, what, types)
    check_fixed_fields(state, data, what, fixed, is_extended)
    attributes_size, descriptors_size = struct.unpack_from('<II', data, fixed.unique_id + 8)
    begin = fixed.end + attributes_size
    end = begin + descriptors_size
    if end > BLOCK_SIZE:
        state.error(f'{what}: attributes and allocation descriptors exceed the block')
        return None
    if 0 < u16(data, 10) < end - 16:
        state.error(f'{what}: the CRC does not cover the allocation descriptors')
    if any(data[end:]):
        state.warn(f'{what}: bytes behind the allocation descriptors are not zero')
    if attributes_size:
        check_attributes(state, data[fixed.end:begin], location, what)
    size, n_recorded = u64(data, 56), u64(data, 72 if is_extended else 64)
    allocation, embedded, extents = flags & 7, None, []
    if allocation == EMBEDDED:
        embedded = data[begin:end]
        check_embedded(state, embedded, size, n_recorded, what)
    elif allocation in (SHORT_AD, LONG_AD):
        extents = list(allocation_descriptors(state, data[begin:end], allocation, reference, what))
    else:
        state.error(f'{what}: allocation descriptors of type {allocation}')
    return Entry(is_extended, file_type, flags, u16(data, 48), size,
                 u64(data, 64) if is_extended else size, n_recorded,
                 struct.unpack_from('<IIH', data, 152) if is_extended else (0, 0, 0),
                 u64(data, fixed.unique_id), embedded, extents)


def check_extents(state, entry, what):
    """Check sizes and places; return [(block of the image, blocks, bytes)]."""
    total = n_recorded = 0
    found = []
    for number, (length, position, reference) in enumerate(entry.extents):
        kind, size = length >> 30, length & EXTENT_MASK
        if size > MAX_EXTENT:
            state.error(f'{what}: an extent of {size} bytes exceeds 2^30 - 2048')
        if total >= entry.size:
            if kind != ALLOCATED:
                state.error(f'{what}: extent {number} lies beyond the information length')
            continue
        if size % BLOCK_SIZE and total + size != entry.size:
            state.error(f'{what}: extent {number} of {size} bytes is neither the last nor a whole '
                        'number of blocks')
        if kind == ALLOCATED:
            state.warn(f'{what}: an extent in the file is not recorded')
        total += size
        if kind not in (RECORDED, ALLOCATED):
            continue
        count = n_blocks_of(size)
        n_recorded += count
        try:
            first = state.locate(position, reference)
            state.locate(position + count - 1, reference)
        except Unreadable as error:
            state.error(f'{what}: {error}')
        else:
            found.append((first, count, size))
    if entry.allocation != EMBEDDED:
        if total != entry.size:
            state.error(f'{what}: information length {entry.size}, the extents hold {total}')
        if n_recorded != entry.n_recorded:
            state.error(f'{what}: {entry.n_recorded} logical blocks recorded, '
                        f'the extents have {n_recorded}')
    return found


def read_contents(state, entry, what):
    """The bytes of a directory or of another file of the structure, whose blocks are claimed."""
    if entry.embedded is not None:
        return entry.embedded
    parts = []
    if entry.size > MAX_CONTENTS:
        raise Unreadable(f'{entry.size} bytes')
    for first, count, size in check_extents(state, entry, what):
        parts.append(state.block(first, count)[:size])
        state.claim(first, count, f'{what} data')
    return b''.join(parts)
