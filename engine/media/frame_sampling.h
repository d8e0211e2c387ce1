// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Which frames of a video the model sees (specification 7.1): one per second, at most 32; frame numbers in display order.
/// A rate below half a frame per second, or none, takes every frame as a candidate.
[[nodiscard]] std::vector<std::int64_t> sampleFrames(std::int64_t frames, double framesPerSecond);

} // namespace trutina::engine
