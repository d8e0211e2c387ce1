// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"
#include "ui/contracts/desks.h"
#include "ui/contracts/scoring_desk.h"

#include <QList>
#include <QWidget>

#include <vector>

class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace trutina::ui {

class EmptyState;
class FindingCard;
class InlineMessage;
class TextLabel;
class ThinProgress;

/// What the data set has wrong: found when the user asks, each with its items one click away and, where there is one, a cure
/// that undo takes back.
class DoctorPage : public QWidget {
    Q_OBJECT
  public:
    explicit DoctorPage(const contracts::Desks& desks, QWidget* parent = nullptr);

    void examine();
    [[nodiscard]] const QList<FindingCard*>& cards() const { return m_cards; }
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] QPushButton& examineButton() const { return *m_examine; }
    [[nodiscard]] QPushButton& stopButton() const { return *m_stop; }

  Q_SIGNALS:
    /// Those of a finding, with its sentence.
    void itemsRequested(const std::vector<trutina::storage::ItemId>& items, const QString& words);
    void undoRequested();

  private:
    void cure(const storage::Finding& finding);
    void begin(contracts::JobId job);
    void end();
    void showFindings(const std::vector<storage::Finding>& findings);
    void forget();
    void refresh();
    void showProblem(const contracts::Problem& problem);

    contracts::Desks m_desks;
    contracts::JobId m_job = 0;
    bool m_isBusy = false;
    bool m_hasFindings = false; ///< of the open project, be there none
    QList<FindingCard*> m_cards;
    TextLabel* m_summary;
    QPushButton* m_examine;
    QPushButton* m_stop;
    ThinProgress* m_progress;
    InlineMessage* m_message;
    EmptyState* m_empty;
    QVBoxLayout* m_list;
    QStackedLayout* m_stack;
};

} // namespace trutina::ui
