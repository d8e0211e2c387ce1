// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/compute_device.h"

#include "engine/api/error.h"
#include "engine/model/device_kernels.h"
#include "engine/runtime/device/cuda_plugin_library.h"

#include <ATen/Context.h>

#include <vector>

namespace trutina::engine {

namespace {

const DeviceInfo& requireDevice(const std::vector<DeviceInfo>& devices, int index) {
    for (const DeviceInfo& device : devices) {
        if (device.choice.index == index) {
            if (!device.available) {
                throw Failure("device.unavailable", device.reason, "Use another GPU, or the CPU.");
            }
            return device;
        }
    }
    throw Failure("device.unavailable",
                  "There is no cuda:" + std::to_string(index) + "; this machine has " + std::to_string(devices.size()) +
                      (devices.size() == 1 ? " CUDA device." : " CUDA devices."),
                  "Run `trutina-cli inspect devices` to see them.");
}

c10::Device openCudaDevice(int index) {
    const CudaPluginLibrary plugin;
    (void)requireDevice(plugin.devices(), index);
    // LibTorch looks once for its CUDA part, when it is first asked about CUDA, and remembers the answer.
    if (!at::globalContext().hasCUDA()) {
        throw Failure("device.unavailable", "LibTorch was already in use when its CUDA part was opened, and does not see it.",
                      "Start the program again and load the model on the GPU first.");
    }
    // Sums of products in float16 would be kept in float16 where they are split; the reference's error leaves no room for that.
    at::globalContext().setAllowFP16ReductionCuBLAS(false);
    at::globalContext().setAllowBF16ReductionCuBLAS(false);
    installDeviceKernels(at::kCUDA, static_cast<const DeviceKernels*>(plugin.kernels()));
    return {at::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

} // namespace

c10::Device openComputeDevice(const DeviceChoice& choice) {
    switch (choice.kind) {
    case DeviceKind::Cpu:
        break;
    case DeviceKind::Cuda:
        return openCudaDevice(choice.index);
    case DeviceKind::Automatic:
        for (const DeviceInfo& device : listCudaDevices()) {
            if (device.available) {
                return openCudaDevice(device.choice.index);
            }
        }
        break;
    }
    return at::kCPU;
}

FreeMemory freeDeviceMemory(c10::Device device) {
    FreeMemory memory;
    memory.residentBytes = requireDevice(CudaPluginLibrary().devices(), device.index()).freeBytes;
    memory.boundBy = "the free memory of " + deviceText(device);
    return memory;
}

std::string deviceText(c10::Device device) {
    return device.is_cpu() ? "cpu" : "cuda:" + std::to_string(device.index());
}

} // namespace trutina::engine
