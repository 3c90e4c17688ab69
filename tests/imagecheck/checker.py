# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks images with all readers and the kernel; the library behind imagecheck."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import guest
import readers
import udf_readers
from compare import Comparison, Rules, compare, dump_folder, show, summary
from names import (joliet_name_fits, joliet_path_fits, linux_rock_ridge_name_fits,
                   udf_name_fits)
from task import Task
from udflint import lint
from volume import BLOCK_SIZE, JOLIET, ROCK_RIDGE, UDF, read_volume

ATTRIBUTES = ('mode', 'mtime', 'owner', 'symlink', 'nlink', 'joliet-mtime')
DEFAULT_ATTRIBUTES = frozenset({'mode', 'mtime', 'symlink', 'nlink'})
GUEST_PROGRAMS = {guest.QEMU: 'qemu-system-x86', str(guest.BUSYBOX): 'busybox-static',
                  'dpkg-deb': 'dpkg', 'apt-get': 'apt'}
SHOWN_DIFFERENCES = 20

# --mount WHAT: the trees to mount, which the image must have.
MOUNTS = {'iso9660': [ROCK_RIDGE], 'joliet': [JOLIET], 'both': [ROCK_RIDGE, JOLIET],
          'udf': [UDF], 'bridge': [ROCK_RIDGE, UDF], 'all': [ROCK_RIDGE, JOLIET, UDF],
          'none': []}
AUTO = 'auto'
# Linux takes no notice of the case of Joliet's names, unless it is told to.
MOUNT_OPTIONS = {ROCK_RIDGE: ('iso9660', 'ro,iocharset=utf8'),
                 JOLIET: ('iso9660', 'ro,norock,check=strict,iocharset=utf8'),
                 UDF: ('udf', 'ro,iocharset=utf8')}
SESSION_OPTIONS = {ROCK_RIDGE: 'sbsector', JOLIET: 'sbsector', UDF: 'session'}
# How much of their attributes the trees hold: UDF has microseconds, Joliet next to nothing.
KERNEL_NAME_FITS = {ROCK_RIDGE: linux_rock_ridge_name_fits, JOLIET: joliet_name_fits,
                    UDF: udf_name_fits}


@dataclass
class Image:
    """One image and what is expected of it."""
    path: Path
    tree: Path = None
    mount: str = AUTO
    cdrom: bool = False
    attributes: frozenset = DEFAULT_ATTRIBUTES
    extra: set = field(default_factory=set)
    without: set = field(default_factory=set)
    revision: str = None        # of UDF
    profile: str = None         # rules of an application, see udflint
    session: int = 0            # first block of the session to look at
    only: frozenset = frozenset({ROCK_RIDGE, JOLIET, UDF})      # the trees to look at
    trees: frozenset = frozenset()      # those that check_volume() found

    @property
    def mounted(self):
        """The trees that the kernel shall mount."""
        trees = MOUNTS.get(self.mount)
        if trees is None:
            trees = [] if self.trees == {UDF} else MOUNTS['both']
            trees = trees + [tree for tree in (UDF,) if tree in self.trees]
        return [tree for tree in trees if tree in self.only]

    @property
    def offset(self):
        """The mount option that names the session."""
        return {tree: f',{option}={self.session}' if self.session else ''
                for tree, option in SESSION_OPTIONS.items()}


@dataclass
class Settings:
    """What holds for all images of a run."""
    build: Path
    kernel: Path
    sample_mib: int = 256
    timeout: int = 300

    @property
    def dump_options(self):
        return ['-s', str(self.sample_mib)]

    @property
    def guest(self):
        return guest.Guest(self.build, self.kernel, self.dump_options, self.timeout)


