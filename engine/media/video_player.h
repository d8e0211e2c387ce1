// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/video.h"

#include <filesystem>
#include <memory>

namespace trutina::engine {

/// Opens whatever openFrameSource() opens, for watching. Throws Failure as that does, and "media.not_found".
[[nodiscard]] std::unique_ptr<VideoFrames> openVideoFrames(const std::filesystem::path& medium);

/// The largest size of the same shape within limits, never larger than it is and never nothing.
struct FittedSize {
    int width = 1, height = 1;
};
[[nodiscard]] FittedSize fitInto(int width, int height, int maxWidth, int maxHeight);

/// Makes sure that a video has this frame. Throws Failure "media.no_frames".
void requireFrame(const VideoFacts& facts, std::int64_t number);

} // namespace trutina::engine
