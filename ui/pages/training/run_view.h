// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/training_desk.h"

#include <QWidget>

class QGridLayout;
class QPushButton;

namespace trutina::ui {

class Card;
class InlineMessage;
class LineChart;
class TextLabel;
class ThinProgress;

/// Right side of the Training page: the run, its curves and, at the end, the result beside its base.
class RunView : public QWidget {
    Q_OBJECT
  public:
    explicit RunView(contracts::TrainingDesk& desk, QWidget* parent = nullptr);

    /// What stands against a start, as one sentence; empty when nothing does.
    void setObstacle(const QString& sentence);
    void setForecast(const QString& sentence); ///< of what the next run will take
    void setCanUseResult(bool can);
    void setInUse(bool isResultInUse); ///< the loaded model is the result
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] LineChart& lossChart() const { return *m_charts.front(); }

  Q_SIGNALS:
    void startRequested();
    void useRequested();
    void backRequested(); ///< to the base model

  private:
    QWidget* buildRun();
    QWidget* buildCharts();
    QWidget* buildResult();
    void refresh();
    void refreshCurves();
    void refreshResult();

    contracts::TrainingDesk& m_desk;
    QString m_obstacle;
    QString m_forecast;

    TextLabel* m_state = nullptr;
    TextLabel* m_detail = nullptr;
    TextLabel* m_pace = nullptr;
    ThinProgress* m_progress = nullptr;
    InlineMessage* m_message = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_stop = nullptr;
    QList<LineChart*> m_charts; ///< loss, accuracy, learning rate, gradient norm
    QList<TextLabel*> m_titles;
    TextLabel* m_empty = nullptr;
    QWidget* m_chartGrid = nullptr;
    Card* m_result = nullptr;
    TextLabel* m_verdict = nullptr;
    QList<TextLabel*> m_figures; ///< accuracy and loss, each of base and result
    QWidget* m_figureGrid = nullptr;
    QPushButton* m_use = nullptr;
    QPushButton* m_back = nullptr;
    bool m_canUse = false;
    bool m_isInUse = false;
};

} // namespace trutina::ui
