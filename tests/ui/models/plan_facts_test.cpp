// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_facts.h"

#include <QLocale>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;

namespace {

engine::MemoryPlan plan() {
    engine::MemoryPlan made;
    made.computeType = "bfloat16";
    made.weightType = "bfloat16";
    made.mappedBytes = 14'000'000'000;
    made.weightBytes = 500'000'000;
    made.keyValueBytes = 600'000'000;
    made.activationBytes = 900'000'000;
    made.visionBytes = 1'100'000'000;
    made.peakBytes = 16'200'000'000;
    made.freeBytes = 22'000'000'000;
    return made;
}

QStringList values(const PlanFacts& facts) {
    QStringList found;
    for (const ModelFacts::Fact& fact : facts.facts()) {
        found << fact.value;
    }
    return found;
}

} // namespace

class PlanFactsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void whatIsNotNeededTogetherCountsOnce() {
        const QList<PlanFacts::Part> parts = PlanFacts(plan()).parts();
        QCOMPARE(parts.size(), 3);
        QCOMPARE(parts[0].bytes, 14'500'000'000);
        QCOMPARE(parts[1].bytes, 600'000'000);
        QCOMPARE(parts[2].bytes, 1'100'000'000);
    }

    void theVerdictHasTheNumbers() {
        engine::MemoryPlan made = plan();
        QCOMPARE(PlanFacts(made).verdict(), QStringLiteral("Fits: it needs about 16.2 GB; 22.0 GB are free."));
        made.freeBytes = 8'000'000'000;
        made.fits = false;
        QCOMPARE(PlanFacts(made).verdict(), QStringLiteral("Does not fit: it needs about 16.2 GB, but only 8.0 GB are free."));
        made.freeBytes = 0;
        QVERIFY(PlanFacts(made).verdict().contains(QStringLiteral("not known")));
    }

    void whatWasChosenAndWhatWasGivenUpIsSaid() {
        engine::MemoryPlan made = plan();
        made.placement = engine::WeightPlacement::Streamed;
        made.weightType = "int8";
        made.parallelCandidates = 2;
        made.fallbacks = {"Answers are read two at a time."};
        const PlanFacts facts(made);
        QVERIFY(values(facts).contains(QStringLiteral("bfloat16")));
        QVERIFY(values(facts).contains(QStringLiteral("2")));
        QVERIFY(values(facts).join(u' ').contains(QStringLiteral("8 bits, read from disk layer by layer")));
        QCOMPARE(facts.fallbacks(), QStringList{QStringLiteral("Answers are read two at a time.")});
    }

    void theWorkloadFollowsTilesAndTheModelsOwnTileSize() {
        engine::ModelInspection inspection;
        QCOMPARE(PlanFacts::workload(inspection, 9).promptTokens, engine::WorkloadShape().promptTokens);
        inspection.tileSize = 560;
        inspection.patchSize = 14;
        const engine::WorkloadShape large = PlanFacts::workload(inspection, 9);
        QCOMPARE(large.visionTiles, 10);
        QCOMPARE(large.promptTokens, 100 + 10 * 20 * 21);
        inspection.tileSize = 112;
        QCOMPARE(PlanFacts::workload(inspection, 3).promptTokens, 100 + 4 * 4 * 5);
    }
};

QTEST_GUILESS_MAIN(PlanFactsTest)
#include "plan_facts_test.moc"
