// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/partition.h"
#include "engine/media/picture.h"

#include <vector>

namespace trutina::engine {

struct FrameSize {
    int width = 0;
    int height = 0;
};

/// The size that a frame has on the canvas (specification 7.2): its long side is 1120. Throws Failure "media.shape".
[[nodiscard]] FrameSize scaledFrameSize(int width, int height);
/// A frame at this size.
[[nodiscard]] Picture scaleFrame(const Picture& frame);

class FrameLabels;

enum class FrameLayout { Stacked, SideBySide };

/// Told by the size of the LAST frame as decoded; a square one counts as upright.
[[nodiscard]] FrameLayout frameLayoutFor(int lastWidth, int lastHeight);

/// The size of the canvas that holds frames of these sizes.
[[nodiscard]] FrameSize canvasSize(const std::vector<FrameSize>& scaledFrames, FrameLayout layout);

/// The scaled frames on white, each below its label strip, with black lines between them (specification 7.3). The strips stay
/// white without labels.
[[nodiscard]] Picture composeFrames(const std::vector<Picture>& scaledFrames, FrameLayout layout, FrameLabels* labels = nullptr);

/// How a canvas becomes a sheet (specification 7.4): the short side is one tile, the long one is padded at its end.
/// Throws Failure "media.shape", "media.too_large", "options.tile_size".
[[nodiscard]] Partition videoFit(int canvasWidth, int canvasHeight, int tileSize);

/// The sheet of a canvas for a Partition of videoFit().
[[nodiscard]] Picture makeVideoSheet(const Picture& canvas, const Partition& fit);

} // namespace trutina::engine
