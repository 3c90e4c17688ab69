#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/with-drive as a person uses it."""

import hashlib
import os
import signal
import subprocess

import burnish_test
from burnish_test import BLOCK_BYTES, BUILD, SOURCE

WITH_DRIVE = SOURCE / "tools/with-drive"


class WithDriveTest(burnish_test.TestCase):
    def run_with_drive(self, *arguments, **options):
        environment = dict(os.environ)
        # Somebody's own shell does not name the build directory.
        for name in ("BURNISH_BUILD", "BURNISH_SOURCE"):
            environment.pop(name, None)
        build = options.pop("build", BUILD)
        return burnish_test.run_as(
            environment, WITH_DRIVE, *(("--build", build) if build else ()), *arguments, **options
        )

    def make_image(self, n_blocks=64):
        image = self.folder / "image"
        image.write_bytes(os.urandom(n_blocks * BLOCK_BYTES))
        return image

    def test_says_nothing_of_its_own(self):
        done = self.run_with_drive("--medium", "dvd+r", "--", "true")
        self.assertEqual((done.code, done.stdout, done.stderr), (0, "", ""))

    def test_exit_code_is_the_commands(self):
        for command, code in (("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 128 + 15)):
            self.assertEqual(self.run_with_drive("--", "sh", "-c", command).code, code)

    def test_options_of_the_command_stay_its_own(self):
        done = self.run_with_drive("--medium", "cd-r", "--", "echo", "--medium", "--help")
        self.assertEqual(done.stdout, "--medium --help\n")

    def test_one_drive_for_each_medium(self):
        done = self.run_with_drive(
            "--medium", "dvd+r", "--medium", "none", "--medium", "bd-re", "--", "ls", "/sys/block"
        )
        self.assertEqual(done.stdout.split(), ["sr0", "sr1", "sr2"])

    def test_every_kind(self):
        image = self.make_image()
        blank = (
            "cd-r cd-rw dvd-r dvd-rw dvd-rw-ro dvd-r-dl dvd+r dvd+r-dl dvd+rw dvd-ram bd-r bd-r-dl"
            " bd-r-xl bd-re bd-re-dl dvd+rw-dl dvd-r-dl-lj bd-r-rrm hd-dvd-r"
        )
        media = blank.split() + [f"{kind}-rom,image={image}" for kind in ("cd", "dvd", "bd")]
        for first in range(0, len(media), 6):
            some = media[first : first + 6]
            options = [word for medium in some for word in ("--medium", medium)]
            done = self.run_with_drive(
                *options,
                "--",
                "sh",
                "-c",
                'for drive in "$MMC_DRIVES_DIR"/*; do mmc-drive-ctl "$drive" dump; done',
            )
            self.assert_success(done)
            for medium in some:
                self.assertIn(f'"kind": "{medium.partition(",")[0]}"', done.stdout)

    def test_wrong_use_is_explained(self):
        for arguments, message in (
            (("--medium", "floppy", "--", "true"), "floppy"),
            (("--medium", "cd-r", "--fault", "gremlins", "--", "true"), "gremlins"),
            (("--medium", "cd-r", "--fault", "3:gremlins", "--", "true"), "there is no drive 3"),
            (("--medium", "cd-r", "--", "no-such-program"), "no-such-program"),
            (("--medium", "cd-r"), "COMMAND"),
        ):
            with self.subTest(arguments=arguments):
                done = self.run_with_drive(*arguments)
                self.assertEqual((done.code, done.stdout), (2, ""), done)
                self.assertIn(message, done.stderr)
                self.assertNotIn("Traceback", done.stderr)

    def test_says_what_to_do_when_not_built(self):
        done = self.run_with_drive("--", "true", build=self.folder)
        self.assertEqual(done.code, 2)
        self.assertIn("Build Burnish first", done.stderr)

    def test_leaves_nothing_behind(self):
        environment = dict(os.environ, TMPDIR=str(self.folder))
        done = burnish_test.run_as(
            environment, WITH_DRIVE, "--build", BUILD, "--medium", "cd-r", "--", "ls", self.folder
        )
        self.assert_success(done)
        self.assertNotEqual(done.stdout, "")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_terminated(self):
        """A signal to end reaches the command, and the drives go away with it."""
        environment = dict(os.environ, TMPDIR=str(self.folder))
        process = burnish_test.start_as(
            environment, WITH_DRIVE, "--build", BUILD, "--", "sh", "-c", "echo $$; exec cat"
        )
        child = int(burnish_test.Lines(process).next())
        process.send_signal(signal.SIGTERM)
        # Its standard input stays open, the end of which would end it, too.
        code = process.wait(60)
        self.assertEqual(code, 128 + signal.SIGTERM, process.stderr.read())
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
        self.assertRaises(ProcessLookupError, os.kill, child, 0)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_interrupted(self):
        """Ctrl-C is the command's business; with-drive waits for what it makes of it."""
        command = 'trap "exit 7" INT; echo ready; while :; do sleep 0.05; done'
        process = subprocess.Popen(
            [WITH_DRIVE, "--build", BUILD, "--", "sh", "-c", command],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.assertEqual(burnish_test.Lines(process).next(), "ready")
        os.killpg(process.pid, signal.SIGINT)
        self.assertEqual(process.wait(20), 7)
        process.stdout.close()

    def test_discs_are_kept(self):
        image = self.make_image()
        keep = ("--keep", self.folder / "kept")
        digest = hashlib.sha256(image.read_bytes()).hexdigest()
        burn = ("cdrskin", "dev=/dev/sr1", "-sao", image)
        first = ("--speedup", "50", "--medium", "none", "--medium", "dvd+r")
        self.assert_success(self.run_with_drive(*keep, *first, "--", *burn))

        read = ("sh", "-c", f"head -c {image.stat().st_size} /dev/sr1 | sha256sum")
        done = self.assert_success(self.run_with_drive(*keep, "--", *read))
        self.assertEqual(done.stdout.split()[0], digest)

        self.assert_success(self.run_with_drive(*keep, *first, "--", "true"))
        done = self.assert_success(self.run_with_drive(*keep, "--", *read))
        self.assertNotEqual(done.stdout.split()[0], digest)

    def test_faults_go_to_their_drive(self):
        image = self.make_image()
        done = self.run_with_drive(
            *("--speedup", "50", "--medium", "dvd+r", "--medium", "dvd+r"),
            *("--fault", "1:medium-error:after=1", "--"),
            *("sh", "-c", f"for n in 0 1; do cdrskin dev=/dev/sr$n -sao {image}; echo rc=$?; done"),
        )
        codes = [line for line in done.stdout.splitlines() if line.startswith("rc=")]
        self.assertEqual(codes[0], "rc=0", done)
        self.assertNotEqual(codes[1], "rc=0", done)

    def test_speedup_is_for_libburn_alone(self):
        image = self.make_image()
        command = ("cdrskin", "dev=/dev/sr0", "-sao", image)

        def seconds(speedup):
            options = ("--medium", "dvd+r", "--speedup", speedup, "--")
            return self.assert_success(self.run_with_drive(*options, *command)).seconds

        # libburn sleeps for more than two seconds in such a burn, which no machine can shorten; one that
        # is busy may need several attempts at a burn that does without.
        self.assertGreater(seconds(1), 2)
        burnish_test.wait_until(lambda: seconds(50) < 2, timeout=60, what="a burn without libburn's sleep")
        done = self.run_with_drive("--medium", "dvd+r", "--speedup", 50, "--", "sleep", "0.5")
        self.assertGreater(done.seconds, 0.5)

    def test_outside_sees_nothing(self):
        done = self.run_with_drive(
            *("--medium", "dvd+r", "--", "env", "-u", "LD_PRELOAD", "ls", "/sys/block"),
        )
        here = subprocess.run(["ls", "/sys/block"], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, here.stdout)


if __name__ == "__main__":
    burnish_test.main()
