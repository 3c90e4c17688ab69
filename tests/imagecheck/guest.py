# SPDX-License-Identifier: GPL-2.0-or-later
"""Mounts images with a real Linux kernel, in a small virtual machine.

One boot serves any number of images, because a boot takes seconds and a mount
does not.  The guest is a Debian kernel (unpacked by fetch-kernel, not
installed), busybox, treedump and guest-init.  Every image is a read-only SCSI
target; target 0 takes the result.  It is pure
emulation everywhere: neither root nor /dev/kvm is needed, and a machine whose
KVM half works (a virtual machine itself) makes no difference.
"""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from compare import parse_dump
from process import run

HERE = Path(__file__).resolve().parent
BUSYBOX = Path('/bin/busybox')
QEMU = 'qemu-system-x86_64'

# virtio-scsi offers targets 0 to 255; 0 is the result disk.
MAX_TARGETS = 255
RESULT_SIZE_BYTES = 1 << 30

MODULES = ['virtio_pci', 'virtio_scsi', 'sd_mod', 'sr_mod', 'isofs', 'udf']

# What the drivers say in a good mount; any other of their messages is a complaint.
HARMLESS = re.compile(r'ISO 9660 Extensions|rock ridge in unicode|'
                      r'UDF-fs: INFO Mounting volume')
COMPLAINT = re.compile(r'isofs|iso9660|UDF-fs|I/O error|beyond end of device|rock.?ridge|joliet|'
                       r'BUG|WARNING:|Call Trace|general protection|Out of memory', re.I)


class Mount(NamedTuple):
    """One mount to do: an image, how it is attached, and the mount's options."""
    image: Path
    cdrom: bool
    file_system: str
    options: str


class Seen(NamedTuple):
    """What the guest saw: complaints (empty if all is well), nodes by path, time."""
    complaints: list
    nodes: dict
    seconds: float


class GuestError(Exception):
    """The guest did not run, or gave no result."""


class Guest(NamedTuple):
    """Where the parts of the guest are, and how long it may run."""
    build: Path
    kernel: Path
    dump_options: list
    timeout: int


def find_kernel(directory):
    """Return (kernel, {module name: path}); the kernel is fetched if it is not there."""
    fetch = subprocess.run([HERE / 'fetch-kernel', directory], capture_output=True, text=True)
    if fetch.returncode != 0:
        raise GuestError('no kernel: ' + ' '.join(fetch.stderr.split()))
    kernels = sorted(Path(directory).glob('boot/vmlinuz-*'))
    modules = {path.stem.replace('-', '_'): path for path in Path(directory).glob('lib/**/*.ko')}
    return kernels[-1], modules


def module_order(modules, wanted):
    """The wanted modules and what they depend on, in loading order.

    A module that has no file is taken to be built into the kernel.
    """
    order = []

    def visit(name):
        path = modules.get(name.replace('-', '_'))
        if path is None or path in order:
            return
        depends = re.search(rb'\0depends=([^\0]*)\0', path.read_bytes())
        for other in depends.group(1).decode().split(','):
            visit(other)
        order.append(path)

    for name in wanted:
        visit(name)
    return order


def make_cpio(entries):
    """An archive in the kernel's "newc" form of (name, mode, bytes)."""
    archive = bytearray()
    for number, (name, mode, data) in enumerate([*entries, ('TRAILER!!!', 0, b'')], 1):
        name = name.encode() + b'\0'
        fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0)
        archive += b'070701' + b''.join(b'%08X' % field for field in fields) + name
        archive += bytes(-len(archive) % 4) + data
        archive += bytes(-len(archive) % 4)
    return bytes(archive)


def make_initrd(modules, treedump, options, jobs):
    """The guest's whole user space."""
    order = module_order(modules, MODULES)
    entries = [(name, 0o40755, b'')
               for name in ('bin', 'dev', 'lib', 'mnt', 'proc', 'source', 'sys', 'tmp')]
    entries += [
        ('init', 0o100755, (HERE / 'guest-init').read_bytes()),
        ('bin/busybox', 0o100755, BUSYBOX.read_bytes()),
        ('bin/treedump', 0o100755, Path(treedump).read_bytes()),
        ('jobs', 0o100644, jobs.encode()),
        ('modules', 0o100644, ''.join(path.stem + '\n' for path in order).encode()),
        ('treedump-options', 0o100644, ' '.join(options).encode()),
    ]
    entries += [('lib/' + path.name, 0o100644, path.read_bytes()) for path in order]
    return make_cpio(entries)


