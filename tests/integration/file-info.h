/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <nautilus-extension.h>

G_BEGIN_DECLS

/* A file as Nautilus shows it to extensions. */

#define TEST_TYPE_FILE_INFO (test_file_info_get_type ())
G_DECLARE_FINAL_TYPE (TestFileInfo, test_file_info, TEST, FILE_INFO, GObject)

TestFileInfo *test_file_info_new (const char *uri, const char *mime_type);
void test_file_info_set_activation_uri (TestFileInfo *self, const char *activation_uri);
void test_file_info_remove (TestFileInfo *self);

G_END_DECLS
