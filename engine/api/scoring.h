// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {

enum class ScoringMode {
    Shared,      ///< the longest common token prefix of the candidates is computed once
    Independent, ///< every candidate is a sequence of its own
};

/// Which of the reference's operations a request stands for (specification 1.5).
enum class ScoringSemantics {
    Single, ///< get_score for each candidate
    Batch,  ///< get_scores: the dynamic rotary base (5.4) follows the longest candidate
};

/// What of a request stays in the prefix cache after it.
enum class Keep {
    Nothing,
    Prompt,     ///< what the candidates share
    Candidates, ///< the candidates' own parts too: for texts that are being edited
};

struct ScoreOptions {
    int hdNum = 9;         ///< upper bound of sub-tiles per picture, >= 1; becomes 6 with two or more media (specification 3.3)
    int maxLength = 16384; ///< tokens kept from the left, >= 1 (specification 6.2)
    ScoringMode mode = ScoringMode::Shared;
    ScoringSemantics semantics = ScoringSemantics::Single;
    bool frameLabels = true; ///< numbers above the frames of a video (specification 7.3)
    Keep keep = Keep::Prompt;
    bool reuse = true;      ///< begin from kept prefixes and kept image features where there are any
    bool strict = false;    ///< the same bits alone, in company, in any order and from a warm cache; slower
    bool positions = false; ///< also return the score read after every token of each candidate's own part
};

struct ScoreRequest {
    Conversation conversation;
    ScoreOptions options;
};

/// What one request cost. Times in seconds of wall clock, memory in bytes.
struct RunStatistics {
    double decodeSeconds = 0;
    double visionSeconds = 0;
    double prefixSeconds = 0;
    double candidateSeconds = 0;
    double totalSeconds = 0;
    double floatingPointOperations = 0; ///< by the formulas of docs/performance.md
    std::int64_t peakMemoryBytes = 0;   ///< of the process (VmHWM)
    std::int64_t mediaCacheHits = 0;    ///< media whose features were not computed anew
    std::int64_t prefixCacheHits = 0;   ///< sequences that did not compute their beginning anew
    std::int64_t computedTokens = 0;    ///< rows that went through the decoder
    std::int64_t reusedTokens = 0;      ///< rows whose keys and values were taken from the prefix cache
    std::int64_t packedRequests = 1;    ///< requests that went through the model together, this one included
};

struct ScoreResult {
    std::vector<float> scores; ///< one per candidate, or one for a whole conversation
    std::vector<int> order;    ///< candidate indices by descending score; equal scores keep their order
    /// Tokens shared by all candidates, image tokens included; each keeps at least one of its own. A single candidate's own part
    /// begins where an empty answer would differ from it; a whole conversation is all its own part, so that this is 0.
    int promptTokens = 0;
    int imageTokens = 0;              ///< image tokens of the shared part; of the whole conversation where there is no candidate
    std::vector<int> candidateTokens; ///< tokens of each candidate's own part
    std::vector<bool> truncated;      ///< whether maxLength cut the candidate
    std::vector<std::vector<float>> positions; ///< empty unless asked for
    RunStatistics statistics;
};

} // namespace trutina::engine
