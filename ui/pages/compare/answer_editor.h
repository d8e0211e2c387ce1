// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/model_desk.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/widgets/card.h"

#include <QTimer>

#include <map>
#include <optional>

class QButtonGroup;
class QHBoxLayout;
class QPlainTextEdit;
class QPushButton;

namespace trutina::ui {

class Chip;
class CompareState;
class TextLabel;

/// A copy of an answer that is being rewritten. While scores may be shown, its score follows the typing, with the difference to
/// the original; until then nothing is asked of the model. The original is never changed: the copy is kept as a further answer or
/// thrown away. Ctrl+Enter keeps it; Escape closes the editor, and what was written is there again until the item is left.
class AnswerEditor : public Card {
    Q_OBJECT
  public:
    /// Both must outlive it.
    AnswerEditor(const CompareState& state, contracts::ScoringDesk& scoring, QWidget* parent = nullptr);

    void open(int slot);
    /// Something of the item or the model has changed: what may be shown, the score of the original.
    void showState(contracts::ModelState model);
    void leaveItem(); ///< closes it and forgets what was written
    void showProblem(const QString& sentences);

    [[nodiscard]] QPlainTextEdit* edit() const { return m_edit; }
    [[nodiscard]] int slot() const { return m_slot; }
    [[nodiscard]] QString differenceShown() const; ///< "+0.42"; empty while there is none to show
    [[nodiscard]] QString scoreSentence() const;   ///< "raw 2.83, the original 2.41", or why there is none

    static constexpr int kPauseMilliseconds = 60; ///< of typing, before the score is asked for

  Q_SIGNALS:
    void keepRequested(int slot, const QString& text);
    void closed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void chooseSlot(int slot);
    void rebuildChoices();
    void onTextChanged();
    void requestScore();
    void stopScoring();
    void receive(const QString& text, const contracts::Outcome<contracts::DraftScore>& outcome);
    void refreshScore();
    void discard();
    void dismiss();
    [[nodiscard]] bool mayScore() const { return m_isRevealed && m_model == contracts::ModelState::Ready; }

    const CompareState& m_state;
    contracts::ScoringDesk& m_scoring;
    QTimer m_pause;
    QPlainTextEdit* m_edit;
    QHBoxLayout* m_choices;
    QButtonGroup* m_group;
    TextLabel* m_difference;
    TextLabel* m_detail;
    TextLabel* m_hint;
    QPushButton* m_keep;

    storage::ItemId m_item;
    storage::CandidateId m_candidate;
    int m_slot = 0;
    QString m_originalText;
    std::map<std::int64_t, QString> m_drafts; ///< by candidate: what was written
    bool m_isRevealed = false;
    contracts::ModelState m_model = contracts::ModelState::None;
    std::optional<double> m_originalScore;
    std::optional<contracts::DraftScore> m_score; ///< of the text, or of the text before while m_isPending
    bool m_isPending = false;
    QString m_failure;
};

} // namespace trutina::ui
