// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/sequence.h"

#include "engine/api/error.h"
#include "engine/tokenizer/chat_template.h"

#include <algorithm>
#include <string>

namespace trutina::engine {

Sequence assembleSequence(const Tokenizer& tokenizer, const std::vector<Message>& messages, const std::vector<MediaInput>& media,
                          int hdNum, int maxLength, const MediaPlacer& place) {
    const auto mediaCount = static_cast<int>(media.size());
    const auto limit = static_cast<std::size_t>(maxLength);
    const int effective = effectiveHdNum(hdNum, mediaCount);
    Sequence sequence;
    for (const SequencePart& part : interleave(tokenizer, chatText(messages), mediaCount)) {
        if (sequence.codes.size() > limit) {
            break; // the reference never opens media beyond its limit
        }
        if (part.media < 0) {
            sequence.codes.insert(sequence.codes.end(), part.ids.begin(), part.ids.end());
        } else {
            const MediaPlace placed = place(media[static_cast<std::size_t>(part.media)], effective);
            sequence.codes.insert(sequence.codes.end(), static_cast<std::size_t>(placed.tokens), mediaCode(placed.slot));
        }
    }
    if (sequence.codes.size() > limit) {
        sequence.truncated = true;
        sequence.codes.resize(limit);
    }
    return sequence;
}

std::size_t commonPrefix(const std::vector<const Sequence*>& sequences) {
    if (sequences.empty()) {
        return 0;
    }
    const auto& first = sequences.front()->codes;
    std::size_t length = first.size();
    for (const Sequence* other : sequences) {
        const auto end = other->codes.begin() + static_cast<std::ptrdiff_t>(std::min(length, other->codes.size()));
        length = static_cast<std::size_t>(std::mismatch(other->codes.begin(), end, first.begin()).first - other->codes.begin());
    }
    return length;
}

void checkRequest(const ScoreRequest& request) {
    if (request.options.hdNum < 1) {
        throw Failure("options.hd_num",
                      "hd_num is " + std::to_string(request.options.hdNum) + ", but at least one tile is needed.",
                      "Use a number from 1 on; 9 is usual.");
    }
    if (request.options.maxLength < 1) {
        throw Failure("options.max_length",
                      "max_length is " + std::to_string(request.options.maxLength) + ", so nothing would be left to score.",
                      "Use a number from 1 on; 16384 is usual.");
    }
    if (request.options.semantics == ScoringSemantics::Batch && request.conversation.candidates.empty()) {
        throw Failure("candidates.empty", "There are no candidates to rank.", "Give at least one candidate.");
    }
}

} // namespace trutina::engine
