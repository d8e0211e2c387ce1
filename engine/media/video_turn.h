// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

struct AVStream;

namespace trutina::engine {

/// How frames are turned before they are shown.
enum class VideoTurn { None, Right, Half, Left };

/// What the display matrix of a stream asks for. The reference's decoder obeys its quarter turns and takes a mirror image for the
/// turn that its first column says; other angles it ignores (measured with decord 0.6, docs/video.md).
[[nodiscard]] VideoTurn turnOf(const AVStream& stream);

[[nodiscard]] Picture turned(Picture picture, VideoTurn turn);

} // namespace trutina::engine
