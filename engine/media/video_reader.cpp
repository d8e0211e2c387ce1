// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_reader.h"

#include "engine/api/error.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace trutina::engine {

namespace {

constexpr int decoderThreads = 2;

/// Containers that files with our extensions really hold. Playlists, image sequences and the like stay outside: they open other
/// files.
constexpr const char* containers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,mpeg,mpegts,flv,ogg,gif";

class Options {
  public:
    Options() = default;
    ~Options() { av_dict_free(&m_entries); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;

    void set(const char* key, const char* value) { av_dict_set(&m_entries, key, value, 0); }
    AVDictionary** entries() { return &m_entries; }

  private:
    AVDictionary* m_entries = nullptr;
};

double rateOf(const AVStream& stream) {
    for (const AVRational rate : {stream.avg_frame_rate, stream.r_frame_rate}) {
        if (rate.num > 0 && rate.den > 0) {
            return av_q2d(rate);
        }
    }
    return 0;
}

std::int64_t timeOf(const AVFrame& frame) {
    return frame.pts != AV_NOPTS_VALUE ? frame.pts : frame.best_effort_timestamp;
}

/// Next packet of the stream; false at the end, which in a damaged file is wherever reading fails.
bool nextPacket(AVFormatContext& format, const AVStream& stream, AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        if (av_read_frame(&format, &packet) < 0) {
            return false;
        }
        if (packet.stream_index == stream.index && packet.size > 0) {
            return true;
        }
    }
}

/// Takes out of the decoder what is ready. False as soon as `visit` returns false.
bool receiveFrames(AVCodecContext& decoder, AVFrame& frame, const std::function<bool(const AVFrame&)>& visit) {
    while (avcodec_receive_frame(&decoder, &frame) >= 0) {
        if (!visit(frame)) {
            return false;
        }
    }
    return true;
}

} // namespace

VideoReader::VideoReader(std::filesystem::path file) : m_file(std::move(file)) {
    Input input = open();
    const AVCodecParameters& parameters = *input.stream->codecpar;
    m_facts.width = parameters.width;
    m_facts.height = parameters.height;
    if (static_cast<std::int64_t>(m_facts.width) * m_facts.height > maximalPicturePixels) {
        throw oversizedMedia(m_file, std::to_string(m_facts.width) + " x " + std::to_string(m_facts.height) + " pixels");
    }
    m_facts.framesPerSecond = rateOf(*input.stream);
    if (input.format->duration > 0) {
        m_facts.durationSeconds = static_cast<double>(input.format->duration) / AV_TIME_BASE;
    }
    indexPackets(input);
    if (m_facts.durationSeconds <= 0 && m_facts.framesPerSecond > 0) {
        m_facts.durationSeconds = static_cast<double>(m_facts.frames) / m_facts.framesPerSecond;
    }
    if (m_facts.frames == 0) {
        throw Failure("media.no_frames", "\"" + m_file.string() + "\" holds no frames.", "Use another video.");
    }
}

