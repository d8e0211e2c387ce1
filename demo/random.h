// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/counter_random.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace trutina::demo {

/// Random numbers that are the same on every machine: a counter, scrambled. Draw in statements of their own, not as arguments of
/// one call: compilers evaluate those in any order.
class Random {
  public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0)
        : m_key(engine::scrambled(engine::scrambled(seed) + 0x632be59bd9b4e019ULL * (stream + 1))) {}

    [[nodiscard]] std::uint64_t next() { return engine::scrambled(m_key ^ engine::scrambled(m_counter++)); }
    /// In [0, bound).
    [[nodiscard]] int below(int bound) { return static_cast<int>(engine::below(next(), static_cast<std::uint64_t>(bound))); }
    /// In [first, last].
    [[nodiscard]] int between(int first, int last) { return first + below(last - first + 1); }
    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    [[nodiscard]] int coin() { return below(2); }

    template <typename List>
    [[nodiscard]] const auto& pick(const List& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
    }
    template <typename List>
    void shuffle(List& list) {
        for (std::size_t i = std::size(list); i > 1; --i) {
            std::swap(list[i - 1], list[static_cast<std::size_t>(below(static_cast<int>(i)))]);
        }
    }

  private:
    std::uint64_t m_key;
    std::uint64_t m_counter = 0;
};

} // namespace trutina::demo
