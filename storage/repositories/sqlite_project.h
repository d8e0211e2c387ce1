// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/project_lock.h"
#include "storage/media_store/media_store.h"
#include "storage/repositories/annotator_repository.h"
#include "storage/repositories/item_repository.h"
#include "storage/repositories/journal_repository.h"
#include "storage/repositories/measurement_repository.h"
#include "storage/repositories/media_repository.h"
#include "storage/repositories/project.h"
#include "storage/repositories/settings_repository.h"
#include "storage/repositories/vote_repository.h"

#include <map>
#include <memory>

namespace trutina::storage {

// Keys of the settings table.
inline constexpr const char* kSettingName = "name";
inline constexpr const char* kSettingUuid = "uuid";
inline constexpr const char* kSettingMediaPolicy = "media_policy";
inline constexpr const char* kSettingMediaFolder = "media_folder"; ///< its name beside the project file
inline constexpr const char* kSettingAnnotator = "annotator";      ///< the last one
inline constexpr const char* kSettingSearchIndex = "search_index"; ///< "off" in a project that keeps none

/// NAME-media beside the project.
[[nodiscard]] std::filesystem::path mediaFolderOf(const std::filesystem::path& project);

/// The project over one connection: checks what comes in, runs each change and its journal row in one transaction.
class SqliteProject final : public Project {
  public:
    /// `connection` is at the newest schema; `lock` is empty for a read-only one.
    SqliteProject(std::unique_ptr<ProjectLock> lock, std::unique_ptr<Connection> connection, const std::string& annotator,
                  Clock clock);

    [[nodiscard]] ProjectInfo info() const override;
    std::vector<ItemId> addItems(const std::vector<NewItem>& items, const std::string& summary) override;
    std::int64_t addItemsFrom(const ItemSource& next, const std::function<std::string(std::int64_t)>& summary) override;
    void replaceItem(ItemId item, const NewItem& content) override;
    void removeItems(const std::vector<ItemId>& items) override;
    std::int64_t addTag(const std::vector<ItemId>& items, const std::string& tag, const std::string& summary) override;
    void removeCandidates(const std::vector<UnwantedCandidates>& unwanted, const std::string& summary) override;
    void setFlag(ItemId item, bool flagged) override;
    void setNote(ItemId item, const std::string& note) override;
    [[nodiscard]] ItemRecord item(ItemId item) const override;
    [[nodiscard]] std::vector<ItemSummary> items(const ItemFilter& filter) const override;
    [[nodiscard]] ItemCounts counts() const override;
    [[nodiscard]] std::optional<ItemId> nextItem(int number, ItemProgress progress) const override;
    [[nodiscard]] std::optional<ItemId> previousItem(int number, ItemProgress progress) const override;
    void relocateMedia(MediaId media, const std::filesystem::path& file) override;
    ShownOrder shownOrder(ItemId item) override;
    VoteRecord vote(const NewVote& vote) override;
    void addVotes(const std::vector<JudgedItem>& votes, const std::string& summary) override;
    void withdrawVote(ItemId item) override;
    void withdrawAdjudication(ItemId item) override;
    [[nodiscard]] std::optional<ShownOrder> recordedOrder(ShownOrderId order) const override;
    [[nodiscard]] std::optional<VoteRecord> currentVote(ItemId item) const override;
    [[nodiscard]] std::vector<VoteRecord> votes(ItemId item) const override;
    [[nodiscard]] JournalState journalState() const override;
    JournalState undo() override;
    JournalState redo() override;
    [[nodiscard]] std::vector<JournalEntry> journal(int limit) const override;
    void addMeasurements(const std::vector<NewMeasurement>& measurements) override;
    [[nodiscard]] bool hasMeasurements() const override;
    [[nodiscard]] std::vector<MeasurementRecord> measurements(ItemId item,
                                                              const std::optional<MeasurementSetting>& setting) const override;
    void setAnnotator(const std::string& name) override;
    [[nodiscard]] std::vector<std::string> annotators() const override;
    [[nodiscard]] std::vector<CriterionRecord> criteria() const override;
    [[nodiscard]] std::vector<std::string> judges() const override;
    [[nodiscard]] std::vector<std::string> check(std::stop_token stop) const override;
    MergeReport merge(const std::filesystem::path& source, MergeRun run, std::stop_token stop,
                      const std::function<void(const MergeProgress&)>& progress) override;
    void backup(const std::filesystem::path& file) const override;
    void forEachItem(const std::function<void(const ItemRecord&, const std::vector<VoteRecord>&)>& visit,
                     std::stop_token stop) const override;

  private:
    enum class Direction { Back, Forth };
    /// A medium of an item in the making: its bytes are in the store, or it is one that the item had before.
    struct TakenIn {
        MediaId known;
        StoredMedia media;
        std::string name;
    };
    using TakenInByPath = std::map<std::filesystem::path, TakenIn>;

    template <typename Work>
    decltype(auto) change(Work&& work); ///< in a write transaction, errors translated
    template <typename Work>
    decltype(auto) read(Work&& work) const; ///< in a read transaction, errors translated

    [[nodiscard]] DecidedBy decidedByCurrent() const { return {m_annotator, m_overall}; }
    void takeIn(const NewItem& item, TakenInByPath& takenIn);
    ResolvedItem resolve(const NewItem& item, const TakenInByPath& takenIn, std::int64_t now);
    std::vector<MediaUse> resolve(const std::vector<NewMedia>& media, const TakenInByPath& takenIn, std::int64_t now);
    ItemId insert(const NewItem& item, int number, const TakenInByPath& takenIn, std::int64_t now);
    void recordAdded(ItemId first, ItemId last, const std::string& summary, std::int64_t now);
    struct ChangedVote {
        VoteId before, after;
    };
    struct GivenVote {
        NewVote vote;
        AnnotatorId annotator;
        std::int64_t at = 0; ///< milliseconds since 1970-01-01 UTC
    };
    /// An imported judgement by ids; its annotator is made when unknown.
    GivenVote givenVote(ItemId item, const std::vector<CandidateId>& candidates, const ImportedVote& imported, std::int64_t now);
    ChangedVote addImported(ItemId item, const ImportedVote& vote, std::int64_t now);
    void record(const JournalAction& action, std::int64_t now);
    JournalState step(Direction direction);
    void apply(const JournalAction& action, Direction direction);
    void useAnnotator(const std::string& name);

    std::unique_ptr<ProjectLock> m_lock; ///< first, so that it goes last
    std::unique_ptr<Connection> m_connection;
    Clock m_clock;
    SettingsRepository m_settings;
    MediaPolicy m_mediaPolicy;
    MediaStore m_store;
    MediaRepository m_media;
    ItemRepository m_items;
    AnnotatorRepository m_annotators;
    VoteRepository m_votes;
    MeasurementRepository m_measurements;
    JournalRepository m_journal;
    std::string m_uuid;
    CriterionId m_overall;
    AnnotatorId m_annotator; ///< none in a read-only project that does not know the name
    std::string m_annotatorName;
};

} // namespace trutina::storage
