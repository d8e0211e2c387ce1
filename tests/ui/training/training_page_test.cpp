// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desks.h"
#include "tests/support/window_test.h"
#include "ui/models/preferences.h"
#include "ui/pages/training/recipe_fields.h"
#include "ui/pages/training/run_view.h"
#include "ui/pages/training/training_page.h"
#include "ui/pages/training/training_setup.h"
#include "ui/style/theme.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/line_chart.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;
using contracts::TrainingState;
using Field = TrainingForm::Field;

class TrainingPageTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<testing::FakeDesks> m_desks;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<TrainingPage> m_page;

    [[nodiscard]] QPushButton* button(const QString& text) const {
        for (auto* one : m_page->findChildren<QPushButton*>()) {
            if (one->text() == text && one->isVisible()) {
                return one;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool shows(const QString& words) const {
        const QList<QLabel*> labels = m_page->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
    }
    [[nodiscard]] testing::FakeTrainingDesk& desk() const { return m_desks->training; }
    void loadBase() {
        engine::LoadOptions options;
        options.directory = "/models/base";
        m_desks->model.load(options, m_page.get(), {});
        QTRY_COMPARE(m_desks->model.state(), contracts::ModelState::Ready);
    }
    void begin() {
        loadBase();
        QTRY_VERIFY(button(QStringLiteral("Start training"))->isEnabled());
        button(QStringLiteral("Start training"))->click();
        QCOMPARE(desk().started.size(), std::size_t{1});
    }
    void steps(int count) {
        for (int i = 0; i < count; ++i) {
            desk().takeStep();
        }
    }

  private Q_SLOTS:
    void init() {
        QFile::remove(m_home.filePath(QStringLiteral("settings.ini")));
        m_desks = std::make_unique<testing::FakeDesks>();
        m_preferences = std::make_unique<Preferences>(m_home.filePath(QStringLiteral("settings.ini")));
        m_desks->project.fill({});
        m_page = std::make_unique<TrainingPage>(m_desks->desks(), *m_preferences);
        m_page->resize(1200, 760);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup() {
        m_page.reset();
        m_preferences.reset();
        m_desks.reset();
    }

    void withoutABaseModelNothingStarts() {
        QTRY_VERIFY(!desk().looked.empty());
        QVERIFY(!button(QStringLiteral("Start training"))->isEnabled());
        QVERIFY(shows(QStringLiteral("Choose a base model")));
        loadBase(); // the loaded model is the base until another is chosen
        QTRY_VERIFY(button(QStringLiteral("Start training"))->isEnabled());
        QCOMPARE(m_page->setup().form().base, QStringLiteral("/models/base"));
    }

    void dataAndMemoryAreSaidBeforeTheStart() {
        loadBase();
        QTRY_VERIFY(shows(QStringLiteral("27 pairs to learn from, 3 held out")));
        QTRY_VERIFY(shows(QStringLiteral("Will take about 94.0 MB")));
        desk().facts.leftOut = 2;
        desk().facts.notes = {{7, QStringLiteral("The vote is a tie.")}};
        m_page->setup().lookAgain();
        QTRY_VERIFY(shows(QStringLiteral("2 left out")));
    }

    void withoutPairsThePageSaysWhereTheyComeFrom() {
        desk().facts = {};
        loadBase();
        QTRY_VERIFY(shows(QStringLiteral("Vote on some items first")));
        QVERIFY(!button(QStringLiteral("Start training"))->isEnabled());
    }

    void whatIsTypedReachesTheRunAndNonsenseIsNamed() {
        loadBase();
        QTRY_VERIFY(button(QStringLiteral("Start training"))->isEnabled());
        auto* recipe = m_page->findChild<RecipeFields*>();
        QLineEdit* rate = recipe->field(Field::LearningRate);
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("fast"));
        QVERIFY(!button(QStringLiteral("Start training"))->isEnabled());
        QVERIFY(button(QStringLiteral("Start training"))->toolTip().contains(QStringLiteral("Learning rate")));
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("2e-4"));
        QTRY_VERIFY(button(QStringLiteral("Start training"))->isEnabled());
        button(QStringLiteral("Start training"))->click();
        QCOMPARE(desk().started.at(0).job.recipe.learningRate, 2e-4);
        QVERIFY(desk().started.at(0).projectVotes);
        QCOMPARE(m_preferences->recentRuns().paths().size(), 1);
    }

    void rareNumbersAppearWithMore() {
        auto* recipe = m_page->findChild<RecipeFields*>();
        QVERIFY(!recipe->field(Field::WeightDecay)->isVisible());
        button(QStringLiteral("More"))->click();
        QVERIFY(recipe->field(Field::WeightDecay)->isVisible());
        for (auto* mode : m_page->findChildren<QRadioButton*>()) {
            if (mode->text().contains(QStringLiteral("whole decoder"))) {
                mode->click();
            }
        }
        QVERIFY(!recipe->field(Field::LoraRank)->isVisible());
    }

    void aRunShowsItsCurvesAndItsPace() {
        begin();
        QVERIFY(!m_page->setup().isEnabled());
        steps(12);
        QVERIFY(shows(QStringLiteral("Training: step 11 of 100")));
        QVERIFY(shows(QStringLiteral("312 tokens/s")));
        QVERIFY(m_page->runView().lossChart().isVisible());
        QCOMPARE(m_page->runView().lossChart().content().curves.at(0).points.size(), 11);
        QCOMPARE(m_page->runView().lossChart().content().curves.at(1).points.size(), 3);
    }

    void pauseHoldsAndResumeGoesOn() {
        begin();
        steps(3);
        button(QStringLiteral("Pause"))->click();
        QVERIFY(shows(QStringLiteral("checkpoint is being saved")));
        desk().held();
        QVERIFY(shows(QStringLiteral("Paused after step 2 of 100")));
        QVERIFY(!m_page->setup().isEnabled());
        button(QStringLiteral("Resume"))->click();
        QCOMPARE(desk().resumed, 1);
        steps(1);
        QVERIFY(shows(QStringLiteral("Training: step 3")));
    }

    void stopKeepsTheCheckpointAndOffersItAgain() {
        begin();
        steps(3);
        button(QStringLiteral("Stop"))->click();
        desk().unfinished = {m_page->setup().form().output};
        desk().held();
        QVERIFY(shows(QStringLiteral("Stopped after step 2")));
        QVERIFY(shows(QStringLiteral("The checkpoint is kept in")));
        QVERIFY(m_page->setup().isEnabled());
        QVERIFY(button(QStringLiteral("Go on with this run")) != nullptr);
        QTRY_VERIFY(shows(QStringLiteral("Unfinished runs")));
        button(QStringLiteral("Open"))->click();
        QTRY_COMPARE(desk().state(), TrainingState::Paused);
    }

    void theResultIsComparedUsedAndTakenBack() {
        begin();
        steps(6);
        desk().resultToLoad.emplace().directory = "/runs/one/model";
        desk().finish(QStringLiteral("/runs/one/model"));
        QVERIFY(shows(QStringLiteral("ranks more of the 3 held-out pairs right")));
        QVERIFY(shows(QStringLiteral("90 %")));
        std::vector<engine::LoadOptions> wanted;
        connect(m_page.get(), &TrainingPage::modelWanted, m_page.get(), [&](const engine::LoadOptions& options) {
            wanted.push_back(options);
            m_desks->model.load(options, m_page.get(), {});
        });
        button(QStringLiteral("Use this model"))->click();
        QTRY_VERIFY(button(QStringLiteral("In use")) != nullptr);
        QCOMPARE(wanted.at(0).directory, std::filesystem::path("/runs/one/model"));
        button(QStringLiteral("Back to the base model"))->click();
        QTRY_VERIFY(button(QStringLiteral("Use this model")) != nullptr);
        QCOMPARE(wanted.at(1).directory, std::filesystem::path("/models/base"));
    }

    void anAdapterIsInUseOnlyOnTopOfItsBase() {
        begin();
        engine::LoadOptions result;
        result.directory = "/models/base";
        result.adapter = "/runs/one/adapter";
        desk().resultToLoad = result;
        desk().finish(QStringLiteral("/runs/one/adapter"));
        QVERIFY(button(QStringLiteral("Use this model"))->isEnabled());
        connect(m_page.get(), &TrainingPage::modelWanted, m_page.get(),
                [&](const engine::LoadOptions& options) { m_desks->model.load(options, m_page.get(), {}); });
        engine::LoadOptions base;
        base.directory = "/models/base";
        m_desks->model.load(base, m_page.get(), {});
        QVERIFY(button(QStringLiteral("Use this model")) != nullptr);
        button(QStringLiteral("Use this model"))->click();
        QTRY_VERIFY(button(QStringLiteral("In use")) != nullptr);
    }

    void aFailureIsShownWithWhatToDo() {
        begin();
        desk().fail({QStringLiteral("training.diverged"),
                     QStringLiteral("The loss is no longer a number."),
                     QStringLiteral("Go on with a lower learning rate."),
                     {}});
        QVERIFY(m_page->runView().message().isVisible());
        QVERIFY(m_page->runView().message().text().contains(QStringLiteral("lower learning rate")));
        QVERIFY(m_page->setup().isEnabled());
    }

    void aChartIsReadWithTheKeyboard() {
        begin();
        steps(12);
        LineChart& chart = m_page->runView().lossChart();
        QVERIFY(!chart.accessibleName().isEmpty());
        chart.setFocus();
        QTest::keyClick(&chart, Qt::Key_End);
        QCOMPARE(chart.cursor().value_or(-1), 11.0);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.cursor().value_or(-1), 10.0);
        QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("step 10: training")));
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("held out")));
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.cursor().value_or(-1), 0.0); // only the base model is judged there
        QVERIFY(!chart.accessibleDescription().contains(QStringLiteral("training")));
        QTest::keyClick(&chart, Qt::Key_Escape);
        QVERIFY(!chart.cursor());
    }

    void aChartFollowsTheMouse() {
        begin();
        steps(12);
        LineChart& chart = m_page->runView().lossChart();
        QTest::mouseMove(&chart, QPoint(chart.width() - 20, chart.height() / 2));
        QTRY_COMPARE(chart.cursor().value_or(-1), 11.0); // the nearest step that was taken
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<TrainingPageTest>(argc, argv);
}
#include "training_page_test.moc"
