// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/screenshots.h"
#include "tests/support/fake_desks.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/transfer/column_mapping.h"
#include "ui/dialogs/transfer/preview_table.h"
#include "ui/dialogs/transfer/report_view.h"
#include "ui/models/preferences.h"
#include "ui/style/theme.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

using namespace trutina;
using namespace trutina::ui;

namespace {

contracts::TransferFormat format(const char* name, const char* title, bool in, bool out) {
    return {QString::fromLatin1(name), QString::fromLatin1(title), QStringLiteral("What it is."), in, out,
            {QStringLiteral("jsonl")}};
}

storage::NewItem item(const std::string& prompt, const std::vector<std::string>& answers) {
    storage::NewItem made;
    made.prompt = {{"user", prompt}};
    for (const std::string& answer : answers) {
        made.candidates.push_back({{{"assistant", answer}}, {}, {}});
    }
    return made;
}

} // namespace

class TransferDialogsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<testing::FakeTransferDesk> m_desk;
    std::unique_ptr<Preferences> m_preferences;
    QPointer<ImportDialog> m_import;
    QPointer<ExportDialog> m_export;

    static QPushButton* button(QWidget* dialog, const char* text) {
        for (auto* one : dialog->findChildren<QPushButton*>()) {
            if (one->text() == QString::fromLatin1(text) && one->isVisible()) {
                return one;
            }
        }
        return nullptr;
    }
    template <typename T>
    static T* field(QWidget* dialog, const char* name) {
        return dialog->findChild<T*>(QString::fromLatin1(name));
    }
    template <typename Dialog>
    void show(Dialog* dialog) {
        dialog->resize(900, 760);
        dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
    }
    void openImport(const QString& told) {
        m_desk->nextPreview.format = told;
        m_desk->nextPreview.items = {item("6 times 7?", {"42", "48"}), item("Which cup is fuller?", {"the left one", "neither"})};
        storage::ImportedVote vote;
        vote.annotator = "Bo";
        vote.winner = 1;
        m_desk->nextPreview.items[1].votes = {vote};
        m_desk->nextPreview.columns = {QStringLiteral("question"), QStringLiteral("responses"), QStringLiteral("ground_truth")};
        m_import = new ImportDialog(*m_desk, *m_preferences, nullptr);
        show(m_import.data());
        m_import->setFile(m_home.filePath(QStringLiteral("in.jsonl")));
        QTRY_VERIFY(m_import->table().rows() > 0);
    }
    void openExport() {
        m_desk->annotatorList = {{QStringLiteral("Ada")}, {QStringLiteral("Bo")}, {QStringLiteral("gpt"), true}};
        m_desk->nextSummary.read = 30;
        m_desk->nextSummary.written = 12;
        m_desk->nextSummary.notesInAll = 4;
        m_desk->nextSummary.reasons = {{QStringLiteral("vote.tie"), QStringLiteral("The vote is a tie."), 4}};
        m_desk->nextSummary.notes = {{7, QStringLiteral("The vote is a tie.")}};
        m_desk->nextSummary.dataCard = QStringLiteral("# TRL pairs\n\n## Rules\n\n- Ties are left out.\n");
        m_export = new ExportDialog(*m_desk, *m_preferences, QStringLiteral("Kitchen"), nullptr);
        show(m_export.data());
        QTRY_COMPARE(field<QListWidget>(m_export, "annotators")->count(), 3);
    }
    void shots(QWidget* dialog, const char* name) const {
        if (!testing::wantsScreenshots()) {
            return;
        }
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            Theme::instance().setChoice(choice);
            testing::takeScreenshot(*dialog, QString::fromLatin1(name));
        }
        Theme::instance().setChoice(ThemeChoice::Light);
    }

  private Q_SLOTS:
    void init() {
        QFile::remove(m_home.filePath(QStringLiteral("settings.ini")));
        m_preferences = std::make_unique<Preferences>(m_home.filePath(QStringLiteral("settings.ini")));
        m_desk = std::make_unique<testing::FakeTransferDesk>();
        auto answers = format("answers", "Answers to be compared", true, false);
        answers.buildsPairs = true;
        auto verdicts = format("verdicts", "Verdicts of a judge", true, false);
        verdicts.judgesItems = true;
        auto pictures = format("pictures", "Folder of pictures", true, false);
        pictures.takesPrompt = true;
        auto parquet = format("parquet", "Table with its pictures", false, true);
        parquet.canEmbed = true;
        auto sheets = format("ixc", "Pairs for a trainer of pictures", false, true);
        sheets.canShowSheets = true;
        m_desk->formatList = {format("trl", "TRL preference pairs", true, true),
                              answers,
                              verdicts,
                              pictures,
                              format("csv", "Table", true, true),
                              parquet,
                              sheets};
    }
    void cleanup() {
        delete m_import;
        delete m_export;
        m_desk.reset();
        m_preferences.reset();
    }

    void leadsFromAFileToTheReportStepByStep() {
        openImport(QStringLiteral("answers"));
        QCOMPARE(m_import->step(), int(ImportDialog::FileStep));
        QCOMPARE(m_import->table().text(0, 0), QStringLiteral("6 times 7?"));
        QVERIFY(m_import->table().text(1, 3).contains(QStringLiteral("Bo: answer 2")));
        shots(m_import, "import-1-file");
        QTest::keyClick(m_import, Qt::Key_Return);
        QCOMPARE(m_import->step(), int(ImportDialog::ColumnStep));
        shots(m_import, "import-2-columns");
        QTest::keyClick(m_import, Qt::Key_Return);
        QCOMPARE(m_import->step(), int(ImportDialog::RuleStep));
        QTest::keyClick(m_import, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_import->step(), int(ImportDialog::ColumnStep));
        QTest::keyClick(m_import, Qt::Key_Return);
        QTest::keyClick(m_import, Qt::Key_Return);
        QCOMPARE(m_import->step(), int(ImportDialog::ImportStep));
        QVERIFY(m_desk->imports.empty());

        m_desk->nextSummary.read = 9;
        m_desk->nextSummary.written = 7;
        m_desk->nextSummary.notesInAll = 2;
        m_desk->nextSummary.reasons = {{QStringLiteral("row.not_json"), QStringLiteral("The line is no JSON."), 2}};
        m_desk->nextSummary.notes = {{3, QStringLiteral("The line is no JSON.")}, {8, QStringLiteral("The line is no JSON.")}};
        button(m_import, "Check the whole file")->click();
        QTRY_COMPARE(m_desk->imports.size(), std::size_t{1});
        QVERIFY(m_desk->imports.back().dryRun);
        auto* report = m_import->findChild<ReportView*>();
        QTRY_COMPARE(report->lines().size(), 3);
        QVERIFY(report->lines().at(0).startsWith(QStringLiteral("2 × row.not_json")));
        QVERIFY(report->lines().at(1).startsWith(QStringLiteral("Row 3:")));
        shots(m_import, "import-4-checked");
        QSignalSpy imported(m_import, &ImportDialog::imported);
        QTest::keyClick(m_import, Qt::Key_Return);
        QTRY_COMPARE(imported.size(), 1);
        QVERIFY(!m_desk->imports.back().dryRun);
        QVERIFY(button(m_import, "Close") != nullptr);
        QVERIFY(m_import->message().text().contains(QStringLiteral("7 items")));
        shots(m_import, "import-5-done");
    }

    void previewsAgainWhateverIsChosen() {
        openImport(QStringLiteral("csv"));
        button(m_import, "Next")->click();
        m_import->findChild<ColumnMapping*>()->choose(QStringLiteral("question"), QStringLiteral("prompt"));
        QTRY_VERIFY(m_desk->previews.back().columns.value(QStringLiteral("question")) == QStringLiteral("prompt"));
        auto* typed = field<QComboBox>(m_import, "column:responses");
        typed->lineEdit()->setFocus();
        typed->setCurrentText(QStringLiteral("answer_1"));
        Q_EMIT typed->lineEdit()->editingFinished();
        QTRY_COMPARE(m_desk->previews.back().columns.size(), 2);
        button(m_import, "Next")->click();
        field<QLineEdit>(m_import, "annotator")->setFocus();
        QTest::keyClicks(field<QLineEdit>(m_import, "annotator"), QStringLiteral("crowd"));
        QTRY_COMPARE(m_desk->previews.back().annotator, QStringLiteral("crowd"));
        field<QLineEdit>(m_import, "mediaFolder")->setFocus();
        QTest::keyClicks(field<QLineEdit>(m_import, "mediaFolder"), QStringLiteral("/pictures"));
        QTRY_COMPARE(m_desk->previews.back().mediaFolder, QStringLiteral("/pictures"));
        QVERIFY2(m_desk->previews.back().pairs.rating.isEmpty(), "a table makes no pairs by rule");
        m_import->goTo(ImportDialog::ImportStep);
        QTRY_VERIFY(button(m_import, "Import")->isEnabled());
        button(m_import, "Import")->click();
        QTRY_COMPARE(m_desk->imports.size(), std::size_t{1});
        QCOMPARE(m_desk->imports.back().annotator, QStringLiteral("crowd"));
        QCOMPARE(m_desk->imports.back().columns.size(), 2);
    }

    void runsAProgramOnlyWhenItIsNamedAndAllowed() {
        openImport(QStringLiteral("answers"));
        m_import->goTo(ImportDialog::RuleStep);
        field<QComboBox>(m_import, "pairSource")->setCurrentIndex(2);
        QTRY_COMPARE(m_desk->previews.back().pairs.verifier, QStringLiteral("exact"));
        auto* verifier = field<QComboBox>(m_import, "verifier");
        verifier->setCurrentIndex(verifier->findData(QStringLiteral("command")));
        QTRY_COMPARE(m_desk->previews.back().pairs.verifier, QStringLiteral("none"));
        QVERIFY(!button(m_import, "Next")->isEnabled());
        auto* program = field<QLineEdit>(m_import, "program");
        QTest::keyClicks(program, QStringLiteral("/usr/local/bin/check"));
        QTest::qWait(400);
        QVERIFY(!button(m_import, "Next")->isEnabled());
        QVERIFY(m_import->message().isVisible());
        QVERIFY(m_desk->previews.back().pairs.program.isEmpty());
        shots(m_import, "import-3-program");
        field<QCheckBox>(m_import, "allowProgram")->setChecked(true);
        QTRY_COMPARE(m_desk->previews.back().pairs.program, QStringLiteral("/usr/local/bin/check"));
        QCOMPARE(m_desk->previews.back().pairs.verifier, QStringLiteral("command"));
        QTRY_VERIFY(button(m_import, "Next")->isEnabled());
        QTest::keyClicks(program, QStringLiteral("2"));
        QVERIFY2(!field<QCheckBox>(m_import, "allowProgram")->isChecked(), "another program is another permission");
        QTRY_COMPARE(m_desk->previews.back().pairs.verifier, QStringLiteral("none"));
        field<QComboBox>(m_import, "pairSource")->setCurrentIndex(1);
        QTRY_COMPARE(m_desk->previews.back().pairs.rating, QStringLiteral("sum"));
        shots(m_import, "import-3-ratings");
    }

    void showsVerdictsBesideTheirItemsAndAsksForNoPairRule() {
        m_desk->nextPreview.verdicts = {{12, QStringLiteral("Which cup?"), QStringLiteral("gpt"), storage::Decision::Winner, 1},
                                        {13, QStringLiteral("Which door?"), QStringLiteral("gpt"), storage::Decision::Tie, -1}};
        openImport(QStringLiteral("verdicts"));
        QCOMPARE(m_import->table().rows(), 2);
        QCOMPARE(m_import->table().text(0, 1), QStringLiteral("12"));
        QCOMPARE(m_import->table().text(0, 3), QStringLiteral("answer 2"));
        QCOMPARE(m_import->table().text(1, 3), QStringLiteral("tie"));
        m_import->goTo(ImportDialog::RuleStep);
        QVERIFY(!field<QComboBox>(m_import, "pairSource")->isVisible());
        shots(m_import, "import-3-verdicts");
        m_desk->nextSummary.written = 2;
        m_import->goTo(ImportDialog::ImportStep);
        button(m_import, "Import")->click();
        QTRY_VERIFY(m_import->message().text().contains(QStringLiteral("2 verdicts")));
    }

    void passesOverColumnsWhereThereAreNone() {
        m_desk->nextPreview.items = {item("A lake.", {"", ""})};
        m_desk->nextPreview.format = QStringLiteral("pictures");
        m_import = new ImportDialog(*m_desk, *m_preferences, nullptr);
        show(m_import.data());
        m_import->setFile(m_home.path());
        QTRY_COMPARE(m_import->table().rows(), 1);
        button(m_import, "Next")->click();
        QCOMPARE(m_import->step(), int(ImportDialog::RuleStep));
    }

    void stopsWhateverRuns() {
        openImport(QStringLiteral("answers"));
        m_import->goTo(ImportDialog::ImportStep);
        m_desk->replies.hold();
        button(m_import, "Import")->click();
        QVERIFY(button(m_import, "Stop") != nullptr);
        QVERIFY(!button(m_import, "Import")->isEnabled());
        QVERIFY(!button(m_import, "Back")->isEnabled());
        QTest::keyClick(m_import, Qt::Key_Escape);
        QCOMPARE(m_desk->cancelled.size(), std::size_t{1});
        QVERIFY2(m_import->isVisible(), "it waits for the outcome");
        QTest::keyClick(m_import, Qt::Key_Escape);
        m_desk->replies.release();
        QTRY_VERIFY(button(m_import, "Import") == nullptr || button(m_import, "Stop") == nullptr);

        // A preview that is on its way goes with the dialog, and its answer finds nobody.
        m_desk->replies.hold();
        m_desk->cancelled.clear();
        m_import->setFile(m_home.filePath(QStringLiteral("other.jsonl")));
        m_import->setFile(m_home.filePath(QStringLiteral("third.jsonl")));
        QCOMPARE(m_desk->cancelled.size(), std::size_t{1});
        delete m_import;
        QCOMPARE(m_desk->cancelled.size(), std::size_t{2});
        m_desk->replies.release();
    }

    void countsBeforeItWritesAndWritesWhatWasChosen() {
        openExport();
        shots(m_export, "export-1-votes");
        field<QListWidget>(m_export, "annotators")->item(2)->setCheckState(Qt::Unchecked);
        field<QDoubleSpinBox>(m_export, "agreement")->setValue(60);
        field<QComboBox>(m_export, "weakest")->setCurrentIndex(1);
        field<QComboBox>(m_export, "adjudication")->setCurrentIndex(2);
        field<QDoubleSpinBox>(m_export, "leastSeconds")->setValue(1.5);
        field<QCheckBox>(m_export, "ties")->setChecked(true);
        field<QCheckBox>(m_export, "corrected")->setChecked(true);
        QTest::keyClick(m_export, Qt::Key_Return);
        QCOMPARE(m_export->step(), int(ExportDialog::FormatStep));
        auto* formats = field<QComboBox>(m_export, "format");
        QCOMPARE(formats->count(), 4);
        formats->setCurrentIndex(formats->findData(QStringLiteral("csv")));
        field<QComboBox>(m_export, "media")->setCurrentIndex(1);
        field<QCheckBox>(m_export, "margin")->setChecked(true);
        field<QDoubleSpinBox>(m_export, "validation")->setValue(10);
        field<QDoubleSpinBox>(m_export, "test")->setValue(85);
        QVERIFY(!button(m_export, "Next")->isEnabled());
        field<QDoubleSpinBox>(m_export, "test")->setValue(20);
        shots(m_export, "export-2-format");
        QTest::keyClick(m_export, Qt::Key_Return);
        QCOMPARE(m_export->step(), int(ExportDialog::FolderStep));
        QTRY_VERIFY(field<QTextBrowser>(m_export, "card")->toPlainText().contains(QStringLiteral("Ties are left out")));
        QCOMPARE(m_desk->exports.size(), std::size_t{1});
        QVERIFY(m_desk->exports.back().dryRun);
        QVERIFY(m_export->findChild<ReportView*>()->lines().at(0).startsWith(QStringLiteral("4 × vote.tie")));
        field<QLineEdit>(m_export, "folder")->setText(m_home.filePath(QStringLiteral("out")));
        QTRY_VERIFY(button(m_export, "Export")->isEnabled());
        shots(m_export, "export-3-folder");
        QSignalSpy exported(m_export, &ExportDialog::exported);
        QTest::keyClick(m_export, Qt::Key_Return);
        QTRY_COMPARE(exported.size(), 1);
        const contracts::ExportChoice& made = m_desk->exports.back();
        QVERIFY(!made.dryRun);
        QCOMPARE(made.format, QStringLiteral("csv"));
        QCOMPARE(made.directory, m_home.filePath(QStringLiteral("out")));
        QCOMPARE(made.media, QStringLiteral("link"));
        QVERIFY(!made.frameSheets);
        QCOMPARE(made.adjudication, storage::AdjudicationRule::Required);
        QCOMPARE(made.annotators, (QStringList{QStringLiteral("Ada"), QStringLiteral("Bo")}));
        QCOMPARE(made.agreement, 0.6);
        QCOMPARE(made.weakest, storage::Strength::Normal);
        QCOMPARE(made.leastSeconds, 1.5);
        QVERIFY(made.tiesBothDirections && made.correctedAsChosen && made.writesMargin);
        QCOMPARE(made.validationShare, 0.1);
        QCOMPARE(made.testShare, 0.2);
        QCOMPARE(made.scoreMargin, 0.0);
        QVERIFY(button(m_export, "Open folder") != nullptr);
        QVERIFY(button(m_export, "Close") != nullptr);
        shots(m_export, "export-4-done");
    }

    void exportsNothingWhereTheRulesLeaveNothing() {
        openExport();
        field<QRadioButton>(m_export, "fromScores")->setChecked(true);
        QCOMPARE(m_export->choice().scoreMargin, 1.0);
        QVERIFY(m_export->choice().annotators.isEmpty());
        m_desk->nextSummary = {};
        m_desk->nextSummary.read = 30;
        m_export->goTo(ExportDialog::FolderStep);
        QTest::qWait(50);
        QVERIFY(!button(m_export, "Export")->isEnabled());
        // A folder with something in it is not written over by accident.
        m_desk->nextSummary.written = 3;
        QDir(m_home.path()).mkpath(QStringLiteral("full/inside"));
        m_export->goTo(ExportDialog::FolderStep);
        field<QLineEdit>(m_export, "folder")->setText(m_home.filePath(QStringLiteral("full")));
        QTRY_VERIFY(field<QCheckBox>(m_export, "replace")->isVisible());
        QVERIFY(!button(m_export, "Export")->isEnabled());
        field<QCheckBox>(m_export, "replace")->setChecked(true);
        QVERIFY(button(m_export, "Export")->isEnabled());
    }

    void offersWhatTheFormatCan() {
        openExport();
        m_export->goTo(ExportDialog::FormatStep);
        auto* formats = field<QComboBox>(m_export, "format");
        auto* media = field<QComboBox>(m_export, "media");
        auto* sheets = field<QCheckBox>(m_export, "sheets");
        formats->setCurrentIndex(formats->findData(QStringLiteral("parquet")));
        media->setCurrentIndex(media->findData(QStringLiteral("embed")));
        QCOMPARE(m_export->choice().media, QStringLiteral("embed"));
        QVERIFY(!sheets->isVisible());
        formats->setCurrentIndex(formats->findData(QStringLiteral("ixc")));
        QCOMPARE(media->findData(QStringLiteral("embed")), -1);
        QCOMPARE(m_export->choice().media, QStringLiteral("copy"));
        QVERIFY(sheets->isVisible());
        sheets->setChecked(true);
        QVERIFY(m_export->choice().frameSheets);
        formats->setCurrentIndex(formats->findData(QStringLiteral("csv")));
        QVERIFY(!m_export->choice().frameSheets);
    }

    void asksForSomebodyWhoseVotesCount() {
        openExport();
        for (int row = 0; row < 3; ++row) {
            field<QListWidget>(m_export, "annotators")->item(row)->setCheckState(Qt::Unchecked);
        }
        QVERIFY(!button(m_export, "Next")->isEnabled());
        QVERIFY(m_export->message().isVisible());
    }

    void stopsAnExportAndACount() {
        openExport();
        m_desk->replies.hold();
        m_export->goTo(ExportDialog::FolderStep);
        m_export->goTo(ExportDialog::FormatStep);
        QCOMPARE(m_desk->cancelled.size(), std::size_t{1});
        m_desk->replies.release();
        QTest::qWait(10);
        m_export->goTo(ExportDialog::FolderStep);
        QTRY_VERIFY(button(m_export, "Export")->isEnabled());
        m_desk->replies.hold();
        button(m_export, "Export")->click();
        button(m_export, "Stop")->click();
        QCOMPARE(m_desk->cancelled.size(), std::size_t{2});
        QVERIFY(m_export->isVisible());
        m_desk->replies.release();
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<TransferDialogsTest>(argc, argv);
}
#include "transfer_dialogs_test.moc"
