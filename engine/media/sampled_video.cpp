// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/sampled_video.h"

#include "engine/api/error.h"
#include "engine/media/frame_folder.h"
#include "engine/media/frame_labels.h"
#include "engine/media/media_format.h"
#include "engine/media/picture_codecs.h"
#include "engine/media/video_reader.h"
#include "engine/media/webp_animation.h"

#include <array>
#include <fstream>
#include <system_error>

namespace trutina::engine {

namespace {

bool isWebP(const std::filesystem::path& file) {
    std::array<char, 12> first{};
    std::ifstream(file, std::ios::binary).read(first.data(), first.size());
    return pictureFormatOf({reinterpret_cast<const std::uint8_t*>(first.data()), first.size()}) == PictureFormat::WebP;
}

/// Hands over the frames that the model sees and returns what is known of the video. `begin` is called before the first of them,
/// and again where some turned out to be damaged: then those that can be decoded are counted, and sampled anew.
template <typename Begin, typename Take>
VideoFacts readSamples(const std::filesystem::path& file, const Begin& begin, const Take& take) {
    const auto source = openFrameSource(file);
    begin();
    if (source->read(source->facts().sampled, take)) {
        return source->facts();
    }
    source->recountByDecoding();
    if (source->facts().frames == 0) {
        throw Failure("media.no_frames", "No frame of \"" + file.string() + "\" can be decoded.", "Use another video.");
    }
    begin();
    if (!source->read(source->facts().sampled, take)) {
        throw unreadableMedia(file, "frames that were decoded once could not be decoded again");
    }
    return source->facts();
}

} // namespace

bool isReadByFfmpeg(const std::filesystem::path& medium) {
    std::error_code ignored;
    return !std::filesystem::is_directory(medium, ignored) && !isWebP(medium);
}

std::unique_ptr<FrameSource> openFrameSource(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        return std::make_unique<FrameFolder>(file);
    }
    if (isReadByFfmpeg(file)) {
        return std::make_unique<VideoReader>(file);
    }
    return std::make_unique<WebPAnimation>(file);
}

SampledVideo sampleVideo(const std::filesystem::path& file) {
    SampledVideo video;
    video.facts = readSamples(
        file, [&video] { video.frames.clear(); },
        [&video](const Picture& frame) {
            video.layout = frameLayoutFor(frame.width, frame.height);
            video.frames.push_back(scaleFrame(frame));
        });
    return video;
}

VideoShape inspectSamples(const std::filesystem::path& file) {
    std::vector<FrameSize> sizes;
    FrameLayout layout = FrameLayout::Stacked;
    VideoShape shape;
    shape.facts = readSamples(
        file, [&sizes] { sizes.clear(); },
        [&sizes, &layout](const Picture& frame) {
            layout = frameLayoutFor(frame.width, frame.height);
            sizes.push_back(scaledFrameSize(frame.width, frame.height));
        });
    shape.canvas = canvasSize(sizes, layout);
    return shape;
}

Picture canvasOf(const SampledVideo& video, bool frameLabels) {
    if (!frameLabels) {
        return composeFrames(video.frames, video.layout);
    }
    FrameLabels labels;
    return composeFrames(video.frames, video.layout, &labels);
}

} // namespace trutina::engine
