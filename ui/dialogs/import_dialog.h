// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"
#include "ui/dialogs/wizard_frame.h"

#include <QTimer>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;

namespace trutina::ui {

class ColumnMapping;
class PairRuleForm;
class Preferences;
class PreviewTable;
class ReportView;
class TextLabel;
class ThinProgress;

/// Brings a data set in: the file and its format, what its columns are called, what becomes of its answers, and a look at the
/// whole before anything changes. The first ten rows are shown all along, as the choices would import them. Whatever runs can be
/// stopped; then nothing was added.
class ImportDialog : public WizardFrame {
    Q_OBJECT
  public:
    enum Step { FileStep, ColumnStep, RuleStep, ImportStep };

    ImportDialog(contracts::TransferDesk& desk, Preferences& preferences, QWidget* parent);
    ~ImportDialog() override; ///< a preview that still runs is cancelled

    void setFile(const QString& file); ///< or a folder; reads the preview
    [[nodiscard]] contracts::ImportChoice choice() const;
    [[nodiscard]] const PreviewTable& table() const { return *m_rows; }

  Q_SIGNALS:
    void imported(const QString& file, const trutina::contracts::TransferSummary& summary);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void reject() override;
    [[nodiscard]] bool mayGoOn() const override;
    [[nodiscard]] QString lastVerb() const override;
    void takeLastStep() override;
    [[nodiscard]] bool isBusy() const override { return m_isBusy; }
    void enterStep(int step) override;

  private:
    void buildFileStep();
    void buildRuleStep();
    void buildImportStep();
    void chooseFile(bool isFolder);
    void previewSoon();
    void preview();
    void showPreview(const contracts::TransferPreview& found);
    void run(bool dryRun);
    void finish(const contracts::TransferSummary& summary, bool dryRun);
    void refresh();
    [[nodiscard]] contracts::TransferFormat format() const; ///< the one chosen, or else the one it looks like

    contracts::TransferDesk& m_desk;
    const std::vector<contracts::TransferFormat> m_formats;
    Preferences& m_preferences;
    QLineEdit* m_file;
    QComboBox* m_format;
    TextLabel* m_guess;
    TextLabel* m_description;
    ColumnMapping* m_columns;
    QLineEdit* m_annotator;
    QLineEdit* m_mediaFolder;
    QWidget* m_pairBox;
    PairRuleForm* m_pairs;
    QWidget* m_verdictBox;
    QDoubleSpinBox* m_tieWithin;
    QWidget* m_promptBox;
    QLineEdit* m_prompt;
    TextLabel* m_plan;
    PreviewTable* m_rows;
    TextLabel* m_counts;
    ReportView* m_report;
    ThinProgress* m_progress;
    QPushButton* m_check;
    QTimer m_previewTimer;
    QString m_told;              ///< the format that the last preview told
    contracts::JobId m_look = 0; ///< the preview that is awaited
    contracts::JobId m_job = 0;  ///< the check or the import that runs
    int m_previewNumber = 0;     ///< only the answer to the last one counts
    bool m_isLooking = false;    ///< the rows on show are not yet those of the choices
    bool m_canImport = false;
    bool m_isBusy = false;
    bool m_isDone = false;
};

} // namespace trutina::ui
