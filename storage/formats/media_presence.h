// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

namespace trutina::storage {

/// Folders of numbered frames stand for videos where a model reads them; a project stores media by the hash of a file.
enum class FrameFolders { Refused, Allowed };

/// Makes sure that a medium is a file that can be read, or a folder that is named as a video where those are allowed. Throws
/// Failure "media.not_found", "media.not_a_file", "media.not_readable".
void requireMedium(const NewMedia& medium, FrameFolders folders = FrameFolders::Refused);

/// The same for all media of an item.
void requireMedia(const NewItem& item);

} // namespace trutina::storage
