// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/prefix_reuse.h"

#include <algorithm>
#include <span>
#include <utility>

namespace trutina::engine {

std::vector<std::int32_t> PrefixReuse::codesOf(const Sequence& sequence) {
    std::vector<std::int32_t> codes;
    codes.reserve(sequence.codes.size());
    std::int32_t lastCode = 0; // a medium fills many positions: its name is looked up once for each stretch
    std::int32_t lastMedium = 0;
    for (const std::int32_t code : sequence.codes) {
        if (isMedia(code) && code != lastCode) {
            lastCode = code;
            lastMedium = m_cache.codeOf(m_identityOf(mediaSlot(code)));
        }
        codes.push_back(isMedia(code) ? lastMedium : code);
    }
    return codes;
}

void PrefixReuse::markKept(ScoringGroup& group) const {
    const std::int64_t trunkBytes = group.trunk * m_bytesPerRow;
    group.keepTrunk = m_options.keep != Keep::Nothing && group.trunk > rowsOf(group.prefix) && m_cache.canHold(trunkBytes);
    if (m_options.keep == Keep::Candidates) {
        std::int64_t bytes = trunkBytes;
        for (const Sequence* sequence : group.sequences) {
            bytes += (static_cast<std::int64_t>(sequence->codes.size()) - group.trunk) * m_bytesPerRow;
        }
        group.keepBranches = m_cache.canHold(bytes);
    }
}

std::vector<ScoringGroup> PrefixReuse::begin(std::vector<ScoringGroup> groups, std::int64_t promptTokens) {
    if (m_options.mode == ScoringMode::Independent) {
        return groups;
    }
    std::vector<ScoringGroup> begun;
    for (ScoringGroup& group : groups) {
        if (group.sequences.size() == 1 && groups.size() == 1 && m_options.keep != Keep::Nothing) {
            group.trunk = promptTokens;
        }
        std::vector<const Sequence*> others;
        for (const Sequence* sequence : group.sequences) {
            const auto length = static_cast<std::int64_t>(sequence->codes.size());
            const std::int64_t most = group.readFrom < 0 ? length - 1 : std::min(length - 1, group.readFrom);
            auto prefix = m_options.reuse ? m_cache.find(codesOf(*sequence), most, keyOf(group)) : KeptPrefix{};
            const std::int64_t rows = rowsOf(prefix);
            if (rows <= group.trunk) {
                others.push_back(sequence);
                continue;
            }
            ScoringGroup own = group;
            own.sequences = {sequence};
            own.trunk = rows;
            own.prefix = std::move(prefix);
            begun.push_back(std::move(own));
        }
        if (!others.empty()) {
            group.sequences = std::move(others);
            if (m_options.reuse && group.trunk > 0) {
                group.prefix = m_cache.find(codesOf(*group.sequences.front()), group.trunk, keyOf(group));
            }
            begun.push_back(std::move(group));
        }
    }
    for (ScoringGroup& group : begun) {
        markKept(group);
    }
    return begun;
}

void PrefixReuse::keep(const ScoringGroup& group, const Decoder::KeptTree& kept) {
    KeptPrefix prefix = group.prefix;
    if (kept.trunk) {
        auto codes = codesOf(*group.sequences.front());
        codes.resize(static_cast<std::size_t>(group.trunk));
        prefix = m_cache.insert(std::move(codes), keyOf(group), prefix, kept.trunk, PrefixCache::Kind::Beginning);
    }
    const bool isWhole = rowsOf(prefix) == group.trunk; // else the trunk was not kept, and nothing can follow it
    for (std::size_t i = 0; isWhole && i < kept.branches.size(); ++i) {
        (void)m_cache.insert(codesOf(*group.sequences[i]), keyOf(group), prefix, kept.branches[i], PrefixCache::Kind::Edited);
    }
}

} // namespace trutina::engine
