// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/memory/memory_planner.h"

#include "engine/api/error.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace trutina::engine {

namespace {

/// Below this, copies of weights are no burden; above, they may take no more than half of what is free.
constexpr std::int64_t kSmallWeights = std::int64_t{1} << 30;
constexpr std::int64_t kAutomaticCacheShare = 8;
constexpr std::int64_t kFewestRows = 64;

/// A layout with what it needs.
struct Costed {
    const ComputeCandidate* type = nullptr;
    ComputeLayout layout;
    MemoryPlan plan;
    std::int64_t needed = 0; ///< plan.peakBytes with the whole prefix cache
};

/// Reductions do not change what is computed, so that they are tried before another way to hold the weights.
class Search {
  public:
    explicit Search(const PlanningInput& input) : m_input(input), m_formula(input.model) {}

    [[nodiscard]] MemoryPlan best() {
        for (const ComputeCandidate& type : m_input.computeTypes) {
            for (const ComputeLayout& layout : layouts(type)) {
                if (auto found = reduced({&type, layout, {}})) {
                    return *std::move(found);
                }
            }
        }
        return told(*std::move(m_smallest));
    }

    /// With the weights as they are.
    [[nodiscard]] MemoryPlan within(const ComputeCandidate& type, const ComputeLayout& layout) {
        auto found = reduced({&type, layout, {}});
        return found ? *std::move(found) : told(*std::move(m_smallest));
    }

  private:
    [[nodiscard]] std::vector<ComputeLayout> layouts(const ComputeCandidate& type) const {
        ComputeLayout layout;
        layout.computeBytes = type.computeBytes;
        layout.int8Weights = m_input.int8Weights;
        std::vector<ComputeLayout> all;
        const auto add = [&](WeightPlacement placement, bool filePagesKept) {
            layout.placement = placement;
            layout.filePagesKept = filePagesKept;
            all.push_back(layout);
        };
        const bool mustCopy = !m_input.isHostMemory || m_input.int8Weights;
        if (type.isStored && !mustCopy) {
            add(WeightPlacement::Mapped, true);
        } else {
            add(WeightPlacement::Converted, false);
            const std::int64_t half = m_input.free.residentBytes / 2;
            if (m_input.isHostMemory && !m_input.int8Weights && m_formula.copiedWeights(layout) > std::max(half, kSmallWeights)) {
                all.clear();
            }
            if (!type.isStored && m_input.isHostMemory && !m_input.int8Weights) {
                add(WeightPlacement::Streamed, true);
            }
        }
        if (!m_input.int8Weights) {
            add(WeightPlacement::Streamed, false);
        }
        return all;
    }

    void cost(Costed& costed) const {
        const ComputeLayout& layout = costed.layout;
        MemoryPlan& plan = costed.plan;
        plan.computeType = costed.type->name;
        plan.weightType = layout.int8Weights ? "int8" : m_input.storedType;
        plan.placement = layout.placement;
        plan.filePagesKept = layout.filePagesKept;
        plan.parallelCandidates = static_cast<int>(layout.parallelCandidates);
        plan.rowsAtOnce = static_cast<int>(layout.rowsAtOnce);
        plan.featuresOffLoaded = layout.featuresOffLoaded;
        plan.mappedBytes = m_input.isHostMemory ? m_formula.mappedWeights(layout, m_input.request) : 0;
        plan.weightBytes = m_formula.copiedWeights(layout);
        const std::int64_t wished = m_formula.keptKeyValues(layout, m_input.request);
        const std::int64_t kept = wished <= plan.prefixCacheBytes ? wished : 0; // a prompt larger than the cache is not kept
        plan.keyValueBytes = kept + m_formula.layerKeyValues(layout, m_input.request);
        const std::int64_t features = m_formula.features(layout, m_input.request);
        plan.activationBytes = features + m_formula.decoder(layout, m_input.request);
        plan.visionBytes = features + m_formula.vision(layout, m_input.request);
        plan.otherBytes = m_formula.constant();
        const std::int64_t seeing = m_input.isHostMemory ? m_formula.mappedWhileSeeing(layout, m_input.request) : 0;
        plan.peakBytes = std::max(plan.mappedBytes + plan.activationBytes, seeing + plan.visionBytes) + plan.weightBytes +
                         plan.keyValueBytes + plan.otherBytes;
        plan.freeBytes = m_input.free.residentBytes == kUnlimitedBytes ? 0 : m_input.free.residentBytes;
        const std::int64_t writable = plan.peakBytes - plan.mappedBytes;
        costed.needed = plan.peakBytes + plan.prefixCacheBytes - kept;
        plan.fits =
            costed.needed <= m_input.free.residentBytes && writable <= m_input.free.writableBytes &&
            (m_input.free.addressBytes == kUnlimitedBytes || m_input.model.fileBytes + writable <= m_input.free.addressBytes);
    }

