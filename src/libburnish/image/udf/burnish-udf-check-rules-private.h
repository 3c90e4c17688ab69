/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-check.h"

G_BEGIN_DECLS

/*
 * The rules of the check: identifier, severity, and the clause that has the rule or defines the
 * field it is about. docs/udf-check.md says what each means for a person; a test compares the two.
 */

/* clang-format off */
#define BURNISH_UDF_RULES(R) \
  /* Reading. */ \
  R (UNREADABLE, "block-unreadable", ERROR, "ECMA-167 3/8.1.2") \
  R (OUTSIDE, "block-outside-volume", ERROR, "ECMA-167 3/8.1.2") \
  /* Descriptor tags. */ \
  R (TAG_MISSING, "tag-missing", ERROR, "ECMA-167 3/7.2") \
  R (TAG_IDENTIFIER, "tag-identifier", ERROR, "ECMA-167 3/7.2.1") \
  R (TAG_VERSION, "tag-version", ERROR, "ECMA-167 3/7.2.2") \
  R (TAG_CHECKSUM, "tag-checksum", ERROR, "ECMA-167 3/7.2.3") \
  R (TAG_RESERVED, "tag-reserved", WARNING, "ECMA-167 3/7.2.4") \
  R (TAG_CRC, "tag-crc", ERROR, "ECMA-167 3/7.2.6") \
  R (TAG_CRC_LENGTH, "tag-crc-length", ERROR, "ECMA-167 3/7.2.7") \
  R (TAG_CRC_SHORT, "tag-crc-short", WARNING, "ECMA-167 3/7.2.7") \
  R (TAG_LOCATION, "tag-location", ERROR, "ECMA-167 3/7.2.8") \
  /* Fields of every kind. */ \
  R (CHARSET, "character-set", WARNING, "UDF 2.1.2") \
  R (DSTRING, "dstring", WARNING, "UDF 2.1.3") \
  R (IDENTIFIER_EMPTY, "identifier-empty", WARNING, "UDF 2.1.3") \
  R (TIMESTAMP, "timestamp", WARNING, "UDF 2.1.4") \
  R (ENTITY_FLAGS, "entity-flags", WARNING, "UDF 2.1.5.1") \
  R (ENTITY, "entity-identifier", ERROR, "UDF 2.1.5.2") \
  R (IMPLEMENTATION, "implementation-identifier", WARNING, "UDF 2.1.5.2") \
  R (ENTITY_REVISION, "entity-revision", WARNING, "UDF 2.1.5.3") \
  R (NOT_ZERO, "reserved-not-zero", WARNING, "ECMA-167 1/7.1") \
  /* Recognition and anchors. */ \
  R (RECOGNITION, "recognition-sequence", ERROR, "ECMA-167 2/8.3") \
  R (RECOGNITION_FIELD, "recognition-field", WARNING, "ECMA-167 2/9.1") \
  R (RECOGNITION_END, "recognition-end", WARNING, "ECMA-167 2/8.3") \
  R (RECOGNITION_NSR, "recognition-nsr", ERROR, "ECMA-167 3/9.1") \
  R (ISO_TERMINATOR, "iso-terminator", ERROR, "ECMA-119 8.3") \
  R (ANCHOR_NONE, "anchor-none", ERROR, "UDF 2.2.3") \
  R (ANCHOR_FEW, "anchor-few", ERROR, "UDF 2.2.3") \
  R (ANCHOR_FIRST, "anchor-first", WARNING, "UDF 2.2.3") \
  R (ANCHORS_DIFFER, "anchors-differ", ERROR, "UDF 2.2.3") \
  R (ANCHOR_LATER, "anchor-later-session", NOTE, "UDF 6.10") \
  R (ANCHOR_IN_PARTITION, "anchor-in-partition", ERROR, "ECMA-167 3/10.5") \
  R (SEQUENCE_EXTENT, "sequence-extent", ERROR, "UDF 2.2.3.1") \
  /* Volume descriptor sequences. */ \
  R (SEQUENCE_END, "sequence-end", WARNING, "ECMA-167 3/10.9") \
  R (SEQUENCE_POINTER, "sequence-pointer", ERROR, "ECMA-167 3/10.3") \
  R (SEQUENCES_DIFFER, "sequences-differ", ERROR, "ECMA-167 3/8.4.2") \
  R (SEQUENCES_VARY, "sequences-vary", WARNING, "ECMA-167 3/8.4.2") \
  R (DESCRIPTOR_MISSING, "descriptor-missing", ERROR, "UDF 2") \
  R (DESCRIPTOR_REPEATED, "descriptor-repeated", WARNING, "UDF 2") \
  R (VOLUME_SET, "volume-set-identifier", WARNING, "UDF 2.2.2") \
  R (VOLUME_SEQUENCE, "volume-sequence-number", WARNING, "ECMA-167 3/10.1") \
  R (INTERCHANGE, "interchange-level", WARNING, "UDF 2.2.2") \
  R (BLOCK_SIZE, "block-size", ERROR, "UDF 2.2.4") \
  R (REVISION, "revision-unknown", ERROR, "UDF 2.1.5.3") \
  R (LABELS_DIFFER, "labels-differ", WARNING, "UDF 2.2.7") \
  R (UNALLOCATED_VOLUME, "unallocated-volume-space", WARNING, "ECMA-167 3/10.8") \
  /* Partitions. */ \
  R (PARTITION_CONTENTS, "partition-contents", ERROR, "ECMA-167 3/10.5.5") \
  R (PARTITION_FLAGS, "partition-flags", WARNING, "ECMA-167 3/10.5.3") \
  R (PARTITION_ACCESS, "partition-access", ERROR, "ECMA-167 3/10.5.7") \
  R (PARTITION_EXTENT, "partition-extent", ERROR, "ECMA-167 3/10.5") \
  R (PARTITION_HEADER, "partition-header", WARNING, "ECMA-167 4/14.3") \
  R (MAP_TABLE, "map-table", ERROR, "ECMA-167 3/10.6") \
  R (MAP_TYPE, "map-type", ERROR, "ECMA-167 3/10.7") \
  R (MAP_PARTITION, "map-partition", ERROR, "ECMA-167 3/10.7") \
  R (MAP_REVISION, "map-revision", ERROR, "UDF 2.2.4") \
  R (METADATA_NEEDED, "metadata-map-missing", ERROR, "UDF 2.2.10") \
  R (METADATA_VIRTUAL, "metadata-map-virtual", ERROR, "UDF 2.2.10") \
  /* Integrity. */ \
  R (INTEGRITY_NONE, "integrity-missing", ERROR, "ECMA-167 3/10.10") \
  R (INTEGRITY_EXTENT, "integrity-extent", WARNING, "UDF 2.2.6") \
  R (INTEGRITY_OPEN, "integrity-open", WARNING, "ECMA-167 3/10.10.3") \
  R (INTEGRITY_PARTITIONS, "integrity-partitions", ERROR, "ECMA-167 3/10.10") \
  R (INTEGRITY_SIZE, "integrity-size", WARNING, "UDF 2.2.6.3") \
  R (INTEGRITY_FREE, "integrity-free-space", WARNING, "UDF 2.2.6.2") \
  R (INTEGRITY_USE, "integrity-implementation", ERROR, "UDF 2.2.6.4") \
  R (INTEGRITY_REVISIONS, "integrity-revisions", ERROR, "UDF 2.2.6.4") \
  R (INTEGRITY_FILES, "integrity-file-count", WARNING, "UDF 2.2.6.4") \
  R (INTEGRITY_FOLDERS, "integrity-folder-count", WARNING, "UDF 2.2.6.4") \
  R (INTEGRITY_UNIQUE, "integrity-unique-id", ERROR, "UDF 3.2.1.1") \
  /* What the partition maps need. */ \
  R (MAPS, "partition-maps", ERROR, "ECMA-167 3/10.7") \
  R (METADATA_UNITS, "metadata-units", WARNING, "UDF 2.2.10") \
  R (METADATA_FLAG, "metadata-duplicate-flag", WARNING, "UDF 2.2.10") \
  R (METADATA_FILE, "metadata-file", ERROR, "UDF 2.2.13.1") \
  R (METADATA_EXTENT, "metadata-extent", WARNING, "UDF 2.2.13.1") \
  R (METADATA_MIRROR, "metadata-mirror", ERROR, "UDF 2.2.13.1") \
  R (METADATA_BITMAP, "metadata-bitmap", WARNING, "UDF 2.2.13.2") \
  R (METADATA_PLACE, "metadata-place", ERROR, "UDF 2.2.13") \
  R (VAT_TABLE, "vat-table", ERROR, "UDF 2.2.11") \
  R (VAT_PLACE, "vat-place", WARNING, "UDF 2.2.11") \
  R (SPARABLE_MAP, "sparable-map", WARNING, "UDF 2.2.9") \
  R (SPARING_TABLE, "sparing-table", ERROR, "UDF 2.2.12") \
  /* Addresses and space. */ \
  R (ADDRESS, "address-outside-partition", ERROR, "ECMA-167 4/7.1") \
  R (USED_TWICE, "blocks-used-twice", ERROR, "ECMA-167 4/12") \
  R (DATA_SHARED, "data-shared", NOTE, "ECMA-167 4/12") \
  R (SPACE_BITMAP, "space-bitmap", ERROR, "ECMA-167 4/14.12") \
  R (SPACE_FREE, "used-block-free", ERROR, "ECMA-167 4/14.12") \
  R (SPACE_LOST, "unused-block-allocated", NOTE, "ECMA-167 4/14.12") \
  /* File set and entries. */ \
  R (FILE_SET_INTERCHANGE, "file-set-interchange", WARNING, "UDF 2.3.2") \
  R (FILE_SET_END, "file-set-end", WARNING, "ECMA-167 4/14.2") \
  R (FILE_SET_STREAMS, "file-set-streams", WARNING, "ECMA-167 4/14.1") \
  R (ICB_EXTENT, "icb-extent", WARNING, "ECMA-167 4/14.6") \
  R (ICB_STRATEGY, "icb-strategy", ERROR, "UDF 2.3.5") \
  R (ICB_FIELD, "icb-field", WARNING, "UDF 2.3.5") \
  R (ICB_FLAGS, "icb-flags", WARNING, "UDF 2.3.5.4") \
  R (FILE_TYPE, "file-type", ERROR, "ECMA-167 4/14.6.6") \
  R (ENTRY_REVISION, "entry-revision", ERROR, "ECMA-167 4/14.17") \
  R (ENTRY_RECORD, "entry-record-format", WARNING, "UDF 2.3.6") \
  R (ENTRY_PERMISSIONS, "entry-permissions", WARNING, "ECMA-167 4/14.9.5") \
  R (ENTRY_CHECKPOINT, "entry-checkpoint", WARNING, "ECMA-167 4/14.9") \
  R (ENTRY_LENGTHS, "entry-lengths", ERROR, "ECMA-167 4/14.9") \
  R (ENTRY_SIZE, "entry-size", ERROR, "ECMA-167 4/14.9.10") \
  R (ENTRY_BLOCKS, "entry-blocks-recorded", WARNING, "ECMA-167 4/14.9.11") \
  R (ENTRY_OBJECT, "entry-object-size", WARNING, "ECMA-167 4/14.17") \
  R (ENTRY_LINKS, "entry-link-count", WARNING, "ECMA-167 4/14.9.6") \
  R (ENTRY_UNIQUE, "entry-unique-id", WARNING, "UDF 3.2.1.1") \
  R (ATTRIBUTES, "extended-attributes", WARNING, "ECMA-167 4/14.10") \
  R (ALLOCATION_TYPE, "allocation-type", ERROR, "UDF 2.3.10") \
  R (ALLOCATION_LENGTH, "allocation-length", ERROR, "ECMA-167 4/14.14.1.1") \
  R (ALLOCATION_HOLE, "allocation-unrecorded", NOTE, "ECMA-167 4/14.14.1.1") \
  R (ALLOCATION_END, "allocation-end", WARNING, "ECMA-167 4/12") \
  /* Folders, identifiers, names. */ \
  R (FOLDER_LENGTH, "folder-length", ERROR, "ECMA-167 4/14.4") \
  R (FOLDER_TWICE, "folder-linked-twice", ERROR, "ECMA-167 4/8.6") \
  R (PARENT_MISSING, "parent-missing", ERROR, "ECMA-167 4/8.6") \
  R (PARENT_PLACE, "parent-place", WARNING, "ECMA-167 4/8.6") \
  R (PARENT_TARGET, "parent-target", ERROR, "ECMA-167 4/8.6") \
  R (FID_FIELD, "identifier-field", WARNING, "UDF 2.3.4") \
  R (FID_UNIQUE, "identifier-unique-id", WARNING, "UDF 2.3.4.3") \
  R (NAME_ENCODING, "name-encoding", ERROR, "UDF 2.1.1") \
  R (NAME_WIDE, "name-wide", WARNING, "UDF 2.1.1") \
  R (NAME_ILLEGAL, "name-illegal", WARNING, "UDF 2.3.4") \
  R (NAME_TWICE, "name-twice", ERROR, "ECMA-167 4/8.6") \
  R (NAME_CASE, "name-case-twin", NOTE, "UDF 4.2.2") \
  R (PATH_LENGTH, "path-length", WARNING, "UDF 2") \
  R (SYMLINK, "symlink-path", ERROR, "ECMA-167 4/14.16") \
  /* What players ask for, and bridges. */ \
  R (DVD_VIDEO, "profile-dvd-video", ERROR, "UDF 6.9.1") \
  R (BD, "profile-bd", ERROR, "UDF 6.16") \
  R (BRIDGE, "bridge-contents", NOTE, "ECMA-119 9.1")
/* clang-format on */

typedef enum
{
#define R(name, id, severity, clause) BURNISH_UDF_RULE_##name,
  BURNISH_UDF_RULES (R)
#undef R
      BURNISH_UDF_N_RULES
} BurnishUdfRule;

const char *_burnish_udf_rule_get_id (BurnishUdfRule rule);
BurnishUdfSeverity _burnish_udf_rule_get_severity (BurnishUdfRule rule);
const char *_burnish_udf_rule_get_clause (BurnishUdfRule rule);

G_END_DECLS
