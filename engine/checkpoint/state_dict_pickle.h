// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_source.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// A tensor as a state dict describes it: a view into a storage that lies beside the pickle.
struct PickledTensor {
    std::string name;
    std::string storageKey;
    StoredType type = StoredType::Float32;
    std::int64_t storageElements = 0;
    std::int64_t offset = 0; ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements, as many as dimensions
};

/// Reads the pickle of a state dict (a dict or OrderedDict of tensors) as data. It knows only the opcodes and the names that such
/// a pickle needs, and none of them calls anything: every other opcode or name is refused ("checkpoint.unsafe"). `file` names the
/// file in errors. Memory use is bounded: at most 16 MiB and a million values are read.
[[nodiscard]] std::vector<PickledTensor> readStateDict(std::span<const std::byte> pickle, const std::string& file);

} // namespace trutina::engine
