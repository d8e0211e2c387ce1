// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/partition.h"

#include "engine/api/error.h"
#include "engine/media/row_bands.h"
#include "engine/media/sheet_limit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

/// The largest number of tiles in a row that keeps the sheet within `hdNum` tiles, but not more than `wanted`.
std::int64_t columnsWithin(int hdNum, double ratio, std::int64_t wanted) {
    std::int64_t columns = 1;
    while (columns < wanted) {
        const auto next = static_cast<double>(columns + 1);
        if (next * std::ceil(next / ratio) > hdNum) {
            break;
        }
        ++columns;
    }
    return columns;
}

} // namespace

Partition partitionPicture(int width, int height, int hdNum, int tileSize, PartitionForm form) {
    if (hdNum < 1) {
        throw Failure("options.hd_num", "The number of tiles (hd_num) is " + std::to_string(hdNum) + ".",
                      "Use a number from 1 on.");
    }
    requireTileSize(tileSize);
    if (width < 1 || height < 1) {
        throw Failure("media.shape", "The picture has no pixels.", "Use another picture.");
    }

    Partition result;
    result.transposed = width < height;
    if (result.transposed) {
        std::swap(width, height);
    }
    const double ratio = static_cast<double>(width) / height;
    const double enlargement = form == PartitionForm::Training ? 1.5 : 1.0;
    const auto wanted = static_cast<std::int64_t>(std::ceil(width * enlargement / tileSize));
    const std::int64_t columns = columnsWithin(hdNum, ratio, wanted);
    const std::int64_t scaledWidth = columns * tileSize;
    const auto scaledHeight = static_cast<std::int64_t>(static_cast<double>(scaledWidth) / ratio);
    if (scaledHeight < 1) {
        throw Failure("media.shape",
                      "The picture is too narrow: " + std::to_string(width) + " x " + std::to_string(height) +
                          " pixels would be scaled to nothing.",
                      "Crop it, or allow more tiles (hd_num).");
    }
    const std::int64_t rows = (scaledHeight + tileSize - 1) / tileSize;
    requireSheetSize(rows, columns, tileSize);
    const std::int64_t sheetHeight = rows * tileSize;
    result.scaledWidth = static_cast<int>(scaledWidth);
    result.scaledHeight = static_cast<int>(scaledHeight);
    result.paddingTop = form == PartitionForm::Training ? static_cast<int>((sheetHeight - scaledHeight) / 2) : 0;
    result.sheetWidth = static_cast<int>(scaledWidth);
    result.sheetHeight = static_cast<int>(sheetHeight);
    result.tileRows = static_cast<int>(rows);
    result.tileColumns = static_cast<int>(columns);
    if (result.transposed) {
        std::swap(result.sheetWidth, result.sheetHeight);
        std::swap(result.tileRows, result.tileColumns);
    }
    return result;
}

RowResizer resizerFor(const Partition& partition, int width, int height) {
    return {width, height, partition.uprightWidth(), partition.uprightHeight(),
            partition.transposed ? FirstPass::Columns : FirstPass::Rows};
}

Picture makeSheet(const Picture& picture, const Partition& partition) {
    constexpr int bandRows = 32;
    const RowResizer resizer = resizerFor(partition, picture.width, picture.height);
    Picture sheet(partition.sheetWidth, partition.sheetHeight);
    std::uint8_t* const target = partition.pictureIn(sheet);
    inRowBands(partition.uprightHeight(), bandRows, pixelsOf(picture) + pixelsOf(sheet),
               [&](int begin, int end) { resizer.resize(picture.rgb.data(), begin, end, target, sheet.stride()); });
    return sheet;
}

int imageTokenCount(int tileRows, int tileColumns, int mergedGrid) {
    // Every merged row ends in a separator, and one more stands between the global view and the tiles.
    return (tileRows * tileColumns + 1) * mergedGrid * mergedGrid + (tileRows + 1) * mergedGrid + 1;
}

} // namespace trutina::engine
