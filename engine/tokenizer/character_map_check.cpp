// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/character_map_check.h"

#include <cstddef>
#include <cstdint>

namespace trutina::engine {

namespace {

constexpr std::size_t kUnitSize = 4;
constexpr std::uint32_t kIsValue = 1U << 31U; ///< of a unit: it holds a value and no way on
constexpr std::uint32_t kHasValue = 1U << 8U; ///< of any other: a text ends here, and the unit it leads to holds its value
constexpr std::uint32_t kAnyByte = 0xFF;      ///< the next byte chooses among the 256 units of a block

std::uint32_t unitAt(std::string_view units, std::size_t index) {
    std::uint32_t unit = 0;
    for (std::size_t byte = 0; byte < kUnitSize; ++byte) {
        unit |= std::uint32_t{static_cast<std::uint8_t>(units[index * kUnitSize + byte])} << (8U * byte);
    }
    return unit;
}

/// How far a unit leads, to be taken exclusive or with its own place.
std::uint32_t offsetOf(std::uint32_t unit) {
    constexpr std::uint32_t kIsWide = 1U << 9U;
    return (unit >> 10U) << ((unit & kIsWide) >> 6U);
}

} // namespace

bool isSoundCharacterMap(std::string_view map) {
    if (map.empty()) {
        return true;
    }
    if (map.size() <= kUnitSize) {
        return false;
    }
    const std::size_t size = unitAt(map, 0);
    map.remove_prefix(kUnitSize);
    if (size == 0 || size % kUnitSize != 0 || size >= map.size() || map.back() != '\0') {
        return false;
    }
    const std::string_view trie = map.substr(0, size);
    const std::size_t texts = map.size() - size;
    const std::size_t units = size / kUnitSize;
    for (std::size_t at = 0; at < units; ++at) {
        const std::uint32_t unit = unitAt(trie, at);
        if ((unit & kIsValue) != 0) {
            continue;
        }
        const std::size_t next = at ^ offsetOf(unit);
        if ((next | kAnyByte) >= units) {
            return false;
        }
        if ((unit & kHasValue) != 0 && (unitAt(trie, next) & ~kIsValue) >= texts) {
            return false;
        }
    }
    return true;
}

} // namespace trutina::engine
