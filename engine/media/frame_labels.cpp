// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_labels.h"

#include "engine/api/error.h"
#include "engine/media/label_font.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cstddef>

namespace trutina::engine {

namespace {

constexpr unsigned fontSize = 40;

/// From 64ths of a pixel, rounded.
int toPixels(FT_Pos position) {
    return static_cast<int>((position + 32) >> 6);
}

void require(FT_Error error) {
    if (error != 0) {
        throw Failure("media.font", "The font for the numbers above the frames of a video cannot be used.",
                      "Turn the frame labels off, or use another font.", "FreeType error " + std::to_string(error));
    }
}

/// Black through a mask, rounded as Pillow rounds.
std::uint8_t darkened(std::uint8_t value, std::uint8_t mask) {
    const int product = value * (255 - mask) + 128;
    return static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
}

void blacken(Picture& canvas, const FT_Bitmap& mask, int left, int top) {
    const int firstX = std::max(0, -left);
    const int endX = std::min(static_cast<int>(mask.width), canvas.width - left);
    const int firstY = std::max(0, -top);
    const int endY = std::min(static_cast<int>(mask.rows), canvas.height - top);
    for (int y = firstY; y < endY; ++y) {
        const std::uint8_t* const row = mask.buffer + static_cast<std::ptrdiff_t>(y) * mask.pitch;
        std::uint8_t* pixel = canvas.row(top + y) + static_cast<std::ptrdiff_t>(left + firstX) * 3;
        for (int x = firstX; x < endX; ++x) {
            for (int channel = 0; channel < 3; ++channel, ++pixel) {
                *pixel = darkened(*pixel, row[x]);
            }
        }
    }
}

} // namespace

struct FrameLabels::Face {
    FT_Library library = nullptr;
    FT_Face face = nullptr;

    explicit Face(std::span<const std::uint8_t> font) {
        require(FT_Init_FreeType(&library));
        FT_Error error = FT_New_Memory_Face(library, font.data(), static_cast<FT_Long>(font.size()), 0, &face);
        if (error == 0) {
            error = FT_Set_Pixel_Sizes(face, 0, fontSize);
        }
        if (error != 0) {
            FT_Done_FreeType(library); // frees the face, too
            require(error);
        }
    }
    ~Face() { FT_Done_FreeType(library); }
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;
};

FrameLabels::FrameLabels() : FrameLabels(labelFont()) {}

FrameLabels::FrameLabels(std::span<const std::uint8_t> font) : m_face(std::make_unique<Face>(font)) {}

FrameLabels::~FrameLabels() = default;

std::string FrameLabels::textOf(int number) {
    return "<IMAGE " + std::to_string(number) + ">";
}

void FrameLabels::draw(Picture& canvas, int left, int top, int number) {
    const FT_Face face = m_face->face;
    const int baseline = top + toPixels(face->size->metrics.ascender);
    FT_Pos pen = 0;
    for (const char letter : textOf(number)) {
        require(FT_Load_Char(face, static_cast<FT_ULong>(letter), FT_LOAD_RENDER | FT_LOAD_NO_BITMAP));
        const FT_GlyphSlot glyph = face->glyph;
        blacken(canvas, glyph->bitmap, left + toPixels(pen) + glyph->bitmap_left, baseline - glyph->bitmap_top);
        pen += glyph->metrics.horiAdvance;
    }
}

} // namespace trutina::engine
