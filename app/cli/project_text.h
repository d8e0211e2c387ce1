// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/project_info.h"

#include <string>

namespace trutina::cli {

/// A project as one JSON object.
[[nodiscard]] std::string projectText(const storage::ProjectInfo& info);

} // namespace trutina::cli
