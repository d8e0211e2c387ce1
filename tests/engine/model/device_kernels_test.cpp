// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/device_pictures.h"
#include "engine/model/fused_operations.h"
#include "engine/model/image_encoder.h"
#include "engine/model/partial_lora.h"
#include "engine/model/rotary.h"
#include "engine/runtime/device/cuda_plugin.h"
#include "engine/runtime/device/cuda_plugin_library.h"
#include "tests/support/host_kernels.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>

/// The kernels that stand in for LibTorch's operators, compared with them: run in loops on the processor, which tests arithmetic
/// and addressing everywhere, and on a GPU where there is one and the 'cuda' preset was built.
namespace trutina::engine {
namespace {

class DeviceKernelsTest : public ::testing::TestWithParam<c10::DeviceType> {
  protected:
    DeviceKernelsTest() { at::manual_seed(5); }
    void SetUp() override {
        if (GetParam() == at::kCPU) {
            m_kernels = &testing::hostKernels();
            return;
        }
        const CudaLocations locations{"libcuda.so.1", std::filesystem::path(TRUTINA_BINARY_DIR) / "lib" / kCudaPluginFile};
        const auto devices = listCudaDevices(locations);
        if (!devices.front().available) {
            GTEST_SKIP() << "no CUDA device: " << devices.front().reason;
        }
        m_kernels = static_cast<const DeviceKernels*>(CudaPluginLibrary(locations).kernels());
    }
    void TearDown() override { installDeviceKernels(GetParam(), nullptr); }

    [[nodiscard]] const DeviceKernels& kernels() const { return *m_kernels; }
    /// A copy on the device.
    [[nodiscard]] static at::Tensor on(const at::Tensor& tensor) {
        return tensor.to(tensor.options().device(device()), /*non_blocking=*/false, /*copy=*/true);
    }
    [[nodiscard]] static c10::Device device() {
        return {GetParam(), static_cast<c10::DeviceIndex>(GetParam() == at::kCPU ? -1 : 0)};
    }
    static double largest(const at::Tensor& a, const at::Tensor& b) {
        return (a.cpu().to(at::kDouble) - b.cpu().to(at::kDouble)).abs().max().item<double>();
    }
    /// Two results may differ by one rounding step of the type.
    static double step(at::ScalarType type, const at::Tensor& values) {
        const double most = values.to(at::kDouble).abs().max().item<double>();
        return most * (type == at::kFloat ? 1e-6 : type == at::kHalf ? 1e-3 : 8e-3);
    }
    static constexpr at::ScalarType kTypes[] = {at::kFloat, at::kHalf, at::kBFloat16};

