// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/device/cuda_plugin.h"

#include <cstdio>

/// Answers as the CUDA plug-in would, without a GPU. Two devices, of which the second one fails.
namespace {

using namespace trutina::engine;

#ifdef FAKE_OTHER_VERSION
constexpr std::int32_t kVersion = kCudaPluginVersion + 1;
#else
constexpr std::int32_t kVersion = kCudaPluginVersion;
#endif

bool failWith(const char* text, CudaPluginReason* reason) {
    std::snprintf(reason->text, sizeof(reason->text), "%s", text);
    return false;
}

bool countDevices(std::int32_t* count, CudaPluginReason* reason) {
#ifdef FAKE_NO_DEVICE
    *count = 0;
    return failWith("no CUDA-capable device is detected", reason);
#else
    static_cast<void>(reason);
    *count = 2;
    return true;
#endif
}

bool describeDevice(std::int32_t index, CudaPluginDevice* device, CudaPluginReason* reason) {
    if (index != 0) {
        return failWith("device fell off the bus", reason);
    }
    std::snprintf(device->name, sizeof(device->name), "Pretended GPU");
    device->memoryBytes = 1000;
    device->freeBytes = 700;
    return true;
}

const int kKernels = 0; // stands for a table

constexpr CudaPlugin kPlugin{kVersion, countDevices, describeDevice, &kKernels};

} // namespace

extern "C" __attribute__((visibility("default"))) const CudaPlugin* trutina_cuda_plugin() {
    return &kPlugin;
}
