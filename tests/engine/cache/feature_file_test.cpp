// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cache/feature_file.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

namespace trutina::engine {
namespace {

class FeatureFileTest : public ::testing::Test {
  protected:
    FeatureFileTest() : m_values(21 * 8) {
        std::iota(m_values.begin(), m_values.end(), 0.25F);
        EXPECT_EQ(FeatureFile::write(m_file, "a key", m_shape, m_values.data()), 0);
    }
    [[nodiscard]] FeatureFile::Fault faultOf(const std::string& key) const { return FeatureFile::read(m_file, key).fault; }
    void overwrite(std::streamoff at, char byte) const {
        std::fstream stream(m_file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(at);
        stream.put(byte);
    }

    testing::TemporaryDirectory m_directory;
    std::filesystem::path m_file = m_directory.path() / "entry";
    FeatureShape m_shape{1, 2, 21, 8, 4};
    std::vector<float> m_values;
};

TEST_F(FeatureFileTest, GivesBackWhatWasWrittenToTheBit) {
    const auto reading = FeatureFile::read(m_file, "a key");
    ASSERT_TRUE(reading.features);
    EXPECT_EQ(reading.fault, FeatureFile::Fault::None);
    EXPECT_EQ(reading.features->shape, m_shape);
    EXPECT_EQ(std::memcmp(reading.features->values.get(), m_values.data(), m_shape.bytes()), 0);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(reading.features->values.get()) % 64, 0U);
    EXPECT_EQ(static_cast<std::int64_t>(std::filesystem::file_size(m_file)), FeatureFile::sizeOf("a key", m_shape));
}

TEST_F(FeatureFileTest, IsForItsOwnerAlone) {
    EXPECT_EQ(std::filesystem::status(m_file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(FeatureFileTest, EveryByteCounts) {
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(m_file));
    for (std::streamoff at = 0; at < size; ++at) {
        std::ifstream stream(m_file, std::ios::binary);
        stream.seekg(at);
        const auto byte = static_cast<char>(stream.get());
        overwrite(at, static_cast<char>(byte ^ 0x10));
        ASSERT_EQ(faultOf("a key"), FeatureFile::Fault::Foreign) << "byte " << at;
        overwrite(at, byte);
    }
    EXPECT_EQ(faultOf("a key"), FeatureFile::Fault::None);
}

TEST_F(FeatureFileTest, EveryLengthButItsOwnIsForeign) {
    const auto size = std::filesystem::file_size(m_file);
    std::filesystem::resize_file(m_file, size + 1);
    EXPECT_EQ(faultOf("a key"), FeatureFile::Fault::Foreign);
    for (std::uintmax_t length = size; length-- > 0;) {
        std::filesystem::resize_file(m_file, length);
        ASSERT_EQ(faultOf("a key"), FeatureFile::Fault::Foreign) << length;
    }
}

TEST_F(FeatureFileTest, AnotherKeyIsForeign) {
    EXPECT_EQ(faultOf("b key"), FeatureFile::Fault::Foreign);
    EXPECT_EQ(faultOf("a longer key"), FeatureFile::Fault::Foreign);
    EXPECT_NE(featureFileName("a key"), featureFileName("b key"));
}

TEST_F(FeatureFileTest, WhatIsNoFileIsToldFromWhatIsAbsent) {
    EXPECT_EQ(FeatureFile::read(m_directory.path() / "nothing", "a key").fault, FeatureFile::Fault::Absent);
    EXPECT_EQ(FeatureFile::read(m_directory.path(), "a key").fault, FeatureFile::Fault::Unreadable);
    std::filesystem::create_symlink(m_file, m_directory.path() / "link");
    EXPECT_EQ(FeatureFile::read(m_directory.path() / "link", "a key").fault, FeatureFile::Fault::Unreadable);
}

TEST_F(FeatureFileTest, WritesOverNothing) {
    EXPECT_EQ(FeatureFile::write(m_file, "a key", m_shape, m_values.data()), EEXIST);
    EXPECT_EQ(FeatureFile::write(m_directory.path() / "no" / "entry", "a key", m_shape, m_values.data()), ENOENT);
}

} // namespace
} // namespace trutina::engine
