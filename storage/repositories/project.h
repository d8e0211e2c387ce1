// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/error.h"
#include "storage/records/item.h"
#include "storage/records/measurement.h"
#include "storage/records/merge.h"
#include "storage/records/project_info.h"
#include "storage/records/vote.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

/// Milliseconds since 1970-01-01 UTC; injected in tests.
using Clock = std::function<std::int64_t()>;

/// Gives items one at a time; nothing at the end. What it throws ends the call that asks it.
using ItemSource = std::function<std::optional<NewItem>()>;

/// A judgement on an item that is in the project already.
struct JudgedItem {
    ItemId item;
    ImportedVote vote;
};

/// Answers that an item should lose.
struct UnwantedCandidates {
    ItemId item;
    std::vector<CandidateId> candidates;
};

enum class MergeRun { Real, Dry };

struct CreateProjectOptions {
    MediaPolicy mediaPolicy = MediaPolicy::Copy;
    std::string annotator = {}; ///< display name; empty: the login name
    bool replaceExisting = false;
    Clock clock = {}; ///< empty: the system clock
    /// Without it an import is faster and the file smaller, and a search reads all texts.
    bool searchIndex = true;
};

struct OpenProjectOptions {
    std::string annotator = {}; ///< empty: the one used last
    bool readOnly = false;
    bool takeOverLock = false; ///< open although another process seems to hold it (see "project.in_use")
    Clock clock = {};
};

/// An open project: one SQLite connection and its repositories.
///
/// Threads: an object belongs to the thread that made it; open the file again for another thread (WAL lets them work side by
/// side). Every change is one transaction that is on disk when the call returns, and, where a user made it, one journal row.
/// Errors: Failure with codes "project.not_found", "project.not_a_project", "project.newer", "project.in_use", "project.exists",
/// "project.damaged", "project.read_only", "project.older" (read-only open of a file that must be migrated), "project.internal",
/// "disk.full", "disk.write", "media.not_found", "media.changed", "media.copied", "item.invalid", "item.not_found",
/// "vote.invalid", "measurement.invalid", "annotator.invalid". Text that is not UTF-8 is refused, never repaired.
class Project {
  public:
    static std::unique_ptr<Project> create(const std::filesystem::path& file, const CreateProjectOptions& options = {});
    static std::unique_ptr<Project> open(const std::filesystem::path& file, const OpenProjectOptions& options = {});
    virtual ~Project() = default;

    [[nodiscard]] virtual ProjectInfo info() const = 0;

    // Items ----------------------------------------------------------------------------------------------------
    /// Adds items in one transaction and one journal row ("import of 120 items"). Nothing is added when one is refused.
    virtual std::vector<ItemId> addItems(const std::vector<NewItem>& items, const std::string& summary = {}) = 0;
    /// The same for any number of items: one is held in memory at a time. Temporary media may go as soon as the next item is
    /// asked for. Other connections can read meanwhile, but not write. `summary` is called once, with the number added, which is
    /// returned; without any item nothing is recorded.
    virtual std::int64_t addItemsFrom(const ItemSource& next, const std::function<std::string(std::int64_t)>& summary) = 0;
    /// A candidate is one answer to one prompt: it keeps its id when its turns, its media and the item's prompt and media stay
    /// the same, and is a new one otherwise. When a candidate is new or gone, the item's votes are withdrawn; undo brings them
    /// back.
    virtual void replaceItem(ItemId item, const NewItem& content) = 0;
    virtual void removeItems(const std::vector<ItemId>& items) = 0; ///< kept in the journal, so undo brings them back
    /// Adds a tag to those items that do not have it, as one step of the journal; how many these were.
    virtual std::int64_t addTag(const std::vector<ItemId>& items, const std::string& tag, const std::string& summary) = 0;
    /// Takes answers out of their items, as one step of the journal. Votes that name one of them are withdrawn, the others stay.
    /// At least one answer of each item must stay.
    virtual void removeCandidates(const std::vector<UnwantedCandidates>& unwanted, const std::string& summary) = 0;
    virtual void setFlag(ItemId item, bool flagged) = 0;
    virtual void setNote(ItemId item, const std::string& note) = 0;
    [[nodiscard]] virtual ItemRecord
    item(ItemId item) const = 0; ///< media states are checked by size and, if that differs in time, by hash
    [[nodiscard]] virtual std::vector<ItemSummary> items(const ItemFilter& filter) const = 0;
    [[nodiscard]] virtual ItemCounts counts() const = 0;
    /// Nearest item after (before) `number` that matches; none: std::nullopt.
    [[nodiscard]] virtual std::optional<ItemId> nextItem(int number, ItemProgress progress) const = 0;
    [[nodiscard]] virtual std::optional<ItemId> previousItem(int number, ItemProgress progress) const = 0;
    /// Points a referenced medium at the file's new place; refused when the bytes differ ("media.changed").
    virtual void relocateMedia(MediaId media, const std::filesystem::path& file) = 0;

