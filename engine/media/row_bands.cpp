// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/row_bands.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace trutina::engine {

int mediaThreads() {
    constexpr unsigned most = 4;
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, most));
}

void inRowBands(int rows, int bandRows, const std::function<void(int begin, int end)>& work) {
    const int bands = (rows + bandRows - 1) / bandRows;
    std::atomic<int> next = 0;
    const auto takeBands = [&] {
        for (int band = next++; band < bands; band = next++) {
            work(band * bandRows, std::min(rows, (band + 1) * bandRows));
        }
    };
    std::vector<std::jthread> helpers; // joined before what they refer to goes
    for (int i = 1; i < std::min(mediaThreads(), bands); ++i) {
        helpers.emplace_back(takeBands);
    }
    takeBands();
}

} // namespace trutina::engine