VideoReader::Input VideoReader::open() const {
    silenceFfmpeg();
    Options options;
    options.set("format_whitelist", containers);
    options.set("protocol_whitelist", "file");
    AVFormatContext* opened = nullptr;
    // With its protocol in front a name cannot be taken for an address.
    const int openCode = avformat_open_input(&opened, ("file:" + m_file.string()).c_str(), nullptr, options.entries());
    if (openCode < 0) {
        throw unreadableMedia(m_file, ffmpegMessage(openCode));
    }
    Input input{FormatContextHandle(opened), nullptr};
    const int infoCode = avformat_find_stream_info(opened, nullptr);
    if (infoCode < 0) {
        throw unreadableMedia(m_file, ffmpegMessage(infoCode));
    }
    const int index = av_find_best_stream(opened, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    // The cover of a piece of music counts as a video stream.
    if (index < 0 || (opened->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
        throw Failure("media.no_video",
                      "\"" + m_file.string() + "\" holds no video" + (opened->nb_streams > 0 ? ", only sound or text." : "."),
                      "Use a file with pictures in it.");
    }
    for (unsigned i = 0; i < opened->nb_streams; ++i) {
        opened->streams[i]->discard = static_cast<int>(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    input.stream = opened->streams[index];
    return input;
}

CodecContextHandle VideoReader::openDecoder(const AVStream& stream) const {
    const AVCodec* const codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr) {
        throw Failure("media.unsupported",
                      "\"" + m_file.string() + "\" is coded as " + avcodec_get_name(stream.codecpar->codec_id) +
                          ", which this FFmpeg cannot decode.",
                      "Convert it, for example to H.264 in MP4.");
    }
    CodecContextHandle decoder = makeCodecContext(codec);
    int code = avcodec_parameters_to_context(decoder.get(), stream.codecpar);
    decoder->pkt_timebase = stream.time_base;
    decoder->thread_count = decoderThreads;
    decoder->max_pixels = maximalPicturePixels;
    if (code >= 0) {
        code = avcodec_open2(decoder.get(), codec, nullptr);
    }
    if (code < 0) {
        throw unreadableMedia(m_file, ffmpegMessage(code));
    }
    return decoder;
}

void VideoReader::indexPackets(Input& input) {
    const PacketHandle packet = makePacket();
    m_hasTimes = true;
    while (nextPacket(*input.format, *input.stream, *packet)) {
        if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) { // decoded, but cut away by the edit list: no frame to count
            m_hasTimes = false;
            continue;
        }
        m_hasTimes &= packet->pts != AV_NOPTS_VALUE;
        m_packets.push_back({packet->pts, (packet->flags & AV_PKT_FLAG_KEY) != 0});
    }
    m_facts.frames = static_cast<std::int64_t>(m_packets.size());
    if (!m_hasTimes) {
        return;
    }
    m_displayOrder.resize(m_packets.size());
    std::iota(m_displayOrder.begin(), m_displayOrder.end(), std::size_t{0});
    const auto byTime = [this](std::size_t left, std::size_t right) { return m_packets[left].time < m_packets[right].time; };
    std::sort(m_displayOrder.begin(), m_displayOrder.end(), byTime);
    const auto sameTime = [this](std::size_t left, std::size_t right) { return m_packets[left].time == m_packets[right].time; };
    m_hasTimes = std::adjacent_find(m_displayOrder.begin(), m_displayOrder.end(), sameTime) == m_displayOrder.end();
}

std::vector<VideoReader::Plan> VideoReader::planFor(const std::vector<std::int64_t>& wanted) const {
    std::vector<std::size_t> groupOf(m_packets.size()); // index of the key packet that decoding must start from
    for (std::size_t i = 1; i < m_packets.size(); ++i) {
        groupOf[i] = m_packets[i].isKey ? i : groupOf[i - 1];
    }
    std::vector<Plan> plan(m_packets.size(), Plan::Skip);
    for (const std::int64_t number : wanted) {
        const std::size_t shown = m_displayOrder[static_cast<std::size_t>(number)];
        std::size_t start = groupOf[shown];
        if (start > 0 && m_packets[shown].time < m_packets[start].time) {
            start = groupOf[start - 1]; // shown before its key frame: it refers to the group before, too
        }
        // From the packet before the wanted one back to the start, or to what is planned already.
        for (std::size_t i = shown; i > start && plan[i - 1] == Plan::Skip; --i) {
            plan[i - 1] = Plan::Refer;
        }
        plan[shown] = Plan::Show;
    }
    return plan;
}

bool VideoReader::readByTime(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    const std::vector<Plan> plan = planFor(wanted);
    std::size_t delivered = 0;
    const auto deliver = [&](const AVFrame& frame) {
        if (delivered < wanted.size() &&
            timeOf(frame) == m_packets[m_displayOrder[static_cast<std::size_t>(wanted[delivered])]].time) {
            sink(toPicture(frame));
            ++delivered;
        }
        return delivered < wanted.size();
    };

    Input input = open();
    const CodecContextHandle decoder = openDecoder(*input.stream);
    const PacketHandle packet = makePacket();
    const FrameHandle frame = makeFrame();
    bool isDecoding = false;
    const auto drain = [&] {
        const bool goesOn = avcodec_send_packet(decoder.get(), nullptr) < 0 || receiveFrames(*decoder, *frame, deliver);
        avcodec_flush_buffers(decoder.get());
        isDecoding = false;
        return goesOn;
    };
    for (std::size_t i = 0; i < plan.size() && nextPacket(*input.format, *input.stream, *packet); ++i) {
        if (plan[i] == Plan::Skip) {
            if (isDecoding && !drain()) {
                return true;
            }
            continue;
        }
        decoder->skip_frame = plan[i] == Plan::Show ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
        isDecoding = true;
        int code = avcodec_send_packet(decoder.get(), packet.get());
        if (!receiveFrames(*decoder, *frame, deliver)) {
            return true;
        }
        if (code == AVERROR(EAGAIN)) {
            code = avcodec_send_packet(decoder.get(), packet.get());
        }
        // A packet that cannot be decoded shows in the frame that does not come.
    }
    if (isDecoding) {
        drain();
    }
    return delivered == wanted.size();
}

void VideoReader::decodeAll(const std::function<bool(const AVFrame&)>& visit) const {
    Input input = open();
    const CodecContextHandle decoder = openDecoder(*input.stream);
    const PacketHandle packet = makePacket();
    const FrameHandle frame = makeFrame();
    while (nextPacket(*input.format, *input.stream, *packet)) {
        const int code = avcodec_send_packet(decoder.get(), packet.get());
        if (!receiveFrames(*decoder, *frame, visit)) {
            return;
        }
        if (code == AVERROR(EAGAIN)) {
            avcodec_send_packet(decoder.get(), packet.get());
        }
    }
    if (avcodec_send_packet(decoder.get(), nullptr) >= 0) {
        receiveFrames(*decoder, *frame, visit);
    }
}

bool VideoReader::readByCount(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    std::size_t delivered = 0;
    std::int64_t number = 0;
    decodeAll([&](const AVFrame& frame) {
        if (number++ == wanted[delivered]) {
            sink(toPicture(frame));
            ++delivered;
        }
        return delivered < wanted.size();
    });
    return delivered == wanted.size();
}

bool VideoReader::read(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    if (wanted.empty()) {
        return true;
    }
    return m_hasTimes ? readByTime(wanted, sink) : readByCount(wanted, sink);
}

void VideoReader::recountByDecoding() {
    m_hasTimes = false;
    m_facts.frames = 0;
    decodeAll([this](const AVFrame&) {
        ++m_facts.frames;
        return true;
    });
}

Picture VideoReader::toPicture(const AVFrame& frame) {
    try {
        return m_converter.toPicture(frame);
    } catch (const OversizedPicture& oversized) {
        throw oversizedMedia(m_file, oversized.what());
    } catch (const BrokenPicture& broken) {
        throw unreadableMedia(m_file, broken.what());
    }
}

} // namespace trutina::engine
