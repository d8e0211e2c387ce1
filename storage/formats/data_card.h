// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"

#include <string>

namespace trutina::storage {

/// README.md of an export: what it is, the rules and the counts. Holds no time and no path of this machine, so that the same
/// project gives the same bytes.
std::string dataCard(const FormatInfo& format, const ExportTarget& target, const ExportWriter& writer);

/// report.json: the rules that were chosen, counts, what was left out and why, and the files with their hashes.
std::string exportReport(const FormatInfo& format, const ExportTarget& target, const ExportWriter& writer);

} // namespace trutina::storage
