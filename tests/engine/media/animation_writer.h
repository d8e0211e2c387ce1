// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace trutina::testing {

struct AnimationShape {
    int width = 32, height = 20;
    int frames = 12;
    int millisecondsPerFrame = 100;
};

/// A lossless animation that no golden file is: on grey 200, the pixel (n, height / 2) of frame n is black.
inline void writeAnimatedWebP(const std::filesystem::path& file, const AnimationShape& shape) {
    const auto require = [](bool holds) {
        if (!holds) {
            throw std::runtime_error("the animation for this test could not be written");
        }
    };
    WebPAnimEncoderOptions options;
    require(WebPAnimEncoderOptionsInit(&options) != 0);
    const std::unique_ptr<WebPAnimEncoder, void (*)(WebPAnimEncoder*)> encoder(
        WebPAnimEncoderNew(shape.width, shape.height, &options), WebPAnimEncoderDelete);
    WebPConfig config;
    require(encoder != nullptr && WebPConfigInit(&config) != 0);
    config.lossless = 1;
    for (int number = 0; number < shape.frames; ++number) {
        engine::Picture pixels(shape.width, shape.height, 200);
        for (int channel = 0; channel < 3; ++channel) {
            pixels.row(shape.height / 2)[3 * number + channel] = 0;
        }
        WebPPicture frame;
        require(WebPPictureInit(&frame) != 0);
        const std::unique_ptr<WebPPicture, void (*)(WebPPicture*)> owner(&frame, WebPPictureFree);
        frame.use_argb = 1;
        frame.width = shape.width;
        frame.height = shape.height;
        require(WebPPictureImportRGB(&frame, pixels.rgb.data(), static_cast<int>(pixels.stride())) != 0);
        require(WebPAnimEncoderAdd(encoder.get(), &frame, number * shape.millisecondsPerFrame, &config) != 0);
    }
    require(WebPAnimEncoderAdd(encoder.get(), nullptr, shape.frames * shape.millisecondsPerFrame, nullptr) != 0);
    WebPData data;
    WebPDataInit(&data);
    const std::unique_ptr<WebPData, void (*)(WebPData*)> owner(&data, WebPDataClear);
    require(WebPAnimEncoderAssemble(encoder.get(), &data) != 0);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data.bytes), static_cast<std::streamsize>(data.size));
}

} // namespace trutina::testing
