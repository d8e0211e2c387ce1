// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/question.h"

#include "engine/training/counter_random.h"

#include <cstddef>

namespace trutina::demo {

Question phrase(Random& random, Kind kind, const Wordings& wordings, int trueValue) {
    Question question;
    question.kind = kind;
    question.trueValue = trueValue;
    question.prompt = random.pick(wordings.questions);
    if (infoOf(kind).media == MediaKind::Pictures) {
        question.prompt = "Image1 <ImageHere>; Image2 <ImageHere>; " + question.prompt;
    } else if (infoOf(kind).media == MediaKind::Video) {
        question.prompt = "Here are some frames of a video. " + question.prompt;
    }
    const int ways = static_cast<int>(wordings.answers[0].size());
    const int first = random.below(ways);
    const int drawn = random.below(ways);
    const int second = random.coin() == 0 ? first : drawn;
    const std::array<std::string, 2> byValue{wordings.answers[0][static_cast<std::size_t>(first)],
                                             wordings.answers[1][static_cast<std::size_t>(second)]};
    const int place = random.coin(); // of the first value
    question.answers[static_cast<std::size_t>(place)] = byValue[0];
    question.answers[static_cast<std::size_t>(1 - place)] = byValue[1];
    question.right = trueValue == 0 ? place : 1 - place;
    question.wordings = {wordings.answers[static_cast<std::size_t>(trueValue)],
                         wordings.answers[static_cast<std::size_t>(1 - trueValue)]};
    return question;
}

bool isHeldOutText(std::string_view text) {
    std::uint64_t hash = 0;
    for (const char letter : text) {
        hash = engine::scrambled(hash ^ static_cast<unsigned char>(letter));
    }
    return hash % 8 == 0;
}

} // namespace trutina::demo
