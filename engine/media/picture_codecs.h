// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"
#include "engine/media/picture_sink.h"

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

// One decoder per format, for bytes in memory. They know nothing of files; decodePicture() adds the name of the file to
// what they report. Each checks the size that the header declares before it allocates pixels, and none prints anything.
namespace trutina::engine {

using Bytes = std::span<const std::uint8_t>;

/// The bytes are not a complete picture of the format. what() goes to the log.
class BrokenPicture : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The header declares more pixels than are worth the memory (a decompression bomb, or a scan of a wall).
class OversizedPicture : public std::runtime_error {
  public:
    OversizedPicture(std::int64_t width, std::int64_t height)
        : std::runtime_error(std::to_string(width) + " x " + std::to_string(height) + " pixels") {}
};

/// The limit at which the reference's library refuses a picture, too: a decoded one takes half a GiB.
constexpr std::int64_t maximalPicturePixels = 178'956'970;

/// Throws OversizedPicture, or BrokenPicture for a side that is not positive.
void requireReasonableSize(std::int64_t width, std::int64_t height);

enum class PictureFormat { Unknown, Jpeg, Png, Gif, Bmp, WebP };

/// Told by the first bytes.
[[nodiscard]] PictureFormat pictureFormatOf(Bytes bytes);

void decodeJpeg(Bytes bytes, PictureSink& sink); ///< row by row: the one format whose pictures are large as a rule
[[nodiscard]] Picture decodePng(Bytes bytes);
[[nodiscard]] Picture decodeGif(Bytes bytes);
[[nodiscard]] Picture decodeBmp(Bytes bytes);
[[nodiscard]] Picture decodeWebP(Bytes bytes);

} // namespace trutina::engine