  private:
    const DeviceKernels* m_kernels = nullptr;
    c10::InferenceMode m_inference;
};

INSTANTIATE_TEST_SUITE_P(OnTheProcessor, DeviceKernelsTest, ::testing::Values(at::kCPU));
INSTANTIATE_TEST_SUITE_P(OnTheGpu, DeviceKernelsTest, ::testing::Values(at::kCUDA));

TEST_P(DeviceKernelsTest, RotationOfHeadsInsideAFusedProductEqualsTheOperators) {
    for (const auto type : kTypes) {
        const auto fused = at::randn({13, 2, 6, 16}).to(type);
        const RotaryTable table{at::randn({13, 8}).to(type), at::randn({13, 8}).to(type)};
        for (const std::int64_t turned : {6, 5, 1}) {
            const auto expected = fused.clone();
            rotate(expected.narrow(2, 0, turned), table);
            const auto found = on(fused);
            kernels().rotate(found.narrow(2, 0, turned), on(table.cosine), on(table.sine));
            EXPECT_LE(largest(found, expected), step(type, expected)) << type << ", " << turned << " slots";
        }
    }
}

TEST_P(DeviceKernelsTest, RotationTakesTwoToFourAxes) {
    const RotaryTable table{at::randn({5, 3}), at::randn({5, 3})};
    for (const auto& shape : {std::vector<std::int64_t>{5, 6}, {5, 4, 6}, {5, 2, 4, 6}}) {
        const auto heads = at::randn(shape);
        const auto expected = heads.clone();
        rotate(expected, table);
        const auto found = on(heads);
        kernels().rotate(found, on(table.cosine), on(table.sine));
        EXPECT_LE(largest(found, expected), step(at::kFloat, expected));
    }
}

TEST_P(DeviceKernelsTest, NormalisationEqualsTheOperatorsForEveryTypeAndWidth) {
    for (const auto type : kTypes) {
        for (const std::int64_t width : {1, 24, 96, 1000}) {
            const auto rows = at::randn({7, width + 3}) * 3; // of which the last columns are a gap between the rows
            const auto weight = at::randn({width}).to(type);
            const auto expected = rmsNorm(rows.narrow(1, 0, width), weight, 1e-5);
            const auto found = kernels().rmsNorm(on(rows).narrow(1, 0, width), on(weight), 1e-5);
            EXPECT_EQ(found.scalar_type(), type);
            EXPECT_LE(largest(found, expected), step(type, expected)) << type << ", " << width;
        }
    }
}

TEST_P(DeviceKernelsTest, GatesOfOneFusedProductAreMultipliedInPlace) {
    for (const auto type : kTypes) {
        const auto both = (at::randn({9, 80}) * 4).to(type);
        const auto expected = both.clone();
        siluTimes(expected.narrow(1, 0, 40), both.narrow(1, 40, 40));
        const auto found = on(both);
        kernels().siluTimes(found.narrow(1, 0, 40), found.narrow(1, 40, 40));
        EXPECT_LE(largest(found, expected), step(type, expected)) << type;
        EXPECT_EQ(largest(found.narrow(1, 40, 40), both.narrow(1, 40, 40)), 0);
    }
    const auto extreme = on(at::tensor({-1e4F, -90.0F, 0.0F, 90.0F, 1e4F}).view({1, 5}));
    kernels().siluTimes(extreme, on(at::ones({1, 5})));
    EXPECT_TRUE(extreme.isfinite().all().item<bool>());
}

TEST_P(DeviceKernelsTest, RowsOfManyStretchesAreTakenAndAddedTo) {
    std::vector<RowRange> ranges; // more than one table holds
    for (std::int64_t i = 0; i < 150; ++i) {
        ranges.push_back({i * 3 + i % 2, i * 3 + 2});
    }
    for (const auto type : kTypes) {
        const auto source = at::randn({450, 6}).to(type);
        std::vector<at::Tensor> parts;
        for (const auto& range : ranges) {
            parts.push_back(source.narrow(0, range.begin, range.size()));
        }
        const auto taken = at::cat(parts);
        EXPECT_TRUE(at::equal(kernels().takeRows(on(source), ranges).cpu(), taken)) << type;
        const auto target = at::randn({450, 6}).to(type);
        const auto expected = target.clone();
        std::int64_t from = 0;
        for (const auto& range : ranges) {
            expected.narrow(0, range.begin, range.size()).add_(taken.narrow(0, from, range.size()));
            from += range.size();
        }
        const auto found = on(target);
        kernels().addRows(found, on(taken), ranges);
        EXPECT_TRUE(at::equal(found.cpu(), expected)) << type;
    }
    EXPECT_THROW(static_cast<void>(kernels().takeRows(on(at::zeros({4, 2})), {{3, 5}})), c10::Error);
}

TEST_P(DeviceKernelsTest, PartialLoraGathersManyStretchesAndGivesTheSame) {
    const PartialLoraLinear linear{on(at::randn({7, 5})), on(at::randn({2, 5})), on(at::randn({7, 2}))};
    const auto rows = on(at::randn({20, 5}));
    for (const auto& images : {std::vector<RowRange>{}, {{2, 4}}, {{2, 4}, {7, 8}}, {{0, 1}, {2, 4}, {7, 8}, {12, 20}}}) {
        const auto expected = apply(linear, rows, images);
        installDeviceKernels(GetParam(), &kernels());
        EXPECT_LT(largest(apply(linear, rows, images), expected), 1e-5) << images.size();
        installDeviceKernels(GetParam(), nullptr);
    }
}

Picture noise(int width, int height) {
    std::mt19937 random(static_cast<unsigned>(width * 1000 + height));
    Picture picture(width, height);
    for (auto& value : picture.rgb) {
        value = static_cast<std::uint8_t>(random());
    }
    return picture;
}

TEST_P(DeviceKernelsTest, SheetsAreThoseOfTheProcessorBitForBit) {
    installDeviceKernels(GetParam(), &kernels());
    for (const auto& [width, height] : {std::pair{300, 200}, {200, 300}, {56, 56}, {112, 56}, {40, 200}, {200, 40}, {97, 97}}) {
        for (const auto form : {PartitionForm::Inference, PartitionForm::Training}) {
            const Picture picture = noise(width, height);
            const auto partition = partitionPicture(width, height, 9, 56, form);
            const Picture expected = makeSheet(picture, partition);
            const at::Tensor found = sheetOnDevice(picture, partition, device());
            ASSERT_EQ(found.sizes(), (std::vector<std::int64_t>{expected.height, expected.width, 3}));
            EXPECT_EQ(std::memcmp(found.cpu().const_data_ptr<std::uint8_t>(), expected.rgb.data(), expected.rgb.size()), 0)
                << width << " x " << height;
            const auto views = kernels().prepareViews(found, 56);
            EXPECT_LT(largest(views, sheetTiles(expected, 56)), 2e-5);
        }
    }
}

TEST_P(DeviceKernelsTest, UploadsArriveWholeAndInTheTypeOfTheTarget) {
    const std::int64_t several = (std::int64_t{40} << 20) + 3; // pieces, the last one short
    const auto bytes = at::arange(several, at::kByte);
    const auto target = on(at::zeros({several}, at::kByte));
    kernels().upload(bytes, target);
    EXPECT_TRUE(at::equal(target.cpu(), bytes));
    for (const auto from : kTypes) {
        for (const auto to : kTypes) {
            const auto host = at::randn({1001}).to(from);
            const auto converted = on(at::zeros({1001}, to));
            kernels().upload(host, converted);
            EXPECT_LE(largest(converted, host), to == from || to == at::kFloat ? 0 : step(to, host)) << from << " to " << to;
        }
    }
}

TEST_P(DeviceKernelsTest, TensorsThatDoNotFitAreRefusedBeforeAKernelRuns) {
    const auto zeros = [](std::vector<std::int64_t> shape, at::ScalarType type = at::kFloat) {
        return on(at::zeros(shape, type));
    };
    const auto rows = zeros({4, 6});
    EXPECT_THROW(kernels().rotate(rows, zeros({3, 3}), zeros({3, 3})), c10::Error);
    EXPECT_THROW(kernels().rotate(zeros({4, 6}, at::kLong), zeros({4, 3}, at::kLong), zeros({4, 3}, at::kLong)), c10::Error);
    EXPECT_THROW(static_cast<void>(kernels().rmsNorm(rows, zeros({5}), 1e-5)), c10::Error);
    EXPECT_THROW(kernels().siluTimes(rows, zeros({4, 5})), c10::Error);
    EXPECT_THROW(kernels().addRows(rows, zeros({1, 6}), {{0, 2}}), c10::Error);
    EXPECT_THROW(static_cast<void>(kernels().prepareViews(zeros({4, 6, 3}, at::kByte), 4)), c10::Error);
}

} // namespace
} // namespace trutina::engine
