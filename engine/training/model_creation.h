// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"

#include <cstdint>
#include <filesystem>

namespace trutina::engine {

/// Writes a model folder with random float32 weights that can be trained from: norms are one, the partial LoRA adds nothing, maps
/// keep the size of what goes through them. The same seed gives the same weights. Throws Failure "config.*", "tokenizer.*",
/// "training.options", "file.not_written".
void createModel(const ModelCreation& creation, std::uint64_t seed, const std::filesystem::path& directory);

} // namespace trutina::engine
