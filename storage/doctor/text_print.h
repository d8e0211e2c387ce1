// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// A 64-bit hash that is the same on every machine (FNV-1a with a final mix). Not against people who forge collisions: where
/// two texts must be equal, they are compared.
[[nodiscard]] std::uint64_t hashOf(std::string_view text, std::uint64_t seed = 0);

/// Lower case (ASCII), letters and digits only, one space between words: what is left when form does not matter. Characters
/// beyond ASCII stay as they are.
[[nodiscard]] std::string plainForm(std::string_view text);

/// The texts of turns in one, a line each.
[[nodiscard]] std::string joined(const std::vector<Turn>& turns);

/// Hash of a prompt with its media; white space at the ends of a turn does not count.
[[nodiscard]] std::uint64_t hashOfPrompt(const ItemRecord& item);

/// Hash of an answer with its media, as hashOfPrompt().
[[nodiscard]] std::uint64_t hashOfAnswer(const CandidateRecord& answer);

/// The parts of a text that overlap: hashes of every five characters in a row of its plain form, sorted, each once. Of a shorter
/// text, the one hash of all of it.
[[nodiscard]] std::vector<std::uint64_t> shingles(std::string_view plainText);

/// Share of the shingles that two texts have in common, of all that they have (Jaccard).
[[nodiscard]] double similarity(const std::vector<std::uint64_t>& first, const std::vector<std::uint64_t>& second);

/// From which similarity two texts count as nearly the same.
inline constexpr double kNearlySame = 0.8;

inline constexpr std::size_t kBands = 6;
/// Hashes of which two similar texts share at least one: nearly always (.96) at a similarity of .8, seldom (.09) at .35
/// (MinHash in one permutation, six bands of four).
[[nodiscard]] std::array<std::uint32_t, kBands> bandsOf(const std::vector<std::uint64_t>& shingles);

} // namespace trutina::storage
