/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "exit-code.h"
#include "file-system-options.h"
#include "image-options.h"
#include "interrupt.h"
#include "verb.h"
#include "write-options.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

static const Verb *const verbs[] = {
  &verb_drives, &verb_info,   &verb_tree,   &verb_image, &verb_burn,    &verb_burn_image,
  &verb_erase,  &verb_format, &verb_verify, &verb_list,  &verb_extract, &verb_check_udf,
};

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: burnish-cli VERB [OPTION…] [ARGUMENT…]"));
  g_print ("%s\n\n", _ ("Puts files on discs, and makes sure that they are there."));
  g_print ("%s\n", _ ("Verbs:"));
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_print ("  %-12s %s\n", verbs[i]->name, _ (verbs[i]->summary));
  g_print ("\n%s\n",
           _ ("burnish-cli VERB --help explains a verb; burnish-cli --version tells the version."));
}

static const Verb *
find_verb (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i]->name, name) == 0)
      return verbs[i];
  return NULL;
}

static int
run_verb (const Verb *verb, char **argv)
{
  /* A failing parse takes back what it has set. */
  gboolean wants_json = g_strv_contains ((const char *const *) argv, "--json");
  gboolean json = FALSE;
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON event a line (docs/json.md)"),
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments, NULL, verb->arguments },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Output) output = NULL;
  static const char *const none[] = { NULL };

  g_option_context_set_summary (context, _ (verb->summary));
  g_option_context_set_description (context, verb->description ? _ (verb->description) : NULL);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (verb->options)
    g_option_context_add_main_entries (context, verb->options, GETTEXT_PACKAGE);
  if (verb->image_options)
    {
      g_option_context_add_main_entries (context, image_option_entries, GETTEXT_PACKAGE);
      g_option_context_add_main_entries (context, file_system_option_entries, GETTEXT_PACKAGE);
    }
  if (verb->write_options)
    g_option_context_add_main_entries (context, write_option_entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  /* Also a command line that makes no sense has its "start" and "result" for a program that reads.
   */
  if (!g_option_context_parse_strv (context, &argv, &error))
    {
      output = output_new (verb->name, wants_json);
      return output_finish (output, NULL, error);
    }
  output = output_new (verb->name, json);
  return verb->run (arguments ? (const char *const *) arguments : none, output);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  g_autofree char *program = NULL;
  const Verb *verb;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* A limit on file sizes is a full target, and a reader of our output that went away no reason to
     leave a disc half burned: both come back as errors of write (). */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);

  if (argc < 2)
    {
      print_help ();
      return EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0
      || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return EXIT_OK;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("burnish-cli %s\n", PACKAGE_VERSION);
      return EXIT_OK;
    }
  verb = find_verb (argv[1]);
  if (verb == NULL)
    {
      g_printerr (_ ("burnish-cli: there is no verb “%s”; burnish-cli --help lists them\n"),
                  argv[1]);
      return EXIT_USAGE;
    }

  interrupt_init ();
  /* The help of a verb shall say "burnish-cli VERB". */
  program = g_strdup_printf ("burnish-cli %s", verb->name);
  g_set_prgname (program);
  rest = g_strdupv (argv + 1);
  return run_verb (verb, rest);
}
