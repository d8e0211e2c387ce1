// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"
#include "engine/scoring/prefix_cache.h"
#include "engine/scoring/sequence_scorer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace trutina::engine {

/// How the groups of one request begin from kept prefixes, and what of them is kept afterwards.
/// Lives no longer than the request; cache and sequences outlive it. Threads: one thread at a time.
class PrefixReuse {
  public:
    /// `identityOf`: what a slot shows, as a text that is equal exactly for equal things. `bytesPerRow`: of keys and values.
    PrefixReuse(PrefixCache& cache, const ScoreOptions& options, std::function<std::string(int slot)> identityOf,
                std::int64_t bytesPerRow)
        : m_cache(cache), m_options(options), m_identityOf(std::move(identityOf)), m_bytesPerRow(bytesPerRow) {}

    /// The same sequences, begun from what is kept: a sequence of which more is kept than the group shares becomes a group of
    /// its own. Independent sequences neither use nor make kept prefixes. `promptTokens`: where a single candidate's own part
    /// begins, to be kept as its prompt.
    [[nodiscard]] std::vector<ScoringGroup> begin(std::vector<ScoringGroup> groups, std::int64_t promptTokens);
    /// After a run: keeps what the groups asked for.
    void keep(const ScoringGroup& group, const Decoder::KeptTree& kept);

  private:
    [[nodiscard]] std::vector<std::int32_t> codesOf(const Sequence& sequence);
    [[nodiscard]] PrefixCache::Key keyOf(const ScoringGroup& group) const { return {group.rotaryBase, m_options.strict}; }
    void markKept(ScoringGroup& group) const;

    PrefixCache& m_cache;
    const ScoreOptions& m_options;
    std::function<std::string(int)> m_identityOf;
    std::int64_t m_bytesPerRow;
};

} // namespace trutina::engine
