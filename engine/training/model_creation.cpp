// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/model_creation.h"

#include "engine/api/error.h"
#include "engine/checkpoint/safetensors_writer.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/training/counter_random.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <fstream>
#include <functional>
#include <iterator>
#include <numbers>
#include <numeric>
#include <string_view>

namespace trutina::engine {

namespace {

using Json = nlohmann::ordered_json;

std::string textOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Json configurationOf(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        throw Failure("config.not_found", "\"" + file.string() + "\" was not found.", "Name the configuration of the new model.");
    }
    Json config = Json::parse(textOf(file), nullptr, /*allow_exceptions=*/false);
    if (!config.is_object()) {
        throw Failure("config.damaged", "\"" + file.string() + "\" is not a JSON object.", "Correct the file.");
    }
    return config;
}

/// A size that other checkpoints tell by their tensors.
std::int64_t requiredSize(const Json& object, const char* key, const char* where) {
    const auto found = object.find(key);
    constexpr std::int64_t kLargest = std::int64_t{1} << 20;
    if (found == object.end() || !found->is_number_integer() || found->get<std::int64_t>() < 1 ||
        found->get<std::int64_t>() > kLargest) {
        throw Failure("training.options",
                      std::string("A new model needs the whole number \"") + key + "\" in " + where + " of its configuration.",
                      "Add it; the documentation of training lists all keys.");
    }
    return found->get<std::int64_t>();
}

TensorSizes sizesOf(const Json& config, const ModelConfig& parsed) {
    const Json vision = config.value("vision_config", Json::object());
    TensorSizes sizes;
    sizes.partialLoraRank = requiredSize(config, "partial_lora_rank", "the top level");
    sizes.visionWidth = requiredSize(vision, "hidden_size", "\"vision_config\"");
    sizes.visionLayers = requiredSize(vision, "num_hidden_layers", "\"vision_config\"");
    sizes.visionIntermediate = requiredSize(vision, "intermediate_size", "\"vision_config\"");
    sizes.projectorWidth = parsed.hiddenSize;
    if (sizes.visionWidth % parsed.visionHeads != 0) {
        throw Failure("config.vision_config", "The vision tower's width is no multiple of its heads.",
                      "Correct \"hidden_size\" or \"num_attention_heads\" of \"vision_config\".");
    }
    return sizes;
}

/// Evenly in (0, 1).
double unit(std::uint64_t random) {
    constexpr double kSteps = 9007199254740992.0; // 2^53
    return (static_cast<double>(random >> 11) + 0.5) / kSteps;
}

std::uint64_t keyOf(std::string_view name, std::uint64_t seed) {
    std::uint64_t key = scrambled(seed);
    for (const char letter : name) {
        key = scrambled(key ^ static_cast<unsigned char>(letter));
    }
    return key;
}

/// What a value is drawn with: it depends on the seed, the tensor's name and the value's place alone.
struct Draw {
    double centre = 0, deviation = 0;
};

Draw drawOf(const ExpectedTensor& tensor, std::int64_t layers) {
    const std::string_view name = tensor.name;
    if (name.ends_with(".bias") || name.ends_with("Plora_B.weight")) {
        return {0, 0};
    }
    if (name.find("norm") != std::string_view::npos) {
        return {1, 0};
    }
    const auto& shape = tensor.shape;
    const auto inputs =
        static_cast<double>(std::accumulate(shape.begin() + 1, shape.end(), std::int64_t{1}, std::multiplies<>()));
    constexpr double kSmall = 0.02;
    if (name == "plora_glb_GN" || name == "plora_sub_GN" || name == "score.weight") {
        return {0, kSmall};
    }
    if (name == "model.tok_embeddings.weight") {
        return {0, 1}; // as large as what a layer adds: smaller, a token drowns in the mean of what its first layer attends to
    }
    if (name.find("embedding") != std::string_view::npos && name.find("patch") == std::string_view::npos) {
        return {0, 1 / std::sqrt(static_cast<double>(shape.back()))};
    }
    // The sum over a stack of layers stays as large as one of them.
    const bool endsBranch = name.ends_with(".wo.weight") || name.ends_with("feed_forward.w2.weight") ||
                            name.ends_with("out_proj.weight") || name.ends_with("fc2.weight");
    return {0, 1 / std::sqrt(inputs * (endsBranch ? 2.0 * static_cast<double>(layers) : 1.0))};
}

std::vector<float> valuesOf(const ExpectedTensor& tensor, const Draw& draw, std::uint64_t seed) {
    const auto count =
        static_cast<std::size_t>(std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies<>()));
    std::vector<float> values(count, static_cast<float>(draw.centre));
    if (draw.deviation == 0) {
        return values;
    }
    const std::uint64_t key = keyOf(tensor.name, seed);
    for (std::size_t i = 0; i < count; i += 2) { // Box and Muller: two values from two draws
        const double radius = std::sqrt(-2 * std::log(unit(scrambled(key + i))));
        const double angle = 2 * std::numbers::pi * unit(scrambled(key + i + 1));
        values[i] += static_cast<float>(draw.deviation * radius * std::cos(angle));
        if (i + 1 < count) {
            values[i + 1] += static_cast<float>(draw.deviation * radius * std::sin(angle));
        }
    }
    return values;
}

