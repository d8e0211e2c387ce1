// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/safetensors_file.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;
using trutina::testing::Bytes;
using trutina::testing::safetensors;

[[nodiscard]] std::string refusal(const std::string& content) {
    return trutina::testing::failureOf([&] { static_cast<void>(readSafetensors(Bytes(content).span(), "w.safetensors")); })
        .message;
}

[[nodiscard]] std::string refusalOfHeader(const std::string& header, std::size_t dataSize = 16) {
    return refusal(safetensors(header, std::string(dataSize, 'd')));
}

TEST(SafetensorsFile, TensorsAreFoundWhereTheHeaderSays) {
    const Bytes bytes(safetensors(R"({"__metadata__":{"format":"pt"},"b":{"dtype":"BF16","shape":[2,1],"data_offsets":[4,8]},)"
                                  R"("a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}   )",
                                  "abcdefgh"));
    const auto tensors = readSafetensors(bytes.span(), "w.safetensors");
    ASSERT_EQ(tensors.size(), 2U);
    EXPECT_EQ(tensors[0].name, "b");
    EXPECT_EQ(tensors[0].type, StoredType::BFloat16);
    EXPECT_EQ(tensors[0].shape, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(tensors[0].bytes.data(), bytes.span().data() + bytes.span().size() - 4);
    EXPECT_EQ(tensors[1].bytes.size(), 4U);
    EXPECT_EQ(tensors[1].file, "w.safetensors");
}

TEST(SafetensorsFile, ScalarsAndEmptyTensorsAreTensors) {
    const Bytes bytes(safetensors(
        R"({"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,7],"data_offsets":[4,4]}})",
        "four"));
    const auto tensors = readSafetensors(bytes.span(), "w");
    EXPECT_EQ(tensors.at(0).bytes.size(), 4U);
    EXPECT_TRUE(tensors.at(1).bytes.empty());
}

TEST(SafetensorsFile, AFileWithoutTensorsIsRead) {
    EXPECT_TRUE(readSafetensors(Bytes(safetensors("{}", "")).span(), "w").empty());
}

TEST(SafetensorsFile, EveryFaultOfTheHeaderIsNamed) {
    EXPECT_THAT(refusal(""), HasSubstr("empty"));
    EXPECT_THAT(refusal(safetensors("[]", "")), HasSubstr("not a JSON object"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]})"), HasSubstr("not valid JSON"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} x)"), HasSubstr("not valid JSON"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[4]}})"), HasSubstr("lacks"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{}})"), HasSubstr("lacks"));
    EXPECT_THAT(refusalOfHeader(R"({"a":5})"), HasSubstr("unexpected value at 'a'"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":null,"shape":[4],"data_offsets":[0,16]}})"),
                HasSubstr("unexpected value at 'a.dtype'"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[4.0],"data_offsets":[0,16]}})"), HasSubstr("unexpected value"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[[4]],"data_offsets":[0,16]}})"), HasSubstr("nested"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":{},"data_offsets":[0,16]}})"), HasSubstr("nested"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}})"), HasSubstr("negative"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,16]}})"),
                HasSubstr("too large"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16,32]}})"), HasSubstr("too many numbers"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4],"data_offsets":[0,16]}})"),
                HasSubstr("too many numbers"));
    EXPECT_THAT(
        refusalOfHeader(
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})"),
        HasSubstr("appears twice"));
}

TEST(SafetensorsFile, ZeroDoesNotHideAnAbsurdDimension) {
    EXPECT_THAT(
        refusalOfHeader(R"({"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}})"),
        HasSubstr("does not fit"));
}

TEST(SafetensorsFile, TheDataMustBeCoveredExactly) {
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", 8), HasSubstr("gap"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})", 8),
                HasSubstr("after the last tensor"));
    EXPECT_THAT(
        refusalOfHeader(
            R"({"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", 8),
        HasSubstr("overlaps"));
}

TEST(SafetensorsFile, DeepNestingIsRefusedAtOnce) {
    EXPECT_THAT(refusalOfHeader(R"({"a":)" + std::string(100'000, '[')), HasSubstr("nested"));
    EXPECT_THAT(refusalOfHeader(R"({"a":{"b":{"c":)" + std::string(1000, '{')), HasSubstr("nested"));
}

TEST(SafetensorsFile, StrangeNamesReachNoMessageUnchanged) {
    const std::string message = refusalOfHeader(R"({"\u001b[31m)" + std::string(5000, 'x') + R"(":{}})");
    EXPECT_THAT(message, ::testing::Not(HasSubstr("\x1b")));
    EXPECT_LT(message.size(), 400U);
}

TEST(SafetensorsFile, CutsAndChangedBytesNeverDoHarm) {
    trutina::testing::expectSturdy(
        safetensors(
            R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[],"data_offsets":[8,9]}})",
            "123456789"),
        [](std::span<const std::byte> bytes) {
            for (const StoredTensor& tensor : readSafetensors(bytes, "w")) {
                EXPECT_LE(tensor.bytes.data() + tensor.bytes.size(), bytes.data() + bytes.size());
            }
        });
}

} // namespace

} // namespace trutina::engine
