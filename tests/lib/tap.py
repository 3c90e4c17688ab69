# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a unittest program and reports in TAP, so that meson counts each test."""

import sys
import unittest


class TapResult(unittest.TestResult):
    """Prints one line for each test as it ends, with the trace of a failure as comments."""

    def __init__(self, n_tests):
        super().__init__()
        self.number = 0
        print(f"TAP version 13\n1..{n_tests}", flush=True)

    def _report(self, word, test, note="", trace=""):
        self.number += 1
        for line in trace.splitlines():
            print(f"# {line}")
        name = test.id().removeprefix("__main__.").replace("#", "\\#")
        print(f"{word} {self.number} - {name}{note}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._report("ok", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._report("not ok", test, trace=self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        # A failing setUpClass comes here with a placeholder instead of its tests.
        self._report("not ok", test, trace=self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            trace = (self.failures + self.errors)[-1][1]
            for line in f"{subtest}\n{trace}".splitlines():
                print(f"# {line}")
            self.failed_subtests.add(test.id())

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._report("ok", test, f" # SKIP {reason}")

    def startTest(self, test):
        super().startTest(test)
        self.failed_subtests = set()

    def stopTest(self, test):
        super().stopTest(test)
        # unittest reports neither success nor failure of a test whose subtest failed.
        if test.id() in self.failed_subtests:
            self._report("not ok", test)


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
