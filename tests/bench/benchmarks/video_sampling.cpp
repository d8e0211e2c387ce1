// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_source.h"
#include "tests/bench/benchmarks/benchmark.h"

#include <algorithm>
#include <cmath>

namespace trutina::bench {

namespace {

std::filesystem::path clip(const Workbench& bench) {
    const bool quick = bench.settings().isQuick;
    const auto file = bench.settings().directory / "media" / (quick ? "clip-2s.mp4" : "clip-60s-720p.mp4");
    if (!std::filesystem::exists(file)) {
        std::filesystem::create_directories(file.parent_path());
        const auto partial = std::filesystem::path(file).replace_extension(".part.mp4");
        runProgram({"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
                    quick ? "testsrc2=size=320x180:rate=10:duration=2" : "testsrc2=size=1280x720:rate=30:duration=60",
                    // Grain, so that frames cost what filmed ones do.
                    "-vf", "noise=alls=8:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-g", "250", "-pix_fmt", "yuv420p",
                    partial.string()});
        std::filesystem::rename(partial, file);
    }
    return file;
}

} // namespace

std::vector<Figure> measureVideoSampling(const Workbench& bench) {
    if (!bench.wants("P8.program") && !bench.wants("P8.threads")) {
        return {};
    }
    const auto file = clip(bench);
    std::size_t frames = 0;
    std::vector<std::int64_t> wanted;
    const auto own = [&] {
        return secondsOf([&] {
            const auto source = engine::openFrameSource(file);
            const auto facts = source->facts();
            wanted.clear();
            const auto stride = std::max<std::int64_t>(1, std::llround(facts.framesPerSecond));
            for (std::int64_t frame = 0; frame < facts.frames; frame += stride) {
                wanted.push_back(frame);
            }
            frames = 0;
            static_cast<void>(source->read(wanted, [&](const engine::Picture&) { ++frames; }));
        });
    };
    const auto program = [&](std::vector<std::string> threads) {
        std::vector<std::string> command{"ffmpeg", "-nostdin", "-loglevel", "error", "-y"};
        command.insert(command.end(), threads.begin(), threads.end());
        command.insert(command.end(), {"-i", file.string(), "-vf", "fps=1", "-pix_fmt", "rgb24", "-f", "rawvideo", "/dev/null"});
        return [command] { return secondsOf([&] { runProgram(command); }); };
    };
    auto series = bench.measure(
        {{"engine", own}, {"ffmpeg", program({})}, {"ffmpeg, one thread", program({"-threads", "1", "-filter_threads", "1"})}});
    const std::string shape = bench.settings().isQuick ? "2 s of 320 x 180" : "60 s of 1280 x 720, H.264, 250 frames a group";
    Figure against{"P8.program",
                   "one RGB frame a second by the engine over ffmpeg -vf fps=1; " + shape,
                   medianSeconds(series[0]) / medianSeconds(series[1]),
                   atMost(0.95),
                   {series[0], series[1]}};
    against.facts = {{"frames", static_cast<double>(frames)}};
    if (frames != wanted.size()) {
        against.fault = "not every frame was read";
    }
    Figure oneThread{"P8.threads",
                     "ffmpeg with one thread over the engine; " + shape,
                     medianSeconds(series[2]) / medianSeconds(series[0]),
                     atLeast(1.5),
                     {series[0], series[2]}};
    return {against, oneThread};
}

} // namespace trutina::bench
