// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Loads a model in a fresh process, scores one request and prints what the plan foresaw and what was measured, as JSON:
//   memory_meter '{"directory":…, "dtype":…, "tiles":[rows,columns], "prompt_words":…, "candidates":…, "candidate_words":…,
//                  "memory_limit":…, "prefix_cache":…}'
#include "engine/api/error.h"
#include "engine/scoring/engine_facade.h"
#include "tests/support/temporary_directory.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>

namespace {

using namespace trutina::engine;
using Json = nlohmann::json;

std::int64_t statusBytes(const std::string& name) {
    std::ifstream stream("/proc/self/status");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(name + ":")) {
            return std::stoll(line.substr(name.size() + 1)) * 1024;
        }
    }
    throw std::runtime_error("/proc/self/status has no " + name);
}

/// A bitmap of random grey, whose sheet has exactly the wanted tiles.
std::filesystem::path picture(const std::filesystem::path& directory, int rows, int columns, int tile) {
    const std::uint32_t width = static_cast<std::uint32_t>(columns * tile);
    const std::uint32_t height = static_cast<std::uint32_t>(rows * tile);
    const std::uint32_t size = width * 3 * height;
    std::string bytes = "BM";
    const auto number = [&](std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i) {
            bytes += static_cast<char>(value >> (8 * i));
        }
    };
    number(54 + size, 4);
    number(0, 4);
    number(54, 4);
    number(40, 4);
    number(width, 4);
    number(height, 4);
    number(1, 2);
    number(24, 2);
    for (const std::uint32_t value : {0U, size, 2835U, 2835U, 0U, 0U}) {
        number(value, 4);
    }
    std::mt19937 random(1);
    for (std::uint32_t i = 0; i < size; ++i) {
        bytes += static_cast<char>(random() >> 24U);
    }
    auto file = directory / "picture.bmp";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

std::string words(std::int64_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::string text;
    for (std::int64_t i = 0; i < count; ++i) {
        // Words of two to three syllables, so that most of their tokens differ, as in a text.
        static constexpr const char* kSyllables[] = {"ba", "con", "di",  "fer", "gra", "ho",  "in",  "jus",
                                                     "ka", "lo",  "men", "ni",  "or",  "pre", "qui", "res",
                                                     "sa", "ter", "un",  "ver", "wa",  "yes", "zo",  "th"};
        text += i > 0 ? " " : "";
        for (std::size_t syllables = 2 + random() % 2; syllables > 0; --syllables) {
            text += kSyllables[random() % std::size(kSyllables)];
        }
    }
    return text;
}

Json run(const Json& asked) {
    LoadOptions options;
    options.directory = asked.at("directory").get<std::string>();
    const std::string type = asked.value("dtype", "auto");
    options.computeType = type == "float32"    ? ComputeType::Float32
                          : type == "bfloat16" ? ComputeType::BFloat16
                                               : ComputeType::Automatic;
    options.int8Weights = asked.value("int8", false);
    options.memoryLimitBytes = asked.value("memory_limit", std::int64_t{0});
    options.prefixCacheBytes = asked.value("prefix_cache", std::int64_t{0});
    options.featureCacheBytes = 0;
    options.threads = asked.value("threads", 0);

    const EngineFacade engine;
    const trutina::testing::TemporaryDirectory directory;
    ScoreRequest request;
    const auto tiles = asked.value("tiles", std::vector<int>{});
    if (!tiles.empty()) {
        const int tile = engine.inspectModel(options.directory).tileSize;
        request.conversation.media = {{picture(directory.path(), tiles.at(0), tiles.at(1), tile)}};
        request.options.hdNum = tiles.at(0) * tiles.at(1);
    }
    request.conversation.messages = {{"user", words(asked.value("prompt_words", 50), 1)}};
    const int candidates = asked.value("candidates", 1);
    for (int i = 0; i < candidates; ++i) {
        const auto text = words(asked.value("candidate_words", 50), static_cast<unsigned>(i + 2));
        request.conversation.candidates.push_back({{{"assistant", text}}, {}});
    }

    std::ofstream("/proc/self/clear_refs") << 5; // VmHWM begins anew
    const auto before = statusBytes("VmHWM");
    const auto dataBefore = statusBytes("VmData");
    const auto model = engine.loadModel(options, {}, {});
    const auto loaded = statusBytes("VmHWM");
    const auto result = model->score(request, {}, {});
    request.options.reuse = false;
    (void)model->score(request, {}, {}); // what stays from the first request is part of the peak
    Json found{{"before", before},
               {"loaded", loaded - before},
               {"measured", statusBytes("VmHWM") - before},
               {"writable", statusBytes("VmData") - dataBefore},
               {"scores", result.scores},
               {"dtype", model->info().computeType}};
    WorkloadShape shape;
    shape.visionTiles = tiles.empty() ? 0 : 1 + tiles.at(0) * tiles.at(1);
    shape.promptTokens = result.promptTokens;
    shape.candidates = candidates;
    shape.candidateTokens = *std::max_element(result.candidateTokens.begin(), result.candidateTokens.end());
    found["shape"] = {shape.visionTiles, shape.promptTokens, shape.candidates, shape.candidateTokens};
    try {
        const MemoryPlan plan = engine.planMemory(options, shape);
        found["plan"] = {{"peak", plan.peakBytes},
                         {"mapped", plan.mappedBytes},
                         {"weights", plan.weightBytes},
                         {"keys_values", plan.keyValueBytes},
                         {"activations", plan.activationBytes},
                         {"vision", plan.visionBytes},
                         {"fits", plan.fits},
                         {"summary", plan.summary}};
    } catch (const Failure& failure) {
        found["plan_error"] = failure.error().code;
    }
    return found;
}

} // namespace

int main(int argc, char** argv) {
    try {
        std::cout << run(Json::parse(argc == 2 ? argv[1] : "")).dump(1) << '\n';
        return 0;
    } catch (const Failure& failure) {
        std::cout
            << Json{{"error", failure.error().code}, {"message", failure.error().message}, {"hint", failure.error().hint}}.dump(1)
            << '\n';
        return 1;
    } catch (const std::exception& exception) {
        std::cerr << exception.what() << '\n';
        return 2;
    }
}
