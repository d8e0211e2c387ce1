// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace trutina::engine {

/// A whole picture file. Throws Failure "media.unreadable", "media.too_large".
[[nodiscard]] std::vector<std::uint8_t> readMediaBytes(const std::filesystem::path& file);

} // namespace trutina::engine
