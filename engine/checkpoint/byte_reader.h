// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/checkpoint_failure.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace trutina::engine {

/// Walks over bytes of a file from front to back. Every read is checked; one beyond the end is refused as "FILE is damaged: PART
/// ends early". `file` must outlive the reader.
class ByteReader {
  public:
    ByteReader(std::span<const std::byte> bytes, std::string_view file, std::string part)
        : m_rest(bytes), m_file(file), m_part(std::move(part)) {}

    [[nodiscard]] std::size_t remaining() const { return m_rest.size(); }

    [[nodiscard]] std::span<const std::byte> take(std::uint64_t count) {
        if (count > m_rest.size()) {
            refuseDamaged(m_file, m_part + " ends early");
        }
        const auto taken = m_rest.first(static_cast<std::size_t>(count));
        m_rest = m_rest.subspan(static_cast<std::size_t>(count));
        return taken;
    }
    [[nodiscard]] std::string_view takeText(std::uint64_t count) {
        const auto taken = take(count);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }
    void skip(std::uint64_t count) { static_cast<void>(take(count)); }

    [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(little(1)); }
    [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(little(2)); }
    [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(little(4)); }
    [[nodiscard]] std::uint64_t u64() { return little(8); }

  private:
    [[nodiscard]] std::uint64_t little(std::size_t count) {
        std::uint64_t value = 0;
        std::size_t shift = 0;
        for (const std::byte byte : take(count)) {
            value |= static_cast<std::uint64_t>(byte) << shift;
            shift += 8;
        }
        return value;
    }

    std::span<const std::byte> m_rest;
    std::string_view m_file;
    std::string m_part;
};

} // namespace trutina::engine
