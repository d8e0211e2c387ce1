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

int helpersFor(std::int64_t pixels) {
    constexpr std::int64_t kPixelsOfAThread = 256 * 1024; // about a millisecond of resizing
    return static_cast<int>(std::min<std::int64_t>(mediaThreads() - 1, pixels / kPixelsOfAThread));
}

void inRowBands(int rows, int bandRows, std::int64_t pixels, const std::function<void(int begin, int end)>& work) {
    const int bands = (rows + bandRows - 1) / bandRows;
    std::atomic<int> next = 0;
    const auto takeBands = [&] {
        for (int band = next++; band < bands; band = next++) {
            work(band * bandRows, std::min(rows, (band + 1) * bandRows));
        }
    };
    std::vector<std::jthread> helpers; // joined before what they refer to goes
    const int count = std::min(helpersFor(pixels), bands - 1);
    for (int i = 0; i < count; ++i) {
        helpers.emplace_back(takeBands);
    }
    takeBands();
}

} // namespace trutina::engine
