// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/ffmpeg_handles.h"
#include "engine/media/frame_converter.h"
#include "engine/media/picture_codecs.h"

#include <cstddef>
#include <cstring>

namespace trutina::engine {

namespace {

std::int32_t littleEndian(Bytes bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = count; i-- > 0;) {
        value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
    }
    return static_cast<std::int32_t>(value);
}

void requireSizeOfHeader(Bytes bytes) {
    if (bytes.size() < 26) {
        throw BrokenPicture("the file ends in its header");
    }
    constexpr int oldestHeader = 12; // 16-bit sizes; all later ones begin alike
    if (littleEndian(bytes, 14, 4) == oldestHeader) {
        requireReasonableSize(littleEndian(bytes, 18, 2), littleEndian(bytes, 20, 2));
    } else {
        const std::int64_t height = littleEndian(bytes, 22, 4); // negative: stored from the top
        requireReasonableSize(littleEndian(bytes, 18, 4), height < 0 ? -height : height);
    }
}

/// 16-bit pixels, scaled as the reference's library does; swscale repeats the upper bits instead.
Picture expand16(const AVFrame& frame) {
    const bool hasSixGreenBits = frame.format == AV_PIX_FMT_RGB565LE;
    const int redShift = hasSixGreenBits ? 11 : 10;
    const int greenMaximum = hasSixGreenBits ? 63 : 31;
    Picture picture(frame.width, frame.height);
    for (int y = 0; y < frame.height; ++y) {
        const std::uint8_t* source = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
        std::uint8_t* target = picture.row(y);
        for (int x = 0; x < frame.width; ++x, source += 2, target += 3) {
            const int pixel = source[0] | source[1] << 8;
            target[0] = static_cast<std::uint8_t>((pixel >> redShift & 31) * 255 / 31);
            target[1] = static_cast<std::uint8_t>((pixel >> 5 & greenMaximum) * 255 / greenMaximum);
            target[2] = static_cast<std::uint8_t>((pixel & 31) * 255 / 31);
        }
    }
    return picture;
}

} // namespace

Picture decodeBmp(Bytes bytes) {
    requireSizeOfHeader(bytes);
    const AVCodec* const codec = avcodec_find_decoder(AV_CODEC_ID_BMP);
    if (codec == nullptr) {
        throw BrokenPicture("this FFmpeg has no BMP decoder");
    }
    const CodecContextHandle context = makeCodecContext(codec);
    context->err_recognition = AV_EF_EXPLODE;
    context->thread_count = 1;
    const PacketHandle packet = makePacket();
    const FrameHandle frame = makeFrame();
    if (av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0) {
        throw std::bad_alloc();
    }
    std::memcpy(packet->data, bytes.data(), bytes.size());
    int code = avcodec_open2(context.get(), codec, nullptr);
    if (code >= 0) {
        code = avcodec_send_packet(context.get(), packet.get());
    }
    if (code >= 0) {
        code = avcodec_receive_frame(context.get(), frame.get());
    }
    if (code < 0) {
        throw BrokenPicture(ffmpegMessage(code));
    }
    if (frame->format == AV_PIX_FMT_RGB555LE || frame->format == AV_PIX_FMT_RGB565LE) {
        return expand16(*frame);
    }
    return FrameConverter().toPicture(*frame);
}

} // namespace trutina::engine
