// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/project_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <set>

using namespace trutina::storage;
using namespace trutina::testing;

namespace {

constexpr int kItems = 20;

/// Votes until it is killed; tells the parent each vote that was confirmed.
[[noreturn]] void voteForEver(const std::filesystem::path& file, int pipe) {
    try {
        const auto project = Project::open(file);
        std::vector<ItemRecord> items;
        for (const ItemSummary& summary : project->items({})) {
            items.push_back(project->item(summary.id));
        }
        for (std::size_t turn = 0;; ++turn) {
            const ItemRecord& item = items.at(turn % items.size());
            NewVote vote;
            vote.item = item.id;
            vote.winner = item.candidates.at(turn % 2).id;
            const std::int64_t id = project->vote(vote).id.value;
            if (write(pipe, &id, sizeof id) != sizeof id) {
                _exit(2);
            }
        }
    } catch (...) {
        _exit(3);
    }
}

std::int64_t ask(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    return database.execAndGet(sql).getInt64();
}

} // namespace

TEST(Crash, KillAtAnyInstantLosesNoConfirmedVote) {
    ProjectFixture project;
    std::vector<NewItem> items;
    for (int number = 0; number < kItems; ++number) {
        items.push_back(textItem("question " + std::to_string(number)));
    }
    project->addItems(items);
    project.close();

    std::mt19937 random(20260101); // NOLINT(bugprone-random-generator-seed): the same instants in every run
    std::set<std::int64_t> confirmed;
    constexpr int kKills = 45;
    for (int kill = 0; kill < kKills; ++kill) {
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            close(ends[0]);
            voteForEver(project.file(), ends[1]);
        }
        close(ends[1]);
        // Let it confirm one vote, so that it is at work, then let chance choose the instant.
        std::int64_t id = 0;
        ASSERT_EQ(read(ends[0], &id, sizeof id), static_cast<ssize_t>(sizeof id));
        confirmed.insert(id);
        usleep(std::uniform_int_distribution<useconds_t>(0, 60'000)(random));
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        while (read(ends[0], &id, sizeof id) == static_cast<ssize_t>(sizeof id)) {
            confirmed.insert(id);
        }
        close(ends[0]);
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

        project.reopen(); // the lock of the dead process is taken over
        ASSERT_TRUE(project->check({}).empty());
        project.close();
        for (const std::int64_t vote : confirmed) {
            ASSERT_EQ(ask(project.file(), "SELECT count(*) FROM votes WHERE id = " + std::to_string(vote)), 1) << "vote " << vote;
        }
        // Every vote has its journal row and every journal row its vote.
        ASSERT_EQ(ask(project.file(), "SELECT count(*) FROM votes"),
                  ask(project.file(), "SELECT count(*) FROM journal WHERE action = 'vote'"));
        ASSERT_EQ(ask(project.file(),
                      "SELECT count(*) FROM journal WHERE action = 'vote' AND json_extract(change, '$.after') NOT IN "
                      "(SELECT id FROM votes)"),
                  0);
        ASSERT_EQ(ask(project.file(),
                      "SELECT count(*) FROM journal j WHERE state = 'done' AND action = 'vote' AND id = (SELECT max(id) FROM "
                      "journal WHERE item_id = j.item_id) AND NOT EXISTS (SELECT 1 FROM votes WHERE is_current = 1 AND id = "
                      "json_extract(j.change, '$.after'))"),
                  0);
    }
    EXPECT_GT(confirmed.size(), static_cast<std::size_t>(kKills));
}

TEST(Crash, FullDiskIsToldAndLosesNothing) {
    ProjectFixture project;
    const ItemId item = project->addItems({textItem("first")}).front();
    project->vote(voteFor(*project, item, 1));
    project.close();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        int outcome = 1;
        try {
            std::signal(SIGXFSZ, SIG_IGN); // so that the write fails, as it does on a full disk
            const auto opened = Project::open(project.file());
            const rlimit limit{2U << 20U, 2U << 20U};
            setrlimit(RLIMIT_FSIZE, &limit);
            const std::string code = failureCodeOf([&] { opened->addItems({textItem(std::string(5U << 20U, 'x'))}); });
            const bool intact = opened->counts().all == 1 && opened->currentVote(item).has_value();
            outcome = code == "disk.full" && intact ? 0 : 4;
        } catch (...) {
            outcome = 3;
        }
        _exit(outcome);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    project.reopen();
    EXPECT_EQ(project->counts().all, 1);
    EXPECT_TRUE(project->currentVote(item));
    EXPECT_TRUE(project->check({}).empty());
    EXPECT_EQ(project->addItems({textItem("later")}).size(), 1U);
}

TEST(Crash, SecondProcessIsToldThatTheProjectIsInUse) {
    ProjectFixture project;
    const auto second = Project::open(project.file()); // of the same process: fine
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::string code = failureCodeOf([&] { Project::open(project.file()); });
        OpenProjectOptions readOnly;
        readOnly.readOnly = true;
        const std::string readCode = failureCodeOf([&] { static_cast<void>(Project::open(project.file(), readOnly)->counts()); });
        OpenProjectOptions takeOver;
        takeOver.takeOverLock = true;
        const std::string takeCode = failureCodeOf([&] { Project::open(project.file(), takeOver); });
        _exit(code == "project.in_use" && readCode == "no failure" && takeCode == "no failure" ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
