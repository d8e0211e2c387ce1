// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window with desks in memory: places, menu, keys, dialogs. Stories with real services stand in stories_test.cpp.
#include "tests/gui/screenshots.h"
#include "tests/support/fake_desks.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/item_editor_dialog.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/dialogs/settings_dialog.h"
#include "ui/models/item_table_model.h"
#include "ui/models/preferences.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/dataset/dataset_page.h"
#include "ui/pages/models/models_page.h"
#include "ui/pages/queue/queue_page.h"
#include "ui/pages/shell/key_overlay.h"
#include "ui/pages/shell/main_window.h"
#include "ui/pages/shell/status_strip.h"
#include "ui/pages/training/training_page.h"
#include "ui/style/theme.h"
#include "ui/widgets/inline_message.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace trutina;
using namespace trutina::ui;
using testing::FakeDesks;

namespace {

storage::NewItem item(const QString& question, const QStringList& answers, const QString& picture = {}) {
    storage::NewItem made;
    made.prompt = {{"user", question.toStdString()}};
    int writer = 0;
    for (const QString& answer : answers) {
        made.candidates.push_back(
            {{{"assistant", answer.toStdString()}}, QStringLiteral("model-%1").arg(++writer).toStdString(), {}});
    }
    if (!picture.isEmpty()) {
        made.media.push_back({picture.toStdString(), storage::MediaReading::Automatic});
    }
    return made;
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<FakeDesks> m_desks;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<MainWindow> m_window;
    QString m_picture;

    [[nodiscard]] std::vector<storage::NewItem> items() const {
        return {
            item(QStringLiteral("Which cup is fuller, and how can you tell?"),
                 {QStringLiteral("The **white cup** is fuller. Its coffee reaches almost to the rim: you can see the dark "
                                 "surface as a wide oval "
                                 "just under the edge.\n\nIn the blue cup the surface sits lower and only a thin band of it is "
                                 "visible behind "
                                 "the near wall."),
                  QStringLiteral(
                      "Both cups seem to hold about the same amount of coffee. A few things to keep in mind:\n\n- The cups "
                      "differ in "
                      "colour, which can mislead the eye.\n- The table gives a sense of scale.\n- Without a side view the level "
                      "cannot be measured.\n\nSo the answer is that they are **equally full**.")},
                 m_picture),
            item(QStringLiteral("List the tools on the bench from left to right."),
                 {QStringLiteral("Hammer, saw, plane."), QStringLiteral("Saw, hammer."), QStringLiteral("A plane, then a saw."),
                  QStringLiteral("I cannot see any tools.")},
                 m_picture),
            item(QStringLiteral("What is 17 + 25? Show no working."),
                 {QStringLiteral("42"), QStringLiteral("17 + 25 = 42, because…")}),
            item(QStringLiteral("Compare the two receipts. Which total is wrong?"),
                 {QStringLiteral("The second one."), QStringLiteral("Both are right.")}, m_picture),
            item(QStringLiteral("Summarise the safety notice in one sentence."),
                 {QStringLiteral("Keep the door shut."), QStringLiteral("Fire doors must stay shut."),
                  QStringLiteral("A notice.")},
                 m_picture),
            item(QStringLiteral("Write a caption of at most eight words."),
                 {QStringLiteral("Two cups, one morning."), QStringLiteral("Coffee.")}, m_picture),
            item(QStringLiteral("Translate the sign and keep its tone."),
                 {QStringLiteral("Please knock."), QStringLiteral("Knock!")}),
        };
    }

    void settle() const { QTest::qWait(20); }

    void makeWindow() {
        m_window =
            std::make_unique<MainWindow>(m_desks->desks(), *m_preferences, m_folder.filePath(QStringLiteral("trutina.log")));
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        settle();
    }

    void voteOn(int number, storage::Decision decision, int winner = 0) {
        storage::NewVote vote;
        vote.item = m_desks->project.itemId(number);
        vote.decision = decision;
        vote.timeSpentMilliseconds = 6100;
        if (decision == storage::Decision::Winner) {
            vote.winner = m_desks->project.record(number).candidates.at(static_cast<std::size_t>(winner)).id;
        }
        m_desks->project.vote(vote, m_window.get(), {});
        settle();
    }

    template <typename T>
    [[nodiscard]] T* dialog() const {
        const QList<T*> found = m_window->findChildren<T*>();
        return found.isEmpty() ? nullptr : found.last();
    }
    [[nodiscard]] static QPushButton* button(QWidget* parent, const QString& text) {
        for (auto* one : parent->findChildren<QPushButton*>()) {
            if (one->text() == text && one->isVisibleTo(parent)) {
                return one;
            }
        }
        return nullptr;
    }
    /// Whether a label of the widget that can be seen holds these words.
    [[nodiscard]] static bool shows(const QWidget& widget, const QString& words) {
        const QList<QLabel*> labels = widget.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisibleTo(&widget) && label->text().contains(words); });
    }
    [[nodiscard]] static QCheckBox* box(const QWidget& widget, const QString& text) {
        for (auto* one : widget.findChildren<QCheckBox*>()) {
            if (one->text() == text) {
                return one;
            }
        }
        return nullptr;
    }
    [[nodiscard]] static engine::MemoryPlan samplePlan() {
        engine::MemoryPlan plan;
        plan.computeType = "bfloat16";
        plan.weightType = "bfloat16";
        plan.parallelCandidates = 2;
        plan.mappedBytes = 14'600'000'000;
        plan.keyValueBytes = 900'000'000;
        plan.activationBytes = 1'400'000'000;
        plan.visionBytes = 1'100'000'000;
        plan.peakBytes = 17'000'000'000;
        plan.freeBytes = 22'400'000'000;
        plan.fallbacks = {"Answers are read two at a time, because all four together would not fit."};
        return plan;
    }
    void trigger(Command command) {
        QVERIFY(m_window->action(command)->isEnabled());
        m_window->action(command)->trigger();
        settle();
    }

  private Q_SLOTS:
    void initTestCase() {
        m_picture = m_folder.filePath(QStringLiteral("cups.png"));
        testing::drawPicture(m_picture);
    }

    void init() {
        QFile::remove(m_folder.filePath(QStringLiteral("settings.ini")));
        m_desks = std::make_unique<FakeDesks>();
        m_preferences = std::make_unique<Preferences>(m_folder.filePath(QStringLiteral("settings.ini")));
        m_preferences->setTheme(ThemePreference::Light);
    }

    void cleanup() {
        m_window.reset();
        m_preferences.reset();
        m_desks.reset();
    }

    void withoutAProjectOnlyTheWaysToOneAreOpen() {
        makeWindow();
        QCOMPARE(m_window->place(), MainWindow::Place::Start);
        QVERIFY(m_window->action(Command::NewProject)->isEnabled());
        QVERIFY(!m_window->action(Command::Import)->isEnabled());
        QVERIFY(!m_window->action(Command::Undo)->isEnabled());
        m_window->goTo(MainWindow::Place::Queue);
        QCOMPARE(m_window->place(), MainWindow::Place::Start);
        m_window->goTo(MainWindow::Place::Models);
        QCOMPARE(m_window->place(), MainWindow::Place::Models);
    }

    void anOpenedProjectShowsItsFirstItemAndIsRemembered() {
        makeWindow();
        m_desks->project.fill(items());
        settle();
        QTRY_COMPARE(m_window->comparePage().currentItem(), m_desks->project.itemId(1));
        QCOMPARE(m_window->place(), MainWindow::Place::Compare);
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Kitchen pilot")));
        QCOMPARE(m_preferences->lastProject(), QStringLiteral("/projects/Kitchen pilot.trutina"));
        QCOMPARE(m_preferences->recentProjects().paths().size(), 1);
    }

    void functionKeysGoToThePlaces() {
        m_desks->project.fill(items());
        makeWindow();
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QCOMPARE(m_window->place(), MainWindow::Place::Queue);
        QTest::keyClick(m_window.get(), Qt::Key_F7);
        QCOMPARE(m_window->place(), MainWindow::Place::Dataset);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QCOMPARE(m_window->place(), MainWindow::Place::Models);
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QCOMPARE(m_window->place(), MainWindow::Place::Training);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QCOMPARE(m_window->place(), MainWindow::Place::Compare);
    }

    void enterInTheQueueOpensTheItem() {
        m_desks->project.fill(items());
        makeWindow();
        m_window->goTo(MainWindow::Place::Queue);
        settle();
        auto* table = m_window->queuePage().findChild<QTableView*>();
        table->selectRow(2);
        QTest::keyClick(table, Qt::Key_Return);
        settle();
        QCOMPARE(m_window->place(), MainWindow::Place::Compare);
        QCOMPARE(m_window->comparePage().currentItem(), m_desks->project.itemId(3));
    }

    void theQueueFiltersByTextAfterAPause() {
        m_desks->project.fill(items());
        makeWindow();
        m_window->goTo(MainWindow::Place::Queue);
        auto* search = m_window->queuePage().findChild<QLineEdit*>();
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("receipts"));
        QTRY_COMPARE(m_window->queuePage().model().rowCount(), 1);
        QVERIFY(m_desks->project.votes.empty()); // the letters were text, not commands
    }

    void removingItemsCanBeUndoneFromTheMessage() {
        m_desks->project.fill(items());
        makeWindow();
        m_window->goTo(MainWindow::Place::Queue);
        settle();
        m_window->queuePage().findChild<QTableView*>()->selectRow(0);
        trigger(Command::RemoveItem);
        QCOMPARE(m_desks->project.project()->counts.all, 6);
        QVERIFY(m_window->message().isVisible());
        QVERIFY(button(&m_window->message(), QStringLiteral("Undo")) != nullptr);
    }

    void aProblemIsShownInTheWindowAndNotInABox() {
        makeWindow();
        m_desks->project.nextProblem = contracts::Problem{QStringLiteral("project.in_use"),
                                                          QStringLiteral("The project is in use."),
                                                          QStringLiteral("Close the other window."),
                                                          {}};
        m_window->openProject(QStringLiteral("/p/a.trutina"));
        settle();
        QVERIFY(m_window->message().isVisible());
        QVERIFY(m_window->message().text().contains(QStringLiteral("in use")));
        QTest::mouseClick(button(&m_window->message(), QStringLiteral("Open anyway")), Qt::LeftButton);
        settle();
        QVERIFY(m_desks->project.project().has_value());
    }

    void aNewItemNeedsAPromptAndTwoAnswers() {
        m_desks->project.fill(items());
        makeWindow();
        trigger(Command::NewItem);
        auto* editor = dialog<ItemEditorDialog>();
        QVERIFY(editor != nullptr);
        QTest::mouseClick(button(editor, QStringLiteral("Add item")), Qt::LeftButton);
        QVERIFY(editor->message().isVisible());
        QVERIFY(editor->message().text().contains(QStringLiteral("Answer 2 is empty")));
        const QList<QPlainTextEdit*> texts = editor->findChildren<QPlainTextEdit*>();
        QCOMPARE(texts.size(), 3);
        for (int i = 0; i < 3; ++i) {
            texts.at(i)->setFocus();
            QTest::keyClicks(texts.at(i), QStringLiteral("sf%1").arg(i)); // letters that are commands elsewhere
        }
        editor->addPictures({m_picture});
        QVERIFY(!editor->message().isVisible());
        QTest::mouseClick(button(editor, QStringLiteral("Add item")), Qt::LeftButton);
        settle();
        QCOMPARE(m_desks->project.project()->counts.all, 8);
        QTRY_COMPARE(m_window->comparePage().currentItem(), m_desks->project.itemId(8));
        QCOMPARE(m_desks->project.record(8).media.size(), std::size_t{1});
    }

    void writtenTextIsNotThrownAwayByOneEscape() {
        m_desks->project.fill(items());
        makeWindow();
        trigger(Command::NewItem);
        QPointer<ItemEditorDialog> editor = dialog<ItemEditorDialog>();
        QTest::keyClicks(editor->findChild<QPlainTextEdit*>(), QStringLiteral("Why"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(editor && editor->isVisible());
        QTest::keyClick(editor, Qt::Key_Escape);
        settle();
        QVERIFY(!editor || !editor->isVisible());
    }

    void aDroppedPictureBecomesANewItem() {
        m_desks->project.fill(items());
        makeWindow();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(m_picture)});
        QDragEnterEvent enter(QPoint(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QDropEvent drop(QPointF(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        settle();
        auto* editor = dialog<ItemEditorDialog>();
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->draft().content.media.size(), std::size_t{1});
    }

    void aPastedPictureBecomesANewItem() {
        m_desks->project.fill(items());
        makeWindow();
        QApplication::clipboard()->setImage(QImage(m_picture));
        trigger(Command::PastePicture);
        QTRY_VERIFY(dialog<ItemEditorDialog>() != nullptr);
        QTRY_COMPARE(dialog<ItemEditorDialog>()->draft().content.media.size(), std::size_t{1});
    }

    void anImportShowsAPreviewAndItsProblemsBeforeAnythingChanges() {
        m_desks->project.fill(items());
        m_desks->transfer.formatList = {
            {QStringLiteral("conversation"), QStringLiteral("Conversation records"), {}, true, true, {QStringLiteral("jsonl")}}};
        m_desks->transfer.nextPreview.format = QStringLiteral("conversation");
        m_desks->transfer.nextPreview.items = items();
        m_desks->transfer.nextPreview.summary.notes = {{3, QStringLiteral("The picture cat.png is not there.")}};
        m_desks->transfer.nextPreview.summary.notesInAll = 1;
        makeWindow();
        trigger(Command::Import);
        auto* wizard = dialog<ImportDialog>();
        wizard->setFile(m_picture);
        settle();
        QVERIFY(wizard->message().isVisible());
        QVERIFY(m_desks->transfer.imports.empty());
        wizard->goTo(ImportDialog::ImportStep);
        QVERIFY(button(wizard, QStringLiteral("Import"))->isEnabled());
        QTest::mouseClick(button(wizard, QStringLiteral("Check the whole file")), Qt::LeftButton);
        settle();
        QCOMPARE(m_desks->transfer.imports.size(), std::size_t{1});
        QVERIFY(m_desks->transfer.imports.front().dryRun);
        QTest::mouseClick(button(wizard, QStringLiteral("Import")), Qt::LeftButton);
        settle();
        QVERIFY(!m_desks->transfer.imports.back().dryRun);
        QVERIFY(button(wizard, QStringLiteral("Close")) != nullptr);
    }

    void nothingDecidedMeansNothingToExport() {
        m_desks->project.fill(items());
        m_desks->transfer.formatList = {{QStringLiteral("trl"), QStringLiteral("TRL"), {}, false, true, {}}};
        makeWindow();
        trigger(Command::Export);
        dialog<ExportDialog>()->goTo(ExportDialog::FolderStep);
        settle();
        QVERIFY(!button(dialog<ExportDialog>(), QStringLiteral("Export"))->isEnabled());
    }

    void theModelsPageNamesMissingTensorsAndDoesNotLoad() {
        makeWindow();
        m_window->goTo(MainWindow::Place::Models);
        m_desks->model.inspection.architecture = "InternLM-XComposer2-VL";
        m_desks->model.inspection.missing = {"v_head.weight", "output.weight"};
        m_window->modelsPage().setFolder(m_folder.path());
        settle();
        QVERIFY(!button(&m_window->modelsPage(), QStringLiteral("Load"))->isEnabled());
        m_desks->model.inspection.missing.clear();
        m_window->modelsPage().setFolder(m_folder.path());
        settle();
        QTest::mouseClick(button(&m_window->modelsPage(), QStringLiteral("Load")), Qt::LeftButton);
        settle();
        QCOMPARE(m_desks->model.loads.size(), std::size_t{1});
        QVERIFY(m_window->statusStrip().modelText().contains(QStringLiteral("ready")));
        QCOMPARE(m_preferences->modelFolder(), m_folder.path());
    }

    void settingsOfScoringReachTheDesk() {
        m_preferences->setHdNum(4);
        makeWindow();
        QCOMPARE(m_desks->scoring.settings.hdNum, 4);
        m_preferences->setMaxLength(4096);
        QCOMPARE(m_desks->scoring.settings.maxLength, 4096);
        QVERIFY(m_desks->scoring.settings.frameLabels);
        m_preferences->setFrameLabels(false);
        QVERIFY(!m_desks->scoring.settings.frameLabels);
    }

    void thePlanIsShownBeforeLoadingAndAfterwards() {
        m_desks->model.planner = [](const engine::LoadOptions&, const engine::WorkloadShape&) { return samplePlan(); };
        makeWindow();
        m_window->goTo(MainWindow::Place::Models);
        m_window->modelsPage().setFolder(m_folder.path());
        QTRY_VERIFY(shows(m_window->modelsPage(), QStringLiteral("Memory, when loaded")));
        QVERIFY(shows(m_window->modelsPage(), QStringLiteral("Fits: it needs about")));
        QVERIFY(shows(m_window->modelsPage(), QStringLiteral("two at a time"))); // the fallback
        QTest::mouseClick(button(&m_window->modelsPage(), QStringLiteral("Load")), Qt::LeftButton);
        QTRY_VERIFY(shows(m_window->modelsPage(), QStringLiteral("Memory, as loaded")));
        box(m_window->modelsPage(), QStringLiteral("Weights in 8 bits"))->click(); // another choice: another plan
        QTRY_VERIFY(shows(m_window->modelsPage(), QStringLiteral("Memory, when loaded")));
        QVERIFY(m_preferences->int8Weights());
    }

    void whatDoesNotFitIsSaidWithNumbersAndWhatWould() {
        m_desks->model.planner = [](const engine::LoadOptions& options, const engine::WorkloadShape& shape) {
            engine::MemoryPlan plan = samplePlan();
            plan.fits = options.int8Weights && shape.visionTiles <= 2;
            plan.peakBytes = plan.fits ? 9'000'000'000 : 31'000'000'000;
            return plan;
        };
        makeWindow();
        m_window->goTo(MainWindow::Place::Models);
        m_desks->model.inspection.tileSize = 560;
        m_desks->model.inspection.patchSize = 14;
        m_window->modelsPage().setFolder(m_folder.path());
        QTRY_VERIFY(shows(m_window->modelsPage(), QStringLiteral("Does not fit: it needs about 31")));
        QTRY_VERIFY(shows(m_window->modelsPage(), QStringLiteral("It would fit with: weights in 8 bits and 1 tile at most (9")));
    }

    void budgetsOfTheCachesAreKeptAndReachTheModel() {
        m_desks->model.caches.prefixes = engine::CacheUse{1'200'000'000, 2'000'000'000, 12};
        m_desks->model.caches.features = {300'000'000, 4'000'000'000, 7};
        makeWindow();
        trigger(Command::Settings);
        auto* settings = dialog<SettingsDialog>();
        QTRY_VERIFY(shows(*settings, QStringLiteral("1.2 GB in use, at most 2.0 GB")));
        QVERIFY(shows(*settings, QStringLiteral("300.0 MB in use")));
        const QList<QSpinBox*> budgets = settings->findChildren<QSpinBox*>();
        QCOMPARE(budgets.size(), 2);
        QCOMPARE(budgets.at(0)->text(), QStringLiteral("Automatic"));
        budgets.at(0)->setValue(512);
        QCOMPARE(m_desks->model.prefixBudgets, std::vector<qint64>{512'000'000});
        budgets.at(1)->setValue(2048);
        const QList<QPushButton*> buttons = settings->findChildren<QPushButton*>();
        for (QPushButton* one : buttons) {
            if (one->text() == QStringLiteral("Empty now")) {
                one->click();
            }
        }
        QCOMPARE(m_desks->model.prefixCachesEmptied, 1);
        QCOMPARE(m_desks->model.featureCachesEmptied, 1);
        QTRY_VERIFY(shows(*settings, QStringLiteral("empty")));
        settings->close();
        m_preferences->flush();
        const Preferences again(m_folder.filePath(QStringLiteral("settings.ini")));
        QCOMPARE(again.prefixCacheBytes(), 512'000'000);
        QCOMPARE(again.featureCacheBytes(), 2'048'000'000);
        const engine::LoadOptions options = again.loadOptions(m_folder.path());
        QCOMPARE(options.prefixCacheBytes, std::int64_t{512'000'000});
        QCOMPARE(options.featureCacheBytes, std::int64_t{2'048'000'000});
    }

    void theKeyOverlayOpensWithF1AndClosesWithAnyKey() {
        m_desks->project.fill(items());
        makeWindow();
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QTRY_VERIFY(m_window->keyOverlay().isVisible());
        QTest::keyClick(&m_window->keyOverlay(), Qt::Key_Escape);
        QVERIFY(!m_window->keyOverlay().isVisible());
    }

    void f11LeavesOnlyThePage() {
        m_desks->project.fill(items());
        makeWindow();
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(!m_window->statusStrip().isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(m_window->statusStrip().isVisible());
    }

    void themeAndTextSizeChangeLive() {
        makeWindow();
        m_preferences->setTheme(ThemePreference::Dark);
        QVERIFY(Theme::instance().isDark());
        m_preferences->setTextSize(140);
        QCOMPARE(Theme::instance().textSize(), 140);
    }

    void closingCancelsWhatRuns() {
        m_desks->project.fill(items());
        makeWindow();
        m_desks->scoring.scoreItem(m_desks->project.itemId(1), m_window.get(), {});
        m_window->close();
        QVERIFY(!m_desks->scoring.cancelled.empty());
    }

    void aHundredThousandItemsOpenByThePage() {
        std::vector<storage::NewItem> many(100'000, item(QStringLiteral("Q"), {QStringLiteral("a"), QStringLiteral("b")}));
        m_desks->project.fill(many);
        ItemTableModel model(m_desks->project);
        QTRY_COMPARE(model.rowCount(), ItemTableModel::kPage);
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 2 * ItemTableModel::kPage);
        QCOMPARE(model.summary(2 * ItemTableModel::kPage - 1)->number, 2 * ItemTableModel::kPage);
    }

    void everyPlaceAndDialogIsPainted_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("light") << static_cast<int>(ThemePreference::Light);
        QTest::newRow("dark") << static_cast<int>(ThemePreference::Dark);
    }
    void everyPlaceAndDialogIsPainted() {
        if (!testing::wantsScreenshots()) {
            QSKIP("TRUTINA_SCREENSHOTS names no folder");
        }
        QFETCH(int, theme);
        const auto shot = [](QWidget& widget, const char* name) { testing::takeScreenshot(widget, QString::fromLatin1(name)); };
        m_preferences->setTheme(static_cast<ThemePreference>(theme));
        m_desks->transfer.formatList = {
            {QStringLiteral("trl"),
             QStringLiteral("TRL, explicit prompt"),
             QStringLiteral("For TRL's DPO and reward trainers, with pictures."),
             false,
             true,
             {}},
            {QStringLiteral("conversation"), QStringLiteral("Conversation records"), {}, true, true, {QStringLiteral("jsonl")}}};
        m_preferences->recentProjects().add(m_picture);
        makeWindow();
        shot(*m_window, "start");
        auto many = items();
        for (int i = 0; i < 3; ++i) {
            const auto more = items();
            many.insert(many.end(), more.begin(), more.end());
        }
        m_desks->project.fill(many);
        settle();
        shot(*m_window, "compare-open");
        engine::ModelInfo info;
        info.name = "mini";
        info.device = "cpu";
        info.computeType = "float32";
        info.computeTypeReason = "The checkpoint is small.";
        info.inspection.trained = false;
        m_desks->model.setModel(info);
        m_desks->scoring.deliver(m_desks->project, 1, {2.41, -1.87});
        voteOn(1, storage::Decision::Winner, 0);
        voteOn(3, storage::Decision::Tie);
        voteOn(4, storage::Decision::Winner, 1);
        voteOn(5, storage::Decision::Skip);
        voteOn(6, storage::Decision::AllBad);
        m_desks->project.setFlag(m_desks->project.itemId(2), true, m_window.get(), {});
        m_window->comparePage().showItem(m_desks->project.itemId(1));
        settle();
        shot(*m_window, "compare-voted");
        m_window->goTo(MainWindow::Place::Queue);
        m_window->queuePage().findChild<QTableView*>()->selectRow(0);
        contracts::JobState job{7,    QStringLiteral("Scoring 3 of 28"), QStringLiteral("Reading the picture"), 0.3, 120, true,
                                false};
        Q_EMIT m_desks->scoring.jobsChanged({job});
        shot(*m_window, "queue");
        Q_EMIT m_desks->scoring.jobsChanged({});
        m_window->queuePage().model().setText(QStringLiteral("zebra"));
        shot(*m_window, "queue-no-match");
        m_window->queuePage().model().setText({});
        m_window->goTo(MainWindow::Place::Dataset);
        contracts::TransferSummary summary;
        summary.read = 30;
        summary.written = 28;
        summary.notesInAll = 2;
        summary.notes = {{7, QStringLiteral("The picture cat.png is not there.")},
                         {12, QStringLiteral("The row has only one answer.")}};
        m_window->datasetPage().showImportReport(QStringLiteral("/data/questions.jsonl"), summary);
        shot(*m_window, "dataset");
        m_window->goTo(MainWindow::Place::Models);
        m_desks->model.deviceList = {
            {{engine::DeviceKind::Cpu, 0}, "AMD EPYC, 2 threads", true, {}, 16'000'000'000, 12'400'000'000},
            {{engine::DeviceKind::Cuda, 0}, "NVIDIA", false, "No NVIDIA driver was found on this computer.", 0, 0}};
        auto& inspection = m_desks->model.inspection;
        inspection.architecture = "InternLM-XComposer2.5-Reward";
        inspection.storedType = "bfloat16";
        inspection.shards = {"pytorch_model-00001-of-00003.bin", "b", "c"};
        inspection.weightBytes = 14'600'000'000;
        inspection.parameters = 7'300'000'000;
        inspection.tensors = 214;
        inspection.hiddenSize = 4096;
        inspection.layers = 32;
        inspection.heads = 32;
        inspection.keyValueHeads = 8;
        inspection.vocabularySize = 92544;
        inspection.partialLoraRank = 256;
        inspection.tileSize = 560;
        inspection.patchSize = 14;
        inspection.visionWidth = 1024;
        inspection.visionLayers = 24;
        inspection.maxPositions = 24576;
        inspection.estimatedMemoryBytes = 17'000'000'000;
        inspection.ignoredFamilies = {"lora_sft", "lora_dpo", "rotary_emb.inv_freq"};
        inspection.ignoredTensors = 42;
        m_desks->model.planner = [](const engine::LoadOptions&, const engine::WorkloadShape&) { return samplePlan(); };
        m_window->engineIsReady();
        m_window->modelsPage().setFolder(QStringLiteral("/home/anna/models/reward-7b"));
        shot(*m_window, "models");
        m_desks->model.planner = [](const engine::LoadOptions& options, const engine::WorkloadShape&) {
            engine::MemoryPlan plan = samplePlan();
            plan.fits = options.int8Weights;
            plan.freeBytes = 12'000'000'000;
            plan.peakBytes = plan.fits ? 9'000'000'000 : plan.peakBytes;
            return plan;
        };
        m_window->modelsPage().setFolder(QStringLiteral("/home/anna/models/reward-7b"));
        shot(*m_window, "models-too-big");
        inspection.missing = {"model.layers.2.attention.wqkv.weight", "model.layers.2.attention.wo.weight", "v_head.weight"};
        inspection.misshapen = {{"output.weight", {92544, 96}, {92544, 64}}};
        inspection.unexpected = {"model.extra.weight"};
        m_window->modelsPage().setFolder(QStringLiteral("/home/anna/models/reward-7b"));
        shot(*m_window, "models-incomplete");
        engine::LoadOptions shapes;
        shapes.directory = "/home/anna/models/shapes";
        m_desks->model.load(shapes, m_window.get(), {});
        m_window->goTo(MainWindow::Place::Training);
        QTest::qWait(500); // data and memory are looked at after a moment
        shot(*m_window, "training-before");
        m_window->trainingPage().start();
        for (int step = 0; step <= 62; ++step) {
            m_desks->training.takeStep();
        }
        shot(*m_window, "training-running");
        m_window->resize(1280, 800);
        shot(*m_window, "training-running-1280");
        m_window->resize(1920, 1080);
        shot(*m_window, "training-running-1920");
        m_desks->training.resultToLoad.emplace().directory = "/home/anna/runs/one/model";
        m_desks->training.finish(QStringLiteral("/home/anna/runs/one/model"));
        shot(*m_window, "training-finished-1920");
        m_window->resize(1280, 800);
        shot(*m_window, "training-finished-1280");
        m_window->resize(1440, 900);
        shot(*m_window, "training-finished");
        m_window->showProblem({QStringLiteral("project.newer"),
                               QStringLiteral("Kitchen.trutina was made by a newer version of Trutina."),
                               QStringLiteral("Update the program, then open it again."),
                               {}});
        shot(*m_window, "message");
        m_window->message().hide();
        m_window->goTo(MainWindow::Place::Compare);
        m_window->keyOverlay().toggle();
        shot(*m_window, "keys");
        m_window->keyOverlay().hide();

        trigger(Command::NewProject);
        dialog<NewProjectDialog>()->findChild<QLineEdit*>()->setText(QStringLiteral("Kitchen pilot"));
        shot(*dialog<NewProjectDialog>(), "dialog-new-project");
        dialog<NewProjectDialog>()->close();
        trigger(Command::EditItem);
        QTRY_VERIFY(dialog<ItemEditorDialog>() != nullptr);
        shot(*dialog<ItemEditorDialog>(), "dialog-item");
        dialog<ItemEditorDialog>()->close();
        trigger(Command::NewItem);
        QTest::mouseClick(button(dialog<ItemEditorDialog>(), QStringLiteral("Add item")), Qt::LeftButton);
        shot(*dialog<ItemEditorDialog>(), "dialog-item-problems");
        dialog<ItemEditorDialog>()->close();
        trigger(Command::Import);
        m_desks->transfer.nextPreview.format = QStringLiteral("conversation");
        m_desks->transfer.nextPreview.items = items();
        m_desks->transfer.nextPreview.summary = summary;
        dialog<ImportDialog>()->setFile(m_picture);
        shot(*dialog<ImportDialog>(), "dialog-import");
        dialog<ImportDialog>()->close();
        trigger(Command::Export);
        shot(*dialog<ExportDialog>(), "dialog-export");
        dialog<ExportDialog>()->close();
        m_desks->model.caches.prefixes = engine::CacheUse{1'200'000'000, 2'000'000'000, 12};
        m_desks->model.caches.features = {300'000'000, 4'000'000'000, 7};
        trigger(Command::Settings);
        shot(*dialog<SettingsDialog>(), "dialog-settings");
        dialog<SettingsDialog>()->close();
        trigger(Command::About);
        shot(*dialog<AboutDialog>(), "dialog-about");
        dialog<AboutDialog>()->close();
        m_preferences->setTextSize(150);
        m_window->goTo(MainWindow::Place::Queue);
        shot(*m_window, "queue-150");
        m_preferences->setTextSize(100);
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<MainWindowTest>(argc, argv);
}
#include "main_window_test.moc"
