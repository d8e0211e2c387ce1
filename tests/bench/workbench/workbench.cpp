// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workbench/workbench.h"

#include "engine/scoring/engine_facade.h"
#include "tests/bench/harness/report.h"
#include "tests/bench/workbench/pictures.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <utility>

namespace trutina::bench {

Workbench::Workbench(Settings settings, at::ScalarType fastest) : m_settings(std::move(settings)), m_fastest(fastest) {
    std::filesystem::create_directories(m_settings.directory);
}

bool Workbench::wants(const std::string& figure) const {
    return m_settings.only.empty() || std::any_of(m_settings.only.begin(), m_settings.only.end(), [&](const std::string& name) {
               // "P1" is not the beginning of "P10", and "P3" means all figures below it.
               const auto& shorter = name.size() < figure.size() ? name : figure;
               const auto& longer = name.size() < figure.size() ? figure : name;
               return longer.starts_with(shorter) && (longer.size() == shorter.size() || longer[shorter.size()] == '.');
           });
}

std::vector<at::ScalarType> Workbench::types() const {
    if (m_settings.isQuick || m_fastest == at::kFloat) {
        return {m_fastest};
    }
    return {m_fastest, at::kFloat};
}

std::filesystem::path Workbench::standIn(StandIn which) const {
    return standInFolder(m_settings.isQuick ? StandIn::Smoke : which, m_settings.directory,
                         m_settings.shared / "data" / "internlm2-tokenizer.model");
}

engine::LoadOptions Workbench::withoutCaches() {
    engine::LoadOptions options;
    options.prefixCacheBytes = 0;
    options.featureCacheBytes = 0;
    return options;
}

std::unique_ptr<engine::RewardModel> Workbench::load(StandIn which, at::ScalarType type, engine::LoadOptions options) const {
    options.directory = standIn(which);
    options.computeType = type == at::kFloat ? engine::ComputeType::Float32 : engine::ComputeType::BFloat16;
    options.threads = m_settings.threads;
    options.device = m_settings.gpu < 0 ? engine::DeviceChoice{engine::DeviceKind::Cpu, 0}
                                        : engine::DeviceChoice{engine::DeviceKind::Cuda, m_settings.gpu};
    return engine::EngineFacade().loadModel(options, {}, {});
}

std::filesystem::path Workbench::picture(int tiles) const {
    // With --quick the tile is 112 pixels wide, and one is enough.
    const int side = m_settings.isQuick ? 112 : 560 * static_cast<int>(std::lround(std::sqrt(tiles - 1)));
    const auto file = m_settings.directory / "media" / ("square-" + std::to_string(side) + ".jpg");
    if (!std::filesystem::exists(file)) {
        writeTestPicture(file, side, side);
    }
    return file;
}

std::filesystem::path Workbench::scratch(const std::string& name) const {
    const auto folder = m_settings.directory / "scratch" / name;
    std::filesystem::create_directories(folder);
    return folder;
}

std::unique_ptr<PythonSide> Workbench::startPython(const std::string& script, std::vector<std::string> arguments) const {
    return std::make_unique<PythonSide>(m_settings.python, script, std::move(arguments));
}

std::vector<Series> Workbench::measure(const std::vector<Side>& sides) const {
    return measure(sides, m_settings.repetitions);
}

std::vector<Series> Workbench::measureLong(const std::vector<Side>& sides) const {
    auto repetitions = m_settings.repetitions;
    repetitions.counted = std::min(repetitions.counted, 3);
    return measure(sides, repetitions);
}

std::vector<Series> Workbench::measure(const std::vector<Side>& sides, const Repetitions& repetitions) const {
    auto series = measureInterleaved(sides, repetitions, [&](const Side& side, int repetition) {
        say("  " + side.name + (repetition < 0 ? ": warm-up" : ": " + std::to_string(repetition + 1)));
    });
    for (const Series& side : series) { // said at once: a long run that is cut off has not been in vain
        say("  " + seriesText(side));
    }
    return series;
}

void Workbench::say(const std::string& text) const {
    std::cerr << text << std::endl; // flushed: a run takes long, and someone is waiting
}

const char* typeName(at::ScalarType type) {
    return type == at::kFloat ? "float32" : "bfloat16";
}

engine::ScoreResult score(engine::RewardModel& model, const engine::ScoreRequest& request) {
    return model.score(request, {}, {});
}

} // namespace trutina::bench
