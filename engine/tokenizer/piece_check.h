// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace trutina::engine {

/// Whether SentencePiece can take the pieces of a model (protocol buffers: field 1, whose field 1 is the text). It ends the
/// program over NUL in a piece that goes into a trie: any of a unigram model, or one that users defined. Other models may have
/// such pieces, and real ones do. What has a piece without text, or is no protocol buffer at all, is refused as well.
[[nodiscard]] bool hasSoundPieces(std::string_view model);

} // namespace trutina::engine
