// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"
#include "engine/scoring/sequence.h"
#include "engine/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace trutina::engine {

/// The messages of a whole conversation: those of the prompt, followed by those of its first candidate where there is one.
[[nodiscard]] std::vector<Message> wholeConversation(const Conversation& conversation);
/// The media that belong to them.
[[nodiscard]] std::vector<MediaInput> wholeMedia(const Conversation& conversation);

/// Ids and pieces of a sequence, -100 and "<image>" at image positions.
[[nodiscard]] TokenSequence describeSequence(const Tokenizer& tokenizer, const Sequence& sequence);

/// `file` is a SentencePiece model or a folder that holds one as tokenizer.model.
[[nodiscard]] std::shared_ptr<const Tokenizer> openTokenizer(const std::filesystem::path& file);

class SentencePieceEncoder final : public TextEncoder {
  public:
    explicit SentencePieceEncoder(std::shared_ptr<const Tokenizer> tokenizer) : m_tokenizer(std::move(tokenizer)) {}
    [[nodiscard]] TokenSequence encode(std::string_view text, bool bos) const override;
    [[nodiscard]] TokenSequence encodeChat(const Conversation& conversation) const override;

  private:
    std::shared_ptr<const Tokenizer> m_tokenizer;
};

} // namespace trutina::engine
