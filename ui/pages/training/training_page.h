// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/training_desk.h"

#include <QWidget>

#include <optional>

class QScrollArea;
class QVBoxLayout;

namespace trutina::ui {

class Card;
class Preferences;
class RunView;
class TrainingSetup;

/// Trains a model on preferences: what, how and where to at the left; the run, its curves and its result at the right.
class TrainingPage : public QWidget {
    Q_OBJECT
  public:
    TrainingPage(const contracts::Desks& desks, Preferences& preferences, QWidget* parent = nullptr);

    [[nodiscard]] TrainingSetup& setup() const { return *m_setup; }
    [[nodiscard]] RunView& runView() const { return *m_run; }
    void start();                        ///< what is chosen
    void openRun(const QString& folder); ///< an unfinished one
    void chooseRun();

  Q_SIGNALS:
    /// A model that the user wants to use from now on.
    void modelWanted(const trutina::engine::LoadOptions& options);

  private:
    QWidget* buildUnfinished();
    void refreshUnfinished();
    void refresh();
    void useResult();
    void goBack();
    [[nodiscard]] bool isResultInUse() const;

    contracts::Desks m_desks;
    Preferences& m_preferences;
    std::optional<engine::LoadOptions> m_before; ///< what was loaded when the result was taken
    TrainingSetup* m_setup;
    RunView* m_run;
    Card* m_unfinished = nullptr;
    QVBoxLayout* m_unfinishedRuns = nullptr;
};

} // namespace trutina::ui
