// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/webp_animation.h"

#include "engine/api/error.h"
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
}

void WebPAnimation::decodeAll(const std::function<bool(const std::uint8_t*)>& visit) const {
    const WebPAnimationHandle decoder = makeWebPAnimationDecoder(m_bytes);
    std::uint8_t* rgba = nullptr;
    int end = 0;
    while (decoder != nullptr && WebPAnimDecoderHasMoreFrames(decoder.get()) != 0 &&
           WebPAnimDecoderGetNext(decoder.get(), &rgba, &end) != 0 && visit(rgba)) {
    }
}

bool WebPAnimation::read(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    std::size_t delivered = 0;
    std::int64_t number = 0;
    if (!wanted.empty()) {
        decodeAll([&](const std::uint8_t* rgba) {
            if (number++ == wanted[delivered]) {
                sink(pictureFromRgba(rgba, m_facts.width, m_facts.height));
                ++delivered;
            }
            return delivered < wanted.size();
        });
    }
    return delivered == wanted.size();
}

void WebPAnimation::recountByDecoding() {
    m_facts.frames = 0;
    decodeAll([this](const std::uint8_t*) {
        ++m_facts.frames;
        return true;
    });
}

} // namespace trutina::engine
