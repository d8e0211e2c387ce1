// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/request_planner.h"

#include <algorithm>
#include <utility>

namespace trutina::engine {

RequestShape requestShapeOf(std::span<const ScoringGroup> groups, std::int64_t largestMedium, std::int64_t imageTokens) {
    RequestShape shape;
    shape.visionTiles = largestMedium;
    shape.imageTokens = imageTokens;
    shape.candidates = 0;
    std::int64_t ownRows = 0;
    for (const ScoringGroup& group : groups) {
        shape.promptTokens += group.trunk;
        shape.candidates += static_cast<std::int64_t>(group.sequences.size());
        for (const Sequence* sequence : group.sequences) {
            ownRows += static_cast<std::int64_t>(sequence->codes.size()) - group.trunk;
        }
    }
    shape.candidates = std::max<std::int64_t>(shape.candidates, 1);
    shape.candidateTokens = (ownRows + shape.candidates - 1) / shape.candidates;
    return shape;
}

RequestPlanner::RequestPlanner(PlanningInput input, MemoryPlan loaded, std::int64_t memoryLimitBytes, std::int64_t heldBefore)
    : m_input(std::move(input)), m_loaded(std::move(loaded)), m_memoryLimitBytes(memoryLimitBytes), m_heldBefore(heldBefore) {}

MemoryPlan RequestPlanner::plan(const RequestShape& request, std::int64_t prefixCacheBytes) const {
    PlanningInput input = m_input;
    input.request = request;
    input.prefixCacheBytes = prefixCacheBytes;
    // Plans count from before the model was loaded: what it holds now is added to what is free now. Pages of its files are among
    // the free ones, since they give way.
    const std::int64_t held = std::max<std::int64_t>(heldPrivateBytes() - m_heldBefore, 0);
    input.free = readFreeMemory();
    const auto add = [](std::int64_t& bytes, std::int64_t more) { bytes = bytes == kUnlimitedBytes ? bytes : bytes + more; };
    add(input.free.residentBytes, held);
    add(input.free.writableBytes, held);
    add(input.free.addressBytes, held + input.model.fileBytes);
    input.free = limited(std::move(input.free), m_memoryLimitBytes);
    MemoryPlan plan = planRequest(input, m_loaded);
    requireFitting(plan, input);
    return plan;
}

} // namespace trutina::engine
