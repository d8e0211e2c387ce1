// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/request_sequences.h"

#include "engine/analysis/ranking.h"
#include "engine/api/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace trutina::engine {

namespace {

std::vector<Message> joined(std::vector<Message> messages, const std::vector<Message>& more) {
    messages.insert(messages.end(), more.begin(), more.end());
    return messages;
}

std::vector<MediaInput> joined(std::vector<MediaInput> media, const std::vector<MediaInput>& more) {
    media.insert(media.end(), more.begin(), more.end());
    return media;
}

void requireFinite(const std::vector<float>& scores) {
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!std::isfinite(scores[i])) {
            throw Failure("model.not_finite", "The model gave no number for candidate " + std::to_string(i + 1) + ".",
                          "Load it again with --dtype float32; if that does not help, its weights are damaged.");
        }
    }
}

} // namespace

RequestSequences assembleRequest(const Tokenizer& tokenizer, const ScoreRequest& request, const MediaPlacer& place,
                                 const std::function<double(std::int64_t)>& baseOf) {
    checkRequest(request);
    const Conversation& conversation = request.conversation;
    const auto sequenceOf = [&](const std::vector<Message>& messages, const std::vector<MediaInput>& media) {
        return assembleSequence(tokenizer, messages, media, request.options.hdNum, request.options.maxLength, place);
    };
    RequestSequences all;
    std::vector<bool> alone;
    if (conversation.candidates.empty()) {
        all.sequences.push_back(sequenceOf(conversation.messages, conversation.media));
        alone.push_back(true);
        all.isWholeConversation = true;
    }
    for (const Candidate& candidate : conversation.candidates) {
        all.sequences.push_back(
            sequenceOf(joined(conversation.messages, candidate.messages), joined(conversation.media, candidate.media)));
        alone.push_back(!candidate.media.empty());
    }
    all.plan = planScoring(all.sequences, alone, request.options, baseOf);
    if (conversation.candidates.size() > 1) {
        all.promptTokens = all.plan.sharedTokens;
    } else if (conversation.candidates.size() == 1) {
        // One candidate shares everything with itself; its own part begins where it would differ from an empty answer.
        const Candidate& candidate = conversation.candidates.front();
        auto empty = candidate.messages;
        for (Message& message : empty) {
            message.content.clear();
        }
        const Sequence without = sequenceOf(joined(conversation.messages, empty), joined(conversation.media, candidate.media));
        const Sequence& with = all.sequences.front();
        all.promptTokens = static_cast<std::int64_t>(std::min(commonPrefix({&with, &without}), with.codes.size() - 1));
    }
    return all;
}

std::vector<ScoringGroup> groupsOf(const RequestSequences& request, bool positions) {
    std::vector<ScoringGroup> groups;
    for (const auto& planned : request.plan.groups) {
        ScoringGroup& group = groups.emplace_back();
        for (const std::size_t index : planned.sequences) {
            group.sequences.push_back(&request.sequences[index]);
        }
        group.readFrom = positions ? request.promptTokens : -1;
        group.trunk = positions ? std::min(planned.trunk, group.readFrom) : planned.trunk;
        group.rotaryBase = planned.rotaryBase;
    }
    return groups;
}

std::int64_t rowsOf(const ScoringGroup& group) {
    std::int64_t rows = group.trunk;
    for (const Sequence* sequence : group.sequences) {
        rows += static_cast<std::int64_t>(sequence->codes.size()) - group.trunk;
    }
    return rows;
}

ScoreResult resultOf(const RequestSequences& request, const std::vector<std::vector<float>>& reads, bool positions) {
    ScoreResult result;
    for (std::size_t i = 0; i < request.sequences.size(); ++i) {
        const Sequence& sequence = request.sequences[i];
        const auto& own = reads[request.plan.sameAs[i]];
        result.scores.push_back(own.back());
        result.truncated.push_back(sequence.truncated);
        result.candidateTokens.push_back(
            static_cast<int>(static_cast<std::int64_t>(sequence.codes.size()) - request.promptTokens));
        if (positions) {
            result.positions.push_back(own);
        }
    }
    requireFinite(result.scores);
    result.order = descendingOrder(result.scores);
    result.promptTokens = static_cast<int>(request.promptTokens);
    const auto& codes = request.sequences.front().codes;
    const auto shared = request.isWholeConversation ? codes.size() : static_cast<std::size_t>(request.promptTokens);
    result.imageTokens =
        static_cast<int>(std::count_if(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(shared), isMedia));
    return result;
}

} // namespace trutina::engine
