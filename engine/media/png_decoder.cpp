// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/picture_codecs.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

/// What libpng's callbacks reach: the bytes still to be read, and where to go when something is wrong.
struct PngInput {
    Bytes rest;
    std::jmp_buf escape{};
    std::array<char, 200> message{};
};

void leaveOnError(png_structp png, png_const_charp message) {
    auto* const input = static_cast<PngInput*>(png_get_error_ptr(png));
    std::strncpy(input->message.data(), message, input->message.size() - 1);
    std::longjmp(input->escape, 1);
}

void ignoreWarning(png_structp, png_const_charp) {}

void readBytes(png_structp png, png_bytep target, std::size_t count) {
    auto* const input = static_cast<PngInput*>(png_get_io_ptr(png));
    if (count > input->rest.size()) {
        png_error(png, "the file ends before the picture does");
    }
    std::memcpy(target, input->rest.data(), count);
    input->rest = input->rest.subspan(count);
}

/// How rows come out of libpng once its transformations are set.
enum class RowForm { Rgb, PaletteIndex, Grey16 };

class PngDecoder {
  public:
    explicit PngDecoder(Bytes bytes) { m_input.rest = bytes; }
    ~PngDecoder() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    PngDecoder(const PngDecoder&) = delete;
    PngDecoder& operator=(const PngDecoder&) = delete;

    Picture decode() {
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_input, leaveOnError, ignoreWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
        if (m_info == nullptr || !readHeader()) {
            throw BrokenPicture(m_input.message.data());
        }
        const auto width = png_get_image_width(m_png, m_info);
        const auto height = png_get_image_height(m_png, m_info);
        requireReasonableSize(width, height);
        const std::size_t rowBytes = png_get_rowbytes(m_png, m_info);
        // An interlaced picture needs all its rows at once, in the form in which libpng writes them.
        std::vector<std::uint8_t> raw(rowBytes * height);
        std::vector<png_bytep> rows(height);
        for (std::size_t y = 0; y < height; ++y) {
            rows[y] = raw.data() + y * rowBytes;
        }
        if (!readRows(rows.data())) {
            throw BrokenPicture(m_input.message.data());
        }
        Picture picture;
        picture.width = static_cast<int>(width);
        picture.height = static_cast<int>(height);
        if (m_form == RowForm::Rgb) {
            picture.rgb = std::move(raw);
        } else {
            expand(raw, rowBytes, picture);
        }
        return picture;
    }

  private:
    bool readHeader() {
        if (setjmp(m_input.escape) != 0) {
            return false;
        }
        png_set_read_fn(m_png, &m_input, readBytes);
        png_read_info(m_png, m_info);
        const int colour = png_get_color_type(m_png, m_info);
        const bool isDeep = png_get_bit_depth(m_png, m_info) == 16;
        if (colour == PNG_COLOR_TYPE_PALETTE) {
            m_form = RowForm::PaletteIndex; // looked up by us: libpng would make transparent entries part of the row
            png_set_packing(m_png);
        } else if (colour == PNG_COLOR_TYPE_GRAY && isDeep) {
            m_form = RowForm::Grey16;
        } else {
            if (isDeep) {
                png_set_strip_16(m_png);
            }
            if (colour == PNG_COLOR_TYPE_GRAY) {
                png_set_expand_gray_1_2_4_to_8(m_png);
            }
            if ((colour & PNG_COLOR_MASK_COLOR) == 0) {
                png_set_gray_to_rgb(m_png);
            }
            if ((colour & PNG_COLOR_MASK_ALPHA) != 0) {
                png_set_strip_alpha(m_png);
            }
        }
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        return true;
    }

    bool readRows(png_bytepp rows) {
        if (setjmp(m_input.escape) != 0) {
            return false;
        }
        png_read_image(m_png, rows);
        return true;
    }

    void expand(const std::vector<std::uint8_t>& raw, std::size_t rowBytes, Picture& picture) const {
        picture.rgb.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3);
        std::array<std::array<std::uint8_t, 3>, 256> colours{}; // an index beyond the palette is black
        if (m_form == RowForm::PaletteIndex) {
            png_colorp palette = nullptr;
            int count = 0;
            png_get_PLTE(m_png, m_info, &palette, &count);
            for (int i = 0; i < count; ++i) {
                colours[static_cast<std::size_t>(i)] = {palette[i].red, palette[i].green, palette[i].blue};
            }
        }
        for (int y = 0; y < picture.height; ++y) {
            const std::uint8_t* source = raw.data() + static_cast<std::size_t>(y) * rowBytes;
            std::uint8_t* target = picture.row(y);
            for (int x = 0; x < picture.width; ++x, target += 3) {
                if (m_form == RowForm::Grey16) { // clamped, not scaled: whatever exceeds 255 is white
                    const std::uint8_t level = source[0] != 0 ? 255 : source[1];
                    std::fill_n(target, 3, level);
                    source += 2;
                } else {
                    std::copy_n(colours[*source].begin(), 3, target);
                    ++source;
                }
            }
        }
    }

    PngInput m_input;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    RowForm m_form = RowForm::Rgb;
};

} // namespace

Picture decodePng(Bytes bytes) {
    return PngDecoder(bytes).decode();
}

} // namespace trutina::engine
