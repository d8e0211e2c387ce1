// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <cstdint>
#include <filesystem>

namespace trutina::engine {

/// Receives a picture while it is decoded, so that work on its upper rows need not wait for the lower ones. Called by the
/// decoding thread: begin(), then rowsReady() with growing numbers up to the height; or whole(), where a format is decoded in one
/// go.
class PictureSink {
  public:
    PictureSink() = default;
    virtual ~PictureSink() = default;
    PictureSink(const PictureSink&) = delete;
    PictureSink& operator=(const PictureSink&) = delete;

    /// Room for width * height RGB pixels, row-major without padding; it must stay until the decoding is over. May throw.
    [[nodiscard]] virtual std::uint8_t* begin(int width, int height) = 0;
    /// The first `rows` rows are there and will not change. Must not throw.
    virtual void rowsReady(int rows) = 0;
    virtual void whole(Picture picture) = 0;
};

/// Decodes as decodePicture() does.
void decodePictureTo(const std::filesystem::path& file, PictureSink& sink);

} // namespace trutina::engine
