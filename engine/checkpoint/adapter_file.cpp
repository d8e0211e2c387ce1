// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/adapter_file.h"

#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/mapped_file.h"
#include "engine/checkpoint/stored_type.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

namespace trutina::engine {

namespace {

using Json = nlohmann::json;

constexpr const char* kConfigName = "adapter_config.json";
constexpr std::size_t kLongestConfig = std::size_t{4} << 20;

[[noreturn]] void refuseConfig(const std::string& cause) {
    throw Failure("adapter.damaged", std::string(kConfigName) + ": " + cause, "Restore the file that came with the adapter.");
}

[[noreturn]] void refuseKind(const std::string& what, const std::string& hint) {
    throw Failure("adapter.unsupported", what, hint);
}

[[noreturn]] void refuseFit(const std::string& what) {
    throw Failure("adapter.mismatch", what, "Use the adapter with the model that it was trained on.");
}

/// What of the configuration decides how the tensors are meant.
struct Config {
    std::int64_t rank = 0;
    double scale = 1;
};

bool isSet(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) {
        return false;
    }
    return found->is_boolean() ? found->get<bool>() : !found->empty();
}

double numberOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) {
        refuseConfig(std::string("\"") + key + "\" is no number.");
    }
    return found->get<double>();
}

Config readConfig(const std::filesystem::path& file) {
    const MappedFile mapped(file);
    if (mapped.bytes().size() > kLongestConfig) {
        refuseConfig("it is longer than 4 MiB.");
    }
    const auto* text = reinterpret_cast<const char*>(mapped.bytes().data());
    const Json json = Json::parse(text, text + mapped.bytes().size(), nullptr, false);
    if (!json.is_object()) {
        refuseConfig("it is no JSON object.");
    }
    if (const Json type = json.value("peft_type", Json()); type != "LORA") {
        refuseKind("The adapter is of the type " + quotedText(type.is_string() ? type.get<std::string>() : type.type_name()) +
                       ".",
                   "Only LoRA adapters can be used.");
    }
    if (isSet(json, "use_dora")) {
        refuseKind("The adapter was trained with DoRA, which scales weights as well.", "Merge it with PEFT and open the result.");
    }
    if (isSet(json, "fan_in_fan_out")) {
        refuseKind("The adapter is for transposed weights (fan_in_fan_out).", "This model's weights are not transposed.");
    }
    if (isSet(json, "lora_bias") || json.value("bias", Json("none")) != "none") {
        refuseKind("The adapter has biases, which the model's linear maps do not have.",
                   "Train it with bias \"none\", as the reference does.");
    }
    for (const char* key : {"rank_pattern", "alpha_pattern", "layer_replication", "target_parameters", "megatron_config"}) {
        if (isSet(json, key)) {
            refuseKind(std::string("The adapter uses \"") + key + "\", which is not known here.",
                       "Merge it with PEFT and open the result.");
        }
    }
    Config config;
    const double rank = numberOf(json, "r");
    const double alpha = numberOf(json, "lora_alpha");
    if (!(rank >= 1) || rank != std::floor(rank) || rank > 1e6 || !std::isfinite(alpha)) {
        refuseConfig("\"r\" or \"lora_alpha\" has a value that makes no sense.");
    }
    config.rank = static_cast<std::int64_t>(rank);
    config.scale = alpha / (isSet(json, "use_rslora") ? std::sqrt(rank) : rank);
    return config;
}

/// What a tensor of the adapter stands for.
struct Meaning {
    std::string target; ///< tensor of the base
    char matrix = 0;    ///< 'A' or 'B'; 0 for a tensor that takes the place of the base's
};

Meaning meaningOf(const std::string& name) {
    constexpr std::string_view kPrefix = "base_model.model.";
    if (!name.starts_with(kPrefix)) {
        refuseFit("The tensor " + quotedText(name) + " of the adapter is not named as PEFT names them.");
    }
    Meaning meaning;
    std::string_view left = std::string_view(name).substr(kPrefix.size());
    bool skipsName = false; // of the adapter, behind "modules_to_save" or "lora_A"
    while (!left.empty()) {
        const auto dot = std::min(left.find('.'), left.size());
        const std::string_view part = left.substr(0, dot);
        left.remove_prefix(std::min(dot + 1, left.size()));
        const bool isLast = left.empty();
        if (std::exchange(skipsName, false) && !isLast) {
            continue;
        }
        if (part == "base_layer") {
            continue;
        }
        if (part == "modules_to_save" || part == "lora_A" || part == "lora_B") {
            // What follows is "weight", or a name of the adapter and then "weight".
            skipsName = left.find('.') != std::string_view::npos && !(part == "modules_to_save" && left.starts_with("weight."));
            meaning.matrix = part == "modules_to_save" ? '\0' : part.back();
            continue;
        }
        if (part.starts_with("lora_")) {
            refuseKind("The adapter holds " + quotedText(name) + ", which is neither lora_A nor lora_B.",
                       "Adapters of embeddings and with magnitudes are not known here: merge it with PEFT and open the result.");
        }
        meaning.target += (meaning.target.empty() ? "" : ".") + std::string(part);
    }
    return meaning;
}

