// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/care_desk.h"
#include "ui/contracts/desks.h"

#include <QList>
#include <QWidget>

#include <vector>

class QBoxLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace trutina::ui {

class ActionButton;
class AnswerPane;
class Card;
class InlineMessage;
class TextLabel;
class Thumbnail;
class WrappedLabel;

/// Items on which annotators disagree, one after the other: the answers, what was voted and noted, without names, and buttons to
/// decide. A decision is stored at once and the next open item comes.
class AdjudicationView : public QWidget {
    Q_OBJECT
  public:
    explicit AdjudicationView(const contracts::Desks& desks, QWidget* parent = nullptr);

    /// Begins with the first that is not settled.
    void setItems(const std::vector<contracts::DisagreedItem>& items);
    [[nodiscard]] int settled() const; ///< of the items
    [[nodiscard]] QString placeText() const;
    [[nodiscard]] QString votesText() const; ///< as shown, a line each
    [[nodiscard]] const QList<ActionButton*>& decisions() const { return m_decisions; }
    void step(int by);

  Q_SIGNALS:
    void backRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void load();
    void show(const contracts::Dispute& dispute);
    void showAnswers();
    void showVotes();
    void decide(storage::Decision decision, storage::CandidateId winner);
    void goOn();
    void refresh();
    [[nodiscard]] int shownNumber(storage::CandidateId candidate) const; ///< 0: not shown
    [[nodiscard]] QString words(const storage::NewVote& vote) const;

    contracts::Desks m_desks;
    std::vector<contracts::DisagreedItem> m_items;
    std::size_t m_at = 0;
    contracts::Dispute m_dispute;
    bool m_isLoaded = false;
    bool m_isSaving = false;
    QList<ActionButton*> m_decisions;
    QStringList m_voteLines;
    TextLabel* m_place;
    InlineMessage* m_message;
    Card* m_promptCard;
    AnswerPane* m_prompt;
    Thumbnail* m_picture;
    TextLabel* m_more;
    QBoxLayout* m_answers;
    QVBoxLayout* m_votes;
    WrappedLabel* m_settledText;
    QPushButton* m_withdraw;
    QLineEdit* m_note;
    QBoxLayout* m_buttons;
    ActionButton* m_previous;
    ActionButton* m_next;
};

} // namespace trutina::ui
