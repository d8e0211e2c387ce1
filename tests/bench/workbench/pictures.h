// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace trutina::bench {

/// A JPEG with gradients, edges and grain, as photographs have them; the same bytes each time.
/// Throws std::runtime_error when it cannot be written.
void writeTestPicture(const std::filesystem::path& file, int width, int height);

} // namespace trutina::bench
