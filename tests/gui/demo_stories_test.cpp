// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The first start and the lesson of docs/teach-the-demo-model.md, in the real window with the engine, the sample project and the
// demonstration model as they ship. With TRUTINA_SCREENSHOTS the lesson is as long as the document says, and pictured for it.
#include "app/desktop/session.h"
#include "tests/gui/screenshots.h"
#include "tests/gui/window_driver.h"
#include "tests/support/window_test.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/shell/demo_banner.h"
#include "ui/pages/shell/main_window.h"
#include "ui/pages/shell/status_strip.h"
#include "ui/pages/training/recipe_fields.h"
#include "ui/pages/training/training_page.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace trutina;
using namespace trutina::ui;
using contracts::ModelState;
using contracts::TrainingState;
using testing::takeScreenshot;
using Field = TrainingForm::Field;

namespace {
constexpr int kPatience = 120'000; ///< milliseconds; only a failing test waits so long
}

class DemoStoriesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<desktop::Session> m_session;
    QElapsedTimer m_sinceShown;

    [[nodiscard]] MainWindow& window() const { return m_session->window(); }
    [[nodiscard]] ComparePage& compare() const { return window().comparePage(); }
    [[nodiscard]] contracts::ModelDesk& model() const { return m_session->services().desks().model; }
    [[nodiscard]] contracts::TrainingDesk& training() const { return m_session->services().desks().training; }
    [[nodiscard]] int decided() const {
        const auto project = m_session->services().desks().project.project();
        return project ? project->counts.decided : 0;
    }
    [[nodiscard]] QPushButton* button(const char* text) const {
        return testing::visibleButton(window().trainingPage(), QString::fromUtf8(text));
    }
    void press(int key) { testing::press(window(), key); }

    void startForTheFirstTime() {
        desktop::SessionOptions options;
        options.settingsFile = m_home->filePath(QStringLiteral("settings.ini"));
        options.dataFolder = m_home->filePath(QStringLiteral("data"));
        options.sampleRecords = desktop::Session::shippedSample();
        options.demoModel = desktop::Session::shippedDemoModel();
        options.engine = [] { return services::EngineLibrary::open({std::filesystem::path(TRUTINA_BINARY_DIR) / "lib"}); };
        QVERIFY2(!options.demoModel.isEmpty(), "the demonstration model is missing");
        m_session = std::make_unique<desktop::Session>(std::move(options));
        window().resize(1440, 900);
        m_session->start();
        m_sinceShown.start();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        qInfo("the model was ready %lld ms after the window", m_sinceShown.elapsed());
        QTRY_VERIFY_WITH_TIMEOUT(compare().currentItem().isValid(), kPatience);
    }

    /// The answers of the item on screen that are right, by position.
    [[nodiscard]] QList<int> rightPositions() const {
        const QJsonObject meta = QJsonDocument::fromJson(QByteArray::fromStdString(compare().state().item().meta)).object();
        QList<int> positions;
        for (const QJsonValue& position : meta.value(QLatin1String("right")).toArray()) {
            positions.append(position.toInt());
        }
        return positions;
    }
    /// The slot of the right answer that says it in the fewest or the most words; 0 without a right answer.
    [[nodiscard]] int rightSlot(bool isShortest) const {
        const QList<int> right = rightPositions();
        std::map<std::size_t, int> slotsByLength;
        for (int slot = 1; slot <= compare().state().slotCount(); ++slot) {
            const storage::CandidateRecord& candidate = compare().state().candidateAt(slot);
            if (right.contains(candidate.position)) {
                slotsByLength.emplace(candidate.turns.back().content.size(), slot);
            }
        }
        if (slotsByLength.empty()) {
            return 0;
        }
        return isShortest ? slotsByLength.begin()->second : slotsByLength.rbegin()->second;
    }
    [[nodiscard]] double scoreOf(int slot) const {
        for (const SlotScore& score : compare().state().scores()) {
            if (score.slot == slot) {
                return score.raw;
            }
        }
        return 0;
    }
    /// How much the model prefers the short right answer of the item on screen to the long one.
    [[nodiscard]] double tasteForShort() const { return scoreOf(rightSlot(true)) - scoreOf(rightSlot(false)); }
    void waitForOpenScores() { QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::Open, kPatience); }

    void show(storage::ItemId item) {
        window().goTo(MainWindow::Place::Compare);
        compare().showItem(item);
        QTRY_COMPARE(compare().currentItem(), item);
        waitForOpenScores();
    }
    /// Votes for the shortest right answer of so many items, with the keys. -> the items with two right answers among them
    void voteForShortAnswers(int items, std::vector<storage::ItemId>& taught) {
        for (int item = 1; item <= items; ++item) {
            testing::pauseBetweenItems();
            QVERIFY(rightSlot(true) > 0);
            press(Qt::Key_0 + rightSlot(true));
            QTRY_COMPARE(decided(), item);
            if (rightPositions().size() > 1) {
                taught.push_back(compare().currentItem());
            }
            if (item < items) {
                const storage::ItemId before = compare().currentItem();
                press(Qt::Key_Return);
                QTRY_VERIFY(compare().currentItem() != before);
            }
        }
    }
    void type(Field field, const QString& text) {
        QLineEdit* edit = window().trainingPage().findChild<RecipeFields*>()->field(field);
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

  private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void cleanup() {
        m_session.reset();
        m_home.reset();
    }

    void theFirstStartShowsScoresOfTheSampleProject() {
        startForTheFirstTime();
        if (QTest::currentTestFailed()) {
            return;
        }
        QVERIFY(window().statusStrip().modelText().startsWith(QStringLiteral("Demonstration model")));
        QTRY_VERIFY(window().demoBanner().isVisible());
        QVERIFY(window().demoBanner().text().contains(QStringLiteral("knows coloured shapes")));
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, kPatience);
        qInfo("its first scores were there %lld ms after the window", m_sinceShown.elapsed());
        QVERIFY(!compare().state().item().media.empty());
        if (testing::wantsScreenshots()) {
            takeScreenshot(window(), QStringLiteral("first-start"));
        }
        testing::pauseBetweenItems();
        press(Qt::Key_0 + rightSlot(false));
        waitForOpenScores();
        QVERIFY(compare().state().scoresAreTrained());
        QVERIFY(rightPositions().contains(compare().state().candidateAt(compare().state().preferredSlot()).position));
        if (testing::wantsScreenshots()) {
            takeScreenshot(window(), QStringLiteral("first-scores"));
        }
    }

    void thirtyVotesTeachTheModelATasteAndUndoTakesItBack() {
        const bool isPictured = testing::wantsScreenshots();
        startForTheFirstTime();
        if (QTest::currentTestFailed()) {
            return;
        }
        std::vector<storage::ItemId> taught;
        voteForShortAnswers(isPictured ? 30 : 12, taught);
        if (QTest::currentTestFailed()) {
            return;
        }
        QVERIFY(taught.size() >= 4);
        waitForOpenScores();
        if (isPictured) {
            takeScreenshot(window(), QStringLiteral("teach-vote"));
        }
        QList<double> before;
        for (const storage::ItemId item : taught) {
            show(item);
            before.append(tasteForShort());
        }

        press(Qt::Key_F9);
        QCOMPARE(window().place(), MainWindow::Place::Training);
        for (auto* mode : window().trainingPage().findChildren<QRadioButton*>()) {
            if (mode->text().contains(QStringLiteral("adapter"), Qt::CaseInsensitive)) {
                mode->click();
            }
        }
        type(Field::LearningRate, QStringLiteral("1e-3"));
        type(Field::Steps, QStringLiteral("60"));
        type(Field::HeldOutShare, QStringLiteral("0.2"));
        QTRY_VERIFY(button("Start training") != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(button("Start training")->isEnabled(), kPatience);
        if (isPictured) {
            takeScreenshot(window(), QStringLiteral("teach-setup"));
        }
        button("Start training")->click();
        if (isPictured) {
            QTRY_VERIFY_WITH_TIMEOUT(training().run().step >= 30, kPatience);
            takeScreenshot(window(), QStringLiteral("teach-running"));
        }
        QTRY_VERIFY_WITH_TIMEOUT(!training().isAtWork(), kPatience);
        QVERIFY2(training().state() == TrainingState::Finished,
                 qPrintable(training().run().problem.value_or(contracts::Problem{}).message));
        QVERIFY(training().run().before && training().run().after);
        if (isPictured) {
            takeScreenshot(window(), QStringLiteral("teach-finished"));
        }

        button("Use this model")->click();
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        QTRY_VERIFY(button("Back to the base model") != nullptr);
        double moved = 0;
        for (std::size_t i = 0; i < taught.size(); ++i) {
            show(taught[i]);
            QTRY_VERIFY_WITH_TIMEOUT(tasteForShort() != before[static_cast<qsizetype>(i)], kPatience);
            moved += tasteForShort() - before[static_cast<qsizetype>(i)];
        }
        QVERIFY(moved / static_cast<double>(taught.size()) > 0.5); // towards the votes, and not by a hair
        if (isPictured) {
            takeScreenshot(window(), QStringLiteral("teach-after"));
        }

        window().goTo(MainWindow::Place::Training);
        button("Back to the base model")->click();
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        for (std::size_t i = 0; i < taught.size(); ++i) {
            show(taught[i]);
            QTRY_COMPARE_WITH_TIMEOUT(tasteForShort(), before[static_cast<qsizetype>(i)], kPatience);
        }
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<DemoStoriesTest>(argc, argv);
}
#include "demo_stories_test.moc"
