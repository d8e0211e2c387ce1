// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_state.h"

#include <algorithm>
#include <cmath>

namespace trutina::ui {

namespace {

constexpr double equalWithin = 1e-6;
/// A bar is full for the best; the shortest span a bar stands for, so that a small margin looks small.
constexpr double leastSpan = 2.0;
constexpr double roomBelowLast = 1.25;

} // namespace

void CompareState::setSheet(const contracts::ItemSheet& sheet, qint64 now) {
    const bool isSameItem = hasItem() && sheet.item.id == item().id;
    m_sheet = sheet;
    m_order.clear();
    const auto& candidates = m_sheet->item.candidates;
    for (const storage::CandidateId id : m_sheet->shownOrder.candidates) {
        const auto found = std::ranges::find(candidates, id, &storage::CandidateRecord::id);
        if (found != candidates.end()) {
            m_order.push_back(&*found);
        }
    }
    // An order recorded before a candidate was added does not hide the new one.
    for (const auto& candidate : candidates) {
        if (std::ranges::find(m_order, &candidate) == m_order.end()) {
            m_order.push_back(&candidate);
        }
    }
    m_vote = sheet.vote;
    if (!isSameItem) {
        m_scores.clear();
        m_failure.clear();
        m_openedEarly = false;
        m_shownAt = now;
    }
    if (!sheet.scores.empty()) {
        setScores(sheet.scores);
    }
    noteWhatIsSeen();
}

void CompareState::clear() {
    m_order.clear();
    m_sheet.reset();
    m_vote.reset();
    m_scores.clear();
    m_failure.clear();
    m_openedEarly = false;
}

const storage::CandidateRecord& CompareState::candidateAt(int slot) const {
    return *m_order.at(static_cast<std::size_t>(slot - 1));
}

int CompareState::slotOf(storage::CandidateId candidate) const {
    const auto found = std::ranges::find_if(m_order, [candidate](const auto* one) { return one->id == candidate; });
    return found == m_order.end() ? 0 : static_cast<int>(found - m_order.begin()) + 1;
}

void CompareState::setVote(const std::optional<storage::VoteRecord>& vote) {
    m_vote = vote;
    noteWhatIsSeen();
}

int CompareState::chosenSlot() const {
    return m_vote && m_vote->decision == storage::Decision::Winner ? slotOf(m_vote->winner) : 0;
}

storage::NewVote CompareState::makeVote(storage::Decision decision, int slot, storage::Strength strength, qint64 now) const {
    storage::NewVote vote;
    vote.item = itemId();
    vote.decision = decision;
    if (decision == storage::Decision::Winner) {
        vote.winner = candidateAt(slot).id;
        vote.strength = strength;
    }
    vote.shownOrder = m_sheet->shownOrder.id;
    vote.sawScoresBefore = sawBefore();
    vote.timeSpentMilliseconds = std::max<qint64>(0, now - m_shownAt);
    return vote;
}

void CompareState::openEarly() {
    if (hasItem()) {
        m_openedEarly = true;
        noteWhatIsSeen();
    }
}

void CompareState::noteWhatIsSeen() {
    if (isRevealed()) {
        m_seen.insert(itemId().value);
    }
}

void CompareState::setModel(contracts::ModelState state) {
    m_model = state;
    if (state == contracts::ModelState::Ready) {
        // Perhaps another model than the one that made them. The same one's are found in the project again.
        m_scores.clear();
        m_failure.clear();
    }
}

void CompareState::setScores(const std::vector<storage::MeasurementRecord>& scores) {
    m_scores.clear();
    for (const auto& score : scores) {
        if (score.kind == storage::MeasurementKind::Score && !score.values.empty() && slotOf(score.candidate) > 0) {
            m_scores.push_back(score);
        }
    }
    m_failure.clear();
}

void CompareState::setScoringFailed(const QString& sentence) {
    m_failure = sentence;
}

bool CompareState::hasScores() const {
    return slotCount() > 0 && std::ranges::all_of(m_order, [this](const auto* candidate) {
               return std::ranges::any_of(m_scores, [candidate](const auto& score) { return score.candidate == candidate->id; });
           });
}

ScoreStrip CompareState::strip() const {
    if (hasScores()) {
        return isRevealed() ? ScoreStrip::Open : ScoreStrip::ReadyClosed;
    }
    switch (m_model) {
    case contracts::ModelState::None:
        return ScoreStrip::NoModel;
    case contracts::ModelState::Loading:
        return ScoreStrip::LoadingModel;
    case contracts::ModelState::Failed:
        return ScoreStrip::ModelFailed;
    case contracts::ModelState::Ready:
        break;
    }
    return m_failure.isEmpty() ? ScoreStrip::Preparing : ScoreStrip::Failed;
}

bool CompareState::scoresAreTrained() const {
    return std::ranges::all_of(m_scores, [](const auto& score) { return score.setting.trained; });
}

std::vector<SlotScore> CompareState::scores() const {
    std::vector<SlotScore> result;
    if (!hasScores()) {
        return result;
    }
    for (int slot = 1; slot <= slotCount(); ++slot) {
        const auto found = std::ranges::find(m_scores, candidateAt(slot).id, &storage::MeasurementRecord::candidate);
        SlotScore score;
        score.slot = slot;
        score.raw = found->values.front();
        score.truncated = found->truncated;
        result.push_back(score);
    }
    const auto [worst, best] = std::ranges::minmax(result, {}, &SlotScore::raw);
    const double span = std::max(leastSpan, (best.raw - worst.raw) * roomBelowLast);
    for (SlotScore& score : result) {
        score.behind = best.raw - score.raw;
        score.bar = 1.0 - score.behind / span;
        score.rank = 1 + static_cast<int>(std::ranges::count_if(
                             result, [&score](const SlotScore& other) { return other.raw > score.raw + equalWithin; }));
    }
    return result;
}

int CompareState::preferredSlot() const {
    int preferred = 0;
    for (const SlotScore& score : scores()) {
        if (score.rank == 1) {
            if (preferred != 0) {
                return 0;
            }
            preferred = score.slot;
        }
    }
    return preferred;
}

Agreement CompareState::agreement() const {
    if (!hasScores() || slotCount() < 2) {
        return Agreement::Unknown;
    }
    const int preferred = preferredSlot();
    if (preferred == 0) {
        return Agreement::NoDifference;
    }
    const int chosen = chosenSlot();
    if (chosen == 0) {
        return Agreement::Prefers;
    }
    return chosen == preferred ? Agreement::Agrees : Agreement::Differs;
}

bool CompareState::acceptsVoteKeys(qint64 now) const {
    return hasItem() && now - m_shownAt >= keyPauseMilliseconds;
}

} // namespace trutina::ui
