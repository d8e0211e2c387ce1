// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The border of the CUDA plug-in (libtrutina_cuda.so). What can be asked before LibTorch is needed is plain C, and nothing
/// throws across it; what works on tensors is the table behind `kernels`, which engine and plug-in share as C++ of one build.
namespace trutina::engine {

/// Raised with every change of what follows and of DeviceKernels (engine/model/device_kernels.h). A plug-in of another version is
/// not used.
inline constexpr std::int32_t kCudaPluginVersion = 2;
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
    std::int64_t freeBytes; ///< what could be had now: free on the device, and held by this process without use
};

/// Functions return false and fill `reason` when they fail. Memory belongs to the caller. Threads: any, one call at a time per
/// device.
struct CudaPlugin {
    std::int32_t version;
    bool (*countDevices)(std::int32_t* count, CudaPluginReason* reason);
    bool (*describeDevice)(std::int32_t index, CudaPluginDevice* device, CudaPluginReason* reason);
    const void* kernels; ///< a DeviceKernels for CUDA; lives as long as the plug-in
};

/// The type of the plug-in's one exported function. What it returns lives as long as the plug-in.
using CudaPluginEntry = const CudaPlugin* (*)();
}

} // namespace trutina::engine
