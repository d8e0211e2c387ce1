// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_sheet.h"

#include "engine/api/error.h"
#include "engine/media/frame_labels.h"
#include "engine/media/sheet_limit.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace trutina::engine {

namespace {

constexpr int longSide = 1120;
constexpr int labelStrip = 40;
constexpr int gap = 10;
constexpr int lineOffset = 5; ///< of the separating line, from the end of the frame
constexpr int lineWidth = 2;

void paste(const Picture& frame, Picture& canvas, int left, int top) {
    for (int y = 0; y < frame.height; ++y) {
        std::copy_n(frame.row(y), static_cast<std::size_t>(frame.width) * 3,
                    canvas.row(top + y) + static_cast<std::ptrdiff_t>(left) * 3);
    }
}

void fillBlack(Picture& canvas, int left, int top, int width, int height) {
    for (int y = top; y < top + height; ++y) {
        std::fill_n(canvas.row(y) + static_cast<std::ptrdiff_t>(left) * 3, static_cast<std::size_t>(width) * 3, std::uint8_t{0});
    }
}

void stack(const std::vector<Picture>& frames, FrameLabels* labels, Picture& canvas) {
    int top = 0;
    int number = 0;
    for (const Picture& frame : frames) {
        if (top > 0) {
            fillBlack(canvas, 0, top - gap + lineOffset, canvas.width, lineWidth);
        }
        paste(frame, canvas, 0, top + labelStrip);
        if (labels != nullptr) {
            labels->draw(canvas, 0, top, number++);
        }
        top += labelStrip + frame.height + gap;
    }
}

void placeSideBySide(const std::vector<Picture>& frames, FrameLabels* labels, Picture& canvas) {
    int left = 0;
    int number = 0;
    for (const Picture& frame : frames) {
        if (left > 0) {
            fillBlack(canvas, left - gap + lineOffset, 0, lineWidth, canvas.height);
        }
        paste(frame, canvas, left, labelStrip);
        if (labels != nullptr) {
            labels->draw(canvas, left, 0, number++);
        }
        left += frame.width + gap;
    }
}

} // namespace

FrameSize scaledFrameSize(int width, int height) {
    const double ratio = static_cast<double>(width) / height;
    const bool isLandscape = width > height;
    const FrameSize scaled{isLandscape ? longSide : static_cast<int>(longSide * ratio),
                           isLandscape ? static_cast<int>(longSide / ratio) : longSide};
    if (scaled.width < 1 || scaled.height < 1) {
        throw Failure("media.shape",
                      "The video is too narrow: " + std::to_string(width) + " x " + std::to_string(height) +
                          " pixels would be scaled to nothing.",
                      "Crop it.");
    }
    return scaled;
}

Picture scaleFrame(const Picture& frame) {
    const FrameSize scaled = scaledFrameSize(frame.width, frame.height);
    return resizeBilinear(frame, scaled.width, scaled.height);
}

FrameSize canvasSize(const std::vector<FrameSize>& scaledFrames, FrameLayout layout) {
    FrameSize canvas;
    for (const FrameSize& frame : scaledFrames) {
        if (layout == FrameLayout::Stacked) {
            canvas.width = std::max(canvas.width, frame.width);
            canvas.height += labelStrip + frame.height + gap;
        } else {
            canvas.width += frame.width + gap;
            canvas.height = std::max(canvas.height, frame.height + labelStrip);
        }
    }
    return canvas;
}

FrameLayout frameLayoutFor(int lastWidth, int lastHeight) {
    return lastWidth > lastHeight ? FrameLayout::Stacked : FrameLayout::SideBySide;
}

Picture composeFrames(const std::vector<Picture>& scaledFrames, FrameLayout layout, FrameLabels* labels) {
    std::vector<FrameSize> sizes;
    for (const Picture& frame : scaledFrames) {
        sizes.push_back({frame.width, frame.height});
    }
    const FrameSize size = canvasSize(sizes, layout);
    Picture canvas(size.width, size.height);
    if (layout == FrameLayout::Stacked) {
        stack(scaledFrames, labels, canvas);
    } else {
        placeSideBySide(scaledFrames, labels, canvas);
    }
    return canvas;
}

Partition videoFit(int canvasWidth, int canvasHeight, int tileSize) {
    requireTileSize(tileSize);
    Partition fit;
    fit.transposed = canvasWidth < canvasHeight;
    const double longer = std::max(canvasWidth, canvasHeight);
    const double shorter = std::min(canvasWidth, canvasHeight);
    const auto scaledWidth = static_cast<std::int64_t>(tileSize * (longer / shorter));
    const std::int64_t tiles = (scaledWidth + tileSize - 1) / tileSize;
    requireSheetSize(1, tiles, tileSize);
    fit.scaledWidth = static_cast<int>(scaledWidth);
    fit.scaledHeight = tileSize;
    const int length = static_cast<int>(tiles) * tileSize;
    fit.sheetWidth = fit.transposed ? tileSize : length;
    fit.sheetHeight = fit.transposed ? length : tileSize;
    fit.tileRows = fit.transposed ? static_cast<int>(tiles) : 1;
    fit.tileColumns = fit.transposed ? 1 : static_cast<int>(tiles);
    return fit;
}

Picture makeVideoSheet(const Picture& canvas, const Partition& fit) {
    return makeSheet(canvas, fit); // the long axis is padded at its end, which is what no padding at its start leaves
}

} // namespace trutina::engine
