// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/prefix_cache.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace trutina::engine {

namespace {

/// A part of which only the beginning is used is copied up to so many rows, so that its rest can be freed.
constexpr std::int64_t kMostCopied = 2048;
/// A version of a text takes the place of one of which it drops no more rows than it takes over, or than this.
constexpr std::int64_t kSmallEdit = 64;
/// Attention takes each part by itself: no beginning has more.
constexpr std::size_t kMostParts = 4;
/// Joining the attention over kept rows costs about as much as computing a thirtieth of the rows that join.
constexpr std::size_t kWorthWhile = 32;
/// Media whose code is remembered although nothing of them may be kept any more.
constexpr std::size_t kMostMedia = 4096;

std::size_t commonLength(std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
    const std::size_t length = std::min(a.size(), b.size());
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(length), b.begin()).first -
                                    a.begin());
}

KeptPrefix firstRows(const KeptPrefix& parts, std::int64_t rows) {
    KeptPrefix first;
    for (const KeptPart& part : parts) {
        const std::int64_t count = std::min(part.rows.size(), rows);
        if (count > 0) {
            first.push_back({part.block, {part.rows.begin, part.rows.begin + count}});
        }
        rows -= count;
    }
    return first;
}

/// The parts as one block.
KeptPart joined(std::span<const KeptPart> parts) {
    auto block = std::make_shared<KeyValues>();
    std::int64_t rows = 0;
    for (const KeptPart& part : parts) {
        rows += part.rows.size();
    }
    const auto join = [&](std::size_t layer, const std::vector<at::Tensor> KeyValues::*member) {
        std::vector<at::Tensor> pieces;
        for (const KeptPart& part : parts) {
            pieces.push_back(((*part.block).*member)[layer].narrow(1, part.rows.begin, part.rows.size()));
        }
        return at::cat(pieces, 1);
    };
    for (std::size_t layer = 0; layer < parts.front().block->keys.size(); ++layer) {
        block->keys.push_back(join(layer, &KeyValues::keys));
        block->values.push_back(join(layer, &KeyValues::values));
    }
    return {std::move(block), {0, rows}};
}

} // namespace

std::int32_t PrefixCache::codeOf(const std::string& mediaIdentity) {
    const auto known = m_media.find(mediaIdentity);
    if (known != m_media.end()) {
        return known->second;
    }
    if (m_media.size() >= kMostMedia) {
        forgetMedia();
    }
    return m_media[mediaIdentity] = --m_lastMedium;
}

void PrefixCache::forgetMedia() {
    std::set<std::int32_t> used;
    for (const Entry& entry : m_entries) {
        std::copy_if(entry.codes.begin(), entry.codes.end(), std::inserter(used, used.end()),
                     [](std::int32_t code) { return code < 0; });
    }
    std::erase_if(m_media, [&](const auto& medium) { return !used.contains(medium.second); });
}

KeptPrefix PrefixCache::find(std::span<const std::int32_t> codes, std::int64_t most, const Key& key) {
    std::size_t longest = 0;
    Entry* best = nullptr;
    for (Entry& entry : m_entries) {
        if (entry.key != key) {
            continue;
        }
        const std::size_t length = commonLength(entry.codes, codes.first(static_cast<std::size_t>(most)));
        if (length > longest || (length == longest && best != nullptr && entry.lastUse > best->lastUse)) {
            longest = length;
            best = &entry;
        }
    }
    if (best == nullptr || longest * kWorthWhile < codes.size() - longest) {
        return {};
    }
    // Whoever shares this memory is used with it: else a prompt could go while a text that was begun from it stays.
    const KeptPrefix found = firstRows(best->parts, static_cast<std::int64_t>(longest));
    ++m_clock;
    for (Entry& entry : m_entries) {
        if (&entry == best || (entry.parts.back().block == found.back().block && entry.codes.size() <= longest)) {
            entry.lastUse = m_clock;
        }
    }
    return found;
}

void PrefixCache::joinShortParts(KeptPrefix& parts, Kind kind) {
    // From the new block backwards: what is used in part only goes into it, so that the rest can be freed.
    while (parts.size() > 1) {
        const KeptPart before = parts[parts.size() - 2];
        const bool inPart = before.rows.size() < before.block->rows() && before.rows.size() <= kMostCopied;
        if (!inPart && parts.size() <= kMostParts) {
            return;
        }
        const std::int64_t dropped = before.block->rows() - before.rows.size();
        if (inPart && kind == Kind::Edited && dropped <= std::max(kSmallEdit, before.rows.size())) {
            std::erase_if(m_entries, [&](const Entry& entry) {
                return entry.kind == Kind::Edited && entry.parts.back().block == before.block;
            });
        }
        const KeptPart one = joined(std::span(parts).last(2));
        parts.pop_back();
        parts.back() = one;
    }
}

KeptPrefix PrefixCache::insert(std::vector<std::int32_t> codes, const Key& key, KeptPrefix prefix,
                               std::shared_ptr<const KeyValues> block, Kind kind) {
    const auto covered = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.key == key && commonLength(entry.codes, codes) == codes.size();
    });
    if (covered != m_entries.end()) {
        covered->lastUse = ++m_clock;
        return firstRows(covered->parts, static_cast<std::int64_t>(codes.size()));
    }
    const auto rows = block->rows();
    prefix.push_back({std::move(block), {0, rows}});
    joinShortParts(prefix, kind);
    m_entries.push_back({std::move(codes), key, prefix, kind, ++m_clock});
    shrink(m_budget);
    return prefix;
}

std::int64_t PrefixCache::bytes() const {
    std::set<const KeyValues*> counted;
    std::int64_t bytes = 0;
    for (const Entry& entry : m_entries) {
        for (const KeptPart& part : entry.parts) {
            if (counted.insert(part.block.get()).second) {
                bytes += part.block->bytes();
            }
        }
    }
    return bytes;
}

void PrefixCache::shrink(std::int64_t most) {
    while (!m_entries.empty() && bytes() > most) {
        m_entries.erase(std::min_element(m_entries.begin(), m_entries.end(),
                                         [](const Entry& a, const Entry& b) { return a.lastUse < b.lastUse; }));
    }
}

CacheUse PrefixCache::use() const {
    return {bytes(), m_budget, static_cast<std::int64_t>(m_entries.size())};
}

void PrefixCache::setBudget(std::int64_t bytes) {
    m_budget = bytes;
    shrink(m_budget);
}

} // namespace trutina::engine
