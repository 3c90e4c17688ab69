# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what a reader found in an image with the source tree.

A tree is a dictionary of nodes by path, as treedump prints it; paths are bytes
and the root is b'.'.  Names that a tree of the image cannot hold as they are
(Joliet: long names, some characters) are paired by contents within their folder.
"""

import math
import os
import re
from collections import Counter, defaultdict
from fractions import Fraction
from typing import Callable, NamedTuple
from urllib.parse import unquote_to_bytes

from names import any_name_fits, fold
from process import run

ROOT = b'.'


class Node(NamedTuple):
    """One object of a tree; the type is one of f, d, l, o, and ? for an error."""
    type: str
    mode: int
    owner: tuple
    n_links: int
    inode: str
    size_bytes: int
    mtime: Fraction
    digest: str
    target: bytes


def parse_time(text):
    """Seconds of treedump's "seconds.nanoseconds", where the nanoseconds are never negative."""
    seconds, _, nanoseconds = text.partition('.')
    return int(seconds) + Fraction(int(nanoseconds), 10**9)


def parse_dump(lines):
    """Nodes by path from lines of treedump."""
    nodes = {}
    for line in lines:
        kind, mode, uid, gid, n_links, inode, size, mtime, digest, path, target = line.split('\t')
        node = Node(kind, int(mode, 8), (int(uid), int(gid)), int(n_links), inode, int(size),
                    parse_time(mtime), digest, unquote_to_bytes(target))
        nodes[unquote_to_bytes(path)] = node
    return nodes


def dump_folder(treedump, options, folder):
    """The tree below a folder of this machine."""
    status, output, errors = run([treedump, *options, folder], timeout=3600)
    if status not in (0, 1):
        raise OSError(f'treedump: {errors}')
    return parse_dump(output.decode('ascii').splitlines())


def summary(nodes):
    """A few words that say how much was compared."""
    files = [node for node in nodes.values() if node.type == 'f']
    return f'{len(nodes)} objects, {len(files)} files, {sum(f.size_bytes for f in files)} bytes'


def show(path):
    """A path for a message."""
    return repr(path.decode('utf-8', 'surrogateescape'))


class Comparison(NamedTuple):
    """What is wrong, and how many objects have another name or too long a path for this tree."""
    differences: list
    n_renamed: int = 0
    n_too_long: int = 0


def children_of(nodes):
    """{folder: [paths of what is in it]}."""
    children = defaultdict(list)
    for path in sorted(nodes):
        if path != ROOT:
            children[path.rpartition(b'/')[0] or ROOT].append(path)
    return children


def signatures(nodes, children):
    """A value for each path that depends on contents and not on names."""
    values = {}
    # A child sorts behind its folder, except that the root is no prefix.
    for path in [*sorted((p for p in nodes if p != ROOT), reverse=True), ROOT]:
        node = nodes.get(path)
        if node is None:
            continue
        inside = tuple(sorted(values[child] for child in children[path]))
        values[path] = hash((node.type, node.size_bytes if node.type == 'f' else 0,
                             node.digest, inside))
    return values


def pair_misfits(wanted, found, key_of_wanted, key_of_found):
    """Pair paths of equal key in their order; return pairs and what is left on both sides."""
    by_key = defaultdict(list)
    for path in reversed(found):
        by_key[key_of_found(path)].append(path)
    pairs, left = [], []
    for path in wanted:
        same = by_key[key_of_wanted(path)]
        if same:
            pairs.append((path, same.pop()))
        else:
            left.append(path)
    taken = {other for _, other in pairs}
    return pairs, left, [path for path in found if path not in taken]


def pair_folder(wanted, found, rules):
    """Pair the children of one folder by name, and those whose name does not fit by value.

    Return pairs, where the found path is None if there is none, and the paths left over.
    """
    by_name = {path.rpartition(b'/')[2]: path for path in found.paths}
    names = [path.rpartition(b'/')[2] for path in wanted.paths]
    n_alike = Counter() if rules.case_matters else Counter(map(fold, names))
    pairs, misfits = [], []
    for path, name in zip(wanted.paths, names):
        if rules.name_fits(name) and (name in by_name or n_alike[fold(name)] < 2):
            pairs.append((path, by_name.pop(name, None)))
        else:
            misfits.append(path)
    equal, misfits, left = pair_misfits(misfits, list(by_name.values()),
                                        wanted.values.get, found.values.get)
    # Where no contents are equal, a pair of one type still makes the clearest message.
    alike, misfits, left = pair_misfits(misfits, left, lambda path: wanted.nodes[path].type,
                                        lambda path: found.nodes[path].type)
    return pairs + equal + alike + [(path, None) for path in misfits], left


