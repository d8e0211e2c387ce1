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

/// A pair with its sequences.
struct Sides {
    std::size_t pair = 0;
    Sequence chosen, rejected;
    std::size_t shared = 0; ///< codes that both begin with; each keeps its last one, where its score is read
    std::size_t answer = 0; ///< codes of the chosen one before what its last turn says
};

/// Codes that all sequences of the pairs begin with.
std::size_t sharedBy(const std::vector<Sides>& group) {
    std::vector<const Sequence*> sequences;
    std::size_t most = group.front().shared;
    for (const Sides& sides : group) {
        sequences.push_back(&sides.chosen);
        most = std::min(most, sides.shared);
    }
    return std::min(most, commonPrefix(sequences));
}

class Packing {
  public:
    Packing(PairBatch& batch, bool says) : m_batch(batch), m_says(says) {}

    void addApart(const Sides& sides) {
        for (const Sequence* side : {&sides.chosen, &sides.rejected}) {
            RowTree tree;
            tree.trunk = {row(), row()};
            if (side == &sides.chosen) {
                addSaid(sides, [begin = row()](std::size_t at) { return begin + static_cast<std::int64_t>(at); });
            }
            addBranch(*side, 0, tree);
            m_batch.rows.trees.push_back(std::move(tree));
        }
    }

    void addTogether(const std::vector<Sides>& group) {
        RowTree tree;
        const std::size_t trunk = sharedBy(group);
        tree.trunk.begin = row();
        append(group.front().chosen, 0, trunk, m_batch);
        tree.trunk.end = row();
        for (const Sides& sides : group) {
            const std::int64_t afterTrunk = row(); // its stem and its chosen branch lie here one after another
            if (sides.shared > trunk) {
                RowStem stem{{row(), 0}, tree.branches.size(), tree.branches.size() + 2};
                append(sides.chosen, trunk, sides.shared, m_batch);
                stem.rows.end = row();
                tree.stems.push_back(stem);
            }
            addSaid(sides, [&](std::size_t at) {
                return static_cast<std::int64_t>(at) +
                       (at < trunk ? tree.trunk.begin : afterTrunk - static_cast<std::int64_t>(trunk));
            });
            addBranch(sides.chosen, sides.shared, tree);
            addBranch(sides.rejected, sides.shared, tree);
        }
        m_batch.rows.trees.push_back(std::move(tree));
    }

  private:
    [[nodiscard]] std::int64_t row() const { return static_cast<std::int64_t>(m_batch.rows.positions.size()); }

    /// What the chosen answer says; `rowOf` tells the row of each of its sequence's codes.
    template <typename RowOf>
    void addSaid(const Sides& sides, const RowOf& rowOf) {
        const auto& codes = sides.chosen.codes;
        for (std::size_t at = std::max<std::size_t>(1, sides.answer); m_says && at < codes.size(); ++at) {
            if (!isMedia(codes[at])) {
                m_batch.rows.said.push_back({rowOf(at - 1), codes[at]});
            }
        }
    }

    void addBranch(const Sequence& side, std::size_t shared, RowTree& tree) {
        RowRange branch{row(), 0};
        append(side, shared, side.codes.size(), m_batch);
        branch.end = row();
        m_batch.rows.scoredRows.push_back(branch.end - 1);
        m_batch.rows.longest = std::max(m_batch.rows.longest, static_cast<std::int64_t>(side.codes.size()));
        tree.branches.push_back(branch);
    }

    PairBatch& m_batch;
    bool m_says;
};

} // namespace

PairBatch packPairs(const Tokenizer& tokenizer, const std::vector<PreferencePair>& pairs, int maxLength,
                    const TrainingPlacer& place, bool shares, bool says) {
    PairBatch batch;
    Packing packing(batch, says);
    std::vector<Sides> group; // neighbours about the same media
    const auto addGroup = [&] {
        if (!group.empty()) {
            packing.addTogether(group);
            group.clear();
        }
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        std::vector<MediaPlace> places; // of the chosen sequence
        const auto placed = [&](const MediaInput& media) { return places.emplace_back(place(media)); };
        Sides sides{i, trainingSequence(tokenizer, pairs[i].chosen, pairs[i].media, maxLength, placed),
                    trainingSequence(tokenizer, pairs[i].rejected, pairs[i].media, maxLength, place)};
        if (sides.chosen.codes == sides.rejected.codes) {
            batch.skipped.push_back(i);
            continue;
        }
        batch.pairs.push_back(i);
        if (says) {
            std::vector<Message> unanswered = pairs[i].chosen;
            unanswered.back().content.clear();
            const auto again = [&places, next = std::size_t{0}](const MediaInput&) mutable { return places.at(next++); };
            const Sequence before = trainingSequence(tokenizer, unanswered, pairs[i].media, maxLength, again);
            sides.answer = commonPrefix({&sides.chosen, &before});
        }
        sides.shared = std::min(
            {commonPrefix({&sides.chosen, &sides.rejected}), sides.chosen.codes.size() - 1, sides.rejected.codes.size() - 1});
        if (!shares) {
            packing.addApart(sides);
            continue;
        }
        if (!group.empty() && (pairs[i].media.empty() || pairs[i].media != pairs[group.back().pair].media)) {
            addGroup();
        }
        group.push_back(std::move(sides));
    }
    addGroup();
    return batch;
}

} // namespace trutina::engine
