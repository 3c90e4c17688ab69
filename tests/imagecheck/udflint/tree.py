# SPDX-License-Identifier: GPL-2.0-or-later
"""File set, directories, files and their streams."""

import struct
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from udflint import fields
from udflint.entries import EMBEDDED, SHORT_AD, STREAM, Entry, check_entry, check_extents
from udflint.entries import read_contents
from udflint.fields import (check_character_set, check_dstring, check_identifier, check_stamp,
                            check_tag, decode_name)
from udflint.state import BLOCK_SIZE, EXTENT_MASK, Listed, Unreadable, n_blocks_of, u16, u32

# ECMA-167 4/14.6.6: directory, byte sequence, block and character device, FIFO, socket, symbolic
# link, stream directory; UDF 2.3.5.2: real-time file.
DIRECTORY, FILE, STREAM_DIRECTORY, SYMBOLIC_LINK, REAL_TIME_FILE = 4, 5, 13, 12, 249
FILE_TYPES = (FILE, 6, 7, 9, 10, SYMBOLIC_LINK, REAL_TIME_FILE)
# ECMA-167 4/14.4.3: file characteristics.
IS_DIRECTORY, IS_DELETED, IS_PARENT = 2, 4, 8
FID_SIZE = 38
TAG_SIZE = 16
FIRST_UNIQUE_ID = 16            # UDF 3.2.1.1: lower ones are reserved
MAX_PATH = 1023                 # UDF 2.1.1
MAX_DEPTH = 100_000
LOW_HALF = 0xffffffff


class Target(NamedTuple):
    """A long_ad that names a file entry."""
    length: int
    block: int
    reference: int

    @property
    def place(self):
        return self.reference, self.block


class Identifier(NamedTuple):
    """A file identifier descriptor; the offset is that in its directory."""
    offset: int
    flags: int
    target: Target
    unique_id: int
    raw_name: bytes


@dataclass
class Named:
    """A file entry in the tree, and who refers to it."""
    entry: Entry
    path: str
    n_references: int = 1
    extents: tuple = ()
    identifier_ids: list = field(default_factory=list)


@dataclass
class Walk:
    """What the walk over the tree gathers."""
    named: dict = field(default_factory=dict)               # place: Named
    unique_ids: dict = field(default_factory=dict)          # of file entries: path
    identifier_ids: dict = field(default_factory=dict)      # of identifiers: path
    waiting: list = field(default_factory=list)             # directories to be visited


class Waiting(NamedTuple):
    """A directory that was found and not yet visited."""
    target: Target
    path: str
    parent: Target
    parent_id: int


def read_target(data, offset):
    return Target(*struct.unpack_from('<IIH', data, offset))


def check_file_set(state):
    """ECMA-167 4/14.1; return the targets of the root and of the system streams."""
    length, block, reference = state.file_set
    location = state.locate(block, reference)
    data = state.block(location)
    if check_tag(state, data, block, 'FSD', (fields.FSD,)) is None:
        raise Unreadable('the file set descriptor is not usable')
    state.claim(location, 1, 'FSD')
    check_stamp(state, data, 16, 'FSD recording time')
    if (u16(data, 28), u16(data, 30)) != (3, 3):
        state.error(f'FSD interchange levels {u16(data, 28)}/{u16(data, 30)}')
    check_character_set(state, data, 48, 'FSD logical volume character set')
    if check_dstring(state, data, 112, 128, 'FSD logical volume identifier',
                     must=True) != state.identifiers['logical']:
        state.error('FSD logical volume identifier differs from that of the LVD')
    check_character_set(state, data, 240, 'FSD file set character set')
    state.identifiers['file set'] = check_dstring(state, data, 304, 32, 'FSD file set identifier',
                                                  must=True)
    check_identifier(state, data, 416, 'FSD domain', b'*OSTA UDF Compliant', has_revision=True)
    if length > BLOCK_SIZE:
        following = state.block(state.locate(block + 1, reference))
        if u16(following, 0) != fields.TD and any(following[:TAG_SIZE]):
            state.warn('no terminating descriptor behind the FSD')
    if state.revision < 0x200 and any(data[464:480]):
        state.error(f'FSD: system stream directory in revision {state.revision_text}')
    return read_target(data, 400), read_target(data, 464)


