// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/training/adamw.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace trutina::engine {

/// What must be the same for a run to be gone on with.
struct RunIdentity {
    std::string baseModel; ///< its hash
    std::string data;      ///< a digest of what is learnt from
    std::string recipe;    ///< everything of the job that the weights depend on, as JSON text
    bool operator==(const RunIdentity&) const = default;
};

/// Saves the state of a run as DIRECTORY/checkpoint-STEP: complete or not there at all. The one before it is kept until then, so
/// that a crash at any moment leaves a state to go on from. Throws Failure "file.not_written".
void saveCheckpoint(const std::filesystem::path& directory, const RunIdentity& identity, const AdamW::Parameters& parameters,
                    const AdamW& optimiser);

/// The newest complete checkpoint of a folder.
[[nodiscard]] std::optional<std::filesystem::path> newestCheckpoint(const std::filesystem::path& directory);

/// Goes on from a checkpoint: afterwards every bit is as it was when it was saved. Throws Failure "training.mismatch" when it
/// belongs to another run, "checkpoint.*" when it is damaged.
void restoreCheckpoint(const std::filesystem::path& checkpoint, const RunIdentity& identity, const AdamW::Parameters& parameters,
                       AdamW& optimiser);

/// Sets parameters to saved values. Throws Failure "training.mismatch" for an unknown name or another shape.
void restoreParameters(const AdamW::Parameters& parameters, const std::map<std::string, at::Tensor>& values);

void removeCheckpoints(const std::filesystem::path& directory);

} // namespace trutina::engine