    // Votes ----------------------------------------------------------------------------------------------------
    /// The order for this item and the current annotator: the one recorded, or a new shuffle (seeded by project, item and
    /// annotator), which is recorded before it is returned. No undo takes it back. In a read-only project a new shuffle is not
    /// recorded.
    virtual ShownOrder shownOrder(ItemId item) = 0;
    /// Replaces the annotator's current vote on item and criterion, or, as an adjudication, the item's; older ones are kept.
    virtual VoteRecord vote(const NewVote& vote) = 0;
    virtual void withdrawAdjudication(ItemId item) = 0; ///< by the overall criterion
    /// An order that a vote names; nothing when it is unknown.
    [[nodiscard]] virtual std::optional<ShownOrder> recordedOrder(ShownOrderId order) const = 0;
    /// Adds judgements in their annotators' names, in one transaction and one journal row; each replaces that annotator's current
    /// vote on the item.
    virtual void addVotes(const std::vector<JudgedItem>& votes, const std::string& summary) = 0;
    virtual void withdrawVote(ItemId item) = 0;
    [[nodiscard]] virtual std::optional<VoteRecord> currentVote(ItemId item) const = 0; ///< of the current annotator
    [[nodiscard]] virtual std::vector<VoteRecord> votes(ItemId item) const = 0;         ///< current ones of all, of each kind

    // Journal --------------------------------------------------------------------------------------------------
    [[nodiscard]] virtual JournalState journalState() const = 0;
    virtual JournalState undo() = 0; ///< without anything to undo: does nothing
    virtual JournalState redo() = 0;
    [[nodiscard]] virtual std::vector<JournalEntry> journal(int limit) const = 0; ///< newest first

    // Measurements ---------------------------------------------------------------------------------------------
    virtual void addMeasurements(const std::vector<NewMeasurement>& measurements) = 0; ///< not a user action: no journal row
    [[nodiscard]] virtual bool hasMeasurements() const = 0;                            ///< of any item
    /// Latest of each candidate and kind; with a setting, only those made so.
    [[nodiscard]] virtual std::vector<MeasurementRecord>
    measurements(ItemId item, const std::optional<MeasurementSetting>& setting = {}) const = 0;

    // Annotators and upkeep ------------------------------------------------------------------------------------
    virtual void setAnnotator(const std::string& name) = 0; ///< made when unknown
    [[nodiscard]] virtual std::vector<std::string> annotators() const = 0;
    [[nodiscard]] virtual std::vector<CriterionRecord> criteria() const = 0;
    /// Those of them whose verdicts were imported: programs, not people. By name.
    [[nodiscard]] virtual std::vector<std::string> judges() const = 0;
    /// SQLite integrity, foreign keys, media present and unchanged. One sentence per problem.
    [[nodiscard]] virtual std::vector<std::string> check(std::stop_token stop) const = 0;
    /// Takes in what another project file holds: its items, votes of all annotators, tags, notes and scores, and the media that
    /// this one lacks. Nothing of either gets lost, the order of merges does not matter, and what both say differently is kept
    /// and reported. One step of the journal, where items, votes or words changed; scores stay after an undo. The other file is
    /// not changed. A dry run only reports. Throws Cancelled; then nothing was changed. Failure as open() for the other file,
    /// and "merge.itself".
    virtual MergeReport merge(const std::filesystem::path& source, MergeRun run, std::stop_token stop,
                              const std::function<void(const MergeProgress&)>& progress) = 0;
    virtual void
    backup(const std::filesystem::path& file) const = 0; ///< a whole copy of the project file, taken while it is in use
    /// Visits every item with its votes in order of number; one is in memory at a time.
    virtual void forEachItem(const std::function<void(const ItemRecord&, const std::vector<VoteRecord>&)>& visit,
                             std::stop_token stop) const = 0;
};

} // namespace trutina::storage
