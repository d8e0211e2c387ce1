// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"
#include "ui/dialogs/dialog_frame.h"

class QComboBox;
class QLineEdit;
class QListWidget;
class QTableWidget;

namespace trutina::ui {

class Preferences;
class TextLabel;
class ThinProgress;

/// Brings a data set in: file, format, the first ten rows, what would be left out; nothing changes before "Import".
class ImportDialog : public DialogFrame {
    Q_OBJECT
  public:
    ImportDialog(contracts::TransferDesk& desk, Preferences& preferences, QWidget* parent);

    void setFile(const QString& file); ///< reads the preview

  Q_SIGNALS:
    void imported(const QString& file, const trutina::contracts::TransferSummary& summary);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void reject() override;

  private:
    void choose();
    void preview();
    void run(bool dryRun);
    void showSummary(const contracts::TransferSummary& summary);
    void setBusy(contracts::JobId job);
    void refresh();
    [[nodiscard]] QString format() const;

    contracts::TransferDesk& m_desk;
    Preferences& m_preferences;
    QLineEdit* m_file;
    QComboBox* m_format;
    TextLabel* m_guess;
    QTableWidget* m_rows;
    TextLabel* m_counts;
    QListWidget* m_notes;
    ThinProgress* m_progress;
    QPushButton* m_check;
    QPushButton* m_import;
    QPushButton* m_cancel;
    QString m_previewed; ///< file and format of the last preview
    contracts::JobId m_job = 0;
    bool m_isBusy = false;
    bool m_canImport = false;
    bool m_isDone = false;
};

} // namespace trutina::ui
