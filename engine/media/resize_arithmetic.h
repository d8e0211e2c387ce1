// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/host_device.h"

#include <cstdint>

/// The fixed-point sums of the picture resize (specification 3.4), written once for processor and GPU.
namespace trutina::engine::resize {

inline constexpr int weightBits = 22;
inline constexpr std::int32_t half = std::int32_t{1} << (weightBits - 1);

TRUTINA_HOST_DEVICE inline std::uint8_t toByte(std::int32_t sum) {
    const std::int32_t value = sum >> weightBits;
    return static_cast<std::uint8_t>(value < 0 ? 0 : (value > 255 ? 255 : value));
}

/// One pass of the resize, along one axis of 8-bit RGB pixels. Line n of the target is the weighted sum of `count[n]` lines of
/// the source from `first[n]` on. Strides are in bytes, so that rows, columns and transposed pictures are one and the same.
/// Called with every index from 0 to lines * across * 3.
struct AxisPass {
    const std::uint8_t* source = nullptr;
    std::uint8_t* target = nullptr;
    const std::int32_t* first = nullptr;
    const std::int32_t* count = nullptr;
    const std::int32_t* weights = nullptr; ///< `taps` for each line
    std::int64_t taps = 0;
    std::int64_t lines = 0;  ///< of the target, along the axis that is resized
    std::int64_t across = 0; ///< pixels of a line
    std::int64_t sourceLine = 0, sourceAcross = 0;
    std::int64_t targetLine = 0, targetAcross = 0;
    bool linesInner = false; ///< neighbouring indices are neighbouring lines: for targets whose lines lie side by side

    template <typename Index>
    TRUTINA_HOST_DEVICE void operator()(Index index) const {
        const std::int64_t channel = index % 3;
        const Index pixel = index / 3;
        const Index inner = static_cast<Index>(linesInner ? lines : across);
        const std::int64_t line = linesInner ? pixel % inner : pixel / inner;
        const std::int64_t at = linesInner ? pixel / inner : pixel % inner;
        const std::uint8_t* value = source + first[line] * sourceLine + at * sourceAcross + channel;
        const std::int32_t* const weight = weights + line * taps;
        std::int32_t sum = half;
        for (std::int32_t tap = 0; tap < count[line]; ++tap, value += sourceLine) {
            sum += *value * weight[tap];
        }
        target[line * targetLine + at * targetAcross + channel] = toByte(sum);
    }
};

} // namespace trutina::engine::resize
