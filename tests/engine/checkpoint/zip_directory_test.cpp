// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/zip_directory.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;
using trutina::testing::Bytes;
using trutina::testing::ZipBuilder;

[[nodiscard]] std::string refusal(const std::string& content) {
    return trutina::testing::failureOf([&] { static_cast<void>(readZipDirectory(Bytes(content).span(), "w.bin")); }).message;
}

[[nodiscard]] std::string textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class ZipForms : public ::testing::TestWithParam<bool> {};

TEST_P(ZipForms, EntriesAreFoundByName) {
    const Bytes bytes(
        ZipBuilder().wide(GetParam()).add("a/data.pkl", "pickle").add("a/data/0", "").add("a/data/1", "12").bytes());
    const auto entries = readZipDirectory(bytes.span(), "w.bin");
    EXPECT_EQ(entries.size(), 3U);
    EXPECT_EQ(textOf(entries.at("a/data.pkl")), "pickle");
    EXPECT_EQ(textOf(entries.at("a/data/1")), "12");
}

TEST_P(ZipForms, CutsAndChangedBytesNeverDoHarm) {
    trutina::testing::expectSturdy(ZipBuilder().wide(GetParam()).add("a", "one").add("b", "two").bytes(),
                                   [](std::span<const std::byte> bytes) { static_cast<void>(readZipDirectory(bytes, "w.bin")); });
}

INSTANTIATE_TEST_SUITE_P(Widths, ZipForms, ::testing::Values(false, true),
                         [](const auto& form) { return form.param ? "SixtyFourBit" : "ThirtyTwoBit"; });

TEST(ZipDirectory, ACommentMayFollow) {
    EXPECT_EQ(
        readZipDirectory(Bytes(ZipBuilder().add("a", "x").comment("a comment with PK\x05\x06 in it").bytes()).span(), "w").size(),
        1U);
}

TEST(ZipDirectory, WhatTorchNeverWritesIsRefused) {
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", {}, 0, 8, 0, 0}).bytes()), HasSubstr("'a' is compressed"));
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", {}, 1, 0, 0, 0}).bytes()), HasSubstr("'a' is encrypted"));
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", {}, 0, 0, 1, 0}).bytes()), HasSubstr("two different sizes"));
    EXPECT_THAT(refusal(ZipBuilder().add("a", "x").add("a", "y").bytes()), HasSubstr("a name twice"));
}

TEST(ZipDirectory, HeadersMustAgreeWithTheDirectory) {
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", "b", 0, 0, 0, 0}).bytes()), HasSubstr("another name"));
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", {}, 0, 0, 0, 1}).bytes()), HasSubstr("not where the zip directory says"));
    EXPECT_THAT(refusal(ZipBuilder().add({"a", "x", {}, 0, 0, 0, 1U << 30U}).bytes()), HasSubstr("beyond the end of the file"));
}

TEST(ZipDirectory, OverlappingEntriesAreRefused) {
    // The first entry claims, as its content, the header and content of a second one.
    const std::string inner = ZipBuilder().add("b", "y").bytes();
    std::string archive = ZipBuilder().add("a", inner.substr(0, 32)).add("b", "y").bytes();
    const std::size_t second = archive.rfind("PK\x01\x02");
    archive.replace(second + 42, 4, trutina::testing::littleEndian(31, 4)); // where the first one's content begins
    EXPECT_THAT(refusal(archive), HasSubstr("overlap"));
}

TEST(ZipDirectory, AFileThatIsNoArchiveHasNoEndRecord) {
    EXPECT_THAT(refusal(""), HasSubstr("no end record"));
    EXPECT_THAT(refusal(std::string(200'000, 'P')), HasSubstr("no end record"));
}

} // namespace

} // namespace trutina::engine
