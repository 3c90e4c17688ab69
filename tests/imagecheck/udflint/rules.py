# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds for the volume as a whole: allocation, counts and the rules of applications."""

from udflint.state import BLOCK_SIZE

# DVD-Video files lie in one piece below 1 GiB (UDF 6.9.1); a packet of BD is 32 blocks.
DVD_FILE_SIZE = 0x3fffffff
BD_UNIT = 32


def check_overlaps(state, claims):
    last = None
    for claim in sorted(claims):
        if claim.end > state.n_blocks and claim.owner != 'unallocated volume space':
            state.error(f'{claim.owner}: blocks {claim.first} to {claim.end - 1} are outside '
                        'the image')
        if last and claim.first < last.end:
            is_contents = claim.owner.startswith('data of') and last.owner.startswith('data of')
            if not (state.options.shared and is_contents and claim[:2] == last[:2]):
                state.error(f'{last.owner} and {claim.owner} overlap at block {claim.first}')
        if last is None or claim.end > last.end:
            last = claim


def check_counts(state):
    counts = (state.n_files, state.n_directories)
    if state.recorded_counts not in (None, counts):
        state.error('{} files and {} directories recorded, the tree has {} and {}'.format(
            *state.recorded_counts, *counts))
    if state.next_unique_id is not None and state.next_unique_id <= state.max_unique_id:
        state.error(f'the next unique ID is {state.next_unique_id}, '
                    f'but {state.max_unique_id} is in use')


def check_anchors(state):
    """UDF 2.2.3: two of the three places, one as long as a write-once disc is open."""
    first = state.options.session + 256
    if len(state.anchors) < 2 and 'virtual' not in state.kinds:
        state.error(f'only {len(state.anchors)} anchor; two of {first}, N-256 and N are required')
    if first not in state.anchors:
        state.warn(f'no anchor at {first}')


def is_contiguous(extents):
    return all(one[0] + one[1] == two[0] for one, two in zip(extents, extents[1:]))


def check_dvd_video(state):
    """UDF 6.9.1."""
    if not state.is_bridge:
        state.warn('DVD-Video: a bridge with ISO 9660 is expected')
    if state.revision != 0x102:
        state.error('DVD-Video needs UDF 1.02')
    if state.kinds != ['physical']:
        state.error('DVD-Video needs exactly one type 1 partition map')
    if 256 not in state.anchors:
        state.error('DVD-Video needs an anchor at 256')
    for file in state.listing:
        if not file.path.upper().startswith(('/VIDEO_TS/', '/AUDIO_TS/')):
            continue
        if not is_contiguous(file.extents):
            state.error(f'{file.path}: a DVD-Video file is not in one piece')
        if file.size_bytes and not file.extents:
            state.error(f'{file.path}: a DVD-Video file is embedded in its file entry')
        if file.size_bytes > DVD_FILE_SIZE:
            state.error(f'{file.path}: a DVD-Video file of 1 GiB or more')


def check_bd(state):
    """UDF 6.16.4.1."""
    if state.revision not in (0x250, 0x260) or 'metadata' not in state.kinds:
        state.error('BD applications need UDF 2.50 or 2.60 with a metadata partition')
    if state.is_bridge:
        state.warn('BD: no ISO 9660 structures are expected')
    if state.partition_start % BD_UNIT:
        state.error(f'BD: the partition begins at block {state.partition_start}, '
                    f'no multiple of {BD_UNIT * BLOCK_SIZE >> 10} KiB')
    if state.n_symlinks:
        state.error(f'BD: {state.n_symlinks} symbolic links')
    places = [file.extents for file in state.listing if file.extents]
    if len(set(places)) != len(places):
        state.error('BD: hard links')


def check(state):
    check_anchors(state)
    check_overlaps(state, state.claims)
    check_overlaps(state, state.metadata_claims)
    check_counts(state)
    if state.options.profile == 'dvd-video':
        check_dvd_video(state)
    if state.options.profile == 'bd':
        check_bd(state)
