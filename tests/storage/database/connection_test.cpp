// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/connection.h"
#include "storage/database/transaction.h"
#include "storage/database/utf8.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace trutina::storage;
using namespace trutina::testing;

TEST(Connection, WritesAheadAndSynchronisesEveryCommit) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x", OpenMode::Create);
    auto mode = connection.prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(0), "wal");
    constexpr int kFull = 2;
    EXPECT_EQ(connection.queryInteger("PRAGMA synchronous"), kFull);
    EXPECT_EQ(connection.queryInteger("PRAGMA foreign_keys"), 1);
}

TEST(Connection, TakesChecksAndReferencesForGrantedInAScopeAlone) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x", OpenMode::Create);
    connection.execute(
        "CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE children (parent_id INTEGER REFERENCES "
        "parents (id), word TEXT CHECK (word IN ('a'))) STRICT;");
    const std::string lost = "INSERT INTO children VALUES (1, 'a')";
    const std::string wrong = "INSERT INTO children VALUES (NULL, 'b')";
    EXPECT_THROW(connection.execute(lost), SQLite::Exception);
    EXPECT_THROW(connection.execute(wrong), SQLite::Exception);
    {
        const Connection::CheckedScope scope(connection);
        connection.execute(lost + ";" + wrong);
    }
    EXPECT_THROW(connection.execute(lost), SQLite::Exception);
    EXPECT_THROW(connection.execute(wrong), SQLite::Exception);
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM children"), 2);
}

TEST(Connection, StatementsBeginAgainAndKeepEveryByte) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x", OpenMode::Create);
    auto values = connection.prepare("SELECT ?1, ?2, ?3 UNION ALL SELECT NULL, '', 7");
    values.bind(std::string("nul \0 inside", 12), 2.5, std::int64_t{1} << 40U);
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(values.step());
        EXPECT_EQ(values.text(0), std::string("nul \0 inside", 12));
        EXPECT_EQ(values.real(1), 2.5);
        EXPECT_EQ(values.integer(2), std::int64_t{1} << 40U);
        ASSERT_TRUE(values.step());
        EXPECT_TRUE(values.isNull(0));
        EXPECT_EQ(values.text(1), "");
        EXPECT_EQ(values.text(2), "7");
        EXPECT_FALSE(values.step());
    }
    EXPECT_THROW((void)connection.prepare("SELECT nothing FROM nowhere"), SQLite::Exception);
    EXPECT_THROW(values.bind(1, 2, 3, 4), SQLite::Exception);
}

TEST(Connection, TransactionWithoutCommitLeavesNothing) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x", OpenMode::Create);
    connection.execute("CREATE TABLE t (x INTEGER) STRICT");
    {
        const WriteTransaction transaction(connection);
        connection.prepare("INSERT INTO t VALUES (?1)").bind(1).run();
    }
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM t"), 0);
    WriteTransaction transaction(connection);
    connection.prepare("INSERT INTO t VALUES (?1)").bind(1).run();
    transaction.commit();
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM t"), 1);
}

TEST(Connection, ReadersOfAnotherConnectionDoNotWaitForTheWriter) {
    const TemporaryDirectory folder;
    Connection writer(folder.path() / "x", OpenMode::Create);
    writer.execute("CREATE TABLE t (x INTEGER) STRICT");
    const WriteTransaction transaction(writer);
    writer.prepare("INSERT INTO t VALUES (?1)").bind(1).run();
    Connection reader(folder.path() / "x", OpenMode::ReadOnly);
    EXPECT_EQ(reader.queryInteger("SELECT count(*) FROM t"), 0);
}

TEST(Connection, ReadsAProjectInAWriteProtectedFolder) {
    ProjectFixture project;
    project->addItems({textItem("a")});
    project.close();
    using std::filesystem::perms;
    std::filesystem::permissions(project.folder(), perms::owner_read | perms::owner_exec | perms::group_read | perms::group_exec |
                                                       perms::others_read | perms::others_exec);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        constexpr uid_t kNobody = 65534;
        if (geteuid() == 0 && setuid(kNobody) != 0) { // for root no folder is protected
            _exit(2);
        }
        OpenProjectOptions readOnly;
        readOnly.readOnly = true;
        const std::string writeCode = failureCodeOf([&] { Project::open(project.file()); });
        const std::string readCode = failureCodeOf([&] {
            const auto opened = Project::open(project.file(), readOnly);
            if (opened->counts().all != 1 || failureCodeOf([&] { opened->setNote(ItemId{1}, "x"); }) != "project.read_only") {
                throw Failure("test.wrong", "");
            }
        });
        std::fprintf(stderr, "open for changes: %s, to look at it: %s\n", writeCode.c_str(), readCode.c_str());
        _exit(writeCode == "project.read_only" && readCode == "no failure" ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    std::filesystem::permissions(project.folder(), perms::owner_all);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST(Utf8, KnowsWhatIsWellFormed) {
    EXPECT_TRUE(isValidUtf8(std::string("plain \0 äöü 漢字 \xF0\x9F\x98\x80", 26)));
    EXPECT_FALSE(isValidUtf8("\xC0\xAF"));         // overlong
    EXPECT_FALSE(isValidUtf8("\xED\xA0\x80"));     // surrogate
    EXPECT_FALSE(isValidUtf8("\xF4\x90\x80\x80")); // above U+10FFFF
    EXPECT_FALSE(isValidUtf8("\xE6\xBC"));         // cut
}

TEST(Utf8, ExcerptIsOneLineOfWholeCharacters) {
    EXPECT_EQ(oneLine("  a\n\n b\tc  ", 10), "a b c");
    EXPECT_EQ(oneLine("äöü", 2), "äö");
    EXPECT_EQ(oneLine("a b", 2), "a ");
}
