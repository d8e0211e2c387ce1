// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/state_dict_pickle.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;
using trutina::testing::Bytes;
namespace pickle = trutina::testing::pickle;

[[nodiscard]] std::vector<PickledTensor> read(const std::string& content) {
    return readStateDict(Bytes(content).span(), "w.bin");
}

[[nodiscard]] Error refusal(const std::string& content) {
    return trutina::testing::failureOf([&] { static_cast<void>(read(content)); });
}

TEST(StateDictPickle, ATensorIsDescribed) {
    const auto tensors = read(pickle::stateDict("layer.weight", {"7", "BFloat16Storage", 100, 4, {2, 3}, {3, 1}}));
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].name, "layer.weight");
    EXPECT_EQ(tensors[0].storageKey, "7");
    EXPECT_EQ(tensors[0].type, StoredType::BFloat16);
    EXPECT_EQ(tensors[0].storageElements, 100);
    EXPECT_EQ(tensors[0].offset, 4);
    EXPECT_EQ(tensors[0].shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(tensors[0].strides, (std::vector<std::int64_t>{3, 1}));
}

TEST(StateDictPickle, AnOrderedDictWithAttributesIsAStateDict) {
    const std::string attributes = pickle::kEmptyDict + pickle::text("_metadata") + pickle::orderedDict() + pickle::kSetItem;
    const auto tensors = read(pickle::kProtocol + pickle::orderedDict() + pickle::kMark + pickle::text("a") + pickle::tensor({}) +
                              pickle::text("b") + pickle::tensor({}) + pickle::kSetItems + attributes + "b" + pickle::kStop);
    ASSERT_EQ(tensors.size(), 2U);
    EXPECT_EQ(tensors[1].name, "b");
}

TEST(StateDictPickle, AParameterIsItsTensor) {
    const std::string parameter = pickle::global("torch._utils", "_rebuild_parameter") + pickle::kMark + pickle::tensor({}) +
                                  "\x88" + pickle::orderedDict() + pickle::kTuple + pickle::kReduce;
    const auto tensors =
        read(pickle::kProtocol + pickle::kEmptyDict + pickle::text("p") + parameter + pickle::kSetItem + pickle::kStop);
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].name, "p");
}

