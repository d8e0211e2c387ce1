// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace trutina::engine {

/// Copies what describes a model beside its weights: configuration and tokenizer. The mark of random weights is left out of
/// config.json, since this is called for weights that were trained. Throws Failure "file.not_written".
void copyModelDescription(const std::filesystem::path& base, const std::filesystem::path& directory);

/// Makes a folder with all above it. Throws Failure "file.not_written".
void makeOutputFolder(const std::filesystem::path& directory);

} // namespace trutina::engine
