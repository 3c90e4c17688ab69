# SPDX-License-Identifier: GPL-2.0-or-later
"""UDF images that other programs made, for tests of what reads UDF.

    import foreign
    for image in foreign.images():
        with self.subTest(image.name):
            extract(image.path, folder)         # must give what is in image.tree

Each is small (8 MiB at most) and has

    name        as 'hd-2.01', 'hd-4096-2.01', 'cdr-2.50', 'genisoimage'
    path        the image
    revision    '1.02' to '2.60'
    tree        the folder that it was made of; an empty one for media that only grow, as made
    kind        FILLED: mkudffs made it and a Linux kernel filled it: overwritable with a space
                bitmap ('hd', 'dvdram'; also with long allocation descriptors and without extended
                file entries), sparable ('cdrw', 'dvdrw'). Files are embedded, in one extent, and in
                many; there are deleted identifiers, hard and symbolic links.
                EMPTY: made by mkudffs for write-once media, with a VAT ('cdr', 'dvdr', 'bdr'), or
                with ICB strategy 4096 ('hd-4096').
                BRIDGE: genisoimage -udf: no modes and owners, symbolic links are empty files, so its
                tree has none; the two volume descriptor sequences differ.

All stay in the build folder (tests/imagecheck/foreign), are made by the first test that asks, in one
boot of the guest of some 20 s, and again when this file changes. A test that asks is one of the suite
`slow`, names the program treedump among its `depends` and is given 300 s more.

Times are whole seconds, because the kernel gets the tree from a CD with Rock Ridge.
"""

import fcntl
import hashlib
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import guest
from checker import scratch_folder
from compare import Rules, compare, dump_folder
from names import udf_name_fits

BUILD = Path(os.environ.get('BURNISH_BUILD', 'build')) / 'tests' / 'imagecheck'
FILLED, EMPTY, BRIDGE = 'filled', 'empty', 'bridge'
N_BLOCKS = 4096
TIMEOUT = 600
MKUDFFS = shutil.which('mkudffs', path=f'{os.environ.get("PATH", "")}:/usr/sbin:/sbin')

# name: (options of mkudffs, revisions)
TO_FILL = {
    'hd': (['hd'], ('1.02', '1.50', '2.00', '2.01')),
    'hd-long': (['hd', '--ad=long'], ('1.50', '2.01')),
    'hd-short': (['hd', '--ad=short'], ('1.02', '2.01')),
    'hd-fe': (['hd', '--noefe'], ('2.01',)),
    'dvdram': (['dvdram'], ('1.02', '1.50', '2.00', '2.01')),
    'cdrw': (['cdrw'], ('1.50', '2.00', '2.01')),
    'dvdrw': (['dvdrw'], ('1.50', '2.01')),
}
AS_MADE = {
    'cdr': (['cdr'], ('1.50', '2.00', '2.01', '2.50', '2.60')),
    'dvdr': (['dvdr'], ('1.50', '2.01')),
    'bdr': (['bdr'], ('2.50', '2.60')),
    'hd-4096': (['hd', '--strategy=4096'], ('1.02', '2.01')),
}


class Foreign(NamedTuple):
    """An image that is not of Burnish."""
    name: str
    path: Path
    revision: str
    tree: Path
    kind: str


