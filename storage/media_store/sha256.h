// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace trutina::storage {

/// SHA-256, piece by piece.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
    [[nodiscard]] std::array<std::uint8_t, 32> digest(); ///< ends the sum; nothing can be added after it

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Lower-case hexadecimal.
[[nodiscard]] std::string hexadecimal(std::span<const std::uint8_t> bytes);

} // namespace trutina::storage
