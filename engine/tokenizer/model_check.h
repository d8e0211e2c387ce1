// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace trutina::engine {

/// Whether SentencePiece can take a model (protocol buffers) without ending the program or reading where nothing is:
/// - it aborts over NUL in a piece that goes into a trie: any of a unigram model, or one that users defined. Other models may
/// have
///   such pieces, and real ones do;
/// - it follows a map of characters (isSoundCharacterMap) wherever that leads.
/// What has a piece without text, or is no protocol buffer at all, is refused as well.
[[nodiscard]] bool isSoundModel(std::string_view model);

} // namespace trutina::engine
