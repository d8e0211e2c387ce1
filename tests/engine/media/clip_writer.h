// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/ffmpeg_handles.h"

extern "C" {
#include <libavutil/display.h>
}

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace trutina::testing {

/// A clip that a test needs and no golden file is: moving stripes in MPEG-4 with B-frames, which are stored out of order.
struct Clip {
    int width = 64, height = 48;
    int frames = 50;
    int framesPerSecond = 10;
    int groupLength = 12;
    int bFrames = 2;
    double counterClockwise = 0; ///< degrees by which the container asks to turn its frames
};

namespace detail {

struct MuxerDeleter {
    void operator()(AVFormatContext* context) const {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
};
using Muxer = std::unique_ptr<AVFormatContext, MuxerDeleter>;

inline void require(bool holds) {
    if (!holds) {
        throw std::runtime_error("FFmpeg could not write the clip for this test");
    }
}

inline Muxer openMuxer(const std::filesystem::path& file) {
    AVFormatContext* context = nullptr;
    require(avformat_alloc_output_context2(&context, nullptr, nullptr, file.c_str()) >= 0);
    Muxer muxer(context);
    require(avio_open(&muxer->pb, file.c_str(), AVIO_FLAG_WRITE) >= 0);
    return muxer;
}

inline void encode(AVCodecContext& encoder, AVFormatContext& muxer, const AVFrame* frame) {
    require(avcodec_send_frame(&encoder, frame) >= 0);
    const auto packet = engine::makePacket();
    while (avcodec_receive_packet(&encoder, packet.get()) >= 0) {
        av_packet_rescale_ts(packet.get(), encoder.time_base, muxer.streams[0]->time_base);
        require(av_interleaved_write_frame(&muxer, packet.get()) >= 0);
    }
}

inline void start(AVCodecContext& encoder, AVFormatContext& muxer, double counterClockwise = 0) {
    if ((muxer.oformat->flags & AVFMT_GLOBALHEADER) != 0) {
        encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    require(avcodec_open2(&encoder, nullptr, nullptr) >= 0);
    AVStream* const stream = avformat_new_stream(&muxer, nullptr);
    stream->time_base = encoder.time_base;
    stream->avg_frame_rate = encoder.framerate;
    require(avcodec_parameters_from_context(stream->codecpar, &encoder) >= 0);
    if (counterClockwise != 0) {
        constexpr std::size_t matrixBytes = 9 * sizeof(std::int32_t);
        auto* const matrix = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, matrixBytes);
        require(matrix != nullptr);
        av_display_rotation_set(reinterpret_cast<std::int32_t*>(matrix), -counterClockwise);
    }
    require(avformat_write_header(&muxer, nullptr) >= 0);
}

} // namespace detail

inline void writeClip(const std::filesystem::path& file, const Clip& clip) {
    const auto encoder = engine::makeCodecContext(avcodec_find_encoder(AV_CODEC_ID_MPEG4));
    encoder->width = clip.width;
    encoder->height = clip.height;
    encoder->pix_fmt = AV_PIX_FMT_YUV420P;
    encoder->time_base = {1, clip.framesPerSecond};
    encoder->framerate = {clip.framesPerSecond, 1};
    encoder->gop_size = clip.groupLength;
    encoder->max_b_frames = clip.bFrames;
    const auto muxer = detail::openMuxer(file);
    detail::start(*encoder, *muxer, clip.counterClockwise);
    const auto frame = engine::makeFrame();
    frame->width = clip.width;
    frame->height = clip.height;
    frame->format = encoder->pix_fmt;
    detail::require(av_frame_get_buffer(frame.get(), 0) >= 0);
    for (int number = 0; number < clip.frames; ++number) {
        detail::require(av_frame_make_writable(frame.get()) >= 0);
        for (int y = 0; y < clip.height; ++y) {
            for (int x = 0; x < clip.width; ++x) {
                frame->data[0][y * frame->linesize[0] + x] = static_cast<std::uint8_t>(40 + (x + 3 * number) / 4 % 8 * 20);
            }
        }
        for (const int plane : {1, 2}) {
            for (int y = 0; y < clip.height / 2; ++y) {
                for (int x = 0; x < clip.width / 2; ++x) {
                    frame->data[plane][y * frame->linesize[plane] + x] = static_cast<std::uint8_t>(64 + number * 2 * plane % 128);
                }
            }
        }
        frame->pts = number;
        detail::encode(*encoder, *muxer, frame.get());
    }
    detail::encode(*encoder, *muxer, nullptr);
    detail::require(av_write_trailer(muxer.get()) >= 0);
}

/// A second of silence, and no video.
inline void writeSoundOnly(const std::filesystem::path& file) {
    constexpr int rate = 8000;
    const auto encoder = engine::makeCodecContext(avcodec_find_encoder(AV_CODEC_ID_PCM_S16LE));
    encoder->sample_fmt = AV_SAMPLE_FMT_S16;
    encoder->sample_rate = rate;
    encoder->time_base = {1, rate};
    av_channel_layout_default(&encoder->ch_layout, 1);
    const auto muxer = detail::openMuxer(file);
    detail::start(*encoder, *muxer);
    const auto frame = engine::makeFrame();
    frame->nb_samples = rate;
    frame->format = encoder->sample_fmt;
    frame->sample_rate = rate;
    av_channel_layout_default(&frame->ch_layout, 1);
    detail::require(av_frame_get_buffer(frame.get(), 0) >= 0);
    std::fill_n(frame->data[0], rate * 2, std::uint8_t{0});
    frame->pts = 0;
    detail::encode(*encoder, *muxer, frame.get());
    detail::encode(*encoder, *muxer, nullptr);
    detail::require(av_write_trailer(muxer.get()) >= 0);
}

} // namespace trutina::testing
