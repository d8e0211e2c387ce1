// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_file_player.h"

#include "engine/api/error.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"
#include "engine/media/video_facts.h"
#include "engine/media/video_player.h"

extern "C" {
#include <libavutil/imgutils.h>
}

#include <algorithm>
#include <iterator>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::int64_t rememberedBytes = std::int64_t{64} << 20;

std::int64_t bytesOf(const AVFrame& frame) {
    return std::max(0, av_image_get_buffer_size(static_cast<AVPixelFormat>(frame.format), frame.width, frame.height, 1));
}

} // namespace

VideoFilePlayer::VideoFilePlayer(std::filesystem::path path)
    : m_path(std::move(path)),
      m_file(std::in_place, m_path),
      m_index(*m_file),
      m_facts(factsOf(*m_file, m_index.frames())),
      m_packet(makePacket()) {
    if (m_facts.frames == 0) {
        throw emptyVideo(m_path);
    }
}

VideoFrame VideoFilePlayer::frame(std::int64_t number, int maxWidth, int maxHeight) {
    requireFrame(m_facts, number);
    const Decoded& found = decoded(number);
    const AVFrame& source = *found.frame;
    const bool isAcross = m_file->turn() == VideoTurn::Left || m_file->turn() == VideoTurn::Right;
    const FittedSize size = isAcross ? fitInto(source.width, source.height, maxHeight, maxWidth)
                                     : fitInto(source.width, source.height, maxWidth, maxHeight);
    VideoFrame result;
    result.number = found.number;
    if (m_index.hasTimes()) {
        result.seconds =
            static_cast<double>(m_index.timeOfFrame(found.number) - m_index.timeOfFrame(0)) * av_q2d(m_file->stream().time_base);
    } else if (m_facts.framesPerSecond > 0) {
        result.seconds = static_cast<double>(found.number) / m_facts.framesPerSecond;
    }
    try {
        Picture picture = turned(m_converter.toPicture(source, size.width, size.height), m_file->turn());
        result.width = picture.width;
        result.height = picture.height;
        result.rgb = std::move(picture.rgb);
    } catch (const OversizedPicture& oversized) {
        throw oversizedMedia(m_path, oversized.what());
    } catch (const BrokenPicture& broken) {
        throw unreadableMedia(m_path, broken.what());
    }
    return result;
}

const VideoFilePlayer::Decoded& VideoFilePlayer::decoded(std::int64_t number) {
    const Decoded* known = remembered(number);
    if (known != nullptr && known->number == number) {
        return *known;
    }
    if (!continuesTo(number)) {
        startFor(number);
    }
    while (m_recent.empty() || m_recent.back().number < number) {
        if (!advance()) {
            break;
        }
    }
    known = remembered(number);
    if (known == nullptr && !m_recent.empty()) {
        known = &m_recent.front();
    }
    if (known == nullptr) {
        throw unreadableMedia(m_path, "no frame can be decoded around the one wanted");
    }
    return *known;
}

const VideoFilePlayer::Decoded* VideoFilePlayer::remembered(std::int64_t number) const {
    const auto after = std::upper_bound(m_recent.begin(), m_recent.end(), number,
                                        [](std::int64_t wanted, const Decoded& decoded) { return wanted < decoded.number; });
    return after == m_recent.begin() ? nullptr : &*std::prev(after);
}

bool VideoFilePlayer::continuesTo(std::int64_t number) const {
    if (m_decoder == nullptr) {
        return false;
    }
    if (!m_recent.empty() && m_recent.front().number <= number && number <= m_recent.back().number) {
        return true; // it should be among the remembered ones: it cannot be decoded
    }
    const bool isAhead = m_recent.empty() ? !m_isDrained : m_recent.back().number < number;
    if (!m_index.hasTimes()) {
        return isAhead;
    }
    const std::size_t start = m_index.startOf(number);
    // A key frame that lies further ahead than what was read already is the shorter way.
    return isAhead && m_firstPacket <= start && (start <= m_nextPacket || m_isDrained);
}

void VideoFilePlayer::startFor(std::int64_t number) {
    m_recent.clear();
    m_recentBytes = 0;
    const std::size_t start = m_index.hasTimes() ? m_index.startOf(number) : 0;
    if (start > 0 && goTo(start)) {
        avcodec_flush_buffers(m_decoder.get());
    } else {
        startAtTheBeginning();
        for (; m_nextPacket < start && m_file->next(*m_packet); ++m_nextPacket) {
        }
    }
    m_firstPacket = start;
    m_nextNumber = 0;
    m_isDrained = false;
}

/// A file that is opened anew stands at its first packet whatever its container can do.
void VideoFilePlayer::startAtTheBeginning() {
    m_file.emplace(m_path);
    m_decoder = m_file->openDecoder();
    m_nextPacket = 0;
    m_hasPacket = false;
}

bool VideoFilePlayer::goTo(std::size_t packet) {
    if (m_decoder == nullptr) {
        m_decoder = m_file->openDecoder();
    }
    if (!m_file->seek(m_index.timeOfPacket(packet))) {
        return false;
    }
    while (m_file->next(*m_packet)) {
        const auto number = m_index.frameAt(m_packet->pts);
        const std::size_t found = number ? m_index.packetOf(*number) : packet + 1;
        if (found >= packet) {
            m_nextPacket = packet;
            m_hasPacket = found == packet;
            return found == packet; // beyond it: this container cannot go where it was told to
        }
    }
    return false;
}

bool VideoFilePlayer::advance() {
    while (!m_isDrained) {
        if (receive()) {
            return true;
        }
        if (m_isDrained) {
            return false;
        }
        if (m_hasPacket || m_file->next(*m_packet)) {
            m_hasPacket = false;
            ++m_nextPacket;
            // The decoder has room: everything was taken out of it. A packet that it refuses shows in the frame that does not
            // come.
            avcodec_send_packet(m_decoder.get(), m_packet.get());
        } else {
            avcodec_send_packet(m_decoder.get(), nullptr);
        }
    }
    return false;
}

/// Takes out of the decoder what is ready, up to one frame that has a number.
bool VideoFilePlayer::receive() {
    for (;;) {
        FrameHandle frame = makeFrame();
        const int code = avcodec_receive_frame(m_decoder.get(), frame.get());
        if (code == AVERROR_EOF) {
            m_isDrained = true;
            return false;
        }
        if (code == AVERROR(EAGAIN)) {
            return false;
        }
        if (code < 0) {
            continue; // this frame is damaged; the next may not be
        }
        ++m_framesDecoded;
        if (const auto number = numberOf(*frame)) {
            remember(*number, std::move(frame));
            return true;
        }
    }
}

std::optional<std::int64_t> VideoFilePlayer::numberOf(const AVFrame& frame) {
    if (!m_index.hasTimes()) {
        return m_nextNumber++;
    }
    const std::int64_t time = timeOf(frame);
    if (m_firstPacket > 0 && time < m_index.timeOfPacket(m_firstPacket)) {
        return std::nullopt; // it refers to frames that were not decoded
    }
    return m_index.frameAt(time);
}

void VideoFilePlayer::remember(std::int64_t number, FrameHandle frame) {
    if (!m_recent.empty() && number <= m_recent.back().number) {
        return; // a damaged file showed it twice
    }
    m_recentBytes += bytesOf(*frame);
    m_recent.push_back({number, std::move(frame)});
    while (m_recent.size() > 1 && m_recentBytes > rememberedBytes) {
        m_recentBytes -= bytesOf(*m_recent.front().frame);
        m_recent.pop_front();
    }
}

} // namespace trutina::engine
