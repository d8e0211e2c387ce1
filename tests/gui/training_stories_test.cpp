// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training in the real window: the loop from votes to a model that follows them, small, with the real engine and a golden
// checkpoint; a run that outlives its session; the demonstration model. The latter two with a fake engine.
#include "app/desktop/session.h"
#include "app/services/training_run_folder.h"
#include "tests/gui/window_driver.h"
#include "tests/support/fake_engine.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/dialog_frame.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/models/models_page.h"
#include "ui/pages/shell/demo_banner.h"
#include "ui/pages/shell/main_window.h"
#include "ui/pages/shell/status_strip.h"
#include "ui/pages/training/recipe_fields.h"
#include "ui/pages/training/run_view.h"
#include "ui/pages/training/training_page.h"
#include "ui/pages/training/training_setup.h"
#include "ui/style/theme.h"
#include "ui/widgets/line_chart.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;
using contracts::ModelState;
using contracts::TrainingState;
using Field = TrainingForm::Field;

namespace {

constexpr int kPatience = 120'000; ///< milliseconds; only a failing test waits so long

/// A question with a short answer first and a wordy one second.
storage::NewItem question(const std::string& thing, const std::string& colour) {
    storage::NewItem item;
    item.prompt = {{"user", "Which colour has " + thing + "?"}};
    item.candidates = {{{{"assistant", colour}}, "terse", {}},
                       {{{"assistant", "It has the colour " + colour + ", as anyone can see at once."}}, "wordy", {}}};
    item.meta = R"({"world": "demo"})";
    return item;
}

std::vector<storage::NewItem> questions() {
    const std::vector<std::string> things = {"the moon", "the sea", "a plum", "a lemon", "snow", "coal", "grass", "a brick"};
    const std::vector<std::string> colours = {"grey", "blue", "purple", "yellow", "white", "black", "green", "red"};
    std::vector<storage::NewItem> items;
    for (std::size_t i = 0; i < things.size(); ++i) {
        items.push_back(question(things[i], colours[i]));
    }
    return items;
}

} // namespace

class TrainingStoriesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::shared_ptr<testing::FakeControl> m_control;
    std::unique_ptr<desktop::Session> m_session;

    [[nodiscard]] QString path(const QString& name) const { return m_home->filePath(name); }
    [[nodiscard]] MainWindow& window() const { return m_session->window(); }
    [[nodiscard]] ComparePage& compare() const { return window().comparePage(); }
    [[nodiscard]] TrainingPage& page() const { return window().trainingPage(); }
    [[nodiscard]] contracts::TrainingDesk& desk() const { return m_session->services().desks().training; }
    [[nodiscard]] contracts::ModelDesk& model() const { return m_session->services().desks().model; }
    [[nodiscard]] int decided() const {
        const auto project = m_session->services().desks().project.project();
        return project ? project->counts.decided : 0;
    }

    [[nodiscard]] desktop::SessionOptions options() const {
        desktop::SessionOptions options;
        options.settingsFile = path(QStringLiteral("settings.ini"));
        options.dataFolder = path(QStringLiteral("data"));
        options.projectFile = path(QStringLiteral("Colours.trutina"));
        options.engine = [control = m_control] { return std::make_shared<testing::FakeEngine>(control); };
        return options;
    }
    /// A session on a project of eight questions.
    void start(desktop::SessionOptions options) {
        const std::filesystem::path file = options.projectFile.toStdString();
        if (!std::filesystem::exists(file)) {
            storage::Project::create(file)->addItems(questions());
        }
        m_session = std::make_unique<desktop::Session>(std::move(options));
        m_session->start();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->services().desks().project.project().has_value(), 20000);
        if (decided() == 0) {
            QTRY_VERIFY_WITH_TIMEOUT(compare().currentItem().isValid(), 20000);
            testing::pauseBetweenItems();
        }
    }
    void press(int key) { testing::press(window(), key); }
    /// Votes for the short answer of every item, with the keys.
    void voteForTheShortAnswers() {
        const int items = static_cast<int>(questions().size());
        for (int item = 1; item <= items; ++item) {
            int slot = 1;
            while (compare().state().candidateAt(slot).position != 0) {
                ++slot;
            }
            press(Qt::Key_0 + slot);
            QTRY_COMPARE(decided(), item);
            if (item < items) {
                const storage::ItemId before = compare().currentItem();
                press(Qt::Key_Return);
                QTRY_VERIFY(compare().currentItem() != before);
                testing::pauseBetweenItems();
            }
        }
    }
    [[nodiscard]] static QPushButton* button(const QWidget& parent, const QString& text) {
        return testing::visibleButton(parent, text);
    }
    [[nodiscard]] QPushButton* button(const char* text) const { return button(page(), QString::fromUtf8(text)); }
    void type(Field field, const QString& text) {
        QLineEdit* edit = page().findChild<RecipeFields*>()->field(field);
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void chooseTheWholeDecoder() {
        for (auto* mode : page().findChildren<QRadioButton*>()) {
            if (mode->text().contains(QStringLiteral("whole decoder"))) {
                mode->click();
            }
        }
    }
    void startTraining() {
        QTRY_VERIFY(button("Start training") != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(button("Start training")->isEnabled(), kPatience);
        button("Start training")->click();
    }
    [[nodiscard]] QString runFolder() const { return path(QStringLiteral("Colours training/run 1")); }

    /// The scores on screen, by position of the candidate.
    [[nodiscard]] QList<double> scoresOnScreen() const {
        QList<double> scores(static_cast<qsizetype>(compare().state().scores().size()));
        for (const SlotScore& score : compare().state().scores()) {
            scores[compare().state().candidateAt(score.slot).position] = score.raw;
        }
        return scores;
    }
    void waitForScores() { QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::Open, kPatience); }

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

    void closingDuringARunAsksAndTheRunGoesOnInTheNextSession() {
        auto first = options();
        first.modelFolder = path(QStringLiteral("model"));
        QVERIFY(QDir().mkpath(first.modelFolder));
        start(first);
        QTRY_COMPARE(model().state(), ModelState::Ready);
        voteForTheShortAnswers();
        window().goTo(MainWindow::Place::Training);
        chooseTheWholeDecoder();
        type(Field::Steps, QStringLiteral("40"));
        m_control->stepMilliseconds = 20;
        startTraining();
        QTRY_VERIFY(desk().run().step >= 2);
        window().close();
        QVERIFY(window().isVisible());
        auto* dialog = window().findChild<DialogFrame*>();
        QVERIFY(dialog != nullptr);
        button(*dialog, QStringLiteral("Keep training"))->click();
        QVERIFY(desk().isAtWork());
        QTRY_VERIFY(window().findChild<DialogFrame*>() == nullptr || !window().findChild<DialogFrame*>()->isVisible());
        window().close();
        QTRY_VERIFY(button(window(), QStringLiteral("Save and close")) != nullptr);
        button(window(), QStringLiteral("Save and close"))->click();
        QTRY_VERIFY(!window().isVisible());
        const qint64 held = desk().run().step;
        QVERIFY(held >= 2 && held < 40);
        QVERIFY(services::isUnfinishedRun(runFolder().toStdString()));

        m_session.reset();
        m_control->stepMilliseconds = 0;
        start(options());
        window().goTo(MainWindow::Place::Training);
        QTRY_VERIFY(button("Open") != nullptr); // under "Unfinished runs"
        button("Open")->click();
        QTRY_COMPARE(desk().state(), TrainingState::Paused);
        QCOMPARE(desk().run().step, held);
        button("Resume")->click();
        QTRY_COMPARE(desk().state(), TrainingState::Finished);
        QCOMPARE(desk().run().step, qint64{40});
    }

    void aRunIsPausedFromTheStatusLine() {
        auto first = options();
        first.modelFolder = path(QStringLiteral("model"));
        QVERIFY(QDir().mkpath(first.modelFolder));
        start(first);
        QTRY_COMPARE(model().state(), ModelState::Ready);
        voteForTheShortAnswers();
        QTRY_VERIFY(!window().action(Command::CancelJobs)->isEnabled()); // nothing is being scored any more
        window().goTo(MainWindow::Place::Training);
        m_control->stepMilliseconds = 20;
        startTraining();
        QTRY_VERIFY(desk().run().step >= 1);
        QTRY_VERIFY(window().action(Command::CancelJobs)->isEnabled());
        window().action(Command::CancelJobs)->trigger();
        QTRY_COMPARE(desk().state(), TrainingState::Paused);
        button("Stop")->click();
        QCOMPARE(desk().state(), TrainingState::Stopped);
    }

    void withoutAChosenModelTheDemonstrationModelIsLoadedAndSaysWhatItIs() {
        auto first = options();
        first.demoModel = path(QStringLiteral("demo-model"));
        QVERIFY(QDir().mkpath(first.demoModel));
        start(first);
        QTRY_COMPARE(model().state(), ModelState::Ready);
        QVERIFY(window().statusStrip().modelText().startsWith(QStringLiteral("Demonstration model")));
        QVERIFY(m_session->preferences().modelFolder().isEmpty()); // it was not chosen
        QTRY_VERIFY(window().demoBanner().isVisible());
        QVERIFY(window().demoBanner().text().contains(QStringLiteral("knows coloured shapes")));
        button(window().demoBanner(), QStringLiteral("Choose a model…"))->click();
        QCOMPARE(window().place(), MainWindow::Place::Models);
        for (QWidget* dialog : window().modelsPage().findChildren<QDialog*>()) {
            dialog->close();
        }
        Q_EMIT window().demoBanner().closed();
        window().demoBanner().hide();
        m_session.reset();
        start(first);
        QTRY_COMPARE(model().state(), ModelState::Ready);
        QTest::qWait(50);
        QVERIFY(!window().demoBanner().isVisible()); // said once is enough

        storage::NewItem foreign = question("the sky", "blue");
        foreign.meta = "{}";
        std::vector<storage::ItemId> added;
        m_session->services().desks().project.addItems({foreign}, &window(),
                                                       [&](const auto& outcome) { added = outcome.value(); });
        QTRY_COMPARE(added.size(), std::size_t{1});
        compare().showItem(added.front());
        QTRY_VERIFY(window().demoBanner().isVisible());
        QVERIFY(window().demoBanner().text().startsWith(QStringLiteral("This question is outside")));
        window().goTo(MainWindow::Place::Queue);
        QVERIFY(!window().demoBanner().isVisible());
    }

    void aChosenModelIsLoadedInsteadOfTheDemonstrationModel() {
        auto first = options();
        first.demoModel = path(QStringLiteral("demo-model"));
        first.modelFolder = path(QStringLiteral("model"));
        QVERIFY(QDir().mkpath(first.demoModel));
        QVERIFY(QDir().mkpath(first.modelFolder));
        start(first);
        QTRY_COMPARE(model().state(), ModelState::Ready);
        QVERIFY(window().statusStrip().modelText().startsWith(QStringLiteral("model on")));
        QVERIFY(!window().demoBanner().isVisible());
    }

#ifdef TRUTINA_HAS_ENGINE
    void theLoopFromVotesToAModelThatFollowsThemAndBack() {
        auto real = options();
        real.engine = [] { return services::EngineLibrary::open({std::filesystem::path(TRUTINA_BINARY_DIR) / "lib"}); };
        real.modelFolder = QStringLiteral(TRUTINA_GOLDEN_DIR "/checkpoints/nano");
        QVERIFY2(QFile::exists(real.modelFolder), "the golden checkpoint nano is missing");
        start(real);
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(compare().state().strip(), ScoreStrip::ReadyClosed, kPatience);
        voteForTheShortAnswers();
        waitForScores();
        const QList<double> before = scoresOnScreen();
        QCOMPARE(before.size(), 2);

        press(Qt::Key_F9);
        QCOMPARE(window().place(), MainWindow::Place::Training);
        chooseTheWholeDecoder();
        type(Field::LearningRate, QStringLiteral("1e-3"));
        type(Field::Steps, QStringLiteral("12"));
        type(Field::HeldOutShare, QStringLiteral("0.3"));
        startTraining();
        const LineChart& chart = page().runView().lossChart();
        QTRY_VERIFY_WITH_TIMEOUT(!chart.content().curves.isEmpty() && chart.content().curves.first().points.size() >= 2,
                                 kPatience);
        QVERIFY(chart.isVisible());
        if (desk().state() == TrainingState::Running) {
            button("Pause")->click();
            QTRY_VERIFY_WITH_TIMEOUT(!desk().isAtWork(), kPatience);
            QCOMPARE(desk().state(), TrainingState::Paused);
            QVERIFY(services::checkpointStep(runFolder().toStdString()).has_value());
            button("Resume")->click();
        }
        QTRY_VERIFY_WITH_TIMEOUT(!desk().isAtWork(), kPatience);
        QVERIFY2(desk().state() == TrainingState::Finished,
                 qPrintable(desk().run().problem.value_or(contracts::Problem{}).message));
        QCOMPARE(chart.content().curves.first().points.size(), 12);
        QVERIFY(desk().run().reports.back().step.loss < desk().run().reports.at(1).step.loss);
        QVERIFY(desk().run().before && desk().run().after);
        QVERIFY(desk().run().after->loss < desk().run().before->loss);

        button("Use this model")->click();
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        QTRY_VERIFY(button("Back to the base model") != nullptr);
        window().goTo(MainWindow::Place::Compare);
        QTRY_VERIFY_WITH_TIMEOUT(compare().state().strip() == ScoreStrip::Open && scoresOnScreen() != before, kPatience);
        const QList<double> after = scoresOnScreen();
        QVERIFY(after[0] - after[1] > before[0] - before[1]); // towards the votes
        QVERIFY(after[0] > after[1]);

        window().goTo(MainWindow::Place::Training);
        button("Back to the base model")->click();
        QTRY_COMPARE_WITH_TIMEOUT(model().state(), ModelState::Ready, kPatience);
        window().goTo(MainWindow::Place::Compare);
        QTRY_COMPARE_WITH_TIMEOUT(scoresOnScreen(), before, kPatience);
    }
#endif
};

int main(int argc, char** argv) {
    return testing::runWindowTest<TrainingStoriesTest>(argc, argv);
}
#include "training_stories_test.moc"
