// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/error.h"

#include <SQLiteCpp/Exception.h>

#include <filesystem>

namespace trutina::storage {

/// What an error of SQLite means to the user of a project. `systemError` is the errno behind it, 0 when there is none.
[[nodiscard]] Failure failureOf(const SQLite::Exception& error, int systemError);

/// The same for an errno from a call of the operating system on `file`.
[[nodiscard]] Failure failureOf(int systemError, const std::filesystem::path& file);

} // namespace trutina::storage
