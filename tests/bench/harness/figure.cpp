// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/figure.h"

#include <cmath>

namespace trutina::bench {

Judgement judge(const Figure& figure, const Conditions& conditions) {
    if (!figure.fault.empty()) {
        return {Verdict::Faulty, figure.fault};
    }
    if (!std::isfinite(figure.value)) {
        return {Verdict::Faulty, "the ratio is no number"};
    }
    if (!figure.goal) {
        return {Verdict::NoGoal, {}};
    }
    if (conditions.isForced) {
        return {Verdict::NotJudged, "the run was forced"};
    }
    if (conditions.loadBefore > conditions.loadLimit) {
        return {Verdict::NotJudged, "the machine was busy before the run"};
    }
    for (const Series& side : figure.sides) {
        if (!side.seconds.empty() && spread(side.seconds) > conditions.spreadLimit) {
            return {Verdict::NotJudged, "the repetitions of \"" + side.name + "\" differ by " +
                                            std::to_string(std::lround(100 * spread(side.seconds))) + " %"};
        }
    }
    return {figure.goal->isReachedBy(figure.value) ? Verdict::Reached : Verdict::Missed, {}};
}

const char* verdictName(Verdict verdict) {
    switch (verdict) {
    case Verdict::Reached:
        return "reached";
    case Verdict::Missed:
        return "missed";
    case Verdict::NotJudged:
        return "not judged";
    case Verdict::NoGoal:
        return "for information";
    case Verdict::Faulty:
        break;
    }
    return "faulty";
}

} // namespace trutina::bench
