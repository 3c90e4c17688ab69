/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-store-private.h"

#include <string.h>

#define FIRST_BLOCK_SIZE 1024
#define LAST_BLOCK_SIZE  (256 * 1024)

typedef struct
{
  gpointer object; /* (owned) */
  GDestroyNotify destroy;
} Owned;

struct _BurnishStore
{
  gatomicrefcount ref_count;
  GPtrArray *blocks; /* (owned) */
  GArray *owned;     /* (owned) of Owned */
  guint8 *next;      /* first free byte of the last block */
  gsize n_left;
  gsize block_size;
};

BurnishStore *
_burnish_store_new (void)
{
  BurnishStore *self = g_new0 (BurnishStore, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->owned = g_array_new (FALSE, FALSE, sizeof (Owned));
  self->block_size = FIRST_BLOCK_SIZE;
  return self;
}

BurnishStore *
_burnish_store_ref (BurnishStore *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_burnish_store_unref (BurnishStore *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->owned->len; i++)
    {
      Owned *owned = &g_array_index (self->owned, Owned, i);

      owned->destroy (owned->object);
    }
  g_array_unref (self->owned);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static guint8 *
take (BurnishStore *self, gsize size_bytes)
{
  guint8 *memory;

  if (size_bytes > self->n_left)
    {
      gsize block_size = MAX (self->block_size, size_bytes);

      self->next = g_malloc0 (block_size);
      self->n_left = block_size;
      g_ptr_array_add (self->blocks, self->next);
      self->block_size = MIN (2 * self->block_size, LAST_BLOCK_SIZE);
    }
  memory = self->next;
  self->next += size_bytes;
  self->n_left -= size_bytes;
  return memory;
}

gpointer
_burnish_store_alloc (BurnishStore *self, gsize size_bytes)
{
  gsize padding = -(guintptr) self->next % G_MEM_ALIGN;

  if (padding <= self->n_left)
    take (self, padding);
  else
    self->n_left = 0;
  return take (self, size_bytes);
}

const char *
_burnish_store_add_string (BurnishStore *self, const char *string, gsize length)
{
  char *copy = (char *) take (self, length + 1);

  memcpy (copy, string, length);
  return copy;
}

void
_burnish_store_own (BurnishStore *self, gpointer object, GDestroyNotify destroy)
{
  Owned owned = { object, destroy };

  g_array_append_val (self->owned, owned);
}

void
_burnish_store_adopt (BurnishStore *self, BurnishStore *other)
{
  g_assert (self != other);
  _burnish_store_own (self, other, (GDestroyNotify) _burnish_store_unref);
}
