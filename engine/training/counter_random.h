// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace trutina::engine {

/// Spreads a counter over 64 bits (the finaliser of splitmix64): random numbers that need no state.
[[nodiscard]] constexpr std::uint64_t scrambled(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

__extension__ using WideInteger = unsigned __int128;

/// Evenly in [0, bound), without the bias of a remainder that would matter here.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t random, std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<WideInteger>(random) * bound) >> 64);
}

} // namespace trutina::engine
