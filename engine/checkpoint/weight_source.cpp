// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/weight_source.h"

#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/checkpoint_index.h"
#include "engine/checkpoint/mapped_file.h"
#include "engine/checkpoint/safetensors_file.h"
#include "engine/checkpoint/torch_archive.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace trutina::engine {

namespace {

[[nodiscard]] bool beginsWith(std::span<const std::byte> bytes, std::string_view start, std::size_t offset = 0) {
    return bytes.size() >= offset + start.size() &&
           std::string_view(reinterpret_cast<const char*>(bytes.data()) + offset, start.size()) == start;
}

/// The form is told by the content. Where the content says nothing, the name decides which reader explains what is wrong.
[[nodiscard]] std::vector<StoredTensor> readTensors(std::span<const std::byte> bytes, const std::string& file) {
    if (beginsWith(bytes, "PK\x03\x04")) {
        return readTorchArchive(bytes, file);
    }
    if (beginsWith(bytes, "{", sizeof(std::uint64_t)) || file.ends_with(".safetensors")) {
        return readSafetensors(bytes, file);
    }
    if (bytes.empty()) {
        refuseDamaged(file, "the file is empty");
    }
    if (beginsWith(bytes, "\x80\x02\x8a\x0a")) {
        refuseUnsupported(file, "it was written by torch before 1.6, or without its zip form",
                          "Load it in Python and save it again.");
    }
    refuseUnsupported(file, "it is neither a safetensors file nor a zip archive of torch.save",
                      "Choose the weight files of the model.");
}

/// Names of parameters are identifiers joined by dots. Anything else would only harm those who print it.
void requireParameterName(const StoredTensor& tensor) {
    constexpr std::size_t kLongestName = 512;
    const bool isPrintable = std::ranges::all_of(tensor.name, [](char c) { return c >= ' ' && c <= '~'; });
    if (tensor.name.empty() || tensor.name.size() > kLongestName || !isPrintable) {
        refuseDamaged(tensor.file, quotedText(tensor.name) + " cannot be the name of a tensor");
    }
}

class MappedWeights : public WeightSource {
  public:
    void add(const std::filesystem::path& file) {
        const MappedFile& mapped = m_mapped.emplace_back(file);
        m_files.push_back(file);
        for (StoredTensor& tensor : readTensors(mapped.bytes(), file.filename().string())) {
            requireParameterName(tensor);
            const auto [existing, isNew] = m_tensors.try_emplace(tensor.name, std::move(tensor));
            if (!isNew) {
                refuseDamaged(file.filename().string(),
                              "tensor " + quotedText(existing->first) + " is also in " + existing->second.file);
            }
        }
    }

    [[nodiscard]] const std::map<std::string, StoredTensor>& tensors() const override { return m_tensors; }
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const override { return m_files; }
    void fetch(const StoredTensor& tensor) const override {
        if (const MappedFile* mapped = fileOf(tensor)) {
            mapped->fetch(tensor.bytes);
        }
    }
    void release(const StoredTensor& tensor) const override {
        if (const MappedFile* mapped = fileOf(tensor)) {
            mapped->release(tensor.bytes);
        }
    }

  private:
    [[nodiscard]] const MappedFile* fileOf(const StoredTensor& tensor) const {
        const auto found =
            std::ranges::find_if(m_mapped, [&](const MappedFile& mapped) { return mapped.contains(tensor.bytes); });
        return found == m_mapped.end() ? nullptr : &*found;
    }

    std::vector<MappedFile> m_mapped;
    std::vector<std::filesystem::path> m_files;
    std::map<std::string, StoredTensor> m_tensors;
};

[[nodiscard]] std::unique_ptr<WeightSource> openSharded(const std::filesystem::path& indexFile) {
    const CheckpointIndex index = readCheckpointIndex(indexFile);
    const std::filesystem::path directory = indexFile.parent_path();
    for (const std::string& shard : index.shards) {
        if (!std::filesystem::exists(directory / shard)) {
            throw Failure("checkpoint.not_found",
                          "The shard " + shard + ", which " + indexFile.filename().string() + " names, was not found.",
                          "Finish the download of the model or copy the missing file.", (directory / shard).string());
        }
    }
    auto weights = std::make_unique<MappedWeights>();
    for (const std::string& shard : index.shards) {
        weights->add(directory / shard);
    }
    for (const auto& [name, shard] : index.shardOf) {
        const auto found = weights->tensors().find(name);
        if (found == weights->tensors().end() || found->second.file != shard) {
            refuseDamaged(indexFile.filename().string(),
                          "it says that tensor " + quotedText(name) + " is in " + shard + ", which does not hold it");
        }
    }
    return weights;
}

} // namespace

std::unique_ptr<WeightSource> openWeights(const std::filesystem::path& directory) {
    struct Form {
        std::string_view name;
        bool isIndex;
    };
    static constexpr std::array<Form, 4> kForms{{{"model.safetensors", false},
                                                 {"model.safetensors.index.json", true},
                                                 {"pytorch_model.bin", false},
                                                 {"pytorch_model.bin.index.json", true}}};
    for (const Form& form : kForms) {
        const std::filesystem::path file = directory / form.name;
        if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
            return form.isIndex ? openSharded(file) : openWeightFile(file);
        }
    }
    throw Failure("checkpoint.not_found", directory.string() + " holds no weights.",
                  "Choose a folder with model.safetensors or pytorch_model.bin, or with their index files and shards.");
}

std::unique_ptr<WeightSource> openWeightFile(const std::filesystem::path& file) {
    auto weights = std::make_unique<MappedWeights>();
    weights->add(file);
    return weights;
}

} // namespace trutina::engine
