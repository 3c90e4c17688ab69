# SPDX-License-Identifier: GPL-2.0-or-later
"""Which names a tree of the image can hold, or a reader can show, as they are."""

import re

# Joliet specification: 64 characters a name; for each path the lengths of its names
# in bytes (two a character) and their number add up to at most 240.  libisofs stops at
# 239, and leaves out what is longer without a word.
JOLIET_NAME_UNITS = 64
JOLIET_LONG_NAME_UNITS = 103
JOLIET_PATH_SIZE = 239
JOLIET_FORBIDDEN = re.compile(r'[\x00-\x1f*/:;?\\\U00010000-\U0010ffff]|\.$')

UDF_NAME_SIZE = 255
UDF_FORBIDDEN = re.compile('[\ufeff\ufffe]')
LINUX_UDF_NAME_SIZE = 253

# Linux fs/isofs/rock.c leaves off the NM entry with which a name reaches 254 bytes.
LINUX_ROCK_RIDGE_NAME_SIZE = 253

# 7-Zip reads no continuation areas (SUSP 5.1), cuts off versions and final dots.
SEVEN_ZIP_ROCK_RIDGE_NAME_SIZE = 64


def any_name_fits(_name):
    """Rock Ridge holds every name."""
    return True


def linux_rock_ridge_name_fits(name):
    """Whether Linux shows this name of Rock Ridge in full."""
    return len(name) <= LINUX_ROCK_RIDGE_NAME_SIZE


def seven_zip_rock_ridge_name_fits(name):
    """Whether 7-Zip shows this name of Rock Ridge as it is."""
    return len(name) <= SEVEN_ZIP_ROCK_RIDGE_NAME_SIZE and joliet_name_fits(name)


def joliet_name_fits(name):
    """Whether Joliet holds this name as it is."""
    try:
        text = name.decode('utf-8')
    except UnicodeDecodeError:
        return False
    return len(text) <= JOLIET_NAME_UNITS and not JOLIET_FORBIDDEN.search(text)


def fold(name):
    """A name without the difference of capitals, character by character as Windows does it."""
    text = name.decode('utf-8', 'surrogateescape')
    return ''.join(upper if len(upper := char.upper()) == 1 else char for char in text)


def udf_name_fits(name):
    """Whether UDF holds this name as it is, and Linux shows it in full.

    UDF 2.1.1 and ECMA-167 4/14.4.4: 255 bytes with that of the compression; UDF 2.1.2: no byte
    order marks.  Linux cuts names above 253 bytes of UTF-8.
    """
    try:
        text = name.decode('utf-8')
    except UnicodeDecodeError:
        return False
    size = len(text) if all(char < '\u0100' for char in text) else len(text.encode('utf-16-be'))
    return (size < UDF_NAME_SIZE and len(name) <= LINUX_UDF_NAME_SIZE
            and not UDF_FORBIDDEN.search(text))


def bmp_udf_name_fits(name):
    """The same for a reader that does not know characters beyond U+FFFF."""
    return udf_name_fits(name) and max(name.decode('utf-8')) <= '\uffff'


def ascii_udf_name_fits(name):
    """The same for a reader that replaces all characters but the printable ones of ASCII."""
    return udf_name_fits(name) and all(0x20 <= byte < 0x7f for byte in name)


def ascii_joliet_name_fits(name):
    """The same for a reader that shows other characters in a charset of its own."""
    return name.isascii() and joliet_name_fits(name)


def joliet_path_fits(path):
    """Whether the path is short enough for Joliet, however its names are shortened."""
    names = path.decode('utf-8', 'replace').split('/')
    units = sum(min(len(name.encode('utf-16-be')) // 2, JOLIET_LONG_NAME_UNITS) for name in names)
    return 2 * units + len(names) <= JOLIET_PATH_SIZE
