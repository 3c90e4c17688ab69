#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Shows that imagecheck tells good images from bad ones.

Images made by xorriso and genisoimage must pass, copies with one defect each
must not.  All of them are checked in one run, and so in one boot.
"""

import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from checker import DEFAULT_ATTRIBUTES, Checker, Image, Report, Settings, scratch_folder
from damage import Damage
from names import joliet_name_fits, joliet_path_fits
from process import run
from readers import isoinfo_entries
from trees import make_large_tree, make_tree, write
from volume import JOLIET, ROCK_RIDGE

BUILD = Path(os.environ['BURNISH_BUILD']) / 'tests' / 'imagecheck'

ROCK_RIDGE_READERS = {'xorriso:rockridge', 'isoinfo:rockridge', 'kernel:rockridge'}
JOLIET_READERS = {'7z:joliet', 'isoinfo:joliet', 'kernel:joliet'}

# What is done to a copy, and the readers that must notice it.
DEFECTS = {
    'contents': (lambda d: d.flip_contents('data.bin'), ROCK_RIDGE_READERS | JOLIET_READERS),
    'size': (lambda d: d.grow(ROCK_RIDGE, 'data.bin'), ROCK_RIDGE_READERS),
    'joliet-size': (lambda d: d.grow(JOLIET, 'data.bin'), JOLIET_READERS),
    'missing': (lambda d: d.remove(ROCK_RIDGE, 'folder/one'), ROCK_RIDGE_READERS),
    'joliet-missing': (lambda d: d.remove(JOLIET, 'folder/one'), JOLIET_READERS),
    'swapped': (lambda d: d.swap_extents(ROCK_RIDGE, 'folder/one', 'folder/two'),
                ROCK_RIDGE_READERS),
    'joliet-swapped': (lambda d: d.swap_extents(JOLIET, 'folder/one', 'folder/two'),
                       JOLIET_READERS),
    'renamed': (lambda d: d.rename(ROCK_RIDGE, 'folder/one'), ROCK_RIDGE_READERS),
    'joliet-renamed': (lambda d: d.rename(JOLIET, 'folder/one'), JOLIET_READERS),
    'target': (lambda d: d.point_elsewhere('link'), ROCK_RIDGE_READERS),
    'mode': (lambda d: d.change_mode('data.bin'), ROCK_RIDGE_READERS),
    'time': (lambda d: d.change_time('data.bin'), {'xorriso:rockridge', 'kernel:rockridge'}),
    'links': (lambda d: d.change_links('data.bin'), {'kernel:rockridge'}),
    'susp': (lambda d: d.erase_susp(), {'volume'}),
    'cut': (lambda d: d.cut(1 << 20), {'volume', *ROCK_RIDGE_READERS, *JOLIET_READERS}),
    'ragged': (lambda d: d.cut(1), {'volume', '7z:joliet'}),
    'empty': (lambda d: d.data.clear(), {'volume', 'kernel:rockridge', 'kernel:joliet'}),
}


def make_image(command, tree, path):
    """Let a program write an image to its standard output, and keep it sparse."""
    with subprocess.Popen([*command, tree], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as maker:
        subprocess.run(['dd', f'of={path}', 'bs=64k', 'iflag=fullblock', 'conv=sparse',
                        'status=none'], stdin=maker.stdout, check=True)
        errors = maker.stderr.read()
    if maker.returncode != 0:
        raise RuntimeError(f'{command[0]}: {errors}')


XORRISO = ['xorriso', '-as', 'mkisofs', '-quiet', '--hardlinks', '-R']
GENISOIMAGE = ['genisoimage', '-quiet', '-R', '-J', '-joliet-long', '-D', '-cache-inodes']


class ReportTest(unittest.TestCase):
    def test_a_good_session_hides_no_bad_one(self):
        """One path is checked for each session that it holds."""
        report = Report(io.StringIO())
        for session, problems in ((32, ['a problem']), (64, [])):
            report.add(Image(Path('disc.iso'), session=session), 'lint:udf', problems, '', 0)
        self.assertEqual(report.bad_images, [Path('disc.iso')])


class ImageCheckTest(unittest.TestCase):
    """One run over all images; the tests ask what it reported."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(scratch_folder()))
        tree = cls.folder / 'tree'
        make_tree(tree)
        cls.good = cls.make_good_images(tree)
        # What a burner leaves out; these programs would have taken it.
        os.mkfifo(tree / 'special file')
        cls.bad = []
        for name, (damage, _) in DEFECTS.items():
            copy = Damage(cls.good[0].path)
            damage(copy)
            path = cls.folder / f'{name}.iso'
            copy.save(path)
            cls.bad.append(Image(path, tree))
        cls.absent = Image(cls.folder / 'absent.iso', tree)
        cls.output = io.StringIO()
        cls.report = Report(cls.output)
        settings = Settings(BUILD, BUILD / 'kernel', sample_mib=64)
        cls.passed = Checker(settings, cls.report).check([cls.absent, *cls.good, *cls.bad])

    @classmethod
    def make_good_images(cls, tree):
        """Images that must pass."""
        long, large = cls.folder / 'long', cls.folder / 'large'
        # Linux cannot read this link as genisoimage writes it.
        long.mkdir()
        (long / 'link').symlink_to('a' * 250 + '/' + 'b' * 250)
        make_large_tree(large)
        images = []
        for name, command, source, mount in (
                ('xorriso', [*XORRISO, '-J'], tree, 'both'),
                ('rockridge', XORRISO, tree, 'iso9660'),
                ('genisoimage', GENISOIMAGE, tree, 'both'),
                ('long', XORRISO, long, 'iso9660'),
                ('large', [*XORRISO, '-J', '-iso-level', '3'], large, 'both')):
            path = cls.folder / f'{name}.iso'
            make_image(command, source, path)
            images.append(Image(path, source, mount, cdrom=True))
        # genisoimage numbers the names of one file apart, so xorriso cannot link them again.
        images[2].attributes = DEFAULT_ATTRIBUTES - {'nlink'}
        return images

    def test_good_images_pass_all_readers(self):
        for image in self.good:
            with self.subTest(image.path.name):
                self.assertEqual(self.report.complaining(image.path), set(),
                                 self.output.getvalue())
                kernel = {'kernel:rockridge', 'kernel:rockridge:cdrom'}
                if image.mount == 'both':
                    kernel |= {'kernel:joliet', 'kernel:joliet:cdrom', *JOLIET_READERS}
                else:
                    kernel |= {'7z:rockridge'}
                self.assertEqual(set(self.report.results[image.path]),
                                 {'volume', *ROCK_RIDGE_READERS, *kernel})
        self.assertIn('left out: path too long for Joliet', self.output.getvalue())

    def test_every_defect_is_noticed(self):
        self.assertFalse(self.passed)
        for image, (name, (_, readers)) in zip(self.bad, DEFECTS.items()):
            with self.subTest(name):
                self.assertLessEqual(readers, self.report.complaining(image.path))

    def test_what_a_reader_says_is_reported(self):
        for name, reader, words in (('cut', 'xorriso:rockridge', 'SORRY'),
                                    ('cut', '7z:joliet', 'ERROR: '),
                                    ('cut', 'kernel:rockridge', 'beyond end of device'),
                                    ('empty', 'kernel:rockridge', 'the mount failed'),
                                    ('empty', 'volume', 'no primary volume descriptor')):
            with self.subTest(f'{name} {reader}'):
                problems = self.report.results[self.folder / f'{name}.iso'][reader]
                self.assertIn(words, problems[0])

    def test_an_absent_image_does_not_keep_the_others_from_the_kernel(self):
        self.assertEqual(set(self.report.results[self.absent.path]), {'volume'})
        self.assertEqual(self.report.complaining(self.absent.path), {'volume'})

    def test_a_defect_of_one_tree_is_not_seen_in_the_other(self):
        for name, readers in (('size', JOLIET_READERS), ('joliet-size', ROCK_RIDGE_READERS)):
            noticed = self.report.complaining(self.folder / f'{name}.iso')
            self.assertFalse(noticed & readers, name)

    def test_a_message_names_the_file(self):
        problems = self.report.results[self.folder / 'contents.iso']['kernel:rockridge']
        self.assertEqual(problems, ["'data.bin': contents differ"])
        problems = self.report.results[self.folder / 'missing.iso']['xorriso:rockridge']
        self.assertEqual(problems, ["missing: 'folder/one'"])


