// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/agreement.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace trutina::ui {

class Card;
class IntervalChart;
class TextLabel;
class WrappedLabel;

/// How far annotators agree: over all of them, in pairs, and the items on which they do not.
class AgreementView : public QWidget {
    Q_OBJECT
  public:
    explicit AgreementView(QWidget* parent = nullptr);

    void setReport(const contracts::AgreementReport& report);
    [[nodiscard]] QComboBox& choice() const { return *m_choice; }
    [[nodiscard]] QPushButton& settleButton() const { return *m_settle; }
    [[nodiscard]] IntervalChart& measures() const { return *m_measures; }
    [[nodiscard]] IntervalChart& pairs() const { return *m_pairs; }
    [[nodiscard]] QString headline() const;

  Q_SIGNALS:
    void settleRequested();
    void itemsRequested();

  private:
    void showTable(int index);

    contracts::AgreementReport m_report;
    QComboBox* m_choice;
    TextLabel* m_headline;
    WrappedLabel* m_story;
    IntervalChart* m_measures;
    Card* m_pairCard;
    TextLabel* m_pairTitle;
    IntervalChart* m_pairs;
    TextLabel* m_openTitle;
    WrappedLabel* m_openStory;
    QPushButton* m_settle;
    QPushButton* m_items;
};

} // namespace trutina::ui
