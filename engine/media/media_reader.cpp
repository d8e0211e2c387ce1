// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"

#include "engine/media/media_format.h"

namespace trutina::engine {

MediaSheet readMediaSheet(const MediaInput& media, const SheetOptions& options) {
    const MediaKind kind = mediaKindOf(media.path, media.as);
    if (kind == MediaKind::Video) {
        throw Failure("media.unsupported", "\"" + media.path.string() + "\" is a video; videos are not read yet.",
                      "Use pictures.");
    }
    const Picture picture = decodePicture(media.path);
    const Partition partition = partitionPicture(picture.width, picture.height, options.hdNum, options.tileSize, options.form);
    return {makeSheet(picture, partition), partition.tileRows, partition.tileColumns, kind};
}

} // namespace trutina::engine
