// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace trutina::engine {

/// In what config.json of a new folder differs from that of its base.
struct DescriptionChange {
    bool isTrained = true;  ///< the mark of random weights is left out
    std::string weightType; ///< "torch_dtype"; empty: as the base
};

/// Copies what describes a model beside its weights: configuration and tokenizer. Throws Failure "file.not_written".
void copyModelDescription(const std::filesystem::path& base, const std::filesystem::path& directory,
                          const DescriptionChange& change = {});

/// Makes a folder with all above it. Throws Failure "file.not_written".
void makeOutputFolder(const std::filesystem::path& directory);

} // namespace trutina::engine
