// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/checkpoint_hash.h"
#include "tests/engine/checkpoint/weight_file_builder.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace trutina::engine {

namespace {

namespace fs = std::filesystem;

class CheckpointHashTest : public ::testing::Test {
  protected:
    CheckpointHashTest() {
        setenv("XDG_CACHE_HOME", m_cache.path().c_str(), 1);
        write("config.json", "{}");
        write("model.safetensors",
              trutina::testing::safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "data"));
    }
    void write(const std::string& name, const std::string& content) const {
        std::ofstream(m_directory.path() / name, std::ios::binary | std::ios::trunc) << content;
    }
    [[nodiscard]] std::string hash() const { return checkpointHash(m_directory.path(), *openWeights(m_directory.path())); }
    [[nodiscard]] fs::path cacheFile() const { return m_cache.path() / "trutina" / "checkpoint-hashes.json"; }
    [[nodiscard]] std::string cacheText() const {
        std::ifstream stream(cacheFile());
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    trutina::testing::TemporaryDirectory m_directory;
    trutina::testing::TemporaryDirectory m_cache;
};

TEST_F(CheckpointHashTest, NamesSizesAndContentsAreHashed) {
    // Computed with another implementation of SHA-256.
    EXPECT_EQ(hash(), "sha256:b41b1595e0b7b33513640c181a09c23c9dfe82af5f9a3c17fe41917092c62ed1");
}

TEST_F(CheckpointHashTest, TheSecondTimeTheHashIsRemembered) {
    const std::string first = hash();
    std::string text = cacheText();
    ASSERT_NE(text.find(first), std::string::npos);
    text.replace(text.find(first), first.size(), "sha256:remembered"); // nothing but the cache can give this
    std::ofstream(cacheFile(), std::ios::trunc) << text;
    EXPECT_EQ(hash(), "sha256:remembered");
}

TEST_F(CheckpointHashTest, AChangedFileIsHashedAgain) {
    const std::string first = hash();
    write("config.json", "{ }");
    const std::string second = hash();
    EXPECT_NE(second, first);
    write("config.json", "[ ]"); // the same length
    EXPECT_NE(hash(), second);
}

TEST_F(CheckpointHashTest, ADamagedCacheIsWrittenAnew) {
    const std::string first = hash();
    for (const char* text :
         {"", "no JSON", "[]", R"({"version":2})", R"({"version":1,"entries":[]})", R"({"version":1,"entries":{"x":1}})"}) {
        std::ofstream(cacheFile(), std::ios::trunc) << text;
        EXPECT_EQ(hash(), first);
        EXPECT_NE(cacheText().find(first), std::string::npos) << text;
    }
}

TEST_F(CheckpointHashTest, ACacheThatCannotBeWrittenIsNoError) {
    const std::string first = hash();
    fs::remove_all(m_cache.path() / "trutina");
    std::ofstream(m_cache.path() / "trutina") << "a file where the folder should be";
    EXPECT_EQ(hash(), first);
}

TEST_F(CheckpointHashTest, NothingIsLeftBesideTheCache) {
    static_cast<void>(hash());
    const fs::directory_iterator entries(m_cache.path() / "trutina");
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(CheckpointHashTest, AMissingConfigurationIsNamed) {
    const auto weights = openWeights(m_directory.path());
    fs::remove(m_directory.path() / "config.json");
    const Error error = trutina::testing::failureOf([&] { static_cast<void>(checkpointHash(m_directory.path(), *weights)); });
    EXPECT_THAT(error.message, ::testing::HasSubstr("config.json"));
}

} // namespace

} // namespace trutina::engine
