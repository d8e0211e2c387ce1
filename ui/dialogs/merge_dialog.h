// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/care_desk.h"
#include "ui/dialogs/dialog_frame.h"

class QLineEdit;
class QListWidget;

namespace trutina::ui {

class Preferences;
class TextLabel;
class ThinProgress;

/// Takes in another annotator's project file: says first what it would bring and what both say differently.
class MergeDialog : public DialogFrame {
    Q_OBJECT
  public:
    MergeDialog(contracts::CareDesk& desk, Preferences& preferences, QWidget* parent);

    void setFile(const QString& file); ///< and compares with it
    [[nodiscard]] QString summaryText() const;

  Q_SIGNALS:
    void merged(const QString& file, const trutina::storage::MergeReport& report);

  protected:
    void reject() override;

  private:
    void compare();
    void run();
    void begin(contracts::JobId job);
    void end();
    void show(const storage::MergeReport& report, bool isDone);
    void refresh();

    contracts::CareDesk& m_desk;
    Preferences& m_preferences;
    QLineEdit* m_file;
    QPushButton* m_compare;
    TextLabel* m_summary;
    TextLabel* m_conflictTitle;
    QListWidget* m_conflicts;
    ThinProgress* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_merge;
    contracts::JobId m_job = 0;
    bool m_isBusy = false;
    bool m_isPlanned = false; ///< for the file that is named
    bool m_brings = false;    ///< it would change something
    bool m_isDone = false;
};

} // namespace trutina::ui