class CommandLineTest(unittest.TestCase):
    """The program imagecheck, without the kernel."""

    def setUp(self):
        self.folder = Path(self.enterContext(scratch_folder()))
        self.tree = self.folder / 'tree'
        write(self.tree, 'file', b'contents')
        self.image = self.folder / 'image.iso'
        make_image([*XORRISO, '-J'], self.tree, self.image)

    def imagecheck(self, *arguments, **options):
        return subprocess.run([HERE / 'imagecheck', '--build', BUILD, *arguments],
                              capture_output=True, text=True, check=False, **options)

    def test_options_belong_to_the_image_before_them(self):
        other = self.folder / 'other'
        write(other, 'another file', b'')
        result = self.imagecheck('--mount', 'none', self.image, '--tree', self.tree,
                                 self.image, '--tree', other)
        self.assertEqual(result.returncode, 1)
        lines = result.stdout.splitlines()
        self.assertIn(f"ok   {self.image} xorriso:rockridge: 2 objects, 1 files, 8 bytes",
                      '\n'.join(lines))
        self.assertIn(f"FAIL {self.image} xorriso:rockridge: missing: 'another file'",
                      '\n'.join(lines))
        self.assertIn("       not expected: 'file'", '\n'.join(lines))

    def test_extra_files_are_allowed_by_name(self):
        write(self.tree, 'SHA256SUMS', b'sums')
        make_image([*XORRISO, '-J'], self.tree, self.image)
        (self.tree / 'SHA256SUMS').unlink()
        arguments = ('--mount', 'none', self.image, '--tree', self.tree)
        self.assertEqual(self.imagecheck(*arguments).returncode, 1)
        result = self.imagecheck(*arguments, '--extra', 'SHA256SUMS')
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_a_reader_at_its_limit_can_be_left_out(self):
        deep = self.folder / 'deep'
        write(deep, 'd/' * 300 + 'leaf', b'')
        make_image(XORRISO, deep, self.image)
        arguments = ('--mount', 'none', self.image, '--tree', deep)
        result = self.imagecheck(*arguments)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f'FAIL {self.image} 7z:rockridge: ', result.stdout)
        result = self.imagecheck(*arguments, '--without', '7z')
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertNotIn('7z', result.stdout)

    def test_a_guest_without_result_is_a_failure(self):
        result = self.imagecheck('--timeout', '1', self.image)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f'FAIL {self.image} kernel: the guest gave no result', result.stdout)

    def test_a_kernel_that_cannot_be_had_is_a_failure(self):
        result = self.imagecheck('--kernel', '/proc/kernel', self.image)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f'FAIL {self.image} kernel: no kernel: ', result.stdout)

    def test_a_missing_reader_is_a_failure_that_names_its_package(self):
        with tempfile.TemporaryDirectory() as empty:
            result = self.imagecheck('--mount', 'none', self.image, env={'PATH': empty})
        self.assertEqual(result.returncode, 1)
        for package in ('xorriso', 'p7zip-full', 'genisoimage', 'udftools', 'udfclient',
                        'grub-common'):
            self.assertIn(f'is missing: apt install {package}', result.stdout)

    def test_an_image_that_is_none_fails(self):
        self.image.write_bytes(bytes(100_000))
        result = self.imagecheck('--mount', 'none', self.image)
        self.assertEqual(result.returncode, 1)
        self.assertIn('no primary volume descriptor and no UDF volume', result.stdout)

    def test_wrong_command_lines(self):
        for arguments in ((), ('--mount', 'ntfs', self.image), (self.image, '--profile', 'vcd'),
                          (self.image, '--session', 'two'), (self.image, '--tree', '/no/such'),
                          (self.image, '--nonsense'), (self.image, '--without', 'eyes'),
                          (self.image, '--attributes', 'colour')):
            self.assertEqual(self.imagecheck(*arguments).returncode, 2, arguments)


