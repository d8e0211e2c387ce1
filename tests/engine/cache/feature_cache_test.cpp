// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cache/feature_cache.h"
#include "engine/cache/feature_folder.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace trutina::engine {
namespace {

constexpr FeatureShape kShape{1, 1, 16, 64, 4};

/// Values that tell which key they belong to.
std::shared_ptr<const void> valuesOf(const std::string& key) {
    auto values = std::make_shared<std::vector<float>>(kShape.bytes() / sizeof(float));
    for (std::size_t i = 0; i < values->size(); ++i) {
        (*values)[i] = static_cast<float>(std::hash<std::string>{}(key) % 1000 + i);
    }
    return {values, values->data()};
}

bool isOf(const KeptFeatures& features, const std::string& key) {
    return features.shape == kShape && std::memcmp(features.values.get(), valuesOf(key).get(), kShape.bytes()) == 0;
}

class FeatureCacheTest : public ::testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path folder() const { return m_directory.path() / "cache" / "features"; }
    [[nodiscard]] std::filesystem::path fileOf(const std::string& key) const { return folder() / featureFileName(key); }
    static std::int64_t budgetOf(int entries) { return entries * FeatureFile::sizeOf("key 0", kShape); }
    void keep(FeatureCache& cache, const std::string& key) const {
        cache.keep(key, kShape, valuesOf(key));
        cache.finishWriting();
    }
    /// Moves the last use of an entry into the past.
    void age(const std::string& key, int seconds) const {
        std::filesystem::last_write_time(fileOf(key),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds));
    }

    testing::TemporaryDirectory m_directory;
};

TEST_F(FeatureCacheTest, AnotherRunFindsWhatOneKept) {
    {
        FeatureCache cache(folder(), budgetOf(4));
        EXPECT_FALSE(cache.find("key 1"));
        cache.keep("key 1", kShape, valuesOf("key 1"));
    } // written at the latest now
    FeatureCache cache(folder(), budgetOf(4));
    const auto found = cache.find("key 1");
    ASSERT_TRUE(found);
    EXPECT_TRUE(isOf(*found, "key 1"));
    EXPECT_FALSE(cache.find("key 2"));
    EXPECT_FALSE(cache.takeWarning());
    EXPECT_EQ(featureFolderUse(folder()).entries, 1);
    EXPECT_EQ(featureFolderUse(folder()).bytes, budgetOf(1));
}

TEST_F(FeatureCacheTest, WhatIsStillWaitingIsFoundToo) {
    FeatureCache cache(folder(), budgetOf(4));
    for (int i = 0; i < 4; ++i) {
        const std::string key = "key " + std::to_string(i);
        cache.keep(key, kShape, valuesOf(key));
        const auto found = cache.find(key);
        ASSERT_TRUE(found);
        EXPECT_TRUE(isOf(*found, key));
    }
}

TEST_F(FeatureCacheTest, ADamagedFileIsAbsentAndRemoved) {
    FeatureCache cache(folder(), budgetOf(4));
    keep(cache, "key 1");
    std::filesystem::resize_file(fileOf("key 1"), 1000);
    EXPECT_FALSE(cache.find("key 1"));
    EXPECT_FALSE(std::filesystem::exists(fileOf("key 1")));
    std::ofstream(fileOf("key 1")) << "something else";
    EXPECT_FALSE(cache.find("key 1"));
    keep(cache, "key 1");
    EXPECT_TRUE(cache.find("key 1"));
}

TEST_F(FeatureCacheTest, AFileUnderAnotherNameIsAbsentAndRemoved) {
    FeatureCache cache(folder(), budgetOf(4));
    keep(cache, "key 1");
    std::filesystem::copy_file(fileOf("key 1"), fileOf("key 2"));
    EXPECT_FALSE(cache.find("key 2"));
    EXPECT_FALSE(std::filesystem::exists(fileOf("key 2")));
    EXPECT_TRUE(cache.find("key 1"));
}

TEST_F(FeatureCacheTest, TheLeastRecentlyUsedGoesFirst) {
    FeatureCache cache(folder(), budgetOf(3));
    for (const int i : {1, 2, 3}) {
        keep(cache, "key " + std::to_string(i));
        age("key " + std::to_string(i), 100 - i);
    }
    EXPECT_TRUE(cache.find("key 1")); // now the youngest
    keep(cache, "key 4");
    EXPECT_FALSE(cache.find("key 2"));
    EXPECT_TRUE(cache.find("key 1"));
    EXPECT_TRUE(cache.find("key 3"));
    EXPECT_TRUE(cache.find("key 4"));
    EXPECT_LE(featureFolderUse(folder()).bytes, budgetOf(3));
}

TEST_F(FeatureCacheTest, WhatOthersWroteCountsAgainstTheBudget) {
    {
        FeatureCache large(folder(), budgetOf(10));
        for (int i = 0; i < 8; ++i) {
            keep(large, "key " + std::to_string(i));
        }
    }
    FeatureCache small(folder(), budgetOf(2));
    keep(small, "key 9");
    EXPECT_TRUE(small.find("key 9"));
    EXPECT_LE(featureFolderUse(folder()).bytes, budgetOf(2));
}

TEST_F(FeatureCacheTest, WhatExceedsTheBudgetIsNotKeptAndEvictsNothing) {
    FeatureCache cache(folder(), budgetOf(2));
    keep(cache, "key 1");
    FeatureShape large = kShape;
    large.tokens *= 3;
    cache.keep("large", large, std::make_shared<std::vector<std::byte>>(large.bytes()));
    cache.finishWriting();
    EXPECT_FALSE(cache.find("large"));
    EXPECT_TRUE(cache.find("key 1"));
    EXPECT_FALSE(cache.takeWarning());
}