def make_tree(folder, with_links):
    """A small tree, always the same but for its owners."""
    noise = random.Random(11)
    sizes = {'empty': 0, 'one byte': 1, 'embedded': 900, 'below': 2047, 'block': 2048,
             'above': 2049, 'folder/large': 300_001, 'folder/deeper/leaf': 5000,
             'Grüße/日本語.txt': 700, 'UPPER': 70, 'upper': 80,
             'pieces/one': 80_000, 'pieces/two': 79_000, 'n' * 100: 10}
    if with_links:
        sizes |= {'l' * 250: 20, 'disc \U0001f4bf': 60}
    for i in range(200):
        sizes[f'many/file {i:03}'] = i
    for path, size in sizes.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(noise.randbytes(size))
    (folder / 'empty folder').mkdir()
    (folder / 'block').chmod(0o640)
    (folder / 'above').chmod(0o4755)
    (folder / 'empty folder').chmod(0o1777)
    if with_links:
        os.link(folder / 'above', folder / 'above too')
        (folder / 'link').symlink_to('folder/large')
        (folder / 'link up').symlink_to('../a b/./c')
        (folder / 'absolute').symlink_to('/etc/passwd')
    paths = sorted(folder.rglob('*'), key=lambda path: len(path.parts), reverse=True)
    for i, path in enumerate([*paths, folder]):
        os.utime(path, (1_000_000_000 + i * 1000,) * 2, follow_symlinks=False)


def mkudffs(path, options, revision):
    medium, *others = options
    subprocess.run([MKUDFFS, '--new-file', '-b', '2048', '-m', medium, '-r', revision,
                    '--label=Foreign', '--uuid=0123456789abcdef', *others, path, str(N_BLOCKS)],
                   check=True, stdout=subprocess.DEVNULL)


def each(table):
    for medium, (options, revisions) in table.items():
        for revision in revisions:
            yield f'{medium}-{revision}', options, revision


def fill(folder, tree, images):
    """Let a kernel copy the tree into images, and be sure that it did."""
    source = folder / 'source.iso'
    subprocess.run(['xorriso', '-as', 'mkisofs', '-quiet', '-R', '--hardlinks', '-o', source, tree],
                   check=True, stderr=subprocess.DEVNULL)
    parts = guest.Guest(BUILD, BUILD / 'kernel', [], TIMEOUT)
    with scratch_folder() as scratch:
        results = guest.fill_images(parts, [image.path for image in images], source, scratch)
    wanted = dump_folder(BUILD / 'treedump', [], tree)
    for image, seen in zip(images, results):
        differences = compare(wanted, seen.nodes, {'mode', 'mtime', 'owner', 'symlink', 'nlink'},
                              Rules(udf_name_fits)).differences
        if seen.complaints or differences:
            raise RuntimeError(f'{image.name}: {seen.complaints + differences}')
    source.unlink()


def make_images(folder):
    """Make all images below a folder that is not there yet."""
    trees = {kind: folder / f'tree-{kind}' for kind in (FILLED, EMPTY, BRIDGE)}
    for tree in trees.values():
        tree.mkdir(parents=True)
    make_tree(trees[FILLED], with_links=True)
    make_tree(trees[BRIDGE], with_links=False)
    made = []
    for kind, table in ((FILLED, TO_FILL), (EMPTY, AS_MADE)):
        for name, options, revision in each(table):
            made.append(Foreign(name, folder / f'{name}.img', revision, trees[kind], kind))
            mkudffs(made[-1].path, options, revision)
    fill(folder, trees[FILLED], [image for image in made if image.kind == FILLED])
    subprocess.run(['genisoimage', '-quiet', '-R', '-J', '-joliet-long', '-udf', '-o',
                    folder / 'genisoimage.img', trees[BRIDGE]], check=True)


def describe(folder):
    """The images of a folder that is complete."""
    found = []
    for kind, table in ((FILLED, TO_FILL), (EMPTY, AS_MADE)):
        found += [Foreign(name, folder / f'{name}.img', revision, folder / f'tree-{kind}', kind)
                  for name, _, revision in each(table)]
    return found + [Foreign('genisoimage', folder / 'genisoimage.img', '1.02',
                            folder / f'tree-{BRIDGE}', BRIDGE)]


def images():
    """All images; the first caller waits until they are made."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    place = BUILD / 'foreign'
    place.mkdir(parents=True, exist_ok=True)
    with open(place / 'lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / version).exists():
            for old in place.glob('[0-9a-f]*'):
                shutil.rmtree(old)
            with scratch_folder(place) as scratch:
                make_images(scratch / 'images')
                (scratch / 'images').rename(place / version)
    return describe(place / version)
