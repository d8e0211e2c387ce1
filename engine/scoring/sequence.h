// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/scoring.h"
#include "engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace trutina::engine {

/// One conversation as it enters the model, cut to its length. A position holds a token id, or for an image position the code of
/// its medium, so that two sequences begin alike exactly as far as their codes agree.
struct Sequence {
    std::vector<std::int32_t> codes;
    bool truncated = false;
};

[[nodiscard]] constexpr std::int32_t mediaCode(int slot) {
    return -1 - slot;
}
[[nodiscard]] constexpr bool isMedia(std::int32_t code) {
    return code < 0;
}
[[nodiscard]] constexpr int mediaSlot(std::int32_t code) {
    return -1 - code;
}

/// Where one medium of a sequence is kept, and how many positions it takes.
struct MediaPlace {
    int slot = 0;
    int tokens = 0;
};

/// Answers for a medium, with the hd_num that applies to it. Called only for media that the sequence reaches.
using MediaPlacer = std::function<MediaPlace(const MediaInput& media, int hdNum)>;

/// Chat template, interleaving and truncation (specification 6.1, 6.2). Throws Failure "conversation.role", and what `place`
/// throws.
[[nodiscard]] Sequence assembleSequence(const Tokenizer& tokenizer, const std::vector<Message>& messages,
                                        const std::vector<MediaInput>& media, int hdNum, int maxLength, const MediaPlacer& place);

/// Number of leading codes that all sequences share.
[[nodiscard]] std::size_t commonPrefix(const std::vector<const Sequence*>& sequences);

/// Throws Failure "options.hd_num", "options.max_length", "candidates.empty" (a batch of no chats has no scores).
void checkRequest(const ScoreRequest& request);

} // namespace trutina::engine
