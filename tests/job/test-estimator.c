/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-estimator-private.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MB     1000000

static const BurnishEstimatorStep steps[] = {
  { BURNISH_PHASE_CALIBRATING, 20.0, 0 },
  { BURNISH_PHASE_WRITING, 100.0, 1000 * MB },
  { BURNISH_PHASE_CLOSING, 30.0, 0 },
  { BURNISH_PHASE_VERIFYING, 50.0, 1000 * MB },
};

static void
test_steady (void)
{
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (steps, G_N_ELEMENTS (steps));
  gint64 now = 1000 * SECOND;

  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, -1);
  g_assert_cmpfloat (_burnish_estimator_get_fraction (estimator), ==, 0.0);
  _burnish_estimator_update (estimator, BURNISH_PHASE_PREPARING, 0, -1.0, now);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, -1);

  _burnish_estimator_update (estimator, BURNISH_PHASE_CALIBRATING, 0, -1.0, now);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 200);
  _burnish_estimator_update (estimator, BURNISH_PHASE_CALIBRATING, 0, -1.0, now + 8 * SECOND);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 192);

  /* The drive is twice as fast as expected. */
  now += 10 * SECOND;
  for (guint i = 0; i <= 10; i++)
    _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, i * 20 * MB, -1.0,
                               now + i * SECOND);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_rate (estimator), 20e6, 1e3);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_average_rate (estimator), 20e6, 1e3);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 40 + 30 + 50);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_fraction (estimator),
                                  (20.0 + 20.0) / 200.0, 1e-6);
}

/* One slow second does not throw the estimate about; a lasting change does move it. */
static void
test_smooth (void)
{
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (steps, G_N_ELEMENTS (steps));
  guint64 bytes = 0;
  gint64 now = SECOND;

  for (guint i = 0; i < 20; i++)
    _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, bytes += 10 * MB, -1.0,
                               now += SECOND);
  _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, bytes, -1.0, now += SECOND);
  g_assert_cmpfloat (_burnish_estimator_get_rate (estimator), >, 8e6);
  for (guint i = 0; i < 40; i++)
    _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, bytes += 5 * MB, -1.0,
                               now += SECOND);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_rate (estimator), 5e6, 0.3e6);
}

/* Never back, never 100 %. */
static void
test_fraction (void)
{
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (steps, G_N_ELEMENTS (steps));
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  double last = 0.0;
  gint64 now = 0;

  for (guint step = 0; step < G_N_ELEMENTS (steps); step++)
    for (guint i = 0; i < 200; i++)
      {
        double fraction;

        now += g_rand_int_range (rand, 0, 3 * G_USEC_PER_SEC);
        _burnish_estimator_update (estimator, steps[step].phase,
                                   steps[step].bytes / 199 * i + g_rand_int_range (rand, 0, 1000),
                                   -1.0, now);
        fraction = _burnish_estimator_get_fraction (estimator);
        g_assert_cmpfloat (fraction, >=, last);
        g_assert_cmpfloat (fraction, <, 1.0);
        g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), >=, 0);
        last = fraction;
      }
  g_assert_cmpfloat (last, >, 0.99);
}

static void
test_phase_fraction (void)
{
  const BurnishEstimatorStep erasing = { BURNISH_PHASE_ERASING, 60.0, 0 };
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (&erasing, 1);

  _burnish_estimator_update (estimator, BURNISH_PHASE_ERASING, 0, 0.0, SECOND);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 60);
  _burnish_estimator_update (estimator, BURNISH_PHASE_ERASING, 0, 0.25, 31 * SECOND);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 90);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_fraction (estimator), 0.25, 1e-6);
}

/* A second copy has the same phases once more. */
static void
test_copies (void)
{
  const BurnishEstimatorStep copies[] = { steps[1], steps[2], steps[1], steps[2] };
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (copies, G_N_ELEMENTS (copies));

  _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, 1000 * MB, -1.0, SECOND);
  _burnish_estimator_update (estimator, BURNISH_PHASE_CLOSING, 0, -1.0, 2 * SECOND);
  _burnish_estimator_update (estimator, BURNISH_PHASE_WRITING, 0, -1.0, 3 * SECOND);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_fraction (estimator), 0.5, 1e-6);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 130);
}

static void
test_late_length (void)
{
  const BurnishEstimatorStep verify[] = { { .phase = BURNISH_PHASE_VERIFYING } };
  g_autoptr (BurnishEstimator) estimator = _burnish_estimator_new (verify, 1);

  _burnish_estimator_set_bytes (estimator, BURNISH_PHASE_VERIFYING, 1000, 10.0);
  _burnish_estimator_update (estimator, BURNISH_PHASE_VERIFYING, 500, -1.0, 1);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_get_fraction (estimator), 0.5, 1e-6);
  g_assert_cmpint (_burnish_estimator_get_seconds_left (estimator), ==, 5);
}

static void
test_rates (void)
{
  /* 16× on a DVD; on a CD, 2048 of 2352 bytes are data. */
  g_assert_cmpfloat (_burnish_estimator_write_rate (BURNISH_DISC_FAMILY_DVD, 22160), ==, 22160e3);
  g_assert_cmpfloat_with_epsilon (_burnish_estimator_write_rate (BURNISH_DISC_FAMILY_CD, 2352),
                                  2048e3, 1.0);
  g_assert_cmpfloat (_burnish_estimator_write_rate (BURNISH_DISC_FAMILY_BD, 0), >, 1e6);
  g_assert_cmpfloat (_burnish_estimator_calibration_seconds (BURNISH_DISC_FAMILY_NONE), ==, 0.0);
  g_assert_cmpfloat (_burnish_estimator_closing_seconds (BURNISH_DISC_FAMILY_CD), ==, 60.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/estimator/steady", test_steady);
  g_test_add_func ("/estimator/smooth", test_smooth);
  g_test_add_func ("/estimator/fraction", test_fraction);
  g_test_add_func ("/estimator/phase-fraction", test_phase_fraction);
  g_test_add_func ("/estimator/copies", test_copies);
  g_test_add_func ("/estimator/late-length", test_late_length);
  g_test_add_func ("/estimator/rates", test_rates);
  return g_test_run ();
}
