# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a program with bounds, because damaged images make some readers loop."""

import os
import resource
import signal
import subprocess
import tempfile
import time

MEMORY_BYTES = 4 << 30
OUTPUT_BYTES = 256 << 20
READER_SECONDS = 300


def bound_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def run(command, timeout=READER_SECONDS, bounded=True, **options):
    """Run to completion and return (status, output, errors).

    The output is bytes, since it holds file names; errors are text.  A program
    that overruns its time or its output is killed, and its status is 124; one
    that is bounded gets no more than MEMORY_BYTES of address space.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=errors, preexec_fn=bound_memory if bounded else None,
                                   **options)
        end = time.monotonic() + timeout
        reason = ''
        while not reason:
            try:
                process.wait(0.2)
                break
            except subprocess.TimeoutExpired:
                written = os.fstat(output.fileno()).st_size + os.fstat(errors.fileno()).st_size
                if time.monotonic() > end:
                    reason = f'timed out after {timeout} s'
                elif written > OUTPUT_BYTES:
                    reason = 'endless output'
        if reason:
            process.send_signal(signal.SIGKILL)
            process.wait()
        output.seek(0)
        errors.seek(0)
        status = 124 if reason else process.returncode
        return status, output.read(), errors.read().decode('utf-8', 'replace') + reason
