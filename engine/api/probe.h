// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"

#include <cstddef>
#include <vector>

namespace trutina::engine {

/// Questions of the kind "what if the model did not see this?". Each is answered for every candidate.
struct ProbeRequest {
    Conversation conversation;
    ScoreOptions options;
    bool media = true;      ///< without any media (the image-blind probe)
    bool tiles = false;     ///< with one tile of a picture hidden, one after another
    bool frames = false;    ///< with one frame of a video hidden
    bool sentences = false; ///< with one sentence of a candidate left out
};

enum class HiddenKind { Media, Tile, Frame, Sentence };

/// One answer. A hidden tile or frame is painted in the mean colour of the training pictures, which the model sees as zeros.
struct HiddenPart {
    HiddenKind kind = HiddenKind::Media;
    int medium = -1;                ///< index into the conversation's media; -1: all of them, or a sentence
    int row = 0, column = 0;        ///< of a tile
    int frame = 0;                  ///< of a frame, counted among the sampled ones
    int candidate = -1;             ///< of a sentence; -1: all candidates were scored again
    int message = 0;                ///< of a sentence: which message of the candidate
    std::size_t begin = 0, end = 0; ///< of a sentence: bytes of the message
    std::vector<float> scores;      ///< one per candidate; of a sentence the one of its candidate alone
};

struct ProbeResult {
    ScoreResult whole; ///< nothing hidden
    std::vector<HiddenPart> parts;
};

} // namespace trutina::engine
