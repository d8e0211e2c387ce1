// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"
#include "tests/bench/harness/figure.h"
#include "tests/bench/harness/interleaving.h"
#include "tests/bench/workbench/python_side.h"
#include "tests/bench/workbench/stand_ins.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trutina::bench {

struct Settings {
    std::filesystem::path directory; ///< cache of stand-ins and media
    std::filesystem::path python;    ///< interpreter of the Python sides
    std::filesystem::path shared;    ///< holds data/internlm2-tokenizer.model and oracle/oracle.py
    std::vector<std::string> only;   ///< beginnings of the names of figures; empty: all
    Repetitions repetitions;
    int threads = 2;
    bool isQuick = false;  ///< smallest stand-in, smallest shapes, one repetition
    bool hasPython = true; ///< false: figures that need the Python environment are left out
    std::string dtype;     ///< "float32" or "bfloat16" in place of the fastest
    int gpu = -1;          ///< index of the CUDA device that models are loaded on; -1: the processor
};

/// What the benchmarks share: settings, the engine, stand-ins and inputs.
class Workbench {
  public:
    Workbench(Settings settings, at::ScalarType fastest);

    [[nodiscard]] const Settings& settings() const { return m_settings; }
    /// Whether a figure was asked for.
    [[nodiscard]] bool wants(const std::string& figure) const;
    /// The compute types that a ratio is stated for: the fastest of this machine, and float32.
    [[nodiscard]] std::vector<at::ScalarType> types() const;
    [[nodiscard]] at::ScalarType fastest() const { return m_fastest; }

    /// With --quick always the smallest.
    [[nodiscard]] std::filesystem::path standIn(StandIn which) const;
    /// Without caches unless `options` says otherwise; `directory`, `computeType` and `threads` are filled in.
    [[nodiscard]] std::unique_ptr<engine::RewardModel> load(StandIn which, at::ScalarType type,
                                                            engine::LoadOptions options = withoutCaches()) const;
    [[nodiscard]] static engine::LoadOptions withoutCaches();

    /// A square JPEG of so many tiles, the global view included (2, 5 or 10); with --quick one of 2.
    [[nodiscard]] std::filesystem::path picture(int tiles) const;
    /// A folder for what a benchmark makes.
    [[nodiscard]] std::filesystem::path scratch(const std::string& name) const;
    [[nodiscard]] std::unique_ptr<PythonSide> startPython(const std::string& script, std::vector<std::string> arguments) const;

    [[nodiscard]] std::vector<Series> measure(const std::vector<Side>& sides) const;
    /// Fewer repetitions where one round of all sides takes long, so that a whole run ends within an hour.
    [[nodiscard]] std::vector<Series> measureLong(const std::vector<Side>& sides) const;
    void say(const std::string& text) const;

  private:
    [[nodiscard]] std::vector<Series> measure(const std::vector<Side>& sides, const Repetitions& repetitions) const;

    Settings m_settings;
    at::ScalarType m_fastest;
};

[[nodiscard]] const char* typeName(at::ScalarType type); ///< "float32" or "bfloat16"

/// The outcome of one request without progress or stop.
[[nodiscard]] engine::ScoreResult score(engine::RewardModel& model, const engine::ScoreRequest& request);

} // namespace trutina::bench