def load(state, target, what, types):
    """Check the file entry of a target, and claim its block."""
    if target.length & EXTENT_MASK != BLOCK_SIZE:
        state.warn(f'{what}: ICB extent of {target.length & EXTENT_MASK} bytes')
    location = state.locate(target.block, target.reference)
    entry = check_entry(state, state.block(location), target.block, what, types, target.reference)
    if entry is not None:
        state.claim(location, 1, f'{what} ICB')
    return entry


def check_unique_id(state, walk, unique_id, what, is_root=False):
    if is_root:
        if unique_id != 0:
            state.error(f'{what}: the unique ID of the root is {unique_id}, must be 0')
        return
    if unique_id & LOW_HALF < FIRST_UNIQUE_ID:
        state.error(f'{what}: unique ID {unique_id:#x}, values below 16 are reserved')
    if unique_id in walk.unique_ids:
        state.error(f'{what}: unique ID {unique_id:#x} also of {walk.unique_ids[unique_id]}')
    walk.unique_ids[unique_id] = what
    state.max_unique_id = max(state.max_unique_id, unique_id)


def note_identifier(state, walk, identifier, path):
    """UDF 2.3.4.3: from 2.00 on identifiers carry the low half of a unique ID, all different."""
    if state.revision < 0x200:
        return
    number = identifier.unique_id
    if number in walk.identifier_ids:
        state.error(f'{path}: unique ID {number} of its identifier also of '
                    f'{walk.identifier_ids[number]}')
    walk.identifier_ids[number] = path
    state.max_unique_id = max(state.max_unique_id, number)
    if identifier.target.place in walk.named:
        walk.named[identifier.target.place].identifier_ids.append(number)


def block_of(entry, offset):
    """The logical block of a directory in which an offset lies."""
    for length, block, _ in entry.extents:
        size = length & EXTENT_MASK
        if offset < size:
            return block + offset // BLOCK_SIZE
        offset -= size
    return 0


def identifiers(state, data, entry, target, what):
    """Check and yield the identifiers of a directory."""
    offset = 0
    while offset < len(data):
        if len(data) - offset < FID_SIZE:
            state.error(f'{what}: {len(data) - offset} stray bytes behind the last identifier')
            return
        name_size, use_size = data[offset + 19], u16(data, offset + 36)
        size = (FID_SIZE + use_size + name_size + 3) & ~3
        fid = data[offset:offset + size]
        if len(fid) < size:
            state.error(f'{what}: the identifier at {offset} is cut off')
            return
        label = f'{what}: FID at {offset}'
        location = target.block if entry.allocation == EMBEDDED else block_of(entry, offset)
        if check_tag(state, fid, location, label, (fields.FID,)) is None:
            return
        # UDF 2.3.4: on write-once media no tag lies in two blocks.
        if (state.revision >= 0x200 and 'virtual' in state.kinds
                and offset % BLOCK_SIZE > BLOCK_SIZE - TAG_SIZE):
            state.error(f'{label}: its tag crosses a block of write-once media')
        if any(fid[FID_SIZE + use_size + name_size:]):
            state.error(f'{label}: padding is not zero')
        if u16(fid, 16) != 1:
            state.error(f'{label}: file version number {u16(fid, 16)}')
        begin = FID_SIZE + use_size
        yield Identifier(offset, fid[18], read_target(fid, 20), u32(fid, 32),
                         fid[begin:begin + name_size])
        offset += size


def check_parent(state, identifier, what, parent, parent_id):
    """The first identifier is that of the parent, and has no name (ECMA-167 4/8.6)."""
    if (not identifier.flags & IS_PARENT or not identifier.flags & IS_DIRECTORY
            or identifier.raw_name):
        state.error(f'{what}: the first identifier is not that of the parent')
    elif identifier.target.place != parent.place:
        state.error(f'{what}: the parent is at block {parent.block}, '
                    f'the identifier says {identifier.target.block}')
    elif state.revision >= 0x200 and identifier.unique_id != parent_id & LOW_HALF:
        state.error(f'{what}: the parent has unique ID {parent_id}, '
                    f'the identifier says {identifier.unique_id}')


