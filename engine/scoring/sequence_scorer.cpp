// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/sequence_scorer.h"

#include "engine/model/device_kernels.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/memory_retry.h"

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

/// Trees without embeddings.
PackedRows shapeOf(std::span<const ScoringGroup> groups) {
    PackedRows packed;
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
    for (const ScoringGroup& group : groups) {
        PackedTree& tree = packed.trees.emplace_back();
        const std::int64_t begin = rowsOf(group.prefix);
        tree.prefix = group.prefix;
        tree.trunk = group.trunk - begin;
        tree.wanted = group.readFrom < 0 ? PackedTree::Wanted::LastOfBranch : PackedTree::Wanted::BranchRows;
        tree.rotaryBase = group.rotaryBase;
        tree.keepTrunk = group.keepTrunk;
        tree.keepBranches = group.keepBranches;
        addImages(*group.sequences.front(), begin, group.trunk);
        for (const Sequence* sequence : group.sequences) {
            const auto length = static_cast<std::int64_t>(sequence->codes.size());
            tree.branches.push_back(length - group.trunk);
            addImages(*sequence, group.trunk, length);
        }
    }
    return packed;
}

} // namespace

std::int64_t computedRows(const ScoringGroup& group) {
    std::int64_t rows = group.trunk - rowsOf(group.prefix);
    for (const Sequence* sequence : group.sequences) {
        rows += static_cast<std::int64_t>(sequence->codes.size()) - group.trunk;
    }
    return rows;
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

double SequenceScorer::cost(std::span<const ScoringGroup> groups) const {
    return m_network.decoder().cost(shapeOf(groups));
}

PackedRows SequenceScorer::pack(std::span<const ScoringGroup> groups) const {
    PackedRows packed = shapeOf(groups);
    std::int64_t rows = 0;
    for (const ScoringGroup& group : groups) {
        rows += computedRows(group);
    }
    packed.embeddings =
        at::empty({rows, m_network.config().hiddenSize}, at::TensorOptions().dtype(at::kFloat).device(m_network.device()));
    std::int64_t row = 0;
    const auto fill = [&](const ScoringGroup& group, const Sequence& sequence, std::int64_t begin, std::int64_t end) {
        embed(sequence, begin, group.media, packed.embeddings.narrow(0, row, end - begin));
        row += end - begin;
    };
    for (const ScoringGroup& group : groups) {
        fill(group, *group.sequences.front(), rowsOf(group.prefix), group.trunk);
        for (const Sequence* sequence : group.sequences) {
            fill(group, *sequence, group.trunk, static_cast<std::int64_t>(sequence->codes.size()));
        }
    }
    return packed;
}

std::vector<SequenceScorer::GroupScores> SequenceScorer::run(std::span<const ScoringGroup> groups, Pace& pace) {
    m_times = {};
    std::vector<GroupScores> all(groups.size());
    for (const bool strict : {false, true}) {
        std::vector<ScoringGroup> together;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (groups[i].strict == strict) {
                together.push_back(groups[i]);
                places.push_back(i);
            }
        }
        if (together.empty()) {
            continue;
        }
        auto scored = m_network.device().is_cpu() ? runTogether(together, pace) : runOnDevice(together, pace);
        for (std::size_t i = 0; i < places.size(); ++i) {
            all[places[i]] = std::move(scored[i]);
        }
        m_times.trunk += m_network.decoder().times().trunk;
        m_times.branches += m_network.decoder().times().branches;
    }
    return all;
}

std::vector<SequenceScorer::GroupScores> SequenceScorer::runOnDevice(std::span<const ScoringGroup> groups, Pace& pace) {
    Decoder& decoder = m_network.decoder();
    const PackLimits limits = decoder.limits();
    int candidates = 0;
    for (const ScoringGroup& group : groups) {
        candidates += static_cast<int>(group.sequences.size());
    }
    MemoryPlan plan;
    plan.parallelCandidates = static_cast<int>(limits.parallelBranches);
    plan.rowsAtOnce = static_cast<int>(limits.rowsAtOnce);
    const auto release = [this] {
        if (const DeviceKernels* kernels = deviceKernels(m_network.device().type())) {
            kernels->releaseMemory();
        }
    };
    const auto attempt = [&](const MemoryPlan& tried) {
        decoder.setLimits({tried.parallelCandidates, tried.rowsAtOnce});
        try {
            return runTogether(groups, pace);
        } catch (...) {
            decoder.setLimits(limits);
            rethrowAsFailure();
        }
    };
    auto scores = withSmallerPlans(
        plan, {[candidates](const MemoryPlan& failed) { return smallerPlan(failed, candidates); }, release}, attempt);
    decoder.setLimits(limits);
    return scores;
}

std::vector<SequenceScorer::GroupScores> SequenceScorer::runTogether(std::span<const ScoringGroup> groups, Pace& pace) {
    PackedRows packed = pack(groups);
    const bool strict = groups.front().strict;
    packed.strict = strict;
    auto result = m_network.decoder().run(std::move(packed), pace);
    const at::Tensor read = m_network.head(result.states, strict).cpu();
    const float* score = read.data_ptr<float>();
    std::vector<GroupScores> all;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const ScoringGroup& group = groups[i];
        auto& one = all.emplace_back(GroupScores{{}, std::move(result.kept[i])});
        for (const Sequence* sequence : group.sequences) {
            const auto own = static_cast<std::int64_t>(sequence->codes.size()) - group.trunk;
            const std::int64_t count = group.readFrom < 0 ? 1 : own;
            const std::int64_t skipped = group.readFrom < 0 ? 0 : group.readFrom - group.trunk;
            one.scores.emplace_back(score + skipped, score + count);
            score += count;
        }
    }
    return all;
}

} // namespace trutina::engine
