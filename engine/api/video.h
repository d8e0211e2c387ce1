// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace trutina::engine {

struct VideoFacts {
    int width = 0, height = 0;
    double framesPerSecond = 0; ///< the average that the container declares; of an animation, its frames by its duration
    std::int64_t frames = 0;
    double durationSeconds = 0;
    std::vector<std::int64_t> sampled; ///< the frames that the model sees, in display order
};

/// One frame for the screen: 8-bit RGB, row-major without padding.
struct VideoFrame {
    std::int64_t number = 0;
    double seconds = 0; ///< when it is shown, from the first frame
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
};

/// A video opened for watching. Frames that follow each other are decoded once; a jump decodes from the nearest key frame.
/// Threads: one at a time.
class VideoFrames {
  public:
    virtual ~VideoFrames() = default;
    [[nodiscard]] virtual const VideoFacts& facts() const = 0;
    /// Scaled to fit into `maxWidth` x `maxHeight`, never enlarged. Throws Failure "media.*".
    [[nodiscard]] virtual VideoFrame frame(std::int64_t number, int maxWidth, int maxHeight) = 0;
};

} // namespace trutina::engine