/// Places on a grid as sines and cosines of columns and rows, in waves from a few patches to twice the tile: the tower begins
/// with knowing where a patch is, beside what is in it. The class token, which comes first, has no place.
std::vector<float> positionsOf(const ExpectedTensor& tensor) {
    const auto rows = tensor.shape[0];
    const auto width = tensor.shape[1];
    const auto side = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(rows - 1))));
    std::vector<float> values(static_cast<std::size_t>(rows * width), 0.0F);
    const auto waves = std::max<std::int64_t>(1, width / 4);
    for (std::int64_t patch = 0; patch < rows - 1; ++patch) {
        for (std::int64_t channel = 0; channel < width; ++channel) {
            const auto place = static_cast<double>(channel % 2 == 0 ? patch % side : patch / side);
            const auto wave = static_cast<double>(channel / 4 % waves) / static_cast<double>(waves);
            const double shortest = 2 * std::numbers::pi / 4;
            const double angle = place * shortest * std::pow(static_cast<double>(side), -wave);
            values[static_cast<std::size_t>((patch + 1) * width + channel)] =
                static_cast<float>(channel % 4 < 2 ? std::sin(angle) : std::cos(angle));
        }
    }
    return values;
}

} // namespace

void createModel(const ModelCreation& creation, std::uint64_t seed, const std::filesystem::path& directory) {
    Json config = configurationOf(creation.config);
    const Tokenizer tokenizer(creation.tokenizer);
    config["vocab_size"] = tokenizer.size();
    config["torch_dtype"] = "float32";
    config["trained"] = false;
    const ModelConfig parsed = parseModelConfig(config.dump());
    const TensorSizes sizes = sizesOf(config, parsed);

    std::deque<std::vector<float>> values; // the writer only looks at them
    std::vector<TensorToWrite> tensors;
    for (const ExpectedTensor& expected : expectedTensors(parsed, sizes)) {
        const bool isVision = expected.name.starts_with("vit.");
        const auto& drawn =
            values.emplace_back(expected.name.ends_with("position_embedding.weight")
                                    ? positionsOf(expected)
                                    : valuesOf(expected, drawOf(expected, isVision ? sizes.visionLayers : parsed.layers), seed));
        tensors.push_back({expected.name, StoredType::Float32, expected.shape, std::as_bytes(std::span(drawn))});
    }
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        throw Failure("file.not_written", "\"" + directory.string() + "\" could not be made: " + error.message() + ".",
                      "Choose another output folder.");
    }
    writeSafetensors(directory / "model.safetensors", tensors);
    writeFileAtomically(directory / "tokenizer.model", textOf(creation.tokenizer));
    writeFileAtomically(directory / "config.json", config.dump(2) + "\n");
}

} // namespace trutina::engine
