#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What tap.py reports of tests that end well and badly, as meson reads it."""

import subprocess
import sys
import textwrap
import unittest
from pathlib import Path

import tap


class TapTest(unittest.TestCase):
    def run_tests(self, body):
        """Runs a test program whose only class has BODY; its lines of TAP, and what it says besides."""
        program = "import tap\nimport unittest\nclass T(unittest.TestCase):\n"
        program += textwrap.indent(textwrap.dedent(body), "    ") + "\ntap.main()\n"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
        )
        version, plan, *lines = done.stdout.splitlines()
        self.assertEqual(version, "TAP version 13")
        self.assertEqual(plan, f"1..{len(lines)}")
        numbers = [line.removeprefix("not ").split()[1] for line in lines]
        self.assertEqual(numbers, [str(number) for number in range(1, len(lines) + 1)])
        bad = any(line.startswith("not ok") for line in lines)
        self.assertEqual(done.returncode, int(bad), done.stderr)
        return lines, done.stderr

    def test_good(self):
        lines, said = self.run_tests("def test_a(self): pass\ndef test_b(self): self.skipTest('no drive')")
        self.assertEqual(lines, ["ok 1 - T.test_a", "ok 2 - T.test_b # SKIP no drive"])
        self.assertEqual(said, "")

    def test_failed_with_its_cleanup(self):
        lines, said = self.run_tests("""
            def tearDown(self): raise OSError("third")
            def test_a(self):
                self.addCleanup(self.fail, "second")
                self.fail("first")
            """)
        self.assertEqual(lines, ["not ok 1 - T.test_a"])
        places = [said.index(word) for word in ("=== T.test_a", "first", "third", "second")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Traceback", said)

    def test_failed_after_its_end(self):
        lines, said = self.run_tests("""
            def test_a(self): self.addCleanup(self.fail, "late")
            def test_b(self):
                self.addCleanup(self.fail, "later")
                self.skipTest("no drive")
            """)
        self.assertEqual(lines, ["not ok 1 - T.test_a", "not ok 2 - T.test_b"])
        self.assertIn("late", said)
        self.assertIn("later", said)

    def test_failed_in_parts(self):
        lines, said = self.run_tests("""
            def tearDown(self): raise OSError("at the end")
            def test_a(self):
                for number in range(3):
                    with self.subTest(number=number):
                        self.assertEqual(number, 1, "part %d" % number)
            """)
        self.assertEqual(lines, ["not ok 1 - T.test_a"])
        for word in ("number=0", "part 0", "number=2", "part 2", "at the end"):
            self.assertIn(word, said)

    def test_good_after_bad(self):
        lines, _ = self.run_tests("def test_a(self): 1 / 0\ndef test_b(self): pass")
        self.assertEqual(lines, ["not ok 1 - T.test_a", "ok 2 - T.test_b"])

    def test_class_that_does_not_start(self):
        lines, said = self.run_tests("""
            @classmethod
            def setUpClass(cls): raise OSError("no such class")
            def test_a(self): pass
            """)
        self.assertRegex(lines[0], "^not ok 1 - setUpClass")
        self.assertIn("no such class", said)

    def test_long_words_lose_their_middle(self):
        _, said = self.run_tests("def test_a(self): self.fail('\\n'.join(map(str, range(1000))))")
        self.assertLess(len(said.splitlines()), 60)
        self.assertIn("Traceback", said)
        self.assertIn("999", said)


if __name__ == "__main__":
    tap.main()
