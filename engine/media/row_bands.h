// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace trutina::engine {

/// Threads that work on one medium: as many as there are cores, up to a few; beyond that memory is the limit.
[[nodiscard]] int mediaThreads();

/// Calls `work` for bands [begin, end) that together are [0, rows), on mediaThreads() threads, the calling one among them.
/// Returns when all is done. `work` must not throw.
void inRowBands(int rows, int bandRows, const std::function<void(int begin, int end)>& work);

} // namespace trutina::engine
