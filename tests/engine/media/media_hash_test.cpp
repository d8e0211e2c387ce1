// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_hash.h"
#include "tests/engine/media/picture_checks.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace trutina::engine {

using testing::failureCode;

namespace {

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

} // namespace

TEST(MediaHash, OfAFileIsThatOfItsBytes) {
    const testing::TemporaryDirectory folder;
    write(folder.path() / "abc.png", "abc");
    EXPECT_EQ(MediaHashes().of(folder.path() / "abc.png"), // the example of FIPS 180-2
              "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(MediaHash, IsReadOnceWhileTheFileStays) {
    MediaHashes hashes;
    const auto file = testing::goldenFile("media/landscape.jpg");
    const std::string first = hashes.of(file);
    const auto read = hashes.filesRead();
    EXPECT_EQ(hashes.of(file), first);
    EXPECT_EQ(hashes.filesRead(), read);
}

TEST(MediaHash, FollowsAFileThatChangesEvenAtOnceAndToTheSameSize) {
    const testing::TemporaryDirectory folder;
    const auto file = folder.path() / "a.png";
    MediaHashes hashes;
    write(file, "one");
    const std::string one = hashes.of(file);
    write(file, "two");
    const std::string two = hashes.of(file);
    EXPECT_NE(one, two);
    write(file, "one");
    EXPECT_EQ(hashes.of(file), one);
}

TEST(MediaHash, OfAFolderTellsTheFramesAndTheirOrder) {
    const testing::TemporaryDirectory one;
    const testing::TemporaryDirectory other;
    write(one.path() / "1.png", "a");
    write(one.path() / "2.png", "b");
    write(other.path() / "009.png", "a");
    write(other.path() / "10.jpg", "b");
    MediaHashes hashes;
    const std::string hash = hashes.of(one.path());
    EXPECT_EQ(hashes.of(other.path()), hash); // other names, the same clip
    write(other.path() / "11.png", "");
    EXPECT_NE(hashes.of(other.path()), hash);
    std::filesystem::remove(other.path() / "11.png");
    write(other.path() / "10.jpg", "a");
    write(other.path() / "009.png", "b");
    EXPECT_NE(hashes.of(other.path()), hash);
    write(other.path() / "009.png", "ab");
    write(other.path() / "10.jpg", "");
    EXPECT_NE(hashes.of(other.path()), hash);
}

TEST(MediaHash, OfAFolderOfOneFrameIsNotThatOfTheFrame) {
    const testing::TemporaryDirectory folder;
    write(folder.path() / "1.png", "a");
    MediaHashes hashes;
    EXPECT_NE(hashes.of(folder.path()), hashes.of(folder.path() / "1.png"));
}

TEST(MediaHash, NamesTheFilesOfAMedium) {
    const testing::TemporaryDirectory folder;
    write(folder.path() / "10.png", "a");
    write(folder.path() / "9.png", "a");
    EXPECT_EQ(mediaFiles(folder.path()), (std::vector{folder.path() / "9.png", folder.path() / "10.png"}));
    EXPECT_EQ(mediaFiles(folder.path() / "9.png"), std::vector{folder.path() / "9.png"});
}

TEST(MediaHash, RefusesWhatIsNotThere) {
    const testing::TemporaryDirectory folder;
    EXPECT_EQ("media.not_found", failureCode([&] { static_cast<void>(MediaHashes().of(folder.path() / "absent.png")); }));
    EXPECT_EQ("media.not_found", failureCode([&] { static_cast<void>(mediaFiles(folder.path() / "absent.png")); }));
}

TEST(MediaHash, MayBeAskedFromSeveralThreads) {
    MediaHashes hashes;
    const auto file = testing::goldenFile("media/landscape.jpg");
    const std::string expected = MediaHashes().of(file);
    std::vector<std::string> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& hash : found) {
            threads.emplace_back([&] { hash = hashes.of(file); });
        }
    }
    EXPECT_EQ(found, std::vector<std::string>(4, expected));
}

} // namespace trutina::engine