class NamesTest(unittest.TestCase):
    """The rules for names that a tree of the image cannot hold as they are."""

    def test_joliet_names(self):
        for name in ('a' * 64, 'é' * 64, 'a.b.c', ' a ', '.hidden', '日本語'):
            self.assertTrue(joliet_name_fits(name.encode()), name)
        for name in ('a' * 65, 'a;1', 'a*', 'a:b', 'a?', 'a\\b', 'a\nb', 'a.', '\U0001f4bf'):
            self.assertFalse(joliet_name_fits(name.encode()), name)
        self.assertFalse(joliet_name_fits(b'latin\xe9'))

    def test_joliet_paths_as_libisofs_takes_them(self):
        tree = Path(self.enterContext(scratch_folder()))
        paths = ['a' * 58 + '/' + 'x' * 60, 'b' * 59 + '/' + 'x' * 60,
                 'c' * 40 + '/' + 'y' * 40 + '/' + 'x' * 38,
                 'd' * 40 + '/' + 'y' * 40 + '/' + 'x' * 39]
        for path in paths:
            write(tree, 'tree/' + path, b'')
        make_image([*XORRISO, '-J'], tree / 'tree', tree / 'image.iso')
        subprocess.run(['7z', 'x', '-y', f'-o{tree}/out', tree / 'image.iso'], check=True,
                       stdout=subprocess.DEVNULL)
        for path in paths:
            self.assertEqual(joliet_path_fits(path.encode()), (tree / 'out' / path).exists(), path)


