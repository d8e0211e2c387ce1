// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace trutina::engine {

/// An 8-bit RGB picture, row-major, three bytes per pixel, no padding between rows.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;

    Picture() = default;
    Picture(int w, int h, std::uint8_t fill = 255)
        : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3, fill) {}
    [[nodiscard]] std::ptrdiff_t stride() const { return static_cast<std::ptrdiff_t>(width) * 3; } ///< bytes of a row
    [[nodiscard]] std::uint8_t* row(int y) {
        return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    [[nodiscard]] const std::uint8_t* row(int y) const {
        return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
};

/// Decodes as the reference does (specification 3.2): EXIF rotation ignored, alpha dropped, palettes expanded, 16-bit grey
/// clamped, CMYK by Pillow's formula, first frame of an animation. jpg, jpeg, png, gif, bmp, webp by extension, in any case.
/// Throws Failure "media.not_found", "media.unsupported", "media.unreadable", "media.too_large".
[[nodiscard]] Picture decodePicture(const std::filesystem::path& file);

} // namespace trutina::engine
