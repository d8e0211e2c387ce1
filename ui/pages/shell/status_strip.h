// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"

#include <QFrame>

class QPushButton;

namespace trutina::ui {

class DemoModel;
class JobListModel;
class TextLabel;
class ThinProgress;

/// The line below everything: the model and its device, the current job with a way to stop it, that nothing leaves this computer,
/// and whether all is stored.
class StatusStrip : public QFrame {
    Q_OBJECT
  public:
    StatusStrip(const contracts::Desks& desks, JobListModel& jobs, const DemoModel& demo, QWidget* parent = nullptr);

    /// One sentence, until the next one: "The last session ended early; nothing was lost."
    void setNotice(const QString& sentence);
    [[nodiscard]] QString modelText() const;

  Q_SIGNALS:
    void modelClicked();

  private:
    void refreshModel();
    void refreshJob();
    void refreshSaved(bool saved);
    void refreshSizes();

    contracts::Desks m_desks;
    JobListModel& m_jobs;
    const DemoModel& m_demo;
    QWidget* m_dot;
    QPushButton* m_model;
    TextLabel* m_job;
    ThinProgress* m_progress;
    TextLabel* m_time;
    QPushButton* m_cancel;
    TextLabel* m_notice;
    QWidget* m_lock;
    TextLabel* m_offline;
    TextLabel* m_saved;
};

} // namespace trutina::ui
