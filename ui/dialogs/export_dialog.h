// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/contracts/transfer_desk.h"
#include "ui/dialogs/dialog_frame.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListWidget;
class QRadioButton;

namespace trutina::ui {

class Preferences;
class TextLabel;
class ThinProgress;

/// Writes the decided pairs as a training set, and says beforehand and afterwards what is left out.
class ExportDialog : public DialogFrame {
    Q_OBJECT
  public:
    ExportDialog(contracts::TransferDesk& desk, Preferences& preferences, const QString& projectName,
                 const storage::ItemCounts& counts, QWidget* parent);

  Q_SIGNALS:
    void exported(const QString& folder, const trutina::contracts::TransferSummary& summary);

  protected:
    void reject() override;

  private:
    void refresh();
    void run();
    void finish(const contracts::TransferSummary& summary);

    contracts::TransferDesk& m_desk;
    Preferences& m_preferences;
    storage::ItemCounts m_counts;
    QComboBox* m_format;
    TextLabel* m_description;
    QLineEdit* m_folder;
    QCheckBox* m_replace;
    QRadioButton* m_copy;
    QRadioButton* m_reference;
    QCheckBox* m_ties;
    TextLabel* m_leftOut;
    QListWidget* m_notes;
    ThinProgress* m_progress;
    QPushButton* m_show;
    QPushButton* m_cancel;
    QPushButton* m_export;
    contracts::JobId m_job = 0;
    bool m_isBusy = false;
    bool m_isDone = false;
};

} // namespace trutina::ui
