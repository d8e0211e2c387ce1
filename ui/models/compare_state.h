// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"

#include <QString>

#include <optional>
#include <set>
#include <vector>

namespace trutina::ui {

/// What the score strip of the Compare page says.
enum class ScoreStrip {
    NoModel,      ///< nothing is loaded
    LoadingModel, ///< soon
    ModelFailed,  ///< it could not be loaded
    Preparing,    ///< scores are on their way
    Failed,       ///< this item could not be scored
    ReadyClosed,  ///< there, and closed until the vote
    Open          ///< shown
};

/// One candidate as the opened strip shows it.
struct SlotScore {
    int slot = 0;
    double raw = 0;
    int rank = 0;      ///< 1 = best; equal scores share a rank
    double behind = 0; ///< how far below the best, 0 for the best
    double bar = 0;    ///< 0..1, longer is better
    bool truncated = false;
};

enum class Agreement { Unknown, Agrees, Differs, NoDifference, Prefers };

/// One item on the Compare page, without widgets: which candidate stands in which slot, what was decided, what may be shown, and
/// what a vote made now would record. Slots are 1-based, in the recorded order. GUI thread; times are milliseconds of one steady
/// clock.
class CompareState {
  public:
    /// Another item, or the same one read again: then what was seen and the time spent are kept.
    void setSheet(const contracts::ItemSheet& sheet, qint64 now);
    void clear();

    [[nodiscard]] bool hasItem() const { return m_sheet.has_value(); }
    [[nodiscard]] const storage::ItemRecord& item() const { return m_sheet->item; }
    [[nodiscard]] storage::ItemId itemId() const { return hasItem() ? item().id : storage::ItemId{}; }

    [[nodiscard]] int slotCount() const { return static_cast<int>(m_order.size()); }
    [[nodiscard]] bool canVote() const { return slotCount() >= 2; }
    [[nodiscard]] const storage::CandidateRecord& candidateAt(int slot) const;
    [[nodiscard]] int slotOf(storage::CandidateId candidate) const; ///< 0: not shown

    // Decision
    void setVote(const std::optional<storage::VoteRecord>& vote);
    [[nodiscard]] const std::optional<storage::VoteRecord>& vote() const { return m_vote; }
    [[nodiscard]] bool isDecided() const { return m_vote.has_value(); }
    [[nodiscard]] int chosenSlot() const; ///< 0 without a winner
    /// The vote to store. `slot` counts for Decision::Winner only.
    [[nodiscard]] storage::NewVote makeVote(storage::Decision decision, int slot, storage::Strength strength, qint64 now) const;

    // What may be shown. Closed until the vote, or until the user opens it, which the vote then records.
    void openEarly();
    [[nodiscard]] bool isRevealed() const { return hasItem() && (isDecided() || m_openedEarly); }
    [[nodiscard]] bool sawBefore() const { return m_seen.contains(itemId().value); }

    // Scores
    void setModel(contracts::ModelState state);
    void setScores(const std::vector<storage::MeasurementRecord>& scores);
    void setScoringFailed(const QString& sentence);
    [[nodiscard]] bool hasScores() const;
    [[nodiscard]] ScoreStrip strip() const;
    [[nodiscard]] QString failure() const { return m_failure; }
    [[nodiscard]] bool scoresAreTrained() const;         ///< false: the scores come from random test weights
    [[nodiscard]] std::vector<SlotScore> scores() const; ///< by slot; empty unless all candidates have one
    [[nodiscard]] Agreement agreement() const;
    [[nodiscard]] int preferredSlot() const; ///< the model's best, 0 when it has none or several

    /// Keys that were meant for the item before are ignored for a moment after a change of item.
    [[nodiscard]] bool acceptsVoteKeys(qint64 now) const;
    static constexpr qint64 keyPauseMilliseconds = 150;

  private:
    void noteWhatIsSeen();

    std::optional<contracts::ItemSheet> m_sheet;
    std::vector<const storage::CandidateRecord*> m_order; ///< into m_sheet
    std::optional<storage::VoteRecord> m_vote;
    std::vector<storage::MeasurementRecord> m_scores;
    contracts::ModelState m_model = contracts::ModelState::None;
    QString m_failure;
    std::set<std::int64_t> m_seen; ///< items whose closed part was open at some time of this session
    bool m_openedEarly = false;
    qint64 m_shownAt = 0;
};

} // namespace trutina::ui
