// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_sheet.h"
#include "engine/media/frame_source.h"

namespace trutina::engine {

struct SampledVideo {
    VideoFacts facts;
    std::vector<std::int64_t> sampled; ///< frame numbers in display order
    FrameLayout layout = FrameLayout::Stacked;
    std::vector<Picture> frames; ///< scaled for the canvas
};

/// Reads the frames that the model sees. Of a damaged video, samples what can be decoded of it.
/// Throws Failure as openFrameSource(), and "media.shape".
[[nodiscard]] SampledVideo sampleVideo(const std::filesystem::path& file);

} // namespace trutina::engine
