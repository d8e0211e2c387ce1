// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/project.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace trutina::testing {

/// An item with a text prompt and `count` answers "PROMPT answer N".
inline storage::NewItem textItem(const std::string& prompt, int count = 2) {
    storage::NewItem item;
    item.prompt = {{"user", prompt}};
    for (int number = 1; number <= count; ++number) {
        item.candidates.push_back(
            {{{"assistant", prompt + " answer " + std::to_string(number)}}, "writer-" + std::to_string(number), {}});
    }
    return item;
}

/// A vote for the candidate at a position.
inline storage::NewVote voteFor(const storage::Project& project, storage::ItemId item, std::size_t position) {
    storage::NewVote vote;
    vote.item = item;
    vote.winner = project.item(item).candidates.at(position).id;
    return vote;
}

inline void writeFile(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream stream(file, std::ios::binary);
    stream << bytes;
}

/// The code of the Failure that `work` throws, or what else happened.
template <typename Work>
std::string failureCodeOf(Work&& work) {
    try {
        work();
    } catch (const storage::Failure& failure) {
        return failure.error().code;
    }
    return "no failure";
}

/// A project in a folder of its own, with a clock that counts.
class ProjectFixture {
  public:
    explicit ProjectFixture(storage::MediaPolicy policy = storage::MediaPolicy::Copy) : m_file(m_folder.path() / "test.trutina") {
        storage::CreateProjectOptions options;
        options.mediaPolicy = policy;
        options.annotator = "ada";
        options.clock = [this] { return ++m_now; };
        m_project = storage::Project::create(m_file, options);
    }

    [[nodiscard]] storage::Project& operator*() { return *m_project; }
    storage::Project* operator->() { return m_project.get(); }
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }

    void close() { m_project.reset(); }
    void reopen() {
        m_project.reset();
        storage::OpenProjectOptions options;
        options.clock = [this] { return ++m_now; };
        m_project = storage::Project::open(m_file, options);
    }

  private:
    TemporaryDirectory m_folder;
    std::filesystem::path m_file;
    std::int64_t m_now = 1'000;
    std::unique_ptr<storage::Project> m_project;
};

} // namespace trutina::testing
