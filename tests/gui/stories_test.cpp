// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole stories in the real window with the real services and storage. Scores come from a fake engine, and in the last stories
// from the real one with a golden checkpoint.
#include "app/desktop/session.h"
#include "tests/gui/screenshots.h"
#include "tests/gui/window_driver.h"
#include "tests/support/fake_engine.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/item_editor_dialog.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/dialogs/settings_dialog.h"
#include "ui/models/video_player.h"
#include "ui/pages/compare/answer_editor.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/models/models_page.h"
#include "ui/pages/queue/queue_page.h"
#include "ui/pages/shell/main_window.h"
#include "ui/pages/shell/status_strip.h"
#include "ui/style/theme.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/media_view.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include <sys/resource.h>

using namespace trutina;
using namespace trutina::ui;

class StoriesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::shared_ptr<testing::FakeControl> m_control;
    std::unique_ptr<desktop::Session> m_session;

    [[nodiscard]] QString path(const QString& name) const { return m_home->filePath(name); }
    [[nodiscard]] MainWindow& window() const { return m_session->window(); }
    [[nodiscard]] ComparePage& compare() const { return window().comparePage(); }
    [[nodiscard]] storage::ItemCounts counts() const {
        const auto project = m_session->services().desks().project.project();
        return project ? project->counts : storage::ItemCounts{};
    }

    [[nodiscard]] desktop::SessionOptions options() const {
        desktop::SessionOptions options;
        options.settingsFile = path(QStringLiteral("settings.ini"));
        options.dataFolder = path(QStringLiteral("data"));
        options.sampleRecords = QStringLiteral(TRUTINA_SOURCE_DIR "/resources/sample/sample.jsonl");
        options.engine = [control = m_control] { return std::make_shared<testing::FakeEngine>(control); };
        return options;
    }
    void start(desktop::SessionOptions options) {
        m_session = std::make_unique<desktop::Session>(std::move(options));
        m_session->start();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    void restart() {
        m_session.reset();
        start(options());
    }
    void waitForItem() {
        QTRY_VERIFY_WITH_TIMEOUT(compare().currentItem().isValid(), 20000);
        testing::pauseBetweenItems();
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { testing::press(window(), key, modifiers); }
    // Of the sample project, behind the items of the demonstration model's worlds.
    static constexpr int worldItems = 39;
    static constexpr int pictureItem = worldItems + 1;
    static constexpr int videoItem = worldItems + 3;
    static constexpr int textItem = worldItems + 14;
    void show(int number) {
        storage::ItemId found;
        m_session->services().desks().project.findItem(number - 1, true, storage::ItemProgress::All, &window(),
                                                       [&found](const contracts::Outcome<storage::ItemId>& item) {
                                                           found = item.isValue() ? item.value() : storage::ItemId();
                                                       });
        QTRY_VERIFY(found.isValid());
        compare().showItem(found);
        QTRY_COMPARE(compare().currentItem(), found);
        testing::pauseBetweenItems();
    }
    [[nodiscard]] desktop::SessionOptions realOptions() const {
        auto real = options();
        real.engine = [] { return services::EngineLibrary::open({std::filesystem::path(TRUTINA_BINARY_DIR) / "lib"}); };
        real.modelFolder = QStringLiteral(TRUTINA_GOLDEN_DIR "/checkpoints/mini");
        return real;
    }
    void useModel(const QString& folder) {
        QVERIFY(QDir().mkpath(folder));
        window().modelsPage().setFolder(folder);
        QTRY_VERIFY(button(&window().modelsPage(), QStringLiteral("Load")) != nullptr);
        QTRY_VERIFY(button(&window().modelsPage(), QStringLiteral("Load"))->isEnabled());
        button(&window().modelsPage(), QStringLiteral("Load"))->click();
    }
    [[nodiscard]] contracts::ModelState modelState() const { return m_session->services().desks().model.state(); }
    [[nodiscard]] static QPushButton* button(QWidget* parent, const QString& text) {
        for (auto* one : parent->findChildren<QPushButton*>()) {
            if (one->text() == text) {
                return one;
            }
        }
        return nullptr;
    }
    template <typename T>
    [[nodiscard]] T* dialog() const {
        for (T* one : window().findChildren<T*>()) {
            if (one->isVisible()) {
                return one;
            }
        }
        return nullptr;
    }

    /// The import wizard with a file chosen, once it has looked at it.
    void openImport(const QString& file) {
        window().action(Command::Import)->trigger();
        QTRY_VERIFY(dialog<ImportDialog>() != nullptr);
        dialog<ImportDialog>()->setFile(file);
        QTRY_VERIFY(button(dialog<ImportDialog>(), QStringLiteral("Next"))->isEnabled());
    }

  private Q_SLOTS:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        m_control = std::make_shared<testing::FakeControl>();
    }
    void cleanup() {
        m_control->hold = false;
        m_session.reset();
        m_home.reset();
    }

    void theFirstStartOpensTheSampleProjectAndTheNextOneOpensItAgain() {
        start(options());
        QTRY_VERIFY_WITH_TIMEOUT(counts().all >= 10, 20000);
        waitForItem();
        QCOMPARE(window().place(), MainWindow::Place::Compare);
        QVERIFY(compare().state().slotCount() >= 2);
        const int all = counts().all;
        restart();
        QTRY_COMPARE_WITH_TIMEOUT(counts().all, all, 20000);
    }

    void votesByKeysAreKeptAndUndoneAcrossARestart() {
        start(options());
        waitForItem();
        const storage::ItemId first = compare().currentItem();
        press(Qt::Key_1);
        QTRY_COMPARE(counts().decided, 1);
        QVERIFY(compare().state().isRevealed());
        press(Qt::Key_Return);
        QTRY_VERIFY(compare().currentItem() != first);
        testing::pauseBetweenItems();
        press(Qt::Key_0);
        QTRY_COMPARE(counts().decided, 2);

        restart();
        waitForItem();
        QTRY_COMPARE(counts().decided, 2);
        QTRY_VERIFY(window().action(Command::Undo)->isEnabled());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(counts().decided, 1);
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(counts().decided, 0);
        QTRY_COMPARE(compare().currentItem(), first);
        press(Qt::Key_Y, Qt::ControlModifier);
        QTRY_COMPARE(counts().decided, 1);
    }

    void scoresStayClosedUntilTheVote() {
        start(options());
        waitForItem();
        useModel(path(QStringLiteral("model")));
        QTRY_COMPARE(modelState(), contracts::ModelState::Ready);
        QTRY_COMPARE(compare().state().strip(), ScoreStrip::ReadyClosed);
        testing::pauseBetweenItems();
        window().goTo(MainWindow::Place::Compare);
        press(Qt::Key_2);
        QTRY_COMPARE(compare().state().strip(), ScoreStrip::Open);
    }

    void scoringEverythingIsCancelledFromTheWindow() {
        start(options());
        waitForItem();
        useModel(path(QStringLiteral("model")));
        QTRY_COMPARE(modelState(), contracts::ModelState::Ready);
        QTRY_COMPARE(compare().state().strip(), ScoreStrip::ReadyClosed); // nothing urgent waits any more
        m_control->hold = true;
        QTRY_VERIFY(window().action(Command::ScoreAll)->isEnabled());
        window().action(Command::ScoreAll)->trigger();
        QTRY_VERIFY(window().action(Command::CancelJobs)->isEnabled());
        QTRY_VERIFY(m_control->scoring > 0);
        const int scored = m_control->scored;
        window().action(Command::CancelJobs)->trigger();
        QTRY_VERIFY(!window().action(Command::CancelJobs)->isEnabled()); // while the engine would still go on for ever
        QCOMPARE(m_control->scored.load(), scored);
    }

    void aBrokenModelIsExplainedAndTheProgramGoesOn() {
        auto broken = options();
        broken.modelFolder = path(QStringLiteral("broken-model"));
        QVERIFY(QDir().mkpath(broken.modelFolder));
        start(broken);
        waitForItem();
        QTRY_COMPARE(modelState(), contracts::ModelState::Failed);
        QTRY_VERIFY(window().message().isVisible());
        QVERIFY(window().message().text().contains(QStringLiteral("not complete")));
        press(Qt::Key_1);
        QTRY_COMPARE(counts().decided, 1);
    }

    void aProjectFromNothingToAnExportForTraining() {
        testing::drawPicture(path(QStringLiteral("cups.png")));
        start(options());
        waitForItem();
        window().action(Command::NewProject)->trigger();
        QTRY_VERIFY(dialog<NewProjectDialog>() != nullptr);
        const QList<QLineEdit*> fields = dialog<NewProjectDialog>()->findChildren<QLineEdit*>();
        fields.at(0)->setText(QStringLiteral("Kitchen"));
        fields.at(1)->setText(path(QStringLiteral("projects")));
        QTRY_VERIFY(button(dialog<NewProjectDialog>(), QStringLiteral("Create"))->isEnabled());
        button(dialog<NewProjectDialog>(), QStringLiteral("Create"))->click();
        QTRY_COMPARE(counts().all, 0);
        QTRY_VERIFY(window().windowTitle().startsWith(QStringLiteral("Kitchen")));

        window().action(Command::NewItem)->trigger();
        QTRY_VERIFY(dialog<ItemEditorDialog>() != nullptr);
        auto* editor = dialog<ItemEditorDialog>();
        editor->addPictures({path(QStringLiteral("cups.png"))});
        const QList<QPlainTextEdit*> texts = editor->findChildren<QPlainTextEdit*>();
        QCOMPARE(texts.size(), 3);
        texts.at(0)->setPlainText(QStringLiteral("Which cup is fuller?"));
        texts.at(1)->setPlainText(QStringLiteral("The white one."));
        texts.at(2)->setPlainText(QStringLiteral("Both are empty."));
        button(editor, QStringLiteral("Add item"))->click();
        QTRY_COMPARE(counts().all, 1);
        waitForItem();
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        press(Qt::Key_1);
        QTRY_COMPARE(counts().decided, 1);
        const int chosen = compare().state().candidateAt(1).position;

        window().action(Command::Export)->trigger();
        QTRY_VERIFY(dialog<ExportDialog>() != nullptr);
        auto* exporter = dialog<ExportDialog>();
        const QString folder = path(QStringLiteral("out"));
        button(exporter, QStringLiteral("Next"))->click();
        button(exporter, QStringLiteral("Next"))->click();
        exporter->findChild<QLineEdit*>(QStringLiteral("folder"))->setText(folder);
        QTRY_VERIFY(button(exporter, QStringLiteral("Export"))->isEnabled());
        QVERIFY(
            exporter->findChild<QTextBrowser*>(QStringLiteral("card"))->toPlainText().contains(QStringLiteral("rows written")));
        QVERIFY2(!QFile::exists(folder), "counting writes nothing");
        button(exporter, QStringLiteral("Export"))->click();
        QTRY_VERIFY(button(exporter, QStringLiteral("Close")) != nullptr);
        QVERIFY(exporter->message().text().contains(QStringLiteral("1 record")));
        QByteArray rows;
        for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.jsonl")}, QDir::Files)) {
            QFile data(file.absoluteFilePath());
            QVERIFY(data.open(QIODevice::ReadOnly));
            rows += data.readAll();
        }
        const QByteArray winner = chosen == 0 ? "The white one." : "Both are empty.";
        const QJsonObject row = QJsonDocument::fromJson(rows.split('\n').value(0)).object();
        QVERIFY(QJsonDocument(QJsonObject{{QStringLiteral("c"), row.value(QStringLiteral("chosen"))}}).toJson().contains(winner));
        QVERIFY(QFile::exists(folder + QStringLiteral("/report.json")));
    }

    void anImportBringsTheGoodRowsAndListsTheOthers() {
        QFile records(path(QStringLiteral("set.jsonl")));
        QVERIFY(records.open(QIODevice::WriteOnly));
        records.write(R"({"id":"a","messages":[{"role":"user","content":"Q1"}],"candidates":["x","y"]})"
                      "\n"
                      "this is not a record\n"
                      R"({"id":"c","messages":[{"role":"user","content":"Q3"}],"candidates":["x","y","z"]})"
                      "\n");
        records.close();
        start(options());
        waitForItem();
        const int before = counts().all;
        openImport(records.fileName());
        QVERIFY(!QTest::currentTestFailed());
        auto* wizard = dialog<ImportDialog>();
        QTRY_VERIFY(wizard->message().text().contains(QStringLiteral("1 row")));
        for (int step = 0; step < 3; ++step) {
            button(wizard, QStringLiteral("Next"))->click();
        }
        button(wizard, QStringLiteral("Check the whole file"))->click();
        QTRY_VERIFY(button(wizard, QStringLiteral("Import"))->isEnabled());
        QCOMPARE(counts().all, before);
        button(wizard, QStringLiteral("Import"))->click();
        QTRY_COMPARE(counts().all, before + 2);
    }

    void anImportThatIsStoppedAddsNothing() {
        QFile records(path(QStringLiteral("large.jsonl")));
        QVERIFY(records.open(QIODevice::WriteOnly));
        for (int row = 0; row < 60000; ++row) {
            records.write(R"({"messages":[{"role":"user","content":"Which one?"}],"candidates":["the first","the second"]})"
                          "\n");
        }
        records.close();
        start(options());
        waitForItem();
        const int before = counts().all;
        openImport(records.fileName());
        QVERIFY(!QTest::currentTestFailed());
        auto* wizard = dialog<ImportDialog>();
        wizard->goTo(ImportDialog::ImportStep);
        button(wizard, QStringLiteral("Import"))->click();
        QTRY_VERIFY(button(wizard, QStringLiteral("Stop")) != nullptr);
        QTest::qWait(100);
        button(wizard, QStringLiteral("Stop"))->click();
        QTRY_VERIFY(wizard->message().text().contains(QStringLiteral("Nothing was added")));
        QCOMPARE(counts().all, before);
        QVERIFY2(wizard->isVisible(), "the choices are still there");
        QVERIFY(button(wizard, QStringLiteral("Import"))->isEnabled());
    }

    /// The engine never lets go by itself here: only a cancel gets the session to its end.
    void closingWhileScoringEndsTheSession() {
        start(options());
        waitForItem();
        useModel(path(QStringLiteral("model")));
        QTRY_COMPARE(modelState(), contracts::ModelState::Ready);
        m_control->hold = true;
        window().action(Command::ScoreAll)->trigger();
        QTRY_VERIFY(m_control->scoring > 0);
        window().close();
        m_session.reset();
        QVERIFY(m_control->cancelled > 0);
        QCOMPARE(m_control->scoring.load(), 0);
    }

