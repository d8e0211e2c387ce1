// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/harness/series.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trutina::bench {

struct Goal {
    enum class Bound { AtLeast, AtMost } bound = Bound::AtLeast;
    double value = 0;
    [[nodiscard]] bool isReachedBy(double measured) const {
        return bound == Bound::AtLeast ? measured >= value : measured <= value;
    }
};

[[nodiscard]] inline Goal atLeast(double value) {
    return {Goal::Bound::AtLeast, value};
}
[[nodiscard]] inline Goal atMost(double value) {
    return {Goal::Bound::AtMost, value};
}

/// One ratio: what came out, and everything it came from.
struct Figure {
    std::string name;  ///< "P3.layer.T941.bfloat16": the benchmark, then what varies
    std::string title; ///< what is divided by what, for which shape
    double value = 0;
    std::optional<Goal> goal;                            ///< none: for information
    std::vector<Series> sides;                           ///< the two that are compared stand first
    std::vector<std::pair<std::string, double>> facts{}; ///< without sides the first two are what is divided
    std::string fault{}; ///< why the figure is not what it says (results differ, nothing was reused); empty: it is
};

/// Under which circumstances a run was made, and what is demanded of them.
struct Conditions {
    double loadBefore = 0; ///< 1-minute load average before the run
    double loadLimit = 0.5;
    double spreadLimit = 0.15;
    bool isForced = false; ///< report without judging
};

enum class Verdict {
    Reached,
    Missed,
    NotJudged, ///< the machine was too noisy or the run was forced
    NoGoal,
    Faulty,
};

struct Judgement {
    Verdict verdict = Verdict::NotJudged;
    std::string reason; ///< of NotJudged and Faulty
};

[[nodiscard]] Judgement judge(const Figure& figure, const Conditions& conditions);
[[nodiscard]] const char* verdictName(Verdict verdict);

} // namespace trutina::bench
