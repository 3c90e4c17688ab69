/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-bytes-private.h"
#include "burnish-image-options.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * What the writer, the reader and the check of UDF have in common: numbers of the format,
 * descriptor tags, entity identifiers, timestamps. Integers are little-endian (ECMA-167 1/7.1).
 * Pure functions over memory, for any thread.
 *
 * "ECMA-167 3/7.2" is part 3, clause 7.2 of its third edition; "UDF 2.2.10" a section of OSTA's
 * specification, as numbered in its revision 2.60.
 */

/* Tag identifiers (ECMA-167 3/7.2.1, 4/7.2.1). */
typedef enum
{
  BURNISH_UDF_TAG_PRIMARY_VOLUME = 1,
  BURNISH_UDF_TAG_ANCHOR = 2,
  BURNISH_UDF_TAG_VOLUME_POINTER = 3,
  BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME = 4,
  BURNISH_UDF_TAG_PARTITION = 5,
  BURNISH_UDF_TAG_LOGICAL_VOLUME = 6,
  BURNISH_UDF_TAG_UNALLOCATED_SPACE = 7,
  BURNISH_UDF_TAG_TERMINATOR = 8,
  BURNISH_UDF_TAG_INTEGRITY = 9,
  BURNISH_UDF_TAG_FILE_SET = 256,
  BURNISH_UDF_TAG_FILE_IDENTIFIER = 257,
  BURNISH_UDF_TAG_ALLOCATION_EXTENT = 258,
  BURNISH_UDF_TAG_INDIRECT_ENTRY = 259,
  BURNISH_UDF_TAG_TERMINAL_ENTRY = 260,
  BURNISH_UDF_TAG_FILE_ENTRY = 261,
  BURNISH_UDF_TAG_EXTENDED_ATTRIBUTES = 262,
  BURNISH_UDF_TAG_UNALLOCATED_ENTRY = 263,
  BURNISH_UDF_TAG_SPACE_BITMAP = 264,
  BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY = 266,
} BurnishUdfTagId;

#define BURNISH_UDF_TAG_SIZE       16
#define BURNISH_UDF_REGID_SIZE     32
#define BURNISH_UDF_TIMESTAMP_SIZE 12
#define BURNISH_UDF_CHARSPEC_SIZE  64

/* File types of an ICB tag (ECMA-167 4/14.6.6, UDF 2.2.10, 2.2.11). */
typedef enum
{
  BURNISH_UDF_FILE_UNSPECIFIED = 0, /* also the VAT of UDF 1.50 */
  BURNISH_UDF_FILE_DIRECTORY = 4,
  BURNISH_UDF_FILE_REGULAR = 5,
  BURNISH_UDF_FILE_SYMLINK = 12,
  BURNISH_UDF_FILE_STREAM_DIRECTORY = 13,
  BURNISH_UDF_FILE_VAT = 248,
  BURNISH_UDF_FILE_REAL_TIME = 249,
  BURNISH_UDF_FILE_METADATA = 250,
  BURNISH_UDF_FILE_METADATA_MIRROR = 251,
  BURNISH_UDF_FILE_METADATA_BITMAP = 252,
} BurnishUdfFileType;

/* How allocation descriptors are recorded (ECMA-167 4/14.6.8, bits 0 to 2 of the ICB's flags). */
typedef enum
{
  BURNISH_UDF_ALLOCATION_SHORT = 0,
  BURNISH_UDF_ALLOCATION_LONG = 1,
  BURNISH_UDF_ALLOCATION_EXTENDED = 2,
  BURNISH_UDF_ALLOCATION_EMBEDDED = 3,
} BurnishUdfAllocation;

#define BURNISH_UDF_SHORT_AD_SIZE 8
#define BURNISH_UDF_LONG_AD_SIZE  16
/* The length of an extent has 30 bits; all but the last are whole blocks (ECMA-167 4/14.14.1.1). */
#define BURNISH_UDF_EXTENT_MAX_BYTES 0x3FFFF800u