#ifdef TRUTINA_HAS_ENGINE
    void theRealEngineScoresAfterAVoteAndClosesWhileAtWork() {
        auto real = options();
        real.engine = [] { return services::EngineLibrary::open({std::filesystem::path(TRUTINA_BINARY_DIR) / "lib"}); };
        real.modelFolder = QStringLiteral(TRUTINA_GOLDEN_DIR "/checkpoints/mini");
        QVERIFY2(QFile::exists(real.modelFolder), "the golden checkpoint mini is missing");
        start(real);
        waitForItem();
        QTRY_COMPARE_WITH_TIMEOUT(modelState(), contracts::ModelState::Ready, 60000);
        QVERIFY(window().statusStrip().modelText().contains(QStringLiteral("random test weights")));
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, 60000);
        press(Qt::Key_1);
        QTRY_COMPARE(compare().state().strip(), ScoreStrip::Open);
        QCOMPARE(static_cast<int>(compare().state().scores().size()), compare().state().slotCount());
        QVERIFY(!compare().state().scoresAreTrained());
        window().action(Command::ScoreAll)->trigger();
        QTRY_VERIFY(window().action(Command::CancelJobs)->isEnabled());
        window().close();
        m_session.reset();
    }

    /// Threads that the engine starts keep the name and the niceness of the one that started them.
    void theEngineAndItsWorkersGiveWayToTheWindow() {
        start(realOptions());
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, 60000);
        const int ofWindow = getpriority(PRIO_PROCESS, 0);
        int engineThreads = 0;
        int watchingThreads = 0;
        for (const QString& task : QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile name(QStringLiteral("/proc/self/task/%1/comm").arg(task));
            if (!name.open(QIODevice::ReadOnly)) {
                continue; // it has ended meanwhile
            }
            const QByteArray comm = name.readAll().trimmed();
            const int niceness = getpriority(PRIO_PROCESS, task.toUInt());
            if (comm == "trutina-engine") {
                ++engineThreads;
                QVERIFY2(niceness > ofWindow, comm.constData());
            } else if (comm == "trutina-video") {
                ++watchingThreads;
                QCOMPARE(niceness, ofWindow);
            }
        }
        QVERIFY(engineThreads >= 2); // the queue's thread and LibTorch's worker
        QCOMPARE(watchingThreads, 1);
    }

    void theSampleVideosPlayAndAreScored() {
        start(realOptions());
        QTRY_COMPARE_WITH_TIMEOUT(modelState(), contracts::ModelState::Ready, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(counts().all >= 10, 20000);
        show(videoItem);
        const auto* view = compare().findChild<MediaView*>();
        QTRY_VERIFY_WITH_TIMEOUT(view->isShown(), 20000);
        QCOMPARE(view->player()->facts().frames, std::int64_t{64});
        QCOMPARE(view->player()->facts().sampled.front(), std::int64_t{0});
        press(Qt::Key_Space);
        QTRY_VERIFY(view->player()->position() > 5);
        press(Qt::Key_Period);
        QVERIFY(!view->player()->isPlaying());
        QTRY_COMPARE(view->player()->frame()->number, view->player()->position());
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, 60000);
    }

    void theRealScoreFollowsTheTyping() {
        start(realOptions());
        QTRY_COMPARE_WITH_TIMEOUT(modelState(), contracts::ModelState::Ready, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(counts().all >= 10, 20000);
        show(textItem);
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, 60000);
        press(Qt::Key_1);
        QTRY_VERIFY(compare().state().isRevealed());
        press(Qt::Key_E);
        auto* editor = compare().findChild<AnswerEditor*>();
        const QString none = QStringLiteral("±") + QLocale().toString(0.0, 'f', 2);
        QTRY_COMPARE_WITH_TIMEOUT(editor->differenceShown(), none, 60000);
        editor->edit()->insertPlainText(QStringLiteral(" And that is all there is to say about it."));
        QTRY_VERIFY_WITH_TIMEOUT(editor->differenceShown() != none, 60000);
        editor->edit()->undo();
        QTRY_COMPARE_WITH_TIMEOUT(editor->differenceShown(), none, 60000);
        editor->edit()->insertPlainText(QStringLiteral(" Really."));
        const int before = compare().state().slotCount();
        QTest::keyClick(editor->edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(compare().state().slotCount(), before + 1);
        QVERIFY(!compare().state().isDecided());
        window().activateWindow();
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(compare().state().slotCount(), before);
        QTRY_VERIFY(compare().state().isDecided());
    }

    void theSampleProjectIsPictured_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("light") << static_cast<int>(ThemePreference::Light);
        QTest::newRow("dark") << static_cast<int>(ThemePreference::Dark);
    }
    void theSampleProjectIsPictured() {
        if (!testing::wantsScreenshots()) {
            QSKIP("TRUTINA_SCREENSHOTS names no folder");
        }
        QFETCH(int, theme);
        start(realOptions());
        m_session->preferences().setTheme(static_cast<ThemePreference>(theme));
        window().resize(1440, 900);
        QTRY_COMPARE_WITH_TIMEOUT(modelState(), contracts::ModelState::Ready, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(counts().all >= 10, 20000);
        const std::vector<std::pair<int, QString>> shown = {
            {pictureItem, QStringLiteral("picture")}, {videoItem, QStringLiteral("video")}, {textItem, QStringLiteral("text")}};
        for (const auto& [number, name] : shown) {
            show(number);
            QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, 60000);
            if (number == videoItem) {
                const auto* view = compare().findChild<MediaView*>();
                QTRY_VERIFY_WITH_TIMEOUT(view->isShown(), 20000);
                view->player()->seek(20);
                QTRY_COMPARE(view->player()->frame()->number, 20);
            }
            testing::takeScreenshot(window(), QStringLiteral("compare-") + name + QStringLiteral("-before"));
            press(Qt::Key_1);
            QTRY_VERIFY(compare().state().isRevealed());
            testing::takeScreenshot(window(), QStringLiteral("compare-") + name + QStringLiteral("-after"));
        }
        show(pictureItem);
        press(Qt::Key_E);
        auto* editor = compare().findChild<AnswerEditor*>();
        QTRY_VERIFY_WITH_TIMEOUT(!editor->differenceShown().isEmpty(), 60000);
        const QString none = editor->differenceShown();
        editor->edit()->insertPlainText(QStringLiteral(" So the white cup holds more."));
        QTRY_VERIFY_WITH_TIMEOUT(editor->differenceShown() != none, 60000);
        testing::takeScreenshot(window(), QStringLiteral("compare-edit"));
        QTest::keyClick(editor->edit(), Qt::Key_Escape);
        window().goTo(MainWindow::Place::Queue);
        testing::takeScreenshot(window(), QStringLiteral("queue"));
        window().goTo(MainWindow::Place::Models);
        testing::takeScreenshot(window(), QStringLiteral("models"));
        window().action(Command::Settings)->trigger();
        QTest::qWait(500);
        testing::takeScreenshot(*dialog<SettingsDialog>(), QStringLiteral("settings"));
        dialog<SettingsDialog>()->close();
    }

    void aTruncatedCheckpointIsExplainedByTheRealEngine() {
        const QString folder = path(QStringLiteral("cut"));
        QVERIFY(QDir().mkpath(folder));
        const QDir source(QStringLiteral(TRUTINA_GOLDEN_DIR "/checkpoints/nano"));
        QVERIFY2(source.exists(), "the golden checkpoint nano is missing");
        for (const QFileInfo& file : source.entryInfoList(QDir::Files)) {
            const QString copy = QDir(folder).filePath(file.fileName());
            QVERIFY(QFile::copy(file.absoluteFilePath(), copy));
            if (file.suffix() == QLatin1String("safetensors")) {
                QFile cut(copy);
                QVERIFY(cut.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
                QVERIFY(cut.resize(file.size() / 2));
            }
        }
        auto real = options();
        real.engine = [] { return services::EngineLibrary::open({std::filesystem::path(TRUTINA_BINARY_DIR) / "lib"}); };
        real.modelFolder = folder;
        start(real);
        waitForItem();
        QTRY_COMPARE_WITH_TIMEOUT(modelState(), contracts::ModelState::Failed, 60000);
        QTRY_VERIFY(window().message().isVisible());
        QVERIFY(!window().message().text().isEmpty());
        press(Qt::Key_1);
        QTRY_COMPARE(counts().decided, 1);
    }
#endif
};

int main(int argc, char** argv) {
    return testing::runWindowTest<StoriesTest>(argc, argv);
}
#include "stories_test.moc"
