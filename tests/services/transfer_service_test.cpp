// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/services/service_test.h"

#include <QSignalSpy>

using namespace trutina;
using contracts::TransferSummary;
using testing::ServiceFixture;

namespace {
void writeRecords(const std::filesystem::path& file, int count) {
    std::ofstream stream(file);
    for (int i = 1; i <= count; ++i) {
        stream << R"({"id":"q)" << i << R"(","messages":[{"role":"user","content":"Question )" << i
               << R"("}],"candidates":["left","right"]})" << '\n';
    }
}

bool importRecords(ServiceFixture& fixture, int count) {
    writeRecords(fixture.folder.path() / "in.jsonl", count);
    const auto imported = fixture.ask<TransferSummary>(
        [&](auto reply) { fixture.transfer().importFile({fixture.path("in.jsonl")}, &fixture.guard, std::move(reply)); });
    return imported && imported->isValue();
}
} // namespace

class TransferServiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void previewsAFileWithoutChangingAnything() {
        ServiceFixture fixture;
        writeRecords(fixture.folder.path() / "in.jsonl", 30);
        const auto preview = fixture.ask<contracts::TransferPreview>([&](auto reply) {
            fixture.transfer().preview({.file = fixture.path("in.jsonl")}, &fixture.guard, std::move(reply));
        });
        QVERIFY(preview && preview->isValue());
        QCOMPARE(preview->value().items.size(), std::size_t{10});
        QCOMPARE(preview->value().format, QStringLiteral("conversation"));
    }

    void importsVotesAndExportsThePair() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        writeRecords(fixture.folder.path() / "in.jsonl", 3);
        QSignalSpy listChanged(&fixture.project(), &contracts::ProjectDesk::itemsChanged);
        const auto imported = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().importFile({fixture.path("in.jsonl")}, &fixture.guard, std::move(reply)); });
        QVERIFY(imported && imported->isValue());
        QCOMPARE(imported->value().written, qint64{3});
        QVERIFY(QTest::qWaitFor([&] { return fixture.project().project()->counts.all == 3 && listChanged.size() >= 1; },
                                ServiceFixture::kPatience));

        const auto first = fixture.ask<storage::ItemId>([&](auto reply) {
            fixture.project().findItem(0, true, storage::ItemProgress::Open, &fixture.guard, std::move(reply));
        });
        QVERIFY(first && first->isValue() && first->value().isValid());
        const auto sheet = fixture.sheet(first->value());
        QVERIFY(sheet);
        storage::NewVote vote;
        vote.item = sheet->item.id;
        vote.winner = sheet->item.candidates[0].id;
        QVERIFY(
            fixture.ask<storage::VoteRecord>([&](auto reply) { fixture.project().vote(vote, &fixture.guard, std::move(reply)); })
                ->isValue());

        contracts::ExportChoice choice;
        choice.format = QStringLiteral("trl");
        choice.directory = fixture.path("out");
        const auto exported = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().exportProject(choice, &fixture.guard, std::move(reply)); });
        QVERIFY(exported && exported->isValue());
        QCOMPARE(exported->value().written, qint64{1});
        QVERIFY(std::filesystem::exists(fixture.folder.path() / "out" / "report.json"));
    }

    void verdictsAreJoinedAndTheirJudgeIsNoPerson() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(importRecords(fixture, 2));
        std::ofstream(fixture.folder.path() / "judged.jsonl") << R"({"id":"q2","winner":"B","judge":"a-judge"})"
                                                              << "\n{\"id\":\"q9\",\"winner\":\"A\"}\n";
        const contracts::ImportChoice judged{.file = fixture.path("judged.jsonl")};
        const auto preview = fixture.ask<contracts::TransferPreview>(
            [&](auto reply) { fixture.transfer().preview(judged, &fixture.guard, std::move(reply)); });
        QVERIFY(preview && preview->isValue());
        QCOMPARE(preview->value().format, QStringLiteral("verdicts"));
        QCOMPARE(preview->value().verdicts.size(), std::size_t{1});
        QCOMPARE(preview->value().verdicts.front().item, 2);
        QCOMPARE(preview->value().verdicts.front().winner, 1);
        QCOMPARE(preview->value().summary.reasons.size(), std::size_t{1});
        const auto joined = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().importFile(judged, &fixture.guard, std::move(reply)); });
        QVERIFY(joined && joined->isValue());
        QCOMPARE(joined->value().written, qint64{1});
        QCOMPARE(joined->value().skipped, qint64{1});

        using Annotators = std::vector<contracts::TransferAnnotator>;
        const auto annotators =
            fixture.ask<Annotators>([&](auto reply) { fixture.transfer().annotators(&fixture.guard, std::move(reply)); });
        QVERIFY(annotators && annotators->isValue());
        const auto judge = std::find_if(annotators->value().begin(), annotators->value().end(),
                                        [](const auto& one) { return one.name == QStringLiteral("a-judge"); });
        QVERIFY(judge != annotators->value().end() && judge->isJudge);
    }

    void anExportIsCountedBeforeItIsWritten() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(importRecords(fixture, 2));
        contracts::ExportChoice choice;
        choice.format = QStringLiteral("trl");
        choice.dryRun = true;
        const auto counted = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().exportProject(choice, &fixture.guard, std::move(reply)); });
        QVERIFY(counted && counted->isValue());
        QCOMPARE(counted->value().written, qint64{0});
        QVERIFY(counted->value().dataCard.contains(QStringLiteral("#")));
        QVERIFY(!counted->value().reasons.empty()); // nobody voted
    }

    void aFileThatIsNotThereIsAReadableProblem() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto imported = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().importFile({fixture.path("absent.jsonl")}, &fixture.guard, std::move(reply)); });
        QVERIFY(imported && imported->isProblem());
        QVERIFY(imported->problem().message.contains(QStringLiteral("absent.jsonl")));
    }

    void withoutAProjectThereIsAReadableProblem() {
        ServiceFixture fixture;
        const auto imported = fixture.ask<TransferSummary>(
            [&](auto reply) { fixture.transfer().importFile({fixture.path("in.jsonl")}, &fixture.guard, std::move(reply)); });
        QVERIFY(imported && imported->isProblem());
        QCOMPARE(imported->problem().code, QStringLiteral("project.none"));
    }

    void saysWhatEachFormatCan() {
        ServiceFixture fixture;
        QStringList judging, building, prompted, embedding, showingSheets;
        for (const contracts::TransferFormat& format : fixture.transfer().formats()) {
            const auto list = [&format](bool can, QStringList& names) {
                if (can) {
                    names.append(format.name);
                }
            };
            list(format.judgesItems, judging);
            list(format.buildsPairs, building);
            list(format.takesPrompt, prompted);
            list(format.canEmbed, embedding);
            list(format.canShowSheets, showingSheets);
        }
        embedding.sort();
        building.sort();
        QCOMPARE(judging, QStringList{QStringLiteral("verdicts")});
        QCOMPARE(building, (QStringList{QStringLiteral("answers"), QStringLiteral("vlfeedback")}));
        QCOMPARE(prompted, QStringList{QStringLiteral("pictures")});
        QCOMPARE(embedding, (QStringList{QStringLiteral("hf-parquet"), QStringLiteral("label-studio"), QStringLiteral("ms-swift"),
                                         QStringLiteral("trl-parquet")}));
        QCOMPARE(showingSheets, QStringList{QStringLiteral("ixc")});
    }

    void listsFormatsBothWays() {
        ServiceFixture fixture;
        const auto formats = fixture.transfer().formats();
        QVERIFY(std::any_of(formats.begin(), formats.end(), [](const auto& format) { return format.canImport; }));
        QVERIFY(std::any_of(formats.begin(), formats.end(),
                            [](const auto& format) { return format.canExport && format.name == QStringLiteral("trl"); }));
    }
};

QTEST_GUILESS_MAIN(TransferServiceTest)
#include "transfer_service_test.moc"
