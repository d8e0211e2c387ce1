// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/model_config.h"

#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/mapped_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace trutina::engine {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestConfig = std::size_t{1} << 20;
constexpr const char* kArchitecture = "InternLMXComposer2ForCausalLM";

// Far beyond any model of this family; they keep products of sizes inside 64 bits and lists short.
constexpr std::int64_t kLargestSize = std::int64_t{1} << 24;
constexpr std::int64_t kMostLayers = 4096;

[[noreturn]] void refuse(const std::string& key, const std::string& found, const std::string& allowed) {
    throw Failure("config." + key, "config.json: '" + key + "' is " + found + "; allowed is " + allowed + ".",
                  "Choose the folder of an InternLM-XComposer2.5-Reward model, and check its config.json.");
}

[[nodiscard]] std::string shown(const Json& value) {
    if (value.is_structured()) { // writing it out needs as much stack as it is deep
        return std::string("of the type ") + value.type_name();
    }
    return quotedText(value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

/// The values of one JSON object. A key that is absent or null has its default, where there is one.
class Reader {
  public:
    explicit Reader(const Json& object) : m_object(object) {}

    [[nodiscard]] const Json* find(const std::string& key) const {
        const auto found = m_object.find(key);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }

    [[nodiscard]] std::int64_t requiredInteger(const std::string& key, std::int64_t least, std::int64_t most) const {
        if (find(key) == nullptr) {
            refuse(key, "missing", range(least, most));
        }
        return integer(key, 0, least, most);
    }

    [[nodiscard]] std::int64_t integer(const std::string& key, std::int64_t byDefault, std::int64_t least,
                                       std::int64_t most) const {
        const Json* value = find(key);
        if (value == nullptr) {
            return byDefault;
        }
        // Unsigned numbers beyond the signed range would wrap around: compare them as what they are.
        const bool isInside =
            value->is_number_unsigned()
                ? value->get<std::uint64_t>() <= static_cast<std::uint64_t>(most) && value->get<std::int64_t>() >= least
            : value->is_number_integer() ? value->get<std::int64_t>() >= least && value->get<std::int64_t>() <= most
                                         : false;
        if (!isInside) {
            refuse(key, shown(*value), range(least, most));
        }
        return value->get<std::int64_t>();
    }

    [[nodiscard]] double positiveNumber(const std::string& key, double byDefault) const {
        const Json* value = find(key);
        if (value == nullptr) {
            return byDefault;
        }
        if (!value->is_number() || !std::isfinite(value->get<double>()) || value->get<double>() <= 0) {
            refuse(key, shown(*value), "a number above 0");
        }
        return value->get<double>();
    }

    [[nodiscard]] bool boolean(const std::string& key, bool byDefault) const {
        const Json* value = find(key);
        if (value == nullptr) {
            return byDefault;
        }
        if (!value->is_boolean()) {
            refuse(key, shown(*value), "true or false");
        }
        return value->get<bool>();
    }

    [[nodiscard]] std::string text(const std::string& key, const std::string& byDefault) const {
        const Json* value = find(key);
        if (value == nullptr) {
            return byDefault;
        }
        if (!value->is_string()) {
            refuse(key, shown(*value), "a text");
        }
        return value->get<std::string>();
    }

    [[nodiscard]] static std::string range(std::int64_t least, std::int64_t most) {
        return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    }

  private:
    const Json& m_object;
};

[[nodiscard]] std::string readArchitecture(const Reader& reader) {
    const Json* architectures = reader.find("architectures");
    if (architectures == nullptr) {
        refuse("architectures", "missing", quotedText(kArchitecture));
    }
    const bool isKnown =
        architectures->is_array() && std::ranges::find(*architectures, Json(kArchitecture)) != architectures->end();
    if (!isKnown) {
        refuse("architectures", shown(*architectures), quotedText(kArchitecture));
    }
    return kArchitecture;
}

void readRotary(const Reader& reader, ModelConfig& config) {
    config.rotaryTheta = reader.positiveNumber("rope_theta", config.rotaryTheta);
    const Json* scaling = reader.find("rope_scaling");
    if (scaling == nullptr) {
        return;
    }
    if (!scaling->is_object()) {
        refuse("rope_scaling", shown(*scaling), "null or an object with 'type' and 'factor'");
    }
    const Reader inner(*scaling);
    const std::string type = inner.text("type", inner.text("rope_type", ""));
    if (type == "dynamic") {
        config.rotaryScaling = RotaryScaling::Dynamic;
    } else if (type == "linear") {
        config.rotaryScaling = RotaryScaling::Linear;
    } else {
        refuse("rope_scaling", "of type " + quotedText(type), "'dynamic' or 'linear'");
    }
    const Json* factor = inner.find("factor");
    if (factor == nullptr || !factor->is_number() || !std::isfinite(factor->get<double>()) || factor->get<double>() < 1) {
        refuse("rope_scaling", "given the factor " + (factor == nullptr ? "(none)" : shown(*factor)), "a factor of at least 1");
    }
    config.rotaryFactor = factor->get<double>();
}

void readVision(const Reader& reader, ModelConfig& config) {
    constexpr std::int64_t kLargestTile = 8192;
    const Json* vision = reader.find("vision_config");
    if (vision == nullptr) {
        return;
    }
    if (!vision->is_object()) {
        refuse("vision_config", shown(*vision), "an object");
    }
    const Reader inner(*vision);
    config.tileSize = inner.integer("image_size", config.tileSize, 1, kLargestTile);
    config.patchSize = inner.integer("patch_size", config.patchSize, 1, kLargestTile);
    config.visionHeads = inner.integer("num_attention_heads", config.visionHeads, 1, kLargestSize);
    config.visionNormEpsilon = inner.positiveNumber("layer_norm_eps", config.visionNormEpsilon);
    if (config.tileSize % (2 * config.patchSize) != 0) {
        refuse("vision_config",
               "for tiles of " + std::to_string(config.tileSize) + " with patches of " + std::to_string(config.patchSize),
               "a tile size that is a multiple of two patches, since patches are merged two by two");
    }
}

void checkHeads(const ModelConfig& config) {
    const std::string heads = std::to_string(config.heads);
    if (config.hiddenSize % config.heads != 0) {
        refuse("num_attention_heads", heads, "a divisor of 'hidden_size', which is " + std::to_string(config.hiddenSize));
    }
    if (config.headSize() % 2 != 0) {
        refuse("num_attention_heads", heads, "a number that gives heads of an even size, which rotary positions need");
    }
    if (config.heads % config.keyValueHeads != 0) {
        refuse("num_key_value_heads", std::to_string(config.keyValueHeads),
               "a divisor of 'num_attention_heads', which is " + heads);
    }
}

} // namespace

ModelConfig parseModelConfig(std::string_view json) {
    const Json parsed = Json::parse(json, nullptr, false);
    if (!parsed.is_object()) {
        throw Failure("config.damaged",
                      parsed.is_discarded() ? "config.json is not valid JSON." : "config.json is not a JSON object.",
                      "Download or copy the file again.");
    }
    const Reader reader(parsed);
    ModelConfig config;
    config.architecture = readArchitecture(reader);
    config.hiddenSize = reader.requiredInteger("hidden_size", 1, kLargestSize);
    config.layers = reader.requiredInteger("num_hidden_layers", 1, kMostLayers);
    config.heads = reader.requiredInteger("num_attention_heads", 1, kLargestSize);
    config.keyValueHeads = reader.integer("num_key_value_heads", config.heads, 1, kLargestSize);
    config.intermediateSize = reader.requiredInteger("intermediate_size", 1, kLargestSize);
    config.vocabularySize = reader.requiredInteger("vocab_size", 1, kLargestSize);
    checkHeads(config);
    if (const std::string activation = reader.text("hidden_act", "silu"); activation != "silu") {
        refuse("hidden_act", quotedText(activation), "'silu'");
    }
    if (reader.boolean("bias", false)) {
        refuse("bias", "true", "false");
    }
    config.rmsNormEpsilon = reader.positiveNumber("rms_norm_eps", config.rmsNormEpsilon);
    readRotary(reader, config);
    config.maxPositions = reader.integer("max_position_embeddings", config.maxPositions, 1, kLargestSize);
    config.padTokenId = reader.integer("pad_token_id", config.padTokenId, 0, config.vocabularySize - 1);
    config.bosTokenId = reader.integer("bos_token_id", config.bosTokenId, 0, config.vocabularySize - 1);
    config.eosTokenId = reader.integer("eos_token_id", config.eosTokenId, 0, config.vocabularySize - 1);
    config.storedType = reader.text("torch_dtype", reader.text("dtype", ""));
    config.trained = reader.boolean("trained", true);
    readVision(reader, config);
    return config;
}

ModelConfig readModelConfig(const std::filesystem::path& directory) {
    const std::filesystem::path file = directory / "config.json";
    if (std::error_code ignored; !std::filesystem::exists(file, ignored)) {
        throw Failure("config.not_found", directory.string() + " holds no config.json.", "Choose the folder of a model.");
    }
    const MappedFile mapped(file);
    if (mapped.bytes().size() > kLongestConfig) {
        throw Failure("config.damaged", "config.json is longer than 1 MiB.", "Choose the folder of a model.", file.string());
    }
    return parseModelConfig({reinterpret_cast<const char*>(mapped.bytes().data()), mapped.bytes().size()});
}

} // namespace trutina::engine
