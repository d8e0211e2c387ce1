// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/video.h"
#include "engine/media/picture.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace trutina::engine {

/// Frames of a video, by their number in display order. Turned as the container asks (turnOf()); the shape of its pixels is
/// ignored, as the reference does.
class FrameSource {
  public:
    using Sink = std::function<void(const Picture&)>;

    FrameSource() = default;
    virtual ~FrameSource() = default;
    FrameSource(const FrameSource&) = delete;
    FrameSource& operator=(const FrameSource&) = delete;

    [[nodiscard]] virtual VideoFacts facts() const = 0;

    /// Hands over the wanted frames (ascending numbers), one at a time: a clip is never in memory as a whole.
    /// False when one of them cannot be decoded; those before it were handed over.
    [[nodiscard]] virtual bool read(const std::vector<std::int64_t>& wanted, const Sink& sink) = 0;

    /// For damaged files: counts what really can be decoded; facts() and frame numbers refer to that from then on.
    virtual void recountByDecoding() = 0;
};

/// Opens a video, an animated GIF or WebP, or a folder of numbered pictures. Throws Failure "media.unreadable",
/// "media.too_large", "media.no_video" (sound alone), "media.no_frames", "media.frame_name".
[[nodiscard]] std::unique_ptr<FrameSource> openFrameSource(const std::filesystem::path& file);

/// Folders and WebP animations are not.
[[nodiscard]] bool isReadByFfmpeg(const std::filesystem::path& medium);

} // namespace trutina::engine
