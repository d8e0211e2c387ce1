// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/webp_animation.h"

#include "engine/api/error.h"
#include "engine/media/frame_sampling.h"
#include "engine/media/media_bytes.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"
#include "engine/media/webp_handles.h"

#include <utility>

namespace trutina::engine {

WebPAnimation::WebPAnimation(std::filesystem::path file) : m_file(std::move(file)), m_bytes(readMediaBytes(m_file)) {
    const WebPData data{m_bytes.data(), m_bytes.size()};
    const WebPDemuxerHandle demuxer(WebPDemux(&data));
    if (demuxer == nullptr) {
        throw unreadableMedia(m_file, "the WebP container is damaged or incomplete");
    }
    m_facts.width = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH));
    m_facts.height = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
    try {
        requireReasonableSize(m_facts.width, m_facts.height);
    } catch (const OversizedPicture& oversized) {
        throw oversizedMedia(m_file, oversized.what());
    } catch (const BrokenPicture& broken) {
        throw unreadableMedia(m_file, broken.what());
    }
    m_facts.frames = WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT);
    if (m_facts.frames == 0) {
        throw Failure("media.no_frames", "\"" + m_file.string() + "\" holds no frames.", "Use another animation.");
    }
    std::int64_t milliseconds = 0;
    WebPIterator frame{};
    if (WebPDemuxGetFrame(demuxer.get(), 1, &frame) != 0) {
        do {
            milliseconds += frame.duration;
        } while (WebPDemuxNextFrame(&frame) != 0);
        WebPDemuxReleaseIterator(&frame);
    }
    m_facts.durationSeconds = static_cast<double>(milliseconds) / 1000;
    m_facts.framesPerSecond = milliseconds > 0 ? static_cast<double>(m_facts.frames) / m_facts.durationSeconds : 0;
    m_facts.sampled = sampleFrames(m_facts.frames, m_facts.framesPerSecond);
}

void WebPAnimation::restart() {
    m_decoder = makeWebPAnimationDecoder(m_bytes);
    m_next = 0;
}

const std::uint8_t* WebPAnimation::next() {
    std::uint8_t* rgba = nullptr;
    int end = 0;
    if (m_decoder == nullptr || WebPAnimDecoderHasMoreFrames(m_decoder.get()) == 0 ||
        WebPAnimDecoderGetNext(m_decoder.get(), &rgba, &end) == 0) {
        return nullptr;
    }
    ++m_next;
    return rgba;
}

bool WebPAnimation::read(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    for (const std::int64_t number : wanted) {
        if (m_decoder == nullptr || number < m_next) {
            restart();
        }
        const std::uint8_t* rgba = nullptr;
        do {
            rgba = next();
        } while (rgba != nullptr && m_next <= number);
        if (rgba == nullptr) {
            return false;
        }
        sink(pictureFromRgba(rgba, m_facts.width, m_facts.height));
    }
    return true;
}

void WebPAnimation::recountByDecoding() {
    restart();
    while (next() != nullptr) {
    }
    m_facts.frames = m_next;
    m_facts.sampled = sampleFrames(m_facts.frames, m_facts.framesPerSecond);
}

} // namespace trutina::engine
