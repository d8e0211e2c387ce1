// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/tile_preparation.h"
#include "engine/runtime/device/cuda_plugin_library.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace trutina::engine {

namespace {

/// Runs only where there is a GPU and the 'cuda' preset was built.
TEST(CudaTiles, TheDevicePreparesWhatTheProcessorPrepares) {
    const CudaLocations locations{"libcuda.so.1", std::filesystem::path(TRUTINA_BINARY_DIR) / "lib" / "libtrutina_cuda.so"};
    const auto devices = listCudaDevices(locations);
    if (!devices.front().available) {
        GTEST_SKIP() << "skipped: no CUDA device (" << devices.front().reason << ")";
    }
    const CudaPluginLibrary plugin(locations);
    for (const int tileSize : {56, 224}) {
        Picture sheet(3 * tileSize, 2 * tileSize);
        for (std::size_t i = 0; i < sheet.rgb.size(); ++i) {
            sheet.rgb[i] = static_cast<std::uint8_t>((i * 7 + i / 11) % 256);
        }
        const auto expected = prepareTiles(sheet, tileSize);
        for (const DeviceInfo& device : devices) {
            const auto found = plugin.prepareTiles(device.choice.index, sheet.rgb, sheet.width, sheet.height, tileSize);
            ASSERT_EQ(found.size(), expected.size());
            float worst = 0;
            for (std::size_t i = 0; i < found.size(); ++i) {
                worst = std::max(worst, std::fabs(found[i] - expected[i]));
            }
            EXPECT_LT(worst, 2e-5F) << device.name; // the GPU fuses multiplications and additions
        }
    }
}

} // namespace

} // namespace trutina::engine
