// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/tokenizer/added_tokens.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::engine {

/// The InternLM2 tokenizer: SentencePiece BPE behind a split at special tokens (specification 2).
/// Threads: const members may be called from several threads at once.
class Tokenizer {
  public:
    /// `file` is a SentencePiece model. `added` are further literals that become one id each, none by default
    /// (specification 2.4). Throws Failure "tokenizer.not_found", "tokenizer.damaged" or "tokenizer.config".
    explicit Tokenizer(const std::filesystem::path& file, const AddedTokens& added = {});
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    /// UTF-8 to ids (2.2). Invalid bytes become U+FFFD first. `bos` puts id 1 in front.
    [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text, bool bos) const;
    [[nodiscard]] std::string decode(const std::vector<std::int32_t>& ids) const; ///< plain decoding (2.5)
    [[nodiscard]] std::string piece(std::int32_t id) const;
    [[nodiscard]] int size() const;

  private:
    struct Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace trutina::engine