void requireNumbers(const StoredTensor& tensor) {
    if (tensor.type != StoredType::Float64 && tensor.type != StoredType::Float32 && tensor.type != StoredType::Float16 &&
        tensor.type != StoredType::BFloat16) {
        throw Failure("checkpoint.unknown_type",
                      tensor.file + ": tensor " + quotedText(tensor.name) + " holds numbers of type " + typeName(tensor.type) +
                          ".",
                      "An adapter must be float32, float16, bfloat16 or float64.");
    }
}

const ExpectedTensor& targetOf(const Meaning& meaning, const std::string& name, const WeightReport& base) {
    const auto found = std::ranges::find(base.expected, meaning.target, &ExpectedTensor::name);
    if (found == base.expected.end() || (meaning.matrix != 0 && found->shape.size() != 2)) {
        refuseFit("The adapter changes " + quotedText(meaning.target) + " (" + quotedText(name) + "), which is no " +
                  (meaning.matrix != 0 ? "linear map" : "tensor") + " of this model.");
    }
    return *found;
}

void requireShape(const StoredTensor& tensor, const std::vector<std::int64_t>& wanted) {
    if (tensor.shape != wanted) {
        refuseFit("The tensor " + quotedText(tensor.name) + " of the adapter is " + shapeText(tensor.shape) +
                  "; this model and the adapter's rank want " + shapeText(wanted) + ".");
    }
}

std::filesystem::path weightsOf(const std::filesystem::path& directory) {
    std::error_code ignored;
    for (const char* name : {"adapter_model.safetensors", "adapter_model.bin"}) {
        if (std::filesystem::exists(directory / name, ignored)) {
            return directory / name;
        }
    }
    throw Failure("adapter.not_found", "\"" + directory.string() + "\" holds no weights of an adapter.",
                  "Choose a folder with adapter_config.json and adapter_model.safetensors.");
}

} // namespace

std::shared_ptr<const AdapterFile> readAdapter(const std::filesystem::path& directory, const WeightReport& base) {
    const auto configFile = directory / kConfigName;
    if (std::error_code ignored; !std::filesystem::exists(configFile, ignored)) {
        throw Failure("adapter.not_found", "\"" + directory.string() + "\" holds no " + kConfigName + ".",
                      "Choose the folder of a LoRA adapter.");
    }
    const Config config = readConfig(configFile);
    auto adapter = std::make_shared<AdapterFile>();
    adapter->files = {configFile, weightsOf(directory)};
    adapter->source = openWeightFile(adapter->files.back());
    for (const auto& [name, tensor] : adapter->source->tensors()) {
        requireNumbers(tensor);
        const Meaning meaning = meaningOf(name);
        const std::vector<std::int64_t>& shape = targetOf(meaning, name, base).shape;
        bool isNew = true;
        if (meaning.matrix == 0) {
            requireShape(tensor, shape);
            isNew = adapter->whole.emplace(meaning.target, tensor).second;
        } else {
            const bool isA = meaning.matrix == 'A';
            requireShape(tensor, isA ? std::vector{config.rank, shape[1]} : std::vector{shape[0], config.rank});
            auto& addition = adapter->additions[meaning.target];
            addition.scale = config.scale;
            StoredTensor& place = isA ? addition.lora_A : addition.lora_B;
            isNew = place.name.empty();
            place = tensor;
        }
        if (!isNew) {
            refuseDamaged(tensor.file, "there are two tensors for " + quotedText(name));
        }
    }
    for (const auto& [target, addition] : adapter->additions) {
        if (addition.lora_A.name.empty() || addition.lora_B.name.empty()) {
            refuseDamaged(adapter->files.back().filename().string(),
                          "one of the two matrices for " + quotedText(target) + " is missing");
        }
        if (adapter->whole.contains(target)) {
            refuseDamaged(adapter->files.back().filename().string(), quotedText(target) + " is both replaced and added to");
        }
    }
    if (adapter->additions.empty() && adapter->whole.empty()) {
        refuseDamaged(adapter->files.back().filename().string(), "it holds no tensor");
    }
    return adapter;
}

} // namespace trutina::engine
