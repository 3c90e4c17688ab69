# SPDX-License-Identifier: GPL-2.0-or-later
"""A strict check of the UDF structures of an image (ECMA-167, OSTA UDF 1.02 to 2.60).

    from udflint import lint
    found = lint('disc.iso', revision='2.50')
    assert not found.errors

It reads every descriptor that can be reached from the anchors and checks tags, checksums,
locations, lengths, counts, allocation and cross references.  It shares no code with Burnish and
knows nothing of contents.  Errors violate the standard or contradict each other; warnings are
legal, but some reader is known to care.

    state       the image, what was found, and what was learnt of the volume
    fields      tags, strings, identifiers, times
    volume      recognition sequence, anchors, volume descriptor sequences
    integrity   logical volume integrity
    partitions  virtual, sparable and metadata partitions
    entries     file entries and their extents
    tree        file set, directories, links, streams
    rules       what holds for the whole: allocation, counts, profiles
"""

import struct

from udflint import integrity, partitions, rules, tree, volume
from udflint.state import Options, State, Unreadable

PROFILES = ('dvd-video', 'bd')


def lint(path, **options):
    """Check an image; the State returned has errors, warnings and the facts.

    Options: revision='1.02', profile one of PROFILES, session=first block of the session,
    shared=True where two file entries may use the same blocks.
    """
    state = State(path, Options(**options))
    try:
        volume.check(state)
        integrity.check(state)
        partitions.check(state)
        tree.check(state)
        rules.check(state)
    except Unreadable as error:
        state.error(str(error))
    except (struct.error, IndexError, UnicodeError) as error:
        state.error(f'a descriptor ends before its fields do: {error}')
    return state
