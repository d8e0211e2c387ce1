// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/cuda_kernels.h"

#include "engine/cuda/kernel_launch.h"
#include "engine/cuda/staged_upload.h"
#include "engine/model/device_kernel_table.h"

#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

namespace trutina::engine {

namespace {

/// Runs kernel bodies in threads of the tensor's device, in its current stream.
struct CudaExecutor {
    template <typename Body>
    static void forEach(const at::Tensor& on, const Body& body, std::int64_t count) {
        TORCH_CHECK(on.is_cuda(), "a tensor of the processor was given to a CUDA kernel");
        if (count > 0) {
            const c10::cuda::CUDAGuard device(on.device());
            C10_CUDA_CHECK(launchForEach(body, count, c10::cuda::getCurrentCUDAStream().stream()));
        }
    }
    template <typename Body>
    static void forRows(const at::Tensor& on, const Body& body, std::int64_t rows) {
        TORCH_CHECK(on.is_cuda(), "a tensor of the processor was given to a CUDA kernel");
        if (rows > 0) {
            const c10::cuda::CUDAGuard device(on.device());
            C10_CUDA_CHECK(launchForRows(body, rows, c10::cuda::getCurrentCUDAStream().stream()));
        }
    }
    static void upload(const at::Tensor& host, const at::Tensor& target) { StagedUpload::of(target.device()).copy(host, target); }
    static void releaseMemory() { c10::cuda::CUDACachingAllocator::emptyCache(); }
};

} // namespace

const DeviceKernels& cudaKernels() {
    static constexpr DeviceKernels kKernels = DeviceKernelTable<CudaExecutor>::make();
    return kKernels;
}

} // namespace trutina::engine
