// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/stored_type.h"

#include <limits>

namespace trutina::engine {

std::size_t elementSize(StoredType type) {
    switch (type) {
    case StoredType::Float64:
    case StoredType::Int64:
        return 8;
    case StoredType::Float32:
    case StoredType::Int32:
        return 4;
    case StoredType::Float16:
    case StoredType::BFloat16:
    case StoredType::Int16:
        return 2;
    case StoredType::Int8:
    case StoredType::UInt8:
    case StoredType::Bool:
        return 1;
    }
    return 0;
}

const char* typeName(StoredType type) {
    switch (type) {
    case StoredType::Float64:
        return "float64";
    case StoredType::Float32:
        return "float32";
    case StoredType::Float16:
        return "float16";
    case StoredType::BFloat16:
        return "bfloat16";
    case StoredType::Int64:
        return "int64";
    case StoredType::Int32:
        return "int32";
    case StoredType::Int16:
        return "int16";
    case StoredType::Int8:
        return "int8";
    case StoredType::UInt8:
        return "uint8";
    case StoredType::Bool:
        return "bool";
    }
    return "unknown";
}

std::optional<std::uint64_t> denseByteCount(const std::vector<std::int64_t>& shape, StoredType type) {
    // A dimension of zero must not hide an absurd one beside it: all of them are multiplied as if they were at least one.
    constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    std::uint64_t bytes = elementSize(type);
    bool isEmpty = false;
    for (const std::int64_t dimension : shape) {
        if (dimension < 0) {
            return std::nullopt;
        }
        isEmpty = isEmpty || dimension == 0;
        const auto factor = static_cast<std::uint64_t>(dimension == 0 ? 1 : dimension);
        if (bytes > kLargest / factor) {
            return std::nullopt;
        }
        bytes *= factor;
    }
    return isEmpty ? 0 : bytes;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t dimension : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(dimension);
    }
    return text + "]";
}

} // namespace trutina::engine
