// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/media/picture.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>

namespace trutina::testing {

/// CRC-32 of the row-major RGB bytes, as the golden values give it.
inline std::uint32_t crc32(const engine::Picture& picture) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < entries.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value & 1U) != 0 ? value >> 1U ^ 0xEDB88320U : value >> 1U;
            }
            entries[i] = value;
        }
        return entries;
    }();
    std::uint32_t crc = ~0U;
    for (const auto byte : picture.rgb) {
        crc = crc >> 8U ^ table[(crc ^ byte) & 255U];
    }
    return ~crc;
}

/// Size and checksums in the form of golden/pixels.json, so that a failure prints both sides.
inline nlohmann::json summaryOf(const engine::Picture& picture) {
    std::array<std::int64_t, 3> sums{};
    for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
        sums[i % 3] += picture.rgb[i];
    }
    return {{"width", picture.width}, {"height", picture.height}, {"crc32", crc32(picture)}, {"sums", sums}};
}

inline engine::Picture noise(int width, int height, unsigned seed) {
    engine::Picture picture(width, height);
    std::mt19937 random(seed);
    for (auto& byte : picture.rgb) {
        byte = static_cast<std::uint8_t>(random());
    }
    return picture;
}

/// The code of the Failure that `action` throws; empty when it throws none.
template <typename Action>
std::string failureCode(Action&& action) {
    try {
        action();
    } catch (const engine::Failure& failure) {
        return failure.error().code;
    }
    return {};
}

} // namespace trutina::testing