class Report:
    """Prints one line per reader and image, and keeps {image path: {reader: problems}}."""

    def __init__(self, out=sys.stdout):
        self.out = out
        self.results = {}

    def add(self, image, reader, problems, text, seconds):
        """Print the line of one reader; any problem makes it a failure."""
        # One path may be looked at more than once: at each of its sessions.
        self.results.setdefault(image.path, {}).setdefault(reader, []).extend(problems)
        print(f'{"FAIL" if problems else "ok":4} {image.path} {reader}: '
              f'{problems[0] if problems else text} ({seconds:.1f} s)', file=self.out, flush=True)
        for problem in problems[1:SHOWN_DIFFERENCES]:
            print(f'       {problem}', file=self.out)
        if len(problems) > SHOWN_DIFFERENCES:
            print(f'       and {len(problems) - SHOWN_DIFFERENCES} more', file=self.out)

    def complaining(self, path):
        """The readers that found something wrong with an image."""
        return {reader for reader, problems in self.results[path].items() if problems}

    @property
    def bad_images(self):
        return [path for path in self.results if self.complaining(path)]


@contextmanager
def scratch_folder(parent=None):
    """A folder that goes away with all that readers extracted, whatever its modes."""
    folder = Path(tempfile.mkdtemp(prefix='imagecheck-', dir=parent))
    try:
        yield folder
    finally:
        # Not shutil.rmtree, which cannot descend a thousand folders.
        subprocess.run(['chmod', '-R', 'u+rwX', folder], check=False, stderr=subprocess.DEVNULL)
        subprocess.run(['rm', '-rf', folder], check=True)


