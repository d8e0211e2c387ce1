// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/weight_map.h"

#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/stored_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

namespace trutina::engine {

namespace {

using Tensors = std::map<std::string, StoredTensor>;

const std::string kTower = "vit.vision_tower.vision_model.";
const std::string kTowerLayers = kTower + "encoder.layers.";

/// Tensors that checkpoints of this family carry and that the reward model never uses (specification 1.3, 5.6).
struct IgnoredFamily {
    std::string_view part; ///< of a tensor's name
    bool isWholeStart;     ///< the name begins with it; otherwise it may stand anywhere
    std::string_view family;
};
constexpr std::array<IgnoredFamily, 12> kIgnoredFamilies{{{".lora_sft_A.", false, "lora_sft"},
                                                          {".lora_sft_B.", false, "lora_sft"},
                                                          {".lora_dpo_A.", false, "lora_dpo"},
                                                          {".lora_dpo_B.", false, "lora_dpo"},
                                                          {".lora_web_A.", false, "lora_web"},
                                                          {".lora_web_B.", false, "lora_web"},
                                                          {"rotary_emb.inv_freq", false, "rotary_emb.inv_freq"},
                                                          {"embeddings.position_ids", false, "embeddings.position_ids"},
                                                          {"vision_model.post_layernorm.", false, "post_layernorm"},
                                                          {"output.weight", true, "output"},
                                                          {"video_mem_proj.", true, "video_mem_proj"},
                                                          {"model.video_mem_proj.", true, "video_mem_proj"}}};

[[nodiscard]] std::string_view ignoredFamily(std::string_view name) {
    for (const IgnoredFamily& family : kIgnoredFamilies) {
        if (family.isWholeStart ? name.starts_with(family.part) : name.find(family.part) != std::string_view::npos) {
            return family.family;
        }
    }
    return {};
}

/// One dimension of a tensor; 0 where the tensor is absent or has another number of dimensions.
[[nodiscard]] std::int64_t dimension(const Tensors& tensors, const std::string& name, std::size_t dimensions, std::size_t which) {
    const auto found = tensors.find(name);
    return found == tensors.end() || found->second.shape.size() != dimensions ? 0 : found->second.shape[which];
}

/// Distinct layer numbers of the vision tower. A gap shows up as missing and the layer behind it as unexpected.
[[nodiscard]] std::int64_t countVisionLayers(const Tensors& tensors) {
    std::set<std::int64_t> numbers;
    for (auto it = tensors.lower_bound(kTowerLayers); it != tensors.end() && it->first.starts_with(kTowerLayers); ++it) {
        const char* begin = it->first.data() + kTowerLayers.size();
        const char* end = it->first.data() + it->first.size();
        std::int64_t number = 0;
        if (const auto [after, error] = std::from_chars(begin, end, number);
            error == std::errc{} && after != end && *after == '.') {
            numbers.insert(number);
        }
    }
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(numbers.size()));
}

[[nodiscard]] TensorSizes readSizes(const Tensors& tensors) {
    TensorSizes sizes;
    sizes.partialLoraRank = dimension(tensors, "model.layers.0.attention.wqkv.Plora_A.weight", 2, 0);
    sizes.visionWidth = dimension(tensors, kTower + "embeddings.class_embedding", 1, 0);
    sizes.visionLayers = countVisionLayers(tensors);
    sizes.visionIntermediate = dimension(tensors, kTowerLayers + "0.mlp.fc1.weight", 2, 0);
    sizes.projectorWidth = dimension(tensors, "vision_proj.0.weight", 2, 0);
    return sizes;
}

/// Lists what a model needs, in the order in which it reads it.
class Expectation {
  public:
    Expectation(const ModelConfig& config, const TensorSizes& sizes) : m_config(config), m_sizes(sizes) {}

    [[nodiscard]] std::vector<ExpectedTensor> list() && {
        add("model.tok_embeddings.weight", {m_config.vocabularySize, m_config.hiddenSize});
        addVisionTower();
        addProjector();
        for (std::int64_t i = 0; i < m_config.layers; ++i) {
            addDecoderLayer("model.layers." + std::to_string(i) + ".");
        }
        add("model.norm.weight", {m_config.hiddenSize});
        add("score.weight", {1, m_config.hiddenSize});
        return std::move(m_tensors);
    }

  private:
    void add(std::string name, std::vector<std::int64_t> shape) { m_tensors.push_back({std::move(name), std::move(shape)}); }

