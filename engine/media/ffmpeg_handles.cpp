// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/ffmpeg_handles.h"

#include <array>
#include <mutex>
#include <new>

namespace trutina::engine {

namespace {

template <typename Handle>
Handle required(Handle handle) {
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    return handle;
}

} // namespace

void silenceFfmpeg() {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_level(AV_LOG_QUIET); });
}

PacketHandle makePacket() {
    return required(PacketHandle(av_packet_alloc()));
}

FrameHandle makeFrame() {
    return required(FrameHandle(av_frame_alloc()));
}

FormatContextHandle makeFormatContext() {
    return required(FormatContextHandle(avformat_alloc_context()));
}

CodecContextHandle makeCodecContext(const AVCodec* codec) {
    silenceFfmpeg();
    return required(CodecContextHandle(avcodec_alloc_context3(codec)));
}

std::string ffmpegMessage(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

} // namespace trutina::engine
