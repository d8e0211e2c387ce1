// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/torch_archive.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>

#include <limits>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;
using trutina::testing::Bytes;
using trutina::testing::ZipBuilder;
namespace pickle = trutina::testing::pickle;

[[nodiscard]] std::string archive(const pickle::Tensor& tensor, std::size_t storageBytes = 24) {
    return ZipBuilder()
        .add("model/data.pkl", pickle::stateDict("a", tensor))
        .add("model/byteorder", "little")
        .add("model/data/0", std::string(storageBytes, 's'))
        .add("model/version", "3\n")
        .bytes();
}

[[nodiscard]] Error refusal(const std::string& content) {
    return trutina::testing::failureOf([&] { static_cast<void>(readTorchArchive(Bytes(content).span(), "w.bin")); });
}

TEST(TorchArchive, ATensorIsAViewOfItsStorage) {
    const Bytes bytes(archive({"0", "FloatStorage", 6, 2, {2, 2}, {2, 1}}));
    const auto tensors = readTorchArchive(bytes.span(), "w.bin");
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].name, "a");
    EXPECT_EQ(tensors[0].bytes.size(), 16U);
    EXPECT_EQ(tensors[0].file, "w.bin");
    EXPECT_GE(tensors[0].bytes.data(), bytes.span().data());
    EXPECT_LE(tensors[0].bytes.data() + 16, bytes.span().data() + bytes.span().size());
}

TEST(TorchArchive, StridesOfSingleElementsDoNotMatter) {
    EXPECT_EQ(readTorchArchive(Bytes(archive({"0", "FloatStorage", 6, 0, {1, 6, 1}, {99, 1, 77}})).span(), "w").size(), 1U);
}

TEST(TorchArchive, TensorsThatAreNotContiguousAreRefused) {
    const Error error = refusal(archive({"0", "FloatStorage", 6, 0, {3, 2}, {1, 3}}));
    EXPECT_EQ(error.code, "checkpoint.unsupported");
    EXPECT_THAT(error.message, HasSubstr("'a' is not contiguous"));
    EXPECT_THAT(refusal(archive({"0", "FloatStorage", 6, 0, {6}, {0}})).message, HasSubstr("not contiguous"));
}

TEST(TorchArchive, TensorsThatLeaveTheirStorageAreRefused) {
    for (const pickle::Tensor& tensor : {pickle::Tensor{"0", "FloatStorage", 6, 1, {2, 3}, {3, 1}},
                                         {"0", "FloatStorage", 6, -1, {2, 3}, {3, 1}},
                                         {"0", "FloatStorage", 6, 0, {7}, {1}},
                                         {"0", "FloatStorage", 6, 0, {-6}, {1}},
                                         {"0", "FloatStorage", 6, std::numeric_limits<std::int64_t>::max(), {1}, {1}},
                                         {"0", "FloatStorage", 6, 7, {0}, {1}},
                                         {"0", "FloatStorage", 6, 0, {1LL << 40, 1LL << 40}, {1, 1}}}) {
        EXPECT_THAT(refusal(archive(tensor)).message, HasSubstr("reaches beyond its storage"));
    }
}

TEST(TorchArchive, AStorageMustHaveItsLength) {
    EXPECT_THAT(refusal(archive({}, 23)).message, HasSubstr("23 bytes long"));
    EXPECT_THAT(refusal(archive({}, 20)).message, HasSubstr("20 bytes long"));
    EXPECT_THAT(refusal(archive({"0", "FloatStorage", -6, 0, {2, 3}, {3, 1}})).message, HasSubstr("24 bytes long"));
    EXPECT_THAT(refusal(archive({"1", "FloatStorage", 6, 0, {2, 3}, {3, 1}})).message,
                HasSubstr("'1', which the archive does not hold"));
    EXPECT_THAT(refusal(archive({"../version", "FloatStorage", 6, 0, {2, 3}, {3, 1}})).message, HasSubstr("does not hold"));
}

TEST(TorchArchive, ArchivesOfOthersAreRefused) {
    EXPECT_THAT(refusal(ZipBuilder().add("readme.txt", "hello").bytes()).message, HasSubstr("no 'data.pkl'"));
    EXPECT_THAT(refusal(ZipBuilder().add("a/data.pkl", "").add("b/data.pkl", "").bytes()).message,
                HasSubstr("more than one pickle"));
    EXPECT_THAT(refusal(ZipBuilder().add("a/data.pkl", pickle::stateDict("a", {})).add("a/byteorder", "big").bytes()).message,
                HasSubstr("byte order is 'big'"));
}

TEST(TorchArchive, CutsAndChangedBytesNeverDoHarm) {
    trutina::testing::expectSturdy(archive({}), [](std::span<const std::byte> bytes) {
        for (const StoredTensor& tensor : readTorchArchive(bytes, "w.bin")) {
            EXPECT_LE(tensor.bytes.data() + tensor.bytes.size(), bytes.data() + bytes.size());
        }
    });
}

} // namespace

} // namespace trutina::engine
