// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"
#include "engine/media/resize.h"

#include <cstddef>
#include <cstdint>

namespace trutina::engine {

enum class PartitionForm { Inference, Training }; ///< specification 3.1

/// How a picture becomes a sheet of tiles (specification 3.3). Sizes in pixels of the upright picture.
struct Partition {
    bool transposed = false;               ///< portrait: sized as if transposed
    int scaledWidth = 0, scaledHeight = 0; ///< of the picture inside the sheet, before padding, in landscape orientation
    int paddingTop = 0;                    ///< in landscape orientation
    int sheetWidth = 0, sheetHeight = 0;   ///< upright
    int tileRows = 0, tileColumns = 0;     ///< upright
    [[nodiscard]] int visionTiles() const { return tileRows * tileColumns + 1; }
    [[nodiscard]] int uprightWidth() const {
        return transposed ? scaledHeight : scaledWidth;
    } ///< of the picture inside the sheet
    [[nodiscard]] int uprightHeight() const { return transposed ? scaledWidth : scaledHeight; }
    /// Where the picture begins inside its sheet.
    [[nodiscard]] std::uint8_t* pictureIn(Picture& sheet) const {
        return transposed ? sheet.row(0) + static_cast<std::ptrdiff_t>(paddingTop) * 3 : sheet.row(paddingTop);
    }
};

/// Throws Failure "media.shape" for pictures so narrow that nothing would be left, "options.hd_num" for hdNum < 1,
/// "options.tile_size" for tileSize < 1, "media.too_large" for a sheet beyond reason.
[[nodiscard]] Partition partitionPicture(int width, int height, int hdNum, int tileSize, PartitionForm form);

/// What scales a picture into its sheet. A portrait one is resized as if it were transposed: its columns first.
[[nodiscard]] RowResizer resizerFor(const Partition& partition, int width, int height);

/// Scales, pads with white and restores the orientation; the result is sheetWidth x sheetHeight.
[[nodiscard]] Picture makeSheet(const Picture& picture, const Partition& partition);

/// Image tokens of a sheet (specification 3.8); `mergedGrid` is tileSize / patchSize / 2.
[[nodiscard]] int imageTokenCount(int tileRows, int tileColumns, int mergedGrid);

} // namespace trutina::engine
