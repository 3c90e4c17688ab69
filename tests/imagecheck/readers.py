# SPDX-License-Identifier: GPL-2.0-or-later
"""The readers of user space: programs that share no code and look at one image.

A reader is a row of READERS.  To add one, write a function that takes a Task and
returns (nodes, complaints), and add a row.
"""

import os
import re
from fractions import Fraction

import udf_readers
from compare import ROOT, Node
from names import (ascii_joliet_name_fits, ascii_udf_name_fits, bmp_udf_name_fits,
                   joliet_name_fits, linux_rock_ridge_name_fits,
                   seven_zip_rock_ridge_name_fits, udf_name_fits)
from process import run
from task import ENVIRONMENT, Reader, last_lines
from volume import BLOCK_SIZE, JOLIET, ROCK_RIDGE, UDF


def read_xorriso(task):
    """Extract with xorriso, which restores modes, times, symbolic and hard links."""
    folder = task.scratch / 'tree'
    command = ['xorriso', '-return_with', 'WARNING', '32', '-hardlinks', 'on',
               '-osirrox', 'on:sparse=64k', '-indev', f'stdio:{task.image}',
               '-extract', '/', folder]
    status, _, errors = run(command, env=ENVIRONMENT)
    complaints = [line for line in errors.splitlines()
                  if re.search(r' : (WARNING|SORRY|MISHAP|FAILURE|FATAL|ABORT) : ', line)]
    if status != 0 and not complaints:
        complaints = [f'xorriso ends with status {status}: {last_lines(errors)}']
    return (task.dump(folder) if folder.exists() else {}), complaints


def read_7z(task):
    """Extract with 7-Zip, which shows the Joliet tree, or else Rock Ridge without attributes."""
    folder = task.scratch / 'tree'
    folder.mkdir()
    status, output, errors = run(['7z', 'x', '-tiso', '-y', f'-o{folder}', task.image],
                                 env=ENVIRONMENT)
    text = output.decode('utf-8', 'replace') + errors
    # 7-Zip refuses links that lead upwards; links are not what it is asked for.
    complaints = [line for line in re.findall(r'^(?:ERROR|WARNING).*', text, re.M)
                  if 'Dangerous link' not in line and re.search(r': .', line)]
    if status != 0 and not complaints and 'Dangerous link' not in text:
        complaints = [f'7z ends with status {status}: {last_lines(text)}']
    return task.dump(folder), complaints


# isoinfo ends a name with a blank and a newline, a target with a newline; names may
# hold newlines. A set multi-extent flag (80h) overruns its column and shows as FFFF.
ISOINFO_FOLDER = re.compile(
    rb'^Directory listing of /((?:.*?/)??)\n(?=[-dlbcps][-rwxsStT]{9} )', re.M | re.S)
ISOINFO_ENTRY = re.compile(
    rb'^([-dlbcps])([-rwxsStT]{9}) +\d+ +\d+ +\d+ +(\d+) \w{3} [ \d]\d +\d+ '
    rb'\[ *(\d+) (?:[0-9A-F]{2}\] |F{4}) (.*?)( ?)\n'
    rb'(?=[-dlbcps][-rwxsStT]{9} |\Z)', re.M | re.S)


def isoinfo_entries(listing):
    """Yield (path, type, permissions, size, block, target) for each line of a listing."""
    parts = ISOINFO_FOLDER.split(listing)[1:]
    for folder, lines in zip(parts[::2], parts[1::2]):
        for match in ISOINFO_ENTRY.finditer(lines.rstrip(b'\n') + b'\n'):
            kind, letters, size, block, name, blank = match.groups()
            # Where NM says CURRENT or PARENT (RRIP 4.1.4), isoinfo prints no name.
            if name in (b'', b'.', b'..'):
                continue
            target = b''
            if kind == b'l':
                name, _, target = (name + blank).partition(b' -> ')
            mode = sum(0o400 >> i for i, c in enumerate(letters) if c in b'rwxst')
            yield folder + name, kind.decode(), mode, int(size), int(block), target


def next_data(source, offset, end):
    """The next offset from here on that is not in a hole; the end if there is none."""
    try:
        return min(os.lseek(source, offset, os.SEEK_DATA), end)
    except OSError:
        return end


def copy_extents(image, extents, target):
    """Gather a file's bytes from the blocks at which the image is said to hold them.

    Holes of the image stay holes: a test of large files shall not fill the disk.
    """
    with open(image, 'rb') as source, open(target, 'wb') as sink:
        image_size = os.path.getsize(image)
        for block, size in extents:
            offset, end = block * BLOCK_SIZE, min(block * BLOCK_SIZE + size, image_size)
            begin = sink.tell() - offset
            while offset < end:
                offset = next_data(source.fileno(), offset, end)
                sink.seek(begin + offset)
                offset += os.sendfile(sink.fileno(), source.fileno(), offset, end - offset)
            sink.truncate(max(begin + end, 0))
            sink.seek(0, os.SEEK_END)


