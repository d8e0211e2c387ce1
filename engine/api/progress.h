// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace trutina::engine {

/// The steps of a long operation that a user can tell apart.
enum class Stage { Queued, ReadingModel, DecodingMedia, EncodingMedia, ReadingPrompt, ScoringCandidates };

/// One report of a running operation.
struct Progress {
    Stage stage = Stage::Queued;
    double fraction = 0; ///< of the whole operation, 0..1, never falls
    std::string detail;  ///< what is being worked on, for example a file or a layer; may be empty
};

/// Called on the thread that runs the operation, possibly often: who shows it limits the rate (runtime/progress_limiter.h).
using ProgressSink = std::function<void(const Progress&)>;

} // namespace trutina::engine
