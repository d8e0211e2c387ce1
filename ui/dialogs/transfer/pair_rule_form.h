// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace trutina::ui {

/// By which rule several answers become pairs. A program of the user's own is only ever part of the choice once it is named and
/// the box that allows it is ticked.
class PairRuleForm : public QWidget {
    Q_OBJECT
  public:
    explicit PairRuleForm(QWidget* parent = nullptr);

    [[nodiscard]] contracts::PairBuildingChoice choice() const;
    /// What keeps the choice from being complete, as a sentence; empty when nothing does.
    [[nodiscard]] QString missing() const;

  Q_SIGNALS:
    void changed();

  private:
    enum class Source { None, Ratings, Truth };
    [[nodiscard]] Source source() const;
    void refresh();
    void chooseProgram();

    QComboBox* m_source;
    QWidget* m_ratings;
    QComboBox* m_aspect;
    QDoubleSpinBox* m_gap;
    QWidget* m_truth;
    QComboBox* m_verifier;
    QWidget* m_numeric;
    QDoubleSpinBox* m_tolerance;
    QWidget* m_command;
    QCheckBox* m_isAllowed;
    QLineEdit* m_program;
    QLineEdit* m_arguments;
    QDoubleSpinBox* m_seconds;
    QWidget* m_limits;
    QDoubleSpinBox* m_ratio;
    QSpinBox* m_most;
};

} // namespace trutina::ui
