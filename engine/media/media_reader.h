// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/media_info.h"
#include "engine/media/partition.h"
#include "engine/media/picture.h"
#include "engine/media/sampled_video.h"

namespace trutina::engine {

struct SheetOptions {
    int hdNum = 9;
    int tileSize = 560;
    PartitionForm form = PartitionForm::Inference;
    bool frameLabels = true; ///< of a video
};

/// What the vision tower will see of one medium: a sheet whose sides are multiples of the tile size.
struct MediaSheet {
    Picture sheet;
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
