// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>

namespace trutina::storage {

/// Opens a file that is to be imported. Throws Failure "file.not_found", "file.not_a_file" or "file.not_readable".
std::ifstream openImportSource(const std::filesystem::path& file);

} // namespace trutina::storage