    void addWithBias(const std::string& name, std::int64_t rows, std::int64_t columns) {
        add(name + ".weight", {rows, columns});
        add(name + ".bias", {rows});
    }

    void addNorm(const std::string& name, std::int64_t width) {
        add(name + ".weight", {width});
        add(name + ".bias", {width});
    }

    void addPartialLora(const std::string& name, std::int64_t rows, std::int64_t columns) {
        add(name + ".weight", {rows, columns});
        add(name + ".Plora_A.weight", {m_sizes.partialLoraRank, columns});
        add(name + ".Plora_B.weight", {rows, m_sizes.partialLoraRank});
    }

    void addVisionTower() {
        const std::int64_t width = m_sizes.visionWidth;
        const std::int64_t patches = m_config.tileSize / m_config.patchSize;
        add(kTower + "embeddings.class_embedding", {width});
        add(kTower + "embeddings.patch_embedding.weight", {width, 3, m_config.patchSize, m_config.patchSize});
        add(kTower + "embeddings.position_embedding.weight", {patches * patches + 1, width});
        addNorm(kTower + "pre_layrnorm", width); // spelled so in the files
        for (std::int64_t j = 0; j < m_sizes.visionLayers; ++j) {
            const std::string layer = kTowerLayers + std::to_string(j) + ".";
            addNorm(layer + "layer_norm1", width);
            for (const char* projection : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                addWithBias(layer + "self_attn." + projection, width, width);
            }
            addNorm(layer + "layer_norm2", width);
            addWithBias(layer + "mlp.fc1", m_sizes.visionIntermediate, width);
            addWithBias(layer + "mlp.fc2", width, m_sizes.visionIntermediate);
        }
    }

    void addProjector() {
        const std::int64_t merged = 4 * m_sizes.visionWidth; // two by two patches
        add("plora_glb_GN", {1, 1, merged});
        add("plora_sub_GN", {1, 1, 1, merged});
        addWithBias("vision_proj.0", m_sizes.projectorWidth, merged);
        addWithBias("vision_proj.2", m_config.hiddenSize, m_sizes.projectorWidth);
    }

    void addDecoderLayer(const std::string& layer) {
        const std::int64_t hidden = m_config.hiddenSize;
        const std::int64_t attended = (m_config.heads + 2 * m_config.keyValueHeads) * m_config.headSize();
        add(layer + "attention_norm.weight", {hidden});
        addPartialLora(layer + "attention.wqkv", attended, hidden);
        addPartialLora(layer + "attention.wo", hidden, hidden);
        add(layer + "ffn_norm.weight", {hidden});
        addPartialLora(layer + "feed_forward.w1", m_config.intermediateSize, hidden);
        addPartialLora(layer + "feed_forward.w3", m_config.intermediateSize, hidden);
        addPartialLora(layer + "feed_forward.w2", hidden, m_config.intermediateSize);
    }

    const ModelConfig& m_config;
    const TensorSizes& m_sizes;
    std::vector<ExpectedTensor> m_tensors;
};

[[nodiscard]] bool fits(const std::vector<std::int64_t>& expected, const std::vector<std::int64_t>& found) {
    return std::ranges::equal(
        expected, found, [](std::int64_t wanted, std::int64_t given) { return given > 0 && (wanted == 0 || wanted == given); });
}

[[nodiscard]] bool isFloating(StoredType type) {
    return type == StoredType::Float64 || type == StoredType::Float32 || type == StoredType::Float16 ||
           type == StoredType::BFloat16;
}

void checkVisionHeads(const ModelConfig& config, const TensorSizes& sizes) {
    if (sizes.visionWidth % config.visionHeads != 0) {
        throw Failure("config.vision_config",
                      "config.json: the vision tower is " + std::to_string(sizes.visionWidth) + " wide, which " +
                          std::to_string(config.visionHeads) + " heads do not divide.",
                      "Check 'num_attention_heads' of 'vision_config' in config.json.");
    }
}

} // namespace

std::vector<ExpectedTensor> expectedTensors(const ModelConfig& config, const TensorSizes& sizes) {
    return Expectation(config, sizes).list();
}

