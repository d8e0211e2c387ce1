// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QListWidget;
class QRadioButton;

namespace trutina::ui {

class TextLabel;

/// Which judgements count in an export and what becomes of ties, rankings and corrections.
class VoteRuleForm : public QWidget {
    Q_OBJECT
  public:
    explicit VoteRuleForm(QWidget* parent = nullptr);

    /// All of them count until the user says otherwise.
    void setAnnotators(const std::vector<contracts::TransferAnnotator>& annotators);
    /// Writes its part of the choice.
    void fill(contracts::ExportChoice& choice) const;
    [[nodiscard]] QString missing() const; ///< as a sentence; empty when nothing is

  Q_SIGNALS:
    void changed();

  private:
    void refresh();
    [[nodiscard]] QStringList chosenAnnotators() const;

    QRadioButton* m_votes;
    QRadioButton* m_scores;
    QWidget* m_voteRules;
    TextLabel* m_annotatorTitle;
    QListWidget* m_annotators;
    QDoubleSpinBox* m_agreement;
    QComboBox* m_weakest;
    QComboBox* m_adjudication;
    QDoubleSpinBox* m_least;
    QDoubleSpinBox* m_most;
    QCheckBox* m_ties;
    QCheckBox* m_corrected;
    QWidget* m_scoreRules;
    QDoubleSpinBox* m_margin;
};

} // namespace trutina::ui
