// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/picture_codecs.h"
#include "engine/media/webp_handles.h"

namespace trutina::engine {

namespace {

/// The first frame on its canvas. A frame may be smaller than the canvas, which only this decoder places rightly.
Picture decodeFirstFrame(Bytes bytes, int width, int height) {
    const WebPAnimationHandle decoder = makeWebPAnimationDecoder(bytes);
    std::uint8_t* rgba = nullptr;
    int timestamp = 0;
    if (decoder == nullptr || WebPAnimDecoderGetNext(decoder.get(), &rgba, &timestamp) == 0) {
        throw BrokenPicture("the first frame of the animation cannot be decoded");
    }
    return pictureFromRgba(rgba, width, height);
}

} // namespace

Picture decodeWebP(Bytes bytes) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) {
        throw BrokenPicture("the WebP header is damaged");
    }
    requireReasonableSize(features.width, features.height);
    if (features.has_animation != 0) {
        return decodeFirstFrame(bytes, features.width, features.height);
    }
    Picture picture(features.width, features.height);
    if (WebPDecodeRGBInto(bytes.data(), bytes.size(), picture.rgb.data(), picture.rgb.size(), picture.width * 3) == nullptr) {
        throw BrokenPicture("the WebP data is damaged or incomplete");
    }
    return picture;
}

} // namespace trutina::engine
