// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_player.h"

#include "engine/api/error.h"
#include "engine/media/frame_source.h"
#include "engine/media/media_format.h"
#include "engine/media/resize.h"
#include "engine/media/video_file_player.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace trutina::engine {

namespace {

/// Folders and WebP animations: what gives whole pictures by number.
class PicturePlayer final : public VideoFrames {
  public:
    explicit PicturePlayer(std::unique_ptr<FrameSource> source) : m_source(std::move(source)), m_facts(m_source->facts()) {}

    [[nodiscard]] const VideoFacts& facts() const override { return m_facts; }

    [[nodiscard]] VideoFrame frame(std::int64_t number, int maxWidth, int maxHeight) override {
        requireFrame(m_facts, number);
        if (number != m_number) {
            m_number = -1;
            if (!m_source->read({number}, [this](const Picture& picture) { m_picture = picture; })) {
                throw Failure("media.unreadable", "Frame " + std::to_string(number) + " of the animation cannot be decoded.",
                              "Open it in another program to check it, and save it anew.");
            }
            m_number = number;
        }
        const FittedSize size = fitInto(m_picture.width, m_picture.height, maxWidth, maxHeight);
        const double seconds = m_facts.framesPerSecond > 0 ? static_cast<double>(number) / m_facts.framesPerSecond : 0;
        return {number, seconds, size.width, size.height, resizeBilinear(m_picture, size.width, size.height).rgb};
    }

  private:
    std::unique_ptr<FrameSource> m_source;
    VideoFacts m_facts;
    Picture m_picture;
    std::int64_t m_number = -1; ///< of m_picture
};

} // namespace

std::unique_ptr<VideoFrames> openVideoFrames(const std::filesystem::path& medium) {
    static_cast<void>(mediaKindOf(medium, MediaReading::Video));
    if (isReadByFfmpeg(medium)) {
        return std::make_unique<VideoFilePlayer>(medium);
    }
    return std::make_unique<PicturePlayer>(openFrameSource(medium));
}

FittedSize fitInto(int width, int height, int maxWidth, int maxHeight) {
    const double scale = std::min({1.0, static_cast<double>(maxWidth) / width, static_cast<double>(maxHeight) / height});
    return {std::max(1, static_cast<int>(std::lround(width * scale))),
            std::max(1, static_cast<int>(std::lround(height * scale)))};
}

void requireFrame(const VideoFacts& facts, std::int64_t number) {
    if (number < 0 || number >= facts.frames) {
        throw Failure("media.no_frames",
                      "There is no frame " + std::to_string(number) + "; the video has " + std::to_string(facts.frames) + ".");
    }
}

} // namespace trutina::engine
