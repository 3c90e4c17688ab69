# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a unittest program and reports in TAP, so that meson counts each test.

Why a test failed is said on standard error, since meson shows no other words of a TAP program.
"""

import sys
import unittest

# Meson shows the last 100 lines of a failed program; a few failures should fit.
FIRST_LINES, LAST_LINES = 25, 10


def shorten(text):
    """TEXT without its middle, if it is long."""
    lines = text.splitlines()
    n_left_out = len(lines) - FIRST_LINES - LAST_LINES
    if n_left_out > 1:
        lines[FIRST_LINES:-LAST_LINES] = [f"[{n_left_out} lines left out]"]
    return "\n".join(lines)


def name_of(test):
    return test.id().removeprefix("__main__.")


class TapResult(unittest.TestResult):
    """Prints one line for each test as it ends, however many of its parts failed."""

    def __init__(self, n_tests):
        super().__init__()
        self.number = 0
        self.running = None
        self.failed = False
        self.skipped_why = None
        print(f"TAP version 13\n1..{n_tests}", flush=True)

    def _report(self, test):
        self.number += 1
        word = "not ok" if self.failed else "ok"
        note = "" if self.failed or self.skipped_why is None else f" # SKIP {self.skipped_why}"
        name = name_of(test).replace("#", "\\#")
        print(f"{word} {self.number} - {name}{note}", flush=True)

    def _explain(self, test, trace):
        self.failed = True
        print(f"=== {name_of(test)}\n{shorten(trace)}\n", file=sys.stderr, flush=True)
        # A failing setUpClass comes here with a placeholder instead of its tests.
        if self.running is None:
            self._report(test)
            self.failed = False

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._explain(test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._explain(test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            kind = self.failures if issubclass(err[0], test.failureException) else self.errors
            self._explain(subtest, kind[-1][1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.skipped_why = reason
        if self.running is None:
            self._report(test)

    def startTest(self, test):
        super().startTest(test)
        self.running = test
        self.failed = False
        self.skipped_why = None

    def stopTest(self, test):
        super().stopTest(test)
        self._report(test)
        self.running = None


def main():
    """As unittest.main(): all tests of the program, or those that the command line names."""
    module = sys.modules["__main__"]
    names = sys.argv[1:]
    loader = unittest.defaultTestLoader
    if names:
        suite = loader.loadTestsFromNames(names, module)
    else:
        suite = loader.loadTestsFromModule(module)
    result = TapResult(suite.countTestCases())
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
