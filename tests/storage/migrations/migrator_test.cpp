// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations/migrator.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

using namespace trutina::storage;
using namespace trutina::testing;

namespace {

void addNickname(Connection& connection) {
    connection.execute("ALTER TABLE annotators ADD COLUMN nickname TEXT NOT NULL DEFAULT ''");
}

void failHalfWay(Connection& connection) {
    connection.execute("CREATE TABLE half (x INTEGER) STRICT");
    throw Failure("test.step", "The step failed.");
}

std::vector<std::string> texts(Connection& connection, std::string_view sql) {
    std::vector<std::string> found;
    auto statement = connection.prepare(sql);
    while (statement.step()) {
        found.push_back(statement.text(0));
    }
    return found;
}

/// Every statement of the schema, one a line, white space made even; without the inner tables of the search index, which are
/// SQLite's own affair.
std::string schemaText(Connection& connection) {
    std::string all;
    for (const std::string& sql : texts(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                                                    "'item\\_search\\_%' ESCAPE '\\' ORDER BY type, name")) {
        std::string line;
        for (const char character : sql) {
            const bool isSpace = character == ' ' || character == '\n';
            if (!isSpace || (!line.empty() && line.back() != ' ')) {
                line += isSpace ? ' ' : character;
            }
        }
        all += line + "\n";
    }
    return all;
}

/// The steps of the program and some to come.
std::vector<Migration> withSteps(std::initializer_list<Migration> added) {
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    steps.insert(steps.end(), added);
    return steps;
}

} // namespace

TEST(Migrator, StepOneMakesTheSchemaOfVersionOne) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x.trutina", OpenMode::Create);
    migrate(connection, migrations(), 1);
    EXPECT_EQ(schemaVersion(connection), 1);
    EXPECT_EQ(connection.queryInteger("PRAGMA application_id"), kApplicationId);
    std::ifstream golden(std::filesystem::path(TRUTINA_SOURCE_DIR) / "tests/storage/migrations/schema_v1.golden.sql");
    ASSERT_TRUE(golden) << "the golden schema is missing";
    const std::string expected((std::istreambuf_iterator<char>(golden)), std::istreambuf_iterator<char>());
    // A released step never changes: write another step instead of a new golden text.
    EXPECT_EQ(schemaText(connection), expected);
}

TEST(Migrator, StepTwoKeepsMeasurementsAndTellsMoreSettingsApart) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x.trutina", OpenMode::Create);
    migrate(connection, migrations(), 1);
    connection.execute("INSERT INTO items (id, number, external_id, meta, source, candidate_count, created_at) "
                       "VALUES (1, 1, '', '{}', '', 1, 0);"
                       "INSERT INTO candidates (id, item_id, position, name, created_at) VALUES (7, 1, 0, '', 0);"
                       "INSERT INTO measurement_settings VALUES (3, 'h', 'm', 'float32', 'cpu', 9, 100, 'v', 1);"
                       "INSERT INTO measurements VALUES (5, 7, 'score', 3, 1.5, x'', 0, 12)");
    migrate(connection, migrations(), 2);
    EXPECT_EQ(schemaVersion(connection), 2);
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM measurements m JOIN measurement_settings s ON s.id = m.setting_id "
                                      "WHERE m.id = 5 AND m.value = 1.5 AND s.weight_type = '' AND s.frame_labels = 1"),
              1);
    connection.execute("INSERT INTO measurement_settings (model_hash, model_name, compute_type, weight_type, device, hd_num, "
                       "max_length, frame_labels, engine_version, trained) "
                       "VALUES ('h', 'm', 'float32', 'int8', 'cpu', 9, 100, 1, 'v', 1)");
    auto broken = connection.prepare("PRAGMA foreign_key_check");
    EXPECT_FALSE(broken.step());
    EXPECT_EQ(texts(connection, "SELECT name FROM sqlite_schema WHERE name LIKE '%before%'").size(), 0U);
}

