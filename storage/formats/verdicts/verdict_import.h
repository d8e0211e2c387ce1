// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

namespace trutina::storage {

/// The registry name of the format.
inline constexpr const char* kVerdictFormat = "verdicts";

/// Adds the judgements of a file to the items that they are about, as votes of judges, in one step of undo; see importFile(), of
/// which this is one way. Judgements whose item or answers are not found are noted and left out. Of two by the same judge on the
/// same item the later one counts.
TransferReport importVerdicts(Project& project, const std::filesystem::path& file, const ImportOptions& options,
                              const std::stop_token& stop, const TransferProgressSink& progress);

/// The first judgements that are joined to items, and what could not be joined on the way to them.
ImportPreview previewVerdicts(const Project& project, const std::filesystem::path& file, int rows, const ReadingOptions& options,
                              const std::stop_token& stop);

} // namespace trutina::storage
