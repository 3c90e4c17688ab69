/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

#define MAX_ZONE_MINUTES 1440
#define NO_ZONE          (-2047)

static const char *
tag_name (guint id)
{
  switch (id)
    {
    case BURNISH_UDF_TAG_PRIMARY_VOLUME:
      return "a primary volume descriptor";
    case BURNISH_UDF_TAG_ANCHOR:
      return "an anchor";
    case BURNISH_UDF_TAG_VOLUME_POINTER:
      return "a volume descriptor pointer";
    case BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME:
      return "an implementation use volume descriptor";
    case BURNISH_UDF_TAG_PARTITION:
      return "a partition descriptor";
    case BURNISH_UDF_TAG_LOGICAL_VOLUME:
      return "a logical volume descriptor";
    case BURNISH_UDF_TAG_UNALLOCATED_SPACE:
      return "an unallocated space descriptor";
    case BURNISH_UDF_TAG_TERMINATOR:
      return "a terminating descriptor";
    case BURNISH_UDF_TAG_INTEGRITY:
      return "a logical volume integrity descriptor";
    case BURNISH_UDF_TAG_FILE_SET:
      return "a file set descriptor";
    case BURNISH_UDF_TAG_FILE_IDENTIFIER:
      return "a file identifier";
    case BURNISH_UDF_TAG_ALLOCATION_EXTENT:
      return "an allocation extent descriptor";
    case BURNISH_UDF_TAG_INDIRECT_ENTRY:
      return "an indirect entry";
    case BURNISH_UDF_TAG_TERMINAL_ENTRY:
      return "a terminal entry";
    case BURNISH_UDF_TAG_FILE_ENTRY:
      return "a file entry";
    case BURNISH_UDF_TAG_EXTENDED_ATTRIBUTES:
      return "an extended attribute header";
    case BURNISH_UDF_TAG_UNALLOCATED_ENTRY:
      return "an unallocated space entry";
    case BURNISH_UDF_TAG_SPACE_BITMAP:
      return "a space bitmap";
    case BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY:
      return "an extended file entry";
    default:
      return NULL;
    }
}

static void
say_fault (const BurnishUdfCheckPlace *place,
           BurnishUdfTagFault fault,
           const BurnishUdfTag *tag,
           guint32 location)
{
  switch (fault)
    {
    case BURNISH_UDF_TAG_BAD_CHECKSUM:
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_CHECKSUM, place->block,
                              "The %s's tag has a wrong checksum", place->what);
      break;
    case BURNISH_UDF_TAG_BAD_VERSION:
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_VERSION, place->block,
                              "The %s's tag has version %u; only 2 and 3 exist", place->what,
                              tag->version);
      break;
    case BURNISH_UDF_TAG_BAD_LENGTH:
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_CRC_LENGTH, place->block,
                              "The %s's CRC covers %u bytes, more than there are", place->what,
                              tag->crc_length);
      break;
    case BURNISH_UDF_TAG_BAD_CRC:
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_CRC, place->block,
                              "The %s has a wrong CRC", place->what);
      break;
    case BURNISH_UDF_TAG_BAD_LOCATION:
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_LOCATION, place->block,
                              "The %s's tag says that it stands at %u instead of %u", place->what,
                              tag->location, location);
      break;
    case BURNISH_UDF_TAG_GOOD:
    default:
      break;
    }
}

static gboolean
is_wanted (const BurnishUdfTagId *wanted, guint id)
{
  for (; *wanted != 0; wanted++)
    if (*wanted == id)
      return TRUE;
  return FALSE;
}

gboolean
_burnish_udf_check_tag (const BurnishUdfCheckPlace *place,
                        const guint8 *descriptor,
                        gsize size_bytes,
                        guint32 location,
                        const BurnishUdfTagId *wanted)
{
  BurnishUdfTag tag;
  BurnishUdfTagFault fault;

  if (size_bytes < BURNISH_UDF_TAG_SIZE
      || _burnish_udf_check_is_zero (descriptor, BURNISH_UDF_TAG_SIZE))
    {
      _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_MISSING, place->block,
                              "There are zeros where the %s should be", place->what);
      return FALSE;
    }
  fault = _burnish_udf_tag_read (&tag, descriptor, size_bytes, location);
  say_fault (place, fault, &tag, location);
  if (fault != BURNISH_UDF_TAG_GOOD && fault != BURNISH_UDF_TAG_BAD_LOCATION)
    return FALSE;
  if (!is_wanted (wanted, tag.id))
    {
      const char *name = tag_name (tag.id);

      if (name != NULL)
        _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_IDENTIFIER, place->block,
                                "There is %s where the %s should be", name, place->what);
      else
        _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_IDENTIFIER, place->block,
                                "There is a descriptor of unknown kind %u where the %s should be",
                                tag.id, place->what);
      return FALSE;
    }
  if (descriptor[5] != 0)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_RESERVED, place->block,
                            "The reserved byte of the %s's tag is not zero", place->what);
  if (place->run->tag_version != 0 && tag.version != place->run->tag_version)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_VERSION, place->block,
                            "The %s's tag has version %u, the volume asks for %u", place->what,
                            tag.version, place->run->tag_version);
  return TRUE;
}

void
_burnish_udf_check_coverage (const BurnishUdfCheckPlace *place,
                             const guint8 *descriptor,
                             gsize size_bytes)
{
  guint covered = BURNISH_UDF_TAG_SIZE + _burnish_read_le16 (descriptor + 10);

  if (covered < size_bytes)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TAG_CRC_SHORT, place->block,
                            "The %s's CRC protects %u of its %" G_GSIZE_FORMAT " bytes",
                            place->what, covered, size_bytes);
}

