// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"

#include "engine/api/error.h"
#include "engine/media/media_format.h"
#include "engine/media/sampled_video.h"
#include "engine/media/sheet_builder.h"

#include <utility>

namespace trutina::engine {

MediaSheet readMediaSheet(const MediaInput& media, const SheetOptions& options) {
    const MediaKind kind = mediaKindOf(media.path, media.as);
    if (kind == MediaKind::Image) {
        SheetBuilder builder(options.hdNum, options.tileSize, options.form, options.unscaledPixels);
        decodePictureTo(media.path, builder);
        MediaSheet made{builder.finish(), {}, builder.partition().tileRows, builder.partition().tileColumns, kind};
        if (builder.isUnscaled()) {
            made.unscaled = builder.partition();
        }
        return made;
    }
    return sheetOfVideo(sampleVideo(media.path), options);
}

MediaSheet sheetOfVideo(SampledVideo video, const SheetOptions& options) {
    const Picture canvas = canvasOf(video, options.frameLabels);
    video.frames.clear(); // the canvas holds them again
    const Partition fit = videoFit(canvas.width, canvas.height, options.tileSize);
    return {makeVideoSheet(canvas, fit), {}, fit.tileRows, fit.tileColumns, MediaKind::Video};
}

} // namespace trutina::engine