TEST(StateDictPickle, RememberedValuesAreTheSameValues) {
    const std::string put = std::string("q\x05", 2);
    const std::string putFar = "r" + trutina::testing::littleEndian(70'000, 4);
    const auto tensors =
        read(pickle::kProtocol + pickle::kEmptyDict + pickle::text("a") + put + pickle::tensor({}) + putFar + pickle::kSetItem +
             pickle::text("b") + "j" + trutina::testing::littleEndian(70'000, 4) + pickle::kSetItem + pickle::kStop);
    ASSERT_EQ(tensors.size(), 2U);
    EXPECT_EQ(tensors[1].shape, tensors[0].shape);
}

TEST(StateDictPickle, NumbersOfEveryWidthAreRead) {
    const auto shapeOf = [](const std::string& number) {
        const std::string tensor = pickle::tensor({"0", "FloatStorage", 6, 0, {42}, {1}});
        const std::string before = pickle::numbers({42});
        std::string changed = tensor;
        changed.replace(tensor.find(before), before.size(), number + "\x85");
        return read(pickle::kProtocol + pickle::kEmptyDict + pickle::text("a") + changed + pickle::kSetItem + pickle::kStop)
            .at(0)
            .shape.at(0);
    };
    EXPECT_EQ(shapeOf("K\xC8"), 200);
    EXPECT_EQ(shapeOf("M" + trutina::testing::littleEndian(60'000, 2)), 60'000);
    EXPECT_EQ(shapeOf("J" + trutina::testing::littleEndian(0xFFFFFFFE, 4)), -2);
    EXPECT_EQ(shapeOf(std::string("\x8a\x00", 2)), 0);
    EXPECT_EQ(shapeOf("\x8a\x01\xFF"), -1);
    EXPECT_EQ(shapeOf("\x8a\x05" + trutina::testing::littleEndian(5'000'000'000, 5)), 5'000'000'000);
}

TEST(StateDictPickle, CallsAreRefusedByNameAndNotMade) {
    for (const auto& [module, name] : std::vector<std::pair<std::string, std::string>>{{"os", "system"},
                                                                                       {"builtins", "exec"},
                                                                                       {"torch", "load"},
                                                                                       {"torch._utils", "_rebuild_sparse_tensor"},
                                                                                       {"collections", "deque"}}) {
        const Error error =
            refusal(pickle::kProtocol + pickle::global(module, name) + pickle::text("x") + "\x85R" + pickle::kStop);
        EXPECT_EQ(error.code, "checkpoint.unsafe");
        EXPECT_THAT(error.message, HasSubstr("'" + module + "." + name + "'"));
    }
}

TEST(StateDictPickle, EveryOtherOpcodeIsRefused) {
    const std::string known = "().JKMNQRXbchjqrstu}\x80\x85\x86\x87\x88\x89\x8a";
    for (int opcode = 0; opcode < 256; ++opcode) {
        const char c = static_cast<char>(opcode);
        if (known.find(c) == std::string::npos) {
            EXPECT_EQ(refusal(pickle::kProtocol + pickle::kEmptyDict + c + pickle::kStop).code, "checkpoint.unsafe") << opcode;
        }
    }
}

TEST(StateDictPickle, OtherThingsThanTensorsAreRefusedByName) {
    EXPECT_THAT(refusal(pickle::kProtocol + pickle::kEmptyDict + pickle::text("epoch") + "K\x05s.").message,
                HasSubstr("'epoch'"));
    EXPECT_THAT(refusal(pickle::kProtocol + "K\x05.").message, HasSubstr("something else than a state dict"));
    EXPECT_THAT(refusal(pickle::kProtocol + pickle::kEmptyDict + "K\x05" + pickle::tensor({}) + "s.").message,
                HasSubstr("no text"));
}

TEST(StateDictPickle, ANameTwiceIsRefused) {
    const std::string item = pickle::text("a") + pickle::tensor({}) + pickle::kSetItem;
    EXPECT_THAT(refusal(pickle::kProtocol + pickle::kEmptyDict + item + item + pickle::kStop).message,
                HasSubstr("appears twice"));
}

TEST(StateDictPickle, UnknownStoragesAndProtocolsAreNamed) {
    EXPECT_EQ(refusal(pickle::stateDict("a", {"0", "ComplexFloatStorage", 6, 0, {6}, {1}})).code, "checkpoint.unknown_type");
    EXPECT_THAT(refusal("\x80\x05}.").message, HasSubstr("protocol 5"));
    EXPECT_THAT(refusal("}.").message, HasSubstr("does not begin"));
}

TEST(StateDictPickle, StacksAndMemosThatDoNotFitAreRefused) {
    for (const std::string& body :
         {std::string("."), std::string("s."), std::string("u."), std::string("t."), std::string("R."), std::string("Q."),
          std::string("h\x01."), std::string("}(s."), std::string("}(K\x01u."), std::string("}K\x01R."), std::string("}}R."),
          std::string("}b."), std::string("\x85."), std::string("q\x01.")}) {
        EXPECT_EQ(refusal(pickle::kProtocol + body).code, "checkpoint.damaged") << body;
    }
}

TEST(StateDictPickle, ASelfContainingDictDoesNoHarm) {
    EXPECT_THROW(read(pickle::kProtocol + "}q" + std::string(1, '\0') + pickle::text("a") + "h" + std::string(1, '\0') + "s."),
                 Failure);
}

TEST(StateDictPickle, AMillionValuesAreTheLimit) {
    EXPECT_THAT(refusal(pickle::kProtocol + pickle::kEmptyDict + std::string(1'100'000, 'N') + pickle::kStop).message,
                HasSubstr("a million"));
}

TEST(StateDictPickle, CutsAndChangedBytesNeverDoHarm) {
    trutina::testing::expectSturdy(pickle::stateDict("a.weight", {}),
                                   [](std::span<const std::byte> bytes) { static_cast<void>(readStateDict(bytes, "w.bin")); });
}

} // namespace

} // namespace trutina::engine
