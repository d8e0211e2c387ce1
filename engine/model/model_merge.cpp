// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/model_merge.h"

#include "engine/api/error.h"
#include "engine/checkpoint/adapter_file.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/safetensors_writer.h"
#include "engine/model/adapter_merge.h"
#include "engine/model/stored_weights.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>
#include <vector>

namespace trutina::engine {

namespace {

constexpr const char* kOnlyShard = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";

/// A folder beside its final place, renamed when it is complete and removed when it is not.
class PendingFolder {
  public:
    explicit PendingFolder(const std::filesystem::path& output)
        : m_output(output), m_pending(output.string() + "." + std::to_string(getpid()) + ".part") {
        std::error_code error;
        if (std::filesystem::exists(output, error) && !std::filesystem::is_empty(output, error)) {
            throw Failure("file.exists", "\"" + output.string() + "\" is there and not empty.", "Choose another output folder.");
        }
        std::filesystem::remove_all(m_pending, error);
        makeOutputFolder(m_pending);
    }
    ~PendingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_pending, ignored);
    }
    PendingFolder(const PendingFolder&) = delete;
    PendingFolder& operator=(const PendingFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_pending; }
    void publish() {
        std::error_code error;
        std::filesystem::rename(m_pending, m_output, error);
        if (error) {
            throw Failure("file.not_written", "\"" + m_output.string() + "\" could not be made: " + error.message() + ".",
                          "Choose another output folder.");
        }
    }

  private:
    std::filesystem::path m_output, m_pending;
};

struct Shard {
    std::string name;
    std::vector<TensorToWrite> tensors; ///< in the order of the base's file
};

/// As many as the base has, under its names where these are safetensors.
std::vector<Shard> shardsOf(const WeightSource& source) {
    std::vector<Shard> shards;
    const auto count = source.files().size();
    for (const auto& file : source.files()) {
        Shard shard{file.filename().string(), {}};
        std::vector<const StoredTensor*> tensors;
        for (const auto& [name, tensor] : source.tensors()) {
            if (tensor.file == shard.name) {
                tensors.push_back(&tensor);
            }
        }
        std::ranges::sort(tensors, {}, [](const StoredTensor* tensor) { return std::pair(tensor->bytes.data(), tensor->name); });
        for (const StoredTensor* tensor : tensors) {
            shard.tensors.push_back({tensor->name, tensor->type, tensor->shape, tensor->bytes});
        }
        if (!shard.name.ends_with(".safetensors")) {
            std::array<char, 64> name{};
            std::snprintf(name.data(), name.size(), "model-%05zu-of-%05zu.safetensors", shards.size() + 1, count);
            shard.name = count == 1 ? kOnlyShard : name.data();
        }
        shards.push_back(std::move(shard));
    }
    return shards;
}

std::string indexText(const std::vector<Shard>& shards) {
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    std::uint64_t total = 0;
    for (const Shard& shard : shards) {
        for (const TensorToWrite& tensor : shard.tensors) {
            map[tensor.name] = shard.name;
            total += tensor.bytes.size();
        }
    }
    return nlohmann::ordered_json{{"metadata", {{"total_size", total}}}, {"weight_map", std::move(map)}}.dump(2) + "\n";
}

} // namespace

MergeSummary writeMergedModel(const LoadOptions& base, const std::filesystem::path& output, Pace& pace) {
    pace.enter(Stage::ReadingModel, base.directory.filename().string());
    const ModelConfig config = readModelConfig(base.directory);
    const std::shared_ptr<const WeightSource> source = openWeights(base.directory);
    const WeightReport report = reportWeights(config, *source);
    requireComplete(report);
    const auto adapter = readAdapter(base.adapter, report);
    const std::vector<Shard> shards = shardsOf(*source);
    std::uint64_t total = 0;
    for (const Shard& shard : shards) {
        for (const TensorToWrite& tensor : shard.tensors) {
            total += tensor.bytes.size();
        }
    }
    pace.expect(static_cast<double>(total));

    const StoredWeights weights(source, at::kFloat, at::kCPU, adapter);
    MergeSummary summary;
    summary.directory = output;
    PendingFolder folder(output);
    at::Tensor merged; // what is being written
    for (const Shard& shard : shards) {
        summary.shards.push_back(shard.name);
        writeSafetensors(folder.path() / shard.name, shard.tensors,
                         [&](const TensorToWrite& tensor) -> std::span<const std::byte> {
                             pace.checkpoint();
                             pace.finished(static_cast<double>(tensor.bytes.size()), tensor.name);
                             const bool isReplaced = adapter->whole.contains(tensor.name);
                             if (!isReplaced && !adapter->additions.contains(tensor.name)) {
                                 return tensor.bytes;
                             }
                             ++(isReplaced ? summary.replacedTensors : summary.mergedTensors);
                             merged = weights.onDevice(tensor.name, scalarType(tensor.type)).contiguous();
                             return {static_cast<const std::byte*>(merged.const_data_ptr()), merged.nbytes()};
                         });
    }
    if (shards.size() > 1 || shards.front().name != kOnlyShard) {
        writeFileAtomically(folder.path() / kIndex, indexText(shards));
    }
    copyModelDescription(base.directory, folder.path());
    folder.publish();
    return summary;
}

} // namespace trutina::engine
