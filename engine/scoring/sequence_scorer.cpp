// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/sequence_scorer.h"

#include <algorithm>
#include <utility>

namespace trutina::engine {

namespace {

/// Calls `stretch(begin, end)` for every run of equal kind in [begin, end): text, or one medium.
template <typename Function>
void forStretches(const std::vector<std::int32_t>& codes, std::size_t begin, std::size_t end, Function stretch) {
    while (begin < end) {
        std::size_t next = begin + 1;
        while (next < end && (isMedia(codes[begin]) ? codes[next] == codes[begin] : !isMedia(codes[next]))) {
            ++next;
        }
        stretch(begin, next);
        begin = next;
    }
}

} // namespace

PackedRows SequenceScorer::shapeOf(const ScoringGroup& group) {
    PackedRows packed;
    packed.trunk = group.trunk;
    packed.wanted = group.readFrom < 0 ? PackedRows::Wanted::LastOfBranch : PackedRows::Wanted::BranchRows;
    packed.rotaryBase = group.rotaryBase;
    std::int64_t row = 0;
    const auto addImages = [&](const Sequence& sequence, std::int64_t begin, std::int64_t end) {
        forStretches(sequence.codes, static_cast<std::size_t>(begin), static_cast<std::size_t>(end),
                     [&](std::size_t from, std::size_t to) {
                         if (isMedia(sequence.codes[from])) {
                             const auto at = row + static_cast<std::int64_t>(from) - begin;
                             appendRange(packed.imageRows, {at, at + static_cast<std::int64_t>(to - from)});
                         }
                     });
        row += end - begin;
    };
    addImages(*group.sequences.front(), 0, group.trunk);
    for (const Sequence* sequence : group.sequences) {
        const auto length = static_cast<std::int64_t>(sequence->codes.size());
        packed.branches.push_back(length - group.trunk);
        addImages(*sequence, group.trunk, length);
    }
    return packed;
}

void SequenceScorer::embed(const Sequence& sequence, std::int64_t begin, std::span<const at::Tensor> media,
                           const at::Tensor& rows) const {
    const auto& codes = sequence.codes;
    const auto first = static_cast<std::size_t>(begin);
    forStretches(codes, first, first + static_cast<std::size_t>(rows.size(0)), [&](std::size_t from, std::size_t to) {
        const at::Tensor target = rows.narrow(0, static_cast<std::int64_t>(from - first), static_cast<std::int64_t>(to - from));
        if (!isMedia(codes[from])) {
            target.copy_(m_network.embed(std::span(codes).subspan(from, to - from)));
            return;
        }
        // The stretch may begin inside a medium, and the same medium may stand twice in a row.
        std::size_t start = from;
        while (start > 0 && codes[start - 1] == codes[from]) {
            --start;
        }
        const at::Tensor& tokens = media[static_cast<std::size_t>(mediaSlot(codes[from]))];
        std::int64_t offset = static_cast<std::int64_t>(from - start) % tokens.size(0);
        for (std::int64_t done = 0; done < target.size(0);) {
            const auto count = std::min(tokens.size(0) - offset, target.size(0) - done);
            target.narrow(0, done, count).copy_(tokens.narrow(0, offset, count));
            done += count;
            offset = 0;
        }
    });
}

double SequenceScorer::cost(const ScoringGroup& group) const {
    return m_network.decoder().cost(shapeOf(group));
}

PackedRows SequenceScorer::pack(const ScoringGroup& group, std::span<const at::Tensor> media) const {
    PackedRows packed = shapeOf(group);
    std::int64_t rows = packed.trunk;
    for (const std::int64_t branch : packed.branches) {
        rows += branch;
    }
    packed.embeddings = at::empty({rows, m_network.config().hiddenSize}, at::TensorOptions().dtype(at::kFloat));
    if (group.trunk > 0) {
        embed(*group.sequences.front(), 0, media, packed.embeddings.narrow(0, 0, group.trunk));
    }
    std::int64_t row = group.trunk;
    for (std::size_t i = 0; i < group.sequences.size(); ++i) {
        embed(*group.sequences[i], group.trunk, media, packed.embeddings.narrow(0, row, packed.branches[i]));
        row += packed.branches[i];
    }
    return packed;
}

std::vector<std::vector<float>> SequenceScorer::run(const ScoringGroup& group, std::span<const at::Tensor> media, Pace& pace) {
    PackedRows packed = pack(group, media);
    const auto branches = packed.branches;
    const at::Tensor read = m_network.head(m_network.decoder().run(std::move(packed), pace));
    const float* score = read.data_ptr<float>();
    std::vector<std::vector<float>> scores;
    for (const std::int64_t branch : branches) {
        const std::int64_t count = group.readFrom < 0 ? 1 : branch;
        const std::int64_t skipped = group.readFrom < 0 ? 0 : group.readFrom - group.trunk;
        scores.emplace_back(score + skipped, score + count);
        score += count;
    }
    return scores;
}

} // namespace trutina::engine