class Checker:
    """Runs the checks; source trees are read once however many images have them."""

    def __init__(self, settings, report):
        self.settings = settings
        self.report = report
        self.sources = {}
        self.facts = {}

    def dump(self, folder):
        return dump_folder(self.settings.build / 'treedump', self.settings.dump_options, folder)

    def source(self, image):
        if image.tree not in self.sources:
            self.sources[image.tree] = self.dump(image.tree)
        return self.sources[image.tree]

    def lint(self, image):
        """What lint finds of a UDF volume; once for each image."""
        key = id(image)
        if key not in self.facts:
            self.facts[key] = lint(image.path, revision=image.revision, profile=image.profile,
                                   session=image.session)
        return self.facts[key]

    def compare(self, image, tree, nodes, attributes, name_fits):
        """Compare with the source, or without one only look for what could not be read."""
        if image.tree is None:
            return Comparison([f'{show(path)} cannot be read' for path, node in nodes.items()
                               if node.digest.startswith('!')])
        rules = Rules(name_fits, case_matters=tree != UDF)
        if tree == JOLIET:
            rules = rules._replace(path_fits=joliet_path_fits)
        return compare(self.source(image), nodes, attributes, rules, image.extra)

    def judge(self, image, reader, tree, nodes, complaints, attributes, name_fits, seconds):
        """Report what one reader saw."""
        result = self.compare(image, tree, nodes, attributes, name_fits)
        text = summary(nodes)
        if result.n_renamed:
            text += f', {result.n_renamed} under another name'
        if result.n_too_long:
            text += f', {result.n_too_long} left out: path too long for Joliet'
        self.report.add(image, reader, complaints + result.differences, text, seconds)

    def check_volume(self, image):
        """Look at the volume descriptors; return the trees that the image has."""
        start = time.monotonic()
        problems, trees, text = [], frozenset(), ''
        try:
            n_blocks, trees, _ = read_volume(image.path, image.session)
        except (OSError, ValueError) as error:
            problems.append(str(error))
        else:
            size = os.path.getsize(image.path)
            if size % BLOCK_SIZE:
                problems.append(f'{size} bytes are not a multiple of {BLOCK_SIZE}')
            # Writers count from the beginning of the disc, or from that of the session.
            n_session = (n_blocks or 0) if (n_blocks or 0) > image.session else image.session + (n_blocks or 0)
            if n_session * BLOCK_SIZE > size:
                problems.append(f'{size} bytes, but the volume has {n_blocks} blocks')
            image.trees = trees
            text = f'{n_blocks or size // BLOCK_SIZE} blocks, {" and ".join(sorted(trees))}'
            problems += [f'no {tree} tree' for tree in image.mounted if tree not in trees]
        self.report.add(image, 'volume', problems, text, time.monotonic() - start)
        return trees

    def check_reader(self, image, reader):
        """Let one program of user space read the image."""
        start = time.monotonic()
        try:
            with scratch_folder() as scratch:
                task = Task(image.path.resolve(), scratch, self.dump, lambda: self.lint(image),
                            self.settings.build)
                nodes, complaints = reader.read(task)
        except OSError as error:
            nodes, complaints = {}, [str(error)]
        if nodes is None:
            self.report.add(image, f'{reader.name}:{reader.tree}', complaints,
                            self.lint(image).summary(), time.monotonic() - start)
            return
        self.judge(image, f'{reader.name}:{reader.tree}', reader.tree, nodes, complaints,
                   reader.attributes & (image.attributes | {'permissions'}), reader.name_fits,
                   time.monotonic() - start)

    def features(self, image):
        """What some readers do not get along with."""
        names = {'session'} if image.session else set()
        return names | (udf_readers.features(self.lint(image)) if UDF in image.trees else set())

    def check_kernel(self, images):
        """Let the kernel mount all images that are there, in one boot."""
        mounts, wanted = [], []
        for image in [image for image in images if image.path.is_file()]:
            for tree in image.mounted:
                file_system, options = MOUNT_OPTIONS[tree]
                for cdrom in ([False, True] if image.cdrom else [False]):
                    mounts.append(guest.Mount(image.path.resolve(), cdrom, file_system,
                                              options + image.offset[tree]))
                    wanted.append((image, tree, cdrom))
        if not mounts:
            return
        start = time.monotonic()
        try:
            with scratch_folder() as scratch:
                seen = guest.check_mounts(self.settings.guest, mounts, scratch)
        except guest.GuestError as error:
            for image in {id(image): image for image, _, _ in wanted}.values():
                self.report.add(image, 'kernel', [str(error)], '', time.monotonic() - start)
            return
        for (image, tree, cdrom), result in zip(wanted, seen):
            reader = f'kernel:{tree}{":cdrom" if cdrom else ""}'
            attributes = image.attributes
            if tree == JOLIET:
                attributes = {'mtime'} if 'joliet-mtime' in attributes else set()
            elif tree == UDF and 'mtime' in attributes:
                attributes = attributes | {'microseconds'}
            self.judge(image, reader, tree, result.nodes, result.complaints, attributes,
                       KERNEL_NAME_FITS[tree], result.seconds)

    def missing_programs(self, images):
        """What this machine lacks, as sentences."""
        needed = {reader.program: reader.package for reader in readers.READERS}
        if any(image.mount != 'none' for image in images):
            needed.update(GUEST_PROGRAMS)
        path = f'{os.environ.get("PATH", "")}:{self.settings.build}'
        missing = [f'{program} is missing: apt install {package}'
                   for program, package in needed.items()
                   if shutil.which(program, path=path) is None]
        if not (self.settings.build / 'treedump').exists():
            missing.append(f'{self.settings.build} has no treedump: build it with meson, '
                           'or name the folder with --build')
        return missing

    def check(self, images):
        """Check all images and return whether all is well."""
        missing = self.missing_programs(images)
        if missing:
            for image in images:
                self.report.add(image, 'imagecheck', missing, '', 0)
            return False
        for image in images:
            trees = self.check_volume(image)
            for reader in readers.READERS:
                if (reader.tree in trees & image.only and reader.unless not in trees
                        and reader.name not in image.without
                        and not (reader.cannot and reader.cannot & self.features(image))):
                    self.check_reader(image, reader)
            self.facts.pop(id(image), None)
        self.check_kernel(images)
        return not self.report.bad_images
