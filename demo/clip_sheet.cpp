// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/clip_sheet.h"

#include "demo/painter.h"
#include "engine/media/frame_labels.h"
#include "engine/media/frame_sheet.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

namespace trutina::demo {

namespace {

constexpr int kTile = 112;
constexpr int kFrameSide = 112;
// The canvas before it is scaled down.
constexpr int kCanvasFrame = 1120;
constexpr int kCanvasStrip = 40;
constexpr int kCanvasColumn = kCanvasFrame + 10;
constexpr int kCanvasHeight = kCanvasFrame + kCanvasStrip;

/// Labels and lines around white frames, made once by the engine itself.
const engine::Picture& emptySheet(std::size_t frames, bool withLabels) {
    static std::mutex mutex;
    static std::map<std::pair<std::size_t, bool>, engine::Picture> sheets;
    const std::lock_guard lock(mutex);
    engine::Picture& sheet = sheets[{frames, withLabels}];
    if (sheet.rgb.empty()) {
        const std::vector<engine::Picture> blanks(frames, engine::Picture(kCanvasFrame, kCanvasFrame));
        engine::FrameLabels labels;
        const engine::Picture canvas =
            engine::composeFrames(blanks, engine::FrameLayout::SideBySide, withLabels ? &labels : nullptr);
        sheet = engine::makeVideoSheet(canvas, engine::videoFit(canvas.width, canvas.height, kTile));
    }
    return sheet;
}

/// From the canvas to sixteenths of a pixel of the sheet.
int scaled(int canvas) {
    return canvas * kTile * kUnit / kCanvasHeight;
}

} // namespace

LabelledPicture composeSheet(const std::vector<Scene>& frames, bool withLabels) {
    LabelledPicture sheet{emptySheet(frames.size(), withLabels), {}};
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const int left = scaled(static_cast<int>(i) * kCanvasColumn);
        const int top = scaled(kCanvasStrip);
        const int right = scaled(static_cast<int>(i) * kCanvasColumn + kCanvasFrame);
        const auto pixel = [](int place) { return (place + kUnit / 2) / kUnit; };
        const int columns = std::min(pixel(right), sheet.picture.width) - pixel(left);
        const int rows = kTile - pixel(top);
        const engine::Picture ground = paintBackground(frames[i].background, kFrameSide, kFrameSide);
        for (int y = 0; y < rows; ++y) {
            std::copy_n(ground.row(y), static_cast<std::size_t>(columns) * 3,
                        sheet.picture.row(pixel(top) + y) + static_cast<std::ptrdiff_t>(pixel(left)) * 3);
        }
        for (PlacedShape shape : frames[i].shapes) {
            constexpr int kToCanvas = kCanvasFrame / kFrameSide;
            shape.x = left + shape.x * kToCanvas * kTile / kCanvasHeight;
            shape.y = top + shape.y * kToCanvas * kTile / kCanvasHeight;
            shape.diameter = shape.diameter * kToCanvas * kTile / kCanvasHeight;
            paintShape(shape, sheet.picture);
            sheet.shapes.push_back(shape);
        }
    }
    return sheet;
}

} // namespace trutina::demo