    /// The reductions, one after another; each is kept only where it helps.
    [[nodiscard]] std::vector<ComputeLayout> steps(const ComputeLayout& from) const {
        std::vector<ComputeLayout> all;
        ComputeLayout layout = from;
        for (std::int64_t together = m_input.request.candidates; together > 1;) {
            together = (together + 1) / 2;
            layout.parallelCandidates = together;
            all.push_back(layout);
        }
        while (layout.rowsAtOnce > kFewestRows) {
            layout.rowsAtOnce /= 2;
            all.push_back(layout);
        }
        if (!m_input.isHostMemory && m_input.request.imageTokens > 0) {
            layout.featuresOffLoaded = true;
            all.push_back(layout);
        }
        return all;
    }

    [[nodiscard]] std::optional<MemoryPlan> reduced(Costed candidate) {
        const bool automatic = m_input.prefixCacheBytes < 0; // it then takes what is left, but the prompt is to be kept
        const std::int64_t wish =
            automatic ? m_formula.keptKeyValues(candidate.layout, m_input.request) : m_input.prefixCacheBytes;
        candidate.plan.prefixCacheBytes = wish;
        cost(candidate);
        for (int attempt = 0; attempt < 2 && !candidate.plan.fits && candidate.plan.prefixCacheBytes > 0; ++attempt) {
            const std::int64_t over = std::max<std::int64_t>(candidate.needed - m_input.free.residentBytes, 0);
            const bool byResidence = over > 0 && attempt == 0 && !automatic;
            candidate.plan.prefixCacheBytes = byResidence ? std::max<std::int64_t>(candidate.plan.prefixCacheBytes - over, 0) : 0;
            cost(candidate);
        }
        for (const ComputeLayout& step : steps(candidate.layout)) {
            if (candidate.plan.fits) {
                break;
            }
            Costed next = candidate;
            next.layout.parallelCandidates = step.parallelCandidates;
            next.layout.rowsAtOnce = step.rowsAtOnce;
            next.layout.featuresOffLoaded = step.featuresOffLoaded;
            cost(next);
            if (next.plan.peakBytes < candidate.plan.peakBytes) { // else nothing is gained by it
                candidate = std::move(next);
            }
        }
        if (!m_smallest || candidate.plan.peakBytes < m_smallest->plan.peakBytes) {
            m_smallest = candidate;
        }
        if (!candidate.plan.fits) {
            return std::nullopt;
        }
        if (automatic && m_input.free.residentBytes != kUnlimitedBytes && candidate.plan.prefixCacheBytes == wish) {
            const std::int64_t left = m_input.free.residentBytes - candidate.needed;
            const std::int64_t share = m_input.free.residentBytes / kAutomaticCacheShare;
            candidate.plan.prefixCacheBytes = std::max(wish, std::min(share, wish + left));
            cost(candidate);
        }
        return told(std::move(candidate));
    }

    /// Puts in words what was chosen.
    [[nodiscard]] MemoryPlan told(Costed chosen) const {
        MemoryPlan& plan = chosen.plan;
        const ComputeLayout& layout = chosen.layout;
        const auto& request = m_input.request;
        if (plan.prefixCacheBytes == 0 && m_input.prefixCacheBytes != 0 && request.keptTokens > 0) {
            plan.fallbacks.push_back("Prompts are not kept for later requests.");
        } else if (m_input.prefixCacheBytes > plan.prefixCacheBytes) {
            plan.fallbacks.push_back("No more than " + bytesText(plan.prefixCacheBytes) + " of prompts are kept.");
        }
        if (layout.parallelCandidates > 0) {
            plan.fallbacks.push_back("At most " + std::to_string(layout.parallelCandidates) + " of " +
                                     std::to_string(request.candidates) + " answers go through a layer together.");
        }
        if (layout.rowsAtOnce < ComputeLayout{}.rowsAtOnce) {
            plan.fallbacks.push_back("The feed-forward part works on " + std::to_string(layout.rowsAtOnce) + " rows at a time.");
        }
        if (layout.featuresOffLoaded) {
            plan.fallbacks.push_back("Image features leave the device while the prompt is read.");
        }
        if (!layout.filePagesKept && layout.placement == WeightPlacement::Streamed) {
            plan.fallbacks.push_back("Layers are streamed from the files, and read again for every request.");
        }
        if (m_input.computeTypes.size() > 1 && chosen.type != m_input.computeTypes.data()) {
            plan.fallbacks.push_back("Computing in " + chosen.type->name + ", because " + m_input.computeTypes.front().name +
                                     " does not fit.");
        }
        plan.summary = wayText(plan) + ". It needs about " + bytesText(plan.peakBytes);
        plan.summary += plan.freeBytes > 0 ? "; " + m_input.free.boundBy + " is " + bytesText(plan.freeBytes) + "." : ".";
        return plan;
    }

