// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/text_encoder.h"

#include "engine/scoring/error_border.h"

#include <limits>
#include <system_error>
#include <utility>

namespace trutina::engine {

std::vector<Message> wholeConversation(const Conversation& conversation) {
    auto messages = conversation.messages;
    if (!conversation.candidates.empty()) {
        const auto& answer = conversation.candidates.front().messages;
        messages.insert(messages.end(), answer.begin(), answer.end());
    }
    return messages;
}

std::vector<MediaInput> wholeMedia(const Conversation& conversation) {
    auto media = conversation.media;
    if (!conversation.candidates.empty()) {
        const auto& own = conversation.candidates.front().media;
        media.insert(media.end(), own.begin(), own.end());
    }
    return media;
}

TokenSequence describeSequence(const Tokenizer& tokenizer, const Sequence& sequence) {
    TokenSequence tokens;
    for (const std::int32_t code : sequence.codes) {
        tokens.ids.push_back(isMedia(code) ? -100 : code);
        tokens.pieces.push_back(isMedia(code) ? "<image>" : tokenizer.piece(code));
    }
    return tokens;
}

std::shared_ptr<const Tokenizer> openTokenizer(const std::filesystem::path& file) {
    std::error_code unreadable; // the tokenizer itself says what is wrong with the file
    return std::make_shared<const Tokenizer>(std::filesystem::is_directory(file, unreadable) ? file / "tokenizer.model" : file);
}

TokenSequence SentencePieceEncoder::encode(std::string_view text, bool bos) const {
    return atBorder([&] {
        Sequence sequence;
        sequence.codes = m_tokenizer->encode(text, bos);
        return describeSequence(*m_tokenizer, sequence);
    });
}

TokenSequence SentencePieceEncoder::encodeChat(const Conversation& conversation) const {
    return atBorder([&] {
        // Placeholders part the text as they would with their media, but take no positions.
        const auto nothing = [](const MediaInput&, int) { return MediaPlace{}; };
        return describeSequence(*m_tokenizer,
                                assembleSequence(*m_tokenizer, wholeConversation(conversation), wholeMedia(conversation), 1,
                                                 std::numeric_limits<int>::max(), nothing));
    });
}

} // namespace trutina::engine