TEST(Migrator, StepThreeKeepsVotesAndLetsAnItemBeSettledOnce) {
    const TemporaryDirectory folder;
    Connection connection(folder.path() / "x.trutina", OpenMode::Create);
    migrate(connection, migrations(), 2);
    connection.execute("INSERT INTO items (id, number, external_id, meta, source, candidate_count, created_at) "
                       "VALUES (1, 1, '', '{}', '', 2, 0);"
                       "INSERT INTO annotators (id, name, created_at) VALUES (1, 'ada', 0), (2, 'bo', 0);"
                       "INSERT INTO criteria (id, name, created_at) VALUES (1, 'overall', 0)");
    const auto add = [&](int annotator, const std::string& columns, const std::string& values) {
        connection.execute("INSERT INTO votes (item_id, annotator_id, criterion_id, decision, strength, reason, note, "
                           "saw_scores_before, time_spent_ms, created_at, is_current" +
                           columns + ") VALUES (1, " + std::to_string(annotator) + ", 1, 'tie', 'normal', '', '', 0, 0, 0, 1" +
                           values + ")");
    };
    add(1, "", "");
    migrate(connection, migrations(), 3);
    EXPECT_EQ(schemaVersion(connection), 3);
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM votes WHERE kind = 'vote' AND is_current = 1"), 1);
    EXPECT_ANY_THROW(add(1, "", "")) << "one current vote of an annotator, as before";
    add(1, ", kind", ", 'adjudication'");
    EXPECT_ANY_THROW(add(2, ", kind", ", 'adjudication'")) << "an item is settled once";
    EXPECT_ANY_THROW(add(2, ", kind", ", 'rumour'"));
    add(2, "", "");
}

TEST(Migrator, StepsAreNumberedWithoutGapsAndDescribed) {
    int expected = 1;
    for (const Migration& step : migrations()) {
        EXPECT_EQ(step.to, expected++);
        EXPECT_NE(std::string(step.description), "");
    }
}

TEST(Migrator, UpgradeKeepsACopyAndTheData) {
    ProjectFixture project;
    project->addItems({textItem("kept")});
    project.close();
    const auto steps = withSteps({{newestSchemaVersion() + 1, "nicknames", &addNickname}});
    {
        Connection readOnly(project.file(), OpenMode::ReadOnly);
        EXPECT_EQ(failureCodeOf([&] { upgrade(readOnly, steps); }), "project.older");
    }
    {
        Connection connection(project.file(), OpenMode::ReadWrite);
        upgrade(connection, steps);
        EXPECT_EQ(schemaVersion(connection), newestSchemaVersion() + 1);
        EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM annotators WHERE nickname = ''"), 1);
        EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM items"), 1);
    }
    Connection copy(project.file().string() + ".backup-v" + std::to_string(newestSchemaVersion()), OpenMode::ReadOnly);
    EXPECT_EQ(schemaVersion(copy), newestSchemaVersion());
    EXPECT_EQ(copy.queryInteger("SELECT count(*) FROM items"), 1);
    EXPECT_EQ(failureCodeOf([&] { Project::open(project.file()); }), "project.newer");
}

TEST(Migrator, FailedStepLeavesTheVersionBefore) {
    ProjectFixture project;
    project.close();
    const int newest = newestSchemaVersion();
    const auto steps = withSteps({{newest + 1, "nicknames", &addNickname}, {newest + 2, "fails", &failHalfWay}});
    Connection connection(project.file(), OpenMode::ReadWrite);
    EXPECT_EQ(failureCodeOf([&] { upgrade(connection, steps); }), "test.step");
    EXPECT_EQ(schemaVersion(connection), newest + 1);
    EXPECT_EQ(connection.queryInteger("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
}

TEST(Migrator, NewerFileIsRefusedAndNotChanged) {
    ProjectFixture project;
    project.close();
    {
        Connection connection(project.file(), OpenMode::ReadWrite);
        connection.execute("PRAGMA user_version = 99");
    }
    EXPECT_EQ(failureCodeOf([&] { Project::open(project.file()); }), "project.newer");
    Connection connection(project.file(), OpenMode::ReadOnly);
    EXPECT_EQ(schemaVersion(connection), 99);
}

TEST(Migrator, BackupNamesAreNeverReused) {
    const TemporaryDirectory folder;
    const auto project = folder.path() / "x.trutina";
    writeFile(backupName(project, 1), "first");
    EXPECT_EQ(backupName(project, 1).filename(), "x.trutina.backup-v1-2");
}
