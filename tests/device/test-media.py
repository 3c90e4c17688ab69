#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What Burnish knows about each kind of disc, asked from emulated drives.

drive-probe looks at /dev/sr0 through the public interface. No drive may refuse a command: looking
asks for nothing that a drive or a disc does not have.
"""

import burnish_test
import device_test

CD_SPEEDS = "8467 4234 2822 1411"
DVD_SPEEDS = "22160 11080 5540"
BD_SPEEDS = "35968 17984 8992"

# medium → profile, name, states, capacity in blocks, manufacturer, speeds
BLANK = {
    "cd-r": ("09", "CD-R", "blank", 359845, "97:26:66", CD_SPEEDS),
    "cd-rw": ("0a", "CD-RW", "blank", 359845, "97:26:66", CD_SPEEDS),
    "cd-r,nwa-pregap": ("09", "CD-R", "blank", 359845, "97:26:66", CD_SPEEDS),
    "dvd-r": ("11", "DVD-R", "blank", 2298496, "BURNISHEMU01", DVD_SPEEDS),
    "dvd-r-dl": ("15", "DVD-R DL", "blank", 4171712, "BURNISHEMU01", DVD_SPEEDS),
    "dvd-rw": ("14", "DVD-RW", "blank", 2298496, "BURNISHEMU01", DVD_SPEEDS),
    "dvd-rw,minblank": ("14", "DVD-RW", "blank", 2298496, "BURNISHEMU01", DVD_SPEEDS),
    "dvd-rw-ro": (
        "13",
        "DVD-RW (restricted overwrite)",
        "blank overwritable",
        2298496,
        "BURNISHEMU01",
        DVD_SPEEDS,
    ),
    "dvd+r": ("1b", "DVD+R", "blank", 2295104, "BURNISH/E01", DVD_SPEEDS),
    "dvd+r-dl": ("2b", "DVD+R DL", "blank", 4173824, "BURNISH/E01", DVD_SPEEDS),
    "dvd+rw": ("1a", "DVD+RW", "blank overwritable", 2295104, "BURNISH/E01", DVD_SPEEDS),
    "dvd+rw,unformatted": (
        "1a",
        "DVD+RW",
        "blank overwritable unformatted",
        2295104,
        "BURNISH/E01",
        DVD_SPEEDS,
    ),
    "dvd-ram": ("12", "DVD-RAM", "blank overwritable", 2236704, "(null)", DVD_SPEEDS),
    "bd-r": ("41", "BD-R", "blank", 12219392, "BURNEM/E01", BD_SPEEDS),
    "bd-r,spare": ("41", "BD-R", "blank", 11837536, "BURNEM/E01", BD_SPEEDS),
    "bd-r-dl": ("41", "BD-R", "blank", 24438784, "BURNEM/E01", BD_SPEEDS),
    "bd-r-xl": ("41", "BD-R", "blank", 48878592, "BURNEM/E01", BD_SPEEDS),
    "bd-re": ("43", "BD-RE", "blank overwritable", 11837536, "BURNEM/E01", BD_SPEEDS),
    "bd-re,unformatted": (
        "43",
        "BD-RE",
        "blank overwritable unformatted",
        11837536,
        "BURNEM/E01",
        BD_SPEEDS,
    ),
    "bd-re-dl": ("43", "BD-RE", "blank overwritable", 23675072, "BURNEM/E01", BD_SPEEDS),
}

OPERATIONS = (
    "write append overwrite erase-quick erase-full format finalize simulate audio cd-text read"
).split()

# What a blank disc can; the rest it cannot.
CAN_BLANK = {
    "cd-r": "write simulate audio cd-text",
    "cd-rw": "write overwrite erase-quick erase-full simulate audio cd-text",
    "dvd-r": "write simulate",
    "dvd-r-dl": "write simulate",
    "dvd-rw": "write overwrite erase-quick erase-full format simulate",
    "dvd-rw-ro": "write overwrite erase-quick erase-full format",
    "dvd+r": "write",
    "dvd+r-dl": "write",
    "dvd+rw": "write overwrite erase-quick erase-full format",
    "dvd-ram": "write overwrite erase-quick erase-full format",
    "bd-r": "write format",
    "bd-r,spare": "write",
    "bd-r-dl": "write format",
    "bd-re": "write overwrite erase-quick erase-full format",
}

# What a full disc can; write-once discs are finalized.
CAN_FULL = {
    "cd-r": "read",
    "dvd-r": "read",
    "dvd+r": "read",
    "bd-r": "read",
    "cd-rw": "overwrite erase-quick erase-full read",
    "dvd-rw": "overwrite erase-quick erase-full format read",
    "dvd-rw-ro": "overwrite erase-quick erase-full format read",
    "dvd+rw": "overwrite erase-quick erase-full format read",
    "dvd-ram": "overwrite erase-quick erase-full format read",
    "bd-re": "overwrite erase-quick erase-full format read",
    "cd-rom": "read",
    "dvd-rom": "read",
    "bd-rom": "read",
}

UNSUPPORTED = {
    "dvd+rw-dl": ("2a", "DVD+RW DL"),
    "dvd-r-dl-lj": ("16", "DVD-R DL (layer jump)"),
    "bd-r-rrm": ("42", "BD-R (random recording)"),
    "hd-dvd-r": ("51", "HD DVD-R"),
    "bd-r,pow": ("41", "BD-R"),
}


class MediaTest(device_test.TestCase):
    def assert_can(self, report, operations, medium):
        can = [name for name in OPERATIONS if report[f"can-{name}"] == "yes"]
        self.assertEqual(can, operations.split(), medium)

    def test_blank(self):
        for medium, (profile, name, state, capacity, manufacturer, speeds) in BLANK.items():
            report = self.look_once(medium)
            self.assertEqual(report["profile"], profile, medium)
            self.assertEqual(report["name"], name, medium)
            self.assertEqual(report["state"], state, medium)
            self.assertEqual(report["capacity"], str(capacity), medium)
            self.assertEqual(report["free"], str(capacity), medium)
            self.assertEqual(report["used"], "0", medium)
            self.assertEqual(report["next-writable"], "0", medium)
            self.assertEqual(report["sessions"], "0", medium)
            self.assertEqual(report["manufacturer"], manufacturer, medium)
            self.assertEqual(report["speeds"], speeds, medium)
            self.assertEqual(report["label"], "(null)", medium)
            self.assertGreater(int(report["n-features"]), 20, medium)
            self.assertGreater(int(report["n-profiles"]), 15, medium)
            if medium in CAN_BLANK:
                self.assert_can(report, CAN_BLANK[medium], medium)

    def test_full(self):
        image = self.make_image("-J", "-V", "Holiday 2024")
        n_blocks = image.stat().st_size // 2048
        for medium, operations in CAN_FULL.items():
            report = self.look_once(f"{medium},image={image}")
            overwritable = medium in ("dvd-rw-ro", "dvd+rw", "dvd-ram", "bd-re")
            self.assertEqual(report["label"], "Holiday 2024", medium)
            self.assertEqual(report["file-system"], "ISO 9660 + Joliet", medium)
            self.assertEqual(report["volume-blocks"], str(n_blocks), medium)
            self.assertEqual(report["sessions"], "1", medium)
            if overwritable:
                self.assertEqual(report["state"], "overwritable", medium)
                self.assertEqual(report["used"], str(n_blocks), medium)
                self.assertEqual(report["free"], report["capacity"], medium)
            else:
                rom = " write-protected" if medium.endswith("rom") else ""
                self.assertEqual(report["state"], f"finalized{rom}", medium)
                self.assertGreaterEqual(int(report["used"]), n_blocks, medium)
                self.assertEqual(report["free"], "0", medium)
                self.assertEqual(report["next-writable"], "-1", medium)
            self.assert_can(report, operations, medium)

    def test_udf_bridge(self):
        image = self.make_image("-udf", "-J", "-V", "Bridge")
        for medium in ("dvd-rom", "bd-re"):
            report = self.look_once(f"{medium},image={image}")
            self.assertEqual(report["label"], "Bridge")
            self.assertEqual(report["file-system"], "ISO 9660 + Joliet + UDF")

    def test_unsupported(self):
        for medium, (profile, name) in UNSUPPORTED.items():
            report = self.look_once(medium)
            self.assertEqual(report["profile"], profile, medium)
            self.assertEqual(report["name"], name, medium)
            self.assertIn("unsupported", report["state"].split(), medium)
            for operation in OPERATIONS[:-1]:
                self.assertEqual(report[f"can-{operation}"], "kind-not-supported", medium)

    def test_reasons(self):
        image = self.make_image()
        for medium, operation, code in (
            ("dvd-rom", "write", "read-only-kind"),
            ("dvd-r", "write", "disc-finalized"),
            ("dvd-r", "overwrite", "write-once"),
            ("dvd+rw", "write", "disc-not-blank"),
            ("dvd+rw", "erase-quick", "yes"),
            ("dvd-ram", "erase-full", "yes"),
            ("bd-re", "erase-quick", "yes"),
            ("dvd+rw", "append", "no-sessions"),
            ("cd-rw", "write", "disc-not-blank"),
            ("cd-rw", "append", "disc-finalized"),
            ("dvd+rw", "audio", "not-a-cd"),
            ("dvd+rw", "simulate", "no-test-run"),
            ("cd-rw", "format", "no-formatting"),
        ):
            report = self.look_once(f"{medium},image={image}")
            self.assertEqual(report[f"can-{operation}"], code, medium)

    def test_nothing_to_erase(self):
        report = self.look_once("dvd+rw,unformatted")
        self.assertEqual(report["can-erase-quick"], "not-formatted")
        self.assertEqual(report["can-erase-full"], "not-formatted")

    def test_write_protected(self):
        report = self.look_once("dvd-ram,write-protected")
        self.assertEqual(report["state"], "blank overwritable write-protected")
        self.assertEqual(report["write-protection"], "BURNISH_WRITE_PROTECTION_CARTRIDGE")
        self.assertEqual(report["can-write"], "write-protected")
        self.assertEqual(report["can-overwrite"], "write-protected")
        report = self.look_once("dvd+rw,write-protected")
        self.assertEqual(report["write-protection"], "BURNISH_WRITE_PROTECTION_ON_DISC")

    def test_spare_areas(self):
        report = self.look_once("bd-r,spare")
        self.assertEqual((report["spare"], report["free-spare"]), ("381856", "381856"))
        report = self.look_once("bd-r")
        self.assertEqual((report["spare"], report["free-spare"]), ("-1", "-1"))

    def test_appendable(self):
        media = ("cd-r", "dvd-r", "dvd+r", "bd-r")
        drives = self.start_drives(*media)
        image = self.folder / "data"
        image.write_bytes(bytes(range(256)) * 8 * 400)
        for number, medium in enumerate(media):
            path = f"/dev/sr{number}"
            done = drives.run("cdrskin", f"dev={path}", "-multi", "-tao", image)
            self.assertEqual(done.code, 0, done)
            report = self.look(drives, path=path)
            self.assertEqual(report["state"], "appendable", medium)
            self.assertEqual(report["sessions"], "1", medium)
            self.assertEqual(report["can-write"], "disc-not-blank", medium)
            self.assertEqual(report["can-append"], "yes", medium)
            self.assertEqual(report["can-finalize"], "yes", medium)
            self.assertEqual(report["can-read"], "yes", medium)
            self.assertGreaterEqual(int(report["used"]), 400, medium)
            self.assertGreater(int(report["next-writable"]), int(report["used"]) - 3, medium)
            self.assertEqual(
                int(report["capacity"]), int(report["free"]) + int(report["next-writable"]), medium
            )

    def test_room_after_erasing(self):
        image = self.folder / "data"
        image.write_bytes(bytes(range(256)) * 8 * 1000)
        for medium in ("cd-rw", "dvd-rw"):
            with burnish_test.Drives(medium) as drives:
                done = drives.run("cdrskin", "dev=/dev/sr0", "-sao", image)
                self.assertEqual(done.code, 0, done)
                report = self.look(drives)
                self.assertEqual(report["capacity"], str(BLANK[medium][3]), medium)
                self.assertLess(int(report["free"]), 1000, medium)

    def test_interrupted(self):
        image = self.folder / "data"
        image.write_bytes(bytes(range(256)) * 8 * 3000)
        for medium in ("dvd-r", "dvd+r", "bd-r"):
            faults = ["medium-error:op=write,lba=2000"]
            with burnish_test.Drives(medium, faults=faults) as drives:
                done = drives.run("cdrskin", "dev=/dev/sr0", "-tao", image)
                self.assertNotEqual(done.code, 0, done)
                report = self.look(drives)
                self.assertEqual(report["state"], "appendable incomplete", medium)
                self.assertEqual(report["can-write"], "disc-incomplete", medium)
                self.assertIn(int(report["used"]), range(1984, 2001), medium)

    def test_odd_drives(self):
        for medium, opcode, state in (
            ("cd-r,nwa-pregap", None, "blank"),
            ("dvd-r,damaged-track", None, "blank damaged"),
            ("bd-r,open-session", None, "blank"),
            ("cd-rw,one-descriptor", None, "blank"),
            ("dvd+rw,no-disc-information", 0x51, "blank overwritable"),
            ("cd-r,no-disc-information", 0x51, "blank"),
        ):
            drives = self.start_drives(medium)
            if opcode is not None:
                drives.expect_refusal(opcode, 0x20)
            report = self.look(drives)
            self.assertEqual(report["state"], state, medium)
            if medium.startswith("cd-rw"):
                self.assertEqual(report["speeds"], CD_SPEEDS, medium)

    def test_too_old_drive(self):
        drives = self.start_drives("cd-r,no-configuration")
        drives.expect_refusal(0x46, 0x20)
        report = self.look(drives, code=1)
        self.assertEqual(report["error"], "not-supported")
        self.assertIn("too old", report["message"])

    def test_foreign_data_is_not_blank(self):
        image = self.folder / "noise"
        image.write_bytes(b"not a file system" * 1000 + b"\0" * 3480)
        report = self.look_once(f"dvd+rw,image={image}")
        self.assertEqual(report["state"], "overwritable")
        self.assertEqual(report["file-system"], "(null)")
        self.assertEqual(report["used"], report["capacity"])
        self.assertEqual(report["can-write"], "disc-not-blank")

    def test_unreadable_start_is_not_blank(self):
        report = self.look_once("bd-re", faults=["unreadable:lba=0-31"])
        self.assertEqual(report["state"], "overwritable")

    def test_fingerprint(self):
        first = self.make_image("-V", "One")
        with burnish_test.Drives(f"dvd+rw,image={first}") as drives:
            fingerprint = self.look(drives)["fingerprint"]
            self.assertEqual(self.look(drives)["fingerprint"], fingerprint)
            data = bytearray(first.read_bytes())
            data[16 * 2048 + 813 : 16 * 2048 + 829] = b"1999010203040500"
            second = self.folder / "second.iso"
            second.write_bytes(data)
            drives.insert(f"dvd+rw,image={second}")
            self.assertNotEqual(self.look(drives)["fingerprint"], fingerprint)
            drives.insert("dvd-ram")
            self.assertNotEqual(self.look(drives)["fingerprint"], fingerprint)


if __name__ == "__main__":
    burnish_test.main()
