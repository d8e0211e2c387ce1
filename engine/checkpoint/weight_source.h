// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// Element types that weight files may hold. Others are refused ("checkpoint.unknown_type").
enum class StoredType { Float64, Float32, Float16, BFloat16, Int64, Int32, Int16, Int8, UInt8, Bool };

[[nodiscard]] std::size_t elementSize(StoredType type);
[[nodiscard]] const char* typeName(StoredType type); ///< "float32", "bfloat16", …

/// A tensor as it lies in a file. `bytes` are contiguous, row-major, little-endian, inside a read-only memory map that lives as
/// long as the WeightSource; they need not be aligned to the element size.
struct StoredTensor {
    std::string name;
    StoredType type = StoredType::Float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    std::string file; ///< shard, file name only
};

/// The tensors of one checkpoint, whatever files they lie in. Reading checks every length, offset and shape before it is used,
/// and never executes anything. Threads: constant after construction.
/// Source: specification 1.2, 1.3; golden/README.md (file forms).
class WeightSource {
  public:
    virtual ~WeightSource() = default;
    [[nodiscard]] virtual const std::map<std::string, StoredTensor>& tensors() const = 0;
    [[nodiscard]] virtual const std::vector<std::filesystem::path>& files() const = 0; ///< in shard order
    /// Reads the pages of a tensor and maps them, so that using it waits for nothing. Takes as long as the disk needs: for a
    /// thread that has nothing else to do. Changes nothing else; may be called while another thread uses the tensor.
    virtual void fetch(const StoredTensor& tensor) const = 0;
    /// Tells the kernel that the pages of a tensor will not be read again soon. Does nothing where that is unknown.
    virtual void release(const StoredTensor& tensor) const = 0;
};

/// Opens model.safetensors, model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json of a folder (in
/// this order of preference). Throws Failure "checkpoint.*" naming file, tensor and cause.
[[nodiscard]] std::unique_ptr<WeightSource> openWeights(const std::filesystem::path& directory);

/// One file of either form, told by its content; for tests, adapters and tools.
[[nodiscard]] std::unique_ptr<WeightSource> openWeightFile(const std::filesystem::path& file);

} // namespace trutina::engine
