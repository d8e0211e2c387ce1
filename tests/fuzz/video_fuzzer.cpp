// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes are a video whose first, middle and last frame can be asked for, or are refused. FFmpeg itself is not instrumented.
#include "engine/api/error.h"
#include "engine/media/frame_source.h"
#include "tests/fuzz/scratch_folder.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(video) {
    static const trutina::fuzz::ScratchFolder folder;
    const auto file = folder.write("video.mp4", bytes); // its kind is told by its content
    trutina::fuzz::readOrRefuse<Failure>([&] {
        const auto source = openFrameSource(file);
        const VideoFacts facts = source->facts();
        trutina::fuzz::require(facts.width > 0 && facts.height > 0 && facts.frames >= 0, "a video has a size");
        std::vector<std::int64_t> wanted{0};
        for (const std::int64_t number : {facts.frames / 2, facts.frames - 1}) {
            if (number > wanted.back()) {
                wanted.push_back(number);
            }
        }
        std::size_t shown = 0;
        const bool isComplete = source->read(wanted, [&](const Picture& frame) {
            ++shown;
            trutina::fuzz::require(frame.rgb.size() ==
                                       static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height) * 3,
                                   "a frame has its pixels");
        });
        trutina::fuzz::require(shown <= wanted.size() && (!isComplete || shown == wanted.size()),
                               "no more frames than asked for");
    });
}
