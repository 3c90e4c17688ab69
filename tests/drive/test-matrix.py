#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Unmodified cdrskin and xorriso on every kind of disc: the emulated drive judged from outside.

Each operation has to succeed, what was written has to be read back identical, and the drive may
refuse nothing but what EXPECTED_REFUSALS names.
"""

import hashlib
import random
import shutil

import burnish_test
from burnish_test import BLOCK_BYTES

N_BLOCKS = 704  # a multiple of every medium's packet
SPEEDUP = 50

# Commands that libburn 1.5.4 sends although it can know better, and copes with the refusal:
# operation code, additional sense code, why.
EXPECTED_REFUSALS = ()

WRITE_ONCE = (
    "cd-r",
    "dvd-r",
    "dvd+r",
    "dvd+r-dl",
    "bd-r",
    "bd-r,spare",
    "bd-r-dl",
    "bd-r-xl",
)
OVERWRITABLE = (
    "dvd-rw-ro",
    "dvd+rw",
    "dvd+rw,unformatted",
    "dvd-ram",
    "dvd-ram,unformatted",
    "bd-re",
    "bd-re,unformatted",
    "bd-re-dl",
)
# libburn formats a DVD+RW when it first writes to it; these not.
FORMATTED_BY_HAND = ("dvd-ram,unformatted", "bd-re,unformatted")
# cdrskin's names of what it can do to a rewritable disc, in the order in which they are tried.
BLANK_OR_FORMAT = {
    "cd-rw": ("fast", "all"),
    "dvd-rw": ("deformat_sequential", "format_overwrite"),
    "dvd-rw-ro": ("format_overwrite_full", "deformat_sequential"),
    "dvd+rw": ("format_overwrite_full",),
    "dvd-ram": ("format_defectmgt", "format_defectmgt_cert_off"),
    "bd-r": ("format_defectmgt",),
    "bd-re": ("format_defectmgt", "format_defectmgt_cert_off"),
}


class MatrixTest(burnish_test.TestCase):
    def start(self, medium, speedup=SPEEDUP):
        self.drives = self.start_drives(medium, speedup=speedup)
        for opcode, asc, _ in EXPECTED_REFUSALS:
            self.drives.expect_refusal(opcode, asc)

    def make_image(self, seed, n_blocks=N_BLOCKS):
        data = random.Random(seed).randbytes(n_blocks * BLOCK_BYTES)
        image = self.folder / f"image-{seed}"
        image.write_bytes(data)
        return image

    def cdrskin(self, *arguments):
        return self.assert_success(self.drives.run("cdrskin", "-v", "dev=/dev/sr0", *arguments))

    def xorriso(self, *arguments):
        return self.assert_success(self.drives.run("xorriso", "-abort_on", "FAILURE", *arguments))

    def assert_on_disc(self, image):
        """IMAGE is on the disc from block 0, as the engine and as a reader of the node see it."""
        data = image.read_bytes()
        n_blocks = len(data) // BLOCK_BYTES
        self.assertEqual(self.drives.hash(n_blocks), hashlib.sha256(data).hexdigest())
        self.assert_success(self.drives.run("cmp", "-n", len(data), image, "/dev/sr0"))

    def assert_media_state(self, state):
        self.assertEqual(self.drives.dump()["medium"]["status"], state)

    def append_session(self, expected_tracks=None):
        """Two sessions by xorriso; the second one's tree shows the files of both."""
        first = self.make_folder({"a/one": random.Random(1).randbytes(100_000), "a/two": b""}, "s1")
        second = self.make_folder({"three": random.Random(2).randbytes(50_001)}, "s2")
        self.xorriso(
            *("-outdev", "/dev/sr0", "-volid", "FIRST", "-map", first, "/first"),
            *("-close", "off", "-commit"),
        )
        self.xorriso(
            *("-dev", "/dev/sr0", "-volid", "SECOND", "-map", second, "/second"),
            *("-close", "off", "-commit"),
        )
        out = self.folder / "out"
        self.xorriso("-osirrox", "on", "-indev", "/dev/sr0", "-extract", "/", out)
        self.assert_success(self.drives.run("diff", "-r", first, out / "first"))
        self.assert_success(self.drives.run("diff", "-r", second, out / "second"))
        self.assert_success(self.drives.run("chmod", "-R", "u+w", out))
        for folder in (first, second, out):
            shutil.rmtree(folder)
        if expected_tracks is not None:
            self.assertEqual(len(self.drives.dump()["medium"]["tracks"]), expected_tracks)

    def burn_write_once(self, medium):
        self.start(medium)
        self.cdrskin("-minfo")
        image = self.make_image(1)
        self.cdrskin("-sao", image)
        self.assert_on_disc(image)
        self.assert_media_state("complete")

        self.drives.insert(medium)
        image = self.make_image(2)
        self.cdrskin("-tao", image)
        self.assert_on_disc(image)
        self.assert_media_state("complete")

        self.drives.insert(medium)
        self.append_session(expected_tracks=2)
        self.assert_media_state("appendable")
        image = self.make_image(3, 96)
        self.cdrskin("-tao", image)
        self.assert_media_state("complete")
        tracks = self.drives.dump()["medium"]["tracks"]
        self.assertEqual([track["session"] for track in tracks], [1, 2, 3])
        self.assertEqual(
            self.drives.hash(96, tracks[2]["start"]),
            hashlib.sha256(image.read_bytes()).hexdigest(),
        )

    def burn_overwritable(self, medium):
        self.start(medium)
        self.cdrskin("-minfo")
        if medium in FORMATTED_BY_HAND:
            self.cdrskin("blank=format_if_needed")
        for seed in (1, 2):
            image = self.make_image(seed)
            self.cdrskin(image)
            self.assert_on_disc(image)
        # xorriso adds to a file system, not to the noise of these images.
        self.drives.insert(medium.partition(",")[0])
        self.append_session()
        self.assert_no_refusals(self.drives)
        self.drives.ctl(0, "forget")
        for what in BLANK_OR_FORMAT.get(medium, ()):
            # Without -force, libburn does not format what is formatted.
            self.cdrskin("-force", f"blank={what}")
            self.assertRegex("\n".join(self.drives.log()), "FORMAT_UNIT|BLANK")
            self.assert_no_refusals(self.drives)
            self.drives.ctl(0, "forget")
            image = self.make_image(what)
            self.cdrskin("-sao", image)
            self.assert_on_disc(image)

    def test_cd_rw(self):
        self.burn_write_once("cd-rw")
        for what in BLANK_OR_FORMAT["cd-rw"]:
            self.cdrskin(f"blank={what}")
            self.assert_media_state("blank")
            image = self.make_image(what)
            self.cdrskin("-tao", image)
            self.assert_on_disc(image)

    def test_dvd_rw(self):
        self.burn_write_once("dvd-rw")
        # After a minimal blanking only Disc-at-once is left (MMC-6 6.3.3.2.3).
        self.cdrskin("blank=deformat_sequential_quickest")
        image = self.make_image(5)
        self.cdrskin("-sao", image)
        self.assert_on_disc(image)
        for number, what in enumerate(BLANK_OR_FORMAT["dvd-rw"]):
            self.cdrskin(f"blank={what}")
            image = self.make_image(6 + number)
            self.cdrskin("-tao", image)
            self.assert_on_disc(image)
        self.assertEqual(self.drives.dump()["medium"]["profile"], 0x13)

    def test_dvd_rw_minimally_blanked(self):
        self.start("dvd-rw,minblank")
        image = self.make_image(1)
        self.cdrskin("-sao", image)
        self.assert_on_disc(image)

    def test_dvd_r_dl(self):
        for mode in ("-sao", "-tao"):
            with self.subTest(mode=mode):
                self.start("dvd-r-dl")
                image = self.make_image(mode)
                self.cdrskin(mode, image)
                self.assert_on_disc(image)
                self.assert_media_state("complete")

    def test_bd_r_formatted_by_hand(self):
        self.start("bd-r")
        self.cdrskin("blank=format_defectmgt")
        self.cdrskin("-minfo")
        image = self.make_image(1)
        self.cdrskin("-sao", image)
        self.assert_on_disc(image)

    def test_cd_audio(self):
        """Two audio tracks with Disc-at-once."""
        self.start("cd-r")
        sectors = 750
        tracks = []
        for number in range(2):
            track = self.folder / f"track-{number}.raw"
            track.write_bytes(random.Random(number).randbytes(sectors * 2352))
            tracks.append(track)
        self.cdrskin("-sao", "-audio", *tracks)
        toc = self.drives.dump()["medium"]["tracks"]
        self.assertEqual([track["audio"] for track in toc], [True, True])
        self.assertEqual([track["start"] for track in toc], [0, sectors])
        self.assert_media_state("complete")
        self.cdrskin("-toc")

    def test_cd_text(self):
        """CD-TEXT goes into the lead-in, as 96-byte blocks before the program area."""
        self.start("cd-r")
        track = self.folder / "track.raw"
        track.write_bytes(random.Random(1).randbytes(750 * 2352))
        sheet = self.folder / "sheet.v07t"
        sheet.write_text(
            "Input Sheet Version = 0.7T\nText Code = 8859\nLanguage Code = English\n"
            "Album Title = An Album\nArtist Name = Somebody\nTrack 01 Title = A Track\n"
        )
        self.cdrskin("-sao", f"input_sheet_v07t={sheet}", "-audio", track)
        self.assertGreater(self.drives.dump()["cd_text_bytes"], 0)
        self.assertEqual(self.drives.dump()["cd_text_bytes"] % 96, 0)
        self.assert_media_state("complete")

    def test_simulation_leaves_the_disc_blank(self):
        for medium in ("cd-r", "dvd-r"):
            with self.subTest(medium=medium):
                self.start(medium)
                self.cdrskin("-dummy", "-tao", self.make_image(1))
                self.assert_media_state("blank")

    def test_roms(self):
        tree = self.make_folder({"file": random.Random(1).randbytes(30_000)})
        image = self.folder / "image.iso"
        done = burnish_test.run_as(
            {"PATH": "/usr/bin:/bin"},
            *("xorriso", "-as", "mkisofs", "-quiet", "-V", "ROM", "-R", "-o", image, tree),
        )
        self.assert_success(done)
        for kind in ("cd-rom", "dvd-rom", "bd-rom"):
            with self.subTest(kind=kind):
                self.start(f"{kind},image={image}")
                self.assert_on_disc(image)
                out = self.folder / kind
                self.xorriso("-osirrox", "on", "-indev", "/dev/sr0", "-extract", "/", out)
                self.assert_success(self.drives.run("diff", "-r", tree, out))
                done = self.drives.run("cdrskin", "dev=/dev/sr0", "-sao", image)
                self.assertNotEqual(done.code, 0, done)
                self.assertEqual([line for line in self.drives.log() if "WRITE_" in line], [])

    def test_true_speed(self):
        """libburn's own waits, not shortened: one burn of each family."""
        for medium, mode in (("cd-r", "-tao"), ("dvd+r", "-sao"), ("bd-r", "-tao")):
            with self.subTest(medium=medium):
                self.start(medium, speedup=1)
                image = self.make_image(medium)
                self.cdrskin(mode, image)
                self.assert_on_disc(image)


def add_tests(prefix, media, burn):
    for medium in media:
        kind = medium.replace("+", "_plus_").replace("-", "_").replace(",", "_")
        name = f"test_{prefix}_{kind}"
        setattr(MatrixTest, name, lambda self, medium=medium: burn(self, medium))


add_tests("write_once", WRITE_ONCE, MatrixTest.burn_write_once)
add_tests("overwritable", OVERWRITABLE, MatrixTest.burn_overwritable)

if __name__ == "__main__":
    burnish_test.main()
