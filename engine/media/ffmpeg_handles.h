// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

// The owners of FFmpeg's objects: one alias per handle, one deleter for all of them.
namespace trutina::engine {

struct FfmpegDeleter {
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
    void operator()(AVIOContext* context) const { avio_close(context); }
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using FormatContextHandle = std::unique_ptr<AVFormatContext, FfmpegDeleter>; ///< an opened input
using IoContextHandle = std::unique_ptr<AVIOContext, FfmpegDeleter>;
using CodecContextHandle = std::unique_ptr<AVCodecContext, FfmpegDeleter>;
using PacketHandle = std::unique_ptr<AVPacket, FfmpegDeleter>;
using FrameHandle = std::unique_ptr<AVFrame, FfmpegDeleter>;
using ScalerHandle = std::unique_ptr<SwsContext, FfmpegDeleter>;

/// These throw std::bad_alloc instead of returning null. The first one called silences FFmpeg's own printing.
[[nodiscard]] PacketHandle makePacket();
[[nodiscard]] FrameHandle makeFrame();
[[nodiscard]] FormatContextHandle makeFormatContext();
[[nodiscard]] CodecContextHandle makeCodecContext(const AVCodec* codec);

/// libavformat and its kin log to standard error unless told otherwise; what matters reaches us as error codes.
void silenceFfmpeg();

/// FFmpeg's words for an error code.
[[nodiscard]] std::string ffmpegMessage(int code);

} // namespace trutina::engine
