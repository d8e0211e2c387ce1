// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <string>

namespace trutina::cli {

/// The report of an import or export as one JSON object.
[[nodiscard]] std::string reportText(const storage::TransferReport& report);

/// The formats as lines for --help.
[[nodiscard]] std::string formatList(bool forImport);

} // namespace trutina::cli