void
_burnish_udf_check_zero (const BurnishUdfCheckPlace *place,
                         const guint8 *bytes,
                         gsize size_bytes,
                         const char *field)
{
  if (!_burnish_udf_check_is_zero (bytes, size_bytes))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_NOT_ZERO, place->block,
                            "The %s has other bytes than zero in %s", place->what, field);
}

char *
_burnish_udf_check_dstring (const BurnishUdfCheckPlace *place,
                            const guint8 *bytes,
                            gsize field_bytes,
                            const char *field,
                            gboolean must_be_there)
{
  gsize used_bytes = bytes[field_bytes - 1];
  char *text = NULL;

  if (used_bytes == 0 && _burnish_udf_check_is_zero (bytes, field_bytes))
    {
      if (must_be_there)
        _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_IDENTIFIER_EMPTY, place->block,
                                "The %s has no %s", place->what, field);
      return g_strdup ("");
    }
  if (used_bytes >= 2 && (bytes[0] == 8 || bytes[0] == 16))
    text = _burnish_udf_dstring_read (bytes, field_bytes);
  if (text == NULL)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_DSTRING, place->block,
                            "The %s of the %s is no text: length %" G_GSIZE_FORMAT
                            ", compression %u",
                            field, place->what, used_bytes, bytes[0]);
  else if (!_burnish_udf_check_is_zero (bytes + used_bytes, field_bytes - 1 - used_bytes))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_DSTRING, place->block,
                            "The %s of the %s goes on behind its end", field, place->what);
  return text;
}

void
_burnish_udf_check_charspec (const BurnishUdfCheckPlace *place,
                             const guint8 *bytes,
                             const char *field)
{
  guint8 wanted[BURNISH_UDF_CHARSPEC_SIZE];

  _burnish_udf_write_charspec (wanted);
  if (memcmp (bytes, wanted, sizeof (wanted)) != 0)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_CHARSET, place->block,
                            "The %s of the %s is not OSTA Compressed Unicode", field, place->what);
}

void
_burnish_udf_check_timestamp (const BurnishUdfCheckPlace *place,
                              const guint8 *bytes,
                              const char *field)
{
  guint16 type_and_zone = _burnish_read_le16 (bytes);
  int zone_minutes = (type_and_zone & 0x0FFF) - (type_and_zone & 0x0800 ? 0x1000 : 0);
  gint64 time_us;

  if (!_burnish_udf_read_timestamp (bytes, &time_us))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TIMESTAMP, place->block,
                            "The %s of the %s is no point in time", field, place->what);
  else if (type_and_zone >> 12 != 1)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TIMESTAMP, place->block,
                            "The %s of the %s has type %u; it must be 1, local time", field,
                            place->what, type_and_zone >> 12);
  else if (ABS (zone_minutes) > MAX_ZONE_MINUTES && zone_minutes != NO_ZONE)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_TIMESTAMP, place->block,
                            "The %s of the %s lies %d minutes from UTC", field, place->what,
                            zone_minutes);
}

/* The 23 bytes of an identifier, for a sentence. */
static char *
dup_identifier (const guint8 *bytes)
{
  g_autofree char *text = g_strndup ((const char *) bytes + 1, 23);

  return g_strescape (text, NULL);
}

static void
check_entity_flags (const BurnishUdfCheckPlace *place, const guint8 *bytes, const char *field)
{
  if (bytes[0] != 0)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_ENTITY_FLAGS, place->block,
                            "The %s of the %s has flags %#x; they must be 0", field, place->what,
                            bytes[0]);
}

gboolean
_burnish_udf_check_entity (const BurnishUdfCheckPlace *place,
                           const guint8 *bytes,
                           const char *identifier,
                           gboolean has_revision,
                           const char *field)
{
  guint revision = _burnish_read_le16 (bytes + 24);
  BurnishUdfCheckRun *run = place->run;
  guint8 wanted[BURNISH_UDF_REGID_SIZE];

  check_entity_flags (place, bytes, field);
  _burnish_udf_write_regid (wanted, identifier, BURNISH_UDF_SUFFIX_NONE, run->revision);
  if (memcmp (bytes + 1, wanted + 1, 23) != 0)
    {
      g_autofree char *found = dup_identifier (bytes);

      _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTITY, place->block,
                              "The %s of the %s is “%s” instead of “%s”", field, place->what, found,
                              identifier);
      return FALSE;
    }
  if (has_revision && run->revision != BURNISH_UDF_NONE && revision != run->revision)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTITY_REVISION, place->block,
                            "The %s of the %s says revision %x.%02x, the volume is %x.%02x", field,
                            place->what, revision >> 8, revision & 0xFF, run->revision >> 8,
                            run->revision & 0xFF);
  return TRUE;
}

void
_burnish_udf_check_implementation (const BurnishUdfCheckPlace *place, const guint8 *bytes)
{
  check_entity_flags (place, bytes, "implementation identifier");
  if (bytes[1] != '*')
    {
      g_autofree char *found = dup_identifier (bytes);

      _burnish_udf_check_say (
          place->run, BURNISH_UDF_RULE_IMPLEMENTATION, place->block,
          "The implementation identifier of the %s, “%s”, does not begin with *", place->what,
          found);
    }
}
