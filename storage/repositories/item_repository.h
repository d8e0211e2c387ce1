// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/item_content.h"

#include <optional>
#include <unordered_map>
#include <utility>

namespace trutina::storage {

/// A candidate with its media taken in.
struct ResolvedCandidate {
    std::vector<Turn> turns;
    std::string name;
    std::vector<MediaUse> media;
};

/// An item with its media taken in.
struct ResolvedItem {
    ItemContent content; ///< but for candidates and votes
    std::vector<ResolvedCandidate> candidates;
};

/// What a new item got.
struct AddedItem {
    ItemId id;
    std::vector<CandidateId> candidates; ///< by position
};

/// Whose decisions a list or a count is about.
struct DecidedBy {
    AnnotatorId annotator;
    CriterionId criterion;
};

/// Items, their turns, candidates and tags, and the search index over them.
class ItemRepository {
  public:
    /// Without the index texts are found by reading all of them.
    ItemRepository(Connection& connection, MediaRepository& media, bool isIndexed)
        : m_connection(connection), m_media(media), m_isIndexed(isIndexed) {}

    AddedItem add(const ResolvedItem& item, int number, std::int64_t now);
    /// Around many calls of add() in one transaction: in between, the search index gathers more before it writes, and does not
    /// merge what it has written. Taken back with the transaction.
    void beginManyAdditions();
    void endManyAdditions();
    [[nodiscard]] int highestNumber() const;
    void setRemoved(ItemId first, ItemId last, bool removed);
    void setFlag(ItemId item, bool flagged);
    void setNote(ItemId item, const std::string& note);
    bool addTag(ItemId item, const std::string& tag); ///< at the end; false when the item has it already
    void removeTag(ItemId item, const std::string& tag);

    [[nodiscard]] bool exists(ItemId item) const;                         ///< and is not removed
    void require(ItemId item) const;                                      ///< Failure "item.not_found"
    [[nodiscard]] int numberOf(ItemId item) const;                        ///< Failure "item.not_found"
    [[nodiscard]] ItemRecord load(ItemId item) const;                     ///< Failure "item.not_found"
    [[nodiscard]] std::vector<CandidateId> candidates(ItemId item) const; ///< by position
    [[nodiscard]] std::vector<std::string> tagsOf(ItemId item) const;

    [[nodiscard]] ItemContent content(ItemId item) const;
    /// What the item would be with `item` as its new content. Adds the candidates that are new, without a place yet.
    ItemContent contentAfter(ItemId id, const ItemContent& before, const ResolvedItem& item, std::int64_t now);
    void apply(ItemId item, const ItemContent& content);

    [[nodiscard]] std::vector<ItemSummary> summaries(const ItemFilter& filter, const DecidedBy& by) const;
    [[nodiscard]] ItemCounts counts(const DecidedBy& by) const;
    [[nodiscard]] std::optional<ItemId> next(int number, ItemProgress progress, const DecidedBy& by) const;
    [[nodiscard]] std::optional<ItemId> previous(int number, ItemProgress progress, const DecidedBy& by) const;
    /// Up to `limit` items above a number, with their numbers.
    [[nodiscard]] std::vector<std::pair<int, ItemId>> page(int afterNumber, int limit) const;

  private:
    CandidateId addCandidate(ItemId item, const ResolvedCandidate& candidate, std::optional<int> position, std::int64_t now);
    [[nodiscard]] std::vector<Turn> turnsOf(ItemId item) const;
    [[nodiscard]] std::vector<Turn> turnsOf(CandidateId candidate) const;
    void setTurns(ItemId item, const std::vector<Turn>& turns);
    void addTurns(ItemId item, const std::vector<Turn>& turns); ///< to one that has none
    void setTags(ItemId item, const std::vector<std::string>& tags);
    void addTags(ItemId item, const std::vector<std::string>& tags); ///< to one that has none
    void addToSearch(ItemId item);
    void removeFromSearch(ItemId item);
    void setSearchOption(const char* name, std::int64_t value);
    [[nodiscard]] std::string searchText(ItemId item) const;
    void fillMediaCounts(ItemSummary& summary) const;
    void fillScores(ItemSummary& summary) const;

    Connection& m_connection;
    MediaRepository& m_media;
    bool m_isIndexed;
};

} // namespace trutina::storage
