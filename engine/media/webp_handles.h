// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture_codecs.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <cstddef>
#include <memory>

namespace trutina::engine {

struct WebPDeleter {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

using WebPAnimationHandle = std::unique_ptr<WebPAnimDecoder, WebPDeleter>;
using WebPDemuxerHandle = std::unique_ptr<WebPDemuxer, WebPDeleter>;

/// Null for damaged bytes, which must outlive the decoder.
[[nodiscard]] inline WebPAnimationHandle makeWebPAnimationDecoder(Bytes bytes) {
    WebPAnimDecoderOptions options;
    WebPAnimDecoderOptionsInit(&options);
    options.color_mode = MODE_RGBA;
    const WebPData data{bytes.data(), bytes.size()};
    return WebPAnimationHandle(WebPAnimDecoderNew(&data, &options));
}

/// Drops the alpha channel.
[[nodiscard]] inline Picture pictureFromRgba(const std::uint8_t* rgba, int width, int height) {
    Picture picture(width, height);
    const std::size_t pixels = picture.rgb.size() / 3;
    for (std::size_t i = 0; i < pixels; ++i) {
        picture.rgb[i * 3] = rgba[i * 4];
        picture.rgb[i * 3 + 1] = rgba[i * 4 + 1];
        picture.rgb[i * 3 + 2] = rgba[i * 4 + 2];
    }
    return picture;
}

} // namespace trutina::engine
