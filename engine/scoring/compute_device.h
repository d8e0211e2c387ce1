// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "engine/runtime/memory/machine_memory.h"

#include <c10/core/Device.h>

#include <string>

namespace trutina::engine {

/// The device that was asked for, made ready: for a CUDA device the plug-in is opened and its kernels are installed. Automatic:
/// the first CUDA device that can be used, else the CPU.
/// Throws Failure "device.unavailable" with the reason.
[[nodiscard]] c10::Device openComputeDevice(const DeviceChoice& choice);

/// What could be had of the memory of a CUDA device now. Throws Failure "device.unavailable".
[[nodiscard]] FreeMemory freeDeviceMemory(c10::Device device);

/// "cpu", "cuda:0"
[[nodiscard]] std::string deviceText(c10::Device device);

} // namespace trutina::engine
