/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"

#include <signal.h>

static GCancellable *cancellable; /* (owned) as long as the program runs */

static gpointer
thread_func (gpointer user_data)
{
  sigset_t *signals = user_data;
  int number;

  while (sigwait (signals, &number) == 0)
    g_cancellable_cancel (cancellable);
  return NULL;
}

void
interrupt_init (void)
{
  static sigset_t signals;
  struct sigaction action;
  const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  cancellable = g_cancellable_new ();
  sigemptyset (&signals);
  /* What the caller ignores, such as SIGHUP under nohup, stays ignored. */
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sigaction (numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
      sigaddset (&signals, numbers[i]);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", thread_func, &signals));
}

GCancellable *
interrupt_get_cancellable (void)
{
  return cancellable;
}
