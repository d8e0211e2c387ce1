// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace trutina::engine {

/// Draws the numbers above the frames of a video (specification 7.3): `<IMAGE k>`, black, size 40.
/// Threads: one at a time; each thread may have its own.
class FrameLabels {
  public:
    /// With the font that ships. Throws Failure "media.font".
    FrameLabels();
    /// With another one: the bytes of a font file, which must outlive this. Throws Failure "media.font".
    explicit FrameLabels(std::span<const std::uint8_t> font);
    ~FrameLabels();
    FrameLabels(const FrameLabels&) = delete;
    FrameLabels& operator=(const FrameLabels&) = delete;

    /// Puts the left end of the ascender line at (left, top), as Pillow's default anchor does; what lies outside the canvas is
    /// cut.
    void draw(Picture& canvas, int left, int top, int number);

    [[nodiscard]] static std::string textOf(int number);

  private:
    struct Face;
    std::unique_ptr<Face> m_face;
};

} // namespace trutina::engine
