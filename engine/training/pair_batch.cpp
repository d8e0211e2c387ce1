// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/pair_batch.h"

#include "engine/tokenizer/chat_template.h"
#include "engine/training/training_text.h"

#include <algorithm>

namespace trutina::engine {

namespace {

Sequence trainingSequence(const Tokenizer& tokenizer, const std::vector<Message>& messages, const std::vector<MediaInput>& media,
                          int maxLength, const TrainingPlacer& place) {
    const std::string text = chatText(trainingTurns(messages));
    const auto limit = static_cast<std::size_t>(maxLength);
    Sequence sequence;
    if (media.empty()) {
        sequence.codes = tokenizer.encode(text, true); // a text is one part, whatever placeholders it quotes
    } else {
        for (const SequencePart& part : interleave(tokenizer, text, static_cast<int>(media.size()))) {
            if (sequence.codes.size() > limit) {
                break;
            }
            if (part.media < 0) {
                sequence.codes.insert(sequence.codes.end(), part.ids.begin(), part.ids.end());
            } else {
                const MediaPlace placed = place(media[static_cast<std::size_t>(part.media)]);
                sequence.codes.insert(sequence.codes.end(), static_cast<std::size_t>(placed.tokens), mediaCode(placed.slot));
            }
        }
    }
    if (sequence.codes.size() > limit) {
        sequence.truncated = true;
        sequence.codes.resize(limit);
    }
    return sequence;
}

/// Appends codes [begin, end) as rows and pieces.
void append(const Sequence& sequence, std::size_t begin, std::size_t end, PairBatch& batch) {
    const auto& codes = sequence.codes;
    for (std::size_t at = begin; at < end;) {
        std::size_t next = at + 1;
        const auto code = codes[at];
        while (next < end && (isMedia(code) ? codes[next] == code : !isMedia(codes[next]))) {
            ++next;
        }
        PairBatch::Piece piece;
        piece.count = static_cast<std::int64_t>(next - at);
        if (isMedia(code)) {
            piece.slot = mediaSlot(code);
            std::size_t start = at;
            while (start > 0 && codes[start - 1] == code) {
                --start;
            }
            piece.first = static_cast<std::int64_t>(at - start);
        } else {
            piece.ids.assign(codes.begin() + static_cast<std::ptrdiff_t>(at), codes.begin() + static_cast<std::ptrdiff_t>(next));
        }
        batch.pieces.push_back(std::move(piece));
        for (; at < next; ++at) {
            if (isMedia(code)) {
                batch.rows.imageRows.push_back(static_cast<std::int64_t>(batch.rows.positions.size()));
            }
            batch.rows.positions.push_back(static_cast<std::int64_t>(at));
        }
    }
}

} // namespace

PairBatch packPairs(const Tokenizer& tokenizer, const std::vector<PreferencePair>& pairs, int maxLength,
                    const TrainingPlacer& place, bool shares) {
    PairBatch batch;
    const auto row = [&] { return static_cast<std::int64_t>(batch.rows.positions.size()); };
    const auto appendBranch = [&](const Sequence& side, std::size_t shared, RowTree& tree) {
        RowRange branch{row(), 0};
        append(side, shared, side.codes.size(), batch);
        branch.end = row();
        batch.rows.scoredRows.push_back(branch.end - 1);
        batch.rows.longest = std::max(batch.rows.longest, static_cast<std::int64_t>(side.codes.size()));
        tree.branches.push_back(branch);
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Sequence chosen = trainingSequence(tokenizer, pairs[i].chosen, pairs[i].media, maxLength, place);
        const Sequence rejected = trainingSequence(tokenizer, pairs[i].rejected, pairs[i].media, maxLength, place);
        if (chosen.codes == rejected.codes) {
            batch.skipped.push_back(i);
            continue;
        }
        batch.pairs.push_back(i);
        if (!shares) {
            for (const Sequence* side : {&chosen, &rejected}) {
                RowTree tree{{row(), row()}, {}};
                appendBranch(*side, 0, tree);
                batch.rows.trees.push_back(std::move(tree));
            }
            continue;
        }
        // Each branch keeps its last row, where its score is read.
        const std::size_t shared =
            std::min({commonPrefix({&chosen, &rejected}), chosen.codes.size() - 1, rejected.codes.size() - 1});
        RowTree tree;
        tree.trunk.begin = row();
        append(chosen, 0, shared, batch);
        tree.trunk.end = row();
        appendBranch(chosen, shared, tree);
        appendBranch(rejected, shared, tree);
        batch.rows.trees.push_back(std::move(tree));
    }
    return batch;
}

} // namespace trutina::engine
