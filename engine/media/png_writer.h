// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

namespace trutina::engine {

/// The bytes of a PNG. Throws Failure "file.not_written".
[[nodiscard]] std::vector<std::uint8_t> encodePng(const Picture& picture);

/// Writes a PNG so that at every moment `file` is absent, the old one or the complete new one. Throws Failure "file.not_written".
void writePng(const Picture& picture, const std::filesystem::path& file);

} // namespace trutina::engine
