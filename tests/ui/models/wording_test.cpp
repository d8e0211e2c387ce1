// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_table_model.h"
#include "ui/models/job_list_model.h"
#include "ui/models/model_facts.h"
#include "ui/models/wording.h"

#include <QDateTime>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;

class WordingTest : public QObject {
    Q_OBJECT

    static storage::ItemSummary voted(storage::Decision decision, int winner, std::vector<std::optional<float>> scores) {
        storage::ItemSummary summary;
        summary.decision = decision;
        summary.winnerPosition = winner;
        summary.scores = std::move(scores);
        return summary;
    }

  private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void devicesHaveNamesForPeople() {
        QCOMPARE(Wording::device(std::string("cpu")), QStringLiteral("CPU"));
        QCOMPARE(Wording::device(std::string("cuda:1")), QStringLiteral("GPU 1"));
    }

    void progressCountsEveryAnsweredItem() {
        storage::ItemCounts counts;
        QCOMPARE(Wording::progressFraction(counts), 0.0);
        counts.all = 240;
        counts.open = 228;
        QCOMPARE(Wording::progress(counts), QStringLiteral("12 of 240"));
        QCOMPARE(Wording::progressFraction(counts), 0.05);
    }

    void timesAreShortWhenNear() {
        const qint64 now = QDateTime(QDate(2026, 3, 12), QTime(14, 5)).toMSecsSinceEpoch();
        QCOMPARE(Wording::when(now - 1000, now), QStringLiteral("just now"));
        QCOMPARE(Wording::when(now - 3'600'000, now), QStringLiteral("13:05"));
        QCOMPARE(Wording::when(now - 86'400'000, now), QStringLiteral("11 Mar"));
    }

    void timeLeftIsRoughWhenLong() {
        QCOMPARE(JobListModel::timeLeftText(-1), QString());
        QCOMPARE(JobListModel::timeLeftText(3), QStringLiteral("a few seconds left"));
        QCOMPARE(JobListModel::timeLeftText(125), QStringLiteral("2 min left"));
    }

    void theModelAgreesOnlyWhereAVoteAndAllScoresAre() {
        using storage::Decision;
        QCOMPARE(ItemTableModel::verdict(voted(Decision::Winner, 0, {2.0F, 1.0F})), ModelVerdict::Agrees);
        QCOMPARE(ItemTableModel::verdict(voted(Decision::Winner, 1, {2.0F, 1.0F})), ModelVerdict::Differs);
        QCOMPARE(ItemTableModel::verdict(voted(Decision::Winner, 0, {2.0F, std::nullopt})), ModelVerdict::Unknown);
        QCOMPARE(ItemTableModel::verdict(voted(Decision::Tie, -1, {2.0F, 1.0F})), ModelVerdict::Unknown);
        QCOMPARE(ItemTableModel::verdict(storage::ItemSummary{}), ModelVerdict::Unknown);
    }

    void aModelWithMissingTensorsCannotBeLoadedAndSaysSo() {
        engine::ModelInspection inspection;
        inspection.missing = {"v_head.weight"};
        inspection.misshapen = {{"output.weight", {2, 3}, {3, 2}}};
        const ModelFacts facts(inspection);
        QVERIFY(!facts.isLoadable());
        QCOMPARE(facts.missing().size(), 2);
        QCOMPARE(facts.missing().at(0), QStringLiteral("v_head.weight"));
        QCOMPARE(facts.missing().at(1), QStringLiteral("output.weight: 2 × 3 expected, 3 × 2 found"));
    }

    void memoryNeedIsComparedWithWhatIsFree() {
        engine::ModelInspection inspection;
        inspection.estimatedMemoryBytes = 1000;
        const ModelFacts facts(inspection);
        QCOMPARE(facts.fit(0), ModelFacts::Fit::Unknown);
        QCOMPARE(facts.fit(999), ModelFacts::Fit::TooBig);
        QCOMPARE(facts.fit(1100), ModelFacts::Fit::Tight);
        QCOMPARE(facts.fit(5000), ModelFacts::Fit::Fits);
    }
};

QTEST_GUILESS_MAIN(WordingTest)
#include "wording_test.moc"
