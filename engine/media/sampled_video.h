// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_sheet.h"
#include "engine/media/frame_source.h"

namespace trutina::engine {

struct SampledVideo {
    VideoFacts facts;
    FrameLayout layout = FrameLayout::Stacked;
    std::vector<Picture> frames; ///< those of facts.sampled, scaled for the canvas
};

/// Reads the frames that the model sees. Of a damaged video, samples what can be decoded of it.
/// Throws Failure as openFrameSource(), and "media.shape".
[[nodiscard]] SampledVideo sampleVideo(const std::filesystem::path& file);

/// What a video would give, from the same frames, of which only the sizes are kept.
struct VideoShape {
    VideoFacts facts;
    FrameSize canvas;
};
/// Throws as sampleVideo().
[[nodiscard]] VideoShape inspectSamples(const std::filesystem::path& file);

/// The canvas of a video, with or without numbers above its frames (specification 7.3).
[[nodiscard]] Picture canvasOf(const SampledVideo& video, bool frameLabels);

} // namespace trutina::engine
