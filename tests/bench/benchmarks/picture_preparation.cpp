// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_reader.h"
#include "engine/model/image_encoder.h"
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/pictures.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace trutina::bench {

namespace {

struct Agreement {
    double equal = 0; ///< share of the bytes
    int largest = 0;  ///< difference of two bytes
};

Agreement compare(const std::vector<std::uint8_t>& ours, const std::filesystem::path& theirs) {
    std::ifstream stream(theirs, std::ios::binary);
    const std::vector<char> other{std::istreambuf_iterator<char>(stream), {}};
    Agreement agreement{0, 255};
    if (other.size() != ours.size()) {
        return agreement;
    }
    agreement.largest = 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const int difference = std::abs(ours[i] - static_cast<std::uint8_t>(other[i]));
        equal += difference == 0 ? 1 : 0;
        agreement.largest = std::max(agreement.largest, difference);
    }
    agreement.equal = static_cast<double>(equal) / static_cast<double>(ours.size());
    return agreement;
}

} // namespace

std::vector<Figure> measurePicturePreparation(const Workbench& bench) {
    if (!bench.wants("P9.picture") || !bench.settings().hasPython) {
        return {};
    }
    const c10::InferenceMode guard;
    at::set_num_threads(bench.settings().threads);
    const int side = bench.settings().isQuick ? 300 : 3464; // 12 megapixels
    const auto picture = bench.settings().directory / "media" / ("photograph-" + std::to_string(side) + ".jpg");
    if (!std::filesystem::exists(picture)) {
        writeTestPicture(picture, side, side);
    }
    engine::MediaSheet sheet;
    std::int64_t tiles = 0;
    const auto own = [&] {
        return secondsOf([&] {
            sheet = engine::readMediaSheet({picture, engine::MediaReading::Image}, {});
            tiles = engine::sheetTiles(sheet.sheet, 560).size(0);
        });
    };
    const auto reference = bench.startPython("picture_side.py", {std::to_string(bench.settings().threads)});
    const nlohmann::json request{{"picture", picture.string()}, {"hd_num", 9}, {"tile", 560}};
    auto series = bench.measure({{"engine", own}, {"Pillow and torch", [&] { return reference->seconds(request); }}});

    const auto saved = bench.scratch("P9") / "sheet.rgb";
    auto saving = request;
    saving["save"] = saved.string();
    const auto answer = reference->ask(saving);
    const auto agreement = compare(sheet.sheet.rgb, saved);
    Figure figure{"P9.picture",
                  "decode, scale, pad, normalise, global view, cut: Pillow and torch over the engine; JPEG of " +
                      std::to_string(side) + " x " + std::to_string(side) + " to " + std::to_string(tiles) + " tiles",
                  medianSeconds(series[1]) / medianSeconds(series[0]), atLeast(2), std::move(series)};
    figure.facts = {{"share of equal bytes in the sheet", agreement.equal}, {"largest difference of a byte", agreement.largest}};
    if (agreement.largest > 1 || answer.at("tiles").get<std::int64_t>() != tiles) {
        figure.fault = "the sheets differ";
    }
    return {figure};
}

} // namespace trutina::bench