def check_name(state, identifier, what, names):
    """Return the text of a name; an impossible one gets a name that is none."""
    raw = identifier.raw_name
    if len(raw) < 2 or raw[0] not in (8, 16) or (raw[0] == 16 and len(raw) % 2 == 0):
        state.error(f'{what}: FID at {identifier.offset}: name of {len(raw)} bytes, '
                    f'compression {raw[:1].hex()}')
        return f'?{identifier.offset}'
    name = decode_name(raw)
    if name in names:
        state.error(f'{what}: {name!r} is there twice')
    names.add(name)
    if '/' in name or '\0' in name or name in ('.', '..'):
        state.error(f'{what}: name {name!r}')
    if raw[0] == 16 and all(char < '\u0100' for char in name):
        state.warn(f'{what}: {name!r} takes 16 bits for each character without need')
    return name


def children(state, data, entry, target, path, parent, parent_id):
    """Check a directory's identifiers; yield (identifier, path) of each that is no parent."""
    what, names, is_first = path or '/', set(), True
    for identifier in identifiers(state, data, entry, target, what):
        if is_first:
            check_parent(state, identifier, what, parent, parent_id)
            is_first = False
        elif identifier.flags & IS_PARENT:
            state.error(f'{what}: FID at {identifier.offset}: a second parent')
        elif not identifier.flags & IS_DELETED:
            child = f'{path}/{check_name(state, identifier, what, names)}'
            if len(child) > MAX_PATH:
                state.warn(f'{child[:60]}…: a path of more than {MAX_PATH} characters')
            yield identifier, child
    if is_first:
        state.error(f'{what}: a directory without a parent')


def visit_directory(state, walk, waiting):
    what = waiting.path or '/'
    entry = load(state, waiting.target, what, (DIRECTORY,))
    if entry is None:
        return
    data = read_contents(state, entry, what)
    check_place(state, entry, what)
    state.directories.append(waiting.path)
    state.n_fragmented_directories += len(entry.extents) > 1
    named = walk.named[waiting.target.place]
    named.entry = entry
    check_unique_id(state, walk, entry.unique_id, what, is_root=not waiting.path)
    if waiting.path and waiting.parent.place in walk.named:
        walk.named[waiting.parent.place].n_references += 1
    for identifier, path in children(state, data, entry, waiting.target, waiting.path,
                                     waiting.parent, waiting.parent_id):
        if not identifier.flags & IS_DIRECTORY:
            visit_file(state, walk, identifier, path)
        elif identifier.target.place in walk.named:
            state.error(f'{path}: the directory has a second identifier')
        else:
            walk.named[identifier.target.place] = Named(None, path)
            walk.waiting.append(Waiting(identifier.target, path, waiting.target, entry.unique_id))
            note_identifier(state, walk, identifier, path)
    check_streams(state, entry, waiting.target, what)


def visit_file(state, walk, identifier, path):
    """Count a name; check its file entry if it is the first."""
    place = identifier.target.place
    named = walk.named.get(place)
    if named is None:
        try:
            entry = load(state, identifier.target, path, FILE_TYPES)
            if entry is None:
                return
            extents = check_extents(state, entry, path)
        except Unreadable as error:
            state.error(f'{path}: {error}')
            return
        named = Named(entry, path, 0, tuple((first, count) for first, count, _ in extents))
        walk.named[place] = named
        check_unique_id(state, walk, entry.unique_id, path)
        check_contents(state, entry, named.extents, path)
        if entry.type == SYMBOLIC_LINK:
            check_symbolic_link(state, entry, extents, path)
        check_streams(state, entry, identifier.target, path)
    elif named.entry is None or named.entry.type == DIRECTORY:
        state.error(f'{path}: names the directory {named.path} as a file')
        return
    named.n_references += 1
    note_identifier(state, walk, identifier, path)
    state.n_files += 1
    state.listing.append(Listed(path, named.entry.size, named.extents,
                                named.entry.type == SYMBOLIC_LINK))


