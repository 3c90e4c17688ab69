# SPDX-License-Identifier: GPL-2.0-or-later
"""What readers of user space do with a UDF volume; their rows are in readers.py."""

import os
import re
from collections import Counter, defaultdict

from compare import show
from process import run
from task import ENVIRONMENT, last_lines
from volume import BLOCK_SIZE

# A few words in which libudfread complains in its log.
LIBUDFREAD_COMPLAINT = re.compile(r'error|corrupt|fail|unsupported|invalid|udfextract:', re.I)
# From this revision on udfinfo shows the one that a reader must know, which stays 2.50.
METADATA_REVISION = '2.50'


def features(found):
    """What some readers do not get along with, of a volume that lint looked at."""
    names = {'bridge' if found.is_bridge else 'plain'}
    if found.options.session:
        names.add('session')
    if found.n_symlinks:
        names.add('symlinks')
    if 'virtual' in found.kinds:
        names.add('vat')
    if not ''.join(found.identifiers.values()).isascii():
        names.add('foreign name')
    if found.n_fragmented_directories:
        names.add('fragmented directories')
    return names | set(found.kinds) - {'virtual', 'physical'}


def check_lint(task):
    """Every structure, but no contents."""
    return None, task.facts().errors


def merge(extents):
    """Extents of (first block, blocks), with those that follow each other made one."""
    merged = []
    for first, count in extents:
        if merged and sum(merged[-1]) == first:
            merged[-1] = (merged[-1][0], merged[-1][1] + count)
        elif count:
            merged.append((first, count))
    return tuple(merged)


def extent_differences(found, entries):
    """Compare blocks and size of each file with (path, size, block) of the ISO 9660 tree.

    A path that is not the same in both, because one of them cannot hold the name, is found by its
    blocks.
    """
    sizes, extents = Counter(), defaultdict(list)
    for path, size, block in entries:
        sizes[path] += size
        extents[path].append((block, (size + BLOCK_SIZE - 1) // BLOCK_SIZE))
    iso = {path: (size, merge(extents[path]) if size else ()) for path, size in sizes.items()}
    udf = {os.fsencode(file.path[1:]): (file.size_bytes, merge(file.extents))
           for file in found.listing if not file.is_symlink}
    differences = [f'{show(path)}: {udf[path]} in UDF, {iso[path]} in ISO 9660 (size, blocks)'
                   for path in sorted(udf.keys() & iso.keys()) if udf[path] != iso[path]]
    # What only one of them has must lie where the other has something too.
    for tree, paths, other in (('UDF', udf, iso), ('ISO 9660', iso, udf)):
        places = set(other.values())
        differences += [f'{show(path)}: {paths[path]} is in {tree} only (size, blocks)'
                        for path in sorted(paths.keys() - other.keys())
                        if paths[path] not in places]
    if not iso:
        differences.append('isoinfo lists no files')
    return differences


def check_udfinfo(task):
    """Volume descriptors, revision and counts."""
    found = task.facts()
    status, output, errors = run(['udfinfo', '--utf8', task.image], env=ENVIRONMENT)
    values = dict(line.split('=', 1) for line in output.decode('utf-8', 'replace').splitlines()
                  if '=' in line)
    complaints = [line for line in errors.splitlines() if re.search('warning|error', line, re.I)]
    if status != 0:
        complaints.append(f'udfinfo ends with status {status}: {last_lines(errors)}')
    for key, wanted in (('udfrev', min(found.revision_text, METADATA_REVISION)),
                        ('integrity', 'closed'), ('lvid', found.identifiers.get('logical')),
                        ('numfiles', str(found.n_files)), ('numdirs', str(found.n_directories))):
        if values.get(key) != wanted:
            complaints.append(f'udfinfo: {key} is {values.get(key)}, expected {wanted}')
    return None, complaints


def read_7z(task):
    folder = task.scratch / 'tree'
    folder.mkdir()
    status, output, errors = run(['7z', 'x', '-tudf', '-y', f'-o{folder}', task.image],
                                 env=ENVIRONMENT)
    text = output.decode('utf-8', 'replace') + errors
    complaints = [line for line in re.findall(r'^(?:ERROR|WARNING).*', text, re.M)
                  if re.search(r': .', line)]
    if status != 0 and not complaints:
        complaints = [f'7z ends with status {status}: {last_lines(text)}']
    return task.dump(folder), complaints


def read_libudfread(task):
    """What players of Blu-ray discs see."""
    folder = task.scratch / 'tree'
    status, _, errors = run([task.build / 'udfextract', task.image, folder], env=ENVIRONMENT)
    complaints = [line for line in errors.splitlines() if LIBUDFREAD_COMPLAINT.search(line)]
    if status != 0 and not complaints:
        complaints = [f'udfextract ends with status {status}: {last_lines(errors)}']
    return (task.dump(folder) if folder.exists() else {}), complaints


class Grub:
    """GRUB's driver, which looks at one folder or one file at a time."""

    def __init__(self, image):
        self.image = image
        self.complaints = []

    def run(self, *arguments):
        status, output, errors = run(['grub-fstest', self.image, *arguments], env=ENVIRONMENT)
        if status != 0 or errors:
            self.complaints.append(f'grub-fstest {" ".join(map(str, arguments))}: '
                                   f'status {status}: {last_lines(errors)}')
        return output

    def list(self, path, names):
        """Look for names in a folder; GRUB puts blanks between them, which names may hold too."""
        text = self.run('--', 'ls', '-a', path + '/')
        names = [*names, b'./', b'../']
        missing = [name for name in names if name + b' ' not in text]
        if missing:
            self.complaints.append(f'{show(os.fsencode(path))}: GRUB does not list '
                                   f'{", ".join(map(show, missing))}')
        elif len(text.rstrip(b'\n')) != sum(len(name) + 1 for name in names):
            self.complaints.append(f'{show(os.fsencode(path))}: GRUB lists too much')


def read_grub(task):
    """Look with GRUB into each folder, and copy each file, that lint knows of."""
    found = task.facts()
    folder = task.scratch / 'tree'
    folder.mkdir()
    grub = Grub(task.image)
    children = defaultdict(list)
    for path in found.directories[1:]:
        parent, _, name = path.rpartition('/')
        children[parent].append(os.fsencode(name) + b'/')
        (folder / path[1:]).mkdir()
    for file in found.listing:
        parent, _, name = file.path.rpartition('/')
        children[parent].append(os.fsencode(name))
        if not file.is_symlink:
            grub.run('cp', file.path, folder / file.path[1:])
    for path in found.directories:
        grub.list(path, children[path])
    return task.dump(folder), grub.complaints


def read_udfclient(task):
    """Copy all with udfclient, which shows a volume as a folder of all its identifiers."""
    ids = task.facts().identifiers
    volume = ':'.join(ids.get(name, '') for name in ('set', 'primary', 'logical', 'file set'))
    status, output, errors = run(['udfclient', '-b', str(BLOCK_SIZE), task.image], env=ENVIRONMENT,
                                 cwd=task.scratch, text=f'get "/{volume}" tree\nquit\n'.encode())
    folder = task.scratch / 'tree'
    complaints = [f'udfclient ends with status {status}: {last_lines(errors)}'] if status else []
    if not folder.exists():
        return {}, complaints + [f'udfclient: {last_lines(output.decode("utf-8", "replace"))}']
    return task.dump(folder), complaints
