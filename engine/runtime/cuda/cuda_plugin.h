// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// The border of the CUDA plug-in (libtrutina_cuda.so): plain C, since the two sides are loaded apart. Nothing throws across it.
namespace trutina::engine {

/// Raised with every change of what follows. A plug-in of another version is not used.
inline constexpr std::int32_t kCudaPluginVersion = 1;
inline constexpr const char* kCudaPluginSymbol = "trutina_cuda_plugin";
inline constexpr const char* kCudaPluginFile = "libtrutina_cuda.so";

extern "C" {

/// Where a function says why it failed: a sentence without a full stop, cut to fit, always terminated.
struct CudaPluginReason {
    char text[512];
};

struct CudaPluginDevice {
    char name[256];
    std::int64_t memoryBytes;
    std::int64_t freeBytes;
};

/// An 8-bit RGB sheet, row-major without padding, whose sides are multiples of `tileSize`.
struct CudaPluginSheet {
    const std::uint8_t* rgb;
    std::int32_t width;
    std::int32_t height;
    std::int32_t tileSize;
};

/// Functions return false and fill `reason` when they fail. Memory belongs to the caller. Threads: any, one call at a time per
/// device.
struct CudaPlugin {
    std::int32_t version;
    bool (*countDevices)(std::int32_t* count, CudaPluginReason* reason);
    bool (*describeDevice)(std::int32_t index, CudaPluginDevice* device, CudaPluginReason* reason);
    /// Writes 1 + rows * columns views of 3 * tileSize * tileSize floats, as prepareTiles (engine/media/tile_preparation.h) gives
    /// them.
    bool (*prepareTiles)(std::int32_t index, const CudaPluginSheet* sheet, float* tiles, CudaPluginReason* reason);
};

/// The type of the plug-in's one exported function. What it returns lives as long as the plug-in.
using CudaPluginEntry = const CudaPlugin* (*)();
}

} // namespace trutina::engine
