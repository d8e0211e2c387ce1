// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/kernel_launch.h"
#include "engine/media/resize_arithmetic.h"
#include "engine/media/tile_arithmetic.h"
#include "engine/model/kernel_bodies.h"

#include <c10/util/BFloat16.h>
#include <c10/util/Half.h>

namespace trutina::engine {

namespace {

constexpr int kThreads = 256;
constexpr int kWarpSize = 32;
constexpr std::int64_t kMostBlocks = 1 << 16; // each thread then takes several turns

/// Neighbouring threads take neighbouring indices, so that they read and write neighbouring values.
template <typename Body, typename Index>
__global__ void __launch_bounds__(kThreads) runForEach(const Body body, const Index count) {
    const Index stride = static_cast<Index>(gridDim.x) * blockDim.x;
    for (Index index = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; index < count; index += stride) {
        body(index);
    }
}

template <typename Body>
__global__ void __launch_bounds__(kThreads) runForRows(const Body body) {
    __shared__ float sums[kThreads / kWarpSize];
    const std::int64_t row = blockIdx.x;
    float sum = body.squares(row, threadIdx.x, kThreads);
    for (int distance = kWarpSize / 2; distance > 0; distance /= 2) {
        sum += __shfl_down_sync(0xffffffffU, sum, distance);
    }
    if (threadIdx.x % kWarpSize == 0) {
        sums[threadIdx.x / kWarpSize] = sum;
    }
    __syncthreads();
    float total = 0;
    for (const float part : sums) {
        total += part;
    }
    body.write(row, threadIdx.x, kThreads, total);
}

} // namespace

template <typename Body>
cudaError_t launchForEach(const Body& body, std::int64_t count, cudaStream_t stream) {
    const std::int64_t needed = (count + kThreads - 1) / kThreads;
    const auto blocks = static_cast<unsigned int>(needed < kMostBlocks ? needed : kMostBlocks);
    // One turn beyond the last index must not leave the unsigned type.
    constexpr std::int64_t kMostOf32Bits = INT32_MAX;
    if (count <= kMostOf32Bits) {
        runForEach<<<blocks, kThreads, 0, stream>>>(body, static_cast<std::uint32_t>(count));
    } else {
        runForEach<<<blocks, kThreads, 0, stream>>>(body, static_cast<std::uint64_t>(count));
    }
    return cudaGetLastError();
}

template <typename Body>
cudaError_t launchForRows(const Body& body, std::int64_t rows, cudaStream_t stream) {
    if (rows > INT32_MAX) {
        return cudaErrorInvalidValue;
    }
    runForRows<<<static_cast<unsigned int>(rows), kThreads, 0, stream>>>(body);
    return cudaGetLastError();
}

template cudaError_t launchForEach(const resize::AxisPass&, std::int64_t, cudaStream_t);
template cudaError_t launchForEach(const tiles::Views&, std::int64_t, cudaStream_t);

#define TRUTINA_LAUNCHES_FOR(Type)                                                                                               \
    template cudaError_t launchForEach(const kernels::RotatePairs<Type>&, std::int64_t, cudaStream_t);                           \
    template cudaError_t launchForEach(const kernels::SiluTimes<Type>&, std::int64_t, cudaStream_t);                             \
    template cudaError_t launchForEach(const kernels::TakeRows<Type>&, std::int64_t, cudaStream_t);                              \
    template cudaError_t launchForEach(const kernels::AddRows<Type>&, std::int64_t, cudaStream_t);                               \
    template cudaError_t launchForRows(const kernels::NormaliseRows<Type>&, std::int64_t, cudaStream_t)

TRUTINA_LAUNCHES_FOR(float);
TRUTINA_LAUNCHES_FOR(c10::Half);
TRUTINA_LAUNCHES_FOR(c10::BFloat16);

#undef TRUTINA_LAUNCHES_FOR

} // namespace trutina::engine