/* Characteristics of a file identifier (ECMA-167 4/14.4.3). */
#define BURNISH_UDF_FID_HIDDEN    0x01
#define BURNISH_UDF_FID_DIRECTORY 0x02
#define BURNISH_UDF_FID_DELETED   0x04
#define BURNISH_UDF_FID_PARENT    0x08
#define BURNISH_UDF_FID_METADATA  0x10

/* Sizes of the fixed parts. */
#define BURNISH_UDF_FID_SIZE                 38
#define BURNISH_UDF_FILE_ENTRY_SIZE          176
#define BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE 216

/* Where the fixed parts of a volume stand (UDF 2.2.3, ECMA-167 2/8.3). */
#define BURNISH_UDF_RECOGNITION_BLOCK 16
#define BURNISH_UDF_ANCHOR_BLOCK      256
/* A volume descriptor sequence has at least 16 blocks (UDF 2.2.3.1). */
#define BURNISH_UDF_SEQUENCE_BLOCKS 16
/* Unique identifiers below are for Macintosh (UDF 3.2.1). */
#define BURNISH_UDF_FIRST_UNIQUE_ID 16

/* ---- Tags (ECMA-167 3/7.2) ---- */

typedef struct
{
  guint16 id;
  guint16 version;
  guint16 serial;
  guint16 crc;
  guint16 crc_length;
  guint32 location;
} BurnishUdfTag;

/* The first thing that is wrong with a tag, in the order in which it is looked at. */
typedef enum
{
  BURNISH_UDF_TAG_GOOD,
  BURNISH_UDF_TAG_BAD_CHECKSUM,
  BURNISH_UDF_TAG_BAD_VERSION,
  BURNISH_UDF_TAG_BAD_LENGTH, /* the CRC covers more than there is */
  BURNISH_UDF_TAG_BAD_CRC,
  BURNISH_UDF_TAG_BAD_LOCATION,
} BurnishUdfTagFault;

guint16 _burnish_udf_crc (const guint8 *bytes, gsize size_bytes);
/* Completes a descriptor of size_bytes (tag included) whose body is there. */
void _burnish_udf_seal (guint8 *descriptor,
                        BurnishUdfTagId id,
                        BurnishUdfRevision revision,
                        guint32 location,
                        gsize size_bytes);
/* Reads a tag, also a bad one. available_bytes (at least the tag's size) may be read. */
BurnishUdfTagFault _burnish_udf_tag_read (BurnishUdfTag *tag,
                                          const guint8 *descriptor,
                                          gsize available_bytes,
                                          guint32 location);

/* ---- Fields ---- */

/* What the suffix of an entity identifier says (UDF 2.1.5.3). */
typedef enum
{
  BURNISH_UDF_SUFFIX_NONE,
  BURNISH_UDF_SUFFIX_DOMAIN,         /* revision, flags */
  BURNISH_UDF_SUFFIX_UDF,            /* revision, operating system */
  BURNISH_UDF_SUFFIX_IMPLEMENTATION, /* operating system */
} BurnishUdfSuffix;

#define BURNISH_UDF_DOMAIN "*OSTA UDF Compliant"
/* Who wrote the disc (UDF 2.1.5.2, *Developer ID). */
#define BURNISH_UDF_IMPLEMENTATION "*Burnish"

void _burnish_udf_write_regid (guint8 *field,
                               const char *identifier,
                               BurnishUdfSuffix suffix,
                               BurnishUdfRevision revision);
/* Whether a field holds an identifier, whatever its suffix. */
gboolean _burnish_udf_is_regid (const guint8 *field, const char *identifier);
void _burnish_udf_write_charspec (guint8 *field);

/* Timestamps (ECMA-167 1/7.3) in microseconds since 1970 UTC, written as UTC. Years 1 to 9999;
   times outside are clamped. */
void _burnish_udf_write_timestamp (guint8 *field, gint64 time_us);
/* FALSE for a field that is no point in time. A time without zone counts as UTC. */
gboolean _burnish_udf_read_timestamp (const guint8 *field, gint64 *time_us);

/* A long_ad (ECMA-167 4/14.14.2) without its implementation use. */
void
_burnish_udf_write_long_ad (guint8 *field, guint32 size_bytes, guint32 block, guint16 partition);

G_END_DECLS