WeightReport reportWeights(const ModelConfig& config, const WeightSource& weights) {
    const Tensors& tensors = weights.tensors();
    WeightReport report;
    report.sizes = readSizes(tensors);
    checkVisionHeads(config, report.sizes);
    report.expected = expectedTensors(config, report.sizes);

    std::set<std::string_view> known;
    for (const ExpectedTensor& expected : report.expected) {
        known.insert(expected.name);
        const auto found = tensors.find(expected.name);
        if (found == tensors.end()) {
            report.missing.push_back(expected.name);
        } else if (!fits(expected.shape, found->second.shape)) {
            report.misshapen.push_back({expected.name, expected.shape, found->second.shape});
        } else if (!isFloating(found->second.type)) {
            throw Failure("checkpoint.unknown_type",
                          found->second.file + ": tensor " + quotedText(expected.name) + " holds numbers of type " +
                              typeName(found->second.type) + ".",
                          "Weights must be float32, float16, bfloat16 or float64; quantised checkpoints are not read.");
        }
    }
    std::set<std::string> families;
    for (const auto& [name, tensor] : tensors) {
        if (known.contains(name)) {
            continue;
        }
        if (const std::string_view family = ignoredFamily(name); !family.empty()) {
            families.insert(std::string(family));
            ++report.ignoredTensors;
        } else {
            report.unexpected.push_back(name);
        }
    }
    report.ignoredFamilies.assign(families.begin(), families.end());
    return report;
}

ModelInspection inspectCheckpoint(const std::filesystem::path& directory) {
    const ModelConfig config = readModelConfig(directory);
    const auto weights = openWeights(directory);
    WeightReport report = reportWeights(config, *weights);

    ModelInspection inspection;
    inspection.architecture = config.architecture;
    for (const auto& file : weights->files()) {
        inspection.shards.push_back(file.filename().string());
    }
    for (const ExpectedTensor& expected : report.expected) {
        const auto found = weights->tensors().find(expected.name);
        if (found == weights->tensors().end()) {
            continue;
        }
        const StoredTensor& tensor = found->second;
        const std::string type = typeName(tensor.type);
        if (inspection.storedType.empty()) {
            inspection.storedType = type;
        } else if (inspection.storedType != type) {
            inspection.storedType = "mixed";
        }
        inspection.weightBytes += static_cast<std::int64_t>(tensor.bytes.size());
        inspection.parameters += static_cast<std::int64_t>(tensor.bytes.size() / elementSize(tensor.type));
        ++inspection.tensors;
    }
    inspection.hiddenSize = static_cast<int>(config.hiddenSize);
    inspection.layers = static_cast<int>(config.layers);
    inspection.heads = static_cast<int>(config.heads);
    inspection.keyValueHeads = static_cast<int>(config.keyValueHeads);
    inspection.vocabularySize = static_cast<int>(config.vocabularySize);
    inspection.partialLoraRank = static_cast<int>(report.sizes.partialLoraRank);
    inspection.tileSize = static_cast<int>(config.tileSize);
    inspection.patchSize = static_cast<int>(config.patchSize);
    inspection.visionWidth = static_cast<int>(report.sizes.visionWidth);
    inspection.visionLayers = static_cast<int>(report.sizes.visionLayers);
    inspection.maxPositions = static_cast<int>(config.maxPositions);
    inspection.trained = config.trained;
    inspection.missing = std::move(report.missing);
    inspection.unexpected = std::move(report.unexpected);
    inspection.misshapen = std::move(report.misshapen);
    inspection.ignoredFamilies = std::move(report.ignoredFamilies);
    inspection.ignoredTensors = report.ignoredTensors;
    return inspection;
}

void requireComplete(const WeightReport& report) {
    if (report.missing.empty() && report.misshapen.empty()) {
        return;
    }
    std::string detail;
    for (const std::string& name : report.missing) {
        detail += "missing: " + name + "\n";
    }
    for (const TensorShapeMismatch& mismatch : report.misshapen) {
        detail +=
            "shape: " + mismatch.name + " is " + shapeText(mismatch.found) + ", expected " + shapeText(mismatch.expected) + "\n";
    }
    const std::string& first = report.missing.empty() ? report.misshapen.front().name : report.missing.front();
    throw Failure("checkpoint.incomplete",
                  "The weights do not fit config.json: " + std::to_string(report.missing.size()) + " tensors are missing and " +
                      std::to_string(report.misshapen.size()) + " have the wrong shape (first: " + first + ").",
                  "Check that all shards belong to this model, and download them again if not.", detail);
}

} // namespace trutina::engine