def list_isoinfo(image, option):
    """Entries of isoinfo's listing in one of its trees, and complaints."""
    status, listing, errors = run(['isoinfo', option, '-l', '-i', image], env=ENVIRONMENT)
    complaints = [line for line in errors.splitlines() if line]
    if status != 0 or not listing:
        complaints.append(f'isoinfo ends with status {status}')
    return isoinfo_entries(listing), complaints


def read_isoinfo(task, option):
    """List with isoinfo and read the blocks it names (its own -x walks the tree each time)."""
    listed, complaints = list_isoinfo(task.image, option)
    entries = {}
    for path, kind, mode, size, block, target in listed:
        _, _, extents, _ = entries.setdefault(path, (kind, mode, [], target))
        extents.append((block, size))
    folder = task.scratch / 'extents'
    folder.mkdir()
    names = {}
    for number, (path, (kind, _, extents, _)) in enumerate(entries.items()):
        if kind == '-':
            names[path] = str(number).encode()
            copy_extents(task.image, extents, folder / str(number))
    contents = task.dump(folder)
    nodes = {ROOT: Node('d', 0, (0, 0), 1, '', 0, Fraction(0), '-', b'')}
    for path, (kind, mode, _, target) in entries.items():
        size, digest = 0, '-'
        if path in names:
            size, digest = contents[names[path]].size_bytes, contents[names[path]].digest
        kind = {'-': 'f', 'd': 'd', 'l': 'l'}.get(kind, 'o')
        nodes[path] = Node(kind, mode, (0, 0), 1, '', size, Fraction(0), digest, target)
    return nodes, complaints


def read_isoinfo_rock_ridge(task):
    return read_isoinfo(task, '-R')


def read_isoinfo_joliet(task):
    return read_isoinfo(task, '-J')


def check_extents(task):
    """In a bridge, compare the blocks of each file with those that isoinfo names."""
    entries, complaints = list_isoinfo(task.image, '-R')
    return None, complaints + udf_readers.extent_differences(
        task.facts(), [(path, size, block) for path, kind, _, size, block, _ in entries
                       if kind == '-'])


SESSION = frozenset({'session'})
READERS = [
    Reader('xorriso', 'xorriso', 'xorriso', ROCK_RIDGE,
           frozenset({'mode', 'mtime', 'symlink', 'nlink'}), read_xorriso,
           linux_rock_ridge_name_fits, cannot=SESSION),
    Reader('7z', '7z', 'p7zip-full', JOLIET, frozenset(), read_7z, joliet_name_fits,
           cannot=SESSION),
    Reader('7z', '7z', 'p7zip-full', ROCK_RIDGE, frozenset(), read_7z,
           seven_zip_rock_ridge_name_fits, unless=JOLIET, cannot=SESSION),
    Reader('isoinfo', 'isoinfo', 'genisoimage', ROCK_RIDGE,
           frozenset({'permissions', 'symlink'}), read_isoinfo_rock_ridge,
           linux_rock_ridge_name_fits, cannot=SESSION),
    Reader('isoinfo', 'isoinfo', 'genisoimage', JOLIET, frozenset(), read_isoinfo_joliet,
           ascii_joliet_name_fits, cannot=SESSION),
    Reader('lint', 'python3', 'python3', UDF, frozenset(), udf_readers.check_lint),
    Reader('extents', 'isoinfo', 'genisoimage', UDF, frozenset(), check_extents,
           cannot=SESSION | {'plain'}),
    Reader('udfinfo', 'udfinfo', 'udftools', UDF, frozenset(), udf_readers.check_udfinfo,
           cannot=SESSION),
    # 7-Zip refuses a whole volume that holds a symbolic link, and knows no VAT.
    Reader('7z', '7z', 'p7zip-full', UDF, frozenset(), udf_readers.read_7z, udf_name_fits,
           cannot=SESSION | {'symlinks', 'vat'}),
    # libudfread writes characters beyond U+FFFF as two of three bytes each (CESU-8), and loses
    # what is behind the first extent of a directory.
    Reader('libudfread', 'udfextract', 'libudfread-dev', UDF, frozenset(),
           udf_readers.read_libudfread, bmp_udf_name_fits,
           cannot=SESSION | {'fragmented directories', 'sparable', 'vat'}),
    # GRUB looks at the ISO 9660 side of a bridge.
    Reader('grub', 'grub-fstest', 'grub-common', UDF, frozenset(), udf_readers.read_grub,
           udf_name_fits, cannot=SESSION | {'bridge', 'metadata', 'sparable', 'vat'}),
    # udfclient shows a volume under its name, in which it replaces what is not ASCII.
    Reader('udfclient', 'udfclient', 'udfclient', UDF, frozenset(), udf_readers.read_udfclient,
           ascii_udf_name_fits, cannot=SESSION | {'foreign name'}),
]
