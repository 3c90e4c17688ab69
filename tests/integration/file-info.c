/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file-info.h"

struct _TestFileInfo
{
  GObject parent_instance;

  char *uri;
  char *activation_uri;
  char *mime_type;
  gboolean is_gone;
};

static void test_file_info_interface_init (NautilusFileInfoInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestFileInfo,
                               test_file_info,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NAUTILUS_TYPE_FILE_INFO,
                                                      test_file_info_interface_init))

static gboolean
test_file_info_is_gone (NautilusFileInfo *info)
{
  return TEST_FILE_INFO (info)->is_gone;
}

static char *
test_file_info_get_uri (NautilusFileInfo *info)
{
  return g_strdup (TEST_FILE_INFO (info)->uri);
}

static char *
test_file_info_get_activation_uri (NautilusFileInfo *info)
{
  TestFileInfo *self = TEST_FILE_INFO (info);

  return g_strdup (self->activation_uri != NULL ? self->activation_uri : self->uri);
}

static char *
test_file_info_get_uri_scheme (NautilusFileInfo *info)
{
  return g_uri_parse_scheme (TEST_FILE_INFO (info)->uri);
}

static gboolean
test_file_info_is_mime_type (NautilusFileInfo *info, const char *mime_type)
{
  return g_content_type_is_a (TEST_FILE_INFO (info)->mime_type, mime_type);
}

static void
test_file_info_interface_init (NautilusFileInfoInterface *interface)
{
  interface->is_gone = test_file_info_is_gone;
  interface->get_uri = test_file_info_get_uri;
  interface->get_activation_uri = test_file_info_get_activation_uri;
  interface->get_uri_scheme = test_file_info_get_uri_scheme;
  interface->is_mime_type = test_file_info_is_mime_type;
}

static void
test_file_info_finalize (GObject *object)
{
  TestFileInfo *self = TEST_FILE_INFO (object);

  g_free (self->uri);
  g_free (self->activation_uri);
  g_free (self->mime_type);

  G_OBJECT_CLASS (test_file_info_parent_class)->finalize (object);
}

static void
test_file_info_class_init (TestFileInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_file_info_finalize;
}

static void
test_file_info_init (TestFileInfo *self G_GNUC_UNUSED)
{
}

TestFileInfo *
test_file_info_new (const char *uri, const char *mime_type)
{
  TestFileInfo *self = g_object_new (TEST_TYPE_FILE_INFO, NULL);

  self->uri = g_strdup (uri);
  self->mime_type = g_strdup (mime_type);
  return self;
}

void
test_file_info_set_activation_uri (TestFileInfo *self, const char *activation_uri)
{
  g_free (self->activation_uri);
  self->activation_uri = g_strdup (activation_uri);
}

void
test_file_info_remove (TestFileInfo *self)
{
  self->is_gone = TRUE;
}
