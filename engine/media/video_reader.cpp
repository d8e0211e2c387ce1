// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_reader.h"

#include "engine/media/frame_sampling.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"
#include "engine/media/video_facts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace trutina::engine {

namespace {

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

VideoReader::VideoReader(std::filesystem::path path) : m_path(std::move(path)) {
    VideoFile file(m_path);
    m_index.emplace(file);
    m_turn = file.turn();
    m_facts = factsOf(file, m_index->frames());
    if (m_facts.frames == 0) {
        throw emptyVideo(m_path);
    }
}

std::vector<VideoReader::Plan> VideoReader::planFor(const std::vector<std::int64_t>& wanted) const {
    std::vector<Plan> plan;
    for (const std::int64_t number : wanted) {
        const std::size_t shown = m_index->packetOf(number);
        const std::size_t start = m_index->startOf(number);
        plan.resize(std::max(plan.size(), shown + 1), Plan::Skip);
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
        if (delivered < wanted.size() && timeOf(frame) == m_index->timeOfFrame(wanted[delivered])) {
            sink(toPicture(frame));
            ++delivered;
        }
        return delivered < wanted.size();
    };

    VideoFile file(m_path);
    const CodecContextHandle decoder = file.openDecoder();
    const PacketHandle packet = makePacket();
    const FrameHandle frame = makeFrame();
    bool isDecoding = false;
    const auto drain = [&] {
        const bool goesOn = avcodec_send_packet(decoder.get(), nullptr) < 0 || receiveFrames(*decoder, *frame, deliver);
        avcodec_flush_buffers(decoder.get());
        isDecoding = false;
        return goesOn;
    };
    for (std::size_t i = 0; i < plan.size() && file.next(*packet); ++i) {
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
    VideoFile file(m_path);
    const CodecContextHandle decoder = file.openDecoder();
    const PacketHandle packet = makePacket();
    const FrameHandle frame = makeFrame();
    while (file.next(*packet)) {
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
    return m_index && m_index->hasTimes() ? readByTime(wanted, sink) : readByCount(wanted, sink);
}

void VideoReader::recountByDecoding() {
    m_index.reset();
    m_facts.frames = 0;
    decodeAll([this](const AVFrame&) {
        ++m_facts.frames;
        return true;
    });
    m_facts.sampled = sampleFrames(m_facts.frames, m_facts.framesPerSecond);
}

Picture VideoReader::toPicture(const AVFrame& frame) {
    try {
        return turned(m_converter.toPicture(frame), m_turn);
    } catch (const OversizedPicture& oversized) {
        throw oversizedMedia(m_path, oversized.what());
    } catch (const BrokenPicture& broken) {
        throw unreadableMedia(m_path, broken.what());
    }
}

} // namespace trutina::engine