    [[nodiscard]] std::string wayText(const MemoryPlan& plan) const {
        std::string text = "Computes in " + plan.computeType;
        if (plan.weightType == "int8") {
            return text + " with weights in int8";
        }
        switch (plan.placement) {
        case WeightPlacement::Mapped:
            return text + " with the weights as they lie in the files";
        case WeightPlacement::Converted:
            return text + " with weights converted from " + plan.weightType;
        case WeightPlacement::Streamed:
            break;
        }
        return plan.computeType == plan.weightType ? text + " with the weights streamed from the files"
                                                   : text + " with weights in " + plan.weightType + ", widened layer by layer";
    }

    const PlanningInput& m_input;
    MemoryFormula m_formula;
    std::optional<Costed> m_smallest;
};

std::string needText(const MemoryPlan& plan) {
    return bytesText(plan.peakBytes) + " (weights " + bytesText(plan.mappedBytes + plan.weightBytes) + ", keys and values " +
           bytesText(plan.keyValueBytes) + ", answers " + bytesText(plan.activationBytes) + ", pictures " +
           bytesText(plan.visionBytes) + ", other " + bytesText(plan.otherBytes) + ")";
}

/// A change of what was asked for that would fit, as a sentence; empty where none does.
std::string adviceFor(const PlanningInput& input) {
    PlanningInput other = input;
    other.computeTypes = input.otherTypes;
    other.otherTypes.clear();
    if (!other.computeTypes.empty()) {
        if (const MemoryPlan plan = planMemory(other); plan.fits) {
            return "With --dtype " + plan.computeType + " it would fit: " + needText(plan) + ".";
        }
    }
    for (const std::int64_t tiles : {7, 5, 2}) { // --hd-num 6, 4 and 1
        other = input;
        if (tiles < input.request.visionTiles) {
            const std::int64_t gone = input.request.imageTokens * (input.request.visionTiles - tiles) / input.request.visionTiles;
            other.request.visionTiles = tiles;
            other.request.imageTokens -= gone;
            other.request.promptTokens -= gone;
            if (const MemoryPlan plan = planMemory(other); plan.fits) {
                return "With --hd-num " + std::to_string(tiles - 1) + " it would fit: " + needText(plan) + ".";
            }
        }
    }
    other = input;
    other.int8Weights = true;
    if (!input.int8Weights && input.isHostMemory) {
        if (const MemoryPlan plan = planMemory(other); plan.fits) {
            return "With --weights int8, which moves scores a little, it would fit: " + needText(plan) + ".";
        }
    }
    return {};
}

} // namespace

std::string bytesText(std::int64_t bytes) {
    constexpr double kMebi = 1 << 20;
    constexpr double kGibi = 1 << 30;
    char text[32];
    const auto value = static_cast<double>(bytes);
    std::snprintf(text, sizeof text, bytes >= static_cast<std::int64_t>(kGibi) ? "%.1f GiB" : "%.0f MiB",
                  value / (bytes >= static_cast<std::int64_t>(kGibi) ? kGibi : kMebi));
    return text;
}

MemoryPlan planMemory(const PlanningInput& input) {
    return Search(input).best();
}

MemoryPlan planRequest(const PlanningInput& input, const MemoryPlan& loaded) {
    const auto type = std::find_if(input.computeTypes.begin(), input.computeTypes.end(),
                                   [&](const ComputeCandidate& candidate) { return candidate.name == loaded.computeType; });
    const ComputeCandidate& found = type != input.computeTypes.end() ? *type : input.computeTypes.front();
    ComputeLayout layout;
    layout.computeBytes = found.computeBytes;
    layout.int8Weights = input.int8Weights;
    layout.placement = loaded.placement;
    layout.filePagesKept = loaded.filePagesKept;
    return Search(input).within(found, layout);
}

void requireFitting(const MemoryPlan& plan, const PlanningInput& input) {
    if (plan.fits) {
        return;
    }
    std::string limits;
    const auto limit = [&](std::int64_t bytes, const std::string& name) {
        if (bytes != kUnlimitedBytes) {
            limits += (limits.empty() ? "" : ", ") + name + " " + bytesText(bytes);
        }
    };
    limit(input.free.residentBytes, input.free.boundBy);
    limit(input.free.writableBytes, "RLIMIT_DATA leaves");
    limit(input.free.addressBytes, "RLIMIT_AS leaves");
    const std::string advice = adviceFor(input);
    throw Failure("memory.exhausted",
                  "There is not enough memory, not even by the most frugal plan: it needs about " + needText(plan) + "; " +
                      limits + ".",
                  !advice.empty() ? advice
                                  : "Free " + bytesText(std::max<std::int64_t>(plan.peakBytes - plan.freeBytes, 1 << 20)) +
                                        " by closing other programs, or raise the limit.",
                  plan.summary);
}

} // namespace trutina::engine
