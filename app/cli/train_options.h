// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/services/training_data.h"
#include "engine/api/training.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trutina::cli {

/// What `trutina-cli train` was asked to do, as it stands on the command line.
struct TrainOptions {
    engine::TrainingJob job;
    services::TrainingSources sources;
    std::string model, output;
    std::string stage = "preferences";
    std::string create, tokenizer; ///< of a new model
    std::string scenes;
    int viewsPerStep = engine::VisionTask().viewsPerStep;
    std::string pictureForm = "training";
    std::string exportType = "base";
    std::int64_t mediaMemory = 1024; ///< MiB
    std::vector<std::string> data, projects, records;
    std::string mode = "full";
    std::string precision = "float32";
    std::string ties = "leave-out";
    bool ratios = false;
    bool wholeGraph = false;
    bool onlyPlan = false;
    [[nodiscard]] bool isVision() const { return stage == "vision"; }
};

/// Adds the options to the command; `ready` is called with them when it was chosen and they make sense together.
void addTrainOptions(CLI::App& command, std::function<void(std::shared_ptr<const TrainOptions>)> ready);

} // namespace trutina::cli
