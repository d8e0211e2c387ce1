// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/video_facts.h"

#include "engine/media/frame_sampling.h"

namespace trutina::engine {

VideoFacts factsOf(const VideoFile& file, std::int64_t frames) {
    VideoFacts facts;
    facts.width = file.width();
    facts.height = file.height();
    facts.framesPerSecond = file.framesPerSecond();
    facts.frames = frames;
    facts.durationSeconds = file.declaredDuration();
    if (facts.durationSeconds <= 0 && facts.framesPerSecond > 0) {
        facts.durationSeconds = static_cast<double>(frames) / facts.framesPerSecond;
    }
    facts.sampled = sampleFrames(facts.frames, facts.framesPerSecond);
    return facts;
}

Failure emptyVideo(const std::filesystem::path& file) {
    return {"media.no_frames", "\"" + file.string() + "\" holds no frames.", "Use another video."};
}

} // namespace trutina::engine
