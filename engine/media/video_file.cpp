// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_file.h"

#include "engine/api/error.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>

namespace trutina::engine {

namespace {

/// Threads of a decoder: each holds a frame or two, and beyond a few they wait for each other.
int decoderThreads() {
    constexpr unsigned most = 8;
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, most));
}

/// Playlists, scene descriptions and the like would open further files, of the user's choice at best.
int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EPERM);
}

/// Single pictures and text that FFmpeg would show as a clip of its own making.
bool isNoVideo(std::string_view format) {
    return format.ends_with("_pipe") || format == "tty" || format == "image2";
}

} // namespace

VideoFile::VideoFile(const std::filesystem::path& file) : m_file(file) {
    silenceFfmpeg();
    AVIOContext* io = nullptr;
    // With its protocol in front a name cannot be taken for an address.
    const std::string url = "file:" + file.string();
    const int ioCode = avio_open(&io, url.c_str(), AVIO_FLAG_READ);
    if (ioCode < 0) {
        throw unreadableMedia(file, ffmpegMessage(ioCode));
    }
    m_io.reset(io);
    AVFormatContext* format = makeFormatContext().release();
    format->pb = io;
    // Two locks: some demuxers open through their context, others open contexts of their own, which inherit the list.
    format->io_open = refuseToOpen;
    format->protocol_whitelist = av_strdup("none");
    const int openCode = avformat_open_input(&format, url.c_str(), nullptr, nullptr); // frees the context when it fails
    if (openCode < 0) {
        throw unreadableMedia(file, ffmpegMessage(openCode));
    }
    m_format.reset(format);
    if (isNoVideo(format->iformat->name)) {
        throw unreadableMedia(file, std::string("it is no video: ") + format->iformat->name);
    }
    const int infoCode = avformat_find_stream_info(format, nullptr);
    if (infoCode < 0) {
        throw unreadableMedia(file, ffmpegMessage(infoCode));
    }
    const int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    // The cover of a piece of music counts as a video stream.
    if (index < 0 || (format->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
        throw Failure("media.no_video",
                      "\"" + file.string() + "\" holds no video" + (format->nb_streams > 0 ? ", only sound or text." : "."),
                      "Use a file with pictures in it.");
    }
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        format->streams[i]->discard = static_cast<int>(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    m_stream = format->streams[index];
    m_turn = turnOf(*m_stream);
    if (width() <= 0 || height() <= 0) { // nothing of it could be decoded
        throw unreadableMedia(file, "no frame says how large it is");
    }
    if (static_cast<std::int64_t>(width()) * height() > maximalPicturePixels) {
        throw oversizedMedia(file, std::to_string(width()) + " x " + std::to_string(height()) + " pixels");
    }
}

int VideoFile::width() const {
    const bool isAcross = m_turn == VideoTurn::Left || m_turn == VideoTurn::Right;
    return isAcross ? m_stream->codecpar->height : m_stream->codecpar->width;
}

int VideoFile::height() const {
    const bool isAcross = m_turn == VideoTurn::Left || m_turn == VideoTurn::Right;
    return isAcross ? m_stream->codecpar->width : m_stream->codecpar->height;
}

double VideoFile::framesPerSecond() const {
    for (const AVRational rate : {m_stream->avg_frame_rate, m_stream->r_frame_rate}) {
        if (rate.num > 0 && rate.den > 0) {
            return av_q2d(rate);
        }
    }
    return 0;
}

double VideoFile::declaredDuration() const {
    return m_format->duration > 0 ? static_cast<double>(m_format->duration) / AV_TIME_BASE : 0;
}

bool VideoFile::next(AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        if (av_read_frame(m_format.get(), &packet) < 0) {
            return false;
        }
        if (packet.stream_index == m_stream->index && packet.size > 0) {
            return true;
        }
    }
}

bool VideoFile::seek(std::int64_t time) {
    return av_seek_frame(m_format.get(), m_stream->index, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

CodecContextHandle VideoFile::openDecoder() const {
    const AVCodecParameters& parameters = *m_stream->codecpar;
    const AVCodec* const codec = avcodec_find_decoder(parameters.codec_id);
    if (codec == nullptr) {
        throw Failure("media.unsupported",
                      "\"" + m_file.string() + "\" is coded as " + avcodec_get_name(parameters.codec_id) +
                          ", which this FFmpeg cannot decode.",
                      "Convert it, for example to H.264 in MP4.");
    }
    CodecContextHandle decoder = makeCodecContext(codec);
    int code = avcodec_parameters_to_context(decoder.get(), &parameters);
    decoder->pkt_timebase = m_stream->time_base;
    decoder->thread_count = decoderThreads();
    decoder->max_pixels = maximalPicturePixels;
    if (code >= 0) {
        code = avcodec_open2(decoder.get(), codec, nullptr);
    }
    if (code < 0) {
        throw unreadableMedia(m_file, ffmpegMessage(code));
    }
    return decoder;
}

std::int64_t timeOf(const AVFrame& frame) {
    return frame.pts != AV_NOPTS_VALUE ? frame.pts : frame.best_effort_timestamp;
}

} // namespace trutina::engine
