// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/interleaving.h"

namespace trutina::bench {

std::vector<Series> measureInterleaved(const std::vector<Side>& sides, const Repetitions& repetitions,
                                       const RepetitionNotice& notice) {
    const auto say = [&](const Side& side, int repetition) {
        if (notice) {
            notice(side, repetition);
        }
    };
    std::vector<Series> all;
    for (const Side& side : sides) {
        all.push_back({side.name, {}, side.flop});
        for (int i = 0; i < repetitions.warmUps; ++i) {
            say(side, -1);
            if (side.warmUp) {
                side.warmUp();
            } else {
                static_cast<void>(side.repeat());
            }
        }
    }
    for (int repetition = 0; repetition < repetitions.counted; ++repetition) {
        for (std::size_t i = 0; i < sides.size(); ++i) {
            say(sides[i], repetition);
            all[i].seconds.push_back(sides[i].repeat());
        }
    }
    return all;
}

} // namespace trutina::bench
