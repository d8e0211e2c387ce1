// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trutina::engine {

enum class ComputeType { Automatic, Float32, BFloat16, Float16 };

enum class DeviceKind { Automatic, Cpu, Cuda };

/// A device as the user names it: "auto", "cpu", "cuda", "cuda:1".
struct DeviceChoice {
    DeviceKind kind = DeviceKind::Automatic;
    int index = 0;
    bool operator==(const DeviceChoice&) const = default;
};

struct DeviceInfo {
    DeviceChoice choice;
    std::string name; ///< "AMD EPYC, 2 threads", "NVIDIA H100"
    bool available = false;
    std::string reason;           ///< why not available, as a sentence; empty otherwise
    std::int64_t memoryBytes = 0; ///< RAM or VRAM in all, 0 when unknown
    std::int64_t freeBytes = 0;
};

struct LoadOptions {
    std::filesystem::path directory;
    /// A LoRA adapter in PEFT's naming for the model in `directory`; empty: none. It is merged into the weights that are held, so
    /// that scoring costs nothing more, except where layers are streamed: there it is merged whenever a layer is widened.
    std::filesystem::path adapter;
    DeviceChoice device;
    ComputeType computeType = ComputeType::Automatic;
    int threads = 0;          ///< 0: as many as there are cores
    bool int8Weights = false; ///< CPU: weights of the decoder's linear maps in 8 bits, rows of activations quantised on the fly
    std::int64_t memoryLimitBytes = 0;          ///< plan for no more than this; 0: what is free
    std::int64_t prefixCacheBytes = -1;         ///< budget of kept keys and values; -1: an eighth of what is free, 0: none
    std::int64_t featureCacheBytes = 4LL << 30; ///< budget of image features on disk; 0: none
    /// Floating-point operations that one tile must cost for its features to be kept: what is cheaper is computed about as fast
    /// as it is read.
    double featureCacheOperations = 2e9;
    std::filesystem::path featureCacheDirectory; ///< empty: trutina/features in the user's cache folder
};

/// What bare matrix products reach on the CPU, in GFLOP/s: the limit that scoring can be measured against.
struct ComputeRates {
    double float32 = 0;
    double bfloat16 = 0;
};

/// A tensor that is not as the configuration demands.
struct TensorShapeMismatch {
    std::string name;
    std::vector<std::int64_t> expected;
    std::vector<std::int64_t> found;
};

/// What can be said of a model folder without loading weights.
struct ModelInspection {
    std::string architecture;
    std::string storedType;          ///< "bfloat16", "float32", …, "mixed"
    std::vector<std::string> shards; ///< file names, in order
    std::int64_t weightBytes = 0;    ///< of the tensors that are used
    std::int64_t parameters = 0;     ///< of the tensors that are used
    int tensors = 0;                 ///< that are used
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<TensorShapeMismatch> misshapen;
    std::vector<std::string> ignoredFamilies; ///< "lora_sft", "rotary_emb.inv_freq", …: known, unused, skipped
    int ignoredTensors = 0;
    int hiddenSize = 0, layers = 0, heads = 0, keyValueHeads = 0, vocabularySize = 0, partialLoraRank = 0;
    int tileSize = 0, patchSize = 0, visionWidth = 0, visionLayers = 0;
    int maxPositions = 0;
    bool trained = true;                   ///< false when config.json says so: the weights are random and scores mean nothing
    std::int64_t estimatedMemoryBytes = 0; ///< for the automatic compute type on the CPU, one 9-tile picture
    [[nodiscard]] bool isComplete() const { return missing.empty() && misshapen.empty(); }
};

/// What merging an adapter into its base came to.
struct MergeSummary {
    std::filesystem::path directory; ///< the new model folder
    int mergedTensors = 0;           ///< to which a low-rank product was added
    int replacedTensors = 0;         ///< which the adapter holds whole
    std::vector<std::string> shards; ///< file names, in order
};

/// A loaded model, as it is named in results.
struct ModelInfo {
    std::string name;              ///< folder name; "BASE + ADAPTER" with an adapter
    std::string hash;              ///< "sha256:…" over configuration and weight files, those of an adapter included
    std::string computeType;       ///< "float32", "bfloat16", "float16"
    std::string weightType;        ///< as stored, or "int8"
    std::string device;            ///< "cpu", "cuda:0"
    std::string computeTypeReason; ///< one sentence: why this compute type
    std::string engineVersion;
    ModelInspection inspection;
};

} // namespace trutina::engine