class Rules(NamedTuple):
    """Which names and paths a tree holds as they are, or a reader shows so."""
    name_fits: Callable = any_name_fits
    path_fits: Callable = any_name_fits
    case_matters: bool = True       # otherwise names that differ in capitals only are renamed


class Folder(NamedTuple):
    """The children of one folder, with the nodes and signatures of its tree."""
    paths: list
    nodes: dict
    values: dict


def pair(want, got, rules):
    """Pair two trees; return [(wanted path, found path or None)] and the paths left over."""
    want_children, got_children = children_of(want), children_of(got)
    want_values = signatures(want, want_children)
    got_values = signatures(got, got_children)
    pairs, extra = [(ROOT, ROOT if ROOT in got else None)], []
    for wanted, found in pairs:
        if found is None:
            continue
        part, left = pair_folder(Folder(want_children[wanted], want, want_values),
                                 Folder(got_children[found], got, got_values), rules)
        pairs += part
        extra += left
    return pairs, extra


def tidy(target):
    """Rock Ridge stores the components of a target, so repeated slashes are lost."""
    target = re.sub(rb'/+', b'/', target)
    return target.rstrip(b'/') or target


def microsecond(seconds):
    return math.floor(seconds * 10**6)


def node_differences(want, got, n_links, attributes):
    """Yield what is wrong with one object."""
    if got.digest.startswith('!'):
        yield 'cannot be read: ' + os.strerror(int(got.digest[1:]))
        return
    if want.type != got.type:
        yield f'type {got.type}, expected {want.type}'
        return
    if want.type == 'f' and want.size_bytes != got.size_bytes:
        yield f'{got.size_bytes} bytes, expected {want.size_bytes}'
    elif want.digest != got.digest:
        yield 'contents differ'
    if want.type == 'l':
        if 'symlink' in attributes and tidy(want.target) != tidy(got.target):
            yield f'points to {show(got.target)}, expected {show(want.target)}'
        return
    for attribute, mask in (('mode', 0o7777), ('permissions', 0o777)):
        if attribute in attributes and (want.mode ^ got.mode) & mask:
            yield f'mode {got.mode & mask:04o}, expected {want.mode & mask:04o}'
    if 'mtime' in attributes and math.floor(want.mtime) != math.floor(got.mtime):
        yield f'modified at {math.floor(got.mtime)}, expected {math.floor(want.mtime)}'
    elif 'microseconds' in attributes and microsecond(want.mtime) != microsecond(got.mtime):
        yield (f'modified at {microsecond(got.mtime)} microseconds, '
               f'expected {microsecond(want.mtime)}')
    if 'owner' in attributes and want.owner != got.owner:
        yield f'owner {got.owner}, expected {want.owner}'
    if 'nlink' in attributes and want.type == 'f' and got.n_links != n_links:
        yield f'{got.n_links} hard links, expected {n_links}'


def compare(want, got, attributes, rules=Rules(), extra=()):
    """Compare the source with one tree of the image.

    Without 'symlink' in the attributes, what is a symbolic link on either side
    is left out on both; special files always are in the source.  Paths in
    extra may be there.
    """
    out = {path for path, node in want.items() if node.type == 'o'}
    if 'symlink' not in attributes:
        links = {path for tree in (want, got) for path, node in tree.items() if node.type == 'l'}
        got = {path: node for path, node in got.items() if path not in links}
        out |= links
    want = {path: node for path, node in want.items() if path not in out}
    n_names = Counter(node.inode for node in want.values())
    differences, n_renamed, n_too_long = [], 0, 0
    pairs, left = pair(want, got, rules)
    for path, found in pairs:
        if found is None and not rules.path_fits(path):
            n_too_long += 1
        elif found is None:
            differences.append('missing: ' + show(path))
        else:
            n_renamed += path.rpartition(b'/')[2] != found.rpartition(b'/')[2]
            # The root's own attributes are those of the mount or of the extraction.
            wrong = node_differences(want[path], got[found], n_names[want[path].inode],
                                     () if path == ROOT else attributes)
            differences += [f'{show(path)}: {text}' for text in wrong]
    differences += ['not expected: ' + show(path) for path in left if path not in extra]
    return Comparison(differences, n_renamed, n_too_long)
