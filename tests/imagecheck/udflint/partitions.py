# SPDX-License-Identifier: GPL-2.0-or-later
"""Partitions that are not simply where they are: virtual, sparable, metadata."""

import struct

from udflint import fields
from udflint.entries import SHORT_AD, check_entry, read_contents
from udflint.fields import check_dstring, check_identifier, check_tag
from udflint.state import (BLOCK_SIZE, EXTENT_MASK, Unreadable, n_blocks_of, u16, u32)
from udflint.volume import READ_ONLY

# ECMA-167 4/14.6.6 and UDF 2.2.11, 2.2.13: types of the files that hold partitions.
OLD_VAT_FILE, VAT_FILE = 0, 248
METADATA_FILE, MIRROR_FILE, BITMAP_FILE = 250, 251, 252
NO_BITMAP = 0xffffffff
VAT_HEADER_SIZE = 152
DUPLICATED = 1
# How far before the end a VAT ICB may be: drives add run-out blocks to a track.
RUN_OUT_BLOCKS = 3


def check_sparable(state, data):
    """UDF 2.2.9 and 2.2.12."""
    packet, n_tables, size = u16(data, 40), data[42], u32(data, 44)
    if packet not in (16, 32):
        state.warn(f'packets of {packet} blocks')
    n_good = 0
    for number in range(n_tables):
        block = u32(data, 48 + 4 * number)
        table = state.block(block, n_blocks_of(size))
        what = f'sparing table {number}'
        if check_tag(state, table, block, what, (0,)) is None:
            continue
        check_identifier(state, table, 16, what, b'*UDF Sparing Table', has_revision=True)
        for entry in range(u16(table, 48)):
            if u32(table, 56 + 8 * entry) < 0xfffffff0:
                raise Unreadable(f'{what} has moved packets, which this check cannot follow')
        state.claim(block, n_blocks_of(size), what)
        n_good += 1
    if n_good == 0:
        state.error('no valid sparing table')


def check_virtual(state):
    """The virtual allocation table (UDF 2.2.11), whose ICB is the last block written."""
    for block in range(state.n_blocks - 1, state.n_blocks - 1 - RUN_OUT_BLOCKS, -1):
        data = state.block(block)
        if u16(data, 0) in (fields.FE, fields.EFE):
            break
    else:
        raise Unreadable('no VAT ICB in the last blocks')
    wanted = OLD_VAT_FILE if state.revision < 0x200 else VAT_FILE
    entry = check_entry(state, data, block - state.partition_start, 'VAT ICB', (wanted,),
                        state.physical_reference())
    if entry is None:
        raise Unreadable('the VAT ICB is not usable')
    state.claim(block, 1, 'VAT ICB')
    table = read_contents(state, entry, 'VAT')
    if state.revision < 0x200:
        n_entries, begin = (len(table) - 36) // 4, 0
        check_identifier(state, table, 4 * n_entries, 'VAT', b'*UDF Virtual Alloc Tbl',
                         has_revision=True)
    else:
        begin, use_size = u16(table, 0), u16(table, 2)
        if begin != VAT_HEADER_SIZE + use_size:
            state.error(f'VAT header of {begin} bytes, implementation use of {use_size}')
        check_dstring(state, table, 4, 128, 'VAT logical volume identifier', must=True)
        n_entries = (len(table) - begin) // 4
        state.recorded_counts = struct.unpack_from('<II', table, 136)
    state.virtual_table = struct.unpack_from(f'<{n_entries}I', table, begin)
    # UDF 3.2.1: the ICB of the VAT carries the highest unique ID, since the LVID stays as it was.
    state.next_unique_id = entry.unique_id + 1


def check_metadata_file(state, block, file_type, what, alignment, unit):
    """Return the extents of a metadata file as (block of the image, blocks), or None."""
    try:
        data = state.block(state.partition_start + block)
    except Unreadable as error:
        state.error(f'{what} file: {error}')
        return None
    entry = check_entry(state, data, block, f'{what} file', (file_type,),
                        state.physical_reference())
    if entry is None:
        return None
    state.claim(state.partition_start + block, 1, f'{what} file entry')
    if entry.allocation != SHORT_AD:
        state.error(f'the {what} file must use short allocation descriptors')
    if entry.n_links:
        state.warn(f'{what} file: link count {entry.n_links}, should be 0')
    if entry.unique_id:
        state.error(f'{what} file: unique ID {entry.unique_id}, must be 0')
    extents = []
    for length, position, _ in entry.extents:
        if length > EXTENT_MASK:
            state.error(f'{what} file: an extent is not recorded')
        size = length & EXTENT_MASK
        if size % (unit * BLOCK_SIZE):
            state.error(f'{what} file: {size} bytes are no multiple of {unit} blocks')
        if alignment and position % alignment and (position + state.partition_start) % alignment:
            state.error(f'{what} file: block {position} is not aligned to {alignment} blocks')
        extents.append((position + state.partition_start, size // BLOCK_SIZE))
    n_bytes = sum(count for _, count in extents) * BLOCK_SIZE
    if n_bytes != entry.size:
        state.error(f'{what} file: {entry.size} bytes, its extents hold {n_bytes}')
    return extents


def check_mirror(state, main, mirror, duplicated):
    """UDF 2.2.10: the mirror has the same extents, or a copy of the same contents."""
    if not duplicated:
        if main != mirror:
            state.error('metadata is not duplicated, but the mirror has its own extents')
        return
    one, two = (b''.join(state.block(*extent) for extent in extents)
                for extents in (main, mirror))
    if one != two:
        state.error('metadata and its duplicate differ')
    for first, count in mirror:
        state.claim(first, count, 'metadata mirror')


def check_metadata_bitmap(state, block):
    if block == NO_BITMAP:
        if state.access != READ_ONLY:
            state.error('no metadata bitmap, though the partition is not read-only')
        return
    entry = check_entry(state, state.block(state.partition_start + block), block,
                        'metadata bitmap file', (BITMAP_FILE,), state.physical_reference())
    if entry is None:
        return
    state.claim(state.partition_start + block, 1, 'metadata bitmap file entry')
    data = read_contents(state, entry, 'metadata bitmap')
    n_blocks = sum(count for _, count in state.metadata_extents)
    if check_tag(state, data, 0, 'metadata bitmap', (fields.SBD,)) and u32(data, 16) != n_blocks:
        state.error(f'the metadata bitmap covers {u32(data, 16)} blocks, not {n_blocks}')


def check_metadata(state, data):
    """UDF 2.2.10 and 2.2.13."""
    main_block, mirror_block, bitmap, unit = struct.unpack_from('<IIII', data, 40)
    alignment, flags = u16(data, 56), data[58]
    if unit % 32 or unit == 0:
        raise Unreadable(f'metadata allocation unit of {unit} blocks, must be a multiple of 32')
    main = check_metadata_file(state, main_block, METADATA_FILE, 'metadata', alignment, unit)
    mirror = check_metadata_file(state, mirror_block, MIRROR_FILE, 'mirror', alignment, unit)
    state.metadata_extents = main or mirror
    if not state.metadata_extents:
        raise Unreadable('neither metadata file can be read')
    for first, count in state.metadata_extents:
        state.claim(first, count, 'metadata file')
    if main and mirror:
        check_mirror(state, main, mirror, flags & DUPLICATED)
    check_metadata_bitmap(state, bitmap)


def check(state):
    for item in state.maps:
        if item.kind == 'sparable':
            check_sparable(state, item.data)
        elif item.kind == 'virtual':
            check_virtual(state)
        elif item.kind == 'metadata':
            check_metadata(state, item.data)
