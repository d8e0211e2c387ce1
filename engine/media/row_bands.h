// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <cstdint>
#include <functional>

namespace trutina::engine {

/// Threads that work on one medium: as many as there are cores, up to a few; beyond that memory is the limit.
[[nodiscard]] int mediaThreads();

/// Of a picture or a sheet.
[[nodiscard]] inline std::int64_t pixelsOf(const Picture& picture) {
    return static_cast<std::int64_t>(picture.width) * picture.height;
}

/// Threads that are worth starting beside the calling one for so many pixels, source and target together: none for a small
/// picture, whose work is done before another thread has begun.
[[nodiscard]] int helpersFor(std::int64_t pixels);

/// Calls `work` for bands [begin, end) that together are [0, rows), on the calling thread and helpersFor(`pixels`) others.
/// Returns when all is done. `work` must not throw.
void inRowBands(int rows, int bandRows, std::int64_t pixels, const std::function<void(int begin, int end)>& work);

} // namespace trutina::engine
