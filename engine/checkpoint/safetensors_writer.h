// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_source.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// A tensor to be written: its bytes are contiguous, row-major, little-endian, and must live until the writer returns.
struct TensorToWrite {
    std::string name;
    StoredType type = StoredType::Float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Writes a safetensors file: header, tensors in the order given. The file appears under its name only when all of it is on disk.
/// Throws Failure "file.not_written".
void writeSafetensors(const std::filesystem::path& file, const std::vector<TensorToWrite>& tensors);

/// The bytes of a tensor, as many as its type and shape say; they must live until the next call.
using TensorBytes = std::function<std::span<const std::byte>(const TensorToWrite& tensor)>;
/// The same with bytes that are made while the file is written: `bytesOf` is called once for each tensor, in order. What it
/// throws ends the writing.
void writeSafetensors(const std::filesystem::path& file, const std::vector<TensorToWrite>& tensors, const TensorBytes& bytesOf);

/// Writes a small text file in the same way.
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

} // namespace trutina::engine
