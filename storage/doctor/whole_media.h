// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace trutina::storage {

/// Whether a file begins like a picture or video and, where the format says where it ends (JPEG, PNG, GIF, WebP and AVI, MP4),
/// reaches that end. Cheap: nothing is decoded, so that damage in the middle is not seen. False for a file that cannot be read.
[[nodiscard]] bool looksWhole(const std::filesystem::path& file);

} // namespace trutina::storage
