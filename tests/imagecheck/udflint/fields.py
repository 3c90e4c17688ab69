# SPDX-License-Identifier: GPL-2.0-or-later
"""Tags, strings, identifiers and times: the fields that many descriptors share."""

import binascii
import struct

from udflint.state import revision_text, u16

# ECMA-167 3/7.2.1 and 4/7.2.1.
PVD, AVDP, VDP, IUVD, PD, LVD, USD, TD, LVID = range(1, 10)
FSD, FID, AED, IE, TE, FE, EAHD, USE, SBD, PIE, EFE = range(256, 267)
TAG_NAMES = {PVD: 'PVD', AVDP: 'AVDP', VDP: 'VDP', IUVD: 'IUVD', PD: 'PD', LVD: 'LVD', USD: 'USD',
             TD: 'TD', LVID: 'LVID', FSD: 'FSD', FID: 'FID', AED: 'AED', IE: 'IE', TE: 'TE',
             FE: 'FE', EAHD: 'EAHD', USE: 'USE', SBD: 'SBD', PIE: 'PIE', EFE: 'EFE'}
TAG = struct.Struct('<HHBBHHHI')
STAMP = struct.Struct('<HhBBBBBBBB')
CHARACTER_SET = b'\0' + b'OSTA Compressed Unicode'.ljust(63, b'\0')


def crc16(data):
    """ECMA-167 3/7.2.6: polynomial 1021h, beginning with zero."""
    return binascii.crc_hqx(data, 0)


def seal(data, offset=0):
    """Make checksum and CRC of the descriptor at an offset of a bytearray right."""
    length = u16(data, offset + 10)
    struct.pack_into('<H', data, offset + 8, crc16(data[offset + 16:offset + 16 + length]))
    seal_tag(data, offset)


def seal_tag(data, offset=0):
    """Make only the checksum of the tag right."""
    data[offset + 4] = 0
    data[offset + 4] = sum(data[offset:offset + 16]) & 255


def decode_name(raw):
    """OSTA compressed unicode (UDF 2.1.1)."""
    if raw[:1] in (b'\x08', b'\xfe'):
        return raw[1:].decode('latin-1')
    return raw[1:].decode('utf-16-be', 'surrogatepass')


def check_tag(state, data, location, what, wanted):
    """Check the tag that a descriptor begins with; return its identifier, or None."""
    identifier, version, checksum, reserved, _, crc, crc_length, tag_location = (
        TAG.unpack_from(data))
    if not any(data[:16]):
        state.error(f'{what}: no descriptor (zeros)')
    elif (sum(data[:16]) - checksum) & 255 != checksum:
        state.error(f'{what}: tag checksum wrong')
    elif identifier not in wanted:
        state.error(f'{what}: found {TAG_NAMES.get(identifier, identifier)}, '
                    f'expected {"/".join(TAG_NAMES.get(tag, str(tag)) for tag in wanted)}')
    elif 16 + crc_length > len(data):
        state.error(f'{what}: CRC length {crc_length} too large')
    elif crc16(data[16:16 + crc_length]) != crc:
        state.error(f'{what}: descriptor CRC wrong')
    else:
        if tag_location != location:
            state.error(f'{what}: tag location {tag_location}, expected {location}')
        if reserved:
            state.error(f'{what}: reserved tag byte not zero')
        if state.tag_version and version != state.tag_version:
            state.error(f'{what}: descriptor version {version}, expected {state.tag_version}')
        if crc_length == 0:
            state.warn(f'{what}: CRC length 0 (nothing protected)')
        return identifier
    return None


def check_dstring(state, data, offset, size, what, must=False):
    """ECMA-167 1/7.2.12: the last byte is the length; return the text."""
    raw = data[offset:offset + size]
    length = raw[-1]
    if length == 0:
        if any(raw):
            state.error(f'{what}: dstring of length 0 is not zero')
        if must:
            state.error(f'{what}: empty')
        return ''
    if length == 1 or length > size - 1:
        state.error(f'{what}: dstring length {length}')
        return ''
    if any(raw[length:-1]):
        state.error(f'{what}: bytes after the end of the dstring')
    if raw[0] not in (8, 16):
        state.error(f'{what}: compression ID {raw[0]}')
        return ''
    if raw[0] == 16 and length % 2 == 0:
        state.error(f'{what}: half a character in a 16 bit string')
        return ''
    return decode_name(raw[:length])


def check_character_set(state, data, offset, what):
    """UDF 2.1.2: every character set is CS0 with this information."""
    if data[offset:offset + 64] != CHARACTER_SET:
        state.error(f'{what}: character set is not OSTA Compressed Unicode')


def check_identifier(state, data, offset, what, name=None, has_revision=False):
    """An entity identifier (ECMA-167 1/7.4, UDF 2.1.5); return its suffix.

    Without a name, it is that of an implementation and begins with an asterisk.
    """
    flags, found = data[offset], data[offset + 1:offset + 24]
    suffix = data[offset + 24:offset + 32]
    if name is None and found[:1] != b'*':
        state.error(f'{what}: implementation identifier {found!r} does not begin with *')
    if name is not None and found != name.ljust(23, b'\0'):
        state.error(f'{what}: identifier {found!r}, expected {name!r}')
    if flags:
        state.error(f'{what}: identifier flags {flags:#x}')
    if has_revision and state.revision and u16(suffix, 0) != state.revision:
        state.error(f'{what}: suffix has revision {revision_text(u16(suffix, 0))}, '
                    f'expected {state.revision_text}')
    return suffix


def check_stamp(state, data, offset, what):
    """A timestamp (ECMA-167 1/7.3, UDF 2.1.4)."""
    zone, year, month, day, hour, minute, second, *parts = STAMP.unpack_from(data, offset)
    kind, minutes = zone >> 12, zone & 0xfff
    if minutes & 0x800:
        minutes -= 0x1000
    if kind != 1:
        state.error(f'{what}: timestamp type {kind}, must be 1 (local)')
    if not -1440 <= minutes <= 1440 and minutes != -2047:
        state.error(f'{what}: time zone {minutes}')
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24
            and minute < 60 and second < 60 and max(parts) < 100):
        state.error(f'{what}: no such time')
