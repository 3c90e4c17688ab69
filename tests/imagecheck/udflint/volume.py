# SPDX-License-Identifier: GPL-2.0-or-later
"""Recognition sequence, anchors and volume descriptor sequences."""

import struct

from udflint import fields
from udflint.fields import (check_character_set, check_dstring, check_identifier, check_stamp,
                            check_tag)
from udflint.state import (BLOCK_SIZE, Map, Unreadable, n_blocks_of, revision_text, u16, u32)

REVISIONS = (0x102, 0x150, 0x200, 0x201, 0x250, 0x260)
FIRST_BLOCK = 16                # of the recognition sequence, ECMA-167 2/8.3
ANCHOR = 256                    # ECMA-167 3/8.4.2.1: 256, N - 256, N
SEQUENCE_SIZE = 16 * BLOCK_SIZE     # UDF 2.2.3: at least
EXTENDED_AREA = (b'BEA01', b'NSR02', b'NSR03', b'TEA01', b'BOOT2')
MAP_KINDS = {b'*UDF Virtual Partition': 'virtual', b'*UDF Sparable Partition': 'sparable',
             b'*UDF Metadata Partition': 'metadata'}
READ_ONLY, WRITE_ONCE, OVERWRITABLE = 1, 2, 4       # ECMA-167 3/10.5.7
SPACE_FIELDS = ('unallocated space table', 'unallocated space bitmap',
                'partition integrity table', 'freed space table', 'freed space bitmap')


def read_recognition(state):
    """Return the identifiers of the extended area and the block behind it."""
    position, area, last_iso = state.options.session + FIRST_BLOCK, [], None
    while position < state.n_blocks and area[-1:] != [b'TEA01']:
        data = state.block(position)
        identifier = data[1:6]
        if identifier == b'CD001':
            if area:
                state.error(f'block {position}: CD001 inside the extended area')
            last_iso = data[0]
        elif identifier in EXTENDED_AREA:
            if data[0] != 0 or data[6] != 1:
                state.error(f'block {position}: {identifier} has a wrong type or version')
            if any(data[7:]) and identifier != b'BOOT2':
                state.error(f'block {position}: {identifier} has data behind its header')
            area.append(identifier)
        else:
            break
        position += 1
    if last_iso not in (None, 255):
        state.error('the ISO 9660 descriptors have no terminator before the extended area')
    state.is_bridge = last_iso is not None
    return area, position


def check_recognition(state):
    area, behind = read_recognition(state)
    nsr = [identifier for identifier in area if identifier.startswith(b'NSR')]
    if area != [b'BEA01', *nsr, b'TEA01'] or len(nsr) != 1:
        state.error(f'the recognition sequence is {b" ".join(area)}, expected BEA01 NSR0x TEA01 '
                    f'(blocks {state.options.session + FIRST_BLOCK} to {behind})')
    if area[-1:] == [b'TEA01'] and behind < state.n_blocks and any(state.block(behind)):
        state.warn(f'block {behind} behind TEA01 is not blank')
    # ECMA-167 3/7.2.2: second edition 2, third edition 3.
    state.tag_version = {(b'NSR02',): 2, (b'NSR03',): 3}.get(tuple(nsr), 0)


