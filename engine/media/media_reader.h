// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/media_info.h"
#include "engine/media/partition.h"
#include "engine/media/picture.h"
#include "engine/media/sampled_video.h"

#include <cstdint>
#include <optional>

namespace trutina::engine {

struct SheetOptions {
    int hdNum = 9;
    int tileSize = 560;
    PartitionForm form = PartitionForm::Inference;
    bool frameLabels = true; ///< of a video
    /// Pictures of at most so many pixels are left as they are decoded, for who scales them on a device.
    std::int64_t unscaledPixels = 0;
};

/// What the vision tower will see of one medium: a sheet whose sides are multiples of the tile size.
struct MediaSheet {
    Picture sheet;
    std::optional<Partition> unscaled; ///< given: `sheet` is the picture as decoded, and this is how it becomes one
    int tileRows = 0;
    int tileColumns = 0;
    MediaKind kind = MediaKind::Image;
};

/// Decodes a picture or a video and lays it out. Throws Failure "media.*".
[[nodiscard]] MediaSheet readMediaSheet(const MediaInput& media, const SheetOptions& options);

/// The sheet of a video whose frames were read already.
[[nodiscard]] MediaSheet sheetOfVideo(SampledVideo video, const SheetOptions& options);

/// The same facts without keeping pixels longer than needed; `inspect media`. `patchSize` 14 unless a model says otherwise.
[[nodiscard]] MediaInspection inspectMediaFile(const std::filesystem::path& file, const MediaInspectionOptions& options,
                                               int patchSize = 14);

} // namespace trutina::engine