TEST_F(FeatureCacheTest, WithoutABudgetTheFolderIsNotEvenMade) {
    FeatureCache cache(folder(), 0);
    keep(cache, "key 1");
    EXPECT_FALSE(cache.find("key 1"));
    EXPECT_FALSE(std::filesystem::exists(folder()));
    FeatureCache nowhere({}, budgetOf(2));
    keep(nowhere, "key 1");
    EXPECT_FALSE(nowhere.find("key 1"));
}

TEST_F(FeatureCacheTest, TheFolderMayVanishAtAnyMoment) {
    FeatureCache cache(folder(), budgetOf(100));
    keep(cache, "key 1");
    std::filesystem::remove_all(m_directory.path() / "cache");
    EXPECT_FALSE(cache.find("key 1"));
    keep(cache, "key 1");
    EXPECT_TRUE(cache.find("key 1"));
    std::atomic<bool> isDone = false;
    std::thread remover([&] {
        while (!isDone) {
            std::error_code ignored;
            std::filesystem::remove_all(folder(), ignored);
        }
    });
    for (int i = 0; i < 300; ++i) {
        const std::string key = "key " + std::to_string(i % 10);
        cache.keep(key, kShape, valuesOf(key));
        const auto found = cache.find(key);
        EXPECT_TRUE(!found || isOf(*found, key));
    }
    cache.finishWriting();
    isDone = true;
    remover.join();
    EXPECT_FALSE(cache.takeWarning());
    keep(cache, "key 1");
    EXPECT_TRUE(cache.find("key 1"));
}

TEST_F(FeatureCacheTest, SeveralUsersOfOneFolderNeverSeeAWrongEntry) {
    // Each with its own cache object: they share the folder and nothing else, as processes do. The budget forces evictions.
    std::atomic<int> found = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> users;
    for (int user = 0; user < 3; ++user) {
        users.emplace_back([&, user] {
            FeatureCache cache(folder(), budgetOf(5));
            for (int i = 0; i < 400; ++i) {
                const std::string key = "key " + std::to_string((i * 7 + user) % 8);
                if (const auto features = cache.find(key)) {
                    ++found;
                    wrong += isOf(*features, key) ? 0 : 1;
                } else {
                    cache.keep(key, kShape, valuesOf(key));
                }
            }
            EXPECT_FALSE(cache.takeWarning());
        });
    }
    for (std::thread& user : users) {
        user.join();
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(found, 0);
    // Each user looks at the folder now and then only, so that together they may exceed the budget for a while.
    FeatureCache last(folder(), budgetOf(5));
    keep(last, "key 9");
    EXPECT_LE(featureFolderUse(folder()).bytes, budgetOf(5));
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        EXPECT_EQ(entry.path().extension(), ".features") << "left half-written";
    }
}

TEST_F(FeatureCacheTest, AFullDiskEndsTheKeepingWithOneWarning) {
    FeatureCache cache(folder(), budgetOf(4));
    keep(cache, "key 1");
    // A limit on the size of files fails a write half-way, as a full disk does.
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit tight = before;
    tight.rlim_cur = 1000;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    keep(cache, "key 2");
    keep(cache, "key 3");
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    const auto warning = cache.takeWarning();
    ASSERT_TRUE(warning);
    EXPECT_NE(warning->find(folder().string()), std::string::npos);
    keep(cache, "key 4");
    EXPECT_FALSE(cache.takeWarning());
    EXPECT_FALSE(cache.find("key 2"));
    EXPECT_FALSE(cache.find("key 4"));
    EXPECT_TRUE(cache.find("key 1")); // what is there is still good
    EXPECT_EQ(featureFolderUse(folder()).bytes, budgetOf(1));
}

TEST_F(FeatureCacheTest, AFolderThatCannotBeMadeIsAWarningToo) {
    std::ofstream(m_directory.path() / "cache") << "a file in its place";
    FeatureCache cache(folder(), budgetOf(4));
    EXPECT_FALSE(cache.find("key 1"));
    keep(cache, "key 1");
    EXPECT_TRUE(cache.takeWarning());
}

TEST_F(FeatureCacheTest, ClearingLeavesTheFilesOfOthers) {
    FeatureCache cache(folder(), budgetOf(4));
    keep(cache, "key 1");
    std::ofstream(folder() / "notes.txt") << "mine";
    clearFeatureFolder(folder());
    EXPECT_EQ(featureFolderUse(folder()).entries, 0);
    EXPECT_TRUE(std::filesystem::exists(folder() / "notes.txt"));
    clearFeatureFolder(folder() / "nowhere");
    EXPECT_EQ(featureFolderUse(folder() / "nowhere").bytes, 0);
}

TEST_F(FeatureCacheTest, WhatAKilledProcessLeftGoesAfterAWhile) {
    FeatureCache cache(folder(), budgetOf(4));
    keep(cache, "key 1");
    const auto part = std::filesystem::path(fileOf("key 2").string() + ".123-0.part");
    std::ofstream(part) << "half";
    (void)shrinkFeatureFolder(folder(), budgetOf(4));
    EXPECT_TRUE(std::filesystem::exists(part)); // its writer may still be at it
    std::filesystem::last_write_time(part, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    (void)shrinkFeatureFolder(folder(), budgetOf(4));
    EXPECT_FALSE(std::filesystem::exists(part));
    EXPECT_TRUE(cache.find("key 1"));
}

} // namespace
} // namespace trutina::engine
