# SPDX-License-Identifier: GPL-2.0-or-later
"""Source trees for tests of images: with all that is hard to keep on a disc."""

import os
import random

LARGE_SIZE = (4 << 30) + (600 << 10)


def write(folder, path, contents, mode=None, mtime=None):
    """Make a file and the folders above it."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(contents)
    if mode is not None:
        file.chmod(mode)
    if mtime is not None:
        os.utime(file, ns=(mtime, mtime))


def make_tree(folder):
    """A tree with everything that is hard for a file system of discs."""
    noise = random.Random(7)
    write(folder, 'data.bin', noise.randbytes(2 << 20))
    write(folder, 'folder/one', noise.randbytes(5000))
    write(folder, 'folder/two', noise.randbytes(5000))
    write(folder, 'empty', b'')
    (folder / 'empty folder').mkdir()
    (folder / 'empty folder').chmod(0o1777)
    for name in ('two words.txt', ' leading', 'trailing ', '.hidden', '-dash', '%41', "quo'te",
                 'a.b.c.d', 'UPPER.TXT', 'upper.txt', '.hidden folder/inside',
                 'Grüße/日本語.txt', 'e\u0301 combining'):
        write(folder, name, noise.randbytes(3000))
    # Names that Joliet cannot hold.
    for name in ('L' * 200, 'M' * 180 + 'a', 'é' * 100, 'N' * 255, 'semi;1', 'star*?:\\x',
                 'final.', 'new\nline', 'disc \U0001f4bf', 'D' * 80 + '/inside'):
        write(folder, name, noise.randbytes(3000))
    write(folder, os.fsdecode(b'latin\xe9'), noise.randbytes(3000))
    # Both deeper than the eight levels of ECMA-119 6.8.2.1, one too long for Joliet.
    write(folder, '/'.join(f'd{i:02}' for i in range(12)) + '/leaf', b'leaf')
    write(folder, '/'.join(f'level {i:02}' for i in range(20)) + '/leaf', b'leaf')
    write(folder, 'modes', b'x', 0o4751, 915_148_799_999_999_999)
    write(folder, 'old', b'x', 0o600, 86_400 * 10**9)
    write(folder, 'hard/one', noise.randbytes(3000))
    os.link(folder / 'hard/one', folder / 'hard/two')
    os.link(folder / 'hard/one', folder / 'three')
    write(folder, 'same contents', (folder / 'three').read_bytes())
    for name, target in (('link', 'data.bin'), ('link to folder', 'Grüße'),
                         ('dangling', 'no/such'), ('absolute', '/etc/passwd'),
                         ('up', '../x/..//y/'), ('dot', '.'), ('hard/link', '../.hidden')):
        (folder / name).symlink_to(target)


def make_large_tree(folder):
    """One sparse file above 4 GiB, with data where its second extent begins, and a small one."""
    write(folder, 'small', b'small')
    with open(folder / 'large', 'wb') as file:
        for offset, text in ((0, b'first'), (4 << 30, b'second extent'), (LARGE_SIZE - 4, b'last')):
            file.seek(offset)
            file.write(text)