def drive_arguments(target, path, cdrom, read_only=True):
    """QEMU's arguments for one SCSI target."""
    name = str(path).replace(',', ',,')
    drive = f'file={name},if=none,id=drive{target},format=raw,file.locking=off'
    if read_only:
        drive += ',readonly=on'
    kind = 'scsi-cd' if cdrom else 'scsi-hd'
    return ['-drive', drive, '-device', f'{kind},drive=drive{target},scsi-id={target}']


def boot(kernel, initrd, drives, scratch, timeout):
    """Run the guest to its end and return the text on the result disk."""
    result, console = scratch / 'result', scratch / 'console'
    with open(result, 'wb') as file:
        file.truncate(RESULT_SIZE_BYTES)
    (scratch / 'initrd').write_bytes(initrd)
    # The kernel gives up on a timer that ticks too rarely, as it does on a loaded machine, unless it
    # is told not to look (no_timer_check).
    command = [QEMU, '-accel', 'tcg', '-cpu', 'max', '-m', '512',
               '-nodefaults', '-no-reboot', '-display', 'none', '-serial', f'file:{console}',
               '-kernel', str(kernel), '-initrd', str(scratch / 'initrd'),
               '-append', 'console=ttyS0 quiet panic=-1 mitigations=off no_timer_check',
               '-device', 'virtio-scsi-pci', *drive_arguments(0, result, False, False), *drives]
    status, _, error = run(command, timeout=timeout, bounded=False)
    with open(result, 'rb') as file:
        head = file.readline(64).strip()
        text = file.read(int(head)) if head.isdigit() else b''
    if status != 0 or not text.endswith(b'done\n'):
        said = console.read_text('utf-8', 'replace')[-400:] if console.exists() else ''
        raise GuestError(f'the guest gave no result (status {status}): '
                         + ' '.join((error[-300:] + said).split()))
    return text.decode('ascii', 'backslashreplace')


def parse_result(text):
    """Split the result into {label: Seen}."""
    seen = {}
    for part in re.split(r'^job ', text, flags=re.M)[1:]:
        label, _, rest = part.partition('\n')
        before, _, tail = rest.partition('tree begins\n')
        tree, _, after = tail.rpartition('tree ends\n')
        lines = (before + after).splitlines()
        kernel = [line[7:] for line in lines if line.startswith('kernel ')]
        complaints = [line for line in kernel
                      if COMPLAINT.search(line) and not HARMLESS.search(line)]
        complaints += [line[6:] for line in lines if line.startswith('error ')]
        if 'mount ok' not in lines:
            complaints.insert(0, 'the mount failed')
        start, end = re.search(r'^time (\S+) (\S+)$', after or before, re.M).groups()
        seen[label] = Seen(complaints, parse_dump(tree.splitlines()), float(end) - float(start))
    return seen


def run_jobs(guest, jobs, drives, scratch):
    """Boot once for lines of jobs; return {label: Seen}."""
    kernel, modules = find_kernel(guest.kernel)
    initrd = make_initrd(modules, guest.build / 'treedump', guest.dump_options, jobs)
    return parse_result(boot(kernel, initrd, drives, scratch, guest.timeout))


def check_mounts(guest, mounts, scratch):
    """Do all mounts in as few boots as possible; return a Seen for each.

    Raises GuestError if the guest does not give an answer for all of them.
    """
    seen = []
    for first in range(0, len(mounts), MAX_TARGETS):
        part = mounts[first:first + MAX_TARGETS]
        targets = {}
        for mount in part:
            targets.setdefault((mount.image, mount.cdrom), len(targets) + 1)
        jobs = ''.join(f'{label} {targets[mount.image, mount.cdrom]} {mount.file_system} '
                       f'{mount.options}\n' for label, mount in enumerate(part))
        drives = []
        for (image, cdrom), target in targets.items():
            drives += drive_arguments(target, image, cdrom)
        results = run_jobs(guest, jobs, drives, scratch)
        seen += [results[str(label)] for label in range(len(part))]
    return seen


def fill_images(guest, images, source, scratch):
    """Let the kernel copy the tree of an ISO 9660 image into UDF images; a Seen for each."""
    drives, jobs = drive_arguments(1, source, True), ''
    for target, image in enumerate(images, 2):
        drives += drive_arguments(target, image, False, read_only=False)
        jobs += f'{target} {target} udf rw,iocharset=utf8 1\n'
    results = run_jobs(guest, jobs, drives, scratch)
    return [results[str(target)] for target, _ in enumerate(images, 2)]
