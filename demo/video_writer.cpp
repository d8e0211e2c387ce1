// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/video_writer.h"

#include "demo/painter.h"
#include "engine/api/error.h"
#include "engine/media/ffmpeg_handles.h"

#include <algorithm>
#include <cstddef>
#include <memory>

namespace trutina::demo {

namespace {

struct OutputDeleter {
    void operator()(AVFormatContext* context) const {
        if (context->pb != nullptr) {
            avio_closep(&context->pb);
        }
        avformat_free_context(context);
    }
};
using Output = std::unique_ptr<AVFormatContext, OutputDeleter>;

/// BT.601 in whole numbers, colour at half the size: the same bytes on every machine, which a scaler does not promise.
void convert(const engine::Picture& picture, AVFrame& frame) {
    constexpr int kHalf = 128;
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* pixel = picture.row(y);
        std::uint8_t* const luma = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
        for (int x = 0; x < picture.width; ++x, pixel += 3) {
            luma[x] = static_cast<std::uint8_t>(((66 * pixel[0] + 129 * pixel[1] + 25 * pixel[2] + kHalf) >> 8) + 16);
        }
    }
    for (int y = 0; y < picture.height / 2; ++y) {
        const std::uint8_t* above = picture.row(2 * y);
        const std::uint8_t* below = picture.row(2 * y + 1);
        std::uint8_t* const u = frame.data[1] + static_cast<std::ptrdiff_t>(y) * frame.linesize[1];
        std::uint8_t* const v = frame.data[2] + static_cast<std::ptrdiff_t>(y) * frame.linesize[2];
        for (int x = 0; x < picture.width / 2; ++x, above += 6, below += 6) {
            const int red = above[0] + above[3] + below[0] + below[3];
            const int green = above[1] + above[4] + below[1] + below[4];
            const int blue = above[2] + above[5] + below[2] + below[5];
            u[x] = static_cast<std::uint8_t>(((-38 * red - 74 * green + 112 * blue + 4 * kHalf) >> 10) + kHalf);
            v[x] = static_cast<std::uint8_t>(((112 * red - 94 * green - 18 * blue + 4 * kHalf) >> 10) + kHalf);
        }
    }
}

class VideoFile {
  public:
    VideoFile(const std::filesystem::path& file, int width, int height, int framesPerSecond) : m_file(file) {
        engine::silenceFfmpeg();
        const AVCodec* const codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
        if (codec == nullptr) {
            throw engine::Failure("file.not_written", "This FFmpeg has no MPEG-4 encoder.",
                                  "Install a libavcodec with its own encoders.");
        }
        m_encoder = engine::makeCodecContext(codec);
        m_encoder->width = width;
        m_encoder->height = height;
        m_encoder->pix_fmt = AV_PIX_FMT_YUV420P;
        m_encoder->time_base = {1, framesPerSecond};
        m_encoder->framerate = {framesPerSecond, 1};
        m_encoder->gop_size = framesPerSecond;
        m_encoder->max_b_frames = 0;
        m_encoder->thread_count = 1;
        constexpr int kQuality = 2; // the finest but one
        m_encoder->flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_GLOBAL_HEADER;
        m_encoder->global_quality = kQuality * FF_QP2LAMBDA;
        m_encoder->dct_algo = FF_DCT_INT;
        m_encoder->idct_algo = FF_IDCT_SIMPLE;
        require(avcodec_open2(m_encoder.get(), codec, nullptr));

        AVFormatContext* context = nullptr;
        require(avformat_alloc_output_context2(&context, nullptr, "mp4", m_file.c_str()));
        m_output.reset(context);
        m_output->flags |= AVFMT_FLAG_BITEXACT;
        m_stream = avformat_new_stream(m_output.get(), nullptr);
        if (m_stream == nullptr) {
            throw std::bad_alloc();
        }
        require(avcodec_parameters_from_context(m_stream->codecpar, m_encoder.get()));
        m_stream->time_base = m_encoder->time_base;
        m_stream->avg_frame_rate = m_encoder->framerate;
        require(avio_open(&m_output->pb, m_file.c_str(), AVIO_FLAG_WRITE));
        require(avformat_write_header(m_output.get(), nullptr));

        m_frame = engine::makeFrame();
        m_frame->format = m_encoder->pix_fmt;
        m_frame->width = width;
        m_frame->height = height;
        require(av_frame_get_buffer(m_frame.get(), 0));
        m_packet = engine::makePacket();
    }

    void write(const engine::Picture& picture) {
        require(av_frame_make_writable(m_frame.get()));
        convert(picture, *m_frame);
        m_frame->pts = m_next++;
        m_frame->quality = m_encoder->global_quality;
        require(avcodec_send_frame(m_encoder.get(), m_frame.get()));
        takePackets();
    }

    void finish() {
        require(avcodec_send_frame(m_encoder.get(), nullptr));
        takePackets();
        require(av_write_trailer(m_output.get()));
        require(avio_closep(&m_output->pb));
    }

  private:
    void takePackets() {
        while (true) {
            const int result = avcodec_receive_packet(m_encoder.get(), m_packet.get());
            if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) {
                return;
            }
            require(result);
            m_packet->duration = 1;
            av_packet_rescale_ts(m_packet.get(), m_encoder->time_base, m_stream->time_base);
            m_packet->stream_index = m_stream->index;
            require(av_interleaved_write_frame(m_output.get(), m_packet.get()));
        }
    }

    void require(int result) const {
        if (result < 0) {
            throw engine::Failure("file.not_written",
                                  "\"" + m_file.string() + "\" could not be written: " + engine::ffmpegMessage(result) + ".",
                                  "Check the folder, its permissions and the free space.");
        }
    }

    std::filesystem::path m_file;
    engine::CodecContextHandle m_encoder;
    Output m_output;
    AVStream* m_stream = nullptr; ///< part of m_output
    engine::FrameHandle m_frame;
    engine::PacketHandle m_packet;
    std::int64_t m_next = 0;
};

} // namespace

void writeVideo(const Clip& clip, const std::filesystem::path& file) {
    const Scene first = clip.frame(0);
    VideoFile video(file, first.width, first.height, Clip::kFramesPerSecond);
    const engine::Picture ground = paintBackground(clip.background, first.width, first.height);
    for (int number = 0; number < Clip::kFrames; ++number) {
        engine::Picture picture = ground;
        for (const PlacedShape& shape : clip.frame(number).shapes) {
            paintShape(shape, picture);
        }
        video.write(picture);
    }
    video.finish();
}

} // namespace trutina::demo
