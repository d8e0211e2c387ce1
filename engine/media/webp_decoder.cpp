// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/picture_codecs.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <cstddef>
#include <memory>

namespace trutina::engine {

namespace {

struct AnimationDeleter {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

/// The first frame on its canvas. A frame may be smaller than the canvas, which only this decoder places rightly.
Picture decodeFirstFrame(Bytes bytes) {
    WebPAnimDecoderOptions options;
    WebPAnimDecoderOptionsInit(&options);
    options.color_mode = MODE_RGBA;
    const WebPData data{bytes.data(), bytes.size()};
    const std::unique_ptr<WebPAnimDecoder, AnimationDeleter> decoder(WebPAnimDecoderNew(&data, &options));
    WebPAnimInfo info;
    std::uint8_t* rgba = nullptr;
    int timestamp = 0;
    if (decoder == nullptr || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0 ||
        WebPAnimDecoderGetNext(decoder.get(), &rgba, &timestamp) == 0) {
        throw BrokenPicture("the first frame of the animation cannot be decoded");
    }
    Picture picture(static_cast<int>(info.canvas_width), static_cast<int>(info.canvas_height));
    const std::size_t pixels = picture.rgb.size() / 3;
    for (std::size_t i = 0; i < pixels; ++i) {
        picture.rgb[i * 3] = rgba[i * 4];
        picture.rgb[i * 3 + 1] = rgba[i * 4 + 1];
        picture.rgb[i * 3 + 2] = rgba[i * 4 + 2];
    }
    return picture;
}

} // namespace

Picture decodeWebP(Bytes bytes) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) {
        throw BrokenPicture("the WebP header is damaged");
    }
    requireReasonableSize(features.width, features.height);
    if (features.has_animation != 0) {
        return decodeFirstFrame(bytes);
    }
    Picture picture(features.width, features.height);
    if (WebPDecodeRGBInto(bytes.data(), bytes.size(), picture.rgb.data(), picture.rgb.size(), picture.width * 3) == nullptr) {
        throw BrokenPicture("the WebP data is damaged or incomplete");
    }
    return picture;
}

} // namespace trutina::engine
