// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor, merging, agreement and adjudication in the window, over desks in memory.
#include "tests/gui/screenshots.h"
#include "tests/support/fake_desks.h"
#include "tests/support/sample_items.h"
#include "tests/support/window_test.h"
#include "ui/dialogs/merge_dialog.h"
#include "ui/models/item_table_model.h"
#include "ui/models/preferences.h"
#include "ui/pages/agreement/adjudication_view.h"
#include "ui/pages/agreement/agreement_page.h"
#include "ui/pages/agreement/agreement_view.h"
#include "ui/pages/agreement/interval_chart.h"
#include "ui/pages/doctor/doctor_page.h"
#include "ui/pages/doctor/finding_card.h"
#include "ui/pages/queue/queue_page.h"
#include "ui/pages/shell/main_window.h"
#include "ui/style/theme.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;

class CarePagesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<testing::FakeDesks> m_desks;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] testing::FakeCareDesk& care() const { return m_desks->care; }
    [[nodiscard]] DoctorPage& doctor() const { return m_window->doctorPage(); }
    [[nodiscard]] AgreementPage& agreement() const { return m_window->agreementPage(); }

    [[nodiscard]] storage::Finding finding(const std::string& kind, storage::Severity severity, storage::Cure cure,
                                           const std::vector<int>& numbers, const std::string& sentence) const {
        storage::Finding found;
        found.kind = kind;
        found.severity = severity;
        found.cure = cure;
        found.count = static_cast<std::int64_t>(numbers.size());
        found.sentence = sentence;
        for (const int number : numbers) {
            found.items.push_back({m_desks->project.itemId(number), number});
        }
        return found;
    }

    void findSomething() {
        using storage::Cure;
        using storage::Severity;
        care().findings = {
            finding(
                "duplicate_items", Severity::Warning, Cure::RemoveItems, {2, 4},
                "2 items repeat another one: the same prompt, media and answers. The one with the most votes is not counted."),
            finding("identical_answers", Severity::Error, Cure::RemoveAnswers, {3},
                    "1 pair of answers is the same but for white space at the ends: nothing can be learnt from it."),
            finding("leaked_names", Severity::Warning, Cure::Tag, {1, 5},
                    "2 answers name a model or its maker: \"gpt-4\", \"qwen\". A reward model may learn the name instead of the "
                    "quality."),
            finding("length_imbalance", Severity::Notice, Cure::None, {1, 2, 3},
                    "In 71 % of the 240 judged pairs that differ in it, the longer answer wins (95 % interval 65 to 76 %).")};
    }

    [[nodiscard]] contracts::AgreementReport someAgreement() const {
        contracts::AgreementReport report;
        contracts::AgreementTable table;
        table.criterion = "overall";
        table.judged = 60;
        table.judgedTwice = 48;
        table.disagreeing = 2;
        table.alpha = {0.71, 0.52, 0.86, 48};
        table.fleissKappa = {0.7, 0.51, 0.85, 48};
        table.ordinalAlpha = {0.74, 0.58, 0.87, 48};
        table.intervalAlpha = {0.76, 0.6, 0.88, 48};
        table.pairs = {{"ada", "bo", 30, 26, {0.72, 0.48, 0.96, 30}},
                       {"ada", "cy", 18, 15, {0.66, 0.31, 1.0, 18}},
                       {"bo", "cy", 4, 2, {-0.1, {}, {}, 4}}};
        report.tables.push_back(table);
        table.tag = "pictures";
        table.alpha = {0.41, 0.1, 0.68, 12};
        report.tables.push_back(table);
        report.items = {{storage::ItemId{1}, 1, false}, {storage::ItemId{2}, 2, false}};
        return report;
    }

    void disagree() {
        care().agreement = someAgreement();
        for (const int number : {1, 2}) {
            contracts::Dispute dispute;
            const storage::NewItem added = number == 1 ? testing::cupsItem() : testing::itemWith(3);
            dispute.item.id = {number};
            dispute.item.number = number;
            dispute.item.prompt = added.prompt;
            for (const storage::NewCandidate& candidate : added.candidates) {
                const auto position = static_cast<int>(dispute.item.candidates.size());
                dispute.item.candidates.push_back(
                    {storage::CandidateId{number * 10 + position}, position, candidate.turns, candidate.name, {}});
                dispute.shownOrder.candidates.push_back({number * 10 + position});
            }
            for (const int winner : {0, 1}) {
                storage::NewVote vote;
                vote.item = {number};
                vote.winner = {number * 10 + winner};
                vote.strength = winner == 0 ? storage::Strength::Much : storage::Strength::Slightly;
                vote.note = winner == 0 ? "The rim of the white cup is covered." : "";
                dispute.votes.push_back(vote);
            }
            care().disputes[number] = dispute;
        }
    }

    void screenshot(const QString& name) {
        if (testing::wantsScreenshots()) {
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
                Theme::instance().setChoice(theme);
                QTest::qWait(50);
                testing::takeScreenshot(*m_window, name);
            }
        }
    }

  private Q_SLOTS:
    void init() {
        QFile::remove(m_home.filePath(QStringLiteral("settings.ini")));
        m_desks = std::make_unique<testing::FakeDesks>();
        m_preferences = std::make_unique<Preferences>(m_home.filePath(QStringLiteral("settings.ini")));
        std::vector<storage::NewItem> items;
        for (int number = 1; number <= 6; ++number) {
            items.push_back(testing::itemWith(2, "Question " + std::to_string(number)));
        }
        m_desks->project.fill(items);
        m_window = std::make_unique<MainWindow>(m_desks->desks(), *m_preferences);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_preferences.reset();
        m_desks.reset();
    }

    void theDoctorLooksOnlyWhenAsked() {
        findSomething();
        m_window->action(Command::DoctorPage)->trigger();
        QCOMPARE(m_window->place(), MainWindow::Place::Doctor);
        screenshot(QStringLiteral("doctor-before"));
        QVERIFY(doctor().cards().isEmpty());
        doctor().examineButton().click();
        QTRY_COMPARE(doctor().cards().size(), 4);
        // The gravest first; what cannot be cured has no button for it.
        QCOMPARE(doctor().cards().at(0)->accessibleName(), QStringLiteral("Identical answers"));
        QCOMPARE(doctor().cards().at(0)->cureButton()->text(), QStringLiteral("Remove the repeated answers"));
        QCOMPARE(doctor().cards().at(3)->accessibleName(), QStringLiteral("Length decides"));
        QVERIFY(doctor().cards().at(3)->cureButton() == nullptr);
        screenshot(QStringLiteral("doctor"));
    }

    void aFindingLeadsToItsItems() {
        findSomething();
        m_window->goTo(MainWindow::Place::Doctor);
        doctor().examine();
        QTRY_COMPARE(doctor().cards().size(), 4);
        QCOMPARE(doctor().cards().at(1)->itemsButton().text(), QStringLiteral("Show 2 items"));
        doctor().cards().at(1)->itemsButton().click();
        QCOMPARE(m_window->place(), MainWindow::Place::Queue);
        QTRY_COMPARE(m_window->queuePage().model().rowCount(), 2);
        QCOMPARE(m_window->queuePage().model().summary(0)->number, 2);
        QVERIFY(m_window->queuePage().message().isVisible());
        screenshot(QStringLiteral("doctor-items"));
        m_window->queuePage().showAll();
        QTRY_COMPARE(m_window->queuePage().model().rowCount(), 6);
        QVERIFY(!m_window->queuePage().message().isVisible());
    }

    void aCureSaysWhatItDidAndLooksAgain() {
        findSomething();
        m_window->goTo(MainWindow::Place::Doctor);
        doctor().examine();
        QTRY_COMPARE(doctor().cards().size(), 4);
        care().cureReport.itemsRemoved = 2;
        care().cureReport.steps = 1;
        FindingCard* duplicates = doctor().cards().at(1);
        care().findings.erase(care().findings.begin());
        duplicates->cureButton()->click();
        QTRY_COMPARE(doctor().cards().size(), 3);
        QCOMPARE(care().cured, QStringList{QStringLiteral("duplicate_items")});
        QCOMPARE(doctor().message().text(), QStringLiteral("Removed 2 items."));
        screenshot(QStringLiteral("doctor-cured"));
    }

    void anExaminationCanBeStopped() {
        findSomething();
        m_window->goTo(MainWindow::Place::Doctor);
        care().replies.hold();
        doctor().examine();
        QVERIFY(doctor().stopButton().isVisible());
        QVERIFY(!doctor().examineButton().isVisible());
        doctor().stopButton().click();
        QCOMPARE(care().cancelled.size(), std::size_t{1});
        care().replies.release();
        QTRY_VERIFY(doctor().examineButton().isVisible());
        QVERIFY(doctor().cards().isEmpty());
        QVERIFY2(!doctor().message().isVisible(), "cancelling is no error");
        care().nextProblem = contracts::Problem{QStringLiteral("disk.read"), QStringLiteral("The file is gone."), {}, {}};
        doctor().examine();
        QTRY_VERIFY(doctor().message().isVisible());
        QCOMPARE(doctor().message().kind(), MessageKind::Bad);
    }

    void aMergeIsPlannedThenDone() {
        care().mergeReport.itemsRead = 6;
        care().mergeReport.itemsMatched = 6;
        care().mergeReport.votesAdded = 5;
        care().mergeReport.annotatorsAdded = 1;
        care().mergeReport.hasChanged = true;
        care().mergeReport.conflictsInAll = 1;
        care().mergeReport.conflicts = {{"note", 2, "The notes on item 2 differ in the two files; both are kept."}};
        m_window->action(Command::MergeProject)->trigger();
        auto* dialog = m_window->findChild<MergeDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->setFile(QStringLiteral("/data/bo.trutina"));
        QTRY_VERIFY(dialog->summaryText().contains(QStringLiteral("5 votes")));
        QCOMPARE(care().planned, QStringList{QStringLiteral("/data/bo.trutina")});
        QVERIFY(care().merged.isEmpty());
        QCOMPARE(dialog->findChild<QListWidget*>()->count(), 1);
        if (testing::wantsScreenshots()) {
            testing::takeScreenshot(*dialog, QStringLiteral("merge"));
        }
        const auto button = [dialog](const QString& text) {
            for (auto* one : dialog->findChildren<QPushButton*>()) {
                if (one->text() == text) {
                    return one;
                }
            }
            return static_cast<QPushButton*>(nullptr);
        };
        button(QStringLiteral("Merge"))->click();
        QTRY_COMPARE(care().merged.size(), 1);
        QTRY_VERIFY(button(QStringLiteral("Close")) != nullptr);
        if (testing::wantsScreenshots()) {
            testing::takeScreenshot(*dialog, QStringLiteral("merge-done"));
        }
        button(QStringLiteral("Close"))->click();
    }

    void aMergeThatBringsNothingCannotBeStarted() {
        care().mergeReport.itemsMatched = 6;
        m_window->action(Command::MergeProject)->trigger();
        auto* dialog = m_window->findChild<MergeDialog*>();
        dialog->setFile(QStringLiteral("/data/bo.trutina"));
        QTRY_VERIFY(dialog->summaryText().contains(QStringLiteral("nothing new")));
        for (auto* one : dialog->findChildren<QPushButton*>()) {
            QVERIFY(one->text() != QLatin1String("Merge") || !one->isEnabled());
        }
        dialog->close();
    }

    void agreementIsReadWhenThePageShows() {
        disagree();
        m_window->goTo(MainWindow::Place::Agreement);
        QTRY_COMPARE(agreement().view().headline(), QStringLiteral("Annotators agree enough for cautious conclusions"));
        QCOMPARE(agreement().view().measures().rows().size(), std::size_t{4});
        QCOMPARE(agreement().view().pairs().rows().size(), std::size_t{3});
        QCOMPARE(IntervalChart::text(agreement().view().pairs().rows().at(0)), QStringLiteral("0.72 (0.48 to 0.96)"));
        screenshot(QStringLiteral("agreement"));
        agreement().view().choice().setCurrentIndex(1);
        QCOMPARE(agreement().view().headline(), QStringLiteral("Annotators agree in part"));
    }

    void withoutVotesThePageSaysWhatToDo() {
        m_window->goTo(MainWindow::Place::Agreement);
        QTRY_COMPARE(care().replies.waiting(), std::size_t{0});
        const auto labels = agreement().findChildren<QLabel*>();
        QTRY_VERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text() == QLatin1String("Nobody has judged anything yet");
        }));
    }

    void disagreementsAreSettledWithoutNames() {
        disagree();
        m_window->goTo(MainWindow::Place::Agreement);
        QTRY_VERIFY(agreement().view().settleButton().isVisible());
        agreement().view().settleButton().click();
        QVERIFY(agreement().isSettling());
        AdjudicationView& view = agreement().adjudication();
        QTRY_COMPARE(view.decisions().size(), 4);
        QCOMPARE(view.placeText(), QStringLiteral("Item 1, 1 of 2; 0 settled"));
        QCOMPARE(view.votesText(), QStringLiteral("Annotator 1: answer 1, much better “The rim of the white cup is covered.”\n"
                                                  "Annotator 2: answer 2, slightly better"));
        for (const auto* label : view.findChildren<QLabel*>()) {
            QVERIFY2(!label->text().contains(QLatin1String("qwen-small")), "the writer of an answer stays unknown, too");
        }
        screenshot(QStringLiteral("adjudication"));
        view.findChild<QLineEdit*>()->setText(QStringLiteral("The rim decides."));
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_1);
        QTRY_COMPARE(m_desks->project.votes.size(), std::size_t{1});
        const storage::NewVote& vote = m_desks->project.votes.front();
        QCOMPARE(vote.kind, storage::VoteKind::Adjudication);
        QCOMPARE(vote.note, std::string("The rim decides."));
        QCOMPARE(vote.winner.value, 10);
        QTRY_COMPARE(view.placeText(), QStringLiteral("Item 2, 2 of 2; 1 settled"));
        QTRY_COMPARE(view.decisions().size(), 5);
        screenshot(QStringLiteral("adjudication-three"));
        QTest::keyClick(&view, Qt::Key_0);
        QTRY_COMPARE(m_desks->project.votes.size(), std::size_t{2});
        QCOMPARE(m_desks->project.votes.back().decision, storage::Decision::Tie);
    }

    void aSettledItemShowsWhatWasDecidedAndCanBeOpenedAgain() {
        disagree();
        storage::NewVote settled;
        settled.winner = {11};
        settled.kind = storage::VoteKind::Adjudication;
        care().disputes[1].settled = settled;
        care().agreement.items[0].isSettled = true;
        m_window->goTo(MainWindow::Place::Agreement);
        QTRY_VERIFY(agreement().view().settleButton().isVisible());
        agreement().settle();
        AdjudicationView& view = agreement().adjudication();
        QTRY_COMPARE(view.placeText(), QStringLiteral("Item 2, 2 of 2; 1 settled"));
        view.step(-1);
        QTRY_COMPARE(view.decisions().size(), 4);
        screenshot(QStringLiteral("adjudication-settled"));
        for (auto* one : view.findChildren<QPushButton*>()) {
            if (one->text() == QLatin1String("Open it again")) {
                QVERIFY(one->isVisible());
                one->click();
            }
        }
        QTRY_COMPARE(view.placeText(), QStringLiteral("Item 1, 1 of 2; 0 settled"));
    }
};

int main(int argc, char** argv) {
    return testing::runWindowTest<CarePagesTest>(argc, argv);
}
#include "care_pages_test.moc"
