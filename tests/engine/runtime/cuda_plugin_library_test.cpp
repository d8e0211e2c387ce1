// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/device/cuda_plugin_library.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;

/// A library that every machine has, in the place of the driver.
const std::string kSomeLibrary = "libc.so.6";

[[nodiscard]] CudaLocations fake(const std::string& behaviour) {
    return {kSomeLibrary, std::filesystem::path(TRUTINA_BINARY_DIR) / "lib" / ("libfake_cuda_plugin_" + behaviour + ".so")};
}

[[nodiscard]] std::string reasonOf(const CudaLocations& locations) {
    const auto devices = listCudaDevices(locations);
    EXPECT_EQ(devices.size(), 1U);
    EXPECT_FALSE(devices.at(0).available);
    EXPECT_EQ(devices.at(0).choice.kind, DeviceKind::Cuda);
    return devices.at(0).reason;
}

TEST(CudaPluginLibrary, WithoutADriverThePluginIsNotEvenLookedFor) {
    EXPECT_THAT(reasonOf({"libno-such-driver.so.1", "/nowhere/plugin.so"}), HasSubstr("No NVIDIA driver"));
}

TEST(CudaPluginLibrary, AnAbsentPluginIsNamed) {
    EXPECT_THAT(reasonOf({kSomeLibrary, "/nowhere/libtrutina_cuda.so"}), HasSubstr("libtrutina_cuda.so is not installed"));
}

TEST(CudaPluginLibrary, APluginThatCannotBeLoadedGivesTheLoadersReason) {
    const trutina::testing::TemporaryDirectory directory;
    const auto file = directory.path() / "libtrutina_cuda.so";
    std::ofstream(file) << "this is no library at all, but a text";
    EXPECT_THAT(reasonOf({kSomeLibrary, file}), HasSubstr(file.string()));
}

TEST(CudaPluginLibrary, ALibraryThatIsNoPluginIsRefused) {
    EXPECT_THAT(reasonOf({kSomeLibrary, "libm.so.6"}), HasSubstr("another version"));
}

TEST(CudaPluginLibrary, APluginOfAnotherVersionIsRefused) {
    EXPECT_THAT(reasonOf(fake("other_version")), HasSubstr("another version"));
}

TEST(CudaPluginLibrary, AMachineWithoutADeviceGivesTheDriversReason) {
    EXPECT_THAT(reasonOf(fake("no_device")), HasSubstr("no CUDA-capable device is detected"));
}

TEST(CudaPluginLibrary, EachDeviceIsDescribedOrSaysWhyNot) {
    const auto devices = listCudaDevices(fake("answers"));
    ASSERT_EQ(devices.size(), 2U);
    EXPECT_TRUE(devices[0].available);
    EXPECT_EQ(devices[0].name, "Pretended GPU");
    EXPECT_EQ(devices[0].memoryBytes, 1000);
    EXPECT_EQ(devices[0].freeBytes, 700);
    EXPECT_FALSE(devices[1].available);
    EXPECT_EQ(devices[1].choice.index, 1);
    EXPECT_THAT(devices[1].reason, HasSubstr("fell off the bus"));
}

TEST(CudaPluginLibrary, TheTableOfKernelsIsHandedOn) {
    EXPECT_NE(CudaPluginLibrary(fake("answers")).kernels(), nullptr);
}

} // namespace

} // namespace trutina::engine