class BoundsTest(unittest.TestCase):
    """Damaged images make readers run for ever (xorriso does in a loop of folders)."""

    def test_a_program_that_does_not_end_is_stopped(self):
        status, _, errors = run(['sleep', '600'], timeout=0.1)
        self.assertEqual(status, 124)
        self.assertIn('timed out', errors)

    def test_a_program_that_writes_without_end_is_stopped(self):
        status, _, errors = run(['yes'], timeout=60)
        self.assertEqual(status, 124)
        self.assertIn('endless output', errors)


class IsoinfoTest(unittest.TestCase):
    """The listing of isoinfo is made for people, so its reading needs care."""

    def test_listing(self):
        listing = (b'\nDirectory listing of /\n'
                   b'drwxr-xr-x   1    0    0   2048 Nov 21 2026 [     19 02]  . \n'
                   b'-rw-r--r--   1    0    0   3000 Nov 21 2026 [    106 00]  new\nline \n'
                   b'lrwxrwxrwx   1    0    0      0 Nov 21 2026 [    105 00]  link -> a b\n'
                   b'-rwsr-xr-x   1    0    0   2048 Nov  1 2026 [     34 FFFF trail  \n'
                   b'\nDirectory listing of /a\nb/\n'
                   b'-rw-r--r--   1    0    0      1 Nov 21 2026 [     35 00]   lead \n')
        self.assertEqual(list(isoinfo_entries(listing)), [
            (b'new\nline', '-', 0o644, 3000, 106, b''),
            (b'link', 'l', 0o777, 0, 105, b'a b'),
            (b'trail ', '-', 0o755, 2048, 34, b''),
            (b'a\nb/ lead', '-', 0o644, 1, 35, b'')])


if __name__ == '__main__':
    unittest.main(verbosity=2)
