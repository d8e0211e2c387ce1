// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/picture_codecs.h"

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <vector>

// jpeglib.h needs <cstdio> before it.
#include <jerror.h>
#include <jpeglib.h>

namespace trutina::engine {

namespace {

/// A progressive file may repeat scans at no cost to itself and much to us; real ones have about ten.
constexpr int maximalScans = 500;

constexpr JDIMENSION rowsAtOnce = 16; ///< libjpeg makes a few rows at a time

/// libjpeg reports through callbacks and must not be left by an exception: errors jump back to the caller's frame.
struct JpegErrors {
    jpeg_error_mgr base{}; // first, so that libjpeg's pointer to it is a pointer to the whole
    std::jmp_buf escape{};
    std::array<char, JMSG_LENGTH_MAX> message{};
    bool endedEarly = false;
};

void leaveOnError(j_common_ptr common) {
    auto* const errors = reinterpret_cast<JpegErrors*>(common->err);
    errors->base.format_message(common, errors->message.data());
    std::longjmp(errors->escape, 1);
}

void noteWarning(j_common_ptr common, int level) {
    auto* const errors = reinterpret_cast<JpegErrors*>(common->err);
    if (level < 0) {
        ++errors->base.num_warnings;
        errors->endedEarly |= errors->base.msg_code == JWRN_JPEG_EOF;
    }
}

void printNothing(j_common_ptr) {}

void refuseEndlessScans(j_common_ptr common) {
    if (common->is_decompressor && reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > maximalScans) {
        ERREXIT(common, JERR_BAD_PROGRESSION);
    }
}

/// Row of four channels as an Adobe file stores them (each inverted) to RGB, by the formula of the reference's library.
void convertInvertedCmyk(const std::uint8_t* cmyk, std::uint8_t* rgb, int width) {
    for (int x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
        const int light = cmyk[3];
        for (int channel = 0; channel < 3; ++channel) {
            const int product = (255 - cmyk[channel]) * light + 128;
            const int value = light - ((product + (product >> 8)) >> 8);
            rgb[channel] = static_cast<std::uint8_t>(value > 0 ? value : 0);
        }
    }
}

/// Owns libjpeg's state; the functions that may jump hold nothing that needs a destructor.
class JpegDecoder {
  public:
    explicit JpegDecoder(Bytes bytes) : m_bytes(bytes) {
        m_state.err = jpeg_std_error(&m_errors.base);
        m_errors.base.error_exit = leaveOnError;
        m_errors.base.emit_message = noteWarning;
        m_errors.base.output_message = printNothing;
        m_progress.progress_monitor = refuseEndlessScans;
    }
    ~JpegDecoder() { jpeg_destroy_decompress(&m_state); }
    JpegDecoder(const JpegDecoder&) = delete;
    JpegDecoder& operator=(const JpegDecoder&) = delete;

    void decode(PictureSink& sink) {
        if (!readHeader()) {
            throw BrokenPicture(m_errors.message.data());
        }
        requireReasonableSize(m_state.image_width, m_state.image_height);
        const auto width = static_cast<int>(m_state.image_width);
        std::uint8_t* const rgb = sink.begin(width, static_cast<int>(m_state.image_height));
        std::vector<std::uint8_t> fourChannels;
        if (m_state.out_color_space == JCS_CMYK) {
            fourChannels.resize(static_cast<std::size_t>(width) * 4);
        }
        if (!readPixels(rgb, fourChannels.empty() ? nullptr : fourChannels.data(), sink)) {
            throw BrokenPicture(m_errors.message.data());
        }
        if (m_errors.endedEarly) {
            throw BrokenPicture("the file ends before the picture does");
        }
    }

  private:
    bool readHeader() {
        if (setjmp(m_errors.escape) != 0) {
            return false;
        }
        jpeg_create_decompress(&m_state);
        m_state.progress = &m_progress;
        jpeg_mem_src(&m_state, m_bytes.data(), static_cast<unsigned long>(m_bytes.size()));
        jpeg_read_header(&m_state, TRUE);
        const bool isFourChannel = m_state.jpeg_color_space == JCS_CMYK || m_state.jpeg_color_space == JCS_YCCK;
        m_state.out_color_space = isFourChannel ? JCS_CMYK : JCS_RGB;
        m_state.dct_method = JDCT_ISLOW;
        m_state.do_fancy_upsampling = TRUE;
        return true;
    }

    bool readPixels(std::uint8_t* rgb, std::uint8_t* fourChannels, PictureSink& sink) {
        if (setjmp(m_errors.escape) != 0) {
            return false;
        }
        jpeg_start_decompress(&m_state);
        const std::size_t rowBytes = static_cast<std::size_t>(m_state.output_width) * 3;
        std::array<JSAMPROW, rowsAtOnce> rows{};
        while (m_state.output_scanline < m_state.output_height) {
            std::uint8_t* const target = rgb + m_state.output_scanline * rowBytes;
            if (fourChannels != nullptr) {
                rows[0] = fourChannels;
                jpeg_read_scanlines(&m_state, rows.data(), 1);
                convertInvertedCmyk(fourChannels, target, static_cast<int>(m_state.output_width));
            } else {
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    rows[i] = target + i * rowBytes; // none beyond the picture is written to
                }
                jpeg_read_scanlines(&m_state, rows.data(), rowsAtOnce);
            }
            sink.rowsReady(static_cast<int>(m_state.output_scanline));
        }
        return true;
    }

    Bytes m_bytes;
    JpegErrors m_errors;
    jpeg_progress_mgr m_progress{};
    jpeg_decompress_struct m_state{};
};

} // namespace

void decodeJpeg(Bytes bytes, PictureSink& sink) {
    JpegDecoder(bytes).decode(sink);
}

} // namespace trutina::engine
