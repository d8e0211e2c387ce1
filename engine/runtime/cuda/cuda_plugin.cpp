// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/cuda/cuda_plugin.h"

#include "engine/runtime/cuda/tile_kernel.h"

#include <cuda_runtime_api.h>

#include <cstdio>

namespace trutina::engine {

namespace {

/// Fills `reason` when `error` is one.
[[nodiscard]] bool succeeded(cudaError_t error, CudaPluginReason* reason) {
    if (error == cudaSuccess) {
        return true;
    }
    std::snprintf(reason->text, sizeof(reason->text), "%s", cudaGetErrorString(error));
    return false;
}

bool countDevices(std::int32_t* count, CudaPluginReason* reason) {
    int found = 0;
    const cudaError_t error = cudaGetDeviceCount(&found);
    *count = found;
    return succeeded(error, reason);
}

bool describeDevice(std::int32_t index, CudaPluginDevice* device, CudaPluginReason* reason) {
    cudaDeviceProp properties{};
    std::size_t free = 0;
    std::size_t total = 0;
    if (!succeeded(cudaSetDevice(index), reason) || !succeeded(cudaGetDeviceProperties(&properties, index), reason) ||
        !succeeded(cudaMemGetInfo(&free, &total), reason)) {
        return false;
    }
    std::snprintf(device->name, sizeof(device->name), "%s", properties.name);
    device->memoryBytes = static_cast<std::int64_t>(total);
    device->freeBytes = static_cast<std::int64_t>(free);
    return true;
}

bool prepareTiles(std::int32_t index, const CudaPluginSheet* sheet, float* tiles, CudaPluginReason* reason) {
    return succeeded(cudaSetDevice(index), reason) && succeeded(prepareTilesOnDevice(*sheet, tiles), reason);
}

constexpr CudaPlugin kPlugin{kCudaPluginVersion, countDevices, describeDevice, prepareTiles};

} // namespace

} // namespace trutina::engine

extern "C" __attribute__((visibility("default"))) const trutina::engine::CudaPlugin* trutina_cuda_plugin() {
    return &trutina::engine::kPlugin;
}
