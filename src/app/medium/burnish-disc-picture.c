/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-disc-picture.h"

#include <glib/gi18n.h>
#include <math.h>

/* In pixels. */
#define RIM_RADIUS 64.0
#define HUB_RADIUS 20.0
#define MIN_RING   3.0

typedef struct
{
  guint number;
  guint64 start_block;
  guint64 end_block;
  double inner; /* radius */
  double outer;
} Session;

/* Discs that lie on each other, the largest first: what is seen of each is a ring. */
struct _BurnishDiscPicture
{
  GtkWidget parent_instance;

  GArray *diameters; /* (owned) of int, by child */
};

G_DEFINE_FINAL_TYPE (BurnishDiscPicture, burnish_disc_picture, GTK_TYPE_WIDGET)

/* ---- Sessions ---- */

static void
add_track (GArray *sessions, const BurnishTrack *track, guint64 used_blocks)
{
  guint64 start_block = (guint64) MAX (track->start_block, 0);
  Session session = { .number = track->session,
                      .start_block = start_block,
                      .end_block = MIN (start_block + track->n_blocks, used_blocks) };
  Session *last = sessions->len > 0 ? &g_array_index (sessions, Session, sessions->len - 1) : NULL;

  if (track->is_blank || session.end_block <= session.start_block)
    return;
  if (last != NULL && last->number == session.number)
    last->end_block = MAX (last->end_block, session.end_block);
  else
    g_array_append_val (sessions, session);
}

static GArray *
list_sessions (BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);
  GArray *sessions = g_array_new (FALSE, FALSE, sizeof (Session));

  for (guint i = 0; i < tracks->len; i++)
    add_track (sessions, g_ptr_array_index (tracks, i), burnish_medium_get_used_blocks (medium));
  return sessions;
}

/* Equal numbers of blocks have equal areas. */
static double
find_radius (guint64 block, guint64 n_blocks)
{
  double share = n_blocks > 0 ? MIN ((double) block / (double) n_blocks, 1.0) : 0.0;

  return sqrt (HUB_RADIUS * HUB_RADIUS
               + share * (RIM_RADIUS * RIM_RADIUS - HUB_RADIUS * HUB_RADIUS));
}

static void
lay_out (GArray *sessions, guint64 capacity_blocks)
{
  double taken = HUB_RADIUS;

  for (guint i = 0; i < sessions->len; i++)
    {
      Session *session = &g_array_index (sessions, Session, i);

      session->inner = MAX (find_radius (session->start_block, capacity_blocks), taken);
      session->outer =
          MAX (find_radius (session->end_block, capacity_blocks), session->inner + MIN_RING);
      session->outer = MIN (session->outer, RIM_RADIUS);
      taken = session->outer;
    }
}

/* ---- Discs ---- */

static GtkWidget *
add_disc (BurnishDiscPicture *self, const char *css_class, GtkAccessibleRole role, double radius)
{
  GtkWidget *disc = g_object_new (ADW_TYPE_BIN, "css-name", "disc", "accessible-role", role, NULL);
  int diameter = (int) (radius * 2.0 + 0.5);

  gtk_widget_add_css_class (disc, css_class);
  gtk_widget_set_parent (disc, GTK_WIDGET (self));
  g_array_append_val (self->diameters, diameter);
  return disc;
}

static void
add_session (BurnishDiscPicture *self, const Session *session)
{
  GtkWidget *disc = add_disc (self, session->number % 2 != 0 ? "odd" : "even",
                              GTK_ACCESSIBLE_ROLE_IMG, session->outer);
  g_autofree char *size =
      g_format_size ((session->end_block - session->start_block) * BURNISH_BLOCK_SIZE);
  /* Translators: number of a session on a disc, and its size. */
  g_autofree char *text = g_strdup_printf (_ ("Session %u: %s"), session->number, size);

  gtk_widget_set_tooltip_text (disc, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (disc), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
remove_discs (BurnishDiscPicture *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_array_set_size (self->diameters, 0);
}

/*
 * burnish_disc_picture_show:
 * @self: a picture
 * @medium: what to show
 */
void
burnish_disc_picture_show (BurnishDiscPicture *self, BurnishMedium *medium)
{
  g_autoptr (GArray) sessions = NULL;

  g_return_if_fail (BURNISH_IS_DISC_PICTURE (self));
  g_return_if_fail (BURNISH_IS_MEDIUM (medium));

  sessions = list_sessions (medium);
  lay_out (sessions, burnish_medium_get_capacity_blocks (medium));
  remove_discs (self);
  add_disc (self, "free", GTK_ACCESSIBLE_ROLE_PRESENTATION, RIM_RADIUS);
  for (guint i = sessions->len; i > 0; i--)
    {
      const Session *session = &g_array_index (sessions, Session, i - 1);

      add_session (self, session);
      add_disc (self, "free", GTK_ACCESSIBLE_ROLE_PRESENTATION, session->inner);
    }
  add_disc (self, "hub", GTK_ACCESSIBLE_ROLE_PRESENTATION, HUB_RADIUS);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* ---- Widget ---- */

static void
burnish_disc_picture_measure (GtkWidget *widget G_GNUC_UNUSED,
                              GtkOrientation orientation G_GNUC_UNUSED,
                              int for_size G_GNUC_UNUSED,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline G_GNUC_UNUSED,
                              int *natural_baseline G_GNUC_UNUSED)
{
  *minimum = *natural = (int) (RIM_RADIUS * 2.0);
}

static void
burnish_disc_picture_size_allocate (GtkWidget *widget,
                                    int width,
                                    int height,
                                    int baseline G_GNUC_UNUSED)
{
  BurnishDiscPicture *self = BURNISH_DISC_PICTURE (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (guint i = 0; i < self->diameters->len; i++)
    {
      int diameter = g_array_index (self->diameters, int, i);
      const GtkAllocation allocation = { (width - diameter) / 2, (height - diameter) / 2, diameter,
                                         diameter };
      int minimum;

      /* GTK wants to be asked before. */
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &allocation, -1);
      child = gtk_widget_get_next_sibling (child);
    }
}

static void
burnish_disc_picture_dispose (GObject *object)
{
  remove_discs (BURNISH_DISC_PICTURE (object));

  G_OBJECT_CLASS (burnish_disc_picture_parent_class)->dispose (object);
}

static void
burnish_disc_picture_finalize (GObject *object)
{
  g_array_unref (BURNISH_DISC_PICTURE (object)->diameters);

  G_OBJECT_CLASS (burnish_disc_picture_parent_class)->finalize (object);
}

static void
burnish_disc_picture_class_init (BurnishDiscPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = burnish_disc_picture_dispose;
  object_class->finalize = burnish_disc_picture_finalize;
  widget_class->measure = burnish_disc_picture_measure;
  widget_class->size_allocate = burnish_disc_picture_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "discpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
burnish_disc_picture_init (BurnishDiscPicture *self)
{
  self->diameters = g_array_new (FALSE, FALSE, sizeof (int));
}
