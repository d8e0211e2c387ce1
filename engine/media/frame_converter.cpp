// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_converter.h"

#include "engine/media/picture_codecs.h"

#include <algorithm>
#include <cstddef>
#include <new>

namespace trutina::engine {

void FrameConverter::prepare(const AVFrame& frame, int width, int height) {
    if (m_scaler != nullptr && m_target->width == width && m_target->height == height && frame.width == m_width &&
        frame.height == m_height && frame.format == m_format && frame.colorspace == m_colours && frame.color_range == m_range) {
        return;
    }
    const int flags = width == frame.width && height == frame.height ? SWS_BICUBIC : SWS_BILINEAR;
    m_scaler.reset(sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width, height,
                                  AV_PIX_FMT_RGB24, flags, nullptr, nullptr, nullptr));
    if (m_scaler == nullptr) {
        throw BrokenPicture("its pixel format cannot be converted to RGB");
    }
    // Untagged frames are taken as BT.601 of video range, swscale's default, like the reference's decoder does.
    const int* const coefficients =
        sws_getCoefficients(frame.colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : static_cast<int>(frame.colorspace));
    const int* inverse = nullptr;
    const int* table = nullptr;
    int sourceRange = 0;
    int targetRange = 0;
    int brightness = 0;
    int contrast = 0;
    int saturation = 0;
    if (sws_getColorspaceDetails(m_scaler.get(), const_cast<int**>(&inverse), &sourceRange, const_cast<int**>(&table),
                                 &targetRange, &brightness, &contrast, &saturation) >= 0) {
        if (frame.color_range != AVCOL_RANGE_UNSPECIFIED) {
            sourceRange = frame.color_range == AVCOL_RANGE_JPEG ? 1 : 0;
        }
        sws_setColorspaceDetails(m_scaler.get(), coefficients, sourceRange, table, targetRange, brightness, contrast, saturation);
    }
    m_target = makeFrame();
    m_target->width = width;
    m_target->height = height;
    m_target->format = AV_PIX_FMT_RGB24;
    if (av_frame_get_buffer(m_target.get(), 0) < 0) {
        throw std::bad_alloc();
    }
    m_width = frame.width;
    m_height = frame.height;
    m_format = frame.format;
    m_colours = frame.colorspace;
    m_range = frame.color_range;
}

Picture FrameConverter::toPicture(const AVFrame& frame, int width, int height) {
    requireReasonableSize(frame.width, frame.height);
    prepare(frame, width, height);
    if (sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, m_target->data, m_target->linesize) < 0) {
        throw BrokenPicture("its pixels cannot be converted to RGB");
    }
    Picture picture;
    picture.width = width;
    picture.height = height;
    const std::size_t rowBytes = static_cast<std::size_t>(width) * 3;
    picture.rgb.reserve(rowBytes * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* const row = m_target->data[0] + static_cast<std::ptrdiff_t>(y) * m_target->linesize[0];
        picture.rgb.insert(picture.rgb.end(), row, row + rowBytes);
    }
    return picture;
}

} // namespace trutina::engine
