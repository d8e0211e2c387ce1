// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"
#include "app/services/headless.h"
#include "engine/api/model_info.h"
#include "engine/api/scoring.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <string>

namespace trutina::cli {

/// The options that all commands share which score.
struct ModelOptions {
    std::string model;
    std::string adapter;
    std::string device = "auto";
    std::string dtype = "auto";
    int threads = 0;
    std::string weights = "stored";
    std::int64_t memoryLimitBytes = 0;
    int hdNum = 9;
    int maxLength = 16384;
    std::string frameLabels = "on";
    bool noCache = false;
    std::uint64_t seed = 0;

    void addTo(CLI::App& command, bool isModelRequired = true);
    /// Only those that decide how a model is loaded.
    void addLoadingTo(CLI::App& command);
    [[nodiscard]] engine::LoadOptions loadOptions() const;
    [[nodiscard]] engine::ScoreOptions scoreOptions() const;
};

/// Loads and says what is used. Throws CommandFailure (3, or 5 without memory) or CommandCancelled.
engine::ModelInfo loadModel(services::Headless& headless, const ModelOptions& options, const Interrupt& interrupt,
                            bool showProgress);

} // namespace trutina::cli