def check_anchors(state):
    last = state.n_blocks - 1
    first = state.options.session + ANCHOR
    extents = None
    for name, block in ((str(first), first), ('N-256', last - ANCHOR), ('N', last)):
        if not 0 <= block <= last or block in state.anchors:
            continue
        data = state.block(block)
        if (u16(data, 0) != fields.AVDP
                or check_tag(state, data, block, f'AVDP at {name}', (fields.AVDP,)) is None):
            continue
        if any(data[32:512]):
            state.error(f'AVDP at {name}: reserved bytes are set')
        found = struct.unpack_from('<IIII', data, 16)
        extents = extents or found
        if found != extents:
            state.error(f'AVDP at {name} differs from the first one')
        state.anchors[block] = name
        state.claim(block, 1, 'AVDP')
    if extents is None:
        raise Unreadable(f'no anchor at {first}, N-256 or N (N={last})')
    state.main_sequence, state.reserve_sequence = extents[1::-1], extents[:1:-1]
    for name, (block, size) in (('main', state.main_sequence),
                                ('reserve', state.reserve_sequence)):
        if size < SEQUENCE_SIZE or size % BLOCK_SIZE:
            state.error(f'the {name} sequence has {size} bytes, at least {SEQUENCE_SIZE} required')
        state.claim(block, size // BLOCK_SIZE, f'{name} sequence')


def read_sequence(state, extent, what):
    """Return {tag: [descriptors]} and what must be equal in both sequences."""
    start, size = extent
    found, comparable = {}, []
    for block in range(start, start + size // BLOCK_SIZE):
        data = state.block(block)
        if not any(data):
            break
        tag = check_tag(state, data, block, f'{what} sequence, block {block}',
                        (fields.PVD, fields.IUVD, fields.PD, fields.LVD, fields.USD, fields.TD))
        if tag is None:
            continue
        found.setdefault(tag, []).append(data)
        # All but the location and the checksum, which covers it.
        comparable.append(data[:4] + data[6:12] + data[16:])
        if tag == fields.TD:
            break
    if fields.TD not in found:
        state.warn(f'the {what} sequence has no terminating descriptor')
    return found, comparable


def read_descriptors(state):
    """The descriptors of the sequence that is whole, by tag."""
    main, main_bytes = read_sequence(state, state.main_sequence, 'main')
    try:
        reserve, reserve_bytes = read_sequence(state, state.reserve_sequence, 'reserve')
    except Unreadable as error:
        state.error(f'reserve sequence: {error}')
        reserve, reserve_bytes = {}, []
    if sorted(main_bytes) != sorted(reserve_bytes):
        state.error('main and reserve sequence differ')
    needed = (fields.PVD, fields.LVD, fields.PD)
    found = main if all(tag in main for tag in needed) else reserve
    for tag in (*needed, fields.USD, fields.IUVD):
        if len(found.get(tag, ())) != 1:
            state.error(f'{len(found.get(tag, ()))} {fields.TAG_NAMES[tag]} in the sequence, '
                        'expected 1')
    for tag in needed:
        if tag not in found:
            raise Unreadable(f'no usable {fields.TAG_NAMES[tag]}')
    return {tag: data[0] for tag, data in found.items()}


def check_revision(state, descriptor):
    """The revision comes first: other checks depend on it."""
    suffix = check_identifier(state, descriptor, 216, 'LVD domain', b'*OSTA UDF Compliant')
    state.revision = u16(suffix, 0)
    if state.revision not in REVISIONS:
        state.error(f'unknown UDF revision {state.revision_text}')
    if state.options.revision not in (None, state.revision_text):
        state.error(f'revision {state.revision_text}, expected {state.options.revision}')
    if state.tag_version != (2 if state.revision < 0x200 else 3):
        state.error(f'revision {state.revision_text} with the wrong NSR in the '
                    'recognition sequence')


def check_primary(state, data):
    state.identifiers['primary'] = check_dstring(state, data, 24, 32, 'PVD volume identifier',
                                                 must=True)
    set_id = check_dstring(state, data, 72, 128, 'PVD volume set identifier', must=True)
    state.identifiers['set'] = set_id
    # UDF 2.2.2.5: 16 unique characters, of which 8 are a time in hexadecimal digits.
    if len(set_id) < 16 or not all(char in '0123456789abcdefABCDEF' for char in set_id[:8]):
        state.warn(f'PVD volume set identifier {set_id[:16]!r}: 16 characters should be unique')
    check_character_set(state, data, 200, 'PVD descriptor character set')
    check_character_set(state, data, 264, 'PVD explanatory character set')
    check_stamp(state, data, 376, 'PVD recording time')
    check_identifier(state, data, 388, 'PVD implementation')
    if (u16(data, 56), u16(data, 58)) != (1, 1):
        state.error('PVD volume sequence number and maximum are not 1 and 1')
    if (u16(data, 60), u16(data, 62)) not in ((2, 2), (2, 3), (3, 3)):
        state.error(f'PVD interchange levels {u16(data, 60)}/{u16(data, 62)}')
    if (u32(data, 64), u32(data, 68)) != (1, 1):
        state.error('PVD character set lists are not CS0 only')


def check_logical(state, data):
    check_character_set(state, data, 20, 'LVD character set')
    state.identifiers['logical'] = check_dstring(state, data, 84, 128,
                                                 'LVD logical volume identifier', must=True)
    if u32(data, 212) != BLOCK_SIZE:
        raise Unreadable(f'LVD logical block size {u32(data, 212)}')
    check_identifier(state, data, 272, 'LVD implementation')
    state.file_set = struct.unpack_from('<IIH', data, 248)
    state.integrity_extent = struct.unpack_from('<II', data, 432)


def check_partition(state, data):
    state.partition_number = u16(data, 22)
    contents = b'+NSR02' if state.revision < 0x200 else b'+NSR03'
    if data[25:48] != contents.ljust(23, b'\0'):
        state.error(f'PD contents {data[25:48]!r}, expected {contents!r}')
    if data[24] & ~2:
        state.error(f'PD contents flags {data[24]:#x}')
    if not u16(data, 20) & 1:
        state.error('PD: volume space is not marked as allocated')
    state.access, state.partition_start, state.partition_size = (
        struct.unpack_from('<III', data, 184))
    if state.access > OVERWRITABLE:
        state.error(f'PD access type {state.access}')
    if state.access == 0 and state.revision < 0x260:
        state.error('PD access type 0 (pseudo-overwritable) needs revision 2.60')
    check_identifier(state, data, 196, 'PD implementation')
    end = state.partition_start + state.partition_size
    if end > state.n_blocks and state.access != WRITE_ONCE:
        state.error(f'the partition ends at {end}, the image at {state.n_blocks}')
    for block in state.anchors:
        if (state.partition_start <= block < end and state.access != WRITE_ONCE
                and not state.options.session):
            state.error(f'AVDP at block {block} lies inside the partition')
    for number, name in enumerate(SPACE_FIELDS):
        size, position = struct.unpack_from('<II', data, 56 + 8 * number)
        if size and state.access == READ_ONLY:
            state.error(f'a read-only partition has a {name}')
        if size and name.endswith('bitmap'):
            check_bitmap(state, position, size, name)


def check_bitmap(state, position, size, what):
    """ECMA-167 4/14.12."""
    data = state.block(state.partition_start + position, n_blocks_of(size))
    if check_tag(state, data, position, what, (fields.SBD,)) is None:
        return
    if u32(data, 16) != state.partition_size:
        state.error(f'the {what} covers {u32(data, 16)} blocks, '
                    f'the partition has {state.partition_size}')
    state.claim(state.partition_start + position, n_blocks_of(size), what)


def check_type_2_map(state, number, data):
    """UDF 2.2.8 virtual, 2.2.9 sparable, 2.2.10 metadata partition."""
    name = data[5:28].rstrip(b'\0')
    kind = MAP_KINDS.get(name)
    if kind is None:
        raise Unreadable(f'map {number}: unknown map {name!r}')
    check_identifier(state, data, 4, f'map {number}', name, has_revision=True)
    if u16(data, 38) != state.partition_number:
        state.error(f'map {number}: partition number {u16(data, 38)}')
    first = 0x250 if kind == 'metadata' else 0x150
    if state.revision < first:
        state.error(f'a {kind} partition map needs revision {revision_text(first)}')
    return kind


def check_maps(state, data):
    table_size, n_maps = u32(data, 264), u32(data, 268)
    offset = 440
    for number in range(n_maps):
        kind, length = data[offset:offset + 2]
        entry = data[offset:offset + length]
        if (kind, length) == (1, 6):
            if (u16(entry, 2), u16(entry, 4)) != (1, state.partition_number):
                state.error(f'map {number}: volume {u16(entry, 2)}, partition {u16(entry, 4)}')
            state.maps.append(Map('physical', entry))
        elif (kind, length) == (2, 64):
            state.maps.append(Map(check_type_2_map(state, number, entry), entry))
        else:
            raise Unreadable(f'map {number}: type {kind}, length {length}')
        offset += length
    if offset - 440 != table_size:
        state.error(f'LVD map table length {table_size}, the maps take {offset - 440}')
    kinds = state.kinds
    if (state.revision >= 0x250 and state.access in (READ_ONLY, OVERWRITABLE)
            and 'virtual' not in kinds and 'metadata' not in kinds):
        state.error(f'revision {state.revision_text} with access type {state.access} requires a '
                    'metadata partition map')
    if 'virtual' in kinds and 'metadata' in kinds:
        state.error('virtual and metadata partition map together')


def check_unallocated(state, data):
    for number in range(min(u32(data, 20), 60)):
        size, position = struct.unpack_from('<II', data, 24 + 8 * number)
        state.claim(position, n_blocks_of(size), 'unallocated volume space')


def check_implementation_use(state, data):
    """UDF 2.2.7."""
    check_identifier(state, data, 20, 'IUVD', b'*UDF LV Info', has_revision=True)
    check_character_set(state, data, 52, 'IUVD')
    name = check_dstring(state, data, 116, 128, 'IUVD logical volume identifier', must=True)
    wanted = state.identifiers['logical']
    if name != wanted:
        state.error(f'IUVD logical volume identifier {name!r}, that of the LVD is {wanted!r}')
    for offset in (244, 280, 316):
        check_dstring(state, data, offset, 36, 'IUVD LVInfo')
    check_identifier(state, data, 352, 'IUVD implementation')


def check(state):
    """Check all that lies outside the partition, and learn where everything is."""
    check_recognition(state)
    check_anchors(state)
    found = read_descriptors(state)
    check_revision(state, found[fields.LVD])
    check_primary(state, found[fields.PVD])
    check_logical(state, found[fields.LVD])
    check_partition(state, found[fields.PD])
    check_maps(state, found[fields.LVD])
    if fields.USD in found:
        check_unallocated(state, found[fields.USD])
    if fields.IUVD in found:
        check_implementation_use(state, found[fields.IUVD])