def check_contents(state, entry, extents, what):
    for first, count in extents:
        state.claim(first, count, f'data of {what}')
    if state.metadata_extents and entry.allocation == SHORT_AD:
        # Short descriptors would point into the metadata partition, where no contents may be.
        state.error(f'{what}: short allocation descriptors in the metadata partition')
    elif any(state.kinds[reference] == 'metadata' for _, _, reference in entry.extents
             if reference < len(state.kinds)):
        state.error(f'{what}: contents in the metadata partition')


def check_symbolic_link(state, entry, extents, path):
    """Path components (ECMA-167 4/14.16)."""
    state.n_symlinks += 1
    data = entry.embedded
    if data is None:
        data = b''.join(state.block(first, count)[:size] for first, count, size in extents)
    offset = 0
    while offset < len(data):
        if (offset + 4 > len(data) or data[offset] not in (1, 2, 3, 4, 5)
                or offset + 4 + data[offset + 1] > len(data)):
            state.error(f'{path}: the symbolic link has a malformed path component')
            return
        offset += 4 + data[offset + 1]


def check_streams(state, owner, target, what):
    """The streams of a file, which its object size includes (ECMA-167 4/9.2, 4/14.17.11)."""
    size = owner.size
    if owner.stream_directory[0]:
        directory = Target(*owner.stream_directory)
        size += visit_streams(state, directory, target, owner.unique_id, what)
    if owner.object_size != size:
        state.error(f'{what}: object size {owner.object_size}, expected {size}')


def check_place(state, entry, what):
    """UDF 2.2.13: the data of directories is in the metadata partition, if there is one."""
    if 'metadata' in state.kinds and any(state.kinds[reference] != 'metadata'
                                         for _, _, reference in entry.extents
                                         if reference < len(state.kinds)):
        state.error(f'{what}: directory data outside of the metadata partition')


def visit_streams(state, directory, target, owner_id, what):
    """Check a stream directory; return the size of all streams together."""
    what = f'{what} streams'
    total = 0
    try:
        entry = load(state, directory, what, (STREAM_DIRECTORY,))
        if entry is None:
            return total
        data = read_contents(state, entry, what)
        check_place(state, entry, what)
        for identifier, path in children(state, data, entry, directory, what, target, owner_id):
            stream = load(state, identifier.target, path, (FILE, REAL_TIME_FILE))
            if stream is None:
                continue
            state.n_streams += 1
            total += stream.size
            check_stream(state, stream, path)
    except Unreadable as error:
        state.error(f'{what}: {error}')
    return total


def check_stream(state, stream, path):
    """UDF 3.3.5.1: one identifier, the stream bit, and no streams of its own."""
    if stream.n_links != 1:
        state.error(f'{path}: link count {stream.n_links} of a stream, must be 1')
    if not stream.flags & STREAM:
        state.error(f'{path}: a stream without the stream bit')
    if stream.stream_directory[0]:
        state.error(f'{path}: a stream with streams')
    extents = tuple((first, count) for first, count, _ in check_extents(state, stream, path))
    check_contents(state, stream, extents, path)


def check_references(state, walk):
    for named in walk.named.values():
        if named.entry is None:
            continue
        ids = named.identifier_ids
        if ids and named.entry.unique_id & LOW_HALF not in ids:
            state.error(f'{named.path}: the file entry has unique ID {named.entry.unique_id}, '
                        f'its identifiers have {", ".join(map(str, ids))}')
        if named.entry.n_links != named.n_references:
            state.error(f'{named.path}: link count {named.entry.n_links}, '
                        f'{named.n_references} identifiers refer to it')


def check(state):
    """Walk from the file set to every file."""
    root, system_streams = check_file_set(state)
    walk = Walk(waiting=[Waiting(root, '', root, 0)])
    walk.named[root.place] = Named(None, '/')
    while walk.waiting:
        waiting = walk.waiting.pop()
        try:
            visit_directory(state, walk, waiting)
        except Unreadable as error:
            state.error(f'{waiting.path or "/"}: {error}')
    check_references(state, walk)
    if system_streams.length:
        visit_streams(state, system_streams, system_streams, 0, '<system>')
