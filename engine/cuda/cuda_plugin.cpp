// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/device/cuda_plugin.h"

#include "engine/cuda/cuda_kernels.h"

#include <c10/cuda/CUDACachingAllocator.h>
#include <cuda_runtime_api.h>

#include <cstdio>
#include <exception>

namespace trutina::engine {

namespace {

bool failWith(const char* text, CudaPluginReason* reason) {
    std::snprintf(reason->text, sizeof(reason->text), "%s", text);
    return false;
}

/// Fills `reason` when `error` is one.
[[nodiscard]] bool succeeded(cudaError_t error, CudaPluginReason* reason) {
    return error == cudaSuccess || failWith(cudaGetErrorString(error), reason);
}

/// What LibTorch holds of a device without using it.
std::int64_t unusedBytes(std::int32_t index) {
    auto* allocator = c10::cuda::CUDACachingAllocator::get();
    if (allocator == nullptr || !allocator->initialized()) {
        return 0;
    }
    constexpr auto kAll = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
    const auto stats = allocator->getDeviceStats(static_cast<c10::DeviceIndex>(index));
    return stats.reserved_bytes[kAll].current - stats.allocated_bytes[kAll].current;
}

bool countDevices(std::int32_t* count, CudaPluginReason* reason) {
    int found = 0;
    const cudaError_t error = cudaGetDeviceCount(&found);
    *count = found;
    return succeeded(error, reason);
}

bool describeDevice(std::int32_t index, CudaPluginDevice* device, CudaPluginReason* reason) {
    constexpr int kLeastMajor = 8; // the oldest that the kernels are built for; LibTorch's flash attention asks for the same
    cudaDeviceProp properties{};
    std::size_t free = 0;
    std::size_t total = 0;
    int before = 0;
    if (!succeeded(cudaGetDevice(&before), reason) || !succeeded(cudaGetDeviceProperties(&properties, index), reason)) {
        return false;
    }
    if (properties.major < kLeastMajor) {
        std::snprintf(reason->text, sizeof(reason->text),
                      "%s has compute capability %d.%d, and 8.0 is the least that is supported", properties.name,
                      properties.major, properties.minor);
        return false;
    }
    // Asking for free memory speaks of the current device, which is the thread's and is put back.
    const bool asked = succeeded(cudaSetDevice(index), reason) && succeeded(cudaMemGetInfo(&free, &total), reason);
    const bool restored = succeeded(cudaSetDevice(before), reason);
    if (!asked || !restored) {
        return false;
    }
    std::snprintf(device->name, sizeof(device->name), "%s", properties.name);
    device->memoryBytes = static_cast<std::int64_t>(total);
    try {
        device->freeBytes = static_cast<std::int64_t>(free) + unusedBytes(index);
    } catch (const std::exception& error) {
        return failWith(error.what(), reason);
    }
    return true;
}

const CudaPlugin& plugin() {
    static const CudaPlugin kPlugin{kCudaPluginVersion, countDevices, describeDevice, &cudaKernels()};
    return kPlugin;
}

} // namespace

} // namespace trutina::engine

extern "C" __attribute__((visibility("default"))) const trutina::engine::CudaPlugin* trutina_cuda_plugin() {
    return &trutina::engine::plugin();
}
