// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/memory.h"
#include "engine/runtime/memory/machine_memory.h"
#include "engine/runtime/memory/memory_formula.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {

/// A compute type that may be taken.
struct ComputeCandidate {
    std::string name;              ///< "float32", …
    std::int64_t computeBytes = 4; ///< per element
    bool isStored = false;         ///< the files hold this very type, so that nothing has to be converted
};

/// Everything that a plan depends on.
struct PlanningInput {
    ModelShape model;
    std::string storedType;                     ///< as in ModelInspection
    std::vector<ComputeCandidate> computeTypes; ///< in order of preference: the later ones are fallbacks
    std::vector<ComputeCandidate> otherTypes;   ///< that were not asked for: only told of where nothing fits
    bool int8Weights = false;
    bool isHostMemory = true; ///< false: memory of a device of its own, to which weights are copied
    RequestShape request;
    FreeMemory free;
    std::int64_t prefixCacheBytes = -1; ///< as in LoadOptions
};

/// The best plan that fits: the preferred compute type and placement, and as few reductions as possible, tried in this order:
/// a smaller prefix cache, fewer parallel candidates, fewer rows at once, features off-loaded (devices of their own only), layers
/// streamed from the file map, another compute type. Where nothing fits, the plan that needs least, with `fits` false.
/// Pure: the same input gives the same plan.
[[nodiscard]] MemoryPlan planMemory(const PlanningInput& input);

/// The same for one request to a model that is loaded as `loaded` says: compute type and placement stay.
[[nodiscard]] MemoryPlan planRequest(const PlanningInput& input, const MemoryPlan& loaded);

/// Throws Failure "memory.exhausted" with the numbers, and with a change that would fit where there is one, unless the plan fits.
void requireFitting(const MemoryPlan& plan, const PlanningInput& input);

/// "3.1 GiB", "512 MiB"
[[nodiscard]] std::string bytesText(std::int64_t bytes);

} // namespace trutina::engine
