// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/headless.h"
#include "demo/tally.h"

#include <cstdint>
#include <vector>

namespace trutina::services {

struct DemoExam {
    std::uint64_t seed = 1;
    std::int64_t count = 1000;     ///< examples, all kinds equally often
    std::vector<demo::Kind> kinds; ///< empty: all
    engine::ScoreOptions scoring;
};

/// Makes fresh held-out examples and scores them with the loaded model, those with media a second time without them. The media
/// lie in a folder of their own in the user's cache meanwhile. One example that fails ends it.
[[nodiscard]] contracts::Outcome<demo::Tally> examineDemoModel(Headless& headless, const DemoExam& exam,
                                                               const std::stop_token& stop, const engine::ProgressSink& progress);

} // namespace trutina::services
