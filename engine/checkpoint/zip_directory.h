// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

namespace trutina::engine {

/// The entries of a zip archive whose entries are stored as they are, as torch writes them (zip64 included). Refused: compressed
/// or encrypted entries, names given twice, entries that overlap or reach into the directory, a directory and entry headers that
/// disagree. The spans point into `bytes`.
[[nodiscard]] std::map<std::string, std::span<const std::byte>> readZipDirectory(std::span<const std::byte> bytes,
                                                                                 const std::string& file);

} // namespace trutina::engine
