// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"

#include <cstddef>
#include <vector>

namespace trutina::engine {

/// Questions of the kind "what if the model did not see this?". Each is answered for every candidate.
///
/// Hidden are media of the conversation that stand in its sequences; of one that is given twice, both at once. A candidate that
/// brings media of its own may see the conversation's in another partition (hd_num 6): where it does, hiding a tile of the usual
/// partition leaves its score as it is.
struct ProbeRequest {
    Conversation conversation;
    ScoreOptions options;
    bool media = true;      ///< without any media (the image-blind probe)
    bool tiles = false;     ///< with one tile of a picture hidden, one after another
    bool frames = false;    ///< with one frame of a video hidden
    bool sentences = false; ///< with one sentence of a candidate left out
};

enum class HiddenKind { Media, Tile, Frame, Sentence };

/// One answer: the scores of exactly that conversation which somebody would get by editing it.
///  - Media: none is given; the sequence is that of the text alone.
///  - Tile: its pixels in the sheet are (123, 117, 104), the mean colour of the training pictures to 8 bits, which the model sees
///  as
///    zero within 0.007; the global view is made from that sheet.
///  - Frame: the video shows one plain frame of that colour in its place; its label stays.
///  - Sentence: the bytes [begin, end) of the message are not there (engine/analysis/sentences.h says what a sentence is).
struct HiddenPart {
    HiddenKind kind = HiddenKind::Media;
    int medium = -1;                ///< index into the conversation's media; -1: all of them, or a sentence
    int row = 0, column = 0;        ///< of a tile
    int frame = 0;                  ///< of a frame, counted among the sampled ones
    int candidate = -1;             ///< of a sentence, 0 without candidates; -1: all candidates were scored again
    int message = 0;                ///< of a sentence: which message of the candidate, or of a conversation without candidates
    std::size_t begin = 0, end = 0; ///< of a sentence: bytes of the message
    std::vector<float> scores;      ///< one per candidate; of a sentence the one of its candidate alone
};

struct ProbeResult {
    ScoreResult whole; ///< nothing hidden
    /// Media; tiles medium by medium, row by row; frames medium by medium; sentences candidate by candidate, in their order. Of
    /// what is not there (media of a text) there is no part.
    std::vector<HiddenPart> parts;
};

} // namespace trutina::engine
