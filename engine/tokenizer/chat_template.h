// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::engine {

/// Stands in a text for the place of a medium and never becomes tokens.
inline constexpr std::string_view kImagePlaceholder = "<ImageHere>";

/// The whole text of a conversation with the reward token at its end (specification 6.1, inference: content is not trimmed).
/// Throws Failure "conversation.role".
[[nodiscard]] std::string chatText(const std::vector<Message>& messages);

/// One stretch of a sequence: token ids, or the place of one medium.
struct SequencePart {
    std::vector<std::int32_t> ids; ///< empty for a medium
    int media = -1;                ///< index into the media of the sequence, -1 for text
};

/// Text and media in the order in which they enter the model (specification 6.2, steps 1 to 5; not yet cut to a length):
/// default placement of a single medium, `<ImageHere>`, parts tokenized alone, media beyond the placeholders ignored.
[[nodiscard]] std::vector<SequencePart> interleave(const Tokenizer& tokenizer, const std::string& text, int mediaCount);

/// hdNum that applies: 6 with two or more media (specification 3.3).
[[nodiscard]] int effectiveHdNum(int hdNum, int mediaCount);

} // namespace trutina::engine
