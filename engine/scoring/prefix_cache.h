// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/memory.h"
#include "engine/model/key_values.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// Keys and values of the beginnings of sequences, kept in memory for later requests of the same model. A beginning is found by
/// its codes: token ids, and for an image position the code of what it shows. Beginnings that begin alike share memory.
/// Threads: one thread at a time.
class PrefixCache {
  public:
    explicit PrefixCache(std::int64_t budgetBytes = 0) : m_budget(budgetBytes) {}

    /// What keys and values depend on beside the codes. The model and its compute type are those of the cache's owner.
    struct Key {
        double rotaryBase = 0;
        bool strict = false; ///< computed so that its bits depend on nothing else
        bool operator==(const Key&) const = default;
    };

    /// The code of a medium, as an image position shows it: negative, and the same for the same identity.
    [[nodiscard]] std::int32_t codeOf(const std::string& mediaIdentity);

    /// The longest kept beginning that `codes` begin with, up to `most` of them; empty where there is none worth while. It stays
    /// valid whatever happens to the cache, and counts as used.
    [[nodiscard]] KeptPrefix find(std::span<const std::int32_t> codes, std::int64_t most, const Key& key);

    enum class Kind {
        Beginning, ///< of sequences: stays until memory is needed
        Edited,    ///< a text in the making: takes the place of the version that it goes on from
    };
    /// Keeps `block`, the rows that follow `prefix`; together they are the rows of `codes`. Drops what was used least recently
    /// until the budget holds. Returns the rows of `codes` as they are kept now, for what follows them.
    KeptPrefix insert(std::vector<std::int32_t> codes, const Key& key, KeptPrefix prefix, std::shared_ptr<const KeyValues> block,
                      Kind kind);

    /// Whether so much could be kept at all.
    [[nodiscard]] bool canHold(std::int64_t bytes) const { return bytes <= m_budget; }
    [[nodiscard]] CacheUse use() const;
    void setBudget(std::int64_t bytes);
    void shrink(std::int64_t bytes); ///< drops what was used least recently until no more is held; the budget stays

  private:
    struct Entry {
        std::vector<std::int32_t> codes;
        Key key;
        KeptPrefix parts;
        Kind kind = Kind::Beginning;
        std::uint64_t lastUse = 0;
    };

    [[nodiscard]] std::int64_t bytes() const;
    void joinShortParts(KeptPrefix& parts, Kind kind);
    void forgetMedia();

    std::int64_t m_budget;
    std::uint64_t m_clock = 0;
    std::vector<Entry> m_entries;
    std::map<std::string, std::int32_t> m_media;
    std::int32_t m_lastMedium = 0; ///< codes are never given twice
};

} // namespace trutina::engine
