// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::engine {

struct CudaPlugin;

/// Where the parts of CUDA are looked for. Tests point elsewhere.
struct CudaLocations {
    std::string driver = "libcuda.so.1"; ///< comes with the NVIDIA driver and is on no other machine
    std::filesystem::path plugin;        ///< empty: libtrutina_cuda.so beside the library or program that this code is part of
};

/// The CUDA plug-in, opened. It stays in memory until the program ends, as its libraries start threads of their own.
/// Threads: constant after construction; calls for one device are made by one thread at a time.
class CudaPluginLibrary {
  public:
    /// Throws Failure "device.unavailable" that says which part is missing: driver, plug-in, or a plug-in of this version.
    explicit CudaPluginLibrary(const CudaLocations& locations = {});

    /// At least one. Throws Failure "device.unavailable".
    [[nodiscard]] std::vector<DeviceInfo> devices() const;

    /// The DeviceKernels (engine/model/device_kernels.h) of the plug-in.
    [[nodiscard]] const void* kernels() const;

  private:
    const CudaPlugin* m_plugin;
};

/// The CUDA devices of this machine, or one entry that is not available and says why. Never throws, and never opens the plug-in
/// where there is no driver.
[[nodiscard]] std::vector<DeviceInfo> listCudaDevices(const CudaLocations& locations = {});

} // namespace trutina::engine
