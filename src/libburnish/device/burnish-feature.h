/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * What GET CONFIGURATION (MMC-6 6.6) says that a drive can do, ever and with the disc that is in
 * it. Plain values, readable from any thread.
 */

#define BURNISH_TYPE_FEATURE (burnish_feature_get_type ())

typedef struct _BurnishFeature BurnishFeature;

/**
 * BurnishFeature:
 * @code: code of the feature (MMC-6 5.3)
 * @is_current: holds with the disc that is in the drive
 * @data: the feature dependent data, cut after 64 bytes
 *
 * A feature of a drive.
 */
struct _BurnishFeature
{
  guint16 code;
  gboolean is_current;
  guint8 data[64];
};

BURNISH_EXPORT
GType burnish_feature_get_type (void);
BURNISH_EXPORT
BurnishFeature *burnish_feature_copy (const BurnishFeature *self);
BURNISH_EXPORT
void burnish_feature_free (BurnishFeature *self);

#define BURNISH_TYPE_PROFILE (burnish_profile_get_type ())

typedef struct _BurnishProfile BurnishProfile;

/**
 * BurnishProfile:
 * @number: number of the profile (MMC-6 5.4), such as 0x1B for DVD+R
 * @name: its name
 * @is_current: the disc that is in the drive is of this kind
 *
 * A kind of disc that a drive knows.
 */
struct _BurnishProfile
{
  guint16 number;
  const char *name;
  gboolean is_current;
};

BURNISH_EXPORT
GType burnish_profile_get_type (void);
BURNISH_EXPORT
BurnishProfile *burnish_profile_copy (const BurnishProfile *self);
BURNISH_EXPORT
void burnish_profile_free (BurnishProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishFeature, burnish_feature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishProfile, burnish_profile_free)

G_END_DECLS
