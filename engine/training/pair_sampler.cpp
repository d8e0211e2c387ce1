// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/pair_sampler.h"

#include "engine/training/counter_random.h"

#include <algorithm>
#include <utility>

namespace trutina::engine {

PairSampler::PairSampler(std::vector<Set> sets, std::uint64_t seed) : m_sets(std::move(sets)), m_seed(seed) {
    for (const Set& set : m_sets) {
        (set.isMultimodal ? m_hasMultimodal : m_hasText) |= set.pairs > 0;
    }
}

std::vector<PairSampler::Pick> PairSampler::batch(std::int64_t number, int pairs) const {
    std::vector<Pick> picks;
    if (!m_hasText && !m_hasMultimodal) {
        return picks;
    }
    constexpr std::int64_t kPattern = 3;
    const bool wantsMultimodal = m_hasMultimodal && (!m_hasText || number % kPattern != kPattern - 1);
    std::uint64_t draw = scrambled(scrambled(m_seed) ^ static_cast<std::uint64_t>(number));
    std::uint64_t total = 0;
    for (const Set& set : m_sets) {
        total += set.isMultimodal == wantsMultimodal ? set.pairs : 0;
    }
    std::uint64_t at = below(draw, total);
    std::size_t chosen = 0;
    for (; chosen < m_sets.size(); ++chosen) {
        if (m_sets[chosen].isMultimodal != wantsMultimodal) {
            continue;
        }
        if (at < m_sets[chosen].pairs) {
            break;
        }
        at -= m_sets[chosen].pairs;
    }
    for (int i = 0; i < pairs; ++i) {
        draw = scrambled(draw);
        picks.push_back({chosen, static_cast<std::size_t>(below(draw, m_sets[chosen].pairs))});
    }
    return picks;
}

} // namespace trutina::engine
