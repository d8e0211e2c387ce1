// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every input of the corpora, among them all that once broke a reader, goes through its target in every tree that has tests. No
// clang is needed for that.
#include "tests/fuzz/fuzz_target.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace trutina::fuzz {

std::vector<Target>& targets() {
    static std::vector<Target> all;
    return all;
}

namespace {

const std::filesystem::path& corpora() {
    static const std::filesystem::path folder = std::filesystem::path(TRUTINA_SOURCE_DIR) / "tests/fuzz/corpus";
    return folder;
}

std::vector<std::filesystem::path> inputsOf(const std::string& target) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(corpora() / target)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST(FuzzCorpus, EveryTargetHasOne) {
    std::set<std::string> names;
    for (const Target& target : targets()) {
        names.insert(target.name);
    }
    std::set<std::string> folders;
    for (const auto& entry : std::filesystem::directory_iterator(corpora())) {
        folders.insert(entry.path().filename().string());
    }
    EXPECT_EQ(names, folders);
    EXPECT_GE(names.size(), 10U);
}

TEST(FuzzCorpus, EveryInputIsReadOrRefused) {
    for (const Target& target : targets()) {
        const auto files = inputsOf(target.name);
        EXPECT_FALSE(files.empty()) << target.name;
        for (const auto& file : files) {
            SCOPED_TRACE(file.string());
            std::ifstream stream(file, std::ios::binary);
            const std::vector<std::uint8_t> content{std::istreambuf_iterator<char>(stream), {}};
            std::fflush(stdout);
            target.run(content);
        }
        target.run({});
    }
}

} // namespace
} // namespace trutina::fuzz
