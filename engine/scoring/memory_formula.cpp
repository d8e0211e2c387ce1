// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/memory_formula.h"

#include "engine/api/error.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>

namespace trutina::engine {

namespace {

/// The value of a "Name:   123 kB" line.
std::int64_t kilobytesLine(const char* file, const std::string& name) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(name + ":")) {
            return std::stoll(line.substr(name.size() + 1)) * 1024;
        }
    }
    return 0;
}

std::optional<std::int64_t> number(const char* file) {
    std::ifstream stream(file);
    std::int64_t value = 0;
    if (stream >> value) {
        return value;
    }
    return std::nullopt;
}

} // namespace

std::int64_t MemoryFormula::anonymous() const {
    const auto inner = m_config.intermediateSize;
    const auto hidden = m_config.hiddenSize;
    const auto fused = hidden + 2 * m_config.keyValueHeads * m_config.headSize();
    const auto rank = m_sizes.partialLoraRank;
    const auto layer =
        hidden * fused + hidden * hidden + 3 * hidden * inner + rank * (hidden + fused + 2 * hidden + 3 * (hidden + inner));
    if (m_streamed) {
        return layer * m_computeBytes;
    }
    if (m_storedBytes == m_computeBytes) {
        return 0;
    }
    const auto embedding = m_config.vocabularySize * hidden * m_storedBytes; // stays as it is in the file
    return (m_weightBytes - embedding) / m_storedBytes * m_computeBytes;
}

std::int64_t MemoryFormula::weights() const {
    return m_weightBytes + anonymous();
}

std::int64_t MemoryFormula::scoring(std::int64_t rows, std::int64_t visionTiles) const {
    constexpr std::int64_t kChunk = 512;
    const auto hidden = m_config.hiddenSize;
    const auto fused = hidden + 2 * m_config.keyValueHeads * m_config.headSize();
    // The stream, queries, keys, values and attention of all rows; the feed-forward part of one chunk.
    const auto decoder = rows * (fused + 2 * hidden) + kChunk * (2 * m_config.intermediateSize + 4 * hidden);
    const auto side = m_config.tileSize / m_config.patchSize;
    const auto tokens = side * side + 1;
    const auto group = std::max<std::int64_t>(1, 3300 / tokens);
    const auto vision = group * tokens * (2 * m_sizes.visionIntermediate + 6 * m_sizes.visionWidth);
    constexpr std::int64_t kWide = sizeof(float); // the residual streams and the pixels
    const auto visionStream = visionTiles * (tokens * m_sizes.visionWidth + 2 * 3 * m_config.tileSize * m_config.tileSize);
    return std::max(decoder * m_computeBytes + rows * hidden * kWide, vision * m_computeBytes + visionStream * kWide);
}

void MemoryFormula::requireFor(std::int64_t rows, std::int64_t visionTiles) const {
    const auto needed = scoring(rows, visionTiles);
    const auto available = availableMemoryBytes();
    if (available > 0 && needed > available) {
        throw Failure("memory.exhausted",
                      "This request needs about " + std::to_string(needed >> 20) + " MiB, and " +
                          std::to_string(available >> 20) + " MiB are free.",
                      "Close other programs, use --dtype bfloat16, a smaller --hd-num or a smaller --max-length.");
    }
}

std::int64_t availableMemoryBytes() {
    std::int64_t available = kilobytesLine("/proc/meminfo", "MemAvailable");
    const auto limit = number("/sys/fs/cgroup/memory.max");
    const auto used = number("/sys/fs/cgroup/memory.current");
    if (limit && used) {
        // Cached file pages count as used there but give way.
        std::int64_t cached = 0;
        std::ifstream stream("/sys/fs/cgroup/memory.stat");
        for (std::string key; stream >> key;) {
            std::int64_t value = 0;
            stream >> value;
            if (key == "file") {
                cached = value;
                break;
            }
        }
        available = std::min(available, *limit - *used + cached);
    }
    return std::max<std::int64_t>(available, 0);
}

std::int64_t peakMemoryBytes() {
    return kilobytesLine("/proc/self/status", "VmHWM");
}

} // namespace trutina::engine
