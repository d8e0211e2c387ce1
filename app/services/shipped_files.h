// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace trutina::services {

/// A file that comes with the program: of the installed one, or of the sources it was built from. Empty when there is none.
[[nodiscard]] std::filesystem::path shippedFile(const std::filesystem::path& relative);

/// The folder of the model that ships, or an empty path.
[[nodiscard]] std::filesystem::path shippedDemoModel();

} // namespace trutina::services
