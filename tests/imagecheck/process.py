# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a program with bounds, because damaged images make some readers loop."""

import contextlib
import resource
import subprocess
import threading

MEMORY_BYTES = 4 << 30
OUTPUT_BYTES = 256 << 20
READER_SECONDS = 300


def bound_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class Collector(threading.Thread):
    """Collects what a process writes to a pipe, and kills it when that is too much."""

    def __init__(self, process, pipe):
        super().__init__()
        self.process = process
        self.pipe = pipe
        self.text = bytearray()
        self.start()

    @property
    def overrun(self):
        return len(self.text) > OUTPUT_BYTES

    def run(self):
        while not self.overrun and (chunk := self.pipe.read1(1 << 20)):
            self.text += chunk
        if self.overrun:
            self.process.kill()


def run(command, timeout=READER_SECONDS, bounded=True, text=b'', **options):
    """Run to completion and return (status, output, errors).

    The program reads TEXT, which must be short.  The output is bytes, since it
    holds file names; errors are text.  A program that overruns its time or its
    output is killed, and its status is 124; one that is bounded gets no more
    than MEMORY_BYTES of address space.
    """
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, preexec_fn=bound_memory if bounded else None,
                          **options) as process:
        collectors = [Collector(process, process.stdout), Collector(process, process.stderr)]
        reason = ''
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(text)
            process.stdin.close()
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            reason = f'timed out after {timeout} s'
        for collector in collectors:
            collector.join()
    output, errors = collectors
    if output.overrun or errors.overrun:
        reason = 'endless output'
    status = 124 if reason else process.returncode
    return status, bytes(output.text), errors.text.decode('utf-8', 'replace') + reason
