// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace trutina::engine {

/// Whether every text leads through a SentencePiece character map (`precompiled_charsmap`) without leaving it: four bytes with
/// the size of a double-array trie, the trie in units of four bytes (little-endian, as Darts-clone lays them out), and what its
/// values point into, texts that end with NUL. An empty map is sound.
[[nodiscard]] bool isSoundCharacterMap(std::string_view map);

} // namespace trutina::engine
