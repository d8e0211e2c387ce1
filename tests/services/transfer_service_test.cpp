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
} // namespace

class TransferServiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void previewsAFileWithoutChangingAnything() {
        ServiceFixture fixture;
        writeRecords(fixture.folder.path() / "in.jsonl", 30);
        const auto preview = fixture.ask<contracts::TransferPreview>(
            [&](auto reply) { fixture.transfer().preview(fixture.path("in.jsonl"), {}, &fixture.guard, std::move(reply)); });
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
