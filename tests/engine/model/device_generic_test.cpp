// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/media/picture_checks.h"
#include "tests/support/host_kernels.h"
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

/// The model on a device without memory: LibTorch's "meta" tensors have shapes and nothing else, and refuse to meet a tensor of
/// the processor or to be read. What goes through here makes no assumption about the device.
namespace trutina::engine {
namespace {

class DeviceGenericTest : public ::testing::Test {
  protected:
    std::unique_ptr<RewardNetwork> network(at::ScalarType type, Residence residence) {
        testing::RandomCheckpoint checkpoint;
        checkpoint.bfloat16 = true;
        checkpoint.write(m_directory.path());
        RewardNetwork::Options options;
        options.computeType = type;
        options.residence = residence;
        options.device = at::kMeta;
        return testing::openNetwork(m_directory.path(), options);
    }
    static PackedRows rows(const RewardNetwork& net, bool strict) {
        PackedRows packed;
        packed.strict = strict;
        packed.embeddings = at::empty({30, net.config().hiddenSize}, at::TensorOptions(at::kFloat).device(net.device()));
        packed.imageRows = {{2, 6}, {12, 14}};
        PackedTree tree;
        tree.trunk = 10;
        tree.branches = {5, 8, 7};
        tree.rotaryBase = 10000;
        tree.keepTrunk = true;
        packed.trees = {tree};
        return packed;
    }

    testing::TemporaryDirectory m_directory;
    c10::InferenceMode m_inference;
    Pace m_pace;
};

TEST_F(DeviceGenericTest, TheDecoderAndTheHeadStayOnTheDeviceOfTheRows) {
    for (const auto residence : {Residence::Resident, Residence::Streamed}) {
        for (const auto type : {at::kFloat, at::kHalf, at::kBFloat16}) {
            const auto net = network(type, residence);
            EXPECT_EQ(net->device().type(), at::kMeta);
            for (const bool strict : {false, true}) {
                const auto result = net->decoder().run(rows(*net, strict), m_pace);
                EXPECT_EQ(result.states.sizes(), (std::vector<std::int64_t>{3, net->config().hiddenSize}));
                EXPECT_TRUE(result.states.is_meta());
                ASSERT_TRUE(result.kept.at(0).trunk);
                EXPECT_TRUE(result.kept.at(0).trunk->keys.at(0).is_meta());
                EXPECT_EQ(result.kept.at(0).trunk->rows(), 10);
                const auto scores = net->head(result.states, strict);
                EXPECT_TRUE(scores.is_meta());
                EXPECT_EQ(scores.numel(), 3);
            }
        }
    }
}

/// The decoder with the GPU's kernels, run in loops on the processor, in the place of LibTorch's operators.
TEST_F(DeviceGenericTest, TheDecoderGivesTheSameStatesThroughTheGpusKernels) {
    testing::RandomCheckpoint checkpoint;
    checkpoint.write(m_directory.path());
    const auto net = testing::openNetwork(m_directory.path());
    at::manual_seed(3);
    const auto embeddings = at::randn({30, net->config().hiddenSize});
    const auto run = [&](bool strict) {
        auto packed = rows(*net, strict);
        packed.embeddings = embeddings.clone();
        return net->decoder().run(std::move(packed), m_pace).states;
    };
    for (const bool strict : {false, true}) {
        const auto expected = run(strict);
        installDeviceKernels(at::kCPU, &testing::hostKernels());
        const auto found = run(strict);
        installDeviceKernels(at::kCPU, nullptr);
        EXPECT_LT((found - expected).abs().max().item<double>(), 1e-5) << strict;
    }
}

TEST_F(DeviceGenericTest, APictureThatTheDeviceScalesGivesTheTokensOfItsSheetBitForBit) {
    testing::RandomCheckpoint checkpoint;
    checkpoint.write(m_directory.path());
    RewardNetwork::Options options;
    options.residence = Residence::Streamed; // so that the processor, too, takes the views of a sheet all at once
    const auto net = testing::openNetwork(m_directory.path(), options);
    auto& images = net->images();
    installDeviceKernels(at::kCPU, &testing::hostKernels());
    for (const auto& [width, height] : {std::pair{70, 40}, {40, 70}, {28, 28}, {20, 90}}) {
        const Picture picture = testing::noise(width, height, 3);
        const auto tile = static_cast<int>(net->config().tileSize);
        const Partition partition = partitionPicture(width, height, 9, tile, PartitionForm::Inference);
        Pace ofSheet;
        Pace ofPicture;
        const at::Tensor expected = images.encode(makeSheet(picture, partition), ofSheet);
        EXPECT_TRUE(at::equal(images.encode(picture, partition, ofPicture), expected)) << width << " x " << height;
        EXPECT_DOUBLE_EQ(ofPicture.operationsDone(), ofSheet.operationsDone());
    }
    installDeviceKernels(at::kCPU, nullptr);
    const Picture picture(30, 30);
    EXPECT_THROW(static_cast<void>(images.encode(picture, partitionPicture(30, 30, 9, 28, PartitionForm::Inference), m_pace)),
                 c10::Error);
}

} // namespace
} // namespace trutina::engine
