// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/device/cuda_plugin_library.h"

#include "engine/api/error.h"
#include "engine/runtime/device/cuda_plugin.h"

#include <dlfcn.h>

#include <exception>
#include <system_error>

namespace trutina::engine {

namespace {

[[noreturn]] void refuseUnavailable(const std::string& reason, const std::string& hint) {
    throw Failure("device.unavailable", reason, hint);
}

[[nodiscard]] std::string lastLoaderError() {
    const char* text = dlerror();
    return text == nullptr ? "no reason was given" : text;
}

/// The folder of the file that holds this code: the engine library, or the program where it is linked into one.
[[nodiscard]] std::filesystem::path ownFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&listCudaDevices), &info) == 0 || info.dli_fname == nullptr) {
        return {};
    }
    std::error_code ignored;
    return std::filesystem::absolute(info.dli_fname, ignored).parent_path();
}

void requireDriver(const std::string& driver) {
    void* library = dlopen(driver.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr) {
        refuseUnavailable("No NVIDIA driver was found: " + lastLoaderError() + ".", "Install the NVIDIA driver, or use the CPU.");
    }
    dlclose(library);
}

[[nodiscard]] const CudaPlugin* openPlugin(const std::filesystem::path& file) {
    std::error_code ignored;
    if (file.is_absolute() && !std::filesystem::exists(file, ignored)) {
        refuseUnavailable("An NVIDIA driver is there, but the CUDA plug-in " + file.filename().string() + " is not installed.",
                          "Build the 'cuda' preset, or use the CPU.");
    }
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        refuseUnavailable("The CUDA plug-in could not be loaded: " + lastLoaderError() + ".",
                          "Install the GPU set of wheels (packaging/setup --gpu), or use the CPU.");
    }
    const auto entry = reinterpret_cast<CudaPluginEntry>(dlsym(library, kCudaPluginSymbol));
    const CudaPlugin* plugin = entry == nullptr ? nullptr : entry();
    if (plugin == nullptr || plugin->version != kCudaPluginVersion) {
        refuseUnavailable("The CUDA plug-in belongs to another version of this program.", "Build both from the same sources.");
    }
    return plugin;
}

} // namespace

CudaPluginLibrary::CudaPluginLibrary(const CudaLocations& locations) {
    requireDriver(locations.driver);
    m_plugin = openPlugin(locations.plugin.empty() ? ownFolder() / kCudaPluginFile : locations.plugin);
}

std::vector<DeviceInfo> CudaPluginLibrary::devices() const {
    CudaPluginReason reason{};
    std::int32_t count = 0;
    if (!m_plugin->countDevices(&count, &reason)) {
        refuseUnavailable(std::string("The NVIDIA driver gives no device: ") + reason.text + ".",
                          "Check it with nvidia-smi, or use the CPU.");
    }
    if (count <= 0) {
        refuseUnavailable("The NVIDIA driver is there, but it knows no device.", "Check it with nvidia-smi, or use the CPU.");
    }
    std::vector<DeviceInfo> devices;
    for (std::int32_t index = 0; index < count; ++index) {
        DeviceInfo info;
        info.choice = {DeviceKind::Cuda, index};
        CudaPluginDevice device{};
        info.available = m_plugin->describeDevice(index, &device, &reason);
        if (info.available) {
            info.name = device.name;
            info.memoryBytes = device.memoryBytes;
            info.freeBytes = device.freeBytes;
        } else {
            info.name = "NVIDIA GPU " + std::to_string(index);
            info.reason = std::string("The device does not answer: ") + reason.text + ".";
        }
        devices.push_back(std::move(info));
    }
    return devices;
}

const void* CudaPluginLibrary::kernels() const {
    return m_plugin->kernels;
}

std::vector<DeviceInfo> listCudaDevices(const CudaLocations& locations) {
    DeviceInfo absent;
    absent.choice = {DeviceKind::Cuda, 0};
    absent.name = "NVIDIA GPU";
    try {
        return CudaPluginLibrary(locations).devices();
    } catch (const Failure& failure) {
        absent.reason = failure.error().message;
    } catch (const std::exception& error) {
        absent.reason = std::string("The devices could not be listed: ") + error.what() + ".";
    }
    return {absent};
}

} // namespace trutina::engine
