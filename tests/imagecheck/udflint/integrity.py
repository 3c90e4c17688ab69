# SPDX-License-Identifier: GPL-2.0-or-later
"""The logical volume integrity sequence (ECMA-167 3/10.10, UDF 2.2.6)."""

import struct

from udflint import fields
from udflint.fields import check_identifier, check_stamp, check_tag
from udflint.state import BLOCK_SIZE, PHYSICAL_KINDS, revision_text, u32, u64
from udflint.volume import READ_ONLY

CLOSED = 1
UNKNOWN = 0xffffffff
IMPLEMENTATION_USE_SIZE = 46
MAX_EXTENTS = 1000


def find_last(state):
    """Follow the extents to the descriptor that prevails; None if there is none."""
    size, block = state.integrity_extent
    state.claim(block, size // BLOCK_SIZE, 'integrity sequence')
    prevailing = None
    for _ in range(MAX_EXTENTS):
        following = (0, 0)
        for position in range(block, block + size // BLOCK_SIZE):
            data = state.block(position)
            if not any(data[:16]):
                break
            tag = check_tag(state, data, position, f'LVID at {position}',
                            (fields.LVID, fields.TD))
            if tag != fields.LVID:
                break
            prevailing, following = data, struct.unpack_from('<II', data, 32)
            if following[0]:
                break
        if not following[0]:
            return prevailing
        size, block = following
    state.error(f'the integrity sequence has more than {MAX_EXTENTS} extents')
    return prevailing


def check_sizes(state, data, n_partitions):
    free = struct.unpack_from(f'<{n_partitions}I', data, 80)
    sizes = struct.unpack_from(f'<{n_partitions}I', data, 80 + 4 * n_partitions)
    for number, (kind, n_free, size) in enumerate(zip(state.kinds, free, sizes)):
        if kind in PHYSICAL_KINDS and size != state.partition_size:
            state.error(f'LVID size of partition {number} is {size}, '
                        f'the PD says {state.partition_size}')
        if state.access == READ_ONLY and n_free not in (0, UNKNOWN):
            state.error(f'LVID has {n_free} free blocks on a read-only partition')
        if kind == 'virtual' and size != UNKNOWN:
            state.warn('LVID size of the virtual partition should be FFFFFFFF')


def check_revisions(state, read, write, highest):
    for name, revision in (('read', read), ('write', write)):
        if revision > state.revision:
            state.error(f'LVID minimum {name} revision {revision_text(revision)} is above that '
                        'of the volume')
    if not read <= write <= max(highest, state.revision):
        state.warn(f'LVID revisions: read {revision_text(read)}, write {revision_text(write)} '
                   f'to {revision_text(highest)}')
    # UDF 2.2.6.4: what reads 2.50 reads 2.60 too; Linux refuses 2.60 there.
    if 'metadata' in state.kinds and read != 0x250:
        state.error(f'LVID minimum read revision {revision_text(read)}, must be 2.50 with a '
                    'metadata partition')


def check(state):
    """Check the integrity descriptor; keep its counts for later."""
    size, _ = state.integrity_extent
    if not size:
        state.error('no integrity sequence')
        return
    if size < 2 * BLOCK_SIZE:
        state.warn(f'the integrity sequence has {size} bytes')
    data = find_last(state)
    if data is None:
        state.error('no integrity descriptor')
        return
    check_stamp(state, data, 16, 'LVID recording time')
    if u32(data, 28) != CLOSED and 'virtual' not in state.kinds:
        state.error(f'LVID integrity type {u32(data, 28)}: the volume is not closed')
    n_partitions, use_size = u32(data, 72), u32(data, 76)
    if n_partitions != len(state.maps):
        state.error(f'LVID has {n_partitions} partitions, LVD {len(state.maps)}')
        return
    check_sizes(state, data, n_partitions)
    use = 80 + 8 * n_partitions
    if use_size < IMPLEMENTATION_USE_SIZE:
        state.error(f'LVID implementation use has {use_size} bytes, '
                    f'at least {IMPLEMENTATION_USE_SIZE} needed')
        return
    check_identifier(state, data, use, 'LVID implementation')
    n_files, n_directories, *revisions = struct.unpack_from('<IIHHH', data, use + 32)
    check_revisions(state, *revisions)
    # With a VAT the volume stays open, and what counts is in the VAT (UDF 2.2.11).
    if 'virtual' not in state.kinds:
        state.recorded_counts = (n_files, n_directories)
        state.next_unique_id = u64(data, 40)
