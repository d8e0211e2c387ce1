// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/tile_arithmetic.h"
#include "engine/runtime/cuda/tile_kernel.h"

#include <memory>

namespace trutina::engine {

namespace {

struct FreeDeviceMemory {
    void operator()(void* memory) const { static_cast<void>(cudaFree(memory)); }
};
template <typename T>
using DeviceMemory = std::unique_ptr<T, FreeDeviceMemory>;

template <typename T>
cudaError_t allocate(DeviceMemory<T>& memory, std::size_t count) {
    void* raw = nullptr;
    const cudaError_t error = cudaMalloc(&raw, count * sizeof(T));
    memory.reset(static_cast<T*>(raw));
    return error;
}

/// A thread computes one value at a time. Neighbouring threads write neighbouring values of a row.
__global__ void prepareViews(tiles::Sheet sheet, long long values, float* out) {
    const long long stride = static_cast<long long>(gridDim.x) * blockDim.x;
    const long long side = sheet.tileSize;
    for (long long at = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; at < values; at += stride) {
        const long long row = at / side;
        const int x = static_cast<int>(at % side);
        const int y = static_cast<int>(row % side);
        const long long plane = row / side;
        out[at] = tiles::viewValue(sheet, static_cast<int>(plane / 3), static_cast<int>(plane % 3), y, x);
    }
}

} // namespace

cudaError_t prepareTilesOnDevice(const CudaPluginSheet& sheet, float* tiles) {
    constexpr int kThreads = 256;
    constexpr long long kMostBlocks = 65'535;
    const long long side = sheet.tileSize;
    const long long views = 1 + (sheet.width / side) * (sheet.height / side);
    const long long values = views * 3 * side * side;
    const std::size_t bytes = std::size_t{3} * static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height);

    DeviceMemory<std::uint8_t> rgb;
    DeviceMemory<float> out;
    if (const cudaError_t error = allocate(rgb, bytes); error != cudaSuccess) {
        return error;
    }
    if (const cudaError_t error = allocate(out, static_cast<std::size_t>(values)); error != cudaSuccess) {
        return error;
    }
    if (const cudaError_t error = cudaMemcpy(rgb.get(), sheet.rgb, bytes, cudaMemcpyHostToDevice); error != cudaSuccess) {
        return error;
    }
    const long long blocks = (values + kThreads - 1) / kThreads;
    prepareViews<<<static_cast<unsigned int>(blocks < kMostBlocks ? blocks : kMostBlocks), kThreads>>>(
        tiles::Sheet{rgb.get(), sheet.width, sheet.height, sheet.tileSize}, values, out.get());
    if (const cudaError_t error = cudaGetLastError(); error != cudaSuccess) {
        return error;
    }
    return cudaMemcpy(tiles, out.get(), static_cast<std::size_t>(values) * sizeof(float), cudaMemcpyDeviceToHost);
}

} // namespace trutina::engine
