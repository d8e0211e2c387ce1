// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace trutina::engine {

enum class MediaKind { Image, Video };

struct MediaInspectionOptions {
    int hdNum = 9;
    int tileSize = 560;
    bool training = false; ///< the training form of the partition (specification 3.3)
    MediaReading as = MediaReading::Automatic;
    bool frameLabels = true;           ///< numbers above the frames of a video, in the saved sheet
    std::filesystem::path saveSheet{}; ///< PNG of what the model sees; empty: not written
};

/// What the model sees of a picture or a video. Sizes in pixels.
struct MediaInspection {
    MediaKind kind = MediaKind::Image;
    int width = 0, height = 0;           ///< as decoded
    int sheetWidth = 0, sheetHeight = 0; ///< after partition and padding; multiples of the tile size
    int tileRows = 0, tileColumns = 0;
    int visionTiles = 0; ///< tiles plus the global view
    int tokens = 0;
    double framesPerSecond = 0;        ///< video only, as the container declares
    std::int64_t framesTotal = 0;      ///< video only
    std::vector<std::int64_t> sampled; ///< video only: frame numbers in display order
    double durationSeconds = 0;        ///< video only
};

} // namespace trutina::engine
