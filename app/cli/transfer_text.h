// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <string>

namespace trutina::cli {

/// The report of an export as one JSON object.
[[nodiscard]] std::string reportText(const storage::TransferReport& report);

/// The report of an import: rows, imported, skipped and why.
[[nodiscard]] std::string importReportText(const storage::TransferReport& report);

/// The first items of a file, texts cut short, and the report.
[[nodiscard]] std::string previewText(const storage::ImportPreview& preview);

/// The formats as lines for --help.
[[nodiscard]] std::string formatList(bool forImport);

} // namespace trutina::cli
