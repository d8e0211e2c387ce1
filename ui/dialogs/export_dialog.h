// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"
#include "ui/dialogs/wizard_frame.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QTextBrowser;

namespace trutina::ui {

class PlaceCheck;
class Preferences;
class ReportView;
class TextLabel;
class ThinProgress;
class VoteRuleForm;

/// Writes judgements as a training set: whose and which of them count, in which form, and where to. What would be written and
/// left out is counted before anything is.
class ExportDialog : public WizardFrame {
    Q_OBJECT
  public:
    enum Step { VoteStep, FormatStep, FolderStep };

    ExportDialog(contracts::TransferDesk& desk, Preferences& preferences, const QString& projectName, QWidget* parent);
    ~ExportDialog() override; ///< a count that still runs is cancelled

    [[nodiscard]] contracts::ExportChoice choice() const;

  Q_SIGNALS:
    void exported(const QString& folder, const trutina::contracts::TransferSummary& summary);

  protected:
    void reject() override;
    [[nodiscard]] bool mayGoOn() const override;
    [[nodiscard]] QString lastVerb() const override;
    void takeLastStep() override;
    [[nodiscard]] bool isBusy() const override { return m_isBusy; }
    void enterStep(int step) override;

  private:
    void buildFormatStep();
    void buildFolderStep(const QString& projectName);
    [[nodiscard]] const contracts::TransferFormat* format() const; ///< the chosen one; null when there is none
    void offerFormat();                                            ///< shows what the chosen format can
    void chooseFolder();
    void count();
    void run();
    void finish(const contracts::TransferSummary& summary);
    void refresh();
    [[nodiscard]] QString folder() const;
    [[nodiscard]] bool isOccupied() const; ///< the folder is known to hold something

    contracts::TransferDesk& m_desk;
    Preferences& m_preferences;
    std::vector<contracts::TransferFormat> m_formats; ///< in the order of the list
    VoteRuleForm* m_votes;
    QComboBox* m_format;
    TextLabel* m_description;
    QComboBox* m_media;
    QCheckBox* m_sheets;
    QCheckBox* m_margin;
    QDoubleSpinBox* m_validation;
    QDoubleSpinBox* m_test;
    QLineEdit* m_seed;
    QLineEdit* m_folder;
    PlaceCheck* m_place; ///< of the folder
    QCheckBox* m_replace;
    TextLabel* m_counts;
    QTextBrowser* m_card;
    ReportView* m_report;
    ThinProgress* m_progress;
    QPushButton* m_show;
    contracts::JobId m_count = 0; ///< the count that is awaited
    contracts::JobId m_job = 0;   ///< the export that runs
    int m_countNumber = 0;        ///< only the answer to the last one counts
    bool m_isCounting = false;
    bool m_hasRows = false; ///< the count found something to write
    bool m_isBusy = false;
    bool m_isDone = false;
};

} // namespace trutina::ui
